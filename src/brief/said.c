/* said.c - see brief/said.h */
#include "brief/said.h"

enum { NUMBER_BYTES = 128, QUOTES = 4 /* of one claim's evidence */ };

struct reader {
    struct ho_arena *arena;
    const struct handoff_fields *fields;
    struct ho_said_list *out;
    size_t claims, inferred;
    enum handoff_status failed;
};

static void add(struct reader *r, struct ho_said said)
{
    const bool is_inferred = said.class == HANDOFF_INFERRED;
    struct ho_said *slot;

    if (is_inferred ? r->inferred >= HO_SAID_INFERRED
                    : r->claims >= HO_SAID_CLAIMS) {
        r->out->left_out++;
        return;
    }
    *(is_inferred ? &r->inferred : &r->claims) += 1;
    slot = ho_arena_push(r->arena, &r->out->item, &r->out->count, sizeof *slot);
    if (slot)
        *slot = said;
}

static int find_field(const struct reader *r, const char *name)
{
    return name ? handoff_field_find(r->fields, ho_slice(name))
                : HANDOFF_NO_FIELD;
}

/* A value's text: 12 and true are as good as "12" and "true". */
static const char *value_text(struct reader *r, const cJSON *value)
{
    struct ho_buffer text;
    struct ho_writer w;
    const char *out;

    if (cJSON_IsString(value))
        return value->valuestring;
    if (!cJSON_IsNumber(value) && !cJSON_IsBool(value))
        return NULL;
    ho_buffer_init(&text, NUMBER_BYTES);
    ho_writer_init(&w, &text, 0);
    ho_write_json(&w, NULL, value);
    out = ho_arena_copy(r->arena, ho_buffer_slice(&text));
    if (r->failed == HANDOFF_OK)
        r->failed = text.failed;
    ho_buffer_release(&text);
    return out;
}

static bool is_plain(const cJSON *node)
{
    return !node || cJSON_IsNull(node) || cJSON_IsString(node);
}

/* A status of its own can only lower what the reply claims. */
static enum handoff_class lowered(enum handoff_class class, const cJSON *item)
{
    const char *status = ho_json_text(item, "status");

    if (!status || class == HANDOFF_UNKNOWN)
        return class;
    if (strcmp(status, handoff_class_name(HANDOFF_UNKNOWN)) == 0)
        return HANDOFF_UNKNOWN;
    return strcmp(status, handoff_class_name(HANDOFF_EXPLICIT)) == 0
               ? class
               : HANDOFF_INFERRED;
}

/* "role", or [{"field": "role"}] */
static int read_basis(const struct reader *r, const cJSON *item)
{
    const cJSON *basis = ho_json_get(item, "basis");

    if (cJSON_IsArray(basis))
        basis = basis->child;
    return find_field(r, cJSON_IsString(basis) ? basis->valuestring
                                               : ho_json_text(basis, "field"));
}

/* One entry for each quote of [{"quote": ...}, ...] or ["...", ...]. */
static bool add_evidence(struct reader *r, struct ho_said said,
                         const cJSON *evidence)
{
    const cJSON *item;
    int count = 0;

    cJSON_ArrayForEach(item, evidence)
    {
        said.quote = cJSON_IsString(item) ? item->valuestring
                                          : ho_json_text(item, "quote");
        if (!said.quote)
            continue;
        if (count++ < QUOTES)
            add(r, said);
        else
            r->out->left_out++;
    }
    return count > 0;
}

/* {"quote", "value"} under the name of its field. */
static void add_object(struct reader *r, const char *name, const cJSON *item,
                       enum handoff_class class)
{
    const cJSON *quote = ho_json_get(item, "quote");
    const cJSON *value = ho_json_get(item, "value");
    const char *why = ho_json_text(item, "why");
    struct ho_said said = { .class = lowered(class, item),
                            .field = find_field(r, name),
                            .basis = read_basis(r, item),
                            .name = name ? name : "",
                            .quote = ho_json_text(item, "quote"),
                            .value = value_text(r, value),
                            .why = why ? why : ho_json_text(item, "reason") };

