/* file.c - see base/file.h */
#include "base/file.h"

#include <errno.h>
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

static enum handoff_status write_failed(const char *path,
                                        struct handoff_error *err)
{
    ho_fail(err, HANDOFF_IO, "cannot be written: %s", strerror(errno));
    ho_error_file(err, path);
    return HANDOFF_IO;
}

static bool write_all(FILE *out, struct handoff_slice bytes)
{
    const bool written = fwrite(bytes.ptr, 1, bytes.len, out) == bytes.len &&
                         fflush(out) == 0 && fsync(fileno(out)) == 0;

    return fclose(out) == 0 && written;
}

/* A device or a pipe: renaming a file over it would take its place. */
static bool is_special(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && !S_ISREG(st.st_mode);
}

static enum handoff_status write_in_place(const char *path,
                                          struct handoff_slice bytes,
                                          struct handoff_error *err)
{
    FILE *out = fopen(path, "wb");
    bool written;

    if (!out)
        return write_failed(path, err);
    written = fwrite(bytes.ptr, 1, bytes.len, out) == bytes.len;
    return fclose(out) == 0 && written ? HANDOFF_OK : write_failed(path, err);
}

enum handoff_status ho_file_write(const char *path, struct handoff_slice bytes,
                                  struct handoff_error *err)
{
    struct ho_buffer name;
    enum handoff_status status = HANDOFF_OK;
    FILE *out;

    if (is_special(path))
        return write_in_place(path, bytes, err);
    ho_buffer_init(&name, 4096);
    ho_buffer_format(&name, "%s.part", path);
    if (name.failed) {
        status = ho_buffer_status(&name, "the file name", err);
        goto out;
    }
    out = fopen(name.ptr, "wb");
    if (!out || !write_all(out, bytes) || rename(name.ptr, path) != 0) {
        status = write_failed(path, err);
        if (out)
            remove(name.ptr);
    }
out:
    ho_buffer_release(&name);
    return status;
}
