/* when.h - `when:`, the rows of a rule. */
#ifndef HANDOFF_RULES_WHEN_H
#define HANDOFF_RULES_WHEN_H

#include "rules/model.h"

struct ho_when {
    const struct ho_yaml *node; /* a mapping of fields to tests, and `any:` */
    size_t rule;                /* that the rows are of */
    bool known; /* known, explicit and inferred may be tested: the table is
                 * about what is known, not about the world */
};

/* Append the rows, one or with `any:` several, each with a test at least. */
enum handoff_status ho_when_read(struct handoff_policy *policy,
                                 const struct ho_when *when,
                                 struct ho_row **row, size_t *count,
                                 struct handoff_error *err);

#endif
