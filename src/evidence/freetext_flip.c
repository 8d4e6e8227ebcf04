/* freetext_flip.c - what one side denies and the other says */
#include <stdlib.h>

#include "evidence/freetext.h"

enum {
    REACH = 7, /* tokens behind "not" that it may deny */
    FLIPS_MAX = 4096,
    WINDOW = 10, /* tokens that what is denied may be spread over */
    OTHERS = 64,
    PER_WORD = 16
};

/* "not buying anything": that is, not buying */
static bool is_anything(const struct handoff_text_checker *c,
                        const struct ho_token *t)
{
    return (t->class & HO_C(COMMON)) &&
           ho_is_among("anything|something|anyone|etwas",
                       ho_word_text(&c->words, t->word));
}

static bool is_content(const struct handoff_text_checker *c,
                       const struct ho_token *t)
{
    static const uint64_t empty =
        HO_S(BE) | HO_S(HAVE) | HO_S(USE) | HO_S(SELF) | HO_S(BUT) | HO_S(NEG);

    return ho_is_word_token(t) && t->to - t->from > 2 &&
           !(t->class & (HO_C(FUNC) | HO_C(GLUE) | HO_C(PER))) &&
           !(t->sense & empty) && !is_anything(c, t);
}

static bool ends_scope(const struct ho_token *t)
{
    return (t->kind == HO_TOKEN_SIGN && t->sign &&
            strchr(",.;:!?()\"", t->sign)) ||
           t->kind == HO_TOKEN_NUMBER ||
           (ho_is_sign(t, '-') && !(t->shape & HO_SHAPE_GLUED)) ||
           (ho_is_word_token(t) &&
            ((t->sense & (HO_S(BUT) | HO_S(CAUSE) | HO_S(IF))) ||
             (t->class & HO_C(AND))));
}

/* Words that make a denial one about what is known, not about what is. */
static bool is_about_knowing(const struct ho_token *t)
{
    return (t->sense & (HO_S(UNKNOWN) | HO_S(SAY) | HO_S(HEDGE) | HO_S(ASK))) !=
           0;
}

static bool read_denial(const struct handoff_text_checker *c,
                        const struct ho_part_list *p,
                        const struct ho_sentence *s, size_t i,
                        struct ho_denial *d)
{
    const struct ho_token *not = &p->token[i];
    size_t k = i + 1;

    *d = (struct ho_denial){ .first = (uint32_t)i };
    d->have = (not ->sense & HO_S(NO)) != 0;
    for (; k < s->last && k <= i + REACH && d->words < HO_SIDE; k++) {
        const struct ho_token *t = &p->token[k];

        if (ends_scope(t))
            break;
        if (is_about_knowing(t))
            return false;
        d->have = d->have || (t->sense & (HO_S(HAVE) | HO_S(USE)));
        if (is_content(c, t))
            d->word[d->words++] = t->word;
    }
    d->last = (uint32_t)k;
    if (d->words == 0 || (d->words == 1 && !d->have))
        return false;
    d->stem = c->words.word[d->word[0]].stem;
    return true;
}

/* --- does a text say the denied words plainly? --------------------------- */

static bool has_word(const struct handoff_text_checker *c,
                     const struct ho_part_list *p, const struct ho_sentence *s,
                     size_t near, uint32_t word, size_t *at)
{
    const uint64_t stem = c->words.word[word].stem;
    const size_t from = near > s->first + WINDOW ? near - WINDOW : s->first;

    for (size_t i = from; i < s->last && i < near + WINDOW; i++)
        if (ho_is_word_token(&p->token[i]) &&
            c->words.word[p->token[i].word].stem == stem) {
            *at = i;
            return true;
        }
    return false;
}

/* To want what one does not have is no contradiction; to want to buy where one
 * does not, is. */
static bool is_wanted(const struct ho_part_list *p, const struct ho_sentence *s,
                      size_t first)
{
    if ((p->token[first].sense & HO_S(BUY)) && !p->is_source)
        return false;
    for (size_t i = s->first; i < first; i++)
        if (p->token[i].sense & (HO_S(WANT) | HO_S(MUST)))
            return true;
    return false;
}

