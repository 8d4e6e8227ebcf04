/* starts.h - how the words of a text begin.  Most phrases are known by that
 * not to stand in it, without looking for them.
 */
#ifndef HANDOFF_EVIDENCE_STARTS_H
#define HANDOFF_EVIDENCE_STARTS_H

#include "base/slice.h"

enum { HO_STARTS = 2048 };

/* A set of beginnings of words: up to three letters or digits each, without
 * case and accents. */
struct ho_starts {
    uint64_t has[HO_STARTS / 64];
};

/* Add the word that starts at byte `at`. */
void ho_starts_add(struct ho_starts *starts, struct handoff_slice folded,
                   size_t at);
/* All words of a text. */
void ho_starts_find(struct handoff_slice folded, struct ho_starts *out);

/* The number, below HO_STARTS, of how the word at byte `at` begins. */
size_t ho_start_at(struct handoff_slice folded, size_t at);
/* The same of a text of its own. */
size_t ho_start_of(const char *phrase);

static inline bool ho_has_start(const struct ho_starts *starts, size_t start)
{
    return (starts->has[start / 64] >> start % 64 & 1) != 0;
}

/* false: a phrase, folded or not, cannot stand in the text. */
bool ho_may_hold(const struct ho_starts *starts, const char *phrase);

#endif
