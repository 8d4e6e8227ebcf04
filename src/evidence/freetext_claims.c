/* freetext_claims.c - budget, authority, urgency, ownership, account status,
 * deadlines: where a text speaks of them, and how */
#include "evidence/freetext.h"

enum side { BOTH, SOURCE, TEXT };

/* A word of the first kind, at most `gap` tokens before one of the second;
 * second 0: the first word alone says it. */
static const struct pattern {
    enum ho_topic topic;
    size_t gap;
    uint64_t first, second;
    enum side side;
} patterns[] = {
    { HO_TOPIC_BUDGET, 4, HO_S(HAVE), HO_S(BUDGET), BOTH },
    { HO_TOPIC_BUDGET, 3, HO_S(BUDGET), HO_S(AVAILABLE), BOTH },
    { HO_TOPIC_BUDGET, 6, HO_S(BUDGET), HO_S(AMOUNT), BOTH },
    { HO_TOPIC_BUDGET, 4, HO_S(AMOUNT), HO_S(BUDGET), BOTH },
    { HO_TOPIC_BUDGET, 0, HO_S(FUND), 0, BOTH },
    { HO_TOPIC_BUDGET, 2, HO_S(NEG), HO_S(BUDGET), SOURCE },
    { HO_TOPIC_APPROVED, 6, HO_S(BUDGET), HO_S(APPROVED), BOTH },
    { HO_TOPIC_APPROVED, 3, HO_S(APPROVED), HO_S(BUDGET), BOTH },
    { HO_TOPIC_APPROVED, 9, HO_S(AMOUNT), HO_S(APPROVED), BOTH },
    { HO_TOPIC_APPROVED, 5, HO_S(APPROVED), HO_S(AMOUNT), BOTH },
    { HO_TOPIC_APPROVED, 4, HO_S(FINANCE), HO_S(APPROVED), BOTH },
    { HO_TOPIC_AUTHORITY, 6, HO_S(BE) | HO_S(AS), HO_S(DECIDER), BOTH },
    { HO_TOPIC_AUTHORITY, 2, HO_S(DECIDER), HO_S(YES) | HO_S(NO), BOTH },
    { HO_TOPIC_AUTHORITY, 0, HO_S(FINAL_SAY), 0, BOTH },
    { HO_TOPIC_AUTHORITY, 4, HO_S(HAVE), HO_S(AUTHORITY), BOTH },
    { HO_TOPIC_AUTHORITY, 3, HO_S(AUTHORITY),
      HO_S(YES) | HO_S(APPROVED) | HO_S(HIGH) | HO_S(DECIDER), BOTH },
    { HO_TOPIC_URGENT, 0, HO_S(URGENT), 0, BOTH },
    { HO_TOPIC_URGENT, 9, HO_S(WANT) | HO_S(MUST), HO_S(IMMEDIATE), BOTH },
    { HO_TOPIC_URGENT, 2, HO_S(HIGH), HO_S(URGENCY), BOTH },
    { HO_TOPIC_URGENT, 3, HO_S(URGENCY), HO_S(HIGH), BOTH },
    { HO_TOPIC_URGENT, 0, HO_S(IMMEDIATE), 0, SOURCE },
    { HO_TOPIC_OWNED, 5, HO_S(ACCOUNT), HO_S(OWNED), BOTH },
    { HO_TOPIC_OWNED, 2, HO_S(OWNER), HO_S(BE), BOTH },
    { HO_TOPIC_OWNED, 3, HO_S(HAVE), HO_S(OWNER), BOTH },
    { HO_TOPIC_CUSTOMER, 0, HO_S(STATUS), 0, BOTH },
    { HO_TOPIC_CUSTOMER, 3, HO_S(ALREADY), HO_S(CUSTOMER), BOTH },
    { HO_TOPIC_CUSTOMER, 2, HO_S(CUSTOMER), HO_S(YES) | HO_S(NO), BOTH },
    { HO_TOPIC_CUSTOMER, 3, HO_S(NEG), HO_S(CUSTOMER), TEXT },
    { HO_TOPIC_DEAL, 0, HO_S(DEAL), 0, BOTH },
    { HO_TOPIC_AUTHORITY, 7, HO_S(OTHER), HO_S(DECIDE), SOURCE },
    { HO_TOPIC_DEADLINE, 0, HO_S(DEADLINE), 0, BOTH },
    { HO_TOPIC_DEADLINE, 6, HO_S(MUST), HO_S(BY), TEXT },
    { HO_TOPIC_READY, 0, HO_S(READY), 0, BOTH },
    { HO_TOPIC_READY, 4, HO_S(WANT), HO_S(BUY), SOURCE }
};

