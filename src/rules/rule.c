/* rule.c - see rules/rule.h */
#include "rules/rule.h"

#include "rules/outcome.h"
#include "rules/read.h"
#include "rules/row_test.h"
#include "rules/sort.h"

static const char *const rule_keys[] = { "id",   "when",      "if_unknown",
                                         "then", "exception", "evidence",
                                         "why" };
static const char *const otherwise_keys[] = { "id", "then", "exception",
                                              "why" };

#define COUNT(array) (sizeof(array) / sizeof *(array))

static enum handoff_status memory(const struct handoff_policy *policy,
                                  struct handoff_error *err)
{
    return ho_arena_status(policy->arena, "the policy", err);
}

/* Read one mapping of tests into the row. */
static enum handoff_status add_tests(struct handoff_policy *policy,
                                     const struct ho_yaml *map,
                                     struct ho_row *row,
                                     struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    if (map->kind != HO_YAML_MAPPING)
        return ho_yaml_fail(map, HANDOFF_BAD_POLICY, err,
                            "tests are a mapping, {field: what it must be}");
    for (const struct ho_yaml *c = map->child; c; c = c->next) {
        const struct ho_test *test = NULL, **slot;
        int field = HANDOFF_NO_FIELD;

        if (strcmp(c->key, "any") == 0)
            continue;
        status = ho_need_field(policy, c, c->key, &field, err);
        if (status == HANDOFF_OK)
            status = ho_test_read(policy, field, c, &test, err);
        if (status != HANDOFF_OK)
            return status;
        slot = ho_arena_push(policy->arena, &row->test, &row->test_count,
                             sizeof *slot);
        if (!slot)
            return memory(policy, err);
        *slot = test;
    }
    return status;
}

/* One row: the tests beside `any:` and, where there is one, those in it. */
static enum handoff_status add_row(struct handoff_policy *policy,
                                   const struct ho_yaml *when,
                                   const struct ho_yaml *inner,
                                   struct handoff_error *err)
{
    struct ho_rule *rule = &policy->rule[policy->rule_count - 1];
    struct ho_row *row;
    enum handoff_status status;

    row = ho_arena_push(policy->arena, &policy->row, &policy->row_count,
                        sizeof *row);
    if (!row)
        return memory(policy, err);
    rule->row_count++;
    row->rule = policy->rule_count - 1;
    status = add_tests(policy, when, row, err);
    if (status == HANDOFF_OK && inner && inner->kind == HO_YAML_MAPPING &&
        ho_yaml_get(inner, "any"))
        return ho_yaml_fail(inner, HANDOFF_BAD_POLICY, err,
                            "any inside any is not read; write its rows out");
    if (status == HANDOFF_OK && inner)
        status = add_tests(policy, inner, row, err);
    if (status == HANDOFF_OK && row->test_count == 0)
        return ho_yaml_fail(inner ? inner : when, HANDOFF_BAD_POLICY, err,
                            "a row without a test takes every lead; name a "
                            "field, or use otherwise");
    return status;
}

static enum handoff_status read_when(struct handoff_policy *policy,
                                     const struct ho_yaml *when,
                                     struct handoff_error *err)
{
    const struct ho_yaml *any = ho_yaml_get(when, "any");
    enum handoff_status status = HANDOFF_OK;

    policy->rule[policy->rule_count - 1].first_row = policy->row_count;
    if (!any)
        return add_row(policy, when, NULL, err);
    if (any->kind != HO_YAML_SEQUENCE || any->count == 0)
        return ho_yaml_fail(any, HANDOFF_BAD_POLICY, err,
                            "any is a list of rows, [{field: value}, ...]");
    if (any->count > HO_ROWS_MAX)
        return ho_yaml_fail(any, HANDOFF_BAD_POLICY, err,
                            "any has %zu rows and %d are read; use several "
                            "rules",
                            any->count, HO_ROWS_MAX);
    for (const struct ho_yaml *c = any->child; c && status == HANDOFF_OK;
         c = c->next)
        status = add_row(policy, when, c, err);
    return status;
}

