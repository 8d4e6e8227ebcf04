/* freetext_units.c - what a number counts, per what, and where */
#include <handoff/fields.h>

#include "evidence/freetext.h"

enum {
    AFTER = 7,        /* tokens behind a number that may name its thing */
    BEFORE = 7,       /* tokens before it that may label it */
    PERIOD_AFTER = 8, /* "leads through the web form per month" */
    PERIOD_BEFORE = 5,
    YEAR_FIRST = 1950,
    YEAR_LAST = 2099,
    BARE = 1000,   /* less is money only with its currency */
    WHERE = 6,     /* tokens behind a number that may say where */
    SHORT_LINE = 4 /* tokens of an answer below its question */
};

struct place {
    const struct handoff_text_checker *c;
    const struct ho_part_list *p;
    const struct ho_sentence *s;
    struct ho_fact *f;
};

static bool is_gap(const struct ho_token *t)
{
    return t->kind == HO_TOKEN_SIGN && t->sign &&
           strchr("*_\"'`", t->sign) != NULL;
}

static bool is_content(const struct ho_token *t)
{
    static const uint64_t verbs = HO_S(BUT) | HO_S(WANT) | HO_S(MUST) |
                                  HO_S(HAVE) | HO_S(USE) | HO_S(BE) |
                                  HO_S(NEG) | HO_S(GIVE);

    if (!ho_is_word_token(t))
        return false;
    if (t->class & HO_C(UNIT))
        return true;
    return !(t->class & (HO_C(FUNC) | HO_C(GLUE) | HO_C(PER))) &&
           !(t->sense & verbs);
}

static void add_side(uint32_t *side, uint32_t word)
{
    for (size_t i = 0; i < HO_SIDE; i++)
        if (side[i] == 0) {
            side[i] = word;
            return;
        }
}

/* A word of the thing, or a phrase that names it; returns its tokens. */
static size_t add_thing(const struct place *at, size_t i)
{
    const struct ho_token *t = &at->p->token[i];
    const size_t n = t->class & HO_C(UNIT) ? t->span : 1;

    for (size_t k = i; k < i + n && k < at->s->last; k++)
        if (at->p->token[k].word)
            add_side(at->f->after, at->p->token[k].word);
    if (t->class & HO_C(UNIT))
        at->f->unit = t->unit;
    return n;
}

/* "12 and 36 months": behind the second number */
static size_t skip_twin(const struct place *at)
{
    const struct ho_token *t = &at->p->token[at->f->last];
    const size_t left = at->s->last - at->f->last;

    return left > 2 && ho_is_word_token(t) && (t->class & HO_C(AND)) &&
                   t[1].kind == HO_TOKEN_NUMBER &&
                   (t[2].class & HO_C(TIME_UNIT))
               ? at->f->last + 2u
               : at->f->last;
}

/* "5.2 x 3.8 m": behind the last of its numbers */
static size_t skip_sides(const struct place *at)
{
    const struct ho_token *t = at->p->token;
    const size_t i = skip_twin(at);
    size_t behind = i;

    while (behind + 1 < at->s->last && t[behind + 1].kind == HO_TOKEN_NUMBER &&
           (ho_is_sign(&t[behind], '*') ||
            ho_is_among("x|\xC3\x97", ho_token_slice(at->p, behind))))
        behind += 2;
    return behind < at->s->last &&
                   ho_is_among("m|cm|mm|ft|in|metres|meters|meter|metre",
                               ho_token_slice(at->p, behind))
               ? behind
               : i;
}

/* "40 seats", "12 sales reps", "12-person team", "40 of our reps" */
static void look_behind(const struct place *at)
{
    const struct ho_part_list *p = at->p;
    struct ho_fact *f = at->f;
    bool any = false;
    size_t step = 1;
    const size_t sides = skip_sides(at);

    if (sides > f->last && at->p->token[sides - 1].kind == HO_TOKEN_NUMBER &&
        !(p->token[f->last].class & HO_C(AND))) {
        add_side(f->after, p->token[sides].word);
        return;
    }
    for (size_t i = sides; i < at->s->last && i < f->last + AFTER; i += step) {
        const struct ho_token *t = &p->token[i];

        step = 1;
        if (is_gap(t) || (ho_is_sign(t, '-') && (t->shape & HO_SHAPE_GLUED)) ||
            (t->kind == HO_TOKEN_LINE))
            continue;
        if (!is_content(t)) {
            if (!any && ho_is_word_token(t) &&
                ((t->class & (HO_C(OF) | HO_C(DIFFERENCE))) ||
                 (t->sense & HO_S(SELF)) ||
                 ho_slice_is(ho_word_text(&at->c->words, t->word), "the")))
                continue;
            return;
        }
        if ((t->class & HO_C(RELATIVE)) || /* "6 now, 10 next year" */
            (any && (t->class & HO_C(IN_TIME))))
            return;
        /* a verb, an adverb, a time follows: "40 seats today" */
        if (f->unit &&
            (!(t->class & HO_C(UNIT)) || (t->class & HO_C(TIME_UNIT))))
            return;
        any = true;
        step = add_thing(at, i);
        if ((t->class & HO_C(TIME_UNIT)) ||
            (f->unit && (t->shape & HO_SHAPE_GLUED))) /* "35-seat office" */
            return;
    }
}

