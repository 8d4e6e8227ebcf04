/* test_evidence_tables.c - what the evidence stage looks up instead of reading:
 * tables in the order by which they are found, and what is gathered of them
 * when the program is built. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/fold.h"
#include "evidence/date_span.h"
#include "evidence/lexicon.h"
#include "evidence/limit.c" /* its tables */
#include "evidence/spelled.h"
#include "evidence/word_sets.h"

static void check_limits(const struct limit *table, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct ho_rows rows = rows_of(table, count, (char)table[i].key);

        if (rows.from > i || rows.to <= i)
            fail_msg("\"%s\" is not in the order of the keys", table[i].words);
    }
}

/* Each is found by its key, a letter of either case. */
static void test_limits(void **state)
{
    (void)state;
    check_limits(before, COUNT(before));
    check_limits(behind, COUNT(behind));
    check_limits(far_behind, COUNT(far_behind));
    assert_true(rows_of(before, COUNT(before), 'R').to >
                rows_of(before, COUNT(before), 'R').from);
}

/* Each row is found by its first byte, and begins as a figure may. */
static void check_figures(const struct ho_table *table)
{
    for (size_t i = 0; i < table->count; i++) {
        const struct handoff_slice words = ho_slice(ho_table_words(table, i));
        const struct ho_rows rows = ho_rows_at(words, 0, table);

        if (rows.from > i || rows.to <= i)
            fail_msg("\"%s\" is not in the order of first bytes", words.ptr);
        if (!ho_is_digit(words, 0) &&
            !ho_has_start(&ho_figure_words, ho_start_at(words, 0)))
            fail_msg("no figure is looked for at \"%s\"", words.ptr);
    }
}

static void test_figures(void **state)
{
    static const char numbered[] = "KW42";
    const struct ho_table *table;
    size_t tables = 0;

    (void)state;
    check_figures(&ho_month_table);
    check_figures(&ho_period_table);
    check_figures(&ho_week_table);
    for (; (table = ho_spelled_table(tables)); tables++)
        check_figures(table);
    assert_true(tables > 0);
    assert_true(
        ho_has_start(&ho_figure_words, ho_start_at(ho_slice(numbered), 0)));
    assert_false(
        ho_has_start(&ho_figure_words, ho_start_at(ho_slice("whether"), 0)));
}

static bool finds(const struct ho_lexicon *lexicon, struct handoff_slice text,
                  size_t at, const char *phrase)
{
    struct ho_lexemes lexemes =
        ho_lexemes_at(lexicon, text, at, ho_start_at(text, at));
    const struct ho_lexeme *l;
    size_t len;

    while ((l = ho_lexemes_next(&lexemes, &len)))
        if (strcmp(l->phrase, phrase) == 0)
            return len == text.len - at + l->offset;
    return false;
}

/* A phrase is found in itself, with something before it or alone; where its
 * first word is, without what stands before that. */
static void check_phrase(const struct ho_lexicon *lexicon, const char *phrase)
{
    const char *const words = phrase + (*phrase == '=');
    char text[128];
    size_t at = 0;

    assert_true(strlen(words) < sizeof text - 2);
    while (words[at] && !ho_is_word(words[at]) &&
           (unsigned char)words[at] < 0x80)
        at++;
    if (!words[at])
        at = 0; /* a sign */
    if (!finds(lexicon, ho_slice(words), at, phrase))
        fail_msg("\"%s\" is not found in itself", phrase);
    snprintf(text, sizeof text, "x %s", words);
    if (!finds(lexicon, ho_slice(text), at + 2, phrase))
        fail_msg("\"%s\" is not found behind a word", phrase);
}

static void check_language(const struct ho_lexicon *lexicon,
                           const struct ho_language *language)
{
    size_t count = 0;

    for (const struct ho_phrases *g = language->phrase; g->count; g++)
        for (size_t i = 0; i < g->count; i++, count++)
            check_phrase(lexicon, g->item[i]);
    assert_true(count > 10);
}

static void test_lexicons(void **state)
{
    (void)state;
    for (size_t i = 0; i < HO_LANGUAGES; i++) {
        check_language(&ho_clause_phrases, ho_language(i));
        for (const char *const *w = ho_language(i)->common; *w; w++)
            check_phrase(&ho_common_words, *w);
    }
    check_language(&ho_order_phrases, &ho_orders);
    check_language(&ho_notice_phrases, &ho_notices);
}

/* An accent in the text does not count; another letter does. */
static void test_accents(void **state)
{
    const struct handoff_slice plain = ho_slice("not now");
    const struct handoff_slice accent = ho_slice("no\u0301t now");
    const struct handoff_slice longer = ho_slice("nothing now");

    (void)state;
    assert_true(finds(&ho_clause_phrases, ho_part(plain, 0, 3), 0, "not"));
    assert_true(finds(&ho_clause_phrases, ho_part(accent, 0, 5), 0, "not"));
    assert_false(finds(&ho_clause_phrases, ho_part(longer, 0, 4), 0, "not"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_figures),
        cmocka_unit_test(test_lexicons),
        cmocka_unit_test(test_accents),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
