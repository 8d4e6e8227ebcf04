/* reply_schema.c - handoff_reply_schema: what a model may answer
 *
 * Only what every server reads the same way is used: closed objects, every
 * key required, null by union, enums, maxItems.  Lengths are not limited in
 * the schema (some servers cannot) but by max_tokens, and checked afterwards.
 */
#include <handoff/prompt.h>

#include <limits.h>

#include "base/json.h"
#include "prompt/open.h"

enum {
    SCHEMA_BYTES = 1024 * 1024,
    INFERRED_MAX = 4,
    /* Tokens, generously: a token is at least two bytes of English, and at
     * most two tokens make one character of any other script.
     *
     *   max_tokens = TOKENS_FRAME
     *              + for each open field  TOKENS_KEY + name / 2 + words
     *              + INFERRED_MAX * (TOKENS_INFERRED + longest name / 2)
     *
     * where words is TOKENS_TEXT for a field of type text, else
     * TOKENS_WORDS. */
    TOKENS_FRAME = 160, /* braces, lane, action, white space of grammars */
    TOKENS_KEY = 12,
    TOKENS_TEXT = 160,
    TOKENS_WORDS = 64,
    TOKENS_INFERRED = 240
};

static const char *const own_keys[] = { "inferred", "lane", "action" };
static const char *const lanes[] = { "pursue", "nurture", "enrich", "skip" };
static const char *const inferred_keys[] = { "field", "quote", "value", "why" };

#define COUNT(array) (sizeof(array) / sizeof *(array))

struct schema {
    const struct handoff_fields *fields;
    const struct handoff_lead *lead;
    struct ho_writer w;
    size_t open;         /* fields */
    size_t tokens;       /* of the open fields */
    size_t longest_name; /* bytes */
};

static size_t tokens_of(const struct handoff_field *field)
{
    return TOKENS_KEY + strlen(field->name) / 2 +
           (field->type == HANDOFF_TYPE_TEXT ? TOKENS_TEXT : TOKENS_WORDS);
}

static enum handoff_status measure(struct schema *s, struct handoff_error *err)
{
    for (size_t i = 0; i < s->fields->count; i++) {
        const struct handoff_field *field = &s->fields->item[i];
        const size_t name = strlen(field->name);

        for (size_t k = 0; k < COUNT(own_keys); k++)
            if (strcmp(field->name, own_keys[k]) == 0)
                return ho_fail_at(err, HANDOFF_BAD_POLICY, field->line, 0,
                                  "the reply has a key \"%s\" of its own; "
                                  "give the field another name",
                                  own_keys[k]);
        if (!ho_field_is_open(s->fields, s->lead, i))
            continue;
        s->open++;
        s->longest_name = name > s->longest_name ? name : s->longest_name;
        s->tokens += tokens_of(field);
    }
    return HANDOFF_OK;
}

static int as_limit(size_t tokens)
{
    return tokens < INT_MAX ? (int)tokens : INT_MAX;
}

static int max_tokens_of(const struct schema *s)
{
    size_t tokens = TOKENS_FRAME + s->tokens;

    if (s->open > 0)
        tokens += INFERRED_MAX * (TOKENS_INFERRED + s->longest_name / 2);
    return as_limit(tokens);
}

/* --- parts ----------------------------------------------------------- */

static void begin_closed(struct ho_writer *w, const char *key)
{
    ho_write_object(w, key);
    ho_write_text(w, "type", "object");
    ho_write_bool(w, "additionalProperties", false);
}

static void write_nullable(struct ho_writer *w)
{
    ho_write_array(w, "type");
    ho_write_text(w, NULL, "string");
    ho_write_text(w, NULL, "null");
    ho_write_end_array(w);
}

static void write_open_names(struct schema *s)
{
    for (size_t i = 0; i < s->fields->count; i++)
        if (ho_field_is_open(s->fields, s->lead, i))
            ho_write_text(&s->w, NULL, s->fields->item[i].name);
}

static void write_required(struct schema *s)
{
    ho_write_array(&s->w, "required");
    write_open_names(s);
    for (size_t k = s->open > 0 ? 0 : 1; k < COUNT(own_keys); k++)
        ho_write_text(&s->w, NULL, own_keys[k]);
    ho_write_end_array(&s->w);
}

