/* sort.h - what is asked of all rules together. */
#ifndef HANDOFF_RULES_SORT_H
#define HANDOFF_RULES_SORT_H

#include "rules/model.h"

/* No two rules have one id; rules with equal outcomes under decides_on share
 * the key of the first of them.  Both by sorting: a table may have thousands
 * of rules. */
enum handoff_status ho_rules_sort(struct handoff_policy *policy,
                                  struct handoff_error *err);

#endif
