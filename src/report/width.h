/* width.h - how many columns of a terminal a text takes. */
#ifndef HANDOFF_REPORT_WIDTH_H
#define HANDOFF_REPORT_WIDTH_H

#include "base/slice.h"

/* Columns of valid UTF-8 text without control characters: 2 for a wide
 * character, 0 for a combining mark. */
size_t ho_width(struct handoff_slice s);

/* Cut the next line of at most `columns` (at least 1) off *rest: at a space or
 * between letters of a script without spaces, else behind one of - / _ @, else
 * inside a word.  Spaces
 * around the cut are dropped.  Never empty while *rest is not. */
struct handoff_slice ho_wrap(struct handoff_slice *rest, size_t columns);

#endif
