/* phrase.c - see evidence/phrase.h */
#include "evidence/phrase.h"

#include "evidence/date.h"
#include "evidence/locate.h"

/* Longer, or as long and further to the front. */
static bool is_better(const struct handoff_found *next,
                      const struct ho_phrase_hit *hit)
{
    const size_t length = next->to - next->from, best = hit->to - hit->from;

    return !hit->found || length > best ||
           (length == best && next->from < hit->from);
}

static enum handoff_status try_phrase(const struct ho_folded *text,
                                      const char *phrase,
                                      struct ho_phrase_hit *hit,
                                      struct handoff_error *err)
{
    struct ho_folded folded = { 0 };
    enum handoff_status status = ho_fold(ho_slice(phrase), &folded, err);
    struct handoff_found next = { .match = HANDOFF_MATCH_NONE };
    bool cut = false;

    if (status == HANDOFF_OK)
        status = ho_find_folded(text, &folded, &next, &cut, err);
    if (next.match != HANDOFF_MATCH_NONE && is_better(&next, hit))
        *hit = (struct ho_phrase_hit){ true, next.from, next.to };
    ho_folded_release(&folded);
    return status;
}

enum handoff_status ho_find_phrase(struct handoff_slice text,
                                   const struct handoff_words *phrases,
                                   struct ho_phrase_hit *hit,
                                   struct handoff_error *err)
{
    struct ho_folded folded = { 0 };
    enum handoff_status status = ho_fold(text, &folded, err);

    *hit = (struct ho_phrase_hit){ 0 };
    for (size_t i = 0; i < phrases->count && status == HANDOFF_OK; i++)
        status = try_phrase(&folded, phrases->item[i], hit, err);
    ho_folded_release(&folded);
    return status;
}

/* A clause that goes on beyond is a list or pasted text. */
enum { CLAUSE_REACH = 1000 };

/* The full stop of "15. November". */
static bool is_in_date(struct handoff_slice s, size_t at)
{
    size_t from = at;

    while (from > 0 && at - from < 3 && s.ptr[from - 1] >= '0' &&
           s.ptr[from - 1] <= '9')
        from--;
    return from < at && ho_date_end(s, from) > at;
}

static bool ends_clause(struct handoff_slice s, size_t at)
{
    const char c = s.ptr[at];

    if (c == '\n' || c == ';' || c == '!' || c == '?')
        return true;
    /* "1.5", "ca. 15" and "acme.example" do not end there */
    return c == '.' && (at + 1 == s.len || s.ptr[at + 1] == '\n' ||
                        (s.ptr[at + 1] == ' ' && at + 2 < s.len &&
                         !(s.ptr[at + 2] >= 'a' && s.ptr[at + 2] <= 'z') &&
                         !(s.ptr[at + 2] >= '0' && s.ptr[at + 2] <= '9') &&
                         !is_in_date(s, at)));
}

/* May a clause that never ends be cut at `at`, `reach` bytes from the quote?
 * At a space, and somewhere in any case. */
static bool is_far(struct handoff_slice s, size_t at, size_t reach)
{
    if (reach < CLAUSE_REACH)
        return false;
    return s.ptr[at] == ' ' || (reach >= 2 * CLAUSE_REACH &&
                                ((unsigned char)s.ptr[at] & 0xC0) != 0x80);
}

struct handoff_slice handoff_clause(struct handoff_slice text, size_t from,
                                    size_t to)
{
    const size_t first = from, last = to;

    while (from > 0 && !ends_clause(text, from - 1) &&
           (from == text.len || !is_far(text, from, first - from)))
        from--;
    while (to < text.len && !ends_clause(text, to) &&
           !is_far(text, to, to - last))
        to++;
    return ho_trim(ho_part(text, from, to));
}

/* --- does a number belong to a cue? ----------------------------------- */

enum {
    COUNT_WORDS = 2,  /* "12 full-time sales reps" */
    AMOUNT_WORDS = 6, /* "our budget for this project is about 20k" */
    DENIAL_WORDS = 3, /* "we do not need a demo" */
    TEXT_DENIAL = 1   /* a pain is full of "not": only "not broken" denies */
};