static bool has_evidence(const struct ho_part_list *p,
                         const struct ho_sentence *s, size_t first)
{
    for (size_t d = 1; d <= 4 && first >= s->first + d; d++)
        if (p->token[first - d].sense &
            (HO_S(HAVE) | HO_S(USE) | HO_S(ALREADY)))
            return true;
    return false;
}

/* All words of the denial stand near token i, and nothing denies, asks or
 * wants them. */
static bool says_plainly(const struct handoff_text_checker *c,
                         const struct ho_part_list *p,
                         const struct ho_sentence *s, const struct ho_denial *d,
                         size_t i, size_t *first, size_t *last)
{
    *first = *last = i;
    for (size_t k = 1; k < d->words; k++) {
        size_t at;

        if (!has_word(c, p, s, i, d->word[k], &at))
            return false;
        *first = at < *first ? at : *first;
        *last = at > *last ? at : *last;
    }
    ++*last;
    if (d->words == 1 && !has_evidence(p, s, *first))
        return false;
    return ho_mood_of(p, s, *first, *last) == 0 && !is_wanted(p, s, *first);
}

/* Portuguese "no" is "in the". */
static bool is_contraction(const struct handoff_text_checker *c,
                           const struct ho_part_list *p, size_t i)
{
    return !p->is_english && ho_slice_is_nocase(ho_token_slice(p, i), "no") &&
           c->portuguese;
}

/* --- the source denies, the text says ------------------------------------ */

static int compare(const void *a, const void *b)
{
    const struct ho_denial *x = a, *y = b;

    return (x->stem > y->stem) - (x->stem < y->stem);
}

static void collect_from(struct handoff_text_checker *c,
                         const struct ho_sentence *s)
{
    const struct ho_part_list *p = &c->source;

    for (size_t i = s->first; i < s->last; i++) {
        struct ho_denial d, *now;

        if (!(p->token[i].sense & HO_S(NEG)) ||
            (p->token[i].sense & HO_S(UNKNOWN)) || is_contraction(c, p, i) ||
            !read_denial(c, p, s, i, &d))
            continue;
        now = ho_more(c, &c->denial, &c->denials, &c->denial_room, sizeof *now);
        if (!now)
            return;
        *now = d;
    }
}

static void collect(struct handoff_text_checker *c)
{
    c->denials = 0;
    for (size_t n = 0; n < c->source.sentences && c->denials < FLIPS_MAX; n++)
        if (!(c->source.sentence[n].flags & HO_SENTENCE_ASKS))
            collect_from(c, &c->source.sentence[n]);
    if (c->denials > 1)
        qsort(c->denial, c->denials, sizeof *c->denial, compare);
}

/* Does the source say it plainly, too?  *first and *last: where. */
static bool source_says(const struct handoff_text_checker *c,
                        const struct ho_denial *d, size_t *first, size_t *last)
{
    uint32_t at = c->words.word[d->word[0]].first;

    for (size_t looks = 0; at && looks < OTHERS; looks++) {
        const struct ho_sentence *s = ho_source_sentence(c, at - 1);

        if (says_plainly(c, &c->source, s, d, at - 1, first, last))
            return true;
        at = c->source.token[at - 1].next;
    }
    return false;
}

static bool overlaps(const struct handoff_text_checker *c, size_t first,
                     size_t last)
{
    const size_t from = c->text.token[first].from;
    const size_t to = c->text.token[last - 1].to;

    for (size_t i = 0; i < c->findings && i < OTHERS; i++)
        if (c->finding[i].kind >= HANDOFF_TEXT_PROTECTED &&
            c->finding[i].start < to && from < c->finding[i].end)
            return true;
    return false;
}

