/* freetext_match.c - the numbers and amounts of the text in the source */
#include <handoff/fields.h>

#include "evidence/freetext.h"
#include "evidence/freetext_likely.h"

enum {
    ABOUT = 8,  /* percent that "about" may be off */
    MORE = 125, /* percent of itself that "over 200" may stand for */
    LESS = 80,
    ASIDE = 3,        /* numbers beside one that may have its sign */
    PAIRINGS = 16384, /* numbers of one check whose sentences are compared */
    FRACTION = 4,     /* percent points that a fraction in words may be off */
};

/* How well a fact of the source carries one of the text: the best counts. */
enum fit {
    FIT_NONE, /* another value */
    FIT_THING,
    FIT_NAME, /* of another name, or another time */
    FIT_ROLE,
    FIT_CURRENCY,
    FIT_PERIOD,
    FIT_BOUND,
    FIT_YES
};

/* --- one fact against one ------------------------------------------------ */

static bool is_exact(const struct ho_fact *f)
{
    return f->low == f->high;
}

/* The values that a number of the text may stand for. */
static void reach(const struct ho_fact *f, int64_t *low, int64_t *high)
{
    const int64_t hundredth = f->low / 100;

    *low = f->low;
    *high = f->high;
    if (!is_exact(f))
        return;
    if (f->kind == HO_FACT_SHARE && f->spelt) { /* "a third" of 30% */
        *low -= FRACTION * (int64_t)HANDOFF_SCALE;
        *high += FRACTION * (int64_t)HANDOFF_SCALE;
    } else if (f->bound == HO_BOUND_ABOUT) {
        *low -= hundredth * ABOUT;
        *high += hundredth * ABOUT;
    } else if (f->bound == HO_BOUND_AT_LEAST || f->bound == HO_BOUND_OVER) {
        *high += hundredth * (MORE - 100);
    } else if (f->bound == HO_BOUND_AT_MOST || f->bound == HO_BOUND_UNDER) {
        *low -= hundredth * (100 - LESS);
    }
}

/* "over 3 sites", "over two years": across them, and not more */
static bool is_across(const struct handoff_text_checker *c,
                      const struct ho_fact *t)
{
    enum { FEW = 10 };

    return t->bound == HO_BOUND_OVER && t->first > 0 &&
           t->low < FEW * (int64_t)HANDOFF_SCALE &&
           ho_is_among(
               "over|uber|sobre|sur",
               ho_word_text(&c->words, c->text.token[t->first - 1].word));
}

/* "over 40" is not carried by 40, "at least 40" not by "up to 40"; one end of
 * a range is carried with its bound only. */
static enum fit fit_bound(const struct handoff_text_checker *c,
                          const struct ho_fact *t, const struct ho_fact *s)
{
    if (!is_exact(t))
        return s->low == t->low && s->high == t->high ? FIT_YES : FIT_BOUND;
    if (!is_exact(s)) {
        if (ho_is_above(t->bound))
            return t->low <= s->low ? FIT_YES : FIT_BOUND;
        if (ho_is_below(t->bound))
            return t->low >= s->high ? FIT_YES : FIT_BOUND;
        return FIT_BOUND;
    }
    if ((ho_is_above(t->bound) && ho_is_below(s->bound)) ||
        (ho_is_below(t->bound) && ho_is_above(s->bound)))
        return FIT_BOUND;
    if (t->low != s->low || is_across(c, t))
        return FIT_YES;
    if (t->bound == HO_BOUND_OVER)
        return ho_is_above(s->bound) ? FIT_YES : FIT_BOUND;
    if (t->bound == HO_BOUND_UNDER)
        return ho_is_below(s->bound) ? FIT_YES : FIT_BOUND;
    return FIT_YES;
}

static enum fit fit_thing(const struct handoff_text_checker *c,
                          const struct ho_fact *t, const struct ho_fact *s)
{
    if (!ho_kinds_agree(c, t, s) ||
        (t->kind == HO_FACT_NUMBER && s->kind == HO_FACT_NUMBER &&
         !ho_same_thing(c, t, s)))
        return FIT_THING;
    if (!ho_roles_agree(t, s))
        return FIT_ROLE;
    return ho_currencies_agree(t->currency, s->currency) ? FIT_YES
                                                         : FIT_CURRENCY;
}

bool ho_same_fact(const struct handoff_text_checker *c, const struct ho_fact *t,
                  const struct ho_fact *s)
{
    return fit_thing(c, t, s) == FIT_YES;
}

