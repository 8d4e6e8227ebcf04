/* lexicon.h - the phrases of the language tables, by how their first words
 * begin.
 *
 * The table is written when the program is built (cmake/gather_words.c), so
 * that no text has to wait for it.
 */
#ifndef HANDOFF_EVIDENCE_LEXICON_H
#define HANDOFF_EVIDENCE_LEXICON_H

#include "base/utf8.h"
#include "evidence/language.h"
#include "evidence/word_index.h"

enum { HO_HEAD = 8 };

struct ho_lexeme {
    const char *phrase;
    /* The first bytes of its first word, as far as they are of ASCII, and 255
     * for each. */
    unsigned char head[HO_HEAD], mask[HO_HEAD];
    unsigned char offset;       /* bytes of the phrase before that word */
    unsigned char whole;        /* bytes of the phrase, where that is no more
                                 * than its head; else 0 */
    unsigned char kind, behind; /* enum ho_kind, enum ho_behind */
    unsigned char language;     /* one bit, as ho_languages_of */
};

/* Items [slot[i], slot[i + 1]) begin with start i, in the order of the
 * language tables. */
struct ho_lexicon {
    const struct ho_lexeme *item;
    const uint16_t *slot; /* HO_STARTS + 1 */
};

/* The phrases of clauses; common words, which tell a language; and what whole
 * texts are searched for. */
extern const struct ho_lexicon ho_clause_phrases, ho_common_words,
    ho_order_phrases, ho_notice_phrases;

static inline bool ho_has_lexemes(const struct ho_lexicon *lexicon,
                                  size_t start)
{
    return lexicon->slot[start] < lexicon->slot[start + 1];
}

static inline uint64_t ho_load_head(const void *bytes, size_t len)
{
    uint64_t head = 0;

    if (len >= HO_HEAD)
        memcpy(&head, bytes, HO_HEAD);
    else
        memcpy(&head, bytes, len);
    return head;
}

/* The phrases at one word of a folded text. */
struct ho_lexemes {
    const struct ho_lexeme *next, *end;
    struct handoff_slice text;
    size_t at;
    uint64_t head; /* the text's bytes from there */
};

/* Those of the word at byte `at`, which begins with that start. */
static inline struct ho_lexemes ho_lexemes_at(const struct ho_lexicon *lexicon,
                                              struct handoff_slice folded,
                                              size_t at, size_t start)
{
    return (struct ho_lexemes){ .next = lexicon->item + lexicon->slot[start],
                                .end = lexicon->item + lexicon->slot[start + 1],
                                .text = folded,
                                .at = at,
                                .head = ho_load_head(folded.ptr + at,
                                                     folded.len - at) };
}

/* Are they all of ASCII? */
static inline bool ho_is_plain_head(uint64_t head)
{
    return (head & UINT64_C(0x8080808080808080)) == 0;
}

/* false: other bytes stand there, and no accent that would not count. */
static inline bool ho_may_stand(const struct ho_lexemes *lexemes,
                                const struct ho_lexeme *l)
{
    const uint64_t other =
        lexemes->head ^ ho_load_head(l->head, sizeof l->head);

    return (other & ho_load_head(l->mask, sizeof l->mask)) == 0 ||
           !ho_is_plain_head(lexemes->head);
}

/* `len`, less than HO_HEAD, where a word ends so far on; else 0. */
static inline size_t ho_end_of_word(const struct ho_lexemes *lexemes,
                                    size_t len)
{
    const size_t end = lexemes->at + len;

    return end >= lexemes->text.len || !ho_is_word(lexemes->text.ptr[end]) ? len
                                                                           : 0;
}

/* The next one that stands there, and its bytes; NULL: there is none. */
static inline const struct ho_lexeme *ho_lexemes_next(
    struct ho_lexemes *lexemes, size_t *len)
{
    while (lexemes->next < lexemes->end) {
        const struct ho_lexeme *const l = lexemes->next++;

        if (!ho_may_stand(lexemes, l) || l->offset > lexemes->at)
            continue;
        *len = l->whole > 0 && ho_is_plain_head(lexemes->head)
                   ? ho_end_of_word(lexemes, l->whole)
                   : ho_phrase_at(lexemes->text, lexemes->at - l->offset,
                                  l->phrase);
        if (*len > 0)
            return l;
    }
    return NULL;
}

/* Bits of the languages that a folded text may be written in.  English is
 * always among them: its words stand in every inbox. */
unsigned ho_languages_of(const struct ho_word_index *index);

#endif
