/* freetext_likely.c - a number that the source gives in another way: is it
 * more likely the same, said otherwise, than another? */
#include "evidence/freetext_likely.h"

#include <handoff/fields.h>

enum { NEAR = 3 /* tokens between a number and "altogether" */ };

/* The source's number stands alone: nothing says that it counts another
 * thing. */
static bool is_alone(const struct handoff_text_checker *c,
                     const struct ho_fact *s)
{
    const bool more =
        s->last < c->source.tokens &&
        (c->source.token[s->last].class & HO_C(DIFFERENCE)); /* "8 more" */

    return s->kind == HO_FACT_NUMBER && !s->unit && !s->where && !more &&
           !ho_is_identity(c, s) &&
           s->first != c->source.sentence[s->sentence].value &&
           (!s->after[0] ||
            (c->words.word[s->after[0]].class &
             (HO_C(RELATIVE) | HO_C(TIME_UNIT) | HO_C(IN_TIME))));
}

static bool is_of_people(uint8_t unit)
{
    return unit >= HO_UNIT_SEAT && unit <= HO_UNIT_ENGINEER;
}

static bool is_beside(const struct handoff_text_checker *c,
                      const struct ho_fact *s, uint32_t word)
{
    const struct ho_sentence *label = &c->source.sentence[s->sentence];
    const uint64_t stem = c->words.word[word].stem;

    for (size_t i = 0; i < HO_SIDE; i++)
        if ((s->after[i] && c->words.word[s->after[i]].stem == stem) ||
            (s->before[i] && c->words.word[s->before[i]].stem == stem))
            return true;
    for (size_t i = label->first; i < label->value; i++) /* "sites wanted: 2" */
        if (c->words.word[c->source.token[i].word].stem == stem)
            return true;
    return false;
}

/* Does the source count what the text counts, and finds another number? */
static bool is_counted_otherwise(const struct handoff_text_checker *c,
                                 const struct ho_fact *f)
{
    const uint32_t head = ho_fact_head(c, f);

    for (size_t i = 0; i < c->source.facts && i < HO_LOOKS; i++) {
        const struct ho_fact *s = &c->source.fact[i];

        if (s->kind == HO_FACT_NUMBER && s->low != f->low &&
            ((f->unit && f->unit == s->unit) ||
             (head && is_beside(c, s, head))))
            return true;
    }
    return false;
}

/* "5 locations" where the source has 5 escape rooms, and no other locations:
 * they may be the same. */
bool ho_may_be_thing(struct handoff_text_checker *c, const struct ho_fact *f,
                     const struct ho_fact *s)
{
    if (f->kind != HO_FACT_NUMBER || s->kind != HO_FACT_NUMBER)
        return false;
    if (is_alone(c, s))
        return true;
    return !ho_is_identity(c, s) && !ho_minutes_of(f->unit) &&
           (!f->unit || !s->unit ||
            (is_of_people(f->unit) && is_of_people(s->unit))) &&
           !(f->where && s->where) && !is_counted_otherwise(c, f) &&
           !ho_is_of_other_time(c, f, s);
}

/* A period that the source does not say: "open 7 days", "57 euro a month" of
 * "we pay 57 euro".  A budget is for the time that its owner says. */
bool ho_is_period_likely(const struct handoff_text_checker *c,
                         const struct ho_fact *f, const struct ho_fact *about)
{
    if (f->kind == HO_FACT_NUMBER)
        return f->unit >= HO_UNIT_MINUTE && f->unit <= HO_UNIT_YEAR;
    for (size_t i = 0; i < c->source.facts && i < HO_LOOKS; i++) {
        const struct ho_fact *s = &c->source.fact[i];
        const bool beside = s->sentence == about->sentence;

        if (beside && ho_minutes_of(s->unit))
            return false; /* "180,000 over three years" */
        if (s->kind == HO_FACT_MONEY && s->period &&
            (s->period != f->period || beside))
            return false; /* "5,000 for setup, and then 200 a month" */
    }
    return f->role != HO_SENSE_BUDGET && about->role != HO_SENSE_BUDGET;
}

/* "47 altogether", of a source that counts what it could be the sum of */
bool ho_may_be_total(const struct handoff_text_checker *c,
                     const struct ho_fact *f)
{
    const struct ho_sentence *t = &c->text.sentence[f->sentence];
    const size_t from = f->first < t->first + NEAR ? t->first : f->first - NEAR;
    size_t parts = 0;
    bool total = false;

    for (size_t i = from; i < t->last && i < f->last + NEAR; i++)
        total = total || (c->text.token[i].class & HO_C(TOTAL)) ||
                ho_is_among("altogether|combined|insgesamt|zusammen|tout",
                            ho_word_text(&c->words, c->text.token[i].word));
    for (size_t i = 0; total && i < c->source.facts && i < HO_LOOKS; i++)
        parts += c->source.fact[i].kind == f->kind &&
                 c->source.fact[i].low < f->low &&
                 c->source.fact[i].low > HANDOFF_SCALE;
    return parts >= 2 && !(f->unit && (c->counted >> f->unit & 1));
}

/* "three questions", "a pair of sites": a few of what the source names and does
 * not count */
bool ho_may_be_few(const struct handoff_text_checker *c,
                   const struct ho_fact *f)
{
    enum { FEW = 10 };

    return f->kind == HO_FACT_NUMBER && f->spelt && !f->bound && !f->period &&
           f->low == f->high && f->low <= FEW * (int64_t)HANDOFF_SCALE &&
           !ho_minutes_of(f->unit) && !is_counted_otherwise(c, f);
}

/* "seven" of a source in a language whose words for small numbers need not be
 * known */
bool ho_may_be_foreign(const struct handoff_text_checker *c,
                       const struct ho_fact *f)
{
    enum { FEW = 12 };

    return f->spelt && f->low <= FEW * (int64_t)HANDOFF_SCALE &&
           c->text.is_english && !c->source.is_english && !c->source.is_german;
}

/* "from 5 to 8" of "5 seats" and "3 more" */
bool ho_may_be_rise(const struct handoff_text_checker *c,
                    const struct ho_fact *f)
{
    const int64_t by = f->high - f->low;
    const struct ho_found_keys found = ho_find_keys(c, HO_KEY_QUANTITY, by, by);

    if (by == 0 || ho_find_keys(c, HO_KEY_QUANTITY, f->low, f->low).count == 0)
        return false;
    for (size_t i = 0; i < found.count; i++) {
        const size_t behind = c->source.fact[found.key[i].fact].last;

        if (behind < c->source.tokens &&
            (c->source.token[behind].class & HO_C(DIFFERENCE)))
            return true;
    }
    return false;
}

/* "can pay for the heating" of money that is set aside for the building: what
 * it is spent on, not that it is spent */
bool ho_may_be_role(const struct ho_fact *f, const struct ho_fact *s)
{
    return f->kind == HO_FACT_MONEY && s->kind == HO_FACT_MONEY &&
           f->period == s->period && f->role == HO_SENSE_SPEND &&
           s->role == HO_SENSE_BUDGET;
}

/* "grown under 600 W lamps": a place, no bound */
bool ho_may_be_place(const struct handoff_text_checker *c,
                     const struct ho_fact *f, const struct ho_fact *s)
{
    return f->kind == HO_FACT_NUMBER && s->bound == HO_BOUND_NONE &&
           f->low == s->low && f->high == s->high && f->first > 0 &&
           ho_is_among(
               "under|over|above|below|unter|uber|sous|sur|sobre",
               ho_word_text(&c->words, c->text.token[f->first - 1].word)) &&
           !f->unit;
}
