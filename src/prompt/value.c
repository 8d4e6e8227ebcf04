/* value.c - see prompt/value.h */
#include "prompt/value.h"

enum { KEYS_PER_STEP = 16 };

static bool is_key(const cJSON *item, struct handoff_slice name)
{
    return item->string && strncmp(item->string, name.ptr, name.len) == 0 &&
           item->string[name.len] == '\0';
}

static const cJSON *find_key(const cJSON *object, struct handoff_slice name,
                             uint64_t *steps)
{
    const cJSON *item = cJSON_IsObject(object) ? object->child : NULL;
    size_t seen = 0;

    while (item && !is_key(item, name)) {
        item = item->next;
        seen++;
    }
    *steps += 1 + seen / KEYS_PER_STEP;
    return item;
}

struct handoff_slice ho_next_name(struct handoff_slice *rest)
{
    const char *dot = memchr(rest->ptr, '.', rest->len);
    const size_t len = dot ? (size_t)(dot - rest->ptr) : rest->len;
    const struct handoff_slice name = ho_part(*rest, 0, len);

    *rest = ho_part(*rest, dot ? len + 1 : len, rest->len);
    return name;
}

const cJSON *ho_scope_find(const struct ho_scope *scope,
                           struct handoff_slice name, uint64_t *steps)
{
    const cJSON *value = NULL;
    struct handoff_slice first;

    if (ho_slice_is(name, "."))
        return scope->value;
    first = ho_next_name(&name);
    for (; scope && !value; scope = scope->up)
        value = find_key(scope->value, first, steps);
    while (value && name.len > 0)
        value = find_key(value, ho_next_name(&name), steps);
    return value;
}

bool ho_value_is_false(const cJSON *value)
{
    return !value || cJSON_IsFalse(value) || cJSON_IsNull(value) ||
           (cJSON_IsArray(value) && !value->child) ||
           (cJSON_IsString(value) && value->valuestring[0] == '\0');
}

static const char *html(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

static void write_escaped(struct ho_buffer *out, struct handoff_slice s,
                          enum handoff_escape escape)
{
    size_t start = 0;

    for (size_t i = 0; escape == HANDOFF_ESCAPE_HTML && i < s.len; i++) {
        const char *entity = html(s.ptr[i]);

        if (!entity)
            continue;
        ho_buffer_add(out, ho_part(s, start, i));
        ho_buffer_text(out, entity);
        start = i + 1;
    }
    ho_buffer_add(out, ho_part(s, start, s.len));
}

static void write_json(struct ho_buffer *out, const cJSON *value)
{
    struct ho_writer w;

    ho_writer_init(&w, out, 0);
    ho_write_json(&w, NULL, value);
}

static void write_container(struct ho_buffer *out, const cJSON *value,
                            enum handoff_escape escape)
{
    struct ho_buffer json;

    ho_buffer_init(&json, out->limit);
    write_json(&json, value);
    if (json.failed != HANDOFF_OK && out->failed == HANDOFF_OK)
        out->failed = json.failed;
    write_escaped(out, ho_buffer_slice(&json), escape);
    ho_buffer_release(&json);
}

void ho_value_write(struct ho_buffer *out, const cJSON *value,
                    enum handoff_escape escape)
{
    if (cJSON_IsString(value))
        write_escaped(out, ho_slice(value->valuestring), escape);
    else if (cJSON_IsObject(value) || cJSON_IsArray(value))
        write_container(out, value, escape);
    else if (value && !cJSON_IsNull(value))
        write_json(out, value);
}
