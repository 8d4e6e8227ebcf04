/* failing_disk.h - a disk that fails at a write or read chosen beforehand: a
 * VFS of SQLite's around the one that is there. */
#ifndef TEST_SUPPORT_FAILING_DISK_H
#define TEST_SUPPORT_FAILING_DISK_H

#include <stdbool.h>

enum disk_trouble {
    DISK_FULL,       /* a write finds no room */
    DISK_BROKEN,     /* a write, or waiting for the disk, fails */
    DISK_UNREADABLE, /* a read fails */
};

/* Every file that SQLite opens from here on lies on that disk. */
void disk_install(void);
/* The n-th write (or read) from here on fails, and all that follow; 0: none. */
void disk_fail_at(unsigned n, enum disk_trouble trouble);
/* Did one fail? */
bool disk_has_failed(void);

#endif
