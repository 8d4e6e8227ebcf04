/* freetext_name_index.c - the names of the source: where its words stand, what
 * stands together, how else it may be written */
#include "base/utf8.h"
#include "evidence/freetext_names.h"

enum {
    NAMES_MAX = 512, /* of the source, to compare a misspelling with */
    NAME_LETTERS = 4,
    REACH = 3,    /* tokens between first and last name */
    INITIALS = 6, /* of "Northgate Freight Group" */
    LIST_MAX = 31,
    ACRONYM = 5,          /* letters */
    ACRONYMS = 64,        /* of one text, that are looked at */
    ACRONYM_TOKENS = 8192 /* of the source */
};

static bool is_capital(const struct ho_token *t)
{
    return ho_is_word_token(t) &&
           (t->shape & (HO_SHAPE_CAPITAL | HO_SHAPE_CAMEL));
}

static void chain(struct handoff_text_checker *c, size_t i)
{
    struct ho_token *t = &c->source.token[i];
    struct ho_word *w = &c->words.word[t->word];

    if (!t->word)
        return;
    if (w->last)
        c->source.token[w->last - 1].next = (uint32_t)i + 1;
    else
        w->first = (uint32_t)i + 1;
    w->last = (uint32_t)i + 1;
    w->count++;
    if (is_capital(t))
        w->flags |= HO_WORD_CAPITAL;
}

static void list_name(struct handoff_text_checker *c, const struct ho_token *t)
{
    struct ho_word *w = &c->words.word[t->word];
    const bool code = (t->shape & HO_SHAPE_UPPER) && w->len == 2; /* "MN" */
    uint32_t *name;

    if (!is_capital(t) || (ho_is_known(t) && !code) ||
        (w->flags & HO_WORD_LISTED) ||
        (w->len < NAME_LETTERS && !(t->shape & HO_SHAPE_UPPER)) ||
        c->names_count == NAMES_MAX)
        return;
    name = ho_more(c, &c->names, &c->names_count, &c->names_room, sizeof *name);
    if (!name)
        return;
    *name = t->word;
    w->flags |= HO_WORD_LISTED;
}

/* What may stand inside a name: a particle, an initial, a hyphen, a comma
 * ("Reyes, Dana"), a line end and a label ("Last name:"). */
static bool is_inside(const struct ho_token *t)
{
    if (ho_is_word_token(t))
        return (t->class & HO_C(PARTICLE)) || t->to - t->from <= 2;
    return t->kind == HO_TOKEN_SIGN && t->sign &&
           strchr(".-&,'", t->sign) != NULL;
}

/* The next word of the name behind source token i, 0 for none. */
static size_t next_part(const struct ho_part_list *p, size_t i)
{
    size_t k = i + 1;

    while (k < p->tokens && k <= i + REACH && is_inside(&p->token[k]))
        k++;
    return k < p->tokens && ho_is_word_token(&p->token[k]) ? k : 0;
}

static bool is_initial(const struct ho_part_list *p, size_t i)
{
    return p->token[i].to - p->token[i].from == 1 && i + 1 < p->tokens &&
           ho_is_sign(&p->token[i + 1], '.');
}

/* Names that stand together: each remembers a neighbour. */
static void link_names(struct handoff_text_checker *c, size_t i)
{
    const struct ho_part_list *p = &c->source;
    const struct ho_token *t = &p->token[i], *next;
    const size_t k = next_part(p, i);

    if (k == 0)
        return;
    next = &p->token[k];
    if (!is_capital(next) || (ho_is_known(t) && !is_initial(p, i)) ||
        ho_is_known(next))
        return;
    c->words.word[t->word].after = next->word;
    c->words.word[next->word].before = t->word;
}

/* "First name: Dana" above "Last name: Whitfield" */
static bool stands_below(const struct ho_part_list *p,
                         const struct ho_sentence *s, size_t i, uint32_t word)
{
    const struct ho_sentence *below = s + 1;

    return i + 1 == s->last && below < p->sentence + p->sentences &&
           (s->flags & below->flags & HO_SENTENCE_LABELLED) &&
           below->value < below->last && p->token[below->value].word == word;
}

bool ho_stand_together(const struct handoff_text_checker *c, uint32_t a,
                       uint32_t b)
{
    const struct ho_part_list *p = &c->source;
    uint32_t at = c->words.word[a].first;

    for (size_t looks = 0; at; looks++) {
        const size_t i = at - 1;

        if (looks == HO_LOOKS)
            return true; /* a doubt is decided for the text */
        for (size_t k = i + 1; k < p->tokens && k <= i + REACH; k++) {
            if (p->token[k].word == b)
                return true;
            if (!is_inside(&p->token[k]))
                break;
        }
        if (stands_below(p, ho_source_sentence(c, i), i, b))
            return true;
        at = p->token[i].next;
    }
    return false;
}

