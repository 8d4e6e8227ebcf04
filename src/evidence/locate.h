/* locate.h - finding in folded text. */
#ifndef HANDOFF_EVIDENCE_LOCATE_H
#define HANDOFF_EVIDENCE_LOCATE_H

#include <handoff/evidence.h>

#include "evidence/fold.h"

/* Do [from, to) start and end between words and numbers? */
bool ho_is_whole(struct handoff_slice s, size_t from, size_t to);

/* The first whole occurrence of the needle at or after byte `from`, SIZE_MAX
 * for none; *cut is set when one inside words was seen.  Linear time. */
enum handoff_status ho_find_whole(struct handoff_slice s, size_t from,
                                  struct handoff_slice needle, size_t *at,
                                  bool *cut, struct handoff_error *err);

#endif
