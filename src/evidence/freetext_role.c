/* freetext_role.c - whose money an amount is: budget, price, income, what a
 * person may sign, what was once */
#include <handoff/fields.h>

#include "evidence/freetext.h"

enum {
    ROLE_REACH = 14,
    COMMA = 4 /* tokens that a comma is worth */
};

struct place {
    const struct ho_part_list *p;
    const struct ho_sentence *s;
    struct ho_fact *f;
};

static uint8_t role_of(const struct ho_token *t)
{
    if (t->sense & (HO_S(BUDGET) | HO_S(APPROVED)))
        return HO_SENSE_BUDGET;
    if (t->sense & HO_S(RAISED))
        return HO_SENSE_RAISED;
    if (t->sense & HO_S(REVENUE))
        return HO_SENSE_REVENUE;
    if (t->sense & HO_S(QUOTE))
        return HO_SENSE_QUOTE;
    if (t->sense & HO_S(SPEND))
        return HO_SENSE_SPEND;
    return t->sense & (HO_S(FINAL_SAY) | HO_S(DECIDER)) ? HO_SENSE_FINAL_SAY
                                                        : 0;
}

/* "Last year we had 10k", "'50k ready', says your ad" */
static bool is_bygone(const struct place *at)
{
    for (size_t i = at->s->first; i < at->s->last; i++) {
        const uint64_t sense = at->p->token[i].sense;

        if ((sense & HO_S(QUOTED)) ||
            ((sense & HO_S(PAST)) && !(sense & HO_S(HAVE))))
            return true;
    }
    return false;
}

/* Behind the last '|' before the number. */
static size_t cell_start(const struct place *at)
{
    size_t i = at->f->first;

    while (i > at->s->first && !ho_is_sign(&at->p->token[i - 1], '|'))
        i--;
    return i;
}

/* "unknown budget", "budget unclear" */
static bool is_open(const struct place *at, size_t i)
{
    const struct ho_token *t = at->p->token;

    return (i > at->s->first && (t[i - 1].sense & HO_S(UNKNOWN))) ||
           (i + 1 < at->s->last && (t[i + 1].sense & HO_S(UNKNOWN)));
}

/* "approve purchases over 20k", "signs up to 5k": what a person may sign */
static bool is_limit(const struct place *at)
{
    static const uint64_t signing =
        HO_S(DECIDE) | HO_S(APPROVED) | HO_S(FINAL_SAY) | HO_S(DECIDER);
    bool signs = false;

    if (at->f->bound < HO_BOUND_AT_LEAST)
        return false;
    for (size_t i = cell_start(at); i < at->s->last; i++) {
        const uint64_t sense = at->p->token[i].sense;

        if (i > at->f->last && ho_is_sign(&at->p->token[i], '|'))
            break;
        if ((sense & (HO_S(BUDGET) | HO_S(SPEND))) && !is_open(at, i))
            return false;
        signs = signs || (sense & signing);
    }
    return signs;
}

/* The role that token i gives the amount, if none is nearer; false at the end
 * of the cell. */
static bool weigh(const struct place *at, size_t i, size_t *cost, size_t *best)
{
    const struct ho_token *t = &at->p->token[i];

    if (ho_is_sign(t, '|'))
        return false;
    *cost += ho_is_sign(t, ',') ? COMMA : 1;
    if (role_of(t) && *cost < *best && !is_open(at, i)) {
        *best = *cost;
        at->f->role = role_of(t);
    }
    return true;
}

static void find_nearest(const struct place *at)
{
    const struct ho_fact *f = at->f;
    size_t best = ROLE_REACH + 1, cost = 0;

    for (size_t k = 1; k <= ROLE_REACH && f->first >= at->s->first + k; k++)
        if (!weigh(at, f->first - k, &cost, &best))
            break;
    cost = 0;
    for (size_t i = f->last; i < at->s->last && i < f->last + ROLE_REACH; i++)
        if (!weigh(at, i, &cost, &best))
            break;
}

void ho_find_role(const struct ho_part_list *p, struct ho_fact *f)
{
    const struct place place = { p, &p->sentence[f->sentence], f };
    const struct place *at = &place;

    find_nearest(at);
    if (is_limit(at))
        f->role = HO_SENSE_FINAL_SAY;
    if (is_bygone(at))
        f->role = HO_SENSE_PAST;
}
