/* freetext_said.c - words that say something of the lead, and that the source
 * has no word for
 *
 * "The bank has agreed" of a bank that has yet to say anything: no number,
 * name or protected claim is wrong, and yet it is invented.  What such words
 * say (freetext_said.inc) is looked for in the source, as something said in
 * the same way: not denied, asked or hoped for.  Whether other words of the
 * source mean it is for a person to judge, so it is never refused.
 */
#include "evidence/freetext.h"

enum {
    NEGATION = 4, /* tokens between "not" and what it denies */
    CLAUSE = 40,  /* tokens that are looked back */
    PLACES = 32,  /* of the source, where a word is looked at */
    TOKENS = 4096 /* of the source, that are read for a word */
};

static bool is_denied(const struct ho_part_list *p, const struct ho_sentence *s,
                      size_t i)
{
    for (size_t d = 1; d <= NEGATION && i >= s->first + d; d++) {
        const struct ho_token *t = &p->token[i - d];

        if (ho_is_sign(t, ',') || ho_is_sign(t, ';') ||
            (ho_is_word_token(t) && (t->sense & HO_S(BUT))))
            return false;
        if (t->sense & HO_S(NEG))
            return true;
    }
    return false;
}

/* "has to say yes first", "if it is done": not so yet. */
static bool is_to_come(const struct ho_part_list *p,
                       const struct ho_sentence *s, size_t i)
{
    if (s->flags & HO_SENTENCE_ASKS)
        return true;
    for (size_t k = i; k > s->first && i - k < CLAUSE; k--)
        if (p->token[k - 1].sense & (HO_S(MUST) | HO_S(IF)))
            return true;
    return false;
}

/* "budget confirmed: no" */
static bool is_false_field(const struct ho_part_list *p,
                           const struct ho_sentence *s, size_t i)
{
    return i < s->value && (ho_mood_of(p, s, i, i + 1) & HO_MOOD_FALSE);
}

static bool is_capital(const struct ho_part_list *p, size_t i)
{
    return i < p->tokens && ho_is_word_token(&p->token[i]) &&
           (p->token[i].shape & HO_SHAPE_CAPITAL);
}

/* "Rooney Plant Hire" rents nothing. */
static bool is_name(const struct ho_part_list *p, size_t i)
{
    return p->is_english && is_capital(p, i) && i > 0 && is_capital(p, i - 1) &&
           !(p->token[i].shape & HO_SHAPE_INITIAL);
}

/* What the source says: plainly, and with a "not". */
struct said {
    uint64_t plain, denied;
};

/* A time of the year is named, whatever is denied of it. */
#define FIRST_TIME (UINT64_C(1) << HO_SAYING_SPRING)

static struct said said_of_source(const struct handoff_text_checker *c)
{
    const struct ho_part_list *p = &c->source;
    static const uint64_t facts =
        UINT64_C(1) << HO_SAYING_AGREED | UINT64_C(1) << HO_SAYING_DONE;
    struct said all = { 0, 0 };

    for (size_t n = 0; n < p->sentences; n++) {
        const struct ho_sentence *s = &p->sentence[n];

        for (size_t i = s->first; i < s->last; i++) {
            uint64_t backs = c->words.word[p->token[i].word].backs;

            if (!ho_is_word_token(&p->token[i]) || !(backs & ~all.plain) ||
                is_name(p, i))
                continue;
            if ((backs & facts) && is_to_come(p, s, i))
                backs &= ~facts;
            if (is_denied(p, s, i) || is_false_field(p, s, i))
                all.denied |= backs;
            else
                all.plain |= backs;
            all.plain |= backs & ~(FIRST_TIME - 1);
        }
    }
    return all;
}

/* Ours: an order, a question, what is open; a letter's own sentences are told
 * apart by who says them */
static bool is_ours(const struct handoff_text_checker *c,
                    const struct ho_sentence *s)
{
    const uint16_t own = c->text.is_letter ? 0 : HO_SENTENCE_OWN;

    return (s->flags & (HO_SENTENCE_ASKS | HO_SENTENCE_OPEN |
                        HO_SENTENCE_HEADS | HO_SENTENCE_TITLE | own)) != 0;
}

/* "I am happy to help": what a letter says of its writer */
static bool is_of_writer(const struct handoff_text_checker *c,
                         const struct ho_sentence *s, size_t i)
{
    for (size_t d = 0; c->text.is_letter && i > s->first && d < CLAUSE;
         i--, d++)
        if (ho_is_sign(&c->text.token[i - 1], ','))
            return false;
        else if (c->text.token[i - 1].sense & HO_S(SELF))
            return true;
    return false;
}

/* "both in Leeds and in York" */
static bool is_pair(const struct ho_part_list *p, const struct ho_sentence *s,
                    size_t i)
{
    enum { REACH = 7 };

    for (size_t k = i + 1; k < s->last && k < i + REACH; k++)
        if (ho_is_word_token(&p->token[k]) && (p->token[k].class & HO_C(AND)))
            return true;
    return false;
}

