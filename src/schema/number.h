/* number.h - JSON numbers as they were written, compared without rounding.
 *
 * Every function takes a JSON number as the strict scanner lets it through, so
 * of at most HO_JSON_NUMBER bytes.  Exponents beyond 10^15 are taken for 10^15.
 */
#ifndef HANDOFF_SCHEMA_NUMBER_H
#define HANDOFF_SCHEMA_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

/* Below, at or above 0 as a is smaller than, equal to or larger than b. */
int ho_number_compare(struct handoff_slice a, struct handoff_slice b);
/* 1.0 and 1e3 are whole. */
bool ho_number_is_whole(struct handoff_slice number);
/* Is a / b whole?  b is not zero. */
bool ho_number_is_multiple(struct handoff_slice a, struct handoff_slice b);
/* The same for equal numbers, however they are written. */
uint32_t ho_number_hash(struct handoff_slice number);
/* A whole number of 0 or more, SIZE_MAX where it is larger; false for any
 * other number. */
bool ho_number_count(struct handoff_slice number, size_t *out);

#endif
