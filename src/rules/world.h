/* world.h - what a brief leaves possible, and which rows that lets match.
 *
 * A fact leaves a field one cell, a range that spans thresholds a few, Unknown
 * all of them.  A row may match when every tested field has a possible cell
 * that passes; it must match when all of its possible cells pass.
 */
#ifndef HANDOFF_RULES_WORLD_H
#define HANDOFF_RULES_WORLD_H

#include "rules/facts.h"

enum { HO_WORLD_STEPS = 200 }; /* of a search among worlds, at most */

struct ho_world {
    const struct handoff_policy *policy;
    struct ho_view *view; /* one a field; those that no rule tests are empty */
    uint64_t *may, *must; /* sets of rows */
    uint64_t *candidate;  /* rows that may match, up to the sure one */
    size_t sure;          /* the first row that must match */
    bool kept;            /* a view has an `also` */
    /* one a field, for whoever narrows the cells down */
    uint64_t *possible, *cells;
    uint64_t *once, *twice; /* sets of rows, for whoever counts */
    uint64_t *same, *level; /* likewise, for whoever compares; many levels */
    uint64_t *room;         /* for views that are not ready made */
    struct ho_view *stated; /* one a field: what `also` points to */
};

/* Room for worlds of the policy, which lies in the arena. */
enum handoff_status ho_world_init(struct ho_world *world,
                                  const struct handoff_policy *policy,
                                  struct ho_arena *arena,
                                  struct handoff_error *err);

/* Set every view to what the facts say, then open what must be. */
void ho_world_load(struct ho_world *world, const struct handoff_facts *facts);

/* Every view to what the facts say; the rest is left to ho_world_open. */
void ho_world_state(struct ho_world *world, const struct handoff_facts *facts);

/* Join the views, and open the inferred fields of which a rule that can still
 * decide demands that they are Explicit, until nothing changes.  A world has
 * one value a field, so what is open is open for every rule.
 * keep: they might also stay what they are, see struct ho_view. */
void ho_world_open(struct ho_world *world, bool keep);

/* The rows that can decide lead to one outcome, all of them. */
bool ho_world_one_key(const struct ho_world *world);

/* The row to cite for the outcome that a world is settled on: the one that
 * must match, or, where candidates before it settle it together, the first of
 * those. */
size_t ho_world_cited(const struct ho_world *world, size_t key);

/* Room, facts and world in one. */
enum handoff_status ho_world_make(struct ho_world *world,
                                  const struct handoff_policy *policy,
                                  const struct handoff_brief *brief,
                                  int64_t as_of, struct ho_arena *arena,
                                  struct handoff_error *err);

/* Rows of word w that the cell lets match, if_unknown included. */
static inline uint64_t ho_world_pass(const struct ho_world *world, int field,
                                     size_t cell, size_t w)
{
    const struct ho_view *view = &world->view[field];
    const uint64_t *pass = world->policy->cells[field].pass;

    return (pass[cell * world->policy->words + w] | view->taken[w]) &
           ~view->failed[w];
}

/* More than one cell is possible: an answer could tell something. */
bool ho_view_open(const struct ho_view *view);

#endif
