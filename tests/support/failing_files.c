/* failing_files.c - see support/failing_files.h */
#include "support/failing_files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* The linker's names for --wrap. */
int __real_open(const char *path, int flags, ...);
FILE *__real_fopen(const char *path, const char *mode);
FILE *__real_fdopen(int fd, const char *mode);
size_t __real_fwrite(const void *bytes, size_t size, size_t count, FILE *file);
int __real_fflush(FILE *file);
int __real_fsync(int fd);
int __real_fclose(FILE *file);
int __real_rename(const char *from, const char *to);
int __real_mkdir(const char *path, mode_t mode);
int __wrap_open(const char *path, int flags, ...);
FILE *__wrap_fopen(const char *path, const char *mode);
FILE *__wrap_fdopen(int fd, const char *mode);
size_t __wrap_fwrite(const void *bytes, size_t size, size_t count, FILE *file);
int __wrap_fflush(FILE *file);
int __wrap_fsync(int fd);
int __wrap_fclose(FILE *file);
int __wrap_rename(const char *from, const char *to);
int __wrap_mkdir(const char *path, mode_t mode);

static unsigned left;
static const char *failed;

void files_fail_at(unsigned n)
{
    left = n;
    failed = NULL;
}

const char *files_failed(void)
{
    return failed;
}

static bool fails(const char *call)
{
    if (left == 0 || --left > 0)
        return false;
    failed = call;
    errno = EIO;
    return true;
}

int __wrap_open(const char *path, int flags, ...)
{
    va_list args;
    mode_t mode;

    va_start(args, flags);
    mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;
    va_end(args);
    return fails("open") ? -1 : __real_open(path, flags, mode);
}

FILE *__wrap_fopen(const char *path, const char *mode)
{
    return fails("fopen") ? NULL : __real_fopen(path, mode);
}

FILE *__wrap_fdopen(int fd, const char *mode)
{
    return fails("fdopen") ? NULL : __real_fdopen(fd, mode);
}

/* Half of it, as on a disk that fills up. */
size_t __wrap_fwrite(const void *bytes, size_t size, size_t count, FILE *file)
{
    return fails("fwrite") ? __real_fwrite(bytes, size, count / 2, file)
                           : __real_fwrite(bytes, size, count, file);
}

int __wrap_fflush(FILE *file)
{
    return fails("fflush") ? EOF : __real_fflush(file);
}

int __wrap_fsync(int fd)
{
    return fails("fsync") ? -1 : __real_fsync(fd);
}

/* It is closed all the same, as POSIX has it. */
int __wrap_fclose(FILE *file)
{
    const int closed = __real_fclose(file);

    return fails("fclose") ? EOF : closed;
}

int __wrap_rename(const char *from, const char *to)
{
    return fails("rename") ? -1 : __real_rename(from, to);
}

int __wrap_mkdir(const char *path, mode_t mode)
{
    return fails("mkdir") ? -1 : __real_mkdir(path, mode);
}
