/* outreach_palette.c - what a message to this lead may be made of; see
 * playbook/outreach.h */
#include "base/clock.h"
#include "playbook/outreach.h"

enum { SOURCE_BYTES = 1 << 20, NAME_BYTES = 60 };

/* Contact data is for the envelope; what screens a lead is not told to it. */
bool ho_is_fact(const struct handoff_brief *brief, int field)
{
    const struct handoff_field *f = &brief->fields->item[field];
    const struct handoff_claim *c = &brief->claim[field];
    const unsigned screens = HANDOFF_NEED_SUPPRESSION | HANDOFF_NEED_SKIP;

    return c->class == HANDOFF_EXPLICIT && c->evidence_count > 0 &&
           *c->evidence[0].quote && !f->is_protected && !f->from_crm &&
           !(f->needed_for & screens) && f->type != HANDOFF_TYPE_PHONE &&
           f->type != HANDOFF_TYPE_DOMAIN && f->type != HANDOFF_TYPE_EMAIL &&
           f->type != HANDOFF_TYPE_PERSON;
}

static void add(struct ho_arena *arena, struct ho_palette *p,
                enum ho_piece_kind kind, int field, const char *id,
                const char *text)
{
    struct ho_piece *piece;

    if (!*text)
        return;
    piece = ho_arena_push(arena, &p->piece, &p->count, sizeof *piece);
    if (piece)
        *piece = (struct ho_piece){ kind, field, id, text };
}

/* Whom we write to; a long one is no name. */
static void add_name(struct ho_arena *arena, struct ho_palette *p,
                     const struct handoff_brief *brief, int field)
{
    const enum handoff_type type = brief->fields->item[field].type;
    const struct handoff_claim *c = &brief->claim[field];

    if ((type == HANDOFF_TYPE_PERSON || type == HANDOFF_TYPE_COMPANY) &&
        c->class == HANDOFF_EXPLICIT && strlen(c->value) <= NAME_BYTES)
        add(arena, p, HO_PIECE_NAME, field, brief->fields->item[field].name,
            c->value);
}

static void add_facts(struct ho_arena *arena, struct ho_palette *p,
                      const struct handoff_brief *brief)
{
    for (size_t i = 0; i < brief->fields->count; i++) {
        add_name(arena, p, brief, (int)i);
        if (ho_is_fact(brief, (int)i) &&
            brief->fields->item[i].type != HANDOFF_TYPE_COMPANY)
            add(arena, p, HO_PIECE_FACT, (int)i, brief->fields->item[i].name,
                brief->claim[i].evidence[0].quote);
    }
}

/* A question about budget or authority is no part of a first message. */
static void add_questions(struct ho_arena *arena, struct ho_palette *p,
                          const struct handoff_brief *brief,
                          const struct handoff_qualification *q)
{
    for (size_t i = 0; i < q->question_count; i++)
        if (!brief->fields->item[q->question[i]].is_protected)
            add(arena, p, HO_PIECE_QUESTION, q->question[i], "",
                brief->claim[q->question[i]].question);
}

static void add_ours(struct ho_arena *arena, struct ho_palette *p,
                     const struct handoff_outreach *o,
                     const struct handoff_brief *brief)
{
    const char *greeting = ho_fill(arena, brief, o->greeting);

    for (size_t i = 0; i < o->claims.count; i++)
        add(arena, p, HO_PIECE_CLAIM, HANDOFF_NO_FIELD, "",
            o->claims.item[i].text);
    for (size_t i = 0; i < o->ctas.count; i++)
        add(arena, p, HO_PIECE_SAYING, HANDOFF_NO_FIELD, "",
            o->ctas.item[i].text);
    add(arena, p, HO_PIECE_SAYING, HANDOFF_NO_FIELD, "",
        greeting ? greeting : "");
    add(arena, p, HO_PIECE_SAYING, HANDOFF_NO_FIELD, "", o->sender);
}

/* A line for each, a fact behind the name of its field. */
static enum handoff_status write_source(struct ho_arena *arena,
                                        const struct handoff_brief *brief,
                                        struct ho_palette *p,
                                        struct handoff_error *err)
{
    struct ho_buffer b;
    enum handoff_status status;

    ho_buffer_init(&b, SOURCE_BYTES);
    for (size_t i = 0; i < p->count; i++) {
        const struct ho_piece *piece = &p->piece[i];

        if (piece->field != HANDOFF_NO_FIELD &&
            piece->kind != HO_PIECE_QUESTION)
            ho_buffer_format(
                &b, "%s: ",
                ho_words_of(arena, brief->fields->item[piece->field].name));
        ho_buffer_format(&b, "%s\n", piece->text);
    }
    status = ho_buffer_status(&b, "the facts of a draft", err);
    p->source = ho_slice(ho_arena_copy(arena, ho_buffer_slice(&b)));
    ho_buffer_release(&b);
    return status;
}

enum handoff_status ho_palette_make(struct ho_arena *arena,
                                    const struct handoff_outreach *o,
                                    const struct handoff_brief *brief,
                                    const struct handoff_qualification *q,
                                    int64_t as_of, struct ho_palette *out,
                                    struct handoff_error *err)
{
    enum handoff_status status;

    *out = (struct ho_palette){ .never = o->never, .day = ho_day_of(as_of) };
    add_ours(arena, out, o, brief);
    add_questions(arena, out, brief, q);
    add_facts(arena, out, brief);
    status = write_source(arena, brief, out, err);
    return status == HANDOFF_OK ? ho_arena_status(arena, "a draft", err)
                                : status;
}
