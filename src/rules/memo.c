/* memo.c - see rules/memo.h */
#include "rules/memo.h"

enum { FIRST_BUCKETS = 64 };

struct ho_memo_entry {
    struct ho_memo_entry *next;
    uint64_t hash, value;
    size_t level;
    uint64_t set[];
};

static uint64_t hash_of(size_t level, const uint64_t *set, size_t words)
{
    uint64_t hash = 0x9E3779B97F4A7C15U + level;

    for (size_t i = 0; i < words; i++) {
        hash = (hash ^ set[i]) * 0xFF51AFD7ED558CCDU;
        hash ^= hash >> 32;
    }
    return hash;
}

static struct ho_memo_entry *find(const struct ho_memo *memo, uint64_t hash,
                                  size_t level, const uint64_t *set)
{
    struct ho_memo_entry *e =
        memo->buckets ? memo->bucket[hash & (memo->buckets - 1)] : NULL;

    while (e && (e->hash != hash || e->level != level ||
                 memcmp(e->set, set, memo->words * sizeof *set) != 0))
        e = e->next;
    return e;
}

/* Twice the buckets: a power of two. */
static bool grow(struct ho_memo *memo)
{
    const size_t buckets = memo->buckets ? 2 * memo->buckets : FIRST_BUCKETS;
    struct ho_memo_entry **bucket =
        ho_arena_alloc(memo->arena, buckets * sizeof(*bucket));

    if (!bucket)
        return false;
    for (size_t i = 0; i < memo->buckets; i++) {
        while (memo->bucket[i]) {
            struct ho_memo_entry *e = memo->bucket[i];
            struct ho_memo_entry **to = &bucket[e->hash & (buckets - 1)];

            memo->bucket[i] = e->next;
            e->next = *to;
            *to = e;
        }
    }
    memo->bucket = bucket;
    memo->buckets = buckets;
    return true;
}

uint64_t *ho_memo_at(struct ho_memo *memo, size_t level, const uint64_t *set,
                     bool *fresh)
{
    const size_t bytes = memo->words * sizeof *set;
    const uint64_t hash = hash_of(level, set, memo->words);
    struct ho_memo_entry *e = find(memo, hash, level, set), **to;

    *fresh = !e;
    if (e)
        return &e->value;
    if (memo->count == memo->buckets && !grow(memo))
        return NULL;
    e = ho_arena_alloc(memo->arena, sizeof *e + bytes);
    if (!e)
        return NULL;
    e->hash = hash;
    e->level = level;
    memcpy(e->set, set, bytes);
    to = &memo->bucket[hash & (memo->buckets - 1)];
    e->next = *to;
    *to = e;
    memo->count++;
    return &e->value;
}
