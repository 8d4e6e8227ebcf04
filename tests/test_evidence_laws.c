/* test_evidence_laws.c - what holds for folding and locating in any text.
 *
 * The texts are drawn, from fixed seeds, out of words of many scripts in the
 * spellings that fold to the same, with all that may stand between them.  What
 * is found is compared with a search that knows no index and no shortcut.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#include <handoff/evidence.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "evidence/locate.h"
#include "evidence/origin.h"

enum { WORDS = 24, SPELLINGS = 4, TEXTS = 3000, QUOTES = 6, BYTES = 1 << 16 };

/* Each row is one word, or one thing between words. */
static const char *const words[][SPELLINGS] = {
    { "leads", "LEADS", "Leads", "le\u00ADads" },
    { "M\u00FCller", "Mu\u0308ller", "M\u00DCLLER", "\uFF2Du\u0308ller" },
    { "caf\u00E9", "cafe\u0301", "CAFE\u0301", "ca\u200Bf\u00E9" },
    { "Stra\u00DFe", "strasse", "STRASSE", "Stra\u00DF\u200De" },
    { "don't", "don\u2019t", "DON\u2018T", "don`t" },
    { "re-route", "re\u2010route", "re\u2011ROUTE", "re\u2013route" },
    { "2026", "\uFF12\uFF10\uFF12\uFF16", "20\u200D26", "2026" },
    { "14000", "14000", "1400\uFF10", "14\u2060000" },
    { "1,400", "1,400", "1\uFF0C400", "1,4\uFF10\uFF10" },
    { "\u6771\u4EAC", "\u6771\u4EAC", "\u6771\u200B\u4EAC", "\u6771\u4EAC" },
    { "\u30C7\u30E2", "\u30C6\u3099\u30E2", "\u30C7\u30E2", "\u30C7\u30E2" },
    { "\u05E9\u05DC\u05D5\u05DD", "\u05E9\u05DC\u200E\u05D5\u05DD",
      "\u05E9\u05DC\u05D5\u05DD", "\u05E9\u05DC\u05D5\u05DD" },
    { "\u0641\u0631\u064A\u0642", "\u0641\u0631\u202B\u064A\u0642",
      "\u0641\u0631\u064A\u0642", "\u0641\u0631\u064A\u0642" },
    { "\u039F\u03B4\u03CC\u03C2", "\u03BF\u03B4\u03BF\u0301\u03C3",
      "\u039F\u0394\u038C\u03A3", "\u03BF\u03B4\u03CC\u03C3" },
    { "\u0439\u043E\u0434", "\u0419\u041E\u0414", "\u0438\u0306\u043E\u0434",
      "\u0439\u043E\u0434" },
    { "\"demo\"", "\u201Cdemo\u201D", "\u00ABDemo\u00BB", "\uFF02demo\u201F" },
    { "we", "WE", "\uFF37e", "w\uFEFFe" },
    { "lead", "Lead", "LEAD", "l\u00ADead" },
};
static const char *const gaps[][SPELLINGS] = {
    { " ", "\r\n", "\u00A0", " \u200B\t" },
    { " ", "\n", "\u3000", "\u2009\u2009" },
    { ", ", ",\r\n", "\uFF0C ", ",\u202F" },
    { ". ", ".\n", ".\u00A0\u00A0", "\uFF0E " },
    { " - ", " \u2013 ", " \u2014\r\n", "\n\u2212 " },
    { "... ", "\u2026 ", "...\n", "\u2026\u3000" },
};

enum {
    WORD_KINDS = sizeof words / sizeof *words,
    GAP_KINDS = sizeof gaps / sizeof *gaps
};

static uint64_t seed;

static size_t draw(size_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(seed >> 33) % below;
}

/* A text: kinds of words and gaps in turn, and where each word lies. */
struct drawn {
    struct ho_buffer text;
    size_t word[WORDS], gap[WORDS], from[WORDS], to[WORDS];
};

