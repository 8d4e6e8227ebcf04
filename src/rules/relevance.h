/* relevance.h - which open fields could change the decision, exactly.
 *
 * The decision as a function of the open fields is a reduced ordered decision
 * diagram; a field occurs in it exactly if two completions that differ in
 * nothing else are decided differently (Bryant 1986).  These fields are the
 * one smallest set whose values always settle the decision.  The question is
 * NP-complete, so there is a budget of steps, not of time.
 */
#ifndef HANDOFF_RULES_RELEVANCE_H
#define HANDOFF_RULES_RELEVANCE_H

#include "rules/witness.h"

enum {
    HO_RELEVANCE_STEPS = 100000, /* visits of 64 candidates each */
    HO_RELEVANCE_BYTES = 64 * 1024 * 1024
};

struct ho_relevance {
    bool exact; /* false: the budget ran out, and all open tests are named */
    int *field; /* in no particular order; room for all fields */
    size_t count;
    size_t key; /* of the outcome, where count is 0 */
};

/* *steps: the budget, of which what was spent is taken.  work: cleared, then
 * used for the diagram, whose size its limit bounds as steps do. */
enum handoff_status ho_relevance_find(const struct ho_world *world,
                                      size_t *steps, struct ho_arena *work,
                                      struct ho_relevance *out,
                                      struct handoff_error *err);

/* Does every completion lead to `key`?  Where it is HO_OPEN, *other is the key
 * of a completion that does not, or SIZE_MAX: not all lead to the same. */
enum handoff_status ho_relevance_always(const struct ho_world *world,
                                        size_t key, size_t *steps,
                                        struct ho_arena *work,
                                        enum ho_settled *out, size_t *other,
                                        struct handoff_error *err);

#endif
