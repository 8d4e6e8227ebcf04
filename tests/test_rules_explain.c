/* test_rules_explain.c - explanations say what the decision says.
 *
 * Every case of fixtures/rules/decide is explained.  Rules are decided by
 * cells and worlds, tests are told by plain three-valued logic: two readings
 * of one policy, which must not contradict each other.
 */
#include <handoff/policy.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <handoff/clock.h>

#include "base/json.h"
#include "rules/written.h"
#include "support/cases.h"
#include "support/rules_case.h"

enum { ARENA_BYTES = 8 << 20 };

static size_t explained, rules_seen, open_seen;

/* The least verdict of the row's tests: 'n'o, '?' or 'y'es; 0: no such row. */
static char row_verdict(const cJSON *rule, int64_t row)
{
    const cJSON *test;
    char least = 0;

    cJSON_ArrayForEach(test, ho_json_get(rule, "tests"))
    {
        const char v = ho_json_text(test, "verdict")[0];
        int64_t at = 0;

        assert_true(ho_json_integer(ho_json_get(test, "row"), &at));
        if (at != row)
            continue;
        if (least == 0 || v == 'n' || (v == '?' && least == 'y'))
            least = v;
    }
    return least;
}

/* What the tests of a rule come to: the best of its rows. */
static char tests_verdict(const cJSON *rule)
{
    char most = 'n', v;
    int64_t row = 1;

    for (; (v = row_verdict(rule, row)) != 0; row++)
        if (v == 'y' || (v == '?' && most == 'n'))
            most = v;
    return row == 1 ? 'y' : most; /* otherwise has no test */
}

static void check_rule(const char *where, const cJSON *rule)
{
    const char told = ho_json_text(rule, "verdict")[0];
    const char tests = tests_verdict(rule);

    rules_seen++;
    open_seen += told == '?';
    if (tests != '?' && told != tests)
        fail_msg("%s: %s is told as %c, its tests as %c", where,
                 ho_json_text(rule, "id"), told, tests);
}

/* No field is idle whose answer is asked, assumed or said to change it. */
static void check_idle(const char *where, const cJSON *root)
{
    const cJSON *idle, *change;

    cJSON_ArrayForEach(idle, ho_json_get(root, "idle"))
    {
        cJSON_ArrayForEach(change, ho_json_get(root, "changes"))
        {
            if (strcmp(ho_json_text(change, "field"), idle->valuestring) == 0)
                fail_msg("%s: %s is idle, and changes it", where,
                         idle->valuestring);
        }
    }
}

static void check(const char *where, const char *json)
{
    const cJSON *rule;
    size_t deciding = 0;
    cJSON *root = NULL;

    assert_int_equal(ho_json_parse(ho_slice(json), &root, NULL), HANDOFF_OK);
    cJSON_ArrayForEach(rule, ho_json_get(root, "rules"))
    {
        check_rule(where, rule);
        deciding += cJSON_IsTrue(ho_json_get(rule, "decides")) ? 1 : 0;
    }
    if (deciding !=
        !cJSON_IsTrue(ho_json_get(ho_json_get(root, "decision"), "undecided")))
        fail_msg("%s: %zu rules decide", where, deciding);
    check_idle(where, root);
    cJSON_Delete(root);
    explained++;
}

static void run_brief(const char *name, const struct handoff_policy *policy,
                      const struct ho_yaml *file, const struct ho_yaml *node)
{
    struct ho_arena *arena = ho_arena_new(ARENA_BYTES);
    const char *date = ho_yaml_text(node, "as_of");
    const struct handoff_brief *brief = NULL;
    struct ho_yaml copy[RULES_FACTS], map;
    int64_t as_of = RULES_AS_OF;
    char where[512], *json = NULL;

    date = date ? date : ho_yaml_text(file, "as_of");
    assert_true(!date || handoff_time_parse(ho_slice(date), &as_of));
    map = rules_merged(ho_yaml_get(node, "brief"), ho_yaml_get(file, "base"),
                       copy);
    snprintf(where, sizeof where, "%s: %s", name, ho_yaml_text(node, "name"));
    assert_int_equal(ho_written_brief(arena, policy, &map, NULL, &brief, NULL),
                     HANDOFF_OK);
    assert_int_equal(
        handoff_policy_explain_json(policy, brief, as_of, &json, NULL),
        HANDOFF_OK);
    check(where, json);
    free(json);
    ho_arena_free(arena);
}

