/* cmd_intake.c - what arrived, before any model sees it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <handoff/screen.h>

#include "cli/reading.h"

static const enum cli_option options[] = { CLI_EXPLAIN, CLI_OUTPUT, CLI_POLICY,
                                           CLI_COLUMNS, CLI_QUIET };

struct intake {
    const struct cli_args *args;
    const struct session *session;
    struct reading reading;
    bool *large; /* by operand: no batch can hold it */
    size_t refused;
};

/* The first trouble decides. */
static enum cli_exit worse(enum cli_exit a, enum cli_exit b)
{
    return a == CLI_DONE ? b : a;
}

/* Tables that no batch can hold are read row by row, later. */
static bool is_large(struct intake *in, size_t index,
                     const struct handoff_error *err)
{
    const char *path = reading_input(in->args, index);

    in->large[index] = err->status == HANDOFF_TOO_LARGE &&
                       strcmp(path, "-") != 0 && !in->args->value[CLI_OUTPUT];
    return in->large[index];
}

/* One file that cannot be read keeps no other from being read. */
static enum cli_exit read_inputs(struct intake *in)
{
    enum cli_exit out = CLI_DONE;

    for (size_t i = 0; i < reading_count(in->args); i++) {
        struct handoff_error err = HANDOFF_ERROR_INIT;

        if (handoff_batch_read(in->reading.batch, reading_input(in->args, i),
                               &err) == HANDOFF_OK ||
            is_large(in, i, &err))
            continue;
        out = cli_fail(&err);
        if (err.status == HANDOFF_NO_MEMORY)
            return out;
    }
    return out;
}

static const struct handoff_fields *fields(const struct intake *in)
{
    return handoff_policy_fields(in->session->policy);
}

static enum cli_exit screen(const struct intake *in)
{
    const struct handoff_screening how = { .suppression = NULL };
    struct handoff_error err = HANDOFF_ERROR_INIT;

    return handoff_screen(in->reading.batch, &how, &err) == HANDOFF_OK
               ? CLI_DONE
               : cli_fail(&err);
}

static enum cli_exit print(const struct intake *in)
{
    const struct handoff_batch *batch = in->reading.batch;
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char *text = NULL;
    size_t len = 0;
    const enum handoff_status status =
        in->args->value[CLI_EXPLAIN]
            ? handoff_batch_explain(batch, fields(in), &text, &len, &err)
            : handoff_batch_json(batch, fields(in), &text, &len, &err);

    return cli_give(in->args, status, text, len, &err);
}

static enum handoff_status print_row(void *user,
                                     const struct handoff_lead *lead,
                                     struct handoff_error *err)
{
    const struct intake *in = user;
    char *text = NULL;
    size_t len = 0;
    enum handoff_status status =
        in->args->value[CLI_EXPLAIN]
            ? handoff_submission_explain(lead, fields(in), &text, &len, err)
            : handoff_submission_json(lead, fields(in), &text, &len, err);

    if (status == HANDOFF_OK && cli_write(in->args, text, len) != CLI_DONE) {
        err->status = status = HANDOFF_IO;
        snprintf(err->message, sizeof err->message,
                 "the result cannot be written");
    }
    free(text);
    return status;
}

static enum handoff_status count_refused(void *user,
                                         const struct handoff_refused *refused,
                                         struct handoff_error *err)
{
    struct intake *in = user;

    (void)err;
    in->refused++;
    session_say_refused(refused);
    return HANDOFF_OK;
}

static enum cli_exit print_large(struct intake *in)
{
    const struct handoff_lead_sink sink = { print_row, count_refused, in };
    enum cli_exit out = CLI_DONE;

    for (size_t i = 0; i < reading_count(in->args); i++) {
        struct handoff_error err = HANDOFF_ERROR_INIT;

        if (in->large[i] && handoff_csv_each(fields(in), in->reading.columns,
                                             reading_input(in->args, i), &sink,
                                             &err) != HANDOFF_OK)
            out = cli_fail(&err);
    }
    return out == CLI_DONE && in->refused > 0 ? CLI_REFUSED : out;
}

static enum cli_exit read_and_print(struct intake *in)
{
    enum cli_exit status = reading_begin(in->args, in->session, &in->reading);

    if (status != CLI_DONE)
        return status;
    status = read_inputs(in);
    if (status == CLI_DONE)
        status = reading_keep(in->args, in->session, &in->reading);
    status = worse(status, screen(in));
    status = worse(status, print(in));
    status = worse(status, session_report_refused(in->reading.batch));
    return worse(status, print_large(in));
}

static enum cli_exit run(const struct cli_args *args)
{
    struct session s;
    struct intake in = { .args = args, .session = &s };
    enum cli_exit status = session_begin(args, &s);

    in.large = calloc(reading_count(args), sizeof *in.large);
    if (status == CLI_DONE && !in.large)
        status = CLI_FAILED;
    if (status == CLI_DONE)
        status = read_and_print(&in);
    reading_end(&in.reading);
    free(in.large);
    session_end(&s);
    return status;
}

const struct cli_command cli_intake = {
    .name = "intake",
    .operands = "[FILE...]",
    .summary = "raw notifications to submissions, with warnings",
    .about = "Reads notifications of form programs, mails (.eml, mbox, a "
             "maildir) and tables\nand prints what each one holds, one JSON "
             "object a line (schemas/lead.schema.json):\nthe lead's own words "
             "with their places, and apart from them ids, hidden values,\n"
             "consent texts, and whatever else there was.  The source is "
             "recognised from the\ncontent; docs/inputs.md lists them.  A "
             "table larger than a batch (64 MiB or 20,000\nrows) is read row "
             "by row: no row is then told to repeat another "
             "one.\n\nHANDOFF_GOOGLE_KEY in the environment: "
             "the key of your Google Ads lead forms;\na notification with "
             "another key is marked.  Keys are blanked in any case.",
    .example = "  handoff intake webhooks.ndjson\n"
               "  handoff intake --columns company=Firma,message=Anliegen "
               "leads.csv\n"
               "  handoff intake --explain mail.txt form.json\n",
    .option = options,
    .option_count = sizeof options / sizeof *options,
    .operands_min = 0,
    .operands_max = (size_t)-1,
    .run = run
};
