/* freetext_attach.c - a value that the source has, in the words of another
 *
 * "The season starts on 15 January" of a season that starts in March and a
 * contract to be signed by 15 January: the day is right, and belongs to
 * something else.  What stands in a value's clause is looked for beside the
 * same value of the source, and beside its other values of that kind: words
 * that only another one stands with give it away.
 */
#include <string.h>

#include <handoff/fields.h>

#include "evidence/freetext_likely.h"

enum {
    WORDS = 16, /* of a clause that are compared */
    REACH = 14, /* tokens on each side of the value */
    NEAR = 8,   /* facts on each side that may fence it off */
    SAME = 8,   /* places of the value in the source */
    LISTED = 1, /* words between two values of one list */
    FACTS = 256 /* of the source that are compared */
};

/* Words that a value stands with. */
struct company {
    const struct ho_part_list *part;
    uint32_t token[WORDS];
    size_t count;
    uint32_t shaky; /* of them, bits: may as well be said of another value */
};

enum family { COUNTS, MONEY, SHARES, DAYS, CLOCKS };

/* "they ask 11,500": an amount without its currency */
static bool is_amount(const struct ho_fact *f)
{
    enum { LEAST = 100 };

    return f->kind == HO_FACT_MONEY ||
           (f->kind == HO_FACT_NUMBER && !f->unit &&
            (f->scaled || f->low >= LEAST * (int64_t)HANDOFF_SCALE) &&
            (f->role || !f->after[0]));
}

static enum family family_of(const struct ho_fact *f)
{
    return is_amount(f)                ? MONEY
           : f->kind == HO_FACT_SHARE  ? SHARES
           : f->kind == HO_FACT_NUMBER ? COUNTS
           : f->kind == HO_FACT_CLOCK  ? CLOCKS
                                       : DAYS;
}

static bool is_content(const struct ho_token *t)
{
    static const uint64_t empty =
        HO_C(FUNC) | HO_C(MONTH) | HO_C(WEEKDAY) | HO_C(PERIOD) |
        HO_C(CURRENCY) | HO_C(SCALE) | HO_C(APPROX) | HO_C(AT_LEAST) |
        HO_C(AT_MOST) | HO_C(TIME_UNIT) | HO_C(HONORIFIC);
    static const uint64_t light = HO_S(BE) | HO_S(HAVE) | HO_S(SELF);

    return ho_is_word_token(t) && t->word && t->to - t->from > 2 &&
           !(t->class & empty) && !(t->sense & light) &&
           (t->sense || !(t->class & HO_C(IN_TIME)));
}

/* "12,000 per turbine": of what, not for what */
static void add_word(struct company *w, size_t i)
{
    const struct ho_token *t = &w->part->token[i];

    if (w->count < WORDS && is_content(t) &&
        !(i > 0 && ho_is_word_token(t - 1) && (t[-1].class & HO_C(PER)) &&
          t[-1].to - t[-1].from > 2))
        w->token[w->count++] = (uint32_t)i;
}

static bool is_wall(const struct ho_token *t)
{
    return t->kind == HO_TOKEN_LINE ||
           (t->kind == HO_TOKEN_SIGN && t->sign && strchr(",;.()|", t->sign)) ||
           (ho_is_word_token(t) &&
            (((t->class & HO_C(AND)) && !(t->class & HO_C(WHERE))) ||
             (t->sense & (HO_S(BUT) | HO_S(CAUSE)))));
}

/* Content words between the two. */
static size_t gap(const struct ho_part_list *p, size_t from, size_t to)
{
    size_t count = 0;

    for (size_t i = from; i < to; i++)
        count += is_content(&p->token[i]);
    return count;
}

/* The nearest value of its kind before (step -1) or behind it in its sentence,
 * beyond those that it is listed with: no more than `listed` words between. */
static const struct ho_fact *neighbour(const struct ho_part_list *p,
                                       const struct ho_fact *f, int step,
                                       size_t listed)
{
    const struct ho_fact *end = p->fact + p->facts, *last = f;
    const ptrdiff_t left = step < 0 ? f - p->fact : end - f - 1;

    for (ptrdiff_t d = 1; d <= NEAR && d <= left; d++) {
        const struct ho_fact *g = f + d * step;

        if (g->sentence != f->sentence)
            return NULL;
        if (family_of(g) != family_of(f) ||
            (step < 0 ? g->last > last->first : g->first < last->last))
            continue;
        if (gap(p, step < 0 ? g->last : last->last,
                step < 0 ? last->first : g->first) > listed)
            return g;
        last = g;
    }
    return NULL;
}

/* Add tokens [from, to), up to the first wall, to what is said of the value;
 * step -1: backwards, from the last.  Without a wall they may be said of the
 * next value, too. */
static void add_side(struct company *w, size_t from, size_t to, int step,
                     bool next)
{
    const size_t count = w->count;
    size_t left = to - from < REACH ? to - from : REACH;

    for (size_t i = step < 0 ? to - 1 : from; left > 0; i += (size_t)step) {
        if (is_wall(&w->part->token[i]))
            return;
        add_word(w, i);
        left--;
    }
    for (size_t k = count; next && k < w->count; k++)
        w->shaky |= UINT32_C(1) << k;
}

