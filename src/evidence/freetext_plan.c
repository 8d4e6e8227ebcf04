/* freetext_plan.c - names made of common words: "the Growth plan", "Series B"
 *
 * Such a word names nobody by itself, and so is no name for freetext_names.c;
 * before "plan" or a letter it is one, and must be the source's.
 */
#include "evidence/freetext_names.h"

enum { LOOKS = 64, LETTER_BYTES = 1 };

static bool is_plan_word(const struct handoff_text_checker *c,
                         const struct ho_token *t)
{
    return ho_is_word_token(t) && !(t->shape & HO_SHAPE_UPPER) &&
           ho_is_among("plan|tier|edition|package|subscription|tarif|paket|"
                       "abo|forfait|formule|abonnement|paquete|tarifa|pakket|"
                       "pacchetto|piano|plano|pacote",
                       ho_word_text(&c->words, t->word));
}

static bool is_capital(const struct ho_token *t)
{
    return ho_is_word_token(t) && t->word && (t->shape & HO_SHAPE_CAPITAL) &&
           !(t->shape & (HO_SHAPE_BRACKETED | HO_SHAPE_UNSPACED));
}

/* Does the source name a plan: "our Team plan", "plan: Team"?  *at: where. */
static bool names_plan(const struct handoff_text_checker *c, size_t *at)
{
    const struct ho_part_list *p = &c->source;

    for (size_t n = 0; n < p->sentences && n < HO_LOOKS; n++) {
        const struct ho_sentence *s = &p->sentence[n];

        for (size_t i = s->first; i < s->last; i++) {
            if (!is_plan_word(c, &p->token[i]))
                continue;
            *at = i;
            if ((i > s->first && is_capital(&p->token[i - 1]) &&
                 !(p->token[i - 1].shape & HO_SHAPE_INITIAL)) ||
                ((s->flags & HO_SENTENCE_LABELLED) && i < s->value))
                return true;
        }
    }
    return false;
}

/* "our Enterprise plan" is no statement about the lead's. */
static bool is_ours(const struct handoff_text_checker *c,
                    const struct ho_sentence *s, size_t i)
{
    return c->text.is_letter ||
           (s->flags & (HO_SENTENCE_OWN | HO_SENTENCE_ASKS)) ||
           (i > s->first && (c->text.token[i - 1].sense & HO_S(SELF)));
}

/* An unknown word is found as a name. */
static void check_plan(struct handoff_text_checker *c,
                       const struct ho_sentence *s, size_t i)
{
    const struct ho_token *t = &c->text.token[i];
    size_t at = 0;
    bool other;

    if (!is_capital(t) || !ho_is_known(t) || (t->class & HO_C(FUNC)) ||
        c->words.word[t->word].count || is_ours(c, s, i) ||
        !ho_may_look(c, HO_READING))
        return;
    c->checked++;
    other = names_plan(c, &at);
    ho_text_find(c, other ? HANDOFF_TEXT_REFUSED : HANDOFF_TEXT_UNCONFIRMED,
                 HANDOFF_TEXT_NAME, HANDOFF_FINDING_NAME_NOT_IN_SOURCE, i,
                 i + 1, other && at > 0 ? at - 1 : 0, other ? at + 1 : 0);
}

static bool is_letter(const struct ho_token *t)
{
    return is_capital(t) && t->to - t->from == LETTER_BYTES;
}

/* "Series B" where the source has Series A, and never B */
static void check_letter(struct handoff_text_checker *c, size_t i)
{
    const struct ho_token *t = &c->text.token[i];
    uint32_t at = c->words.word[t->word].first;
    size_t other = 0;

    for (size_t looks = 0; at; looks++) {
        const struct ho_token *its = &c->source.token[at - 1];

        if (looks == LOOKS)
            return;
        if (at < c->source.tokens && is_letter(&its[1])) {
            if (its[1].word == t[1].word)
                return;
            other = at;
        }
        at = its->next;
    }
    if (other)
        ho_text_refuse(c, HANDOFF_TEXT_NAME, HANDOFF_FINDING_NAME_ALTERED, i,
                       i + 2, other - 1, other + 1);
}

void ho_check_plans(struct handoff_text_checker *c)
{
    for (size_t n = 0; n < c->text.sentences; n++) {
        const struct ho_sentence *s = &c->text.sentence[n];

        for (size_t i = s->first; i + 1 < s->last; i++) {
            const struct ho_token *t = &c->text.token[i];

            if (is_capital(t) && is_letter(&t[1]))
                check_letter(c, i);
            else if (is_capital(t) && is_plan_word(c, &t[1]))
                check_plan(c, s, i);
        }
    }
}
