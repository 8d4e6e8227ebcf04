/* freetext_names.c - the names of the text in the source */
#include "evidence/freetext_names.h"
#include "base/utf8.h"

enum {
    GROUP = 12,       /* words of one name */
    LOOKS_MAX = 2000, /* words compared with the source's names */
    LONG = 7,         /* letters of a word whose ending tells what it is */
    NOUN = 10,        /* letters that a German noun has, and no first name */
    CURRENCY = 3,     /* letters of its code */
    SHORT = 4         /* letters of "SW" */
};

struct group {
    size_t at[GROUP]; /* tokens */
    size_t count;
    const struct ho_sentence *s;
};

static bool is_capital(const struct ho_token *t)
{
    return ho_is_word_token(t) &&
           (t->shape & (HO_SHAPE_CAPITAL | HO_SHAPE_CAMEL)) &&
           !(t->shape & (HO_SHAPE_BRACKETED | HO_SHAPE_UNSPACED));
}

static const struct ho_token *token(const struct handoff_text_checker *c,
                                    const struct group *g, size_t i)
{
    return &c->text.token[g->at[i]];
}

static bool stands_in_source(const struct handoff_text_checker *c,
                             const struct ho_token *t)
{
    const struct ho_word *w = &c->words.word[t->word];

    return w->count > 0 || (w->flags & HO_WORD_ALIAS);
}

static void look(struct handoff_text_checker *c, const struct ho_token *t)
{
    const bool umlaut = ho_has_umlaut(ho_part(c->text.bytes, t->from, t->to));
    struct handoff_slice s;
    struct ho_word *w;
    const char *places;

    if (!c->has_aliases)
        ho_index_aliases(c); /* the words may move */
    s = ho_word_text(&c->words, t->word);
    places = ho_place_names(s);
    w = &c->words.word[t->word];
    w->flags |= HO_WORD_LOOKED;
    if (c->near_looks++ > LOOKS_MAX)
        return;
    for (size_t i = 0; i < c->names_count; i++) {
        const struct handoff_slice name = ho_word_text(&c->words, c->names[i]);
        const uint32_t at = c->words.word[c->names[i]].first;

        if (ho_is_variant(s, name,
                          umlaut || (at > 0 && ho_has_umlaut(ho_token_slice(
                                                   &c->source, at - 1)))) ||
            ho_is_among(places, name) ||
            (c->source.has_cyrillic && ho_is_near(s, name))) {
            w->flags |= HO_WORD_ALIAS;
            return;
        }
        if (ho_is_near(s, name))
            w->flags |= HO_WORD_NEAR;
    }
}

static bool is_near(struct handoff_text_checker *c, const struct ho_token *t)
{
    if (!(c->words.word[t->word].flags & HO_WORD_LOOKED))
        look(c, t);
    return (c->words.word[t->word].flags & HO_WORD_NEAR) != 0;
}

/* --- one word ------------------------------------------------------------ */

/* Endings of words that name no one: "Untangling", "Consolidation". */
static bool is_plain_ending(struct handoff_slice s)
{
    static const char *const endings[] = {
        "ing",    "tion", "sion", "ment", "ness",  "ity",   "ship",
        "able",   "ible", "ally", "ance", "ence",  "ated",  "ized",
        "ised",   "less", "ful",  "ung",  "ungen", "heit",  "keit",
        "schaft", "tive", "sive", "ical", "ology", "ously", "ary",
        "ests",   "izes", "ises", "ates", "ifies"
    };

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        const size_t n = strlen(endings[i]);

        if (s.len >= LONG && s.len > n &&
            memcmp(s.ptr + s.len - n, endings[i], n) == 0)
            return true;
    }
    return false;
}

/* "Distributor", "Hauliers": people, but no person. */
static bool is_agent(struct handoff_slice s)
{
    static const char *const endings[] = { "er",  "or",  "ers", "ors", "ist",
                                           "ant", "ian", "ies", "s" };

    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        const size_t n = strlen(endings[i]);

        if (s.len > n + 2 && memcmp(s.ptr + s.len - n, endings[i], n) == 0)
            return true;
    }
    return false;
}

