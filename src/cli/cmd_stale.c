/* cmd_stale.c - stale: the weekly review of what has come to rest. */
#include <stdio.h>

#include "cli/keeping.h"

enum { DAYS = 7, MOST_DAYS = 3650, SHOWN = 50, MOST = 1000000 };

static enum cli_exit print(const struct cli_args *args,
                           struct handoff_record *record,
                           const struct handoff_stale *what,
                           enum handoff_format format)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char *text = NULL;
    size_t len = 0, leads = 0;
    const enum handoff_status status =
        handoff_record_stale(record, what, format, &text, &len, &leads, &err);
    const enum cli_exit out = cli_give(args, status, text, len, &err);

    if (out == CLI_DONE && leads > what->limit && !args->value[CLI_QUIET])
        fprintf(stderr, "handoff: %zu of %zu leads; --limit shows more\n",
                what->limit, leads);
    return out;
}

static enum cli_exit run_stale(const struct cli_args *args)
{
    const struct handoff_clock *clock = handoff_system_clock();
    struct handoff_stale what = { .now = clock->now(clock->user) };
    struct handoff_record *record = NULL;
    enum handoff_format format = HANDOFF_FORMAT_TEXT;
    long days = DAYS, limit = SHOWN;
    enum cli_exit out = cli_as_of(args, &what.now);

    if (out == CLI_DONE)
        out = cli_number(args, CLI_DAYS, 0, MOST_DAYS, DAYS, &days);
    if (out == CLI_DONE)
        out = cli_number(args, CLI_LIMIT, 1, MOST, SHOWN, &limit);
    if (out == CLI_DONE)
        out = keep_read(args, &record, &format);
    what.days = days;
    what.limit = (size_t)limit;
    if (out == CLI_DONE)
        out = print(args, record, &what, format);
    handoff_record_close(record);
    return out;
}

static const enum cli_option stale_options[] = { CLI_DAYS,   CLI_LIMIT,
                                                 CLI_AS_OF,  CLI_FORMAT,
                                                 CLI_OUTPUT, CLI_QUIET };

const struct cli_command cli_stale = {
    .name = "stale",
    .operands = "",
    .summary = "what has come to rest, and what clears it",
    .about =
        "The weekly review of a workspace's record, by priority: leads without "
        "a next\naction or an owner, whose date or term is past, whose open "
        "risk is older than\n--days, or whose enrichment is exhausted. Closed "
        "leads and those whose last\nreply stopped them are left out.",
    .example = "  handoff stale\n  handoff stale --days 14 --limit 200 "
               "--format json\n",
    .formats = "text json ndjson",
    .option = stale_options,
    .option_count = sizeof stale_options / sizeof *stale_options,
    .run = run_stale
};
