/* freetext_keys.c - the source's facts, sorted to be looked up by their value
 */
#include <stdlib.h>

#include <handoff/fields.h>

#include "evidence/freetext.h"

enum { YEAR_BASE = 1950, YEARS = 150 };

enum ho_key_group ho_key_group_of(uint8_t kind)
{
    switch ((enum ho_fact_kind)kind) {
    case HO_FACT_DAY:
    case HO_FACT_MONTH:
        return HO_KEY_DAY;
    case HO_FACT_QUARTER:
        return HO_KEY_QUARTER;
    case HO_FACT_WEEKDAY:
        return HO_KEY_WEEKDAY;
    case HO_FACT_RELATIVE:
        return HO_KEY_RELATIVE;
    case HO_FACT_CLOCK:
        return HO_KEY_CLOCK;
    default:
        return HO_KEY_QUANTITY;
    }
}

static int compare_keys(const void *a, const void *b)
{
    const struct ho_key *x = a, *y = b;

    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    if (x->low != y->low)
        return x->low < y->low ? -1 : 1;
    return (x->fact > y->fact) - (x->fact < y->fact);
}

static void add_key(struct handoff_text_checker *c, size_t fact, int64_t low)
{
    struct ho_key *key =
        ho_more(c, &c->key, &c->keys, &c->key_room, sizeof *key);

    if (key)
        *key = (struct ho_key){ low, (uint32_t)fact,
                                ho_key_group_of(c->source.fact[fact].kind) };
}

static void add_year(struct handoff_text_checker *c, int64_t year)
{
    if (year >= YEAR_BASE && year < YEAR_BASE + YEARS)
        c->years[(year - YEAR_BASE) / 64] |= UINT64_C(1)
                                             << ((year - YEAR_BASE) % 64);
}

bool ho_has_year(const struct handoff_text_checker *c, uint32_t year)
{
    return year >= YEAR_BASE && year < YEAR_BASE + YEARS &&
           (c->years[(year - YEAR_BASE) / 64] >> ((year - YEAR_BASE) % 64) & 1);
}

/* The word that labels a number: "Lead id: 12", "Score 72". */
const struct ho_token *ho_fact_label(const struct ho_part_list *p,
                                     const struct ho_fact *f)
{
    size_t i = f->first;

    while (i > 0 && f->first - i < 2 && p->token[i - 1].kind == HO_TOKEN_SIGN)
        i--;
    return i > 0 && ho_is_word_token(&p->token[i - 1]) ? &p->token[i - 1]
                                                       : NULL;
}

/* An id or a score counts nothing. */
bool ho_is_identity(const struct handoff_text_checker *c,
                    const struct ho_fact *f)
{
    const struct ho_token *label = ho_fact_label(&c->source, f);

    return f->kind == HO_FACT_NUMBER && !f->unit && !f->after[0] && label &&
           (label->class & (HO_C(IDENTITY) | HO_C(SCORE)));
}

static void index_fact(struct handoff_text_checker *c, size_t i)
{
    const struct ho_fact *f = &c->source.fact[i];
    const uint32_t head = ho_is_identity(c, f) ? 0 : ho_fact_head(c, f);

    add_key(c, i, f->low);
    if (f->high != f->low)
        add_key(c, i, f->high);
    if (f->two_ways)
        add_key(c, i, f->low % 100 * 100 + f->low / 100);
    if (f->kind == HO_FACT_YEAR)
        add_year(c, f->low / HANDOFF_SCALE);
    add_year(c, f->year);
    if (f->kind == HO_FACT_NUMBER && f->unit)
        c->counted |= UINT64_C(1) << f->unit;
    if (f->kind == HO_FACT_NUMBER && head)
        c->words.word[head].flags |= HO_WORD_HEADS;
}

void ho_index_facts(struct handoff_text_checker *c)
{
    c->keys = 0;
    memset(c->years, 0, sizeof c->years);
    c->counted = 0;
    for (size_t i = 0; i < c->source.facts; i++)
        index_fact(c, i);
    if (c->keys > 1)
        qsort(c->key, c->keys, sizeof *c->key, compare_keys);
}

/* The first key not before (group, low). */
static size_t lower_bound(const struct handoff_text_checker *c,
                          enum ho_key_group group, int64_t low)
{
    const struct ho_key wanted = { low, 0, group };
    size_t from = 0, to = c->keys;

    while (from < to) {
        const size_t middle = from + (to - from) / 2;

        if (compare_keys(&c->key[middle], &wanted) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

struct ho_found_keys ho_find_keys(const struct handoff_text_checker *c,
                                  enum ho_key_group group, int64_t low,
                                  int64_t high)
{
    const size_t from = lower_bound(c, group, low);
    struct ho_found_keys found = { c->keys ? c->key + from : NULL, 0 };

    while (from + found.count < c->keys && found.count < HO_LOOKS &&
           c->key[from + found.count].group == (uint32_t)group &&
           c->key[from + found.count].low <= high)
        found.count++;
    return found;
}
