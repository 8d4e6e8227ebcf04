/* nearest.h - the place in a text that is most like some words: what to show
 * to whoever misquoted it.  A hint, never a proof.
 */
#ifndef HANDOFF_EVIDENCE_NEAREST_H
#define HANDOFF_EVIDENCE_NEAREST_H

#include <stddef.h>

#include "base/error.h"
#include "base/slice.h"

/* The clause of `source` that shares most with `words`, by bytes of different
 * words after folding; the first of several.  *score is 0, and *clause empty,
 * where none shares a quarter of them.  At most the first 32 of the words
 * count.  Linear in the source. */
enum handoff_status ho_nearest(struct handoff_slice source,
                               struct handoff_slice words,
                               struct handoff_slice *clause, size_t *score,
                               struct handoff_error *err);

#endif
