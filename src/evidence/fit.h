/* fit.h - does a quote belong to the field it is put forward for? */
#ifndef HANDOFF_EVIDENCE_FIT_H
#define HANDOFF_EVIDENCE_FIT_H

#include <handoff/evidence.h>

#include "evidence/phrase.h"

/* Do [from, to) lie within an e-mail address or URL?  A bare host name counts
 * where bare is set. */
bool ho_is_in_address(struct handoff_slice text, size_t from, size_t to,
                      bool bare);

/* Can the words, folded in the passage, be a value of a type that any words
 * parse as: a title holds a word for a position (out of the enums that are read
 * from the field, or a small lexicon), a name starts like one. */
enum handoff_status ho_fits_type(const struct handoff_fields *fields,
                                 const struct handoff_field *field,
                                 struct handoff_slice words,
                                 const struct ho_passage *passage, bool *fits,
                                 struct handoff_error *err);

/* May these words stand between a cue and the name or title behind it: "I am
 * *the*", "my name is *Ada Fox,*"? */
bool ho_is_filler(enum handoff_type type, struct handoff_slice words);

/* Is there enough in a quote to prove anything: a digit, or a word that is more
 * than a function word? */
bool ho_is_specific(struct handoff_slice quote);

/* Can a reply claim the field at all, out of free text? */
bool ho_is_claimable(const struct handoff_field *field);

#endif
