/* match.h - declared words at a place in a text, without folding all of it.
 *
 * Declared words are in small letters.  Case is ignored for ASCII and for the
 * letters of Latin-1; a space matches any run of white space with at most one
 * line end, an apostrophe and a hyphen their typographic forms, too.  All
 * look-ups are bounded by the declared words, never by the text.
 */
#ifndef HANDOFF_EVIDENCE_MATCH_H
#define HANDOFF_EVIDENCE_MATCH_H

#include <string.h>

#include "base/slice.h"
#include "base/utf8.h"

/* Bytes of spaces and tabs, no-break and thin ones included, at `at` and right
 * before `end`.  A line end is none. */
size_t ho_blank(struct handoff_slice s, size_t at);
size_t ho_blank_before(struct handoff_slice s, size_t end);

/* The matching behind the inline functions below. */
size_t ho_match_all(struct handoff_slice s, size_t at, const char *words);
size_t ho_match_all_back(struct handoff_slice s, size_t end, const char *words,
                         size_t len);

/* Can the byte be where the declared one is?  Most entries of a table are
 * passed over at their first byte, in line. */
static inline bool ho_may_match(char byte, char declared)
{
    const unsigned char c = (unsigned char)byte;

    if (((byte ^ declared) & ~0x20) == 0)
        return true;
    return declared == ' ' ? c <= ' ' || c >= 0x80
                           : c >= 0x80 && (declared == '\'' || declared == '-');
}

/* The same of the byte before one that matched: it may also be the last one
 * of a letter of two bytes, whose case is not known here. */
static inline bool ho_may_match_end(char byte, char declared)
{
    return ho_may_match(byte, declared) || (unsigned char)byte >= 0x80;
}

/* Is what has matched one byte on both sides, so that the next ones can be
 * compared, too?  White space and typographic signs may be longer. */
static inline bool ho_is_single(char byte, char declared)
{
    return (unsigned char)byte < 0x80 && declared != ' ';
}

/* Bytes of the words at `at`; 0 where they do not stand there. */
static inline size_t ho_match(struct handoff_slice s, size_t at,
                              const char *words)
{
    if (at >= s.len || !ho_may_match(s.ptr[at], words[0]))
        return 0;
    if (ho_is_single(s.ptr[at], words[0]) && words[1] &&
        (at + 1 == s.len || !ho_may_match(s.ptr[at + 1], words[1])))
        return 0;
    return ho_match_all(s, at, words);
}

/* Bytes of the words, of `len` bytes, that end right at `end`. */
static inline size_t ho_match_back(struct handoff_slice s, size_t end,
                                   const char *words, size_t len)
{
    if (end == 0 || !ho_may_match(s.ptr[end - 1], words[len - 1]))
        return 0;
    if (ho_is_single(s.ptr[end - 1], words[len - 1]) && len > 1 &&
        (end == 1 || !ho_may_match_end(s.ptr[end - 2], words[len - 2])))
        return 0;
    return ho_match_all_back(s, end, words, len);
}

/* The same as ho_match, where a word ends behind them. */
static inline size_t ho_match_word(struct handoff_slice s, size_t at,
                                   const char *words)
{
    const size_t n = ho_match(s, at, words);

    return n > 0 && ho_word_boundary(s, at + n) ? n : 0;
}
/* Words that are looked for before a place, known by their last byte. */
struct ho_ending {
    const char *words;
    unsigned char len;
    char last;
};

#define HO_ENDING(words)                                      \
    {                                                         \
        words, sizeof(words) - 1, (words)[sizeof(words) - 2u] \
    }

/* The same as ho_match_back, where they start where a word may. */
static inline size_t ho_match_before(struct handoff_slice s, size_t end,
                                     const struct ho_ending *ending)
{
    size_t n;

    if (end == 0 || !ho_may_match(s.ptr[end - 1], ending->last))
        return 0;
    n = ho_match_back(s, end, ending->words, ending->len);
    return n > 0 && ho_word_boundary(s, end - n) ? n : 0;
}

/* The longest of several, as whole words. */
size_t ho_match_any(struct handoff_slice s, size_t at, const char *const *words,
                    size_t count);
size_t ho_match_any_before(struct handoff_slice s, size_t end,
                           const struct ho_ending *words, size_t count);

/* A table whose rows, of `size` bytes, start with their declared words and are
 * in the order of these words' first bytes. */
struct ho_table {
    const void *row;
    size_t count, size;
};

#define HO_TABLE(rows)                                    \
    {                                                     \
        rows, sizeof(rows) / sizeof *(rows), sizeof *rows \
    }

static inline const char *ho_table_words(const struct ho_table *table,
                                         size_t row)
{
    return *(const char *const *)((const char *)table->row + row * table->size);
}

/* Rows [from, to) of a table. */
struct ho_rows {
    size_t from, to;
};

/* The rows that may stand at `at`. */
struct ho_rows ho_rows_at(struct handoff_slice s, size_t at,
                          const struct ho_table *table);

/* Do all of the bytes say the words? */
static inline bool ho_match_whole(struct handoff_slice s, const char *words)
{
    return s.len > 0 && ho_match(s, 0, words) == s.len;
}

static inline bool ho_is_digit(struct handoff_slice s, size_t at)
{
    return at < s.len && s.ptr[at] >= '0' && s.ptr[at] <= '9';
}
/* How many ASCII digits stand at `at`. */
size_t ho_digit_run(struct handoff_slice s, size_t at);
/* Bytes of the letters (no digits) at `at`. */
size_t ho_letter_run(struct handoff_slice s, size_t at);

#endif
