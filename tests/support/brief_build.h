/* brief_build.h - briefs written by hand, without lead, prompt or evidence. */
#ifndef HANDOFF_TESTS_BRIEF_BUILD_H
#define HANDOFF_TESTS_BRIEF_BUILD_H

#include <handoff/brief.h>

#include "base/yaml.h"

/* A mapping of fields to what is known of them; fields that it leaves out are
 * Unknown.
 *
 *   value            Explicit             inferred value     Inferred
 *   none             stated: there is none (a value where an enum has it)
 *   unknown          Unknown              50..200, 50.., ..200    a range
 *   2026-10-12       a date; other words are an event without a day
 *
 * The brief lies in the arena.  BAD_INPUT where a field is not declared, or a
 * text is no value of its type. */
enum handoff_status brief_build(struct ho_arena *arena,
                                const struct handoff_fields *fields,
                                const struct ho_yaml *map,
                                const struct handoff_brief **out,
                                struct handoff_error *err);

/* Make one claim of such a text. */
enum handoff_status brief_claim(const struct handoff_fields *fields, int field,
                                const char *text, struct handoff_claim *claim,
                                struct handoff_error *err);

#endif
