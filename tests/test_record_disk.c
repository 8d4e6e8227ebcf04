/* test_record_disk.c - a disk that is full or breaks, at each write and read in
 * turn: one clear sentence, and nothing of what was there before is lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "record/record.h"
#include "support/failing_disk.h"
#include "support/recorded.h"

enum { FILE_BYTES = 4 << 20, STEP = 7, LEADS = 4 };

static const char path[] = "disk.db";
static char *pristine;
static size_t pristine_len;

static int make(void **state)
{
    (void)state;
    disk_install();
    recorded_remove(path);
    recorded_leads(path);
    return ho_file_read(path, FILE_BYTES, &pristine, &pristine_len, NULL) ==
                   HANDOFF_OK
               ? 0
               : -1;
}

static int unmake(void **state)
{
    (void)state;
    recorded_remove(path);
    free(pristine);
    return 0;
}

static void restore(void)
{
    FILE *out;

    recorded_remove(path);
    out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(pristine, 1, pristine_len, out), pristine_len);
    assert_int_equal(fclose(out), 0);
}

/* What was there is there, and nothing half done beside it. */
static void assert_kept(void)
{
    struct handoff_record *record = recorded_open(path, HANDOFF_RECORD_READ);
    char first[600];

    if (recorded_problems(record, false, first, sizeof first) > 0)
        fail_msg("%s", first);
    assert_true(recorded_number(record, "SELECT count(*) FROM decision") >= 3);
    handoff_record_close(record);
}

static void assert_told(const struct handoff_error *err)
{
    static const char *const sentences[] = { "the disk is full",
                                             "could not be read or written" };

    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++)
        if (strstr(err->message, sentences[i])) {
            assert_null(strchr(err->message, '\n'));
            assert_string_equal(err->file, path);
            return;
        }
    fail_msg("'%s' does not say what is wrong", err->message);
}

/* --- what is done ----------------------------------------------------------
 */

static enum handoff_status run_more(struct handoff_record *record,
                                    struct handoff_error *err)
{
    char csv[1024] = "Email,Need\n";
    size_t len = strlen(csv);

    for (int i = 0; i < LEADS; i++)
        len += (size_t)snprintf(csv + len, sizeof csv - len,
                                "p%d@b.example,a demo for team %d\n", i, i);
    return recorded_run(record, "more", csv, len, err);
}

static enum handoff_status suppress(struct handoff_record *record,
                                    struct handoff_error *err)
{
    size_t added;

    return handoff_record_suppress(record, ho_slice("a.example\nb.example\n"),
                                   &added, err);
}

static enum handoff_status forget(struct handoff_record *record,
                                  struct handoff_error *err)
{
    const struct handoff_forget who = { .lead = "L-0001" };
    struct handoff_forgotten out;

    return handoff_record_forget(record, &who, NULL, NULL, &out, err);
}

static enum handoff_status export(struct handoff_record *record,
                                  struct handoff_error *err) {
    struct handoff_settings settings; struct handoff_exported out;
    struct handoff_export wanted = { .target = HANDOFF_CRM_TARGET_CSV,
                                     .settings = &settings.crm,
                                     .folder = "disk-export" };
    enum handoff_status status;

    assert_int_equal(system("rm -rf disk-export"), 0);
    assert_int_equal(handoff_settings_read(".", &settings, NULL), HANDOFF_OK);
    status = handoff_record_export(record, &wanted, &out, err);
    handoff_settings_release(&settings);
    return status;
}

/* One try with a disk that fails at the n-th write or read. */
static void try_once(enum handoff_status (*work)(struct handoff_record *record,
                                                 struct handoff_error *err),
                     unsigned n, enum disk_trouble trouble)
{
    const struct handoff_record_options options = { .path = path,
                                                    .use = HANDOFF_RECORD_RUN,
                                                    .actor = "Ada",
                                                    .clock = recorded_clock() };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_record *record = NULL;
    enum handoff_status status;

    restore();
    disk_fail_at(n, trouble);
    status = handoff_record_open(&options, &record, &err);
    if (status == HANDOFF_OK)
        status = work(record, &err);
    handoff_record_close(record);
    if (status != HANDOFF_OK) {
        assert_true(disk_has_failed());
        assert_int_equal(status, HANDOFF_RECORD);
        assert_told(&err);
    }
}

static void fail_each(enum handoff_status (*work)(struct handoff_record *record,
                                                  struct handoff_error *err))
{
    unsigned tries = 0;

    for (int trouble = DISK_FULL; trouble <= DISK_UNREADABLE; trouble++) {
        bool ever = false;

        for (unsigned n = 1;; n += STEP) {
            bool more;

            try_once(work, n, (enum disk_trouble)trouble);
            more = disk_has_failed();
            disk_fail_at(0, DISK_FULL);
            assert_kept();
            tries++;
            ever |= more;
            if (!more)
                break;
        }
        assert_true(ever);
    }
    assert_true(tries > 4);
}

static void test_run(void **state)
{
    (void)state;
    fail_each(run_more);
}

static void test_suppress(void **state)
{
    (void)state;
    fail_each(suppress);
}

static void test_export(void **state)
{
    (void)state;
    fail_each(export);
    assert_int_equal(system("rm -rf disk-export"), 0);
}

/* Who is forgotten may be gone when the file cannot be made anew: the chain
 * holds all the same. */
static void test_forget(void **state)
{
    (void)state;
    for (unsigned n = 1; n < 200; n += STEP) {
        char first[600];
        struct handoff_record *record;

        try_once(forget, n, DISK_FULL);
        disk_fail_at(0, DISK_FULL);
        record = recorded_open(path, HANDOFF_RECORD_READ);
        if (recorded_problems(record, false, first, sizeof first) > 0)
            fail_msg("write %u: %s", n, first);
        handoff_record_close(record);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_run),
                                        cmocka_unit_test(test_suppress),
                                        cmocka_unit_test(test_export),
                                        cmocka_unit_test(test_forget) };

    return cmocka_run_group_tests(tests, make, unmake);
}
