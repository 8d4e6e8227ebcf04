/* test_rules_ptests_memory.c - memory that ends anywhere in policy tests. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include <handoff/policy_tests.h>

#include "base/slice.h"
#include "support/alloc_fail.h"
#include "support/cases.h"
#include "support/rules_case.h"

static struct handoff_policy *policy;
static const char *text;

static enum handoff_status run(struct handoff_error *err)
{
    char *json = NULL;
    bool passed = false;
    const enum handoff_status status =
        handoff_policy_test(policy, "tests.yaml", ho_slice(text),
                            HANDOFF_MUTATE_ALWAYS, &json, &passed, err);

    assert_true((status == HANDOFF_OK) == (json != NULL));
    free(json);
    return status;
}

/* Little of everything: each mutant is one more run of all cases. */
static const char small_policy[] =
    "policy: small\n"
    "version: 1\n"
    "fields:\n"
    "  size: {type: integer, question: How large?}\n"
    "  ok: {type: enum, values: [yes, no], question: May we?}\n"
    "rules:\n"
    "  - id: go\n"
    "    when: {ok: yes, size: '< 9'}\n"
    "    if_unknown: {ok: does_not_match}\n"
    "    then: {route: enrich, reason: GO}\n"
    "otherwise: {id: rest, then: {route: skip, reason: REST}}\n"
    "undecided: {then: {route: enrich, reason: NEED_FACTS}}\n";

static const char small_tests[] =
    "tests_for: small\n"
    "as_of: 2026-09-24\n"
    "cases:\n"
    "  - {name: go, brief: {ok: yes, size: 8}, expect: {route: enrich}}\n"
    "properties:\n"
    "  - {name: rests, when: {any: [{ok: yes, size: 3}]}, never: {route: "
    "skip}}\n"
    "  - {name: violated, when: {ok: yes}, never: {rule: [go]}}\n";

static void with(const char *name, const char *rules, const char *tests)
{
    policy = rules_policy(name, rules);
    text = tests;
    fail_each_allocation(run);
    handoff_policy_free(policy);
}

static void every_allocation_may_fail(void **state)
{
    char *rules = case_text(FIXTURES, "rules/tests/fails/policy.yaml", NULL);
    char *tests = case_text(FIXTURES, "rules/tests/fails/tests.yaml", NULL);

    (void)state;
    with("fails", rules, tests);
    with("small", small_policy, small_tests);
    free(rules);
    free(tests);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
