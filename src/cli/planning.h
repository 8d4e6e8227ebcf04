/* planning.h - what a run would send, without sending it. */
#ifndef HANDOFF_CLI_PLANNING_H
#define HANDOFF_CLI_PLANNING_H

#include "cli/session.h"

/* Prints the plan; writes the batch file where one is wanted. */
enum cli_exit plan_run(const struct cli_args *args, struct session *s,
                       const struct handoff_batch *batch);

/* To stderr: why the run ended early and how to go on; CLI_FAILED then, else
 * `status`. */
enum cli_exit plan_stopped(const struct session *s, bool recorded,
                           enum cli_exit status);

#endif