enum { PATTERNS = sizeof patterns / sizeof *patterns };

static bool is_side(const struct ho_part_list *p, enum side side)
{
    return side == BOTH || (side == SOURCE) == p->is_source;
}

/* The noun that "urgent" or "existing customer" is said of, 0 for none. */
static uint32_t qualified(const struct ho_part_list *p,
                          const struct ho_sentence *s, size_t last)
{
    const struct ho_token *t = &p->token[last];
    static const uint64_t verbs = HO_S(BE) | HO_S(HAVE) | HO_S(NEG) |
                                  HO_S(BUT) | HO_S(NEED) | HO_S(BY) |
                                  HO_S(CAUSE) | HO_S(IMMEDIATE);
    static const uint64_t plain = HO_C(FUNC) | HO_C(GLUE) | HO_C(MONTH) |
                                  HO_C(WEEKDAY) | HO_C(AND) | HO_C(IN_TIME);

    if (last >= s->last || !ho_is_word_token(t) || (t->class & plain) ||
        (t->sense & verbs) || t->from == 0)
        return 0;
    return t->word;
}

static bool is_adjective(const struct ho_part_list *p, size_t i)
{
    const struct handoff_slice s = ho_token_slice(p, i);

    return p->token[i].span == 1 && s.len >= 6 &&
           (memcmp(s.ptr + 1, "rgent", 5) == 0 ||
            memcmp(s.ptr + 1, "ringend", s.len > 7 ? 7 : 5) == 0 ||
            ho_slice_is_nocase(s, "pressing")) &&
           s.ptr[s.len - 1] != 'y';
}

static struct ho_claim *add_claim(struct handoff_text_checker *c,
                                  struct ho_part_list *p, size_t sentence,
                                  enum ho_topic topic, size_t first,
                                  size_t last)
{
    const struct ho_sentence *s = &p->sentence[sentence];
    struct ho_claim *claim =
        ho_more(c, &p->claim, &p->claims, &p->claim_room, sizeof *claim);

    if (!claim)
        return NULL;
    *claim =
        (struct ho_claim){ .first = (uint32_t)first,
                           .last = (uint32_t)last,
                           .sentence = (uint32_t)sentence,
                           .topic = (uint8_t)topic,
                           .mood = (uint8_t)ho_mood_of(p, s, first, last) };
    if (p->is_source && p->has_orders)
        claim->mood |= HO_MOOD_ORDER;
    if (topic == HO_TOPIC_AUTHORITY)
        claim->who = ho_who(p, s, first, last);
    if ((topic == HO_TOPIC_CUSTOMER &&
         (p->token[last - 1].sense & (HO_S(CUSTOMER) | HO_S(ACCOUNT)))) ||
        (topic == HO_TOPIC_URGENT && is_adjective(p, first)))
        claim->what = qualified(p, s, last);
    return claim;
}

/* "decides on 9 December" says when, not who. */
static bool is_dated(const struct ho_part_list *p, const struct ho_sentence *s,
                     size_t last)
{
    const struct ho_token *t = &p->token[last];

    return last < s->last &&
           (t->kind == HO_TOKEN_NUMBER || t->kind == HO_TOKEN_DATE ||
            (t->class &
             (HO_C(MONTH) | HO_C(WEEKDAY) | HO_C(QUARTER) | HO_C(RELATIVE))));
}

static bool may_part(const struct ho_token *t)
{
    return ho_is_sign(t, ';') ||
           (ho_is_word_token(t) && (t->sense & HO_S(BUT)));
}

