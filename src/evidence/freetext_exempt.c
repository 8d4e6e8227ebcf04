/* freetext_exempt.c - numbers and dates that state nothing about the lead */
#include <handoff/fields.h>

#include "base/clock.h"
#include "evidence/freetext.h"

enum {
    SMALL = 20,    /* the most that a text counts of its own */
    LIST_MAX = 12, /* items of a list worth counting */
    SLOT = 5       /* tokens between 30 minutes and their call */
};

static const struct ho_token *token(const struct handoff_text_checker *c,
                                    const struct ho_fact *f, int offset)
{
    static const struct ho_token none = { .kind = HO_TOKEN_LINE };
    const struct ho_sentence *s = &c->text.sentence[f->sentence];
    const int64_t at =
        offset < 0 ? (int64_t)f->first + offset : (int64_t)f->last + offset;

    return at >= (int64_t)s->first && at < (int64_t)s->last ? &c->text.token[at]
                                                            : &none;
}

static bool is_times(const struct handoff_text_checker *c,
                     const struct ho_token *t)
{
    const struct handoff_slice s = ho_part(c->text.bytes, t->from, t->to);

    return ho_is_sign(t, '*') || ho_slice_is_nocase(s, "x") ||
           ho_slice_is(s, "\xC3\x97");
}

/* Is a bracket open before the number? */
static bool is_bracketed(const struct handoff_text_checker *c,
                         const struct ho_fact *f)
{
    const struct ho_sentence *s = &c->text.sentence[f->sentence];

    for (size_t i = f->first; i > s->first; i--) {
        if (ho_is_sign(&c->text.token[i - 1], ')'))
            return false;
        if (ho_is_sign(&c->text.token[i - 1], '('))
            return true;
    }
    return false;
}

static bool has_class(const struct handoff_text_checker *c,
                      const uint32_t *side, uint64_t class)
{
    for (size_t i = 0; i < HO_SIDE && side[i]; i++)
        if (c->words.word[side[i]].class & class)
            return true;
    return false;
}

static bool is_counted(const struct handoff_text_checker *c,
                       const struct ho_fact *f)
{
    for (size_t i = 0; i < HO_SIDE && f->after[i]; i++)
        if (c->words.word[f->after[i]].flags & HO_WORD_HEADS)
            return true;
    return false;
}

static bool is_time_unit(uint8_t unit)
{
    return unit >= HO_UNIT_MINUTE && unit <= HO_UNIT_YEAR;
}

/* "Confidence: 80%": ours, not the lead's */
static bool is_score(const struct handoff_text_checker *c,
                     const struct ho_fact *f)
{
    const struct ho_token *before = token(c, f, -1);

    if (ho_is_sign(before, ':') || (before->class & HO_C(GLUE)))
        before = token(c, f, -2);
    return ho_is_word_token(before) && (before->class & HO_C(SCORE));
}

/* "(1) prices, (2) hosting" */
static bool is_in_series(const struct handoff_text_checker *c,
                         const struct ho_fact *f)
{
    const struct ho_fact *all = c->text.fact, *end = all + c->text.facts;

    return (f + 1 < end && f[1].low == f->low + HANDOFF_SCALE &&
            ho_is_sign(token(c, f + 1, -1), '(')) ||
           (f > all && f[-1].low == f->low - HANDOFF_SCALE &&
            ho_is_sign(token(c, f - 1, -1), '('));
}

/* "1." and "(2)" at the start of a line, "Step 3", "#4" */
static bool is_structure(const struct handoff_text_checker *c,
                         const struct ho_fact *f)
{
    const struct ho_token *t = &c->text.token[f->first];
    const struct ho_token *before = token(c, f, -1), *next = token(c, f, 0);
    const bool dotted = ho_is_sign(before, '.');

    if (ho_is_sign(before, '#') && (t->shape & HO_SHAPE_GLUED))
        return true;
    if ((f->first == c->text.sentence[f->sentence].first ||
         (ho_is_sign(before, '#') && (t->shape & HO_SHAPE_INITIAL))) &&
        (ho_is_sign(next, '.') || ho_is_sign(next, ')') ||
         ho_is_sign(next, ':')))
        return true;
    if (ho_is_sign(before, '(') && ho_is_sign(next, ')') &&
        f->low <= 9 * HANDOFF_SCALE && (!f->before[0] || is_in_series(c, f)))
        return true;
    if (ho_is_sign(next, ')') && f->low <= SMALL * (int64_t)HANDOFF_SCALE &&
        !is_bracketed(c, f))
        return true;
    if (dotted)
        before = token(c, f, -2);
    if (!ho_is_word_token(before))
        return false;
    return (before->class & HO_C(STRUCT)) && !f->unit;
}

