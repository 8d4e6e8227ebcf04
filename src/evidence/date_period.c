/* date_period.c - months, quarters, weeks and years of the calendar; see
 * evidence/date_span.h */
#include "evidence/date_span.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "evidence/match.h"

enum {
    YEARS_FROM = 2015, /* a period further away is none that is planned for */
    YEARS_TO = 2099,
    CENTURY = 2000,
    YEAR_DIGITS = 4
};

/* A year of four digits at `at` that no further figure follows; 0. */
static int year_at(struct handoff_slice s, size_t at)
{
    int year = 0;

    if (ho_digit_run(s, at) != YEAR_DIGITS)
        return 0;
    for (size_t i = 0; i < YEAR_DIGITS; i++)
        year = year * 10 + (s.ptr[at + i] - '0');
    at += YEAR_DIGITS;
    if (!ho_word_boundary(s, at) || year < YEARS_FROM || year > YEARS_TO ||
        (at < s.len && strchr("-./", s.ptr[at]) && ho_is_digit(s, at + 1)))
        return 0;
    return year;
}

/* The year behind a month or quarter: " 2027", ", 2027", " of 2027", "/2027",
 * "-2027", " '27"; 0 where none is, *end is behind it. */
static int year_behind(struct handoff_slice s, size_t at, size_t *end)
{
    static const char *const signs[] = { ", ",   " of ", " de ",
                                         " du ", " ",    "/",
                                         "-",    " in ", " des jahres " };
    size_t n;
    int year;

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        n = ho_match(s, at, signs[i]);
        year = n ? year_at(s, at + n) : 0;
        *end = at + n + YEAR_DIGITS;
        if (year)
            return year;
    }
    n = ho_match(s, at, " '");
    if (n == 0 || ho_digit_run(s, at + n) != 2)
        return 0;
    *end = at + n + 2;
    return CENTURY + (s.ptr[at + n] - '0') * 10 + (s.ptr[at + n + 1] - '0');
}

/* Months [first, first + count) of the year. */
static void set_months(int64_t year, int first, int count, size_t to,
                       struct ho_span *out)
{
    *out = (struct ho_span){ .first = ho_month_start(year, first),
                             .last = ho_month_end(year, first + count - 1),
                             .to = to };
}

/* What stands between two months of which only one is meant, or the span of
 * both. */
static const char *const joints[] = {
    " or ",  "/",     " - ",  "-",    "–",   " – ", " to ", " and ", " oder ",
    " und ", " bis ", " ou ", " et ", " o ", " y ", " a ",  " à "
};

enum { JOINTS = sizeof joints / sizeof *joints };

/* "March or April", "March to May": which of them is left open. */
static bool precedes_month(struct handoff_slice s, size_t at)
{
    size_t end;

    for (size_t i = 0; i < JOINTS; i++) {
        const size_t n = ho_match(s, at, joints[i]);

        if (n > 0 && ho_month_at(s, at + n, &end) > 0)
            return true;
    }
    return false;
}

/* A month's name or "Q1" that ends at `end`. */
static bool is_period_before(struct handoff_slice s, size_t end)
{
    enum { LONGEST = 12 }; /* bytes of a month's name */
    const struct handoff_slice before = ho_part(s, 0, end);
    size_t behind;

    if (end >= 2 && ho_word_boundary(s, end - 2) && ho_is_digit(s, end - 1) &&
        strchr("QqHhTt", s.ptr[end - 2]))
        return true;
    for (size_t n = 3; n <= LONGEST && n <= end; n++)
        if (ho_word_boundary(before, end - n) &&
            ho_month_at(before, end - n, &behind) > 0 && behind == end)
            return true;
    return false;
}

/* The same with the year behind the second: "March to May 2027". */
static bool follows_period(struct handoff_slice s, size_t at)
{
    for (size_t i = 0; i < JOINTS; i++) {
        const size_t n = strlen(joints[i]);

        if (at > n && memcmp(s.ptr + at - n, joints[i], n) == 0 &&
            is_period_before(s, at - n))
            return true;
    }
    return false;
}

