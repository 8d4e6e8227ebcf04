/* cmd_policy_diff.c - policy diff: what an edit changes. */
#include "cli/policy_command.h"

static enum cli_exit compare(const struct cli_args *args,
                             const struct policy_input *before,
                             const struct policy_input *after,
                             struct handoff_lines *log)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    bool routes_change = false;
    char *json = NULL;
    enum cli_exit status;

    if (handoff_policy_diff(before->policy, after->policy, log, &json,
                            &routes_change, &err) != HANDOFF_OK)
        return cli_fail(&err);
    status = policy_print(args, HANDOFF_REPORT_DIFF, json);
    return status == CLI_DONE && routes_change ? CLI_REFUSED : status;
}

static enum cli_exit run(const struct cli_args *args)
{
    struct policy_input before, after = { 0 };
    struct handoff_lines *log = NULL;
    enum cli_exit status = policy_open(args->operand[0], &before);

    if (status == CLI_DONE)
        status = policy_need(&before);
    if (status == CLI_DONE)
        status = policy_open(args->operand[1], &after);
    if (status == CLI_DONE)
        status = policy_need(&after);
    if (status == CLI_DONE)
        status = policy_open_log(args, &log);
    if (status == CLI_DONE)
        status = compare(args, &before, &after, log);
    handoff_lines_free(log);
    policy_close(&after);
    policy_close(&before);
    return status;
}

static const enum cli_option options[] = { CLI_FORMAT, CLI_OUTPUT, CLI_LOG };

const struct cli_command cli_policy_diff = {
    .name = "policy diff",
    .operands = "OLD NEW",
    .summary = "which decisions an edit of the policy changes",
    .about =
        "Lists every kind of lead that is decided differently, largest first:\n"
        "exact over all cases that the rules of both tell apart. --log "
        "replays\n"
        "briefs, each at its own time, and counts what changes.\n"
        "Exit code 1: a route changes.",
    .example = "  handoff policy diff policy.yaml edited.yaml\n"
               "  handoff policy diff policy.yaml edited.yaml --log "
               "log.ndjson\n",
    .formats = "text json",
    .option = options,
    .option_count = sizeof options / sizeof *options,
    .operands_min = 2,
    .operands_max = 2,
    .run = run
};
