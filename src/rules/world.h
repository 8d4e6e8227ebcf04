/* world.h - what a brief leaves possible, and which rows that lets match.
 *
 * A fact leaves a field one cell, a range that spans thresholds a few, Unknown
 * all of them.  A row may match when every tested field has a possible cell
 * that passes; it must match when all of its possible cells pass.
 */
#ifndef HANDOFF_RULES_WORLD_H
#define HANDOFF_RULES_WORLD_H

#include "rules/cells.h"

struct ho_view {
    uint64_t cells; /* possible ones; never empty for a tested field */
    bool known;     /* stated, and not opened by a rule's `evidence` */
    bool inferred;
    /* sets of rows: the field's part in may and must, and the rows whose test
     * if_unknown took to match or to fail */
    uint64_t *may, *must, *taken, *failed;
};

struct ho_world {
    const struct handoff_policy *policy;
    const struct handoff_brief *brief;
    struct ho_view *view; /* one a field */
    uint64_t *may, *must; /* sets of rows */
    uint64_t *candidate;  /* rows that may match, up to the sure one */
    size_t sure;          /* the first row that must match */
};

enum handoff_status ho_world_make(struct ho_world *world,
                                  const struct handoff_policy *policy,
                                  const struct handoff_brief *brief,
                                  int64_t as_of, struct ho_arena *arena,
                                  struct handoff_error *err);

/* More than one cell is possible: an answer could tell something. */
bool ho_view_open(const struct ho_view *view);

#endif
