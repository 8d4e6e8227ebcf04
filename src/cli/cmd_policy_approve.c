/* cmd_policy_approve.c - policy approve: who stands behind which content. */
#include <stdlib.h>
#include <string.h>

#include <handoff/clock.h>

#include "cli/policy_command.h"

static enum cli_exit read_time(const struct cli_args *args, int64_t *time)
{
    const struct handoff_clock *clock = handoff_system_clock();
    const char *text = args->value[CLI_AS_OF];

    *time = clock->now(clock->user);
    if (text &&
        !handoff_time_parse((struct handoff_slice){ text, strlen(text) }, time))
        return cli_usage(args, "--as-of is a time such as 2026-09-24 or "
                               "2026-09-24T09:00:00Z");
    return CLI_DONE;
}

/* The record with the new line, in place of the old one. */
static enum cli_exit append(const struct policy_input *input, const char *line)
{
    const size_t len = strlen(line);
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char *all = malloc(input->approvals.len + len + 1);
    enum cli_exit status = CLI_DONE;

    if (!all) {
        fputs("handoff: out of memory\n", stderr);
        return CLI_FAILED;
    }
    memcpy(all, input->approvals.ptr, input->approvals.len);
    memcpy(all + input->approvals.len, line, len);
    if (handoff_file_write(
            policy_approvals,
            (struct handoff_slice){ all, input->approvals.len + len },
            &err) != HANDOFF_OK)
        status = cli_fail(&err);
    free(all);
    return status;
}

static enum cli_exit approve(const struct cli_args *args,
                             const struct policy_input *input)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_approved before;
    char *line = NULL;
    int64_t time;
    enum cli_exit status = read_time(args, &time);

    if (status != CLI_DONE)
        return status;
    if (handoff_approval_find(input->approvals, input->policy, &before, &err) !=
            HANDOFF_OK ||
        handoff_approval_line(input->approvals, input->policy,
                              args->value[CLI_AS], time, &line,
                              &err) != HANDOFF_OK)
        return cli_fail(&err);
    if (before.state == HANDOFF_APPROVED_OTHER) {
        fputs("handoff: this version was approved with another content; raise "
              "`version` in the policy, then approve it\n",
              stderr);
        status = CLI_REFUSED;
    } else
        status = append(input, line);
    if (status == CLI_DONE)
        printf("approved %s, sha256 %.12s\n",
               handoff_policy_name(input->policy),
               handoff_policy_sha256(input->policy));
    free(line);
    return status;
}

static enum cli_exit run(const struct cli_args *args)
{
    struct policy_input input;
    enum cli_exit status;

    if (!args->value[CLI_AS])
        return cli_usage(args, "who approves it? Add --as NAME");
    status = policy_open(args->operand_count ? args->operand[0] : NULL, &input);
    if (status == CLI_DONE)
        status = policy_need(&input);
    if (status == CLI_DONE && !input.approvals.ptr) {
        fputs("handoff: there is no workspace in this folder to keep the "
              "record in; run handoff init\n",
              stderr);
        status = CLI_FAILED;
    }
    if (status == CLI_DONE)
        status = approve(args, &input);
    policy_close(&input);
    return status;
}

static const enum cli_option options[] = { CLI_AS, CLI_AS_OF };

const struct cli_command cli_policy_approve = {
    .name = "policy approve",
    .operands = "[FILE] --as NAME",
    .summary = "record who approves the policy's content",
    .about =
        "Adds a line to approvals.ndjson in this workspace: time, name, "
        "policy,\n"
        "version and the content's hash. Each line covers the one before it, "
        "so\n"
        "a changed line shows. Decisions under a content that nobody approved\n"
        "carry the flag unapproved_policy in the map. Exit code 1: this "
        "version\n"
        "was approved with another content.",
    .example = "  handoff policy lint && handoff policy approve --as \"Ada "
               "Example\"\n",
    .option = options,
    .option_count = sizeof options / sizeof *options,
    .operands_max = 1,
    .run = run
};
