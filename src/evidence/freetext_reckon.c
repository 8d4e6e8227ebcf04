/* freetext_reckon.c - numbers that the source does not have, but that two or
 * three of its numbers could give
 *
 * freetext_derive.c knows how a text says that it has worked something out.
 * Here nothing is said: 6k between offers of 18k and 24k, 22 people of 3
 * partners and 19 employees.  Such a number may be right, so it does not fail
 * the text; to be believed it would have to be worked out by the reader.
 */
#include <handoff/fields.h>

#include "evidence/freetext.h"

enum {
    NUMBERS = 24,   /* of the source, that are worked with */
    BUDGET = 512,   /* numbers of one text that are worked out */
    SMALL = 12,     /* up to here numbers meet by chance */
    BESIDE = 2,     /* numbers apart, to be of one list */
    NEAR = 4,       /* numbers apart, to be worked with */
    AROUND = 6,     /* numbers of the text's sentence, on each side */
    ROUGHLY = 8,    /* percent, behind "about" */
    WHOLE = 100,    /* percent */
    POINT = 1,      /* percent, of a share that was worked out */
    SAFE = 1 << 30, /* products of numbers below do not overflow */
    YEAR = 12,      /* months */
    WEEKS = 52
};

struct sum {
    const struct handoff_text_checker *c;
    const struct ho_fact *f; /* of the text */
    const struct ho_fact *at[NUMBERS];
    size_t count;
    bool averages;     /* the text says so */
    bool other_period; /* than those of the source */
    bool counted;      /* the source counts this very thing, and otherwise */
};

static bool is_small(int64_t value)
{
    return value <= SMALL * (int64_t)HANDOFF_SCALE;
}

/* A product in fixed point; 0 where it would not fit. */
static int64_t times(int64_t a, int64_t b)
{
    const int64_t x = a / HANDOFF_SCALE, y = b / HANDOFF_SCALE;

    if (a <= 0 || b <= 0 || x >= SAFE || y >= SAFE ||
        (x + 1) > INT64_MAX / HANDOFF_SCALE / (y + 1))
        return 0;
    return x * y * HANDOFF_SCALE + x * (b % HANDOFF_SCALE) +
           y * (a % HANDOFF_SCALE);
}

/* Is it the number of the text, but for rounding? */
static bool is_it(const struct ho_fact *f, int64_t value)
{
    const int64_t off = f->low > value ? f->low - value : value - f->low;
    const bool round = f->low % (5 * (int64_t)HANDOFF_SCALE) == 0;
    const int64_t percent = !round                      ? 0
                            : f->bound != HO_BOUND_NONE ? ROUGHLY
                                                        : 1;

    if (value <= 0 || is_small(value))
        return off == 0;
    if (value % HANDOFF_SCALE && f->low % HANDOFF_SCALE == 0 &&
        off <= HANDOFF_SCALE / 2)
        return true; /* rounded to a whole */
    return off <= value / WHOLE * percent;
}

/* A number that counts nothing may be money. */
static bool is_whole_of(const struct ho_fact *f, const struct ho_fact *a)
{
    return a->kind == f->kind ||
           (a->kind == HO_FACT_MONEY && f->kind == HO_FACT_NUMBER && !f->unit &&
            (f->scaled || f->period)) ||
           (f->kind == HO_FACT_MONEY && a->kind == HO_FACT_NUMBER && !a->unit &&
            !a->after[0] && a->scaled);
}

/* One behind the other in the source: what belongs together. */
static bool are_near(const struct sum *s, size_t i, size_t k)
{
    return k - i <= NEAR && s->at[k]->sentence - s->at[i]->sentence <= 1;
}

/* Do the two count things that may be added or compared? */
static bool are_alike(const struct ho_fact *a, const struct ho_fact *b)
{
    const bool money = a->kind == HO_FACT_MONEY || b->kind == HO_FACT_MONEY;
    const struct ho_fact *bare = a->kind == HO_FACT_NUMBER ? a : b;

    if (money && bare->kind == HO_FACT_NUMBER)
        return bare->scaled && !bare->unit;
    if (a->kind != b->kind || a->kind == HO_FACT_YEAR)
        return false;
    return !a->unit || !b->unit || ho_units_agree(a->unit, b->unit);
}

