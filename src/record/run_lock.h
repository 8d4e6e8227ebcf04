/* run_lock.h - one run writes a record at a time.
 *
 * The lock is the operating system's, on a file beside the record, and goes
 * with the process that holds it, however that ends.
 */
#ifndef HANDOFF_RECORD_RUN_LOCK_H
#define HANDOFF_RECORD_RUN_LOCK_H

#include "base/error.h"

/* *fd holds the lock until it is given to ho_run_unlock. */
enum handoff_status ho_run_lock(const char *path, int *fd,
                                struct handoff_error *err);
void ho_run_unlock(int fd); /* -1: nothing */

#endif
