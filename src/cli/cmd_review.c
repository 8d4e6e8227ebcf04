/* cmd_review.c - review list, show, approve, reject, edit. */
#include <stdlib.h>
#include <string.h>

#include "cli/keeping.h"

enum { SHOWN = 50, MOST = 1000000 };

/* --- looking -------------------------------------------------------------- */

static enum handoff_status tell_list(const void *how,
                                     struct handoff_record *record,
                                     enum handoff_format format, char **text,
                                     size_t *len, struct handoff_error *err)
{
    const long *limit = how;

    return handoff_review_list(record, (size_t)*limit, format, text, len, err);
}

static enum cli_exit run_list(const struct cli_args *args)
{
    long limit;
    const enum cli_exit out =
        cli_number(args, CLI_LIMIT, 1, MOST, SHOWN, &limit);

    return out == CLI_DONE ? keep_show(args, tell_list, &limit) : out;
}

static enum handoff_status tell_show(const void *how,
                                     struct handoff_record *record,
                                     enum handoff_format format, char **text,
                                     size_t *len, struct handoff_error *err)
{
    return handoff_review_show(record, how, format, text, len, err);
}

static enum cli_exit run_show(const struct cli_args *args)
{
    return keep_show(args, tell_show, args->operand[0]);
}

/* --- saying --------------------------------------------------------------- */

static enum cli_exit say(const struct cli_args *args,
                         struct handoff_review *review)
{
    static const char *const done[] = { "approved", "rejected",
                                        "approved as edited" };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_record *record = NULL;
    enum cli_exit out = keep_open(args, NULL, HANDOFF_RECORD_WRITE, &record);

    review->item = args->operand[0];
    review->note = args->value[CLI_NOTE] ? args->value[CLI_NOTE] : "";
    if (out == CLI_DONE &&
        handoff_review_say(record, review, &err) != HANDOFF_OK)
        out = cli_fail(&err);
    if (out == CLI_DONE)
        printf("%s: %s\n", review->item, done[review->verdict]);
    handoff_record_close(record);
    return out;
}

static enum cli_exit run_approve(const struct cli_args *args)
{
    struct handoff_review review = { .verdict = HANDOFF_REVIEW_APPROVED };

    return say(args, &review);
}

static enum cli_exit run_reject(const struct cli_args *args)
{
    struct handoff_review review = { .verdict = HANDOFF_REVIEW_REJECTED };

    return say(args, &review);
}

/* A message is checked against the workspace's policy. */
static enum cli_exit say_message(const struct cli_args *args,
                                 struct handoff_review *review)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct session s;
    enum cli_exit out = session_begin(args, &s);

    if (out == CLI_DONE &&
        handoff_outreach_new(s.policy, &review->outreach, &err) != HANDOFF_OK)
        out = cli_fail(&err);
    if (out == CLI_DONE)
        out = say(args, review);
    handoff_outreach_free(review->outreach);
    session_end(&s);
    return out;
}

/* owner=NAME, next_action=TEXT, date=DAY, message=TEXT */
static enum cli_exit run_edit(const struct cli_args *args)
{
    struct handoff_review review = { .verdict = HANDOFF_REVIEW_EDITED };
    const struct {
        const char *name;
        const char **value;
    } parts[] = { { "owner=", &review.owner },
                  { "next_action=", &review.next_action },
                  { "date=", &review.date },
                  { "message=", &review.message } };

    for (size_t i = 1; i < args->operand_count; i++) {
        const char *word = args->operand[i];
        size_t p = 0;

        while (p < 4 &&
               strncmp(word, parts[p].name, strlen(parts[p].name)) != 0)
            p++;
        if (p == 4)
            return cli_usage(args,
                             "%s is none of owner=NAME, next_action=TEXT, "
                             "date=DAY and message=TEXT",
                             word);
        *parts[p].value = word + strlen(parts[p].name);
    }
    return review.message ? say_message(args, &review) : say(args, &review);
}

static const enum cli_option list_options[] = { CLI_LIMIT, CLI_FORMAT,
                                                CLI_OUTPUT };
static const enum cli_option show_options[] = { CLI_FORMAT, CLI_OUTPUT };
static const enum cli_option say_options[] = { CLI_AS, CLI_NOTE };

const struct cli_command cli_review_list = {
    .name = "review list",
    .operands = "",
    .summary = "what waits for a person, by priority",
    .about = "One queue: policies that nobody approved, leads to pursue and "
             "others that the\npolicy has a person approve (`review`), "
             "exceptions, stages or routes that the\nCRM has otherwise, and "
             "drafts. The first column names an item and the version\nof it "
             "that you see.",
    .example = "  handoff review list\n  handoff review list --limit 5\n",
    .formats = "text json ndjson",
    .option = list_options,
    .option_count = sizeof list_options / sizeof *list_options,
    .run = run_list
};

const struct cli_command cli_review_show = {
    .name = "review show",
    .operands = "ITEM",
    .summary = "one item whole: what the lead says, what the CRM would say",
    .about = "ITEM is LEAD or LEAD@VERSION, as review list prints it, or "
             "policy@VERSION.",
    .example = "  handoff review show L-0007\n",
    .formats = "text json ndjson",
    .option = show_options,
    .option_count = sizeof show_options / sizeof *show_options,
    .operands_min = 1,
    .operands_max = 1,
    .run = run_show
};

const struct cli_command cli_review_approve = {
    .name = "review approve",
    .operands = "ITEM",
    .summary = "let it happen, in your name",
    .about = "ITEM is LEAD@VERSION or policy@VERSION, as review list and "
             "review show print\nit: what has changed since you saw it is not "
             "approved. The log keeps who\nsaid so and when.",
    .example = "  handoff review approve L-0007@3fa9c1d2 --as \"Ada Quill\"\n",
    .option = say_options,
    .option_count = sizeof say_options / sizeof *say_options,
    .operands_min = 1,
    .operands_max = 1,
    .run = run_approve
};

const struct cli_command cli_review_reject = {
    .name = "review reject",
    .operands = "ITEM",
    .summary = "do not let it happen, in your name",
    .about = "Like review approve. Say why with --note: the next person reads "
             "it in the log.",
    .example = "  handoff review reject L-0007@3fa9c1d2 --note \"a student "
               "project\"\n",
    .option = say_options,
    .option_count = sizeof say_options / sizeof *say_options,
    .operands_min = 1,
    .operands_max = 1,
    .run = run_reject
};

const struct cli_command cli_review_edit = {
    .name = "review edit",
    .operands = "ITEM NAME=VALUE...",
    .summary = "approve with changes, in your name",
    .about = "Changes owner, next_action or date, and approves the rest as it "
             "was shown.\nOf a draft the message: message=TEXT, which is "
             "checked as a model's is.",
    .example = "  handoff review edit L-0007@3fa9c1d2 owner=\"Ada Quill\" "
               "date=2026-10-01\n",
    .option = say_options,
    .option_count = sizeof say_options / sizeof *say_options,
    .operands_min = 2,
    .operands_max = 4,
    .run = run_edit
};
