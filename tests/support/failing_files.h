/* failing_files.h - a call of the system on a file that fails when its turn
 * comes: opening, writing, waiting for the disk, closing, renaming, making a
 * folder.
 *
 * Only in programs linked with handoff_test(... FILES): the calls of our own
 * objects go through here, those of SQLite do not.
 */
#ifndef TEST_SUPPORT_FAILING_FILES_H
#define TEST_SUPPORT_FAILING_FILES_H

/* The n-th call from here on fails with EIO, once; 0: none. */
void files_fail_at(unsigned n);
/* The call that failed; NULL: none did. */
const char *files_failed(void);

#endif
