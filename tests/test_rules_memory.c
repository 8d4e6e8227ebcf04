/* test_rules_memory.c - each allocation of ours fails once, in turn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <handoff/analysis.h>

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

/* A line of a log, as summarize writes one. */
static const char log_line[] =
    "{\"lead\":\"L-1\",\"brief\":{\"lead\":\"L-1\",\"origin\":{\"file\":"
    "\"f\",\"line\":1,\"sha256\":"
    "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    "aaaaaaaaaaaaaaaaa\"},\"explicit\":[],\"inferred\":[],\"unknown\":[],"
    "\"suggested\":{\"lane\":null,\"action\":null},\"degraded\":false,"
    "\"repairs\":[],\"findings\":[],\"made_by\":{\"endpoint\":\"e\",\"model\":"
    "null,\"prompt\":\"p\",\"reply_sha256\":null,\"reask_prompt\":null,"
    "\"again_sha256\":[],\"attempts\":1,\"prompt_tokens\":null,"
    "\"completion_tokens\":null}},\"decision\":{\"as_of\":"
    "\"2026-09-24T09:00:00Z\",\"policy\":{\"name\":\"small\"}}}\n";

/* Lint, compare and tabulate two small policies. */
static enum handoff_status analyse(struct handoff_error *err)
{
    static const char before[] =
        "policy: small\nversion: 1\nfields:\n"
        "  i: {type: enum, values: [a, b, c], question: q}\n"
        "  n: {type: integer, question: q}\n"
        "  d: {type: domain, question: q}\n"
        "lists: {l: [x.example]}\nowners: {o: {name: O}}\nrules:\n"
        "  # lint: allow L102 because of this test\n"
        "  - {id: R1, when: {i: a, d: under l}, if_unknown: {i: matches}, "
        "then: {route: skip, reason: A}}\n"
        "  - {id: R2, when: {any: [{i: a}, {n: '> 5'}]}, "
        "then: {route: pursue, owner: o, reason: B}}\n"
        "  - {id: R3, when: {n: '> 7'}, then: {route: nurture, reason: C}}\n"
        "otherwise: {id: Z, then: {route: nurture, reason: Z}}\n"
        "undecided: {then: {route: enrich, reason: Q}}\n";
    static const struct handoff_approved nobody = { .state =
                                                        HANDOFF_NOT_APPROVED };
    char after[sizeof before];
    struct handoff_policy *policy[2] = { NULL, NULL };
    struct handoff_lint_input input = { .file = "f",
                                        .text = ho_slice(before),
                                        .approved = &nobody };
    struct handoff_lines *log = NULL;
    char *json[3] = { NULL };
    bool found;
    enum handoff_status status;

    memcpy(after, before, sizeof after);
    *strstr(after, "> 5") = '<';
    status = handoff_policy_parse("a", ho_slice(before), &policy[0], err);
    if (status == HANDOFF_OK)
        status = handoff_policy_parse("b", ho_slice(after), &policy[1], err);
    if (status == HANDOFF_OK)
        status = handoff_lines_of(ho_slice(log_line), &input.log, err);
    if (status == HANDOFF_OK)
        status = handoff_policy_lint(policy[0], &input, &json[0], &found, err);
    if (status == HANDOFF_OK)
        status = handoff_lines_of(ho_slice(log_line), &log, err);
    if (status == HANDOFF_OK)
        status = handoff_policy_diff(policy[0], policy[1], log, &json[1],
                                     &found, err);
    if (status == HANDOFF_OK)
        status = handoff_policy_table(policy[0], &nobody, &json[2], err);
    assert_true((status == HANDOFF_OK) == (json[2] != NULL));
    if (status == HANDOFF_OK)
        assert_non_null(strstr(json[1], "\"replayed\":1"));
    handoff_lines_free(input.log);
    handoff_lines_free(log);
    for (int i = 0; i < 3; i++)
        free(json[i]);
    handoff_policy_free(policy[1]);
    handoff_policy_free(policy[0]);
    return status;
}

static void every_allocation_of_an_analysis_may_fail(void **state)
{
    (void)state;
    fail_each_allocation(analyse);
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
        cmocka_unit_test(every_allocation_of_an_analysis_may_fail),
        cmocka_unit_test(files_and_explanations)
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