static bool is_unknown(struct handoff_text_checker *c, const struct ho_token *t)
{
    const struct ho_word *w = &c->words.word[t->word];

    if (!is_capital(t) || ho_is_known(t) || stands_in_source(c, t) ||
        w->len < 2 || ((t->shape & HO_SHAPE_DIGIT) && w->len < 4))
        return false;
    if ((w->flags & HO_WORD_SMALL) && !(t->shape & HO_SHAPE_CAMEL))
        return false;
    is_near(c, t); /* a variant is no unknown word */
    return !(c->words.word[t->word].flags & HO_WORD_ALIAS);
}

/* A word of a name of the source. */
static bool is_name_word(const struct handoff_text_checker *c,
                         const struct ho_token *t)
{
    const struct ho_word *w = &c->words.word[t->word];

    return is_capital(t) && !ho_is_known(t) &&
           (w->flags & (HO_WORD_CAPITAL | HO_WORD_ALIAS));
}

static bool is_after_label(const struct handoff_text_checker *c,
                           const struct group *g, size_t i)
{
    const struct ho_sentence *s = g->s;
    bool named = false;

    if (!(s->flags & HO_SENTENCE_LABELLED) || g->at[i] != s->value)
        return false;
    for (size_t k = s->first; k < s->value; k++) {
        const struct ho_token *t = &c->text.token[k];

        named = named || (t->class & HO_C(NAME_LABEL));
        if (t->class & (HO_C(OWN_LABEL) | HO_C(RHETORIC)))
            return false;
    }
    return named;
}

static bool precedes(const struct handoff_text_checker *c, size_t at,
                     uint64_t class)
{
    size_t i = at;

    if (i > 0 && ho_is_sign(&c->text.token[i - 1], '.'))
        i--;
    return i > 0 && ho_is_word_token(&c->text.token[i - 1]) &&
           (c->text.token[i - 1].class & class);
}

static bool is_suffixed(const struct handoff_text_checker *c, size_t at)
{
    const struct ho_token *next = &c->text.token[at + 1];

    return at + 1 < c->text.tokens && is_capital(next) &&
           (next->class & HO_C(SUFFIX));
}

/* "Priya asked ..." at the beginning of an English sentence. */
static bool acts(const struct handoff_text_checker *c, const struct group *g,
                 size_t i)
{
    const struct ho_token *next = &c->text.token[g->at[i] + 1];
    const struct handoff_slice s =
        ho_word_text(&c->words, token(c, g, i)->word);

    return c->text.is_english && g->at[i] + 1 < g->s->last && g->count == 1 &&
           ho_is_word_token(next) && (next->class & HO_C(REPORT)) &&
           !(next->class & HO_C(FUNC)) && !(next->sense & HO_S(BE)) &&
           !(next->sense & HO_S(NEED)) && !is_agent(s) && !is_plain_ending(s);
}

static bool follows_article(const struct handoff_text_checker *c, size_t at)
{
    const struct ho_token *before = &c->text.token[at] - (at > 0);

    return ho_is_word_token(before) && (before->class & HO_C(FUNC)) &&
           (before->class & HO_C(GERMAN));
}

