/* freetext_derive.c - numbers that a text works out of others: sums, products,
 * shares, a year's worth of months, the middle of a range */
#include <handoff/fields.h>

#include "evidence/freetext.h"

enum {
    AROUND = 8,     /* facts of one sentence that are looked at */
    NEARLY = 4,     /* percent that a worked-out number may be off */
    ROUGHLY = 8,    /* the same behind "about" */
    WHOLE = 100,    /* percent */
    SAFE = 1 << 30, /* products of whole numbers below do not overflow */
    LOOKS = 256,
    HEADS = 32, /* facts of the source that may be worked with */
    TOKENS = 4096
};

static bool is_near(int64_t a, int64_t b, int64_t percent)
{
    const int64_t off = a > b ? a - b : b - a;

    return off <= b / WHOLE * percent;
}

static bool is_equal(const struct ho_fact *f, int64_t value)
{
    return f->bound == HO_BOUND_ABOUT ? is_near(f->low, value, ROUGHLY)
                                      : f->low == value;
}

static bool is_quantity(const struct ho_fact *f)
{
    return f->kind == HO_FACT_NUMBER || f->kind == HO_FACT_MONEY;
}

/* A product of two fixed-point values; 0 where it would not fit. */
static int64_t times(int64_t a, int64_t b)
{
    const int64_t x = a / HANDOFF_SCALE, y = b / HANDOFF_SCALE;

    if (x <= 0 || y <= 0 || x >= SAFE || y >= SAFE ||
        (x + 1) > INT64_MAX / HANDOFF_SCALE / (y + 1))
        return 0;
    return x * y * HANDOFF_SCALE + x * (b % HANDOFF_SCALE) +
           y * (a % HANDOFF_SCALE);
}

/* 15% of 350, both of the same sentence */
static bool is_share_of(const struct ho_fact *f, const struct ho_fact *a,
                        const struct ho_fact *b)
{
    return a->kind == HO_FACT_SHARE && b->kind == f->kind && a->low < SAFE &&
           b->low / WHOLE <= INT64_MAX / (SAFE / HANDOFF_SCALE + 1) &&
           is_near(f->low, b->low / WHOLE * (a->low / HANDOFF_SCALE),
                   f->bound == HO_BOUND_ABOUT ? ROUGHLY : NEARLY);
}

static bool is_pair(const struct ho_fact *f, const struct ho_fact *a,
                    const struct ho_fact *b)
{
    if (is_share_of(f, a, b) || is_share_of(f, b, a))
        return true;
    if (f->kind == HO_FACT_SHARE)
        return a->kind == b->kind && is_quantity(a) &&
               a->low < INT64_MAX / HANDOFF_SCALE &&
               b->low >= WHOLE * (int64_t)HANDOFF_SCALE / 10 &&
               is_near(f->low, a->low / (b->low / WHOLE) * HANDOFF_SCALE,
                       NEARLY);
    if (!is_quantity(f) || !is_quantity(a) || !is_quantity(b))
        return false;
    if (a->kind != b->kind) /* 6 users at $79 */
        return f->kind == HO_FACT_MONEY && is_equal(f, times(a->low, b->low));
    /* 60 clients at 3 hours: "about 180 hours" */
    return f->bound == HO_BOUND_ABOUT && f->low > a->low && f->low > b->low &&
           is_near(f->low, times(a->low, b->low), 1);
}

/* "325 per head" of 5,200 and 16 */
static bool is_quotient(const struct ho_fact *f, const struct ho_fact *a,
                        const struct ho_fact *b)
{
    return is_quantity(f) && b->kind == HO_FACT_NUMBER &&
           (a->kind == f->kind || /* a field's bare number is money, too */
            (a->kind == HO_FACT_NUMBER && !a->unit && !a->after[0])) &&
           b->low > HANDOFF_SCALE &&
           is_near(times(f->low, b->low), a->low,
                   f->bound == HO_BOUND_ABOUT ? ROUGHLY : 1);
}

