/* freetext_counted.c - a number that the source has, of things that it does not
 * name, without its "maybe", in a currency of the text's own
 *
 * The number itself is right, so these are told and never refused.
 */
#include "evidence/freetext_likely.h"

#include <handoff/fields.h>

enum {
    TOKENS = 4096, /* of the source, that are read for a word */
    LONGEST = 512, /* tokens of a sentence that are looked at */
    HEDGE = 4      /* tokens between "maybe" and its number */
};

/* Has the source a form of the word? */
static bool is_of_source(const struct handoff_text_checker *c, uint32_t word)
{
    const struct ho_word *w = &c->words.word[word];

    for (size_t i = 0; i < c->source.tokens && i < TOKENS; i++)
        if (c->source.token[i].word &&
            c->words.word[c->source.token[i].word].stem == w->stem)
            return true;
    return false;
}

/* "six instructors" of a source that never speaks of instructors */
static bool counts_new(struct handoff_text_checker *c, const struct ho_fact *f)
{
    const size_t most = f->unit ? HO_SIDE : 1;

    if (!c->text.is_english || !c->source.is_english ||
        f->kind != HO_FACT_NUMBER || !f->after[0])
        return false;
    for (size_t i = 0; i < most && f->after[i]; i++) {
        const struct ho_word *w = &c->words.word[f->after[i]];

        if (w->class & HO_C(UNIT))
            return false;
        if (!w->count && !w->sense && !w->class && ho_may_look(c, HO_READING))
            return !is_of_source(c, f->after[i]);
    }
    return false;
}

/* A thing that the vocabulary does not know */
static bool is_unknown(const struct handoff_text_checker *c,
                       const struct ho_fact *f)
{
    const struct ho_word *w = &c->words.word[f->after[0]];

    return f->kind == HO_FACT_NUMBER && !f->unit && f->after[0] && !w->sense &&
           !w->class;
}

/* "46 fitters" of a source in another language that has 46 employees, and 32
 * of something else: these may be the fitters. */
static bool counts_other(const struct handoff_text_checker *c,
                         const struct ho_fact *f, const struct ho_fact *s)
{
    if (c->source.is_english == c->text.is_english ||
        s->unit != HO_UNIT_EMPLOYEE || !is_unknown(c, f) ||
        c->words.word[f->after[0]].count)
        return false;
    for (size_t i = 0; i < c->source.facts && i < HO_LOOKS; i++)
        if (is_unknown(c, &c->source.fact[i]) &&
            c->source.fact[i].low != f->low)
            return true;
    return false;
}

static bool stands_in(const struct handoff_text_checker *c,
                      const struct ho_sentence *s, uint32_t word)
{
    for (size_t i = s->first; i < s->last && i < s->first + LONGEST; i++)
        if (c->source.token[i].word &&
            c->words.word[c->source.token[i].word].stem ==
                c->words.word[word].stem)
            return true;
    return false;
}

/* "4,000 colour pages" of 4,000 pages, and of colour elsewhere; "74 in the
 * warehouse" of 74, and of the warehouse elsewhere */
static bool narrows(const struct handoff_text_checker *c,
                    const struct ho_fact *f, const struct ho_fact *s)
{
    const struct ho_sentence *about = &c->source.sentence[s->sentence];
    const struct ho_word *word = c->words.word;
    const uint32_t where = f->where;

    if (!c->text.is_english || !c->source.is_english ||
        f->kind != HO_FACT_NUMBER)
        return false;
    if (where && !s->where && word[where].count &&
        !(word[where].flags & HO_WORD_CAPITAL) && !stands_in(c, about, where))
        return true;
    for (size_t i = 0; i + 1 < HO_SIDE && f->after[i + 1]; i++)
        if (s->after[0] && word[f->after[i + 1]].stem == word[s->after[0]].stem)
            return word[f->after[i]].stem != word[s->after[0]].stem &&
                   !stands_in(c, about, f->after[i]);
    return false;
}

/* "180 per shift" of 180 a day */
static bool is_per_other(const struct handoff_text_checker *c,
                         const struct ho_fact *f, const struct ho_fact *s)
{
    const struct ho_sentence *t = &c->text.sentence[f->sentence];

    if (!s->period || f->period)
        return false;
    for (size_t i = f->last; i + 1 < t->last && i < f->last + HEDGE; i++)
        if (ho_is_among("per|pro|par|por|je",
                        ho_word_text(&c->words, c->text.token[i].word)))
            return !(c->text.token[i + 1].class & HO_C(UNIT));
    return false;
}

static bool is_maybe(const struct handoff_text_checker *c,
                     const struct ho_token *t)
{
    return ho_is_word_token(t) &&
           ho_is_among("maybe|perhaps|possibly|hopefully|probably|potentially|"
                       "vielleicht|eventuell|hoffentlich|vermutlich|quizas|"
                       "quiza|forse|misschien|talvez",
                       ho_word_text(&c->words, t->word));
}

