/* cmd_map.c - summarize and map: the same run, two reports of it. */
#include <stdlib.h>
#include <string.h>

#include <handoff/report.h>

#include "cli/answers.h"
#include "cli/briefs.h"
#include "cli/connect.h"
#include "cli/keeping.h"
#include "cli/paging.h"
#include "cli/planning.h"
#include "cli/session.h"

#define RUN_OPTIONS                                                           \
    CLI_FORMAT, CLI_OUTPUT, CLI_POLICY, CLI_AS_OF, CLI_ENDPOINT, CLI_MODEL,   \
        CLI_JOBS, CLI_ATTEMPTS, CLI_TIMEOUT, CLI_LEAD_TIME, CLI_REASKS,       \
        CLI_MAX_REQUESTS, CLI_MAX_TOKENS, CLI_MAX_COST, CLI_DRY_RUN,          \
        CLI_BATCH_OUT, CLI_BATCH_IN, CLI_CA_FILE, CLI_NO_PROXY,               \
        CLI_ALLOW_HTTP, CLI_PROMPT, CLI_QUIET, CLI_VERBOSE, CLI_SAVE_REPLIES, \
        CLI_FRESH, CLI_AS, CLI_NO_RECORD, CLI_REDACT, CLI_COLUMNS

static const enum cli_option run_options[] = { RUN_OPTIONS };
static const enum cli_option map_options[] = { RUN_OPTIONS, CLI_PAGE,
                                               CLI_VIA_PROMPT, CLI_RULES };

static void talk(const struct cli_args *args, const struct session *s,
                 const struct briefs *t)
{
    if (args->value[CLI_QUIET])
        return;
    fprintf(stderr, "handoff: %zu lead%s read by %s, %zu finding%s", t->leads,
            t->leads == 1 ? "" : "s", handoff_endpoint_name(s->endpoint),
            t->findings, t->findings == 1 ? "" : "s");
    if (t->degraded > 0)
        fprintf(stderr, ", %zu without a usable reply", t->degraded);
    if (strcmp(s->url, "builtin:extract") == 0)
        fputs(" (built-in extractor: it finds declared phrases only; "
              "--endpoint URL --model NAME asks a model)",
              stderr);
    fputc('\n', stderr);
}

/* A terminal must not obey what a lead wrote: controls become '?'. */
static void print_plain(const char *text)
{
    for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
        const bool c1 = p[0] == 0xC2 && p[1] >= 0x80 && p[1] < 0xA0;

        fputc((*p < ' ' && *p != '\n') || *p == 0x7F || c1 ? '?' : *p, stderr);
        p += c1;
    }
}

/* What leaves the machine about a lead: its own part of the prompt. */
static void note_sent(void *user, const char *lead,
                      const struct handoff_messages *messages)
{
    const struct briefs *briefs = user;

    if (briefs->record)
        handoff_record_sending(briefs->record, messages, briefs->redacted);
    if (!briefs->tell)
        return;
    fprintf(stderr, "sent about ");
    print_plain(lead);
    fprintf(stderr, ":\n");
    print_plain(messages->count > 0 ? messages->item[messages->count - 1].text
                                    : "");
    fprintf(stderr, "\n");
}

/* A record needs the map, and every report but a list of lines. */
static enum handoff_status run_job(const struct session *s,
                                   const struct handoff_batch *batch,
                                   struct handoff_record *record,
                                   struct briefs *briefs, char **json,
                                   struct handoff_error *err)
{
    struct handoff_job job = session_job(s, batch);
    struct handoff_map_view view = { .page = briefs->page };
    struct handoff_run *run = NULL;
    enum handoff_status status;

    job.unapproved = *s->unapproved ? s->unapproved : NULL;
    job.redact = s->redact;
    job.sent = note_sent;
    job.progress = progress_step;
    job.each = briefs_take;
    job.user = briefs;
    status =
        keep_run(record, s, &job, record || !briefs->lines ? &run : NULL, err);
    if (status == HANDOFF_OK && record)
        status = handoff_record_past(record, batch, &view.past, err);
    if (status == HANDOFF_OK && !briefs->lines)
        status = handoff_map_view_json(handoff_run_map(run), &view, json, err);
    handoff_run_free(run); /* the report needs the room */
    return status;
}

static enum cli_exit report_on(const struct cli_args *args,
                               enum handoff_report report,
                               enum handoff_format format, const char *json)
{
    return json ? cli_report(args, report, format,
                             (struct handoff_slice){ json, strlen(json) })
                : CLI_DONE;
}

