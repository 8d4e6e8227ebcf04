/* brief.c - making and freeing a brief; see <handoff/brief.h> */
#include <handoff/redact.h>

#include <stdlib.h>

#include "base/clock.h"
#include "base/sha256.h"
#include "base/utf8.h"
#include "brief/again.h"
#include "brief/agree.h"
#include "brief/build.h"
#include "prompt/open.h"

enum {
    BRIEF_BYTES = 8 * 1024 * 1024, /* 60 fields, their quotes and findings */
    VALUE_BYTES = 64 * 1024,
    VALUE_SHOWN = 80 /* bytes of a value in a sentence about two of them */
};

bool handoff_brief_lists(const struct handoff_brief *brief, size_t field)
{
    const struct handoff_claim *claim = &brief->claim[field];

    return claim->class != HANDOFF_UNKNOWN ||
           !brief->fields->item[field].when_stated ||
           strcmp(claim->reason, "not_mentioned") != 0;
}

const char *handoff_class_name(enum handoff_class c)
{
    static const char *const names[] = { "explicit", "inferred", "unknown" };

    return names[c];
}

void ho_brief_find(struct ho_build *b, enum handoff_finding_code code,
                   int field, const char *was, const char *now,
                   struct handoff_slice quote, const char *detail)
{
    struct handoff_finding *f = ho_arena_push(
        b->arena, &b->finding, &b->brief->finding_count, sizeof *f);

    b->brief->finding = b->finding;
    if (!f)
        return; /* the arena remembers */
    *f = (struct handoff_finding){ code,
                                   field,
                                   was,
                                   now,
                                   ho_arena_copy(b->arena, quote),
                                   ho_arena_text(b->arena, detail),
                                   false };
}

void ho_brief_cite(struct ho_build *b, struct handoff_claim *claim,
                   const struct handoff_value *value, size_t from, size_t to,
                   enum handoff_match match)
{
    struct handoff_evidence *e = ho_arena_push(
        b->arena, &claim->evidence, &claim->evidence_count, sizeof *e);

    if (!e)
        return;
    e->cite = value->cite;
    e->quote = ho_arena_copy(b->arena, ho_part(value->text, from, to));
    e->match = match;
    if (value->source != HANDOFF_SOURCE_BATCH)
        handoff_value_span(value, from, to, &e->start, &e->end);
}

void ho_brief_unknown(struct ho_build *b, struct handoff_claim *claim,
                      const char *reason)
{
    claim->class = HANDOFF_UNKNOWN;
    claim->value = NULL;
    claim->typed = (struct handoff_typed){ .read = HANDOFF_READ_NOTHING };
    claim->reason = reason;
    claim->confidence = "";
    claim->question = b->brief->fields->item[claim->field].question;
}

void ho_brief_reset(struct ho_build *b, struct handoff_claim *claim)
{
    claim->evidence = NULL;
    claim->evidence_count = 0;
    claim->basis = HANDOFF_NO_FIELD;
    ho_brief_unknown(b, claim, "not_mentioned");
}

enum handoff_status ho_brief_agrees(struct ho_build *b,
                                    const struct handoff_claim *claim,
                                    const struct handoff_typed *typed,
                                    bool *yes)
{
    const struct ho_reading mine = { claim->typed, ho_slice(claim->value) };
    const struct ho_reading other = { *typed, ho_buffer_slice(&b->text) };

    *yes = false;
    if (claim->class != HANDOFF_EXPLICIT)
        return HANDOFF_OK;
    return ho_readings_agree(&b->brief->fields->item[claim->field], &mine,
                             &other, yes, b->err);
}

static const char contradicted[] = "contradicted";

bool ho_is_contradicted(const struct handoff_claim *claim)
{
    return claim->reason == contradicted;
}

void ho_brief_contradict(struct ho_build *b, struct handoff_claim *claim,
                         struct handoff_slice quote)
{
    const struct handoff_slice other =
        ho_utf8_cut(ho_buffer_slice(&b->text), VALUE_SHOWN);
    const struct handoff_slice mine =
        ho_utf8_cut(ho_slice(claim->value), VALUE_SHOWN);
    const bool first = !ho_is_contradicted(claim);

    ho_brief_find(b, HANDOFF_FINDING_CONTRADICTED, claim->field, "explicit",
                  "unknown", quote,
                  first ? ho_arena_format(b->arena, "\"%.*s\" against \"%.*s\"",
                                          (int)mine.len, mine.ptr,
                                          (int)other.len, other.ptr)
                        : ho_arena_format(b->arena, "also \"%.*s\"",
                                          (int)other.len, other.ptr));
    if (!first)
        return;
    ho_brief_unknown(b, claim, contradicted);
    claim->question =
        ho_arena_format(b->arena, "Which one holds, \"%.*s\" or \"%.*s\"?",
                        (int)mine.len, mine.ptr, (int)other.len, other.ptr);
}

