/* differ.h - where two tables decide differently, exactly.
 *
 * For each row of one and each row of the other that decide differently: the
 * part that both rows have and no earlier row of either (cover.h).  Parts of
 * the same two rules that differ in one field only are joined.
 */
#ifndef HANDOFF_RULES_DIFFER_H
#define HANDOFF_RULES_DIFFER_H

#include "rules/cover.h"

struct ho_table {
    const struct ho_box *box; /* as ho_refined has them: the first table's */
    size_t rows[2];           /* rows from last to first, then the second's */
    const struct ho_row *row[2]; /* for the rules that the rows belong to */
};

struct ho_difference {
    size_t rule[2];
    uint64_t *mask; /* one a field */
};

struct ho_differences {
    struct ho_difference *item; /* the largest first; no two of them meet */
    size_t count;
    bool
        exact; /* false: the budget or the room ran out, and some are missing */
};

struct ho_differ_question {
    const struct ho_table *table;
    const uint64_t *space; /* one mask a field, 0: the field has no cells */
    size_t fields;
    /* do the rules decide the same? */
    bool (*same)(const void *user, size_t rule_a, size_t rule_b);
    const void *user;
    size_t most; /* regions, 1 to stop at the first */
};

/* The regions lie in the arena.  *steps as for ho_cover_new. */
enum handoff_status ho_differ_find(const struct ho_differ_question *question,
                                   size_t *steps, struct ho_arena *arena,
                                   struct ho_differences *out,
                                   struct handoff_error *err);

#endif
