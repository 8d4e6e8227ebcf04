/* phrase_veto.h - what around a phrase makes it count for nothing. */
#ifndef HANDOFF_SCREEN_PHRASE_VETO_H
#define HANDOFF_SCREEN_PHRASE_VETO_H

#include "screen/phrases.h"

/* "Please", "thanks" and their like. */
bool ho_is_courtesy(const struct ho_text *text, size_t i);

/* Words of courtesy before and behind make no difference. */
bool ho_begins_clause(const struct ho_text *text, size_t first);
/* i is the word behind. */
bool ho_ends_clause(const struct ho_text *text, size_t i);

/* Quoted, denied, told of others, limited to a time or channel, or, for
 * HO_PHRASE_WHOLE, not all that is said. */
bool ho_is_vetoed(const struct ho_text *text, enum ho_phrase_kind kind,
                  size_t first, size_t last);

#endif
