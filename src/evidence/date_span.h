/* date_span.h - the ways to write a day or more, each at one place in a text;
 * see evidence/date.h. */
#ifndef HANDOFF_EVIDENCE_DATE_SPAN_H
#define HANDOFF_EVIDENCE_DATE_SPAN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"
#include "evidence/match.h"

enum { HO_WEEK = 7 }; /* days */

struct ho_span {
    int64_t first, last; /* days since 1970-01-01 */
    size_t to;           /* where it ends */
    bool ambiguous;
    bool is_week; /* whose end may be a Friday */
};

/* The names of months, "Q2" and its like, "KW" and its like. */
extern const struct ho_table ho_month_table, ho_period_table, ho_week_table;

/* 1 to 12 of the month's name at `at` (short forms, too), 0; *end is behind
 * it and its full stop. */
int ho_month_at(struct handoff_slice s, size_t at, size_t *end);
/* 1 (Monday) to 7 of the day's name at `at`, 0; short forms on request. */
int ho_weekday_at(struct handoff_slice s, size_t at, bool short_forms,
                  size_t *end);
int ho_weekday_of(int64_t day); /* 1 (Monday) to 7 */

/* One day of the calendar: 12 October 2026, 12.10.2026, 2026-10-12. */
bool ho_day_at(struct handoff_slice s, size_t at, int64_t today,
               struct ho_span *out);
/* The same without month name and year, where a word says that it is a date:
 * "12.10.", "12/10". */
bool ho_short_day_at(struct handoff_slice s, size_t at, int64_t today,
                     struct ho_span *out);

/* A month, quarter, half-year or week of the calendar.  named: a word before
 * it says that it is a date, so "March" is a month and "2027" a year. */
bool ho_calendar_at(struct handoff_slice s, size_t at, int64_t today,
                    bool named, struct ho_span *out);

/* tomorrow, next week, Friday, within 3 months.  named: "by today" is a date,
 * "our routing today" has none. */
bool ho_relative_at(struct handoff_slice s, size_t at, int64_t today,
                    bool named, struct ho_span *out);

/* within 3 months, 90 days from now */
bool ho_window_at(struct handoff_slice s, size_t at, int64_t today,
                  struct ho_span *out);

/* First and last day of a month; the 13th is next year's first. */
int64_t ho_month_start(int64_t year, int month);
int64_t ho_month_end(int64_t year, int month);

#endif
