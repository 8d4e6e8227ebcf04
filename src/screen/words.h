/* words.h - a text as plain words: small letters without marks, in their
 * sentences, each with its bytes.  Width, apostrophes, invisible characters
 * and letters that only look like Latin ones make no difference.
 */
#ifndef HANDOFF_SCREEN_WORDS_H
#define HANDOFF_SCREEN_WORDS_H

#include "base/error.h"
#include "base/slice.h"

enum ho_word_place {
    HO_WORD_SENTENCE = 1, /* begins a sentence */
    HO_WORD_CLAUSE = 2,   /* stands behind a comma, a bracket or the like, or
                           * begins a line */
    HO_WORD_QUOTED = 4    /* stands in quotation marks */
};

struct ho_text_word {
    size_t from, to; /* bytes of the source */
    size_t at, len;  /* in the plain text */
    uint32_t hash;   /* of its plain form */
    unsigned place;  /* enum ho_word_place */
};

struct ho_text {
    char *plain;
    size_t len, room;
    struct ho_text_word *word;
    size_t count, words_room;
    size_t links; /* http: and www. */
    bool no_memory;
};

void ho_text_release(struct ho_text *text);

/* The words that the writer wrote: not those of a mail that is answered or
 * passed on, nor of a signature.  Takes the place of what was read before. */
enum handoff_status ho_text_read(struct ho_text *text,
                                 struct handoff_slice source,
                                 struct handoff_error *err);

static inline struct handoff_slice ho_text_plain(const struct ho_text *text,
                                                 size_t i)
{
    return (struct handoff_slice){ text->plain + text->word[i].at,
                                   text->word[i].len };
}

/* Is word i one of these? */
bool ho_text_is(const struct ho_text *text, size_t i, const char *const *words,
                size_t count);

uint32_t ho_word_hash(struct handoff_slice word);

/* Behind byte `at` of the source, a line's start: does what follows belong to
 * somebody else? */
enum ho_line { HO_LINE_OWN, HO_LINE_QUOTED, HO_LINE_REST_QUOTED };
enum ho_line ho_line_kind(struct handoff_slice source, size_t at);

#endif
