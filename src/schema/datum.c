/* datum.c - the document as an array; see schema/datum.h */
#include "schema/datum.h"

#include <stdlib.h>

#include "base/json.h"
#include "schema/number.h"

enum {
    TEXT_BYTES = 256 * 1024 * 1024, /* offsets and counts are 32 bits */
    FIRST_ROOM = 64,
    VALUE_BYTES = 16 /* of the text, with key and punctuation, as a rule */
};

uint32_t ho_hash(struct handoff_slice s)
{
    uint32_t hash = 2166136261u; /* FNV-1a */

    for (size_t i = 0; i < s.len; i++)
        hash = (hash ^ (unsigned char)s.ptr[i]) * 16777619u;
    return hash;
}

bool ho_same(struct handoff_slice a, struct handoff_slice b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static void fail(struct ho_document *doc, enum handoff_status status)
{
    if (doc->failed == HANDOFF_OK)
        doc->failed = status;
}

/* A slot for the next value; the slot behind the last one may already hold
 * its key. */
static struct ho_datum *slot(struct ho_document *doc)
{
    if (doc->failed != HANDOFF_OK)
        return NULL;
    if (doc->count + 1 >= doc->room) {
        const size_t room = doc->room
                                ? 2 * doc->room
                                : FIRST_ROOM + doc->text.len / VALUE_BYTES;
        struct ho_datum *grown = realloc(doc->item, room * sizeof *grown);

        if (!grown) {
            fail(doc, HANDOFF_NO_MEMORY);
            return NULL;
        }
        doc->item = grown;
        doc->room = room;
    }
    return &doc->item[doc->count];
}

/* The content of a quoted string, without its escapes. */
static struct handoff_slice decode(struct ho_document *doc, size_t start,
                                   size_t end)
{
    struct handoff_slice s = ho_part(doc->text, start + 1, end - 1);
    char *copy;

    if (!memchr(s.ptr, '\\', s.len))
        return s;
    if (!doc->strings)
        doc->strings = ho_arena_new(SIZE_MAX);
    copy = doc->strings ? ho_arena_alloc(doc->strings, s.len) : NULL;
    if (!copy) {
        fail(doc, HANDOFF_NO_MEMORY);
        return (struct handoff_slice){ "", 0 };
    }
    return (struct handoff_slice){ copy, ho_json_unescape(s, copy) };
}

static void on_key(void *user, size_t start, size_t end)
{
    struct ho_document *doc = user;
    struct ho_datum *d = slot(doc);

    if (!d)
        return;
    d->key = decode(doc, start, end);
    d->hash = ho_hash(d->key);
}

static struct ho_datum *add(struct ho_document *doc, enum ho_datum_kind kind,
                            size_t at)
{
    struct ho_datum *d = slot(doc);
    struct ho_datum *parent;

    if (!d)
        return NULL;
    parent = doc->count > 0 ? &doc->item[doc->open] : NULL;
    if (!parent || parent->kind != HO_DATUM_OBJECT) {
        d->key = (struct handoff_slice){ "", 0 };
        d->hash = 0;
    }
    d->text = (struct handoff_slice){ "", 0 };
    d->parent = doc->open;
    d->ordinal = parent ? parent->count++ : 0;
    d->count = 0;
    d->span = 1;
    d->at = (uint32_t)at;
    d->kind = kind;
    doc->count++;
    return d;
}

static void on_open(void *user, size_t start)
{
    struct ho_document *doc = user;
    const bool object = doc->text.ptr[start] == '{';
    struct ho_datum *d =
        add(doc, object ? HO_DATUM_OBJECT : HO_DATUM_ARRAY, start);

    if (d)
        doc->open = (uint32_t)(d - doc->item);
}

static void on_close(void *user, size_t end)
{
    struct ho_document *doc = user;
    struct ho_datum *d;

    if (doc->failed != HANDOFF_OK)
        return;
    d = &doc->item[doc->open];
    d->span = (uint32_t)doc->count - doc->open;
    d->end = (uint32_t)end;
    doc->open = d->parent;
}

static enum ho_datum_kind scalar_kind(char first)
{
    switch (first) {
    case '"':
        return HO_DATUM_STRING;
    case 't':
    case 'f':
        return HO_DATUM_BOOLEAN;
    case 'n':
        return HO_DATUM_NULL;
    default:
        return HO_DATUM_NUMBER;
    }
}

static void on_scalar(void *user, size_t start, size_t end)
{
    struct ho_document *doc = user;
    const enum ho_datum_kind kind = scalar_kind(doc->text.ptr[start]);
    struct ho_datum *d = add(doc, kind, start);

    if (!d)
        return;
    d->end = (uint32_t)end;
    if (kind == HO_DATUM_STRING)
        d->text = decode(doc, start, end);
    else
        d->text = ho_part(doc->text, start, end);
}

enum handoff_status ho_document_read(struct ho_document *doc,
                                     struct handoff_slice text,
                                     const char *what,
                                     struct handoff_error *err)
{
    const struct ho_json_events events = { .open = on_open,
                                           .close = on_close,
                                           .key = on_key,
                                           .scalar = on_scalar,
                                           .user = doc,
                                           .nul = true };
    enum handoff_status status;

    *doc = (struct ho_document){ .text = text };
    if (text.len > TEXT_BYTES)
        return ho_fail(err, HANDOFF_TOO_LARGE,
                       "%s is larger than 256 MB; split it", what);
    status = ho_json_walk(text, &events, err);
    if (status == HANDOFF_OK && doc->failed != HANDOFF_OK)
        status = ho_no_memory(err);
    return status;
}

void ho_document_release(struct ho_document *doc)
{
    if (!doc)
        return;
    free(doc->item);
    ho_arena_free(doc->strings);
    *doc = (struct ho_document){ 0 };
}

const struct ho_datum *ho_schema_member(const struct ho_datum *object,
                                        struct handoff_slice key)
{
    const uint32_t hash = ho_hash(key);
    const struct ho_datum *m = ho_first(object);

    if (object->kind != HO_DATUM_OBJECT)
        return NULL;
    for (uint32_t i = 0; i < object->count; i++, m = ho_next(m))
        if (m->hash == hash && ho_same(m->key, key))
            return m;
    return NULL;
}

/* "/" and the key with "~" and "/" escaped. */
void ho_pointer_token(struct ho_buffer *out, struct handoff_slice key)
{
    ho_buffer_byte(out, '/');
    for (size_t i = 0; i < key.len; i++) {
        if (key.ptr[i] == '~')
            ho_buffer_text(out, "~0");
        else if (key.ptr[i] == '/')
            ho_buffer_text(out, "~1");
        else if (key.ptr[i] == '\0') /* a pointer is NUL-terminated */
            ho_buffer_text(out, "\xEF\xBF\xBD");
        else
            ho_buffer_byte(out, key.ptr[i]);
    }
}

void ho_datum_pointer(const struct ho_datum *root, const struct ho_datum *d,
                      struct ho_buffer *out)
{
    const struct ho_datum *chain[HO_JSON_DEPTH + 1];
    size_t depth = 0;

    for (; d != root; d = root + d->parent)
        chain[depth++] = d;
    while (depth-- > 0) {
        if (root[chain[depth]->parent].kind == HO_DATUM_OBJECT)
            ho_pointer_token(out, chain[depth]->key);
        else
            ho_buffer_format(out, "/%u", (unsigned)chain[depth]->ordinal);
    }
}

static bool equal_children(const struct ho_datum *a, const struct ho_datum *b,
                           size_t *steps)
{
    const struct ho_datum *x = ho_first(a), *y = ho_first(b);
    const bool object = a->kind == HO_DATUM_OBJECT;

    if (a->count != b->count)
        return false;
    for (uint32_t i = 0; i < a->count; i++, x = ho_next(x)) {
        /* Most objects that are equal have their keys in the same order. */
        if (object && !ho_same(x->key, y->key)) {
            *steps += b->count;
            y = ho_schema_member(b, x->key);
        }
        if (!y || !ho_datum_equal(x, y, steps))
            return false;
        y = y->ordinal + 1 < b->count ? ho_next(y) : ho_first(b);
    }
    return true;
}

bool ho_datum_equal(const struct ho_datum *a, const struct ho_datum *b,
                    size_t *steps)
{
    ++*steps;
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case HO_DATUM_NULL:
        return true;
    case HO_DATUM_NUMBER:
        return ho_number_compare(a->text, b->text) == 0;
    case HO_DATUM_BOOLEAN:
    case HO_DATUM_STRING:
        return ho_same(a->text, b->text);
    case HO_DATUM_ARRAY:
    case HO_DATUM_OBJECT:
        return equal_children(a, b, steps);
    }
    return false;
}

static uint32_t mix(uint32_t hash, uint32_t more)
{
    hash = (hash ^ more) * 0x9E3779B1u;
    return hash ^ (hash >> 15);
}

uint32_t ho_datum_hash(const struct ho_datum *d, size_t *steps)
{
    const struct ho_datum *child = ho_first(d);
    uint32_t hash = mix(d->kind, d->count);

    ++*steps;
    if (d->kind == HO_DATUM_NUMBER)
        return mix(hash, ho_number_hash(d->text));
    if (d->kind < HO_DATUM_ARRAY)
        return mix(hash, ho_hash(d->text));
    for (uint32_t i = 0; i < d->count; i++, child = ho_next(child)) {
        const uint32_t inner = ho_datum_hash(child, steps);

        if (d->kind == HO_DATUM_OBJECT)
            hash += mix(child->hash, inner); /* in any order */
        else
            hash = mix(hash, inner);
    }
    return hash;
}
