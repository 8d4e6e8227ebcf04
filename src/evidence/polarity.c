/* polarity.c - see evidence/polarity.h */
#include "evidence/polarity.h"

#include "evidence/reach.h"

/* --- what that does to a field -----------------------------------------------
 */

/* Fields are held to a clause as strictly as a mistake about them costs. */
enum strictness {
    HARD,    /* amounts, days, protected choices */
    CHOICE,  /* other choices, names, countries, addresses */
    REQUEST, /* what a question states, too */
    GUARD,   /* who must not be contacted: doubt counts for the lead */
    WORDS,   /* the lead's own words */
    ANY,     /* no field: only the quote's own meaning */
    STRICTNESSES
};

static enum strictness strictness_of(const struct handoff_field *f)
{
    if (!f)
        return ANY;
    switch (f->type) {
    case HANDOFF_TYPE_TEXT:
        return WORDS;
    case HANDOFF_TYPE_INTEGER:
    case HANDOFF_TYPE_MONEY:
    case HANDOFF_TYPE_DATE:
        return HARD;
    case HANDOFF_TYPE_ENUM:
        return f->needed_for & HANDOFF_NEED_SUPPRESSION ? GUARD
               : f->is_protected                        ? HARD
               : f->by_question                         ? REQUEST
                                                        : CHOICE;
    default:
        return CHOICE;
    }
}

#define CODE(name) HANDOFF_FINDING_##name

/* HARD, CHOICE, REQUEST, GUARD, WORDS, ANY */
static const struct {
    enum handoff_finding_code code;
    unsigned char effect[STRICTNESSES];
} effects[HO_KIND_COUNT] = {
    [HO_KIND_NOT] = { CODE(NEGATED), { 2, 2, 2, 2, 0, 1 } },
    [HO_KIND_NO] = { CODE(NEGATED), { 2, 2, 2, 2, 0, 1 } },
    [HO_KIND_GONE] = { CODE(NEGATED), { 2, 2, 0, 0, 0, 1 } },
    [HO_KIND_WRONG] = { CODE(NEGATED), { 2, 2, 0, 0, 2, 1 } },
    [HO_KIND_DENY] = { CODE(NEGATED), { 2, 2, 2, 2, 2, 1 } },
    [HO_KIND_IF] = { CODE(CONDITIONAL), { 1, 1, 0, 0, 0, 1 } },
    [HO_KIND_WOULD] = { CODE(HYPOTHETICAL), { 1, 1, 0, 0, 0, 1 } },
    [HO_KIND_WERE] = { CODE(HYPOTHETICAL), { 1, 1, 0, 0, 0, 1 } },
    [HO_KIND_IMAGINE] = { CODE(HYPOTHETICAL), { 1, 1, 1, 0, 1, 1 } },
    [HO_KIND_MAYBE] = { CODE(HEDGED), { 1, 1, 0, 0, 0, 1 } },
    [HO_KIND_HOPE] = { CODE(HEDGED), { 1, 1, 0, 0, 0, 1 } },
    [HO_KIND_TRYING] = { CODE(HEDGED), { 0, 1, 0, 0, 0, 0 } },
    [HO_KIND_CHANGE] = { CODE(HEDGED), { 1, 0, 0, 0, 0, 0 } },
    [HO_KIND_WAS] = { CODE(PAST), { 2, 2, 1, 0, 0, 1 } },
    [HO_KIND_ONCE] = { CODE(PAST), { 2, 2, 1, 0, 1, 1 } },
    [HO_KIND_THIRD] = { CODE(OTHER_OWNER), { 2, 2, 1, 2, 0, 1 } },
    [HO_KIND_RIVAL] = { CODE(OTHER_OWNER), { 2, 2, 2, 2, 2, 1 } },
    [HO_KIND_SECOND] = { CODE(OTHER_OWNER), { 2, 2, 0, 0, 0, 0 } },
    [HO_KIND_SERVE] = { CODE(OTHER_OWNER), { 2, 2, 2, 2, 2, 1 } },
    [HO_KIND_SPEND] = { CODE(OTHER_OWNER), { 2, 0, 0, 0, 0, 0 } },
    [HO_KIND_SAYS] = { CODE(REPORTED), { 1, 1, 0, 1, 0, 1 } },
    [HO_KIND_WONDER] = { CODE(QUESTION), { 1, 2, 0, 0, 0, 1 } },
    [HO_KIND_EXAMPLE] = { CODE(BOILERPLATE), { 2, 2, 2, 2, 2, 1 } },
    [HO_KIND_FINE] = { CODE(PAST), { 0, 0, 2, 0, 2, 0 } },
    [HO_KIND_SINCE] = { CODE(NO_CUE), { 2, 0, 0, 0, 0, 0 } },
    [HO_KIND_WHICH] = { CODE(CONDITIONAL), { 1, 0, 0, 0, 0, 0 } },
    [HO_KIND_TRADE] = { CODE(OTHER_OWNER), { 2, 2, 0, 0, 0, 0 } },
    [HO_KIND_AFTER] = { CODE(NO_CUE), { 0, 0, 2, 0, 0, 0 } },
};

