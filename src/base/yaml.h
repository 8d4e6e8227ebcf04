/* yaml.h - the small, strict YAML that policies, prompts and settings use.
 *
 * Mappings, sequences and scalars, each with line and column.  A scalar is
 * text: what it means is decided by the type of the field that reads it, so
 * `NO` is Norway where a country is expected.  Refused, because they surprise
 * readers: anchors and aliases, tags, merge keys, duplicate keys, several
 * documents, keys that are not scalars.
 */
#ifndef HANDOFF_BASE_YAML_H
#define HANDOFF_BASE_YAML_H

#include <stdint.h>

#include "base/arena.h"

enum ho_yaml_kind { HO_YAML_SCALAR, HO_YAML_SEQUENCE, HO_YAML_MAPPING };

struct ho_yaml {
    enum ho_yaml_kind kind;
    const char *key;             /* in a mapping; else NULL */
    const char *text;            /* of a scalar; "" for an empty one */
    bool quoted;                 /* the scalar stood in quotes or in a block */
    size_t line, column;         /* of the value, 1-based */
    size_t count;                /* children */
    const struct ho_yaml *child; /* the first */
    const struct ho_yaml *next;  /* the next child of the same parent */
};

/* *root lies in the arena.  An empty document is an empty mapping. */
enum handoff_status ho_yaml_parse(struct ho_arena *arena,
                                  struct handoff_slice text,
                                  const struct ho_yaml **root,
                                  struct handoff_error *err);

/* The value of a key, NULL where the mapping has no such key (or map is NULL
 * or no mapping). */
const struct ho_yaml *ho_yaml_get(const struct ho_yaml *map, const char *key);
/* Its text; NULL where it is absent or not a scalar. */
const char *ho_yaml_text(const struct ho_yaml *map, const char *key);

/* Fail at a node's place. */
enum handoff_status ho_yaml_fail(const struct ho_yaml *node,
                                 enum handoff_status status,
                                 struct handoff_error *err, const char *format,
                                 ...) __attribute__((format(printf, 4, 5)));

/* Every key of the mapping is one of `keys`; else an error at the first other
 * one, with "did you mean". `what` names the mapping ("a rule"). */
enum handoff_status ho_yaml_only(const struct ho_yaml *map, const char *what,
                                 const char *const *keys, size_t count,
                                 enum handoff_status status,
                                 struct handoff_error *err);

#endif
