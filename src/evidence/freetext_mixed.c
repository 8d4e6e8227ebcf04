/* freetext_mixed.c - a name out of two of the source's */
#include "evidence/freetext_names.h"

/* "my wife Denise": of the family, and so of its name */
static bool is_relative(const struct handoff_text_checker *c, uint32_t name)
{
    enum { FIRST = 14, LAST = 27, LOOKS = 8 };
    uint32_t at = c->words.word[name].first;

    for (size_t looks = 0; at && looks < LOOKS; looks++) {
        const struct ho_sentence *s = ho_source_sentence(c, at - 1);

        for (size_t i = s->first; i < s->last; i++)
            if ((c->source.token[i].sense & HO_S(OTHER)) &&
                c->source.token[i].value >= FIRST &&
                c->source.token[i].value <= LAST)
                return true;
        at = c->source.token[at - 1].next;
    }
    return false;
}

bool ho_is_mixed(const struct handoff_text_checker *c, uint32_t a, uint32_t b)
{
    const struct ho_word *x = &c->words.word[a], *y = &c->words.word[b];

    return x->count && y->count && x->after && x->after != b && y->before &&
           y->before != a && !ho_stand_together(c, a, b) &&
           !ho_stand_together(c, b, a) && !is_relative(c, a);
}

bool ho_may_be_mixed(struct handoff_text_checker *c, uint32_t a, uint32_t b)
{
    enum { WORTH = 8 };
    const struct ho_word *x = &c->words.word[a], *y = &c->words.word[b];

    return x->count && y->count && (y->before || (x->after && !y->after)) &&
           x->after != b && y->before != a && ho_may_look(c, WORTH) &&
           !ho_stand_together(c, a, b) && !ho_stand_together(c, b, a) &&
           !is_relative(c, a);
}
