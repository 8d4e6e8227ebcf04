/* freetext_decider.c - "Birgit decides" where the source says who does, and
 * does not mean her */
#include "evidence/freetext.h"

enum {
    SENTENCES = 512, /* of the source, that are looked at */
    ADVERB = 2       /* tokens between the name and its verb */
};

static bool is_named(const struct ho_token *t)
{
    return ho_is_word_token(t) && t->word && !ho_is_known(t) &&
           (t->shape & HO_SHAPE_CAPITAL);
}

static bool is_deciding_verb(const struct handoff_text_checker *c,
                             const struct ho_token *t)
{
    return (t->sense & HO_S(DECIDE)) &&
           ho_is_among("decides|decide|entscheidet|tranche|tranchera|beslist|"
                       "decidira|entscheiden|signs|approves",
                       ho_word_text(&c->words, t->word));
}

/* Does the source's sentence say who decides? */
static bool tells_decider(const struct handoff_text_checker *c,
                          const struct ho_sentence *s)
{
    for (size_t i = s->first; i < s->last; i++) {
        const struct ho_token *t = &c->source.token[i];

        if ((t->sense & (HO_S(FINAL_SAY) | HO_S(DECIDER))) ||
            is_deciding_verb(c, t) ||
            ((t->sense & HO_S(DECIDE)) &&
             ho_is_among("decision|decisions|entscheidung|decider|decidir|"
                         "approve|trancher|sign|decided",
                         ho_word_text(&c->words, t->word))))
            return true;
    }
    return false;
}

static bool has_word(const struct ho_part_list *p, const struct ho_sentence *s,
                     uint32_t word)
{
    for (size_t i = s->first; i < s->last; i++)
        if (p->token[i].word == word)
            return true;
    return false;
}

/* Somebody whom the sentence names, by name or by role; the writer counts. */
static bool has_person(const struct handoff_text_checker *c,
                       const struct ho_sentence *s, bool *writer)
{
    const struct ho_part_list *p = &c->source;
    bool any = false;

    for (size_t i = s->first; i < s->last; i++) {
        const struct ho_token *t = &p->token[i];

        *writer = *writer ||
                  (ho_is_word_token(t) &&
                   ho_is_among("i|we|i'll|i'm|ich|wir|je|nous|yo|nosotros|io|"
                               "noi|eu|ik|wij",
                               ho_word_text(&c->words, t->word)));
        any = any || (t->sense & HO_S(OTHER)) ||
              (is_named(t) && i > s->first && !(t->shape & HO_SHAPE_INITIAL));
    }
    return any;
}

/* May the named one be the writer: in a name field, at the end, beside "I'm"?
 */
static bool may_write(const struct handoff_text_checker *c, size_t first,
                      size_t last)
{
    enum { CLOSING = 2, OPENING = 2, SIGNED = 8 };
    const struct ho_part_list *p = &c->source;

    for (size_t n = 0; n < p->sentences && n < SENTENCES; n++) {
        const struct ho_sentence *s = &p->sentence[n];
        bool named = false, self = false;

        for (size_t i = first; i < last; i++)
            named = named || has_word(p, s, c->text.token[i].word);
        for (size_t i = s->first; named && i < s->last; i++)
            self = self || ((p->token[i].sense & HO_S(SELF)) &&
                            (p->token[i].sense & HO_S(BE)));
        if (named &&
            (self || n < OPENING ||
             (n + CLOSING >= p->sentences && s->last - s->first <= SIGNED) ||
             (s->flags & HO_SENTENCE_LABELLED && s->value + 4 > s->last)))
            return true;
    }
    return false;
}

/* The source's sentence that says it of another; NULL where it may be the
 * named one. */
static const struct ho_sentence *find_other(
    const struct handoff_text_checker *c, size_t first, size_t last)
{
    const struct ho_part_list *p = &c->source;
    const struct ho_sentence *other = NULL;

    for (size_t n = 0; n < p->sentences && n < SENTENCES; n++) {
        const struct ho_sentence *s = &p->sentence[n];
        bool writer = false;

        if (!tells_decider(c, s))
            continue;
        for (size_t i = first; i < last; i++)
            if (has_word(p, s, c->text.token[i].word))
                return NULL;
        if (has_person(c, s, &writer) || (writer && !may_write(c, first, last)))
            other = s;
        if (writer && may_write(c, first, last))
            return NULL;
    }
    return other;
}

/* The tokens of the name that ends before token i, 0 for none. */
static size_t name_before(const struct handoff_text_checker *c,
                          const struct ho_sentence *s, size_t i, size_t *first)
{
    size_t last = i;

    while (last > s->first && i - last < ADVERB &&
           !is_named(&c->text.token[last - 1]) &&
           ho_is_word_token(&c->text.token[last - 1]))
        last--;
    *first = last;
    while (*first > s->first && is_named(&c->text.token[*first - 1]))
        --*first;
    return *first < last ? last : 0;
}

static void check_verb(struct handoff_text_checker *c,
                       const struct ho_sentence *s, size_t i)
{
    size_t first;
    const size_t last = name_before(c, s, i, &first);
    const struct ho_sentence *about;

    if (last == 0 || ho_mood_of(&c->text, s, i, i + 1) ||
        !c->words.word[c->text.token[last - 1].word].count)
        return;
    if (!ho_may_look(c, HO_READING))
        return;
    about = find_other(c, first, last);
    c->checked++;
    if (about)
        ho_text_refuse(c, HANDOFF_TEXT_PROTECTED,
                       HANDOFF_FINDING_CLAIM_OF_OTHER, first, i + 1,
                       about->first, about->last);
}

void ho_check_deciders(struct handoff_text_checker *c)
{
    for (size_t n = 0; n < c->text.sentences; n++) {
        const struct ho_sentence *s = &c->text.sentence[n];

        for (size_t i = s->first; i < s->last; i++)
            if (is_deciding_verb(c, &c->text.token[i]))
                check_verb(c, s, i);
    }
}