static void spell(const struct drawn *d, size_t first, size_t last,
                  struct ho_buffer *out, size_t *from, size_t *to)
{
    for (size_t i = first; i <= last; i++) {
        if (from)
            from[i] = out->len;
        ho_buffer_text(out, words[d->word[i]][draw(SPELLINGS)]);
        if (to)
            to[i] = out->len;
        if (i < last)
            ho_buffer_text(out, gaps[d->gap[i]][draw(SPELLINGS)]);
    }
}

static void draw_text(struct drawn *d)
{
    for (size_t i = 0; i < WORDS; i++) {
        d->word[i] = draw(WORD_KINDS);
        d->gap[i] = draw(GAP_KINDS);
    }
    ho_buffer_clear(&d->text);
    spell(d, 0, WORDS - 1, &d->text, d->from, d->to);
}

static void fold(struct handoff_slice s, struct ho_folded *out)
{
    assert_int_equal(ho_fold(s, out, NULL), HANDOFF_OK);
}

static bool starts_character(struct handoff_slice s, size_t at)
{
    return at == s.len || ((unsigned char)s.ptr[at] & 0xC0) != 0x80;
}

/* --- folding ----------------------------------------------------------- */

static void check_map(struct handoff_slice source, const struct ho_folded *f)
{
    for (size_t i = 0; i < f->len; i++) {
        assert_true(f->from[i] < f->to[i] && f->to[i] <= source.len);
        assert_true(starts_character(source, f->from[i]));
        assert_true(starts_character(source, f->to[i]));
        if (i > 0)
            assert_true(f->from[i] >= f->from[i - 1] &&
                        f->to[i] >= f->to[i - 1]);
    }
}

/* Offsets only rise, lie on characters, and what is folded stays so. */
static void test_offsets(void **state)
{
    struct drawn d;

    (void)state;
    seed = 1;
    ho_buffer_init(&d.text, BYTES);
    for (int i = 0; i < TEXTS; i++) {
        struct ho_folded once, twice;

        draw_text(&d);
        fold(ho_buffer_slice(&d.text), &once);
        check_map(ho_buffer_slice(&d.text), &once);
        assert_int_equal(ho_utf8_check(ho_folded_slice(&once), NULL), 0);
        fold(ho_folded_slice(&once), &twice);
        assert_int_equal(once.len, twice.len);
        assert_memory_equal(once.text, twice.text, once.len);
        ho_folded_release(&twice);
        ho_folded_release(&once);
    }
    ho_buffer_release(&d.text);
}

/* --- locating ---------------------------------------------------------- */

struct tally {
    size_t found, cut, missing;
};

/* Byte by byte: the first whole place of the needle from byte `from` on. */
static size_t find_slowly(const struct ho_folded *f, size_t from,
                          struct handoff_slice needle, bool *cut)
{
    const struct handoff_slice s = ho_folded_slice(f);

    for (size_t at = from; needle.len > 0 && at + needle.len <= s.len; at++) {
        if (memcmp(s.ptr + at, needle.ptr, needle.len) != 0)
            continue;
        if (ho_is_whole(f, at, at + needle.len))
            return at;
        *cut = true;
    }
    return SIZE_MAX;
}

/* A place lies on characters, folds to what the quote folds to, and is called
 * exact where it is the quote. */
static void check_place(const struct ho_origin *o, struct handoff_slice quote,
                        struct handoff_slice needle,
                        const struct handoff_found *f)
{
    const struct handoff_slice s = o->text.text;
    const struct handoff_slice part = ho_part(s, f->from, f->to);
    const struct handoff_slice said = ho_trim(quote);
    struct ho_folded folded;

    assert_true(f->from < f->to && f->to <= s.len);
    assert_true(starts_character(s, f->from) && starts_character(s, f->to));
    fold(part, &folded);
    assert_int_equal(folded.len, needle.len);
    assert_memory_equal(folded.text, needle.ptr, needle.len);
    assert_int_equal(f->match == HANDOFF_MATCH_EXACT,
                     part.len == said.len &&
                         memcmp(part.ptr, said.ptr, said.len) == 0);
    ho_folded_release(&folded);
}

