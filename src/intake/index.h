/* index.h - which lead of the batch a text belongs to.
 *
 * A balanced tree (POSIX tsearch): no input can make a lookup slow.  Keys are
 * borrowed; they and their texts outlive the index.
 */
#ifndef HANDOFF_INTAKE_INDEX_H
#define HANDOFF_INTAKE_INDEX_H

#include <stdbool.h>
#include <stddef.h>

struct ho_key {
    const char *text;
    size_t lead; /* index in the batch */
    size_t next; /* number for the next lead that wants the same id */
};

struct ho_index {
    void *root; /* starts as NULL */
};

/* The key of that text: the one entered before, or this one, now entered.
 * NULL when out of memory. */
struct ho_key *ho_index_enter(struct ho_index *index, struct ho_key *key);
/* Take this very key out; nothing happens where it is not in. */
void ho_index_remove(struct ho_index *index, const struct ho_key *key);
void ho_index_release(struct ho_index *index);

#endif
