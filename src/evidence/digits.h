/* digits.h - digits as people group them. */
#ifndef HANDOFF_EVIDENCE_DIGITS_H
#define HANDOFF_EVIDENCE_DIGITS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

struct ho_digits {
    int64_t value; /* fixed-point 10^4 */
    size_t end;    /* behind the last digit, also of what is no number */
    bool odd;      /* no number: 1.2.3, 1,20,3, 007, too many digits */
    bool indian;   /* 12,34,567 */
    bool grouped;  /* by one point or comma, before three digits: 1.250 is
                    * one thousand and more, but 1.250 million is not */
    bool plain;    /* digits only, as a year is written */
};

/* The digits that begin at `at` (a digit), with their groups of three (1,200
 * 1.200 1 200 1'200) and at most four decimals behind a point or comma. */
void ho_read_digits(struct handoff_slice s, size_t at, struct ho_digits *out);

/* Length of a thousands or decimal separator at `at`, 0 if none; *kind is its
 * character, ' ' for any space, '\'' for any apostrophe. */
size_t ho_digit_separator(struct handoff_slice s, size_t at, char *kind);

#endif
