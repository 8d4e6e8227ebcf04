/* freetext_support.c - the protected claims of the text in the source */
#include <handoff/fields.h>

#include "evidence/freetext.h"

enum {
    PEOPLE = 8,      /* of whom the source states a claim */
    OWNER_REACH = 6, /* tokens between "owner" and the name */
    BY_REACH = 7     /* tokens between "by" and its date */
};

/* What the source says about one topic; indices of claims + 1. */
struct support {
    size_t plain, limited, denied, denied_field, condition, open, ordered,
        other;
    size_t person[PEOPLE]; /* claims about other people */
    size_t people;
};

struct all_support {
    struct support topic[HO_TOPICS];
    bool deadline, dated, event; /* dates, of events known as such */
};

static void add_person(struct support *s, size_t claim)
{
    if (s->people < PEOPLE)
        s->person[s->people++] = claim;
}

static void note(size_t *place, size_t claim)
{
    if (*place == 0)
        *place = claim;
}

static void add_claim(struct support *s, const struct ho_claim *claim,
                      size_t index)
{
    if (claim->mood & HO_MOOD_FALSE)
        note(&s->denied_field, index);
    else if (claim->mood & HO_MOOD_DENIED)
        note(&s->denied, index);
    else if (claim->mood & HO_MOOD_ORDER)
        note(&s->ordered, index);
    else if (claim->mood & HO_MOOD_OTHER)
        note(&s->other, index);
    else if (claim->mood & HO_MOOD_CONDITION)
        note(&s->condition, index);
    else if (claim->mood & HO_MOOD_OPEN)
        note(&s->open, index);
    else if (claim->who)
        add_person(s, index);
    else if (claim->what)
        note(&s->limited, index);
    else
        note(&s->plain, index);
}

/* "Timeline meeting: 19 November" */
static bool is_event_field(const struct ho_part_list *p,
                           const struct ho_sentence *s)
{
    bool event = false;

    for (size_t i = s->first; i < s->value; i++) {
        if (p->token[i].sense & HO_S(DEADLINE))
            return false;
        event = event || (p->token[i].sense & HO_S(EVENT));
    }
    return event;
}

/* Does "by", "must" or a decision make a deadline of the date? */
static bool is_deadline(const struct ho_part_list *p, const struct ho_fact *f)
{
    const struct ho_sentence *s = &p->sentence[f->sentence];

    if (f->kind < HO_FACT_YEAR || f->kind == HO_FACT_CLOCK ||
        is_event_field(p, s))
        return false;
    for (size_t i = s->first; i < s->last; i++) {
        const uint64_t sense = p->token[i].sense;

        if (sense & (HO_S(MUST) | HO_S(DECIDE) | HO_S(DEADLINE)))
            return true;
        if ((sense & HO_S(BY)) && i < f->first && f->first - i <= BY_REACH)
            return true;
    }
    return false;
}

static void collect(const struct handoff_text_checker *c,
                    struct all_support *all)
{
    const struct ho_part_list *p = &c->source;

    *all = (struct all_support){ .deadline = false };
    for (size_t i = 0; i < p->claims; i++) {
        add_claim(&all->topic[p->claim[i].topic], &p->claim[i], i + 1);
        if (p->claim[i].topic == HO_TOPIC_DEADLINE &&
            !(p->claim[i].mood &
              (HO_MOOD_DENIED | HO_MOOD_OTHER | HO_MOOD_OPEN)))
            all->deadline = true;
    }
    for (size_t i = 0; i < p->facts && !all->deadline; i++) {
        all->deadline = is_deadline(p, &p->fact[i]);
        all->dated = all->dated ||
                     (p->fact[i].kind >= HO_FACT_YEAR && !p->fact[i].event);
        all->event =
            all->event || (p->fact[i].kind >= HO_FACT_YEAR && p->fact[i].event);
    }
}

/* --- one claim of the text ----------------------------------------------- */

static bool is_same_person(const struct handoff_text_checker *c, uint32_t a,
                           uint32_t b)
{
    const struct ho_word *x = &c->words.word[a], *y = &c->words.word[b];

    return a == b || (x->value && x->value == y->value &&
                      (x->sense & y->sense & HO_S(OTHER)));
}

/* Does the text's sentence name somebody whom the source's names, too? */
static bool shares_name(const struct handoff_text_checker *c,
                        const struct ho_claim *text,
                        const struct ho_claim *source)
{
    const struct ho_sentence *t = &c->text.sentence[text->sentence];
    const struct ho_sentence *s = &c->source.sentence[source->sentence];

    for (size_t i = t->first; i < t->last; i++) {
        const struct ho_token *name = &c->text.token[i];

        if (!ho_is_word_token(name) || ho_is_known(name) ||
            !(name->shape & HO_SHAPE_CAPITAL))
            continue;
        for (size_t k = s->first; k < s->last; k++)
            if (c->source.token[k].word == name->word)
                return true;
    }
    return false;
}

