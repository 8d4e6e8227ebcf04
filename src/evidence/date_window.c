/* date_window.c - lengths of time from the submission's day on; see
 * evidence/date_span.h */
#include "evidence/date_span.h"

#include <handoff/fields.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "evidence/date.h"
#include "evidence/match.h"
#include "evidence/number.h"
#include "evidence/unit.h"

enum {
    MONTHS = 12,
    QUARTER = 3, /* months */
    HOURS = 24,
    UNITS_MAX = 1000, /* of whatever unit: no plan reaches further */
    NEAR = 64         /* bytes of a number and its scale */
};

struct length {
    int64_t least, most; /* of units, whole; least 0 for "within 3" */
    enum ho_unit unit;
    size_t to;
    bool open; /* "6+ months" */
};

/* The day that lies so many units after today. */
static int64_t after(int64_t today, int64_t count, enum ho_unit unit)
{
    int64_t year, end;
    int month, day;

    if (unit == HO_UNIT_HOUR)
        return today + (count + HOURS - 1) / HOURS;
    if (unit == HO_UNIT_DAY || unit == HO_UNIT_WEEK)
        return today + count * (unit == HO_UNIT_WEEK ? HO_WEEK : 1);
    count *= unit == HO_UNIT_YEAR      ? MONTHS
             : unit == HO_UNIT_QUARTER ? QUARTER
                                       : 1;
    ho_date_from_days(today, &year, &month, &day);
    end = ho_month_end(year, month + (int)count);
    return ho_month_start(year, month + (int)count) + day - 1 > end
               ? end
               : ho_month_start(year, month + (int)count) + day - 1;
}

static bool is_calendar_unit(enum ho_unit unit)
{
    return unit >= HO_UNIT_HOUR && unit <= HO_UNIT_YEAR;
}

/* Whole units up to UNITS_MAX. */
static bool count_units(const struct ho_number *n, struct length *out)
{
    const int64_t low = n->low == INT64_MIN ? 0 : n->low;
    const int64_t high = n->high == INT64_MAX ? low : n->high;

    if (low % HANDOFF_SCALE || high % HANDOFF_SCALE || n->unclear ||
        high / HANDOFF_SCALE > UNITS_MAX)
        return false;
    out->open = n->high == INT64_MAX;
    out->least = low == high && !out->open ? 0 : low / HANDOFF_SCALE;
    out->most = high / HANDOFF_SCALE;
    return true;
}

/* The number of units at `at`, where "a" is one. */
static bool count_at(struct handoff_slice s, size_t at, struct ho_number *n)
{
    static const char *const ones[] = { "a",     "an",  "one",  "einem",
                                        "einer", "ein", "eine", "eines",
                                        "un",    "une", "una",  "um",
                                        "uma",   "een" };
    const size_t one = ho_match_any(s, at, ones, sizeof ones / sizeof *ones);

    /* a long row of figures is looked at once, not from each of them */
    if (ho_number_at(ho_utf8_cut(s, at + NEAR), at, n))
        return n->high > 0;
    n->low = n->high = HANDOFF_SCALE;
    n->unclear = false;
    n->to = at + one;
    return one > 0;
}

/* "3 months", "a month", "two weeks" at `at`. */
static bool length_at(struct handoff_slice s, size_t at, struct length *out)
{
    static const char *const fillers[] = { "nächsten", "prochains",
                                           "prochaines", "full", "calendar" };
    struct ho_number n;
    size_t len;

    if (!count_at(s, at, &n))
        return false;
    at = n.to + ho_blank(s, n.to);
    len = ho_match_any(s, at, fillers, sizeof fillers / sizeof *fillers);
    at += len ? len + ho_blank(s, at + len) : 0;
    out->unit = ho_unit_at(s, at, &len);
    out->to = at + len;
    return is_calendar_unit(out->unit) && count_units(&n, out);
}

