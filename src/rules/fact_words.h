/* fact_words.h - tests, cells and worlds as people read them. */
#ifndef HANDOFF_RULES_FACT_WORDS_H
#define HANDOFF_RULES_FACT_WORDS_H

#include "rules/model.h"

/* What the test wants of its field: ">= 50", "demo or pricing", "not demo",
 * "under suppression", "within 30d".  Texts lie in the arena; "" where that
 * gives no more. */
const char *ho_test_words(struct ho_arena *arena,
                          const struct handoff_policy *policy,
                          const struct ho_test *test);

/* A value of the cell, as written.h reads it: "demo", "50", "none"; today is
 * the day from which dates count.  "not yes" for the cell of an enum of one
 * value that no fact can state. */
const char *ho_cell_words(struct ho_arena *arena,
                          const struct handoff_policy *policy, int field,
                          size_t cell, int64_t today);

/* "intent demo, employees 50": a world (a cell a field, reach.h), of the
 * fields in `show` (a flag a field; NULL: all that a rule tests). */
const char *ho_world_words(struct ho_arena *arena,
                           const struct handoff_policy *policy,
                           const uint8_t *cell, const bool *show,
                           int64_t today);

/* What is known of a field: "50 (explicit)", "demo (inferred)", "Unknown". */
const char *ho_claim_words(struct ho_arena *arena,
                           const struct handoff_claim *claim);

/* "a, b or c" */
const char *ho_join_words(struct ho_arena *arena, const char *const *item,
                          size_t count, const char *last);

#endif
