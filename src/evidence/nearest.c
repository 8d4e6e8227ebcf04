/* nearest.c - see evidence/nearest.h */
#include "evidence/nearest.h"

#include <handoff/evidence.h>

#include "base/fold.h"
#include "base/utf8.h"

enum { WORDS = 32 };

struct wanted {
    struct handoff_slice word[WORDS];
    size_t count;
    size_t bytes; /* of all of them */
};

/* The next word of folded text at or behind byte *at, which moves behind it.
 */
static bool next_word(struct handoff_slice s, size_t *at,
                      struct handoff_slice *word)
{
    size_t from = *at, len;

    while (from < s.len && !ho_is_word(ho_utf8_decode(s, from, &len)))
        from += len;
    *at = from;
    while (*at < s.len && ho_is_word(ho_utf8_decode(s, *at, &len)))
        *at += len;
    *word = ho_part(s, from, *at);
    return word->len > 0;
}

static size_t find_word(const struct wanted *w, struct handoff_slice word)
{
    size_t i = 0;

    while (i < w->count && (w->word[i].len != word.len ||
                            memcmp(w->word[i].ptr, word.ptr, word.len) != 0))
        i++;
    return i;
}

static void collect(struct handoff_slice text, struct wanted *w)
{
    struct handoff_slice word;
    size_t at = 0;

    while (w->count < WORDS && next_word(text, &at, &word)) {
        if (find_word(w, word) < w->count)
            continue;
        w->word[w->count++] = word;
        w->bytes += word.len;
    }
}

/* Walk the words once; a wanted one beyond the present clause begins the next.
 */
static void search(struct handoff_slice source, const struct ho_folded *folded,
                   const struct wanted *w, struct handoff_slice *best,
                   size_t *best_score)
{
    const struct handoff_slice text = ho_folded_slice(folded);
    struct handoff_slice clause = { source.ptr, 0 }, word;
    size_t at = 0, score = 0;
    uint32_t seen = 0;

    while (next_word(text, &at, &word)) {
        const size_t place = folded->from[word.ptr - text.ptr];
        const size_t i = find_word(w, word);

        if (i == w->count)
            continue;
        if (place >= (size_t)(clause.ptr - source.ptr) + clause.len) {
            clause = handoff_clause(source, place, place + 1);
            score = seen = 0;
        }
        if (seen >> i & 1)
            continue;
        seen |= UINT32_C(1) << i;
        score += word.len;
        if (score > *best_score) {
            *best = clause;
            *best_score = score;
        }
    }
}

enum handoff_status ho_nearest(struct handoff_slice source,
                               struct handoff_slice words,
                               struct handoff_slice *clause, size_t *score,
                               struct handoff_error *err)
{
    struct ho_folded text = { 0 }, like = { 0 };
    struct wanted wanted = { .count = 0 };
    struct handoff_slice best = { source.ptr, 0 };
    size_t most = 0;
    enum handoff_status status = ho_fold(words, &like, err);

    if (status == HANDOFF_OK)
        status = ho_fold(source, &text, err);
    if (status == HANDOFF_OK) {
        collect(ho_folded_slice(&like), &wanted);
        search(source, &text, &wanted, &best, &most);
        if (most * 4 < wanted.bytes)
            most = best.len = 0;
        *clause = best;
        *score = most;
    }
    ho_folded_release(&text);
    ho_folded_release(&like);
    return status;
}
