/* phrase_lists.h - the product's own phrases, a file a gate. */
#ifndef HANDOFF_SCREEN_PHRASE_LISTS_H
#define HANDOFF_SCREEN_PHRASE_LISTS_H

#include "screen/phrases.h"

const struct ho_phrase_list *ho_phrases_opt_out(size_t *count);
const struct ho_phrase_list *ho_phrases_test(size_t *count);
const struct ho_phrase_list *ho_phrases_support(size_t *count);
const struct ho_phrase_list *ho_phrases_audience(size_t *count);

#endif