/* Do the words of the sentence say that something is worked out so? */
static bool is_said(const struct handoff_text_checker *c,
                    const struct ho_fact *f, uint64_t class)
{
    const struct ho_sentence *s = &c->text.sentence[f->sentence];

    for (size_t i = s->first; i < s->last; i++)
        if (c->text.token[i].class & class)
            return true;
    return false;
}

/* "47 sellers: 35 AEs and 12 SDRs": a run of numbers that adds up to it */
static bool adds_up(const struct ho_fact *f, const struct ho_fact *first,
                    const struct ho_fact *last)
{
    for (const struct ho_fact *a = first; a < last; a++) {
        int64_t sum = 0;
        size_t parts = 0;

        for (const struct ho_fact *b = a; b < last; b++) {
            if (b == f || b->kind != f->kind)
                continue;
            if (b->low > INT64_MAX / AROUND / 2)
                return false;
            sum += b->low;
            if (++parts > 1 && is_equal(f, sum))
                return true;
        }
    }
    return false;
}

/* "900-1,200" of 60 and "15-20", in minutes or in hours */
static bool is_spread(const struct ho_fact *f, const struct ho_fact *a,
                      const struct ho_fact *b)
{
    enum { HOUR = 60 };
    const int64_t low = times(a->low, b->low), high = times(a->high, b->low);

    return f->high > f->low && a->high > a->low && b->low == b->high &&
           a->kind == f->kind && b->kind == HO_FACT_NUMBER &&
           ((f->low == low && f->high == high) ||
            (f->low == low / HOUR && f->high == high / HOUR));
}

static bool is_half(const struct ho_fact *f, const struct ho_fact *whole)
{
    return f->low == whole->low - f->low;
}

/* "17 people, 4 in the office and 13 outside": what is left of a number
 * before it in its sentence */
static bool is_rest(const struct handoff_text_checker *c,
                    const struct ho_fact *f)
{
    const struct ho_fact *part = f - 1, *all = f - 2;

    return f - c->text.fact >= 2 && all->sentence == f->sentence &&
           f->kind == HO_FACT_NUMBER && part->kind == f->kind &&
           all->kind == f->kind && f->low == all->low - part->low;
}

/* Worked out of numbers of its own sentence and the next ones, which are
 * checked themselves. */
static bool is_worked_out(const struct handoff_text_checker *c,
                          const struct ho_fact *f)
{
    const struct ho_fact *all = c->text.fact, *end = all + c->text.facts;
    const struct ho_fact *first = f, *last = f + 1;
    const bool less = is_said(c, f, HO_C(DIFFERENCE));
    const bool each = is_said(c, f, HO_C(PER) | HO_C(AVERAGE));

    while (first > all && first[-1].sentence + 1 >= f->sentence &&
           f - first < AROUND)
        first--;
    while (last < end && last->sentence <= f->sentence + 1 && last - f < AROUND)
        last++;
    if ((is_quantity(f) && adds_up(f, first, last)) || is_rest(c, f))
        return true;
    for (const struct ho_fact *a = first; a < last; a++)
        if (a != f && a->kind == f->kind && is_said(c, f, HO_C(HALF)) &&
            (is_half(f, a) || is_half(a, f)))
            return true;
    for (const struct ho_fact *a = first; a < last; a++)
        for (const struct ho_fact *b = first; b < last; b++)
            if (a != b && a != f && b != f &&
                (is_pair(f, a, b) || is_spread(f, a, b) ||
                 (each && is_quotient(f, a, b)) ||
                 (less && a->kind == f->kind && is_quantity(f) &&
                  is_equal(f, a->low - b->low))))
                return true;
    return false;
}

/* Does the source say "2 more" itself?  Then "4 more" is not worked out. */
static bool is_told_more(const struct handoff_text_checker *c)
{
    const struct ho_part_list *p = &c->source;

    for (size_t i = 0; i < p->facts && i < LOOKS; i++)
        if (p->fact[i].last < p->tokens &&
            (p->token[p->fact[i].last].class & HO_C(DIFFERENCE)))
            return true;
    return false;
}

