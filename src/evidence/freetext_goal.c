/* freetext_goal.c - "it is 19 days, and should be 10": which of the two is so
 * today, and which is wanted */
#include "evidence/freetext.h"

enum { REACH = 5, ASIDE = 4 };

enum time { UNSAID, TODAY, GOAL };

static bool is_wall(const struct ho_token *t)
{
    return t->kind == HO_TOKEN_LINE || t->kind == HO_TOKEN_NUMBER ||
           (ho_is_word_token(t) && (t->class & HO_C(AND))) ||
           ho_is_sign(t, ';') || ho_is_sign(t, '.') || ho_is_sign(t, ',');
}

static enum time time_of_word(const struct handoff_text_checker *c,
                              const struct ho_token *t)
{
    static const char goal[] =
        "goal|target|aim|aims|aiming|ziel|soll|sollen|objectif|objetivo|meta|"
        "cible|wanted|expect|expects|should";
    static const char today[] =
        "today|now|currently|current|present|presently|heute|derzeit|aktuell|"
        "actuellement|actualmente|aujourd|hoy|moment|zurzeit";
    const struct handoff_slice s = ho_word_text(&c->words, t->word);

    if (!ho_is_word_token(t) || !t->word)
        return UNSAID;
    return ho_is_among(goal, s) ? GOAL : ho_is_among(today, s) ? TODAY : UNSAID;
}

/* "20 minutes instead of 90": neither goal nor today is said of 90. */
static bool is_instead(const struct handoff_text_checker *c,
                       const struct ho_part_list *p, const struct ho_fact *f)
{
    enum { WORDS = 2 };
    const size_t first = p->sentence[f->sentence].first;

    for (size_t d = 1; d <= WORDS && f->first >= first + d; d++)
        if (ho_is_word_token(&p->token[f->first - d]) &&
            ho_is_among("instead|statt|anstatt|anstelle|lieu|lugar|vez|invece|"
                        "plaats|rather",
                        ho_word_text(&c->words, p->token[f->first - d].word)))
            return true;
    return false;
}

/* What the words beside the number say, up to the next number. */
static enum time time_of(const struct handoff_text_checker *c,
                         const struct ho_part_list *p, const struct ho_fact *f)
{
    const struct ho_sentence *s = &p->sentence[f->sentence];
    enum time found = UNSAID;

    if (is_instead(c, p, f))
        return UNSAID;
    for (size_t d = 1; d <= REACH && f->first >= s->first + d && !found; d++) {
        if (is_wall(&p->token[f->first - d]))
            break;
        found = time_of_word(c, &p->token[f->first - d]);
    }
    for (size_t i = f->last; i < s->last && i < f->last + REACH && !found;
         i++) {
        if (is_wall(&p->token[i]))
            break;
        found = time_of_word(c, &p->token[i]);
    }
    return found;
}

bool ho_is_of_other_time(struct handoff_text_checker *c,
                         const struct ho_fact *text,
                         const struct ho_fact *source)
{
    const enum time mine = time_of(c, &c->text, text);
    const enum time its = mine ? time_of(c, &c->source, source) : UNSAID;
    const struct ho_fact *all = c->source.fact, *end = all + c->source.facts;

    if (!mine || mine == its || (mine == TODAY && its != GOAL) ||
        !ho_may_look(c, 1))
        return false;
    for (ptrdiff_t d = -ASIDE; d <= ASIDE; d++) {
        const struct ho_fact *other = source + d;

        if (d == 0 || d < all - source || d >= end - source ||
            other->low == source->low ||
            (other->unit && source->unit && other->unit != source->unit) ||
            other->kind != source->kind)
            continue;
        if (mine == GOAL && time_of(c, &c->source, other) == GOAL)
            return true;
        if (mine == TODAY && time_of(c, &c->source, other) != GOAL)
            return true;
    }
    return false;
}
