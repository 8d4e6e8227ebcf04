/* data.c - JSON as data for templates, and the public handoff_render */
#include <handoff/prompt.h>

#include <stdlib.h>

#include "prompt/template.h"

/* Where the numbers stand, in document order. */
struct numbers {
    struct handoff_slice text;
    struct handoff_slice *item;
    size_t count, room;
    bool failed;
};

static void note_number(void *user, size_t start, size_t end)
{
    struct numbers *n = user;
    const struct handoff_slice s = ho_part(n->text, start, end);

    if (s.ptr[0] != '-' && (s.ptr[0] < '0' || s.ptr[0] > '9'))
        return;
    if (n->count == n->room && !n->failed) {
        const size_t room = n->room ? 2 * n->room : 64;
        void *grown = realloc(n->item, room * sizeof *n->item);

        n->failed = grown == NULL;
        if (grown) {
            n->item = grown;
            n->room = room;
        }
    }
    if (!n->failed)
        n->item[n->count++] = s;
}

/* ho_json_number_text gives it back; cJSON frees it with the node. */
static void keep_text(cJSON *number, struct numbers *n,
                      struct handoff_slice text)
{
    if (number->valuestring)
        return;
    number->valuestring = cJSON_malloc(text.len + 1);
    if (!number->valuestring) {
        n->failed = true;
        return;
    }
    memcpy(number->valuestring, text.ptr, text.len);
    number->valuestring[text.len] = '\0';
}

static void keep_texts(cJSON *node, struct numbers *n, size_t *next)
{
    for (; node; node = node->next) {
        if (cJSON_IsNumber(node))
            keep_text(node, n, n->item[(*next)++]);
        keep_texts(node->child, n, next);
    }
}

enum handoff_status ho_template_data(struct handoff_slice text, cJSON **out,
                                     struct handoff_error *err)
{
    struct numbers numbers = { .text = text };
    const struct ho_json_observer observer = { note_number, &numbers };
    enum handoff_status status;
    cJSON *root = NULL;
    size_t next = 0;

    if (text.len > HO_TEMPLATE_DATA)
        return ho_fail(err, HANDOFF_TOO_LARGE,
                       "the data of the template has %zu bytes, more than "
                       "%d; render it in parts",
                       text.len, HO_TEMPLATE_DATA);
    status = ho_json_scan(text, &observer, err);
    if (status == HANDOFF_OK && numbers.failed)
        status = ho_no_memory(err);
    if (status == HANDOFF_OK)
        status = ho_json_parse(text, &root, err);
    if (status == HANDOFF_OK) {
        keep_texts(root, &numbers, &next);
        if (numbers.failed)
            status = ho_no_memory(err);
    }
    if (status == HANDOFF_OK)
        *out = root;
    else
        cJSON_Delete(root);
    free(numbers.item);
    return status;
}

enum handoff_status handoff_render(
    struct handoff_slice template_text, struct handoff_slice data,
    const struct handoff_template_options *options,
    const struct handoff_partials *partials, char **text, size_t *len,
    struct handoff_error *err)
{
    struct ho_template *t = NULL;
    cJSON *root = NULL;
    struct ho_buffer out;
    enum handoff_status status = ho_template_parse("", template_text, &t, err);

    ho_buffer_init(&out, HO_RENDER_BYTES);
    if (status == HANDOFF_OK)
        status = ho_template_data(data, &root, err);
    if (status == HANDOFF_OK)
        status = ho_template_render(t, root, options, partials, &out, err);
    if (status == HANDOFF_OK)
        status = ho_buffer_take(&out, "the rendered text", text, len, err);
    ho_buffer_release(&out);
    cJSON_Delete(root);
    ho_template_free(t);
    return status;
}
