/* yaml.c - libyaml's events into a tree; see base/yaml.h */
#include "base/yaml.h"

#include <stdarg.h>
#include <stdio.h>

#include <yaml.h>

enum {
    DEPTH = 32,   /* a person's file is not deeper */
    KEYS = 1000,  /* of one mapping: each is compared with those before it */
    REPORTED = 80 /* bytes of a key that a message repeats */
};

struct reader {
    yaml_parser_t parser;
    yaml_event_t event; /* the current one; deleted by next() */
    struct ho_arena *arena;
    struct handoff_slice text;
    unsigned depth;
    struct handoff_error *err;
};

static enum handoff_status refuse(struct reader *r, const char *why)
{
    return ho_fail_at(r->err, HANDOFF_BAD_YAML, r->event.start_mark.line + 1,
                      r->event.start_mark.column + 1, "%s", why);
}

static enum handoff_status syntax_error(struct reader *r)
{
    const yaml_parser_t *p = &r->parser;
    size_t line = p->problem_mark.line + 1;
    size_t column = p->problem_mark.column + 1;

    if (p->error == YAML_MEMORY_ERROR)
        return ho_no_memory(r->err);
    if (p->error == YAML_READER_ERROR) /* knows no line, only an offset */
        ho_text_place(r->text.ptr, r->text.len, p->problem_offset, &line,
                      &column);
    return ho_fail_at(r->err, HANDOFF_BAD_YAML, line, column, "YAML: %s%s%s",
                      p->problem ? p->problem : "not readable",
                      p->context ? ", " : "", p->context ? p->context : "");
}

static enum handoff_status next(struct reader *r)
{
    yaml_event_delete(&r->event);
    if (!yaml_parser_parse(&r->parser, &r->event))
        return syntax_error(r);
    return HANDOFF_OK;
}

static enum handoff_status copy_scalar(struct reader *r, const char **out)
{
    const char *text = (const char *)r->event.data.scalar.value;
    const size_t len = r->event.data.scalar.length;

    if (memchr(text, '\0', len))
        return refuse(r, "text with a NUL (\\0) in it");
    *out = ho_arena_copy(r->arena, (struct handoff_slice){ text, len });
    return HANDOFF_OK;
}

static bool has_mark(const yaml_event_t *e)
{
    switch (e->type) {
    case YAML_SCALAR_EVENT:
        return e->data.scalar.anchor || e->data.scalar.tag;
    case YAML_SEQUENCE_START_EVENT:
        return e->data.sequence_start.anchor || e->data.sequence_start.tag;
    case YAML_MAPPING_START_EVENT:
        return e->data.mapping_start.anchor || e->data.mapping_start.tag;
    default:
        return false;
    }
}

static enum handoff_status read_node(struct reader *r, struct ho_yaml *node);

/* At a key.  Reads it, checks it, and moves on to its value. */
static enum handoff_status read_key(struct reader *r,
                                    const struct ho_yaml *parent,
                                    struct ho_yaml *child)
{
    const struct ho_yaml *other;
    enum handoff_status status;

    if (parent->count == KEYS)
        return refuse(r, "a mapping with more than 1000 keys");
    if (r->event.type != YAML_SCALAR_EVENT || has_mark(&r->event))
        return refuse(r, "a key must be plain text, without anchor or tag");
    status = copy_scalar(r, &child->key);
    if (status != HANDOFF_OK)
        return status;
    if (strcmp(child->key, "<<") == 0)
        return refuse(r, "merge keys (<<) are not read; write the keys out");
    other = ho_yaml_get(parent, child->key);
    if (other)
        return ho_fail_at(r->err, HANDOFF_BAD_YAML,
                          r->event.start_mark.line + 1,
                          r->event.start_mark.column + 1,
                          "the key \"%.*s\" stands twice; its first value is "
                          "on line %zu, so remove one of them",
                          REPORTED, child->key, other->line);
    return next(r);
}

static enum handoff_status read_children(struct reader *r, struct ho_yaml *node,
                                         yaml_event_type_t end)
{
    const struct ho_yaml **tail = &node->child;
    enum handoff_status status = next(r);

    while (status == HANDOFF_OK && r->event.type != end) {
        struct ho_yaml *child = ho_arena_alloc(r->arena, sizeof *child);

        if (!child)
            return ho_arena_status(r->arena, "the YAML file", r->err);
        if (node->kind == HO_YAML_MAPPING)
            status = read_key(r, node, child);
        if (status == HANDOFF_OK)
            status = read_node(r, child);
        *tail = child;
        tail = &child->next;
        node->count++;
        if (status == HANDOFF_OK)
            status = next(r);
    }
    return status;
}