static bool rule_tests(const struct handoff_policy *policy,
                       const struct ho_rule *rule, int field)
{
    for (size_t i = 0; i < rule->row_count; i++) {
        const struct ho_row *row = &policy->row[rule->first_row + i];

        for (size_t t = 0; t < row->test_count; t++)
            if (row->test[t]->field == field)
                return true;
    }
    return false;
}

/* The field of an entry of `if_unknown:` or `evidence:`. */
static enum handoff_status tested_field(const struct handoff_policy *policy,
                                        const struct ho_rule *rule,
                                        const struct ho_yaml *node, int *field,
                                        struct handoff_error *err)
{
    const enum handoff_status status =
        ho_need_field(policy, node, node->key, field, err);

    if (status == HANDOFF_OK && !rule_tests(policy, rule, *field))
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                            "the rule \"%s\" does not test %s; add the test or "
                            "remove this entry",
                            rule->id, node->key);
    return status;
}

static enum handoff_status read_assumption(struct handoff_policy *policy,
                                           struct ho_rule *rule,
                                           const struct ho_yaml *node,
                                           struct handoff_error *err)
{
    struct ho_assumption *assume;
    const char *text;
    int field;
    enum handoff_status status = tested_field(policy, rule, node, &field, err);

    if (status == HANDOFF_OK)
        status = ho_need_text(node, "if_unknown", &text, err);
    if (status != HANDOFF_OK)
        return status;
    if (strcmp(text, "matches") != 0 && strcmp(text, "does_not_match") != 0)
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                            "if_unknown is matches or does_not_match, not "
                            "\"%.80s\"",
                            text);
    assume = ho_arena_push(policy->arena, &rule->assume, &rule->assume_count,
                           sizeof *assume);
    if (!assume)
        return memory(policy, err);
    assume->field = field;
    assume->matches = text[0] == 'm';
    return HANDOFF_OK;
}

static enum handoff_status read_demand(struct handoff_policy *policy,
                                       struct ho_rule *rule,
                                       const struct ho_yaml *node,
                                       struct handoff_error *err)
{
    const char *text;
    int field, *demand;
    enum handoff_status status = tested_field(policy, rule, node, &field, err);

    if (status == HANDOFF_OK)
        status = ho_need_text(node, "evidence", &text, err);
    if (status != HANDOFF_OK)
        return status;
    if (strcmp(text, "explicit") != 0)
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                            "evidence can only be explicit, not \"%.80s\"; "
                            "remove the entry to accept less",
                            text);
    demand = ho_arena_push(policy->arena, &rule->demands, &rule->demand_count,
                           sizeof *demand);
    if (!demand)
        return memory(policy, err);
    *demand = field;
    return HANDOFF_OK;
}

/* Read a mapping of fields, which a rule may leave out. */
static enum handoff_status read_entries(
    struct handoff_policy *policy, struct ho_rule *rule, const char *key,
    enum handoff_status (*read)(struct handoff_policy *, struct ho_rule *,
                                const struct ho_yaml *, struct handoff_error *),
    struct handoff_error *err)
{
    const struct ho_yaml *map = ho_yaml_get(rule->node, key);
    enum handoff_status status = HANDOFF_OK;

    if (map && map->kind != HO_YAML_MAPPING)
        return ho_yaml_fail(map, HANDOFF_BAD_POLICY, err,
                            "%s is a mapping of fields", key);
    for (const struct ho_yaml *c = map ? map->child : NULL;
         c && status == HANDOFF_OK; c = c->next)
        status = read(policy, rule, c, err);
    return status;
}

static enum handoff_status read_id(struct ho_rule *rule, const char *what,
                                   struct handoff_error *err)
{
    const struct ho_yaml *id;
    enum handoff_status status =
        ho_need(rule->node, what, NULL, "id", &id, err);

    if (status == HANDOFF_OK)
        status = ho_need_word(id, "id", &rule->id, err);
    if (status != HANDOFF_OK)
        return status;
    if (strcmp(rule->id, "undecided") == 0)
        return ho_yaml_fail(id, HANDOFF_BAD_POLICY, err,
                            "\"undecided\" names the decision that waits for "
                            "facts; give the rule another id");
    return HANDOFF_OK;
}

