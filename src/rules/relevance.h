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

#include "rules/world.h"

enum { HO_RELEVANCE_STEPS = 100000 }; /* visits of 64 candidates each */

struct ho_relevance {
    bool exact; /* false: the budget ran out, and all open tests are named */
    int *field; /* in no particular order; lies in the arena */
    size_t count;
    size_t key; /* of the outcome, where count is 0 */
};

/* steps: HO_RELEVANCE_STEPS, or less in a test. */
enum handoff_status ho_relevance_find(const struct ho_world *world,
                                      size_t steps, struct ho_arena *arena,
                                      struct ho_relevance *out,
                                      struct handoff_error *err);

#endif