static struct company company_of(const struct ho_part_list *p,
                                 const struct ho_fact *f, size_t listed)
{
    const struct ho_sentence *s = &p->sentence[f->sentence];
    const struct ho_fact *before = neighbour(p, f, -1, listed);
    const struct ho_fact *behind = neighbour(p, f, 1, listed);
    struct company w = { .part = p };

    add_side(&w, f->last, behind ? behind->first : s->last, 1, behind != NULL);
    add_side(&w, before ? before->last : s->first, f->first, -1,
             before != NULL);
    if (s->flags & HO_SENTENCE_LABELLED)
        for (size_t i = s->first; i < s->value; i++)
            add_word(&w, i);
    return w;
}

/* What its sentence says beside it, and of no other value. */
static void widen(struct company *w, const struct ho_fact *f)
{
    const struct ho_part_list *p = w->part;
    const struct ho_sentence *s = &p->sentence[f->sentence];
    const struct ho_fact *g = f, *end = p->fact + p->facts;
    size_t start = s->first;

    while (g > p->fact && g[-1].sentence == f->sentence)
        g--;
    for (size_t i = s->first; i < s->last; i++) {
        bool valued = false;

        if (!is_wall(&p->token[i]) && i + 1 < s->last)
            continue;
        for (; g < end && g->sentence == f->sentence && g->first <= i; g++)
            valued = valued || family_of(g) == family_of(f);
        for (size_t k = start; !valued && k <= i; k++)
            add_word(w, k);
        start = i + 1;
    }
}

static bool is_same_word(const struct handoff_text_checker *c,
                         const struct ho_token *a, const struct ho_token *b)
{
    const struct ho_word *x = &c->words.word[a->word];
    const struct ho_word *y = &c->words.word[b->word];

    return x == y || x->stem == y->stem || (x->concepts & y->concepts) ||
           (a->unit && b->unit && ho_units_agree(a->unit, b->unit)) ||
           ((a->sense & b->sense & HO_S(OTHER)) && a->value == b->value) ||
           ho_are_cognates(ho_word_text(&c->words, a->word),
                           ho_word_text(&c->words, b->word));
}

static bool has_word(const struct handoff_text_checker *c,
                     const struct company *w, const struct ho_token *t)
{
    for (size_t i = 0; i < w->count; i++)
        if (is_same_word(c, t, &w->part->token[w->token[i]]))
            return true;
    return false;
}

/* May the source mean the word by one of its own? */
static bool may_mean(const struct handoff_text_checker *c,
                     const struct company *w, const struct ho_token *t)
{
    const struct ho_word *word = c->words.word;
    const uint8_t saying = word[t->word].saying;

    for (size_t i = 0; saying && i < w->count; i++)
        if (word[w->part->token[w->token[i]].word].backs >> saying & 1)
            return true;
    return has_word(c, w, t);
}

/* "we'd like to get it under 3%": what that is stands elsewhere. */
static bool has_pronoun(const struct handoff_text_checker *c,
                        const struct ho_fact *f)
{
    const struct ho_part_list *p = &c->source;
    const size_t first = p->sentence[f->sentence].first;

    for (size_t i = f->first; i > first && f->first - i < REACH; i--)
        if (is_wall(&p->token[i - 1]))
            return false;
        else if (ho_is_among("it|this|them|ca|cela",
                             ho_word_text(&c->words, p->token[i - 1].word)))
            return true;
    return false;
}

static bool is_value(const struct ho_fact *f, const struct ho_fact *s)
{
    if (s->low == f->low || s->high == f->low)
        return ho_key_group_of(s->kind) == ho_key_group_of(f->kind);
    return f->kind == HO_FACT_MONTH && s->kind == HO_FACT_DAY &&
           s->low / 100 == f->low / 100;
}

/* Words of the text's value that stand with the same value in the source. */
static uint32_t borne_out(const struct handoff_text_checker *c,
                          const struct ho_fact *f, const struct company *mine,
                          bool *known, bool *bare, size_t *own)
{
    uint32_t found = 0;
    size_t places = 0;

    *known = *bare = false;
    *own = 0;
    for (size_t i = 0; i < c->source.facts && i < FACTS; i++) {
        const struct ho_fact *s = &c->source.fact[i];
        struct company its;

        if (!is_value(f, s))
            continue;
        if (++places > SAME)
            return UINT32_MAX;
        *known = true;
        its = company_of(&c->source, s, LISTED);
        *bare = *bare || its.count == 0 || has_pronoun(c, s);
        *own = its.count > *own ? its.count : *own;
        widen(&its, s);
        for (size_t k = 0; k < mine->count; k++)
            if (may_mean(c, &its, &c->text.token[mine->token[k]]))
                found |= UINT32_C(1) << k;
    }
    return found;
}

/* "they take 2.6" beside "we take 2.4%" */
static bool may_be_share(const struct ho_fact *f, const struct ho_fact *s)
{
    return f->kind == HO_FACT_SHARE && s->kind == HO_FACT_NUMBER && !s->unit &&
           !s->after[0] && s->low < HANDOFF_SCALE * (int64_t)100;
}

