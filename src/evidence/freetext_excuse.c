/* freetext_excuse.c - claims that are opinions with their reason, or that
 * their own sentence or number makes right */
#include "evidence/freetext.h"

enum {
    PLACES = 16,  /* where the source names a person */
    PEOPLE = 64,  /* tokens of a sentence that may name one */
    LONGEST = 512 /* tokens of a sentence that are looked at */
};

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

/* Is the source's amount the first behind a plain "approved", or right before
 * it? */
static bool is_approved(const struct handoff_text_checker *c,
                        const struct ho_fact *f)
{
    const struct ho_part_list *p = &c->source;
    const struct ho_sentence *s = &p->sentence[f->sentence];

    for (size_t i = s->first; i < s->last && i < s->first + LONGEST; i++) {
        const size_t from = i < f->first ? i : f->last;
        const size_t to = i < f->first ? f->first : i;
        bool other = false;

        if (!(p->token[i].sense & HO_S(APPROVED)) || ho_mood_of(p, s, i, i + 1))
            continue;
        for (size_t k = from; k < to; k++)
            other = other || (p->token[k].sense & HO_S(AMOUNT));
        if (!other)
            return true;
    }
    return false;
}

/* "The board approved 55,000" of "was approved by the board on 6 October,
 * 55,000 in total" */
