/* test_report_layout.c - tables and lines of a terminal, and what of the
 * lead's characters reaches it: fixtures/report/layout.json, clean.json. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "report/clean.h"
#include "report/layout.h"
#include "report/width.h"
#include "support/cases.h"

/* --- layout ----------------------------------------------------------- */

static void lay_out(const char *text, size_t columns, struct ho_buffer *out)
{
    ho_buffer_init(out, SIZE_MAX);
    ho_layout(ho_slice(text), columns, out);
    assert_int_equal(out->failed, HANDOFF_OK);
}

static void run_layout(const cJSON *row)
{
    struct ho_buffer out;

    lay_out(row_text(row, "in", NULL), (size_t)row_integer(row, "columns", 0),
            &out);
    if (strcmp(out.ptr ? out.ptr : "", row_text(row, "out", NULL)) != 0)
        fail_msg("%s\n  expected: \"%s\"\n       got: \"%s\"",
                 ho_json_text(row, "why"), row_text(row, "out", NULL), out.ptr);
    ho_buffer_release(&out);
}

static void layout(void **state)
{
    (void)state;
    each_row("report/layout.json", run_layout);
}

/* A table of words of every length from 0 to 39, in every number of columns:
 * no line is too wide, and no character gets lost. */
static void check_table(size_t cells, size_t columns)
{
    struct ho_buffer text, out;
    struct handoff_slice rest, line;
    size_t letters = 0, found = 0;

    ho_buffer_init(&text, SIZE_MAX);
    for (size_t length = 0; length < 40; length++) {
        for (size_t i = 0; i < cells; i++) {
            ho_buffer_format(&text, "%s%.*s", i > 0 ? "\t" : "",
                             (int)(length * (i + 1) % 40),
                             "xxxxx xxx xxxxxxxxxxxxxxxxx xxxxxxxxxxxx");
        }
        ho_buffer_byte(&text, '\n');
    }
    lay_out(text.ptr, columns, &out);
    for (size_t i = 0; i < text.len; i++)
        letters += text.ptr[i] == 'x';
    for (size_t i = 0; i < out.len; i++)
        found += out.ptr[i] == 'x';
    assert_int_equal(found, letters);
    for (rest = ho_buffer_slice(&out); ho_next_line(&rest, &line);) {
        assert_true(ho_width(line) <= columns);
        assert_true(line.len == 0 || line.ptr[line.len - 1] != ' ');
    }
    ho_buffer_release(&out);
    ho_buffer_release(&text);
}

static void no_line_is_too_wide(void **state)
{
    (void)state;
    for (size_t cells = 2; cells <= HO_LAYOUT_CELLS; cells++)
        for (size_t columns = HO_LAYOUT_LEAST; columns <= 120; columns += 7)
            check_table(cells, columns);
}

static void wrapping_always_goes_on(void **state)
{
    struct handoff_slice rest = ho_slice("\xE6\xBC\xA2\xE6\xBC\xA2 a");
    struct handoff_slice line;

    (void)state;
    line = ho_wrap(&rest, 1); /* narrower than the character */
    assert_int_equal(line.len, 3);
    line = ho_wrap(&rest, 1);
    assert_int_equal(line.len, 3);
    line = ho_wrap(&rest, 1);
    assert_true(ho_slice_is(line, "a"));
    assert_int_equal(rest.len, 0);
    line = ho_wrap(&rest, 1);
    assert_int_equal(line.len, 0);
}

static void a_full_buffer_stays_full(void **state)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct ho_buffer out;

    (void)state;
    ho_buffer_init(&out, 10);
    ho_layout(ho_slice("a\tb\nccccc\td\nlong line\n"), 80, &out);
    assert_int_equal(ho_buffer_status(&out, "the report", &err),
                     HANDOFF_TOO_LARGE);
    ho_buffer_release(&out);
}

/* --- cleaning --------------------------------------------------------- */

static void check_clean(const cJSON *row, const char *key,
                        enum ho_target target)
{
    const char *in = row_text(row, "in", NULL);
    const char *expected = row_text(row, key, NULL);
    struct ho_buffer out;

    ho_buffer_init(&out, SIZE_MAX);
    ho_clean(&out, ho_slice(in), target);
    assert_int_equal(out.failed, HANDOFF_OK);
    if (strcmp(out.ptr ? out.ptr : "", expected) != 0)
        fail_msg("%s, %s\n  expected: %s\n       got: %s",
                 ho_json_text(row, "why"), key, expected, out.ptr);
    ho_buffer_release(&out);
}

static void run_clean(const cJSON *row)
{
    check_clean(row, "text", HO_TARGET_TEXT);
    check_clean(row, "markdown", HO_TARGET_MARKDOWN);
    check_clean(row, "html", HO_TARGET_HTML);
}

static void clean(void **state)
{
    (void)state;
    each_row("report/clean.json", run_clean);
}

/* Behind text that is there already, a value begins without its spaces. */
static void cleaning_appends(void **state)
{
    struct ho_buffer out;

    (void)state;
    ho_buffer_init(&out, SIZE_MAX);
    ho_buffer_text(&out, "a:");
    ho_clean(&out, ho_slice("  b "), HO_TARGET_TEXT);
    assert_string_equal(out.ptr, "a:b");
    ho_buffer_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(layout),
        cmocka_unit_test(no_line_is_too_wide),
        cmocka_unit_test(wrapping_always_goes_on),
        cmocka_unit_test(a_full_buffer_stays_full),
        cmocka_unit_test(clean),
        cmocka_unit_test(cleaning_appends),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
