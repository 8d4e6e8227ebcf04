/* test_freetext.c - what a text says against its source; cases in
 * fixtures/freetext. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <handoff/freetext.h>

#include "base/json.h"
#include "base/slice.h"
#include "support/cases.h"

enum { AS_OF = 20720 /* 2026-09-24 */, PATH_BYTES = 512 };

static struct handoff_text_checker *checker;
static size_t wrong, limits, alarms, unconfirmed;

/* texts, and what was made of them */
static struct tally {
    size_t texts, refused, unconfirmed;
} honest, planted;

/* A source object is given as its JSON text. */
static char *source_text(const cJSON *row)
{
    const cJSON *source = ho_json_get(row, "source");
    struct ho_buffer out;
    struct ho_writer w;
    char *text = NULL;
    size_t len = 0;

    ho_buffer_init(&out, 1 << 20);
    if (cJSON_IsString(source)) {
        ho_buffer_text(&out, source->valuestring);
        ho_buffer_text(&out, "");
    } else {
        ho_writer_init(&w, &out, 0);
        ho_write_json(&w, NULL, source);
    }
    ho_buffer_byte(&out, ' ');
    assert_int_equal(ho_buffer_take(&out, "source", &text, &len, NULL), 0);
    return text;
}

static void complain(const cJSON *row, const char *what, const char *words,
                     const char *code)
{
    print_message("  %s\n      %s: \"%s\" %s\n", row_text(row, "why", ""), what,
                  words, code);
    wrong++;
}

/* A finding matches when its kind is the expected one and its span lies in
 * the expected words, or they in it. */
static bool matches(const cJSON *expected, const char *text,
                    const struct handoff_text_finding *f)
{
    const char *words = row_text(expected, "text", "");
    const char *at = strstr(text, words);

    if (strcmp(row_text(expected, "kind", ""),
               handoff_text_kind_name(f->kind)) != 0)
        return false;
    if (row_text(expected, "code", NULL) &&
        strcmp(row_text(expected, "code", NULL),
               handoff_finding_name(f->code)) != 0)
        return false;
    for (; at; at = strstr(at + 1, words)) {
        const size_t from = (size_t)(at - text), to = from + strlen(words);

        if ((f->start >= from && f->end <= to) ||
            (f->start <= from && f->end >= to))
            return true;
    }
    return false;
}

static bool is_found(const cJSON *expected, const char *text,
                     enum handoff_text_severity severity,
                     const struct handoff_text_result *r)
{
    bool found = false;

    for (size_t i = 0; i < r->count; i++)
        found = found || (r->item[i].severity == severity &&
                          matches(expected, text, &r->item[i]));
    return found;
}

static void check_missed(const cJSON *row, const char *text,
                         const struct handoff_text_result *r)
{
    const cJSON *expected;

    cJSON_ArrayForEach(expected, ho_json_get(row, "findings"))
    {
        if (!is_found(expected, text, HANDOFF_TEXT_REFUSED, r))
            complain(row, "missed", row_text(expected, "text", ""),
                     row_text(expected, "kind", ""));
    }
}

/* Inventions that are known not to be found: the row says so, and must be
 * changed when they are. */
static void check_limits(const cJSON *row, const char *text,
                         const struct handoff_text_result *r)
{
    const cJSON *limit;

    cJSON_ArrayForEach(limit, ho_json_get(row, "misses"))
    {
        if (is_found(limit, text, HANDOFF_TEXT_REFUSED, r))
            complain(row, "found after all", row_text(limit, "text", ""),
                     row_text(limit, "kind", ""));
        limits++;
    }
}

/* False alarms that are known: the row says so, and must be changed when they
 * are gone. */
static void check_alarms(const cJSON *row, const char *text,
                         const struct handoff_text_result *r)
{
    const cJSON *alarm;

    cJSON_ArrayForEach(alarm, ho_json_get(row, "alarms"))
    {
        if (!is_found(alarm, text, HANDOFF_TEXT_REFUSED, r))
            complain(row, "no alarm any more", row_text(alarm, "text", ""),
                     row_text(alarm, "kind", ""));
        alarms++;
    }
}

/* What may be so, and does not fail the text: each row says all of it. */
static void check_unconfirmed(const cJSON *row, const char *text,
                              const struct handoff_text_result *r)
{
    const cJSON *doubt;

    cJSON_ArrayForEach(doubt, ho_json_get(row, "unconfirmed"))
    {
        if (!is_found(doubt, text, HANDOFF_TEXT_UNCONFIRMED, r))
            complain(row, "not unconfirmed", row_text(doubt, "text", ""),
                     row_text(doubt, "kind", ""));
        unconfirmed++;
    }
}