static bool approves_amount(const struct handoff_text_checker *c,
                            const struct ho_claim *claim)
{
    for (size_t i = 0; i < c->text.facts && i < HO_LOOKS; i++) {
        const struct ho_fact *f = &c->text.fact[i];
        struct ho_found_keys found;

        if (f->sentence != claim->sentence || f->first < claim->first ||
            f->last > claim->last || f->kind != HO_FACT_MONEY)
            continue;
        found = ho_find_keys(c, HO_KEY_QUANTITY, f->low, f->low);
        for (size_t k = 0; k < found.count; k++)
            if (is_approved(c, &c->source.fact[found.key[k].fact]))
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

/* --- what the source makes of its amounts and people -------------------- */

static bool says_any(const struct ho_part_list *p, const struct ho_sentence *s,
                     uint64_t sense)
{
    for (size_t i = s->first; i < s->last && i < s->first + LONGEST; i++)
        if (p->token[i].sense & sense)
            return true;
    return false;
}

/* May be spent by the lead, and is no price, income or limit of signing. */
static bool is_open_money(const struct ho_fact *s)
{
    return s->role == 0 || s->role == HO_SENSE_SPEND ||
           s->role == HO_SENSE_BUDGET;
}

/* The source's fact of the amount that the claim's sentence names, if that
 * could be a budget: *bounded, where "up to" is said of it. */
static bool has_open_money(const struct handoff_text_checker *c,
                           const struct ho_claim *claim, bool *bounded)
{
    static const uint64_t may = HO_S(CAN) | HO_S(HEDGE);

    *bounded = false;
    for (size_t i = 0; i < c->text.facts && i < HO_LOOKS; i++) {
        const struct ho_fact *f = &c->text.fact[i];
        struct ho_found_keys found;

        if (f->sentence != claim->sentence || f->kind > HO_FACT_MONEY)
            continue;
        found = ho_find_keys(c, HO_KEY_QUANTITY, f->low, f->low);
        for (size_t k = 0; k < found.count; k++) {
            const struct ho_fact *s = &c->source.fact[found.key[k].fact];

            if (!is_open_money(s))
                continue;
            *bounded =
                s->bound == HO_BOUND_AT_MOST || s->bound == HO_BOUND_UNDER;
            if (*bounded ||
                (s->role == 0 && s->kind == HO_FACT_MONEY &&
                 says_any(&c->source, &c->source.sentence[s->sentence],
                          HO_S(HAVE) | HO_S(GIVE))) ||
                says_any(&c->source, &c->source.sentence[s->sentence], may))
                return true;
        }
    }
    return false;
}

/* Does the source say that there is a budget? */
static bool has_plain_budget(const struct handoff_text_checker *c)
{
    for (size_t i = 0; i < c->source.claims && i < HO_LOOKS; i++)
        if (c->source.claim[i].topic == HO_TOPIC_BUDGET &&
            !c->source.claim[i].mood)
            return true;
    return false;
}

static bool has_word(const struct handoff_text_checker *c,
                     const struct ho_part_list *p, size_t first, size_t last,
                     const char *words)
{
    for (size_t i = first; i < last && i < first + LONGEST; i++)
        if (ho_is_word_token(&p->token[i]) &&
            ho_is_among(words, ho_word_text(&c->words, p->token[i].word)))
            return true;
    return false;
}

/* Somebody who as a rule decides */
static bool has_head(const struct handoff_text_checker *c,
                     const struct ho_sentence *s)
{
    return has_word(c, &c->source, s->first, s->last,
                    "owner|founder|cofounder|ceo|president|proprietor|"
                    "inhaber|inhaberin|geschaftsfuhrer|geschaftsfuhrerin|"
                    "gerant|gerante|pdg|dueno|duena|propietario|propietaria|"
                    "titolare|eigenaar|dono|dona|principal|md");
}

/* What only customers speak of */
static bool has_customer_words(const struct handoff_text_checker *c)
{
    return has_word(c, &c->source, 0, c->source.tokens,
                    "renew|renews|renewal|plan|subscription|invoice|invoiced|"
                    "upgrade|ticket|requester|license|licence|vertrag|"
                    "rechnung|abo|facture|abonnement|factura|suscripcion");
}

/* "Budget confirmed": that there is one */
static bool is_confirmed(const struct handoff_text_checker *c,
                         const struct ho_claim *claim)
{
    return has_word(c, &c->text, claim->first, claim->last,
                    "confirmed|bestatigt|confirme|confirmado|confermato") &&
           has_plain_budget(c);
}

/* Does the source speak of deciding in the sentence that names the person
 * whom the text names? */
static bool names_decider(const struct handoff_text_checker *c,
                          const struct ho_claim *claim)
{
    static const uint64_t deciding = HO_S(DECIDE) | HO_S(FINAL_SAY) |
                                     HO_S(DECIDER) | HO_S(APPROVED) |
                                     HO_S(AUTHORITY) | HO_S(BUDGET);
    const struct ho_sentence *t = &c->text.sentence[claim->sentence];

    for (size_t i = t->first; i < t->last && i < t->first + PEOPLE; i++) {
        const struct ho_token *name = &c->text.token[i];
        uint32_t at = c->words.word[name->word].first;

        if (!ho_is_word_token(name) || !(name->shape & HO_SHAPE_CAPITAL) ||
            (name->class & HO_C(FUNC)))
            continue;
        for (size_t looks = 0; at && looks < PLACES; looks++) {
            const struct ho_sentence *s = ho_source_sentence(c, at - 1);

            if (says_any(&c->source, s, deciding) || has_head(c, s) ||
                (says_any(&c->source, s, HO_S(OTHER)) &&
                 says_any(&c->source, s, HO_S(MUST)))) /* "the boss must OK" */
                return true;
            at = c->source.token[at - 1].next;
        }
    }
    return false;
}

/* Does the claim's sentence name somebody whom the source calls a customer? */
static bool shares_customer(const struct handoff_text_checker *c,
                            const struct ho_claim *claim)
{
    const struct ho_sentence *t = &c->text.sentence[claim->sentence];

    for (size_t i = t->first; i < t->last && i < t->first + PEOPLE; i++) {
        const struct ho_token *name = &c->text.token[i];
        const uint32_t at = c->words.word[name->word].first;

        if (ho_is_word_token(name) && at && !ho_is_known(name) &&
            (name->shape & HO_SHAPE_CAPITAL) &&
            says_any(&c->source, ho_source_sentence(c, at - 1), HO_S(CUSTOMER)))
            return true;
    }
    return false;
}

static bool is_name_at(const struct ho_part_list *p,
                       const struct ho_sentence *s, size_t i)
{
    return i > s->first && ho_is_word_token(&p->token[i]) &&
           !ho_is_known(&p->token[i]) &&
           (p->token[i].shape & HO_SHAPE_CAPITAL) &&
           !(p->token[i].shape & HO_SHAPE_INITIAL);
}

/* "Mi socio y yo decidimos juntos": it speaks of deciding, in words that are
 * no known phrase, and names nobody. */
static bool decides_itself(const struct handoff_text_checker *c)
{
    static const char *const stems[] = { "decid", "entscheid", "beslis" };
    const struct ho_part_list *p = &c->source;
    bool any = false;

    for (size_t n = 0; n < p->sentences && n < HO_LOOKS; n++) {
        const struct ho_sentence *s = &p->sentence[n];
        bool decides = false, named = false;

        for (size_t i = s->first; i < s->last; i++) {
            const struct handoff_slice word =
                ho_word_text(&c->words, p->token[i].word);

            named = named || is_name_at(p, s, i);
            for (size_t k = 0; k < sizeof stems / sizeof *stems; k++)
                decides = decides ||
                          (word.len > strlen(stems[k]) &&
                           memcmp(word.ptr, stems[k], strlen(stems[k])) == 0);
        }
        if (decides && (named || says_any(p, s, HO_S(NEG) | HO_S(OTHER))))
            return false;
        any = any || decides;
    }
    return any;
}

/* "I can just buy it" */
static bool may_buy(const struct handoff_text_checker *c)
{
    const struct ho_part_list *p = &c->source;

    for (size_t n = 0; n < p->sentences && n < HO_LOOKS; n++) {
        const struct ho_sentence *s = &p->sentence[n];

        if (!(s->flags & HO_SENTENCE_ASKS) && says_any(p, s, HO_S(SELF)) &&
            says_any(p, s, HO_S(CAN)) && says_any(p, s, HO_S(BUY)) &&
            !says_any(p, s, HO_S(NEG) | HO_S(IF)))
            return true;
    }
    return false;
}

/* Does the source speak of signing or ordering, and does not deny it? */
static bool would_buy(const struct handoff_text_checker *c)
{
    const struct ho_part_list *p = &c->source;

    for (size_t n = 0; n < p->sentences && n < HO_LOOKS; n++)
        for (size_t i = p->sentence[n].first; i < p->sentence[n].last; i++)
            if ((p->token[i].sense & (HO_S(BUY) | HO_S(IMMEDIATE))) &&
                !(ho_mood_of(p, &p->sentence[n], i, i + 1) &
                  (HO_MOOD_DENIED | HO_MOOD_OPEN | HO_MOOD_ORDER)))
                return true;
    return false;
}

bool ho_may_be_so(struct handoff_text_checker *c, const struct ho_claim *claim)
{
    bool bounded;

    if (!ho_may_look(c, HO_READING))
        return false;
    switch ((enum ho_topic)claim->topic) {
    case HO_TOPIC_BUDGET:
        return has_open_money(c, claim, &bounded);
    case HO_TOPIC_APPROVED:
        return (has_open_money(c, claim, &bounded) && bounded) ||
               is_confirmed(c, claim);
    case HO_TOPIC_AUTHORITY:
        return names_decider(c, claim) || may_buy(c) || decides_itself(c);
    case HO_TOPIC_CUSTOMER:
        return c->pays || shares_customer(c, claim) || has_customer_words(c);
    case HO_TOPIC_READY:
        return would_buy(c);
    default:
        return false;
    }
}

/* "CFO sign-off is required": none is had. */
static bool is_required(const struct handoff_text_checker *c,
                        const struct ho_claim *claim)
{
    enum { REACH = 12 };
    const struct ho_part_list *p = &c->text;
    const size_t last = p->sentence[claim->sentence].last;

    for (size_t i = claim->first; i < last && i < claim->last + REACH; i++)
        if (p->token[i].sense & HO_S(MUST))
            return true;
        else if (ho_is_sign(&p->token[i], ',') || ho_is_sign(&p->token[i], ';'))
            return false;
    for (size_t i = claim->first, d = 0;
         i > p->sentence[claim->sentence].first && d < REACH / 2; d++)
        if (p->token[--i].sense & HO_S(MUST))
            return true;
    return false;
}

bool ho_is_excused(struct handoff_text_checker *c, const struct ho_claim *claim,
                   bool silent)
{
    bool bounded;

    switch ((enum ho_topic)claim->topic) {
    case HO_TOPIC_BUDGET: /* "maximum 5,000": that is its budget */
        return silent && ho_may_look(c, HO_READING) &&
               has_open_money(c, claim, &bounded) && bounded;
    case HO_TOPIC_APPROVED:
        return is_taken_back(c, claim) || is_required(c, claim) ||
               approves_amount(c, claim);
    case HO_TOPIC_AUTHORITY:
        return is_other_side(c, claim);
    case HO_TOPIC_URGENT:
        return silent && (is_soon(c) || is_dated(c, claim));
    default:
        return false;
    }
}
