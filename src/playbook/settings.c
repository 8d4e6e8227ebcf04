/* settings.c - the policy's sections of this stage; see playbook/playbook.h */
#include "base/clock.h"
#include "fields/fields.h"
#include "playbook/playbook.h"
#include "rules/policy.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *const factor_names[] = {
#define X(name, word) word,
    HANDOFF_FACTOR_MAP(X)
#undef X
};

static enum handoff_status read_number(const struct ho_yaml *map,
                                       const char *key, int64_t max,
                                       int64_t *out, struct handoff_error *err)
{
    const struct ho_yaml *node = ho_yaml_get(map, key);

    if (!node)
        return HANDOFF_OK;
    if (!ho_read_whole(ho_slice(node->text), out) || *out < 0 || *out > max)
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                            "%s is a whole number from 0 to %d", key, (int)max);
    return HANDOFF_OK;
}

static enum handoff_status read_qualification(const struct handoff_policy *p,
                                              struct ho_playbook *book,
                                              struct handoff_error *err)
{
    static const char *const keys[] = { "questions_at_most", "rules",
                                        "otherwise" };
    const struct ho_yaml *map = ho_policy_section(p, "qualification");
    enum handoff_status status;

    book->questions_at_most = 1;
    if (!map)
        return HANDOFF_OK;
    status = ho_yaml_only(map, "qualification", keys, COUNT(keys),
                          HANDOFF_BAD_POLICY, err);
    return status == HANDOFF_OK ? read_number(map, "questions_at_most", 10,
                                              &book->questions_at_most, err)
                                : status;
}

static enum handoff_status read_risks(struct ho_arena *arena,
                                      const struct handoff_policy *p,
                                      struct ho_playbook *book,
                                      struct handoff_error *err)
{
    const struct handoff_fields *fields = handoff_policy_fields(p);
    const struct ho_yaml *list = ho_policy_section(p, "open_risks");

    if (list && list->kind != HO_YAML_SEQUENCE)
        return ho_yaml_fail(list, HANDOFF_BAD_POLICY, err,
                            "open_risks is a list of fields such as [budget]");
    for (const struct ho_yaml *c = list ? list->child : NULL; c; c = c->next) {
        const int field = handoff_field_find(fields, ho_slice(c->text));
        int *slot;

        if (field == HANDOFF_NO_FIELD)
            return ho_yaml_fail(c, HANDOFF_BAD_POLICY, err,
                                "open_risks names \"%s\", which is no field",
                                c->text);
        slot =
            ho_arena_push(arena, &book->risk, &book->risk_count, sizeof *slot);
        if (slot)
            *slot = field;
    }
    return HANDOFF_OK;
}

static enum handoff_status read_nurture(const struct handoff_policy *p,
                                        struct ho_playbook *book,
                                        struct handoff_error *err)
{
    static const char *const keys[] = { "review_after" };
    const struct ho_yaml *map = ho_policy_section(p, "nurture");
    const struct ho_yaml *after = ho_yaml_get(map, "review_after");
    enum handoff_status status = HANDOFF_OK;

    book->review_after = 30 * (int64_t)HO_DAY;
    if (map)
        status = ho_yaml_only(map, "nurture", keys, COUNT(keys),
                              HANDOFF_BAD_POLICY, err);
    if (status == HANDOFF_OK && after &&
        !ho_read_duration(ho_slice(after->text), &book->review_after))
        return ho_yaml_fail(after, HANDOFF_BAD_POLICY, err,
                            "review_after is a time such as 30d");
    return status;
}

static enum handoff_status read_intent(struct ho_arena *arena,
                                       const struct handoff_policy *p,
                                       const struct ho_yaml *map,
                                       struct ho_playbook *book,
                                       struct handoff_error *err)
{
    const struct handoff_fields *fields = handoff_policy_fields(p);
    const struct handoff_field *field;
    enum handoff_status status = HANDOFF_OK;
    int64_t *weights;

    book->intent_field = handoff_field_find(fields, ho_slice("intent"));
    if (!map || book->intent_field == HANDOFF_NO_FIELD)
        return HANDOFF_OK;
    field = &fields->item[book->intent_field];
    weights = ho_arena_alloc(arena, (field->value_count + 1) * sizeof *weights);
    book->intent = weights;
    for (const struct ho_yaml *c = map->child;
         c && weights && status == HANDOFF_OK; c = c->next) {
        const int value = handoff_enum_find(field, ho_slice(c->key));

        if (value < 0)
            return ho_yaml_fail(c, HANDOFF_BAD_POLICY, err,
                                "\"%s\" is no value of intent", c->key);
        status = read_number(map, c->key, 100, &weights[value], err);
    }
    return status;
}

static enum handoff_status read_priority(struct ho_arena *arena,
                                         const struct handoff_policy *p,
                                         struct ho_playbook *book,
                                         struct handoff_error *err)
{
    const struct ho_yaml *map = ho_policy_section(p, "priority");
    const char *keys[HANDOFF_FACTOR_COUNT + 1];
    enum handoff_status status;

    memcpy(keys, factor_names, sizeof factor_names);
    keys[HANDOFF_FACTOR_COUNT] = "intent";
    book->intent_field = HANDOFF_NO_FIELD;
    if (!map)
        return HANDOFF_OK;
    status = ho_yaml_only(map, "priority", keys, COUNT(keys),
                          HANDOFF_BAD_POLICY, err);
    for (size_t i = 0; i < HANDOFF_FACTOR_COUNT && status == HANDOFF_OK; i++)
        status = read_number(map, factor_names[i], 1000, &book->weight[i], err);
    return status == HANDOFF_OK
               ? read_intent(arena, p, ho_yaml_get(map, "intent"), book, err)
               : status;
}

enum handoff_status ho_playbook_read(struct ho_arena *arena,
                                     const struct handoff_policy *policy,
                                     struct ho_playbook *book,
                                     struct handoff_error *err)
{
    enum handoff_status status = read_qualification(policy, book, err);

    if (status == HANDOFF_OK)
        status = read_risks(arena, policy, book, err);
    if (status == HANDOFF_OK)
        status = read_nurture(policy, book, err);
    if (status == HANDOFF_OK)
        status = read_priority(arena, policy, book, err);
    if (status != HANDOFF_OK)
        ho_error_file(err, ho_policy_source(policy));
    return status;
}
