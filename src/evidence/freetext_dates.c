/* freetext_dates.c - days, months, quarters, weekdays and times of a text */
#include <handoff/fields.h>

#include "base/clock.h"
#include "evidence/freetext.h"

enum { EVENT_REACH = 10 };

struct reader {
    struct handoff_text_checker *c;
    struct ho_part_list *p;
    uint32_t sentence;
    size_t first, last, at;
};

static const struct ho_token *token(const struct reader *r, size_t i)
{
    static const struct ho_token none = { .kind = HO_TOKEN_LINE };

    return i >= r->first && i < r->last ? &r->p->token[i] : &none;
}

static bool is_month_word(const struct ho_token *t)
{
    return ho_is_word_token(t) && (t->class & (HO_C(MONTH) | HO_C(QUARTER))) &&
           !(t->class & HO_C(SELDOM));
}

/* Does another date begin or end at token i?  "5 users" is none. */
static bool is_dated(const struct reader *r, size_t i)
{
    const struct ho_token *t = token(r, i);

    if (t->kind == HO_TOKEN_NUMBER)
        return is_month_word(token(r, i + 1)) ||
               is_month_word(token(r, i - 1)) ||
               ho_is_sign(token(r, i + 1), '.') ||
               (t->shape & HO_SHAPE_ORDINAL);
    return t->kind == HO_TOKEN_DATE || is_month_word(t);
}

/* The event at token i, unless another date is as near to it as this one,
 * which lies `reach` tokens away on the other side. */
static uint8_t event_at(const struct reader *r, size_t i, size_t reach,
                        bool forward)
{
    const struct ho_token *t = token(r, i);

    if (!(t->sense & HO_S(EVENT)))
        return 0;
    for (size_t d = 1; d <= reach; d++)
        if (is_dated(r, forward ? i + d : i - d))
            return 0;
    return t->unit;
}

static bool parts(const struct reader *r, size_t i)
{
    const struct ho_token *t = token(r, i);

    return is_dated(r, i) || ho_is_sign(t, ',') ||
           (ho_is_word_token(t) && (t->sense & HO_S(BUT)));
}

/* The event nearest to the date, on either side of it. */
static uint8_t nearest_event(const struct reader *r, size_t from, size_t to)
{
    bool before = true, behind = true;

    for (size_t d = 1; d <= EVENT_REACH; d++) {
        uint8_t found = 0;

        before = before && from >= r->first + d && !parts(r, from - d);
        behind = behind && !parts(r, to + d - 1);
        if (before)
            found = event_at(r, from - d, d, false);
        if (!found && behind)
            found = event_at(r, to + d - 1, d, true);
        if (found)
            return found;
    }
    return 0;
}

static void add(const struct reader *r, enum ho_fact_kind kind, int64_t value,
                uint32_t year, size_t end)
{
    struct ho_part_list *p = r->p;
    const bool two_ways = (r->p->token[r->at].shape & HO_SHAPE_TWO_WAYS) != 0;
    struct ho_fact *f =
        ho_more(r->c, &p->fact, &p->facts, &p->fact_room, sizeof *f);

    if (!f)
        return;
    *f = (struct ho_fact){ .kind = (uint8_t)kind,
                           .low = value,
                           .high = value,
                           .year = year,
                           .first = (uint32_t)r->at,
                           .last = (uint32_t)end,
                           .sentence = r->sentence,
                           .two_ways = two_ways };
    if (kind == HO_FACT_DAY || kind == HO_FACT_MONTH)
        f->event = nearest_event(r, r->at, end);
}

static int64_t day_number(const struct ho_token *t)
{
    const int64_t value = t->value / HANDOFF_SCALE;

    if (t->kind != HO_TOKEN_NUMBER || t->value % HANDOFF_SCALE || value < 1 ||
        value > 31 || (t->shape & HO_SHAPE_GROUPED))
        return 0;
    return value;
}

static uint32_t year_number(const struct ho_token *t)
{
    const int64_t value = t->value / HANDOFF_SCALE;

    if (t->kind != HO_TOKEN_NUMBER || t->value % HANDOFF_SCALE ||
        value < 1950 || value > 2099 || (t->shape & HO_SHAPE_GROUPED))
        return 0;
    return (uint32_t)value;
}

