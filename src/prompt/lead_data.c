/* lead_data.c - handoff_prompt_data: one lead as data of a prompt */
#include <handoff/prompt.h>

#include "base/json.h"
#include "base/utf8.h"
#include "evidence/nearest.h"
#include "evidence/phrase.h"
#include "intake/settled.h"
#include "prompt/defuse.h"
#include "prompt/open.h"

enum {
    JSON_BYTES = 16 * 1024 * 1024, /* a lead has at most 1 MiB of its own */
    KNOWN_BYTES = 200, /* of a known value: enough to tell what is known */
    NEAR_BYTES = 400,  /* of a clause that is shown in a re-ask */
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
static void write_cut(struct data *d, const char *key, struct handoff_slice s,
                      size_t max)
{
    const struct handoff_slice part = ho_utf8_cut(s, max);
    struct ho_buffer line;

    ho_buffer_init(&line, max + 4);
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

static void write_line(struct data *d, const char *key, struct handoff_slice s)
{
    write_cut(d, key, s, KNOWN_BYTES);
}

static void write_settled(struct data *d, const char *key, int field,
                          const struct handoff_value *value)
{
    struct ho_buffer all;

    if (value->part == 0) {
        write_line(d, key, value->text);
        return;
    }
    ho_buffer_init(&all, HANDOFF_INTAKE_FILE);
    ho_settled_text(d->lead, field, &all);
    if (d->text.failed == HANDOFF_OK)
        d->text.failed = all.failed;
    write_line(d, key, ho_buffer_slice(&all));
    ho_buffer_release(&all);
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
        write_settled(d, "value", (int)i, value);
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

static void describe_field(struct data *d, const struct handoff_field *field)
{
    ho_write_text(&d->w, "name", field->name);
    ho_write_text(&d->w, "type", handoff_type_name(field->type));
    ho_write_text(&d->w, "describe", field->describe ? field->describe : "");
    write_words(d, "cues", &field->cues);
    write_values(d, field);
}

static void write_field(struct data *d, const struct handoff_field *field,
                        bool last)
{
    ho_write_object(&d->w, NULL);
    describe_field(d, field);
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

static void write_lead(struct data *d, bool whole)
{
    ho_write_array(&d->w, "lead");
    for (size_t i = 0; i < d->lead->count; i++) {
        const struct handoff_value *value = &d->lead->value[i];

        if (!whole || !is_lead_text(d, value))
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
    write_lead(&d, true);
    write_example_reply(&d, write_example_message(&d));
    ho_write_end_object(&d.w);
    status = ho_buffer_take(&d.out, "the prompt of one lead", json, NULL, err);
    ho_buffer_release(&d.text);
    return status;
}

/* --- asking again ---------------------------------------------------- */

/* The clause of the lead's words that is most like what was said. */
static enum handoff_status find_alike(const struct data *d, const char *said,
                                      struct handoff_slice *near,
                                      const char **cite,
                                      struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;
    size_t best = 0;

    for (size_t i = 0; i < d->lead->count && status == HANDOFF_OK; i++) {
        const struct handoff_value *value = &d->lead->value[i];
        struct handoff_slice clause;
        size_t score = 0;

        if (!is_lead_text(d, value))
            continue;
        status = ho_nearest(value->text, ho_slice(said), &clause, &score, err);
        if (status != HANDOFF_OK || score <= best)
            continue;
        best = score;
        *near = clause;
        *cite = value->cite;
    }
    return status;
}

/* The phrase with which a text speaks of the field. */
static enum handoff_status find_cue(const struct handoff_field *field,
                                    struct handoff_slice text,
                                    struct ho_phrase_hit *hit,
                                    struct handoff_error *err)
{
    enum handoff_status status = ho_find_phrase(text, &field->cues, hit, err);

    for (size_t i = 0;
         i < field->value_count && status == HANDOFF_OK && !hit->found; i++)
        status = ho_find_phrase(text, &field->value[i].cues, hit, err);
    if (status == HANDOFF_OK && !hit->found)
        status = ho_find_phrase(text, &field->hints, hit, err);
    return status;
}

/* The first clause that speaks of the field. */
static enum handoff_status find_topic(const struct data *d,
                                      const struct handoff_field *field,
                                      struct handoff_slice *near,
                                      const char **cite,
                                      struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;
    struct ho_phrase_hit hit = { 0 };

    for (size_t i = 0; i < d->lead->count && status == HANDOFF_OK && !hit.found;
         i++) {
        const struct handoff_value *value = &d->lead->value[i];

        if (!is_lead_text(d, value))
            continue;
        status = find_cue(field, value->text, &hit, err);
        if (status != HANDOFF_OK || !hit.found)
            continue;
        *near = handoff_clause(value->text, hit.from, hit.to);
        *cite = value->cite;
    }
    return status;
}

static void write_near(struct data *d, struct handoff_slice clause,
                       const char *cite)
{
    ho_write_object(&d->w, NULL);
    write_line(d, "cite", ho_slice(cite));
    write_cut(d, "text", clause, NEAR_BYTES);
    ho_write_end_object(&d->w);
}

/* *lost: there is nothing near, so that only the whole text can help. */
static enum handoff_status write_nears(struct data *d,
                                       const struct handoff_failed *failed,
                                       bool *lost, struct handoff_error *err)
{
    struct handoff_slice alike = { NULL, 0 }, topic = { NULL, 0 };
    const char *alike_cite = "", *topic_cite = "";
    enum handoff_status status =
        find_alike(d, failed->said, &alike, &alike_cite, err);

    if (status == HANDOFF_OK)
        status = find_topic(d, &d->fields->item[failed->field], &topic,
                            &topic_cite, err);
    if (status != HANDOFF_OK)
        return status;
    ho_write_array(&d->w, "near");
    if (alike.len > 0)
        write_near(d, alike, alike_cite);
    if (topic.len > 0 && topic.ptr != alike.ptr)
        write_near(d, topic, topic_cite);
    ho_write_end_array(&d->w);
    *lost = alike.len + topic.len == 0;
    return HANDOFF_OK;
}

static bool is_left_out(const struct handoff_failed *failed)
{
    return failed->code == HANDOFF_FINDING_MISSING_KEY ||
           failed->code == HANDOFF_FINDING_REPLY_UNREADABLE;
}

static enum handoff_status write_failed(struct data *d,
                                        const struct handoff_failed *failed,
                                        size_t count, bool *whole,
                                        struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    ho_write_array(&d->w, "failed");
    for (size_t i = 0; i < count && status == HANDOFF_OK; i++) {
        bool lost = false;

        ho_write_object(&d->w, NULL);
        describe_field(d, &d->fields->item[failed[i].field]);
        ho_write_bool(&d->w, "last", i + 1 == count);
        write_line(d, "said", ho_slice(failed[i].said));
        ho_write_text(&d->w, "problem",
                      handoff_finding_meaning(failed[i].code));
        status = write_nears(d, &failed[i], &lost, err);
        ho_write_end_object(&d->w);
        *whole = *whole || lost || is_left_out(&failed[i]);
    }
    ho_write_end_array(&d->w);
    return status;
}

enum handoff_status handoff_reask_data(const struct handoff_fields *fields,
                                       const struct handoff_lead *lead,
                                       const char *fence,
                                       const struct handoff_failed *failed,
                                       size_t count, const char *unreadable,
                                       char **json, struct handoff_error *err)
{
    struct data d = { .fields = fields, .lead = lead, .fence = fence };
    enum handoff_status status = check_fence(fence, err);
    bool whole = false;

    if (status != HANDOFF_OK)
        return status;
    ho_buffer_init(&d.out, JSON_BYTES);
    ho_buffer_init(&d.text, JSON_BYTES);
    ho_writer_init(&d.w, &d.out, 0);
    ho_write_object(&d.w, NULL);
    write_line(&d, "unreadable", ho_slice(unreadable));
    status = write_failed(&d, failed, count, &whole, err);
    ho_write_text(&d.w, "fence", fence);
    write_lead(&d, whole);
    ho_write_end_object(&d.w);
    if (status == HANDOFF_OK)
        status = ho_buffer_take(&d.out, "a question about failed fields", json,
                                NULL, err);
    ho_buffer_release(&d.out);
    ho_buffer_release(&d.text);
    return status;
}