/* The very words: a text that repeats its source is carried by it. */
static bool is_repeated(const struct ho_fact *t, const struct ho_fact *s)
{
    return t->kind == s->kind && t->low == s->low && t->high == s->high &&
           t->bound == s->bound && t->currency == s->currency &&
           t->period == s->period && t->unit == s->unit && t->role == s->role &&
           memcmp(t->after, s->after, sizeof t->after) == 0 &&
           memcmp(t->before, s->before, sizeof t->before) == 0;
}

/* "below the 60k threshold" */
static bool is_threshold(const struct handoff_text_checker *c,
                         const struct ho_fact *t)
{
    enum { REACH = 3 };

    for (size_t i = t->last; i < c->text.tokens && i < t->last + REACH; i++)
        if (ho_is_among("threshold|limit|grenze|schwelle|seuil|umbral|limite",
                        ho_word_text(&c->words, c->text.token[i].word)))
            return true;
    return false;
}

/* "needs his OK over 2k": "up to 2k" without it */
static bool are_complements(const struct handoff_text_checker *c,
                            const struct ho_fact *t, const struct ho_fact *s)
{
    static const uint64_t leave = HO_S(FINAL_SAY) | HO_S(OTHER);
    const struct ho_sentence *about = &c->source.sentence[s->sentence];

    if (t->low != s->low || s->bound != HO_BOUND_OVER)
        return false;
    if (t->bound == HO_BOUND_UNDER && is_threshold(c, t))
        return true;
    if (t->bound != HO_BOUND_AT_MOST)
        return false;
    for (size_t i = about->first; i < about->last; i++)
        if (c->source.token[i].sense & leave)
            return true;
    return false;
}

/* "we pay 1.1k a month; below 900 we switch", "each month we lose 60 of 900":
 * the period of the number before it holds on. */
static bool is_understood(const struct handoff_text_checker *c,
                          const struct ho_fact *t, const struct ho_fact *s)
{
    enum { FACTS = 2 };

    for (ptrdiff_t d = 1; d <= FACTS && s - c->source.fact >= d; d++) {
        const struct ho_fact *ahead = &s[-d];

        if (ahead->period != t->period || ahead->kind != s->kind)
            continue;
        if ((s->bound && ahead->sentence + 1 >= s->sentence) ||
            (ahead->loose && ahead->sentence == s->sentence))
            return true;
    }
    return false;
}

static bool is_same_label(const struct handoff_text_checker *c,
                          const struct ho_fact *t, const struct ho_fact *s)
{
    const struct ho_token *a = ho_fact_label(&c->text, t);
    const struct ho_token *b = ho_fact_label(&c->source, s);

    return a && b && a->word == b->word;
}

static enum fit fit(struct handoff_text_checker *c, const struct ho_fact *t,
                    const struct ho_fact *s)
{
    enum fit thing;

    if (t->kind == HO_FACT_YEAR)
        return FIT_YES;
    if (c->pairings++ < PAIRINGS && ho_is_of_other_name(c, t, s))
        return FIT_NAME;
    if (c->pairings < PAIRINGS && ho_is_of_other_time(c, t, s))
        return t->kind == HO_FACT_MONEY ? FIT_NAME : FIT_THING;
    if (is_repeated(t, s))
        return FIT_YES;
    if (ho_is_identity(c, s))
        return is_same_label(c, t, s) ? FIT_YES : FIT_THING;
    thing = fit_thing(c, t, s);
    if (thing != FIT_YES)
        return thing;
    if (t->period && t->period != s->period &&
        (s->period || !(t->loose || is_understood(c, t, s))))
        return FIT_PERIOD;
    return are_complements(c, t, s) ? FIT_YES : fit_bound(c, t, s);
}

static enum handoff_finding_code code_of(enum fit best, bool money)
{
    switch (best) {
    case FIT_THING:
        return money ? HANDOFF_FINDING_AMOUNT_OF_OTHER_THING
                     : HANDOFF_FINDING_NUMBER_OF_OTHER_THING;
    case FIT_NAME:
    case FIT_ROLE:
        return HANDOFF_FINDING_AMOUNT_OF_OTHER_THING;
    case FIT_CURRENCY:
        return HANDOFF_FINDING_CURRENCY_DIFFERS;
    case FIT_PERIOD:
        return HANDOFF_FINDING_PERIOD_DIFFERS;
    case FIT_BOUND:
        return HANDOFF_FINDING_BOUND_DIFFERS;
    default:
        return money ? HANDOFF_FINDING_AMOUNT_NOT_IN_SOURCE
                     : HANDOFF_FINDING_NUMBER_NOT_IN_SOURCE;
    }
}

