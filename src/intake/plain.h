/* plain.h - texts made comparable: case, width, spaces. */
#ifndef HANDOFF_INTAKE_PLAIN_H
#define HANDOFF_INTAKE_PLAIN_H

#include "base/slice.h"

enum ho_plain {
    HO_PLAIN_TEXT, /* white space is one space, none at the ends */
    HO_PLAIN_NAME, /* and `_` and `-` are spaces */
    HO_PLAIN_KEY   /* no spaces, no ASCII punctuation, no leading "your" */
};

/* Unicode case folding and compatibility decomposition of valid UTF-8 into
 * out, NUL-terminated.  false where it takes more than `room` bytes: such a
 * text equals nothing that handoff knows. */
bool ho_plain(struct handoff_slice s, enum ho_plain how, char *out,
              size_t room);

/* HO_PLAIN_TEXT of an address or a domain, which is "xn--..." where it is
 * beyond ASCII: two ways to write one are the same. */
bool ho_plain_address(struct handoff_slice s, char *out, size_t room);

#endif