#define WORDS(...)                                                        \
    {                                                                     \
        (const char *const[]){ __VA_ARGS__ },                             \
            sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *) \
    }

/* Part two statements: a number on the other side is of something else. */
static const struct handoff_words joints =
    WORDS("and", "but", "or", "while", "und", "aber", "oder", "mais", "et",
          "ou", "y", "pero", "o");

/* May stand between "seats:" and its number. */
static const struct handoff_words glue =
    WORDS("is", "are", "of", "about", "around", "roughly", "approximately",
          "approx", "ca", "circa", "over", "under", "up", "to", "than", "more",
          "less", "at", "least", "most", "now", "currently", "needed", "von",
          "rund", "etwa", "de", "environ", "unos", "=", "~");

static bool is_one_of(struct handoff_slice word,
                      const struct handoff_words *words)
{
    for (size_t i = 0; i < words->count; i++)
        if (ho_slice_is_nocase(word, words->item[i]))
            return true;
    return false;
}

static bool is_gap(char c)
{
    return c == ' ' || c == '-' || c == '\t' || c == '\r';
}

static bool is_stop(char c)
{
    return c == ',' || c == ':' || c == '(' || c == ')' || c == '"' || c == '|';
}

/* The next word of *rest, which moves behind it; false at the end. */
static bool next_word(struct handoff_slice *rest, struct handoff_slice *word)
{
    size_t from = 0, to;

    while (from < rest->len && is_gap(rest->ptr[from]))
        from++;
    for (to = from; to < rest->len && !is_gap(rest->ptr[to]); to++)
        ;
    *word = ho_part(*rest, from, to);
    *rest = ho_part(*rest, to, rest->len);
    return to > from;
}

static bool has_stop(struct handoff_slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (is_stop(s.ptr[i]))
            return true;
    return false;
}

/* At most `max` words, none of which parts two statements. */
static bool is_near(struct handoff_slice between, size_t max)
{
    struct handoff_slice word;
    size_t count = 0;

    if (has_stop(between))
        return false;
    while (next_word(&between, &word))
        if (++count > max || is_one_of(word, &joints))
            return false;
    return true;
}

static bool is_glue(struct handoff_slice between)
{
    struct handoff_slice word;

    if (between.len > 0 && (between.ptr[0] == ':' || between.ptr[0] == '('))
        between = ho_part(between, 1, between.len);
    else if (between.len > 1 && between.ptr[1] == '(')
        between = ho_part(between, 2, between.len);
    while (next_word(&between, &word))
        if (!is_one_of(word, &glue))
            return false;
    return true;
}

bool ho_belongs(enum handoff_type type, struct handoff_slice clause,
                size_t from, size_t to, const struct ho_phrase_hit *cue)
{
    const bool counts = type == HANDOFF_TYPE_INTEGER;
    struct handoff_slice between;

    if (cue->from >= to)
        return is_near(ho_part(clause, to, cue->from),
                       counts ? COUNT_WORDS : AMOUNT_WORDS);
    if (from < cue->to)
        return true; /* one lies in the other */
    between = ho_part(clause, cue->to, from);
    if (is_glue(between))
        return true;
    if (between.len > 0 && between.ptr[0] == ':')
        between = ho_part(between, 1, between.len);
    return !counts && is_near(between, AMOUNT_WORDS);
}

/* --- what a clause does to the words in it ------------------------------ */

static const struct handoff_words negators =
    WORDS("not", "no", "never", "without", "cannot", "don't", "doesn't",
          "didn't", "isn't", "aren't", "wasn't", "weren't", "haven't", "hasn't",
          "won't", "wouldn't", "nicht", "kein", "keine", "keinen", "keiner",
          "keinem", "ohne", "pas", "sans", "aucun", "aucune", "sin", "nunca",
          "ninguna", "ning\xC3\xBAn");

static const struct handoff_words hedges =
    WORDS("if", "once we", "once the", "assuming", "provided that", "unless",
          "maybe", "perhaps", "might", "hoping", "hopefully", "we hope",
          "not sure", "falls", "wenn", "sobald", "vielleicht",
          "peut-\xC3\xAAtre", "si", "quiz\xC3\xA1s", "tal vez");

