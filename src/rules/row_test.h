/* row_test.h - one test of a rule: `field: what it must be`. */
#ifndef HANDOFF_RULES_ROW_TEST_H
#define HANDOFF_RULES_ROW_TEST_H

#include "rules/model.h"

/* The node is a value of `when:`; the field's type decides what it means.
 * Inside a list every item is a value: `[some]` is the word, not the state. */
enum handoff_status ho_test_read(struct handoff_policy *policy, int field,
                                 const struct ho_yaml *node,
                                 const struct ho_test **out,
                                 struct handoff_error *err);

/* The same where the table is about what is known: the words known, explicit
 * and inferred are tests of their own. */
enum handoff_status ho_known_test_read(struct handoff_policy *policy, int field,
                                       const struct ho_yaml *node,
                                       const struct ho_test **out,
                                       struct handoff_error *err);

#endif
