/* submission.c - leads as intake hands it over; see <handoff/lead.h> */
#include <handoff/clock.h>
#include <handoff/lead.h>

#include "base/json.h"

enum { OUTPUT_BYTES = 1 << 30, SHOWN = 160 /* bytes of a text on a line */ };

static const char *const aside_word[] = {
#define X(name, word) [HANDOFF_ASIDE_##name] = word,
    HANDOFF_ASIDE_MAP(X)
#undef X
};

static const struct {
    const char *code, *text;
} warning[] = {
#define X(name, word, text) [HANDOFF_WARNING_##name] = { word, text },
    HANDOFF_WARNING_MAP(X)
#undef X
};

static const char *const source_word[] = { [HANDOFF_SOURCE_FIELD] = "field",
                                           [HANDOFF_SOURCE_MESSAGE] = "message",
                                           [HANDOFF_SOURCE_CRM] = "crm",
                                           [HANDOFF_SOURCE_BATCH] = "batch" };

/* --- JSON ------------------------------------------------------------------
 */

static void write_value(struct ho_writer *w, const struct handoff_value *value,
                        const struct handoff_fields *fields)
{
    size_t start, end;

    handoff_value_span(value, 0, value->text.len, &start, &end);
    ho_write_object(w, NULL);
    ho_write_text(w, "source", source_word[value->source]);
    ho_write_text(w, "label", value->label);
    ho_write_slice(w, "text", value->text);
    ho_write_text(w, "path", value->path);
    ho_write_text(w, "cite", value->cite);
    ho_write_integer(w, "start", (int64_t)start);
    ho_write_integer(w, "end", (int64_t)end);
    if (value->settles != HANDOFF_NO_FIELD)
        ho_write_text(w, "settles", fields->item[value->settles].name);
    ho_write_end_object(w);
}

