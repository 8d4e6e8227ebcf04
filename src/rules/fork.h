/* fork.h - a copy of a policy with other rules.
 *
 * Mutants and properties ask "what if the rules were a little different?".  A
 * fork shares fields, lists, owners and texts with its policy, which outlives
 * it, and has rules, rows and tests of its own.
 */
#ifndef HANDOFF_RULES_FORK_H
#define HANDOFF_RULES_FORK_H

#include "rules/model.h"

/* The fork lies in the arena.  It has room for one more rule, and no cells
 * until ho_fork_finish. */
enum handoff_status ho_fork(const struct handoff_policy *policy,
                            struct ho_arena *arena, struct handoff_policy **out,
                            struct handoff_error *err);

/* One more rule behind `otherwise`, so that it decides nothing, with the rows
 * of a `when:`.  Its cells are told apart like those of other rules. */
enum handoff_status ho_fork_add(struct handoff_policy *fork,
                                const struct ho_yaml *when,
                                struct handoff_error *err);

/* A copy of the row's test, which may be changed, in its place; NULL: the
 * arena gives no more. */
struct ho_test *ho_fork_test(struct handoff_policy *fork, size_t row, size_t t);

void ho_fork_remove(struct handoff_policy *fork, size_t rule);

/* A rule of another fork, or of the policy, before rule `at`; once in the life
 * of a fork, or after as many removals. */
enum handoff_status ho_fork_insert(struct handoff_policy *fork, size_t at,
                                   const struct handoff_policy *from,
                                   size_t rule, struct handoff_error *err);

/* Two finished rules of as many rows match the same worlds, row by row. */
bool ho_fork_same_rows(const struct handoff_policy *fork, size_t a, size_t b);

/* After its rules, rows or tests were changed.  BAD_POLICY where a row can no
 * longer match. */
enum handoff_status ho_fork_finish(struct handoff_policy *fork,
                                   struct handoff_error *err);

#endif