/* "24/7", "50/50", "1:1" */
static bool is_idiom(const struct handoff_text_checker *c,
                     const struct ho_fact *f)
{
    const struct ho_token *before = token(c, f, -1), *next = token(c, f, 0);

    if (f->kind == HO_FACT_SHARE)
        return f->low == 100 * HANDOFF_SCALE && f->high == f->low;
    if ((ho_is_sign(next, '/') || ho_is_sign(next, ':')) &&
        (next->shape & HO_SHAPE_GLUED) &&
        token(c, f, 1)->kind == HO_TOKEN_NUMBER)
        return true;
    return (ho_is_sign(before, '/') || ho_is_sign(before, ':')) &&
           (before->shape & HO_SHAPE_GLUED) &&
           token(c, f, -2)->kind == HO_TOKEN_NUMBER;
}

/* Items of the list behind the number: in its sentence after a colon, or in
 * the marked lines that follow. */
static size_t list_length(const struct handoff_text_checker *c,
                          const struct ho_fact *f)
{
    const struct ho_part_list *p = &c->text;
    const struct ho_sentence *s = &p->sentence[f->sentence];
    size_t items = 0, i = f->last;

    while (i < s->last && !ho_is_sign(&p->token[i], ':') &&
           !ho_is_sign(&p->token[i], '('))
        i++;
    if (i >= s->last)
        return 0;
    if (i + 1 < s->last) {
        items = 1;
        for (i++; i < s->last && items <= LIST_MAX; i++)
            items +=
                ho_is_sign(&p->token[i], ',')
                    ? !(p->token[i + 1 < s->last ? i + 1 : i].class & HO_C(AND))
                    : (p->token[i].class & HO_C(AND)) != 0;
        return items;
    }
    for (const struct ho_sentence *next = s + 1;
         next < p->sentence + p->sentences && items <= LIST_MAX; next++) {
        const struct ho_token *t = &p->token[next->first];

        if (!(next->flags & HO_SENTENCE_LINE))
            continue;
        if (!(t->kind == HO_TOKEN_NUMBER ||
              (t->kind == HO_TOKEN_SIGN && t->sign && strchr("-*+", t->sign))))
            break;
        items++;
    }
    return items;
}

static bool counts_list(const struct handoff_text_checker *c,
                        const struct ho_fact *f)
{
    const int64_t value = f->low / HANDOFF_SCALE;

    if (value < 2 || value > LIST_MAX || f->low % HANDOFF_SCALE)
        return false;
    return ((c->lists >> value & 1) &&
            ho_find_keys(c, HO_KEY_QUANTITY, f->low, f->low).count == 0) ||
           (size_t)value == list_length(c, f);
}

/* Is it about us: an order, a proposal, a question; of a letter, what says
 * "I", which is never the lead, and what does not say "you"? */
static bool is_ours(const struct handoff_text_checker *c,
                    const struct ho_fact *f)
{
    const struct ho_sentence *s = &c->text.sentence[f->sentence];

    if (s->flags & (HO_SENTENCE_OWN | HO_SENTENCE_ASKS))
        return true;
    if (!c->text.is_letter)
        return false;
    for (size_t i = s->first; i < s->last; i++)
        if (c->text.token[i].sense & HO_S(SELF))
            return true;
        else if (c->text.token[i].class & HO_C(YOU))
            return false;
    return true;
}

