/* cmd_init.c - a new workspace. */
#include <handoff/workspace.h>

#include "cli/cli.h"

enum { FILES = 8 };

static enum cli_exit run(const struct cli_args *args)
{
    const char *folder = args->operand_count > 0 ? args->operand[0] : ".";
    const char *written[FILES];
    struct handoff_error err = HANDOFF_ERROR_INIT;
    size_t count = 0;

    if (handoff_workspace_init(folder, written, FILES, &count, &err) !=
        HANDOFF_OK)
        return cli_fail(&err);
    for (size_t i = 0; i < count; i++)
        printf("%s/%s\n", folder, written[i]);
    if (!args->value[CLI_QUIET])
        fputs("handoff: read policy.yaml, then run: handoff map FILE\n",
              stderr);
    return CLI_DONE;
}

static const enum cli_option options[] = { CLI_QUIET };

const struct cli_command cli_init = {
    .name = "init",
    .operands = "[DIR]",
    .summary = "a new workspace with settings and the default policy",
    .about = "Writes handoff.yaml (settings), policy.yaml (the default policy "
             "with its\ncomments), policy.tests.yaml (its tests) and "
             ".gitignore into DIR, the current\nfolder by default. Files that "
             "exist are never overwritten.",
    .example = "  handoff init sales\n  cd sales && handoff map ../leads.csv\n",
    .option = options,
    .option_count = sizeof options / sizeof *options,
    .operands_max = 1,
    .run = run
};
