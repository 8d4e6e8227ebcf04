/* bench.c - one line of JSON a figure: {"name","value","unit"}.
 *
 * A figure is a row of the table below: `prepare` makes its input once,
 * `run` does the work once and returns how much of the unit that was.  Each
 * row is timed RUNS times for at least MIN_SECONDS of CPU time; the median
 * counts.  To measure another stage, add a row.
 *
 * usage: bench [NAME]     NAME: only the figures whose name starts so
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <handoff/evidence.h>

#include "base/json.h"
#include "evidence/fold.h"

enum { RUNS = 7, BIG = 1 << 20 };

static const double MIN_SECONDS = 0.05;

static void die(const char *what)
{
    fprintf(stderr, "bench: %s failed\n", what);
    exit(1);
}

/* Inputs, made once and freed at the end. */
static struct ho_buffer json, prose;

static void add_lead(struct ho_writer *w, int i)
{
    char text[40];

    snprintf(text, sizeof text, "L-%05d", i);
    ho_write_object(w, NULL);
    ho_write_text(w, "id", text);
    ho_write_text(w, "company", "Acme Fabrication \"North\"");
    ho_write_text(w, "message",
                  "Our inbound demo handoffs are inconsistent;\nwe lose "
                  "leads between marketing and sales, about 40 a month.");
    ho_write_integer(w, "team_size", i % 90);
    ho_write_bool(w, "consent", i % 2 == 0);
    ho_write_array(w, "tags");
    ho_write_integer(w, NULL, i);
    ho_write_null(w, NULL);
    ho_write_end_array(w);
    ho_write_end_object(w);
}

static void prepare_json(void)
{
    struct ho_writer w;

    if (json.len > 0)
        return;
    ho_buffer_init(&json, 4 * (size_t)BIG);
    ho_writer_init(&w, &json, 0);
    ho_write_array(&w, NULL);
    for (int i = 0; json.len < BIG; i++)
        add_lead(&w, i);
    ho_write_end_array(&w);
    if (ho_buffer_status(&json, "the input", NULL) != HANDOFF_OK)
        die("prepare_json");
}

static void prepare_prose(void)
{
    if (prose.len > 0)
        return;
    ho_buffer_init(&prose, 4 * (size_t)BIG);
    while (prose.len < BIG)
        ho_buffer_text(&prose, "We \xE2\x80\x93 a team of 1,400 \xE2\x80\x93 "
                               "run demos for M\xC3\xBCller\xE2\x80\x99s "
                               "stores, and nobody knows who owns a lead.\n");
    ho_buffer_text(&prose, "The last sentence holds the quote.");
    if (ho_buffer_status(&prose, "the input", NULL) != HANDOFF_OK)
        die("prepare_prose");
}

static double mebibytes(size_t bytes)
{
    return (double)bytes / BIG;
}

static double json_scan(void)
{
    if (ho_json_scan(ho_buffer_slice(&json), NULL, NULL) != HANDOFF_OK)
        die("json_scan");
    return mebibytes(json.len);
}

static double json_parse(void)
{
    cJSON *root = NULL;

    if (ho_json_parse(ho_buffer_slice(&json), &root, NULL) != HANDOFF_OK)
        die("json_parse");
    cJSON_Delete(root);
    return mebibytes(json.len);
}

/* What the strictness costs is json_parse beside this. */
static double json_cjson_alone(void)
{
    cJSON *root = cJSON_ParseWithLength(json.ptr, json.len);

    if (!root)
        die("json_cjson_alone");
    cJSON_Delete(root);
    return mebibytes(json.len);
}

static double fold(void)
{
    struct ho_folded folded;

    if (ho_fold(ho_buffer_slice(&prose), &folded, NULL) != HANDOFF_OK)
        die("fold");
    ho_folded_release(&folded);
    return mebibytes(prose.len);
}

static double locate(const char *quote, enum handoff_match match)
{
    struct handoff_found found;
    bool cut;

    if (handoff_locate(ho_buffer_slice(&prose), ho_slice(quote), &found, &cut,
                       NULL) != HANDOFF_OK ||
        found.match != match)
        die(quote);
    return 1;
}

static double locate_exact(void)
{
    return locate("The last sentence holds the quote", HANDOFF_MATCH_EXACT);
}

static double locate_folded(void)
{
    return locate("the LAST  sentence holds the quote", HANDOFF_MATCH_FOLDED);
}

/* Each "400" of the source is the end of "1,400". */
static double locate_cut(void)
{
    return locate("400", HANDOFF_MATCH_NONE);
}

struct figure {
    const char *name, *unit;
    void (*prepare)(void);
    double (*run)(void);
};

static const struct figure figures[] = {
    { "json_scan", "MiB per CPU second", prepare_json, json_scan },
    { "json_parse", "MiB per CPU second", prepare_json, json_parse },
    { "json_cjson_alone", "MiB per CPU second", prepare_json,
      json_cjson_alone },
    { "fold", "MiB per CPU second", prepare_prose, fold },
    { "locate_exact_in_1MiB", "quotes per CPU second", prepare_prose,
      locate_exact },
    { "locate_folded_in_1MiB", "quotes per CPU second", prepare_prose,
      locate_folded },
    { "locate_cut_in_1MiB", "quotes per CPU second", prepare_prose,
      locate_cut },
};

static double cpu_seconds(void)
{
    struct timespec t;

    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t) != 0)
        die("clock_gettime");
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

static void report(const struct figure *f)
{
    double rate[RUNS];

    f->prepare();
    f->run(); /* warm up: pages and caches */
    for (size_t i = 0; i < RUNS; i++)
        rate[i] = measure(f);
    qsort(rate, RUNS, sizeof *rate, compare);
    printf("{\"name\":\"%s\",\"value\":%.6g,\"unit\":\"%s\"}\n", f->name,
           rate[RUNS / 2], f->unit);
    fflush(stdout);
}

int main(int argc, char **argv)
{
    const char *only = argc > 1 ? argv[1] : "";
    size_t done = 0;

    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        if (strncmp(figures[i].name, only, strlen(only)) != 0)
            continue;
        report(&figures[i]);
        done++;
    }
    ho_buffer_release(&json);
    ho_buffer_release(&prose);
    return done > 0 ? 0 : 2;
}
