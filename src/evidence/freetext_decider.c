/* freetext_decider.c - "Birgit decides", "approved by Birgit", "Birgit is the
 * boss", where the source says it of somebody, and does not mean her */
#include "evidence/freetext_names.h"
#include "evidence/freetext_people.h"

enum {
    SENTENCES = 512, /* of the source, that are looked at */
    ADVERB = 2,      /* tokens between the name and its verb */
    LIGHT = 4        /* "will take the final", "is also the" */
};

static bool is_deciding_verb(const struct handoff_text_checker *c,
                             const struct ho_token *t)
{
    const struct handoff_slice s = ho_word_text(&c->words, t->word);

    if (ho_is_word_token(t) && !(t->shape & HO_SHAPE_CAPITAL) &&
        ho_is_among("firma|signe|unterschreibt|tekent|assina", s))
        return true; /* small: "Firma" is German for a company */
    return (t->sense & HO_S(DECIDE)) &&
           ho_is_among("decides|decide|entscheidet|tranche|tranchera|beslist|"
                       "decidira|decidera|entscheiden|signs|approves|chooses",
                       s);
}

/* Where the source's sentence says who decides: token + 1; 0 for nowhere. */
static size_t tells_decider(const struct handoff_text_checker *c,
                            const struct ho_sentence *s)
{
    for (size_t i = s->first; i < s->last; i++) {
        const struct ho_token *t = &c->source.token[i];

        if ((t->sense & (HO_S(FINAL_SAY) | HO_S(DECIDER))) ||
            is_deciding_verb(c, t) ||
            ((t->class & HO_C(ROLE)) &&
             ho_is_among("buyer", ho_word_text(&c->words, t->word))) ||
            ((t->sense & HO_S(DECIDE)) &&
             ho_is_among("decision|decisions|entscheidung|decider|decidir|"
                         "approve|trancher|sign|decided|decisao|decisione|"
                         "beslissing|decidere|beslissen",
                         ho_word_text(&c->words, t->word))))
            return i + 1;
    }
    return 0;
}

/* Somebody whom the sentence names, by name or by role; the writer counts. */
static bool has_person(const struct handoff_text_checker *c,
                       const struct ho_sentence *s, bool *writer)
{
    const struct ho_part_list *p = &c->source;
    bool any = false;

    for (size_t i = s->first; i < s->last; i++) {
        const struct ho_token *t = &p->token[i];

        *writer = *writer ||
                  (ho_is_word_token(t) &&
                   ho_is_among("i|we|i'll|i'm|ich|wir|je|nous|yo|nosotros|io|"
                               "noi|eu|ik|wij|mine",
                               ho_word_text(&c->words, t->word)));
        any =
            any || (t->sense & HO_S(OTHER)) ||
            (ho_is_named(t) && i > s->first && !(t->shape & HO_SHAPE_INITIAL));
    }
    return any;
}

/* May the named one be the writer: in a name field, at the end, beside "I'm"?
 */
bool ho_may_write(const struct handoff_text_checker *c, size_t first,
                  size_t last)
{
    enum { CLOSING = 2, OPENING = 2, SIGNED = 8 };
    const struct ho_part_list *p = &c->source;

    for (size_t n = 0; n < p->sentences && n < SENTENCES; n++) {
        const struct ho_sentence *s = &p->sentence[n];
        bool named = false, self = false, spoken = false;

        for (size_t i = first; i < last; i++)
            named = named || ho_has_word(p, s, c->text.token[i].word);
        for (size_t i = s->first; named && i < s->last; i++) {
            spoken = spoken || (p->token[i].sense & HO_S(SELF));
            self = self || ((p->token[i].sense & HO_S(SELF)) &&
                            (p->token[i].sense & HO_S(BE)));
        }
        if (named &&
            (self || n < OPENING ||
             (n + CLOSING >= p->sentences && s->last - s->first <= SIGNED &&
              !spoken) ||
             (s->flags & HO_SENTENCE_LABELLED && s->value + 4 > s->last)))
            return true;
    }
    return false;
}

static size_t tells_approver(const struct handoff_text_checker *c,
                             const struct ho_sentence *s)
{
    for (size_t i = s->first; i < s->last; i++)
        if ((c->source.token[i].sense & HO_S(APPROVED)) ||
            ho_is_among("approve|approves|sign|signs|signed|genehmigen|ok",
                        ho_word_text(&c->words, c->source.token[i].word)))
            return i + 1;
    return 0;
}

/* What is said of somebody: that they decide, that they approved, that they
 * are what the word says. */
struct saying {
    enum { DECIDES, APPROVED, IS } kind;
    uint32_t role;
};

static size_t tells_role(const struct ho_part_list *p,
                         const struct ho_sentence *s, uint32_t role)
{
    for (size_t i = s->first; i < s->last; i++)
        if (p->token[i].word == role)
            return i + 1;
    return 0;
}

static size_t tells(const struct handoff_text_checker *c,
                    const struct ho_sentence *s, const struct saying *what)
{
    switch (what->kind) {
    case DECIDES:
        return tells_decider(c, s);
    case APPROVED:
        return tells_approver(c, s);
    default:
        return tells_role(&c->source, s, what->role);
    }
}

