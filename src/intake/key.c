/* key.c - what names a submission; see <handoff/lead.h> */
#include "intake/input.h"

#include <stdlib.h>

#include "base/sha256.h"

struct part {
    const char *path;
    struct handoff_slice text;
};

static int compare(const void *a, const void *b)
{
    const struct part *left = a, *right = b;
    const int order = strcmp(left->path, right->path);
    const size_t len =
        left->text.len < right->text.len ? left->text.len : right->text.len;
    int same;

    if (order != 0)
        return order;
    same = memcmp(left->text.ptr, right->text.ptr, len);
    if (same != 0)
        return same;
    return (left->text.len > right->text.len) -
           (left->text.len < right->text.len);
}

static void add(struct ho_buffer *b, struct handoff_slice text)
{
    ho_buffer_add(b, text);
    ho_buffer_byte(b, '\0'); /* so that "a", "bc" is not "ab", "c" */
}

/* JSON tells nothing by the order of its keys, so order is by path. */
static void add_sorted(struct ho_input *in, struct ho_buffer *b)
{
    const size_t count = in->count + in->origin.asides;
    struct part *part = ho_arena_alloc(in->arena, (count + 1) * sizeof *part);
    size_t n = 0;

    if (!part)
        return;
    for (size_t i = 0; i < in->count; i++)
        part[n++] = (struct part){ in->value[i].path, in->value[i].text };
    for (size_t i = 0; i < in->origin.asides; i++)
        part[n++] = (struct part){ in->aside[i].path, in->aside[i].text };
    qsort(part, n, sizeof *part, compare);
    for (size_t i = 0; i < n; i++) {
        add(b, ho_slice(part[i].path));
        add(b, part[i].text);
    }
}

/* A row's cells stand in the order of its columns. */
static void add_row(struct ho_input *in, struct ho_buffer *b)
{
    for (size_t i = 0; i < in->count; i++) {
        add(b, ho_slice(in->value[i].path));
        add(b, in->value[i].text);
    }
    for (size_t i = 0; i < in->origin.asides; i++) {
        add(b, ho_slice(in->aside[i].path));
        add(b, in->aside[i].text);
    }
}

static void add_names(const struct handoff_origin *o, struct ho_buffer *b)
{
    add(b, ho_slice(o->event));
    add(b, ho_slice(o->form_id));
    add(b, ho_slice(o->submission_id));
}

enum handoff_status ho_origin_key(struct ho_input *in, const char **out,
                                  struct handoff_error *err)
{
    const struct handoff_origin *o = &in->origin;
    const bool named = o->submission_id[0] != '\0';
    struct ho_buffer *const b = &in->scratch;
    char hash[HO_SHA256_HEX];
    enum handoff_status status;

    ho_buffer_clear(b);
    if (named)
        add_names(o, b);
    else if (in->is_table)
        add_row(in, b);
    else
        add_sorted(in, b);
    status = ho_buffer_status(b, "the lead", err);
    if (status == HANDOFF_OK)
        status = ho_sha256_hex(ho_buffer_slice(b), hash, err);
    if (status != HANDOFF_OK)
        return status;
    ho_buffer_clear(b);
    ho_buffer_text(b, o->kind);
    ho_buffer_text(b, named ? ":id:" : ":content:");
    ho_buffer_text(b, hash);
    *out = ho_arena_copy(in->arena, ho_buffer_slice(b));
    return ho_buffer_status(b, "the lead", err);
}
