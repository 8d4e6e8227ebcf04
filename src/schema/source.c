/* source.c - documents, resources, anchors, references; schema/compile.h */
#include <stdarg.h>
#include <stdio.h>

#include "base/json.h"
#include "base/utf8.h"
#include "schema/compile.h"
#include "schema/uri.h"

enum {
    SOURCES = 200,      /* documents behind one schema */
    RESOURCES = 2000,   /* schemas with an $id */
    ANCHORS = 2000,     /* of one resource */
    POINTER_SHOWN = 160 /* bytes of a pointer in an error */
};

enum handoff_status ho_source_fail(struct ho_compiler *c,
                                   const struct ho_source *source,
                                   const struct ho_datum *at,
                                   const char *format, ...)
{
    char message[HANDOFF_ERROR_MESSAGE];
    struct handoff_slice place;
    struct ho_buffer pointer;
    size_t line, column;
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    ho_buffer_init(&pointer, SIZE_MAX - 1);
    ho_datum_pointer(source->doc.item, at, &pointer);
    place = ho_utf8_cut(ho_buffer_slice(&pointer), POINTER_SHOWN);
    ho_text_place(source->doc.text.ptr, source->doc.text.len, at->at, &line,
                  &column);
    ho_fail_at(c->err, HANDOFF_BAD_SCHEMA, line, column, "%.*s %s",
               place.len > 0 ? (int)place.len : 10,
               place.len > 0 ? place.ptr : "the schema", message);
    if (source->uri)
        ho_error_file(c->err, source->uri);
    ho_buffer_release(&pointer);
    return HANDOFF_BAD_SCHEMA;
}

static size_t place_of(const struct ho_source *source, const struct ho_datum *d)
{
    return (size_t)(d - source->doc.item);
}

static struct ho_resource *find_resource(const struct ho_compiler *c,
                                         const char *uri)
{
    for (size_t i = 0; i < c->schema->resource_count; i++)
        if (strcmp(c->schema->resource[i]->uri, uri) == 0)
            return c->schema->resource[i];
    return NULL;
}

static enum handoff_status add_resource(struct ho_compiler *c,
                                        struct ho_source *source,
                                        const struct ho_datum *root,
                                        const char *uri, unsigned vocabularies,
                                        struct ho_resource **out)
{
    struct handoff_schema *s = c->schema;
    struct ho_resource *r = ho_arena_alloc(s->arena, sizeof *r);
    struct ho_resource **slot;

    if (s->resource_count == RESOURCES)
        return ho_source_fail(c, source, root,
                              "is one of more than %d schemas with an $id",
                              RESOURCES);
    slot = ho_arena_push(s->arena, &s->resource, &s->resource_count,
                         sizeof *s->resource);
    if (!r || !slot)
        return ho_compile_memory(c);
    r->uri = uri;
    r->source = source;
    r->root = root;
    r->vocabularies = vocabularies;
    *slot = r;
    *out = r;
    return HANDOFF_OK;
}

struct ho_anchor *ho_anchor_find(const struct ho_resource *resource,
                                 struct handoff_slice name)
{
    for (size_t i = 0; i < resource->anchor_count; i++)
        if (ho_same(resource->anchor[i].name, name))
            return &resource->anchor[i];
    return NULL;
}

static bool is_anchor_name(const struct ho_datum *d)
{
    if (d->kind != HO_DATUM_STRING || d->text.len == 0)
        return false;
    for (size_t i = 0; i < d->text.len; i++) {
        const int ch = (unsigned char)d->text.ptr[i];

        if (!ho_ascii_letter(ch) && ch != '_' &&
            (i == 0 || (!ho_ascii_digit(ch) && ch != '-' && ch != '.')))
            return false;
    }
    return true;
}