static bool is_wall(const struct ho_token *t)
{
    return t->kind == HO_TOKEN_LINE || t->kind == HO_TOKEN_NUMBER ||
           (t->kind == HO_TOKEN_SIGN && t->sign &&
            strchr(",.;!|()", t->sign) != NULL) ||
           (ho_is_word_token(t) && (t->class & (HO_C(AND) | HO_C(NUMBER))) &&
            !(t->class & HO_C(WHERE)));
}

/* "18 people in logistics", "7 in sales" */
static void look_where(const struct place *at)
{
    const struct ho_token *t = &at->p->token[at->f->last];
    bool in = false;

    for (size_t d = 0; d < WHERE && at->f->last + d < at->s->last; d++, t++) {
        if (is_wall(t))
            return;
        if (ho_is_word_token(t) && (t->class & HO_C(WHERE))) {
            in = true;
        } else if (in && ho_is_word_token(t) && !(t->class & HO_C(FUNC))) {
            at->f->where =
                t->class & (HO_C(MONTH) | HO_C(TIME_UNIT) | HO_C(TOTAL))
                    ? 0
                    : t->word;
            return;
        }
    }
}

static bool parts(const struct ho_token *t)
{
    return t->kind == HO_TOKEN_LINE ||
           (t->kind == HO_TOKEN_SIGN && t->sign &&
            strchr(",.;!", t->sign) != NULL) ||
           t->kind == HO_TOKEN_NUMBER;
}

/* "Seats: 40", "team size is 12", "a team of 12", "headcount (120)" */
static void look_before(const struct place *at)
{
    const struct ho_part_list *p = at->p;
    struct ho_fact *f = at->f;
    const bool year = f->low == f->high && !f->scaled &&
                      f->low / HANDOFF_SCALE >= 1950 &&
                      f->low / HANDOFF_SCALE <= 2099;
    /* "in den Werken 2028" counts none */
    bool any = false, linked = !year; /* "tools under 50k" are not 50k tools */

    for (size_t k = 1; k <= BEFORE && f->first >= at->s->first + k; k++) {
        const struct ho_token *t = &p->token[f->first - k];

        if (parts(t))
            return;
        if (ho_is_sign(t, '+')) /* "5 clinics (+2)" */
            return;
        if ((t->class & HO_C(TIME_UNIT)) && f->first > at->s->first + k &&
            (t[-1].class & HO_C(RELATIVE))) /* "budget next year is 40,000" */
            continue;
        if (t->kind == HO_TOKEN_SIGN) {
            linked = linked || ho_is_sign(t, ':') || ho_is_sign(t, '(');
            continue;
        }
        if (t->class & (HO_C(AT_MOST) | HO_C(AT_LEAST)))
            linked = false;
        linked = linked || (t->sense & HO_S(BE)) || (t->class & HO_C(OF));
        if (!is_content(t) && !(t->class & HO_C(SIZE))) {
            if (any || !(t->class & (HO_C(GLUE) | HO_C(APPROX))))
                return;
            continue;
        }
        if (!linked)
            return;
        add_side(f->before, t->word);
        if (!any && !(t->class & (HO_C(UNIT) | HO_C(SIZE))))
            return;
        any = true;
        if (!f->unit && t->unit && !(f->period && (t->class & HO_C(TIME_UNIT))))
            f->unit = t->unit;
    }
}

/* A number alone in its line answers the line above. */
static void look_above(const struct place *at)
{
    const struct ho_part_list *p = at->p;
    const struct ho_sentence *above = at->s - 1;

    if (at->s == p->sentence || at->s->last - at->s->first > SHORT_LINE ||
        (at->s->flags & HO_SENTENCE_LABELLED))
        return;
    if (!(above->flags & (HO_SENTENCE_ASKS | HO_SENTENCE_LABELLED)))
        return;
    for (size_t i = above->first; i < above->last; i++)
        if (is_content(&p->token[i])) {
            add_side(at->f->before, p->token[i].word);
            if (p->token[i].class & HO_C(UNIT))
                at->f->unit = p->token[i].unit;
        }
}

/* --- per month ----------------------------------------------------------- */

