/* test_base_file_faults.c - each call on a file fails in turn: what was there
 * before stays whole, nothing half written lies beside it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "support/failing_files.h"

static const char path[] = "faults.txt";
static const char before[] = "what was there before";
static const char after[] = "what is written in its place, and longer";

static void assert_holds(const char *expected, const char *failed)
{
    char *text = NULL;
    size_t len = 0;

    assert_int_equal(ho_file_read(path, 1000, &text, &len, NULL), HANDOFF_OK);
    if (len != strlen(expected) || memcmp(text, expected, len) != 0)
        fail_msg("%s: the file holds '%.*s'", failed, (int)len, text);
    free(text);
    if (access("faults.txt.part", F_OK) == 0)
        fail_msg("%s: a part is left", failed);
}

static void write_it(void **state)
{
    unsigned calls = 0;

    (void)state;
    for (bool done = false; !done; calls++) {
        struct handoff_error err = HANDOFF_ERROR_INIT;
        enum handoff_status status;
        const char *failed;

        files_fail_at(0);
        assert_int_equal(ho_file_write(path, ho_slice(before), &err),
                         HANDOFF_OK);
        files_fail_at(calls + 1);
        status = ho_file_write(path, ho_slice(after), &err);
        failed = files_failed();
        files_fail_at(0);
        done = !failed;
        assert_int_equal(status, done ? HANDOFF_OK : HANDOFF_IO);
        assert_holds(done ? after : before, done ? "nothing" : failed);
        if (done)
            break;
        assert_string_equal(err.file, path);
        assert_string_equal(err.message,
                            "cannot be written: Input/output error");
    }
    assert_int_equal(calls, 7); /* open fdopen fwrite fflush fsync fclose
                                 * rename */
    assert_int_equal(remove(path), 0);
}

static void read_it(void **state)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char *text = NULL;
    size_t len = 0;

    (void)state;
    assert_int_equal(ho_file_write(path, ho_slice(before), NULL), HANDOFF_OK);
    files_fail_at(1);
    assert_int_equal(ho_file_read(path, 1000, &text, &len, &err), HANDOFF_IO);
    assert_string_equal(files_failed(), "fopen");
    files_fail_at(0);
    assert_null(text);
    assert_string_equal(err.file, path);
    assert_non_null(strstr(err.message, "Input/output error"));
    assert_int_equal(remove(path), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(write_it),
        cmocka_unit_test(read_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
