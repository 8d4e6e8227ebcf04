/* said.h - what a reply says, whatever its shape; see <handoff/brief.h>.
 *
 * Nothing is judged here: each mention of a field becomes one entry, in the
 * reply's order, and what has no readable form is kept as unfit.
 */
#ifndef HANDOFF_BRIEF_SAID_H
#define HANDOFF_BRIEF_SAID_H

#include <handoff/brief.h>

#include "base/arena.h"
#include "base/json.h"

enum {
    HO_SAID_CLAIMS = 240, /* entries read of a reply, but inferences */
    HO_SAID_INFERRED = 8
};

struct ho_said {
    enum handoff_class class; /* UNKNOWN: that nobody knows */
    int field;                /* or HANDOFF_NO_FIELD */
    int basis;                /* field it is inferred from, or NO_FIELD */
    const char *name;         /* of the field, as the reply has it */
    const char *quote;        /* NULL: none */
    const char *value;        /* of the reply's own; NULL: none */
    const char *why;          /* NULL: none */
    bool unfit;               /* neither words nor null nor {quote, value} */
};

struct ho_said_list {
    const struct ho_said *item;
    size_t count;
    size_t left_out; /* entries above the limits */
    bool lists;      /* the shape with three lists */
};

/* Strings lie in the reply or in the arena. */
enum handoff_status ho_said_read(struct ho_arena *arena,
                                 const struct handoff_fields *fields,
                                 const cJSON *reply, struct ho_said_list *out,
                                 struct handoff_error *err);

#endif