/* "15 fewer", "a reduction of 15" */
static bool is_difference(const struct handoff_text_checker *c,
                          const struct ho_fact *f)
{
    enum { BEFORE = 2 };
    const struct ho_sentence *s = &c->text.sentence[f->sentence];
    const struct ho_token *t = c->text.token;

    if (f->last < s->last && (t[f->last].class & HO_C(DIFFERENCE)))
        return !is_told_more(c);
    for (size_t d = 1; d <= BEFORE && f->first >= s->first + d; d++)
        if ((t[f->first - d].class & HO_C(DIFFERENCE)) &&
            !(t[f->first - d].class & (HO_C(AT_LEAST) | HO_C(AT_MOST))))
            return true;
    return false;
}

/* "40 people in total" out of 25 and 15, "15 fewer" out of 60 and 45. */
static bool is_sum(const struct handoff_text_checker *c,
                   const struct ho_fact *f)
{
    const bool total = is_said(c, f, HO_C(TOTAL));
    const bool less = is_difference(c, f);

    for (size_t i = 0; (total || less) && i < c->source.facts && i < HO_LOOKS;
         i++) {
        const struct ho_fact *part = &c->source.fact[i];
        const int64_t other = total ? f->low - part->low : f->low + part->low;
        const struct ho_found_keys rest =
            ho_find_keys(c, HO_KEY_QUANTITY, other, other);

        for (size_t k = 0; k < rest.count; k++)
            if (part->kind == f->kind && rest.key[k].fact != i &&
                c->source.fact[rest.key[k].fact].kind == f->kind)
                return true;
    }
    return false;
}

/* "2,000 bookings per site" where the source has 18,000 bookings, 9 sites */
static bool is_per_head(const struct handoff_text_checker *c,
                        const struct ho_fact *f)
{
    const struct ho_part_list *p = &c->source;

    if (!is_said(c, f, HO_C(PER) | HO_C(AVERAGE)))
        return false;
    for (size_t i = 0; i < p->facts && i < HEADS; i++)
        for (size_t k = 0; k < p->facts && k < HEADS; k++)
            if (i != k && ho_same_fact(c, f, &p->fact[i]) &&
                is_quotient(f, &p->fact[i], &p->fact[k]))
                return true;
    return false;
}

/* --- another period ------------------------------------------------------ */

static bool is_period(uint8_t text, uint8_t source, int64_t *least,
                      int64_t *most)
{
    static const struct {
        uint8_t longer, shorter, least, most;
    } rows[] = { { HO_UNIT_YEAR, HO_UNIT_MONTH, 12, 12 },
                 { HO_UNIT_YEAR, HO_UNIT_QUARTER, 4, 4 },
                 { HO_UNIT_YEAR, HO_UNIT_WEEK, 50, 53 },
                 { HO_UNIT_QUARTER, HO_UNIT_MONTH, 3, 3 },
                 { HO_UNIT_QUARTER, HO_UNIT_WEEK, 12, 13 },
                 { HO_UNIT_MONTH, HO_UNIT_WEEK, 4, 5 },
                 { HO_UNIT_MONTH, HO_UNIT_DAY, 20, 31 },
                 { HO_UNIT_WEEK, HO_UNIT_DAY, 5, 7 } };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (rows[i].longer == text && rows[i].shorter == source) {
            *least = rows[i].least;
            *most = rows[i].most;
            return true;
        }
    return false;
}

static bool is_between(int64_t value, const struct ho_fact *base, int64_t least,
                       int64_t most)
{
    return base->low > 0 && base->high < INT64_MAX / 64 &&
           value >= base->low * least && value <= base->high * most;
}

