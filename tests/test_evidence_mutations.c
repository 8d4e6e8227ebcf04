/* test_evidence_mutations.c - honest quotes of fixtures/evidence/suite, changed
 * at random in a digit, a name or a negation, against the source that was not
 * changed: none of them may be accepted, nor may the quote as it stands with a
 * value that has another digit.
 *
 * A digit or name that the mutation makes may stand in the source by chance;
 * such a quote is left out.  A negation that is cut off is not: what is left
 * stands in the source, and means the opposite there.
 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <handoff/evidence.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "support/cases.h"
#include "support/product.h"

enum {
    TEXTS = 40,
    WORDS = 200, /* of a quote */
    ROUNDS = 24, /* of each kind for each row */
    FEWEST = 20000,
    QUOTE_BYTES = 65536
};

static struct handoff_policy *policy;
static uint32_t seed = 20260302;
static size_t made, accepted;

/* xorshift: the same mutations on every machine. */
static size_t below(size_t n)
{
    seed ^= seed << 13;
    seed ^= seed >> 17;
    seed ^= seed << 5;
    return seed % n;
}

/* --- a row -----------------------------------------------------------------
 */

struct row {
    const char *id, *value;
    const struct handoff_field *field;
    struct handoff_slice quote;
    struct handoff_text text[TEXTS];
    size_t texts;
    int64_t day;
};

static void read_texts(const cJSON *source, struct row *r)
{
    const cJSON *item;

    assert_non_null(source);
    r->texts = 0;
    if (cJSON_IsString(source))
        r->text[r->texts++] =
            (struct handoff_text){ "message", ho_slice(source->valuestring) };
    for (item = source->child; item; item = item->next) {
        assert_true(r->texts < TEXTS);
        r->text[r->texts++] =
            (struct handoff_text){ item->string, ho_slice(item->valuestring) };
    }
}

static void read_row(const cJSON *row, struct row *r)
{
    const struct handoff_fields *fields = handoff_policy_fields(policy);
    const int field =
        handoff_field_find(fields, ho_slice(row_text(row, "field", "")));
    int year, month, day;

    assert_true(field >= 0);
    assert_int_equal(
        sscanf(row_text(row, "received", ""), "%d-%d-%d", &year, &month, &day),
        3);
    r->id = row_text(row, "id", "?");
    r->value = row_text(row, "value", row_text(row, "canonical", NULL));
    r->field = &fields->item[field];
    r->quote = ho_slice(row_text(row, "quote", ""));
    r->day = ho_days_from_date(year, month, day);
    read_texts(ho_json_get(row, "source"), r);
}

static bool is_located(const struct row *r, struct handoff_slice quote)
{
    for (size_t i = 0; i < r->texts; i++) {
        struct handoff_found found;
        bool cut;

        assert_int_equal(
            handoff_locate(r->text[i].text, quote, &found, &cut, NULL),
            HANDOFF_OK);
        if (found.match != HANDOFF_MATCH_NONE)
            return true;
    }
    return false;
}

static void check(const struct row *r, struct handoff_slice quote,
                  const char *value)
{
    const struct handoff_quote q = { .fields = handoff_policy_fields(policy),
                                     .field = r->field,
                                     .quote = quote,
                                     .value = value,
                                     .day = r->day };
    struct handoff_quote_result result;

    assert_int_equal(handoff_check_quote(&q, r->text, r->texts, &result, NULL),
                     HANDOFF_OK);
    made++;
    if (result.verdict != HANDOFF_ACCEPTED)
        return;
    accepted++;
    print_message("%s %s: accepted: %.*s | %s\n", r->id, r->field->name,
                  (int)quote.len, quote.ptr, value ? value : "");
}

/* With the value that the words were said to read as, and without. */
static void check_both(const struct row *r, const struct ho_buffer *mutant,
                       bool may_stand)
{
    const struct handoff_slice quote = ho_buffer_slice(mutant);

    assert_int_equal(mutant->failed, HANDOFF_OK);
    if (ho_trim(quote).len == 0 || (!may_stand && is_located(r, quote)))
        return;
    check(r, quote, NULL);
    if (r->value)
        check(r, quote, r->value);
}

/* --- mutations --------------------------------------------------------------
 */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Another digit in the place of one of them, chosen at random. */
static bool change_digit(struct handoff_slice s, struct ho_buffer *out)
{
    size_t digits = 0, which;

    for (size_t i = 0; i < s.len; i++)
        digits += is_digit(s.ptr[i]);
    ho_buffer_clear(out);
    if (digits == 0)
        return false;
    which = below(digits);
    for (size_t i = 0; i < s.len; i++) {
        const bool hit = is_digit(s.ptr[i]) && which-- == 0;
        const size_t other = (size_t)(s.ptr[i] - '0') + 1 + below(9);

        ho_buffer_byte(out, hit ? (char)('0' + other % 10) : s.ptr[i]);
    }
    return true;
}

/* One digit less, or one more beside it. */
static bool shift_digit(struct handoff_slice s, struct ho_buffer *out)
{
    size_t at = below(s.len), tries = s.len;

    while (tries-- > 0 && !is_digit(s.ptr[at]))
        at = (at + 1) % s.len;
    ho_buffer_clear(out);
    if (!is_digit(s.ptr[at]))
        return false;
    ho_buffer_add(out, ho_part(s, 0, at));
    if (below(2))
        ho_buffer_format(out, "%c%zu", s.ptr[at], below(10));
    ho_buffer_add(out, ho_part(s, at + 1, s.len));
    return true;
}

