/* cover.h - what boxes leave of a space: the question behind every analysis.
 *
 * A space is a product of cells, one mask a field; a box is one too, where a
 * field without a term has all cells.  Is a part of the space in none of the
 * boxes, how large is it, of which boxes does it consist?  Exact: field by
 * field, the cells that no box tells apart together, each set of boxes that
 * are still possible walked once.  The question is coNP-complete, so there is
 * a budget of steps, not of time.
 */
#ifndef HANDOFF_RULES_COVER_H
#define HANDOFF_RULES_COVER_H

#include "rules/model.h"

struct ho_box {
    const struct ho_term *term;
    size_t count;
};

/* Parts that shares count in: a whole is 10^17, and 64 of it fit 64 bits. */
#define HO_SHARE_ONE UINT64_C(100000000000000000)

struct ho_cover;

/* space: one mask a field, 0 for a field that has no cells; it and the boxes
 * outlive the cover.  A step of the walks costs as much as 64 boxes; *steps
 * is what may still be spent, here and elsewhere. */
enum handoff_status ho_cover_new(const uint64_t *space, size_t fields,
                                 const struct ho_box *box, size_t count,
                                 size_t *steps, struct ho_cover **out,
                                 struct handoff_error *err);
void ho_cover_free(struct ho_cover *cover); /* NULL-safe */

/* Call `found` with one mask a field for each box of the rest; these boxes
 * do not meet.  found returns false to stop.  Returns whether there is a
 * rest, as far as was walked: see ho_cover_status. */
bool ho_cover_rest(struct ho_cover *cover,
                   bool (*found)(void *user, const uint64_t *mask), void *user);

/* The rest's share of the space's worlds, rounded down. */
uint64_t ho_cover_share(struct ho_cover *cover);

/* What became of the walks: OK, or NO_MEMORY.  *exact turns false where the
 * budget ran out on the way, so that an answer may be too small. */
enum handoff_status ho_cover_status(const struct ho_cover *cover, bool *exact,
                                    struct handoff_error *err);

#endif
