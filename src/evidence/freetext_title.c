/* freetext_title.c - who is what: "Dev is the owner", where the source has it
 * of Fiona
 *
 * A title belongs to the name that it stands beside: "CIO Maureen Tighe",
 * "Fiona Larkin (owner)", "the owner is my dad", "Title: Owner", "I'm the
 * owner".  Only titles of one meaning are compared, so that a manager may be
 * called a head, and the other way round.
 */
#include "evidence/freetext_names.h"
#include "evidence/freetext_people.h"

enum {
    LIGHT = 5,   /* tokens between a name and its title */
    REACH = 8,   /* the same in the source */
    BEHIND = 5,  /* between "the owner is" and whom it means */
    PLACES = 256 /* titles of the source that are looked at */
};

#define ROLES \
    (UINT32_C(1) << HO_CONCEPT_OWNER | UINT32_C(1) << HO_CONCEPT_FOUNDER)

/* Finance, technical and managing directors, what C is short for, purchasing:
 * of the words for others those that mean one post. */
static bool is_post(const struct ho_token *t)
{
    enum { FIRST = 4, LAST = 8 };

    return (t->sense & HO_S(OTHER)) && t->value >= FIRST && t->value <= LAST;
}

static uint32_t roles_of(const struct handoff_text_checker *c,
                         const struct ho_token *t)
{
    static const uint64_t other =
        HO_S(OWNER) | HO_S(DECIDER) | HO_S(FINAL_SAY); /* "owns the budget" */

    return ho_is_word_token(t) && !(t->sense & other)
               ? c->words.word[t->word].concepts & ROLES
               : 0;
}

static bool is_title(const struct handoff_text_checker *c,
                     const struct ho_token *t)
{
    return is_post(t) || roles_of(c, t);
}

/* Groups of posts that are told apart by their very words: "COO", "CMO" */
static bool is_same_title(const struct handoff_text_checker *c,
                          const struct ho_token *a, const struct ho_token *b)
{
    enum { CHIEFS = 7 };

    return a->word == b->word || (roles_of(c, a) & roles_of(c, b)) ||
           (is_post(a) && is_post(b) && a->value == b->value &&
            a->value != CHIEFS);
}

/* "Nick founded Boltwise": of the name before it, and of a firm */
static bool is_verb(const struct handoff_text_checker *c,
                    const struct ho_token *t)
{
    return ho_is_word_of(c, t,
                         "owns|own|founded|besitzt|gehort|possede|gegrundet|"
                         "fonde|fundo|opgericht");
}

/* Italian "è" is no "e", though it is folded so. */
static bool is_being(const struct ho_part_list *p, size_t i)
{
    return (p->token[i].sense & HO_S(BE)) ||
           ho_slice_is(ho_token_slice(p, i), "\xC3\xA8");
}

/* --- the source ----------------------------------------------------------- */

enum whom { NOBODY, NAMED, ANOTHER };

/* The one whom the text names, tokens [first, last) of it. */
struct one {
    size_t first, last;
    bool writes, may_write;
};

/* Whom source token i means; NOBODY where it is no person. */
static enum whom whom_at(const struct handoff_text_checker *c,
                         const struct one *one, size_t i)
{
    const struct ho_token *t = &c->source.token[i];
    enum { BOSS = 1, FAMILY = 20, LAST_FAMILY = 27 };

    if (ho_is_named(t)) {
        for (size_t k = one->first; k < one->last; k++)
            if (c->text.token[k].word == t->word)
                return NAMED;
        return ANOTHER;
    }
    if (ho_is_word_of(c, t, "i'm|soy|sono|sou|suis|bin|ben") ||
        (ho_is_word_of(c, t, "i|ich|je|yo|io|eu|ik") &&
         i + 1 < c->source.tokens &&
         ((t[1].sense & HO_S(BE)) || is_verb(c, &t[1]))))
        return one->writes ? NAMED : one->may_write ? NOBODY : ANOTHER;
    if ((t->sense & HO_S(OTHER)) &&
        (t->value == BOSS || (t->value >= FAMILY && t->value <= LAST_FAMILY)))
        return one->writes ? ANOTHER : NOBODY; /* who may be the named one */
    return NOBODY;
}