    said.unfit = !name || !is_plain(quote) || cJSON_IsObject(value) ||
                 cJSON_IsArray(value);
    if (!quote && add_evidence(r, said, ho_json_get(item, "evidence")))
        return;
    if (!said.unfit && said.class == HANDOFF_EXPLICIT && !said.quote &&
        !said.value)
        said.class = HANDOFF_UNKNOWN;
    add(r, said);
}

/* A field's key: words, null or an object of its own. */
static void add_keyed(struct reader *r, const cJSON *item,
                      enum handoff_class class)
{
    struct ho_said said = { .class = class,
                            .field = find_field(r, item->string),
                            .basis = HANDOFF_NO_FIELD,
                            .name = item->string };

    if (cJSON_IsObject(item)) {
        add_object(r, item->string, item, class);
        return;
    }
    if (cJSON_IsNull(item))
        said.class = HANDOFF_UNKNOWN;
    else if (cJSON_IsString(item))
        said.quote = item->valuestring;
    else
        said.unfit = true;
    add(r, said);
}

static void add_listed(struct reader *r, const cJSON *item,
                       enum handoff_class class)
{
    const char *name =
        cJSON_IsString(item) ? item->valuestring : ho_json_text(item, "field");

    if (cJSON_IsObject(item))
        add_object(r, name, item, class);
    else
        add(r, (struct ho_said){ .class = class,
                                 .field = find_field(r, name),
                                 .basis = HANDOFF_NO_FIELD,
                                 .name = name ? name : "",
                                 .unfit = class != HANDOFF_UNKNOWN || !name });
}

/* A list of items, or an object of them by field.  What else stands in its
 * place is no empty list: it says something that cannot be read. */
static void add_group(struct reader *r, const cJSON *group,
                      enum handoff_class class)
{
    const cJSON *item;

    if (group && !cJSON_IsNull(group) && !cJSON_IsArray(group) &&
        !cJSON_IsObject(group))
        add(r, (struct ho_said){ .class = class,
                                 .field = HANDOFF_NO_FIELD,
                                 .basis = HANDOFF_NO_FIELD,
                                 .name = group->string,
                                 .quote = cJSON_GetStringValue(group),
                                 .unfit = true });
    cJSON_ArrayForEach(item, group)
    {
        if (cJSON_IsObject(group))
            add_keyed(r, item, class);
        else
            add_listed(r, item, class);
    }
}

static bool is_own_key(const char *key)
{
    return strcmp(key, "inferred") == 0 || strcmp(key, "lane") == 0 ||
           strcmp(key, "action") == 0;
}

static bool has_lists(const struct handoff_fields *fields, const cJSON *reply)
{
    const char *const key = handoff_class_name(HANDOFF_EXPLICIT);
    const cJSON *list = ho_json_get(reply, key);

    return (cJSON_IsArray(list) || cJSON_IsObject(list)) &&
           handoff_field_find(fields, ho_slice(key)) == HANDOFF_NO_FIELD;
}

enum handoff_status ho_said_read(struct ho_arena *arena,
                                 const struct handoff_fields *fields,
                                 const cJSON *reply, struct ho_said_list *out,
                                 struct handoff_error *err)
{
    struct reader r = { .arena = arena, .fields = fields, .out = out };
    const cJSON *item;

    *out = (struct ho_said_list){ .lists = has_lists(fields, reply) };
    if (out->lists) {
        add_group(&r, ho_json_get(reply, "explicit"), HANDOFF_EXPLICIT);
        add_group(&r, ho_json_get(reply, "unknown"), HANDOFF_UNKNOWN);
    }
    cJSON_ArrayForEach(item, reply)
    {
        /* beside lists only a field's own key claims anything */
        if (!is_own_key(item->string) &&
            (!out->lists || find_field(&r, item->string) != HANDOFF_NO_FIELD))
            add_keyed(&r, item, HANDOFF_EXPLICIT);
    }
    add_group(&r, ho_json_get(reply, "inferred"), HANDOFF_INFERRED);
    return r.failed == HANDOFF_OK
               ? HANDOFF_OK
               : ho_fail(err, r.failed, "a number of the reply is too long");
}
