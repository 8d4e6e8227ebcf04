/* word_sets.h - how the words of tables begin, gathered when the program is
 * built (cmake/gather_words.c): most words of a text are passed over without a
 * look at any table.
 */
#ifndef HANDOFF_EVIDENCE_WORD_SETS_H
#define HANDOFF_EVIDENCE_WORD_SETS_H

#include "base/starts.h"

/* Words with which a number in words or a date without a day in digits may
 * begin. */
extern const struct ho_starts ho_figure_words;

#endif