/* What rules and `otherwise` have in common. */
static enum handoff_status read_common(struct handoff_policy *policy,
                                       struct ho_rule *rule, const char *what,
                                       struct handoff_error *err)
{
    const struct ho_yaml *exception = ho_yaml_get(rule->node, "exception");
    enum handoff_status status = read_id(rule, what, err);

    if (status == HANDOFF_OK)
        status = ho_outcome_read(policy, rule->node, what, rule->id,
                                 &rule->then, err);
    rule->exception = "";
    if (status == HANDOFF_OK && exception)
        status = ho_need_word(exception, "exception", &rule->exception, err);
    return status;
}

static struct ho_rule *add_rule(struct handoff_policy *policy,
                                const struct ho_yaml *node)
{
    struct ho_rule *rule = ho_arena_push(policy->arena, &policy->rule,
                                         &policy->rule_count, sizeof *rule);

    if (rule)
        rule->node = node;
    return rule;
}

static enum handoff_status read_rule(struct handoff_policy *policy,
                                     const struct ho_yaml *node,
                                     struct handoff_error *err)
{
    const struct ho_yaml *when;
    struct ho_rule *rule = add_rule(policy, node);
    enum handoff_status status;

    if (!rule)
        return memory(policy, err);
    status = ho_yaml_only(node, "a rule", rule_keys, COUNT(rule_keys),
                          HANDOFF_BAD_POLICY, err);
    if (status == HANDOFF_OK)
        status = read_common(policy, rule, "the rule", err);
    if (status == HANDOFF_OK)
        status = ho_need(node, "the rule", rule->id, "when", &when, err);
    if (status == HANDOFF_OK)
        status = read_when(policy, when, err);
    if (status == HANDOFF_OK)
        status = read_entries(policy, rule, "if_unknown", read_assumption, err);
    if (status == HANDOFF_OK)
        status = read_entries(policy, rule, "evidence", read_demand, err);
    return status;
}

static enum handoff_status read_otherwise(struct handoff_policy *policy,
                                          struct handoff_error *err)
{
    const struct ho_yaml *node;
    struct ho_rule *rule;
    struct ho_row *row;
    enum handoff_status status =
        ho_need(policy->root, "the policy", NULL, "otherwise", &node, err);

    if (status == HANDOFF_OK)
        status = ho_yaml_only(node, "otherwise", otherwise_keys,
                              COUNT(otherwise_keys), HANDOFF_BAD_POLICY, err);
    if (status != HANDOFF_OK)
        return status;
    rule = add_rule(policy, node);
    row = rule ? ho_arena_push(policy->arena, &policy->row, &policy->row_count,
                               sizeof *row)
               : NULL;
    if (!row)
        return memory(policy, err);
    row->rule = policy->rule_count - 1;
    rule->first_row = policy->row_count - 1;
    rule->row_count = 1;
    return read_common(policy, rule, "otherwise", err);
}

enum handoff_status ho_rules_read(struct handoff_policy *policy,
                                  struct handoff_error *err)
{
    const struct ho_yaml *rules;
    enum handoff_status status =
        ho_need(policy->root, "the policy", NULL, "rules", &rules, err);

    if (status != HANDOFF_OK)
        return status;
    if (rules->kind != HO_YAML_SEQUENCE || rules->count == 0)
        return ho_yaml_fail(rules, HANDOFF_BAD_POLICY, err,
                            "rules is a list of rules, each with id, when and "
                            "then");
    if (rules->count > HO_RULES_MAX)
        return ho_yaml_fail(rules, HANDOFF_BAD_POLICY, err,
                            "the policy has %zu rules and %d are read; join "
                            "rules that differ in one value",
                            rules->count, HO_RULES_MAX);
    for (const struct ho_yaml *c = rules->child; c && status == HANDOFF_OK;
         c = c->next)
        status = read_rule(policy, c, err);
    if (status == HANDOFF_OK)
        status = read_otherwise(policy, err);
    return status == HANDOFF_OK ? ho_rules_sort(policy, err) : status;
}
