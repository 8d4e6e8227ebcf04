/* brief.c - making and freeing a brief; see <handoff/brief.h> */
#include "base/clock.h"
#include "base/sha256.h"
#include "brief/build.h"

enum {
    BRIEF_BYTES = 8 * 1024 * 1024, /* 60 fields, their quotes and findings */
    VALUE_BYTES = 64 * 1024
};

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
        b->arena, &b->brief->finding, &b->brief->finding_count, sizeof *f);

    if (!f)
        return; /* the arena remembers */
    *f = (struct handoff_finding){ code,
                                   field,
                                   was,
                                   now,
                                   ho_arena_copy(b->arena, quote),
                                   ho_arena_text(b->arena, detail) };
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

static void copy_made_by(struct ho_build *b,
                         const struct handoff_made_by *made_by)
{
    struct handoff_made_by *out = &b->brief->made_by;

    out->endpoint = ho_arena_text(b->arena, made_by->endpoint);
    out->model = ho_arena_text(b->arena, made_by->model);
    out->prompt = ho_arena_text(b->arena, made_by->prompt);
    out->attempts = made_by->attempts;
}

static enum handoff_status use_reply(struct ho_build *b, const char *reply,
                                     const char *failure)
{
    enum handoff_status status;

    if (!reply) {
        b->brief->degraded = true;
        ho_brief_find(b, HANDOFF_FINDING_NO_REPLY, HANDOFF_NO_FIELD, "", "",
                      ho_slice(""), failure);
        return HANDOFF_OK;
    }
    status = ho_sha256_hex(ho_slice(reply), b->brief->reply_sha256, b->err);
    return status == HANDOFF_OK ? ho_brief_read_reply(b, reply) : status;
}

static enum handoff_status make(struct ho_build *b, const char *reply,
                                const char *failure,
                                const struct handoff_made_by *made_by)
{
    enum handoff_status status;

    start_claims(b);
    copy_made_by(b, made_by);
    status = ho_arena_status(b->arena, "a brief", b->err);
    if (status == HANDOFF_OK)
        status = ho_brief_settle(b);
    if (status == HANDOFF_OK)
        status = use_reply(b, reply, failure);
    if (status == HANDOFF_OK)
        status = ho_brief_infer(b);
    if (status == HANDOFF_OK)
        status = ho_buffer_status(&b->text, "a value", b->err);
    return status == HANDOFF_OK ? ho_arena_status(b->arena, "a brief", b->err)
                                : status;
}

enum handoff_status handoff_brief_make(const struct handoff_fields *fields,
                                       const struct handoff_lead *lead,
                                       int64_t as_of, const char *reply,
                                       const char *failure,
                                       const struct handoff_made_by *made_by,
                                       struct handoff_brief **out,
                                       struct handoff_error *err)
{
    struct ho_build b = { .arena = ho_arena_new(BRIEF_BYTES), .err = err };
    enum handoff_status status;

    if (!b.arena)
        return ho_no_memory(err);
    b.brief = ho_arena_alloc(b.arena, sizeof *b.brief);
    if (!b.brief) {
        ho_arena_free(b.arena);
        return ho_no_memory(err);
    }
    b.brief->arena = b.arena;
    b.brief->fields = fields;
    b.brief->lead = lead;
    b.day = ho_day_of(lead->received ? lead->received : as_of);
    ho_buffer_init(&b.text, VALUE_BYTES);
    status = make(&b, reply, failure, made_by);
    ho_buffer_release(&b.text);
    if (status == HANDOFF_OK)
        *out = b.brief;
    else
        ho_arena_free(b.arena);
    return status;
}

void handoff_brief_free(struct handoff_brief *brief)
{
    if (brief)
        ho_arena_free(brief->arena);
}
