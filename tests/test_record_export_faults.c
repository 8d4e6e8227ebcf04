/* test_record_export_faults.c - each call on a file that an export makes fails
 * in turn: one sentence, no folder that looks whole and is not, and the next
 * export gives what this one would have given. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <handoff/workspace.h>

#include "record/record.h"
#include "support/failing_files.h"
#include "support/recorded.h"

static const char path[] = "faults.db";

/* fail_at: the call that fails, 0 for none; *failed: its name. */
static enum handoff_status export_all(unsigned fail_at, const char **failed,
                                      struct handoff_exported *out,
                                      struct handoff_error *err)
{
    struct handoff_record *record = recorded_open(path, HANDOFF_RECORD_RUN);
    struct handoff_settings settings;
    struct handoff_export wanted = { .target = HANDOFF_CRM_TARGET_CSV,
                                     .settings = &settings.crm,
                                     .folder = "faults-export" };
    enum handoff_status status;

    assert_int_equal(handoff_settings_read(".", &settings, NULL), HANDOFF_OK);
    files_fail_at(fail_at);
    status = handoff_record_export(record, &wanted, out, err);
    *failed = files_failed();
    files_fail_at(0);
    handoff_settings_release(&settings);
    handoff_record_close(record);
    return status;
}

static void begin_anew(void)
{
    recorded_remove(path);
    recorded_leads(path);
    assert_int_equal(system("rm -rf faults-export"), 0);
}

/* A folder without ".part" holds its manifest, and all that it names. */
static void assert_whole(const char *folder, const char *failed)
{
    char command[400];

    snprintf(command, sizeof command,
             "test -s %s/manifest.json && test -e %s/tasks_new.csv && "
             "test -e %s/notes_new.csv && test -e %s/contacts_upsert.csv",
             folder, folder, folder, folder);
    if (system(command) != 0)
        fail_msg("%s: %s is not whole", failed, folder);
}

static void assert_no_problem(const char *failed)
{
    struct handoff_record *record = recorded_open(path, HANDOFF_RECORD_READ);
    char first[600];

    if (recorded_problems(record, false, first, sizeof first) > 0)
        fail_msg("%s: %s", failed, first);
    handoff_record_close(record);
}

static void each_call(void **state)
{
    struct handoff_exported good, out;
    const char *failed, *never;
    unsigned failures = 0;

    (void)state;
    begin_anew();
    assert_int_equal(export_all(0, &failed, &good, NULL), HANDOFF_OK);
    assert_whole(good.folder, "nothing");
    for (unsigned n = 1;; n++, failures++) {
        struct handoff_error err = HANDOFF_ERROR_INIT;
        enum handoff_status status;

        begin_anew();
        status = export_all(n, &failed, &out, &err);
        if (!failed)
            break;
        if (status == HANDOFF_OK || err.message[0] == '\0' ||
            !strstr(err.message, "Input/output error"))
            fail_msg("call %u, %s: status %d, '%s'", n, failed, (int)status,
                     err.message);
        if (access(good.folder, F_OK) == 0)
            fail_msg("call %u, %s: the folder is there", n, failed);
        assert_no_problem(failed);
        assert_int_equal(export_all(0, &never, &out, NULL), HANDOFF_OK);
        assert_whole(out.folder, failed);
        assert_no_problem(failed);
    }
    assert_true(failures > 20); /* seven a file, and the folders */
    recorded_remove(path);
    assert_int_equal(system("rm -rf faults-export"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(each_call) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