/* "1,500 a year" where the source has "maybe 1,500 a year" */
bool ho_drops_doubt(const struct handoff_text_checker *c,
                    const struct ho_fact *f, const struct ho_fact *s)
{
    static const uint64_t doubt =
        HO_S(HEDGE) | HO_S(IF) | HO_S(UNKNOWN) | HO_S(WANT) | HO_S(CAN);
    const struct ho_sentence *t = &c->text.sentence[f->sentence];
    const struct ho_sentence *about = &c->source.sentence[s->sentence];
    bool maybe = false;

    for (size_t d = 1; d <= HEDGE && s->first >= about->first + d; d++)
        maybe = maybe || is_maybe(c, &c->source.token[s->first - d]);
    if (!maybe || f->bound != HO_BOUND_NONE)
        return false;
    for (size_t i = t->first; i < t->last && i < t->first + LONGEST; i++)
        if ((c->text.token[i].sense & doubt) || is_maybe(c, &c->text.token[i]))
            return false;
    return true;
}

/* "15,000 pounds" of a source that names no currency */
static bool adds_currency(const struct handoff_text_checker *c,
                          const struct ho_fact *f, const struct ho_fact *s)
{
    if (!f->currency || s->currency)
        return false;
    for (size_t i = 0; i < c->source.facts && i < HO_LOOKS; i++)
        if (c->source.fact[i].currency)
            return false;
    return true;
}

/* Whose name stands in a field, at the beginning or the end: the lead's own,
 * not another firm's */
static bool is_own_name(const struct handoff_text_checker *c, uint32_t name)
{
    enum { EDGE = 3 };
    uint32_t at = c->words.word[name].first;

    for (size_t looks = 0; at && looks < HO_LOOKS; looks++) {
        const struct ho_sentence *s = ho_source_sentence(c, at - 1);
        const size_t n = (size_t)(s - c->source.sentence);

        if (n < EDGE || n + EDGE >= c->source.sentences ||
            (s->flags & HO_SENTENCE_LABELLED))
            return true;
        at = c->source.token[at - 1].next;
    }
    return false;
}

/* "Ledgerly costs 18,400" where the source says 18,400 of another offer */
static bool is_of_other_firm(struct handoff_text_checker *c,
                             const struct ho_fact *f, const struct ho_fact *s)
{
    const uint32_t owner =
        f->kind == HO_FACT_MONEY ? ho_owner_of(&c->text, f) : 0;

    return owner && c->words.word[owner].count &&
           !stands_in(c, &c->source.sentence[s->sentence], owner) &&
           ho_may_look(c, 1) && !is_own_name(c, owner);
}

/* "two years ago" */
static bool is_ago(const struct handoff_text_checker *c,
                   const struct ho_part_list *p, const struct ho_fact *f)
{
    return (f->last + 1 < p->tokens &&
            (ho_is_among("ago|fa|geleden|atras",
                         ho_word_text(&c->words, p->token[f->last].word)) ||
             ho_is_among(
                 "ago|fa|geleden|atras",
                 ho_word_text(&c->words, p->token[f->last + 1].word)))) ||
           (f->first > 0 &&
            ho_is_among("vor|hace|ha",
                        ho_word_text(&c->words, p->token[f->first - 1].word)));
}

/* "for two years" where it was two years ago */
static bool lasts(const struct handoff_text_checker *c, const struct ho_fact *f,
                  const struct ho_fact *s)
{
    return f->first > 0 && ho_minutes_of(f->unit) > 0 &&
           ho_is_among(
               "for|during|durante|pendant|over",
               ho_word_text(&c->words, c->text.token[f->first - 1].word)) &&
           is_ago(c, &c->source, s) && !is_ago(c, &c->text, f);
}

void ho_check_counted(struct handoff_text_checker *c, const struct ho_fact *f,
                      const struct ho_fact *about)
{
    const struct ho_sentence *s =
        about ? &c->source.sentence[about->sentence] : NULL;
    enum handoff_finding_code code;

    if (!about)
        return;
    if (ho_drops_doubt(c, f, about))
        code = HANDOFF_FINDING_BOUND_DIFFERS;
    else if (adds_currency(c, f, about))
        code = HANDOFF_FINDING_CURRENCY_DIFFERS;
    else if (is_per_other(c, f, about))
        code = HANDOFF_FINDING_PERIOD_DIFFERS;
    else if (is_of_other_firm(c, f, about))
        code = HANDOFF_FINDING_AMOUNT_OF_OTHER_THING;
    else if (lasts(c, f, about) || counts_new(c, f) ||
             counts_other(c, f, about) || narrows(c, f, about))
        code = HANDOFF_FINDING_NUMBER_OF_OTHER_THING;
    else
        return;
    ho_text_find(c, HANDOFF_TEXT_UNCONFIRMED,
                 f->kind == HO_FACT_MONEY ? HANDOFF_TEXT_MONEY
                                          : HANDOFF_TEXT_NUMBER,
                 code, f->first, f->last, s->first, s->last);
}
