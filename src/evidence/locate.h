/* locate.h - finding in folded text, for those who fold once and look often.
 */
#ifndef HANDOFF_EVIDENCE_LOCATE_H
#define HANDOFF_EVIDENCE_LOCATE_H

#include <handoff/evidence.h>

#include "evidence/fold.h"

/* Do [from, to) start and end between words and numbers? */
bool ho_is_whole(struct handoff_slice s, size_t from, size_t to);

/* First whole occurrence, as bytes of the text that was folded, or match NONE;
 * *cut is set when there are occurrences inside words only. */
enum handoff_status ho_find_folded(const struct ho_folded *source,
                                   const struct ho_folded *quote,
                                   struct handoff_found *found, bool *cut,
                                   struct handoff_error *err);

#endif
