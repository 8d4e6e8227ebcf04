/* outcome.h - `then:`, what a rule gives out. */
#ifndef HANDOFF_RULES_OUTCOME_H
#define HANDOFF_RULES_OUTCOME_H

#include "rules/model.h"

/* Read `then:` and `why:` of a rule, of `otherwise` or of `undecided`.  what
 * and name as for ho_need. */
enum handoff_status ho_outcome_read(struct handoff_policy *policy,
                                    const struct ho_yaml *rule,
                                    const char *what, const char *name,
                                    struct handoff_outcome *out,
                                    struct handoff_error *err);

/* An order in which those are equal that are so on what decides_on names. */
int ho_outcome_compare(unsigned decides_on, const struct handoff_outcome *a,
                       const struct handoff_outcome *b);

static inline bool ho_outcome_same(unsigned decides_on,
                                   const struct handoff_outcome *a,
                                   const struct handoff_outcome *b)
{
    return ho_outcome_compare(decides_on, a, b) == 0;
}

/* Pursuit is a person's, unless `review` says otherwise. */
static inline bool ho_route_review(enum handoff_route route)
{
    return route == HANDOFF_ROUTE_PURSUE;
}

/* "yes" or "no" where the outcome says otherwise than its route; else "". */
const char *ho_review_said(const struct handoff_outcome *outcome);

/* Equal in all that people see: the outcome and the exception, but not the id
 * and the sentence that gives the reason. */
bool ho_rules_agree(const struct ho_rule *a, const struct ho_rule *b);

#endif
