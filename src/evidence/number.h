/* number.h - numbers as people write them. */
#ifndef HANDOFF_EVIDENCE_NUMBER_H
#define HANDOFF_EVIDENCE_NUMBER_H

#include <stdint.h>

#include "base/slice.h"

/* An amount or count, fixed-point 10^4.  "15-20k" and "over 200" are
 * intervals; INT64_MIN and INT64_MAX are their open ends. */
struct ho_number {
    int64_t low, high;
    size_t from, to;   /* bytes of the text, bounds words and unit excluded */
    size_t start, end; /* bounds words included: of "over 200", of "50+" */
};

/* Widen bytes [*from, *to) of the text to the whole of each number that they
 * touch: a quote of "20 reps" out of "15 - 20 reps" or "up to 20 reps" says
 * what the text says. */
void ho_widen_to_numbers(struct handoff_slice text, size_t *from, size_t *to);

/* The next number at or after *at; *at moves behind it.  Read as numbers:
 * digits with grouping (1,200 1.200 1 200 1'200), one decimal separator, a
 * scale (k, m, million ...), ranges and bounds.  Digits inside a word ("Q3",
 * "B2B"), clock times, dates and shares of a hundred are none.  false: there is
 * no further one. */
bool ho_next_number(struct handoff_slice text, size_t *at,
                    struct ho_number *out);

#endif
