/* lint_lists.c - lists and owners that do nothing, or the same twice. */
#include "rules/lint.h"
#include "rules/lists.h"

enum { SHOWN = 3 }; /* entries of one finding */

/* --- mentions --- */

/* "suppression", or a text that ends in it: "under suppression". */
static bool names(struct handoff_slice text, struct handoff_slice name)
{
    return text.len >= name.len &&
           memcmp(text.ptr + text.len - name.len, name.ptr, name.len) == 0 &&
           (text.len == name.len || text.ptr[text.len - name.len - 1] == ' ');
}

/* Does a scalar of the tree name it?  Recursion: the reader limits depth. */
static bool is_named(const struct ho_yaml *node, struct handoff_slice name)
{
    if (node->kind == HO_YAML_SCALAR)
        return names(ho_slice(node->text), name);
    for (const struct ho_yaml *c = node->child; c; c = c->next)
        if (is_named(c, name))
            return true;
    return false;
}

/* Anywhere in the file but in the section itself. */
static bool is_used(const struct handoff_policy *p, const char *section,
                    const char *name)
{
    for (const struct ho_yaml *c = p->root->child; c; c = c->next)
        if (strcmp(c->key, section) != 0 && is_named(c, ho_slice(name)))
            return true;
    return false;
}

static const struct ho_yaml *node_of(const struct handoff_policy *p,
                                     const char *section, const char *name)
{
    const struct ho_yaml *node =
        ho_yaml_get(ho_yaml_get(p->root, section), name);

    return node ? node : p->root;
}

/* --- entries --- */

struct entries {
    const char *shown; /* the first few, ", " between */
    size_t count;
};

static void note(struct ho_lint *lint, struct entries *e,
                 struct handoff_slice entry)
{
    if (e->count < SHOWN)
        e->shown =
            ho_arena_format(lint->arena, "%s%s%.*s", e->count ? e->shown : "",
                            e->count ? ", " : "", (int)entry.len, entry.ptr);
    else if (e->count == SHOWN)
        e->shown = ho_arena_format(lint->arena, "%s ...", e->shown);
    e->count++;
}

static void tell(struct ho_lint *lint, enum handoff_lint_code code,
                 const struct ho_list *list, const struct entries *e,
                 const char *what)
{
    const struct ho_yaml *node = node_of(lint->policy, "lists", list->name);

    if (e->count > 0)
        ho_lint_add(lint, code, node->line, node->line,
                    ho_arena_format(lint->arena, "list %s", list->name),
                    "%zu %s %s: %s", e->count,
                    e->count == 1 ? "entry" : "entries", what, e->shown);
}

/* Entries of the file beyond those of the set, which has each once. */
static void check_repeated(struct ho_lint *lint, const struct ho_list *list)
{
    const struct ho_yaml *node = node_of(lint->policy, "lists", list->name);
    struct entries e = { "", 0 };
    uint8_t *met;

    if (node->kind != HO_YAML_SEQUENCE || node->count == list->set.count)
        return;
    met = ho_arena_alloc(lint->arena, list->set.count + 1);
    for (const struct ho_yaml *c = met ? node->child : NULL; c; c = c->next) {
        size_t at = 0;

        while (at < list->set.count &&
               !ho_slice_is_nocase(list->set.item[at], c->text))
            at++; /* lists that repeat an entry are rare, and short */
        if (at < list->set.count && met[at]++)
            note(lint, &e, ho_slice(c->text));
    }
    tell(lint, HANDOFF_LINT_REPEATED_ENTRY_CODE, list, &e,
         "stand in it more than once");
}

/* How the rules ask for the list; a bit a field and kind. */
struct uses {
    bool in, under;
    uint64_t fields; /* the policy has at most 60 */
};

static struct uses uses_of(const struct handoff_policy *p,
                           const struct ho_list *list)
{
    struct uses uses = { 0 };

    for (size_t r = 0; r < p->row_count; r++) {
        for (size_t t = 0; t < p->row[r].test_count; t++) {
            const struct ho_test *test = p->row[r].test[t];

            if ((test->kind != HO_TEST_SET && test->kind != HO_TEST_UNDER) ||
                !ho_set_same(&test->set, &list->set))
                continue;
            uses.in = uses.in || test->kind == HO_TEST_SET;
            uses.under = uses.under || test->kind == HO_TEST_UNDER;
            uses.fields |= (uint64_t)1 << test->field % 64;
        }
    }
    return uses;
}

static bool has_above(const struct ho_set *set, struct handoff_slice entry)
{
    const char *dot = entry.len ? memchr(entry.ptr, '.', entry.len) : NULL;

    return dot &&
           ho_set_has_above(
               set, ho_part(entry, (size_t)(dot - entry.ptr) + 1, entry.len));
}

static void check_covered(struct ho_lint *lint, const struct ho_list *list,
                          const struct uses *uses)
{
    struct entries e = { "", 0 };

    if (!uses->under || uses->in)
        return;
    for (size_t i = 0; i < list->set.count; i++)
        if (has_above(&list->set, list->set.item[i]))
            note(lint, &e, list->set.item[i]);
    tell(lint, HANDOFF_LINT_COVERED_ENTRY_CODE, list, &e,
         "lie below another one of it");
}

static void check_shared(struct ho_lint *lint, const struct ho_list *list,
                         const struct ho_list *later)
{
    struct entries e = { "", 0 };

    for (size_t i = 0; i < later->set.count; i++)
        if (ho_set_has(&list->set, later->set.item[i]))
            note(lint, &e, later->set.item[i]);
    tell(lint, HANDOFF_LINT_SHARED_ENTRY_CODE, later, &e,
         ho_arena_format(lint->arena, "stand in %s, too", list->name));
}

enum handoff_status ho_lint_lists(struct ho_lint *lint)
{
    const struct handoff_policy *p = lint->policy;
    struct uses *uses =
        ho_arena_alloc(lint->arena, (p->list_count + 1) * sizeof *uses);

    if (!uses)
        return ho_no_memory(lint->err);
    for (size_t i = 0; i < p->list_count; i++) {
        const struct ho_list *list = &p->list[i];
        const struct ho_yaml *node = node_of(p, "lists", list->name);

        uses[i] = uses_of(p, list);
        if (!is_used(p, "lists", list->name))
            ho_lint_add(lint, HANDOFF_LINT_UNUSED_LIST_CODE, node->line,
                        node->line,
                        ho_arena_format(lint->arena, "list %s", list->name),
                        "is tested by no rule");
        check_repeated(lint, list);
        check_covered(lint, list, &uses[i]);
        for (size_t k = 0; k < i; k++)
            if (uses[i].fields & uses[k].fields)
                check_shared(lint, &p->list[k], list);
    }
    return HANDOFF_OK;
}

enum handoff_status ho_lint_owners(struct ho_lint *lint)
{
    const struct handoff_policy *p = lint->policy;

    for (size_t i = 0; i < p->owner_count; i++) {
        const struct ho_yaml *node = node_of(p, "owners", p->owner[i].id);

        if (!is_used(p, "owners", p->owner[i].id))
            ho_lint_add(
                lint, HANDOFF_LINT_UNUSED_OWNER_CODE, node->line, node->line,
                ho_arena_format(lint->arena, "owner %s", p->owner[i].id),
                "is named by no rule");
    }
    return HANDOFF_OK;
}
