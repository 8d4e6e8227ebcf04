/* cmd_intake.c - what arrived, before any model sees it. */
#include <errno.h>
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
    struct handoff_output *file; /* NULL: standard output */
    bool unwritten;              /* some of the result */
    bool *large;                 /* by operand: no batch can hold it */
    size_t refused;
};

static const struct handoff_screening screening = { .suppression = NULL };

/* The first trouble decides. */
static enum cli_exit worse(enum cli_exit a, enum cli_exit b)
{
    return a == CLI_DONE ? b : a;
}

/* Tables that no batch can hold are read row by row, later: from a file, which
 * can be read again. */
static bool is_large(struct intake *in, size_t index, struct handoff_error *err)
{
    const bool piped = strcmp(reading_input(in->args, index), "-") == 0;

    if (err->status != HANDOFF_TOO_LARGE)
        return false;
    in->large[index] = !piped;
    if (piped)
        snprintf(err->message, sizeof err->message,
                 "more than a batch holds (64 MiB, 20,000 leads); name the "
                 "file, for a table to be read row by row");
    return !piped;
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
    struct handoff_error err = HANDOFF_ERROR_INIT;

    return handoff_screen(in->reading.batch, &screening, &err) == HANDOFF_OK
               ? CLI_DONE
               : cli_fail(&err);
}

static enum handoff_status unwritten(struct handoff_error *err)
{
    err->status = HANDOFF_IO;
    snprintf(err->message, sizeof err->message,
             "standard output cannot be written: %s", strerror(errno));
    return HANDOFF_IO;
}

static enum handoff_status write_text(struct intake *in, const char *text,
                                      size_t len, struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    if (in->file)
        status = handoff_output_add(in->file,
                                    (struct handoff_slice){ text, len }, err);
    else if (fwrite(text, 1, len, stdout) != len)
        status = unwritten(err);
    in->unwritten = status != HANDOFF_OK;
    return status;
}

static enum cli_exit print(struct intake *in)
{
    const struct handoff_batch *batch = in->reading.batch;
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char *text = NULL;
    size_t len = 0;
    enum handoff_status status =
        in->args->value[CLI_EXPLAIN]
            ? handoff_batch_explain(batch, fields(in), &text, &len, &err)
            : handoff_batch_json(batch, fields(in), &text, &len, &err);

    if (status == HANDOFF_OK)
        status = write_text(in, text, len, &err);
    free(text);
    return status == HANDOFF_OK ? CLI_DONE : cli_fail(&err);
}

static enum handoff_status print_row(void *user,
                                     const struct handoff_lead *lead,
                                     struct handoff_error *err)
{
    struct intake *in = user;
    char *text = NULL;
    size_t len = 0;
    enum handoff_status status =
        in->args->value[CLI_EXPLAIN]
            ? handoff_submission_explain(lead, fields(in), &text, &len, err)
            : handoff_submission_json(lead, fields(in), &text, &len, err);

    if (status == HANDOFF_OK)
        status = write_text(in, text, len, err);
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

static enum cli_exit print_table(struct intake *in, const char *path)
{
    const struct handoff_lead_sink sink = { print_row, count_refused, in };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    size_t full = 0;

    if (handoff_screen_each(fields(in), in->reading.columns, path, &screening,
                            &sink, &full, &err) != HANDOFF_OK)
        return cli_fail(&err);
    if (full > 0) {
        err.status = HANDOFF_OK;
        err.line = full;
        snprintf(err.file, sizeof err.file, "%s", path);
        snprintf(err.message, sizeof err.message,
                 "this row and those below are compared with the rows above "
                 "it only: duplicates among them are not told");
        cli_fail(&err);
    }
    return CLI_DONE;
}

static enum cli_exit print_large(struct intake *in)
{
    enum cli_exit out = CLI_DONE;

    for (size_t i = 0; i < reading_count(in->args); i++)
        if (in->large[i])
            out = worse(out, print_table(in, reading_input(in->args, i)));
    return out == CLI_DONE && in->refused > 0 ? CLI_REFUSED : out;
}

static enum cli_exit print_all(struct intake *in)
{
    enum cli_exit status = read_inputs(in);

    if (status == CLI_DONE)
        status = reading_keep(in->args, in->session, &in->reading);
    status = worse(status, screen(in));
    status = worse(status, print(in));
    status = worse(status, session_report_refused(in->reading.batch));
    return worse(status, print_large(in));
}

/* What was read is worth keeping where an input could not be. */
static enum cli_exit read_and_print(struct intake *in)
{
    const char *path = in->args->value[CLI_OUTPUT];
    struct handoff_error err = HANDOFF_ERROR_INIT;
    enum cli_exit status = reading_begin(in->args, in->session, &in->reading);

    if (status != CLI_DONE)
        return status;
    if (path && strcmp(path, "-") != 0 &&
        handoff_output_open(path, &in->file, &err) != HANDOFF_OK)
        return cli_fail(&err);
    status = print_all(in);
    if (!in->unwritten && !in->file && fflush(stdout) != 0) {
        unwritten(&err);
        status = worse(status, cli_fail(&err));
    }
    if (handoff_output_close(in->file, !in->unwritten, &err) != HANDOFF_OK)
        status = worse(status, cli_fail(&err));
    return status;
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
             "by row: duplicates are then told within it, by "
             "line.\n\nHANDOFF_GOOGLE_KEY in the environment: "
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
