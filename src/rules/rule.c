/* rule.c - see rules/rule.h */
#include "rules/rule.h"

#include "rules/outcome.h"
#include "rules/read.h"
#include "rules/sort.h"
#include "rules/when.h"

static const char *const rule_keys[] = { /* the last one: in the screen only */
                                         "id",   "when",      "if_unknown",
                                         "then", "exception", "evidence",
                                         "why",  "gate"
};
static const char *const otherwise_keys[] = { "id", "then", "exception",
                                              "why" };

#define COUNT(array) (sizeof(array) / sizeof *(array))

static enum handoff_status memory(const struct handoff_policy *policy,
                                  struct handoff_error *err)
{
    return ho_arena_status(policy->arena, "the policy", err);
}

static enum handoff_status read_rows(struct handoff_policy *policy,
                                     struct ho_rule *rule,
                                     const struct ho_yaml *when,
                                     struct handoff_error *err)
{
    const struct ho_when in = { when, policy->rule_count - 1, false };
    enum handoff_status status;

    rule->first_row = policy->row_count;
    status = ho_when_read(policy, &in, &policy->row, &policy->row_count, err);
    rule->row_count = policy->row_count - rule->first_row;
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

/* What is an exception never leaves before a person has seen it. */
static enum handoff_status check_review(const struct ho_rule *rule,
                                        struct handoff_error *err)
{
    const struct ho_yaml *review =
        ho_yaml_get(ho_yaml_get(rule->node, "then"), "review");

    if (!review || !rule->exception[0])
        return HANDOFF_OK;
    return ho_yaml_fail(review, HANDOFF_BAD_POLICY, err,
                        "the exception %s waits for a person in any case; "
                        "remove review",
                        rule->exception);
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
    return status == HANDOFF_OK ? check_review(rule, err) : status;
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
                                     const struct ho_yaml *node, bool screened,
                                     struct handoff_error *err)
{
    const struct ho_yaml *when;
    struct ho_rule *rule = add_rule(policy, node);
    enum handoff_status status;

    if (!rule)
        return memory(policy, err);
    status =
        ho_yaml_only(node, "a rule", rule_keys, COUNT(rule_keys) - !screened,
                     HANDOFF_BAD_POLICY, err);
    if (status == HANDOFF_OK)
        status = read_common(policy, rule, "the rule", err);
    if (status == HANDOFF_OK)
        status = ho_need(node, "the rule", rule->id, "when", &when, err);
    if (status == HANDOFF_OK)
        status = read_rows(policy, rule, when, err);
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

/* --- the screen --- */

static const char *const gates[] = { "suppression", "test", "opt_out",
                                     "audience", "duplicate" };

/* Gates stand in the order of the list: suppression beats every other. */
static enum handoff_status read_gate(const struct ho_yaml *node, size_t *gate,
                                     struct handoff_error *err)
{
    const struct ho_yaml *key = NULL;
    const char *text = "", *near;
    size_t i = 0;
    enum handoff_status status =
        ho_need(node, "a rule of the screen", NULL, "gate", &key, err);

    if (status == HANDOFF_OK)
        status = ho_need_text(key, "gate", &text, err);
    if (status != HANDOFF_OK)
        return status;
    while (i < COUNT(gates) && strcmp(gates[i], text) != 0)
        i++;
    near = ho_did_you_mean(ho_slice(text), gates, COUNT(gates));
    if (i == COUNT(gates))
        return ho_yaml_fail(key, HANDOFF_BAD_POLICY, err,
                            "there is no gate \"%.80s\"; %s%s%s", text,
                            near ? "did you mean \""
                                 : "gates are suppression, "
                                   "test, opt_out, "
                                   "audience and duplicate",
                            near ? near : "", near ? "\"?" : "");
    if (i < *gate)
        return ho_yaml_fail(key, HANDOFF_BAD_POLICY, err,
                            "the gate %s stands behind %s; gates go "
                            "suppression, test, opt_out, audience, duplicate",
                            text, gates[*gate]);
    *gate = i;
    return HANDOFF_OK;
}

/* A rule of the screen stops the lead, or shows it to a person. */
static enum handoff_status read_screened(struct handoff_policy *policy,
                                         const struct ho_yaml *node,
                                         size_t *gate,
                                         struct handoff_error *err)
{
    const struct ho_rule *rule;
    enum handoff_status status = read_rule(policy, node, true, err);

    if (status == HANDOFF_OK)
        status = read_gate(node, gate, err);
    if (status != HANDOFF_OK)
        return status;
    rule = &policy->rule[policy->rule_count - 1];
    if (rule->then.route != HANDOFF_ROUTE_SKIP && !rule->exception[0])
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                            "the rule \"%s\" of the screen lets the lead "
                            "through unseen; let it skip, give it an "
                            "exception, or move it to rules",
                            rule->id);
    return HANDOFF_OK;
}

/* The screen is the top of the table: its rules decide like all others. */
static enum handoff_status read_screen(struct handoff_policy *policy,
                                       struct handoff_error *err)
{
    const struct ho_yaml *screen = ho_yaml_get(policy->root, "screen");
    enum handoff_status status = HANDOFF_OK;
    size_t gate = 0;

    if (screen && screen->kind != HO_YAML_SEQUENCE)
        return ho_yaml_fail(screen, HANDOFF_BAD_POLICY, err,
                            "screen is a list of rules, each with gate, id, "
                            "when and then");
    for (const struct ho_yaml *c = screen ? screen->child : NULL;
         c && status == HANDOFF_OK; c = c->next)
        status = read_screened(policy, c, &gate, err);
    policy->screen_count = policy->rule_count;
    return status;
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
    status = read_screen(policy, err);
    for (const struct ho_yaml *c = rules->child; c && status == HANDOFF_OK;
         c = c->next)
        status = read_rule(policy, c, false, err);
    if (status == HANDOFF_OK)
        status = read_otherwise(policy, err);
    return status == HANDOFF_OK ? ho_rules_sort(policy, err) : status;
}
