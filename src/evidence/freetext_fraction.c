/* freetext_fraction.c - shares in words: "a third of", "one in five", "3 out of
 * 10", "un appel sur cinq" */
#include <handoff/fields.h>

#include "evidence/freetext.h"

enum { WHOLE_MAX = 100, PARTS_MAX = 20, NOUN = 1 /* "one call in five" */ };

static int64_t whole(const struct ho_token *t)
{
    if (t->kind == HO_TOKEN_NUMBER && t->value % HANDOFF_SCALE == 0)
        return t->value / HANDOFF_SCALE;
    return ho_is_word_token(t) && (t->class & HO_C(NUMBER)) &&
                   !(t->class & HO_C(SCALE))
               ? t->value
               : 0;
}

static size_t read_ratio(const struct ho_part_list *p, size_t i, size_t last,
                         struct ho_fact *f)
{
    const bool one = (p->token[i].class & HO_C(ONE)) != 0;
    const int64_t part = one ? 1 : whole(&p->token[i]);
    const size_t links = i + 1 + (one ? NOUN : 0);
    size_t at = 0;
    int64_t of;

    if (part < 1 || part > PARTS_MAX)
        return i;
    for (size_t k = i + 1; k < last && k <= links && !at; k++)
        if (p->token[k].class & HO_C(OUT_OF))
            at = k + p->token[k].span;
    at = at < last ? at : 0;
    of = at ? whole(&p->token[at]) : 0;
    if (of <= part || of > WHOLE_MAX ||
        (p->token[at].shape & HO_SHAPE_ORDINAL) ||
        (at + 1 < last && (p->token[at + 1].class & HO_C(TIME_UNIT))))
        return i; /* "2 touches in 7 days" */
    f->low = f->high = part * WHOLE_MAX * HANDOFF_SCALE / of;
    return at + 1;
}

size_t ho_read_fraction(const struct ho_part_list *p, size_t i, size_t last,
                        struct ho_fact *f)
{
    const struct ho_token *t = &p->token[i];
    size_t end = i + t->span;

    if (!ho_is_word_token(t) || !(t->class & HO_C(FRACTION)))
        return read_ratio(p, i, last, f);
    while (end > i + 1 && (p->token[end - 1].class & HO_C(FUNC)))
        end--;
    f->low = f->high = t->value * (int64_t)(HANDOFF_SCALE / WHOLE_MAX);
    return end <= last ? end : i;
}
