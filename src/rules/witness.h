/* witness.h - a completion in which a row decides, if there is one.
 *
 * A search for one such world: keep to the cells that the row matches, and
 * refute the rows before it, one test each.  Where there is one it is mostly
 * found at once; where there is none the search tries everything, which a
 * diagram (relevance.h) does better.  So it may give up, as it does where a
 * guess might stay what it is.
 *
 * Around one world it is cheap to see what each field does there: what a row
 * fails by is counted up to two, for all rows of a word together.
 */
#ifndef HANDOFF_RULES_WITNESS_H
#define HANDOFF_RULES_WITNESS_H

#include "rules/world.h"

enum ho_settled { HO_OPEN, HO_SETTLED, HO_BUDGET_SPENT };

/* Does every completion lead to `key`?  Where it is HO_OPEN, *other is the key
 * of a completion that does not.  It takes what it tries from *steps, which is
 * at most HO_WORLD_STEPS, here and below. */
enum ho_settled ho_witness_find(const struct ho_world *world, size_t key,
                                size_t *steps, size_t *other);

/* Before any of the following; once a world. */
void ho_witness_start(const struct ho_world *world);

/* Does no completion let this candidate decide?  Where it is HO_OPEN, that
 * one is looked at next. */
enum ho_settled ho_witness_row(const struct ho_world *world, size_t row,
                               size_t *steps);

/* Look at the completion that was found.  field: those that candidates leave
 * open. */
void ho_witness_look(const struct ho_world *world, const int *field,
                     size_t count);

/* There, another cell of this field alone would be decided otherwise. */
bool ho_witness_decides(const struct ho_world *world, int field);

/* The key of one of the completions. */
size_t ho_witness_key(const struct ho_world *world);

#endif
