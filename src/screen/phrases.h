/* phrases.h - what writers say when they are not to be sold to.
 *
 * A phrase is words with spaces between:
 *
 *     remove|strike      one of these words
 *     please?            may be missing
 *     ..3                up to three words, whatever they are
 *     ^                  first: a sentence, line or clause begins here; please
 *                        and its like do not count
 *     $                  last: a sentence, line or clause ends here
 *
 * It lies within one sentence.  What stands in quotation marks, is told of
 * others, or is denied counts for nothing.
 */
#ifndef HANDOFF_SCREEN_PHRASES_H
#define HANDOFF_SCREEN_PHRASES_H

#include <handoff/screen.h>

#include "screen/words.h"

enum ho_phrase_kind {
    HO_PHRASE_SAID,  /* as it stands */
    HO_PHRASE_NOT,   /* holds its own denial: "do not write to me"; a limit
                      * behind it ("before Monday") makes it none */
    HO_PHRASE_WHOLE, /* all that the writer says */
};

struct ho_phrase {
    const char *words;
    enum ho_phrase_kind kind;
};

/* The product's own phrases of one value of one fact, in one language. */
struct ho_phrase_list {
    enum handoff_fact_kind fact;
    const char *value;
    const char *language; /* ISO 639-1 */
    const struct ho_phrase *phrase;
    size_t count;
};

const struct ho_phrase_list *ho_phrase_lists(size_t *count);

struct ho_phrases;

enum handoff_status ho_phrases_new(struct ho_phrases **out,
                                   struct handoff_error *err);
void ho_phrases_free(struct ho_phrases *phrases);

/* screen.c: handoff_screen by phrases that were read before. */
enum handoff_status ho_screen_batch(struct handoff_batch *batch,
                                    struct ho_phrases *phrases,
                                    const struct handoff_screening *how,
                                    struct handoff_error *err);

struct ho_phrase_found {
    enum handoff_fact_kind fact;
    const char *value, *language;
    size_t first, last; /* words */
};

/* The first phrase of the fact that stands in the words; false: none. */
bool ho_phrases_find(const struct ho_phrases *phrases,
                     const struct ho_text *text, enum handoff_fact_kind fact,
                     struct ho_phrase_found *out);

#endif
