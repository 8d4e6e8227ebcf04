/* bench.c - one line of JSON a figure: {"name","value","unit"}.
 *
 * The figures stand in tables, see bench.h; to measure another stage, add a
 * row.
 *
 * usage: bench HANDOFF SCRIPTED_ENDPOINT [NAME]
 *        NAME: only the figures whose name starts so
 */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const double MIN_SECONDS = 0.05;

void bench_die(const char *what)
{
    fprintf(stderr, "bench: %s failed\n", what);
    exit(1);
}

void bench_keep(const char *name, const char *bytes, size_t len)
{
    const char *folder = getenv("HANDOFF_BENCH_INPUTS");
    char path[4096];
    FILE *out;

    if (!folder)
        return;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    out = fopen(path, "wb");
    if (!out || fwrite(bytes, 1, len, out) != len || fclose(out) != 0)
        bench_die(path);
}

static double cpu_seconds(void)
{
    struct timespec t;

    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t) != 0)
        bench_die("clock_gettime");
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Work per CPU second of one run. */
static double measure(const struct figure *f)
{
    const double start = cpu_seconds();
    double work = 0, spent;

    do {
        work += f->run();
        spent = cpu_seconds() - start;
    } while (spent < MIN_SECONDS);
    return work / spent;
}

static int compare(const void *left, const void *right)
{
    const double a = *(const double *)left, b = *(const double *)right;

    return (a > b) - (a < b);
}

void bench_print(const char *name, const char *unit, double *value)
{
    qsort(value, RUNS, sizeof *value, compare);
    printf("{\"name\":\"%s\",\"value\":%.6g,\"unit\":\"%s\"}\n", name,
           value[RUNS / 2], unit);
    fflush(stdout);
}

static void report(const struct figure *f)
{
    double rate[RUNS];

    f->prepare();
    f->run(); /* warm up: pages and caches */
    for (size_t i = 0; i < RUNS; i++)
        rate[i] = measure(f);
    bench_print(f->name, f->unit, rate);
}

static void report_all(const struct figures *figures, const char *only)
{
    for (size_t i = 0; i < figures->count; i++)
        if (strncmp(figures->item[i].name, only, strlen(only)) == 0)
            report(&figures->item[i]);
    for (size_t i = 0; i < figures->count; i++)
        if (figures->item[i].release)
            figures->item[i].release();
}

int main(int argc, char **argv)
{
    const char *only = argc > 3 ? argv[3] : "";

    if (argc < 3) {
        fputs("usage: bench HANDOFF SCRIPTED_ENDPOINT [NAME]\n", stderr);
        return 2;
    }
    /* First: a child's peak counts the pages of the process it was forked
     * from, and those grow with every table below. */
    bench_process(only, argv[1], argv[2]);
    report_all(&bench_text, only);
    report_all(&bench_evidence, only);
    report_all(&bench_reply, only);
    report_all(&bench_schema, only);
    report_all(&bench_template, only);
    report_all(&bench_freetext, only);
    report_all(&bench_intake, only);
    report_all(&bench_screen, only);
    report_all(&bench_flow, only);
    report_all(&bench_analysis, only);
    report_all(&bench_rules, only);
    report_all(&bench_record, only);
    return 0;
}
