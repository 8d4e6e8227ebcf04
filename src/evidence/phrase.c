/* phrase.c - see evidence/phrase.h */
#include "evidence/phrase.h"

#include "evidence/locate.h"

/* Longer, or as long and further to the front. */
static bool is_better(const struct ho_phrase_hit *next,
                      const struct ho_phrase_hit *hit)
{
    const size_t length = next->to - next->from, best = hit->to - hit->from;

    return !hit->found || length > best ||
           (length == best && next->from < hit->from);
}

struct ho_passage ho_passage_of(const struct ho_folded *f,
                                const struct ho_starts *starts)
{
    return (struct ho_passage){ .words = *f, .starts = starts };
}

struct ho_passage ho_passage_part(const struct ho_passage *p, size_t from,
                                  size_t to)
{
    const size_t a = ho_folded_at(&p->words, p->base + from);
    const size_t b = ho_folded_at(&p->words, p->base + to);
    struct ho_passage part = *p;

    part.base += from;
    part.shift += a;
    part.words.len = b - a;
    if (a > 0) { /* no arithmetic on a null pointer */
        part.words.text += a;
        part.words.from += a;
        part.words.to += a;
    }
    return part;
}

bool ho_lacks_phrase(const struct ho_passage *p,
                     const struct handoff_words *phrases, size_t i)
{
    if (!phrases->folded)
        return !ho_may_hold(p->starts, phrases->item[i]);
    return phrases->folded[i].start < HO_STARTS &&
           !ho_has_start(p->starts, phrases->folded[i].start);
}

static bool stands_at(const struct ho_passage *p, struct handoff_slice phrase,
                      size_t at)
{
    return at <= p->words.len && p->words.len - at >= phrase.len &&
           memcmp(p->words.text + at, phrase.ptr, phrase.len) == 0 &&
           ho_is_whole(&p->words, at, at + phrase.len);
}

/* The first place at or after `from`: its first word is one of the index, or
 * the passage cuts that one. */
static size_t find_by_words(const struct ho_passage *p,
                            const struct handoff_folded_word *phrase,
                            size_t from)
{
    const size_t before = p->shift + phrase->offset;

    if (from == 0 && stands_at(p, phrase->text, 0))
        return 0;
    for (size_t i = ho_word_at(p->word, p->count, before + from); i < p->count;
         i++)
        if (p->word[i].start == phrase->start &&
            stands_at(p, phrase->text, p->word[i].at - before))
            return p->word[i].at - before;
    return SIZE_MAX;
}

static enum handoff_status next_folded(const struct ho_passage *p, size_t *at,
                                       const struct handoff_folded_word *phrase,
                                       struct ho_phrase_hit *hit,
                                       struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;
    size_t place = SIZE_MAX;
    bool cut = false;

    if (phrase->text.len == 0)
        return HANDOFF_OK;
    if (p->word && phrase->start < HO_STARTS)
        place = find_by_words(p, phrase, *at);
    else
        status = ho_find_whole(&p->words, *at, phrase->text, &place, &cut, err);
    if (status == HANDOFF_OK && place != SIZE_MAX) {
        *at = place + phrase->text.len;
        *hit = (struct ho_phrase_hit){ true, p->words.from[place] - p->base,
                                       p->words.to[*at - 1] - p->base };
    }
    return status;
}

enum handoff_status ho_next_phrase(const struct ho_passage *p, size_t *at,
                                   const struct handoff_words *phrases,
                                   size_t i, struct ho_phrase_hit *hit,
                                   struct handoff_error *err)
{
    struct ho_folded own = { 0 };
    enum handoff_status status;

    *hit = (struct ho_phrase_hit){ 0 };
    if (ho_lacks_phrase(p, phrases, i))
        return HANDOFF_OK;
    if (phrases->folded)
        return next_folded(p, at, &phrases->folded[i], hit, err);
    status = ho_fold(ho_slice(phrases->item[i]), &own, err);
    if (status == HANDOFF_OK) {
        const struct handoff_folded_word phrase = {
            .text = ho_trim(ho_folded_slice(&own)), .start = HO_STARTS
        };

        status = next_folded(p, at, &phrase, hit, err);
    }
    ho_folded_release(&own);
    return status;
}

