/* date.h - days as people write them.
 *
 * Civil days; the hour and the zone are those of the submission's day.  What
 * has no year is the next such day, month or week, the present one included.
 *
 *   a day      2026-10-12, 12 October, October 12th, 2026, 12.10.2026,
 *              13/10/2026, 12.10.26, by 12.10., Friday 12 October,
 *              tomorrow, Friday (the next one, never today)
 *   a month    October 2026, 10/2026, 2026-10, "in October": its days; the end
 *              of it is its last day
 *   more       Q2 2027, H1 2027, CW 42, in 2027: first to last day.  A quarter
 *              without its year may be a fiscal one and is none.
 *   a window   within 3 months, in 90 days: from the submission's day on, both
 *              ends included; in 2-3 weeks; next week, this month, next year
 *   a bound    after, not before, ab: open at its end (INT64_MAX)
 *
 * Written in two ways, and so ambiguous: 03/04/2026, 12-14 October, next Friday
 * where two Fridays are meant by it, Friday 12 October where that is a Monday.
 */
#ifndef HANDOFF_EVIDENCE_DATE_H
#define HANDOFF_EVIDENCE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

struct ho_dates {
    int64_t day, last; /* of the first one found, days since 1970-01-01; equal
                        * for a day, last INT64_MAX for a bound */
    size_t count;      /* different ones found; one inside another is the same,
                        * and the narrower counts */
    bool ambiguous;
    size_t from, to; /* bytes of the first, words such as "end of" included */
};

/* Find the days in a text.  today: the submission's day.  Names of months:
 * English, German, French, Spanish, Italian, Portuguese, Dutch. */
void ho_find_dates(struct handoff_slice text, int64_t today,
                   struct ho_dates *out);

/* Where a day, month, quarter or week of the calendar written at byte `at`
 * ends, or `at` where none is. */
size_t ho_date_end(struct handoff_slice text, size_t at);

/* The text is a length of time and nothing else, as forms offer it: "3 months",
 * "0-3 months", "6+ months", "less than 30 days".  *out is its window. */
bool ho_read_window(struct handoff_slice text, int64_t today,
                    struct ho_dates *out);

#endif