static size_t split(struct handoff_slice s, struct handoff_slice *word)
{
    size_t count = 0, at = 0;

    while (at < s.len && count < WORDS) {
        size_t to = at;

        while (to < s.len && s.ptr[to] != ' ')
            to++;
        if (to > at)
            word[count++] = ho_part(s, at, to);
        at = to + 1;
    }
    return count;
}

/* The words, with others in the place of word `at`: "" leaves it out. */
static void put_words(const struct handoff_slice *word, size_t count, size_t at,
                      const char *others, struct ho_buffer *out)
{
    ho_buffer_clear(out);
    for (size_t i = 0; i < count; i++) {
        const struct handoff_slice w = i == at ? ho_slice(others) : word[i];

        if (out->len > 0 && w.len > 0)
            ho_buffer_byte(out, ' ');
        ho_buffer_add(out, w);
    }
}

static bool change_name(struct handoff_slice s, struct ho_buffer *out)
{
    static const char *const names[] = { "Zebulon",   "Quirinus", "Oyelaran",
                                         "Wexcombe",  "Itaipava", "Pipedrift",
                                         "Liechtenau" };
    struct handoff_slice word[WORDS];
    const size_t count = split(s, word);
    size_t at, tries = count;

    if (count == 0)
        return false;
    at = below(count);
    while (tries-- > 0 && !(word[at].ptr[0] >= 'A' && word[at].ptr[0] <= 'Z'))
        at = (at + 1) % count;
    put_words(word, count, at, names[below(sizeof names / sizeof *names)], out);
    return word[at].ptr[0] >= 'A' && word[at].ptr[0] <= 'Z';
}

static const char *const negators[] = {
    "not",     "no",     "never", "nobody", "without", "cannot", "don't",
    "doesn't", "can't",  "isn't", "kein",   "keine",   "keinen", "nicht",
    "niemand", "nie",    "ohne",  "ne",     "pas",     "sans",   "aucun",
    "jamais",  "no",     "nunca", "sin",    "nadie",   "ningún", "non",
    "senza",   "nessun", "geen",  "niet",   "não",     "sem"
};

enum { NEGATORS = sizeof negators / sizeof *negators };

static bool is_negator(struct handoff_slice word)
{
    for (size_t i = 0; i < NEGATORS; i++)
        if (ho_slice_is_nocase(word, negators[i]))
            return true;
    return false;
}

/* A negator before one of the words. */
static bool add_negation(struct handoff_slice s, struct ho_buffer *out)
{
    struct handoff_slice word[WORDS];
    const size_t count = split(s, word);
    const size_t at = count ? below(count) : 0;
    char both[512];

    if (count == 0 || word[at].len > sizeof both / 2)
        return false;
    snprintf(both, sizeof both, "%s %.*s", negators[below(NEGATORS)],
             (int)word[at].len, word[at].ptr);
    put_words(word, count, at, both, out);
    return true;
}

static bool drop_negation(struct handoff_slice s, struct ho_buffer *out)
{
    struct handoff_slice word[WORDS];
    const size_t count = split(s, word);
    size_t at, tries = count;

    if (count < 2)
        return false;
    at = below(count);
    while (tries-- > 0 && !is_negator(word[at]))
        at = (at + 1) % count;
    put_words(word, count, at, "", out);
    return is_negator(word[at]);
}

/* --- all of them -----------------------------------------------------------
 */

static const struct {
    bool (*mutate)(struct handoff_slice, struct ho_buffer *);
    bool may_stand; /* also what stands in the source is no honest quote */
} kinds[] = {
    { change_digit, false }, { shift_digit, false },  { change_name, false },
    { add_negation, false }, { drop_negation, true },
};

static void mutate_row(const cJSON *row)
{
    struct ho_buffer out;
    struct row r;

    if (strcmp(row_text(row, "category", ""), "honest") != 0)
        return;
    read_row(row, &r);
    ho_buffer_init(&out, QUOTE_BYTES);
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        for (int i = 0; i < ROUNDS && r.quote.len > 0; i++)
            if (kinds[k].mutate(r.quote, &out))
                check_both(&r, &out, kinds[k].may_stand);
    for (int i = 0; i < ROUNDS && r.value; i++)
        if (change_digit(ho_slice(r.value), &out))
            check(&r, r.quote, out.ptr);
    ho_buffer_release(&out);
}

static void test_mutations(void **state)
{
    struct dirent **entry = NULL;
    const int count =
        scandir(FIXTURES "/evidence/suite", &entry, NULL, alphasort);

    (void)state;
    policy = product_policy();
    assert_true(count > 0);
    for (int i = 0; i < count; i++) {
        char file[300];

        snprintf(file, sizeof file, "evidence/suite/%s", entry[i]->d_name);
        if (strncmp(entry[i]->d_name, "honest", 6) == 0)
            each_row(file, mutate_row);
        free(entry[i]);
    }
    free(entry);
    print_message("%zu mutations, %zu accepted\n", made, accepted);
    assert_true(made >= FEWEST);
    assert_int_equal(accepted, 0);
    handoff_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_mutations) };

    return cmocka_run_group_tests_name("evidence mutations", tests, NULL, NULL);
}
