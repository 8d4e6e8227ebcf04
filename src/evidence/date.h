/* date.h - days as people write them. */
#ifndef HANDOFF_EVIDENCE_DATE_H
#define HANDOFF_EVIDENCE_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

struct ho_dates {
    int64_t day;     /* of the first date found, days since 1970-01-01 */
    size_t count;    /* different days found */
    bool ambiguous;  /* one is written like 03/04/2026 or 12-14 October */
    size_t from, to; /* bytes of the first */
};

/* Find the days in a text: 2026-10-12, 12 October, October 12th, 2026,
 * 12.10.2026, 13/10/2026.  Without a year it is the first such day on or
 * after `after`.  Month names: English, German, French, Spanish. */
void ho_find_dates(struct handoff_slice text, int64_t after,
                   struct ho_dates *out);

/* Where a day written at byte `at` ends, or `at` where none is. */
size_t ho_date_end(struct handoff_slice text, size_t at);

#endif