/* --- other spellings ----------------------------------------------------- */

/* "North Gate" may be written Northgate. */
static void join_spelling(struct handoff_text_checker *c, size_t i)
{
    const struct ho_part_list *p = &c->source;
    char text[2 * HO_WORD_BYTES];
    struct handoff_slice x, y;
    uint32_t word;

    if (i + 1 >= p->tokens || !is_capital(&p->token[i + 1]))
        return;
    x = ho_word_text(&c->words, p->token[i].word);
    y = ho_word_text(&c->words, p->token[i + 1].word);
    memcpy(text, x.ptr, x.len);
    memcpy(text + x.len, y.ptr, y.len);
    word =
        ho_word_add(&c->words, (struct handoff_slice){ text, x.len + y.len });
    c->words.word[word].flags |= HO_WORD_ALIAS;
}

/* "Northgate Freight Group" may be called NFG. */
static void add_initials(struct handoff_text_checker *c, size_t i)
{
    const struct ho_part_list *p = &c->source;
    char text[INITIALS];
    size_t n = 0;

    for (size_t k = i; k < p->tokens && n < INITIALS; k++) {
        const struct ho_token *t = &p->token[k];
        const char first = p->bytes.ptr[t->from];

        if (!is_capital(t) || first < 'A' || first > 'Z')
            return;
        text[n++] = (char)(first + 32);
        if (n >= 2) {
            const uint32_t word =
                ho_word_add(&c->words, (struct handoff_slice){ text, n });

            c->words.word[word].flags |= HO_WORD_ALIAS;
        }
    }
}

static bool is_cyrillic(const struct ho_part_list *p, size_t i)
{
    const unsigned char first = (unsigned char)p->bytes.ptr[p->token[i].from];

    return first == 0xD0 || first == 0xD1;
}

/* Cyrillic letters from U+0430 on in Latin ones, after ISO 9 and habit. */
static const char *const latin[] = { "a",  "b",  "v",  "g",  "d",    "e", "zh",
                                     "z",  "i",  "y",  "k",  "l",    "m", "n",
                                     "o",  "p",  "r",  "s",  "t",    "u", "f",
                                     "kh", "ts", "ch", "sh", "shch", "",  "y",
                                     "",   "e",  "yu", "ya" };

static void add_latin(struct handoff_text_checker *c, uint32_t word)
{
    const struct handoff_slice s = ho_word_text(&c->words, word);
    char text[HO_WORD_BYTES * 2] = "";
    size_t n = 0, len;
    uint32_t alias;

    for (size_t at = 0; at < s.len && n + 4 < sizeof text; at += len) {
        const int32_t code = ho_utf8_decode(s, at, &len);
        const char *to;

        if (code < 0x430 || code > 0x44F)
            return;
        to = latin[code - 0x430];
        memcpy(text + n, to, strlen(to));
        n += strlen(to);
    }
    if (n == 0)
        return;
    alias = ho_word_add(&c->words, (struct handoff_slice){ text, n });
    c->words.word[alias].flags |= HO_WORD_ALIAS;
    if (c->names_count < NAMES_MAX) {
        uint32_t *name = ho_more(c, &c->names, &c->names_count, &c->names_room,
                                 sizeof *name);

        if (name)
            *name = alias;
    }
}

/* Two characters of a script without spaces that stand together. */
static void pair_characters(struct handoff_text_checker *c, size_t i)
{
    const struct handoff_slice s = ho_token_slice(&c->source, i);
    int32_t before = 0;
    size_t len;

    for (size_t at = 0; at < s.len; at += len) {
        const int32_t code = ho_utf8_decode(s, at, &len);

        if (before &&
            !ho_pairs_add(&c->pairs, (uint32_t)before, (uint32_t)code)) {
            c->failed = HANDOFF_NO_MEMORY;
            return;
        }
        before = code;
    }
}

/* "you, Regis and Complyfy": three */
static bool is_you_of_list(const struct ho_part_list *p,
                           const struct ho_sentence *s, size_t i)
{
    const struct ho_token *next = &p->token[i + (i + 1 < s->last)];

    return (p->token[i].class & HO_C(YOU)) &&
           (ho_is_sign(next, ',') || (next->class & HO_C(AND)));
}