static bool parts(const struct ho_token *t)
{
    return t->kind == HO_TOKEN_LINE || ho_is_sign(t, ';') ||
           ho_is_sign(t, '.') ||
           (ho_is_word_token(t) && (t->sense & HO_S(BUT)));
}

/* Behind token i: "CIO Maureen Tighe", "COO (Teresa Quintela)", with a comma
 * "our director, Paul Innes". */
static enum whom whom_beside(const struct handoff_text_checker *c,
                             const struct one *one, const struct ho_sentence *s,
                             size_t i, bool comma)
{
    const struct ho_part_list *p = &c->source;
    size_t k = i + p->token[i].span;

    while (k < s->last &&
           ((comma && ho_is_sign(&p->token[k], ',')) ||
            ho_is_sign(&p->token[k], '(') || ho_is_sign(&p->token[k], ':') ||
            ho_is_sign(&p->token[k], '.') ||
            (p->token[k].class & HO_C(HONORIFIC))))
        k++;
    return k < s->last && ho_is_named(&p->token[k]) ? whom_at(c, one, k)
                                                    : NOBODY;
}

/* "the owner is my dad", "CEO is her father, Nabil Haddad": the first name of
 * the clause, or else whoever is meant. */
static enum whom whom_it_is(const struct handoff_text_checker *c,
                            const struct one *one, const struct ho_sentence *s,
                            size_t i)
{
    const struct ho_part_list *p = &c->source;
    const size_t is = i + p->token[i].span;
    enum whom found = NOBODY;

    if (is >= s->last || !is_being(p, is))
        return NOBODY;
    for (size_t k = is + 1; k < s->last && k <= is + BEHIND; k++) {
        const enum whom whom = whom_at(c, one, k);

        if (whom && ho_is_named(&p->token[k]))
            return whom;
        found = found ? found : whom;
        if (parts(&p->token[k]) && !(p->token[k - 1].class & HO_C(HONORIFIC)))
            break;
    }
    return found;
}

/* Before token i, no more than `reach` words away. */
static enum whom whom_before(const struct handoff_text_checker *c,
                             const struct one *one, const struct ho_sentence *s,
                             size_t i, size_t reach)
{
    const struct ho_part_list *p = &c->source;
    const bool labelled = (s->flags & HO_SENTENCE_LABELLED) && i >= s->value;
    const size_t first = labelled ? s->value : s->first;

    for (size_t d = 1, words = 0; d <= REACH && i >= first + d; d++) {
        const size_t k = i - d;
        enum whom whom;

        if (parts(&p->token[k]) || ho_is_sign(&p->token[k], ')'))
            return NOBODY;
        whom = whom_at(c, one, k);
        if (whom)
            return whom;
        words += ho_is_word_token(&p->token[k]);
        if (words > reach)
            return NOBODY;
    }
    return NOBODY;
}

static bool is_bracketed(const struct ho_part_list *p,
                         const struct ho_sentence *s, size_t i)
{
    for (size_t d = 1; d <= REACH && i >= s->first + d; d++)
        if (ho_is_sign(&p->token[i - d], ')'))
            return false;
        else if (ho_is_sign(&p->token[i - d], '('))
            return true;
    return false;
}

/* Whose title source token i is. */
static enum whom holder(const struct handoff_text_checker *c,
                        const struct one *one, const struct ho_sentence *s,
                        size_t i)
{
    const struct ho_part_list *p = &c->source;
    const bool labelled = (s->flags & HO_SENTENCE_LABELLED) && i >= s->value;
    enum whom whom = NOBODY;

    if (!is_bracketed(p, s, i)) {
        whom = whom_beside(c, one, s, i, false);
        whom = whom ? whom : whom_it_is(c, one, s, i);
    }
    if (!whom && labelled && one->writes && s->last - s->value <= REACH)
        return NAMED; /* "Title: CEO" */
    whom = whom ? whom : whom_before(c, one, s, i, 0);
    whom = whom ? whom : whom_beside(c, one, s, i, true);
    return whom ? whom : whom_before(c, one, s, i, REACH);
}

