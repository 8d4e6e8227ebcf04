/* ptests_run.h - the tests of a policy, run: cases, proofs, coverage, score. */
#ifndef HANDOFF_RULES_PTESTS_RUN_H
#define HANDOFF_RULES_PTESTS_RUN_H

#include "rules/coverage.h"
#include "rules/mutants.h"
#include "rules/property.h"

struct ho_ptests_result {
    const struct ho_ptests *tests; /* whose cases hold their decisions */
    struct ho_arena *arena;        /* of all below */
    size_t passed;                 /* cases */
    struct ho_proof *proof;        /* one a property */
    size_t held;
    struct ho_coverage coverage;
    struct ho_mutation mutation;
    bool score_reached; /* true where none is asked for */
};

/* Decide every case; *passed grows by those that get what they expect. */
enum handoff_status ho_ptests_decide(struct ho_ptests *tests, size_t *passed,
                                     struct handoff_error *err);

/* Why the case failed, one sentence: which rule should have decided and what
 * kept it from that.  The text lies in the arena. */
enum handoff_status ho_ptests_why(const struct ho_ptests *tests,
                                  const struct ho_case *c,
                                  struct ho_arena *arena, const char **out,
                                  struct handoff_error *err);

enum handoff_status ho_ptests_json(const struct ho_ptests_result *result,
                                   const char *name, char **json,
                                   struct handoff_error *err);

#endif