static bool is_wall(const struct ho_token *t)
{
    return ho_is_sign(t, ',') || ho_is_sign(t, ';') ||
           (ho_is_word_token(t) && (t->sense & HO_S(BUT)));
}

/* "by the CEO, Mrs Adel, after ...": where the name between commas ends that
 * begins behind token `comma`; `comma` for none. */
static size_t skip_apposition(const struct ho_part_list *p,
                              const struct ho_sentence *s, size_t comma)
{
    size_t i = comma + 1, end;

    while (i < s->last && ((p->token[i].class & HO_C(HONORIFIC)) ||
                           ho_is_sign(&p->token[i], '.')))
        i++;
    end = ho_name_end(p, s, i);
    return end > i && (end == s->last || is_wall(&p->token[end]) ||
                       ho_is_sign(&p->token[end], '.'))
               ? end
               : comma;
}

/* The clause of the sentence around token i. */
static struct ho_sentence clause_of(const struct ho_part_list *p,
                                    const struct ho_sentence *s, size_t i)
{
    struct ho_sentence clause = *s;

    clause.first = clause.last = (uint32_t)i;
    while (clause.first > s->first && !is_wall(&p->token[clause.first - 1]))
        clause.first--;
    while (clause.last < s->last && !is_wall(&p->token[clause.last]))
        clause.last++;
    if (clause.last < s->last && ho_is_sign(&p->token[clause.last], ','))
        clause.last = (uint32_t)skip_apposition(p, s, clause.last);
    return clause;
}

static bool names(const struct handoff_text_checker *c,
                  const struct ho_sentence *s, size_t first, size_t last)
{
    for (size_t i = first; i < last; i++)
        if (ho_has_word(&c->source, s, c->text.token[i].word))
            return true;
    return false;
}

static bool is_said_of_self(const struct handoff_text_checker *c,
                            const struct ho_sentence *s)
{
    for (size_t i = s->first; i < s->last; i++)
        if (ho_is_word_token(&c->source.token[i]) &&
            ho_is_among("i|i'll|i'm|ich|je|yo|io|eu|ik|mine",
                        ho_word_text(&c->words, c->source.token[i].word)))
            return true;
    return false;
}

/* Whom the sentence, which says it at token i, means: the named one, another,
 * or nobody that is known. */
enum whom { NOBODY, NAMED, ANOTHER };

static enum whom whom_of(const struct handoff_text_checker *c,
                         const struct ho_sentence *s, size_t i, bool role,
                         size_t first, size_t last)
{
    const struct ho_sentence clause = clause_of(&c->source, s, i);
    const bool apart =
        names(c, s, first, last) && !names(c, &clause, first, last);
    bool writer = false, person;

    if (names(c, s, first, last) && (role || !apart))
        return NAMED;
    person = has_person(c, &clause, &writer);
    if (apart) /* "Neha evaluates, I take the final call" */
        return (person || is_said_of_self(c, &clause)) &&
                       !(writer && ho_may_write(c, first, last))
                   ? ANOTHER
                   : NAMED;
    if (role && (s->flags & HO_SENTENCE_LABELLED) &&
        ho_may_write(c, first, last))
        return NAMED; /* "Title: Head of IT" */
    if (!person && !writer)
        person = has_person(c, s, &writer);
    if (writer && ho_may_write(c, first, last))
        return NAMED;
    return person || writer ? ANOTHER : NOBODY;
}

/* The source's sentence that says it of another; NULL where it may be the
 * named one. */
static const struct ho_sentence *find_other(
    const struct handoff_text_checker *c, const struct saying *what,
    size_t first, size_t last)
{
    const struct ho_part_list *p = &c->source;
    const struct ho_sentence *other = NULL;

    for (size_t n = 0; n < p->sentences && n < SENTENCES; n++) {
        const struct ho_sentence *s = &p->sentence[n];
        const size_t at = tells(c, s, what);
        enum whom whom;

        if (at == 0)
            continue;
        whom = whom_of(c, s, at - 1, what->kind == IS, first, last);
        if (whom == NAMED)
            return NULL;
        if (whom == ANOTHER)
            other = s;
    }
    return other;
}

/* The tokens of the name that ends before token i, 0 for none. */
static size_t name_before(const struct handoff_text_checker *c,
                          const struct ho_sentence *s, size_t i, size_t *first)
{
    size_t last = i;

    while (last > s->first && i - last < ADVERB &&
           !ho_is_named(&c->text.token[last - 1]) &&
           ho_is_word_token(&c->text.token[last - 1]))
        last--;
    *first = last;
    while (*first > s->first && ho_is_named(&c->text.token[*first - 1]))
        --*first;
    return *first < last ? last : 0;
}

