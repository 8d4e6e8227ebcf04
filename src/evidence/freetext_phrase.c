/* freetext_phrase.c - the vocabulary's phrases among the tokens */
#include "evidence/freetext.h"

/* The tokens of a phrase that starts at token i, 0 if it does not. */
static size_t match_phrase(const struct ho_part_list *p, size_t i,
                           const struct ho_phrase *phrase)
{
    size_t at = i;

    for (size_t k = 0; k < phrase->count; k++, at++) {
        while (k > 0 && at < p->tokens && p->token[at].kind == HO_TOKEN_LINE &&
               p->token[at].sign != 'P')
            at++;
        if (at >= p->tokens || p->token[at].word != phrase->word[k] ||
            p->token[at].kind != HO_TOKEN_WORD)
            return 0;
    }
    return at - i;
}

static void add_phrase(struct ho_token *t, const struct ho_phrase *phrase)
{
    /* what all its words share: "United States" is a place, "United" none */
    static const uint64_t of_all =
        HO_C(PLACE) | HO_C(COMMON) | HO_C(ROLE) | HO_C(ACRONYM);

    if (phrase->sense == 0 && phrase->class == HO_C(COMMON))
        for (size_t i = 0; i < t->span; i++)
            t[i].sense &= HO_S(NEG) | HO_S(NO); /* "rush hour" */
    for (size_t i = 1; i < t->span; i++)
        t[i].class |= phrase->class & of_all;
    t->sense |= phrase->sense;
    t->class |= phrase->class;
    t->unit = phrase->unit ? phrase->unit : t->unit;
    t->value = phrase->value ? phrase->value : t->value;
}

/* The word behind token i, in the next line at the farthest; 0 for none. */
static size_t next_word(const struct ho_part_list *p, size_t i)
{
    size_t at = i + 1;

    while (at < p->tokens && p->token[at].kind == HO_TOKEN_LINE &&
           p->token[at].sign != 'P')
        at++;
    return at < p->tokens && p->token[at].kind == HO_TOKEN_WORD ? at : 0;
}

/* Of the phrases that start at token i the longest counts, in all its
 * rows. */
static void find_phrase(const struct ho_vocabulary *v, struct ho_part_list *p,
                        size_t i)
{
    struct ho_token *t = &p->token[i];
    const size_t second = next_word(p, i);
    const uint32_t head =
        second ? v->bucket[ho_bucket(t->word, p->token[second].word)] : 0;
    size_t longest = 1;

    for (uint32_t k = head; k; k = v->phrase[k - 1].next) {
        const size_t n = match_phrase(p, i, &v->phrase[k - 1]);

        longest = n > longest ? n : longest;
    }
    if (longest == 1)
        return;
    t->span = (uint8_t)longest;
    for (uint32_t k = head; k; k = v->phrase[k - 1].next)
        if (match_phrase(p, i, &v->phrase[k - 1]) == longest)
            add_phrase(t, &v->phrase[k - 1]);
}

void ho_find_phrases(struct handoff_text_checker *c, struct ho_part_list *p)
{
    for (size_t i = 0; i < p->tokens; i++)
        if (c->words.word[p->token[i].word].flags & HO_WORD_LEADS)
            find_phrase(&c->words, p, i);
}
