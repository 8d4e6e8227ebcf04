/* clock.c - see <handoff/clock.h> and base/clock.h */
#include "base/clock.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

static int64_t system_now(void *user)
{
    (void)user;
    return (int64_t)time(NULL);
}

static int64_t system_monotonic(void *user)
{
    struct timespec t;

    (void)user;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

const struct handoff_clock *handoff_system_clock(void)
{
    static const struct handoff_clock clock = { system_now, system_monotonic,
                                                NULL };

    return &clock;
}

int64_t ho_days_from_date(int64_t year, int month, int day)
{
    int64_t era, year_of_era, day_of_year;

    year -= month <= 2;
    era = (year >= 0 ? year : year - 399) / 400;
    year_of_era = year - era * 400;
    day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 -
           year_of_era / 100 + day_of_year - 719468;
}

void ho_date_from_days(int64_t days, int64_t *year, int *month, int *day)
{
    int64_t era, day_of_era, year_of_era, day_of_year, part;

    days += 719468;
    era = (days >= 0 ? days : days - 146096) / 146097;
    day_of_era = days - era * 146097;
    year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
                   day_of_era / 146096) /
                  365;
    day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    part = (5 * day_of_year + 2) / 153;
    *day = (int)(day_of_year - (153 * part + 2) / 5 + 1);
    *month = (int)(part < 10 ? part + 3 : part - 9);
    *year = year_of_era + era * 400 + (*month <= 2);
}

bool ho_date_exists(int64_t year, int month, int day)
{
    int64_t y;
    int m, d;

    if (month < 1 || month > 12 || day < 1 || day > 31)
        return false;
    ho_date_from_days(ho_days_from_date(year, month, day), &y, &m, &d);
    return y == year && m == month && d == day;
}

int64_t ho_day_of(int64_t time)
{
    return time >= 0 ? time / HO_DAY : -((-time + HO_DAY - 1) / HO_DAY);
}

/* Exactly `count` digits at *at. */
static bool digits(struct handoff_slice s, size_t *at, size_t count, int *out)
{
    *out = 0;
    for (size_t i = 0; i < count; i++, ++*at) {
        if (*at >= s.len || s.ptr[*at] < '0' || s.ptr[*at] > '9')
            return false;
        *out = *out * 10 + (s.ptr[*at] - '0');
    }
    return true;
}

static bool byte(struct handoff_slice s, size_t *at, char c)
{
    if (*at >= s.len || s.ptr[*at] != c)
        return false;
    ++*at;
    return true;
}

/* "Z", "+hh:mm", "-hh:mm" or nothing; minutes east of UTC. */
static bool zone(struct handoff_slice s, size_t *at, int *minutes)
{
    int h, m, sign = 1;

    *minutes = 0;
    if (*at == s.len || byte(s, at, 'Z') || byte(s, at, 'z'))
        return true;
    if (byte(s, at, '-'))
        sign = -1;
    else if (!byte(s, at, '+'))
        return false;
    if (!digits(s, at, 2, &h))
        return false;
    byte(s, at, ':');
    if (!digits(s, at, 2, &m) || h > 15 || m > 59)
        return false;
    *minutes = sign * (h * 60 + m);
    return true;
}

/* ".25", which is dropped, or nothing; false for a lone point. */
static bool skip_fraction(struct handoff_slice s, size_t *at)
{
    const size_t start = *at + 1;

    if (!byte(s, at, '.'))
        return true;
    while (*at < s.len && s.ptr[*at] >= '0' && s.ptr[*at] <= '9')
        ++*at;
    return *at > start;
}

bool handoff_time_parse(struct handoff_slice s, int64_t *out)
{
    int year, month, day, h = 0, m = 0, sec = 0, east = 0;
    size_t at = 0;

    if (!digits(s, &at, 4, &year) || !byte(s, &at, '-') ||
        !digits(s, &at, 2, &month) || !byte(s, &at, '-') ||
        !digits(s, &at, 2, &day) || !ho_date_exists(year, month, day))
        return false;
    if (byte(s, &at, 'T') || byte(s, &at, ' ')) {
        if (!digits(s, &at, 2, &h) || !byte(s, &at, ':') ||
            !digits(s, &at, 2, &m))
            return false;
        if (byte(s, &at, ':') && !digits(s, &at, 2, &sec))
            return false;
        if (!skip_fraction(s, &at) || !zone(s, &at, &east))
            return false;
    }
    if (at != s.len || h > 23 || m > 59 || sec > 60)
        return false;
    *out = ho_days_from_date(year, month, day) * HO_DAY + h * 3600 +
           (m - east) * 60 + sec;
    return true;
}

/* A term that begins in December 9999 ends in no year of four digits. */
static int64_t writable(int64_t time)
{
    const int64_t first = INT64_C(-62167219200), last = INT64_C(253402300799);

    if (time < first)
        return first;
    return time > last ? last : time;
}

void handoff_date_text(int64_t time, char out[HANDOFF_TIME_TEXT])
{
    int64_t year;
    int month, day;

    ho_date_from_days(ho_day_of(writable(time)), &year, &month, &day);
    snprintf(out, HANDOFF_TIME_TEXT, "%04d-%02d-%02d", (int)(year % 10000),
             month, day);
}

void handoff_time_text(int64_t at, char out[HANDOFF_TIME_TEXT])
{
    const int64_t time = writable(at);
    const int second = (int)(time - ho_day_of(time) * HO_DAY);

    handoff_date_text(time, out);
    snprintf(out + 10, HANDOFF_TIME_TEXT - 10, "T%02d:%02d:%02dZ",
             second / 3600 % 24, second / 60 % 60, second % 60);
}
