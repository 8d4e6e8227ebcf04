/* sentence.c - see evidence/sentence.h */
#include "evidence/sentence.h"

#include "base/utf8.h"

enum { KINDS = 4 }; /* of one phrase */

/* --- tokens ------------------------------------------------------------ */

static bool is_digit(struct handoff_slice s, size_t at)
{
    return at < s.len && s.ptr[at] >= '0' && s.ptr[at] <= '9';
}

static bool is_stop_sign(char c)
{
    switch (c) {
    case ',':
    case ';':
    case ':':
    case '(':
    case ')':
    case '|':
    case '"':
        return true;
    default:
        return false;
    }
}

/* "30,000" and "10:30" are one thing. */
static bool is_stop_byte(struct handoff_slice s, size_t at)
{
    return is_stop_sign(s.ptr[at]) &&
           !(at > 0 && is_digit(s, at - 1) && is_digit(s, at + 1));
}

/* A dash between spaces. */
static bool is_dash(struct handoff_slice s, size_t at)
{
    return s.ptr[at] == '-' && (at == 0 || s.ptr[at - 1] == ' ') &&
           (at + 1 == s.len || s.ptr[at + 1] == ' ');
}

/* Where an English contraction ends that starts with the apostrophe at byte
 * `at`: "'t", "'re" ...; `at` where it is none. */
static size_t contraction_end(struct handoff_slice s, size_t at)
{
    static const char *const ends[] = { "t", "s", "re", "ve", "ll", "m", "d" };

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        const size_t n = ho_phrase_at(s, at + 1, ends[i]);

        if (n > 0)
            return at + 1 + n;
    }
    return at;
}

static size_t word_end(struct handoff_slice s, size_t at)
{
    size_t len;

    for (;;) {
        while (at < s.len && ho_start_letters[(unsigned char)s.ptr[at]] > 0)
            at++;
        if (at + 1 < s.len && s.ptr[at] == '\'')
            return contraction_end(s, at);
        if (at == s.len || !ho_is_word(ho_utf8_decode(s, at, &len)))
            return at;
        at += len;
    }
}

static void tokenize(struct ho_sentence_parse *p)
{
    const struct handoff_slice s = p->scene->sentence;
    size_t at = 0, len;

    while (at < s.len && p->count < HO_TOKENS) {
        const int32_t code = ho_utf8_decode(s, at, &len);
        const bool stop = is_stop_byte(s, at) || is_dash(s, at);
        const size_t end = stop               ? at + 1
                           : ho_is_word(code) ? word_end(s, at)
                                              : at;

        if (end > at)
            p->token[p->count++] =
                (struct ho_token){ .from = at, .to = end, .is_stop = stop };
        at = end > at ? end : at + len;
    }
}

struct handoff_slice ho_token_text(const struct ho_sentence_parse *p, size_t i)
{
    return ho_part(p->scene->sentence, p->token[i].from, p->token[i].to);
}

char ho_token_byte(const struct ho_sentence_parse *p, size_t i)
{
    return p->scene->sentence.ptr[p->token[i].from];
}

/* --- phrases ----------------------------------------------------------- */

/* Token behind the phrase of `len` bytes that starts with token i. */
static size_t token_behind(const struct ho_sentence_parse *p, size_t i,
                           size_t len)
{
    const size_t end = p->token[i].from + len;

    while (i < p->count && p->token[i].from < end)
        i++;
    return i;
}

/* The longest marks that start with one token; a phrase may be of several
 * kinds. */
struct longest {
    struct ho_mark mark[KINDS];
    size_t count;
};

static void add_longest(struct longest *l, const struct ho_mark *m)
{
    if (l->count > 0 && m->last < l->mark[0].last)
        return;
    if (l->count > 0 && m->last > l->mark[0].last)
        l->count = 0;
    if (l->count < KINDS)
        l->mark[l->count++] = *m;
}

bool ho_is_within(size_t i, const struct ho_range *r)
{
    return i >= r->from && i < r->to;
}