/* Some kinds are about one type of field only. */
static bool concerns(const struct ho_sentence_parse *p, enum ho_kind kind)
{
    const struct handoff_field *f = p->scene->field;

    switch (kind) {
    case HO_KIND_SPEND:
        return f && f->type == HANDOFF_TYPE_MONEY;
    case HO_KIND_SINCE:
        return f && f->type == HANDOFF_TYPE_DATE;
    case HO_KIND_CHANGE:
        return f && f->type == HANDOFF_TYPE_INTEGER;
    case HO_KIND_WHICH:
        return f && f->type == HANDOFF_TYPE_ENUM;
    case HO_KIND_AFTER:
        return f && f->wanted;
    default:
        return true;
    }
}

/* A pain is full of "not": what counts is a negator that stands right before
 * the cue, or one that the quote leaves out.  Where no cue stands behind it,
 * the quote itself is what it denies: "nobody [calls back on Fridays]". */
static enum ho_effect keep_negation(const struct ho_sentence_parse *p,
                                    const struct ho_mark *m)
{
    const bool has_cue = p->cue.to > 0 && p->cue.from >= m->last;
    const bool left_out = m->first < p->span.from;
    const size_t to = has_cue ? p->cue.from : p->span.from;
    size_t i = m->last;

    if (!ho_is_left(p, m) || (!has_cue && !left_out))
        return HO_CLEAN;
    while (i < to && ho_has_shape(p, i, HO_KIND_LIGHT))
        i++;
    if (i == to)
        return HO_FLIPPED;
    return left_out && m->last <= to && ho_same_piece(p, m->first) &&
                   !ho_has_shape(p, m->last, HO_KIND_KNOW)
               ? HO_DOUBTFUL
               : HO_CLEAN;
}

static bool names_price(const struct ho_sentence_parse *p)
{
    for (size_t i = 0; i < p->core.from; i++)
        if (ho_has_shape(p, i, HO_KIND_PRICE))
            return true;
    return false;
}

/* "What would it cost for 60 seats?": the question rests on the count. */
static bool is_asked_for(const struct ho_sentence_parse *p)
{
    const struct handoff_field *f = p->scene->field;

    return p->scene->asked && f && f->by_question && p->core.from > 0 &&
           names_price(p) &&
           (ho_has_shape(p, p->core.from - 1, HO_KIND_FOR) ||
            (p->core.from > 1 &&
             ho_has_shape(p, p->core.from - 2, HO_KIND_FOR)));
}

/* "HubSpot is something we have never used": too far off to be sure. */
static bool is_denied_late(const struct ho_sentence_parse *p,
                           const struct ho_mark *m)
{
    const struct handoff_field *f = p->scene->field;

    for (size_t i = p->core.to; i < m->first; i++)
        if (ho_has_shape(p, i, HO_KIND_AND))
            return false;
    return m->kind == HO_KIND_NOT && m->first >= p->core.to && f &&
           f->type == HANDOFF_TYPE_ENUM && strictness_of(f) == CHOICE &&
           ho_same_part(p, m->first);
}

/* "We switched to HubSpot last year." */
static bool is_still_so(const struct ho_sentence_parse *p)
{
    for (size_t i = 0; i < p->marks; i++)
        if (p->mark[i].kind == HO_KIND_NOW && ho_is_left(p, &p->mark[i]) &&
            ho_same_part(p, p->mark[i].first))
            return strictness_of(p->scene->field) == CHOICE;
    return false;
}

