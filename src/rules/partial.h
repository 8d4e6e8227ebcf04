/* partial.h - a brief with unknowns that two policies decide differently.
 *
 * A brief leaves each field Unknown, or states one of its cells, or a range of
 * them, Explicit or Inferred.  Where all tested fields together have few
 * enough states, all briefs are tried, and that none differs is proof.  Else
 * the fields that the changed rule tests go through their states, once with
 * everything else Unknown, once with what lets the rule decide.
 */
#ifndef HANDOFF_RULES_PARTIAL_H
#define HANDOFF_RULES_PARTIAL_H

#include "rules/shown.h"

/* cells: a policy whose cells tell both apart.  *briefs as in shown.h. */
enum handoff_status ho_partial_find(
    const struct handoff_policy *policy, const struct ho_mutant *mutant,
    const struct handoff_policy *cells, int64_t as_of, size_t *briefs,
    struct ho_arena *arena, struct ho_shown *out, struct handoff_error *err);

#endif
