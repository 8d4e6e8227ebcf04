/* record.c - from values to a lead; see intake/input.h */
#include "intake/input.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <handoff/clock.h>

#include "base/sha256.h"

enum {
    REASON_BYTES = 512,
    TIME_BYTES = 48,
    SCRATCH = 8 /* times a record: its values and their paths */
};

struct ho_input *ho_input_new(struct ho_arena *arena)
{
    struct ho_input *in = arena ? malloc(sizeof *in) : NULL;

    if (!in) {
        ho_arena_free(arena);
        return NULL;
    }
    memset(in, 0, offsetof(struct ho_input, value));
    in->arena = arena;
    in->line = 1;
    in->place = "";
    ho_buffer_init(&in->scratch, (size_t)SCRATCH * HANDOFF_INTAKE_RECORD);
    return in;
}

void ho_input_free(struct ho_input *in)
{
    if (!in)
        return;
    ho_buffer_release(&in->scratch);
    ho_arena_free(in->arena);
    free(in);
}

size_t ho_input_line(struct ho_input *in, size_t at)
{
    const char *const text = in->bytes.ptr;

    while (in->line_at < at) {
        const char *end = memchr(text + in->line_at, '\n', at - in->line_at);

        if (!end)
            break;
        in->line++;
        in->line_at = (size_t)(end - text) + 1;
    }
    return in->line;
}

const char *ho_line_path(struct ho_input *in, size_t number)
{
    return ho_arena_format(in->arena, "%sline %zu", in->place, number);
}

void ho_record_begin(struct ho_input *in, size_t start, size_t end)
{
    in->start = start;
    in->end = end;
    in->count = 0;
    in->missing = 0;
    in->trouble = NULL;
    in->submitted = 0;
    /* readers of other kinds say so */
    in->origin = (struct handoff_origin){ .kind = "csv",
                                          .event = "submission",
                                          .form_id = "",
                                          .form_name = "",
                                          .submission_id = "" };
}

void ho_record_aside(struct ho_input *in, enum handoff_aside_kind kind,
                     const char *label, const char *path,
                     struct handoff_slice text)
{
    text = ho_trim(text);
    if (text.len == 0)
        return;
    if (in->origin.asides == HANDOFF_INTAKE_ASIDES) {
        ho_record_warn(in, HANDOFF_WARNING_CUT, "");
        return;
    }
    in->aside[in->origin.asides++] =
        (struct handoff_aside){ kind, label, path, text };
}

void ho_record_warn(struct ho_input *in, enum handoff_warning_code code,
                    const char *path)
{
    const size_t last = HANDOFF_INTAKE_WARNINGS - 1;

    for (size_t i = 0; i < in->origin.warnings; i++)
        if (in->warning[i].code == code &&
            strcmp(in->warning[i].path, path) == 0)
            return;
    if (in->origin.warnings > last)
        return;
    if (in->origin.warnings == last) {
        code = HANDOFF_WARNING_CUT;
        path = "";
    }
    in->warning[in->origin.warnings++] = (struct handoff_warning){ code, path };
}

void ho_record_trouble(struct ho_input *in, const char *why)
{
    if (!in->trouble)
        in->trouble = why;
}

static struct ho_piece trim(struct ho_piece piece)
{
    const struct handoff_slice text = ho_trim(piece.text);
    const size_t cut = text.len > 0 ? (size_t)(text.ptr - piece.text.ptr) : 0;

    piece.text = text;
    if (piece.map) {
        piece.map += cut;
        piece.start = piece.map[0];
    } else {
        piece.start += cut;
    }
    return piece;
}

/* A name that is whole leaves no part open, and a part not the whole. */
static bool is_settled(const struct ho_input *in, const struct ho_meaning *is)
{
    for (size_t i = 0; i < in->count; i++) {
        const struct handoff_value *value = &in->value[i];

        if (value->settles == is->field &&
            (value->part == 0 || is->part == 0 || value->part == is->part))
            return true;
    }
    return false;
}

/* Exports join the addresses of a person in one cell. */
static bool has_two_addresses(struct handoff_slice text)
{
    const char *at = memchr(text.ptr, '@', text.len);

    return at && memchr(at + 1, '@', text.len - (size_t)(at + 1 - text.ptr));
}

void ho_record_value(struct ho_input *in, const struct ho_label *label,
                     const char *path, struct ho_piece piece)
{
    struct ho_meaning is = label->is;

    piece = trim(piece);
    if (piece.text.len == 0)
        return;
    if (in->count == HANDOFF_INTAKE_VALUES) {
        ho_record_trouble(in, "it holds more than 200 values; split it");
        return;
    }
    if (!ho_labels_is_answer(in->labels, piece.text)) {
        is.field = HANDOFF_NO_FIELD;
        is.crm = -1;
        is.id = false;
        is.who = HO_WHO_NONE;
    }
    if (is.who == HO_WHO_EMAIL && has_two_addresses(piece.text))
        ho_record_warn(in, HANDOFF_WARNING_TWO_ADDRESSES, path);
    if (is.field != HANDOFF_NO_FIELD && is_settled(in, &is))
        is.field = HANDOFF_NO_FIELD;
    in->value[in->count] = (struct handoff_value){
        .label = label->text,
        .path = path,
        .cite = label->cite,
        .text = piece.text,
        .source = label->source,
        .settles = is.field,
        .part = is.part,
        .start = piece.start,
        .map = piece.map,
    };
    in->is[in->count++] = is;
}

