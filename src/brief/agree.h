/* agree.h - do two values of a field say the same, and can both hold? */
#ifndef HANDOFF_BRIEF_AGREE_H
#define HANDOFF_BRIEF_AGREE_H

#include <handoff/evidence.h>

#include "base/slice.h"

/* A value as it was read; text is its canonical form. */
struct ho_reading {
    struct handoff_typed typed;
    struct handoff_slice text;
};

/* Is a value that a reply claims the one that its quote reads?  Read by the
 * same reader, so "$1,200" and "1200 USD" are; words must stand in the quote;
 * an amount may leave its currency out. */
enum handoff_status ho_value_is_read(const struct handoff_field *field,
                                     const struct ho_reading *read,
                                     const char *claimed, int64_t day,
                                     bool *yes, struct handoff_error *err);

/* Can both be true of one lead?  Ranges that overlap can, a name and a longer
 * form of it can, and two statements in words always. */
enum handoff_status ho_readings_agree(const struct handoff_field *field,
                                      const struct ho_reading *a,
                                      const struct ho_reading *b, bool *yes,
                                      struct handoff_error *err);

#endif
