/* interrupt.h - Ctrl-C (or SIGTERM): once, the run ends in order; twice, at
 * once. */
#ifndef HANDOFF_CLI_INTERRUPT_H
#define HANDOFF_CLI_INTERRUPT_H

#include <stdbool.h>

void interrupt_catch(void);
/* As handoff_endpoint_options wants it; user is not used. */
bool interrupt_came(void *user);

#endif
