/* date_day.c - one day of the calendar; see evidence/date_span.h */
#include "evidence/date_span.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "evidence/match.h"

enum {
    YEARS_FROM = 1900,
    CENTURY = 2000,  /* of a year in two digits */
    LEAP_YEAR = 2024 /* has every day that any year has */
};

struct cursor {
    struct handoff_slice s;
    size_t at;
};

struct date {
    int year, month, day;
    bool ambiguous;
    bool day_last; /* as in "October 12": another day may follow */
};

static bool take(struct cursor *c, const char *text)
{
    const size_t n = ho_match(c->s, c->at, text);

    c->at += n;
    return n > 0;
}

/* A number of `min` to `max` digits; 0 where there is none (no day, month or
 * year is 0). */
static int take_number(struct cursor *c, size_t min, size_t max)
{
    int value = 0;
    size_t n = 0;

    while (ho_is_digit(c->s, c->at) && n <= max) {
        value = value * 10 + (c->s.ptr[c->at++] - '0');
        n++;
    }
    return n >= min && n <= max ? value : 0;
}

static int take_month(struct cursor *c)
{
    return ho_month_at(c->s, c->at, &c->at);
}

static void take_ordinal(struct cursor *c)
{
    static const char *const ends[] = { "st", "nd", "rd", "th", ".", "er" };

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (take(c, ends[i]))
            return;
}

/* ", 2026" or " 2026" behind a day and month. */
static int take_year(struct cursor *c)
{
    const struct cursor before = *c;
    int year;

    take(c, ",");
    if (take(c, " de ") || take(c, " ")) {
        year = take_number(c, 4, 4);
        if (year >= YEARS_FROM)
            return year;
    }
    *c = before;
    return 0;
}

/* "2026" or "26" at the end of a date in figures. */
static int take_figure_year(struct cursor *c, size_t least)
{
    const size_t digits = ho_digit_run(c->s, c->at);
    const int year = take_number(c, least, 4);

    if (digits == 2)
        return CENTURY + year;
    return digits == 4 && year >= YEARS_FROM ? year : 0;
}

static bool take_iso(struct cursor *c, struct date *d)
{
    const char *sign;

    d->year = take_number(c, 4, 4);
    if (d->year < YEARS_FROM || c->at >= c->s.len)
        return false;
    sign = c->s.ptr[c->at] == '/' ? "/" : c->s.ptr[c->at] == '.' ? "." : "-";
    if (!take(c, sign))
        return false;
    d->month = take_number(c, 2, 2);
    if (!take(c, sign))
        return false;
    d->day = take_number(c, 2, 2);
    if (c->at < c->s.len && c->s.ptr[c->at] == 'T' &&
        ho_is_digit(c->s, c->at + 1))
        take(c, "t"); /* a time of the day follows; the boundary check skips
                       * nothing else */
    return true;
}

/* "1.12.10.2026" is a version. */
static bool goes_on(const struct cursor *c)
{
    return c->at < c->s.len && strchr("./-", c->s.ptr[c->at]) &&
           ho_is_digit(c->s, c->at + 1);
}

/* 12.10.2026 is the twelfth of October wherever dots are used; 13/10/2026
 * can be read in one way only, 03/04/2026 in two. */
static void order_days(char sign, struct date *d)
{
    if (sign == '.')
        return;
    d->ambiguous = d->day <= 12 && d->month <= 12 && d->day != d->month;
    if (d->month > 12) {
        const int day = d->month;

        d->month = d->day;
        d->day = day;
    }
}

static bool take_numeric(struct cursor *c, struct date *d)
{
    static const char *const signs[] = { "/", ".", "-" };
    const char *sign = "";

    d->day = take_number(c, 1, 2);
    for (size_t i = 0; i < 3 && !*sign; i++)
        if (c->at < c->s.len && c->s.ptr[c->at] == *signs[i])
            sign = signs[i];
    if (d->day == 0 || !*sign || !take(c, sign))
        return false;
    d->month = take_number(c, 1, 2);
    if (d->month == 0 || !take(c, sign))
        return false;
    d->year = take_figure_year(c, *sign == '-' ? 4 : 2);
    order_days(*sign, d);
    return d->year > 0 && !goes_on(c);
}

/* 12 October 2026, 12th of October, 12-Oct-26 */
static bool take_day_month(struct cursor *c, struct date *d)
{
    bool dashed;

    d->day = take_number(c, 1, 2);
    if (d->day == 0)
        return false;
    take_ordinal(c);
    dashed = take(c, "-");
    if (!dashed && !take(c, " of ") && !take(c, " de ") && !take(c, " "))
        return false;
    d->month = take_month(c);
    if (d->month == 0)
        return false;
    d->year = dashed && take(c, "-") ? take_figure_year(c, 2) : take_year(c);
    return true;
}

