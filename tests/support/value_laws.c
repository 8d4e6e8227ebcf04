/* value_laws.c - see support/value_laws.h */
#include "support/value_laws.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/slice.h"

struct handoff_typed read_as(const struct handoff_field *field,
                             const char *words, char out[LAW_TEXT])
{
    struct handoff_typed typed;
    char *text = NULL;

    assert_int_equal(handoff_read_value(field, ho_slice(words),
                                        ho_days_from_date(2026, 9, 24), &typed,
                                        &text, NULL),
                     HANDOFF_OK);
    snprintf(out, LAW_TEXT, "%s", text);
    free(text);
    return typed;
}

void assert_reads(const struct handoff_field *field, const char *words,
                  const char *expected)
{
    char text[LAW_TEXT];
    const struct handoff_typed t = read_as(field, words, text);

    if (t.read != HANDOFF_READ_VALUE || strcmp(text, expected) != 0)
        fail_msg("\"%s\" reads \"%s\", not \"%s\"", words, text, expected);
}

void assert_each_digit_counts(const struct handoff_field *field,
                              const char *words, const char *value)
{
    char other[LAW_TEXT], text[LAW_TEXT];

    for (size_t i = 0; words[i]; i++) {
        if (words[i] < '0' || words[i] > '9')
            continue;
        snprintf(other, sizeof other, "%s", words);
        other[i] = words[i] == '9' ? '1' : (char)(words[i] + 1);
        if (read_as(field, other, text).read == HANDOFF_READ_VALUE &&
            strcmp(text, value) == 0)
            fail_msg("\"%s\" reads like \"%s\"", other, words);
    }
}