/* "message" suffices where nothing else could be meant. */
static void cite_messages(struct ho_input *in)
{
    size_t messages = 0;

    for (size_t i = 0; i < in->count; i++)
        messages += in->value[i].source == HANDOFF_SOURCE_MESSAGE;
    for (size_t i = 0; i < in->count; i++) {
        struct handoff_value *value = &in->value[i];

        if (value->source == HANDOFF_SOURCE_MESSAGE &&
            (messages == 1 || value->label[0] == '\0'))
            value->cite = "message";
    }
}

/* Webhooks send seconds or milliseconds since 1970 as bare digits. */
static bool read_epoch(struct handoff_slice text, int64_t *out)
{
    int64_t value = 0;

    if (text.len != 10 && text.len != 13)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
        value = value * 10 + (text.ptr[i] - '0');
    }
    *out = text.len == 13 ? value / 1000 : value;
    return true;
}

/* Without the fraction of the second, and with the colon in +0200. */
static struct handoff_slice plain_time(struct handoff_slice text,
                                       char out[TIME_BYTES])
{
    size_t len = 0;

    for (size_t i = 0; i < text.len && len + 2 < TIME_BYTES; i++) {
        const char c = text.ptr[i];

        if (c == '.') {
            while (i + 1 < text.len && text.ptr[i + 1] >= '0' &&
                   text.ptr[i + 1] <= '9')
                i++;
            continue;
        }
        out[len++] = c;
        if ((c == '+' || c == '-') && len > 1 && text.len - i == 5) {
            memcpy(out + len, text.ptr + i + 1, 2);
            len += 2;
            out[len++] = ':';
            i += 2;
        }
    }
    return (struct handoff_slice){ out, len };
}

bool ho_read_time(struct handoff_slice text, int64_t *out)
{
    char plain[TIME_BYTES];

    if (handoff_time_parse(text, out) || read_epoch(text, out))
        return true;
    return text.len < TIME_BYTES - 8 &&
           handoff_time_parse(plain_time(text, plain), out);
}

/* 46083 is a day in 2026, to a spreadsheet. */
static bool is_day_number(struct handoff_slice text)
{
    if (text.len != 5 || text.ptr[0] < '3' || text.ptr[0] > '6')
        return false;
    for (size_t i = 1; i < text.len; i++)
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
    return true;
}

/* A cell under a heading for times; what stands in a notification may be the
 * lead's own words. */
static void warn_of_time(struct ho_input *in, const struct handoff_value *value)
{
    if (in->is_table)
        ho_record_warn(in,
                       is_day_number(value->text)
                           ? HANDOFF_WARNING_SPREADSHEET_DATE
                           : HANDOFF_WARNING_BAD_TIME,
                       value->path);
}

static int64_t received(struct ho_input *in)
{
    int64_t time = 0, found;
    int best = 0;

    if (in->submitted != 0)
        return in->submitted;
    for (size_t i = 0; i < in->count; i++) {
        const int rank = in->is[i].received;

        if (rank == 0 || (best != 0 && rank >= best))
            continue;
        if (!ho_read_time(in->value[i].text, &found)) {
            warn_of_time(in, &in->value[i]);
            continue;
        }
        time = found;
        best = rank;
    }
    return time;
}

static bool is_usable_id(struct handoff_slice text)
{
    if (text.len > HANDOFF_INTAKE_ID)
        return false;
    for (size_t i = 0; i < text.len; i++)
        if ((unsigned char)text.ptr[i] < ' ' || text.ptr[i] == 0x7F)
            return false;
    return true;
}

static const char *wanted_id(struct ho_input *in)
{
    const struct handoff_slice stated = ho_slice(in->origin.submission_id);

    /* a URL or URN is known by the key, and no name to work with */
    if (stated.len > 0 && is_usable_id(stated) &&
        !strpbrk(in->origin.submission_id, "/:"))
        return in->origin.submission_id;
    for (size_t i = 0; i < in->count; i++)
        if (in->is[i].id && is_usable_id(in->value[i].text))
            return ho_arena_copy(in->arena, in->value[i].text);
    return NULL;
}

static void record_crm(const struct ho_input *in, struct handoff_lead *lead)
{
    for (size_t i = 0; i < HANDOFF_CRM_COUNT; i++)
        lead->crm[i] = -1;
    for (size_t i = in->count; i-- > 0;) /* backwards: the first one wins */
        if (in->is[i].crm >= 0)
            lead->crm[in->is[i].crm] = (int)i;
}

