/* quoted.h - a mail's own text and the older mail that its program put in. */
#ifndef HANDOFF_INTAKE_QUOTED_H
#define HANDOFF_INTAKE_QUOTED_H

#include "base/slice.h"

struct ho_quoted {
    struct handoff_slice text;
    size_t at;    /* what is still to be read */
    size_t parts; /* seen so far */

    /* the part read last: bytes [start, end) */
    size_t start, end;
    bool older;   /* lines of `>`, or all that stands under a mark */
    bool forward; /* the mark says that it was passed on */
};

void ho_quoted_init(struct ho_quoted *q, struct handoff_slice text, size_t at);

/* The next part that is not blank; false behind the last.  After 40 parts the
 * rest is one. */
bool ho_quoted_next(struct ho_quoted *q);

/* Is there a mark under which another mail is passed on? */
bool ho_quoted_has_forward(struct handoff_slice text);

#endif
