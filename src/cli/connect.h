/* connect.h - the endpoint of a session: options, environment and settings,
 * the first of these that says something. */
#ifndef HANDOFF_CLI_CONNECT_H
#define HANDOFF_CLI_CONNECT_H

#include "cli/session.h"

/* Sets url, model, reasks and endpoint of the session. */
enum cli_exit connect_endpoint(const struct cli_args *args, struct session *s);

/* --dry-run or --batch-out: nothing is to be sent. */
bool connect_is_plan(const struct cli_args *args);

#endif