/* Inventions that are told, and not refused: the source does not speak against
 * them, or not in words that are known. */
static void check_doubted(const cJSON *row, const char *text,
                          const struct handoff_text_result *r)
{
    const cJSON *doubt;

    cJSON_ArrayForEach(doubt, ho_json_get(row, "doubted"))
    {
        if (is_found(doubt, text, HANDOFF_TEXT_REFUSED, r))
            complain(row, "refused after all", row_text(doubt, "text", ""),
                     row_text(doubt, "kind", ""));
        if (!is_found(doubt, text, HANDOFF_TEXT_UNCONFIRMED, r))
            complain(row, "missed", row_text(doubt, "text", ""),
                     row_text(doubt, "kind", ""));
    }
}

static bool is_expected(const cJSON *row, const char *list, const char *text,
                        const struct handoff_text_finding *f)
{
    const cJSON *expected;

    cJSON_ArrayForEach(expected, ho_json_get(row, list))
    {
        if (matches(expected, text, f))
            return true;
    }
    return false;
}

static void check_found(const cJSON *row, const char *text,
                        const struct handoff_text_result *r)
{
    size_t refused = 0;

    for (size_t i = 0; i < r->count; i++) {
        const struct handoff_text_finding *f = &r->item[i];
        char words[200];

        snprintf(words, sizeof words, "%.*s", (int)(f->end - f->start),
                 text + f->start);
        if (f->severity == HANDOFF_TEXT_UNCONFIRMED) {
            if (!is_expected(row, "unconfirmed", text, f) &&
                !is_expected(row, "doubted", text, f))
                complain(row, "unconfirmed", words, f->why);
            continue;
        }
        refused++;
        if (!is_expected(row, "findings", text, f) &&
            !is_expected(row, "alarms", text, f))
            complain(row, "false alarm", words, f->why);
    }
    assert_int_equal(refused, r->refused);
}

/* A planted row counts by its invention, an honest one by its verdict. */
static void count_row(const cJSON *row, const struct handoff_text_result *r)
{
    const bool refused = cJSON_GetArraySize(ho_json_get(row, "findings")) > 0;
    const bool doubted = ho_json_get(row, "doubted") != NULL;

    if (refused || doubted || ho_json_get(row, "misses")) {
        planted.texts++;
        planted.refused += refused;
        planted.unconfirmed += !refused && doubted;
    } else {
        honest.texts++;
        honest.refused += r->refused > 0;
        honest.unconfirmed += r->refused == 0 && r->count > 0;
    }
}

static void print_tally(const char *name, const struct tally *t)
{
    print_message("%-10s %5zu %8zu %12zu %8zu\n", name, t->texts, t->refused,
                  t->unconfirmed, t->texts - t->refused - t->unconfirmed);
}

static void run_row(const cJSON *row)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    const char *text = row_text(row, "text", "");
    char *source = source_text(row);
    struct handoff_text_result r;

    assert_non_null(ho_json_get(row, "findings"));
    assert_int_equal(
        handoff_text_check(checker, ho_slice(source), ho_slice(text),
                           row_integer(row, "day", AS_OF), &r, &err),
        HANDOFF_OK);
    check_missed(row, text, &r);
    check_found(row, text, &r);
    check_limits(row, text, &r);
    check_alarms(row, text, &r);
    check_unconfirmed(row, text, &r);
    check_doubted(row, text, &r);
    count_row(row, &r);
    free(source);
}

static int is_json(const struct dirent *entry)
{
    const size_t len = strlen(entry->d_name);

    return len > 5 && strcmp(entry->d_name + len - 5, ".json") == 0;
}

static void test_cases(void **state)
{
    struct dirent **entry = NULL;
    const int count = scandir(FIXTURES "/freetext", &entry, is_json, alphasort);
    char path[PATH_BYTES];

    (void)state;
    assert_true(count > 0);
    for (int i = 0; i < count; i++) {
        snprintf(path, sizeof path, "freetext/%s", entry[i]->d_name);
        each_row(path, run_row);
        free(entry[i]);
    }
    free(entry);
    print_message("           texts  refused  unconfirmed  nothing\n");
    print_tally("honest", &honest);
    print_tally("planted", &planted);
    print_message("known limits: %zu missed, %zu false alarms; unconfirmed "
                  "beside them: %zu\n",
                  limits, alarms, unconfirmed);
    assert_int_equal(wrong, 0);
    assert_true(honest.texts >= 70 && planted.texts >= 100);
}

static int set_up(void **state)
{
    (void)state;
    return (int)handoff_text_checker_new(&checker, NULL);
}

static int tear_down(void **state)
{
    (void)state;
    handoff_text_checker_free(checker);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases) };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
