/* seen.c - see screen/seen.h */
#include "screen/seen.h"

#include <stdint.h>
#include <stdlib.h>

#include <handoff/screen.h>

#include "base/sha256.h"

enum {
    ROOM = 1 << 12, /* slots at first; always a power of two */
    DIGITS = 16     /* of the hash that are kept */
};

struct slot {
    uint64_t key;
    size_t line; /* 0: nothing stands here */
};

struct ho_seen {
    struct slot *slot;
    size_t room, count, full;
};

struct ho_seen *ho_seen_new(void)
{
    struct ho_seen *seen = calloc(1, sizeof *seen);

    if (!seen)
        return NULL;
    seen->room = ROOM;
    seen->slot = calloc(ROOM, sizeof *seen->slot);
    if (seen->slot)
        return seen;
    free(seen);
    return NULL;
}

void ho_seen_free(struct ho_seen *seen)
{
    if (seen)
        free(seen->slot);
    free(seen);
}

size_t ho_seen_full(const struct ho_seen *seen)
{
    return seen->full;
}

/* The key's slot, or the free one that it would take. */
static struct slot *find(struct slot *slot, size_t room, uint64_t key)
{
    size_t i = (size_t)key & (room - 1);

    while (slot[i].line != 0 && slot[i].key != key)
        i = (i + 1) & (room - 1);
    return &slot[i];
}

/* A quarter stays free, so that a search is short. */
static bool make_room(struct ho_seen *seen)
{
    const size_t room = 2 * seen->room;
    struct slot *grown;

    if (seen->count < seen->room / 4 * 3)
        return true;
    grown = calloc(room, sizeof *grown);
    if (!grown)
        return false;
    for (size_t i = 0; i < seen->room; i++)
        if (seen->slot[i].line != 0)
            *find(grown, room, seen->slot[i].key) = seen->slot[i];
    free(seen->slot);
    seen->slot = grown;
    seen->room = room;
    return true;
}

static enum handoff_status enter(struct ho_seen *seen, uint64_t key,
                                 size_t line, struct handoff_error *err)
{
    if (seen->count == HANDOFF_SCREEN_KEYS) {
        seen->full = seen->full ? seen->full : line;
        return HANDOFF_OK;
    }
    if (!make_room(seen))
        return ho_no_memory(err);
    *find(seen->slot, seen->room, key) = (struct slot){ key, line };
    seen->count++;
    return HANDOFF_OK;
}

enum handoff_status ho_seen_enter(struct ho_seen *seen, const char *key,
                                  size_t line, size_t *first,
                                  struct handoff_error *err)
{
    char hex[HO_SHA256_HEX];
    const enum handoff_status status = ho_sha256_hex(ho_slice(key), hex, err);
    uint64_t kept;

    if (status != HANDOFF_OK)
        return status;
    hex[DIGITS] = '\0';
    kept = strtoull(hex, NULL, 16);
    *first = find(seen->slot, seen->room, kept)->line;
    return *first == 0 ? enter(seen, kept, line, err) : HANDOFF_OK;
}