static bool take_month_day(struct cursor *c, struct date *d)
{
    d->month = take_month(c);
    if (d->month == 0 || !take(c, " "))
        return false;
    take(c, "the ");
    d->day = take_number(c, 1, 2);
    if (d->day == 0)
        return false;
    take_ordinal(c);
    d->year = take_year(c);
    d->day_last = d->year == 0;
    return true;
}

static bool exists(const struct date *d)
{
    return ho_date_exists(d->year ? d->year : LEAP_YEAR, d->month, d->day);
}

static bool take_date(struct cursor *c, struct date *d)
{
    static bool (*const forms[])(struct cursor *, struct date *) = {
        take_iso, take_numeric, take_day_month, take_month_day
    };

    enum { FORMS = sizeof forms / sizeof *forms };

    /* all but the last begin with a digit, and that one never does */
    const bool digit = ho_is_digit(c->s, c->at);

    const size_t end = digit ? FORMS - 1 : FORMS;

    for (size_t i = digit ? 0 : FORMS - 1; i < end; i++) {
        struct cursor next = *c;
        struct date found = { 0 };

        if (!forms[i](&next, &found) || !exists(&found) ||
            (!ho_word_boundary(c->s, next.at) && c->s.ptr[next.at - 1] != 'T'))
            continue;
        *c = next;
        *d = found;
        return true;
    }
    return false;
}

/* What stands between two days of which only one has its month. */
static const char *const joints[] = {
    " - ",   "-",      " – ",    "–",       "/",      " or ", " and ", " to ",
    " bis ", " oder ", " und ",  " y ",     " o ",    " al ", " et ",  " ou ",
    " au ",  " & ",    ". bis ", ". oder ", ". und ", "./",   ".-"
};

/* "12-14 October", "12th or 14 October": a day stands before the date. */
static bool follows_day(struct handoff_slice s, size_t from)
{
    static const char *const ordinals[] = { "st", "nd", "rd", "th" };

    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++) {
        const size_t n = strlen(joints[i]);
        size_t at = from - n;

        if (from <= n || memcmp(s.ptr + at, joints[i], n) != 0)
            continue;
        for (size_t k = 0; k < 4 && at > 2; k++)
            if (memcmp(s.ptr + at - 2, ordinals[k], 2) == 0) {
                at -= 2;
                break;
            }
        if (ho_is_digit(s, at - 1))
            return true;
    }
    return false;
}

/* "October 12-14", "October 12 or 14" */
static bool precedes_day(struct handoff_slice s, size_t to)
{
    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++) {
        const size_t n = strlen(joints[i]);

        if (s.len - to > n && memcmp(s.ptr + to, joints[i], n) == 0 &&
            ho_is_digit(s, to + n))
            return true;
    }
    return false;
}

/* Days since 1970; a date without a year is the next one from today. */
static int64_t resolve(const struct date *d, int64_t today)
{
    int64_t year = d->year;
    int month, day;

    if (year == 0) {
        ho_date_from_days(today, &year, &month, &day);
        while (!ho_date_exists(year, d->month, d->day) ||
               ho_days_from_date(year, d->month, d->day) < today)
            year++;
    }
    return ho_days_from_date(year, d->month, d->day);
}

static void set_day(const struct date *d, int64_t today, size_t to,
                    struct ho_span *out)
{
    out->first = out->last = resolve(d, today);
    out->to = to;
    out->ambiguous = d->ambiguous;
}

bool ho_day_at(struct handoff_slice s, size_t at, int64_t today,
               struct ho_span *out)
{
    struct cursor c = { s, at };
    struct date d;

    /* the twelfth of October is not in it, either */
    if (at >= 2 && s.ptr[at - 1] == '.' && ho_is_digit(s, at - 2))
        return false;
    if (!take_date(&c, &d))
        return false;
    set_day(&d, today, c.at, out);
    out->ambiguous = out->ambiguous || follows_day(s, at) ||
                     (d.day_last && precedes_day(s, c.at));
    return true;
}

bool ho_short_day_at(struct handoff_slice s, size_t at, int64_t today,
                     struct ho_span *out)
{
    struct cursor c = { s, at };
    struct date d = { 0 };
    char sign;

    d.day = take_number(&c, 1, 2);
    if (d.day == 0 || c.at >= s.len)
        return false;
    sign = s.ptr[c.at++];
    d.month = take_number(&c, 1, 2);
    if ((sign != '/' && sign != '.') ||
        (sign == '/' && d.day == 24 && d.month == 7) ||
        (sign == '.' && !take(&c, ".")) || ho_is_digit(s, c.at) ||
        !ho_word_boundary(s, c.at))
        return false;
    order_days(sign, &d);
    if (!exists(&d))
        return false;
    set_day(&d, today, c.at, out);
    return true;
}
