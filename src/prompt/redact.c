/* redact.c - see <handoff/redact.h> */
#include <handoff/redact.h>

#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/utf8.h"
#include "evidence/phrase.h"
#include "evidence/read.h"

enum {
    MEMORY = 32 * 1024 * 1024, /* a lead has at most 1 MiB of its own */
    TEXT_BYTES = 16 * 1024 * 1024,
    SECRETS = 500,    /* of one lead */
    NAME_WORDS = 4,   /* behind "my name is" */
    PHONE_DIGITS = 7, /* fewer are a count or a year */
    NATIONAL_DIGITS = 10,
    PHONE_BYTES = 32,
    MARK = 6 /* hex digits of the lead's hash in a placeholder */
};

enum kind { PERSON, EMAIL, PHONE, KINDS };

struct secret {
    struct handoff_slice words;
    const char *placeholder;
};

struct handoff_redaction {
    struct ho_arena *arena;
    const struct handoff_fields *fields;
    const struct handoff_lead *lead;
    struct handoff_lead shown;
    struct secret *secret;
    size_t count, of_kind[KINDS];
    bool full; /* there are more: then nothing of the lead is sent */
};

/* --- what is a secret ------------------------------------------------------
 */

static const struct secret *find_secret(const struct handoff_redaction *r,
                                        struct handoff_slice words)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->secret[i].words.len == words.len &&
            memcmp(r->secret[i].words.ptr, words.ptr, words.len) == 0)
            return &r->secret[i];
    return NULL;
}

/* Longest first, so that a name gives way to the address it stands in. */
static void add_secret(struct handoff_redaction *r, enum kind kind,
                       struct handoff_slice words)
{
    static const char *const names[KINDS] = { "PERSON", "EMAIL", "PHONE" };
    struct secret *s;
    size_t at;

    if (words.len < 2 || find_secret(r, words))
        return;
    r->full = r->full || r->count == SECRETS;
    if (r->full)
        return;
    s = ho_arena_push(r->arena, &r->secret, &r->count, sizeof *s);
    if (!s)
        return; /* the arena remembers */
    for (at = r->count - 1; at > 0 && r->secret[at - 1].words.len < words.len;
         at--)
        r->secret[at] = r->secret[at - 1];
    r->secret[at] =
        (struct secret){ { ho_arena_copy(r->arena, words), words.len },
                         ho_arena_format(r->arena, "%s_%zu_%.*s", names[kind],
                                         ++r->of_kind[kind], MARK,
                                         r->lead->sha256) };
}

static void add_emails(struct handoff_redaction *r, struct handoff_slice text)
{
    size_t from, to;

    while (ho_find_email(text, &from, &to)) {
        add_secret(r, EMAIL, ho_part(text, from, to));
        text = ho_part(text, to, text.len);
    }
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A number that is written as those to call are: with its country, with a
 * zero or a bracket in front, or in groups of three and more. */
static size_t phone_at(struct handoff_slice text, size_t at)
{
    const bool marked = strchr("+0(", text.ptr[at]) != NULL;
    size_t digits = 0, end = at;

    for (size_t i = at; i < text.len && i - at < PHONE_BYTES; i++) {
        if (is_digit(text.ptr[i])) {
            digits++;
            end = i + 1;
        } else if (text.ptr[i] == '\0' || !strchr("+-./() ", text.ptr[i]))
            break;
    }
    return digits >= (marked ? PHONE_DIGITS : NATIONAL_DIGITS) ? end : at;
}

static void add_phones(struct handoff_redaction *r, struct handoff_slice text)
{
    for (size_t at = 0; at < text.len; at++) {
        const bool starts = is_digit(text.ptr[at]) || text.ptr[at] == '+' ||
                            text.ptr[at] == '(';
        const size_t end = starts ? phone_at(text, at) : at;

        if (end > at)
            add_secret(r, PHONE, ho_part(text, at, end));
        if (end > at)
            at = end;
        else if (is_digit(text.ptr[at]))
            while (at + 1 < text.len && is_digit(text.ptr[at + 1]))
                at++;
    }
}

/* The end of the word at byte `at`; `at` itself where none starts there. */
static size_t word_end(struct handoff_slice text, size_t at)
{
    while (at < text.len) {
        size_t len;

        if (!ho_is_word(ho_utf8_decode(text, at, &len)))
            break;
        at += len;
    }
    return at;
}

/* A name and each of its words. */
static void add_name(struct handoff_redaction *r, struct handoff_slice name)
{
    name = ho_trim(name);
    add_secret(r, PERSON, name);
    for (size_t at = 0; at < name.len;) {
        const size_t end = word_end(name, at);
        size_t len = end - at;

        if (len > 0)
            add_secret(r, PERSON, ho_part(name, at, end));
        else
            ho_utf8_decode(name, at, &len);
        at += len;
    }
}

/* "Ada Fox <ada@hillmarsh.example>" */
static void add_display_name(struct handoff_redaction *r,
                             struct handoff_slice text)
{
    const size_t at = ho_find(text, 0, ho_slice("<"));
    size_t from, to;

    if (at != SIZE_MAX && ho_find_email(text, &from, &to) && from == at + 1)
        add_name(r, ho_part(text, 0, at));
}

static bool is_capital(struct handoff_slice word)
{
    return word.len > 0 && ((word.ptr[0] >= 'A' && word.ptr[0] <= 'Z') ||
                            (unsigned char)word.ptr[0] >= 0x80);
}

/* The capitalised words behind "my name is". */
static struct handoff_slice name_behind(struct handoff_slice text, size_t at)
{
    size_t from = at, to = at;

    while (from < text.len && text.ptr[from] == ' ')
        from++;
    at = from;
    for (int i = 0; i < NAME_WORDS; i++) {
        const size_t end = word_end(text, at);

        if (!is_capital(ho_part(text, at, end)))
            break;
        to = end;
        at = end < text.len && text.ptr[end] == ' ' ? end + 1 : text.len;
    }
    return ho_part(text, from, to > from ? to : from);
}

static enum handoff_status add_introduced(struct handoff_redaction *r,
                                          const struct handoff_field *field,
                                          struct handoff_slice text,
                                          struct handoff_error *err)
{
    struct ho_phrase_hit hit = { 0 };
    const enum handoff_status status =
        ho_find_phrase(text, &field->cues, &hit, err);

    if (status == HANDOFF_OK && hit.found)
        add_name(r, name_behind(text, hit.to));
    return status;
}

/* Folded as far as ASCII goes: "ADA" and "ada" are the name "Ada". */
static bool is_name_word(const struct handoff_redaction *r,
                         struct handoff_slice word)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->secret[i].placeholder && r->secret[i].words.ptr &&
            r->secret[i].placeholder[1] == 'E' &&
            ho_slice_is_nocase(word, r->secret[i].words.ptr))
            return true;
    return false;
}

