/* lexicon.h - the phrases of the language tables that may stand in one text.
 *
 * Of some two thousand phrases a few hundred begin with a word of the text;
 * they are put in a table, in which a word finds those that it may begin.
 */
#ifndef HANDOFF_EVIDENCE_LEXICON_H
#define HANDOFF_EVIDENCE_LEXICON_H

#include "base/error.h"
#include "evidence/language.h"
#include "evidence/starts.h"

struct ho_lexeme {
    const char *phrase;
    enum ho_kind kind;
    enum ho_behind behind;
    uint32_t next; /* index of the next one of its slot, plus 1; 0: none */
};

struct ho_lexicon {
    struct ho_lexeme *item;
    size_t count, room;
    uint32_t *first; /* HO_STARTS of them: index plus 1; 0: none */
};

/* languages: bits, as ho_languages_of.  Release in any case. */
enum handoff_status ho_lexicon_make(const struct ho_starts *starts,
                                    unsigned languages, struct ho_lexicon *out,
                                    struct handoff_error *err);
void ho_lexicon_release(struct ho_lexicon *lexicon);

/* The first phrase that may stand at byte `at` of folded text, a word's start,
 * and the next one, in the order of the tables; NULL: there is none. */
const struct ho_lexeme *ho_lexeme_at(const struct ho_lexicon *lexicon,
                                     struct handoff_slice folded, size_t at);
const struct ho_lexeme *ho_lexeme_next(const struct ho_lexicon *lexicon,
                                       const struct ho_lexeme *lexeme);

#endif
