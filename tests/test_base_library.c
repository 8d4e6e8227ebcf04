/* test_base_library.c - libraries that are opened at their first use, and what
 * is said where one cannot be had. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/library.h"
#include "support/cases.h"

struct calls {
    size_t (*length)(const char *text);
    int (*compare)(const char *a, const char *b);
};

static const struct ho_symbol good[] = {
    { "strlen", offsetof(struct calls, length) },
    { "strcmp", offsetof(struct calls, compare) },
};

static struct ho_library library_of(const char *soname)
{
    return (struct ho_library){ .soname = soname,
                                .purpose = "tests",
                                .package = "libtest1",
                                .status = HANDOFF_IO,
                                .lock = PTHREAD_MUTEX_INITIALIZER };
}

static void opens_once(void **state)
{
    struct ho_library library = library_of("libc.so.6");
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct calls calls = { 0 };

    (void)state;
    assert_int_equal(ho_library_open(&library, good, 2, &calls, &err),
                     HANDOFF_OK);
    assert_int_equal(calls.length("four"), 4);
    assert_int_equal(calls.compare("a", "a"), 0);
    calls.length = NULL; /* not filled a second time */
    assert_int_equal(ho_library_open(&library, good, 2, &calls, &err),
                     HANDOFF_OK);
    assert_null(calls.length);
}

static void says_what_is_missing(void **state)
{
    static const struct ho_symbol bad[] = {
        { "strlen", offsetof(struct calls, length) },
        { "strlen_of_nobody", offsetof(struct calls, compare) },
    };
    static const struct {
        const char *soname, *piece, *why;
        const struct ho_symbol *symbol;
    } row[] = {
        { "libnobody.so.9", "libnobody.so.9: cannot open shared object file",
          "no such library", good },
        { "libc.so.6", "undefined symbol: strlen_of_nobody",
          "a library without one of the functions", bad },
        { "/dev/null", "/dev/null: file too short", "no library at all", good },
    };

    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        struct ho_library library = library_of(row[i].soname);
        struct handoff_error err = HANDOFF_ERROR_INIT;
        struct calls calls = { 0 };

        assert_int_equal(
            ho_library_open(&library, row[i].symbol, 2, &calls, &err),
            HANDOFF_IO);
        assert_false(library.is_open);
        if (strstr(err.message, "tests need a library that cannot be opened") !=
                err.message ||
            !strstr(err.message, row[i].piece) ||
            !strstr(err.message, "; install the package libtest1"))
            fail_msg("%s: %s", row[i].why, err.message);
        library.soname = "libc.so.6"; /* it has been installed meanwhile */
        assert_int_equal(ho_library_open(&library, good, 2, &calls, NULL),
                         HANDOFF_OK);
        assert_int_equal(calls.length("four"), 4);
    }
}

enum { THREADS = 8 };

static struct ho_library shared = { .soname = "libc.so.6",
                                    .purpose = "tests",
                                    .package = "libtest1",
                                    .status = HANDOFF_IO,
                                    .lock = PTHREAD_MUTEX_INITIALIZER };
static struct calls shared_calls;

static void *use_shared(void *user)
{
    size_t *length = user;

    if (ho_library_open(&shared, good, 2, &shared_calls, NULL) == HANDOFF_OK)
        *length = shared_calls.length("four");
    return NULL;
}

static void opens_from_many_threads(void **state)
{
    pthread_t thread[THREADS];
    size_t length[THREADS] = { 0 };

    (void)state;
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(
            pthread_create(&thread[i], NULL, use_shared, &length[i]), 0);
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(thread[i], NULL), 0);
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(length[i], 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(opens_once),
        cmocka_unit_test(says_what_is_missing),
        cmocka_unit_test(opens_from_many_threads),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
