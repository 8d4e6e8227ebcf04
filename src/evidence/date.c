/* date.c - see evidence/date.h */
#include "evidence/date.h"

#include "base/clock.h"
#include "base/utf8.h"

struct month {
    const char *name;
    int number;
};

static const struct month months[] = { { "january", 1 },
                                       { "february", 2 },
                                       { "march", 3 },
                                       { "april", 4 },
                                       { "may", 5 },
                                       { "june", 6 },
                                       { "july", 7 },
                                       { "august", 8 },
                                       { "september", 9 },
                                       { "october", 10 },
                                       { "november", 11 },
                                       { "december", 12 },
                                       { "jan", 1 },
                                       { "feb", 2 },
                                       { "mar", 3 },
                                       { "apr", 4 },
                                       { "jun", 6 },
                                       { "jul", 7 },
                                       { "aug", 8 },
                                       { "sep", 9 },
                                       { "sept", 9 },
                                       { "oct", 10 },
                                       { "nov", 11 },
                                       { "dec", 12 },
                                       { "januar", 1 },
                                       { "februar", 2 },
                                       { "m\xC3\xA4rz", 3 },
                                       { "mai", 5 },
                                       { "juni", 6 },
                                       { "juli", 7 },
                                       { "oktober", 10 },
                                       { "dezember", 12 },
                                       { "janvier", 1 },
                                       { "f\xC3\xA9vrier", 2 },
                                       { "mars", 3 },
                                       { "avril", 4 },
                                       { "juin", 6 },
                                       { "juillet", 7 },
                                       { "ao\xC3\xBBt", 8 },
                                       { "septembre", 9 },
                                       { "octobre", 10 },
                                       { "novembre", 11 },
                                       { "d\xC3\xA9"
                                         "cembre",
                                         12 },
                                       { "enero", 1 },
                                       { "febrero", 2 },
                                       { "marzo", 3 },
                                       { "abril", 4 },
                                       { "mayo", 5 },
                                       { "junio", 6 },
                                       { "julio", 7 },
                                       { "agosto", 8 },
                                       { "septiembre", 9 },
                                       { "octubre", 10 },
                                       { "noviembre", 11 },
                                       { "diciembre", 12 } };

struct cursor {
    struct handoff_slice s;
    size_t at;
};

static bool take(struct cursor *c, const char *text)
{
    const size_t n = strlen(text);

    if (c->s.len - c->at < n || memcmp(c->s.ptr + c->at, text, n) != 0)
        return false;
    c->at += n;
    return true;
}

/* A number of at most `max` digits; 0 where there is none (no day, month or
 * year is 0). */
static int take_number(struct cursor *c, size_t min, size_t max)
{
    int value = 0;
    size_t n = 0;

    while (c->at < c->s.len && c->s.ptr[c->at] >= '0' &&
           c->s.ptr[c->at] <= '9' && n <= max) {
        value = value * 10 + (c->s.ptr[c->at++] - '0');
        n++;
    }
    return n >= min && n <= max ? value : 0;
}

static int take_month(struct cursor *c)
{
    size_t best = 0;
    int number = 0;

    for (size_t i = 0; i < sizeof months / sizeof *months; i++) {
        const size_t n = strlen(months[i].name);

        if (n <= best || c->s.len - c->at < n ||
            !ho_slice_is_nocase(ho_part(c->s, c->at, c->at + n),
                                months[i].name) ||
            !ho_word_boundary(c->s, c->at + n))
            continue;
        best = n;
        number = months[i].number;
    }
    c->at += best;
    if (number)
        take(c, "."); /* "Oct." */
    return number;
}

static void take_ordinal(struct cursor *c)
{
    static const char *const ends[] = { "st", "nd", "rd", "th", ".", "er" };

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (take(c, ends[i]))
            return;
}

struct date {
    int year, month, day;
    bool ambiguous;
    bool day_last; /* as in "October 12": another day may follow */
};

/* ", 2026" or " 2026" behind a day and month. */
static int take_year(struct cursor *c)
{
    const struct cursor before = *c;
    int year;

    take(c, ",");
    if (take(c, " de ") || take(c, " ")) {
        year = take_number(c, 4, 4);
        if (year >= 1900)
            return year;
    }
    *c = before;
    return 0;
}

static bool take_iso(struct cursor *c, struct date *d)
{
    d->year = take_number(c, 4, 4);
    if (d->year < 1900 || !take(c, "-"))
        return false;
    d->month = take_number(c, 2, 2);
    if (!take(c, "-"))
        return false;
    d->day = take_number(c, 2, 2);
    return true;
}