/* --- what a price includes ------------------------------------------------ */

enum { BESIDE = 2, BEFORE = 3 };

static const char with[] =
    "including|includes|include|included|incl|inkl|inklusive|inclusive|"
    "inclus|incluye|incluido|incluida|incluso|inclusa|inclusief|covers";
static const char without[] =
    "excluding|excludes|exclude|excluded|excl|exkl|exklusive|plus|extra|"
    "without|zzgl|zuzuglich|hors|escluso|exclusief|separately|on top";

/* 1: included, -1: extra, 0: neither, what token i names */
static int inclusion(const struct handoff_text_checker *c,
                     const struct ho_part_list *p, const struct ho_sentence *s,
                     size_t i)
{
    for (size_t d = 1; d <= BEFORE; d++) {
        const size_t at[] = { i >= s->first + d ? i - d : i,
                              d <= BESIDE && i + d < s->last ? i + d : i };

        for (int k = 0; k < 2; k++) {
            const struct handoff_slice word =
                ho_word_text(&c->words, p->token[at[k]].word);

            if (!ho_is_word_token(&p->token[at[k]]) || at[k] == i)
                continue;
            if (ho_is_among(with, word))
                return 1;
            if (ho_is_among(without, word))
                return -1;
        }
    }
    return 0;
}

/* "2,750 including VAT" of "2,750 plus VAT" */
static void check_inclusion(struct handoff_text_checker *c,
                            const struct ho_sentence *s, size_t i)
{
    uint32_t at = c->words.word[c->text.token[i].word].first;
    const int mine = at ? inclusion(c, &c->text, s, i) : 0;
    bool other = false;

    for (size_t looks = 0; mine && at && looks < PLACES; looks++) {
        const int its =
            inclusion(c, &c->source, ho_source_sentence(c, at - 1), at - 1);

        if (its == mine)
            return;
        other = other || its == -mine;
        at = c->source.token[at - 1].next;
    }
    if (other)
        ho_text_find(c, HANDOFF_TEXT_UNCONFIRMED, HANDOFF_TEXT_STATE,
                     HANDOFF_FINDING_POLARITY_FLIPPED, i, i + 1, 0, 0);
}

static bool is_content(const struct ho_token *t)
{
    return ho_is_word_token(t) && t->word && t->to - t->from > 2 &&
           !(t->class & HO_C(FUNC));
}

/* --- of whom it is said ----------------------------------------------------
 */

static bool is_named(const struct ho_token *t)
{
    return ho_is_word_token(t) && t->word && !ho_is_known(t) &&
           (t->shape & HO_SHAPE_CAPITAL);
}

static bool has_other_name(const struct handoff_text_checker *c,
                           const struct ho_sentence *s, uint32_t name,
                           bool *same)
{
    bool other = false;

    for (size_t i = s->first; i < s->last; i++) {
        const struct ho_token *t = &c->source.token[i];

        if (t->word == name)
            *same = true;
        other = other || (is_named(t) && (t + 1)->kind != HO_TOKEN_LINE) ||
                (t->sense & HO_S(OTHER));
    }
    return other;
}

/* "Dean wants out by summer, I'd be happy with autumn": the clause around
 * token i is the writer's, and does not name the other. */
static bool is_of_writer_only(const struct handoff_text_checker *c,
                              const struct ho_sentence *s, size_t i,
                              uint32_t name)
{
    const struct ho_part_list *p = &c->source;
    size_t first = i, last = i;
    bool self = false;

    while (first > s->first && !ho_is_sign(&p->token[first - 1], ',') &&
           !ho_is_sign(&p->token[first - 1], ';'))
        first--;
    while (last < s->last && !ho_is_sign(&p->token[last], ',') &&
           !ho_is_sign(&p->token[last], ';'))
        last++;
    for (size_t k = first; k < last; k++) {
        if (p->token[k].word == name)
            return false;
        self = self || (ho_is_word_token(&p->token[k]) &&
                        ho_is_among("i|i'd|i'm|ich|je|yo|io|ik|eu",
                                    ho_word_text(&c->words, p->token[k].word)));
    }
    return self && first > s->first && ho_has_word(p, s, name);
}

/* "Yusuf prefers leasing" where the source says it of Petra, and in no other
 * place */
static bool is_of_other(struct handoff_text_checker *c, uint32_t name,
                        uint64_t bit)
{
    const struct ho_part_list *p = &c->source;
    bool other = false;

    if (!c->words.word[name].count || !ho_may_look(c, HO_READING))
        return false;
    for (size_t n = 0; n < p->sentences && n < HO_LOOKS; n++) {
        const struct ho_sentence *s = &p->sentence[n];
        bool backs = false, same = false;
        size_t at = s->first;

        for (size_t i = s->first; i < s->last && !backs; at = i++)
            backs = (c->words.word[p->token[i].word].backs & bit) != 0;
        if (!backs)
            continue;
        if (!is_of_writer_only(c, s, at, name) &&
            (!has_other_name(c, s, name, &same) || same))
            return false;
        other = true;
    }
    return other;
}

