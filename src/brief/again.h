/* again.h - which fields are worth asking about once more. */
#ifndef HANDOFF_BRIEF_AGAIN_H
#define HANDOFF_BRIEF_AGAIN_H

#include <handoff/brief.h>
#include <handoff/prompt.h>

struct ho_again {
    size_t count;           /* fields */
    const char *unreadable; /* why the only answer could not be read; or NULL:
                             * it could */
};

/* After the last answer of the brief.  failed has room for one a field, in
 * declaration order:
 *
 *   - the answer could not be read, and no answer before it: every open field
 *   - else every field that is Unknown because its quote or key failed, but
 *     for one that failed in the same words before, and one whose quote is
 *     there and says otherwise (denied, an order, two values): asking again
 *     would only invite another story. */
void ho_brief_again(const struct handoff_brief *brief,
                    struct handoff_failed *failed, struct ho_again *out);

#endif