/* "all 12 may need it" names no day. */
static bool is_month(const struct reader *r, size_t i)
{
    const struct ho_token *t = token(r, i);

    if (ho_is_word_token(t) && !(t->shape & HO_SHAPE_CAPITAL) &&
        ho_slice_is(ho_token_slice(r->p, i), "sept"))
        return day_number(token(r, i - 1)) || year_number(token(r, i + 1));
    return ho_is_word_token(t) && (t->class & HO_C(MONTH)) &&
           (!(t->class & HO_C(SELDOM)) || (t->shape & HO_SHAPE_CAPITAL) ||
            !r->p->is_english);
}

/* "may" and "march" are months only where they must be. */
static bool stands_for_month(const struct reader *r, size_t i)
{
    const struct ho_token *t = token(r, i), *before = token(r, i - 1);
    const struct ho_token *next = token(r, i + 1);

    if (ho_is_word_token(next) && (next->shape & HO_SHAPE_CAPITAL) &&
        !ho_is_known(next) && (t->shape & HO_SHAPE_CAPITAL))
        return false; /* "April Jones" */
    if (!(t->class & HO_C(SELDOM)) || is_month_word(next) ||
        ((ho_is_sign(next, '-') || (next->class & HO_C(RANGE))) &&
         is_month_word(token(r, i + 2))))
        return true;
    if (r->p->is_source && (t->shape & HO_SHAPE_CAPITAL) &&
        !(t->shape & HO_SHAPE_INITIAL))
        return true;
    return i > r->first && (before->class & HO_C(IN_TIME)) &&
           (!r->p->is_english || (t->shape & HO_SHAPE_CAPITAL));
}

/* ", 2026", " 2026", " de 2026" behind a month or day. */
static size_t skip_year(const struct reader *r, size_t i, uint32_t *year)
{
    size_t at = i + ho_is_sign(token(r, i), ',');

    if (ho_is_sign(token(r, at), '.') || (token(r, at)->class & HO_C(OF)))
        at++;
    *year = year_number(token(r, at));
    return *year ? at + 1 : i;
}

static size_t add_written(const struct reader *r)
{
    const struct ho_token *t = token(r, r->at);

    add(r, HO_FACT_DAY, t->value % 10000, (uint32_t)(t->value / 10000),
        r->at + 1);
    return r->at + 1;
}

/* "-", "and", "to", "or", "/", "." between days that share a month. */
static bool joins_days(const struct ho_token *t)
{
    return ho_is_sign(t, '-') || ho_is_sign(t, '/') || ho_is_sign(t, ',') ||
           (ho_is_word_token(t) && (t->class & (HO_C(RANGE) | HO_C(FUNC))) &&
            t->to - t->from <= 3);
}

static size_t skip_day(const struct reader *r, size_t i)
{
    const bool dot = ho_is_sign(token(r, i + 1), '.') &&
                     (token(r, i + 1)->shape & HO_SHAPE_GLUED);

    return i + 1 + dot;
}

/* "12 October", "12. Oktober 2026", "12th of October", "12-14 October". */
static size_t add_day_month(const struct reader *r)
{
    const int64_t day = day_number(token(r, r->at));
    size_t at = skip_day(r, r->at);
    int64_t second = 0, month;
    uint32_t year;

    if (!day)
        return r->at;
    if (joins_days(token(r, at)) && day_number(token(r, at + 1)) > day) {
        second = day_number(token(r, at + 1));
        at = skip_day(r, at + 1);
    }
    at += (token(r, at)->class & HO_C(OF)) && is_month(r, at + 1);
    if (!is_month(r, at))
        return r->at;
    month = token(r, at)->value;
    at = skip_year(r, at + 1, &year);
    add(r, HO_FACT_DAY, month * 100 + day, year, at);
    if (second)
        add(r, HO_FACT_DAY, month * 100 + second, year, at);
    return at;
}

/* "October 14 demo" is one of that day. */
static bool counts(const struct ho_token *t)
{
    return (t->class & HO_C(UNIT)) && !(t->class & HO_C(SLOT)) &&
           !(t->sense & HO_S(EVENT));
}

