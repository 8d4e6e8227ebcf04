/* run_lock.c - see record/run_lock.h */
#include "record/run_lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PATH_BYTES = 4096 };

static enum handoff_status refused(int fd, const char *path,
                                   struct handoff_error *err)
{
    struct flock other = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

    if (fcntl(fd, F_GETLK, &other) != 0 || other.l_type == F_UNLCK)
        other.l_pid = 0;
    ho_fail(err, HANDOFF_RECORD,
            "another handoff run (process %ld) is writing to this record; "
            "wait until it is done, or add --no-record",
            (long)other.l_pid);
    ho_error_file(err, path);
    return HANDOFF_RECORD;
}

enum handoff_status ho_run_lock(const char *path, int *fd,
                                struct handoff_error *err)
{
    struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
    char name[PATH_BYTES];
    enum handoff_status status = HANDOFF_OK;
    int file;

    if (snprintf(name, sizeof name, "%s-run", path) >= (int)sizeof name)
        return ho_fail(err, HANDOFF_TOO_LARGE,
                       "the record's path is too long; move the workspace "
                       "nearer to the root");
    file = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (file < 0) {
        status = ho_fail(err, HANDOFF_IO,
                         "cannot be written: %s; check who may write this "
                         "folder, or add --no-record",
                         strerror(errno));
        ho_error_file(err, name);
        return status;
    }
    if (fcntl(file, F_SETLK, &lock) != 0) {
        status = refused(file, path, err);
        close(file);
        return status;
    }
    *fd = file;
    return HANDOFF_OK;
}

void ho_run_unlock(int fd)
{
    if (fd >= 0)
        close(fd);
}
