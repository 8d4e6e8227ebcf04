/* alike.h - two orders, or two tests, that no brief can tell apart.
 *
 * reach.h answers for complete briefs.  Of partial ones there may be too many
 * to try, but some changes show in none of them, and that can be told from the
 * rules alone.  "No" says nothing: another reason may make them alike.
 */
#ifndef HANDOFF_RULES_ALIKE_H
#define HANDOFF_RULES_ALIKE_H

#include "rules/model.h"

/* The rule and the next, which could as well stand the other way round: one
 * field keeps them apart, and
 *
 *   - a fact names one of its cases only, both rules are out while it is
 *     Unknown, and no rule opens a guess at it: never do both match; or
 *   - they have different outcomes, and but for that field the same test, so
 *     that the same questions are open, in the same order. */
bool ho_alike_swapped(const struct handoff_policy *policy, size_t rule);

/* The rule and the next, of which only one stands in its place: one row each,
 * alike but for some cases of one field, of which a fact names one only, and
 * those cases all go to an earlier rule, which tests nothing else. */
bool ho_alike_masked(const struct handoff_policy *policy, size_t rule);

#endif