/* "October 12", "October 12th, 2026", "October 12-14", "October 2026". */
static size_t add_month(const struct reader *r)
{
    const int64_t month = token(r, r->at)->value * 100;
    size_t at = r->at + 1;
    uint32_t year;
    int64_t day, second;

    at += ho_is_sign(token(r, at), '.') && day_number(token(r, at + 1));
    day = day_number(token(r, at));
    if (day && (token(r, at)->shape & HO_SHAPE_GLUED) == 0 &&
        !counts(token(r, at + 1))) { /* "in August 31 hours" */
        size_t end = skip_year(r, at + 1, &year);

        second = joins_days(token(r, end)) ? day_number(token(r, end + 1)) : 0;
        end += second > day ? 2 : 0;
        add(r, HO_FACT_DAY, month + day, year, end);
        if (second > day)
            add(r, HO_FACT_DAY, month + second, year, end);
        return end;
    }
    at = skip_year(r, r->at + 1, &year);
    if (!year && !stands_for_month(r, r->at))
        return r->at;
    add(r, HO_FACT_MONTH, month, year, at);
    return at;
}

static bool is_quarter_word(const struct ho_token *t)
{
    return ho_is_word_token(t) && t->unit == HO_UNIT_QUARTER &&
           (t->class & HO_C(TIME_UNIT));
}

/* "Q3", "third quarter", "3. Quartal", "2e trimestre" */
static size_t find_quarter(const struct reader *r, int64_t *quarter)
{
    const struct ho_token *t = token(r, r->at);
    const size_t at = skip_day(r, r->at);

    *quarter = t->value;
    if (ho_is_word_token(t) && (t->class & HO_C(QUARTER)))
        return r->at + 1;
    if ((t->class & HO_C(ORDINAL)) && is_quarter_word(token(r, r->at + 1)))
        return r->at + 2;
    *quarter = day_number(t);
    if (*quarter && *quarter <= 4 && is_quarter_word(token(r, at)) &&
        (at > r->at + 1 || (t->shape & HO_SHAPE_ORDINAL)))
        return at + 1;
    return r->at;
}

/* "Q2 2027", "2027 Q2", "Q2/2027" */
static size_t add_quarter(const struct reader *r)
{
    int64_t quarter;
    uint32_t year = 0;
    const size_t at = find_quarter(r, &quarter);
    size_t end;

    if (at == r->at)
        return at;
    end = skip_year(r, at + ho_is_sign(token(r, at), '/'), &year);
    if (!year) {
        end = at;
        year = r->at > r->first ? year_number(token(r, r->at - 1)) : 0;
    }
    add(r, HO_FACT_QUARTER, quarter, year, end);
    return end;
}

/* "10:30", "3 pm" is one token; "14 Uhr" two. */
static size_t add_clock(const struct reader *r)
{
    const struct ho_token *t = token(r, r->at), *next = token(r, r->at + 1);

    if (t->kind == HO_TOKEN_CLOCK) {
        add(r, HO_FACT_CLOCK, t->value, 0, r->at + 1);
        return r->at + 1;
    }
    if (day_number(t) && day_number(t) <= 24 && ho_is_word_token(next) &&
        (next->class & HO_C(CLOCK)) && next->value == 0) {
        add(r, HO_FACT_CLOCK, day_number(t) * 60, 0, r->at + 2);
        return r->at + 2;
    }
    return r->at;
}

static size_t add_word(const struct reader *r)
{
    const struct ho_token *t = token(r, r->at);

    if (t->class & HO_C(WEEKDAY)) {
        add(r, HO_FACT_WEEKDAY, t->value, 0, r->at + 1);
        return r->at + 1;
    }
    if (t->class & HO_C(RELATIVE)) {
        add(r, HO_FACT_RELATIVE, t->value, 0, r->at + t->span);
        return r->at + t->span;
    }
    return r->at;
}

size_t ho_find_date(struct handoff_text_checker *c, struct ho_part_list *p,
                    size_t sentence, size_t i)
{
    const struct reader r = { c,
                              p,
                              (uint32_t)sentence,
                              p->sentence[sentence].first,
                              p->sentence[sentence].last,
                              i };
    const struct ho_token *t = &p->token[i];
    size_t end;

    if (t->shape & HO_SHAPE_BRACKETED && t->kind != HO_TOKEN_DATE)
        return i;
    if (t->kind == HO_TOKEN_DATE)
        return add_written(&r);
    if (t->kind == HO_TOKEN_CLOCK)
        return add_clock(&r);
    if (t->kind == HO_TOKEN_NUMBER) {
        end = add_day_month(&r);
        end = end > i ? end : add_quarter(&r);
        return end > i ? end : add_clock(&r);
    }
    if (!ho_is_word_token(t))
        return i;
    end = add_quarter(&r);
    if (end == i && is_month(&r, i))
        end = add_month(&r);
    return end > i ? end : add_word(&r);
}
