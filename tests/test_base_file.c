/* test_base_file.c - whole files in, whole files out. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"

static char folder[] = "/tmp/handoff-test-XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int remove_folder(void **state)
{
    DIR *dir = opendir(folder);
    struct dirent *entry;
    char path[600];

    (void)state;
    while (dir && (entry = readdir(dir))) {
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        remove(path);
    }
    if (dir)
        closedir(dir);
    return rmdir(folder);
}

/* One static name is enough: each test uses one at a time. */
static const char *in_folder(const char *name)
{
    static char path[200];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static size_t files_in_folder(void)
{
    DIR *dir = opendir(folder);
    size_t count = 0;

    while (dir && readdir(dir))
        count++;
    if (dir)
        closedir(dir);
    return count - 2; /* . and .. */
}

static void write_file(const char *name, const char *text)
{
    assert_int_equal(ho_file_write(in_folder(name), ho_slice(text), NULL),
                     HANDOFF_OK);
}

static void test_write_and_read(void **state)
{
    static const struct handoff_slice bytes = { "a\0\xFF\r\n", 5 };
    const char *path = in_folder("it");
    const size_t before = files_in_folder();
    char *text = NULL;
    size_t len = 0;

    (void)state;
    assert_int_equal(ho_file_write(path, bytes, NULL), HANDOFF_OK);
    assert_int_equal(ho_file_read(path, 5, &text, &len, NULL), HANDOFF_OK);
    assert_int_equal(len, 5);
    assert_memory_equal(text, bytes.ptr, 5);
    assert_int_equal(text[5], '\0');
    assert_int_equal(files_in_folder(), before + 1); /* nothing beside it */
    free(text);
}

/* Piece by piece: there when it is whole, and not at all otherwise. */
static void test_pieces(void **state)
{
    const char *path = in_folder("pieces");
    const size_t before = files_in_folder();
    struct handoff_output *out = NULL;
    char *text = NULL;
    size_t len = 0;
    struct stat info;

    (void)state;
    for (int keep = 0; keep < 2; keep++) {
        assert_int_equal(ho_output_open(path, true, &out, NULL), HANDOFF_OK);
        assert_int_equal(ho_output_add(out, ho_slice("one "), NULL),
                         HANDOFF_OK);
        assert_int_equal(ho_output_add(out, ho_slice("two"), NULL), HANDOFF_OK);
        assert_int_not_equal(stat(path, &info), 0);
        assert_int_equal(ho_output_close(out, keep == 1, NULL), HANDOFF_OK);
        assert_int_equal(files_in_folder(), before + (size_t)keep);
    }
    assert_int_equal(ho_file_read(path, 100, &text, &len, NULL), HANDOFF_OK);
    assert_string_equal(text, "one two");
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(ho_output_close(NULL, true, NULL), HANDOFF_OK);
    free(text);
}

static void test_empty_file(void **state)
{
    char *text = NULL;
    size_t len = 7;

    (void)state;
    assert_int_equal(ho_file_write(in_folder("empty"),
                                   (struct handoff_slice){ NULL, 0 }, NULL),
                     HANDOFF_OK);
    assert_int_equal(ho_file_read(in_folder("empty"), 0, &text, &len, NULL),
                     HANDOFF_OK);
    assert_string_equal(text, "");
    assert_int_equal(len, 0);
    free(text);
}

/* path is read with limit and refused with the status and message. */
static void refused(const char *path, size_t limit, enum handoff_status status,
                    const char *message)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char *text = NULL;
    size_t len = 7;

    assert_int_equal(ho_file_read(path, limit, &text, &len, &err), status);
    assert_null(text);
    assert_int_equal(len, 7);
    assert_string_equal(err.message, message);
    assert_string_equal(err.file, path);
}

static void test_read_refusals(void **state)
{
    (void)state;
    write_file("ten", "0123456789");
    refused(in_folder("ten"), 9, HANDOFF_TOO_LARGE,
            "larger than 9 bytes, the limit for one file; split it");
    refused(in_folder("absent"), 9, HANDOFF_IO,
            "cannot be read: No such file or directory");
    refused(in_folder("ten/below"), 9, HANDOFF_IO,
            "cannot be read: Not a directory");
    refused(folder, 9, HANDOFF_IO, "is a directory; name the files in it");
    refused("", 9, HANDOFF_IO, "cannot be read: No such file or directory");
}

/* Something that tells no size beforehand is measured while it is read. */
static void test_endless_input(void **state)
{
    (void)state;
    refused("/dev/zero", 2 << 20, HANDOFF_TOO_LARGE,
            "larger than 2 MiB, the limit for one file; split it");
}

static void test_write_replaces_whole(void **state)
{
    const char *path = in_folder("replaced");
    char *text = NULL;

    (void)state;
    write_file("replaced", "a long first text");
    write_file("replaced", "short");
    assert_int_equal(
        ho_file_read(path, 100, &text, NULL, NULL) == HANDOFF_OK && text, 1);
    assert_string_equal(text, "short");
    free(text);
}

/* What cannot be written leaves the old file, and nothing beside it. */
/* As root, a rename would have made a file of the system's device. */
static void test_write_device(void **state)
{
    struct stat st;

    (void)state;
    assert_int_equal(symlink("/dev/null", in_folder("device")), 0);
    write_file("device", "into nothing");
    assert_int_equal(lstat(in_folder("device"), &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    assert_int_equal(stat(in_folder("device"), &st), 0);
    assert_true(S_ISCHR(st.st_mode));
    assert_int_equal(remove(in_folder("device")), 0);
}

static void test_write_refusals(void **state)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    const struct handoff_slice bytes = ho_slice("x");
    size_t before;

    (void)state;
    assert_int_equal(ho_file_write(in_folder("no/such"), bytes, &err),
                     HANDOFF_IO);
    assert_string_equal(err.message,
                        "cannot be written: No such file or directory");
    assert_string_equal(err.file, in_folder("no/such"));
    assert_int_equal(mkdir(in_folder("dir"), 0700), 0);
    before = files_in_folder();
    err = (struct handoff_error)HANDOFF_ERROR_INIT;
    assert_int_equal(ho_file_write(in_folder("dir"), bytes, &err), HANDOFF_IO);
    assert_string_equal(err.message, "cannot be written: Is a directory");
    assert_int_equal(files_in_folder(), before);
}

static void test_standard_input(void **state)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char *text = NULL;
    size_t len = 0;

    (void)state;
    write_file("piped", "from the pipe");
    assert_non_null(freopen(in_folder("piped"), "rb", stdin));
    assert_int_equal(ho_file_read("-", 100, &text, &len, NULL), HANDOFF_OK);
    assert_string_equal(text, "from the pipe");
    free(text);
    assert_non_null(freopen(in_folder("piped"), "rb", stdin));
    assert_int_equal(ho_file_read("-", 3, &text, &len, &err),
                     HANDOFF_TOO_LARGE);
    assert_string_equal(err.file, "standard input");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_write_and_read),
        cmocka_unit_test(test_pieces),
        cmocka_unit_test(test_empty_file),
        cmocka_unit_test(test_read_refusals),
        cmocka_unit_test(test_endless_input),
        cmocka_unit_test(test_write_replaces_whole),
        cmocka_unit_test(test_write_device),
        cmocka_unit_test(test_write_refusals),
        cmocka_unit_test(test_standard_input),
    };

    return cmocka_run_group_tests_name("base file", tests, make_folder,
                                       remove_folder);
}
