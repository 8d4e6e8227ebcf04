/* lines.c - see <handoff/lines.h> */
#include <handoff/lines.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/slice.h"

enum { CHUNK_BYTES = 64 * 1024 }; /* room to begin with */

struct handoff_lines {
    const char *name;
    int fd; /* -1: all of it is in memory */
    bool ended;
    size_t limit, number;
    char *buffer; /* owned; NULL for a text in memory */
    size_t room;
    const char *text;          /* the buffer, or the text in memory */
    size_t start, seen, count; /* of the bytes: not given yet from `start`
                                * on, without a line end until `seen` */
};

static enum handoff_status new_lines(const char *name, size_t limit,
                                     struct handoff_lines **out,
                                     struct handoff_error *err)
{
    struct handoff_lines *lines = calloc(1, sizeof *lines);

    if (!lines)
        return ho_no_memory(err);
    lines->name = name;
    lines->limit = limit;
    lines->fd = -1;
    *out = lines;
    return HANDOFF_OK;
}

static enum handoff_status unreadable(const struct handoff_lines *lines,
                                      struct handoff_error *err)
{
    ho_fail(err, HANDOFF_IO, "cannot be read: %s", strerror(errno));
    ho_error_file(err, lines->name);
    return HANDOFF_IO;
}

enum handoff_status handoff_lines_open(const char *path, size_t limit,
                                       struct handoff_lines **out,
                                       struct handoff_error *err)
{
    const bool standard = strcmp(path, "-") == 0;
    struct handoff_lines *lines = NULL;
    enum handoff_status status =
        new_lines(standard ? "standard input" : path, limit, &lines, err);

    if (status != HANDOFF_OK)
        return status;
    lines->fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (lines->fd < 0) {
        status = unreadable(lines, err);
        handoff_lines_free(lines);
        return status;
    }
    *out = lines;
    return HANDOFF_OK;
}

enum handoff_status handoff_lines_of(struct handoff_slice text,
                                     struct handoff_lines **out,
                                     struct handoff_error *err)
{
    const enum handoff_status status = new_lines("", text.len, out, err);

    if (status != HANDOFF_OK)
        return status;
    (*out)->ended = true;
    (*out)->text = text.ptr;
    (*out)->count = text.len;
    return HANDOFF_OK;
}

void handoff_lines_free(struct handoff_lines *lines)
{
    if (!lines)
        return;
    if (lines->fd > STDIN_FILENO)
        close(lines->fd);
    free(lines->buffer);
    free(lines);
}

size_t handoff_lines_number(const struct handoff_lines *lines)
{
    return lines->number;
}

static enum handoff_status too_long(const struct handoff_lines *lines,
                                    struct handoff_error *err)
{
    ho_fail_at(err, HANDOFF_TOO_LARGE, lines->number + 1, 0,
               "the line is longer than %zu bytes; split it", lines->limit);
    ho_error_file(err, lines->name);
    return HANDOFF_TOO_LARGE;
}

/* Twice the room, but for one line end behind the longest line. */
static enum handoff_status grow(struct handoff_lines *lines,
                                struct handoff_error *err)
{
    const size_t most = lines->limit + 1;
    size_t room = lines->room ? lines->room * 2 : CHUNK_BYTES;
    char *buffer;

    if (lines->count > lines->limit)
        return too_long(lines, err);
    room = room > most ? most : room;
    buffer = realloc(lines->buffer, room);
    if (!buffer)
        return ho_no_memory(err);
    lines->text = lines->buffer = buffer;
    lines->room = room;
    return HANDOFF_OK;
}

static enum handoff_status fill(struct handoff_lines *lines,
                                struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;
    ssize_t got;

    if (lines->start > 0) {
        lines->count -= lines->start;
        memmove(lines->buffer, lines->buffer + lines->start, lines->count);
        lines->seen -= lines->start;
        lines->start = 0;
    }
    if (lines->count == lines->room)
        status = grow(lines, err);
    if (status != HANDOFF_OK)
        return status;
    do
        got = read(lines->fd, lines->buffer + lines->count,
                   lines->room - lines->count);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        return unreadable(lines, err);
    lines->ended = got == 0;
    lines->count += (size_t)got;
    return HANDOFF_OK;
}

static void give(struct handoff_lines *lines, size_t end,
                 struct handoff_slice *line)
{
    *line = (struct handoff_slice){ lines->text + lines->start,
                                    end - lines->start };
    lines->start = end < lines->count ? end + 1 : end;
    lines->seen = lines->start;
    lines->number++;
}

enum handoff_status handoff_lines_next(struct handoff_lines *lines,
                                       struct handoff_slice *line, bool *got,
                                       struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    *got = true;
    for (;;) {
        const char *end = lines->seen < lines->count
                              ? memchr(lines->text + lines->seen, '\n',
                                       lines->count - lines->seen)
                              : NULL;

        if (end) {
            give(lines, (size_t)(end - lines->text), line);
            return HANDOFF_OK;
        }
        lines->seen = lines->count;
        if (lines->ended)
            break;
        status = fill(lines, err);
        if (status != HANDOFF_OK)
            return status;
    }
    *got = lines->start < lines->count;
    if (*got)
        give(lines, lines->count, line);
    return HANDOFF_OK;
}
