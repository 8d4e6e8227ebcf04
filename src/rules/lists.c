/* lists.c - see rules/lists.h */
#include "rules/lists.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "rules/read.h"

enum { LIST_FILE_BYTES = 16 * 1024 * 1024 };

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

static enum handoff_status add_entry(struct handoff_policy *policy,
                                     struct ho_set *set,
                                     struct handoff_slice text,
                                     struct handoff_error *err)
{
    struct handoff_slice *item;

    if (text.len > HO_ENTRY_MAX)
        return ho_fail(err, HANDOFF_BAD_POLICY,
                       "a list entry has at most %d bytes; shorten it",
                       HO_ENTRY_MAX);
    item = ho_arena_push(policy->arena, &set->item, &set->count, sizeof *item);
    if (!item)
        return ho_arena_status(policy->arena, "the policy", err);
    *item = text;
    return HANDOFF_OK;
}

static void place(struct handoff_error *err, size_t line, size_t column)
{
    if (err && err->line == 0) {
        err->line = line;
        err->column = column;
    }
}

static enum handoff_status read_inline(struct handoff_policy *policy,
                                       const struct ho_yaml *node,
                                       struct ho_set *set,
                                       struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    if (node->kind == HO_YAML_SCALAR)
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                            "the list \"%s\" is not a list; write its entries "
                            "as [a, b]",
                            node->key);
    for (const struct ho_yaml *c = node->child; c && status == HANDOFF_OK;
         c = c->next) {
        const char *text = "";

        status = ho_need_text(c, "a list entry", &text, err);
        if (status == HANDOFF_OK)
            status = add_entry(policy, set, ho_slice(text), err);
        if (status != HANDOFF_OK)
            place(err, c->line, c->column);
    }
    return status;
}

/* --- lists in files --- */

/* One entry a line; "#" starts a comment, at the start of the line or behind a
 * space. */
static struct handoff_slice entry_of(struct handoff_slice line)
{
    for (size_t i = 0; i < line.len; i++)
        if (line.ptr[i] == '#' &&
            (i == 0 || line.ptr[i - 1] == ' ' || line.ptr[i - 1] == '\t'))
            return ho_trim(ho_part(line, 0, i));
    return ho_trim(line);
}

static enum handoff_status add_lines(struct handoff_policy *policy,
                                     struct handoff_slice rest,
                                     struct ho_set *set,
                                     struct handoff_error *err)
{
    enum handoff_status status = ho_utf8_check(rest, err);
    struct handoff_slice line;

    for (size_t n = 1; status == HANDOFF_OK && ho_next_line(&rest, &line);
         n++) {
        const struct handoff_slice entry = entry_of(line);

        if (entry.len > 0)
            status = add_entry(policy, set, entry, err);
        if (status != HANDOFF_OK)
            place(err, n, 1);
    }
    return status;
}

static enum handoff_status read_list_file(struct handoff_policy *policy,
                                          const struct ho_yaml *node,
                                          struct ho_set *set,
                                          struct handoff_error *err)
{
    struct ho_pin pin = { node->key, NULL, "" };
    struct handoff_slice bytes = { NULL, 0 };
    enum handoff_status status =
        ho_yaml_only(node, "a list in a file", ho_pin_keys, HO_PIN_KEYS,
                     HANDOFF_BAD_POLICY, err);

    if (status == HANDOFF_OK)
        status =
            ho_pinned_file(policy, node, LIST_FILE_BYTES, &pin, &bytes, err);
    if (status != HANDOFF_OK)
        return status;
    status = add_lines(policy, bytes, set, err);
    if (status != HANDOFF_OK)
        ho_error_file(err, pin.file);
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
        status = c->kind == HO_YAML_MAPPING
                     ? read_list_file(policy, c, &list->set, err)
                     : read_inline(policy, c, &list->set, err);
        ho_set_sort(&list->set);
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