/* Does the quote leave out a part of the cue?  "nobody [knows who calls]" */
static bool is_cut_cue(const struct ho_sentence_parse *p)
{
    return p->cue.from < p->span.from && p->span.from < p->cue.to;
}

/* A mark inside the cue is a part of what the cue says, unless it is what the
 * quote leaves out of it. */
static bool is_of_cue(const struct ho_sentence_parse *p,
                      const struct ho_mark *m)
{
    if (is_cut_cue(p) && m->first < p->span.from)
        return false;
    for (size_t i = m->first; i < m->last; i++)
        if (ho_is_within(i, &p->cue))
            return true;
    return false;
}

/* A phrase that stands at token i. */
static void add_phrase(struct ho_sentence_parse *p, size_t i,
                       const struct ho_lexeme *l, size_t len,
                       struct longest *found)
{
    const struct ho_mark m = { (enum ho_kind)l->kind, i,
                               token_behind(p, i, len),
                               (enum ho_behind)l->behind };

    if (l->kind < HO_KIND_SHAPES)
        p->token[i].shapes |= 1u << l->kind;
    else if (!is_of_cue(p, &m))
        add_longest(found, &m);
}

static bool ends_with(struct handoff_slice s, const char *end)
{
    const size_t n = strlen(end);

    return s.len > n && memcmp(s.ptr + s.len - n, end, n) == 0;
}

/* "40k isn't approved", but "40 reps don't like it". */
static bool is_of_state(struct handoff_slice word)
{
    static const char *const words[] = { "isn't", "aren't", "wasn't", "hasn't",
                                         "weren't" };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (ho_slice_is(word, words[i]))
            return true;
    return false;
}

/* "don't", "we'd": what a table cannot list. */
static void match_contraction(const struct ho_sentence_parse *p, size_t i,
                              struct longest *found)
{
    const struct handoff_slice word = ho_token_text(p, i);
    struct ho_mark m = { HO_KIND_NOT, i, i + 1, HO_BEHIND_AUX };

    if (ends_with(word, "'d"))
        m.kind = HO_KIND_WOULD;
    else if (!ends_with(word, "n't"))
        return;
    if (is_of_state(word))
        m.behind = HO_BEHIND_ALWAYS;
    if (found->count == 0 && !is_of_cue(p, &m))
        add_longest(found, &m);
}

static void match_token(struct ho_sentence_parse *p, size_t i,
                        struct longest *found)
{
    const struct handoff_slice s = p->scene->sentence;
    const size_t from = p->token[i].from;
    struct ho_lexemes lexemes =
        ho_lexemes_at(&ho_clause_phrases, s, from, ho_start_at(s, from));
    const struct ho_lexeme *l;
    size_t len;

    while ((l = ho_lexemes_next(&lexemes, &len)))
        if (l->language & p->scene->languages)
            add_phrase(p, i, l, len, found);
    match_contraction(p, i, found);
}

/* Idioms are found so that what they hold is not, and then forgotten. */
static void keep_marks(struct ho_sentence_parse *p, const struct longest *found)
{
    for (size_t i = 0; i < found->count; i++)
        if (found->mark[i].kind == HO_KIND_IDIOM)
            return;
    for (size_t i = 0; i < found->count && p->marks < HO_MARKS; i++)
        p->mark[p->marks++] = found->mark[i];
}

static void find_marks(struct ho_sentence_parse *p)
{
    size_t next = 0;

    for (size_t i = 0; i < p->count; i++) {
        struct longest found;

        found.count = 0; /* its marks are many, and few are used */

        match_token(p, i, &found);
        if (found.count == 0 || i < next)
            continue;
        next = found.mark[0].last;
        keep_marks(p, &found);
    }
}

/* --- clauses ------------------------------------------------------------ */

bool ho_has_shape(const struct ho_sentence_parse *p, size_t i,
                  enum ho_kind shape)
{
    return i < p->count && (p->token[i].shapes >> shape & 1) != 0;
}

