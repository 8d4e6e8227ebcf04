/* trial.h - a quote at one of the places where it stands. */
#ifndef HANDOFF_EVIDENCE_TRIAL_H
#define HANDOFF_EVIDENCE_TRIAL_H

#include "evidence/prove.h"

/* proof->found is the place; the rest of *proof is set, and text to the
 * canonical value.  See evidence/prove.h for the steps. */
enum handoff_status ho_try_place(const struct ho_claimed *claim,
                                 const struct ho_origin *source,
                                 struct ho_proof *proof, struct ho_buffer *text,
                                 struct handoff_error *err);

#endif
