/* test_rules.c - decisions, one folder of fixtures/rules/decide a policy.
 *
 * cases.yaml: why, policy (default: policy.yaml beside it), as_of, base (facts
 * of every brief), and cases of name, brief and expect.  expect names only
 * what the case is about; lists are compared in order.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include <handoff/clock.h>
#include <handoff/schema.h>

#include "base/json.h"
#include "rules/model.h"
#include "support/cases.h"
#include "support/rules_case.h"

enum { CASE_BYTES = 4 << 20 };

static size_t decisions;
static struct handoff_schema *schema;

/* Where a key of `expect` is found in the decision's JSON. */
static const struct {
    const char *key, *first, *second;
} paths[] = {
    { "route", "route", NULL },
    { "rule", "rule", NULL },
    { "reason", "reason", NULL },
    { "why", "why", NULL },
    { "owner", "owner", "id" },
    { "owner_name", "owner", "name" },
    { "sla", "sla_seconds", NULL },
    { "confidence", "confidence", NULL },
    { "exception", "exception", NULL },
    { "review", "review", NULL },
    { "undecided", "undecided", NULL },
    { "by_otherwise", "by_otherwise", NULL },
    { "ask", "ask", "field" },
    { "questions", "ask", "question" },
    { "ask_whom", "ask", "ask" },
    { "ask_exact", "ask_exact", NULL },
    { "assumed", "assumed", NULL },
    { "because", "because", "field" },
    { "values", "because", "value" },
    { "classes", "because", "class" },
    { "provisional", "provisional", "rule" },
    { "provisional_route", "provisional", "route" },
    { "provisional_owner", "provisional", "owner" },
    { "as_of", "as_of", NULL },
    { "due", "due", NULL },
    { "lists", "policy", "lists" },
    { "stopped", "stopped", NULL },
    { "next", "next_action", "action" },
    { "next_handoff", "next_action", "handoff" },
    { "next_field", "next_action", "field" },
    { "next_broken", "next_action", "broken" },
    { "fit", "qualification", "fit" },
    { "fit_rule", "qualification", "rule" },
    { "fit_why", "qualification", "why" },
};

/* A JSON value as a case writes it. */
static void add_value(struct ho_buffer *b, const cJSON *value)
{
    if (!value || cJSON_IsNull(value))
        ho_buffer_text(b, "none");
    else if (cJSON_IsString(value))
        ho_buffer_text(b, value->valuestring);
    else if (cJSON_IsBool(value))
        ho_buffer_text(b, cJSON_IsTrue(value) ? "yes" : "no");
    else
        ho_buffer_format(b, "%.0f", value->valuedouble);
}

static void add_items(struct ho_buffer *b, const cJSON *list, const char *key)
{
    const cJSON *item;

    cJSON_ArrayForEach(item, list)
    {
        ho_buffer_text(b, item == list->child ? "" : ", ");
        add_value(b, key ? ho_json_get(item, key) : item);
    }
}

static void add_path(struct ho_buffer *b, const cJSON *root, const char *first,
                     const char *second)
{
    const cJSON *value = ho_json_get(root, first);

    if (cJSON_IsArray(value)) {
        add_items(b, value, second);
        return;
    }
    value = second ? ho_json_get(value, second) : value;
    if (cJSON_IsArray(value)) {
        add_items(b, value, "name");
        return;
    }
    add_value(b, cJSON_IsObject(value) ? ho_json_get(value, "id") : value);
}

static void add_trace(struct ho_buffer *b, const struct handoff_policy *policy,
                      const uint64_t *set)
{
    for (size_t i = 0; i < policy->rule_count; i++) {
        if (!ho_bit(set, i))
            continue;
        ho_buffer_text(b, b->len ? ", " : "");
        ho_buffer_text(b, policy->rule[i].id);
    }
}

static bool add_got(struct ho_buffer *b, const struct handoff_policy *policy,
                    const struct handoff_decision *d, const cJSON *json,
                    const char *key)
{
    if (strcmp(key, "may") == 0 || strcmp(key, "must") == 0) {
        add_trace(b, policy, key[1] == 'a' ? d->may : d->must);
        return true;
    }
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        if (strcmp(paths[i].key, key) != 0)
            continue;
        add_path(b, json, paths[i].first, paths[i].second);
        return true;
    }
    return false;
}

static void add_expected(struct ho_buffer *b, const struct ho_yaml *node)
{
    ho_buffer_text(b, node->text);
    for (const struct ho_yaml *c = node->child; c; c = c->next) {
        ho_buffer_text(b, c == node->child ? "" : ", ");
        ho_buffer_text(b, c->text);
    }
}