/* 12.10.2026 is the twelfth of October wherever dots are used; 13/10/2026
 * can be read in one way only, 03/04/2026 in two. */
static bool take_numeric(struct cursor *c, struct date *d)
{
    const char *sign;

    d->day = take_number(c, 1, 2);
    sign = c->at < c->s.len && c->s.ptr[c->at] == '/' ? "/" : ".";
    if (!take(c, sign))
        return false;
    d->month = take_number(c, 1, 2);
    if (!take(c, sign))
        return false;
    d->year = take_number(c, 4, 4);
    if (d->year < 1900)
        return false;
    if (*sign == '.')
        return true;
    d->ambiguous = d->day <= 12 && d->month <= 12 && d->day != d->month;
    if (d->month > 12) {
        const int day = d->month;

        d->month = d->day;
        d->day = day;
    }
    return true;
}

static bool take_day_month(struct cursor *c, struct date *d)
{
    d->day = take_number(c, 1, 2);
    if (d->day == 0)
        return false;
    take_ordinal(c);
    if (!take(c, " of ") && !take(c, " de ") && !take(c, " "))
        return false;
    d->month = take_month(c);
    if (d->month == 0)
        return false;
    d->year = take_year(c);
    return true;
}

static bool take_month_day(struct cursor *c, struct date *d)
{
    d->month = take_month(c);
    if (d->month == 0 || !take(c, " "))
        return false;
    d->day = take_number(c, 1, 2);
    if (d->day == 0)
        return false;
    take_ordinal(c);
    d->year = take_year(c);
    d->day_last = d->year == 0;
    return true;
}

static bool take_date(struct cursor *c, struct date *d)
{
    static bool (*const forms[])(struct cursor *, struct date *) = {
        take_iso, take_numeric, take_day_month, take_month_day
    };

    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct cursor next = *c;
        struct date found = { 0 };

        if (!forms[i](&next, &found) || !ho_word_boundary(c->s, next.at) ||
            !ho_date_exists(found.year ? found.year : 2024, found.month,
                            found.day))
            continue;
        *c = next;
        *d = found;
        return true;
    }
    return false;
}

static bool is_digit(struct handoff_slice s, size_t at)
{
    return at < s.len && s.ptr[at] >= '0' && s.ptr[at] <= '9';
}

/* What stands between two days of which only one has its month. */
static const char *const joints[] = {
    " - ",    "-",       " \xE2\x80\x93 ", "\xE2\x80\x93", "/",     " or ",
    " and ",  " to ",    " bis ",          " oder ",       " und ", " y ",
    " o ",    " al ",    " et ",           " ou ",         " au ",  " & ",
    ". bis ", ". oder ", ". und ",         "./",           ".-"
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
        if (is_digit(s, at - 1))
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
            is_digit(s, to + n))
            return true;
    }
    return false;
}

/* Days since 1970; a date without a year is the next one from `after`. */
static int64_t resolve(const struct date *d, int64_t after)
{
    int64_t year = d->year;
    int month, day;

    if (year == 0) {
        ho_date_from_days(after, &year, &month, &day);
        while (!ho_date_exists(year, d->month, d->day) ||
               ho_days_from_date(year, d->month, d->day) < after)
            year++;
    }
    return ho_days_from_date(year, d->month, d->day);
}

/* "1.12.10.2026" is a version, not the twelfth of October. */
static bool starts_date(struct handoff_slice s, size_t at)
{
    return ho_word_boundary(s, at) &&
           !(at >= 2 && s.ptr[at - 1] == '.' && is_digit(s, at - 2));
}

void ho_find_dates(struct handoff_slice text, int64_t after,
                   struct ho_dates *out)
{
    struct cursor c = { .s = text };

    *out = (struct ho_dates){ 0 };
    while (c.at < text.len) {
        const size_t start = c.at;
        struct date d;
        int64_t day;

        if (!starts_date(text, start) || !take_date(&c, &d)) {
            c.at = start + 1;
            while (c.at < text.len &&
                   ((unsigned char)text.ptr[c.at] & 0xC0) == 0x80)
                c.at++;
            continue;
        }
        day = resolve(&d, after);
        out->ambiguous = out->ambiguous || d.ambiguous ||
                         follows_day(text, start) ||
                         (d.day_last && precedes_day(text, c.at));
        if (out->count == 0) {
            out->day = day;
            out->from = start;
            out->to = c.at;
        }
        out->count += out->count == 0 || day != out->day;
    }
}

size_t ho_date_end(struct handoff_slice text, size_t at)
{
    struct cursor c = { text, at };
    struct date d;

    take_date(&c, &d);
    return c.at;
}
