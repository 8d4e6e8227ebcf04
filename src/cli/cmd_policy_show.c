/* cmd_policy_show.c - policy show: the rules as a table. */
#include "cli/policy_command.h"

static enum cli_exit run(const struct cli_args *args)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct policy_input input;
    char *json = NULL;
    enum cli_exit status =
        policy_open(args->operand_count ? args->operand[0] : NULL, &input);

    if (status == CLI_DONE)
        status = policy_need(&input);
    if (status == CLI_DONE &&
        handoff_policy_table(input.policy, &input.approved, &json, &err) !=
            HANDOFF_OK)
        status = cli_fail(&err);
    if (status == CLI_DONE)
        status = policy_print(args, HANDOFF_REPORT_POLICY, json);
    policy_close(&input);
    return status;
}

static const enum cli_option options[] = { CLI_FORMAT, CLI_OUTPUT };

const struct cli_command cli_policy_show = {
    .name = "policy show",
    .operands = "[FILE]",
    .summary = "the rules as a table: text, csv, html or json",
    .about = "Shows the rules in their order, with the words of the file, and "
             "who\napproved this content. FILE is the workspace's policy, else "
             "the built-in\none.",
    .example = "  handoff policy show\n"
               "  handoff policy show policy.yaml --format csv -o rules.csv\n",
    .formats = "text csv html json",
    .option = options,
    .option_count = sizeof options / sizeof *options,
    .operands_max = 1,
    .run = run
};