static void run_case(const char *directory, const char *name)
{
    struct ho_arena *arena = ho_arena_new(ARENA_BYTES);
    const struct ho_yaml *file = NULL;
    char *text = case_text(directory, "cases.yaml", NULL), *rules;
    struct handoff_policy *policy;
    const char *path;

    assert_int_equal(ho_yaml_parse(arena, ho_slice(text), &file, NULL),
                     HANDOFF_OK);
    path = ho_yaml_text(file, "policy");
    rules = path ? case_text(FIXTURES, path, NULL)
                 : case_text(directory, "policy.yaml", NULL);
    policy = rules_policy_in(directory, name, rules);
    for (const struct ho_yaml *c = ho_yaml_get(file, "cases")->child; c;
         c = c->next)
        run_brief(name, policy, file, c);
    handoff_policy_free(policy);
    ho_arena_free(arena);
    free(rules);
    free(text);
}

static void test_cases(void **state)
{
    (void)state;
    each_case("rules/decide", run_case);
    assert_true(explained > 200 && rules_seen > 1000 && open_seen > 50);
}

/* --- what a person reads -------------------------------------------------- */

static void assert_told(const char *json, const char *part)
{
    if (!strstr(json, part))
        fail_msg("lacks %s\n%s", part, json);
}

static const char policy_text[] =
    "policy: p\nversion: 1\nfields:\n"
    "  kind: {type: enum, values: [a, b, c], question: Which?}\n"
    "  size: {type: integer, question: How many?}\n"
    "  role: {type: job_title, question: Who?}\n"
    "owners: {desk: {name: the desk}}\n"
    "rules:\n"
    "  - {id: ONE, when: {kind: [a, b], size: \">= 10\"}, evidence: {kind: "
    "explicit}, then: {route: pursue, owner: desk, reason: A}}\n"
    "  - {id: TWO, when: {kind: b}, then: {route: skip, reason: B}}\n"
    "  - {id: TRI, when: {any: [{role: some}, {size: 5}]}, if_unknown: "
    "{role: does_not_match}, then: {route: nurture, reason: C}}\n"
    "otherwise: {id: Z, then: {route: skip, reason: Z}}\n"
    "undecided: {then: {route: enrich, reason: U}}\n";

static char *explain(const struct handoff_policy *policy, const char *brief)
{
    struct ho_arena *arena = ho_arena_new(ARENA_BYTES);
    const struct handoff_brief *built = NULL;
    const struct ho_yaml *map = NULL;
    char *json = NULL;

    assert_int_equal(ho_yaml_parse(arena, ho_slice(brief), &map, NULL),
                     HANDOFF_OK);
    assert_int_equal(ho_written_brief(arena, policy, map, NULL, &built, NULL),
                     HANDOFF_OK);
    assert_int_equal(
        handoff_policy_explain_json(policy, built, RULES_AS_OF, &json, NULL),
        HANDOFF_OK);
    ho_arena_free(arena);
    return json;
}

/* A guess that a rule does not accept is open for every rule. */
static void test_opened(void **state)
{
    struct handoff_policy *policy = rules_policy("p", policy_text);
    char *json = explain(policy, "{kind: inferred a, size: 12, role: none}");

    (void)state;
    assert_told(json, "\"id\":\"ONE\",\"section\":\"rules\",\"line\":9,"
                      "\"verdict\":\"?\"");
    assert_told(json, "\"field\":\"kind\",\"test\":\"a | b\","
                      "\"verdict\":\"?\",\"assumed\":false,\"value\":\"a\","
                      "\"class\":\"inferred\"");
    assert_told(json, "\"field\":\"kind\",\"test\":\"b\",\"verdict\":\"?\"");
    assert_told(json, "\"test\":\">= 10\",\"verdict\":\"yes\"");
    free(json);
    handoff_policy_free(policy);
}

static void test_assumed_and_idle(void **state)
{
    struct handoff_policy *policy = rules_policy("p", policy_text);
    char *json = explain(policy, "{kind: b, size: 3}");

    (void)state;
    assert_told(json, "\"id\":\"TWO\",\"section\":\"rules\",\"line\":10,"
                      "\"verdict\":\"yes\",\"decides\":true");
    assert_told(json, "\"row\":1,\"field\":\"role\",\"test\":\"some\","
                      "\"verdict\":\"no\",\"assumed\":true,\"value\":null");
    assert_told(json, "\"row\":2,\"field\":\"size\",\"test\":\"5\","
                      "\"verdict\":\"no\"");
    assert_told(json, "\"section\":\"otherwise\"");
    assert_told(json, "\"idle\":[\"role\"]");
    assert_told(json, "{\"field\":\"size\",\"when\":\"10 or more\","
                      "\"rule\":\"ONE\",\"route\":\"pursue\","
                      "\"owner\":\"the desk\"}");
    free(json);
    handoff_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases), cmocka_unit_test(test_opened),
        cmocka_unit_test(test_assumed_and_idle)
    };

    return cmocka_run_group_tests_name("rules_explain", tests, NULL, NULL);
}
