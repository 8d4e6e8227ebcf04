/* compile.c - schema text into nodes; see <handoff/schema.h>.
 *
 * A document is read and its resources and anchors are registered (source.c);
 * then each schema object becomes a node (keyword.c and its two kinds of
 * keywords); then references are looked up, which may read more documents,
 * until none is left.
 */
#include "schema/compile.h"

#include <stdlib.h>

enum { SCHEMA_BYTES = 512 * 1024 * 1024 };

static const struct handoff_schema_options no_options = { 0 };

enum handoff_status ho_node_compile(struct ho_compiler *c,
                                    struct ho_source *source,
                                    const struct ho_datum *d,
                                    const struct ho_node **out)
{
    const size_t place = (size_t)(d - source->doc.item);
    struct ho_node *n = source->node[place];

    if (n) {
        *out = n;
        return HANDOFF_OK;
    }
    if (d->kind != HO_DATUM_OBJECT && d->kind != HO_DATUM_BOOLEAN)
        return ho_source_fail(c, source, d,
                              "must be an object, true or false, as every "
                              "schema");
    n = ho_arena_alloc(c->schema->arena, sizeof *n);
    if (!n)
        return ho_compile_memory(c);
    source->node[place] = n; /* first, because schemas may contain themselves */
    n->id = c->schema->node_count++;
    n->datum = d;
    n->resource = source->resource[place];
    if (d->kind == HO_DATUM_BOOLEAN)
        n->kind = ho_is_true(d) ? HO_NODE_TRUE : HO_NODE_FALSE;
    *out = n;
    return n->kind == HO_NODE_RULES ? ho_keywords_compile(c, n) : HANDOFF_OK;
}

/* A $dynamicRef whose target is no $dynamicAnchor of that name is a $ref. */
static void set_dynamic(struct ho_compiler *c, struct ho_node *n,
                        const struct ho_node *target,
                        const struct ho_datum *reference)
{
    const char *hash = memchr(reference->text.ptr, '#', reference->text.len);
    const struct ho_anchor *anchor;
    struct handoff_slice name;

    n->logic->dynamic = target;
    if (!hash)
        return;
    name = ho_part(reference->text, (size_t)(hash + 1 - reference->text.ptr),
                   reference->text.len);
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): it was compiled */
    anchor = ho_anchor_find(target->resource, name);
    if (!anchor || !anchor->dynamic)
        return;
    n->logic->dynamic_name = name;
    c->has_dynamic = true;
}

static enum handoff_status resolve(struct ho_compiler *c,
                                   struct ho_pending pending)
{
    const struct ho_node *target = NULL;
    const struct ho_datum *place;
    struct ho_source *source;
    enum handoff_status status = ho_source_find(
        c, pending.node->resource, pending.reference, &source, &place);

    if (status == HANDOFF_OK)
        status = ho_node_compile(c, source, place, &target);
    if (status != HANDOFF_OK)
        return status;
    if (pending.dynamic)
        set_dynamic(c, pending.node, target, pending.reference);
    else
        pending.node->logic->ref = target;
    return HANDOFF_OK;
}

static enum handoff_status resolve_all(struct ho_compiler *c, size_t *done)
{
    enum handoff_status status = HANDOFF_OK;

    while (status == HANDOFF_OK && *done < c->pending_count)
        status = resolve(c, c->pending[(*done)++]);
    return status;
}

/* Every dynamic anchor may become a target while checking. */
static enum handoff_status compile_anchors(struct ho_compiler *c)
{
    enum handoff_status status = HANDOFF_OK;

    for (size_t i = 0; i < c->schema->resource_count; i++) {
        struct ho_resource *r = c->schema->resource[i];

        for (size_t j = 0; j < r->anchor_count && status == HANDOFF_OK; j++)
            if (r->anchor[j].dynamic && !r->anchor[j].node)
                status = ho_node_compile(c, r->source, r->anchor[j].place,
                                         &r->anchor[j].node);
    }
    return status;
}

static enum handoff_status compile_all(struct ho_compiler *c,
                                       struct handoff_slice text)
{
    const char *base = c->options->base_uri ? c->options->base_uri : "";
    struct handoff_schema *s = c->schema;
    struct ho_source *source;
    enum handoff_status status;
    size_t done = 0;

    /* The caller's text need not outlive this call. */
    text = (struct handoff_slice){ ho_arena_copy(s->arena, text), text.len };
    status = ho_arena_status(s->arena, "the schema", c->err);
    if (status == HANDOFF_OK)
        status = ho_source_add(c, text, NULL, base, &source);
    if (status == HANDOFF_OK)
        status = ho_node_compile(c, source, source->doc.item, &s->root);
    while (status == HANDOFF_OK && done < c->pending_count) {
        status = resolve_all(c, &done);
        if (status == HANDOFF_OK && c->has_dynamic)
            status = compile_anchors(c);
    }
    if (status == HANDOFF_OK)
        status = ho_arena_status(s->arena, "the schema", c->err);
    return status;
}

enum handoff_status handoff_schema_compile(
    struct handoff_slice text, const struct handoff_schema_options *options,
    struct handoff_schema **out, struct handoff_error *err)
{
    struct handoff_schema *schema = calloc(1, sizeof *schema);
    struct ho_compiler c = { .schema = schema,
                             .options = options ? options : &no_options,
                             .err = err };
    enum handoff_status status = HANDOFF_NO_MEMORY;

    if (schema)
        schema->arena = ho_arena_new(SCHEMA_BYTES);
    if (!schema || !schema->arena)
        ho_no_memory(err);
    else
        status = compile_all(&c, text);
    if (status == HANDOFF_OK)
        *out = schema;
    else
        handoff_schema_free(schema);
    return status;
}

void handoff_schema_free(struct handoff_schema *schema)
{
    if (!schema)
        return;
    for (size_t i = 0; i < schema->source_count; i++)
        if (schema->source[i])
            ho_document_release(&schema->source[i]->doc);
    for (size_t i = 0; i < schema->regex_count; i++)
        ho_regex_free(schema->regex[i]);
    ho_arena_free(schema->arena);
    free(schema);
}
