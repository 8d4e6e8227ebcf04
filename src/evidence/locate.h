/* locate.h - finding in folded text. */
#ifndef HANDOFF_EVIDENCE_LOCATE_H
#define HANDOFF_EVIDENCE_LOCATE_H

#include <handoff/evidence.h>

#include "base/fold.h"

/* Do bytes [from, to) of the folded text start and end between words, numbers
 * and characters of the source?  ".." is not in "\u2026", which folds to three
 * dots. */
bool ho_is_whole(const struct ho_folded *folded, size_t from, size_t to);

/* The first whole occurrence of the needle at or after byte `from`, SIZE_MAX
 * for none; *cut is set when another one was seen.  Linear time. */
enum handoff_status ho_find_whole(const struct ho_folded *folded, size_t from,
                                  struct handoff_slice needle, size_t *at,
                                  bool *cut, struct handoff_error *err);

#endif