/* Does the unknown word's neighbour make it part of a name? */
static bool is_beside_name(struct handoff_text_checker *c,
                           const struct group *g, size_t i)
{
    const bool german = (g->s->flags & HO_SENTENCE_GERMAN) != 0;
    const bool initial = (token(c, g, 0)->shape & HO_SHAPE_INITIAL) != 0;
    const uint32_t word = token(c, g, i)->word;

    if (i > 0 && is_name_word(c, token(c, g, i - 1))) {
        const uint32_t after = c->words.word[token(c, g, i - 1)->word].after;

        if (after && after != word)
            return true;
    }
    if (initial && i == 0 && g->count > 2 && /* "Dispatcher Holger Strauch" */
        is_agent(ho_word_text(&c->words, word)) &&
        ho_stand_together(c, token(c, g, 1)->word, token(c, g, 2)->word))
        return false;
    if (german && (follows_article(c, g->at[i]) || /* "die Agentur Korva" */
                   c->words.word[word].len >= NOUN))
        return false;
    if (i + 1 < g->count && is_name_word(c, token(c, g, i + 1))) {
        const uint32_t before = c->words.word[token(c, g, i + 1)->word].before;

        if (before && before != word)
            return true;
    }
    if (german && initial)
        return false;
    return (i > 0 && is_unknown(c, token(c, g, i - 1)) &&
            (!german || g->at[i - 1] + 1 == g->at[i]) &&
            !is_plain_ending(
                ho_word_text(&c->words, token(c, g, i - 1)->word))) ||
           (i + 1 < g->count && is_unknown(c, token(c, g, i + 1)) &&
            (!german || g->at[i] + 1 == g->at[i + 1]) &&
            !is_plain_ending(
                ho_word_text(&c->words, token(c, g, i + 1)->word)));
}

/* Is the unknown word sure to be a name? */
static bool is_sure(struct handoff_text_checker *c, const struct group *g,
                    size_t i)
{
    const struct ho_token *t = token(c, g, i);
    const bool german = (g->s->flags & HO_SENTENCE_GERMAN) != 0;
    const bool title = (g->s->flags & HO_SENTENCE_TITLE) != 0;
    const bool plain = is_plain_ending(ho_word_text(&c->words, t->word));

    if (is_near(c, t) || (t->shape & HO_SHAPE_CAMEL) ||
        precedes(c, g->at[i], HO_C(HONORIFIC)) || is_suffixed(c, g->at[i]) ||
        is_after_label(c, g, i))
        return true;
    if (g->count == 1 && g->at[i] + 1 < c->text.tokens &&
        ho_is_sign(t + 1, ':')) /* "Benchmark: 9 cents" */
        return false;
    if ((t->shape & HO_SHAPE_UPPER) && t->to - t->from == CURRENCY &&
        g->at[i] + 1 < c->text.tokens && t[1].kind == HO_TOKEN_NUMBER)
        return false; /* "ARS 20,000" */
    if (plain || ((t->shape & HO_SHAPE_UPPER) && g->at[i] > 0 &&
                  t[-1].kind == HO_TOKEN_NUMBER)) /* "27 AD": a unit */
        return false;
    if (is_beside_name(c, g, i))
        return true;
    if (german)
        return precedes(c, g->at[i], HO_C(NAME_LABEL));
    if (t->shape & HO_SHAPE_INITIAL)
        return !title && ((t->shape & HO_SHAPE_OWNING) || acts(c, g, i));
    return !title;
}

/* --- one name ------------------------------------------------------------ */

/* Does the word stand in an address of the source? */
static bool is_in_address(const struct handoff_text_checker *c, uint32_t word)
{
    const struct handoff_slice s = ho_word_text(&c->words, word);

    for (size_t i = 0; i < c->addresses; i++)
        if (ho_find(ho_word_text(&c->words, c->address[i]), 0, s) != SIZE_MAX)
            return true;
    return false;
}

static void refuse(struct handoff_text_checker *c, const struct group *g,
                   size_t from, size_t to, enum handoff_finding_code code,
                   uint32_t about)
{
    ho_text_refuse(c, HANDOFF_TEXT_NAME, code, g->at[from], g->at[to] + 1,
                   about ? about - 1 : 0, about);
}

static enum handoff_finding_code code_of(struct handoff_text_checker *c,
                                         const struct ho_token *t)
{
    if (c->near_looks < LOOKS_MAX && is_in_address(c, t->word))
        return HANDOFF_FINDING_NAME_ONLY_IN_ADDRESS;
    return is_near(c, t) ? HANDOFF_FINDING_NAME_ALTERED
                         : HANDOFF_FINDING_NAME_NOT_IN_SOURCE;
}

static bool is_part(struct handoff_text_checker *c, const struct ho_token *t)
{
    return is_unknown(c, t) || is_name_word(c, t);
}