static void start_claims(struct ho_build *b)
{
    const struct handoff_fields *fields = b->brief->fields;

    b->claim = ho_arena_alloc(b->arena, fields->count * sizeof *b->claim);
    b->brief->claim = b->claim;
    for (size_t i = 0; b->claim && i < fields->count; i++) {
        b->claim[i].field = (int)i;
        b->claim[i].basis = HANDOFF_NO_FIELD;
        ho_brief_unknown(b, &b->claim[i], "not_mentioned");
    }
}

static const char *copy_or_null(struct ho_build *b, const char *text)
{
    return text ? ho_arena_text(b->arena, text) : NULL;
}

static void copy_made_by(struct ho_build *b,
                         const struct handoff_made_by *made_by)
{
    struct handoff_made_by *out = &b->brief->made_by;

    *out = *made_by;
    out->endpoint = ho_arena_text(b->arena, made_by->endpoint);
    out->model = ho_arena_text(b->arena, made_by->model);
    out->prompt = ho_arena_text(b->arena, made_by->prompt);
    out->reask = copy_or_null(b, made_by->reask);
}

/* --- answers ------------------------------------------------------------ */

/* The first answer may speak of every open field, a later one of those that
 * have failed. */
static void choose_fields(struct ho_build *b)
{
    const struct handoff_fields *fields = b->brief->fields;

    for (size_t i = 0; i < fields->count; i++) {
        b->asked[i] =
            b->round == 0 && ho_field_is_open(fields, b->brief->lead, i);
        b->spoken[i] = false;
    }
}

static enum handoff_status choose_failed(struct ho_build *b)
{
    struct handoff_failed *failed =
        ho_arena_alloc(b->arena, b->brief->fields->count * sizeof *failed);
    struct ho_again again;

    if (!failed)
        return ho_arena_status(b->arena, "a brief", b->err);
    ho_brief_again(b->brief, failed, &again);
    for (size_t i = 0; i < again.count; i++)
        b->asked[failed[i].field] = true;
    for (size_t i = 0; i < b->brief->finding_count; i++) {
        struct handoff_finding *f = &b->finding[i];

        if (f->field == HANDOFF_NO_FIELD
                ? again.unreadable &&
                      f->code == HANDOFF_FINDING_REPLY_UNREADABLE
                : b->asked[f->field])
            f->asked_again = true;
    }
    return HANDOFF_OK;
}

static enum handoff_status hash_answer(struct ho_build *b, const char *text)
{
    char hex[HO_SHA256_HEX] = "";
    enum handoff_status status =
        text ? ho_sha256_hex(ho_slice(text), hex, b->err) : HANDOFF_OK;
    const char **slot;

    if (b->round == 0) {
        memcpy(b->brief->reply_sha256, hex, sizeof hex);
        return status;
    }
    slot = ho_arena_push(b->arena, &b->brief->again_sha256,
                         &b->brief->again_count, sizeof *slot);
    if (slot)
        *slot = ho_arena_text(b->arena, hex);
    return status;
}

/* Where placeholders were sent, they come back: the lead's own words are put
 * in their place before anything is proved. */
static enum handoff_status read_text(struct ho_build *b, const char *text)
{
    struct handoff_redaction *redaction = NULL;
    char *restored = NULL;
    enum handoff_status status;

    if (!handoff_is_redacted(b->brief->lead, ho_slice(text)))
        return ho_brief_read_reply(b, text);
    status = handoff_redaction_new(b->brief->fields, b->brief->lead, &redaction,
                                   b->err);
    if (status == HANDOFF_OK)
        status = handoff_restore(redaction, ho_slice(text), &restored, b->err);
    if (status == HANDOFF_OK)
        status = ho_brief_read_reply(b, restored);
    free(restored);
    handoff_redaction_free(redaction);
    return status;
}

static enum handoff_status use_answer(struct ho_build *b,
                                      const struct handoff_answer *answer)
{
    enum handoff_status status = HANDOFF_OK;

    choose_fields(b);
    if (b->round > 0)
        status = choose_failed(b);
    if (status == HANDOFF_OK)
        status = hash_answer(b, answer->text);
    if (status == HANDOFF_OK && answer->text)
        status = read_text(b, answer->text);
    else
        ho_brief_find(b, HANDOFF_FINDING_NO_REPLY, HANDOFF_NO_FIELD, "", "",
                      ho_slice(""), answer->failure);
    return status;
}

