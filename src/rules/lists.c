/* lists.c - see rules/lists.h */
#include "rules/lists.h"

#include <stdlib.h>

#include "rules/read.h"

static int lower(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : (unsigned char)c;
}

static int compare(struct handoff_slice a, struct handoff_slice b)
{
    const size_t shorter = a.len < b.len ? a.len : b.len;

    for (size_t i = 0; i < shorter; i++) {
        const int difference = lower(a.ptr[i]) - lower(b.ptr[i]);

        if (difference != 0)
            return difference;
    }
    return (a.len > b.len) - (a.len < b.len);
}

static int compare_items(const void *a, const void *b)
{
    const struct handoff_slice *x = a, *y = b;

    return compare(*x, *y);
}

void ho_set_sort(struct ho_set *set)
{
    size_t kept = 0;

    if (set->count == 0)
        return;
    qsort(set->item, set->count, sizeof *set->item, compare_items);
    for (size_t i = 1; i < set->count; i++)
        if (compare(set->item[kept], set->item[i]) != 0)
            set->item[++kept] = set->item[i];
    set->count = kept + 1;
}

bool ho_set_has(const struct ho_set *set, struct handoff_slice text)
{
    size_t from = 0, until = set->count;

    while (from < until) {
        const size_t middle = from + (until - from) / 2;
        const int order = compare(text, set->item[middle]);

        if (order == 0)
            return true;
        if (order < 0)
            until = middle;
        else
            from = middle + 1;
    }
    return false;
}

bool ho_set_has_above(const struct ho_set *set, struct handoff_slice domain)
{
    while (!ho_set_has(set, domain)) {
        const char *dot =
            domain.len > 0 ? memchr(domain.ptr, '.', domain.len) : NULL;

        if (!dot)
            return false;
        domain = ho_part(domain, (size_t)(dot - domain.ptr) + 1, domain.len);
    }
    return true;
}

bool ho_set_same(const struct ho_set *a, const struct ho_set *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count && a->item != b->item; i++)
        if (compare(a->item[i], b->item[i]) != 0)
            return false;
    return true;
}

/* The entries of one list, as they stand in the file. */
static enum handoff_status read_entries(struct handoff_policy *policy,
                                        const struct ho_yaml *node,
                                        struct ho_set *set,
                                        struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    if (node->kind == HO_YAML_MAPPING)
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                            "the list \"%s\" is a mapping; lists in files "
                            "cannot be read yet: write its entries here, as "
                            "[a, b]",
                            node->key);
    if (node->kind == HO_YAML_SCALAR)
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                            "the list \"%s\" is not a list; write its entries "
                            "as [a, b]",
                            node->key);
    for (const struct ho_yaml *c = node->child; c; c = c->next) {
        const char *text;
        struct handoff_slice *item;

        status = ho_need_text(c, "a list entry", &text, err);
        if (status != HANDOFF_OK)
            return status;
        if (strlen(text) > HO_ENTRY_MAX)
            return ho_yaml_fail(c, HANDOFF_BAD_POLICY, err,
                                "a list entry has at most %d bytes",
                                HO_ENTRY_MAX);
        item =
            ho_arena_push(policy->arena, &set->item, &set->count, sizeof *item);
        if (!item)
            return ho_arena_status(policy->arena, "the policy", err);
        *item = ho_slice(text);
    }
    ho_set_sort(set);
    return status;
}

enum handoff_status ho_lists_read(struct handoff_policy *policy,
                                  struct handoff_error *err)
{
    const struct ho_yaml *lists = ho_yaml_get(policy->root, "lists");
    enum handoff_status status = HANDOFF_OK;

    if (!lists)
        return HANDOFF_OK;
    if (lists->kind != HO_YAML_MAPPING)
        return ho_yaml_fail(lists, HANDOFF_BAD_POLICY, err,
                            "lists is a mapping of names to lists");
    for (const struct ho_yaml *c = lists->child; c && status == HANDOFF_OK;
         c = c->next) {
        struct ho_list *list = ho_arena_push(policy->arena, &policy->list,
                                             &policy->list_count, sizeof *list);

        if (!list)
            return ho_arena_status(policy->arena, "the policy", err);
        list->name = c->key;
        status = read_entries(policy, c, &list->set, err);
    }
    return status;
}

const struct ho_list *ho_list_find(const struct handoff_policy *policy,
                                   struct handoff_slice name)
{
    for (size_t i = 0; i < policy->list_count; i++)
        if (ho_slice_is(name, policy->list[i].name))
            return &policy->list[i];
    return NULL;
}

static enum handoff_status read_owner(struct handoff_policy *policy,
                                      const struct ho_yaml *node,
                                      struct handoff_error *err)
{
    static const char *const keys[] = { "name" };
    struct ho_owner *owner = ho_arena_push(policy->arena, &policy->owner,
                                           &policy->owner_count, sizeof *owner);
    const struct ho_yaml *name = NULL;
    enum handoff_status status;

    if (!owner)
        return ho_arena_status(policy->arena, "the policy", err);
    owner->id = node->key;
    status = ho_yaml_only(node, "an owner", keys, 1, HANDOFF_BAD_POLICY, err);
    if (status == HANDOFF_OK)
        status = ho_need(node, "the owner", node->key, "name", &name, err);
    if (status == HANDOFF_OK)
        status = ho_need_text(name, "the name of an owner", &owner->name, err);
    return status;
}

enum handoff_status ho_owners_read(struct handoff_policy *policy,
                                   struct handoff_error *err)
{
    const struct ho_yaml *owners = ho_yaml_get(policy->root, "owners");
    enum handoff_status status = HANDOFF_OK;

    if (!owners)
        return HANDOFF_OK;
    if (owners->kind != HO_YAML_MAPPING)
        return ho_yaml_fail(owners, HANDOFF_BAD_POLICY, err,
                            "owners is a mapping of ids to {name: ...}");
    for (const struct ho_yaml *c = owners->child; c && status == HANDOFF_OK;
         c = c->next)
        status = read_owner(policy, c, err);
    return status;
}

const char *ho_policy_owner_name(const struct handoff_policy *policy,
                                 const char *id)
{
    for (size_t i = 0; i < policy->owner_count; i++)
        if (strcmp(policy->owner[i].id, id) == 0)
            return policy->owner[i].name;
    return NULL;
}
