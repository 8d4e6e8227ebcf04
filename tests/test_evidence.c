/* test_evidence.c - where a quote stands: folding, finding, clauses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "base/fold.h"
#include "base/slice.h"
#include "base/utf8.h"
#include "evidence/phrase.h"
#include "support/cases.h"

static const char *match_name(enum handoff_match match, bool cut)
{
    if (match == HANDOFF_MATCH_EXACT)
        return "exact";
    return match == HANDOFF_MATCH_FOLDED ? "folded" : cut ? "cut" : "none";
}

static void check_locate(const cJSON *row)
{
    const char *why = row_text(row, "why", "");
    const struct handoff_slice source = ho_slice(row_text(row, "source", ""));
    const char *quote = row_text(row, "quote", "");
    const char *at = row_text(row, "at", NULL);
    const struct handoff_slice words =
        at ? ho_slice(at) : ho_trim(ho_slice(quote));
    struct handoff_found found = { 0 };
    bool cut = true;

    assert_int_equal(
        handoff_locate(source, ho_slice(quote), &found, &cut, NULL),
        HANDOFF_OK);
    assert_same_text(why, match_name(found.match, cut),
                     row_text(row, "result", "?"));
    if (found.match == HANDOFF_MATCH_NONE) {
        assert_int_equal(found.from, 0);
        assert_int_equal(found.to, 0);
        return;
    }
    assert_false(cut);
    if (found.to - found.from != words.len ||
        memcmp(source.ptr + found.from, words.ptr, words.len) != 0)
        fail_msg("%s: found \"%.*s\"", why, (int)(found.to - found.from),
                 source.ptr + found.from);
}

static void test_locate(void **state)
{
    (void)state;
    each_row("evidence/locate.json", check_locate);
}

/* The place is that of the first whole occurrence, not of a cut one. */
static void test_first_whole_occurrence(void **state)
{
    struct handoff_found found;
    bool cut;

    (void)state;
    assert_int_equal(handoff_locate(ho_slice("1,400 400 400"), ho_slice("400"),
                                    &found, &cut, NULL),
                     HANDOFF_OK);
    /* "1,400 400 400" may be one grouped number: nothing in it is whole */
    assert_int_equal(found.match, HANDOFF_MATCH_NONE);
    assert_int_equal(handoff_locate(ho_slice("1,400, then 400, then 400"),
                                    ho_slice("400"), &found, &cut, NULL),
                     HANDOFF_OK);
    assert_int_equal(found.match, HANDOFF_MATCH_EXACT);
    assert_int_equal(found.from, 12);
    assert_int_equal(found.to, 15);
}

/* unit, repeated to `size` bytes */
static char *repeated(const char *unit, size_t size)
{
    char *text = malloc(size + 1);
    const size_t len = strlen(unit);

    assert_non_null(text);
    for (size_t i = 0; i < size; i++)
        text[i] = unit[i % len];
    text[size] = '\0';
    return text;
}

static double seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Texts in which the quote occurs at every turn, and always inside a word:
 * work that grows with the product of the lengths would take minutes. */
static void test_locate_is_linear(void **state)
{
    static const struct {
        const char *source, *quote, *why;
    } rows[] = {
        { "a", "a", "one letter" },
        { "ab ", "ab ", "words, so that every start is a whole one" },
        { "aB", "Ab", "found after folding only" },
        { "1,", "1,", "figures" },
        { "\xC3\xA9", "e\xCC\x81", "composed and decomposed" },
    };
    enum { SIZE = 400000 };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char *source = repeated(rows[i].source, SIZE);
        char *quote = repeated(rows[i].quote, SIZE / 2 + 1);
        const double start = seconds();
        struct handoff_slice s = { source, SIZE };
        struct handoff_found found;
        bool cut;

        s = ho_utf8_cut(s, SIZE - 1);
        assert_int_equal(handoff_locate(s,
                                        ho_utf8_cut(ho_slice(quote), SIZE / 2),
                                        &found, &cut, NULL),
                         HANDOFF_OK);
        if (seconds() - start > 5)
            fail_msg("%s: %g s", rows[i].why, seconds() - start);
        free(source);
        free(quote);
    }
}