/* Who the source says has the title of text token `title`; *about: where. */
static enum whom find_holder(const struct handoff_text_checker *c,
                             const struct one *one, size_t title,
                             const struct ho_sentence **about)
{
    const struct ho_part_list *p = &c->source;
    enum whom found = NOBODY;
    size_t places = 0;

    *about = NULL;
    for (size_t n = 0; n < p->sentences && places < PLACES; n++) {
        const struct ho_sentence *s = &p->sentence[n];

        for (size_t i = s->first; i < s->last; i++) {
            enum whom whom;

            if (!is_title(c, &p->token[i]) ||
                !is_same_title(c, &c->text.token[title], &p->token[i]))
                continue;
            places++;
            whom = holder(c, one, s, i);
            if (whom == NAMED)
                return NAMED;
            if (whom == NOBODY)
                found = NAMED; /* it may be */
            else if (found == NOBODY)
                found = ANOTHER;
            *about = s;
        }
    }
    return places < PLACES ? found : NAMED;
}

/* --- the text ------------------------------------------------------------- */

static bool is_light(const struct handoff_text_checker *c,
                     const struct ho_token *t)
{
    if (t->kind == HO_TOKEN_SIGN)
        return t->sign && strchr(",(-:", t->sign) != NULL;
    return ho_is_word_token(t) &&
           !ho_is_word_of(c, t,
                          "his|her|their|our|my|your|whose|its|sein|seine|"
                          "seinem|seiner|ihr|ihre|ihrem|ihrer|son|sa|leur|"
                          "notre|su|sus|suo|sua|zijn|haar|and|und|et|y|e|en|"
                          "with|mit|avec|con|met|com|from|to") &&
           ((t->class & HO_C(FUNC)) ||
            ho_is_word_of(c, t,
                          "responsible|verantwortlich|zustandig|responsable|"
                          "charge|verantwoordelijk|responsabile|handles|"
                          "heads|leads"));
}

/* The title that the text gives to the name that ends before token `last`;
 * SIZE_MAX for none. */
static size_t title_behind(const struct handoff_text_checker *c,
                           const struct ho_sentence *s, size_t last)
{
    const struct ho_token *t = c->text.token;

    for (size_t i = last; i < s->last && i <= last + LIGHT; i++) {
        const size_t next = i + t[i].span;

        if (is_title(c, &t[i])) {
            const bool name = next < s->last && ho_is_named(&t[next]);

            return name == is_verb(c, &t[i]) ? i : SIZE_MAX;
        }
        if (!(is_being(&c->text, i) || is_light(c, &t[i])) ||
            (t[i].sense & HO_S(NEG)))
            return SIZE_MAX;
    }
    return SIZE_MAX;
}

/* "CIO Tobias Renner" */
static size_t title_before(const struct handoff_text_checker *c,
                           const struct ho_sentence *s, size_t first)
{
    const struct ho_token *t = c->text.token;
    enum { WORDS = 2 };

    for (size_t d = 1; d <= WORDS && first >= s->first + d; d++) {
        const size_t i = first - d;

        if (is_title(c, &t[i]))
            return i + t[i].span == first && !is_verb(c, &t[i]) ? i : SIZE_MAX;
        if (!ho_is_word_token(&t[i]))
            return SIZE_MAX;
    }
    return SIZE_MAX;
}

bool ho_has_writer(const struct handoff_text_checker *c)
{
    const struct ho_part_list *p = &c->source;

    for (size_t n = 0; n < p->sentences && n < PLACES; n++) {
        const struct ho_sentence *s = &p->sentence[n];

        for (size_t i = s->first;
             (s->flags & HO_SENTENCE_LABELLED) && i < s->value; i++)
            if (ho_is_word_of(c, &p->token[i],
                              "name|vorname|nachname|nom|prenom|nombre|naam|"
                              "nome|contact|from|von|de|da|van|caller"))
                return true;
    }
    return false;
}

/* "Sophie Delmas" of Delmas Optique owns it, for all that is known. */
static bool names_firm(const struct handoff_text_checker *c, size_t first,
                       size_t last)
{
    enum { LOOKS = 64 };

    for (size_t i = first; i < last; i++) {
        const struct ho_token *t = &c->text.token[i];
        uint32_t at = c->words.word[t->word].first;

        for (size_t looks = 0; at && looks < LOOKS; looks++) {
            const struct ho_token *its = &c->source.token[at - 1];

            if (at < c->source.tokens && (its[1].shape & HO_SHAPE_CAPITAL) &&
                ho_is_word_token(&its[1]) &&
                (i + 1 == last || its[1].word != t[1].word))
                return true;
            at = its->next;
        }
    }
    return false;
}