static bool is_sum(const struct sum *s, size_t i, size_t k)
{
    const struct ho_fact *a = s->at[i], *b = s->at[k];
    const bool beside = k - i <= BESIDE && b->sentence - a->sentence <= 1;
    const bool small = is_small(s->f->low);
    int64_t sum = a->low + b->low;

    if (!is_whole_of(s->f, a) || !are_alike(a, b) || (small && !beside))
        return false;
    if (is_it(s->f, sum) ||
        (!small &&
         is_it(s->f, a->low > b->low ? a->low - b->low : b->low - a->low)))
        return true;
    for (k++; beside && k < s->count && s->at[k]->sentence == b->sentence;
         k++) { /* three and more, one behind the other */
        if (!are_alike(s->at[k - 1], s->at[k]) || sum >= INT64_MAX / 4)
            return false;
        sum += s->at[k]->low;
        if (is_it(s->f, sum))
            return true;
    }
    return false;
}

/* "for 36 turbines that'd be 432,000", a year's worth of it, and a third
 * number that multiplies it once more */
static bool is_product(const struct sum *s, size_t i, size_t k)
{
    static const int64_t often[] = { 1, YEAR, WEEKS };
    const struct ho_fact *a = s->at[i], *b = s->at[k], *f = s->f;
    const int64_t product = times(a->low, b->low);

    if (product == 0 || product >= (int64_t)SAFE * HANDOFF_SCALE ||
        f->low <= 2 * SMALL * (int64_t)HANDOFF_SCALE)
        return false;
    for (size_t n = 0; n < sizeof often / sizeof *often; n++)
        if ((n == 0 || f->period) && is_it(f, product * often[n]) &&
            (is_whole_of(f, a) || is_whole_of(f, b)))
            return true;
    for (size_t n = k + 1; f->kind == HO_FACT_MONEY && n < s->count; n++)
        if (s->at[n]->kind == HO_FACT_MONEY &&
            is_it(f, times(product, s->at[n]->low)))
            return true;
    return false;
}

/* Does rounding the quotient to a whole explain the difference? */
static bool is_rounded(int64_t product, int64_t whole, int64_t by)
{
    const int64_t off = product > whole ? product - whole : whole - product;

    return product > 0 && off <= by / 2;
}

/* so much a head, a month, a week */
static bool is_quotient(const struct sum *s, const struct ho_fact *a,
                        const struct ho_fact *b)
{
    const struct ho_fact *f = s->f;
    struct ho_fact whole = *a;

    whole.bound = f->bound;
    return is_whole_of(f, a) && b->kind == HO_FACT_NUMBER &&
           b->low > HANDOFF_SCALE && a->low > f->low && !is_small(f->low) &&
           (is_it(&whole, times(f->low, b->low)) ||
            is_rounded(times(f->low, b->low), a->low, b->low));
}

static bool is_percent(const struct ho_fact *f, int64_t share, int64_t percent)
{
    const int64_t off = share > percent ? share - percent : percent - share;

    if (f->bound == HO_BOUND_OVER || f->bound == HO_BOUND_AT_LEAST)
        return percent >= share && off <= share / 4;
    if (f->bound == HO_BOUND_UNDER || f->bound == HO_BOUND_AT_MOST)
        return percent <= share && off <= share / 4;
    return off <= (f->bound == HO_BOUND_ABOUT ? 4 * POINT : POINT);
}

/* The share that one is of another, or that it is less or more. */
static bool is_share(const struct ho_fact *f, const struct ho_fact *a,
                     const struct ho_fact *b)
{
    const int64_t less = a->low < b->low ? a->low : b->low;
    const int64_t more = a->low < b->low ? b->low : a->low;
    const int64_t share = f->low / HANDOFF_SCALE;
    int64_t percent;

    if (f->kind != HO_FACT_SHARE || !are_alike(a, b) ||
        (a->unit != b->unit &&
         (a->sentence != b->sentence || (a->unit && b->unit))) ||
        less <= 0 || more >= INT64_MAX / WHOLE)
        return false;
    percent = less * WHOLE / more;
    return is_percent(f, share, percent) ||
           is_percent(f, share, WHOLE - percent) ||
           is_percent(f, share, (more - less) * WHOLE / less);
}

/* What "raised by 30% to 349" was before. */
static bool is_before_change(const struct ho_fact *f, const struct ho_fact *now,
                             const struct ho_fact *share)
{
    const int64_t percent = share->low / HANDOFF_SCALE;

    return f->kind == HO_FACT_MONEY && percent > 0 && percent < WHOLE &&
           now->low < INT64_MAX / (2 * WHOLE) &&
           (is_it(f, now->low * WHOLE / (WHOLE + percent)) ||
            is_it(f, now->low * WHOLE / (WHOLE - percent)));
}

