/* lines.h - a text, one line after another, in the memory of one line. */
#ifndef HANDOFF_LINES_H
#define HANDOFF_LINES_H

#include <stdbool.h>

#include <handoff/error.h>
#include <handoff/slice.h>

struct handoff_lines;

/* A file, or standard input for "-", whose lines have at most `limit` bytes.
 * path outlives it. */
HANDOFF_API enum handoff_status handoff_lines_open(const char *path,
                                                   size_t limit,
                                                   struct handoff_lines **out,
                                                   struct handoff_error *err);
/* A text in memory, which outlives it. */
HANDOFF_API enum handoff_status handoff_lines_of(struct handoff_slice text,
                                                 struct handoff_lines **out,
                                                 struct handoff_error *err);

/* *line is without its "\n", and on loan until the next call.  *got is false
 * behind the last one.  A line arrives as soon as it has been written, so that
 * a pipe can be followed.  IO, and TOO_LARGE for a longer line, name the file
 * and the line. */
HANDOFF_API enum handoff_status handoff_lines_next(struct handoff_lines *lines,
                                                   struct handoff_slice *line,
                                                   bool *got,
                                                   struct handoff_error *err);
/* Of the line that was given, 1-based. */
HANDOFF_API size_t handoff_lines_number(const struct handoff_lines *lines);
HANDOFF_API void handoff_lines_free(struct handoff_lines *lines);

#endif
