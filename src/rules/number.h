/* number.h - the numbers and spans that a test may name. */
#ifndef HANDOFF_RULES_NUMBER_H
#define HANDOFF_RULES_NUMBER_H

#include "rules/model.h"

enum { HO_DIGITS_MAX = 14 }; /* of a whole number; 10^14 x 10^4 fits int64 */

/* "250", "-3", and for money up to four decimals, "99.95".  *out is fixed
 * point, scale 10^4.  false: not a number of that type. */
bool ho_read_fixed(enum handoff_type type, struct handoff_slice text,
                   int64_t *out);

/* "250", "50..999", ">= 200" as numbers of the type; *empty is set for a range
 * whose end lies before its start.  false: not such a text. */
bool ho_read_range(enum handoff_type type, struct handoff_slice text,
                   struct ho_range *out, bool *empty);

/* "within 30d", "older than 30d" as days from as_of. */
bool ho_read_days(struct handoff_slice text, struct ho_range *out);

#endif
