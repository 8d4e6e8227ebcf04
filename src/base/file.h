/* file.h - whole files in, whole files out. */
#ifndef HANDOFF_BASE_FILE_H
#define HANDOFF_BASE_FILE_H

#include <stdbool.h>

#include "base/buffer.h"

/* Read a file, or standard input for "-", of at most `limit` bytes.
 * *text is NUL-terminated and the caller's to free.  A directory, a missing
 * file and one over the limit are errors that name it and the remedy. */
enum handoff_status ho_file_read(const char *path, size_t limit, char **text,
                                 size_t *len, struct handoff_error *err);

/* Write through a temporary file beside it and rename, so that nobody ever
 * sees half a file.  What is there and no regular file (/dev/null, a pipe) is
 * written to as it is. */
enum handoff_status ho_file_write(const char *path, struct handoff_slice bytes,
                                  struct handoff_error *err);

/* The same, piece by piece.  secret: for its owner alone. */
struct handoff_output;
enum handoff_status ho_output_open(const char *path, bool secret,
                                   struct handoff_output **out,
                                   struct handoff_error *err);
enum handoff_status ho_output_add(struct handoff_output *out,
                                  struct handoff_slice bytes,
                                  struct handoff_error *err);
/* keep false: nothing is left of it.  NULL-safe. */
enum handoff_status ho_output_close(struct handoff_output *out, bool keep,
                                    struct handoff_error *err);

#endif
