/* space.h - the cells of fields, and besides them what it is not to know one.
 *
 * `if_unknown` lets a rule decide about an Unknown field, and says so for that
 * rule alone.  So a lead whose field is Unknown is a case of its own: rules
 * that assume something have their way, and the others see the value that is
 * not known yet.  Each field that a rule assumes something about gets cells
 * for that behind its own: one for each value that the other rules tell apart.
 */
#ifndef HANDOFF_RULES_SPACE_H
#define HANDOFF_RULES_SPACE_H

#include "rules/cover.h"

/* A row over the fields of the space. */
struct ho_space_row {
    const struct ho_box *box;
    const struct ho_rule *rule; /* its assumptions, by fields of the policy */
    const int *place;           /* of those fields in the space; NULL: same */
};

struct ho_space {
    size_t fields;
    uint64_t *all;         /* one mask a field: all cells; 0: it has none */
    uint64_t *unknown;     /* those in which the field is Unknown */
    struct ho_box *box;    /* one a row */
    struct ho_term **term; /* the terms of each */
    /* a field that has no room for its Unknown cells, so that not knowing it
     * is left out; HANDOFF_NO_FIELD: there is none */
    int full;
};

/* count: how many cells each field has by itself.  All lies in the arena. */
enum handoff_status ho_space_make(const size_t *count, size_t fields,
                                  const struct ho_space_row *row, size_t rows,
                                  struct ho_arena *arena, struct ho_space *out,
                                  struct handoff_error *err);

#endif
