/* progress.c - see cli/progress.h */
#include "cli/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

#include <handoff/clock.h>

enum { WIDTH = 30, REDRAW_NS = 100000000 };

static int64_t now(void)
{
    const struct handoff_clock *clock = handoff_system_clock();

    return clock->monotonic_ns(clock->user);
}

void progress_begin(struct progress *p, bool quiet)
{
    *p = (struct progress){ .shown = !quiet && isatty(STDERR_FILENO),
                            .started_ns = now() };
}

void progress_step(void *user, size_t done, size_t total)
{
    struct progress *p = user;
    const int64_t at = now(), spent = at - p->started_ns;
    char bar[WIDTH + 1];
    size_t i;

    if (!p->shown || (at - p->drawn_ns < REDRAW_NS && done < total))
        return;
    p->drawn_ns = at;
    for (i = 0; i < WIDTH; i++)
        bar[i] = i < WIDTH * done / total ? '#' : '.';
    bar[i] = '\0';
    fprintf(stderr, "\r[%s] %zu/%zu leads, %.1f a second, %" PRId64 " s left ",
            bar, done, total, (double)done * 1e9 / (double)(spent + 1),
            spent / 1000000000 * (int64_t)(total - done) / (int64_t)done);
    fflush(stderr);
}

void progress_end(struct progress *p)
{
    if (p->shown && p->drawn_ns)
        fputs("\r\033[K", stderr);
}
