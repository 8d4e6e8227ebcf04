/* data.c - JSON as data for templates, and the public handoff_render */
#include <handoff/prompt.h>

#include <stdlib.h>

#include "prompt/template.h"

enum handoff_status ho_template_data(struct handoff_slice text, cJSON **out,
                                     struct handoff_error *err)
{
    if (text.len > HO_TEMPLATE_DATA)
        return ho_fail(err, HANDOFF_TOO_LARGE,
                       "the data of the template has %zu bytes, more than "
                       "%d; render it in parts",
                       text.len, HO_TEMPLATE_DATA);
    return ho_json_parse_as_written(text, out, err);
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