static void find(struct handoff_text_checker *c,
                 enum handoff_text_severity severity, const struct ho_fact *f,
                 enum fit best, const struct ho_fact *about)
{
    const bool money =
        f->kind == HO_FACT_MONEY || best == FIT_ROLE ||
        (best == FIT_NAME && !f->unit) ||
        (f->kind == HO_FACT_NUMBER && f->role == HO_SENSE_BUDGET && f->scaled);
    const enum handoff_text_kind kind = money ? HANDOFF_TEXT_MONEY
                                        : f->kind == HO_FACT_YEAR
                                            ? HANDOFF_TEXT_DATE
                                            : HANDOFF_TEXT_NUMBER;
    const struct ho_sentence *s =
        about ? &c->source.sentence[about->sentence] : NULL;
    size_t last = f->last;

    /* show the thing with its number: "12 seats" */
    while (best == FIT_THING && last < c->text.tokens && f->unit &&
           last < f->last + 3 && ho_is_word_token(&c->text.token[last]))
        if (c->text.token[last++].unit == f->unit)
            break;
    ho_text_find(c, severity, kind,
                 f->kind == HO_FACT_YEAR ? HANDOFF_FINDING_DATE_NOT_IN_SOURCE
                                         : code_of(best, money),
                 f->first, last, s ? s->first : 0, s ? s->last : 0);
}

/* The best that the source has for the fact; FIT_YES where there is too much
 * to look at. */
static enum fit best_fit(struct handoff_text_checker *c,
                         const struct ho_fact *f, const struct ho_fact **about)
{
    struct ho_found_keys found;
    enum fit best = FIT_NONE;
    int64_t low, high;

    reach(f, &low, &high);
    found = ho_find_keys(c, HO_KEY_QUANTITY, low, high);
    for (size_t i = 0; i < found.count; i++) {
        const struct ho_fact *s = &c->source.fact[found.key[i].fact];
        const enum fit now = fit(c, f, s);

        if (now > best) {
            best = now;
            *about = s;
        }
    }
    return found.count < HO_LOOKS ? best : FIT_YES;
}

/* "from 45 to 60": two numbers of the source. */
static bool has_both_ends(struct handoff_text_checker *c,
                          const struct ho_fact *f)
{
    const struct ho_fact *about = NULL;
    struct ho_fact low = *f, high = *f;

    low.high = low.low;
    high.low = high.high;
    return !is_exact(f) && best_fit(c, &low, &about) == FIT_YES &&
           best_fit(c, &high, &about) == FIT_YES;
}

/* "from 14 to 3" */
static bool falls(const struct handoff_text_checker *c, const struct ho_fact *f)
{
    const struct ho_fact *next = f + 1;

    return next < c->text.fact + c->text.facts && next->low < f->low &&
           next->sentence == f->sentence && next->first == f->last + 1 &&
           (c->text.token[f->last].class & HO_C(RANGE));
}

/* "14 minutes, up from 3" of "went from 3 to 14" */
static bool is_end_of_change(const struct handoff_text_checker *c,
                             const struct ho_fact *f, const struct ho_fact *s)
{
    const size_t at = (size_t)(f - c->text.fact);
    const int64_t other = f->low == s->low ? s->high : s->low;

    if (!is_exact(f) || (f->low != s->low && f->low != s->high) ||
        falls(c, f) || (at > 0 && falls(c, f - 1)))
        return false;
    return (at > 0 && f[-1].sentence == f->sentence && f[-1].low == other) ||
           (at + 1 < c->text.facts && f[1].sentence == f->sentence &&
            f[1].low == other);
}

static bool has_value(const struct handoff_text_checker *c, int64_t value)
{
    return ho_find_keys(c, HO_KEY_QUANTITY, value, value).count > 0;
}

/* "10-20" where the source has 14: coarser, and not wrong.  Of "60 to 45" it
 * is no "45 to 65". */
static bool is_coarser(const struct handoff_text_checker *c,
                       const struct ho_fact *f)
{
    const struct ho_found_keys found =
        ho_find_keys(c, HO_KEY_QUANTITY, f->low, f->high);

    if (is_exact(f) || has_value(c, f->low) || has_value(c, f->high))
        return false;
    for (size_t i = 0; i < found.count; i++) {
        const struct ho_fact *s = &c->source.fact[found.key[i].fact];

        if (is_exact(s) && ho_same_fact(c, f, s))
            return true;
    }
    return false;
}

