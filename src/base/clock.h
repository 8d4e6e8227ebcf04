/* clock.h - civil days; see <handoff/clock.h>. */
#ifndef HANDOFF_BASE_CLOCK_H
#define HANDOFF_BASE_CLOCK_H

#include <handoff/clock.h>

enum { HO_DAY = 86400 }; /* seconds */

/* Days since 1970-01-01 of a civil date, and back.  Howard Hinnant,
 * "chrono-Compatible Low-Level Date Algorithms", days_from_civil. */
int64_t ho_days_from_date(int64_t year, int month, int day);
void ho_date_from_days(int64_t days, int64_t *year, int *month, int *day);
bool ho_date_exists(int64_t year, int month, int day);

/* The day a time lies in, and midnight of a day. */
int64_t ho_day_of(int64_t time);

#endif
