/* clause.h - where sentences and clauses end; see also handoff_clause. */
#ifndef HANDOFF_EVIDENCE_CLAUSE_H
#define HANDOFF_EVIDENCE_CLAUSE_H

#include <handoff/evidence.h>

/* What stands around a quote is looked at this far, to either side. */
enum { HO_CONTEXT = 1000 };

/* As handoff_clause, and a semicolon does not end it. */
struct handoff_slice ho_sentence(struct handoff_slice text, size_t from,
                                 size_t to);

/* Does a question mark end the sentence, a slice of the text, or does one that
 * stands on its head begin it? */
bool ho_is_asked(struct handoff_slice text, struct handoff_slice sentence);

/* The line around bytes [from, to), without its ends, and the paragraph: up to
 * a line with nothing in it. */
struct handoff_slice ho_line(struct handoff_slice text, size_t from, size_t to);
struct handoff_slice ho_paragraph(struct handoff_slice text, size_t from,
                                  size_t to);

#endif
