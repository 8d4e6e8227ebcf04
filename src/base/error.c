/* error.c - see base/error.h */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#undef ho_fail /* what base/error.h makes of them is for other files */
#undef ho_no_memory

const char *handoff_status_text(enum handoff_status status)
{
    static const char *const text[] = {
#define X(name, phrase) phrase,
        HANDOFF_STATUS_MAP(X)
#undef X
    };
    const size_t count = sizeof text / sizeof *text;

    return (size_t)status < count ? text[status] : "unknown status";
}

static enum handoff_status set_error(struct handoff_error *err,
                                     enum handoff_status status, size_t line,
                                     size_t column, const char *format,
                                     va_list args)
    __attribute__((format(printf, 5, 0)));

static enum handoff_status set_error(struct handoff_error *err,
                                     enum handoff_status status, size_t line,
                                     size_t column, const char *format,
                                     va_list args)
{
    if (!err || err->status != HANDOFF_OK)
        return status;
    err->status = status;
    err->line = line;
    err->column = column;
    /* NOLINTNEXTLINE(clang-analyzer-valist.Uninitialized): both start it */
    vsnprintf(err->message, sizeof err->message, format, args);
    return status;
}

enum handoff_status ho_fail(struct handoff_error *err,
                            enum handoff_status status, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    set_error(err, status, 0, 0, format, args);
    va_end(args);
    return status;
}

enum handoff_status ho_fail_at(struct handoff_error *err,
                               enum handoff_status status, size_t line,
                               size_t column, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    set_error(err, status, line, column, format, args);
    va_end(args);
    return status;
}

enum handoff_status ho_no_memory(struct handoff_error *err)
{
    return ho_fail(err, HANDOFF_NO_MEMORY,
                   "out of memory; close other programs or split the input");
}

void ho_error_file(struct handoff_error *err, const char *file)
{
    if (err && err->status != HANDOFF_OK && err->file[0] == '\0')
        snprintf(err->file, sizeof err->file, "%s", file);
}

void ho_text_place(const char *text, size_t len, size_t at, size_t *line,
                   size_t *column)
{
    size_t start = 0;

    *line = 1;
    for (size_t i = 0; i < at && i < len; i++) {
        if (text[i] != '\n')
            continue;
        ++*line;
        start = i + 1;
    }
    *column = at - start + 1;
}

void handoff_error_text(const struct handoff_error *err, char *text,
                        size_t size)
{
    char place[64] = "";

    if (err->line > 0 && err->column > 0)
        snprintf(place, sizeof place, "%zu:%zu: ", err->line, err->column);
    else if (err->line > 0)
        snprintf(place, sizeof place, "%zu: ", err->line);
    if (err->file[0])
        snprintf(text, size, "%s:%s%s%s", err->file, place[0] ? "" : " ", place,
                 err->message);
    else if (place[0])
        snprintf(text, size, "line %s%s", place, err->message);
    else
        snprintf(text, size, "%s", err->message);
}
