/* lead_data.c - handoff_prompt_data: one lead as data of a prompt */
#include <handoff/prompt.h>

#include "base/json.h"
#include "base/utf8.h"
#include "prompt/defuse.h"
#include "prompt/open.h"

enum {
    JSON_BYTES = 16 * 1024 * 1024, /* a lead has at most 1 MiB of its own */
    KNOWN_BYTES = 200, /* of a known value: enough to tell what is known */
    CUES_SHOWN = 6,    /* of a field: they are examples, not a lexicon */
    FENCE_MIN = 8,     /* shorter ones can be guessed, or stand in a text */
    FENCE_MAX = 64
};

struct data {
    const struct handoff_fields *fields;
    const struct handoff_lead *lead;
    const char *fence;
    struct ho_buffer out;
    struct ho_buffer text; /* the one being put together */
    struct ho_writer w;
};

/* Write the text that was put together, and start the next one. */
static void write_text(struct data *d, const char *key)
{
    ho_write_slice(&d->w, key, ho_buffer_slice(&d->text));
    if (d->out.failed == HANDOFF_OK)
        d->out.failed = d->text.failed;
    ho_buffer_clear(&d->text);
}

static void write_defused(struct data *d, const char *key,
                          struct handoff_slice s)
{
    ho_defuse(&d->text, s, d->fence);
    write_text(d, key);
}

/* On one line, so that a value cannot look like another one's line. */
static void write_line(struct data *d, const char *key, struct handoff_slice s)
{
    const struct handoff_slice part = ho_utf8_cut(s, KNOWN_BYTES);
    struct ho_buffer line;

    ho_buffer_init(&line, KNOWN_BYTES + 4);
    for (size_t i = 0; i < part.len; i++)
        ho_buffer_byte(&line,
                       (unsigned char)part.ptr[i] < ' ' ? ' ' : part.ptr[i]);
    if (part.len < s.len)
        ho_buffer_text(&line, " ...");
    if (d->text.failed == HANDOFF_OK)
        d->text.failed = line.failed;
    write_defused(d, key, ho_buffer_slice(&line));
    ho_buffer_release(&line);
}

/* --- fields ---------------------------------------------------------- */

static void write_known(struct data *d)
{
    ho_write_array(&d->w, "known");
    for (size_t i = 0; i < d->fields->count; i++) {
        const struct handoff_value *value =
            handoff_lead_settled(d->lead, (int)i);

        if (!value)
            continue;
        ho_write_object(&d->w, NULL);
        ho_write_text(&d->w, "name", d->fields->item[i].name);
        write_line(d, "value", value->text);
        ho_write_end_object(&d->w);
    }
    ho_write_end_array(&d->w);
}

static void write_words(struct data *d, const char *key,
                        const struct handoff_words *words)
{
    for (size_t i = 0; i < words->count && i < CUES_SHOWN; i++)
        ho_buffer_format(&d->text, "%s\"%s\"", i ? ", " : "", words->item[i]);
    write_text(d, key);
}

static void write_values(struct data *d, const struct handoff_field *field)
{
    for (size_t i = 0; i < field->value_count; i++)
        ho_buffer_format(&d->text, "%s%s", i ? ", " : "", field->value[i].name);
    write_text(d, "values");
}

static void write_field(struct data *d, const struct handoff_field *field,
                        bool last)
{
    ho_write_object(&d->w, NULL);
    ho_write_text(&d->w, "name", field->name);
    ho_write_text(&d->w, "type", handoff_type_name(field->type));
    ho_write_text(&d->w, "describe", field->describe ? field->describe : "");
    write_words(d, "cues", &field->cues);
    write_values(d, field);
    ho_write_text(&d->w, "example", field->example);
    ho_write_bool(&d->w, "last", last);
    ho_write_end_object(&d->w);
}

/* The open field at or after index, or count. */
static size_t next_open(const struct data *d, size_t index)
{
    while (index < d->fields->count &&
           !ho_field_is_open(d->fields, d->lead, index))
        index++;
    return index;
}

static void write_open(struct data *d)
{
    const size_t count = d->fields->count;
    size_t i = next_open(d, 0);

    ho_write_array(&d->w, "open");
    while (i < count) {
        const size_t next = next_open(d, i + 1);

        write_field(d, &d->fields->item[i], next == count);
        i = next;
    }
    ho_write_end_array(&d->w);
}

/* --- the lead -------------------------------------------------------- */