/* "one clarifying question", "the two facts", "first three actions" */
static bool is_rhetoric(const struct handoff_text_checker *c,
                        const struct ho_fact *f)
{
    const uint16_t flags = c->text.sentence[f->sentence].flags;

    if (f->spelt && f->low == HANDOFF_SCALE &&
        (token(c, f, 0)->class & HO_C(OF))) /* "one of four" */
        return true;
    if ((f->low > SMALL * (int64_t)HANDOFF_SCALE &&
         !(flags & HO_SENTENCE_OWN)) ||
        is_counted(c, f))
        return false;
    if (f->spelt && f->low == HANDOFF_SCALE)
        return !is_time_unit(f->unit) || !(c->counted >> f->unit & 1);
    if (f->low == 0 || (f->low == HANDOFF_SCALE && f->unit == HO_UNIT_LEAD))
        return true;
    if (f->spelt && c->text.is_letter && is_ours(c, f))
        return true;
    if (f->after[0] && f->low > HANDOFF_SCALE &&
        ho_is_among("times|mal|fois|veces|volte|keer|vezes",
                    ho_word_text(&c->words, f->after[0])))
        return f->low == 2 * (int64_t)HANDOFF_SCALE; /* "twice" */
    return has_class(c, f->after, HO_C(RHETORIC)) || counts_list(c, f);
}

/* "a 20-minute call", "follow up in 3 days", "reply within 2 hours" */
static bool is_own_time(const struct handoff_text_checker *c,
                        const struct ho_fact *f)
{
    const struct ho_sentence *s = &c->text.sentence[f->sentence];
    size_t near;

    if (!is_time_unit(f->unit))
        return false;
    if ((s->flags & (HO_SENTENCE_OWN | HO_SENTENCE_ASKS)) ||
        (is_ours(c, f) && f->unit <= HO_UNIT_WEEK)) /* no months of a term */
        return true;
    if (f->unit != HO_UNIT_MINUTE && f->unit != HO_UNIT_HOUR)
        return false;
    near = c->text.is_letter ? s->last - s->first : SLOT;
    for (size_t i = f->first < s->first + near ? s->first : f->first - near;
         i < s->last && i < f->last + near; i++)
        if (ho_is_word_token(&c->text.token[i]) &&
            (c->text.token[i].class & HO_C(SLOT)))
            return true;
    return false;
}

/* "Could we talk on Thursday at 10?", "between 9 and 11": ours */
static bool is_own_hour(const struct handoff_text_checker *c,
                        const struct ho_fact *f)
{
    enum { HOURS = 24 };
    const struct ho_sentence *s = &c->text.sentence[f->sentence];

    if (f->unit || f->high > HOURS * (int64_t)HANDOFF_SCALE ||
        !c->text.is_letter || !(s->flags & HO_SENTENCE_ASKS))
        return false;
    for (size_t i = s->first; i < s->last; i++)
        if (c->text.token[i].class & (HO_C(WEEKDAY) | HO_C(CLOCK)))
            return true;
    return false;
}

/* "12 x 200": months of a year, weeks, that the text works with */
static bool is_factor(const struct handoff_text_checker *c,
                      const struct ho_fact *f)
{
    static const int64_t factors[] = { 4, 12, 24, 36, 48, 52 };
    const struct ho_token *before = token(c, f, -1), *next = token(c, f, 0);
    const bool times = is_times(c, before) || is_times(c, next);

    for (size_t i = 0; times && i < sizeof factors / sizeof *factors; i++)
        if (f->low == factors[i] * HANDOFF_SCALE)
            return true;
    return false;
}

static bool is_own_date(const struct handoff_text_checker *c,
                        const struct ho_fact *f)
{
    const uint16_t flags = c->text.sentence[f->sentence].flags;

    switch ((enum ho_fact_kind)f->kind) {
    case HO_FACT_WEEKDAY:
    case HO_FACT_RELATIVE:
    case HO_FACT_CLOCK:
        return c->text.is_letter ||
               (flags & (HO_SENTENCE_OWN | HO_SENTENCE_ASKS)) != 0;
    default:
        return (flags & HO_SENTENCE_OWN) && !f->event;
    }
}

bool ho_is_exempt(const struct handoff_text_checker *c, const struct ho_fact *f)
{
    if (c->text.token[f->first].shape & HO_SHAPE_BRACKETED)
        return true;
    if (f->kind >= HO_FACT_YEAR)
        return is_own_date(c, f);
    if (is_score(c, f))
        return true;
    if (f->kind == HO_FACT_SHARE)
        return is_idiom(c, f);
    if (f->kind != HO_FACT_NUMBER)
        return false;
    return is_structure(c, f) || is_idiom(c, f) || is_rhetoric(c, f) ||
           is_own_time(c, f) || is_own_hour(c, f) || is_factor(c, f);
}