/* `d` is the anchor keyword's value. */
static enum handoff_status add_anchor(struct ho_compiler *c,
                                      struct ho_resource *r,
                                      const struct ho_datum *schema,
                                      const struct ho_datum *d, bool dynamic)
{
    struct ho_anchor *other, *a;

    if (!is_anchor_name(d))
        return ho_source_fail(c, r->source, d,
                              "must be a name: a letter or _, then letters, "
                              "digits, dots, _ and -");
    other = ho_anchor_find(r, d->text);
    if (other && other->place == schema) { /* $anchor and $dynamicAnchor */
        other->dynamic = other->dynamic || dynamic;
        r->has_dynamic = r->has_dynamic || dynamic;
        return HANDOFF_OK;
    }
    if (other)
        return ho_source_fail(c, r->source, d,
                              "gives the name \"%.*s\" a second time; rename "
                              "one of the two",
                              (int)d->text.len, d->text.ptr);
    if (r->anchor_count == ANCHORS)
        return ho_source_fail(c, r->source, d, "is one of more than %d anchors",
                              ANCHORS);
    a = ho_arena_push(c->schema->arena, &r->anchor, &r->anchor_count,
                      sizeof *a);
    if (!a)
        return ho_compile_memory(c);
    a->name = d->text;
    a->place = schema;
    a->dynamic = dynamic;
    r->has_dynamic = r->has_dynamic || dynamic;
    return HANDOFF_OK;
}

static bool is_uri_text(const struct ho_datum *d)
{
    return d->kind == HO_DATUM_STRING &&
           (d->text.len == 0 || !memchr(d->text.ptr, '\0', d->text.len));
}

/* A schema with an $id begins a resource of its own. */
static enum handoff_status begin_resource(struct ho_compiler *c,
                                          const struct ho_datum *schema,
                                          const struct ho_datum *id,
                                          struct ho_resource **resource)
{
    struct ho_source *source = (*resource)->source;
    struct ho_resource *other;
    const char *uri;

    if (!is_uri_text(id) || ho_uri_split(id->text).fragment.len > 0)
        return ho_source_fail(c, source, id,
                              "must be a URI without a fragment; for a name "
                              "inside a schema use $anchor");
    uri = ho_uri_resolve(c->schema->arena, (*resource)->uri, id->text);
    other = find_resource(c, uri);
    if (other && other->root == schema) {
        *resource = other;
        return HANDOFF_OK;
    }
    if (other)
        return ho_source_fail(c, source, id,
                              "gives the URI \"%s\" a second time; rename one "
                              "of the two",
                              uri);
    return add_resource(c, source, schema, uri, (*resource)->vocabularies,
                        resource);
}

static enum handoff_status index_schema(struct ho_compiler *c,
                                        const struct ho_datum *schema,
                                        struct ho_resource *resource);

static enum handoff_status index_keyword(struct ho_compiler *c,
                                         const struct ho_datum *d,
                                         struct ho_resource *resource)
{
    const enum ho_shape shape = ho_keyword_shape(d->key);
    const struct ho_datum *child = ho_first(d);
    enum handoff_status status = HANDOFF_OK;

    if (shape == HO_ONE)
        return index_schema(c, d, resource);
    if (shape == HO_NONE || d->kind < HO_DATUM_ARRAY)
        return HANDOFF_OK;
    for (uint32_t i = 0; i < d->count && status == HANDOFF_OK; i++) {
        status = index_schema(c, child, resource);
        child = ho_next(child);
    }
    return status;
}

static enum handoff_status index_names(struct ho_compiler *c,
                                       const struct ho_datum *schema,
                                       struct ho_resource *resource)
{
    const struct ho_datum *anchor =
        ho_schema_member(schema, ho_slice("$anchor"));
    const struct ho_datum *dynamic =
        ho_schema_member(schema, ho_slice("$dynamicAnchor"));
    enum handoff_status status = HANDOFF_OK;

    if (anchor)
        status = add_anchor(c, resource, schema, anchor, false);
    if (status == HANDOFF_OK && dynamic)
        status = add_anchor(c, resource, schema, dynamic, true);
    return status;
}

