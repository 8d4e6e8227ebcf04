/* cue.h - what in a clause says that a value is about a field. */
#ifndef HANDOFF_EVIDENCE_CUE_H
#define HANDOFF_EVIDENCE_CUE_H

#include "evidence/phrase.h"

/* All offsets are bytes of the clause. */
struct ho_clause {
    struct handoff_slice text;
    struct ho_starts starts;
    struct ho_passage passage; /* the text, folded */
    size_t from, to;           /* the words that were read */
};

struct ho_cue {
    struct ho_phrase_hit hit; /* not found: nothing says so */
    bool is_hint;             /* it only suggests the field */
    size_t from, to;          /* what carries the value */
};

/* The words that were read, folded. */
struct ho_passage ho_clause_words(const struct ho_clause *clause);

/* The cue to which the value in bytes [cue->from, cue->to) belongs, else the
 * hint. */
enum handoff_status ho_find_cue(const struct handoff_field *field,
                                const struct ho_clause *clause,
                                const struct handoff_typed *typed,
                                struct ho_cue *cue, struct handoff_error *err);

/* Where the value starts in the words: behind a cue at their start. */
enum handoff_status ho_skip_cue(const struct handoff_field *field,
                                const struct ho_clause *clause, size_t *from,
                                struct handoff_error *err);

#endif
