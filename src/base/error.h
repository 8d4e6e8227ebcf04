/* error.h - writing into struct handoff_error; see <handoff/error.h>. */
#ifndef HANDOFF_BASE_ERROR_H
#define HANDOFF_BASE_ERROR_H

#include <handoff/error.h>

/* Record a failure and return its status, so that callers can write
 * `return ho_fail(err, HANDOFF_IO, "...");`.  First message wins; err may be
 * NULL.  The message is one sentence without a final newline. */
enum handoff_status ho_fail(struct handoff_error *err,
                            enum handoff_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same with a place: line and column are 1-based, 0 for none. */
enum handoff_status ho_fail_at(struct handoff_error *err,
                               enum handoff_status status, size_t line,
                               size_t column, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

enum handoff_status ho_no_memory(struct handoff_error *err);

/* scripts/check-static looks at one file at a time: it is told here that a
 * failure is never HANDOFF_OK. */
#ifdef __clang_analyzer__
#define ho_fail(err, status, ...) (ho_fail(err, status, __VA_ARGS__), (status))
#define ho_no_memory(err)         (ho_no_memory(err), HANDOFF_NO_MEMORY)
#endif

/* Name the file of an error that does not name one yet. */
void ho_error_file(struct handoff_error *err, const char *file);

/* Name line and column (1-based) of byte `at` in text: what a reader that
 * knows only an offset calls before ho_fail_at. */
void ho_text_place(const char *text, size_t len, size_t at, size_t *line,
                   size_t *column);

#endif
