/* mutate.h - every small change to a policy, one at a time.
 *
 *   a test         each end of a range one further and one nearer; each value
 *                  of an enum, and each entry of a short list, dropped or
 *                  added; what it says turned into its opposite; `under`
 *                  narrowed to `in`; not tested at all
 *   a rule         removed; swapped with the next one; each if_unknown turned
 *                  round and removed; each evidence demand removed
 *   what it gives  route, owner, reason, confidence, sla; exception
 *                  and review removed; of `otherwise` and `undecided`, too
 *
 * A change after which a row can never match, or after which every row still
 * matches the same worlds, is none.
 */
#ifndef HANDOFF_RULES_MUTATE_H
#define HANDOFF_RULES_MUTATE_H

#include "rules/model.h"

enum ho_change {
    HO_CHANGE_TEST,     /* which worlds the rule matches */
    HO_CHANGE_REMOVED,  /* the rule */
    HO_CHANGE_SWAPPED,  /* the rule and the next */
    HO_CHANGE_OUTCOME,  /* what the rule gives out */
    HO_CHANGE_UNKNOWN,  /* how the rule treats what is not known */
    HO_CHANGE_UNDECIDED /* what is given out while facts are missing */
};

struct ho_mutant {
    const struct handoff_policy *policy; /* a fork, until the call returns */
    enum ho_change change;
    size_t rule;      /* in the original; `undecided`: the last */
    const char *what; /* "employees >= 50 -> >= 51"; as long as the fork */
};

typedef enum handoff_status ho_mutant_run(void *user,
                                          const struct ho_mutant *mutant,
                                          struct handoff_error *err);

/* Call run with each mutant of every so many-th rule (1: of all), in the order
 * of the rules, and of `undecided`; a status that is not HANDOFF_OK ends it. */
enum handoff_status ho_mutants_each(const struct handoff_policy *policy,
                                    size_t every, ho_mutant_run *run,
                                    void *user, struct handoff_error *err);

#endif