/* The index, the search without it and the slow one tell the same. */
static void check_quote(const struct ho_origin *o, struct handoff_slice quote,
                        struct ho_places *places, struct tally *tally)
{
    struct ho_folded folded;
    struct handoff_slice needle;
    struct handoff_found found;
    bool cut = false, also_cut = false;
    size_t first;

    fold(quote, &folded);
    needle = ho_trim(ho_folded_slice(&folded));
    first = find_slowly(&o->folded, 0, needle, &cut);
    cut = cut && first == SIZE_MAX;
    assert_int_equal(ho_origin_find(o, quote, places, NULL), HANDOFF_OK);
    assert_int_equal(
        handoff_locate(o->text.text, quote, &found, &also_cut, NULL),
        HANDOFF_OK);
    assert_int_equal(places->count > 0, first != SIZE_MAX);
    assert_int_equal(found.match != HANDOFF_MATCH_NONE, first != SIZE_MAX);
    assert_int_equal(places->cut, cut);
    assert_int_equal(also_cut, cut);
    for (size_t i = 0; i < places->count; i++) {
        check_place(o, quote, needle, &places->item[i]);
        assert_true(i == 0 || places->item[i].from > places->item[i - 1].from);
    }
    if (places->count > 0) {
        assert_int_equal(places->item[0].from, o->folded.from[first]);
        check_place(o, quote, needle, &found);
    }
    tally->found += places->count > 0;
    tally->cut += cut;
    tally->missing += places->count == 0 && !cut;
    ho_folded_release(&folded);
}

static void open_origin(struct ho_origin *o, const struct ho_buffer *text)
{
    const struct handoff_text named = { "message", ho_buffer_slice(text) };

    assert_int_equal(ho_origin_open(o, &named, NULL), HANDOFF_OK);
}

static bool lists(const struct ho_places *places, size_t from, size_t to)
{
    for (size_t i = 0; i < places->count; i++)
        if (places->item[i].from == from && places->item[i].to == to)
            return true;
    return places->count == HO_PLACES;
}

/* Words of a text in any other spelling are found where they stand. */
static void test_other_spellings(void **state)
{
    struct tally tally = { 0 };
    struct ho_buffer quote;
    struct drawn d;

    (void)state;
    seed = 2;
    ho_buffer_init(&d.text, BYTES);
    ho_buffer_init(&quote, BYTES);
    for (int i = 0; i < TEXTS; i++) {
        struct ho_origin o;

        draw_text(&d);
        open_origin(&o, &d.text);
        for (int k = 0; k < QUOTES; k++) {
            const size_t first = draw(WORDS),
                         last = first + draw(WORDS - first);
            struct ho_places places;

            ho_buffer_clear(&quote);
            spell(&d, first, last, &quote, NULL, NULL);
            check_quote(&o, ho_buffer_slice(&quote), &places, &tally);
            assert_true(lists(&places, d.from[first], d.to[last]));
        }
        ho_origin_release(&o);
    }
    assert_int_equal(tally.found, TEXTS * QUOTES);
    ho_buffer_release(&quote);
    ho_buffer_release(&d.text);
}