static void compare(const char *where, const struct handoff_policy *policy,
                    const struct handoff_decision *d, const cJSON *json,
                    const struct ho_yaml *expect)
{
    struct ho_buffer got, expected;

    for (const struct ho_yaml *c = expect->child; c; c = c->next) {
        ho_buffer_init(&got, CASE_BYTES);
        ho_buffer_init(&expected, CASE_BYTES);
        ho_buffer_text(&got, "");
        ho_buffer_text(&expected, "");
        add_expected(&expected, c);
        if (!add_got(&got, policy, d, json, c->key))
            fail_msg("%s: expect has no key \"%s\"", where, c->key);
        if (strcmp(got.ptr, expected.ptr) != 0)
            fail_msg("%s, line %zu\n  %s: expected %s\n  %*s  got      %s",
                     where, c->line, c->key, expected.ptr, (int)strlen(c->key),
                     "", got.ptr);
        ho_buffer_release(&got);
        ho_buffer_release(&expected);
    }
}

static bool fits_schema(const char *json)
{
    struct handoff_schema_result result = { 0 };
    bool valid;

    assert_int_equal(
        handoff_schema_check(schema, ho_slice(json), &result, NULL),
        HANDOFF_OK);
    valid = result.valid;
    handoff_schema_result_release(&result);
    return valid;
}

static void run_brief(const char *name, const struct handoff_policy *policy,
                      const struct ho_yaml *file, const struct ho_yaml *node)
{
    struct ho_yaml copy[RULES_FACTS], map;
    const struct ho_yaml *expect = ho_yaml_get(node, "expect");
    const char *title = ho_yaml_text(node, "name");
    const char *date = ho_yaml_text(node, "as_of");
    struct handoff_decision *d;
    char where[512], *text = NULL;
    cJSON *json = NULL;
    int64_t as_of = RULES_AS_OF;

    date = date ? date : ho_yaml_text(file, "as_of");
    assert_true(!date || handoff_time_parse(ho_slice(date), &as_of));
    assert_non_null(title);
    snprintf(where, sizeof where, "%s: %s", name, title);
    if (!expect || expect->count == 0)
        fail_msg("%s expects nothing", where);
    map = rules_merged(ho_yaml_get(node, "brief"), ho_yaml_get(file, "base"),
                       copy);
    d = rules_decide(policy, &map, as_of, &text);
    assert_int_equal(ho_json_parse(ho_slice(text), &json, NULL), HANDOFF_OK);
    compare(where, policy, d, json, expect);
    if (!fits_schema(text))
        fail_msg("%s: not as the schema has it: %s", where, text);
    cJSON_Delete(json);
    free(text);
    handoff_decision_free(d);
    decisions++;
}

static void run_case(const char *directory, const char *name)
{
    struct ho_arena *arena = ho_arena_new(CASE_BYTES);
    struct handoff_error err = HANDOFF_ERROR_INIT;
    const struct ho_yaml *file = NULL, *cases;
    struct handoff_policy *policy;
    const char *path;
    size_t len;
    char *text = case_text(directory, "cases.yaml", &len), *rules;

    assert_non_null(arena);
    if (ho_yaml_parse(arena, (struct handoff_slice){ text, len }, &file, &err))
        fail_msg("%s/cases.yaml:%zu: %s", name, err.line, err.message);
    if (!ho_yaml_text(file, "why"))
        fail_msg("%s/cases.yaml does not say why", name);
    path = ho_yaml_text(file, "policy");
    rules = path ? case_text(FIXTURES, path, NULL)
                 : case_text(directory, "policy.yaml", NULL);
    policy = rules_policy_in(directory, name, rules);
    cases = ho_yaml_get(file, "cases");
    if (!cases || cases->count == 0)
        fail_msg("%s/cases.yaml holds no case", name);
    for (const struct ho_yaml *c = cases->child; c; c = c->next)
        run_brief(name, policy, file, c);
    handoff_policy_free(policy);
    ho_arena_free(arena);
    free(rules);
    free(text);
}

static void decide_cases(void **state)
{
    char *text = case_text(FIXTURES, "../schemas/decision.schema.json", NULL);

    (void)state;
    assert_int_equal(
        handoff_schema_compile(ho_slice(text), NULL, &schema, NULL),
        HANDOFF_OK);
    assert_false(fits_schema("{\"route\":\"pursue\"}"));
    each_case("rules/decide", run_case);
    assert_true(decisions >= 40);
    handoff_schema_free(schema);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decide_cases),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