static void write_asides(struct ho_writer *w,
                         const struct handoff_origin *origin,
                         enum handoff_aside_kind kind)
{
    ho_write_array(w, aside_word[kind]);
    for (size_t i = 0; i < origin->asides; i++) {
        if (origin->aside[i].kind != kind)
            continue;
        ho_write_object(w, NULL);
        ho_write_text(w, "label", origin->aside[i].label);
        ho_write_slice(w, "text", origin->aside[i].text);
        ho_write_text(w, "path", origin->aside[i].path);
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
}

static void write_warnings(struct ho_writer *w,
                           const struct handoff_origin *origin)
{
    ho_write_array(w, "warnings");
    for (size_t i = 0; i < origin->warnings; i++) {
        ho_write_object(w, NULL);
        ho_write_text(w, "code", warning[origin->warning[i].code].code);
        ho_write_text(w, "path", origin->warning[i].path);
        ho_write_text(w, "text", warning[origin->warning[i].code].text);
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
}

/* What screening states, with the words it rests on. */
static void write_facts(struct ho_writer *w, const struct handoff_lead *lead)
{
    size_t start, end;

    if (!lead->screened)
        return;
    ho_write_array(w, "screen");
    for (size_t i = 0; i < lead->screened->count; i++) {
        const struct handoff_fact *fact = &lead->screened->fact[i];

        ho_write_object(w, NULL);
        ho_write_text(w, "fact", handoff_fact_name(fact->kind));
        ho_write_text(w, "value", fact->value);
        ho_write_text(w, "why", fact->why);
        ho_write_text(w, "source", fact->cite);
        if (fact->source) {
            handoff_value_span(fact->source, fact->from, fact->to, &start,
                               &end);
            ho_write_slice(w, "quote",
                           ho_part(fact->source->text, fact->from, fact->to));
            ho_write_integer(w, "start", (int64_t)start);
            ho_write_integer(w, "end", (int64_t)end);
        }
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
}

/* "" is told as null: not stated. */
static void write_stated(struct ho_writer *w, const char *key, const char *text)
{
    ho_write_text(w, key, text && text[0] ? text : NULL);
}

static void write_origin(struct ho_writer *w, const struct handoff_lead *lead)
{
    const struct handoff_origin *origin = &lead->origin;
    char time[HANDOFF_TIME_TEXT] = "";

    if (lead->received != 0)
        handoff_time_text(lead->received, time);
    ho_write_text(w, "source", origin->kind);
    ho_write_text(w, "event", origin->event);
    write_stated(w, "form_id", origin->form_id);
    write_stated(w, "form_name", origin->form_name);
    write_stated(w, "submission_id", origin->submission_id);
    write_stated(w, "received", time);
    ho_write_text(w, "key", origin->key);
    ho_write_text(w, "sha256", lead->sha256);
    write_stated(w, "duplicate_of", lead->duplicate_of);
    write_stated(w, "replay_of", origin->replay_of);
    write_stated(w, "test", origin->test);
    ho_write_bool(w, "incomplete", origin->incomplete);
}

static void write_lead(struct ho_buffer *b, const struct handoff_lead *lead,
                       const struct handoff_fields *fields)
{
    struct ho_writer w;

    ho_writer_init(&w, b, 0);
    ho_write_object(&w, NULL);
    ho_write_text(&w, "id", lead->id);
    ho_write_text(&w, "file", lead->file);
    ho_write_integer(&w, "line", (int64_t)lead->line);
    write_origin(&w, lead);
    ho_write_array(&w, "values");
    for (size_t i = 0; i < lead->count; i++)
        write_value(&w, &lead->value[i], fields);
    ho_write_end_array(&w);
    for (size_t i = 0; i < sizeof aside_word / sizeof *aside_word; i++)
        write_asides(&w, &lead->origin, (enum handoff_aside_kind)i);
    write_warnings(&w, &lead->origin);
    write_facts(&w, lead);
    ho_write_end_object(&w);
    ho_buffer_byte(b, '\n');
}

/* --- words -----------------------------------------------------------------
 */

/* On one line, cut, and without what steers a terminal. */
static void show(struct ho_buffer *b, struct handoff_slice text)
{
    size_t end = text.len < SHOWN ? text.len : SHOWN;

    while (end < text.len && end > 0 && (text.ptr[end] & 0xC0) == 0x80)
        end--;
    for (size_t i = 0; i < end; i++) {
        const unsigned char c = (unsigned char)text.ptr[i];
        const bool c1 = c == 0xC2 && i + 1 < end &&
                        ((unsigned char)text.ptr[i + 1] & 0xE0) == 0x80;

        i += c1;
        ho_buffer_byte(b, c1 || c < ' ' || c == 0x7F ? ' ' : (char)c);
    }
    if (end < text.len)
        ho_buffer_text(b, "...");
}

static void show_text(struct ho_buffer *b, const char *before, const char *text)
{
    if (!text || text[0] == '\0')
        return;
    ho_buffer_text(b, before);
    show(b, ho_slice(text));
}

static void show_line(struct ho_buffer *b, const char *what, const char *label,
                      struct handoff_slice text, const char *path)
{
    ho_buffer_format(b, "  %-8s ", what);
    show(b, ho_slice(label));
    ho_buffer_text(b, " = ");
    show(b, text);
    ho_buffer_text(b, "\n           from ");
    show(b, ho_slice(path));
}

static void show_values(struct ho_buffer *b, const struct handoff_lead *lead,
                        const struct handoff_fields *fields)
{
    for (size_t i = 0; i < lead->count; i++) {
        const struct handoff_value *value = &lead->value[i];
        size_t start, end;

        handoff_value_span(value, 0, value->text.len, &start, &end);
        show_line(b, source_word[value->source], value->label, value->text,
                  value->path);
        ho_buffer_format(b, ", bytes %zu to %zu", start, end);
        if (value->settles != HANDOFF_NO_FIELD)
            ho_buffer_format(b, ", settles %s",
                             fields->item[value->settles].name);
        ho_buffer_byte(b, '\n');
    }
}

static void show_origin(struct ho_buffer *b, const struct handoff_lead *lead)
{
    const struct handoff_origin *origin = &lead->origin;
    char time[HANDOFF_TIME_TEXT] = "";

    if (lead->received != 0)
        handoff_time_text(lead->received, time);
    show(b, ho_slice(lead->id));
    ho_buffer_format(b, ": %s %s", origin->kind, origin->event);
    show_text(b, ", form ", origin->form_name);
    show_text(b, ", form id ", origin->form_id);
    show_text(b, ", submission ", origin->submission_id);
    show_text(b, ", received ", time);
    ho_buffer_text(b, "\n  file     ");
    show(b, ho_slice(lead->file));
    ho_buffer_format(b, ", line %zu\n  key      %s\n", lead->line, origin->key);
    if (origin->test)
        show_text(b, "  test     marked by ", origin->test);
    if (origin->test)
        ho_buffer_byte(b, '\n');
    if (lead->duplicate_of) {
        show_text(b, origin->replay_of ? "  replay   of " : "  repeats  ",
                  lead->duplicate_of);
        ho_buffer_byte(b, '\n');
    }
    if (origin->incomplete)
        ho_buffer_text(b, "  incomplete: the lead's own words are missing\n");
}

static void show_facts(struct ho_buffer *b, const struct handoff_lead *lead)
{
    for (size_t i = 0; lead->screened && i < lead->screened->count; i++) {
        const struct handoff_fact *fact = &lead->screened->fact[i];

        ho_buffer_format(b, "  screen   %s is ", handoff_fact_name(fact->kind));
        show(b, ho_slice(fact->value));
        show_text(b, ", told by ", fact->why);
        show_text(b, "\n           from ", fact->cite);
        if (fact->source)
            ho_buffer_text(b, ": ");
        if (fact->source)
            show(b, ho_part(fact->source->text, fact->from, fact->to));
        ho_buffer_byte(b, '\n');
    }
}

static void show_lead(struct ho_buffer *b, const struct handoff_lead *lead,
                      const struct handoff_fields *fields)
{
    const struct handoff_origin *origin = &lead->origin;

    show_origin(b, lead);
    show_values(b, lead, fields);
    for (size_t i = 0; i < origin->asides; i++) {
        show_line(b, aside_word[origin->aside[i].kind], origin->aside[i].label,
                  origin->aside[i].text, origin->aside[i].path);
        ho_buffer_byte(b, '\n');
    }
    for (size_t i = 0; i < origin->warnings; i++) {
        ho_buffer_format(b, "  warning  %s: %s",
                         warning[origin->warning[i].code].code,
                         warning[origin->warning[i].code].text);
        show_text(b, "\n           at ", origin->warning[i].path);
        ho_buffer_byte(b, '\n');
    }
    show_facts(b, lead);
}

typedef void write_fn(struct ho_buffer *b, const struct handoff_lead *lead,
                      const struct handoff_fields *fields);

static enum handoff_status write_one(const struct handoff_lead *lead,
                                     const struct handoff_fields *fields,
                                     write_fn *write, char **text, size_t *len,
                                     struct handoff_error *err)
{
    struct ho_buffer b;

    ho_buffer_init(&b, OUTPUT_BYTES);
    write(&b, lead, fields);
    return ho_buffer_take(&b, "the lead", text, len, err);
}

static enum handoff_status write_all(const struct handoff_batch *batch,
                                     const struct handoff_fields *fields,
                                     write_fn *write, char **text, size_t *len,
                                     struct handoff_error *err)
{
    struct ho_buffer b;

    ho_buffer_init(&b, OUTPUT_BYTES);
    ho_buffer_text(&b, "");
    for (size_t i = 0; i < handoff_batch_count(batch); i++)
        write(&b, handoff_batch_lead(batch, i), fields);
    return ho_buffer_take(&b, "the leads", text, len, err);
}

enum handoff_status handoff_batch_json(const struct handoff_batch *batch,
                                       const struct handoff_fields *fields,
                                       char **text, size_t *len,
                                       struct handoff_error *err)
{
    return write_all(batch, fields, write_lead, text, len, err);
}

enum handoff_status handoff_batch_explain(const struct handoff_batch *batch,
                                          const struct handoff_fields *fields,
                                          char **text, size_t *len,
                                          struct handoff_error *err)
{
    return write_all(batch, fields, show_lead, text, len, err);
}

enum handoff_status handoff_submission_json(const struct handoff_lead *lead,
                                            const struct handoff_fields *fields,
                                            char **text, size_t *len,
                                            struct handoff_error *err)
{
    return write_one(lead, fields, write_lead, text, len, err);
}

enum handoff_status handoff_submission_explain(
    const struct handoff_lead *lead, const struct handoff_fields *fields,
    char **text, size_t *len, struct handoff_error *err)
{
    return write_one(lead, fields, show_lead, text, len, err);
}
