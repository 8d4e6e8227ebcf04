/* freetext_mood.c - what a sentence does to the claim in it: denies it, asks
 * it, sets a condition, tells it of others */
#include "evidence/freetext.h"

enum {
    DENIAL = 4, /* tokens between "not" and what it denies */
    HEDGE = 7,
    SUBJECT = 9, /* between a person and what is said of them */
    ROLE = 4,    /* between "I'm the" and the role */
    FOLLOWS = 5,
    ANTECEDENT = 25 /* between "our CEO" and "she" */
};

static bool is_break(const struct ho_token *t)
{
    return (ho_is_word_token(t) && (t->sense & (HO_S(BUT) | HO_S(CAUSE)))) ||
           ho_is_sign(t, ';') || ho_is_sign(t, '|');
}

/* "who" asks, unless it goes on about somebody: "Dana, who is ...". */
static bool asks(const struct ho_part_list *p, const struct ho_sentence *s,
                 size_t i)
{
    const struct ho_token *t = &p->token[i];

    if (!(t->sense & HO_S(ASK)))
        return false;
    if (t->to - t->from == 3 && ho_slice_is_nocase(ho_token_slice(p, i), "who"))
        return i > s->first && !ho_is_sign(t - 1, ',') &&
               !(t[-1].shape & HO_SHAPE_CAPITAL);
    return true;
}

/* Left of the claim, up to the beginning of its sentence. */
static unsigned mood_before(const struct ho_part_list *p,
                            const struct ho_sentence *s, size_t first)
{
    unsigned mood = 0;
    bool near = true, says = false;

    for (size_t d = 1; first >= s->first + d; d++) {
        const size_t i = first - d;
        const struct ho_token *t = &p->token[i];

        if (is_break(t))
            return mood;
        if (ho_is_sign(t, ','))
            near = false;
        if (t->sense & HO_S(IF))
            mood |= HO_MOOD_CONDITION;
        if (!near)
            continue;
        if ((t->sense & HO_S(NEG)) && says)
            mood |= HO_MOOD_OPEN;
        else if ((t->sense & HO_S(NEG)) && d <= DENIAL)
            mood |= HO_MOOD_DENIED;
        says = says || (t->sense & HO_S(SAY));
        if ((t->sense & HO_S(UNKNOWN)) || asks(p, s, i))
            mood |= HO_MOOD_OPEN;
        if (d <= HEDGE && (t->sense & HO_S(HEDGE)) && !(t->sense & HO_S(WANT)))
            mood |= HO_MOOD_CONDITION;
        if (t->sense & HO_S(PAST))
            mood |= HO_MOOD_CONDITION;
    }
    return mood;
}

static unsigned mood_within(const struct ho_part_list *p, size_t first,
                            size_t last)
{
    unsigned mood = 0;

    for (size_t i = first; i < last; i++) {
        const uint64_t sense = p->token[i].sense;

        if (sense & HO_S(NEG))
            mood |= HO_MOOD_DENIED;
        if (sense & (HO_S(UNKNOWN) | (i > first ? HO_S(ASK) : 0)))
            mood |= HO_MOOD_OPEN;
        if ((sense & (HO_S(HEDGE) | HO_S(PAST) | HO_S(IF))) &&
            !(sense & HO_S(WANT)))
            mood |= HO_MOOD_CONDITION;
    }
    return mood;
}

static unsigned mood_behind(const struct ho_part_list *p,
                            const struct ho_sentence *s, size_t last)
{
    unsigned mood = 0;
    bool negated = false;

    for (size_t i = last; i < s->last; i++) {
        const struct ho_token *t = &p->token[i];

        if (ho_is_sign(t, ',') || is_break(t))
            return mood;
        if (t->sense & HO_S(UNKNOWN))
            mood |= HO_MOOD_OPEN;
        if (negated && (t->sense & HO_S(SAY)))
            mood |= HO_MOOD_OPEN;
        negated = negated || (t->sense & HO_S(NEG));
        if (negated && !p->is_english && i <= last + DENIAL)
            mood |= HO_MOOD_DENIED; /* "freigegeben ist das noch nicht" */
        if (t->sense & (HO_S(IF) | HO_S(PAST)))
            mood |= HO_MOOD_CONDITION;
        if (i <= last + 1 && (t->sense & HO_S(HEDGE)))
            mood |= HO_MOOD_CONDITION;
    }
    return mood;
}

/* What stands behind the label that makes the claim: "Decision maker: no". */
static unsigned mood_of_value(const struct ho_part_list *p,
                              const struct ho_sentence *s)
{
    const struct ho_token *t;
    size_t i = s->value;

    while (i < s->last && p->token[i].kind == HO_TOKEN_SIGN)
        i++;
    if (i >= s->last)
        return HO_MOOD_OPEN;
    t = &p->token[i];
    if (t->kind == HO_TOKEN_NUMBER && t->value == 0)
        return HO_MOOD_DENIED | HO_MOOD_FALSE;
    if (t->sense & (HO_S(UNKNOWN) | HO_S(OPEN)))
        return HO_MOOD_OPEN;
    if (t->sense & (HO_S(NO) | HO_S(NEG)))
        return HO_MOOD_DENIED | HO_MOOD_FALSE;
    if (t->sense & HO_S(HEDGE))
        return HO_MOOD_CONDITION;
    return mood_behind(p, s, s->value) & HO_MOOD_OPEN;
}

