/* cmd_intake.c - what arrived, before any model sees it. */
#include <stdlib.h>
#include <unistd.h>

#include <handoff/lead.h>

#include "cli/session.h"

static const enum cli_option options[] = { CLI_EXPLAIN, CLI_OUTPUT, CLI_POLICY,
                                           CLI_QUIET };

/* One file that cannot be read keeps no other from being read. */
static enum cli_exit read_inputs(const struct cli_args *args,
                                 struct handoff_batch *batch)
{
    const size_t count = args->operand_count ? args->operand_count : 1;
    enum cli_exit out = CLI_DONE;

    for (size_t i = 0; i < count; i++) {
        const char *path = args->operand_count ? args->operand[i] : "-";
        struct handoff_error err = HANDOFF_ERROR_INIT;

        if (handoff_batch_read(batch, path, &err) == HANDOFF_OK)
            continue;
        out = cli_fail(&err);
        if (err.status == HANDOFF_NO_MEMORY)
            return out;
    }
    return out;
}

static enum cli_exit print(const struct cli_args *args, const struct session *s,
                           const struct handoff_batch *batch)
{
    const struct handoff_fields *fields = handoff_policy_fields(s->policy);
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char *text = NULL;
    size_t len = 0;
    const enum handoff_status status =
        args->value[CLI_EXPLAIN]
            ? handoff_batch_explain(batch, fields, &text, &len, &err)
            : handoff_batch_json(batch, fields, &text, &len, &err);

    return cli_give(args, status, text, len, &err);
}

/* The first trouble decides. */
static enum cli_exit worse(enum cli_exit a, enum cli_exit b)
{
    return a == CLI_DONE ? b : a;
}

static enum cli_exit read_and_print(const struct cli_args *args,
                                    const struct session *s)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_batch *batch = NULL;
    enum cli_exit status;

    if (handoff_batch_new(handoff_policy_fields(s->policy), &batch, &err) !=
        HANDOFF_OK)
        return cli_fail(&err);
    handoff_batch_google_key(batch, getenv("HANDOFF_GOOGLE_KEY"));
    status = read_inputs(args, batch);
    status = worse(status, print(args, s, batch));
    status = worse(status, session_report_refused(batch));
    handoff_batch_free(batch);
    return status;
}

static enum cli_exit run(const struct cli_args *args)
{
    struct session s;
    enum cli_exit status;

    if (args->operand_count == 0 && isatty(STDIN_FILENO))
        return cli_usage(args, "name the files to read, or pipe one in");
    status = session_begin(args, &s);
    if (status == CLI_DONE)
        status = read_and_print(args, &s);
    session_end(&s);
    return status;
}

const struct cli_command cli_intake = {
    .name = "intake",
    .operands = "[FILE...]",
    .summary = "raw notifications to submissions, with warnings",
    .about = "Reads notifications of form programs and prints what each one "
             "holds, one JSON\nobject a line "
             "(schemas/lead.schema.json): the lead's own words with their "
             "places,\nand apart from them ids, hidden values, consent "
             "texts, and whatever else there was.\nThe source is recognised "
             "from the content.\n\nHANDOFF_GOOGLE_KEY in the environment: "
             "the key of your Google Ads lead forms;\na notification with "
             "another key is marked.  Keys are blanked in any case.",
    .example = "  handoff intake webhooks.ndjson\n"
               "  handoff intake --explain mail.txt form.json\n",
    .option = options,
    .option_count = sizeof options / sizeof *options,
    .operands_min = 0,
    .operands_max = (size_t)-1,
    .run = run
};
