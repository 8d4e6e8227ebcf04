/* key.c - what names a submission; see <handoff/lead.h> */
#include "intake/input.h"

#include <stdlib.h>

#include "base/buffer.h"
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
static void add_content(struct ho_input *in, struct ho_buffer *b)
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

enum handoff_status ho_origin_key(struct ho_input *in, const char **out,
                                  struct handoff_error *err)
{
    const struct handoff_origin *o = &in->origin;
    const bool named = o->submission_id[0] != '\0';
    char hash[HO_SHA256_HEX];
    enum handoff_status status;
    struct ho_buffer b;

    ho_buffer_init(&b, 8 * HANDOFF_INTAKE_RECORD);
    if (named) {
        add(&b, ho_slice(o->event));
        add(&b, ho_slice(o->form_id));
        add(&b, ho_slice(o->submission_id));
    } else {
        add_content(in, &b);
    }
    status = ho_buffer_status(&b, "the lead", err);
    if (status == HANDOFF_OK)
        status = ho_sha256_hex(ho_buffer_slice(&b), hash, err);
    if (status == HANDOFF_OK)
        *out = ho_arena_format(in->arena, "%s:%s:%s", o->kind,
                               named ? "id" : "content", hash);
    ho_buffer_release(&b);
    return status;
}
