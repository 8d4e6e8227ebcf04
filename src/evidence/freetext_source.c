/* freetext_source.c - a JSON source as "label: value" lines */
#include "evidence/freetext.h"

enum { LABEL_BYTES = 400 };

/* "hasCrm", "has_crm" and "has-crm" as "has crm"; a colon would end the
 * label. */
static void put_label(struct ho_buffer *out, const char *key)
{
    for (size_t i = 0; key[i]; i++) {
        const char c = key[i];
        const bool upper = c >= 'A' && c <= 'Z';
        const bool joint =
            i > 0 && upper && key[i - 1] >= 'a' && key[i - 1] <= 'z';

        if (joint)
            ho_buffer_byte(out, ' ');
        ho_buffer_byte(out, c == '_' || c == '-' || c == ':' || c == '\n' ? ' '
                            : joint ? (char)(c + 32)
                                    : c);
    }
}

static void put_scalar(struct ho_buffer *out, const cJSON *value)
{
    struct ho_writer w;

    if (cJSON_IsString(value)) {
        ho_buffer_text(out, value->valuestring);
    } else if (cJSON_IsBool(value)) {
        ho_buffer_text(out, cJSON_IsTrue(value) ? "yes" : "no");
    } else if (!cJSON_IsNull(value)) {
        ho_writer_init(&w, out, 0);
        ho_write_json(&w, NULL, value);
    }
}

static bool is_scalar(const cJSON *value)
{
    return !cJSON_IsObject(value) && !cJSON_IsArray(value);
}

static void put_line(struct ho_buffer *out, const char *label,
                     const cJSON *value)
{
    if (*label) {
        put_label(out, label);
        ho_buffer_text(out, ": ");
    }
    put_scalar(out, value);
    ho_buffer_byte(out, '\n');
}

static bool is_list(const cJSON *value)
{
    const cJSON *item;

    cJSON_ArrayForEach(item, value)
    {
        if (!is_scalar(item))
            return false;
    }
    return true;
}

/* {"label": "Team size", "value": 40} and its like are one field. */
static const char *own_label(const cJSON *object, const cJSON **value)
{
    static const char *const labels[] = { "label", "title", "question",
                                          "name",  "field", "key" };
    static const char *const values[] = { "value", "answer", "text", "values" };
    const char *label = NULL;

    *value = NULL;
    for (size_t i = 0; i < sizeof labels / sizeof *labels && !label; i++)
        label = ho_json_text(object, labels[i]);
    for (size_t i = 0; i < sizeof values / sizeof *values && !*value; i++)
        *value = ho_json_get(object, values[i]);
    return label && *value ? label : NULL;
}

/* Depth is bounded by the strict scanner's HO_JSON_DEPTH. */
static void put_value(struct ho_buffer *out, const char *label,
                      const cJSON *value)
{
    const cJSON *item, *inner;
    const char *own;

    if (is_scalar(value)) {
        put_line(out, label, value);
        return;
    }
    if (cJSON_IsArray(value) && is_list(value)) {
        put_label(out, label);
        ho_buffer_text(out, *label ? ": " : "");
        cJSON_ArrayForEach(item, value)
        {
            put_scalar(out, item);
            ho_buffer_text(out, item->next ? ", " : "");
        }
        ho_buffer_byte(out, '\n');
        return;
    }
    own = cJSON_IsObject(value) ? own_label(value, &inner) : NULL;
    if (own) {
        put_value(out, own, inner);
        return;
    }
    cJSON_ArrayForEach(item, value)
    {
        put_value(out, item->string ? item->string : label, item);
    }
}

void ho_source_lines(const cJSON *value, struct ho_buffer *out)
{
    put_value(out, "", value);
}
