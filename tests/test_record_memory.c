/* test_record_memory.c - each allocation of the record fails in turn: what is
 * read, said, exported and proved. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "record/record.h"
#include "support/alloc_fail.h"
#include "support/recorded.h"

static const char path[] = "memory.db";

static int make(void **state)
{
    static const char csv[] =
        "Name,Email,Need\nMara Quince,mara@quince.example,"
        "please show us a demo\n";
    struct handoff_record *record;

    (void)state;
    recorded_remove(path);
    record = recorded_open(path, HANDOFF_RECORD_RUN);
    assert_int_equal(
        recorded_run(record, "leads.csv", csv, sizeof csv - 1, NULL),
        HANDOFF_OK);
    handoff_record_close(record);
    return 0;
}

static int unmake(void **state)
{
    (void)state;
    recorded_remove(path);
    return system("rm -rf memory-export");
}

static enum handoff_status open_record(enum handoff_record_use use,
                                       struct handoff_record **record,
                                       struct handoff_error *err)
{
    const struct handoff_record_options options = {
        .path = path, .use = use, .actor = "Ada", .clock = recorded_clock()
    };

    return handoff_record_open(&options, record, err);
}

/* --- reading ---------------------------------------------------------------
 */

static enum handoff_status read_all(struct handoff_error *err)
{
    static const enum handoff_format formats[] = { HANDOFF_FORMAT_TEXT,
                                                   HANDOFF_FORMAT_JSON };
    struct handoff_record *record = NULL;
    enum handoff_status status = open_record(HANDOFF_RECORD_READ, &record, err);
    size_t len;

    for (size_t i = 0; i < 2 && status == HANDOFF_OK; i++) {
        char *text[5] = { NULL };

        status = handoff_record_log(record, "L-0001", formats[i], &text[0],
                                    &len, err);
        if (status == HANDOFF_OK)
            status = handoff_record_status(record, 0, formats[i], &text[1],
                                           &len, err);
        if (status == HANDOFF_OK)
            status =
                handoff_review_list(record, 9, formats[i], &text[2], &len, err);
        if (status == HANDOFF_OK)
            status = handoff_review_show(record, "policy", formats[i], &text[3],
                                         &len, err);
        if (status == HANDOFF_OK)
            status = handoff_record_log_sent(record, NULL, formats[i], &text[4],
                                             &len, err);
        for (size_t k = 0; k < 5; k++)
            free(text[k]);
    }
    handoff_record_close(record);
    return status;
}

/* --- writing ---------------------------------------------------------------
 */

static enum handoff_status write_all(struct handoff_error *err)
{
    struct handoff_record *record = NULL;
    struct handoff_settings settings = { .found = false };
    struct handoff_export wanted = { .target = HANDOFF_CRM_TARGET_HUBSPOT,
                                     .settings = &settings.crm,
                                     .folder = "memory-export" };
    struct handoff_exported out;
    size_t added;
    enum handoff_status status =
        open_record(HANDOFF_RECORD_WRITE, &record, err);

    if (status == HANDOFF_OK)
        status = handoff_record_suppress(
            record, ho_slice("a.example\nb@c.example\n"), &added, err);
    if (status == HANDOFF_OK)
        status = handoff_settings_read(".", &settings, err);
    if (status == HANDOFF_OK)
        status = handoff_record_export(record, &wanted, &out, err);
    handoff_settings_release(&settings);
    handoff_record_close(record);
    return status;
}

/* --- proof -----------------------------------------------------------------
 */

static void found(void *user, const char *text)
{
    (void)user;
    fail_msg("%s", text);
}

static enum handoff_status prove(struct handoff_error *err)
{
    struct handoff_record *record = NULL;
    struct handoff_proof proof;
    enum handoff_status status = open_record(HANDOFF_RECORD_READ, &record, err);

    if (status == HANDOFF_OK)
        status =
            handoff_record_verify(record, 0, true, found, NULL, &proof, err);
    handoff_record_close(record);
    return status;
}

/* --- and the record holds
 * ---------------------------------------------------- */

static void test_each(void **state)
{
    static alloc_work *const works[] = { read_all, write_all, prove };
    struct handoff_record *record;
    char first[600];

    (void)state;
    for (size_t i = 0; i < sizeof works / sizeof *works; i++)
        fail_each_allocation(works[i]);
    record = recorded_open(path, HANDOFF_RECORD_READ);
    if (recorded_problems(record, false, first, sizeof first) > 0)
        fail_msg("%s", first);
    handoff_record_close(record);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_each) };

    return cmocka_run_group_tests(tests, make, unmake);
}