/* The name right before token i, 0 for none. */
static uint32_t name_before(const struct ho_part_list *p,
                            const struct ho_sentence *s, size_t i)
{
    enum { REACH = 3 };

    for (size_t d = 1; d <= REACH && i >= s->first + d; d++)
        if (is_named(&p->token[i - d]))
            return p->token[i - d].word;
        else if (!ho_is_word_token(&p->token[i - d]))
            return 0;
    return 0;
}

/* --- one word --------------------------------------------------------------
 */

static void check_word(struct handoff_text_checker *c, const struct said *said,
                       const struct ho_sentence *s, size_t i)
{
    const struct ho_part_list *p = &c->text;
    const uint64_t bit = UINT64_C(1) << c->words.word[p->token[i].word].saying;
    const bool denied = bit < FIRST_TIME && is_denied(p, s, i);
    static const uint64_t of_people =
        UINT64_C(1) << HO_SAYING_AGREED | UINT64_C(1) << HO_SAYING_DEMANDS |
        UINT64_C(1) << HO_SAYING_PREFERS | UINT64_C(1) << HO_SAYING_BAD |
        UINT64_C(1) << HO_SAYING_GOOD | UINT64_C(1) << HO_SAYING_CHOOSES;

    if (((denied ? said->denied : said->plain) & bit & of_people) &&
        name_before(p, s, i) && is_of_other(c, name_before(p, s, i), bit)) {
        ho_text_find(c, HANDOFF_TEXT_UNCONFIRMED, HANDOFF_TEXT_STATE,
                     HANDOFF_FINDING_CLAIM_OF_OTHER, i, i + 1, 0, 0);
        return;
    }
    if ((p->token[i].shape & HO_SHAPE_BRACKETED) ||
        ((denied ? said->denied : said->plain) & bit) ||
        is_of_writer(c, s, i) ||
        (bit == UINT64_C(1) << HO_SAYING_BOTH && is_pair(p, s, i)))
        return;
    if (c->words.word[p->token[i].word].saying >= HO_SAYING_SPRING) {
        c->checked++;
        ho_text_find(c, HANDOFF_TEXT_UNCONFIRMED, HANDOFF_TEXT_DATE,
                     HANDOFF_FINDING_DATE_NOT_IN_SOURCE, i, i + 1, 0, 0);
        return;
    }
    if (ho_mood_of(p, s, i, i + 1) & (HO_MOOD_OPEN | HO_MOOD_CONDITION))
        return;
    c->checked++;
    ho_text_find(c, HANDOFF_TEXT_UNCONFIRMED, HANDOFF_TEXT_STATE,
                 HANDOFF_FINDING_STATEMENT_NOT_IN_SOURCE, i, i + 1, 0, 0);
}

/* A country that the source does not name, nor its people, its towns by the
 * name of the country. */
static void check_country(struct handoff_text_checker *c, size_t i)
{
    enum { ROOT = 4 };
    const struct ho_token *t = &c->text.token[i];
    const struct handoff_slice s = ho_word_text(&c->words, t->word);

    if (!(t->class & HO_C(PLACE)) || !(t->shape & HO_SHAPE_CAPITAL) ||
        c->words.word[t->word].count || s.len < ROOT || t->span > 1 ||
        !ho_may_look(c, HO_READING))
        return;
    for (size_t k = 0; k < c->source.tokens && k < TOKENS; k++) {
        const struct handoff_slice its =
            ho_word_text(&c->words, c->source.token[k].word);

        if (its.len >= ROOT && memcmp(its.ptr, s.ptr, ROOT) == 0)
            return; /* "Italian" of Italy */
    }
    ho_text_find(c, HANDOFF_TEXT_UNCONFIRMED, HANDOFF_TEXT_NAME,
                 HANDOFF_FINDING_NAME_NOT_IN_SOURCE, i, i + 1, 0, 0);
}

void ho_check_said(struct handoff_text_checker *c)
{
    const struct said said = said_of_source(c);

    for (size_t n = 0; n < c->text.sentences && c->failed == HANDOFF_OK; n++) {
        const struct ho_sentence *s = &c->text.sentence[n];

        if (is_ours(c, s))
            continue;
        for (size_t i = s->first; i < s->last; i++) {
            if (ho_is_word_token(&c->text.token[i]) &&
                c->words.word[c->text.token[i].word].saying)
                check_word(c, &said, s, i);
            if (is_content(&c->text.token[i])) {
                check_inclusion(c, s, i);
                check_country(c, i);
            }
        }
    }
}