/* Offsets of the folded text lead back to whole characters of the source. */
static void test_fold_maps_back(void **state)
{
    const char *text = "\xC3\x84 \xC2\xA0\xE2\x80\xA6\xEF\xB4\xBE\xE1\xBB\x87 "
                       "Stra\xC3\x9F"
                       "e \xF0\x9F\x98\x80 \xED\x95\x9C";
    const struct handoff_slice s = ho_slice(text);
    struct ho_folded f;

    (void)state;
    assert_int_equal(ho_fold(s, &f, NULL), HANDOFF_OK);
    assert_true(f.len > 0);
    for (size_t i = 0; i < f.len; i++) {
        assert_true(f.from[i] < f.to[i]);
        assert_true(f.to[i] <= s.len);
        assert_true(ho_utf8_valid(s, f.from[i]) > 0);
        assert_true(f.to[i] == s.len || ho_utf8_valid(s, f.to[i]) > 0);
        assert_true(i == 0 || f.from[i - 1] <= f.from[i]);
    }
    ho_folded_release(&f);
    ho_folded_release(&f);
}

static void test_fold_text(void **state)
{
    static const struct {
        const char *text, *folded;
    } rows[] = {
        { "  A\t\nB  ", " a b " },
        { "\xE2\x80\x8B\xC2\xAD\xEF\xBB\xBF", "" },
        { "\xE2\x80\x9Cx\xE2\x80\x9D \xE2\x80\x98y\xE2\x80\x99", "\"x\" 'y'" },
        { "\xEF\xBC\xA1\xEF\xBC\x91", "a1" },
        { "\xC2\xB2\xE2\x91\xA0", "\xC2\xB2\xE2\x91\xA0" }, /* left alone */
        { "\xE2\x88\x92"
          "5",
          "-5" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct ho_folded f;

        assert_int_equal(ho_fold(ho_slice(rows[i].text), &f, NULL), HANDOFF_OK);
        if (!ho_slice_is(ho_folded_slice(&f), rows[i].folded))
            fail_msg("\"%s\" -> \"%.*s\"", rows[i].text, (int)f.len, f.text);
        ho_folded_release(&f);
    }
}

/* What one byte of ASCII folds to behind another one. */
static size_t fold_byte(char c, size_t len, char *folded)
{
    if (c >= '\t' && c <= '\r')
        c = ' ';
    if (c == ' ' && len > 0 && folded[len - 1] == ' ')
        return len;
    folded[len] = (char)(c == '`' ? '\'' : c >= 'A' && c <= 'Z' ? c | 0x20 : c);
    return len + 1;
}

/* Bytes of ASCII are folded several at once: each one at each place, whatever
 * stands next to it, folds to what it folds to alone, and folded places lead
 * there and back. */
static void test_fold_every_byte(void **state)
{
    static const char others[] = " !aZ@[`\n";

    enum { LENGTH = 19 };

    (void)state;
    for (const char *other = others; *other; other++)
        for (size_t at = 0; at < LENGTH; at++)
            for (char c = 1; c < 0x7F; c++) {
                char text[LENGTH], folded[LENGTH];
                size_t len = 0;
                struct ho_folded f;

                memset(text, *other, sizeof text);
                text[at] = c;
                for (size_t i = 0; i < LENGTH; i++)
                    len = fold_byte(text[i], len, folded);
                assert_int_equal(
                    ho_fold((struct handoff_slice){ text, LENGTH }, &f, NULL),
                    HANDOFF_OK);
                assert_int_equal(f.len, len);
                assert_memory_equal(f.text, folded, len);
                for (size_t i = 0; i < f.len; i++)
                    assert_int_equal(ho_folded_at(&f, f.from[i]), i);
                assert_int_equal(ho_folded_at(&f, LENGTH), f.len);
                ho_folded_release(&f);
            }
}

/* A text that folds to far fewer bytes: no place is near. */
static void test_folded_at(void **state)
{
    char text[600];
    struct ho_folded f;

    (void)state;
    memset(text, ' ', sizeof text);
    for (size_t i = 0; i < sizeof text; i += 7)
        text[i] = 'a';
    assert_int_equal(
        ho_fold((struct handoff_slice){ text, sizeof text }, &f, NULL),
        HANDOFF_OK);
    for (size_t at = 0; at <= sizeof text; at++) {
        size_t expect = 0;

        while (expect < f.len && f.from[expect] < at)
            expect++;
        assert_int_equal(ho_folded_at(&f, at), expect);
    }
    ho_folded_release(&f);
}

static void test_find_phrase(void **state)
{
    static const char *const words[] = { "sales", "operations", "demo",
                                         "sales operations", "" };
    const struct handoff_words phrases = { words, 5, NULL };
    static const struct {
        const char *text;
        size_t from, to;
        const char *why;
    } rows[] = {
        { "our Sales  Operations team", 4, 21, "the longest one" },
        { "demo of sales", 8, 13, "longer, though further back" },
        { "SALES", 0, 5, "folded" },
        { "presales", 0, 0, "no part of a word" },
        { "", 0, 0, "nothing" },
    };
    static const char *const equal[] = { "beta", "alfa" };
    const struct handoff_words twins = { equal, 2, NULL };
    struct ho_phrase_hit hit;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(
            ho_find_phrase(ho_slice(rows[i].text), &phrases, &hit, NULL),
            HANDOFF_OK);
        if (hit.found != (rows[i].to > 0) || hit.from != rows[i].from ||
            hit.to != rows[i].to)
            fail_msg("%s: %s", rows[i].text, rows[i].why);
    }
    assert_int_equal(ho_find_phrase(ho_slice("alfa beta"), &twins, &hit, NULL),
                     HANDOFF_OK);
    assert_int_equal(hit.from, 0); /* of one length, the first in the text */
}

