/* freetext_excuse.c - claims that are opinions with their reason, or that
 * their own sentence or number makes right */
#include "evidence/freetext.h"

/* "EUR 20,000 is set aside, but not released yet": its sentence takes it
 * back. */
static bool is_taken_back(const struct handoff_text_checker *c,
                          const struct ho_claim *claim)
{
    enum { REACH = 4 };
    const struct ho_part_list *p = &c->text;
    const size_t last = p->sentence[claim->sentence].last;
    size_t denied = 0;

    for (size_t i = claim->last; i < last; i++) {
        if (p->token[i].sense & HO_S(NEG))
            denied = i + 1;
        if (denied && i < denied + REACH &&
            (p->token[i].sense & HO_S(APPROVED)))
            return true;
    }
    return false;
}

/* "can approve up to 2k" where the source needs an OK "over 2k" */
static bool is_other_side(const struct handoff_text_checker *c,
                          const struct ho_claim *claim)
{
    const struct ho_part_list *p = &c->text;

    for (size_t i = 0; i < p->facts && i < HO_LOOKS; i++) {
        const struct ho_fact *f = &p->fact[i];
        struct ho_found_keys found;

        if (f->sentence != claim->sentence || f->bound != HO_BOUND_AT_MOST)
            continue;
        found = ho_find_keys(c, HO_KEY_QUANTITY, f->low, f->low);
        for (size_t k = 0; k < found.count; k++)
            if (c->source.fact[found.key[k].fact].bound == HO_BOUND_OVER)
                return true;
    }
    return false;
}

/* "Urgent because it ends on 18 December": an opinion with its reason, and
 * the date is looked up by itself. */
static bool is_dated(const struct handoff_text_checker *c,
                     const struct ho_claim *claim)
{
    for (size_t i = 0; i < c->text.facts && i < HO_LOOKS; i++)
        if (c->text.fact[i].sentence == claim->sentence &&
            c->text.fact[i].kind > HO_FACT_YEAR)
            return true;
    return false;
}

/* Does the source name a day of the next weeks? */
static bool is_soon(const struct handoff_text_checker *c)
{
    static const int64_t soon[] = { 1, 2, 8, 9 }; /* tomorrow, next week, the
                                                   * end of month or week */

    for (size_t i = 0; i < sizeof soon / sizeof *soon; i++)
        if (ho_find_keys(c, HO_KEY_RELATIVE, soon[i], soon[i]).count > 0)
            return true;
    return false;
}

bool ho_is_excused(const struct handoff_text_checker *c,
                   const struct ho_claim *claim, bool silent)
{
    switch ((enum ho_topic)claim->topic) {
    case HO_TOPIC_APPROVED:
        return is_taken_back(c, claim);
    case HO_TOPIC_AUTHORITY:
        return is_other_side(c, claim);
    case HO_TOPIC_URGENT:
        return silent && (is_soon(c) || is_dated(c, claim));
    default:
        return false;
    }
}
