/* written.h - briefs written by hand, without lead, prompt or evidence.
 *
 * A mapping of fields to what is known of them; fields that it leaves out are
 * Unknown.
 *
 *   value            Explicit             inferred value     Inferred
 *   none             stated: there is none (a value where an enum has it)
 *   unknown          Unknown              50..200, 50.., ..200    a range
 *   2026-10-12       a date; other words are an event without a day
 */
#ifndef HANDOFF_RULES_WRITTEN_H
#define HANDOFF_RULES_WRITTEN_H

#include "rules/model.h"

/* Make one claim of such a text, which outlives it.  arena: for messages; NULL
 * where the text is known to be good. */
enum handoff_status ho_written_claim(struct ho_arena *arena,
                                     const struct handoff_fields *fields,
                                     int field, const char *text,
                                     struct handoff_claim *claim,
                                     struct handoff_error *err);

/* The facts of `map`, then those of `base` that it does not name; either may
 * be NULL.  The brief lies in the arena.  BAD_POLICY at the fact's place where
 * a field is not declared, or a text is no value of its type. */
enum handoff_status ho_written_brief(struct ho_arena *arena,
                                     const struct handoff_policy *policy,
                                     const struct ho_yaml *map,
                                     const struct ho_yaml *base,
                                     const struct handoff_brief **out,
                                     struct handoff_error *err);

#endif