/* "within 3 days of signing": from what day on, only they know. */
static bool hangs_on_event(struct handoff_slice s, size_t at)
{
    static const char *const events[] = { "of",     "after",   "from",   "ago",
                                          "before", "nach",    "ab",     "vor",
                                          "après",  "después", "earlier" };
    static const char *const now[] = { "from now", "from today",
                                       "after today" };
    const size_t next = at + ho_blank(s, at);

    return ho_match_any(s, next, events, sizeof events / sizeof *events) > 0 &&
           ho_match_any(s, next, now, 3) == 0;
}

static void set_window(const struct length *l, int64_t today,
                       struct ho_span *out)
{
    *out = (struct ho_span){ .first = after(today, l->least, l->unit),
                             .last = l->open ? INT64_MAX
                                             : after(today, l->most, l->unit),
                             .to = l->to };
}

static bool within_at(struct handoff_slice s, size_t at, int64_t today,
                      struct ho_span *out)
{
    static const char *const words[] = { "within",
                                         "in",
                                         "inside",
                                         "within the next",
                                         "in the next",
                                         "over the next",
                                         "in the coming",
                                         "in less than",
                                         "within a maximum of",
                                         "in under",
                                         "in about",
                                         "in around",
                                         "in roughly",
                                         "in approximately",
                                         "in max",
                                         "within about",
                                         "innerhalb von",
                                         "innerhalb der",
                                         "innerhalb",
                                         "innert",
                                         "binnen",
                                         "in den",
                                         "in den nächsten",
                                         "innerhalb der nächsten",
                                         "in etwa",
                                         "in ca.",
                                         "in spätestens",
                                         "dans",
                                         "d'ici",
                                         "sous",
                                         "dans les",
                                         "dans moins de",
                                         "d'ici à",
                                         "en",
                                         "dentro de",
                                         "en menos de",
                                         "en los próximos",
                                         "en las próximas",
                                         "entro",
                                         "fra",
                                         "em",
                                         "nos próximos" };
    const size_t n = ho_match_any(s, at, words, sizeof words / sizeof *words);
    const size_t start = at + n + ho_blank(s, at + n);
    struct length l;

    if (n == 0 || !length_at(s, start, &l) || hangs_on_event(s, l.to))
        return false;
    set_window(&l, today, out);
    return true;
}

/* "3 months from now" */
static bool from_now_at(struct handoff_slice s, size_t at, int64_t today,
                        struct ho_span *out)
{
    static const char *const words[] = { " from now", " from today" };
    struct length l;
    size_t n;

    if (!length_at(s, at, &l))
        return false;
    n = ho_match_any(s, l.to, words, 2);
    l.to += n;
    set_window(&l, today, out);
    return n > 0;
}

bool ho_window_at(struct handoff_slice s, size_t at, int64_t today,
                  struct ho_span *out)
{
    return within_at(s, at, today, out) || from_now_at(s, at, today, out);
}

bool ho_read_window(struct handoff_slice text, int64_t today,
                    struct ho_dates *out)
{
    static const char *const fillers[] = { "the next ", "next ", "in ",
                                           "in the next " };
    struct handoff_slice s = ho_trim(text);
    struct ho_span span;
    struct ho_number n;
    struct length l;
    size_t at = 0, len, unit;

    for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++) {
        len = ho_match(s, 0, fillers[i]);
        at = len > at ? len : at;
    }
    s = ho_part(s, at, s.len);
    at = 0;
    if (!ho_next_number(s, &at, &n) || n.start > 0 || !count_units(&n, &l))
        return false;
    unit = n.to + (n.to < s.len && s.ptr[n.to] == '+');
    unit += ho_blank(s, unit);
    l.unit = ho_unit_at(s, unit, &len);
    l.to = unit + len;
    if (!is_calendar_unit(l.unit) || (l.to != s.len && n.end != s.len))
        return false;
    set_window(&l, today, &span);
    *out = (struct ho_dates){
        .day = span.first, .last = span.last, .count = 1, .to = text.len
    };
    return true;
}
