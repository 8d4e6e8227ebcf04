/* test_rules_ptests.c - policy tests: what they find, and what they refuse.
 *
 * fixtures/rules/tests/<case>/: policy.yaml, tests.yaml, why.txt, and
 * expected.txt, the report for people.  A failed case, a property that does
 * not hold or a score that is too low stands in it, or the tests passed.
 * fixtures/rules/tests-refused.json: files that cannot be used.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include <handoff/policy_tests.h>
#include <handoff/report.h>
#include <handoff/schema.h>

#include "base/json.h"
#include "rules/fork.h"
#include "rules/ptests.h"
#include "rules/written.h"
#include "support/cases.h"
#include "support/rules_case.h"

enum { MANY = 1000 };

static struct handoff_schema *schema;
static struct handoff_policy *desk;
static size_t rows;

static char *test_policy(const char *name, const struct handoff_policy *policy,
                         struct handoff_slice text, bool *passed)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char *json = NULL, message[1024];

    if (handoff_policy_test(policy, "tests.yaml", text, HANDOFF_MUTATE_FAST,
                            &json, passed, &err) != HANDOFF_OK) {
        handoff_error_text(&err, message, sizeof message);
        fail_msg("%s: %s", name, message);
    }
    return json;
}

static void must_fit_schema(const char *name, const char *json)
{
    struct handoff_schema_result result = { 0 };

    assert_int_equal(
        handoff_schema_check(schema, ho_slice(json), &result, NULL),
        HANDOFF_OK);
    if (!result.valid)
        fail_msg("%s: not as its schema has it: %s", name, json);
    handoff_schema_result_release(&result);
}

static void run_case(const char *directory, const char *name)
{
    char *why = case_text(directory, "why.txt", NULL);
    char *rules = case_text(directory, "policy.yaml", NULL);
    char *expected = case_text(directory, "expected.txt", NULL);
    char *tests, *json, *text = NULL;
    struct handoff_policy *policy = rules_policy(name, rules);
    bool passed = false;
    size_t len;

    tests = case_text(directory, "tests.yaml", &len);
    json = test_policy(name, policy, (struct handoff_slice){ tests, len },
                       &passed);
    must_fit_schema(name, json);
    assert_int_equal(handoff_report_render(HANDOFF_REPORT_POLICY_TESTS,
                                           HANDOFF_FORMAT_TEXT, ho_slice(json),
                                           &text, &len, NULL),
                     HANDOFF_OK);
    assert_same_text(name, text, expected);
    assert_int_equal(passed, !strstr(expected, "FAIL ") &&
                                 !strstr(expected, ", too low: "));
    handoff_policy_free(policy);
    free(why);
    free(rules);
    free(expected);
    free(tests);
    free(json);
    free(text);
}

static void runs_tests(void **state)
{
    char *text =
        case_text(FIXTURES, "../schemas/policy-tests.schema.json", NULL);

    (void)state;
    assert_int_equal(
        handoff_schema_compile(ho_slice(text), NULL, &schema, NULL),
        HANDOFF_OK);
    each_case("rules/tests", run_case);
    handoff_schema_free(schema);
    free(text);
}

static void run_row(const cJSON *row)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    const char *why = row_text(row, "why", "");
    char *json = NULL, got[1024], expected[1024];
    bool passed = true;

    if (handoff_policy_test(
            desk, "tests.yaml", ho_slice(row_text(row, "tests", "")),
            HANDOFF_MUTATE_FAST, &json, &passed, &err) == HANDOFF_OK)
        fail_msg("%s: accepted", why);
    assert_null(json);
    assert_true(passed);
    assert_string_equal(err.file, "tests.yaml");
    error_line(&err, got, sizeof got);
    snprintf(expected, sizeof expected, "%s", row_text(row, "error", ""));
    assert_same_text(why, got, expected);
    rows++;
}

static void refuses_files(void **state)
{
    char *text = case_text(FIXTURES, "rules/tests/passes/policy.yaml", NULL);

    (void)state;
    desk = rules_policy("desk", text);
    each_row("rules/tests-refused.json", run_row);
    assert_true(rows >= 60);
    handoff_policy_free(desk);
    free(text);
}

static void refuses_what_is_too_large(void **state)
{
    char *rules = case_text(FIXTURES, "rules/tests/passes/policy.yaml", NULL);
    struct handoff_policy *policy = rules_policy("desk", rules);
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char *text = calloc(1, HANDOFF_POLICY_TESTS_BYTES + 1), *json = NULL;
    bool passed;

    (void)state;
    assert_non_null(text);
    assert_int_equal(
        handoff_policy_test(
            policy, "tests.yaml",
            (struct handoff_slice){ text, HANDOFF_POLICY_TESTS_BYTES + 1 },
            HANDOFF_MUTATE_FAST, &json, &passed, &err),
        HANDOFF_TOO_LARGE);
    assert_non_null(strstr(err.message, "4194304 bytes"));
    free(text);
    free(rules);
    handoff_policy_free(policy);
}

/* One more than are read, and a thousand in a moment. */
static char *many_cases(size_t count)
{
    struct ho_buffer b;
    char *text = NULL;

    ho_buffer_init(&b, HANDOFF_POLICY_TESTS_BYTES);
    ho_buffer_text(&b, "tests_for: desk\nas_of: 2026-09-24\ncases:\n");
    for (size_t i = 0; i < count; i++)
        ho_buffer_format(&b,
                         "  - {name: c%zu, brief: {domain: a.example, intent: "
                         "demo, employees: %zu}, expect: {rule: %s}}\n",
                         i, i, i < 200 ? "rest" : "large");
    assert_int_equal(ho_buffer_take(&b, "cases", &text, NULL, NULL),
                     HANDOFF_OK);
    return text;
}

