/* compile.h - shared by the files that turn schema text into nodes. */
#ifndef HANDOFF_SCHEMA_COMPILE_H
#define HANDOFF_SCHEMA_COMPILE_H

#include "schema/node.h"

/* Vocabularies of draft 2020-12 that change what is checked. */
enum {
    HO_VOCABULARY_CORE = 1,
    HO_VOCABULARY_APPLICATOR = 2,
    HO_VOCABULARY_UNEVALUATED = 4,
    HO_VOCABULARY_VALIDATION = 8,
    HO_VOCABULARY_FORMAT = 16, /* as assertion */
    HO_VOCABULARY_DEFAULT = 15
};

/* Where a keyword holds further schemas. */
enum ho_shape { HO_NONE, HO_ONE, HO_LIST, HO_MAP };

/* A reference whose target is looked up when all of a document is read. */
struct ho_pending {
    struct ho_node *node;
    const struct ho_datum *reference;
    bool dynamic;
};

struct ho_compiler {
    struct handoff_schema *schema;
    const struct handoff_schema_options *options;
    struct ho_pending *pending;
    size_t pending_count;
    bool has_dynamic; /* some $dynamicRef was met */
    struct handoff_error *err;
};

/* source.c */

/* Read a document and register its resources and anchors.  uri is NULL for
 * the schema that is compiled; base is where relative URIs start. */
enum handoff_status ho_source_add(struct ho_compiler *c,
                                  struct handoff_slice text, const char *uri,
                                  const char *base, struct ho_source **out);
/* The place a reference leads to, seen from the schema that holds it. */
enum handoff_status ho_source_find(struct ho_compiler *c,
                                   const struct ho_resource *from,
                                   const struct ho_datum *reference,
                                   struct ho_source **source,
                                   const struct ho_datum **place);
/* The anchor of that name; NULL where the resource has none. */
struct ho_anchor *ho_anchor_find(const struct ho_resource *resource,
                                 struct handoff_slice name);
/* BAD_SCHEMA at a place, which the message names by its pointer. */
enum handoff_status ho_source_fail(struct ho_compiler *c,
                                   const struct ho_source *source,
                                   const struct ho_datum *at,
                                   const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* dialect.c */

/* The schema with that URI out of the caller's map or our own metaschemas; a
 * NULL ptr where neither has it. */
struct handoff_slice ho_schema_text(const struct ho_compiler *c,
                                    const char *uri);
/* What "$schema": at switches on. */
enum handoff_status ho_dialect_read(struct ho_compiler *c,
                                    const struct ho_source *source,
                                    const struct ho_datum *at,
                                    unsigned *vocabularies);

/* keyword.c */

enum ho_shape ho_keyword_shape(struct handoff_slice name);
/* Put the rules of every keyword of a schema object into its node. */
enum handoff_status ho_keywords_compile(struct ho_compiler *c,
                                        struct ho_node *n);

/* compile.c */

enum handoff_status ho_node_compile(struct ho_compiler *c,
                                    struct ho_source *source,
                                    const struct ho_datum *d,
                                    const struct ho_node **out);
/* The arena failed. */
static inline enum handoff_status ho_compile_memory(struct ho_compiler *c)
{
    const enum handoff_status status =
        ho_arena_status(c->schema->arena, "the schema", c->err);

    return status == HANDOFF_OK ? ho_no_memory(c->err) : status;
}

#endif