/* The first denial whose words start with that stem. */
static size_t first_denial(const struct handoff_text_checker *c, uint64_t stem)
{
    size_t from = 0, to = c->denials;

    while (from < to) {
        const size_t middle = from + (to - from) / 2;

        if (c->denial[middle].stem < stem)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

static void check_word(struct handoff_text_checker *c,
                       const struct ho_sentence *s, size_t i)
{
    const uint64_t stem = c->words.word[c->text.token[i].word].stem;
    size_t first, last, a, b;

    for (size_t k = first_denial(c, stem), n = 0;
         k < c->denials && c->denial[k].stem == stem && n < PER_WORD;
         k++, n++) {
        const struct ho_denial *d = &c->denial[k];

        if (!says_plainly(c, &c->text, s, d, i, &first, &last) ||
            source_says(c, d, &a, &b) || overlaps(c, first, last) ||
            ho_is_verbatim(c, first, last))
            continue;
        ho_text_refuse(c, HANDOFF_TEXT_STATE, HANDOFF_FINDING_POLARITY_FLIPPED,
                       first, last, d->first, d->last);
        return;
    }
}

static void check_said(struct handoff_text_checker *c)
{
    collect(c);
    for (size_t n = 0; n < c->text.sentences && c->denials > 0; n++) {
        const struct ho_sentence *s = &c->text.sentence[n];

        for (size_t i = s->first; i < s->last; i++)
            if (ho_is_word_token(&c->text.token[i]) && c->text.token[i].word)
                check_word(c, s, i);
    }
}

/* --- the text denies, the source says ------------------------------------ */

/* "Do not pitch prices" tells the seller what to do. */
static bool is_instruction(const struct ho_part_list *p,
                           const struct ho_sentence *s, size_t i)
{
    return (s->flags &
            (HO_SENTENCE_OWN | HO_SENTENCE_OPEN | HO_SENTENCE_ASKS)) ||
           (p->token[i].shape & HO_SHAPE_INITIAL) ||
           (i > s->first && (p->token[i - 1].shape & HO_SHAPE_INITIAL) &&
            (p->token[i - 1].sense & HO_S(ACT)));
}

/* "not with Dana Reyes" denies nothing of her, and "without an oil boiler" is
 * no denial of one that broke: told, but not refused. */
static enum handoff_text_severity severity_of(
    const struct handoff_text_checker *c, const struct ho_denial *d,
    size_t first)
{
    const struct ho_part_list *p = &c->source;
    bool named = true;

    for (size_t i = d->first + 1; i < d->last; i++)
        if (is_content(c, &c->text.token[i]))
            named = named && (c->text.token[i].shape & HO_SHAPE_CAPITAL);
    if (named ||
        (d->have && !has_evidence(p, ho_source_sentence(c, first), first) &&
         !(ho_source_sentence(c, first)->flags & HO_SENTENCE_LABELLED)))
        return HANDOFF_TEXT_UNCONFIRMED;
    return HANDOFF_TEXT_REFUSED;
}

static void check_denied(struct handoff_text_checker *c)
{
    const struct ho_part_list *p = &c->text;

    for (size_t n = 0; n < p->sentences; n++) {
        const struct ho_sentence *s = &p->sentence[n];

        for (size_t i = s->first; i < s->last; i++) {
            struct ho_denial d;
            size_t first, last;

            if (!(p->token[i].sense & HO_S(NEG)) || is_instruction(p, s, i) ||
                is_contraction(c, p, i) || !read_denial(c, p, s, i, &d) ||
                (ho_mood_of(p, s, i, i + 1) & ~(unsigned)HO_MOOD_DENIED))
                continue;
            c->checked++;
            if (source_says(c, &d, &first, &last) && !overlaps(c, i, d.last) &&
                !ho_is_verbatim(c, d.first, d.last))
                ho_text_find(c, severity_of(c, &d, first), HANDOFF_TEXT_STATE,
                             HANDOFF_FINDING_POLARITY_FLIPPED, i, d.last, first,
                             last);
        }
    }
}

void ho_check_flips(struct handoff_text_checker *c)
{
    check_said(c);
    check_denied(c);
}