/* "to grow by 50 to 260": each end by itself */
static bool are_ends_known(struct handoff_text_checker *c,
                           const struct ho_fact *f)
{
    const int64_t end[] = { f->low, f->high };

    for (int i = 0; i < 2; i++) {
        const struct ho_fact *about = NULL;
        struct ho_fact one = *f;

        one.low = one.high = end[i];
        if (best_fit(c, &one, &about) != FIT_YES &&
            !ho_may_be_reckoned(c, &one))
            return false;
    }
    return true;
}

/* 9, where the source has a price go from 6 to 9 */
static bool is_end_of_rise(const struct handoff_text_checker *c,
                           const struct ho_fact *f, const struct ho_fact *s)
{
    const struct ho_token *t = c->source.token;

    return is_exact(f) && !is_exact(s) && s->first > 0 && !falls(c, f) &&
           f->low == s->high &&
           ho_is_among("from|von|de",
                       ho_word_text(&c->words, t[s->first - 1].word));
}

/* May it be so, though it does not stand there so? */
static bool may_be(struct handoff_text_checker *c, const struct ho_fact *f,
                   enum fit best, const struct ho_fact *about)
{
    switch (best) {
    case FIT_NONE:
        return f->kind == HO_FACT_YEAR
                   ? ho_may_be_dated(c, f)
                   : ho_may_be_reckoned(c, f) || ho_may_be_total(c, f) ||
                         ho_may_be_foreign(c, f) || ho_may_be_few(c, f) ||
                         ho_may_be_worked(c, f);
    case FIT_THING:
        return ho_may_be_thing(c, f, about);
    case FIT_ROLE:
        return ho_may_be_role(f, about);
    case FIT_PERIOD:
        return about->period == 0 && ho_is_period_likely(c, f, about);
    case FIT_BOUND:
        return is_end_of_rise(c, f, about) || is_coarser(c, f) ||
               (!is_exact(f) && are_ends_known(c, f)) ||
               ho_may_be_place(c, f, about) || ho_may_be_rise(c, f) ||
               (!c->source.is_english && !c->source.is_german &&
                about->bound == HO_BOUND_NONE && is_exact(f));
    default:
        return false;
    }
}

/* Does the source have the number in the same words? */
static bool is_quoted(const struct handoff_text_checker *c,
                      const struct ho_fact *f)
{
    const struct ho_found_keys found =
        ho_find_keys(c, HO_KEY_QUANTITY, f->low, f->low);

    for (size_t i = 0; i < found.count; i++)
        if (is_repeated(f, &c->source.fact[found.key[i].fact]) &&
            f->where == c->source.fact[found.key[i].fact].where)
            return true;
    return found.count >= HO_LOOKS;
}

static void check_quantity(struct handoff_text_checker *c,
                           const struct ho_fact *f)
{
    const struct ho_fact *about = NULL;
    enum fit best;

    if (f->kind == HO_FACT_YEAR &&
        (ho_has_year(c, (uint32_t)(f->low / HANDOFF_SCALE)) ||
         ho_is_next_year(c, (uint32_t)(f->low / HANDOFF_SCALE))))
        return;
    best = best_fit(c, f, &about);
    if (best == FIT_YES && !is_quoted(c, f))
        ho_check_counted(c, f, about);
    if ((best == FIT_BOUND && is_end_of_change(c, f, about)) ||
        best == FIT_YES || has_both_ends(c, f) || ho_is_derived(c, f) ||
        ho_is_implied(c, f))
        return;
    find(c,
         may_be(c, f, best, about) ? HANDOFF_TEXT_UNCONFIRMED
                                   : HANDOFF_TEXT_REFUSED,
         f, best, about);
}

void ho_check_facts(struct handoff_text_checker *c)
{
    for (size_t i = 0; i < c->text.facts; i++) {
        const struct ho_fact *f = &c->text.fact[i];
        size_t findings;

        if (ho_is_exempt(c, f)) {
            if (f->kind >= HO_FACT_YEAR)
                ho_check_own_date(c, f);
            continue;
        }
        c->checked++;
        findings = c->findings;
        if (ho_key_group_of(f->kind) == HO_KEY_QUANTITY)
            check_quantity(c, f);
        else
            ho_check_date(c, f);
        if (c->findings == findings)
            ho_check_company(c, f);
    }
}
