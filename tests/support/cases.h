/* cases.h - one directory per case, one JSON row per fact.
 *
 * A test that is driven by data fails when it finds none.  Every function
 * here fails the running cmocka test when the fixtures cannot be read, so
 * that callers need no error branch.
 */
#ifndef TEST_SUPPORT_CASES_H
#define TEST_SUPPORT_CASES_H

#include <stddef.h>

#include <handoff/error.h>

#include "base/json.h"

/* Call run(directory, name) for each directory below FIXTURES/folder, sorted
 * by name; fails when there is none. */
void each_case(const char *folder,
               void (*run)(const char *directory, const char *name));

/* The text of directory/file, NUL-terminated, to be freed by free(); NULL
 * where there is no such file.  *len may be NULL. */
char *case_file(const char *directory, const char *file, size_t *len);
/* The same, and its absence fails the test. */
char *case_text(const char *directory, const char *file, size_t *len);

/* Call run(row) for each object of the array in FIXTURES/file; fails when it
 * is empty or when a row has no "why". */
void each_row(const char *file, void (*run)(const cJSON *row));

/* A row's text member, or fallback where it has none; NULL for null. */
const char *row_text(const cJSON *row, const char *key, const char *fallback);
/* A row's whole-number member, or fallback where it has none. */
int64_t row_integer(const cJSON *row, const char *key, int64_t fallback);

/* The error as "line:column: message" or "message", as error.txt has it. */
void error_line(const struct handoff_error *err, char *text, size_t size);

/* The texts are equal, a final newline aside; on failure the message names
 * the case. */
void assert_same_text(const char *name, const char *got, const char *expected);

#endif
