/* figure.h - one figure: digits or number words, and their scale. */
#ifndef HANDOFF_EVIDENCE_FIGURE_H
#define HANDOFF_EVIDENCE_FIGURE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

struct ho_figure {
    int64_t low, high; /* fixed-point 10^4, before the scale; they differ
                        * where the digits can be read in two ways */
    int64_t factor;    /* the scale, 1 where none is written */
    size_t end;        /* also behind what is no number */
    bool approximate, unclear, year_like;
};

/* The figure that begins at `at`; false for what only looks like one. */
bool ho_read_figure(struct handoff_slice s, size_t at, struct ho_figure *out);

/* May a figure begin at `at`? */
bool ho_figure_starts(struct handoff_slice s, size_t at);

/* Behind what stands at `at` and is written in digits, but is no number: a
 * telephone number, a name such as "Office 365", a year; or `at`. */
size_t ho_skip_no_figure(struct handoff_slice s, size_t at);

#endif