/* 250k at once and 40k a year, over three years */
static bool is_of_years(const struct ho_fact *f, const struct ho_fact *once,
                        const struct ho_fact *yearly)
{
    enum { FEWEST = 2, MOST = 5 };
    bool is = false;

    for (int64_t n = FEWEST; n <= MOST && yearly->period == HO_UNIT_YEAR && !is;
         n++)
        is = f->kind == HO_FACT_MONEY && once->kind == f->kind &&
             yearly->kind == f->kind && yearly->low < INT64_MAX / 16 &&
             f->low == once->low + n * yearly->low;
    return is;
}

/* 5,000 for the setup, and then 200 a month */
static bool is_first_year(const struct ho_fact *f, const struct ho_fact *once,
                          const struct ho_fact *monthly)
{
    return f->kind == HO_FACT_MONEY && once->kind == f->kind &&
           monthly->kind == f->kind && monthly->period == HO_UNIT_MONTH &&
           monthly->low < INT64_MAX / 4 / YEAR &&
           is_it(f, once->low + monthly->low * YEAR);
}

static bool is_pair(const struct sum *s, size_t i, size_t k)
{
    const struct ho_fact *a = s->at[i], *b = s->at[k], *f = s->f;

    if (a->high >= INT64_MAX / 4 || b->high >= INT64_MAX / 4)
        return false;
    if (are_near(s, i, k) && is_share(f, a, b))
        return true;
    if (a->kind == HO_FACT_SHARE || b->kind == HO_FACT_SHARE) {
        const struct ho_fact *share = a->kind == HO_FACT_SHARE ? a : b;
        const struct ho_fact *of = share == a ? b : a;
        const int64_t part = times(of->low / WHOLE, share->low);

        return share->kind != of->kind && is_whole_of(f, of) &&
               !is_small(f->low) &&
               (is_it(f, part) || is_it(f, of->low - part) ||
                is_before_change(f, of, share));
    }
    if (f->kind == HO_FACT_SHARE)
        return false;
    if (s->counted) /* a total is no other count of it */
        return s->other_period && is_whole_of(f, a) && are_near(s, i, k) &&
               is_product(s, i, k);
    return is_sum(s, i, k) || (are_near(s, i, k) && is_product(s, i, k)) ||
           is_quotient(s, a, b) || is_quotient(s, b, a) ||
           is_of_years(f, a, b) || is_of_years(f, b, a) ||
           is_first_year(f, a, b) || is_first_year(f, b, a) ||
           (s->averages && is_whole_of(f, a) && are_alike(a, b) &&
            is_it(f, (a->low + b->low) / 2));
}

/* "22 shops with two each, and three in one more" */
static bool is_product_and(const struct sum *s, size_t i, size_t k)
{
    const struct ho_fact *f = s->f;
    const int64_t product = times(s->at[i]->low, s->at[k]->low);

    if (product == 0 || is_small(f->low) || !are_near(s, i, k) ||
        product >= INT64_MAX / 4)
        return false;
    for (size_t j = k + 1; j < s->count && are_near(s, k, j); j++)
        if (f->low == product + s->at[j]->low ||
            f->low == product - s->at[j]->low)
            return true;
    return false;
}

/* Does a word of the source double or halve, or say so often? */
static bool is_worded(const struct sum *s, const struct ho_fact *a)
{
    return s->c->halves && a->kind == s->f->kind &&
           (s->f->low * 2 == a->low ||
            (a->low < INT64_MAX / 2 && s->f->low == a->low * 2));
}

/* What is left of a whole; a year's worth of it; twice a year and every six
 * months. */
static bool is_single(const struct sum *s, const struct ho_fact *a)
{
    const struct ho_fact *f = s->f;

    if (is_worded(s, a))
        return true;
    if (f->kind == HO_FACT_SHARE)
        return a->kind == HO_FACT_SHARE && a->low == a->high &&
               f->low + a->low == WHOLE * (int64_t)HANDOFF_SCALE;
    if (f->unit == HO_UNIT_MONTH && a->period == HO_UNIT_YEAR)
        return times(f->low, a->low) == YEAR * (int64_t)HANDOFF_SCALE;
    return is_whole_of(f, a) && a->period && !is_small(f->low) &&
           a->low < INT64_MAX / WEEKS &&
           (is_it(f, a->low * YEAR) || is_it(f, a->low * WEEKS) ||
            (a->low > YEAR * (int64_t)HANDOFF_SCALE &&
             is_it(f, a->low / YEAR)));
}