static void add_spellings(struct handoff_redaction *r,
                          struct handoff_slice text)
{
    for (size_t at = 0; at < text.len;) {
        const size_t end = word_end(text, at);
        const struct handoff_slice word = ho_part(text, at, end);
        size_t len = end - at;

        if (len == 0)
            ho_utf8_decode(text, at, &len);
        else if (is_name_word(r, word))
            add_secret(r, PERSON, word);
        at += len;
    }
}

static enum handoff_status add_value(struct handoff_redaction *r,
                                     const struct handoff_value *value,
                                     struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    add_emails(r, value->text);
    add_phones(r, value->text);
    add_display_name(r, value->text);
    for (size_t i = 0; i < r->fields->count && status == HANDOFF_OK; i++) {
        const struct handoff_field *field = &r->fields->item[i];

        if (field->type == HANDOFF_TYPE_PERSON && value->settles == (int)i)
            add_name(r, value->text);
        else if (field->type == HANDOFF_TYPE_PERSON)
            status = add_introduced(r, field, value->text, err);
        else if (field->type == HANDOFF_TYPE_PHONE && value->settles == (int)i)
            add_secret(r, PHONE, ho_trim(value->text));
    }
    return status;
}

/* --- putting in and out ----------------------------------------------------
 */

/* The secret that stands at byte `at`: a name only as whole words. */
static const struct secret *secret_at(const struct handoff_redaction *r,
                                      struct handoff_slice text, size_t at)
{
    for (size_t i = 0; i < r->count; i++) {
        const struct secret *s = &r->secret[i];

        if (text.len - at >= s->words.len && text.ptr[at] == s->words.ptr[0] &&
            memcmp(text.ptr + at, s->words.ptr, s->words.len) == 0 &&
            ho_word_boundary(text, at) &&
            ho_word_boundary(text, at + s->words.len))
            return s;
    }
    return NULL;
}

static void redact(const struct handoff_redaction *r, struct handoff_slice text,
                   struct ho_buffer *out)
{
    size_t from = 0;

    for (size_t at = 0; at < text.len; at++) {
        const struct secret *s = secret_at(r, text, at);

        if (!s)
            continue;
        ho_buffer_add(out, ho_part(text, from, at));
        ho_buffer_text(out, s->placeholder);
        from = at + s->words.len;
        at = from - 1;
    }
    ho_buffer_add(out, ho_part(text, from, text.len));
}

enum handoff_status handoff_redact(const struct handoff_redaction *r,
                                   struct handoff_slice text, char **out,
                                   struct handoff_error *err)
{
    struct ho_buffer b;

    ho_buffer_init(&b, TEXT_BYTES);
    ho_buffer_text(&b, "");
    redact(r, text, &b);
    return ho_buffer_take(&b, "a redacted text", out, NULL, err);
}

static const struct secret *placeholder_at(const struct handoff_redaction *r,
                                           struct handoff_slice text, size_t at)
{
    if (text.ptr[at] != 'P' && text.ptr[at] != 'E')
        return NULL;
    for (size_t i = 0; i < r->count; i++) {
        const size_t len = strlen(r->secret[i].placeholder);

        if (text.len - at >= len &&
            memcmp(text.ptr + at, r->secret[i].placeholder, len) == 0)
            return &r->secret[i];
    }
    return NULL;
}