static const struct handoff_words past =
    WORDS("last year", "had a budget", "used to", "previously", "formerly",
          "back then", "in the past", "letztes jahr", "fr\xC3\xBCher",
          "l'ann\xC3\xA9"
          "e derni\xC3\xA8re",
          "l'an dernier", "el a\xC3\xB1o pasado");

static const struct handoff_words others =
    WORDS("your ad", "your ads", "your website says", "your site says",
          "for a client", "our client's", "my client's", "their budget",
          "competitor quoted", "quoted us", "company revenue", "a friend");

static const struct handoff_words orders =
    WORDS("ignore previous", "ignore all previous", "ignore the previous",
          "ignore prior", "ignore the above", "ignore your instructions",
          "ignore your rules", "ignore all rules", "disregard previous",
          "disregard all", "disregard the above", "previous instructions",
          "previous rules", "prior instructions", "system prompt", "mark me as",
          "mark this lead", "mark this as", "route me as", "you must route",
          "as an ai language model", "ignoriere alle", "vorherigen anweisungen",
          "ignorez les instructions", "ignora las instrucciones");

static enum handoff_status stands_in(struct handoff_slice text,
                                     const struct handoff_words *phrases,
                                     bool *yes, struct handoff_error *err)
{
    struct ho_phrase_hit hit;
    enum handoff_status status;

    if (*yes)
        return HANDOFF_OK;
    status = ho_find_phrase(text, phrases, &hit, err);
    *yes = hit.found;
    return status;
}

/* A negator among the last words before byte `at`, in the same part of the
 * sentence. */
static bool is_denied(struct handoff_slice clause, size_t at, size_t words)
{
    for (size_t i = 0; i < words; i++) {
        size_t end;

        while (at > 0 && is_gap(clause.ptr[at - 1]))
            at--;
        for (end = at; at > 0 && !is_gap(clause.ptr[at - 1]) &&
                       !is_stop(clause.ptr[at - 1]);
             at--)
            ;
        if (at == end)
            return false;
        if (is_one_of(ho_part(clause, at, end), &negators))
            return true;
    }
    return false;
}

/* "..., can you help?" asks nothing about what stands before its comma. */
static bool is_asked(struct handoff_slice source, struct handoff_slice clause,
                     size_t from)
{
    size_t at = (size_t)(clause.ptr - source.ptr) + clause.len;

    while (at < source.len && is_gap(source.ptr[at]))
        at++;
    if (at >= source.len || source.ptr[at] != '?')
        return false;
    for (size_t i = from; i < clause.len; i++)
        if (clause.ptr[i] == ',')
            return false;
    return true;
}

enum handoff_status ho_find_mood(const struct handoff_field *field,
                                 struct handoff_slice source,
                                 struct handoff_slice clause,
                                 const struct ho_phrase_hit *cue,
                                 enum ho_mood *mood, struct handoff_error *err)
{
    const bool is_text = field->type == HANDOFF_TYPE_TEXT;
    const bool is_hard = field->type == HANDOFF_TYPE_INTEGER ||
                         field->type == HANDOFF_TYPE_MONEY ||
                         field->type == HANDOFF_TYPE_DATE ||
                         field->is_protected;
    bool flips =
        is_denied(clause, cue->from, is_text ? TEXT_DENIAL : DENIAL_WORDS) ||
        (!field->by_question && is_asked(source, clause, cue->to));
    bool is_hedged = false;
    enum handoff_status status = HANDOFF_OK;

    if (is_hard)
        status = stands_in(clause, &past, &flips, err);
    if (status == HANDOFF_OK && is_hard)
        status = stands_in(clause, &others, &flips, err);
    if (status == HANDOFF_OK && is_hard)
        status = stands_in(clause, &hedges, &is_hedged, err);
    if (status == HANDOFF_OK)
        *mood = flips ? HO_FLIPS : is_hedged ? HO_HEDGES : HO_STATES;
    return status;
}

enum handoff_status ho_gives_orders(struct handoff_slice text, bool *yes,
                                    struct handoff_error *err)
{
    *yes = false;
    return stands_in(text, &orders, yes, err);
}
