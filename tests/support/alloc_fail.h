/* alloc_fail.h - run something again and again, failing each allocation in
 * turn.
 *
 * Only in programs linked with handoff_test(... ALLOC): malloc, calloc and
 * realloc of our objects go through here, and cJSON's through its hooks.
 * Other libraries allocate undisturbed.
 */
#ifndef TEST_SUPPORT_ALLOC_FAIL_H
#define TEST_SUPPORT_ALLOC_FAIL_H

#include <stdbool.h>

#include <handoff/error.h>

/* Does the work, releases everything, and returns how it went. */
typedef enum handoff_status alloc_work(struct handoff_error *err);

/* The n-th run fails its n-th allocation, until a run needs no more.  Each
 * failed run must return NO_MEMORY with its message and leak nothing; the
 * last one must return OK.  Fails when nothing was ever allocated. */
void fail_each_allocation(alloc_work *work);

/* From here on an allocation fails, until they are allowed again; true: none
 * was asked for. */
void forbid_allocations(void);
bool allow_allocations(void);

#endif
