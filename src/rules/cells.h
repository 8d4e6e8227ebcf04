/* cells.h - the finitely many cases of a field that the rules tell apart.
 *
 *   enum      one cell a value; an enum of one value also has "not so", or
 *             its test could not fail
 *   numbers   the intervals between the thresholds in use, and "none"
 *   date      the same, in days from as_of
 *   others    one cell a combination of memberships in the sets in use, of
 *             which one is "in none of them", and "none"
 *
 * Two values of one cell are the same to every rule.
 */
#ifndef HANDOFF_RULES_CELLS_H
#define HANDOFF_RULES_CELLS_H

#include "rules/model.h"

/* A field as the rows see it, when these cells are possible. */
struct ho_view {
    uint64_t cells; /* never empty for a tested field */
    bool known;     /* stated, and not opened by a rule's `evidence` */
    bool inferred;
    /* sets of rows: the field's part in may and must, and the rows whose test
     * if_unknown took to match or to fail */
    const uint64_t *may, *must, *taken, *failed;
    /* What it may be seen as besides, by rows that do not demand more: a
     * guess that is opened in some completions only.  NULL: nothing */
    const struct ho_view *also;
};

struct ho_cells {
    size_t count;   /* 0: no rule tests the field */
    uint64_t none;  /* the mask of "none"; 0 where the type has no such cell */
    int64_t *start; /* numbers: cell i is [start[i], start[i + 1]) */
    uint64_t *signature; /* others: a bit a membership test of `distinct` */
    const struct ho_test **distinct;
    size_t distinct_count;
    /* Sets of rows, policy->words each.  pass[cell]: rows that do not mind
     * the cell.  assume_match, assume_fail: rows with if_unknown on the
     * field. */
    uint64_t *pass, *assume_match, *assume_fail;
    uint64_t *demand;     /* rows whose rule wants the field Explicit */
    struct ho_view *view; /* by code, see facts.h: what is known, ready made */
    struct ho_view any;   /* it might be anything, and nothing is assumed */
};

/* Find the cells of every field, the masks of every row, and the sets. */
enum handoff_status ho_cells_build(struct handoff_policy *policy,
                                   struct handoff_error *err);

/* All cells of the field; those that are some value. */
uint64_t ho_cells_all(const struct ho_cells *cells);
uint64_t ho_cells_some(const struct ho_cells *cells);
/* Cells that a number in [low, high] may lie in. */
uint64_t ho_cells_between(const struct ho_cells *cells, int64_t low,
                          int64_t high);
/* The cell of a text. */
uint64_t ho_cells_of_text(const struct ho_cells *cells,
                          struct handoff_slice text);

#endif
