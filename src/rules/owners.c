/* owners.c - `owners:`, whom rules may name: inline, in a roster, or both. */
#include "base/utf8.h"
#include "rules/hours.h"
#include "rules/lists.h"
#include "rules/read.h"

enum { ROSTER_BYTES = 1024 * 1024 };

static enum handoff_status read_owner(struct handoff_policy *policy,
                                      const struct ho_yaml *node,
                                      struct handoff_error *err)
{
    static const char *const keys[] = { "name", "zone", "hours" };
    struct ho_owner *owner = ho_arena_push(policy->arena, &policy->owner,
                                           &policy->owner_count, sizeof *owner);
    const struct ho_yaml *name = NULL;
    enum handoff_status status;

    if (!owner)
        return ho_arena_status(policy->arena, "the policy", err);
    owner->id = node->key;
    owner->clock = policy->clock;
    status = ho_yaml_only(node, "an owner", keys, 3, HANDOFF_BAD_POLICY, err);
    if (status == HANDOFF_OK)
        status = ho_need(node, "the owner", node->key, "name", &name, err);
    if (status == HANDOFF_OK)
        status = ho_need_text(name, "the name of an owner", &owner->name, err);
    return status == HANDOFF_OK
               ? ho_clock_read(policy, node, &owner->clock, err)
               : status;
}

static bool is_roster_key(const struct ho_yaml *node)
{
    return node->kind == HO_YAML_SCALAR &&
           (strcmp(node->key, "file") == 0 || strcmp(node->key, "sha256") == 0);
}

/* A mapping of ids to owners. */
static enum handoff_status read_owners(struct handoff_policy *policy,
                                       const struct ho_yaml *map,
                                       struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    if (map->kind != HO_YAML_MAPPING)
        return ho_yaml_fail(map, HANDOFF_BAD_POLICY, err,
                            "owners is a mapping of ids to {name: ...}");
    for (const struct ho_yaml *c = map->child; c && status == HANDOFF_OK;
         c = c->next) {
        if (is_roster_key(c))
            continue;
        if (ho_policy_owner_name(policy, c->key))
            return ho_yaml_fail(c, HANDOFF_BAD_POLICY, err,
                                "the owner \"%.80s\" stands in the roster and "
                                "in the policy; remove one of them",
                                c->key);
        status = read_owner(policy, c, err);
    }
    return status;
}

static enum handoff_status read_roster(struct handoff_policy *policy,
                                       const struct ho_yaml *owners,
                                       struct handoff_error *err)
{
    struct ho_pin pin = { "owners", NULL, "" };
    struct handoff_slice bytes = { NULL, 0 };
    const struct ho_yaml *root = NULL;
    enum handoff_status status =
        ho_pinned_file(policy, owners, ROSTER_BYTES, &pin, &bytes, err);

    if (status != HANDOFF_OK)
        return status;
    status = ho_utf8_check(bytes, err);
    if (status == HANDOFF_OK)
        status = ho_yaml_parse(policy->arena, bytes, &root, err);
    if (status == HANDOFF_OK)
        status = read_owners(policy, root, err);
    if (status != HANDOFF_OK)
        ho_error_file(err, pin.file);
    return status;
}

enum handoff_status ho_owners_read(struct handoff_policy *policy,
                                   struct handoff_error *err)
{
    const struct ho_yaml *owners = ho_yaml_get(policy->root, "owners");
    enum handoff_status status = HANDOFF_OK;

    if (!owners)
        return HANDOFF_OK;
    if (ho_yaml_text(owners, "file") || ho_yaml_text(owners, "sha256"))
        status = read_roster(policy, owners, err);
    return status == HANDOFF_OK ? read_owners(policy, owners, err) : status;
}

const char *ho_policy_owner_name(const struct handoff_policy *policy,
                                 const char *id)
{
    for (size_t i = 0; i < policy->owner_count; i++)
        if (strcmp(policy->owner[i].id, id) == 0)
            return policy->owner[i].name;
    return NULL;
}
