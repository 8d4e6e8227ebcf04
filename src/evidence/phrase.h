/* phrase.h - looking for declared phrases in a lead's words. */
#ifndef HANDOFF_EVIDENCE_PHRASE_H
#define HANDOFF_EVIDENCE_PHRASE_H

#include <handoff/evidence.h>

#include "base/fold.h"
#include "base/starts.h"
#include "evidence/word_index.h"
#include "fields/fields.h"

struct ho_phrase_hit {
    bool found;
    size_t from, to; /* bytes of the text */
};

/* Folded words to look for phrases in. */
struct ho_passage {
    struct ho_folded words; /* borrowed: a part of what was folded */
    size_t base;            /* the words start at this byte of its source */
    const struct ho_starts *starts; /* of these words, or of more */
    /* These words, or more, as they stand in the index; NULL: none was made.
     * The passage starts at byte `shift` of the index's text. */
    const struct ho_indexed_word *word;
    size_t count, shift;
};

/* All of a folded text; both arguments are borrowed. */
struct ho_passage ho_passage_of(const struct ho_folded *folded,
                                const struct ho_starts *starts);
/* Bytes [from, to) of its words; hits in it are counted from there. */
struct ho_passage ho_passage_part(const struct ho_passage *passage, size_t from,
                                  size_t to);

/* The longest of the phrases that stands in the passage as whole words, after
 * folding; of several of that length the first. */
enum handoff_status ho_find_in_passage(const struct ho_passage *passage,
                                       const struct handoff_words *phrases,
                                       struct ho_phrase_hit *hit,
                                       struct handoff_error *err);

/* The same in words that are not folded yet. */
enum handoff_status ho_find_phrase(struct handoff_slice text,
                                   const struct handoff_words *phrases,
                                   struct ho_phrase_hit *hit,
                                   struct handoff_error *err);

/* Can phrase i not stand in the passage?  Most do not, and are known by that.
 */
bool ho_lacks_phrase(const struct ho_passage *passage,
                     const struct handoff_words *phrases, size_t i);

/* The first place of phrase i at or after byte *at of the folded text, which
 * moves behind it. */
enum handoff_status ho_next_phrase(const struct ho_passage *passage, size_t *at,
                                   const struct handoff_words *phrases,
                                   size_t i, struct ho_phrase_hit *hit,
                                   struct handoff_error *err);

/* `count` of the words from place `from` on. */
static inline struct handoff_words ho_words_part(
    const struct handoff_words *words, size_t from, size_t count)
{
    return (struct handoff_words){ words->item + from, count,
                                   words->folded ? words->folded + from
                                                 : NULL };
}

/* Do bytes [from, to) of the clause, a number or day, belong to what the cue
 * names?  "12 reps" and "team of 12" do, "our reps handle 300 leads" does not.
 * Amounts of money and days may stand further from their cue than counts. */
bool ho_belongs(enum handoff_type type, struct handoff_slice clause,
                size_t from, size_t to, const struct ho_phrase_hit *cue);

enum ho_mood {
    HO_STATES,
    HO_HEDGES, /* on a condition, or as a hope */
    HO_FLIPS   /* denied, asked, past, or told of others */
};

/* What the clause, bytes of the source, does to the cue in it; see
 * evidence/polarity.h. */
enum handoff_status ho_find_mood(const struct handoff_field *field,
                                 struct handoff_slice source,
                                 struct handoff_slice clause,
                                 const struct ho_phrase_hit *cue,
                                 enum ho_mood *mood, struct handoff_error *err);

#endif
