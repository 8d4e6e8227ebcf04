/* mask.h - letters that only look like the ones they stand for.
 *
 * Words can be written so that a reader or a model sees them and a search
 * does not: with Cyrillic or Greek letters among Latin ones, in mathematical
 * or circled letters, in the invisible tag characters, as HTML character
 * references.  (Full width, zero width and direction marks are already gone
 * in folded text, see base/fold.h.)
 */
#ifndef HANDOFF_EVIDENCE_MASK_H
#define HANDOFF_EVIDENCE_MASK_H

#include "base/buffer.h"

/* The first byte at which a masked letter stands, or SIZE_MAX.  A word wholly
 * in another script is no mask: only one that mixes them is. */
size_t ho_mask_at(struct handoff_slice text);

/* The text as it is meant to be read. */
void ho_unmask(struct handoff_slice text, struct ho_buffer *out);

#endif