/* "CFO" of a Chief Financial Officer, "Managing Director" of an MD */
static bool is_short_for(struct handoff_text_checker *c, size_t title)
{
    enum { WORDS = 4 };
    const struct ho_token *t = &c->text.token[title];
    char initials[WORDS];
    size_t n = 0;
    uint32_t word;

    for (; n < t->span && n < WORDS; n++)
        initials[n] = ho_word_text(&c->words, t[n].word).ptr[0];
    word = ho_word_find(&c->words, (struct handoff_slice){ initials, n });
    return (n > 1 && word && c->words.word[word].count > 0) ||
           ho_is_acronym(c, ho_token_slice(&c->text, title));
}

/* Does a field of the writer's give another title, in the text's language? */
static bool has_other_post(struct handoff_text_checker *c,
                           const struct one *one, size_t title)
{
    const struct ho_part_list *p = &c->source;

    if (!one->writes || p->is_german != c->text.is_german ||
        p->is_english != c->text.is_english || is_short_for(c, title))
        return false;
    for (size_t n = 0; n < p->sentences && n < PLACES; n++) {
        const struct ho_sentence *s = &p->sentence[n];

        for (size_t i = s->first; (s->flags & HO_SENTENCE_LABELLED) &&
                                  i < s->value && s->value < s->last;
             i++)
            if (ho_is_word_of(c, &p->token[i],
                              "title|role|position|funktion|fonction|cargo|"
                              "puesto|ruolo|functie|rolle|poste|funcao"))
                return true;
    }
    return false;
}

static void check_title(struct handoff_text_checker *c, size_t first,
                        size_t last, size_t title)
{
    const size_t behind = title + c->text.token[title].span;
    const struct ho_sentence *about;
    struct one one = { first, ho_own_name(c, first, last), false, false };
    enum whom whom;

    if (!ho_may_look(c, HO_READING))
        return;
    c->checked++;
    one.writes = ho_may_write(c, one.first, one.last);
    one.may_write = one.writes || !ho_has_writer(c);
    whom = find_holder(c, &one, title, &about);
    if (whom == NAMED ||
        (whom == NOBODY &&
         (is_post(&c->text.token[title]) ? !has_other_post(c, &one, title)
                                         : names_firm(c, one.first, one.last))))
        return;
    ho_text_find(
        c, whom == ANOTHER ? HANDOFF_TEXT_REFUSED : HANDOFF_TEXT_UNCONFIRMED,
        HANDOFF_TEXT_PROTECTED,
        whom == ANOTHER ? HANDOFF_FINDING_CLAIM_OF_OTHER
                        : HANDOFF_FINDING_CLAIM_NOT_STATED,
        title < first ? title : first, title < first ? last : behind,
        about ? about->first : 0, about ? about->last : 0);
}

static void check_name(struct handoff_text_checker *c,
                       const struct ho_sentence *s, size_t first, size_t last)
{
    const size_t before = title_before(c, s, first);
    const size_t behind = title_behind(c, s, last);

    if (!c->words.word[c->text.token[first].word].count &&
        !c->words.word[c->text.token[last - 1].word].count)
        return; /* an unknown name is found as such */
    if (before != SIZE_MAX && !ho_mood_of(&c->text, s, before, last))
        check_title(c, first, last, before);
    else if (behind != SIZE_MAX && !ho_mood_of(&c->text, s, last, behind + 1))
        check_title(c, first, last, behind);
}

void ho_check_titles(struct handoff_text_checker *c)
{
    for (size_t n = 0; n < c->text.sentences; n++) {
        const struct ho_sentence *s = &c->text.sentence[n];
        size_t last;

        for (size_t i = s->first; i < s->last; i = last) {
            last = ho_name_end(&c->text, s, i);
            if (last > i)
                check_name(c, s, i, last);
            last += last == i;
        }
    }
}
