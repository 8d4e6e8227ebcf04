/* reach.c - see evidence/reach.h */
#include "evidence/reach.h"

#include <string.h>

enum {
    NOUN_REACH = 3, /* words from "no" to what there is none of */
    NEAR = 2
};

/* Is the token in the clause of one of the core's ends? */
bool ho_same_part(const struct ho_sentence_parse *p, size_t i)
{
    return p->token[i].part == p->token[p->core.from].part;
}

bool ho_same_piece(const struct ho_sentence_parse *p, size_t i)
{
    return p->token[i].piece == p->token[p->core.from].piece;
}

static bool same_half(const struct ho_sentence_parse *p,
                      const struct ho_mark *m)
{
    const size_t from = ho_is_left(p, m) ? m->last : p->core.to;
    const size_t to = ho_is_left(p, m) ? p->core.from : m->first;

    for (size_t i = from; i < to && i < p->count; i++)
        if (ho_token_byte(p, i) == ';' || ho_has_shape(p, i, HO_KIND_BUT))
            return false;
    return true;
}

bool ho_is_left(const struct ho_sentence_parse *p, const struct ho_mark *m)
{
    return m->first < p->core.from;
}

/* Words between the mark and the core behind it. */
static size_t gap(const struct ho_sentence_parse *p, const struct ho_mark *m)
{
    return m->last < p->core.from ? p->core.from - m->last : 0;
}

/* "for our clients we need ...", but "the client I represent has ..." */
static bool is_for(const struct ho_sentence_parse *p, size_t i)
{
    return (i > 0 && (ho_has_shape(p, i - 1, HO_KIND_FOR) ||
                      ho_has_shape(p, i - 1, HO_KIND_WITH))) ||
           (i > 1 && (ho_has_shape(p, i - 2, HO_KIND_FOR) ||
                      ho_has_shape(p, i - 2, HO_KIND_WITH)));
}

static bool first_between(const struct ho_sentence_parse *p,
                          const struct ho_mark *m)
{
    const bool skips =
        ho_has_shape(p, m->last, HO_KIND_FIRST) && !is_for(p, m->first);

    for (size_t i = m->last + skips; i < p->core.from; i++)
        if (ho_has_shape(p, i, HO_KIND_FIRST))
            return true;
    return false;
}

/* --- how far each kind reaches -------------------------------------------- */

/* "20k is not approved"; "20k haben wir nicht". */
static bool denies_behind(const struct ho_sentence_parse *p,
                          const struct ho_mark *m)
{
    if (m->kind == HO_KIND_NO || m->first < p->core.to ||
        !ho_same_part(p, m->first))
        return false;
    for (size_t i = p->core.to; i < m->first; i++)
        if (p->token[i].is_stop)
            return false;
    if (m->behind == HO_BEHIND_ALWAYS)
        return true;
    for (size_t i = p->core.to; i < m->first; i++)
        if (ho_has_shape(p, i, HO_KIND_FIRST))
            return false; /* "with 20 reps we are not small" */
    return ho_has_shape(p, m->behind == HO_BEFORE_AUX ? m->last : m->first - 1,
                        HO_KIND_AUX);
}

/* A noun's negation reaches what stands next to it. */
static bool denies_noun(const struct ho_sentence_parse *p,
                        const struct ho_mark *m)
{
    size_t to = p->core.from;

    if (p->cue.to > 0 && p->cue.from >= m->last && p->cue.from < to)
        to = p->cue.from;
    if (m->last > to || to - m->last > NOUN_REACH)
        return false;
    for (size_t i = m->last; i < to; i++)
        if (p->token[i].is_stop || ho_has_shape(p, i, HO_KIND_AND))
            return false;
    return ho_same_part(p, m->first);
}

/* Where the core opens its clause, the negation may stand in the one before
 * that it completes: "it is not true that ...". */
static bool denies(const struct ho_sentence_parse *p, const struct ho_mark *m)
{
    if (m->kind == HO_KIND_NO)
        return denies_noun(p, m);
    if (m->kind == HO_KIND_DENY)
        return ho_is_left(p, m) && same_half(p, m);
    if (!ho_is_left(p, m))
        return denies_behind(p, m);
    if (m->last > p->core.from) /* "nous avons plus de 70 salaries" */
        return false;
    return ho_same_part(p, m->first);
}

static bool with_before(const struct ho_sentence_parse *p)
{
    for (size_t i = p->core.from; i-- > 0 && ho_same_piece(p, i);)
        if (ho_has_shape(p, i, HO_KIND_WITH))
            return true;
    return false;
}

/* Between the cue and the amount, or right before it. */
static bool is_spent(const struct ho_sentence_parse *p, const struct ho_mark *m)
{
    if (!ho_is_left(p, m) || !ho_same_part(p, m->first))
        return false;
    return gap(p, m) <= NEAR || (p->cue.to > 0 && p->cue.to <= m->first);
}

