/* decider.h - room to decide in, and the steps of a decision.
 *
 * world.h tells which rows can decide; if they do not agree, relevance.h tells
 * which facts could change the outcome.  What is said about it then comes
 * from the same two, asked about worlds that differ in some facts.
 */
#ifndef HANDOFF_RULES_DECIDER_H
#define HANDOFF_RULES_DECIDER_H

#include "rules/relevance.h"

struct ho_verdict {
    bool undecided;
    size_t key; /* of the outcome, unless undecided */
    size_t row; /* the deciding one; undecided: the closed-world answer */
};

struct handoff_decider {
    const struct handoff_policy *policy;
    struct ho_arena *arena; /* owner of all of this */
    struct ho_arena *work;  /* of one diagram */
    struct ho_world world, trial;
    struct ho_view *said; /* one a field: what each trial begins with */
    struct ho_verdict verdict;
    struct ho_relevance open; /* what it waits for */
    struct handoff_decision decision;
    int *order, *rank, *because, *assumed; /* room for all fields each */
    size_t *first_open;                    /* one a field */
    bool *counts;                          /* one a field: it is in `because` */
    uint64_t *rules;                       /* sets of rules: may, must */
    struct handoff_change *change;
    size_t change_room;
};

/* because, assumed and the confidence that follows, of a verdict. */
enum handoff_status ho_reasons_find(struct handoff_decider *decider,
                                    const struct handoff_facts *facts,
                                    struct handoff_error *err);

/* would_change, of a decision that is otherwise complete. */
enum handoff_status ho_changes_find(struct handoff_decider *decider,
                                    const struct handoff_facts *facts,
                                    struct handoff_error *err);

static inline const struct ho_rule *ho_rule_of(
    const struct handoff_policy *policy, size_t row)
{
    return &policy->rule[policy->row[row].rule];
}

#endif
