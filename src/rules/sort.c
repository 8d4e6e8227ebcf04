/* sort.c - see rules/sort.h */
#include "rules/sort.h"

#include <stdlib.h>

#include "rules/outcome.h"

struct item {
    struct ho_rule *rule; /* of one array: addresses are places */
    unsigned decides_on;
};

static int by_place(const struct item *a, const struct item *b)
{
    return (a->rule > b->rule) - (a->rule < b->rule);
}

static int by_id(const void *left, const void *right)
{
    const struct item *a = left, *b = right;
    const int order = strcmp(a->rule->id, b->rule->id);

    return order ? order : by_place(a, b);
}

static int compare_outcomes(const struct item *a, const struct item *b)
{
    return ho_outcome_compare(a->decides_on, &a->rule->then, &b->rule->then);
}

static int by_outcome(const void *left, const void *right)
{
    const struct item *a = left, *b = right;
    const int order = compare_outcomes(a, b);

    return order ? order : by_place(a, b);
}

static enum handoff_status refuse(const struct ho_rule *first,
                                  const struct ho_rule *again,
                                  struct handoff_error *err)
{
    return ho_yaml_fail(ho_yaml_get(again->node, "id"), HANDOFF_BAD_POLICY, err,
                        "the id \"%s\" stands twice; the first is on line %zu, "
                        "so rename one of them",
                        again->id, first->node->line);
}

/* The first rule of the file whose id another has before it. */
static enum handoff_status check_ids(struct item *item, size_t count,
                                     struct handoff_error *err)
{
    const struct ho_rule *first = NULL, *again = NULL;

    qsort(item, count, sizeof *item, by_id);
    for (size_t i = 1; i < count; i++) {
        if (strcmp(item[i - 1].rule->id, item[i].rule->id) != 0)
            continue;
        if (!again || item[i].rule < again) {
            first = item[i - 1].rule;
            again = item[i].rule;
        }
    }
    return again ? refuse(first, again, err) : HANDOFF_OK;
}

static void set_keys(const struct handoff_policy *policy, struct item *item)
{
    size_t first = 0;

    qsort(item, policy->rule_count, sizeof *item, by_outcome);
    for (size_t i = 0; i < policy->rule_count; i++) {
        if (compare_outcomes(&item[first], &item[i]) != 0)
            first = i;
        item[i].rule->key = (size_t)(item[first].rule - policy->rule);
    }
}

enum handoff_status ho_rules_sort(struct handoff_policy *policy,
                                  struct handoff_error *err)
{
    struct item *item =
        ho_arena_alloc(policy->arena, policy->rule_count * sizeof *item);
    enum handoff_status status;

    if (!item)
        return ho_arena_status(policy->arena, "the policy", err);
    for (size_t i = 0; i < policy->rule_count; i++)
        item[i] = (struct item){ &policy->rule[i], policy->decides_on };
    status = check_ids(item, policy->rule_count, err);
    if (status == HANDOFF_OK)
        set_keys(policy, item);
    return status;
}
