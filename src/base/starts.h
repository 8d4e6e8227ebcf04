/* starts.h - how the words of a text begin.  Most phrases are known by that
 * not to stand in it, without looking for them.
 */
#ifndef HANDOFF_BASE_STARTS_H
#define HANDOFF_BASE_STARTS_H

#include "base/slice.h"

enum { HO_STARTS = 2048 };

/* A set of beginnings of words: up to three letters or digits each, without
 * case and accents. */
struct ho_starts {
    uint64_t has[HO_STARTS / 64];
};

/* 1 to 36 for letters, of either case, and digits; else 0. */
extern const unsigned char ho_start_letters[256];

enum { HO_START_SIGNS = 37 };

static inline size_t ho_start_number(unsigned key)
{
    return (key ^ key >> 7) % HO_STARTS;
}

/* As most words begin: three letters of ASCII.  The byte behind the last one
 * that is a letter is read, and no further one. */
static inline bool ho_start_of_three(const char *p, size_t *start)
{
    const unsigned a = ho_start_letters[(unsigned char)p[0]];
    const unsigned b = a > 0 ? ho_start_letters[(unsigned char)p[1]] : 0;
    const unsigned c = b > 0 ? ho_start_letters[(unsigned char)p[2]] : 0;

    *start = ho_start_number((a * HO_START_SIGNS + b) * HO_START_SIGNS + c);
    return c > 0;
}

/* The number, below HO_STARTS, of how the word at byte `at` begins. */
size_t ho_start_at_long(struct handoff_slice folded, size_t at);
static inline size_t ho_start_at(struct handoff_slice folded, size_t at)
{
    size_t start;

    return folded.len - at >= 3 && ho_start_of_three(folded.ptr + at, &start)
               ? start
               : ho_start_at_long(folded, at);
}
/* The same of a text of its own. */
static inline size_t ho_start_of(const char *phrase)
{
    size_t start;

    return ho_start_of_three(phrase, &start)
               ? start
               : ho_start_at_long(ho_slice(phrase), 0);
}

/* Of the first word of a folded phrase, and where that is; HO_STARTS: there is
 * none, or it does not begin with a letter or digit of ASCII. */
size_t ho_start_of_phrase(struct handoff_slice folded, size_t *offset);

static inline bool ho_has_start(const struct ho_starts *starts, size_t start)
{
    return (starts->has[start / 64] >> start % 64 & 1) != 0;
}

static inline void ho_starts_put(struct ho_starts *starts, size_t start)
{
    starts->has[start / 64] |= UINT64_C(1) << start % 64;
}
/* Add the word that starts at byte `at`. */
static inline void ho_starts_add(struct ho_starts *starts,
                                 struct handoff_slice folded, size_t at)
{
    ho_starts_put(starts, ho_start_at(folded, at));
}
/* All words of a text. */
void ho_starts_find(struct handoff_slice folded, struct ho_starts *out);

/* false: a phrase, folded or not, cannot stand in the text. */
bool ho_may_hold_long(const struct ho_starts *starts, const char *phrase);
static inline bool ho_may_hold(const struct ho_starts *starts,
                               const char *phrase)
{
    size_t start;

    return ho_start_of_three(phrase, &start) ? ho_has_start(starts, start)
                                             : ho_may_hold_long(starts, phrase);
}

#endif
