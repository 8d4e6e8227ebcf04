/* test_base_lines.c - a text, one line after another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <handoff/lines.h>

#include "base/buffer.h"

enum { LIMIT = 200 * 1000 };

struct row {
    const char *why, *text;
    size_t len;
    const char *lines; /* in brackets */
    size_t lines_len;
};

static const struct row rows[] = {
    { "nothing has no line", "", 0, "", 0 },
    { "an end alone is an empty line", "\n", 1, "[]", 2 },
    { "the last line needs no end", "a\nb", 3, "[a][b]", 6 },
    { "an end behind the last line adds none", "a\nb\n", 4, "[a][b]", 6 },
    { "empty lines count", "\n\na\n\n", 5, "[][][a][]", 9 },
    { "a carriage return is the reader's", "a\r\nb\r", 5, "[a\r][b\r]", 8 },
    { "a NUL is a byte like others", "a\0b\nc", 5, "[a\0b][c]", 8 },
};

static char path[] = "/tmp/handoff-lines-XXXXXX";

static void write_file(struct handoff_slice text)
{
    FILE *out = fopen(path, "wb");

    assert_non_null(out);
    assert_int_equal(fwrite(text.ptr, 1, text.len, out), text.len);
    assert_int_equal(fclose(out), 0);
}

static void collect(struct handoff_lines *lines, struct ho_buffer *b)
{
    struct handoff_slice line;
    size_t number = 0;
    bool got = true;

    for (;;) {
        assert_int_equal(handoff_lines_next(lines, &line, &got, NULL),
                         HANDOFF_OK);
        if (!got)
            break;
        assert_int_equal(handoff_lines_number(lines), ++number);
        ho_buffer_text(b, "[");
        ho_buffer_add(b, line);
        ho_buffer_text(b, "]");
    }
    assert_int_equal(handoff_lines_next(lines, &line, &got, NULL), HANDOFF_OK);
    assert_false(got);
    handoff_lines_free(lines);
}

static void check(const struct row *row, struct handoff_lines *lines)
{
    struct ho_buffer b;

    ho_buffer_init(&b, LIMIT);
    collect(lines, &b);
    if (b.len != row->lines_len ||
        (b.len && memcmp(b.ptr, row->lines, b.len) != 0))
        fail_msg("%s: %.*s", row->why, (int)b.len, b.ptr ? b.ptr : "");
    ho_buffer_release(&b);
}

static void files_and_texts_have_the_same_lines(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct handoff_slice text = { rows[i].text, rows[i].len };
        struct handoff_lines *lines = NULL;

        assert_int_equal(handoff_lines_of(text, &lines, NULL), HANDOFF_OK);
        check(&rows[i], lines);
        write_file(text);
        assert_int_equal(handoff_lines_open(path, LIMIT, &lines, NULL),
                         HANDOFF_OK);
        check(&rows[i], lines);
    }
}

/* Lines over the ends of chunks, the longest that is allowed among them. */
static void long_lines_are_whole(void **state)
{
    static const size_t length[] = { 65535, 65536, 1, 65537, 0, LIMIT, 3 };
    struct handoff_lines *lines = NULL;
    struct ho_buffer b;

    (void)state;
    ho_buffer_init(&b, 1 << 20);
    for (size_t i = 0; i < sizeof length / sizeof *length; i++)
        for (size_t n = 0; n <= length[i]; n++)
            ho_buffer_text(&b, n == length[i] ? "\n" : "x");
    write_file(ho_buffer_slice(&b));
    ho_buffer_release(&b);
    assert_int_equal(handoff_lines_open(path, LIMIT, &lines, NULL), HANDOFF_OK);
    for (size_t i = 0; i < sizeof length / sizeof *length; i++) {
        struct handoff_slice line;
        bool got;

        assert_int_equal(handoff_lines_next(lines, &line, &got, NULL),
                         HANDOFF_OK);
        assert_true(got);
        assert_int_equal(line.len, length[i]);
    }
    handoff_lines_free(lines);
}

static void errors_name_the_place(void **state)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_lines *lines = NULL;
    struct handoff_slice line;
    bool got;

    (void)state;
    write_file((struct handoff_slice){ "abc\nabcd\n", 9 });
    assert_int_equal(handoff_lines_open(path, 3, &lines, &err), HANDOFF_OK);
    assert_int_equal(handoff_lines_next(lines, &line, &got, &err), HANDOFF_OK);
    assert_int_equal(line.len, 3);
    assert_int_equal(handoff_lines_next(lines, &line, &got, &err),
                     HANDOFF_TOO_LARGE);
    assert_string_equal(err.file, path);
    assert_int_equal(err.line, 2);
    handoff_lines_free(lines);
    err = (struct handoff_error)HANDOFF_ERROR_INIT;
    assert_int_equal(handoff_lines_open("/nowhere/log", 3, &lines, &err),
                     HANDOFF_IO);
    assert_string_equal(err.file, "/nowhere/log");
    err = (struct handoff_error)HANDOFF_ERROR_INIT;
    assert_int_equal(handoff_lines_open("/tmp", 3, &lines, &err), HANDOFF_OK);
    assert_int_equal(handoff_lines_next(lines, &line, &got, &err), HANDOFF_IO);
    assert_string_equal(err.file, "/tmp");
    handoff_lines_free(lines);
}

static int make_file(void **state)
{
    const int fd = mkstemp(path);

    (void)state;
    return fd < 0 ? -1 : close(fd);
}

static int remove_file(void **state)
{
    (void)state;
    return remove(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_and_texts_have_the_same_lines),
        cmocka_unit_test(long_lines_are_whole),
        cmocka_unit_test(errors_name_the_place),
    };

    return cmocka_run_group_tests(tests, make_file, remove_file);
}