/* What a schema says about itself: URI, dialect, names. */
static enum handoff_status index_identity(struct ho_compiler *c,
                                          const struct ho_datum *schema,
                                          struct ho_resource **resource)
{
    struct ho_source *source = (*resource)->source;
    const struct ho_datum *id = ho_schema_member(schema, ho_slice("$id"));
    const struct ho_datum *dialect =
        ho_schema_member(schema, ho_slice("$schema"));
    enum handoff_status status = HANDOFF_OK;

    if (id)
        status = begin_resource(c, schema, id, resource);
    if (status == HANDOFF_OK && dialect && (*resource)->root == schema)
        status =
            ho_dialect_read(c, source, dialect, &(*resource)->vocabularies);
    if (status == HANDOFF_OK)
        status = index_names(c, schema, *resource);
    return status;
}

static enum handoff_status index_schema(struct ho_compiler *c,
                                        const struct ho_datum *schema,
                                        struct ho_resource *resource)
{
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): it was added */
    struct ho_source *source = resource->source;
    const struct ho_datum *member = ho_first(schema);
    enum handoff_status status = HANDOFF_OK;

    if (schema->kind == HO_DATUM_OBJECT)
        status = index_identity(c, schema, &resource);
    source->resource[place_of(source, schema)] = resource;
    if (schema->kind != HO_DATUM_OBJECT)
        return status;
    for (uint32_t i = 0; i < schema->count && status == HANDOFF_OK; i++) {
        status = index_keyword(c, member, resource);
        member = ho_next(member);
    }
    return status;
}

static struct ho_source *new_source(struct ho_compiler *c, const char *uri)
{
    struct handoff_schema *s = c->schema;
    struct ho_source *source = ho_arena_alloc(s->arena, sizeof *source);
    struct ho_source **slot = ho_arena_push(
        s->arena, &s->source, &s->source_count, sizeof *s->source);

    if (!slot)
        return NULL;
    *slot = source;
    if (source)
        source->uri = uri;
    return source;
}

enum handoff_status ho_source_add(struct ho_compiler *c,
                                  struct handoff_slice text, const char *uri,
                                  const char *base, struct ho_source **out)
{
    struct ho_source *source = new_source(c, uri);
    struct ho_resource *resource = NULL;
    enum handoff_status status;
    size_t count;

    if (!source)
        return ho_compile_memory(c);
    status = ho_document_read(&source->doc, text, "the schema", c->err);
    if (status != HANDOFF_OK) {
        ho_error_file(c->err, uri ? uri : "");
        return status;
    }
    count = source->doc.count;
    source->node = ho_arena_alloc(c->schema->arena, count * sizeof(void *));
    source->resource = ho_arena_alloc(c->schema->arena, count * sizeof(void *));
    if (!source->node || !source->resource)
        return ho_compile_memory(c);
    status = add_resource(c, source, source->doc.item, base,
                          HO_VOCABULARY_DEFAULT, &resource);
    if (status == HANDOFF_OK)
        status = index_schema(c, source->doc.item, resource);
    if (status == HANDOFF_OK)
        *out = source;
    return status;
}

/* The resource with that URI, read from the map when it is new. */
static enum handoff_status open_resource(struct ho_compiler *c,
                                         const struct ho_source *source,
                                         const struct ho_datum *reference,
                                         const char *uri,
                                         struct ho_resource **out)
{
    struct handoff_slice text;
    struct ho_source *added;
    enum handoff_status status;

    *out = find_resource(c, uri);
    if (*out)
        return HANDOFF_OK;
    text = ho_schema_text(c, uri);
    if (!text.ptr)
        return ho_source_fail(c, source, reference,
                              "refers to \"%s\", which is not known here; add "
                              "it to the map of schemas (nothing is fetched)",
                              uri);
    if (c->schema->source_count == SOURCES)
        return ho_source_fail(c, source, reference,
                              "refers to one of more than %d documents",
                              SOURCES);
    status = ho_source_add(c, text, uri, uri, &added);
    *out = status == HANDOFF_OK ? find_resource(c, uri) : NULL;
    return status;
}

/* Undo ~0 and ~1 in place. */
static struct handoff_slice unescape_token(char *token, size_t len)
{
    size_t to = 0;