/* Lengths of "A, B and C": the text may count them. */
static void index_lists(struct handoff_text_checker *c,
                        const struct ho_sentence *s)
{
    const struct ho_part_list *p = &c->source;
    unsigned items = 0;
    bool joint = true;

    for (size_t i = s->first; i <= s->last; i++) {
        const struct ho_token *t = i < s->last ? &p->token[i] : NULL;

        if (t && (is_capital(t) || is_you_of_list(p, s, i))) {
            items += joint;
            joint = false;
        } else if (t && items > 0 &&
                   (ho_is_sign(t, ',') || (t->class & HO_C(AND)) ||
                    ho_is_sign(t, '&'))) {
            joint = true;
        } else {
            if (items > 1 && items <= LIST_MAX)
                c->lists |= 1u << items;
            items = 0;
            joint = true;
        }
    }
}

static void index_token(struct handoff_text_checker *c, size_t i)
{
    const struct ho_token *t = &c->source.token[i];

    chain(c, i);
    c->halves = c->halves || (t->class & HO_C(HALF));
    c->portuguese = c->portuguese || (t->class & HO_C(PORTUGUESE));
    c->budgets = c->budgets || (t->sense & HO_S(BUDGET));
    c->pays = c->pays || (t->class & HO_C(PAYER));
    if ((t->kind == HO_TOKEN_MAIL || t->kind == HO_TOKEN_HOST) &&
        c->addresses < HO_ADDRESSES)
        c->address[c->addresses++] = t->word;
    if (t->shape & HO_SHAPE_UNSPACED) {
        pair_characters(c, i);
    } else if (is_capital(t)) {
        link_names(c, i);
        list_name(c, t);
        c->source.has_cyrillic =
            c->source.has_cyrillic || is_cyrillic(&c->source, i);
    }
}

void ho_index_names(struct handoff_text_checker *c)
{
    c->names_count = 0;
    c->addresses = 0;
    c->lists = 0;
    c->has_aliases = false;
    for (size_t i = 0; i < c->source.tokens && c->failed == HANDOFF_OK; i++)
        index_token(c, i);
    for (size_t i = 0; i < c->source.sentences; i++)
        index_lists(c, &c->source.sentence[i]);
}

void ho_index_aliases(struct handoff_text_checker *c)
{
    c->has_aliases = true;
    for (size_t i = 0; i < c->source.tokens && c->failed == HANDOFF_OK; i++) {
        const struct ho_token *t = &c->source.token[i];

        if (!is_capital(t) || (t->shape & HO_SHAPE_UNSPACED))
            continue;
        join_spelling(c, i);
        add_initials(c, i);
        if (is_cyrillic(&c->source, i))
            add_latin(c, t->word);
    }
}

/* --- acronyms ------------------------------------------------------------ */

/* Letters of an acronym, small, without the s of its plural; 0 for none. */
static size_t read_letters(struct handoff_slice word, char *letters)
{
    size_t n = 0, capitals = 0;

    if (word.len > 2 && word.ptr[word.len - 1] == 's')
        word.len--;
    if (word.len < 2 || word.len > ACRONYM)
        return 0;
    for (; n < word.len; n++) {
        const char now = word.ptr[n];
        const bool capital = now >= 'A' && now <= 'Z';

        if (!capital && !(now >= 'a' && now <= 'z'))
            return 0;
        capitals += capital;
        letters[n] = capital ? (char)(now + 32) : now;
    }
    return capitals > 1 ? n : 0;
}

/* Do the words of the source from token i on begin with the letters? */
static bool spells(const struct handoff_text_checker *c, size_t i,
                   const char *letters, size_t count)
{
    const struct ho_part_list *p = &c->source;
    size_t n = 0;

    for (; n < count && i < p->tokens; i++) {
        const struct ho_token *t = &p->token[i];

        if (ho_is_sign(t, '-'))
            continue;
        if (!ho_is_word_token(t))
            return false;
        if (ho_word_text(&c->words, t->word).ptr[0] == letters[n])
            n++;
        else if (n == 0 || !(t->class & (HO_C(FUNC) | HO_C(PARTICLE))))
            return false;
    }
    return n == count;
}

bool ho_is_acronym(struct handoff_text_checker *c, struct handoff_slice word)
{
    char letters[ACRONYM];
    const size_t count = read_letters(word, letters);

    if (count == 0 || c->acronyms++ > ACRONYMS)
        return false;
    for (size_t i = 0; i < c->source.tokens && i < ACRONYM_TOKENS; i++)
        if (spells(c, i, letters, count))
            return true;
    return false;
}