/* "31 November 2026" is no month, either. */
static bool follows_figure(struct handoff_slice s, size_t at)
{
    static const char *const ends[] = { "st", "nd", "rd", "th", ".", "er" };
    size_t end = at - ho_blank_before(s, at);

    for (size_t i = 0; i < sizeof ends / sizeof *ends && end < at; i++) {
        const size_t n = strlen(ends[i]);

        if (end > n && memcmp(s.ptr + end - n, ends[i], n) == 0)
            return ho_is_digit(s, end - n - 1);
    }
    return end < at && end > 0 && ho_is_digit(s, end - 1);
}

/* October 2026, "in October" */
static bool month_at(struct handoff_slice s, size_t at, int64_t today,
                     bool named, struct ho_span *out)
{
    size_t end, behind;
    const int month = ho_month_at(s, at, &end);
    const int year = month ? year_behind(s, end, &behind) : 0;
    int64_t this_year;
    int m, d;

    if (month == 0 || (year == 0 && !named) || follows_figure(s, at))
        return false;
    if (year > 0) {
        set_months(year, month, 1, behind, out);
        out->ambiguous = follows_period(s, at);
        return true;
    }
    if (end < s.len && s.ptr[end - 1] == '.')
        end--; /* the sentence's */
    ho_date_from_days(today, &this_year, &m, &d);
    set_months(this_year + (month < m), month, 1, end, out);
    out->ambiguous = precedes_month(s, end);
    return true;
}

/* 10/2026, 2026-10 */
static bool figures_at(struct handoff_slice s, size_t at, struct ho_span *out)
{
    const size_t n = ho_digit_run(s, at);
    const bool year_first = n == YEAR_DIGITS;
    const size_t second = at + n + 1;
    int month = 0, year;
    size_t month_at_byte, end;

    if (n == 0 || n > YEAR_DIGITS || second >= s.len ||
        s.ptr[second - 1] != (year_first ? '-' : '/'))
        return false;
    month_at_byte = year_first ? second : at;
    end = month_at_byte + ho_digit_run(s, month_at_byte);
    if (end - month_at_byte > 2 || (year_first && end - month_at_byte != 2))
        return false;
    for (size_t i = month_at_byte; i < end; i++)
        month = month * 10 + (s.ptr[i] - '0');
    year = year_at(year_first ? ho_part(s, 0, second - 1) : s,
                   year_first ? at : second);
    end = year_first ? end : second + YEAR_DIGITS;
    if (year == 0 || month < 1 || month > 12 || !ho_word_boundary(s, end) ||
        (end < s.len && strchr("-/", s.ptr[end]) && ho_is_digit(s, end + 1)))
        return false;
    set_months(year, month, 1, end, out);
    return true;
}

/* In the order of their first letters, by which they are found. */
static const struct part {
    const char *words;
    int first, count; /* months */
} parts[] = {
    { "1q", 1, 3 },
    { "1st quarter", 1, 3 },
    { "1. quartal", 1, 3 },
    { "1. halbjahr", 1, 6 },
    { "2q", 4, 3 },
    { "2nd quarter", 4, 3 },
    { "2. quartal", 4, 3 },
    { "2. halbjahr", 7, 6 },
    { "3q", 7, 3 },
    { "3rd quarter", 7, 3 },
    { "3. quartal", 7, 3 },
    { "4q", 10, 3 },
    { "4th quarter", 10, 3 },
    { "4. quartal", 10, 3 },
    { "cuarto trimestre", 10, 3 },
    { "drittes quartal", 7, 3 },
    { "deuxième trimestre", 4, 3 },
    { "erstes quartal", 1, 3 },
    { "first quarter", 1, 3 },
    { "fourth quarter", 10, 3 },
    { "first half", 1, 6 },
    { "h1", 1, 6 },
    { "h2", 7, 6 },
    { "last quarter", 10, 3 },
    { "premier trimestre", 1, 3 },
    { "primer trimestre", 1, 3 },
    { "q1", 1, 3 },
    { "q2", 4, 3 },
    { "q3", 7, 3 },
    { "q4", 10, 3 },
    { "quatrième trimestre", 10, 3 },
    { "second quarter", 4, 3 },
    { "segundo trimestre", 4, 3 },
    { "second half", 7, 6 },
    { "t1", 1, 3 },
    { "t2", 4, 3 },
    { "t3", 7, 3 },
    { "t4", 10, 3 },
    { "third quarter", 7, 3 },
    { "troisième trimestre", 7, 3 },
    { "tercer trimestre", 7, 3 },
    { "viertes quartal", 10, 3 },
    { "zweites quartal", 4, 3 },
};

