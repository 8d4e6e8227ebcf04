/* test_base_punycode.c - domains in letters and as name servers have them: a
 * row a domain; with one form only, nothing is made of it. */
#include "base/punycode.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "intake/plain.h"
#include "support/cases.h"

enum { ROOM = 512 };

typedef bool turn(const char *domain, char *out, size_t room);

/* Whole or not at all, whatever the room. */
static void check(const cJSON *row, turn *convert, const char *from,
                  const char *to)
{
    char out[ROOM];

    if (convert(from, out, sizeof out) != (to != NULL))
        fail_msg("%s: %s is %s", row_text(row, "why", ""), from,
                 to ? "not converted" : "converted");
    if (!to)
        return;
    assert_same_text(row_text(row, "why", ""), out, to);
    for (size_t room = 0; room <= strlen(to); room++)
        assert_false(convert(from, out, room));
    assert_true(convert(from, out, strlen(to) + 1));
}

static void run_row(const cJSON *row)
{
    const char *letters = row_text(row, "letters", NULL);
    const char *ascii = row_text(row, "ascii", NULL);

    if (letters)
        check(row, ho_punycode_add, letters, ascii);
    if (ascii)
        check(row, ho_punycode_remove, ascii, letters);
}

static void test_rows(void **state)
{
    (void)state;
    each_row("punycode.json", run_row);
}

/* However an address is typed, its domain has one form. */
static void test_plain_address(void **state)
{
    static const struct {
        const char *typed, *plain;
    } rows[] = {
        { "Jo@Acme.example", "jo@acme.example" },
        { "Jo@BÜCHER.example", "jo@xn--bcher-kva.example" },
        { "jo@bu\xCC\x88"
          "cher.example",
          "jo@xn--bcher-kva.example" },
        { "jo@b\xC3\xBC"
          "cher\xE3\x80\x82"
          "example",
          "jo@xn--bcher-kva.example" },
        { "jo@XN--BCHER-KVA.example", "jo@xn--bcher-kva.example" },
        { "stra\xC3\x9F"
          "e.example",
          "xn--strae-oqa.example" },
        { "jo@ａｃｍｅ.example", "jo@acme.example" },
        { "a@b@bücher.example", "a@b@xn--bcher-kva.example" },
        { "jo@", "jo@" },
    };
    char out[ROOM];

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_true(ho_plain_address(ho_slice(rows[i].typed), out, sizeof out));
        assert_string_equal(out, rows[i].plain);
        assert_false(ho_plain_address(ho_slice(rows[i].typed), out,
                                      strlen(rows[i].plain)));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_plain_address),
    };

    return cmocka_run_group_tests_name("punycode", tests, NULL, NULL);
}
