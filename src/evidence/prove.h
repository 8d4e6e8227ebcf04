/* prove.h - does a quote prove a field?  The one place where a claim about
 * free text becomes Explicit, is only suggested, or is refused.
 */
#ifndef HANDOFF_EVIDENCE_PROVE_H
#define HANDOFF_EVIDENCE_PROVE_H

#include <handoff/evidence.h>

#include "base/buffer.h"

struct ho_proof {
    bool ok;     /* Explicit */
    bool hinted; /* not ok, but the clause suggests the field */
    bool vague;  /* hinted by a cue, not by one of the declared hints: with an
                  * "if" or "maybe", or without its day */
    enum handoff_finding_code code; /* when not ok */
    struct handoff_found found;     /* match NONE: nowhere */
    struct handoff_slice hint;      /* the phrase, bytes of the source */
    struct handoff_typed typed;     /* when ok or hinted */
};

/* The steps, first failure decides: specific enough, stands in the source,
 * holds a value of the type, the clause holds a cue of the field (an enum's
 * value phrase is its own cue; a number's cue is the one it belongs to), the
 * clause states it, and the text gives its reader no orders where the field is
 * protected.  text gets the canonical value. */
enum handoff_status ho_prove(const struct handoff_field *field,
                             struct handoff_slice source,
                             struct handoff_slice quote, int64_t day,
                             struct ho_proof *proof, struct ho_buffer *text,
                             struct handoff_error *err);

#endif
