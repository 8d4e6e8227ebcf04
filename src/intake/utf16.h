/* utf16.h - UTF-16 into UTF-8, piece by piece. */
#ifndef HANDOFF_INTAKE_UTF16_H
#define HANDOFF_INTAKE_UTF16_H

#include "base/slice.h"

/* In place of half a surrogate pair: a byte that UTF-8 never holds, so that the
 * row it stands in is refused like any other that is no text. */
#define HO_UTF16_FAULT 0xFF

/* As many whole characters as there is room for.  Returns the bytes that were
 * taken: fewer than four are left, or fewer than four of the room. */
size_t ho_utf16_read(struct handoff_slice bytes, bool big, char *out,
                     size_t room, size_t *len);

#endif
