/* freetext_subject.c - "Dev signs everything" where the source says it of
 * Fiona, in the same words; "they use Acme" where they have left it */
#include "evidence/freetext_people.h"

enum {
    RUN = 4,   /* words of what is said that are compared */
    USED = 3,  /* words between "use" and what is used */
    LOOKS = 64 /* places of the source where it may be said */
};

/* A month may be a name, too: "Mei", "April". */
static bool is_named(const struct ho_token *t)
{
    return ho_is_word_token(t) && t->word && t->sense == 0 &&
           (t->class & ~HO_C(MONTH)) == 0 && (t->shape & HO_SHAPE_CAPITAL);
}

/* Is it about who decides, pays, owns, buys? */
static bool is_protected(const struct ho_token *t)
{
    return (t->sense & (HO_S(DECIDER) | HO_S(FINAL_SAY) | HO_S(DECIDE) |
                        HO_S(FINANCE) | HO_S(APPROVED) | HO_S(OWNED) |
                        HO_S(OWNER) | HO_S(BUDGET) | HO_S(BUY))) != 0;
}

/* The words that text token i and source token k begin alike: how many, and
 * whether they say something protected. */
static bool says_alike(const struct handoff_text_checker *c, size_t i, size_t k)
{
    size_t n = 0, content = 0;
    bool touchy = false;

    for (; n < RUN && i + n < c->text.tokens && k + n < c->source.tokens; n++) {
        const struct ho_token *t = &c->text.token[i + n];

        if (!ho_is_word_token(t) || t->word != c->source.token[k + n].word)
            break;
        content += !(t->class & HO_C(FUNC));
        touchy = touchy || is_protected(t);
    }
    return touchy && (content >= 2 || (content == 1 && n > 2));
}

/* Who says or does it at source token k: the word before it, 0 if none. */
static uint32_t subject_at(const struct handoff_text_checker *c, size_t k)
{
    return k > 0 && is_named(&c->source.token[k - 1])
               ? c->source.token[k - 1].word
               : 0;
}

static bool is_same(const struct handoff_text_checker *c, uint32_t a,
                    uint32_t b)
{
    return a == b || c->words.word[a].after == b || c->words.word[b].after == a;
}

/* Token i is the verb behind the name at i - 1. */
static void check_verb(struct handoff_text_checker *c, size_t i)
{
    const uint32_t name = c->text.token[i - 1].word;
    uint32_t at = c->words.word[c->text.token[i].word].first;
    size_t other = 0, first;

    for (size_t looks = 0; at; looks++) {
        const size_t k = at - 1;

        at = c->source.token[k].next;
        if (looks == LOOKS)
            return;
        if (!says_alike(c, i, k))
            continue;
        if (!subject_at(c, k) || is_same(c, name, subject_at(c, k)))
            return;
        other = k;
    }
    for (first = i - 1; first > 0 && is_named(&c->text.token[first - 1]);)
        first--;
    if (other)
        ho_text_refuse(c, HANDOFF_TEXT_PROTECTED,
                       HANDOFF_FINDING_CLAIM_OF_OTHER, first, i + 2, other - 1,
                       other + 2);
}

/* --- what they used before ----------------------------------------------- */

static bool is_past(const struct ho_part_list *p, const struct ho_sentence *s)
{
    bool past = false;

    for (size_t i = s->first; i < s->last; i++) {
        if (p->token[i].sense & HO_S(ALREADY))
            return false; /* "we already use it, since last year" */
        past = past || (p->token[i].sense & HO_S(PAST));
    }
    return past;
}

/* Does the source tell of the name in the past only?  *at: where. */
static bool is_bygone(const struct handoff_text_checker *c, uint32_t name,
                      size_t *place)
{
    uint32_t at = c->words.word[name].first;

    for (size_t looks = 0; at && looks < LOOKS; looks++) {
        *place = at - 1;
        if (!is_past(&c->source, ho_source_sentence(c, *place)))
            return false;
        at = c->source.token[*place].next;
    }
    return c->words.word[name].first && !at;
}

/* "They use QuoteHero", which they were with until last year. */
static void check_use(struct handoff_text_checker *c,
                      const struct ho_sentence *s, size_t i)
{
    size_t place = 0;

    for (size_t k = i + 1; k < s->last && k <= i + USED; k++) {
        const struct ho_token *t = &c->text.token[k];

        if (!is_named(t))
            continue;
        if (!ho_mood_of(&c->text, s, i, k) && is_bygone(c, t->word, &place)) {
            s = ho_source_sentence(c, place);
            ho_text_refuse(c, HANDOFF_TEXT_STATE,
                           HANDOFF_FINDING_POLARITY_FLIPPED, i, k + 1, s->first,
                           s->last);
        }
        return;
    }
}

/* "they use", "they have used" */
static bool is_use(const struct handoff_text_checker *c,
                   const struct ho_sentence *s, size_t i)
{
    const struct ho_token *t = &c->text.token[i];

    return (t->sense & HO_S(USE)) ||
           (i > s->first && (t[-1].sense & HO_S(HAVE)) && ho_is_word_token(t) &&
            ho_is_among("used|had", ho_word_text(&c->words, t->word)));
}

void ho_check_subjects(struct handoff_text_checker *c)
{
    for (size_t i = 1; i + 1 < c->text.tokens; i++) {
        const struct ho_token *t = &c->text.token[i];

        if (ho_is_word_token(t) && t->word && is_named(t - 1) &&
            c->words.word[t->word].count && c->words.word[t[-1].word].count)
            check_verb(c, i);
    }
    for (size_t n = 0; n < c->text.sentences; n++) {
        const struct ho_sentence *s = &c->text.sentence[n];

        for (size_t i = s->first; i < s->last; i++)
            if (is_use(c, s, i) && !(s->flags & HO_SENTENCE_OWN))
                check_use(c, s, i);
    }
}