/* A short value that a label settles is told as known; free text may hold
 * more than the field it answers.  CRM and batch values are not the lead's
 * words. */
static bool is_lead_text(const struct data *d,
                         const struct handoff_value *value)
{
    if (value->source == HANDOFF_SOURCE_MESSAGE)
        return true;
    if (value->source != HANDOFF_SOURCE_FIELD)
        return false;
    return value->settles == HANDOFF_NO_FIELD ||
           d->fields->item[value->settles].type == HANDOFF_TYPE_TEXT;
}

static void write_lead(struct data *d)
{
    ho_write_array(&d->w, "lead");
    for (size_t i = 0; i < d->lead->count; i++) {
        const struct handoff_value *value = &d->lead->value[i];

        if (!is_lead_text(d, value))
            continue;
        ho_write_object(&d->w, NULL);
        write_line(d, "cite", ho_slice(value->cite));
        write_defused(d, "text", value->text);
        ho_write_end_object(&d->w);
    }
    ho_write_end_array(&d->w);
}

/* --- the worked example ---------------------------------------------- */

static bool ends_sentence(struct handoff_slice s)
{
    return s.len > 0 && strchr(".!?", s.ptr[s.len - 1]);
}

/* The open fields' examples as sentences; each stands in it letter for
 * letter, once.  True where there is any. */
static bool write_example_message(struct data *d)
{
    bool any = false;

    for (size_t i = next_open(d, 0); i < d->fields->count;
         i = next_open(d, i + 1)) {
        const struct handoff_slice words = ho_slice(d->fields->item[i].example);

        if (words.len == 0 ||
            ho_find(ho_buffer_slice(&d->text), 0, words) != SIZE_MAX)
            continue;
        if (any)
            ho_buffer_byte(&d->text, ' ');
        ho_buffer_add(&d->text, words);
        if (!ends_sentence(words))
            ho_buffer_byte(&d->text, '.');
        any = true;
    }
    write_text(d, "example_message");
    return any;
}

/* What the reply schema asks for, key by key.  The example's lane is enrich:
 * whatever its message says, it leaves something open. */
static void write_example_reply(struct data *d, bool any)
{
    struct ho_writer w;

    ho_writer_init(&w, &d->text, 0);
    if (any)
        ho_write_object(&w, NULL);
    for (size_t i = next_open(d, 0); any && i < d->fields->count;
         i = next_open(d, i + 1)) {
        const struct handoff_field *field = &d->fields->item[i];
        const bool stated = field->example && field->example[0];

        ho_write_text(&w, field->name, stated ? field->example : NULL);
    }
    if (any) {
        ho_write_array(&w, "inferred");
        ho_write_end_array(&w);
        ho_write_text(&w, "lane", "enrich");
        ho_write_text(&w, "action", "ask for what is missing");
        ho_write_end_object(&w);
    }
    write_text(d, "example_reply");
}

/* --- all of it ------------------------------------------------------- */

static enum handoff_status check_fence(const char *fence,
                                       struct handoff_error *err)
{
    const size_t len = strlen(fence);
    const char *const allowed = "abcdefghijklmnopqrstuvwxyz0123456789-"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    if (len >= FENCE_MIN && len <= FENCE_MAX && strspn(fence, allowed) == len)
        return HANDOFF_OK;
    return ho_fail(err, HANDOFF_USAGE,
                   "the fence of a prompt has %d to %d letters, digits or "
                   "\"-\"; give it a random word of that form",
                   FENCE_MIN, FENCE_MAX);
}

enum handoff_status handoff_prompt_data(const struct handoff_fields *fields,
                                        const struct handoff_lead *lead,
                                        const char *fence, char **json,
                                        struct handoff_error *err)
{
    struct data d = { .fields = fields, .lead = lead, .fence = fence };
    enum handoff_status status = check_fence(fence, err);

    if (status != HANDOFF_OK)
        return status;
    ho_buffer_init(&d.out, JSON_BYTES);
    ho_buffer_init(&d.text, JSON_BYTES);
    ho_writer_init(&d.w, &d.out, 0);
    ho_write_object(&d.w, NULL);
    write_known(&d);
    write_open(&d);
    ho_write_text(&d.w, "fence", fence);
    write_lead(&d);
    write_example_reply(&d, write_example_message(&d));
    ho_write_end_object(&d.w);
    status = ho_buffer_take(&d.out, "the prompt of one lead", json, NULL, err);
    ho_buffer_release(&d.text);
    return status;
}