static bool is_stated(const struct handoff_text_checker *c,
                      const struct support *s, const struct ho_claim *claim)
{
    if (s->plain || (s->limited && claim->what))
        return true;
    for (size_t i = 0; i < s->people; i++) {
        const struct ho_claim *source = &c->source.claim[s->person[i] - 1];

        if ((claim->who && is_same_person(c, source->who, claim->who)) ||
            shares_name(c, claim, source))
            return true;
    }
    return false;
}

static bool is_name(const struct ho_token *t)
{
    return ho_is_word_token(t) && !ho_is_known(t) &&
           (t->shape & HO_SHAPE_CAPITAL);
}

static bool owns(const struct handoff_text_checker *c, uint32_t word)
{
    for (size_t i = 0; i < c->source.claims && i < HO_LOOKS; i++) {
        const struct ho_claim *claim = &c->source.claim[i];
        const struct ho_sentence *s = &c->source.sentence[claim->sentence];

        for (size_t k = claim->last;
             claim->topic == HO_TOPIC_OWNED && k < s->last &&
             k < claim->last + OWNER_REACH;
             k++)
            if (c->source.token[k].word == word)
                return true;
    }
    return false;
}

/* "The account owner is Dana", where it is Marco. */
static bool is_other_owner(const struct handoff_text_checker *c,
                           const struct ho_claim *claim)
{
    const struct ho_sentence *s = &c->text.sentence[claim->sentence];
    bool named = false;

    for (size_t i = claim->last; i < s->last && i < claim->last + OWNER_REACH;
         i++) {
        const struct ho_token *t = &c->text.token[i];

        if (!is_name(t))
            continue;
        named = true;
        if (owns(c, t->word) || !c->words.word[t->word].count)
            return false; /* an unknown name is found as such */
    }
    return named;
}

/* "Decision maker: A. Marsh", and the text's sentence names another. */
static bool is_other_decider(const struct handoff_text_checker *c,
                             const struct ho_claim *claim,
                             const struct ho_claim *field)
{
    const struct ho_sentence *t = &c->text.sentence[claim->sentence];
    const struct ho_sentence *s = &c->source.sentence[field->sentence];
    bool named = false, other = false;

    if (field->last > s->value || !(s->flags & HO_SENTENCE_LABELLED))
        return false;
    for (size_t i = s->value; i < s->last; i++) {
        const struct ho_token *name = &c->source.token[i];

        named = named || is_name(name);
        if (ho_is_word_token(name) && (is_name(name) || name->sense) &&
            ho_has_word(&c->text, t, name->word))
            return false;
    }
    for (size_t i = t->first; i < t->last; i++)
        other = other || (is_name(&c->text.token[i]) &&
                          c->words.word[c->text.token[i].word].count > 0);
    return named && other;
}

/* Why the source does not carry it; *about is the claim that comes nearest. */
static enum handoff_finding_code reason(const struct support *s, size_t *about)
{
    const struct {
        size_t claim;
        enum handoff_finding_code code;
    } order[] = { { s->denied_field, HANDOFF_FINDING_STATED_FALSE },
                  { s->denied, HANDOFF_FINDING_CLAIM_DENIED },
                  { s->ordered, HANDOFF_FINDING_CLAIM_IN_ORDER },
                  { s->other, HANDOFF_FINDING_CLAIM_OF_OTHER },
                  { s->limited, HANDOFF_FINDING_CLAIM_OF_OTHER },
                  { s->condition, HANDOFF_FINDING_CLAIM_CONDITIONAL } };

    *about = 0;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if (order[i].claim) {
            *about = order[i].claim;
            return order[i].code;
        }
    return s->people ? HANDOFF_FINDING_CLAIM_OF_OTHER
                     : HANDOFF_FINDING_CLAIM_NOT_STATED;
}

static void find(struct handoff_text_checker *c,
                 enum handoff_text_severity severity,
                 const struct ho_claim *claim, enum handoff_finding_code code,
                 size_t about)
{
    const struct ho_sentence *s =
        about ? &c->source.sentence[c->source.claim[about - 1].sentence] : NULL;
    const bool flipped =
        claim->topic == HO_TOPIC_READY && code == HANDOFF_FINDING_CLAIM_DENIED;
    const enum handoff_text_kind kind =
        flipped || code == HANDOFF_FINDING_STATED_FALSE
            ? HANDOFF_TEXT_STATE
            : HANDOFF_TEXT_PROTECTED;

    ho_text_find(c, severity, kind,
                 flipped ? HANDOFF_FINDING_POLARITY_FLIPPED : code,
                 claim->first, claim->last, s ? s->first : 0, s ? s->last : 0);
}