static enum handoff_status read_container(struct reader *r,
                                          struct ho_yaml *node,
                                          enum ho_yaml_kind kind,
                                          yaml_event_type_t end)
{
    enum handoff_status status;

    if (++r->depth > DEPTH)
        return refuse(r, "nested more than 32 levels deep");
    node->kind = kind;
    status = read_children(r, node, end);
    r->depth--;
    return status;
}

static enum handoff_status read_node(struct reader *r, struct ho_yaml *node)
{
    node->line = r->event.start_mark.line + 1;
    node->column = r->event.start_mark.column + 1;
    node->text = "";
    if (r->event.type == YAML_ALIAS_EVENT || has_mark(&r->event))
        return refuse(r, "anchors, aliases and tags are not read; "
                         "write the value out");
    switch (r->event.type) {
    case YAML_SCALAR_EVENT:
        node->kind = HO_YAML_SCALAR;
        node->quoted = r->event.data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
        return copy_scalar(r, &node->text);
    case YAML_SEQUENCE_START_EVENT:
        return read_container(r, node, HO_YAML_SEQUENCE,
                              YAML_SEQUENCE_END_EVENT);
    case YAML_MAPPING_START_EVENT:
        return read_container(r, node, HO_YAML_MAPPING, YAML_MAPPING_END_EVENT);
    default:
        return refuse(r, "a value was expected");
    }
}

static enum handoff_status read_document(struct reader *r, struct ho_yaml *root)
{
    enum handoff_status status = next(r); /* stream start */

    root->kind = HO_YAML_MAPPING;
    root->text = "";
    root->line = root->column = 1;
    if (status == HANDOFF_OK)
        status = next(r);
    if (status != HANDOFF_OK || r->event.type == YAML_STREAM_END_EVENT)
        return status;
    status = next(r); /* behind the document start */
    if (status == HANDOFF_OK)
        status = read_node(r, root);
    if (status == HANDOFF_OK)
        status = next(r); /* document end */
    if (status == HANDOFF_OK)
        status = next(r);
    if (status == HANDOFF_OK && r->event.type != YAML_STREAM_END_EVENT)
        status = refuse(r, "a second document starts here; "
                           "keep one document a file");
    return status;
}

enum handoff_status ho_yaml_parse(struct ho_arena *arena,
                                  struct handoff_slice text,
                                  const struct ho_yaml **root,
                                  struct handoff_error *err)
{
    struct reader r = { .arena = arena, .text = text, .err = err };
    struct ho_yaml *node = ho_arena_alloc(arena, sizeof *node);
    enum handoff_status status;

    if (!node)
        return ho_arena_status(arena, "the YAML file", err);
    if (!yaml_parser_initialize(&r.parser))
        return ho_no_memory(err);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)text.ptr,
                                 text.len);
    status = read_document(&r, node);
    if (status == HANDOFF_OK)
        status = ho_arena_status(arena, "the YAML file", err);
    if (status == HANDOFF_OK)
        *root = node;
    yaml_event_delete(&r.event);
    yaml_parser_delete(&r.parser);
    return status;
}

const struct ho_yaml *ho_yaml_get(const struct ho_yaml *map, const char *key)
{
    if (!map || map->kind != HO_YAML_MAPPING)
        return NULL;
    for (const struct ho_yaml *c = map->child; c; c = c->next)
        if (strcmp(c->key, key) == 0)
            return c;
    return NULL;
}

const char *ho_yaml_text(const struct ho_yaml *map, const char *key)
{
    const struct ho_yaml *node = ho_yaml_get(map, key);

    return node && node->kind == HO_YAML_SCALAR ? node->text : NULL;
}

enum handoff_status ho_yaml_fail(const struct ho_yaml *node,
                                 enum handoff_status status,
                                 struct handoff_error *err, const char *format,
                                 ...)
{
    char message[HANDOFF_ERROR_MESSAGE];
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    return ho_fail_at(err, status, node->line, node->column, "%s", message);
}

static bool is_one_of(const char *key, const char *const *keys, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(keys[i], key) == 0)
            return true;
    return false;
}

enum handoff_status ho_yaml_only(const struct ho_yaml *map, const char *what,
                                 const char *const *keys, size_t count,
                                 enum handoff_status status,
                                 struct handoff_error *err)
{
    if (map->kind != HO_YAML_MAPPING)
        return ho_yaml_fail(map, status, err,
                            "%s is a mapping of keys to values", what);
    for (const struct ho_yaml *c = map->child; c; c = c->next) {
        const char *near;

        if (is_one_of(c->key, keys, count))
            continue;
        near = ho_did_you_mean(ho_slice(c->key), keys, count);
        return ho_yaml_fail(c, status, err, "%s has no key \"%.*s\"%s%s%s",
                            what, REPORTED, c->key,
                            near ? "; did you mean \"" : "", near ? near : "",
                            near ? "\"?" : "");
    }
    return HANDOFF_OK;
}
