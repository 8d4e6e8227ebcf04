/* match.h - declared words at a place in a text, without folding all of it.
 *
 * Declared words are in small letters.  Case is ignored for ASCII and for the
 * letters of Latin-1; a space matches any run of white space with at most one
 * line end, an apostrophe and a hyphen their typographic forms, too.  All
 * look-ups are bounded by the declared words, never by the text.
 */
#ifndef HANDOFF_EVIDENCE_MATCH_H
#define HANDOFF_EVIDENCE_MATCH_H

#include "base/slice.h"

/* Bytes of spaces and tabs, no-break and thin ones included, at `at` and right
 * before `end`.  A line end is none. */
size_t ho_blank(struct handoff_slice s, size_t at);
size_t ho_blank_before(struct handoff_slice s, size_t end);

/* Bytes of the words at `at`; 0 where they do not stand there. */
size_t ho_match(struct handoff_slice s, size_t at, const char *words);
/* The same, where a word ends behind them. */
size_t ho_match_word(struct handoff_slice s, size_t at, const char *words);
/* Bytes of the words that end right at `end`, and start where a word may. */
size_t ho_match_before(struct handoff_slice s, size_t end, const char *words);

/* The longest of several, as whole words. */
size_t ho_match_any(struct handoff_slice s, size_t at, const char *const *words,
                    size_t count);
size_t ho_match_any_before(struct handoff_slice s, size_t end,
                           const char *const *words, size_t count);

/* Do all of the bytes say the words? */
bool ho_match_whole(struct handoff_slice s, const char *words);

bool ho_is_digit(struct handoff_slice s, size_t at);
/* How many ASCII digits stand at `at`. */
size_t ho_digit_run(struct handoff_slice s, size_t at);
/* Bytes of the letters (no digits) at `at`. */
size_t ho_letter_run(struct handoff_slice s, size_t at);

#endif
