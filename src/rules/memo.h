/* memo.h - a value for each (level, set) that a recursion has met.
 *
 * The diagrams of this stage visit the same set of rows on many ways; with
 * the answer kept, each is walked once.
 */
#ifndef HANDOFF_RULES_MEMO_H
#define HANDOFF_RULES_MEMO_H

#include "base/arena.h"

struct ho_memo_entry;

struct ho_memo {
    struct ho_arena *arena;
    size_t words; /* of a set */
    struct ho_memo_entry **bucket;
    size_t buckets, count;
};

/* The value of the set at that level, 0 at first; it stays where it is.
 * *fresh: the set was not met before.  NULL: the arena gives no more. */
uint64_t *ho_memo_at(struct ho_memo *memo, size_t level, const uint64_t *set,
                     bool *fresh);

#endif