/* "says our CFO" behind a comma or a quotation. */
static bool says_behind(const struct ho_sentence_parse *p,
                        const struct ho_mark *m)
{
    return m->first >= p->core.to && m->first > 0 &&
           p->token[m->first - 1].is_stop;
}

/* "The deadline for choosing a vendor is ...", but "the deadline of our
 * vendor is ...". */
static bool is_object(const struct ho_sentence_parse *p,
                      const struct ho_mark *m)
{
    if (p->cue.to == 0 || p->cue.to > m->first)
        return false;
    for (size_t i = m->first; i-- > p->cue.to && m->first - i <= NEAR;)
        if (ho_has_shape(p, i, HO_KIND_OF) || ho_has_shape(p, i, HO_KIND_FOR))
            return false;
    return true;
}

/* "My boss says yes, I sign": the writer speaks behind the comma. */
static bool speaks_up(const struct ho_sentence_parse *p,
                      const struct ho_mark *m)
{
    for (size_t i = m->last; i + 1 < p->core.to && i + 1 < p->count; i++)
        if (p->token[i].is_stop && ho_token_byte(p, i) == ',' &&
            ho_has_shape(p, i + 1, HO_KIND_FIRST))
            return true;
    return false;
}

/* "The budget is 25k, I guess." */
static bool is_tag(const struct ho_sentence_parse *p, const struct ho_mark *m)
{
    return m->first > p->core.from && p->token[m->first - 1].is_stop &&
           (m->last == p->count || p->token[m->last].is_stop) &&
           same_half(p, m);
}

/* "Salesforce was too expensive": of a choice; 20 users "were" there still. */
static bool was_behind(const struct ho_sentence_parse *p,
                       const struct ho_mark *m)
{
    const struct handoff_field *f = p->scene->field;

    return m->first == p->core.to && f && f->type == HANDOFF_TYPE_ENUM;
}

static bool reaches_left(const struct ho_sentence_parse *p,
                         const struct ho_mark *m)
{
    switch (m->kind) {
    case HO_KIND_THIRD:
    case HO_KIND_RIVAL:
        return ho_same_piece(p, m->first) && !first_between(p, m) &&
               !is_object(p, m);
    case HO_KIND_SECOND:
        return ho_same_piece(p, m->first) && !first_between(p, m);
    case HO_KIND_SERVE:
        return same_half(p, m) && !first_between(p, m);
    case HO_KIND_WOULD:
    case HO_KIND_WAS:
    case HO_KIND_WONDER:
    case HO_KIND_TRYING:
        return ho_same_part(p, m->first);
    case HO_KIND_SAYS:
        return same_half(p, m) && !speaks_up(p, m);
    case HO_KIND_EXAMPLE:
    case HO_KIND_IMAGINE:
        return same_half(p, m);
    case HO_KIND_SINCE:
    case HO_KIND_CHANGE:
        return gap(p, m) < NEAR;
    case HO_KIND_SPEND:
        return is_spent(p, m);
    default:
        return false;
    }
}

bool ho_reaches(const struct ho_sentence_parse *p, const struct ho_mark *m)
{
    switch (m->kind) {
    case HO_KIND_NOT:
    case HO_KIND_NO:
    case HO_KIND_DENY:
        return denies(p, m);
    case HO_KIND_IF:
    case HO_KIND_ONCE:
    case HO_KIND_WRONG:
        return same_half(p, m);
    case HO_KIND_MAYBE:
    case HO_KIND_HOPE:
        return is_tag(p, m) || (ho_same_part(p, m->first) &&
                                (m->kind == HO_KIND_MAYBE || ho_is_left(p, m)));
    case HO_KIND_WERE:
    case HO_KIND_GONE:
        return ho_same_part(p, m->first);
    case HO_KIND_WAS:
        return ho_is_left(p, m) ? reaches_left(p, m) : was_behind(p, m);
    case HO_KIND_WOULD:
        return ho_is_left(p, m) ? reaches_left(p, m)
                                : ho_same_part(p, m->first) && with_before(p);
    case HO_KIND_SAYS:
        return ho_is_left(p, m) ? reaches_left(p, m) : says_behind(p, m);
    case HO_KIND_FINE:
        return m->first >= p->core.to && ho_same_part(p, m->first);
    case HO_KIND_TRADE:
        return m->first == p->core.to || m->first == p->cue.to;
    case HO_KIND_WHICH:
        return m->first == (p->cue.to > 0 ? p->cue.to : p->core.to);
    case HO_KIND_AFTER:
        return p->cue.to > 0 && m->last == p->cue.from;
    default:
        return ho_is_left(p, m) && reaches_left(p, m);
    }
}
