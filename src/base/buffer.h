/* buffer.h - a growing text with a ceiling that remembers its failure.
 *
 * A writer appends as often as it likes and asks once, at the end: appends
 * return nothing, and after the first failure they do nothing.
 */
#ifndef HANDOFF_BASE_BUFFER_H
#define HANDOFF_BASE_BUFFER_H

#include "base/error.h"
#include "base/slice.h"

struct ho_buffer {
    char *ptr;   /* NUL-terminated once anything was appended */
    size_t len;  /* without the NUL */
    size_t room; /* bytes allocated */
    size_t limit;
    enum handoff_status failed; /* HANDOFF_OK, NO_MEMORY or TOO_LARGE */
};

/* limit: the most bytes it may ever hold. */
void ho_buffer_init(struct ho_buffer *b, size_t limit);
void ho_buffer_release(struct ho_buffer *b); /* NULL-safe, repeatable */
void ho_buffer_clear(struct ho_buffer *b);   /* empty, keeps memory */

/* Append `len` bytes, which the caller fills in; NULL after a failure. */
char *ho_buffer_more(struct ho_buffer *b, size_t len);
void ho_buffer_add(struct ho_buffer *b, struct handoff_slice s);
void ho_buffer_text(struct ho_buffer *b, const char *text);
void ho_buffer_byte(struct ho_buffer *b, char c);
void ho_buffer_format(struct ho_buffer *b, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

struct handoff_slice ho_buffer_slice(const struct ho_buffer *b);

/* HANDOFF_OK, or the failure with a message naming `what`. */
enum handoff_status ho_buffer_status(const struct ho_buffer *b,
                                     const char *what,
                                     struct handoff_error *err);

/* Give the memory away: *text is NUL-terminated and the caller's to free.
 * On failure *text is untouched and the buffer is released. */
enum handoff_status ho_buffer_take(struct ho_buffer *b, const char *what,
                                   char **text, size_t *len,
                                   struct handoff_error *err);

#endif