static void write_property(struct ho_writer *w,
                           const struct handoff_field *field)
{
    ho_write_object(w, field->name);
    write_nullable(w);
    if (field->describe && field->describe[0])
        ho_write_text(w, "description", field->describe);
    ho_write_end_object(w);
}

static void write_fields(struct schema *s)
{
    for (size_t i = 0; i < s->fields->count; i++) {
        const struct handoff_field *field = &s->fields->item[i];

        if (ho_field_is_open(s->fields, s->lead, i))
            write_property(&s->w, field);
    }
}

static void write_inferred_item(struct schema *s)
{
    struct ho_writer *w = &s->w;

    begin_closed(w, "items");
    ho_write_array(w, "required");
    for (size_t k = 0; k < COUNT(inferred_keys); k++)
        ho_write_text(w, NULL, inferred_keys[k]);
    ho_write_end_array(w);
    ho_write_object(w, "properties");
    for (size_t k = 0; k < COUNT(inferred_keys); k++) {
        ho_write_object(w, inferred_keys[k]);
        ho_write_text(w, "type", "string");
        if (k == 0) {
            ho_write_array(w, "enum");
            write_open_names(s);
            ho_write_end_array(w);
        }
        ho_write_end_object(w);
    }
    ho_write_end_object(w);
    ho_write_end_object(w);
}

static void write_inferred(struct schema *s)
{
    ho_write_object(&s->w, "inferred");
    ho_write_text(&s->w, "type", "array");
    ho_write_integer(&s->w, "maxItems", INFERRED_MAX);
    write_inferred_item(s);
    ho_write_end_object(&s->w);
}

static void write_suggestion(struct ho_writer *w)
{
    ho_write_object(w, "lane");
    write_nullable(w);
    ho_write_array(w, "enum");
    for (size_t i = 0; i < COUNT(lanes); i++)
        ho_write_text(w, NULL, lanes[i]);
    ho_write_null(w, NULL);
    ho_write_end_array(w);
    ho_write_end_object(w);
    ho_write_object(w, "action");
    write_nullable(w);
    ho_write_end_object(w);
}

enum handoff_status handoff_reply_schema(const struct handoff_fields *fields,
                                         const struct handoff_lead *lead,
                                         char **json, int *max_tokens,
                                         struct handoff_error *err)
{
    struct schema s = { .fields = fields, .lead = lead };
    enum handoff_status status = measure(&s, err);
    struct ho_buffer out;

    if (status != HANDOFF_OK)
        return status;
    ho_buffer_init(&out, SCHEMA_BYTES);
    ho_writer_init(&s.w, &out, 0);
    begin_closed(&s.w, NULL);
    write_required(&s);
    ho_write_object(&s.w, "properties");
    write_fields(&s);
    if (s.open > 0)
        write_inferred(&s);
    write_suggestion(&s.w);
    ho_write_end_object(&s.w);
    ho_write_end_object(&s.w);
    status = ho_buffer_take(&out, "the reply schema", json, NULL, err);
    if (status == HANDOFF_OK)
        *max_tokens = max_tokens_of(&s);
    return status;
}

enum handoff_status handoff_reask_schema(const struct handoff_fields *fields,
                                         const struct handoff_failed *failed,
                                         size_t count, char **json,
                                         int *max_tokens,
                                         struct handoff_error *err)
{
    size_t tokens = TOKENS_FRAME;
    struct ho_buffer out;
    struct ho_writer w;
    enum handoff_status status;

    ho_buffer_init(&out, SCHEMA_BYTES);
    ho_writer_init(&w, &out, 0);
    begin_closed(&w, NULL);
    ho_write_array(&w, "required");
    for (size_t i = 0; i < count; i++)
        ho_write_text(&w, NULL, fields->item[failed[i].field].name);
    ho_write_end_array(&w);
    ho_write_object(&w, "properties");
    for (size_t i = 0; i < count; i++) {
        write_property(&w, &fields->item[failed[i].field]);
        tokens += tokens_of(&fields->item[failed[i].field]);
    }
    ho_write_end_object(&w);
    ho_write_end_object(&w);
    status =
        ho_buffer_take(&out, "the schema of a second reply", json, NULL, err);
    if (status == HANDOFF_OK)
        *max_tokens = as_limit(tokens);
    return status;
}
