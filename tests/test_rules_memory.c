/* test_rules_memory.c - each allocation of ours fails once, in turn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "base/arena.h"
#include "support/alloc_fail.h"
#include "support/brief_build.h"
#include "support/cases.h"
#include "support/rules_case.h"

static char *text; /* the default policy */

/* Parse, decide an open brief, and write it; what it makes, it frees. */
static enum handoff_status run(struct handoff_error *err)
{
    struct handoff_policy *policy = NULL;
    struct handoff_decision *d = NULL;
    struct ho_arena *arena = ho_arena_new(1 << 20);
    const struct handoff_brief *brief = NULL;
    char *json = NULL;
    enum handoff_status status;

    if (!arena)
        return ho_no_memory(err);
    status = handoff_policy_parse("p.yaml", ho_slice(text), &policy, err);
    if (status == HANDOFF_OK)
        status = brief_build(arena, handoff_policy_fields(policy), NULL, &brief,
                             err);
    if (status == HANDOFF_OK)
        status = handoff_policy_decide(policy, brief, RULES_AS_OF, &d, err);
    if (status == HANDOFF_OK)
        status = handoff_decision_json(policy, brief, d, &json, err);
    assert_true((status == HANDOFF_OK) == (json != NULL));
    free(json);
    handoff_decision_free(d);
    handoff_policy_free(policy);
    ho_arena_free(arena);
    return status;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    text = case_text(FIXTURES, "../policies/inbound.policy.yaml", NULL);
    fail_each_allocation(run);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(
        every_allocation_may_fail) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