static void limits_the_number_of_cases(void **state)
{
    char *rules = case_text(FIXTURES, "rules/tests/passes/policy.yaml", NULL);
    struct handoff_policy *policy = rules_policy("desk", rules);
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char *text = many_cases(HO_PTESTS_CASES + 1), *json = NULL;
    bool passed;

    (void)state;
    assert_int_equal(handoff_policy_test(policy, "tests.yaml", ho_slice(text),
                                         HANDOFF_MUTATE_FAST, &json, &passed,
                                         &err),
                     HANDOFF_BAD_POLICY);
    assert_non_null(strstr(err.message, "5001 items and 5000 are read"));
    free(text);
    free(rules);
    handoff_policy_free(policy);
}

static void a_thousand_cases_pass(void **state)
{
    char *rules = case_text(FIXTURES, "rules/tests/passes/policy.yaml", NULL);
    struct handoff_policy *policy = rules_policy("desk", rules);
    char *text = many_cases(MANY), *json;
    bool passed = false;

    (void)state;
    json = test_policy("many", policy, ho_slice(text), &passed);
    assert_true(passed);
    free(json);
    free(text);
    free(rules);
    handoff_policy_free(policy);
}

static char *many_rules(size_t count)
{
    struct ho_buffer b;
    char *text = NULL;

    ho_buffer_init(&b, 1 << 22);
    ho_buffer_text(&b, "policy: wide\nversion: 1\nfields:\n");
    for (int f = 0; f < 20; f++)
        ho_buffer_format(&b, "  f%d: {type: integer, question: q}\n", f);
    ho_buffer_text(&b, "owners: {a: {name: A}, b: {name: B}}\nrules:\n");
    for (size_t r = 0; r < count; r++)
        ho_buffer_format(&b,
                         "  - {id: r%zu, when: {f%zu: '>= %zu', f%zu: %zu}, "
                         "then: {route: pursue, owner: %c, reason: R}}\n",
                         r, r % 20, r % 3 * 50, (r % 20 + 1 + r / 20 % 19) % 20,
                         r % 5, r % 2 ? 'a' : 'b');
    ho_buffer_text(&b, "otherwise: {id: Z, then: {route: nurture, reason: Z}}\n"
                       "undecided: {then: {route: enrich, reason: Q}}\n");
    assert_int_equal(ho_buffer_take(&b, "rules", &text, NULL, NULL),
                     HANDOFF_OK);
    return text;
}

/* Of a large policy some rules are tried, and the result says how many. */
static void large_policies_are_sampled(void **state)
{
    static const char tests[] =
        "tests_for: wide\nas_of: 2026-09-24\ncases:\n"
        "  - {name: one, brief: {}, expect: {undecided: yes}}\n";
    static const size_t counts[] = { 20, 1000 };

    (void)state;
    for (int i = 0; i < 2; i++) {
        char *text = many_rules(counts[i]), *json;
        struct handoff_policy *policy = rules_policy("wide", text);
        bool passed = false;
        cJSON *root = NULL;
        const cJSON *mutation;
        int64_t tried = 0, rules = 0;

        json = test_policy("wide", policy, ho_slice(tests), &passed);
        assert_true(passed);
        assert_int_equal(ho_json_parse(ho_slice(json), &root, NULL),
                         HANDOFF_OK);
        mutation = ho_json_get(root, "mutation");
        ho_json_integer(ho_json_get(mutation, "rules_tried"), &tried);
        ho_json_integer(ho_json_get(mutation, "rules"), &rules);
        assert_int_equal(rules, counts[i] + 1);
        assert_true(i == 0 ? tried == rules : tried > 3 && tried < rules);
        assert_int_equal(cJSON_IsTrue(ho_json_get(mutation, "all_tried")),
                         i == 0);
        cJSON_Delete(root);
        free(json);
        handoff_policy_free(policy);
        free(text);
    }
}

/* A fork without a change decides as its policy does. */
static void a_fork_is_its_policy(void **state)
{
    char *rules = case_text(FIXTURES, "../policies/inbound.policy.yaml", NULL);
    struct handoff_policy *policy = rules_policy("inbound", rules), *fork;
    struct ho_arena *arena = ho_arena_new(1 << 24);

    (void)state;
    assert_non_null(arena);
    assert_int_equal(ho_fork(policy, arena, &fork, NULL), HANDOFF_OK);
    assert_int_equal(ho_fork_finish(fork, NULL), HANDOFF_OK);
    assert_int_equal(fork->row_count, policy->row_count);
    for (size_t i = 0; i < policy->row_count; i++) {
        assert_int_equal(fork->row[i].term_count, policy->row[i].term_count);
        assert_memory_equal(fork->row[i].term, policy->row[i].term,
                            policy->row[i].term_count *
                                sizeof *policy->row[i].term);
    }
    ho_arena_free(arena);
    handoff_policy_free(policy);
    free(rules);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(runs_tests),
        cmocka_unit_test(refuses_files),
        cmocka_unit_test(refuses_what_is_too_large),
        cmocka_unit_test(limits_the_number_of_cases),
        cmocka_unit_test(a_thousand_cases_pass),
        cmocka_unit_test(large_policies_are_sampled),
        cmocka_unit_test(a_fork_is_its_policy),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