static struct ho_draft *add_draft(struct ho_input *in)
{
    struct ho_draft *draft = ho_arena_alloc(in->arena, sizeof *draft);
    struct ho_draft **slot =
        ho_arena_push(in->arena, &in->draft, &in->draft_count, sizeof *slot);

    if (slot)
        *slot = draft;
    return slot ? draft : NULL;
}

/* The origin with lists of its own. */
static struct handoff_origin keep_origin(struct ho_input *in)
{
    struct handoff_origin origin = in->origin;
    struct handoff_aside *aside =
        ho_arena_alloc(in->arena, origin.asides * sizeof *aside);
    struct handoff_warning *warning =
        ho_arena_alloc(in->arena, origin.warnings * sizeof *warning);

    if (aside)
        memcpy(aside, in->aside, origin.asides * sizeof *aside);
    if (warning)
        memcpy(warning, in->warning, origin.warnings * sizeof *warning);
    origin.aside = aside;
    origin.warning = warning;
    return origin;
}

static enum handoff_status name_origin(struct ho_input *in,
                                       struct ho_draft *draft,
                                       struct handoff_error *err)
{
    struct handoff_origin *origin = &draft->lead.origin;
    const enum handoff_status status = ho_origin_key(in, &origin->key, err);

    if (status == HANDOFF_OK && origin->submission_id[0] != '\0')
        draft->receipt.text = origin->key;
    return status;
}

static enum handoff_status fill(struct ho_input *in, struct ho_draft *draft,
                                struct handoff_error *err)
{
    struct handoff_value *value =
        ho_arena_alloc(in->arena, in->count * sizeof *value);
    struct handoff_lead *lead = &draft->lead;
    enum handoff_status status;

    if (!value)
        return ho_arena_status(in->arena, "the input", err);
    cite_messages(in);
    if (in->count > 0)
        memcpy(value, in->value, in->count * sizeof *value);
    *lead = (struct handoff_lead){
        .file = in->name,
        .line = ho_input_line(in, in->start),
        .bytes = ho_part(in->bytes, in->start, in->end),
        .received = received(in),
        .value = value,
        .count = in->count,
        .duplicate_of = NULL,
        .missing = in->missing,
        .kind = in->kind,
        .frame = in->frame,
        .origin = keep_origin(in),
    };
    record_crm(in, lead);
    draft->wanted = wanted_id(in);
    status = in->alone ? HANDOFF_OK : ho_person(in, &draft->person.text, err);
    if (status == HANDOFF_OK)
        status = name_origin(in, draft, err);
    if (status != HANDOFF_OK)
        return status;
    return ho_sha256_hex(lead->bytes, lead->sha256, err);
}

enum handoff_status ho_record_end(struct ho_input *in,
                                  struct handoff_error *err)
{
    struct ho_draft *draft;

    if (in->no_memory)
        return ho_no_memory(err);
    if (in->end - in->start > HANDOFF_INTAKE_RECORD)
        return ho_refuse(in, in->start, err,
                         "the lead is larger than 1 MiB, the limit for one "
                         "lead; shorten it");
    if (in->trouble)
        return ho_refuse(in, in->start, err, "the lead cannot be read: %s",
                         in->trouble);
    if (in->count == 0 && !in->origin.incomplete)
        return ho_refuse(in, in->start, err,
                         "the record holds no value; fill it in or remove it");
    if (in->draft_count == in->lead_room)
        return ho_fail_at(err, HANDOFF_TOO_LARGE, ho_input_line(in, in->start),
                          0, "a batch holds at most %d leads; split the input",
                          HANDOFF_INTAKE_LEADS);
    draft = add_draft(in);
    if (!draft)
        return ho_arena_status(in->arena, "the input", err);
    return fill(in, draft, err);
}

enum handoff_status ho_refuse(struct ho_input *in, size_t at,
                              struct handoff_error *err, const char *format,
                              ...)
{
    const size_t line = ho_input_line(in, at);
    struct handoff_refused *refused;
    char reason[REASON_BYTES];
    va_list args;

    if (in->refused_count == in->refused_room)
        return ho_fail_at(err, HANDOFF_TOO_LARGE, line, 0,
                          "more than %d records of the batch cannot be read; "
                          "check what program wrote them",
                          HANDOFF_INTAKE_REFUSED);
    va_start(args, format);
    vsnprintf(reason, sizeof reason, format, args);
    va_end(args);
    refused = ho_arena_push(in->arena, &in->refused, &in->refused_count,
                            sizeof *refused);
    if (!refused)
        return ho_arena_status(in->arena, "the input", err);
    refused->file = in->name;
    refused->line = line;
    refused->reason = ho_arena_text(in->arena, reason);
    return HANDOFF_OK;
}
