/* lexicon.h - the phrases of the language tables, by how their first words
 * begin.
 *
 * The table is written when the program is built (cmake/gather_words.c), so
 * that no text has to wait for it.
 */
#ifndef HANDOFF_EVIDENCE_LEXICON_H
#define HANDOFF_EVIDENCE_LEXICON_H

#include "base/starts.h"
#include "evidence/language.h"

enum { HO_HEAD = 8 };

struct ho_lexeme {
    const char *phrase;
    /* Its first bytes, as far as they are of ASCII, and 255 for each. */
    unsigned char head[HO_HEAD], mask[HO_HEAD];
    unsigned char kind, behind; /* enum ho_kind, enum ho_behind */
    unsigned char language;     /* one bit, as ho_languages_of */
};

/* Lexemes [ho_lexeme_slots[i], ho_lexeme_slots[i + 1]) begin with start i, in
 * the order of the language tables. */
extern const struct ho_lexeme ho_lexemes[];
extern const uint16_t ho_lexeme_slots[HO_STARTS + 1];

/* The phrases at one word of a folded text. */
struct ho_lexemes {
    const struct ho_lexeme *next, *end;
    struct handoff_slice text;
    size_t at;
    unsigned languages;
    uint64_t head; /* the text's bytes from there */
    bool plain;    /* which are all of ASCII */
};

/* Those in the languages that start at byte `at`, a word's start. */
struct ho_lexemes ho_lexemes_at(struct handoff_slice folded, size_t at,
                                unsigned languages);
/* The next one and its bytes in the text; NULL: there is none. */
const struct ho_lexeme *ho_lexemes_next(struct ho_lexemes *lexemes,
                                        size_t *len);

#endif