/* Widen to the words of the name around word i. */
static void refuse_unknown(struct handoff_text_checker *c,
                           const struct group *g, size_t i)
{
    const bool german = (g->s->flags & HO_SENTENCE_GERMAN) && g->count == 1;
    size_t from = i, to = i;

    while (from > 0 && is_part(c, token(c, g, from - 1)))
        from--;
    while (to + 1 < g->count && is_part(c, token(c, g, to + 1)))
        to++;
    ho_text_find(c,
                 ho_may_be_no_name(c, g->at[from], g->at[to] + 1, german)
                     ? HANDOFF_TEXT_UNCONFIRMED
                     : HANDOFF_TEXT_REFUSED,
                 HANDOFF_TEXT_NAME, code_of(c, token(c, g, i)), g->at[from],
                 g->at[to] + 1, 0, 0);
}

/* "Northgate Group" where the source has Northgate Freight. */
static bool is_renamed(const struct handoff_text_checker *c,
                       const struct ho_token *t, const struct ho_token *next)
{
    return is_name_word(c, t) && is_capital(next) &&
           (next->class & (HO_C(ORG) | HO_C(SUFFIX))) &&
           !(next->class & HO_C(ROLE)) && !c->words.word[next->word].count;
}

/* "Fjordlight SW" where the source has Fjordlight Software. */
static bool is_short_form(const struct handoff_text_checker *c,
                          const struct group *g, size_t i)
{
    const struct ho_token *t = token(c, g, i);
    const struct ho_part_list *p = &c->source;
    uint32_t at = i > 0 ? c->words.word[token(c, g, i - 1)->word].first : 0;

    if (!(t->shape & HO_SHAPE_UPPER) || t->to - t->from > SHORT)
        return false;
    for (size_t looks = 0; at && looks < HO_LOOKS; looks++) {
        if (at < p->tokens && is_capital(&p->token[at]) &&
            ho_abbreviates(ho_word_text(&c->words, t->word),
                           ho_word_text(&c->words, p->token[at].word)))
            return true;
        at = p->token[at - 1].next;
    }
    return false;
}

/* "Vertragsende": a German noun that ends in a known one. */
static bool is_compound(struct handoff_text_checker *c, const struct group *g,
                        const struct ho_token *t)
{
    const struct handoff_slice s = ho_word_text(&c->words, t->word);

    if (!(g->s->flags & HO_SENTENCE_GERMAN) && c->text.english > 0)
        return false;
    for (size_t i = 3; i + 4 <= s.len; i++) {
        const uint32_t end = ho_word_find(
            &c->words, (struct handoff_slice){ s.ptr + i, s.len - i });

        if (end && (c->words.word[end].sense | c->words.word[end].class))
            return true;
    }
    return false;
}

/* "in Kassel und Göttingen": beside a name of the source, and so one itself,
 * perhaps, even where nouns are written like names. */
static bool follows_name(const struct handoff_text_checker *c,
                         const struct group *g, size_t i)
{
    const size_t at = g->at[i];
    const struct ho_token *t = &c->text.token[at];

    return i == 0 && at >= g->s->first + 2 && ho_is_word_token(&t[-1]) &&
           (t[-1].class & (HO_C(AND) | HO_C(OR))) && is_name_word(c, &t[-2]) &&
           !is_plain_ending(ho_word_text(&c->words, t->word));
}