/* "13,800 a year" of "1,150 a month", and the other way round. */
static bool is_of_period(const struct ho_fact *t, const struct ho_fact *s)
{
    int64_t least, most;

    if (!t->period || !s->period || t->low != t->high)
        return false;
    if (is_period(t->period, s->period, &least, &most))
        return is_between(t->low, s, least, most);
    return is_period(s->period, t->period, &least, &most) &&
           s->low == s->high && is_between(s->low, t, least, most);
}

/* "about 700" of "600-800" */
static bool is_middle(const struct ho_fact *t, const struct ho_fact *s)
{
    return t->bound == HO_BOUND_ABOUT && t->low == t->high && s->low < t->low &&
           t->low < s->high && (!t->period || t->period == s->period);
}

/* --- another unit of time ------------------------------------------------ */

int64_t ho_minutes_of(uint8_t unit)
{
    enum { HOUR = 60, MONTH = 730 * HOUR };

    switch (unit) {
    case HO_UNIT_MINUTE:
        return 1;
    case HO_UNIT_HOUR:
        return HOUR;
    case HO_UNIT_DAY:
        return 24 * HOUR;
    case HO_UNIT_WEEK:
        return 7 * 24 * HOUR;
    case HO_UNIT_MONTH:
        return MONTH;
    case HO_UNIT_QUARTER:
        return 3 * MONTH;
    default:
        return unit == HO_UNIT_YEAR ? 12 * MONTH : 0;
    }
}

static int64_t in_minutes(const struct ho_fact *f)
{
    return f->low < SAFE ? f->low * ho_minutes_of(f->unit) / HANDOFF_SCALE : 0;
}

/* "three months" for "a quarter", "24 hours" for "a day" */
static bool is_same_time(const struct handoff_text_checker *c,
                         const struct ho_fact *f)
{
    const struct ho_part_list *p = &c->source;
    const int64_t minutes = in_minutes(f);

    if (f->kind != HO_FACT_NUMBER || minutes == 0)
        return false;
    for (size_t i = 0; i < p->facts && i < LOOKS; i++)
        if (p->fact[i].unit != f->unit && p->fact[i].low > 0 &&
            is_near(minutes, in_minutes(&p->fact[i]), NEARLY))
            return true;
    for (size_t i = 1; i < p->tokens && i < TOKENS; i++)
        if ((p->token[i].class & HO_C(TIME_UNIT)) &&
            ((p->token[i - 1].class & (HO_C(PER) | HO_C(ONE)))) &&
            is_near(minutes, ho_minutes_of(p->token[i].unit), NEARLY))
            return true;
    return false;
}

/* "one of three vendors": "you and two others" */
static bool is_one_more(const struct handoff_text_checker *c,
                        const struct ho_fact *f)
{
    static const char *const words[] = { "other",  "others", "weitere",
                                         "andere", "autres", "otros" };
    const int64_t less = f->low - HANDOFF_SCALE;
    const struct ho_found_keys found =
        ho_find_keys(c, HO_KEY_QUANTITY, less, less);

    for (size_t i = 0; i < found.count && f->kind == HO_FACT_NUMBER; i++) {
        const size_t behind = c->source.fact[found.key[i].fact].last;

        for (size_t k = 0; k < sizeof words / sizeof *words; k++)
            if (behind < c->source.tokens &&
                ho_slice_is_nocase(ho_token_slice(&c->source, behind),
                                   words[k]))
                return true;
    }
    return false;
}

bool ho_is_derived(const struct handoff_text_checker *c,
                   const struct ho_fact *f)
{
    if (is_worked_out(c, f) || is_sum(c, f) || is_per_head(c, f) ||
        is_same_time(c, f) || is_one_more(c, f))
        return true;
    for (size_t i = 0; i < c->source.facts && i < LOOKS; i++) {
        const struct ho_fact *s = &c->source.fact[i];

        if (is_quantity(f) && f->kind == s->kind && ho_same_fact(c, f, s) &&
            (is_of_period(f, s) || is_middle(f, s)))
            return true;
    }
    return false;
}
