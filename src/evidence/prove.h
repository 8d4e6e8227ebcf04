/* prove.h - does a quote prove a field?  The one place where a claim about a
 * lead's words becomes Explicit, is only suggested, or is refused.
 */
#ifndef HANDOFF_EVIDENCE_PROVE_H
#define HANDOFF_EVIDENCE_PROVE_H

#include <handoff/evidence.h>

#include "base/buffer.h"
#include "evidence/origin.h"

/* These words state that field. */
struct ho_claimed {
    const struct handoff_fields *fields; /* the policy's; NULL: labels and
                                          * titles of other fields are not
                                          * known */
    const struct handoff_field *field;   /* NULL: only that the quote stands
                                          * there and is not clipped */
    struct handoff_slice quote;
    int64_t day; /* dates without a year follow it */
};

struct ho_proof {
    bool ok;       /* Explicit */
    bool hinted;   /* not ok, but the clause suggests the field */
    bool vague;    /* hinted by a cue, not by one of the declared hints: with an
                    * "if" or "maybe", or without its day */
    bool labelled; /* the field's own label says so */
    enum handoff_finding_code code; /* when not ok */
    struct handoff_found found;     /* match NONE: nowhere */
    size_t places;                  /* where the quote stands in all, at most
                                     * HO_PLACES */
    struct handoff_slice hint;      /* the phrase, bytes of the source */
    struct handoff_slice clause;    /* what takes it back or weakens it, bytes
                                     * of the source; else empty */
    size_t core_from, core_to;      /* what carries the value, bytes of it */
    size_t distance;                /* bytes from the core to its cue */
    struct handoff_typed typed;     /* when ok or hinted */
};

/* The steps, first failure decides: specific enough, stands in the source, in
 * words that are the lead's own and order nobody about, under no other label
 * and at no box left empty, holds a value of the type, the clause holds a cue
 * of the field (its own label is one, an enum's value phrase is its own; a
 * number's or day's cue is the one it belongs to), the clause states it, and
 * the text gives its reader no orders where the field is protected.  Of
 * several places the one that proves most counts.  text gets the canonical
 * value. */
enum handoff_status ho_prove_in(const struct ho_claimed *claim,
                                const struct ho_origin *source,
                                struct ho_proof *proof, struct ho_buffer *text,
                                struct handoff_error *err);

/* The same against one message. */
enum handoff_status ho_prove(const struct handoff_field *field,
                             struct handoff_slice source,
                             struct handoff_slice quote, int64_t day,
                             struct ho_proof *proof, struct ho_buffer *text,
                             struct handoff_error *err);

/* A proof that got further beats one that failed earlier. */
int ho_progress(const struct ho_proof *proof);

/* Does the code say that the text takes back what the quote says? */
bool ho_is_taken_back(enum handoff_finding_code code);

#endif
