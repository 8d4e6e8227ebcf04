/* buffer.c - see base/buffer.h */
#include "base/buffer.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

void ho_buffer_init(struct ho_buffer *b, size_t limit)
{
    const size_t most = SIZE_MAX / 4; /* so that no sum below overflows */

    *b = (struct ho_buffer){ .limit = limit < most ? limit : most };
}

void ho_buffer_release(struct ho_buffer *b)
{
    if (!b)
        return;
    free(b->ptr);
    *b = (struct ho_buffer){ .limit = b->limit };
}

void ho_buffer_clear(struct ho_buffer *b)
{
    b->len = 0;
    b->failed = HANDOFF_OK;
    if (b->ptr)
        b->ptr[0] = '\0';
}

/* Make room for `more` bytes and the NUL. */
static bool reserve(struct ho_buffer *b, size_t more)
{
    size_t room = b->room ? b->room : 64;
    char *ptr;

    if (b->failed != HANDOFF_OK)
        return false;
    if (more > b->limit - b->len) { /* len <= limit always: no overflow */
        b->failed = HANDOFF_TOO_LARGE;
        return false;
    }
    if (b->len + more + 1 <= b->room)
        return true;
    while (room < b->len + more + 1)
        room *= 2;
    ptr = realloc(b->ptr, room);
    if (!ptr) {
        b->failed = HANDOFF_NO_MEMORY;
        return false;
    }
    b->ptr = ptr;
    b->room = room;
    return true;
}

char *ho_buffer_more(struct ho_buffer *b, size_t len)
{
    char *more;

    if (!reserve(b, len))
        return NULL;
    more = b->ptr + b->len;
    b->len += len;
    b->ptr[b->len] = '\0';
    return more;
}

void ho_buffer_add(struct ho_buffer *b, struct handoff_slice s)
{
    char *more = ho_buffer_more(b, s.len);

    if (more && s.len > 0)
        memcpy(more, s.ptr, s.len);
}

void ho_buffer_text(struct ho_buffer *b, const char *text)
{
    ho_buffer_add(b, ho_slice(text));
}

void ho_buffer_byte(struct ho_buffer *b, char c)
{
    char *more = ho_buffer_more(b, 1);

    if (more)
        *more = c;
}

/* Into the room that is there; most texts fit. */
void ho_buffer_format(struct ho_buffer *b, const char *format, ...)
{
    const size_t room = b->ptr && !b->failed ? b->room - b->len : 0;
    char *const end = room ? b->ptr + b->len : NULL;
    va_list args, again;
    int len;

    va_start(args, format);
    va_copy(again, args);
    len = vsnprintf(end, room, format, args);
    if (len >= 0 && reserve(b, (size_t)len)) {
        if ((size_t)len >= room)
            vsnprintf(b->ptr + b->len, (size_t)len + 1, format, again);
        b->len += (size_t)len;
    } else if (end) {
        *end = '\0';
    }
    va_end(again);
    va_end(args);
}

struct handoff_slice ho_buffer_slice(const struct ho_buffer *b)
{
    return (struct handoff_slice){ b->ptr ? b->ptr : "", b->len };
}

enum handoff_status ho_buffer_status(const struct ho_buffer *b,
                                     const char *what,
                                     struct handoff_error *err)
{
    if (b->failed == HANDOFF_TOO_LARGE)
        return ho_fail(
            err, HANDOFF_TOO_LARGE,
            "%s is larger than its limit of %zu bytes; give less of it at once",
            what, b->limit);
    return b->failed == HANDOFF_OK ? HANDOFF_OK : ho_no_memory(err);
}

enum handoff_status ho_buffer_take(struct ho_buffer *b, const char *what,
                                   char **text, size_t *len,
                                   struct handoff_error *err)
{
    enum handoff_status status;

    reserve(b, 0); /* an empty text is still a text */
    status = ho_buffer_status(b, what, err);
    if (status == HANDOFF_OK) {
        b->ptr[b->len] = '\0';
        *text = b->ptr;
        if (len)
            *len = b->len;
        b->ptr = NULL;
    }
    ho_buffer_release(b);
    return status;
}
