/* freetext_post.c - "Head of IT" of a source that calls her QA lead
 *
 * What somebody heads is looked for in the source, in one language only:
 * heads, leads, directors and managers are called so by habit, and posts are
 * translated freely.  An honest text may say it in other words, so it is told
 * and never refused.
 */
#include "evidence/freetext_people.h"

enum { PHRASE = 7, LIGHT = 4, TOKENS = 4096 };

static bool is_named(const struct ho_token *t)
{
    return ho_is_word_token(t) && t->word && !ho_is_known(t) &&
           (t->shape & HO_SHAPE_CAPITAL);
}

static bool is_among_words(const struct handoff_text_checker *c,
                           const struct ho_token *t, const char *words)
{
    return ho_is_word_token(t) &&
           ho_is_among(words, ho_word_text(&c->words, t->word));
}

/* Who heads, whatever it is. */
static bool is_head(const struct handoff_text_checker *c,
                    const struct ho_token *t)
{
    return is_among_words(c, t,
                          "head|director|manager|lead|leader|vp|president|"
                          "responsible");
}

/* Sales, operations, IT: what is headed. */
static bool is_field(const struct handoff_text_checker *c,
                     const struct ho_token *t)
{
    return ho_is_word_token(t) && !is_head(c, t) &&
           !is_among_words(
               c, t,
               "senior|junior|deputy|assistant|associate|vice|"
               "executive|general|managing|chief|owner|founder|partner|"
               "regional|national|global|acting|interim|group|"
               "officer|the|of|for|and|our|their|area|field") &&
           ((t->class & HO_C(ROLE)) ||
            ((t->class & HO_C(ACRONYM)) && (t->shape & HO_SHAPE_UPPER)));
}

/* Has the source the word, a longer or a shorter form of it? */
static bool is_in_source(const struct handoff_text_checker *c,
                         const struct ho_token *t)
{
    enum { ROOT = 3 };
    const struct handoff_slice s = ho_word_text(&c->words, t->word);

    for (size_t i = 0; i < c->source.tokens && i < TOKENS; i++) {
        const struct ho_token *its = &c->source.token[i];
        const struct handoff_slice word = ho_word_text(&c->words, its->word);
        const size_t least = word.len < s.len ? word.len : s.len;

        if (!ho_is_word_token(its) || !its->word)
            continue;
        if (its->word == t->word)
            return s.len > 2 || (its->shape & HO_SHAPE_UPPER);
        if (least >= ROOT && (memcmp(word.ptr, s.ptr, ROOT) == 0 ||
                              ho_abbreviates(word, s))) /* "ops" */
            return true;
    }
    return false;
}

/* The title behind a name: its fields are known, or it has none. */
static void check_behind(struct handoff_text_checker *c,
                         const struct ho_sentence *s, size_t last)
{
    const struct ho_token *t = c->text.token;
    size_t i = last, fields = 0, end;
    bool headed = false;

    while (i < s->last && i < last + LIGHT &&
           ((t[i].sense & HO_S(BE)) || ho_is_sign(&t[i], ',') ||
            ho_is_sign(&t[i], '(') || is_among_words(c, &t[i], "the|a|an")))
        i++;
    if (i == last)
        return;
    end = i;
    for (size_t k = i; k < s->last && k < i + PHRASE; k++) {
        if (!is_head(c, &t[k]) && !is_field(c, &t[k]) &&
            !is_among_words(c, &t[k], "of|for|and|the"))
            break;
        headed = headed || is_head(c, &t[k]);
        if (is_field(c, &t[k])) {
            if (is_in_source(c, &t[k]))
                return;
            fields++;
            end = k + 1;
        }
    }
    if (!headed || fields == 0 || ho_mood_of(&c->text, s, last, end))
        return;
    c->checked++;
    ho_text_find(c, HANDOFF_TEXT_UNCONFIRMED, HANDOFF_TEXT_PROTECTED,
                 HANDOFF_FINDING_CLAIM_NOT_STATED, i, end, 0, 0);
}

void ho_check_posts(struct handoff_text_checker *c)
{
    if (!c->text.is_english || !c->source.is_english)
        return;
    for (size_t n = 0; n < c->text.sentences; n++) {
        const struct ho_sentence *s = &c->text.sentence[n];

        for (size_t i = s->first; i + 1 < s->last; i++)
            if (is_named(&c->text.token[i]) &&
                !is_named(&c->text.token[i + 1]) &&
                c->words.word[c->text.token[i].word].count && ho_may_look(c, 1))
                check_behind(c, s, i + 1);
    }
}