/* Of one kind and another value.  A weekday is no other one than a date, nor
 * a year than a day of it. */
static bool may_contradict(const struct ho_fact *f, const struct ho_fact *s)
{
    if ((family_of(s) != family_of(f) && !may_be_share(f, s)) || is_value(f, s))
        return false;
    switch (f->kind) {
    case HO_FACT_WEEKDAY:
        return s->kind == HO_FACT_WEEKDAY;
    case HO_FACT_YEAR:
        return s->kind == HO_FACT_YEAR || s->kind == HO_FACT_RELATIVE;
    default:
        return true;
    }
}

/* Another value of the source that stands with words of the text's, and with
 * all of those that this value stands with: NULL for none. */
static const struct ho_fact *find_other(const struct handoff_text_checker *c,
                                        const struct ho_fact *f,
                                        const struct company *mine,
                                        uint32_t found, size_t *most)
{
    const struct ho_fact *other = NULL;

    *most = 0;
    for (size_t i = 0; i < c->source.facts; i++) {
        const struct ho_fact *s = &c->source.fact[i];
        struct company its;
        uint32_t shared = 0;
        size_t more = 0;

        if (!may_contradict(f, s))
            continue;
        its = company_of(&c->source, s, 0);
        for (size_t k = 0; k < mine->count; k++)
            if (has_word(c, &its, &c->text.token[mine->token[k]])) {
                shared |= UINT32_C(1) << k;
                more += !((found | mine->shaky) >> k & 1);
            }
        if (!(found & ~shared) && more > *most) {
            *most = more;
            other = s;
        }
    }
    return other;
}

static void find(struct handoff_text_checker *c, const struct ho_fact *f,
                 const struct ho_fact *other, bool sure)
{
    const struct ho_sentence *s = &c->source.sentence[other->sentence];
    const enum family family = family_of(f);

    ho_text_find(c, sure ? HANDOFF_TEXT_REFUSED : HANDOFF_TEXT_UNCONFIRMED,
                 family == DAYS    ? HANDOFF_TEXT_DATE
                 : family == MONEY ? HANDOFF_TEXT_MONEY
                                   : HANDOFF_TEXT_NUMBER,
                 family == DAYS    ? HANDOFF_FINDING_DATE_OF_OTHER_THING
                 : family == MONEY ? HANDOFF_FINDING_AMOUNT_OF_OTHER_THING
                                   : HANDOFF_FINDING_NUMBER_OF_OTHER_THING,
                 f->first, f->last, s->first, s->last);
}

/* A weekday that the source does not write: a date of it falls on it. */
static bool is_counted_weekday(struct handoff_text_checker *c,
                               const struct ho_fact *f)
{
    return f->kind == HO_FACT_WEEKDAY && !ho_has_short_weekday(c, f->low);
}

/* A year, and not the next of a source that says "next year" */
static bool is_other_year(const struct handoff_text_checker *c,
                          const struct ho_fact *f)
{
    return f->kind == HO_FACT_YEAR &&
           !ho_is_next_year(c, (uint32_t)(f->low / HANDOFF_SCALE));
}

/* May its words be compared?  What a plain number counts is looked at
 * elsewhere. */
static bool is_comparable(struct handoff_text_checker *c,
                          const struct ho_fact *f)
{
    return family_of(f) != COUNTS && family_of(f) != CLOCKS &&
           (f->kind != HO_FACT_NUMBER || f->period) && f->low == f->high &&
           c->source.facts <= FACTS && ho_may_look(c, 1 + c->source.facts);
}

/* The text's date is none that the source writes so, and stands with the words
 * of another. */
static void check_unwritten(struct handoff_text_checker *c,
                            const struct ho_fact *f, const struct company *mine)
{
    enum { ENOUGH = 2 };
    size_t most;
    const struct ho_fact *other = find_other(c, f, mine, 0, &most);

    if (other && (most >= ENOUGH || most == mine->count))
        find(c, f, other, false);
}

void ho_check_company(struct handoff_text_checker *c, const struct ho_fact *f)
{
    const struct company mine = company_of(&c->text, f, 0);
    const struct ho_fact *other;
    bool known, bare;
    uint32_t found;
    size_t most, own;

    if (mine.count == 0 || !is_comparable(c, f))
        return;
    found = borne_out(c, f, &mine, &known, &bare, &own);
    if (!known && (is_counted_weekday(c, f) || is_other_year(c, f)))
        check_unwritten(c, f, &mine);
    if (!known || bare)
        return;
    other = find_other(c, f, &mine, found, &most);
    if (other)
        find(c, f, other, !found && (most > 1 || own > 1));
}

void ho_check_own_date(struct handoff_text_checker *c, const struct ho_fact *f)
{
    const struct company mine = company_of(&c->text, f, 0);
    bool known, bare;
    size_t own;

    if (mine.count == 0 || !is_comparable(c, f))
        return;
    borne_out(c, f, &mine, &known, &bare, &own);
    if (!known)
        check_unwritten(c, f, &mine);
}