static bool may_count(const struct ho_fact *f)
{
    return f->low > 0 && (f->kind == HO_FACT_NUMBER ||
                          f->kind == HO_FACT_MONEY || f->kind == HO_FACT_SHARE);
}

/* So much a year, where the source says it of days or months only */
static bool has_other_period(const struct handoff_text_checker *c,
                             const struct ho_fact *f)
{
    for (size_t i = 0; f->period && i < c->source.facts && i < HO_LOOKS; i++)
        if (c->source.fact[i].kind == f->kind &&
            c->source.fact[i].period == f->period)
            return false;
    return f->period != 0;
}

static bool says_average(const struct handoff_text_checker *c,
                         const struct ho_fact *f)
{
    const struct ho_sentence *s = &c->text.sentence[f->sentence];

    for (size_t i = s->first; i < s->last; i++)
        if (c->text.token[i].class & HO_C(AVERAGE))
            return true;
    return false;
}

static bool is_counted(const struct handoff_text_checker *c,
                       const struct ho_fact *f)
{
    const uint32_t head = ho_fact_head(c, f);

    return f->kind == HO_FACT_NUMBER &&
           ((head && (c->words.word[head].flags & HO_WORD_HEADS)) ||
            (f->unit && (c->counted >> f->unit & 1)));
}

/* Out of two numbers beside it, which are looked up themselves. */
static bool is_of_two(const struct ho_fact *f, const struct ho_fact *a,
                      const struct ho_fact *b)
{
    return a->kind == f->kind && b->kind == f->kind &&
           a->high < INT64_MAX / 2 && b->high < INT64_MAX / 2 &&
           (f->low == a->low + b->low || f->low == a->low - b->low ||
            f->low == b->low - a->low ||
            (!is_small(f->low) && f->low == times(a->low, b->low)));
}

/* The text's number at that place or behind it. */
static const struct ho_fact *at_or_behind(const struct handoff_text_checker *c,
                                          size_t place)
{
    size_t low = 0, high = c->text.facts;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (c->text.fact[middle].first < place)
            low = middle + 1;
        else
            high = middle;
    }
    return c->text.fact + low;
}

/* "9 buildings, 3 of them old, so six are new", "from 6 to 10, so 4 more".
 * f may be one end of a number of the text: it is known by its place. */
static bool is_told(const struct handoff_text_checker *c,
                    const struct ho_fact *f)
{
    const struct ho_fact *all = c->text.fact, *end = all + c->text.facts;
    const struct ho_fact *here = at_or_behind(c, f->first);
    const struct ho_fact *first = here, *last = here;

    while (first > all && first[-1].sentence == f->sentence &&
           here - first < AROUND)
        first--;
    while (last < end && last->sentence == f->sentence && last - here < AROUND)
        last++;
    for (const struct ho_fact *a = first; a < last; a++) {
        if (a->first == f->first)
            continue;
        if (a->kind == f->kind && a->high > a->low &&
            f->low == a->high - a->low)
            return true;
        for (const struct ho_fact *b = a + 1; b < last; b++)
            if (b->first != f->first && is_of_two(f, a, b))
                return true;
    }
    return false;
}

bool ho_may_be_reckoned(struct handoff_text_checker *c, const struct ho_fact *f)
{
    struct sum s = { .c = c, .f = f };

    if (!may_count(f) || f->low >= INT64_MAX / 4 || c->reckoned++ > BUDGET)
        return false;
    if (is_told(c, f) || ho_may_be_span(c, f))
        return true;
    s.counted = is_counted(c, f);
    s.other_period = has_other_period(c, f);
    s.averages = says_average(c, f);
    for (size_t i = 0; i < c->source.facts && s.count < NUMBERS; i++)
        if (may_count(&c->source.fact[i]))
            s.at[s.count++] = &c->source.fact[i];
    for (size_t i = 0; i < s.count; i++) {
        if (is_single(&s, s.at[i]))
            return true;
        for (size_t k = i + 1; k < s.count; k++)
            if (is_pair(&s, i, k) || (!s.counted && is_product_and(&s, i, k)))
                return true;
    }
    return false;
}
