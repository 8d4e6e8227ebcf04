/* policy.c - the policy file, from its top; see <handoff/policy.h>.
 *
 * Each part is read by its own file: lists and owners, rules, outcomes, then
 * the cells that the rules tell apart.  What later stages read (qualification,
 * nurture ...) stays a YAML tree, see ho_policy_section.
 */
#include "rules/policy.h"

#include "base/utf8.h"
#include "fields/fields.h"
#include "rules/canonical.h"
#include "rules/cells.h"
#include "rules/hours.h"
#include "rules/lists.h"
#include "rules/outcome.h"
#include "rules/process.h"
#include "rules/read.h"
#include "rules/rule.h"

enum {
    ARENA_BYTES = 128 * 1024 * 1024 /* its tree and its tables */
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *const top_keys[] = {
    "policy",     "version",       "owner",           "timezone",
    "decides_on", "fields",        "message_labels",  "no_answer",
    "lists",      "owners",        "rules",           "otherwise",
    "undecided",  "qualification", "evidence_weight", "open_risks",
    "nurture",    "priority",      "screen",          "business_hours",
    "holidays",   "handoffs",      "outreach",        "followup"
};

static enum handoff_status read_identity(struct handoff_policy *policy,
                                         struct handoff_error *err)
{
    const struct ho_yaml *node;
    enum handoff_status status =
        ho_need(policy->root, "the policy", NULL, "policy", &node, err);

    if (status == HANDOFF_OK)
        status = ho_need_word(node, "policy", &policy->name, err);
    if (status == HANDOFF_OK)
        status =
            ho_need(policy->root, "the policy", NULL, "version", &node, err);
    if (status == HANDOFF_OK)
        status = ho_need_text(node, "version", &policy->version, err);
    return status;
}

/* Whose policy it is; for people. */
static enum handoff_status read_policy_owner(struct handoff_policy *policy,
                                             struct handoff_error *err)
{
    const struct ho_yaml *owner = ho_yaml_get(policy->root, "owner");
    const char *text;

    return owner ? ho_need_text(owner, "owner", &text, err) : HANDOFF_OK;
}

static enum handoff_status read_decides_on(struct handoff_policy *policy,
                                           struct handoff_error *err)
{
    static const char *const names[] = { "route", "owner", "reason" };
    const struct ho_yaml *node = ho_yaml_get(policy->root, "decides_on");

    policy->decides_on = node ? 0 : HO_ON_ROUTE | HO_ON_OWNER;
    if (node && (node->kind != HO_YAML_SEQUENCE || node->count == 0))
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                            "decides_on is a list of route, owner and reason");
    for (const struct ho_yaml *c = node ? node->child : NULL; c; c = c->next) {
        size_t i = 0;

        while (i < COUNT(names) && strcmp(names[i], c->text) != 0)
            i++;
        if (i == COUNT(names))
            return ho_yaml_fail(c, HANDOFF_BAD_POLICY, err,
                                "decides_on names route, owner or reason, not "
                                "\"%.80s\"",
                                c->text);
        policy->decides_on |= 1U << i;
    }
    return HANDOFF_OK;
}

static enum handoff_status read_fields(struct handoff_policy *policy,
                                       struct handoff_error *err)
{
    enum handoff_status status =
        ho_fields_read(policy->arena, policy->root, &policy->fields, err);

    if (status != HANDOFF_OK)
        return status;
    for (size_t i = 0; i < policy->fields.count; i++) {
        const struct handoff_field *field = &policy->fields.item[i];

        if (strcmp(field->name, "any") == 0)
            return ho_fail_at(err, HANDOFF_BAD_POLICY, field->line, 1,
                              "no field can be called \"any\", which joins "
                              "rows of a rule; rename it");
    }
    return HANDOFF_OK;
}

static enum handoff_status read_weights(struct handoff_policy *policy,
                                        struct handoff_error *err)
{
    static const char *const keys[] = { "explicit", "inferred" };
    const struct ho_yaml *map = ho_yaml_get(policy->root, "evidence_weight");
    int64_t weight[COUNT(keys)] = { 100, 70 };
    enum handoff_status status = HANDOFF_OK;