/* The second word of the pattern behind token i; 0 where there is none. */
static size_t find_second(const struct ho_part_list *p,
                          const struct ho_sentence *s,
                          const struct pattern *pattern, size_t i)
{
    const size_t from =
        i + (pattern->first == HO_S(AMOUNT) ? p->token[i].span : 1);

    for (size_t k = from; k < s->last && k <= from + pattern->gap; k++) {
        if (p->token[k].sense & pattern->second)
            return k;
        if (may_part(&p->token[k]))
            return 0;
    }
    return 0;
}

/* "Customer: yes", "Are you the decision maker? No" */
static bool is_answer(const struct ho_sentence *s)
{
    return (s->flags & (HO_SENTENCE_LABELLED | HO_SENTENCE_ASKS)) != 0;
}

static void match_at(struct handoff_text_checker *c, struct ho_part_list *p,
                     size_t sentence, size_t i)
{
    const struct ho_sentence *s = &p->sentence[sentence];
    const struct ho_token *t = &p->token[i];

    for (size_t k = 0; k < PATTERNS && c->failed == HANDOFF_OK; k++) {
        const struct pattern *pattern = &patterns[k];
        size_t last = i;

        if (!(t->sense & pattern->first) || !is_side(p, pattern->side) ||
            (pattern->second == (HO_S(YES) | HO_S(NO)) && !is_answer(s)))
            continue;
        if (pattern->second)
            last = find_second(p, s, pattern, i);
        if (pattern->second && last == 0)
            continue;
        last += p->token[last].span;
        if (pattern->first == HO_S(FINAL_SAY) && is_dated(p, s, last))
            continue;
        add_claim(c, p, sentence, pattern->topic, i,
                  last < s->last ? last : s->last);
    }
}

/* "Dana Whitfield, the decision maker", "Decision maker: Dana",
 * "Account owner: Marco" */
static bool is_put_beside(const struct ho_part_list *p,
                          const struct ho_sentence *s, size_t i)
{
    const struct ho_token *t = &p->token[i];
    size_t at = i, behind = i + t->span;

    if (behind + 1 < s->last && ho_is_sign(&p->token[behind], ':') &&
        p->token[behind + 1].kind == HO_TOKEN_WORD)
        return true;
    if (!(t->sense & HO_S(DECIDER)))
        return false;
    while (at > s->first && ho_is_word_token(&p->token[at - 1]) && i - at < 2 &&
           !(p->token[at - 1].shape & HO_SHAPE_CAPITAL))
        at--;
    return at > s->first + 1 &&
           (ho_is_sign(&p->token[at - 1], ',') ||
            ho_is_sign(&p->token[at - 1], '(')) &&
           (p->token[at - 2].shape & HO_SHAPE_CAPITAL) &&
           !(p->token[at - 2].sense & (HO_S(BUDGET) | HO_S(AUTHORITY)));
}

/* "Owner: Dana Whitlock" in a CRM record. */
static bool is_owner_field(const struct ho_part_list *p, size_t i)
{
    return p->is_source && i + 2 < p->tokens &&
           ho_is_sign(&p->token[i + 1], ':') &&
           ho_is_word_token(&p->token[i + 2]) &&
           ho_slice_is_nocase(ho_token_slice(p, i), "owner");
}

void ho_find_claims(struct handoff_text_checker *c, struct ho_part_list *p)
{
    static const uint64_t named = HO_S(DECIDER) | HO_S(OWNER);
    uint64_t any = named;

    for (size_t k = 0; k < PATTERNS; k++)
        any |= patterns[k].first;
    for (size_t n = 0; n < p->sentences && c->failed == HANDOFF_OK; n++) {
        const struct ho_sentence *s = &p->sentence[n];

        for (size_t i = s->first; i < s->last; i++) {
            const struct ho_token *t = &p->token[i];

            if ((t->class & HO_C(ROLE)) && is_owner_field(p, i))
                add_claim(c, p, n, HO_TOPIC_OWNED, i, i + 1);
            if (!(t->sense & any) || (t->shape & HO_SHAPE_BRACKETED))
                continue;
            match_at(c, p, n, i);
            if ((t->sense & named) && is_put_beside(p, s, i))
                add_claim(c, p, n,
                          t->sense & HO_S(DECIDER) ? HO_TOPIC_AUTHORITY
                                                   : HO_TOPIC_OWNED,
                          i, i + t->span);
        }
    }
}