static unsigned mood_of_sentence(const struct ho_part_list *p,
                                 const struct ho_sentence *s)
{
    unsigned mood = 0;

    if (s->flags & HO_SENTENCE_OPEN)
        mood |= HO_MOOD_OPEN;
    if (s->flags & HO_SENTENCE_ASKS)
        mood |= s->flags & HO_SENTENCE_YES  ? 0
                : s->flags & HO_SENTENCE_NO ? HO_MOOD_DENIED | HO_MOOD_FALSE
                                            : HO_MOOD_OPEN;
    for (size_t i = s->first; i < s->last; i++)
        if (p->token[i].sense & HO_S(QUOTED))
            mood |= HO_MOOD_OTHER;
    return mood;
}

unsigned ho_mood_of(const struct ho_part_list *p, const struct ho_sentence *s,
                    size_t first, size_t last)
{
    const bool labelled = (s->flags & HO_SENTENCE_LABELLED) != 0;
    unsigned mood = mood_of_sentence(p, s);

    if (labelled && first < s->value)
        return (s->flags & HO_SENTENCE_OPEN ? HO_MOOD_OPEN : 0u) |
               (mood_before(p, s, first) & HO_MOOD_DENIED) |
               mood_within(p, first, last) | mood_of_value(p, s);
    mood |= mood_before(p, s, first) | mood_within(p, first, last) |
            mood_behind(p, s, last);
    /* asked, and answered in the next sentence */
    if ((s->flags & HO_SENTENCE_YES) && (s->flags & HO_SENTENCE_ASKS))
        mood &= ~(unsigned)(HO_MOOD_OPEN | HO_MOOD_CONDITION);
    return mood;
}

/* "I'm the CFO": the role is the writer's own. */
static bool is_own_role(const struct ho_part_list *p,
                        const struct ho_sentence *s, size_t i)
{
    for (size_t d = 1; d <= ROLE && i >= s->first + d; d++) {
        const struct ho_token *t = &p->token[i - d];

        if ((t->sense & HO_S(SELF)) && (t->sense & HO_S(BE)))
            return true;
        if ((t->sense & HO_S(AS)) ||
            ((t->sense & HO_S(BE)) && i > s->first + d &&
             (t[-1].sense & HO_S(SELF))))
            return true;
    }
    return false;
}

/* "I", "we": the writer, not "my" or "our". */
static bool is_writer(const struct ho_part_list *p, size_t i)
{
    static const char *const words[] = { "i",   "we",   "ich",   "wir",
                                         "je",  "nous", "yo",    "nosotros",
                                         "i'm", "i'll", "we'll", "i've" };

    if (!(p->token[i].sense & HO_S(SELF)))
        return false;
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (ho_slice_is_nocase(ho_token_slice(p, i), words[k]))
            return true;
    return false;
}

/* "Our CEO wants a list; she signs": whom "she" stands for, 0 for nobody
 * that is known. */
static uint32_t antecedent(const struct ho_part_list *p, size_t i)
{
    for (size_t d = 1; d <= ANTECEDENT && i >= d; d++) {
        const struct ho_token *t = &p->token[i - d];

        if (t->kind == HO_TOKEN_LINE || is_writer(p, i - d))
            return 0;
        if (t->sense & HO_S(OTHER))
            return t->word;
    }
    return 0;
}

/* "entscheiden wird der Vorstand" */
static uint32_t follower(const struct ho_part_list *p,
                         const struct ho_sentence *s, size_t last)
{
    for (size_t i = last;
         i < s->last && i < last + FOLLOWS && !ho_is_sign(&p->token[i], ',');
         i++)
        if (p->token[i].sense & HO_S(OTHER))
            return p->token[i].word;
    return 0;
}

bool ho_has_word(const struct ho_part_list *p, const struct ho_sentence *s,
                 uint32_t word)
{
    for (size_t i = s->first; i < s->last; i++)
        if (p->token[i].word == word)
            return true;
    return false;
}

uint32_t ho_who(const struct ho_part_list *p, const struct ho_sentence *s,
                size_t first, size_t last)
{
    uint32_t who;

    for (size_t i = first; i < last; i++)
        if ((p->token[i].sense & HO_S(OTHER)) && !is_own_role(p, s, i))
            return p->token[i].word;
    if (p->token[first].sense & HO_S(SELF))
        return 0;
    who = follower(p, s, last);
    if (who && p->is_source &&
        (first == s->first || ho_is_sign(&p->token[first - 1], ',')))
        return who;
    if (last < s->value) /* "Approver: our COO" */
        return follower(p, s, s->value);
    for (size_t d = 1; d <= SUBJECT && first >= s->first + d; d++) {
        const size_t i = first - d;
        const struct ho_token *t = &p->token[i];

        if (is_break(t) || is_writer(p, i))
            return 0;
        if (t->sense & HO_S(OTHER))
            return is_own_role(p, s, i) ? 0 : t->word;
        if ((t->sense & HO_S(THIRD)) && p->is_source)
            return antecedent(p, i);
    }
    return p->is_source ? who : 0;
}