    if (map)
        status = ho_yaml_only(map, "evidence_weight", keys, COUNT(keys),
                              HANDOFF_BAD_POLICY, err);
    for (size_t i = 0; i < COUNT(keys) && status == HANDOFF_OK; i++) {
        const struct ho_yaml *node = ho_yaml_get(map, keys[i]);

        if (node)
            status = ho_need_number(node, "a weight", 0, 100, &weight[i], err);
        policy->weight[i] = (int)weight[i];
    }
    return status;
}

static enum handoff_status read_all(struct handoff_policy *policy,
                                    struct handoff_slice text,
                                    struct handoff_error *err)
{
    static enum handoff_status (*const part[])(struct handoff_policy *,
                                               struct handoff_error *) = {
        read_identity,   read_policy_owner, ho_hours_read,
        read_decides_on, read_fields,       ho_lists_read,
        ho_owners_read,  ho_rules_read,     ho_undecided_read,
        read_weights,    ho_handoffs_read,  ho_qualification_read,
        ho_cells_build,  ho_policy_hash
    };
    enum handoff_status status = ho_utf8_check(text, err);

    if (status == HANDOFF_OK)
        status = ho_yaml_parse(policy->arena, text, &policy->root, err);
    if (status == HANDOFF_OK)
        status = ho_yaml_only(policy->root, "the policy", top_keys,
                              COUNT(top_keys), HANDOFF_BAD_POLICY, err);
    for (size_t i = 0; i < COUNT(part) && status == HANDOFF_OK; i++)
        status = part[i](policy, err);
    if (status == HANDOFF_OK)
        status = ho_arena_status(policy->arena, "the policy", err);
    return status;
}

static struct handoff_policy *new_policy(void)
{
    struct ho_arena *arena = ho_arena_new(ARENA_BYTES);
    struct handoff_policy *policy =
        arena ? ho_arena_alloc(arena, sizeof *policy) : NULL;

    if (policy)
        policy->arena = arena;
    else
        ho_arena_free(arena);
    return policy;
}

enum handoff_status handoff_policy_read(const char *name,
                                        struct handoff_slice text,
                                        const struct handoff_files *files,
                                        struct handoff_policy **out,
                                        struct handoff_error *err)
{
    struct handoff_policy *policy;
    enum handoff_status status;

    if (text.len > HANDOFF_POLICY_BYTES) {
        status = ho_fail(err, HANDOFF_TOO_LARGE,
                         "a policy has at most %d bytes; move what is not a "
                         "rule out of it",
                         HANDOFF_POLICY_BYTES);
        ho_error_file(err, name);
        return status;
    }
    policy = new_policy();
    if (!policy)
        return ho_no_memory(err);
    policy->files = files;
    policy->source = ho_arena_text(policy->arena, name);
    status = read_all(policy, text, err);
    policy->files = NULL;
    if (status == HANDOFF_OK) {
        *out = policy;
        return HANDOFF_OK;
    }
    ho_error_file(err, name);
    handoff_policy_free(policy);
    return status;
}

enum handoff_status handoff_policy_parse(const char *name,
                                         struct handoff_slice text,
                                         struct handoff_policy **out,
                                         struct handoff_error *err)
{
    return handoff_policy_read(name, text, NULL, out, err);
}

void handoff_policy_free(struct handoff_policy *policy)
{
    if (policy)
        ho_arena_free(policy->arena);
}

const struct handoff_fields *handoff_policy_fields(
    const struct handoff_policy *policy)
{
    return &policy->fields;
}

const char *handoff_policy_name(const struct handoff_policy *policy)
{
    return policy->name;
}

const char *handoff_policy_version(const struct handoff_policy *policy)
{
    return policy->version;
}

const char *handoff_policy_sha256(const struct handoff_policy *policy)
{
    return policy->sha256;
}

const char *ho_policy_source(const struct handoff_policy *policy)
{
    return policy->source;
}

const struct ho_yaml *ho_policy_section(const struct handoff_policy *policy,
                                        const char *key)
{
    return ho_yaml_get(policy->root, key);
}