static enum ho_effect effect_of(const struct ho_sentence_parse *p,
                                const struct ho_mark *m, bool spare_negator)
{
    const enum strictness s = strictness_of(p->scene->field);
    const bool negation = ho_is_negation(m->kind);
    const bool keeps = p->scene->field && p->scene->field->keeps_negation;

    if (!concerns(p, m->kind) || (negation && spare_negator))
        return HO_CLEAN;
    if (!ho_reaches(p, m))
        return is_denied_late(p, m) ? HO_DOUBTFUL : HO_CLEAN;
    if ((m->kind == HO_KIND_WOULD || m->kind == HO_KIND_WONDER) &&
        is_asked_for(p))
        return HO_CLEAN;
    if (effects[m->kind].code == HANDOFF_FINDING_PAST && is_still_so(p))
        return HO_CLEAN;
    /* what the quote shows itself, it does not hide */
    if (s == ANY && ho_is_within(m->first, &p->span))
        return HO_CLEAN;
    if (negation && keeps && m->kind != HO_KIND_DENY)
        return keep_negation(p, m);
    if (negation && s == WORDS && !keeps)
        return HO_FLIPPED;
    return (enum ho_effect)effects[m->kind].effect[s];
}

/* The token of the negator that makes the value a "none": no denial of it. */
static size_t own_negator(const struct ho_sentence_parse *p)
{
    size_t best = HO_TOKENS;

    for (size_t i = 0; p->scene->says_none && i < p->marks; i++)
        if (ho_is_negation(p->mark[i].kind) && p->mark[i].first < p->core.to)
            best = p->mark[i].first;
    return best;
}

/* --- questions
 * ----------------------------------------------------------------- */

static bool opens_question(const struct ho_sentence_parse *p, size_t i)
{
    return ho_has_shape(p, i, HO_KIND_ASK);
}

/* A question reaches back to the clause that opens it: "we have 20 reps, can
 * you help?" asks nothing about the reps. */
static bool is_asked(const struct ho_sentence_parse *p)
{
    size_t last = 0;

    if (!p->scene->asked)
        return false;
    for (size_t i = 0; i < p->count; i++) {
        const bool starts = i == 0 || p->token[i - 1].is_stop ||
                            ho_has_shape(p, i - 1, HO_KIND_AND) ||
                            ho_has_shape(p, i - 1, HO_KIND_BUT);

        if (i > 0 && p->token[i - 1].is_stop && ho_token_byte(p, i - 1) == ',')
            last = i;
        if (starts && !p->token[i].is_stop && opens_question(p, i))
            return p->core.to > i;
    }
    return p->core.to > last;
}

static enum ho_effect ask(const struct ho_sentence_parse *p)
{
    const struct handoff_field *f = p->scene->field;
    const enum strictness s = strictness_of(f);

    if (!is_asked(p) || s == GUARD)
        return HO_CLEAN;
    if (s == ANY)
        return p->span.to == p->count ? HO_CLEAN : HO_DOUBTFUL;
    if (!f->by_question)
        return HO_FLIPPED;
    return s == HARD && !is_asked_for(p) ? HO_DOUBTFUL : HO_CLEAN;
}

/* "We have no deadline, 1 June was a thought": what is denied is the cue, and
 * it stands in another clause than the value. */
static bool is_cue_denied(struct ho_sentence_parse *p)
{
    const struct ho_range core = p->core, cue = p->cue;
    bool denied = false;

    if (cue.to == 0 || p->scene->says_none || !p->scene->field ||
        p->scene->field->keeps_negation || ho_same_part(p, cue.from))
        return false;
    p->core = cue;
    p->cue = (struct ho_range){ 0, 0 };
    for (size_t i = 0; i < p->marks && !denied; i++)
        denied = ho_is_negation(p->mark[i].kind) && ho_reaches(p, &p->mark[i]);
    p->core = core;
    p->cue = cue;
    return denied;
}

enum ho_effect ho_polarity(const struct ho_scene *scene,
                           enum handoff_finding_code *code)
{
    struct ho_sentence_parse p;
    enum ho_effect worst = HO_CLEAN;
    size_t spared;

    ho_parse_sentence(scene, &p);
    if (p.core.to == 0) { /* beyond what is looked at */
        *code = HANDOFF_FINDING_AMBIGUOUS;
        return HO_DOUBTFUL;
    }
    if (p.marks == HO_MARKS) {
        *code = HANDOFF_FINDING_AMBIGUOUS;
        worst = HO_DOUBTFUL;
    }
    spared = own_negator(&p);
    for (size_t i = 0; i < p.marks; i++) {
        const enum ho_effect e =
            effect_of(&p, &p.mark[i], p.mark[i].first == spared);

        if (e > worst) {
            worst = e;
            *code = effects[p.mark[i].kind].code;
        }
    }
    if (worst != HO_FLIPPED && is_cue_denied(&p)) {
        worst = HO_FLIPPED;
        *code = HANDOFF_FINDING_NEGATED;
    }
    if (ask(&p) > worst) {
        worst = ask(&p);
        *code = HANDOFF_FINDING_QUESTION;
    }
    return worst;
}
