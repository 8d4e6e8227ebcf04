/* seen.h - which line of a table had a key first.
 *
 * Of a key only eight bytes of its SHA-256 are kept: of some three million
 * tables that fill it up, one holds two keys that pass for one, and nobody can
 * make his key look like that of somebody else.
 */
#ifndef HANDOFF_SCREEN_SEEN_H
#define HANDOFF_SCREEN_SEEN_H

#include "base/error.h"

struct ho_seen;

struct ho_seen *ho_seen_new(void); /* NULL: out of memory */
void ho_seen_free(struct ho_seen *seen);

/* *first: the line that the key was entered with, 0 where it is new.  A new
 * key is entered; HANDOFF_SCREEN_KEYS of them are, no further one. */
enum handoff_status ho_seen_enter(struct ho_seen *seen, const char *key,
                                  size_t line, size_t *first,
                                  struct handoff_error *err);

/* The first line whose key was not entered, or 0. */
size_t ho_seen_full(const struct ho_seen *seen);

#endif