static void refuse(struct handoff_text_checker *c, const struct ho_claim *claim,
                   enum handoff_finding_code code, size_t about)
{
    find(c, HANDOFF_TEXT_REFUSED, claim, code, about);
}

/* A deadline is claimed of a date, or of the decision. */
static bool claims_deadline(const struct handoff_text_checker *c,
                            const struct ho_claim *claim)
{
    const struct ho_part_list *p = &c->text;
    const struct ho_token *next = &p->token[claim->last];
    size_t from = 0, to = p->facts;

    /* "decision by Dr. Lohmann" says who */
    if ((p->token[claim->last - 1].sense & HO_S(BY)) &&
        claim->last < p->sentence[claim->sentence].last &&
        (is_name(next) || (next->class & HO_C(HONORIFIC))))
        return false;

    while (from < to) {
        const size_t middle = from + (to - from) / 2;

        if (p->fact[middle].sentence < claim->sentence)
            from = middle + 1;
        else
            to = middle;
    }
    for (; from < p->facts && p->fact[from].sentence == claim->sentence; from++)
        if (p->fact[from].kind >= HO_FACT_YEAR &&
            p->fact[from].kind != HO_FACT_CLOCK)
            return true;
    return claim->last - claim->first == 2 &&
           (p->token[claim->first].sense & HO_S(DECIDE)) &&
           (p->token[claim->last - 1].sense & HO_S(DEADLINE));
}

static void check_deadline(struct handoff_text_checker *c,
                           const struct all_support *all,
                           const struct ho_claim *claim)
{
    if (claim->mood || !claims_deadline(c, claim))
        return;
    c->checked++;
    if (!all->deadline && (!all->dated || all->event))
        refuse(c, claim,
               all->event ? HANDOFF_FINDING_EVENT_NOT_DEADLINE
                          : HANDOFF_FINDING_CLAIM_NOT_STATED,
               0);
}

static bool is_silent(const struct support *s)
{
    return !s->plain && !s->limited && !s->denied && !s->denied_field &&
           !s->condition && !s->people;
}

/* "is not yet a customer" denies it, though it hopes. */
static bool is_not_yet(const struct handoff_text_checker *c,
                       const struct ho_claim *claim)
{
    return claim->topic == HO_TOPIC_CUSTOMER &&
           (c->text.token[claim->first].sense & HO_S(NEG));
}

/* "The budget of 60,000 is not released": there is one. */
static bool is_of_release(const struct handoff_text_checker *c,
                          const struct ho_claim *claim)
{
    const struct ho_part_list *p = &c->text;
    const struct ho_sentence *s = &p->sentence[claim->sentence];

    for (size_t i = claim->first; i < claim->last; i++)
        if (p->token[i].sense & HO_S(NEG))
            return false;
    for (size_t i = s->first; i < s->last; i++)
        if (claim->topic == HO_TOPIC_BUDGET &&
            (p->token[i].sense & HO_S(APPROVED)))
            return true;
    return false;
}

/* "won't be released until Q2" is "only in Q2". */
static bool is_until(const struct handoff_text_checker *c,
                     const struct ho_claim *claim)
{
    enum { REACH = 3 };
    const struct ho_part_list *p = &c->text;
    const size_t last = p->sentence[claim->sentence].last;

    for (size_t i = claim->last; i < last && i < claim->last + REACH; i++)
        if (p->token[i].sense & HO_S(BY))
            return true;
    return false;
}

/* The text denies: wrong where the source states it, and an invention where
 * the source is silent about the budget. */
static void check_denial(struct handoff_text_checker *c,
                         const struct all_support *all,
                         const struct ho_claim *claim)
{
    const struct support *s = &all->topic[claim->topic];
    const bool silent =
        is_silent(s) && is_silent(&all->topic[HO_TOPIC_APPROVED]);

    if ((claim->mood & HO_MOOD_OPEN) ||
        ((claim->mood & HO_MOOD_CONDITION) && !is_not_yet(c, claim)) ||
        is_of_release(c, claim) || is_until(c, claim))
        return;
    c->checked++;
    if (s->plain && !s->denied && !s->denied_field)
        refuse(c, claim, HANDOFF_FINDING_CLAIM_DENIED, s->plain);
    else if (silent && claim->topic == HO_TOPIC_BUDGET &&
             (c->text.token[claim->first].sense & HO_S(HAVE)))
        find(c, c->budgets ? HANDOFF_TEXT_UNCONFIRMED : HANDOFF_TEXT_REFUSED,
             claim, HANDOFF_FINDING_CLAIM_NOT_STATED, 0);
}

