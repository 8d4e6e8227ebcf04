/* reading.h - the inputs of a command, into a batch. */
#ifndef HANDOFF_CLI_READING_H
#define HANDOFF_CLI_READING_H

#include <handoff/lead.h>

#include "cli/session.h"

struct reading {
    struct handoff_batch *batch;
    struct handoff_columns *columns;
};

/* An empty batch that reads as the workspace, the environment and --columns
 * say. */
enum cli_exit reading_begin(const struct cli_args *args,
                            const struct session *s, struct reading *r);
/* What was read is good: --columns is remembered, in a workspace. */
enum cli_exit reading_keep(const struct cli_args *args, const struct session *s,
                           const struct reading *r);
/* The batch, complete; the caller's. */
struct handoff_batch *reading_take(struct reading *r);
void reading_end(struct reading *r); /* repeatable */

/* The operands, standard input where there is none: "-". */
size_t reading_count(const struct cli_args *args);
const char *reading_input(const struct cli_args *args, size_t index);

#endif
