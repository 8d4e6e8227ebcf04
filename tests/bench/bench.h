/* bench.h - figures in tables, one table a file. */
#ifndef HANDOFF_BENCH_H
#define HANDOFF_BENCH_H

#include <stddef.h>

/* `prepare` makes the input once, `run` does the work once and returns how
 * much of the unit that was; `release` frees the input.  A figure is timed
 * RUNS times for at least MIN_SECONDS of CPU time; the median counts. */
struct figure {
    const char *name, *unit;
    void (*prepare)(void);
    double (*run)(void);
    void (*release)(void); /* may be NULL */
};

struct figures {
    const struct figure *item;
    size_t count;
};

extern const struct figures bench_text, bench_evidence, bench_reply,
    bench_schema, bench_template, bench_freetext, bench_intake, bench_screen,
    bench_flow, bench_rules, bench_analysis, bench_record;

/* Whole-process figures: program and scripted endpoint by their paths. */
void bench_process(const char *only, const char *handoff, const char *scripted);

/* That many POSTs to an address, so many at once, as libcurl's own loop does
 * them. */
void bench_bare(const char *url, int requests, int jobs);

/* The median of RUNS values of run(), printed as one line. */
enum { RUNS = 7 };
void bench_print(const char *name, const char *unit, double *value);

/* Where HANDOFF_BENCH_INPUTS names a folder, an input is kept there, for
 * scripts/bench --compare to give to others. */
void bench_keep(const char *name, const char *bytes, size_t len);

void bench_die(const char *what);

#endif
