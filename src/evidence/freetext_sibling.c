/* freetext_sibling.c - an amount whose currency and period are fields of their
 * own: "budget amount: 60000", "budget currency: EUR", "budget period: year" */
#include "evidence/freetext.h"

enum { ASIDE = 4 /* lines beside the amount's */ };

/* The one word or sign that the field holds, NULL where it holds more. */
static const struct ho_token *only_value(const struct ho_part_list *p,
                                         const struct ho_sentence *s)
{
    return (s->flags & HO_SENTENCE_LABELLED) && s->value + 1 == s->last
               ? &p->token[s->value]
               : NULL;
}

/* Do the labels begin with the same word? */
static bool are_siblings(const struct ho_part_list *p,
                         const struct ho_sentence *a,
                         const struct ho_sentence *b)
{
    return ho_is_word_token(&p->token[a->first]) &&
           p->token[a->first].word == p->token[b->first].word;
}

static void read_sibling(const struct ho_part_list *p, struct ho_fact *f,
                         const struct ho_sentence *s)
{
    const struct ho_token *t = only_value(p, s);

    if (!t || !are_siblings(p, &p->sentence[f->sentence], s))
        return;
    if (!f->period && (t->class & (HO_C(TIME_UNIT) | HO_C(PERIOD))))
        f->period = t->unit;
    if (!f->currency && (t->class & HO_C(CURRENCY))) {
        f->currency = (uint8_t)t->value;
        f->kind = HO_FACT_MONEY;
    }
}

void ho_read_siblings(struct ho_part_list *p)
{
    for (size_t i = 0; i < p->facts; i++) {
        struct ho_fact *f = &p->fact[i];
        const size_t n = f->sentence;

        if ((f->kind != HO_FACT_NUMBER && f->kind != HO_FACT_MONEY) ||
            !(p->sentence[n].flags & HO_SENTENCE_LABELLED) ||
            f->first != p->sentence[n].value ||
            f->last != p->sentence[n].last || f->unit)
            continue;
        for (size_t d = 1; d <= ASIDE; d++) {
            if (n >= d)
                read_sibling(p, f, &p->sentence[n - d]);
            if (n + d < p->sentences)
                read_sibling(p, f, &p->sentence[n + d]);
        }
    }
}
