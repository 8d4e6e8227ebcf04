/* refine.h - two policies over the same cells.
 *
 * Two versions of a policy cut a field at different places.  Their common
 * refinement has a cell for each pair of cells that some value lies in, so a
 * test of either is a mask over it.
 *
 * A field is the same in both when name and type are.  What only one declares
 * or tests keeps its own cells.  An enum value that one of them does not
 * declare passes none of its tests.
 */
#ifndef HANDOFF_RULES_REFINE_H
#define HANDOFF_RULES_REFINE_H

#include "rules/space.h"

enum { HO_OLD, HO_NEW };

struct ho_refined {
    /* Fields, cells and lists of both, for words.h; it has no rules.  A field
     * or list of one name that is two different ones has "(old)" or "(new)"
     * behind its name. */
    struct handoff_policy common;
    const struct handoff_policy *policy[2];
    int *field[2]; /* of each common field, or HANDOFF_NO_FIELD */
    int *place[2]; /* of each field of a policy: its common one */
    /* The rows of both over the common cells, and over not knowing a field:
     * those of the old one from its last to its first, then those of the new
     * one from its first to its last.  So the rows before old row i and new
     * row j lie side by side in space.box. */
    struct ho_space space;
    /* A field with more than HO_CELLS_MAX cells; NULL: there is none, and
     * without one nothing below `policy` is set. */
    const char *too_wide;
};

/* Both policies outlive it; it lies in the arena. */
enum handoff_status ho_refine(const struct handoff_policy *old_policy,
                              const struct handoff_policy *new_policy,
                              struct ho_arena *arena, struct ho_refined *out,
                              struct handoff_error *err);

#endif