/* The words as they stand inside a JSON string. */
static void add_escaped(struct ho_buffer *out, struct handoff_slice words)
{
    struct ho_buffer json;
    struct ho_writer w;

    ho_buffer_init(&json, TEXT_BYTES);
    ho_writer_init(&w, &json, 0);
    ho_write_slice(&w, NULL, words);
    if (json.failed != HANDOFF_OK)
        out->failed = json.failed;
    else
        ho_buffer_add(out, ho_part(ho_buffer_slice(&json), 1, json.len - 1));
    ho_buffer_release(&json);
}

bool handoff_is_redacted(const struct handoff_lead *lead,
                         struct handoff_slice reply)
{
    char mark[MARK + 2];

    snprintf(mark, sizeof mark, "_%.*s", MARK, lead->sha256);
    return mark[1] != '\0' && ho_find(reply, 0, ho_slice(mark)) != SIZE_MAX;
}

enum handoff_status handoff_restore(const struct handoff_redaction *r,
                                    struct handoff_slice reply, char **out,
                                    struct handoff_error *err)
{
    struct ho_buffer b;
    size_t from = 0;

    ho_buffer_init(&b, TEXT_BYTES);
    ho_buffer_text(&b, "");
    for (size_t at = 0; at < reply.len; at++) {
        const struct secret *s = placeholder_at(r, reply, at);

        if (!s)
            continue;
        ho_buffer_add(&b, ho_part(reply, from, at));
        add_escaped(&b, s->words);
        from = at + strlen(s->placeholder);
        at = from - 1;
    }
    ho_buffer_add(&b, ho_part(reply, from, reply.len));
    return ho_buffer_take(&b, "a restored reply", out, NULL, err);
}

/* --- the lead --------------------------------------------------------------
 */

/* A scratch that has failed stays as it is, and is seen at the end. */
static struct handoff_slice shown_text(struct handoff_redaction *r,
                                       struct handoff_slice text,
                                       struct ho_buffer *scratch)
{
    if (scratch->failed == HANDOFF_OK)
        ho_buffer_clear(scratch);
    if (r->full)
        ho_buffer_text(scratch, "REDACTED");
    else
        redact(r, text, scratch);
    return (struct handoff_slice){
        ho_arena_copy(r->arena, ho_buffer_slice(scratch)), scratch->len
    };
}

static enum handoff_status show(struct handoff_redaction *r,
                                struct handoff_error *err)
{
    const struct handoff_lead *lead = r->lead;
    struct handoff_value *value =
        ho_arena_alloc(r->arena, (lead->count + 1) * sizeof *value);
    struct ho_buffer b;
    enum handoff_status status;

    ho_buffer_init(&b, TEXT_BYTES);
    for (size_t i = 0; value && i < lead->count; i++) {
        value[i] = lead->value[i];
        value[i].map = NULL;
        value[i].text = shown_text(r, value[i].text, &b);
        value[i].cite = shown_text(r, ho_slice(value[i].cite), &b).ptr;
        value[i].label = shown_text(r, ho_slice(value[i].label), &b).ptr;
    }
    r->shown = *lead;
    r->shown.value = value;
    status = ho_buffer_status(&b, "a redacted lead", err);
    ho_buffer_release(&b);
    return status == HANDOFF_OK
               ? ho_arena_status(r->arena, "a redacted lead", err)
               : status;
}

static enum handoff_status find_all(struct handoff_redaction *r,
                                    struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    for (size_t i = 0; i < r->lead->count && status == HANDOFF_OK; i++)
        status = add_value(r, &r->lead->value[i], err);
    for (size_t i = 0; i < r->lead->count && status == HANDOFF_OK; i++)
        add_spellings(r, r->lead->value[i].text);
    return status == HANDOFF_OK ? show(r, err) : status;
}

enum handoff_status handoff_redaction_new(const struct handoff_fields *fields,
                                          const struct handoff_lead *lead,
                                          struct handoff_redaction **out,
                                          struct handoff_error *err)
{
    struct ho_arena *arena = ho_arena_new(MEMORY);
    struct handoff_redaction *r =
        arena ? ho_arena_alloc(arena, sizeof *r) : NULL;
    enum handoff_status status;

    if (!r) {
        ho_arena_free(arena);
        return ho_no_memory(err);
    }
    *r = (struct handoff_redaction){ .arena = arena,
                                     .fields = fields,
                                     .lead = lead };
    status = find_all(r, err);
    if (status == HANDOFF_OK)
        *out = r;
    else
        handoff_redaction_free(r);
    return status;
}

void handoff_redaction_free(struct handoff_redaction *r)
{
    if (r)
        ho_arena_free(r->arena);
}

const struct handoff_lead *handoff_redacted_lead(
    const struct handoff_redaction *r)
{
    return &r->shown;
}