/* "our CFO must approve": it is still to come */
static bool is_to_be_approved(const struct handoff_text_checker *c)
{
    const struct ho_part_list *p = &c->source;
    bool must = false;

    for (size_t n = 0; n < p->sentences && n < HO_LOOKS; n++, must = false)
        for (size_t i = p->sentence[n].first; i < p->sentence[n].last; i++) {
            must = must || (p->token[i].sense & HO_S(MUST));
            if (must &&
                ho_is_among("approve|sign|ok|genehmigen|absegnen|valider|"
                            "aprobar|approvare|goedkeuren|aprovar",
                            ho_word_text(&c->words, p->token[i].word)))
                return true;
        }
    return false;
}

/* "approved" where the source has it "earmarked, but not signed off" */
static bool is_stronger(const struct handoff_text_checker *c,
                        const struct support *s, const struct ho_claim *claim)
{
    const struct ho_claim *plain;

    if (claim->topic != HO_TOPIC_APPROVED || !s->plain ||
        !(s->denied || s->open || s->condition || is_to_be_approved(c)))
        return false;
    plain = &c->source.claim[s->plain - 1];
    for (size_t i = claim->first; i < claim->last; i++)
        for (size_t k = plain->first; k < plain->last; k++)
            if ((c->text.token[i].sense & HO_S(APPROVED)) &&
                c->text.token[i].word == c->source.token[k].word)
                return false;
    return true;
}

static void check_claim(struct handoff_text_checker *c,
                        const struct all_support *all,
                        const struct ho_claim *claim)
{
    const struct support *s = &all->topic[claim->topic];
    const struct support *also = &all->topic[HO_TOPIC_APPROVED];
    const uint16_t flags = c->text.sentence[claim->sentence].flags;
    size_t about;
    enum handoff_finding_code code;

    if (claim->topic == HO_TOPIC_DEADLINE) {
        check_deadline(c, all, claim);
        return;
    }
    if (claim->mood & HO_MOOD_DENIED) {
        check_denial(c, all, claim);
        return;
    }
    if (claim->mood & (HO_MOOD_OPEN | HO_MOOD_CONDITION) ||
        (claim->topic == HO_TOPIC_URGENT && (flags & HO_SENTENCE_OWN) &&
         !(flags & HO_SENTENCE_LABELLED)) ||
        (claim->topic == HO_TOPIC_CUSTOMER && claim->what))
        return;
    c->checked++;
    if (claim->topic == HO_TOPIC_OWNED && is_stated(c, s, claim) &&
        is_other_owner(c, claim)) {
        refuse(c, claim, HANDOFF_FINDING_CLAIM_OF_OTHER, s->plain);
        return;
    }
    if (claim->topic == HO_TOPIC_AUTHORITY && s->plain &&
        is_other_decider(c, claim, &c->source.claim[s->plain - 1])) {
        refuse(c, claim, HANDOFF_FINDING_CLAIM_OF_OTHER, s->plain);
        return;
    }
    if ((is_stated(c, s, claim) && !is_stronger(c, s, claim)) ||
        (claim->topic == HO_TOPIC_BUDGET && is_stated(c, also, claim)) ||
        ho_is_verbatim(c, claim->first, claim->last))
        return;
    code = reason(s, &about);
    if (code == HANDOFF_FINDING_STATED_FALSE &&
        shares_name(c, claim, &c->source.claim[about - 1]))
        return; /* "Decision maker: no (Dr. Haddad)" */
    if (ho_is_excused(c, claim, code == HANDOFF_FINDING_CLAIM_NOT_STATED))
        return;
    if (code == HANDOFF_FINDING_CLAIM_NOT_STATED &&
        claim->topic == HO_TOPIC_BUDGET)
        code = reason(also, &about);
    find(c,
         code == HANDOFF_FINDING_CLAIM_NOT_STATED && ho_may_be_so(c, claim)
             ? HANDOFF_TEXT_UNCONFIRMED
             : HANDOFF_TEXT_REFUSED,
         claim, code, about);
}

void ho_check_claims(struct handoff_text_checker *c)
{
    struct all_support all;

    collect(c, &all);
    for (size_t i = 0; i < c->text.claims && c->failed == HANDOFF_OK; i++)
        check_claim(c, &all, &c->text.claim[i]);
}
