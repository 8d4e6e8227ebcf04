/* policy_command.h - what the commands about policies share. */
#ifndef HANDOFF_CLI_POLICY_COMMAND_H
#define HANDOFF_CLI_POLICY_COMMAND_H

#include <handoff/analysis.h>
#include <handoff/report.h>
#include <handoff/workspace.h>

#include "cli/cli.h"

/* A policy with what the workspace knows of it. */
struct policy_input {
    struct handoff_settings settings;
    const char *name;              /* of its file */
    struct handoff_slice text;     /* of its file */
    struct handoff_policy *policy; /* NULL: see refused */
    struct handoff_error refused;
    struct handoff_approved approved; /* by the workspace's record */
    char *owned_text;
};

/* path: "-" is standard input; NULL: the workspace's policy, or the built-in
 * one.  A policy that cannot be read is no failure of this step: the command
 * asks, or calls policy_need. */
enum cli_exit policy_open(const char *path, struct policy_input *input);
enum cli_exit policy_need(const struct policy_input *input);
void policy_close(struct policy_input *input);

/* The file of --log; NULL without one. */
enum cli_exit policy_open_log(const struct cli_args *args,
                              struct handoff_lines **log);

/* Render and print; takes and frees json. */
enum cli_exit policy_print(const struct cli_args *args,
                           enum handoff_report report, char *json);

#endif
