/* money.c - amounts; see evidence/value.h */
#include "evidence/value.h"

#include <stdio.h>

#include "evidence/currency.h"
#include "evidence/match.h"
#include "evidence/number.h"
#include "evidence/read.h"
#include "evidence/unit.h"

enum {
    BARE_AMOUNT = 1000, /* less is an amount only with its currency */
    UNIT_BYTES = 8      /* " EUR" */
};

struct amount {
    struct ho_number n;
    struct ho_currency currency;
    bool has_currency;
    bool unclear; /* two currencies */
};

/* --- the currency beside an amount ------------------------------- */

static size_t currency_behind(struct handoff_slice s, size_t end,
                              struct ho_currency *out)
{
    const size_t blank = ho_blank(s, end);
    const size_t n = ho_currency_at(s, end + blank, out);

    return n ? blank + n : 0;
}

static size_t currency_ahead(struct handoff_slice s, size_t from,
                             struct ho_currency *out)
{
    const size_t blank = ho_blank_before(s, from);
    const size_t n = ho_currency_before(s, from - blank, out);

    return n ? blank + n : 0;
}

/* "15k € - 20k": beside the first of the two. */
static bool currency_within(struct handoff_slice s, size_t from, size_t to,
                            struct ho_currency *out)
{
    for (; from < to; from++)
        if (!ho_is_digit(s, from) && ho_currency_at(s, from, out) > 0)
            return true;
    return false;
}

static void find_currency(struct handoff_slice s, struct amount *a)
{
    struct ho_currency behind;
    const bool before = currency_ahead(s, a->n.from, &a->currency) > 0;
    const bool after = currency_behind(s, a->n.to, &behind) > 0;

    if (before && after)
        a->unclear = !ho_currency_join(&a->currency, &behind, &a->currency);
    else if (after)
        a->currency = behind;
    a->has_currency =
        before || after || currency_within(s, a->n.from, a->n.to, &a->currency);
}

/* The only currency of the text, wherever it stands: "5000 (in EUR)". */
static bool only_currency(struct handoff_slice s, struct ho_currency *out)
{
    struct ho_currency next;
    bool found = false;
    size_t at = 0, n;

    while (at < s.len) {
        const size_t letters = ho_letter_run(s, at);

        n = ho_currency_at(s, at, &next);
        if (n > 0 && found && !ho_currency_join(out, &next, out))
            return false;
        if (n > 0 && !found)
            *out = next;
        found = found || n > 0;
        at += n ? n : letters ? letters : 1;
    }
    return found;
}

/* --- amounts among numbers ---------------------------------------- */

/* Without its currency: too little for an amount, or a year. */
static bool is_bare(const struct ho_number *n)
{
    const int64_t size = n->high == INT64_MAX ? n->low : n->high;

    return size / HANDOFF_SCALE < BARE_AMOUNT || n->year_like;
}

/* "15 seats", "2 hours" */
static bool is_counted(struct handoff_slice s, const struct ho_number *n)
{
    return ho_unit_behind(s, n->to) != HO_UNIT_NONE ||
           ho_unit_behind(s, n->end) != HO_UNIT_NONE;
}

/* What the numbers of a text are taken for. */
struct amounts {
    struct amount first;
    size_t count, numbers;
    bool unclear;
};

static bool is_amount(const struct ho_reading *r, const struct amount *a,
                      bool any_strong, bool any_currency)
{
    if (a->has_currency)
        return true;
    if (is_counted(r->words, &a->n))
        return false;
    if (any_strong && a->n.year_like)
        return false; /* "20k for 2027" */
    return !r->in_text || any_currency || a->n.scaled || !is_bare(&a->n);
}

/* The next number with the currency beside it. */
static bool next_amount(struct handoff_slice s, size_t *at, struct amount *out)
{
    *out = (struct amount){ 0 };
    if (!ho_next_number(s, at, &out->n))
        return false;
    find_currency(s, out);
    return true;
}

/* What is known of all the numbers before each is weighed. */
struct survey {
    struct amount first;
    size_t behind; /* byte behind the first */
    size_t numbers;
    bool strong; /* one of them is surely an amount */
};

static void survey_amounts(struct handoff_slice s, struct survey *out)
{
    struct amount a;
    size_t at = 0;

    *out = (struct survey){ 0 };
    for (; next_amount(s, &at, &a); out->numbers++) {
        out->strong = out->strong || a.has_currency || a.n.scaled;
        if (out->numbers > 0)
            continue;
        out->first = a;
        out->behind = at;
    }
}