static void check_group(struct handoff_text_checker *c, const struct group *g)
{
    bool counted = false;

    for (size_t i = 0; i < g->count; i++) {
        const struct ho_token *t = token(c, g, i);
        const bool unknown =
            is_unknown(c, t) && !is_short_form(c, g, i) &&
            !is_compound(c, g, t) &&
            !((g->s->flags & HO_SENTENCE_GERMAN) &&
              ho_is_of_place(c, t->word)) &&
            !ho_is_acronym(c, ho_token_slice(&c->text, g->at[i]));

        counted = counted || unknown || is_name_word(c, t);
        if (unknown && is_sure(c, g, i)) {
            refuse_unknown(c, g, i);
            c->checked++;
            return;
        }
        if (unknown && follows_name(c, g, i)) {
            ho_text_find(c, HANDOFF_TEXT_UNCONFIRMED, HANDOFF_TEXT_NAME,
                         HANDOFF_FINDING_NAME_NOT_IN_SOURCE, g->at[i],
                         g->at[i] + 1, 0, 0);
            return;
        }
        if (i + 1 == g->count || !is_name_word(c, t))
            continue;
        if (ho_is_mixed(c, t->word, token(c, g, i + 1)->word)) {
            refuse(c, g, i, i + 1, HANDOFF_FINDING_NAME_MIXED,
                   c->words.word[t->word].first);
            break;
        }
        if (g->at[i] + 1 == g->at[i + 1] &&
            is_name_word(c, token(c, g, i + 1)) &&
            ho_may_be_mixed(c, t->word, token(c, g, i + 1)->word)) {
            ho_text_find(c, HANDOFF_TEXT_UNCONFIRMED, HANDOFF_TEXT_NAME,
                         HANDOFF_FINDING_NAME_MIXED, g->at[i], g->at[i + 1] + 1,
                         0, 0);
            break;
        }
        if (is_renamed(c, t, token(c, g, i + 1)) &&
            !(g->s->flags & HO_SENTENCE_HEADS)) {
            refuse(c, g, i, i + 1, HANDOFF_FINDING_NAME_ALTERED,
                   c->words.word[t->word].first);
            break;
        }
    }
    c->checked += counted;
}

/* The next word of the name behind token i, 0 for none: capitalised, with
 * particles, initials and "&" between. */
static size_t next_in_group(const struct handoff_text_checker *c, size_t i,
                            size_t last)
{
    const struct ho_part_list *p = &c->text;
    size_t k = i + 1, particles = 0;

    if (k < last && ho_is_sign(&p->token[k], '.') &&
        ho_is_word_token(&p->token[i]) &&
        (p->token[i].to - p->token[i].from == 1 ||
         (p->token[i].class & HO_C(HONORIFIC))))
        k++;
    if (k < last && ho_is_sign(&p->token[k], '&'))
        k++;
    while (k < last && particles < 2 && ho_is_word_token(&p->token[k]) &&
           (p->token[k].class & HO_C(PARTICLE)) &&
           !(p->token[k].shape & HO_SHAPE_CAPITAL)) {
        k++;
        particles++;
    }
    return k < last && is_capital(&p->token[k]) &&
                   (k == i + 1 || !(p->token[k].shape & HO_SHAPE_INITIAL))
               ? k
               : 0;
}

static void check_sentence(struct handoff_text_checker *c,
                           const struct ho_sentence *s)
{
    struct group g = { .s = s };

    for (size_t i = s->first; i < s->last; i++) {
        size_t next;

        if (!is_capital(&c->text.token[i]))
            continue;
        g.count = 0;
        g.at[g.count++] = i;
        while (g.count < GROUP && (next = next_in_group(c, i, s->last)) != 0) {
            g.at[g.count++] = next;
            i = next;
        }
        check_group(c, &g);
    }
}

void ho_check_names(struct handoff_text_checker *c)
{
    const bool text = ho_is_mostly_unspaced(&c->text);
    const bool source = ho_is_mostly_unspaced(&c->source);

    for (size_t i = 0; i < c->text.tokens; i++) {
        const struct ho_token *t = &c->text.token[i];

        if (ho_is_word_token(t) && !(t->shape & HO_SHAPE_CAPITAL))
            c->words.word[t->word].flags |= HO_WORD_SMALL;
    }
    for (size_t i = 0; i < c->text.sentences && !source; i++)
        check_sentence(c, &c->text.sentence[i]);
    for (size_t i = 0; i < c->text.tokens && c->text.has_unspaced && !text; i++)
        if (c->text.token[i].shape & HO_SHAPE_UNSPACED)
            ho_check_unspaced(c, i);
}
