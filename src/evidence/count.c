/* count.c - whole numbers, and how numbers are written down; see
 * evidence/value.h */
#include "evidence/value.h"

#include <inttypes.h>

#include "evidence/currency.h"
#include "evidence/match.h"
#include "evidence/number.h"
#include "evidence/unit.h"

enum { PERIOD_WORDS = 3 }; /* between a count and its period */

/* Two decimals or four where there are any: 3.50, 1.2210. Three behind a point
 * may be read as thousands, by the next reader as by ours; not behind 0. */
static void put_fixed(struct ho_buffer *out, int64_t value)
{
    const int part = (int)(value % HANDOFF_SCALE);

    ho_buffer_format(out, "%" PRId64, value / HANDOFF_SCALE);
    if (part % 100 == 0 && part > 0)
        ho_buffer_format(out, ".%02d", part / 100);
    else if (part % 10 == 0 && part > 0 && value < HANDOFF_SCALE)
        ho_buffer_format(out, ".%03d", part / 10);
    else if (part > 0)
        ho_buffer_format(out, ".%04d", part);
}

void ho_put_number(struct ho_buffer *out, const struct ho_number *n,
                   const char *unit)
{
    if (n->low == INT64_MIN)
        ho_buffer_text(out, n->excludes ? "less than " : "up to ");
    else if (n->high == INT64_MAX && n->excludes)
        ho_buffer_text(out, "more than ");
    if (n->low != INT64_MIN)
        put_fixed(out, n->low);
    if (n->low != INT64_MIN && n->high != INT64_MAX && n->low != n->high)
        ho_buffer_text(out, "..");
    if (n->high != INT64_MAX && n->low != n->high)
        put_fixed(out, n->high);
    ho_buffer_text(out, unit);
    if (n->high == INT64_MAX && !n->excludes)
        ho_buffer_text(out, " or more");
}

/* A length of time is no count, unless the field counts just that; nor is an
 * amount of money. */
static bool is_other(const struct ho_reading *r, const struct ho_number *n)
{
    const struct handoff_slice s = r->words;
    const enum ho_unit unit = ho_unit_behind(s, n->to);
    struct ho_currency currency;
    size_t len;

    if (ho_currency_before(s, n->from - ho_blank_before(s, n->from),
                           &currency) > 0 ||
        ho_currency_at(s, n->to + ho_blank(s, n->to), &currency) > 0)
        return true;
    return unit != HO_UNIT_NONE && unit != HO_UNIT_THING &&
           unit != ho_unit_at(ho_slice(r->field->unit), 0, &len);
}

/* The field counts "a month", and the words say "a week". */
static bool has_other_period(const struct ho_reading *r,
                             const struct ho_number *n)
{
    const char *wanted = NULL, *period = NULL;
    size_t at = n->end;

    if (ho_period_behind(ho_slice(r->field->unit), 0, &wanted) == 0)
        return false;
    for (int i = 0; i <= PERIOD_WORDS && !period; i++) {
        ho_period_behind(r->words, at, &period);
        at += ho_blank(r->words, at);
        at += ho_letter_run(r->words, at);
    }
    return period && strcmp(period, wanted) != 0;
}

static int64_t whole_below(int64_t n)
{
    return n - n % HANDOFF_SCALE;
}

/* Above 200 begins at 201, below 200 ends at 199: so a rule for "> 200" and one
 * for ">= 201" agree, as they do in the policy. */
static void set_count(const struct ho_number *n, struct handoff_typed *t)
{
    *t = (struct handoff_typed){ .read = HANDOFF_READ_VALUE,
                                 .has_number = true,
                                 .low = n->low,
                                 .high = n->high,
                                 .approximate = n->approximate };
    if (n->excludes && n->high == INT64_MAX)
        t->low = whole_below(n->low) + HANDOFF_SCALE;
    if (n->excludes && n->low == INT64_MIN)
        t->high = whole_below(n->high - 1);
}

static bool same_number(const struct ho_number *a, const struct ho_number *b)
{
    return a->low == b->low && a->high == b->high && a->excludes == b->excludes;
}

void ho_value_integer(const struct ho_reading *r, struct handoff_typed *typed,
                      struct ho_buffer *text)
{
    struct ho_number n, first;
    size_t at = 0, count = 0, numbers = 0;

    while (ho_next_number(r->words, &at, &n)) {
        if (numbers++ == 0)
            ho_set_core(r, n.start, n.end);
        if (is_other(r, &n))
            continue;
        if (n.unclear || has_other_period(r, &n) ||
            (count > 0 && !same_number(&n, &first))) {
            typed->read = HANDOFF_READ_AMBIGUOUS;
            return;
        }
        if (count++ == 0)
            first = n;
    }
    typed->read = HANDOFF_READ_NOTHING;
    if (count == 0)
        return;
    set_count(&first, typed);
    ho_put_number(text, &first, "");
}
