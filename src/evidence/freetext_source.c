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

/* Where a value stands: its own key, and the object's that holds it. */
struct place {
    const char *of, *label;
};

/* Keys that only hold others and say nothing about them. */
static bool is_wrapper(const char *key)
{
    static const char *const keys[] = { "fields",     "custom_fields", "data",
                                        "lead",       "contact",       "form",
                                        "properties", "answers",       "values",
                                        "attributes", "payload",       "record",
                                        "submission" };

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcmp(key, keys[i]) == 0)
            return true;
    return false;
}

/* {"budget": {"approved": false}} is the field "budget approved". */
static void put_place(struct ho_buffer *out, const struct place *at)
{
    if (*at->of && !is_wrapper(at->of) && !strstr(at->label, at->of)) {
        put_label(out, at->of);
        ho_buffer_byte(out, ' ');
    }
    put_label(out, at->label);
    ho_buffer_text(out, *at->label ? ": " : "");
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

/* A value that says no, or nothing: it is known by either label. */
static bool is_nothing(const cJSON *value)
{
    return cJSON_IsFalse(value) || cJSON_IsNull(value) ||
           (cJSON_IsString(value) && *value->valuestring == '\0') ||
           (cJSON_IsArray(value) && cJSON_GetArraySize(value) == 0);
}

static void put_line(struct ho_buffer *out, const struct place *at,
                     const cJSON *value)
{
    const cJSON *item;

    put_place(out, at);
    if (!cJSON_IsArray(value))
        put_scalar(out, value);
    cJSON_ArrayForEach(item, value)
    {
        put_scalar(out, item);
        ho_buffer_text(out, item->next ? ", " : "");
    }
    ho_buffer_byte(out, '\n');
}

/* Depth is bounded by the strict scanner's HO_JSON_DEPTH. */
static void put_value(struct ho_buffer *out, const struct place *at,
                      const cJSON *value)
{
    const bool list = cJSON_IsArray(value);
    const cJSON *item, *inner;
    const char *own;

    if (is_scalar(value) || (list && is_list(value))) {
        put_line(out, at, value);
        if (*at->of && is_nothing(value))
            put_line(out, &(struct place){ "", at->label }, value);
        return;
    }
    own = cJSON_IsObject(value) ? own_label(value, &inner) : NULL;
    if (own) {
        put_value(out, &(struct place){ "", own }, inner);
        return;
    }
    cJSON_ArrayForEach(item, value)
    {
        const struct place inside = { list ? at->of : at->label,
                                      item->string ? item->string : at->label };

        put_value(out, &inside, item);
    }
}

void ho_source_lines(const cJSON *value, struct ho_buffer *out)
{
    put_value(out, &(struct place){ "", "" }, value);
}