/* Most phrases are passed over by how the words of a text begin: none of these
 * may be. */
static void test_find_every_spelling(void **state)
{
    static const struct {
        const char *text, *phrase;
    } rows[] = {
        { "\uFF28\uFF55\uFF42\uFF33\uFF50\uFF4F\uFF54", "hubspot" },
        { "\u00DCber uns", "\u00FCber" },
        { "U\u0308ber uns", "\u00FCber" },
        { "im Cafe\u0301", "caf\u00E9" },
        { "im caf\u00E9", "cafe\u0301" },
        { "\u6771\u4EACLead", "lead" },
        { "we don\u2019t know", "don't know" },
        { "l\u2019\u00E9quipe", "\u00E9quipe" },
        { "(CRM)", "crm" },
        { "per e\u2011mail", "E-Mail" },
        { "so\u00ADlar", "solar" },
        { "up to 5 %", "%" },
        { "\u043C\u044B", "\u041C\u042B" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct handoff_words phrases = { &rows[i].phrase, 1, NULL };
        struct ho_phrase_hit hit;

        assert_int_equal(
            ho_find_phrase(ho_slice(rows[i].text), &phrases, &hit, NULL),
            HANDOFF_OK);
        if (!hit.found)
            fail_msg("\"%s\" is not in \"%s\"", rows[i].phrase, rows[i].text);
    }
}

static void test_clause(void **state)
{
    static const struct {
        const char *text, *around, *clause;
    } rows[] = {
        { "We grow. Demos are late! Why?", "late", "Demos are late" },
        { "We grow. Demos are late! Why?", "grow", "We grow" },
        { "one\ntwo; three", "two", "two" },
        { "it is 1.5 or ca. 15 at acme.example now", "15",
          "it is 1.5 or ca. 15 at acme.example now" },
        { "One. Two", "e. T", "One. Two" },
        { "all of it", "all of it", "all of it" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct handoff_slice s = ho_slice(rows[i].text);
        const size_t at = ho_find(s, 0, ho_slice(rows[i].around));
        const struct handoff_slice clause =
            handoff_clause(s, at, at + strlen(rows[i].around));

        if (!ho_slice_is(clause, rows[i].clause))
            fail_msg("\"%s\" around \"%s\": \"%.*s\"", rows[i].text,
                     rows[i].around, (int)clause.len, clause.ptr);
    }
}

static void test_findings_are_described(void **state)
{
    (void)state;
    for (int code = 0; code < HANDOFF_FINDING_COUNT; code++) {
        const enum handoff_finding_code c = (enum handoff_finding_code)code;

        assert_true(strlen(handoff_finding_name(c)) > 0);
        assert_true(strlen(handoff_finding_meaning(c)) > 10);
        assert_true(strlen(handoff_finding_remedy(c)) > 5);
        for (int other = 0; other < code; other++)
            assert_string_not_equal(
                handoff_finding_name(c),
                handoff_finding_name((enum handoff_finding_code)other));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_locate),
        cmocka_unit_test(test_first_whole_occurrence),
        cmocka_unit_test(test_locate_is_linear),
        cmocka_unit_test(test_fold_maps_back),
        cmocka_unit_test(test_fold_text),
        cmocka_unit_test(test_fold_every_byte),
        cmocka_unit_test(test_folded_at),
        cmocka_unit_test(test_find_phrase),
        cmocka_unit_test(test_find_every_spelling),
        cmocka_unit_test(test_clause),
        cmocka_unit_test(test_findings_are_described),
    };

    return cmocka_run_group_tests_name("evidence", tests, NULL, NULL);
}
