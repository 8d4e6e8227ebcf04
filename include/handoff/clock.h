/* clock.h - time comes in from outside.
 *
 * Nothing from the brief onward reads the machine's clock: a run has one
 * `as_of`, seconds since 1970-01-01T00:00:00Z, and everything dated is dated
 * against it.  Days are civil days of the proleptic Gregorian calendar.
 */
#ifndef HANDOFF_CLOCK_H
#define HANDOFF_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include <handoff/export.h>
#include <handoff/slice.h>

/* Seconds since 1970, and nanoseconds of a clock that never goes back. */
struct handoff_clock {
    int64_t (*now)(void *user);
    int64_t (*monotonic_ns)(void *user);
    void *user;
};

/* The machine's clock, for the program; tests inject their own. */
HANDOFF_API const struct handoff_clock *handoff_system_clock(void);

enum { HANDOFF_TIME_TEXT = 24 }; /* "2026-09-24T09:00:00Z" and the NUL */

/* Read "2026-09-24", "2026-09-24T09:00Z", "2026-09-24T09:00:00Z" or an offset
 * "+02:00" in place of Z (a space may stand for the T).  false: not a time. */
HANDOFF_API bool handoff_time_parse(struct handoff_slice text, int64_t *out);
/* Of the years 0 to 9999; a time outside of them is written as the nearest one
 * inside, here and below. */
HANDOFF_API void handoff_time_text(int64_t time, char out[HANDOFF_TIME_TEXT]);
/* "2026-09-24" */
HANDOFF_API void handoff_date_text(int64_t time, char out[HANDOFF_TIME_TEXT]);

#endif
