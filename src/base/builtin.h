/* builtin.h - the product's own texts, compiled into the library.
 *
 * Prompts, policies, schemas and report templates are files of the source
 * tree; CMakeLists.txt lists the ones that are embedded.  Each is known by its
 * path there: "policies/inbound.policy.yaml".  A NUL follows each text, so
 * its ptr may be read as a string.
 */
#ifndef HANDOFF_BASE_BUILTIN_H
#define HANDOFF_BASE_BUILTIN_H

#include <handoff/slice.h>

struct ho_builtin {
    const char *name;
    struct handoff_slice text;
};

/* The text of that name; ptr is NULL where there is none. */
struct handoff_slice ho_builtin_text(const char *name);

/* The next one whose name starts with `prefix` ("prompts/"), in the order of
 * names; NULL behind the last.  `after` is the one before, NULL to begin. */
const struct ho_builtin *ho_builtin_next(const char *prefix,
                                         const struct ho_builtin *after);

/* All of them, sorted by name; written by cmake/embed.cmake. */
const struct ho_builtin *ho_builtin_table(size_t *count);

#endif
