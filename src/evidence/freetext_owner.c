/* freetext_owner.c - whose number it is: "Certivo (24k) and Auditly (18k)"
 *
 * A number of the source belongs to the name nearest to it in its clause.  A
 * text that gives the number to another such name exchanged the two.
 */
#include "evidence/freetext_people.h"

enum { REACH = 6, FACTS = 64 };

static bool is_name(const struct ho_token *t)
{
    return ho_is_word_token(t) && !ho_is_known(t) && t->to - t->from > 1 &&
           (t->shape & HO_SHAPE_CAPITAL) && !(t->shape & HO_SHAPE_BRACKETED);
}

static bool is_wall(const struct ho_token *t)
{
    return t->kind == HO_TOKEN_LINE || t->kind == HO_TOKEN_NUMBER ||
           ho_is_sign(t, ';') || ho_is_sign(t, '.') ||
           (ho_is_word_token(t) &&
            ((t->class & HO_C(AND)) || (t->sense & HO_S(BUT))));
}

/* The name nearest to the number, of those that no other number parts from
 * it; 0 for none. */
uint32_t ho_owner_of(const struct ho_part_list *p, const struct ho_fact *f)
{
    const struct ho_sentence *s = &p->sentence[f->sentence];
    bool before = true, behind = true;

    for (size_t d = 1; d <= REACH; d++) {
        before = before && f->first >= s->first + d &&
                 !is_wall(&p->token[f->first - d]);
        if (before && is_name(&p->token[f->first - d]))
            return p->token[f->first - d].word;
        behind = behind && f->last + d - 1 < s->last &&
                 !is_wall(&p->token[f->last + d - 1]) &&
                 !ho_is_sign(&p->token[f->last + d - 1], ',') &&
                 !ho_is_sign(&p->token[f->last + d - 1], '(');
        if (behind && is_name(&p->token[f->last + d - 1]))
            return p->token[f->last + d - 1].word;
    }
    return 0;
}

/* "it's me who signs up to 5,000": of the writer, who is one person */
static bool is_of_writer(const struct handoff_text_checker *c,
                         const struct ho_fact *f)
{
    const struct ho_sentence *s = &c->source.sentence[f->sentence];

    for (size_t d = 1; d <= REACH && f->first >= s->first + d; d++) {
        const struct ho_token *t = &c->source.token[f->first - d];

        if (is_wall(t) || ho_is_sign(t, ','))
            return false;
        if (ho_is_word_token(t) &&
            ho_is_among("i|i'm|i'd|i'll|me|myself|ich|je|moi|yo|io|eu|ik",
                        ho_word_text(&c->words, t->word)))
            return true;
    }
    return false;
}

/* Does the text give the writer's amount to somebody else whom it names? */
static bool is_given_away(struct handoff_text_checker *c,
                          const struct ho_fact *text,
                          const struct ho_fact *source)
{
    const struct ho_sentence *s = &c->text.sentence[text->sentence];
    size_t last = text->first, first;

    if (!is_of_writer(c, source) || !ho_may_look(c, HO_READING))
        return false;
    while (last > s->first && text->first - last < REACH &&
           !is_name(&c->text.token[last - 1])) {
        if (is_wall(&c->text.token[last - 1]) ||
            ho_is_sign(&c->text.token[last - 1], ','))
            return false;
        last--;
    }
    if (last == s->first || !is_name(&c->text.token[last - 1]))
        return false;
    for (first = last; first > s->first && is_name(&c->text.token[first - 1]);)
        first--;
    return (c->words.word[c->text.token[last - 1].word].flags &
            HO_WORD_CAPITAL) &&
           !ho_may_write(c, first, ho_own_name(c, first, last)) &&
           ho_has_writer(c);
}

bool ho_is_of_other_name(struct handoff_text_checker *c,
                         const struct ho_fact *text,
                         const struct ho_fact *source)
{
    const uint32_t mine = ho_owner_of(&c->text, text);
    const uint32_t theirs = mine ? ho_owner_of(&c->source, source) : 0;
    bool others = false;

    if (mine && !theirs && text->kind <= HO_FACT_SHARE &&
        is_given_away(c, text, source))
        return true;
    if (!mine || !theirs || mine == theirs || text->low != text->high ||
        !ho_may_look(c, 1))
        return false;
    for (size_t i = 0; i < c->source.facts && i < FACTS; i++) {
        const struct ho_fact *f = &c->source.fact[i];

        if (f->kind != source->kind || ho_owner_of(&c->source, f) != mine)
            continue;
        if (f->low == text->low)
            return false;
        others = others || !f->unit || f->unit == source->unit;
    }
    return others;
}