enum handoff_status ho_find_in_passage(const struct ho_passage *passage,
                                       const struct handoff_words *phrases,
                                       struct ho_phrase_hit *hit,
                                       struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    *hit = (struct ho_phrase_hit){ 0 };
    for (size_t i = 0; i < phrases->count && status == HANDOFF_OK; i++) {
        struct ho_phrase_hit next;
        size_t at = 0;

        if (ho_lacks_phrase(passage, phrases, i))
            continue;
        status = ho_next_phrase(passage, &at, phrases, i, &next, err);
        if (status == HANDOFF_OK && next.found && is_better(&next, hit))
            *hit = next;
    }
    return status;
}

enum handoff_status ho_find_phrase(struct handoff_slice text,
                                   const struct handoff_words *phrases,
                                   struct ho_phrase_hit *hit,
                                   struct handoff_error *err)
{
    struct ho_folded folded = { 0 };
    enum handoff_status status = ho_fold(text, &folded, err);
    struct ho_starts starts;

    *hit = (struct ho_phrase_hit){ 0 };
    if (status == HANDOFF_OK) {
        const struct ho_passage all = ho_passage_of(&folded, &starts);

        ho_starts_find(ho_folded_slice(&folded), &starts);
        status = ho_find_in_passage(&all, phrases, hit, err);
    }
    ho_folded_release(&folded);
    return status;
}

/* --- does a number belong to a cue? ----------------------------------- */

enum {
    COUNT_WORDS = 2,    /* "12 full-time sales reps" */
    AMOUNT_WORDS = 6,   /* "our budget for this project is about 20k" */
    SUBJECT_WORDS = 14, /* between "budget" and "is" */
    DAY_WORDS = 8       /* "the board must approve a vendor at its ..." */
};

#define WORDS(...)                                                         \
    {                                                                      \
        (const char *const[]){ __VA_ARGS__ },                              \
            sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *), \
            NULL                                                           \
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

/* "15-20k, approved": a participle that ends the clause. */
static bool is_afterthought(struct handoff_slice clause,
                            const struct ho_phrase_hit *cue)
{
    return cue->to == clause.len &&
           !memchr(clause.ptr + cue->from, ' ', cue->to - cue->from);
}

/* A number or day, and its cue behind it. */
static bool belongs_before(enum handoff_type type, struct handoff_slice clause,
                           size_t to, const struct ho_phrase_hit *cue)
{
    const struct handoff_slice between = ho_part(clause, to, cue->from);

    if (type == HANDOFF_TYPE_DATE)
        return is_near(between, AMOUNT_WORDS);
    if (type == HANDOFF_TYPE_INTEGER)
        return !has_stop(between) && is_near(between, COUNT_WORDS);
    return is_near(between, AMOUNT_WORDS) &&
           (!has_stop(between) || is_afterthought(clause, cue));
}

static const struct handoff_words copulas =
    WORDS("is", "are", "beträgt", "ist", "est", "es", "é", "è");

/* "Our budget for the whole thing, training included, is ..." */
static bool is_predicate(struct handoff_slice between)
{
    struct handoff_slice word, last = { "", 0 };
    size_t count = 0;

    while (next_word(&between, &word)) {
        if (++count > SUBJECT_WORDS || is_one_of(word, &joints))
            return false;
        last = word;
    }
    return is_one_of(last, &copulas);
}

bool ho_belongs(enum handoff_type type, struct handoff_slice clause,
                size_t from, size_t to, const struct ho_phrase_hit *cue)
{
    struct handoff_slice between;

    if (cue->from >= to)
        return belongs_before(type, clause, to, cue);
    if (from < cue->to)
        return true; /* one lies in the other */
    between = ho_part(clause, cue->to, from);
    if (is_glue(between) ||
        (type == HANDOFF_TYPE_MONEY && is_predicate(between)))
        return true;
    if (type == HANDOFF_TYPE_DATE)
        return is_near(between, DAY_WORDS);
    if (between.len > 0 && between.ptr[0] == ':')
        between = ho_part(between, 1, between.len);
    return type != HANDOFF_TYPE_INTEGER && !has_stop(between) &&
           is_near(between, AMOUNT_WORDS);
}
