/* word_index.h - where each word of a folded text stands, so that a quote or a
 * phrase is looked up by its first word instead of searched for.
 */
#ifndef HANDOFF_EVIDENCE_WORD_INDEX_H
#define HANDOFF_EVIDENCE_WORD_INDEX_H

#include "base/error.h"
#include "base/slice.h"
#include "base/starts.h"

struct ho_indexed_word {
    uint32_t at;    /* byte of the text */
    uint32_t slot;  /* its bucket */
    uint32_t start; /* how it begins */
};

struct ho_word_index {
    struct handoff_slice text;     /* borrowed */
    struct ho_starts starts;       /* of its words */
    struct ho_indexed_word *order; /* in the order of the text */
    size_t count;
    uint32_t *word;   /* bytes at which words start, by bucket, in order */
    uint32_t *bucket; /* bucket i holds word[bucket[i] .. bucket[i + 1]) */
    size_t mask;      /* number of buckets, a power of two, less one */
};

/* Folded text of less than 4 GiB.  Release in any case. */
enum handoff_status ho_word_index_make(struct handoff_slice folded,
                                       struct ho_word_index *out,
                                       struct handoff_error *err);
void ho_word_index_release(struct ho_word_index *index);

/* The first of the words, in the order of the text, at byte `at` of it or
 * behind; `count` where there is none. */
size_t ho_word_at(const struct ho_indexed_word *word, size_t count, size_t at);

/* Where a word of a phrase may stand; other words share its places, and so does
 * the word with other accents. */
struct ho_word_places {
    const uint32_t *at; /* bytes of the text */
    size_t count;
    size_t offset; /* of the word in the phrase */
    bool inner;    /* the phrase goes on at both sides of it */
};

/* Of the first word; false: there is no word in the phrase. */
bool ho_word_index_look(const struct ho_word_index *index,
                        struct handoff_slice phrase,
                        struct ho_word_places *out);

/* Of the word that the text has least of.  An inner word stands as a word
 * wherever the phrase stands, even where that begins or ends inside words, and
 * so is taken before the first and the last one. */
bool ho_word_index_rarest(const struct ho_word_index *index,
                          struct handoff_slice phrase,
                          struct ho_word_places *out);

#endif
