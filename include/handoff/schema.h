/* schema.h - JSON Schema, draft 2020-12.
 *
 * A schema is compiled once and checks any number of instances.  What it
 * finds is a result, not an error: the status only says whether the check
 * could be carried out.  `format` is annotation unless assertion is asked
 * for.  References are resolved against a local map only, never the network.
 */
#ifndef HANDOFF_SCHEMA_H
#define HANDOFF_SCHEMA_H

#include <stdbool.h>

#include <handoff/error.h>
#include <handoff/slice.h>

struct handoff_schema;

/* JSON text of the schema resource with that URI (no fragment), or a slice
 * with NULL ptr where it is not known; borrowed until the schema is freed. */
struct handoff_schema_remotes {
    struct handoff_slice (*find)(void *user, const char *uri);
    void *user;
};

struct handoff_schema_options {
    bool assert_format;
    const struct handoff_schema_remotes *remotes; /* may be NULL */
    const char *base_uri; /* of a schema without $id; may be NULL */
};

/* A schema that cannot be used is BAD_SCHEMA, with its line and column, and its
 * URI as file where it is not the text itself.  The text need not outlive the
 * call.  A schema may be used by several threads.  options may be NULL. */
HANDOFF_API enum handoff_status handoff_schema_compile(
    struct handoff_slice text, const struct handoff_schema_options *options,
    struct handoff_schema **out, struct handoff_error *err);
HANDOFF_API void handoff_schema_free(struct handoff_schema *schema);

struct handoff_schema_problem {
    const char *instance; /* JSON pointer into the instance; "" is the root */
    /* JSON pointer of the keyword in the schema, behind a URI and "#" where it
     * stands in another document: /properties/a/type, u:x#/type */
    const char *keyword;
    const char *message; /* one sentence */
};

struct handoff_schema_result {
    bool valid;
    struct handoff_schema_problem *item; /* leaf problems, instance order */
    size_t count;
    bool more; /* there were more than the cap of 100 */
};

/* instance is JSON text; text that is not strict JSON is BAD_JSON.  A schema
 * that leads back to itself without a step into the instance is BAD_SCHEMA; a
 * check that needs too many steps, levels or retries of a pattern TOO_LARGE.
 * *result is the caller's: handoff_schema_result_release. */
HANDOFF_API enum handoff_status handoff_schema_check(
    const struct handoff_schema *schema, struct handoff_slice instance,
    struct handoff_schema_result *result, struct handoff_error *err);
HANDOFF_API void handoff_schema_result_release(
    struct handoff_schema_result *result);

#endif
