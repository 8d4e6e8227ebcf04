/* suppress.h - who is not to be contacted, known by hashes alone. */
#ifndef HANDOFF_RECORD_SUPPRESS_H
#define HANDOFF_RECORD_SUPPRESS_H

#include "record/record.h"

/* As it was before that event; INT64_MAX: as it is. */
enum handoff_status ho_suppression_open(struct handoff_record *record,
                                        int64_t before,
                                        struct ho_suppression *out,
                                        struct handoff_error *err);
/* As screening asks it: <handoff/screen.h>; borrowed. */
struct handoff_suppression ho_suppression_for_screen(struct ho_suppression *s);
/* Exactly this: an address or a domain, itself or by its SHA-256. */
enum handoff_status ho_suppression_is(const struct ho_suppression *s,
                                      struct handoff_slice what, bool *yes,
                                      struct handoff_error *err);
/* The address, its domain, or one above it?  email may be "". */
enum handoff_status ho_suppression_has(const struct ho_suppression *s,
                                       const char *email, bool *yes,
                                       struct handoff_error *err);
/* Add an address or domain, with its event; nothing where it is there.
 * Inside a transaction. */
enum handoff_status ho_suppression_add(struct handoff_record *record,
                                       struct handoff_slice what, bool *added,
                                       struct handoff_error *err);

#endif
