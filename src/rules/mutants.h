/* mutants.h - of all small changes to the policy, how many a test notices.
 *
 * A mutant is killed when a case that passes fails under it, or a property
 * that holds does not.  Of the others:
 *
 *   - where the changed rule still matches the same worlds and nothing else
 *     changed, or where all briefs there can be (every state of every tested
 *     field) are decided alike, tried or by alike.h, it is equivalent, and not
 *     counted;
 *   - else it survives.  A brief that would show it is looked for: first a
 *     complete one (reach.h: exact), then partial ones around the rule.  Where
 *     none is found, the mutant may be equivalent, and counts nevertheless.
 */
#ifndef HANDOFF_RULES_MUTANTS_H
#define HANDOFF_RULES_MUTANTS_H

#include "rules/ptests.h"

struct ho_survivor {
    const char *rule, *what;
    const char *example;  /* a brief that shows it, in words; "" where none was
                           * found */
    const char *was, *is; /* what decides there, before and after */
};

struct ho_mutation {
    bool measured;
    size_t rules; /* whose changes were tried: all, or some, spread evenly */
    size_t made, killed, equivalent;
    struct ho_survivor *survivor;
    size_t survivor_count;
    int score; /* percent of those that are not equivalent, rounded down */
};

/* The cases have been run; holds: a flag a property.  Of each so many-th rule,
 * see mutate.h.  Texts lie in the arena. */
enum handoff_status ho_mutation_run(const struct ho_ptests *tests,
                                    const bool *holds, size_t every,
                                    struct ho_arena *arena,
                                    struct ho_mutation *out,
                                    struct handoff_error *err);

#endif