/* Is a claim that lies there refused already? */
static bool is_found(const struct handoff_text_checker *c, size_t first,
                     size_t last)
{
    const size_t from = c->text.token[first].from;
    const size_t to = c->text.token[last - 1].to;

    for (size_t i = 0; i < c->findings && i < SENTENCES; i++)
        if (c->finding[i].kind >= HANDOFF_TEXT_PROTECTED &&
            c->finding[i].severity == HANDOFF_TEXT_REFUSED &&
            c->finding[i].start < to && from < c->finding[i].end)
            return true;
    return false;
}

/* Where the name ends: a family name that the source never has behind that
 * first name may be of another, "Eva Thalhammer" of the writer's sister Eva. */
size_t ho_own_name(const struct handoff_text_checker *c, size_t first,
                   size_t last)
{
    const struct ho_token *t = &c->text.token[first];

    return last - first == 2 && c->words.word[t->word].count > 0 &&
                   c->words.word[t[1].word].count > 0 &&
                   !ho_stand_together(c, t->word, t[1].word)
               ? first + 1
               : last;
}

static void refuse_other(struct handoff_text_checker *c,
                         const struct saying *what, size_t first, size_t last,
                         size_t end)
{
    const struct ho_sentence *about;

    if (!ho_may_look(c, HO_READING))
        return;
    about = find_other(c, what, first, ho_own_name(c, first, last));
    c->checked++;
    if (about && !is_found(c, first, end))
        ho_text_refuse(c, HANDOFF_TEXT_PROTECTED,
                       HANDOFF_FINDING_CLAIM_OF_OTHER, first, end, about->first,
                       about->last);
}

static void check_verb(struct handoff_text_checker *c,
                       const struct ho_sentence *s, size_t i)
{
    size_t first;
    const size_t last = name_before(c, s, i, &first);

    if (last == 0 || ho_mood_of(&c->text, s, i, i + 1) ||
        !c->words.word[c->text.token[last - 1].word].count)
        return;
    refuse_other(c, &(struct saying){ .kind = DECIDES }, first, last, i + 1);
}

/* --- "will take the final decision", "is the boss" ------------------------ */

static bool is_light(const struct handoff_text_checker *c,
                     const struct ho_token *t)
{
    return ho_is_word_token(t) && !(t->sense & HO_S(NEG)) &&
           ((t->class & HO_C(FUNC)) || (t->sense & HO_S(BE)) ||
            ho_is_among("will|takes|take|makes|make|made|has|holds|the|final|"
                        "last|wird|hat|trifft|die|der|das|le|la|el|il|prend|"
                        "prendra|toma|tomara|prende|prendera|neemt|finale|"
                        "endgultige|himself|herself|head",
                        ho_word_text(&c->words, t->word)));
}

/* What stands at token i, behind light words, about the name that ends before
 * `last`; 0 where nothing is said. */
static size_t find_saying(const struct handoff_text_checker *c,
                          const struct ho_sentence *s, size_t last,
                          struct saying *what)
{
    bool is = false;

    for (size_t i = last; i < s->last && i <= last + LIGHT; i++) {
        const struct ho_token *t = &c->text.token[i];

        if (i > last && ((t->sense & (HO_S(FINAL_SAY) | HO_S(DECIDER))) ||
                         ho_is_among("decision|entscheidung|decisione|decisao|"
                                     "beslissing|buyer",
                                     ho_word_text(&c->words, t->word)))) {
            what->kind = DECIDES;
            return i + t->span;
        }
        if (is && t->word && (t->sense & HO_S(OTHER)) &&
            c->words.word[t->word].count) {
            *what = (struct saying){ IS, t->word };
            return i + t->span;
        }
        is = is || (t->sense & HO_S(BE));
        if (!is_light(c, t))
            return 0;
    }
    return 0;
}

static void check_name(struct handoff_text_checker *c,
                       const struct ho_sentence *s, size_t first, size_t last)
{
    struct saying what = { .kind = DECIDES };
    const size_t behind = find_saying(c, s, last, &what);

    if (behind && !ho_mood_of(&c->text, s, last, behind))
        refuse_other(c, &what, first, last, behind);
    if (first >= s->first + 2 &&
        ho_is_among("by|von|par|por|da|door",
                    ho_word_text(&c->words, c->text.token[first - 1].word)) &&
        (c->text.token[first - 2].sense & HO_S(APPROVED)) &&
        !ho_mood_of(&c->text, s, first - 2, last))
        refuse_other(c, &(struct saying){ .kind = APPROVED }, first, last,
                     last);
}

static void check_names(struct handoff_text_checker *c,
                        const struct ho_sentence *s)
{
    size_t last;

    for (size_t i = s->first; i < s->last; i = last) {
        last = ho_name_end(&c->text, s, i);
        if (last > i && c->words.word[c->text.token[last - 1].word].count)
            check_name(c, s, i, last);
        last += last == i;
    }
}

void ho_check_deciders(struct handoff_text_checker *c)
{
    for (size_t n = 0; n < c->text.sentences; n++) {
        const struct ho_sentence *s = &c->text.sentence[n];

        for (size_t i = s->first; i < s->last; i++)
            if (is_deciding_verb(c, &c->text.token[i]))
                check_verb(c, s, i);
        check_names(c, s);
    }
}
