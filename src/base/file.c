/* file.c - see base/file.h */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static enum handoff_status read_failed(const char *path,
                                       struct handoff_error *err)
{
    ho_fail(err, HANDOFF_IO, "cannot be read: %s", strerror(errno));
    ho_error_file(err, path);
    return HANDOFF_IO;
}

static enum handoff_status too_large(const char *path, size_t limit,
                                     struct handoff_error *err)
{
    const bool small = limit < 1 << 20;

    ho_fail(err, HANDOFF_TOO_LARGE,
            "larger than %zu %s, the limit for one file; split it",
            small ? limit : limit >> 20, small ? "bytes" : "MiB");
    ho_error_file(err, path);
    return HANDOFF_TOO_LARGE;
}

static enum handoff_status read_stream(FILE *in, const char *path, size_t limit,
                                       char **text, size_t *len,
                                       struct handoff_error *err)
{
    struct ho_buffer b;
    char chunk[16384];
    size_t got;

    ho_buffer_init(&b, limit);
    while ((got = fread(chunk, 1, sizeof chunk, in)) > 0 && !b.failed)
        ho_buffer_add(&b, (struct handoff_slice){ chunk, got });
    if (ferror(in)) {
        ho_buffer_release(&b);
        return read_failed(path, err);
    }
    if (b.failed == HANDOFF_TOO_LARGE) {
        ho_buffer_release(&b);
        return too_large(path, limit, err);
    }
    return ho_buffer_take(&b, path, text, len, err);
}

static enum handoff_status check_kind(FILE *in, const char *path, size_t limit,
                                      struct handoff_error *err)
{
    struct stat info;

    if (fstat(fileno(in), &info) != 0)
        return read_failed(path, err);
    if (S_ISDIR(info.st_mode)) {
        ho_fail(err, HANDOFF_IO, "is a directory; name the files in it");
        ho_error_file(err, path);
        return HANDOFF_IO;
    }
    if (S_ISREG(info.st_mode) && (uintmax_t)info.st_size > limit)
        return too_large(path, limit, err);
    return HANDOFF_OK;
}

enum handoff_status ho_file_read(const char *path, size_t limit, char **text,
                                 size_t *len, struct handoff_error *err)
{
    const bool standard = strcmp(path, "-") == 0;
    FILE *in = standard ? stdin : fopen(path, "rb");
    enum handoff_status status;

    if (!in)
        return read_failed(path, err);
    status = check_kind(in, standard ? "standard input" : path, limit, err);
    if (status == HANDOFF_OK)
        status = read_stream(in, standard ? "standard input" : path, limit,
                             text, len, err);
    if (!standard)
        fclose(in);
    return status;
}

/* --- writing -------------------------------------------------------------- */

struct handoff_output {
    FILE *file;
    char *part;  /* its name until it is whole; NULL: it is written in place */
    char path[]; /* and behind it the part's */
};

static enum handoff_status write_failed(const char *path,
                                        struct handoff_error *err)
{
    ho_fail(err, HANDOFF_IO, "cannot be written: %s", strerror(errno));
    ho_error_file(err, path);
    return HANDOFF_IO;
}

/* A device or a pipe: renaming a file over it would take its place. */
static bool is_special(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && !S_ISREG(st.st_mode);
}

/* errno tells why not. */
static FILE *create(const struct handoff_output *out, bool secret)
{
    const char *path = out->part ? out->part : out->path;
    const mode_t mode =
        secret ? S_IRUSR | S_IWUSR
               : S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH;
    const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    FILE *file = fd >= 0 ? fdopen(fd, "wb") : NULL;

    if (fd >= 0 && !file) {
        const int why = errno;

        close(fd);
        if (out->part)
            remove(out->part);
        errno = why;
    }
    return file;
}

enum handoff_status ho_output_open(const char *path, bool secret,
                                   struct handoff_output **out,
                                   struct handoff_error *err)
{
    const size_t size = strlen(path) + 1, all = 2 * size + sizeof ".part";
    struct handoff_output *made = calloc(1, sizeof *made + all);
    enum handoff_status status;

    if (!made)
        return ho_no_memory(err);
    memcpy(made->path, path, size);
    if (!is_special(path)) {
        made->part = made->path + size;
        snprintf(made->part, all - size, "%s.part", path);
    }
    made->file = create(made, secret);
    if (made->file) {
        *out = made;
        return HANDOFF_OK;
    }
    status = write_failed(path, err);
    free(made);
    return status;
}

enum handoff_status ho_output_add(struct handoff_output *out,
                                  struct handoff_slice bytes,
                                  struct handoff_error *err)
{
    return fwrite(bytes.ptr, 1, bytes.len, out->file) == bytes.len
               ? HANDOFF_OK
               : write_failed(out->path, err);
}

enum handoff_status ho_output_close(struct handoff_output *out, bool keep,
                                    struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;
    bool whole = keep;

    if (!out)
        return HANDOFF_OK;
    if (out->part && keep)
        whole = fflush(out->file) == 0 && fsync(fileno(out->file)) == 0;
    whole &= fclose(out->file) == 0;
    if (out->part && whole)
        whole = rename(out->part, out->path) == 0;
    if (keep && !whole)
        status = write_failed(out->path, err);
    if (out->part && !whole)
        remove(out->part);
    free(out);
    return status;
}

enum handoff_status ho_file_write(const char *path, struct handoff_slice bytes,
                                  struct handoff_error *err)
{
    struct handoff_output *out = NULL;
    enum handoff_status status = ho_output_open(path, false, &out, err), closed;

    if (status != HANDOFF_OK)
        return status;
    status = ho_output_add(out, bytes, err);
    closed = ho_output_close(out, status == HANDOFF_OK, err);
    return status == HANDOFF_OK ? closed : status;
}
