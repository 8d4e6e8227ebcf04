/* word_index.c - see evidence/word_index.h */
#include "evidence/word_index.h"

#include <stdlib.h>

#include "base/utf8.h"

enum {
    WORD_BYTES = 6, /* of a word and its space, as a rule */
    BUCKETS = 16    /* at least */
};

static const uint32_t FNV_BASIS = 2166136261u, FNV_PRIME = 16777619u;

/* A word of folded text, and the hash of its letters; accents do not count. */
struct word {
    size_t from;
    uint32_t hash;
};

/* Bytes of the letter or digit at `at`, which is not of ASCII; 0: none. */
static size_t long_part(struct handoff_slice s, size_t at, bool *unspaced)
{
    size_t len;
    const int32_t code = ho_utf8_decode(s, at, &len);

    *unspaced = ho_is_unspaced(code);
    return *unspaced || ho_is_word(code) ? len : 0;
}

/* 1 and more for a letter or digit of ASCII; else 0. */
static unsigned sign_of(char c)
{
    return ho_start_letters[(unsigned char)c];
}

/* A byte of ASCII that is neither. */
static bool is_gap(char c)
{
    return (unsigned char)c < 0x80 && sign_of(c) == 0;
}

/* U+0300 to U+036F */
static bool is_mark(struct handoff_slice s, size_t at)
{
    const unsigned char lead = (unsigned char)s.ptr[at];

    return lead == 0xCC ||
           (lead == 0xCD && (unsigned char)s.ptr[at + 1] <= 0xAF);
}

/* Behind what is no letter or digit. */
static size_t skip_gap(struct handoff_slice s, size_t at)
{
    bool unspaced;
    size_t len;

    for (;;) {
        while (at < s.len && is_gap(s.ptr[at]))
            at++;
        if (at == s.len || (unsigned char)s.ptr[at] < 0x80 ||
            long_part(s, at, &unspaced) > 0)
            break;
        ho_utf8_decode(s, at, &len);
        at += len;
    }
    return at;
}

/* The same where letters that are not of ASCII stand in it, or before it. */
static bool next_long_word(struct handoff_slice s, size_t *at, struct word *w)
{
    uint32_t h = FNV_BASIS;
    size_t to = skip_gap(s, *at);

    w->from = to;
    for (;;) {
        bool unspaced = false;
        size_t len;

        for (unsigned sign; to < s.len && (sign = sign_of(s.ptr[to])); to++)
            h = (h ^ sign) * FNV_PRIME;
        if (to == s.len || (unsigned char)s.ptr[to] < 0x80)
            break;
        len = long_part(s, to, &unspaced);
        if (len == 0 || (unspaced && to > w->from))
            break;
        for (size_t i = is_mark(s, to) ? len : 0; i < len; i++)
            h = (h ^ (unsigned char)s.ptr[to + i]) * FNV_PRIME;
        to += len;
        if (unspaced)
            break;
    }
    w->hash = h ^ h >> 15;
    *at = to;
    return to > w->from;
}

/* The next word at or after *at: a run of letters and digits, or one character
 * of a script written without spaces.  *at moves behind it. */
static inline bool next_word(struct handoff_slice s, size_t *at, struct word *w)
{
    uint32_t h = FNV_BASIS;
    size_t from = *at, to;

    while (from < s.len && is_gap(s.ptr[from]))
        from++;
    to = from;
    for (unsigned sign; to < s.len && (sign = sign_of(s.ptr[to])); to++)
        h = (h ^ sign) * FNV_PRIME;
    if (to < s.len && (unsigned char)s.ptr[to] >= 0x80)
        return next_long_word(s, at, w);
    *w = (struct word){ from, h ^ h >> 15 };
    *at = to;
    return to > from;
}

/* The words in the order of the text; each is counted one bucket further on. */
static void read_words(struct ho_word_index *index)
{
    struct word w;

    for (size_t at = 0; next_word(index->text, &at, &w); index->count++) {
        struct ho_indexed_word *const word = &index->order[index->count];

        word->at = (uint32_t)w.from;
        word->slot = w.hash & (uint32_t)index->mask;
        word->start = (uint32_t)ho_start_at(index->text, w.from);
        index->bucket[word->slot + 2]++;
        ho_starts_put(&index->starts, word->start);
    }
}

/* Each place goes to the end of its bucket, which is the start of the next. */
static void place_words(struct ho_word_index *index)
{
    for (size_t i = 2; i < index->mask + 3; i++)
        index->bucket[i] += index->bucket[i - 1];
    for (size_t i = 0; i < index->count; i++) {
        const struct ho_indexed_word *word = &index->order[i];

        /* NOLINTNEXTLINE(clang-analyzer-core.*): read_words wrote `count` */
        index->word[index->bucket[word->slot + 1]++] = word->at;
    }
}

/* Room for as many words as the text can hold: one of one letter takes two
 * bytes; about a bucket a word. */
enum handoff_status ho_word_index_make(struct handoff_slice folded,
                                       struct ho_word_index *index,
                                       struct handoff_error *err)
{
    const size_t most = folded.len / 2 + 1;
    size_t buckets = BUCKETS;

    while (buckets < folded.len / WORD_BYTES)
        buckets *= 2;
    *index = (struct ho_word_index){ .text = folded, .mask = buckets - 1 };
    index->bucket = calloc(buckets + 2, sizeof *index->bucket);
    index->word = malloc(most * sizeof *index->word);
    index->order = malloc(most * sizeof *index->order);
    if (!index->order || !index->bucket || !index->word)
        return ho_no_memory(err);
    read_words(index);
    place_words(index);
    return HANDOFF_OK;
}

void ho_word_index_release(struct ho_word_index *index)
{
    free(index->order);
    free(index->word);
    free(index->bucket);
    *index = (struct ho_word_index){ 0 };
}

size_t ho_word_at(const struct ho_indexed_word *word, size_t count, size_t at)
{
    size_t low = 0, high = count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (word[middle].at < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The next word of the phrase behind *at, which moves behind it. */
static bool next_places(const struct ho_word_index *index,
                        struct handoff_slice phrase, size_t *at,
                        struct ho_word_places *out)
{
    struct word w;
    size_t slot;

    if (!next_word(phrase, at, &w))
        return false;
    slot = w.hash & index->mask;
    *out = (struct ho_word_places){ .at = index->word + index->bucket[slot],
                                    .count = index->bucket[slot + 1] -
                                             index->bucket[slot],
                                    .offset = w.from,
                                    .inner = w.from > 0 && *at < phrase.len };
    return true;
}

bool ho_word_index_look(const struct ho_word_index *index,
                        struct handoff_slice phrase, struct ho_word_places *out)
{
    size_t at = 0;

    return next_places(index, phrase, &at, out);
}

bool ho_word_index_rarest(const struct ho_word_index *index,
                          struct handoff_slice phrase,
                          struct ho_word_places *out)
{
    struct ho_word_places next;
    bool any = false;

    for (size_t at = 0; next_places(index, phrase, &at, &next); any = true)
        if (!any || next.inner > out->inner ||
            (next.inner == out->inner && next.count < out->count))
            *out = next;
    return any;
}
