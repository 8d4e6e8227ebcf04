/* value_laws.h - reading a value in a test, and saying what it must be. */
#ifndef TEST_SUPPORT_VALUE_LAWS_H
#define TEST_SUPPORT_VALUE_LAWS_H

#include <handoff/evidence.h>

enum { LAW_TEXT = 200 };

/* Read on 2026-09-24; out gets the canonical value. */
struct handoff_typed read_as(const struct handoff_field *field,
                             const char *words, char out[LAW_TEXT]);

void assert_reads(const struct handoff_field *field, const char *words,
                  const char *expected);

/* Another figure in the place of any one: never the same value. */
void assert_each_digit_counts(const struct handoff_field *field,
                              const char *words, const char *value);

#endif
