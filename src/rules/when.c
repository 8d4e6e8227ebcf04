/* when.c - see rules/when.h */
#include "rules/when.h"

#include "rules/read.h"
#include "rules/row_test.h"

/* Read one mapping of tests into the row. */
static enum handoff_status add_tests(struct handoff_policy *policy,
                                     const struct ho_yaml *map, bool known,
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
        if (status == HANDOFF_OK && !known &&
            policy->fields.item[field].when_stated)
            return ho_yaml_fail(c, HANDOFF_BAD_POLICY, err,
                                "a brief lists %s only where it is stated, so "
                                "that a rule could not ask for it; let the "
                                "field be listed: always",
                                c->key);
        if (status == HANDOFF_OK)
            status = known ? ho_known_test_read(policy, field, c, &test, err)
                           : ho_test_read(policy, field, c, &test, err);
        if (status != HANDOFF_OK)
            return status;
        slot = ho_arena_push(policy->arena, &row->test, &row->test_count,
                             sizeof *slot);
        if (!slot)
            return ho_arena_status(policy->arena, "the policy", err);
        *slot = test;
    }
    return status;
}

/* One row: the tests beside `any:` and, where there is one, those in it. */
static enum handoff_status read_row(struct handoff_policy *policy,
                                    const struct ho_when *when,
                                    const struct ho_yaml *inner,
                                    struct ho_row *row,
                                    struct handoff_error *err)
{
    enum handoff_status status;

    row->rule = when->rule;
    status = add_tests(policy, when->node, when->known, row, err);
    if (status == HANDOFF_OK && inner && inner->kind == HO_YAML_MAPPING &&
        ho_yaml_get(inner, "any"))
        return ho_yaml_fail(inner, HANDOFF_BAD_POLICY, err,
                            "any inside any is not read; write its rows out");
    if (status == HANDOFF_OK && inner)
        status = add_tests(policy, inner, when->known, row, err);
    if (status == HANDOFF_OK && row->test_count == 0)
        return ho_yaml_fail(inner ? inner : when->node, HANDOFF_BAD_POLICY, err,
                            "a row without a test takes every lead; name a "
                            "field, or use otherwise");
    return status;
}

static enum handoff_status add_row(struct handoff_policy *policy,
                                   const struct ho_when *when,
                                   const struct ho_yaml *inner,
                                   struct ho_row **row, size_t *count,
                                   struct handoff_error *err)
{
    struct ho_row *added =
        ho_arena_push(policy->arena, row, count, sizeof *added);

    return added ? read_row(policy, when, inner, added, err)
                 : ho_arena_status(policy->arena, "the policy", err);
}

enum handoff_status ho_when_read(struct handoff_policy *policy,
                                 const struct ho_when *when,
                                 struct ho_row **row, size_t *count,
                                 struct handoff_error *err)
{
    const struct ho_yaml *any = ho_yaml_get(when->node, "any");
    enum handoff_status status = HANDOFF_OK;

    if (!any)
        return add_row(policy, when, NULL, row, count, err);
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
        status = add_row(policy, when, c, row, count, err);
    return status;
}
