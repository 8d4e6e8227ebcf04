/* witness.h - a completion that is decided otherwise, if there is one.
 *
 * A search for one such world: take a row that leads elsewhere, keep to the
 * cells that it matches, and refute the rows before it that do not, one test
 * each.  Where there is one it is mostly found at once; where there is none
 * the search tries everything, which a diagram (relevance.h) does better.  So
 * it may give up, as it does where a guess might stay what it is.
 */
#ifndef HANDOFF_RULES_WITNESS_H
#define HANDOFF_RULES_WITNESS_H

#include "rules/world.h"

enum ho_settled { HO_OPEN, HO_SETTLED, HO_BUDGET_SPENT };

/* Does every completion lead to `key`?  Where it is HO_OPEN, *other is the key
 * of a completion that does not.  It takes what it tries from *steps. */
enum ho_settled ho_witness_find(const struct ho_world *world, size_t key,
                                size_t *steps, size_t *other);

/* Do all completions that differ in this field alone lead to the same?
 * HO_OPEN: two of them do not. */
enum ho_settled ho_witness_pair(const struct ho_world *world, int field,
                                size_t *steps);

/* The key of one of the completions. */
size_t ho_witness_key(const struct ho_world *world);

#endif
