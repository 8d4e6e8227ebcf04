/* arena.c - see base/arena.h */
#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

struct block {
    struct block *next;
    size_t used, room;
    alignas(max_align_t) unsigned char bytes[];
};

struct ho_arena {
    struct block *block; /* the newest, which has the free room */
    size_t left;         /* bytes it may still hand out */
    size_t limit;
    size_t expected; /* bytes, of which a first block has at least as many */
    enum handoff_status failed;
};

/* Blocks double, so that thousands of small documents stay small. */
enum {
    FIRST_BYTES = 2 * 1024,
    BLOCK_BYTES = 16 * 1024,
    KEPT_BYTES = 1024 * 1024
};

struct ho_arena *ho_arena_new(size_t limit)
{
    struct ho_arena *arena = calloc(1, sizeof *arena);
    const size_t most = SIZE_MAX / 4; /* so that no sum below overflows */

    if (arena)
        arena->left = arena->limit = limit < most ? limit : most;
    return arena;
}

static void free_blocks(struct ho_arena *arena)
{
    while (arena->block) {
        struct block *next = arena->block->next;

        free(arena->block);
        arena->block = next;
    }
}

void ho_arena_free(struct ho_arena *arena)
{
    if (!arena)
        return;
    free_blocks(arena);
    free(arena);
}

void ho_arena_clear(struct ho_arena *arena)
{
    struct block *block = arena->block;
    const size_t used = arena->limit - arena->left;

    if (block && !block->next && block->room <= KEPT_BYTES) {
        block->used = 0;
    } else {
        free_blocks(arena);
        arena->expected = used < KEPT_BYTES ? used : KEPT_BYTES;
    }
    arena->left = arena->limit;
    arena->failed = HANDOFF_OK;
}

static void *fail(struct ho_arena *arena, enum handoff_status status)
{
    if (arena->failed == HANDOFF_OK)
        arena->failed = status;
    return NULL;
}

static struct block *add_block(struct ho_arena *arena, size_t size)
{
    const size_t first =
        arena->expected > FIRST_BYTES ? arena->expected : FIRST_BYTES;
    const size_t grown = arena->block ? arena->block->room : 0;
    const size_t least = !arena->block             ? first
                         : grown < BLOCK_BYTES / 2 ? grown * 2
                                                   : BLOCK_BYTES;
    const size_t room = size > least ? size : least;
    struct block *block = malloc(sizeof *block + room);

    if (!block)
        return fail(arena, HANDOFF_NO_MEMORY);
    block->used = 0;
    block->room = room;
    block->next = arena->block;
    arena->block = block;
    return block;
}

/* Memory that is written over at once need not be zeroed. */
static void *take(struct ho_arena *arena, size_t size)
{
    const size_t align = alignof(max_align_t);
    struct block *block = arena->block;
    void *out;

    if (arena->failed != HANDOFF_OK)
        return NULL;
    if (size > arena->left || arena->left - size < align)
        return fail(arena, HANDOFF_TOO_LARGE);
    size = (size + align - 1) / align * align;
    if (!block || block->room - block->used < size)
        block = add_block(arena, size);
    if (!block)
        return NULL;
    out = block->bytes + block->used;
    block->used += size;
    arena->left -= size;
    return out;
}

void *ho_arena_alloc(struct ho_arena *arena, size_t size)
{
    void *out = take(arena, size);

    return out ? memset(out, 0, size) : NULL;
}

const char *ho_arena_copy(struct ho_arena *arena, struct handoff_slice s)
{
    char *out = s.len < SIZE_MAX ? take(arena, s.len + 1) : NULL;

    if (!out)
        return "";
    if (s.len > 0)
        memcpy(out, s.ptr, s.len);
    out[s.len] = '\0';
    return out;
}

const char *ho_arena_text(struct ho_arena *arena, const char *text)
{
    return ho_arena_copy(arena, ho_slice(text));
}

/* Bytes of the newest block that the next text may have. */
static size_t room_left(const struct ho_arena *arena)
{
    const size_t align = alignof(max_align_t);
    const struct block *block = arena->block;
    size_t room = block ? block->room - block->used : 0;

    if (arena->failed != HANDOFF_OK || arena->left < align)
        return 0;
    if (room > arena->left - align)
        room = arena->left - align;
    return room / align * align;
}

/* Into the room that is there; most texts fit. */
const char *ho_arena_format(struct ho_arena *arena, const char *format, ...)
{
    const size_t room = room_left(arena);
    char *out =
        room > 0 ? (char *)arena->block->bytes + arena->block->used : NULL;
    va_list args, again;
    int len;

    va_start(args, format);
    va_copy(again, args);
    len = vsnprintf(out, room, format, args);
    if (len < 0 || (size_t)len >= room) {
        out = len < 0 ? NULL : take(arena, (size_t)len + 1);
        if (out)
            vsnprintf(out, (size_t)len + 1, format, again);
    } else {
        take(arena, (size_t)len + 1); /* where it stands */
    }
    va_end(again);
    va_end(args);
    return out ? out : "";
}

/* The array is full exactly when its count is 0 or a power of two. */
static bool is_full(size_t count)
{
    return (count & (count - 1)) == 0;
}

void *ho_arena_push(struct ho_arena *arena, void *items, size_t *count,
                    size_t size)
{
    unsigned char *array;

    memcpy(&array, items, sizeof array);
    if (*count > SIZE_MAX / 2 / size)
        return fail(arena, HANDOFF_TOO_LARGE);
    if (is_full(*count)) {
        const size_t used = *count * size, added = used > 0 ? used : size;
        unsigned char *grown = take(arena, used + added);

        if (!grown)
            return NULL;
        if (used > 0)
            memcpy(grown, array, used);
        memset(grown + used, 0, added);
        array = grown;
        memcpy(items, &array, sizeof array);
    }
    return array + (*count)++ * size;
}

enum handoff_status ho_arena_status(const struct ho_arena *arena,
                                    const char *what, struct handoff_error *err)
{
    if (arena->failed == HANDOFF_TOO_LARGE)
        return ho_fail(err, HANDOFF_TOO_LARGE,
                       "%s needs more than its limit of %zu bytes of memory; "
                       "give less of it at once",
                       what, arena->limit);
    return arena->failed == HANDOFF_OK ? HANDOFF_OK : ho_no_memory(err);
}
