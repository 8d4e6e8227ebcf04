/* test_rules_memory.c - each allocation of ours fails once, in turn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "rules/written.h"
#include "support/alloc_fail.h"
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
        status = ho_written_brief(arena, policy, NULL, NULL, &brief, err);
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

/* --- files, zones, hand-offs, and the explanation --- */

static char folder[] = FIXTURES "/rules/decide/list-files";
static char *more; /* sections that the policy of the folder lacks */

static enum handoff_status explain(struct handoff_error *err)
{
    const struct handoff_files files = { rules_file, folder };
    struct handoff_policy *policy = NULL;
    struct ho_arena *arena = ho_arena_new(1 << 20);
    const struct handoff_brief *brief = NULL;
    char *json = NULL;
    enum handoff_status status;

    if (!arena)
        return ho_no_memory(err);
    status =
        handoff_policy_read("p.yaml", ho_slice(more), &files, &policy, err);
    if (status == HANDOFF_OK)
        status = ho_written_brief(arena, policy, NULL, NULL, &brief, err);
    if (status == HANDOFF_OK)
        status =
            handoff_policy_explain_json(policy, brief, RULES_AS_OF, &json, err);
    free(json);
    handoff_policy_free(policy);
    ho_arena_free(arena);
    return status;
}

static void files_and_explanations(void **state)
{
    static const char sections[] =
        "timezone: Europe/Berlin\n"
        "business_hours: {days: mon-fri, from: \"09:00\", to: \"17:00\"}\n"
        "holidays: [2026-12-25]\n"
        "handoffs: [{id: H, need: {domain: known}, else: Ask}]\n"
        "qualification:\n  rules: [{id: Q, when: {domain: explicit}, then: "
        "{fit: review}}]\n  otherwise: {id: R, then: {fit: no_action}}\n";
    char *policy = case_text(folder, "policy.yaml", NULL);
    struct ho_buffer b;

    (void)state;
    ho_buffer_init(&b, 1 << 20);
    ho_buffer_text(&b, policy);
    ho_buffer_text(&b, sections);
    more = b.ptr;
    fail_each_allocation(explain);
    ho_buffer_release(&b);
    free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_allocation_may_fail),
        cmocka_unit_test(files_and_explanations)
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