static enum cli_exit run_page(const struct cli_args *args, struct session *s,
                              struct handoff_record *record,
                              const struct handoff_batch *batch,
                              enum handoff_report report,
                              enum handoff_format format, size_t page)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct briefs briefs;
    char *json = NULL;
    enum handoff_status status =
        briefs_begin(args, s, report, format, &briefs, &err);
    enum handoff_status ended;
    enum cli_exit out;

    briefs.page = page;
    briefs.record = record;
    briefs.redacted = s->redact;
    briefs.tell = args->value[CLI_VERBOSE] && s->redact;
    if (status == HANDOFF_OK)
        status = keep_begin(record, args, s, batch, &err);
    if (status == HANDOFF_OK)
        status = run_job(s, batch, record, &briefs, &json, &err);
    ended = briefs_end(&briefs, status == HANDOFF_OK, &err);
    out = status == HANDOFF_OK && ended == HANDOFF_OK
              ? report_on(args, report, format, json)
              : cli_fail(&err);
    if (out == CLI_DONE) {
        talk(args, s, &briefs);
        out = plan_stopped(s, record != NULL, session_report_refused(batch));
    }
    free(json);
    return out;
}

static enum cli_exit run_batch(const struct cli_args *args, struct session *s,
                               struct handoff_record *record,
                               const struct handoff_batch *batch,
                               enum handoff_report report,
                               enum handoff_format format)
{
    size_t page = 0;
    const enum cli_exit out =
        paging_choose(args, format, handoff_batch_count(batch), &page);

    return out == CLI_DONE
               ? run_page(args, s, record, batch, report, format, page)
               : out;
}

static enum cli_exit run_report(const struct cli_args *args,
                                enum handoff_report report)
{
    struct session s;
    struct handoff_record *record = NULL;
    struct handoff_batch *batch = NULL;
    enum handoff_format format = HANDOFF_FORMAT_TEXT;
    enum cli_exit status = session_begin(args, &s);

    if (status == CLI_DONE)
        status = cli_format(args, &format);
    if (status == CLI_DONE)
        status = session_connect(args, &s);
    if (status == CLI_DONE && !connect_is_plan(args))
        status = keep_open(args, &s, HANDOFF_RECORD_RUN, &record);
    if (status == CLI_DONE)
        status = keep_read_batch(args, &s, record, &batch);
    if (status == CLI_DONE)
        status = connect_is_plan(args)
                     ? plan_run(args, &s, batch)
                     : run_batch(args, &s, record, batch, report, format);
    handoff_batch_free(batch);
    handoff_record_close(record);
    session_end(&s);
    return status;
}

static enum cli_exit run_map(const struct cli_args *args)
{
    if (args->value[CLI_VIA_PROMPT])
        return answers_via_prompt(args);
    if (args->value[CLI_RULES])
        return cli_usage(args, "--rules is prose for --via-prompt; the policy "
                               "decides (--policy FILE)");
    return run_report(args, HANDOFF_REPORT_MAP);
}

static enum cli_exit run_summarize(const struct cli_args *args)
{
    return run_report(args, HANDOFF_REPORT_BRIEFS);
}

const struct cli_command cli_map = {
    .name = "map",
    .operands = "[FILE...]",
    .summary = "a batch of leads to the sales system map",
    .about =
        "Reads leads (CSV, JSON, NDJSON, mails or plain-text notifications;\n"
        "standard input without FILE; a folder is a maildir), makes a brief of "
        "each, routes them by the "
        "policy\n"
        "and prints the sales system map: system health, stage map, blocked\n"
        "decisions, next actions, CRM updates, review flags and the first\n"
        "three actions of today.  It is meant for 5 to 25 leads; of more, text "
        "and\nmarkdown show 25 by priority, --page N the others. With "
        "--via-prompt a model draws\nthe whole map; it is checked like a "
        "pasted "
        "answer (handoff check map), and the\ncorrected map printed.",
    .example = "  handoff map leads.csv\n"
               "  handoff map leads.csv --format html -o map.html\n"
               "  handoff map inbox/*.txt --endpoint http://127.0.0.1:11434/v1 "
               "--model qwen2.5:7b-instruct\n",
    .formats = "text json ndjson markdown html",
    .option = map_options,
    .option_count = sizeof map_options / sizeof *map_options,
    .operands_max = (size_t)-1,
    .run = run_map
};

const struct cli_command cli_summarize = {
    .name = "summarize",
    .operands = "[FILE...]",
    .summary = "raw notifications to briefs: Explicit, Inferred, Unknown",
    .about =
        "Reads leads like map and prints each one's brief: what it states, "
        "with\nthe words that state it, what is inferred and from what, what "
        "is Unknown\nand the question to ask, the route and the next action.  "
        "With --format\nndjson each is printed as soon as it and those before "
        "it are known.",
    .example =
        "  handoff summarize notification.txt\n"
        "  pbpaste | handoff summarize\n"
        "  handoff summarize leads.csv --format ndjson -o briefs.ndjson\n",
    .formats = "text json ndjson markdown html",
    .option = run_options,
    .option_count = sizeof run_options / sizeof *run_options,
    .operands_max = (size_t)-1,
    .run = run_summarize
};