    for (size_t i = 0; i < len; i++) {
        const bool escape = token[i] == '~' && i + 1 < len;

        token[to++] = escape && token[i + 1] == '1' ? '/' : token[i];
        i += escape && (token[i + 1] == '0' || token[i + 1] == '1');
    }
    return (struct handoff_slice){ token, to };
}

static const struct ho_datum *child_at(const struct ho_datum *d,
                                       struct handoff_slice token)
{
    const struct ho_datum *child = ho_first(d);
    size_t index = 0;

    if (d->kind == HO_DATUM_OBJECT)
        return ho_schema_member(d, token);
    if (d->kind != HO_DATUM_ARRAY || token.len == 0 || token.len > 9)
        return NULL;
    for (size_t i = 0; i < token.len; i++) {
        if (!ho_ascii_digit(token.ptr[i]))
            return NULL;
        index = index * 10 + (size_t)(token.ptr[i] - '0');
    }
    if (index >= d->count)
        return NULL;
    while (index-- > 0)
        child = ho_next(child);
    return child;
}

/* Follow a JSON pointer, and note what resource the place belongs to. */
static const struct ho_datum *follow(const struct ho_resource **resource,
                                     char *pointer, size_t len)
{
    const struct ho_source *source = (*resource)->source;
    const struct ho_datum *d = (*resource)->root;
    size_t start = 1;

    while (d && start <= len) {
        size_t end = start;

        while (end < len && pointer[end] != '/')
            end++;
        d = child_at(d, unescape_token(pointer + start, end - start));
        if (d && source->resource[place_of(source, d)])
            *resource = source->resource[place_of(source, d)];
        start = end + 1;
    }
    return d;
}

/* A place that is no schema by its keyword becomes one by being referred to. */
static enum handoff_status adopt(struct ho_compiler *c,
                                 const struct ho_resource *resource,
                                 const struct ho_datum *place)
{
    struct ho_source *source = resource->source;
    struct ho_resource *owner = find_resource(c, resource->uri);

    if (source->resource[place_of(source, place)])
        return HANDOFF_OK;
    return index_schema(c, place, owner);
}

static enum handoff_status find_in(struct ho_compiler *c,
                                   const struct ho_resource *resource,
                                   struct handoff_slice fragment,
                                   const struct ho_datum **place)
{
    char *decoded = ho_arena_alloc(c->schema->arena, fragment.len + 1);
    const struct ho_anchor *anchor;
    size_t len;

    if (!decoded)
        return ho_compile_memory(c);
    len = ho_uri_decode(fragment, decoded);
    *place = resource->root;
    if (len == 0)
        return HANDOFF_OK;
    if (decoded[0] == '/') {
        *place = follow(&resource, decoded, len);
        return *place ? adopt(c, resource, *place) : HANDOFF_OK;
    }
    anchor = ho_anchor_find(resource, (struct handoff_slice){ decoded, len });
    *place = anchor ? anchor->place : NULL;
    return HANDOFF_OK;
}

enum handoff_status ho_source_find(struct ho_compiler *c,
                                   const struct ho_resource *from,
                                   const struct ho_datum *reference,
                                   struct ho_source **source,
                                   const struct ho_datum **place)
{
    const struct ho_datum *found = NULL;
    struct ho_resource *target = NULL;
    enum handoff_status status;
    const char *uri;

    if (!is_uri_text(reference))
        return ho_source_fail(c, from->source, reference,
                              "must be a URI reference such as #/$defs/name");
    uri = ho_uri_resolve(c->schema->arena, from->uri, reference->text);
    status = open_resource(c, from->source, reference, uri, &target);
    if (status == HANDOFF_OK)
        status =
            find_in(c, target, ho_uri_split(reference->text).fragment, &found);
    if (status != HANDOFF_OK)
        return status;
    if (!found)
        return ho_source_fail(c, from->source, reference,
                              "refers to \"%.*s\", but nothing is there",
                              (int)reference->text.len, reference->text.ptr);
    *source = target->source;
    *place = found;
    return HANDOFF_OK;
}
