/* cue.c - see evidence/cue.h */
#include "evidence/cue.h"

#include "evidence/fit.h"
#include "evidence/read.h"

struct ho_passage ho_clause_words(const struct ho_clause *clause)
{
    return ho_passage_part(&clause->passage, clause->from, clause->to);
}

struct search {
    const struct handoff_field *field;
    const struct ho_clause *clause;
    struct ho_cue *cue;
    struct handoff_error *err;
};

static bool is_named(const struct handoff_field *field)
{
    return field->type == HANDOFF_TYPE_JOB_TITLE ||
           field->type == HANDOFF_TYPE_COMPANY ||
           field->type == HANDOFF_TYPE_PERSON;
}

/* Does the value belong to the phrase at that place? */
static bool belongs(const struct search *s, const struct ho_phrase_hit *hit)
{
    const struct handoff_slice text = s->clause->text;
    const struct ho_cue *c = s->cue;

    if (!is_named(s->field))
        return ho_belongs(s->field->type, text, c->from, c->to, hit);
    return hit->to <= c->from &&
           ho_is_filler(s->field->type, ho_part(text, hit->to, c->from));
}

static size_t distance(const struct ho_cue *c, const struct ho_phrase_hit *hit)
{
    return hit->to <= c->from   ? c->from - hit->to
           : hit->from >= c->to ? hit->from - c->to
                                : 0;
}

/* Of all places of all the phrases the one nearest to the value. */
static enum handoff_status find_nearest(const struct search *s,
                                        const struct handoff_words *phrases,
                                        struct ho_phrase_hit *best)
{
    enum handoff_status status = HANDOFF_OK;
    struct ho_phrase_hit hit;

    *best = (struct ho_phrase_hit){ 0 };
    for (size_t i = 0; i < phrases->count && status == HANDOFF_OK; i++) {
        for (size_t at = 0; status == HANDOFF_OK;) {
            status = ho_next_phrase(&s->clause->passage, &at, phrases, i, &hit,
                                    s->err);
            if (status != HANDOFF_OK || !hit.found)
                break;
            if (belongs(s, &hit) &&
                (!best->found ||
                 distance(s->cue, &hit) < distance(s->cue, best)))
                *best = hit;
        }
    }
    return status;
}

/* The phrase within the words that were read, else within the clause. */
static enum handoff_status find_phrase(const struct search *s,
                                       const struct handoff_words *phrases,
                                       struct ho_phrase_hit *hit)
{
    const struct ho_clause *c = s->clause;
    const struct ho_passage words = ho_clause_words(c);
    enum handoff_status status =
        ho_find_in_passage(&words, phrases, hit, s->err);

    if (status == HANDOFF_OK && hit->found) {
        hit->from += c->from;
        hit->to += c->from;
        return status;
    }
    return status == HANDOFF_OK
               ? ho_find_in_passage(&c->passage, phrases, hit, s->err)
               : status;
}

/* A cue inside an address is a part of the address. */
static void drop_address(const struct search *s, struct ho_phrase_hit *hit)
{
    const enum handoff_type type = s->field->type;

    if (hit->found && type != HANDOFF_TYPE_EMAIL &&
        type != HANDOFF_TYPE_DOMAIN &&
        ho_is_in_address(s->clause->text, hit->from, hit->to, false))
        hit->found = false;
}

/* The cue is what carries the value. */
static void take_core(const struct search *s)
{
    if (!s->cue->hit.found)
        return;
    s->cue->from = s->cue->hit.from;
    s->cue->to = s->cue->hit.to;
}

static enum handoff_status find_stating(const struct search *s,
                                        const struct handoff_typed *typed)
{
    const bool says_none = typed->read == HANDOFF_READ_NONE;
    struct handoff_words stating;
    enum handoff_status status;

    if (s->field->type == HANDOFF_TYPE_ENUM) {
        stating = ho_stating(&s->field->value[typed->low]);
        status = find_phrase(s, &stating, &s->cue->hit);
        take_core(s);
        return status;
    }
    if (!says_none && (is_named(s->field) || typed->has_number))
        return find_nearest(s, &s->field->cues, &s->cue->hit);
    status = find_phrase(s, &s->field->cues, &s->cue->hit);
    if (says_none || (s->field->type == HANDOFF_TYPE_TEXT &&
                      s->cue->hit.from >= s->clause->from &&
                      s->cue->hit.to <= s->clause->to))
        take_core(s);
    return status;
}

/* A day next to a hint is the day of what the hint names: "live after the
 * planning meeting on 12 October". */
static bool is_nearer(const struct search *s, const struct ho_phrase_hit *hint)
{
    return s->field->type == HANDOFF_TYPE_DATE && hint->found &&
           s->cue->hit.to <= hint->from && hint->to <= s->cue->from;
}

enum handoff_status ho_find_cue(const struct handoff_field *field,
                                const struct ho_clause *clause,
                                const struct handoff_typed *typed,
                                struct ho_cue *cue, struct handoff_error *err)
{
    const struct search s = { field, clause, cue, err };
    struct ho_phrase_hit hint = { 0 };
    enum handoff_status status;

    cue->hit = hint;
    cue->is_hint = false;
    status = find_stating(&s, typed);
    drop_address(&s, &cue->hit);
    if (status != HANDOFF_OK ||
        (cue->hit.found && field->type != HANDOFF_TYPE_DATE))
        return status;
    status = find_phrase(&s, &field->hints, &hint);
    if (status == HANDOFF_OK && hint.found &&
        (!cue->hit.found || is_nearer(&s, &hint))) {
        cue->hit = hint;
        cue->is_hint = true;
    }
    return status;
}

enum handoff_status ho_skip_cue(const struct handoff_field *field,
                                const struct ho_clause *clause, size_t *from,
                                struct handoff_error *err)
{
    const struct handoff_slice words =
        ho_part(clause->text, clause->from, clause->to);
    const struct ho_passage folded = ho_clause_words(clause);
    enum handoff_status status = HANDOFF_OK;
    size_t skip = 0;

    if (!is_named(field))
        return HANDOFF_OK;
    for (size_t i = 0; i < field->cues.count && status == HANDOFF_OK; i++) {
        struct ho_phrase_hit hit;
        size_t at = 0;

        status = ho_next_phrase(&folded, &at, &field->cues, i, &hit, err);
        if (hit.found && hit.to > skip && hit.to < words.len &&
            ho_trim(ho_part(words, 0, hit.from)).len == 0)
            skip = hit.to;
    }
    while (skip > 0 && skip < words.len && words.ptr[skip] == ' ')
        skip++;
    if (status == HANDOFF_OK && skip < words.len)
        *from = clause->from + skip;
    return status;
}
