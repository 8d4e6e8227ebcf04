/* test_evidence_prove.c - what words say by a field's type, and what a quote
 * proves.  The fields are those of fixtures/evidence/policy.yaml. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <handoff/evidence.h>

#include "base/clock.h"
#include "evidence/language.h"
#include "evidence/match.h"
#include "evidence/read.h"
#include "fields/fields.h"
#include "support/cases.h"

static struct ho_arena *arena;
static struct handoff_fields fields;
static int64_t today;

static int read_policy(void **state)
{
    const struct ho_yaml *root = NULL;
    size_t len = 0;
    char *text = case_text(FIXTURES "/evidence", "policy.yaml", &len);
    const struct handoff_slice s = { text, len };
    enum handoff_status status;

    (void)state;
    arena = ho_arena_new(1 << 20);
    today = ho_days_from_date(2026, 9, 24);
    status = ho_yaml_parse(arena, s, &root, NULL);
    if (status == HANDOFF_OK)
        status = ho_fields_read(arena, root, &fields, NULL);
    free(text);
    return status == HANDOFF_OK ? 0 : -1;
}

static int release_policy(void **state)
{
    (void)state;
    ho_arena_free(arena);
    return 0;
}

/* The field that a row names; NULL where it names none. */
static const struct handoff_field *row_field(const cJSON *row)
{
    const char *name = row_text(row, "field", NULL);
    int index;

    if (!name)
        return NULL;
    index = handoff_field_find(&fields, ho_slice(name));
    if (index < 0)
        fail_msg("no field %s", name);
    return &fields.item[index];
}

static const char *read_name(enum handoff_read read)
{
    static const char *const names[] = { "value", "none", "ambiguous",
                                         "nothing" };

    return names[read];
}

static void check_read(const cJSON *row)
{
    const char *why = row_text(row, "why", "");
    struct handoff_typed typed;
    char *text = NULL;

    assert_int_equal(handoff_read_value(row_field(row),
                                        ho_slice(row_text(row, "words", "")),
                                        today, &typed, &text, NULL),
                     HANDOFF_OK);
    assert_same_text(why, read_name(typed.read), row_text(row, "read", "?"));
    assert_same_text(why, text, row_text(row, "text", "?"));
    free(text);
}

static void test_read(void **state)
{
    (void)state;
    each_row("evidence/read.json", check_read);
}

static void check_prove(const cJSON *row)
{
    static const char *const verdicts[] = { "accepted", "review", "rejected" };
    const char *why = row_text(row, "why", "");
    const struct handoff_slice source = ho_slice(row_text(row, "source", ""));
    const struct handoff_text text = { row_text(row, "label", "message"),
                                       source };
    const struct handoff_quote quote = {
        .fields = &fields,
        .field = row_field(row),
        .quote = ho_slice(row_text(row, "quote", "")),
        .value = row_text(row, "value", NULL),
        .day = today,
    };
    const char *at = row_text(row, "at", NULL);
    const char *code = row_text(row, "code", NULL);
    struct handoff_quote_result r;

    assert_int_equal(handoff_check_quote(&quote, &text, 1, &r, NULL),
                     HANDOFF_OK);
    assert_same_text(why, r.has_code ? handoff_finding_name(r.code) : "none",
                     code ? code : "none");
    assert_same_text(why, verdicts[r.verdict], row_text(row, "verdict", "?"));
    assert_true(r.start <= r.end && r.end <= source.len);
    if (at && !ho_slice_is(ho_part(source, r.start, r.end), at))
        fail_msg("%s: \"%.*s\"", why, (int)(r.end - r.start),
                 source.ptr + r.start);
}

static void test_prove(void **state)
{
    (void)state;
    each_row("evidence/prove.json", check_prove);
}

/* The table is looked up by first bytes, so each of its rows must be found
 * where its order puts it; with capitals, for some names are words, too. */
static void test_every_country(void **state)
{
    static const struct {
        const char *name, *code;
    } countries[] = {
#include "evidence/country.inc"
    };
    char name[80];

    (void)state;
    for (size_t i = 0; i < sizeof countries / sizeof *countries; i++) {
        const char *found;

        snprintf(name, sizeof name, "%s", countries[i].name);
        for (char *p = name; *p; p++)
            *p = (char)(*p >= 'a' && *p <= 'z' ? *p - 32 : *p);
        found = ho_find_country(ho_slice(name));
        if (!found || strcmp(found, countries[i].code) != 0)
            fail_msg("%s is %s", name, found ? found : "no country");
    }
}

/* What a look at two bytes rules out is ruled out by a look at all of them. */
static void test_short_cuts(void **state)
{
    static const char *const declared[] = {
        "a",         "ab",        "'s",           "o'c",      "-x",
        "a-b",       " or",       "x y",          "\xC3\xBC", "m\xC3\xA1s",
        "s\xC3\xA9", "n\xC2\xB0", "\xE2\x82\xAC", "a b c"
    };
    static const char *const texts[] = { "",
                                         "a",
                                         "A",
                                         "AB",
                                         "aB",
                                         "\xE2\x80\x99s",
                                         "O\xE2\x80\x99"
                                         "C",
                                         "o'C",
                                         "\xE2\x80\x90x",
                                         "a\xE2\x80\x91"
                                         "b",
                                         "A-B",
                                         " \n or",
                                         "\xC2\xA0or",
                                         "X \n Y",
                                         "x\xC2\xA0y",
                                         "\xC3\x9C",
                                         "M\xC3\x81S",
                                         "S\xC3\x89",
                                         "s\xC3\xA9",
                                         "N\xC2\xB0",
                                         "\xE2\x82\xAC",
                                         "a\tb\r\nc",
                                         "a  b",
                                         "ac",
                                         "xa" };

    (void)state;
    for (size_t d = 0; d < sizeof declared / sizeof *declared; d++)
        for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
            const struct handoff_slice s = ho_slice(texts[t]);
            const size_t len = strlen(declared[d]);

            for (size_t at = 0; at <= s.len; at++) {
                assert_int_equal(ho_match(s, at, declared[d]),
                                 ho_match_all(s, at, declared[d]));
                assert_int_equal(ho_match_back(s, at, declared[d], len),
                                 ho_match_all_back(s, at, declared[d], len));
            }
        }
}

/* A phrase ends with its own NUL, whatever the text has there. */
static void test_nul_in_text(void **state)
{
    static const char text[] = "no\0budget";
    const struct handoff_slice s = { text, sizeof text - 1 };
    const char phrases[] = "no\0budget and more";

    (void)state;
    assert_int_equal(ho_phrase_at(s, 0, phrases), 2);
    assert_int_equal(ho_match(s, 0, phrases), 2);
    assert_int_equal(ho_phrase_at(s, 0, "no budget"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_read),          cmocka_unit_test(test_prove),
        cmocka_unit_test(test_every_country), cmocka_unit_test(test_short_cuts),
        cmocka_unit_test(test_nul_in_text),
    };

    return cmocka_run_group_tests_name("evidence prove", tests, read_policy,
                                       release_policy);
}
