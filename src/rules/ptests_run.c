/* ptests_run.c - see <handoff/policy_tests.h> */
#include "rules/ptests_run.h"

#include <handoff/policy_tests.h>

enum {
    RESULT_BYTES = 64 * 1024 * 1024,
    FAST_WORK = 1 << 20, /* some seconds; see rules_between */
    OF_A_RULE = 25,      /* changes, about */
    OF_A_CASE = 2        /* a decision takes as long as so many rows */
};

enum handoff_status ho_ptests_decide(struct ho_ptests *tests, size_t *passed,
                                     struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    for (size_t i = 0; i < tests->count && status == HANDOFF_OK; i++) {
        struct ho_case *c = &tests->item[i];

        status = handoff_policy_decide(tests->policy, c->brief, c->as_of,
                                       &c->got, err);
        c->passed =
            status == HANDOFF_OK && ho_expectation_is(&c->expect, c->got);
        *passed += c->passed;
    }
    return status;
}

static enum handoff_status run_properties(const struct ho_ptests *tests,
                                          bool *holds,
                                          struct ho_ptests_result *out,
                                          struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    for (size_t i = 0; i < tests->property_count && status == HANDOFF_OK; i++) {
        struct ho_proof *proof = &out->proof[i];

        status = ho_property_prove(tests->policy, &tests->property[i],
                                   tests->as_of, out->arena, proof, err);
        holds[i] = proof->holds && proof->exact;
        out->held += holds[i];
    }
    return status;
}

/* A change costs a copy of all rows, a look at them for each property, and a
 * decision for each case.  Where all changes would take too long, those of
 * rules that are evenly spread are tried: each rule's are as many as ever. */
static size_t rules_between(const struct ho_ptests *tests,
                            enum handoff_mutate mutate)
{
    const uint64_t rows = tests->policy->row_count;
    const uint64_t change =
        rows * (1 + tests->property_count) + OF_A_CASE * (uint64_t)tests->count;
    const uint64_t work = change * OF_A_RULE * tests->policy->rule_count;

    if (mutate == HANDOFF_MUTATE_ALWAYS || tests->score_at_least > 0)
        return 1;
    return (size_t)(work / FAST_WORK) + 1;
}

static enum handoff_status run(struct ho_ptests *tests,
                               enum handoff_mutate mutate,
                               struct ho_ptests_result *out,
                               struct handoff_error *err)
{
    const size_t properties = tests->property_count + 1;
    bool *holds = ho_arena_alloc(out->arena, properties * sizeof *holds);
    enum handoff_status status;

    out->proof = ho_arena_alloc(out->arena, properties * sizeof *out->proof);
    if (!holds || !out->proof)
        return ho_arena_status(out->arena, "the result of the tests", err);
    status = ho_ptests_decide(tests, &out->passed, err);
    if (status == HANDOFF_OK)
        status = run_properties(tests, holds, out, err);
    if (status == HANDOFF_OK)
        status = ho_coverage_of(tests, out->arena, &out->coverage, err);
    /* a change shows something only beside tests that pass */
    if (status == HANDOFF_OK && out->passed == tests->count)
        status = ho_mutation_run(tests, holds, rules_between(tests, mutate),
                                 out->arena, &out->mutation, err);
    out->score_reached = tests->score_at_least == 0 ||
                         (out->mutation.measured &&
                          out->mutation.score >= tests->score_at_least);
    return status;
}

static enum handoff_status run_all(struct ho_ptests *tests, const char *name,
                                   enum handoff_mutate mutate, char **json,
                                   bool *passed, struct handoff_error *err)
{
    struct ho_ptests_result result = { .tests = tests,
                                       .arena = ho_arena_new(RESULT_BYTES) };
    enum handoff_status status;

    if (!result.arena)
        return ho_no_memory(err);
    status = run(tests, mutate, &result, err);
    if (status == HANDOFF_OK)
        status = ho_ptests_json(&result, name, json, err);
    if (status == HANDOFF_OK)
        *passed = result.passed == tests->count &&
                  result.held == tests->property_count && result.score_reached;
    ho_arena_free(result.arena);
    return status;
}

enum handoff_status handoff_policy_test(const struct handoff_policy *policy,
                                        const char *name,
                                        struct handoff_slice text,
                                        enum handoff_mutate mutate, char **json,
                                        bool *passed, struct handoff_error *err)
{
    struct ho_ptests *tests = NULL;
    enum handoff_status status =
        ho_ptests_read(policy, name, text, &tests, err);

    if (status == HANDOFF_OK)
        status = run_all(tests, name, mutate, json, passed, err);
    ho_ptests_free(tests);
    return status;
}