static bool is_subject(const struct ho_sentence_parse *p, size_t i)
{
    return ho_has_shape(p, i, HO_KIND_FIRST) ||
           ho_has_shape(p, i, HO_KIND_THERE);
}

bool ho_is_negation(enum ho_kind kind)
{
    return kind == HO_KIND_NOT || kind == HO_KIND_NO || kind == HO_KIND_DENY;
}

/* Is there a clause of its own from token i to the next stop? */
bool ho_starts_clause(const struct ho_sentence_parse *p, size_t i)
{
    if (ho_has_shape(p, i, HO_KIND_THAT))
        return false;
    for (; i < p->count && !p->token[i].is_stop; i++)
        if (ho_has_shape(p, i, HO_KIND_VERB) || is_subject(p, i))
            return true;
    return false;
}

static bool is_negator(const struct ho_sentence_parse *p, size_t i)
{
    for (size_t k = 0; k < p->marks; k++)
        if (p->mark[k].first == i &&
            (p->mark[k].kind == HO_KIND_NOT || p->mark[k].kind == HO_KIND_NO))
            return true;
    return false;
}

/* "and" starts a clause where a verb or a subject follows at once. */
static bool and_starts(const struct ho_sentence_parse *p, size_t i)
{
    i++;
    if (is_subject(p, i))
        return true;
    if (is_negator(p, i))
        i++;
    return ho_has_shape(p, i, HO_KIND_VERB) || is_subject(p, i) ||
           (ho_has_shape(p, i + 1, HO_KIND_VERB) &&
            !ho_has_shape(p, i, HO_KIND_LIGHT));
}

/* Does the sign start a clause?  A colon behind one does, whatever follows;
 * so does "just" behind a comma. */
static bool stop_starts(const struct ho_sentence_parse *p, size_t i,
                        bool in_clause)
{
    return ho_starts_clause(p, i + 1) ||
           (in_clause && ho_token_byte(p, i) == ':') ||
           ho_has_shape(p, i + 1, HO_KIND_JUST);
}

static bool word_starts(const struct ho_sentence_parse *p, size_t i)
{
    return ho_has_shape(p, i, HO_KIND_BUT) || ho_has_shape(p, i, HO_KIND_WHO) ||
           ho_token_byte(p, i) == ';' ||
           (ho_has_shape(p, i, HO_KIND_AND) && and_starts(p, i));
}

static void number_clauses(struct ho_sentence_parse *p)
{
    unsigned part = 0, piece = 0;
    bool in_clause = false;

    for (size_t i = 0; i < p->count; i++) {
        struct ho_token *t = &p->token[i];
        const bool strong = word_starts(p, i);

        if (strong || (t->is_stop && stop_starts(p, i, in_clause))) {
            part++;
            in_clause = false;
        }
        piece += strong || t->is_stop;
        in_clause = in_clause || ho_has_shape(p, i, HO_KIND_VERB);
        t->part = part;
        t->piece = piece;
    }
}

static struct ho_range to_tokens(const struct ho_sentence_parse *p,
                                 const struct ho_range *bytes)
{
    struct ho_range r = { p->count, 0 };

    for (size_t i = 0; i < p->count && p->token[i].from < bytes->to; i++) {
        if (p->token[i].to <= bytes->from)
            continue;
        if (r.to == 0)
            r.from = i;
        r.to = i + 1;
    }
    return r.to > 0 ? r : (struct ho_range){ 0, 0 };
}

void ho_parse_sentence(const struct ho_scene *scene,
                       struct ho_sentence_parse *p)
{
    p->scene = scene; /* tokens and marks are many, and few are used */
    p->count = p->marks = 0;
    tokenize(p);
    p->core = to_tokens(p, &scene->core);
    p->cue = to_tokens(p, &scene->cue);
    p->span = to_tokens(p, &scene->span);
    find_marks(p);
    number_clauses(p);
}
