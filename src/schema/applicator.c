/* applicator.c - keywords that apply further schemas, those of objects apart
 * (object.c); see schema/keyword.h */
#include "schema/keyword.h"

static struct ho_logic_rules *logic_rules(struct ho_compiler *c,
                                          struct ho_node *n)
{
    if (!n->logic)
        n->logic = ho_arena_alloc(c->schema->arena, sizeof *n->logic);
    return n->logic;
}

static enum handoff_status set_node(struct ho_compiler *c,
                                    const struct ho_node *n,
                                    const struct ho_datum *d, void *rules,
                                    size_t field)
{
    const struct ho_node *node;
    enum handoff_status status;

    if (!rules)
        return ho_compile_memory(c);
    status = ho_node_compile(c, n->resource->source, d, &node);
    if (status == HANDOFF_OK)
        memcpy((char *)rules + field, &node, sizeof node);
    return status;
}

enum handoff_status ho_compile_in_logic(struct ho_compiler *c,
                                        struct ho_node *n,
                                        const struct ho_datum *d, size_t field)
{
    return set_node(c, n, d, logic_rules(c, n), field);
}

enum handoff_status ho_compile_in_array(struct ho_compiler *c,
                                        struct ho_node *n,
                                        const struct ho_datum *d, size_t field)
{
    return set_node(c, n, d, ho_array_rules(c, n), field);
}

enum handoff_status ho_compile_in_object(struct ho_compiler *c,
                                         struct ho_node *n,
                                         const struct ho_datum *d, size_t field)
{
    return set_node(c, n, d, ho_object_rules(c, n), field);
}

static enum handoff_status set_list(struct ho_compiler *c,
                                    const struct ho_node *n,
                                    const struct ho_datum *d, void *rules,
                                    size_t field)
{
    const struct ho_datum *item = ho_first(d);
    enum handoff_status status = HANDOFF_OK;
    struct ho_nodes list = { .count = d->count };

    if (d->kind != HO_DATUM_ARRAY || d->count == 0)
        return ho_source_fail(c, n->resource->source, d,
                              "must be a list of at least one schema");
    list.item = ho_arena_alloc(c->schema->arena, d->count * sizeof *list.item);
    if (!rules || !list.item)
        return ho_compile_memory(c);
    for (uint32_t i = 0; i < d->count && status == HANDOFF_OK; i++) {
        status = ho_node_compile(c, n->resource->source, item, &list.item[i]);
        item = ho_next(item);
    }
    memcpy((char *)rules + field, &list, sizeof list);
    return status;
}

enum handoff_status ho_compile_list_in_logic(struct ho_compiler *c,
                                             struct ho_node *n,
                                             const struct ho_datum *d,
                                             size_t field)
{
    return set_list(c, n, d, logic_rules(c, n), field);
}

enum handoff_status ho_compile_list_in_array(struct ho_compiler *c,
                                             struct ho_node *n,
                                             const struct ho_datum *d,
                                             size_t field)
{
    return set_list(c, n, d, ho_array_rules(c, n), field);
}

enum handoff_status ho_expect_object(struct ho_compiler *c,
                                     const struct ho_node *n,
                                     const struct ho_datum *d, const char *what)
{
    if (d->kind == HO_DATUM_OBJECT)
        return HANDOFF_OK;
    return ho_source_fail(c, n->resource->source, d, "must be an object of %s",
                          what);
}

/* $defs: compiled though nobody may refer to them, for their mistakes. */
enum handoff_status ho_compile_map(struct ho_compiler *c, struct ho_node *n,
                                   const struct ho_datum *d, size_t field)
{
    enum handoff_status status = ho_expect_object(c, n, d, "schemas");
    const struct ho_datum *m = ho_first(d);
    const struct ho_node *node;

    (void)field;
    for (uint32_t i = 0; i < d->count && status == HANDOFF_OK; i++) {
        status = ho_node_compile(c, n->resource->source, m, &node);
        m = ho_next(m);
    }
    return status;
}

/* field is 1 for $dynamicRef. */
enum handoff_status ho_compile_reference(struct ho_compiler *c,
                                         struct ho_node *n,
                                         const struct ho_datum *d, size_t field)
{
    struct ho_pending *pending = ho_arena_push(
        c->schema->arena, &c->pending, &c->pending_count, sizeof *c->pending);

    if (!pending || !logic_rules(c, n))
        return ho_compile_memory(c);
    *pending = (struct ho_pending){ n, d, field == 1 };
    return HANDOFF_OK;
}
