/* reach.h - which worlds a rule decides.
 *
 * A world is one cell for each field that a rule tests.  A rule decides the
 * worlds in which it is the first that matches.
 */
#ifndef HANDOFF_RULES_REACH_H
#define HANDOFF_RULES_REACH_H

#include "rules/cover.h"

enum {
    HO_REACH_STEPS = 100000, /* for one question */
    HO_NO_CELL = 255         /* of a field that no rule tests */
};

struct ho_reach {
    bool exact; /* false: the budget ran out before a world was found */
    bool found;
    uint8_t *cell;  /* a world, where found: one cell a field */
    uint64_t *mask; /* and a box of such worlds around it; both in the arena */
};

/* Masks of all worlds, one a field; 0 for a field that no rule tests.  NULL:
 * the arena gives no more. */
uint64_t *ho_worlds(const struct handoff_policy *policy,
                    struct ho_arena *arena);

/* Does the rule decide a world of the box?  box: one mask a field, each at
 * most what ho_worlds has there, or NULL for all worlds.  An empty mask of a
 * tested field leaves no world.  *steps is the budget (HO_REACH_STEPS, or
 * less), and what is left of it. */
enum handoff_status ho_reach_rule(const struct handoff_policy *policy,
                                  size_t rule, const uint64_t *box,
                                  size_t *steps, struct ho_arena *arena,
                                  struct ho_reach *out,
                                  struct handoff_error *err);

/* Of the worlds of the box, in HO_SHARE_ONE parts, rounded down: those that
 * the rule matches, and those that it decides. */
struct ho_reach_share {
    bool exact; /* false: the budget ran out; the shares may be too small */
    uint64_t matched, decided;
};

enum handoff_status ho_reach_share(const struct handoff_policy *policy,
                                   size_t rule, const uint64_t *box,
                                   size_t *steps, struct ho_reach_share *out,
                                   struct handoff_error *err);

#endif