/* The same amount again, or in other words. */
static void join_amount(struct amounts *all, const struct amount *a)
{
    struct amount *first = &all->first;

    if (first->n.low != a->n.low || first->n.high != a->n.high ||
        first->n.excludes != a->n.excludes)
        all->unclear = true;
    else if (first->has_currency && a->has_currency)
        all->unclear =
            all->unclear ||
            !ho_currency_join(&first->currency, &a->currency, &first->currency);
    else if (a->has_currency)
        *first = *a;
}

static void add_amount(struct amounts *all, struct amount *a,
                       const struct ho_currency *named)
{
    if (!a->has_currency && named) {
        a->has_currency = true;
        a->currency = *named;
    }
    all->unclear = all->unclear || a->unclear || a->n.unclear;
    if (all->count++ == 0)
        all->first = *a;
    else
        join_amount(all, a);
}

static void find_amounts(const struct ho_reading *r, struct amounts *out)
{
    struct ho_currency any = { 0 };
    struct survey all;
    struct amount a;
    size_t at;
    bool named;

    survey_amounts(r->words, &all);
    *out = (struct amounts){ .numbers = all.numbers };
    if (all.numbers == 0)
        return;
    named = all.numbers == 1 && only_currency(r->words, &any);
    ho_set_core(r, all.first.n.start, all.first.n.end);
    a = all.first;
    at = all.behind;
    do
        if (is_amount(r, &a, all.strong, named))
            add_amount(out, &a, named ? &any : NULL);
    while (next_amount(r->words, &at, &a));
}

/* --- what it is paid for ------------------------------------------- */

struct terms {
    const char *period; /* "a year"; NULL: not said */
    bool is_price;      /* "per seat": no sum */
    size_t end;
};

static void find_terms(struct handoff_slice s, const struct amount *a,
                       struct terms *out)
{
    struct ho_currency currency;
    size_t n;

    *out = (struct terms){ .end = a->n.to };
    out->end += currency_behind(s, a->n.to, &currency);
    out->end = a->n.end > out->end ? a->n.end : out->end;
    for (int i = 0; i < 2; i++) {
        const char *period = NULL;

        n = ho_price_behind(s, out->end);
        out->is_price = out->is_price || n > 0;
        out->end += n;
        n = ho_period_behind(s, out->end, &period);
        out->period = n ? period : out->period;
        out->end += n;
    }
}

static void put_amount(const struct amount *a, const struct terms *terms,
                       struct ho_buffer *text)
{
    char unit[UNIT_BYTES] = "";

    if (a->has_currency && *a->currency.code)
        snprintf(unit, sizeof unit, " %s", a->currency.code);
    ho_put_number(text, &a->n, unit);
    if (terms->period)
        ho_buffer_format(text, " %s", terms->period);
    if (terms->is_price)
        ho_buffer_text(text, " each");
}

/* Above 500 begins at 500.0001, below ends at 499.9999: the fixed-point
 * neighbours, as in the policy's "> 500". */
static void set_amount(const struct amount *a, bool is_price,
                       struct handoff_typed *t)
{
    const bool above = a->n.excludes && a->n.high == INT64_MAX;
    const bool below = a->n.excludes && a->n.low == INT64_MIN;

    *t = (struct handoff_typed){ .read = HANDOFF_READ_VALUE,
                                 .has_number = !is_price,
                                 .approximate = a->n.approximate };
    if (is_price) /* the sum is not known */
        return;
    t->low = a->n.low + above;
    t->high = a->n.high - below;
}

void ho_value_money(const struct ho_reading *r, struct handoff_typed *typed,
                    struct ho_buffer *text)
{
    struct amounts all;
    struct terms terms;

    find_amounts(r, &all);
    typed->read = all.unclear ? HANDOFF_READ_AMBIGUOUS : HANDOFF_READ_NOTHING;
    if (all.unclear || all.count == 0)
        return;
    if (all.first.n.high == 0) {
        typed->read = HANDOFF_READ_NONE;
        ho_buffer_text(text, "none");
        return;
    }
    find_terms(r->words, &all.first, &terms);
    if (!terms.period && all.numbers == 1)
        terms.period = ho_period_in(r->words);
    set_amount(&all.first, terms.is_price, typed);
    put_amount(&all.first, &terms, text);
}

void ho_widen_to_currency(struct handoff_slice s, size_t *from, size_t *to)
{
    struct ho_currency currency;
    const char *period;

    *to += currency_behind(s, *to, &currency);
    *from -= currency_ahead(s, *from, &currency);
    for (int i = 0; i < 2; i++) {
        *to += ho_price_behind(s, *to);
        *to += ho_period_behind(s, *to, &period);
    }
}

bool ho_is_currency(struct handoff_slice word)
{
    struct ho_currency currency;

    return word.len > 0 && ho_currency_at(word, 0, &currency) == word.len;
}
