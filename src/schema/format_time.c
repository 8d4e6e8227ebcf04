/* format_time.c - RFC 3339 dates, times and durations; see schema/format.h */
#include "base/clock.h"
#include "schema/format.h"

static bool read_number(struct ho_cursor *c, int digits, int *out)
{
    *out = 0;
    for (int i = 0; i < digits; i++, c->at++) {
        if (!ho_ascii_digit(ho_peek(c)))
            return false;
        *out = *out * 10 + (ho_peek(c) - '0');
    }
    return true;
}

static bool read_date(struct ho_cursor *c)
{
    int year, month, day;

    return read_number(c, 4, &year) && ho_accept(c, "-") &&
           read_number(c, 2, &month) && ho_accept(c, "-") &&
           read_number(c, 2, &day) && ho_date_exists(year, month, day);
}

static bool read_fraction(struct ho_cursor *c)
{
    size_t start;

    if (!ho_accept(c, "."))
        return true;
    start = c->at;
    while (ho_ascii_digit(ho_peek(c)))
        c->at++;
    return c->at > start;
}

/* Minutes east of UTC. */
static bool read_zone(struct ho_cursor *c, int *east)
{
    const int sign = ho_peek(c) == '-' ? -1 : 1;
    int hours, minutes;

    *east = 0;
    if (ho_accept(c, "Zz"))
        return true;
    if (!ho_accept(c, "+-") || !read_number(c, 2, &hours) ||
        !ho_accept(c, ":") || !read_number(c, 2, &minutes))
        return false;
    *east = sign * (hours * 60 + minutes);
    return hours <= 23 && minutes <= 59;
}

static bool read_time(struct ho_cursor *c)
{
    const int day = 24 * 60;
    int hours, minutes, seconds, east;

    if (!read_number(c, 2, &hours) || !ho_accept(c, ":") ||
        !read_number(c, 2, &minutes) || !ho_accept(c, ":") ||
        !read_number(c, 2, &seconds) || !read_fraction(c) ||
        !read_zone(c, &east) || hours > 23 || minutes > 59 || seconds > 60)
        return false;
    /* A leap second is the last of a day in UTC. */
    return seconds < 60 ||
           (hours * 60 + minutes - east + 2 * day) % day == day - 1;
}

bool ho_format_date(struct handoff_slice s)
{
    struct ho_cursor c = { s, 0 };

    return read_date(&c) && ho_at_end(&c);
}

bool ho_format_time(struct handoff_slice s)
{
    struct ho_cursor c = { s, 0 };

    return read_time(&c) && ho_at_end(&c);
}

bool ho_format_date_time(struct handoff_slice s)
{
    struct ho_cursor c = { s, 0 };

    return read_date(&c) && ho_accept(&c, "Tt") && read_time(&c) &&
           ho_at_end(&c);
}

/* Numbers with units that follow each other in `units` without a gap:
 * appendix A of RFC 3339 has P1Y2M but not P1Y2D.  Returns how many. */
static int read_parts(struct ho_cursor *c, const char *units)
{
    int count = 0;

    while (ho_ascii_digit(ho_peek(c))) {
        const char *unit;
        int next;

        while (ho_ascii_digit(ho_peek(c)))
            c->at++;
        next = ho_peek(c);
        unit = next > 0 ? strchr(units, next) : NULL;
        if (!unit || (count > 0 && unit != units))
            return -1;
        c->at++;
        units = unit + 1;
        count++;
    }
    return count;
}

bool ho_format_duration(struct handoff_slice s)
{
    struct ho_cursor c = { s, 0 };
    struct ho_cursor weeks;
    int days;

    if (!ho_accept(&c, "P"))
        return false;
    weeks = c;
    if (read_parts(&weeks, "W") == 1 && ho_at_end(&weeks))
        return true;
    days = read_parts(&c, "YMD");
    if (days < 0 || (days == 0 && ho_peek(&c) != 'T'))
        return false;
    if (ho_accept(&c, "T") && read_parts(&c, "HMS") <= 0)
        return false;
    return ho_at_end(&c);
}
