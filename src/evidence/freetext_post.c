/* freetext_post.c - "Head of IT" of a source that calls her QA lead, or gives
 * that title to its writer
 *
 * What somebody heads is looked for in the source, in one language only:
 * heads, leads, directors and managers are called so by habit, and posts are
 * translated freely.  An honest text may say it in other words, so it is told
 * and never refused.  The very words of the writer's title are the writer's.
 */
#include "evidence/freetext_people.h"

enum { PHRASE = 7, LIGHT = 4, TOKENS = 4096 };

/* Who heads, whatever it is. */
static bool is_head(const struct handoff_text_checker *c,
                    const struct ho_token *t)
{
    return ho_is_word_of(c, t,
                         "head|director|manager|lead|leader|vp|president|"
                         "responsible");
}

/* Sales, operations, IT: what is headed. */
static bool is_field(const struct handoff_text_checker *c,
                     const struct ho_token *t)
{
    return ho_is_word_token(t) && !is_head(c, t) &&
           !ho_is_word_of(
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

/* Where a title begins behind a name: "is the", ", ", " ("; `last` for none. */
static size_t skip_link(const struct handoff_text_checker *c,
                        const struct ho_sentence *s, size_t last)
{
    const struct ho_token *t = c->text.token;
    size_t i = last;

    while (
        i < s->last && i < last + LIGHT &&
        ((t[i].sense & HO_S(BE)) || ho_is_sign(&t[i], ',') ||
         ho_is_sign(&t[i], '(') ||
         ho_is_word_of(c, &t[i], "the|a|an|der|die|le|la|el|il|de|het|als|as")))
        i++;
    return i;
}

/* --- a title that the source gives to its writer -------------------------- */

static bool is_light(const struct ho_token *t)
{
    return t->kind == HO_TOKEN_SIGN ||
           ((t->class & HO_C(FUNC)) && !(t->shape & HO_SHAPE_UPPER));
}

static bool is_same_word(const struct handoff_text_checker *c,
                         const struct ho_token *a, const struct ho_token *b)
{
    return ho_is_word_token(a) && ho_is_word_token(b) && a->word && b->word &&
           (a->word == b->word ||
            c->words.word[a->word].stem == c->words.word[b->word].stem ||
            ho_are_cognates(ho_word_text(&c->words, a->word),
                            ho_word_text(&c->words, b->word)));
}

/* Where the text stops saying all words of the field's value from token i on;
 * 0 where it does not say them. */
static size_t says_value(const struct handoff_text_checker *c,
                         const struct ho_sentence *field,
                         const struct ho_sentence *s, size_t i)
{
    size_t words = 0;

    for (size_t k = field->value; k < field->last; k++) {
        if (is_light(&c->source.token[k]))
            continue;
        while (i < s->last && is_light(&c->text.token[i]))
            i++;
        if (i >= s->last ||
            !is_same_word(c, &c->text.token[i], &c->source.token[k]) ||
            ++words > PHRASE)
            return 0;
        i++;
    }
    return words ? i : 0;
}

static bool is_title_field(const struct handoff_text_checker *c,
                           const struct ho_sentence *s)
{
    if (!(s->flags & HO_SENTENCE_LABELLED))
        return false;
    for (size_t i = s->first; i < s->value; i++)
        if (ho_is_word_of(c, &c->source.token[i],
                          "title|role|position|funktion|fonction|cargo|"
                          "puesto|ruolo|functie|rolle|poste|funcao"))
            return true;
    return false;
}

/* "Reto is the manager" where that is what the writer's field says. */
static void check_writers(struct handoff_text_checker *c,
                          const struct ho_sentence *s, size_t first,
                          size_t last)
{
    const struct ho_part_list *p = &c->source;
    const size_t i = skip_link(c, s, last);

    if (i == last || !ho_may_look(c, HO_READING) || !ho_has_writer(c) ||
        ho_may_write(c, first, ho_own_name(c, first, last)))
        return;
    for (size_t n = 0; n < p->sentences && n < HO_LOOKS; n++) {
        const struct ho_sentence *field = &p->sentence[n];
        const size_t end =
            is_title_field(c, field) ? says_value(c, field, s, i) : 0;

        if (!end || ho_mood_of(&c->text, s, last, end))
            continue;
        c->checked++;
        ho_text_refuse(c, HANDOFF_TEXT_PROTECTED,
                       HANDOFF_FINDING_CLAIM_OF_OTHER, first, end, field->first,
                       field->last);
        return;
    }
}

/* --- what is headed --------------------------------------------------------
 */

/* The title behind a name: its fields are known, or it has none. */
static void check_behind(struct handoff_text_checker *c,
                         const struct ho_sentence *s, size_t last)
{
    const struct ho_token *t = c->text.token;
    const size_t i = skip_link(c, s, last);
    size_t fields = 0, end = i;
    bool headed = false;

    if (i == last || !c->text.is_english || !c->source.is_english)
        return;
    for (size_t k = i; k < s->last && k < i + PHRASE; k++) {
        if (!is_head(c, &t[k]) && !is_field(c, &t[k]) &&
            !ho_is_word_of(c, &t[k], "of|for|and|the"))
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
    for (size_t n = 0; n < c->text.sentences; n++) {
        const struct ho_sentence *s = &c->text.sentence[n];
        size_t last;

        for (size_t i = s->first; i < s->last; i = last) {
            last = ho_name_end(&c->text, s, i);
            if (last > i && last < s->last &&
                c->words.word[c->text.token[last - 1].word].count &&
                ho_may_look(c, 1)) {
                check_writers(c, s, i, last);
                check_behind(c, s, last);
            }
            last += last == i;
        }
    }
}
