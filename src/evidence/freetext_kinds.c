/* freetext_kinds.c - may two numbers be the same: a count and an amount, two
 * currencies, a budget and a price? */
#include <handoff/fields.h>

#include "evidence/freetext.h"

enum {
    ASIDE = 3,    /* numbers beside one that may have its sign */
    COUNTS = 1000 /* more may be money without its currency */
};

/* "is at 63 percent, and must go to 80": the sign holds on. */
static bool is_beside_share(const struct handoff_text_checker *c,
                            const struct ho_fact *s)
{
    const struct ho_fact *all = c->source.fact, *end = all + c->source.facts;

    for (ptrdiff_t d = -ASIDE; d <= ASIDE; d++)
        if (d >= all - s && d < end - s && s[d].kind == HO_FACT_SHARE)
            return true;
    return false;
}

/* A small number without currency, period and purpose */
static bool is_count(const struct handoff_text_checker *c,
                     const struct ho_fact *t)
{
    enum { REACH = 3 };

    if (t->kind != HO_FACT_NUMBER || t->role || t->period || t->scaled ||
        t->low % HANDOFF_SCALE || t->low >= COUNTS * (int64_t)HANDOFF_SCALE)
        return false;
    for (size_t i = t->last; i < c->text.tokens && i < t->last + REACH; i++)
        if (c->text.token[i].class & (HO_C(PER) | HO_C(CURRENCY)))
            return false;
    return t->after[0] || t->last >= c->text.tokens ||
           (c->text.token[t->last].class & HO_C(FUNC));
}

/* A share is no count, a count no amount, a year neither. */
bool ho_kinds_agree(const struct handoff_text_checker *c,
                    const struct ho_fact *t, const struct ho_fact *s)
{
    if (t->kind == HO_FACT_SHARE || s->kind == HO_FACT_SHARE)
        return t->kind == s->kind ||
               (t->kind == HO_FACT_NUMBER && !t->unit && !t->after[0]) ||
               (s->kind == HO_FACT_NUMBER && !s->unit && is_beside_share(c, s));
    if (t->kind == HO_FACT_MONEY)
        return s->kind == HO_FACT_MONEY ||
               (s->kind == HO_FACT_NUMBER && !s->unit);
    if (s->kind == HO_FACT_MONEY && s->currency && is_count(c, t))
        return false; /* "9 on site" is no 9 euros */
    if (s->kind == HO_FACT_MONEY || s->kind == HO_FACT_YEAR)
        return t->kind == s->kind || !t->unit || ho_is_year_of_make(t);
    return true;
}

static bool is_dollar(uint8_t currency)
{
    return currency == 2 || currency == 8 || currency == 9 || currency == 15;
}

bool ho_currencies_agree(uint8_t a, uint8_t b)
{
    return !a || !b || a == b ||
           (is_dollar(a) && is_dollar(b) && (a == 2 || b == 2));
}

/* A budget is no other money; income and investments are no prices. */
static bool roles_agree(uint8_t a, uint8_t b)
{
    if (!a || !b || a == b)
        return true;
    if (a == HO_SENSE_PAST || b == HO_SENSE_PAST)
        return a != HO_SENSE_BUDGET && b != HO_SENSE_BUDGET;
    return (a == HO_SENSE_SPEND || a == HO_SENSE_QUOTE ||
            a == HO_SENSE_FINAL_SAY) &&
           (b == HO_SENSE_SPEND || b == HO_SENSE_QUOTE ||
            b == HO_SENSE_FINAL_SAY);
}

/* "over 50k needs an OK", whoever calls it a budget */
static bool are_limits(const struct ho_fact *t, const struct ho_fact *s)
{
    return (ho_is_above(t->bound) && ho_is_above(s->bound)) ||
           (ho_is_below(t->bound) && ho_is_below(s->bound));
}

bool ho_roles_agree(const struct ho_fact *t, const struct ho_fact *s)
{
    return roles_agree(t->role, s->role) || are_limits(t, s);
}
