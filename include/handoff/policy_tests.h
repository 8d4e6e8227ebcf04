/* policy_tests.h - tests of a policy: cases, properties, and how good they are.
 *
 * A YAML file beside the policy states cases (a brief and what is expected of
 * its decision) and properties (what must hold in every possible world).  The
 * properties are proved, not sampled.  How much the cases test is measured
 * twice: which rules decided and which conditions were seen both true and
 * false; and of all small changes to the policy, how many a test notices.
 * The shape of the file: src/rules/ptests.h.
 */
#ifndef HANDOFF_POLICY_TESTS_H
#define HANDOFF_POLICY_TESTS_H

#include <handoff/policy.h>

enum { HANDOFF_POLICY_TESTS_BYTES = 4 * 1024 * 1024 }; /* of one file */

enum handoff_mutate {
    HANDOFF_MUTATE_FAST, /* where that takes seconds, or the file asks */
    HANDOFF_MUTATE_ALWAYS
};

/* Run the tests.  name is the file's, for errors.  *json is the result, as in
 * schemas/policy-tests.schema.json, the caller's to free.  *passed: all cases
 * and properties hold, and the mutation score is what the file asks for. */
HANDOFF_API enum handoff_status handoff_policy_test(
    const struct handoff_policy *policy, const char *name,
    struct handoff_slice text, enum handoff_mutate mutate, char **json,
    bool *passed, struct handoff_error *err);

#endif
