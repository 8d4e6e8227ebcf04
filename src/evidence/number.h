/* number.h - numbers as people write them. */
#ifndef HANDOFF_EVIDENCE_NUMBER_H
#define HANDOFF_EVIDENCE_NUMBER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

/* An amount or count, fixed-point 10^4.  "15-20k" and "over 200" are
 * intervals; INT64_MIN and INT64_MAX are their open ends. */
struct ho_number {
    int64_t low, high;
    size_t from, to;   /* bytes of the text, bounds words and unit excluded */
    size_t start, end; /* bounds words included: of "over 200", of "50+" */
    bool excludes;     /* the one bound itself is not meant: "over 200" */
    bool approximate;  /* "about 40", "10k-ish", "une vingtaine" */
    bool unclear;      /* it can be read in two ways, low and high: "1.250
                        * million"; or should be: "12,34,567" */
    bool scaled;       /* "50k", "2 million" */
    bool year_like;    /* four digits and nothing else, 1900 to 2099 */
};

/* Widen bytes [*from, *to) of the text to the whole of each number that they
 * touch: a quote of "20 reps" out of "15 - 20 reps" or "up to 20 reps" says
 * what the text says. */
void ho_widen_to_numbers(struct handoff_slice text, size_t *from, size_t *to);

/* The next number at or after *at; *at moves behind it.  Read as numbers:
 * digits with grouping (1,200 1.200 1 200 1'200), one decimal separator, number
 * words ("forty", "zwei Dutzend"), a scale (k, m, million ...), ranges
 * and bounds.  No numbers are: digits inside a word ("Q3", "B2B"), clock times,
 * dates and years ("in 2027"), shares of a hundred, ordinals, versions,
 * telephone numbers, names ("Office 365").  false: there is no further one. */
bool ho_next_number(struct handoff_slice text, size_t *at,
                    struct ho_number *out);

/* The number or range that begins right at `at`, without the words around it;
 * out->to and out->end are its end. */
bool ho_number_at(struct handoff_slice text, size_t at, struct ho_number *out);

#endif
