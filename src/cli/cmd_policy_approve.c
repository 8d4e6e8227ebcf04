/* cmd_policy_approve.c - policy approve: who stands behind which content. */
#include "cli/keeping.h"
#include "cli/policy_command.h"

static enum cli_exit approve(const struct cli_args *args,
                             const struct policy_input *input)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_record *record = NULL;
    enum cli_exit status;

    if (input->approved.state == HANDOFF_APPROVED_OTHER) {
        fputs("handoff: this version was approved with another content; raise "
              "`version` in the policy, then approve it\n",
              stderr);
        return CLI_REFUSED;
    }
    status = keep_make(args, &record);
    if (status == CLI_DONE &&
        handoff_record_approve(record, input->policy, input->text, &err) !=
            HANDOFF_OK)
        status = cli_fail(&err);
    handoff_record_close(record);
    if (status == CLI_DONE)
        printf("approved %s, sha256 %.12s\n",
               handoff_policy_name(input->policy),
               handoff_policy_sha256(input->policy));
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
    if (status == CLI_DONE && !input.settings.found) {
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

static const enum cli_option options[] = { CLI_AS };

const struct cli_command cli_policy_approve = {
    .name = "policy approve",
    .operands = "[FILE] --as NAME",
    .summary = "record who approves the policy's content",
    .about =
        "Puts into the workspace's record who approves it and when, the "
        "policy's text,\nversion and the hash of its content; handoff log "
        "shows it, and a changed byte\nof it shows. Decisions under a content "
        "that nobody approved carry the flag\nunapproved_policy in the map. "
        "The same as handoff review approve policy@HASH,\nwhich a policy "
        "waits under once it has decided. Exit code 1: this version was\n"
        "approved with another content.",
    .example = "  handoff policy lint && handoff policy approve --as \"Ada "
               "Example\"\n",
    .option = options,
    .option_count = sizeof options / sizeof *options,
    .operands_max = 1,
    .run = run
};
