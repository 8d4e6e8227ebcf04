/* reading.c - see cli/reading.h */
#include "cli/reading.h"

#include <stdlib.h>
#include <unistd.h>

#include <handoff/workspace.h>

static enum cli_exit read_columns(const struct cli_args *args,
                                  const struct session *s,
                                  struct handoff_columns *columns)
{
    const char *given = args->value[CLI_COLUMNS];
    struct handoff_error err = HANDOFF_ERROR_INIT;

    if (s->settings.found &&
        handoff_workspace_columns(".", columns, &err) != HANDOFF_OK)
        return cli_fail(&err);
    if (given && handoff_columns_parse(columns, given, &err) != HANDOFF_OK)
        return cli_usage(args, "--columns: %s", err.message);
    return CLI_DONE;
}

enum cli_exit reading_begin(const struct cli_args *args,
                            const struct session *s, struct reading *r)
{
    const struct handoff_fields *fields = handoff_policy_fields(s->policy);
    struct handoff_error err = HANDOFF_ERROR_INIT;
    enum handoff_status status;
    enum cli_exit out = CLI_DONE;

    *r = (struct reading){ 0 };
    if (args->operand_count == 0 && isatty(STDIN_FILENO))
        return cli_usage(args, "name the files to read, or pipe one in");
    status = handoff_columns_new(fields, &r->columns, &err);
    if (status == HANDOFF_OK)
        status = handoff_batch_new(fields, &r->batch, &err);
    if (status != HANDOFF_OK)
        return cli_fail(&err);
    out = read_columns(args, s, r->columns);
    if (out != CLI_DONE)
        return out;
    handoff_batch_columns(r->batch, r->columns);
    handoff_batch_google_key(r->batch, getenv("HANDOFF_GOOGLE_KEY"));
    return CLI_DONE;
}

enum cli_exit reading_keep(const struct cli_args *args, const struct session *s,
                           const struct reading *r)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;

    if (!s->settings.found || !args->value[CLI_COLUMNS])
        return CLI_DONE;
    if (handoff_workspace_keep_columns(".", r->columns, &err) != HANDOFF_OK)
        return cli_fail(&err);
    if (!args->value[CLI_QUIET])
        cli_say("the columns are remembered in columns.yaml");
    return CLI_DONE;
}

struct handoff_batch *reading_take(struct reading *r)
{
    struct handoff_batch *batch = r->batch;

    handoff_batch_columns(batch, NULL); /* they end with the reading */
    r->batch = NULL;
    return batch;
}

void reading_end(struct reading *r)
{
    handoff_batch_free(r->batch);
    handoff_columns_free(r->columns);
    *r = (struct reading){ 0 };
}

size_t reading_count(const struct cli_args *args)
{
    return args->operand_count ? args->operand_count : 1;
}

const char *reading_input(const struct cli_args *args, size_t index)
{
    return args->operand_count ? args->operand[index] : "-";
}
