/* process.h - what follows from a decision: `undecided:` with its stop,
 * `handoffs:` and the table of `qualification:`.
 *
 * These speak of what is known, not of the world, so a missing fact never
 * leaves them open: a test of a fact that nobody knows is not true.
 */
#ifndef HANDOFF_RULES_PROCESS_H
#define HANDOFF_RULES_PROCESS_H

#include "rules/model.h"

enum handoff_status ho_undecided_read(struct handoff_policy *policy,
                                      struct handoff_error *err);
enum handoff_status ho_handoffs_read(struct handoff_policy *policy,
                                     struct handoff_error *err);
enum handoff_status ho_qualification_read(struct handoff_policy *policy,
                                          struct handoff_error *err);

/* Has the brief been enriched often or long enough? */
bool ho_stop_applies(const struct handoff_policy *policy,
                     const struct handoff_brief *brief, int64_t as_of);

#endif
