/* unit.h - what stands behind a number: a period, a price's unit, what is
 * counted, an hour of the day. */
#ifndef HANDOFF_EVIDENCE_UNIT_H
#define HANDOFF_EVIDENCE_UNIT_H

#include "base/slice.h"

enum ho_unit {
    HO_UNIT_NONE,
    HO_UNIT_HOUR,
    HO_UNIT_DAY,
    HO_UNIT_WEEK,
    HO_UNIT_MONTH,
    HO_UNIT_QUARTER,
    HO_UNIT_YEAR,
    HO_UNIT_OTHER_TIME, /* minutes: no calendar counts them */
    HO_UNIT_THING       /* people, seats, offices ... */
};

/* The unit at `at`, as a whole word; *len is its bytes. */
enum ho_unit ho_unit_at(struct handoff_slice s, size_t at, size_t *len);
/* The same behind a blank, a hyphen or an ordinal's full stop ("2. Quartal"):
 * the unit of a number that ends at `end`. */
enum ho_unit ho_unit_behind(struct handoff_slice s, size_t end);

/* Bytes of "/yr", "per month", "pro Jahr", "monthly" ... right behind `end`;
 * *period is its part of "5000 EUR a year". */
size_t ho_period_behind(struct handoff_slice s, size_t end,
                        const char **period);
/* The period of an adjective anywhere in the text ("our annual budget"); NULL
 * where there is none, or two that differ. */
const char *ho_period_in(struct handoff_slice s);

/* Bytes of "per user", "/seat" ... right behind `end`: a price, no sum. */
size_t ho_price_behind(struct handoff_slice s, size_t end);

#endif
