/* clause.h - where sentences and clauses end; see also handoff_clause. */
#ifndef HANDOFF_EVIDENCE_CLAUSE_H
#define HANDOFF_EVIDENCE_CLAUSE_H

#include <handoff/evidence.h>

#include "base/error.h"
#include "base/slice.h"

/* What stands around a quote is looked at this far, to either side. */
enum { HO_CONTEXT = 1000 };

/* As handoff_clause, and a semicolon does not end it. */
struct handoff_slice ho_sentence(struct handoff_slice text, size_t from,
                                 size_t to);

/* Does a question mark end the sentence, a slice of the text, or does one that
 * stands on its head begin it? */
bool ho_is_asked(struct handoff_slice text, struct handoff_slice sentence);

/* All places of a text where something ends, found once. */
enum ho_ends {
    HO_ENDS_SENTENCE = 1,
    HO_ENDS_CLAUSE = 2, /* as sentences do, and at a semicolon */
    HO_ENDS_LINE = 4,
    HO_ENDS_PARAGRAPH = 8 /* before a line with nothing in it */
};

struct ho_break {
    size_t at;
    unsigned char len, ends; /* bits of enum ho_ends */
};

struct ho_breaks {
    struct handoff_slice text;
    struct ho_break *item; /* in order */
    size_t count, room;
};

/* Release in any case. */
enum handoff_status ho_breaks_find(struct handoff_slice text,
                                   struct ho_breaks *out,
                                   struct handoff_error *err);
void ho_breaks_release(struct ho_breaks *breaks);

/* The sentence, clause, line or paragraph around bytes [from, to), no more than
 * HO_CONTEXT on either side, with the white space at its ends. */
struct handoff_slice ho_around(const struct ho_breaks *breaks, size_t from,
                               size_t to, unsigned ends);

#endif
