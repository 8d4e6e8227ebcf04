/* node.h - a compiled schema: a graph of nodes, one for each subschema.
 *
 * Rules are grouped by what they look at, and a group a schema does not use
 * is NULL, so that a check touches only what concerns its value.  All of it
 * lies in the schema's arena and is not changed after compilation, so one
 * schema may serve several threads.
 */
#ifndef HANDOFF_SCHEMA_NODE_H
#define HANDOFF_SCHEMA_NODE_H

#include <handoff/schema.h>

#include "schema/datum.h"
#include "schema/format.h"
#include "schema/regex.h"

struct ho_node;

struct ho_anchor {
    struct handoff_slice name;
    const struct ho_datum *place;
    bool dynamic;
    const struct ho_node *node; /* of a dynamic anchor that is in use */
};

/* A schema with a URI of its own. */
struct ho_resource {
    const char *uri;
    struct ho_source *source;
    const struct ho_datum *root;
    unsigned vocabularies;
    struct ho_anchor *anchor;
    size_t anchor_count;
    bool has_dynamic;
};

/* A document that schemas were read from. */
struct ho_source {
    const char *uri; /* NULL: the one given to handoff_schema_compile */
    struct ho_document doc;
    struct ho_node **node;         /* by place in doc; NULL: not compiled */
    struct ho_resource **resource; /* by place in doc; NULL: no schema */
};

struct ho_choice {
    uint32_t hash;
    const struct ho_datum *value;
};

struct ho_value_rules {
    const struct ho_datum *constant; /* NULL: none */
    const struct ho_datum *choices;  /* the enum as written; NULL: none */
    struct ho_choice *choice;        /* sorted by hash */
    size_t choice_count;
};

/* Absent ones have a NULL ptr. */
struct ho_number_rules {
    struct handoff_slice minimum, maximum;
    struct handoff_slice exclusive_minimum, exclusive_maximum;
    struct handoff_slice multiple_of;
};

struct ho_text_rules {
    size_t min, max; /* characters */
    struct handoff_slice pattern;
    const struct ho_regex *regex;
    const struct ho_format *format;
};

struct ho_nodes {
    const struct ho_node **item;
    size_t count;
};

struct ho_array_rules {
    size_t min, max;
    bool unique;
    struct ho_nodes prefix;
    const struct ho_node *items, *contains, *unevaluated;
    size_t min_contains, max_contains;
};

/* A key that the schema names. */
struct ho_name {
    struct handoff_slice key;
    uint32_t hash;
    bool required;
    const struct ho_node *schema;    /* of its value */
    const struct ho_node *dependent; /* of the object that has the key */
    uint32_t *needs;                 /* names that it requires */
    size_t need_count;
};

struct ho_names {
    struct ho_name *item; /* in the order the schema names them */
    size_t count;
    uint32_t *slot; /* hash table: place in item + 1, 0: free */
    uint32_t slots; /* a power of two, at least twice the count; or 0 */
};

struct ho_pattern {
    struct handoff_slice text;
    const struct ho_regex *regex;
    const struct ho_node *node;
};

struct ho_object_rules {
    size_t min, max;
    bool needs_presence; /* some name is required or has dependents */
    struct ho_names names;
    struct ho_pattern *pattern;
    size_t pattern_count;
    const struct ho_node *additional, *property_names, *unevaluated;
};

/* What applies to the same value. */
struct ho_logic_rules {
    const struct ho_node *ref;
    const struct ho_node *dynamic; /* where nobody overrides it */
    struct handoff_slice dynamic_name;
    struct ho_nodes all_of, any_of, one_of;
    const struct ho_node *not_, *if_, *then_, *else_;
};

enum ho_node_kind { HO_NODE_RULES, HO_NODE_TRUE, HO_NODE_FALSE };

enum { HO_TYPE_INTEGER = 1u << 6 }; /* the others: 1 << enum ho_datum_kind */

struct ho_node {
    enum ho_node_kind kind;
    unsigned types; /* 0: any */
    uint32_t id;    /* in the order of compilation */
    const struct ho_datum *datum;
    const struct ho_resource *resource;
    struct ho_value_rules *value;
    struct ho_number_rules *number;
    struct ho_text_rules *text;
    struct ho_array_rules *array;
    struct ho_object_rules *object;
    struct ho_logic_rules *logic;
};

struct handoff_schema {
    struct ho_arena *arena;
    struct ho_source **source;
    size_t source_count;
    struct ho_resource **resource;
    size_t resource_count;
    struct ho_regex **regex;
    size_t regex_count;
    uint32_t node_count;
    const struct ho_node *root;
};

/* NULL where the schema does not name the key. */
const struct ho_name *ho_name_find(const struct ho_names *names,
                                   struct handoff_slice key, uint32_t hash);

#endif