const struct ho_table ho_period_table = HO_TABLE(parts);

/* Q2 2027; a fiscal one begins when only the lead knows. */
static bool part_at(struct handoff_slice s, size_t at, struct ho_span *out)
{
    static const struct ho_ending fiscal[] = {
        HO_ENDING("fiscal"),
        HO_ENDING("fy"),
        HO_ENDING("financial"),
    };
    const size_t before = at - ho_blank_before(s, at);
    const struct ho_rows rows = ho_rows_at(s, at, &ho_period_table);

    for (size_t i = rows.from; i < rows.to; i++) {
        const size_t n = ho_match_word(s, at, parts[i].words);
        size_t end;
        const int year = n ? year_behind(s, at + n, &end) : 0;

        if (year == 0 || ho_match_any_before(s, before, fiscal, 3) > 0)
            continue;
        set_months(year, parts[i].first, parts[i].count, end, out);
        out->ambiguous = follows_period(s, at);
        return true;
    }
    return false;
}

/* Monday of the week that ISO 8601 numbers so: week 1 holds 4 January. */
static int64_t week_start(int64_t year, int week)
{
    const int64_t fourth = ho_days_from_date(year, 1, 4);

    return fourth - ho_weekday_of(fourth) + 1 + (week - 1) * HO_WEEK;
}

static bool has_week(int64_t year, int week)
{
    return week >= 1 && week_start(year, week) < week_start(year + 1, 1);
}

static const char *const week_words[] = { "calendar week", "cw",
                                          "kalenderwoche", "kw" };

const struct ho_table ho_week_table = HO_TABLE(week_words);

/* CW 42, KW 42/2026, calendar week 42 */
static bool week_at(struct handoff_slice s, size_t at, int64_t today,
                    struct ho_span *out)
{
    size_t n = ho_match_any(s, at, week_words, ho_week_table.count);
    size_t end, digits;
    int64_t year;
    int week = 0, month, day;

    if (n == 0) /* "KW42" */
        n = ho_match(s, at, "kw") + ho_match(s, at, "cw");
    n += ho_blank(s, at + n);
    digits = ho_digit_run(s, at + n);
    if (n < 2 || digits == 0 || digits > 2)
        return false;
    for (end = at + n; end < at + n + digits; end++)
        week = week * 10 + (s.ptr[end] - '0');
    year = year_behind(s, at + n + digits, &end);
    if (year == 0) {
        end = at + n + digits;
        ho_date_from_days(today, &year, &month, &day);
        for (int i = 0; i < 8 && (!has_week(year, week) ||
                                  week_start(year, week) + HO_WEEK <= today);
             i++)
            year++;
    }
    if (!has_week(year, week) || !ho_word_boundary(s, end))
        return false;
    *out = (struct ho_span){ .first = week_start(year, week),
                             .to = end,
                             .is_week = true };
    out->last = out->first + HO_WEEK - 1;
    return true;
}

bool ho_calendar_at(struct handoff_slice s, size_t at, int64_t today,
                    bool named, struct ho_span *out)
{
    const int year = named ? year_at(s, at) : 0;

    const bool digit = ho_is_digit(s, at);

    if ((!digit && month_at(s, at, today, named, out)) || part_at(s, at, out) ||
        (digit ? figures_at(s, at, out) : week_at(s, at, today, out)))
        return true;
    if (year > 0)
        set_months(year, 1, 12, at + YEAR_DIGITS, out);
    return year > 0;
}
