/* property.h - a property of a policy, proved over all of its worlds.
 *
 * A complete brief is a world, and the property's `when` is a part of all
 * worlds, with its own thresholds told apart.  Of each rule whose outcome
 * would violate the property it is asked whether the rule decides a world of
 * that part (reach.h).  No such rule: the property holds, for every brief
 * that is complete, and for every partial one that is decided without an
 * assumption, since such a decision is the same in all its completions.
 */
#ifndef HANDOFF_RULES_PROPERTY_H
#define HANDOFF_RULES_PROPERTY_H

#include "rules/ptests.h"

#define HO_WORLDS_MOST UINT64_C(1000000000000000) /* counted no further */

/* A field of `when` about which a rule assumes something: while the field is
 * Unknown, the property can be violated. */
struct ho_rests_on {
    int field;
    const char *by;   /* the rule that assumes */
    bool matches;     /* what it takes its test to do */
    const char *rule; /* the rule that then decides */
    const char *example;
};

struct ho_proof {
    bool holds;
    bool exact;                 /* false: the budget ran out before an answer */
    uint64_t worlds;            /* that it speaks of */
    const char *rule, *example; /* where it does not hold: who decides what */
    struct ho_rests_on *rests_on;
    size_t rests_on_count;
};

/* The policy is the one that the tests were read for, or a fork of it.  Texts
 * lie in the arena. */
enum handoff_status ho_property_prove(const struct handoff_policy *policy,
                                      const struct ho_property *property,
                                      int64_t as_of, struct ho_arena *arena,
                                      struct ho_proof *out,
                                      struct handoff_error *err);

#endif
