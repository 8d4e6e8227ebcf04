/* failing_disk.c - see support/failing_disk.h */
#include "support/failing_disk.h"

#include <stddef.h>

#include <sqlite3.h>

static sqlite3_vfs shim, *below;
static unsigned left;
static enum disk_trouble trouble;
static bool armed, failed;

/* The methods of the files below, with our write and sync: those of databases
 * and of their journals differ. */
enum { TABLES = 8 };
static struct {
    sqlite3_io_methods methods; /* first: a file points here */
    const sqlite3_io_methods *real;
} table[TABLES];
static size_t tables;

static const sqlite3_io_methods *real_of(const sqlite3_file *file)
{
    size_t i = 0;

    while (file->pMethods != &table[i].methods)
        i++;
    return table[i].real;
}

static bool fails(bool read)
{
    if (!armed || read != (trouble == DISK_UNREADABLE) ||
        (!failed && --left > 0))
        return false;
    failed = true;
    return true;
}

static int read_file(sqlite3_file *file, void *bytes, int len, sqlite3_int64 at)
{
    return fails(true) ? SQLITE_IOERR_READ
                       : real_of(file)->xRead(file, bytes, len, at);
}

static int write_file(sqlite3_file *file, const void *bytes, int len,
                      sqlite3_int64 at)
{
    if (fails(false))
        return trouble == DISK_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    return real_of(file)->xWrite(file, bytes, len, at);
}

static int sync_file(sqlite3_file *file, int flags)
{
    return failed && trouble == DISK_BROKEN ? SQLITE_IOERR_FSYNC
                                            : real_of(file)->xSync(file, flags);
}

static const sqlite3_io_methods *ours(const sqlite3_io_methods *real)
{
    for (size_t i = 0; i < tables; i++)
        if (table[i].real == real)
            return &table[i].methods;
    if (tables == TABLES)
        return real;
    table[tables].real = real;
    table[tables].methods = *real;
    table[tables].methods.xRead = read_file;
    table[tables].methods.xWrite = write_file;
    table[tables].methods.xSync = sync_file;
    return &table[tables++].methods;
}

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file,
                     int flags, int *out)
{
    const int code = below->xOpen(below, name, file, flags, out);

    (void)vfs;
    if (code != SQLITE_OK || !file->pMethods)
        return code;
    file->pMethods = ours(file->pMethods);
    return code;
}

void disk_install(void)
{
    below = sqlite3_vfs_find(NULL);
    shim = *below;
    shim.zName = "failing";
    shim.xOpen = open_file;
    sqlite3_vfs_register(&shim, 1);
}

void disk_fail_at(unsigned n, enum disk_trouble what)
{
    armed = n > 0;
    failed = false;
    left = n;
    trouble = what;
}

bool disk_has_failed(void)
{
    return failed;
}
