/* arena.h - memory that is freed together.
 *
 * A document (a batch of leads, a policy, a brief) owns one arena; everything
 * it points to lies there and lives exactly as long as it does.  Failure is
 * sticky, so a builder may check once at its end with ho_arena_status.
 */
#ifndef HANDOFF_BASE_ARENA_H
#define HANDOFF_BASE_ARENA_H

#include "base/error.h"
#include "base/slice.h"

struct ho_arena;

/* NULL when out of memory.  limit: the most bytes it may hand out. */
struct ho_arena *ho_arena_new(size_t limit);
void ho_arena_free(struct ho_arena *arena); /* NULL-safe */

/* Take back all that was handed out, and forget a failure.  What comes next
 * is cut from one block that holds as much, up to 1 MiB: who does the same
 * again and again asks the system for memory no more. */
void ho_arena_clear(struct ho_arena *arena);

/* Zeroed memory aligned for any object; NULL on failure (sticky). */
void *ho_arena_alloc(struct ho_arena *arena, size_t size);

/* A NUL-terminated copy; "" on failure, so that text is never NULL. */
const char *ho_arena_copy(struct ho_arena *arena, struct handoff_slice s);
const char *ho_arena_text(struct ho_arena *arena, const char *text);
const char *ho_arena_format(struct ho_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Grow the array *items of *count objects of `size` bytes by one and return
 * the new, zeroed object; NULL on failure, array untouched.  An array that
 * grows this way starts as NULL and 0 and grows in no other way.  (A grown
 * array moves: keep indices, not pointers.)  `items` is the address of the
 * array pointer, of any object type. */
void *ho_arena_push(struct ho_arena *arena, void *items, size_t *count,
                    size_t size);

enum handoff_status ho_arena_status(const struct ho_arena *arena,
                                    const char *what,
                                    struct handoff_error *err);

#endif
