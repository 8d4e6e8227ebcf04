/* bench_text.c - JSON and text: what every stage stands on. */
#include <stdio.h>

#include <handoff/evidence.h>

#include "base/fold.h"
#include "base/json.h"
#include "bench.h"
#include "evidence/nearest.h"

enum { BIG = 1 << 20 };

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
        bench_die("prepare_json");
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
        bench_die("prepare_prose");
}

static double mebibytes(size_t bytes)
{
    return (double)bytes / BIG;
}

static double json_scan(void)
{
    if (ho_json_scan(ho_buffer_slice(&json), NULL, NULL) != HANDOFF_OK)
        bench_die("json_scan");
    return mebibytes(json.len);
}

static double json_parse(void)
{
    cJSON *root = NULL;

    if (ho_json_parse(ho_buffer_slice(&json), &root, NULL) != HANDOFF_OK)
        bench_die("json_parse");
    cJSON_Delete(root);
    return mebibytes(json.len);
}

/* What the strictness costs is json_parse beside this. */
static double json_cjson_alone(void)
{
    cJSON *root = cJSON_ParseWithLength(json.ptr, json.len);

    if (!root)
        bench_die("json_cjson_alone");
    cJSON_Delete(root);
    return mebibytes(json.len);
}

static double fold(void)
{
    struct ho_folded folded;

    if (ho_fold(ho_buffer_slice(&prose), &folded, NULL) != HANDOFF_OK)
        bench_die("fold");
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
        bench_die(quote);
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

/* The hint for whoever misquoted: every word of the text is looked at. */
static double nearest(void)
{
    struct handoff_slice clause;
    size_t score = 0;

    if (ho_nearest(ho_buffer_slice(&prose),
                   ho_slice("our sentence at last held that quote"), &clause,
                   &score, NULL) != HANDOFF_OK ||
        score == 0)
        bench_die("nearest");
    return 1;
}

static void release(void)
{
    ho_buffer_release(&json);
    ho_buffer_release(&prose);
}

static const struct figure items[] = {
    { "json_scan", "MiB per CPU second", prepare_json, json_scan, NULL },
    { "json_parse", "MiB per CPU second", prepare_json, json_parse, NULL },
    { "json_cjson_alone", "MiB per CPU second", prepare_json, json_cjson_alone,
      NULL },
    { "fold", "MiB per CPU second", prepare_prose, fold, NULL },
    { "locate_exact_in_1MiB", "quotes per CPU second", prepare_prose,
      locate_exact, NULL },
    { "locate_folded_in_1MiB", "quotes per CPU second", prepare_prose,
      locate_folded, NULL },
    { "locate_cut_in_1MiB", "quotes per CPU second", prepare_prose, locate_cut,
      NULL },
    { "nearest_in_1MiB", "quotes per CPU second", prepare_prose, nearest,
      release },
};

const struct figures bench_text = { items, sizeof items / sizeof *items };
