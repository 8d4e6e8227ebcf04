/* progress.h - a bar on a terminal, nothing elsewhere. */
#ifndef HANDOFF_CLI_PROGRESS_H
#define HANDOFF_CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress {
    bool shown; /* standard error is a terminal and --quiet is off */
    int64_t started_ns, drawn_ns;
};

void progress_begin(struct progress *p, bool quiet);
/* As handoff_job wants it: user is a struct progress. */
void progress_step(void *user, size_t done, size_t total);
void progress_end(struct progress *p);

#endif
