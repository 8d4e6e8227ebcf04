/* uri.h - RFC 3986 references: split, resolve. */
#ifndef HANDOFF_SCHEMA_URI_H
#define HANDOFF_SCHEMA_URI_H

#include <stdbool.h>

#include "base/arena.h"

struct ho_uri {
    bool has_scheme, has_authority, has_query, has_fragment;
    struct handoff_slice scheme, authority, path, query, fragment;
};

/* RFC 3986, appendix B: any text splits. */
struct ho_uri ho_uri_split(struct handoff_slice text);

/* The target of a reference seen from a base, without its fragment (RFC 3986,
 * section 5.2); "" on failure of the arena. */
const char *ho_uri_resolve(struct ho_arena *arena, const char *base,
                           struct handoff_slice reference);

/* Undo %XX; out has room for s.len bytes; returns the bytes written. */
size_t ho_uri_decode(struct handoff_slice s, char *out);

#endif