static enum handoff_status use_answers(struct ho_build *b,
                                       const struct handoff_answer *answer,
                                       size_t count)
{
    enum handoff_status status = HANDOFF_OK;

    b->brief->degraded = count > 0;
    for (size_t i = 0; i < count && status == HANDOFF_OK; i++) {
        b->round = i;
        status = use_answer(b, &answer[i]);
        if (status == HANDOFF_OK && !b->brief->degraded)
            status = ho_brief_restore(b);
    }
    return status;
}

/* No model was asked: what it would have been asked is open. */
static void leave_open(struct ho_build *b)
{
    const struct handoff_fields *fields = b->brief->fields;

    ho_brief_find(b, HANDOFF_FINDING_SCREENED_OUT, HANDOFF_NO_FIELD, "", "",
                  ho_slice(""), "closed by the policy's screen");
    for (size_t i = 0; i < fields->count; i++)
        if (b->claim[i].class == HANDOFF_UNKNOWN &&
            strcmp(b->claim[i].reason, "not_mentioned") == 0 &&
            ho_field_is_open(fields, b->brief->lead, i))
            b->claim[i].reason = "not_asked";
}

/* --- making one --------------------------------------------------------- */

static enum handoff_status make(struct ho_build *b,
                                const struct handoff_answer *answer,
                                size_t count)
{
    enum handoff_status status = ho_brief_settle(b);

    if (status == HANDOFF_OK)
        status = ho_brief_compare(b);
    if (status == HANDOFF_OK)
        status = use_answers(b, answer, count);
    if (status == HANDOFF_OK)
        status = ho_brief_note_orders(b);
    if (status == HANDOFF_OK)
        status = ho_brief_infer(b);
    if (status == HANDOFF_OK && count == 0)
        leave_open(b);
    if (status == HANDOFF_OK)
        status = ho_buffer_status(&b->text, "a value", b->err);
    if (status == HANDOFF_OK)
        status = ho_arena_status(b->scratch, "a brief", b->err);
    return status == HANDOFF_OK ? ho_arena_status(b->arena, "a brief", b->err)
                                : status;
}

static enum handoff_status start(struct ho_build *b,
                                 const struct handoff_fields *fields,
                                 const struct handoff_lead *lead,
                                 const struct handoff_made_by *made_by)
{
    enum handoff_status status;

    b->brief = ho_arena_alloc(b->arena, sizeof *b->brief);
    if (!b->brief)
        return ho_no_memory(b->err);
    b->brief->arena = b->arena;
    b->brief->fields = fields;
    b->brief->lead = lead;
    b->asked = ho_arena_alloc(b->scratch, fields->count * sizeof *b->asked);
    b->spoken = ho_arena_alloc(b->scratch, fields->count * sizeof *b->spoken);
    b->core = ho_arena_alloc(b->scratch, fields->count * sizeof *b->core);
    b->origin =
        ho_arena_alloc(b->scratch, (lead->count + 1) * sizeof *b->origin);
    status = ho_arena_status(b->scratch, "a brief", b->err);
    if (status != HANDOFF_OK)
        return status;
    start_claims(b);
    copy_made_by(b, made_by);
    return ho_arena_status(b->arena, "a brief", b->err);
}

enum handoff_status handoff_brief_make_from(
    const struct handoff_fields *fields, const struct handoff_lead *lead,
    int64_t as_of, const struct handoff_answer *answer, size_t count,
    const struct handoff_made_by *made_by, struct handoff_brief **out,
    struct handoff_error *err)
{
    struct ho_build b = { .arena = ho_arena_new(BRIEF_BYTES),
                          .scratch = ho_arena_new(BRIEF_BYTES),
                          .err = err };
    enum handoff_status status;

    if (!b.arena || !b.scratch) {
        ho_arena_free(b.arena);
        ho_arena_free(b.scratch);
        return ho_no_memory(err);
    }
    b.day = ho_day_of(lead->received ? lead->received : as_of);
    ho_buffer_init(&b.text, VALUE_BYTES);
    status = start(&b, fields, lead, made_by);
    if (status == HANDOFF_OK)
        status = make(&b, answer, count);
    ho_brief_end_proofs(&b);
    ho_buffer_release(&b.text);
    ho_arena_free(b.scratch);
    if (status == HANDOFF_OK)
        *out = b.brief;
    else
        ho_arena_free(b.arena);
    return status;
}

enum handoff_status handoff_brief_make(const struct handoff_fields *fields,
                                       const struct handoff_lead *lead,
                                       int64_t as_of, const char *reply,
                                       const char *failure,
                                       const struct handoff_made_by *made_by,
                                       struct handoff_brief **out,
                                       struct handoff_error *err)
{
    return handoff_brief_make_from(fields, lead, as_of,
                                   &(struct handoff_answer){ reply, failure },
                                   1, made_by, out, err);
}

void handoff_brief_free(struct handoff_brief *brief)
{
    if (brief)
        ho_arena_free(brief->arena);
}