static uint8_t period_at(const struct place *at, size_t i)
{
    const struct ho_part_list *p = at->p;
    const struct ho_token *t = &p->token[i];
    const struct ho_token *next = i + 1 < at->s->last ? t + 1 : t;
    const struct ho_token *before = i > at->s->first ? t - 1 : t;

    if (ho_is_word_token(t) && (t->class & HO_C(PERIOD)))
        return t->unit;
    if (!ho_is_word_token(next) || !(next->class & HO_C(TIME_UNIT)))
        return 0;
    if (ho_is_sign(t, '/'))
        return next->unit;
    if (!ho_is_word_token(t) || !(t->class & HO_C(PER)))
        return 0;
    if (t->to - t->from <= 2 && before != t &&
        ((before->class & (HO_C(IN_TIME) | HO_C(APPROX))) ||
         (before->sense & HO_S(BY))))
        return 0; /* "in a month" */
    return next->unit;
}

/* "Each month we get 300", not "400 a month with 22 reps". */
static bool belongs_ahead(const struct place *at, size_t i)
{
    for (size_t d = 1; d <= PERIOD_BEFORE && i >= at->s->first + d; d++) {
        const struct ho_token *t = &at->p->token[i - d];

        if (t->kind == HO_TOKEN_NUMBER)
            return false;
        if (ho_is_sign(t, ')') || ho_is_sign(t, ',') || ho_is_sign(t, ':'))
            return true;
    }
    return true;
}

/* "48 gyms and a monthly churn of 4%": the period is the other's. */
static bool is_joined_to_other(const struct place *at, size_t i)
{
    const struct ho_token *t = &at->p->token[i];

    if (!ho_is_word_token(t) || !(t->class & HO_C(AND)) || i == at->f->last)
        return false;
    for (size_t k = i + 1; k < at->s->last && k <= i + PERIOD_BEFORE; k++)
        if (at->p->token[k].kind == HO_TOKEN_NUMBER)
            return true;
        else if (parts(&at->p->token[k]))
            return false;
    return false;
}

/* "22 fitters write about 90 reports daily", "... daily about 90": the period
 * is the next number's. */
static bool is_before_number(const struct place *at, size_t i)
{
    enum { REACH = 3 };
    bool any = false;

    for (size_t k = at->f->last; k < i; k++) /* "300 a month and 20 ..." */
        any = any || (ho_is_word_token(&at->p->token[k]) &&
                      !(at->p->token[k].class & (HO_C(UNIT) | HO_C(PER))));
    for (size_t k = i + at->p->token[i].span;
         any && k < at->s->last && k <= i + REACH; k++) {
        const struct ho_token *t = &at->p->token[k];

        if (t->kind == HO_TOKEN_NUMBER ||
            (ho_is_word_token(t) && (t->class & HO_C(NUMBER))))
            return true;
        if (!ho_is_word_token(t) || !(t->class & HO_C(APPROX)))
            return false;
    }
    return false;
}

static bool is_abbreviated(const struct ho_part_list *p, size_t i)
{
    return i > 0 && ho_is_sign(&p->token[i], '.') &&
           ho_is_word_token(&p->token[i - 1]) &&
           (p->token[i - 1].class & (HO_C(ABBREVIATION) | HO_C(APPROX)));
}

static void find_period(const struct place *at)
{
    struct ho_fact *f = at->f;

    for (size_t i = f->last; i < at->s->last && i < f->last + PERIOD_AFTER;
         i++) {
        if (is_joined_to_other(at, i))
            break;
        if (at->p->token[i].kind == HO_TOKEN_NUMBER ||
            (i > f->last && parts(&at->p->token[i])) ||
            ho_is_sign(&at->p->token[i], ')'))
            break;
        if ((at->p->token[i].class & HO_C(PERIOD)) && is_before_number(at, i))
            break;
        f->period = period_at(at, i);
        if (f->period)
            return;
    }
    for (size_t k = 1; k <= PERIOD_BEFORE && f->first >= at->s->first + k;
         k++) {
        if (parts(&at->p->token[f->first - k]) &&
            !is_abbreviated(at->p, f->first - k)) /* "pro Tag: ca. 250" */
            return;
        if (!belongs_ahead(at, f->first - k))
            continue;
        f->period = period_at(at, f->first - k);
        f->loose = f->period != 0;
        if (f->period)
            return;
    }
}

void ho_find_unit(const struct handoff_text_checker *c,
                  const struct ho_part_list *p, struct ho_fact *f)
{
    const struct place at = { c, p, &p->sentence[f->sentence], f };

    find_period(&at);
    if (f->kind == HO_FACT_NUMBER) {
        look_behind(&at);
        look_where(&at);
        if (!f->unit)
            look_before(&at);
        if (!f->unit && !f->before[0] && !f->after[0])
            look_above(&at);
    }
    if (f->kind == HO_FACT_MONEY || (f->kind == HO_FACT_NUMBER && !f->unit &&
                                     f->high >= BARE * (int64_t)HANDOFF_SCALE))
        ho_find_role(p, f);
}
