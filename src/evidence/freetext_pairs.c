/* freetext_pairs.c - a set of pairs of words; see evidence/freetext_words.h */
#include <stdlib.h>
#include <string.h>

#include "evidence/freetext_words.h"

static size_t pair_slot(const struct ho_pairs *p, uint64_t key)
{
    size_t at =
        (size_t)((key * UINT64_C(0x9E3779B97F4A7C15)) >> 20) & (p->room - 1);

    while (p->key[at] && p->key[at] != key)
        at = (at + 1) & (p->room - 1);
    return at;
}

static bool grow_pairs(struct ho_pairs *p)
{
    struct ho_pairs grown = { .room = p->room ? p->room * 2 : 256 };

    grown.key = calloc(grown.room, sizeof *grown.key);
    if (!grown.key)
        return false;
    for (size_t i = 0; i < p->room; i++)
        if (p->key[i])
            grown.key[pair_slot(&grown, p->key[i])] = p->key[i];
    grown.count = p->count;
    free(p->key);
    *p = grown;
    return true;
}

bool ho_pairs_add(struct ho_pairs *p, uint32_t a, uint32_t b)
{
    const uint64_t key = (uint64_t)a << 32 | b;
    size_t at;

    if (p->count * 2 >= p->room && !grow_pairs(p))
        return false;
    at = pair_slot(p, key);
    p->count += p->key[at] == 0;
    p->key[at] = key;
    return true;
}

bool ho_pairs_have(const struct ho_pairs *p, uint32_t a, uint32_t b)
{
    const uint64_t key = (uint64_t)a << 32 | b;

    return p->room > 0 && p->key[pair_slot(p, key)] == key;
}

void ho_pairs_clear(struct ho_pairs *p)
{
    if (p->room > 4096) /* after a large text: small ones need no such table */
        ho_pairs_release(p);
    else if (p->count > 0)
        memset(p->key, 0, p->room * sizeof *p->key);
    p->count = 0;
}

void ho_pairs_release(struct ho_pairs *p)
{
    free(p->key);
    *p = (struct ho_pairs){ 0 };
}
