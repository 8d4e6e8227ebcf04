/* test_rules_memory.c - each allocation of ours fails once, in turn.
 *
 * Linked with --wrap=malloc, --wrap=calloc and --wrap=realloc; without that
 * the test fails, since then nothing fails.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "base/arena.h"
#include "support/brief_build.h"
#include "support/cases.h"
#include "support/rules_case.h"

/* Names that the linker gives; no others work. */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

static struct {
    long left; /* until the one that fails; -1: none does */
    bool failed;
} plan = { .left = -1 };

static bool fails_now(void)
{
    if (plan.left < 0 || plan.left-- > 0)
        return false;
    plan.failed = true;
    return true;
}

void *__wrap_malloc(size_t size)
{
    return fails_now() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails_now() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return fails_now() ? NULL : __real_realloc(old, size);
}

/* Parse, decide an open brief, and write it; what it makes, it frees. */
static enum handoff_status run(const char *text, struct handoff_error *err)
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
    char *text = case_text(FIXTURES, "../policies/inbound.policy.yaml", NULL);
    long failures = 0;

    (void)state;
    for (long i = 0;; i++) {
        struct handoff_error err = HANDOFF_ERROR_INIT;
        enum handoff_status status;

        plan.failed = false;
        plan.left = i;
        status = run(text, &err);
        plan.left = -1;
        assert_int_equal(err.status, status);
        if (!plan.failed) {
            assert_int_equal(status, HANDOFF_OK);
            break;
        }
        assert_int_equal(status, HANDOFF_NO_MEMORY);
        failures++;
    }
    assert_true(failures > 20);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_allocation_may_fail),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
