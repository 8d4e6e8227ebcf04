/* datum.h - a JSON value laid out for checking.
 *
 * A document is one array in document order: a container stands before its
 * children, and `span` steps over a whole subtree.  Strings are slices of the
 * text itself unless they had escapes; numbers stay as they were written, so
 * that no digit is lost; keys carry their hash.
 */
#ifndef HANDOFF_SCHEMA_DATUM_H
#define HANDOFF_SCHEMA_DATUM_H

#include <stdint.h>

#include <handoff/schema.h>

#include "base/arena.h"
#include "base/buffer.h"

enum ho_datum_kind {
    HO_DATUM_NULL,
    HO_DATUM_BOOLEAN,
    HO_DATUM_NUMBER,
    HO_DATUM_STRING,
    HO_DATUM_ARRAY,
    HO_DATUM_OBJECT
};

struct ho_datum {
    struct handoff_slice key;  /* of a member; else empty */
    struct handoff_slice text; /* string: decoded; scalars: as written */
    uint32_t hash;             /* of the key */
    uint32_t parent;           /* place of the container in the document */
    uint32_t ordinal;          /* place in the container, from 0 */
    uint32_t count;            /* children */
    uint32_t span;             /* values in this subtree, itself included */
    uint32_t at, end;          /* where it stands in the text, as written */
    enum ho_datum_kind kind;
};

struct ho_document {
    struct handoff_slice text; /* borrowed */
    struct ho_datum *item;     /* item[0] is the root */
    size_t count, room;
    struct ho_arena *strings; /* those that had escapes */
    enum handoff_status failed;
    uint32_t open; /* while reading: the innermost open container */
};

/* Text that is not strict JSON is BAD_JSON; `what` names the text in errors
 * of size.  The document borrows the text.  Release it in every case. */
enum handoff_status ho_document_read(struct ho_document *doc,
                                     struct handoff_slice text,
                                     const char *what,
                                     struct handoff_error *err);
void ho_document_release(struct ho_document *doc); /* NULL-safe, repeatable */

/* As handoff_schema_check, for whoever goes on to read the document: its text
 * is gone through once. */
enum handoff_status ho_document_check(const struct ho_document *doc,
                                      const struct handoff_schema *schema,
                                      struct handoff_schema_result *result,
                                      struct handoff_error *err);

static inline const struct ho_datum *ho_first(const struct ho_datum *d)
{
    return d + 1;
}

static inline const struct ho_datum *ho_next(const struct ho_datum *d)
{
    return d + d->span;
}

static inline bool ho_is_true(const struct ho_datum *d)
{
    return d->kind == HO_DATUM_BOOLEAN && d->text.ptr[0] == 't';
}

uint32_t ho_hash(struct handoff_slice s);
bool ho_same(struct handoff_slice a, struct handoff_slice b);

/* Member of an object, NULL where there is none. */
const struct ho_datum *ho_schema_member(const struct ho_datum *object,
                                        struct handoff_slice key);

/* Append the JSON pointer (RFC 6901) of a value. */
void ho_datum_pointer(const struct ho_datum *root, const struct ho_datum *d,
                      struct ho_buffer *out);
void ho_pointer_token(struct ho_buffer *out, struct handoff_slice key);

/* JSON Schema's equality: numbers by value, objects without order.  *steps
 * counts the values compared.  Equal values have equal hashes. */
bool ho_datum_equal(const struct ho_datum *a, const struct ho_datum *b,
                    size_t *steps);
uint32_t ho_datum_hash(const struct ho_datum *d, size_t *steps);

#endif