/* The bytes of the text themselves, from any character to any other. */
static void test_own_bytes(void **state)
{
    struct tally tally = { 0 };
    struct drawn d;

    (void)state;
    seed = 3;
    ho_buffer_init(&d.text, BYTES);
    for (int i = 0; i < TEXTS; i++) {
        struct ho_origin o;

        draw_text(&d);
        open_origin(&o, &d.text);
        for (int k = 0; k < QUOTES; k++) {
            const struct handoff_slice s = ho_buffer_slice(&d.text);
            size_t from = draw(s.len), to = from + 1 + draw(s.len - from);
            struct ho_places places;

            while (!starts_character(s, from))
                from--;
            while (!starts_character(s, to))
                to++;
            check_quote(&o, ho_part(s, from, to), &places, &tally);
        }
        ho_origin_release(&o);
    }
    assert_true(tally.found > TEXTS / 2 && tally.cut > TEXTS);
    ho_buffer_release(&d.text);
}

/* Another letter or digit in the place of one. */
static void change_one(struct ho_buffer *quote)
{
    size_t at = draw(quote->len);
    char c;

    for (size_t i = 0; i < quote->len && !ho_is_word(quote->ptr[at]); i++)
        at = (at + 1) % quote->len;
    c = quote->ptr[at];
    if (c >= '0' && c <= '9')
        quote->ptr[at] = (char)('0' + (c - '0' + 1 + (int)draw(9)) % 10);
    else if (ho_is_word(c))
        quote->ptr[at] =
            (char)('a' + ((c | 32) - 'a' + 1 + (int)draw(25)) % 26);
}

/* A changed quote stands nowhere, unless its new words do. */
static void test_changed_letter(void **state)
{
    struct tally tally = { 0 };
    struct ho_buffer quote;
    struct drawn d;

    (void)state;
    seed = 4;
    ho_buffer_init(&d.text, BYTES);
    ho_buffer_init(&quote, BYTES);
    for (int i = 0; i < TEXTS; i++) {
        struct ho_origin o;

        draw_text(&d);
        open_origin(&o, &d.text);
        for (int k = 0; k < QUOTES; k++) {
            const size_t first = draw(WORDS - 3), last = first + 1 + draw(2);
            struct ho_places places;

            ho_buffer_clear(&quote);
            spell(&d, first, last, &quote, NULL, NULL);
            change_one(&quote);
            check_quote(&o, ho_buffer_slice(&quote), &places, &tally);
        }
        ho_origin_release(&o);
    }
    assert_true(tally.missing > TEXTS * QUOTES * 9 / 10);
    ho_buffer_release(&quote);
    ho_buffer_release(&d.text);
}

/* Few letters make many places: the index's worst case, and its edges. */
static void test_few_letters(void **state)
{
    static const char *const letters[] = { "a", "a", "b", " ", " ",
                                           "1", "0", ",", "'", "\u3042" };
    struct tally tally = { 0 };
    struct ho_buffer text, quote;

    (void)state;
    seed = 5;
    ho_buffer_init(&text, BYTES);
    ho_buffer_init(&quote, BYTES);
    for (int i = 0; i < TEXTS; i++) {
        const size_t of = 2 + draw(sizeof letters / sizeof *letters - 1);
        struct ho_origin o;

        ho_buffer_clear(&text);
        for (size_t n = 1 + draw(200); n > 0; n--)
            ho_buffer_text(&text, letters[draw(of)]);
        open_origin(&o, &text);
        for (int k = 0; k < 4 * QUOTES; k++) {
            struct ho_places places;

            ho_buffer_clear(&quote);
            for (size_t n = 1 + draw(k % 4 ? 7 : 40); n > 0; n--)
                ho_buffer_text(&quote, letters[draw(of)]);
            check_quote(&o, ho_buffer_slice(&quote), &places, &tally);
        }
        ho_origin_release(&o);
    }
    assert_true(tally.found > TEXTS && tally.cut > TEXTS &&
                tally.missing > TEXTS);
    ho_buffer_release(&quote);
    ho_buffer_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_offsets),
        cmocka_unit_test(test_other_spellings),
        cmocka_unit_test(test_own_bytes),
        cmocka_unit_test(test_changed_letter),
        cmocka_unit_test(test_few_letters),
    };

    return cmocka_run_group_tests_name("evidence laws", tests, NULL, NULL);
}
