/* test_record.c - what is kept, kept once, and never silently lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/file.h"
#include "record/record.h"
#include "record/schema.h"
#include "support/cases.h"
#include "support/recorded.h"

static const char path[] = "test_record.db";

static int fresh(void **state)
{
    (void)state;
    recorded_remove(path);
    return 0;
}

static void assert_holds(struct handoff_record *record)
{
    char first[512];

    if (recorded_problems(record, false, first, sizeof first) > 0)
        fail_msg("%s", first);
}

/* --- once ----------------------------------------------------------------- */

static void test_same_file_twice(void **state)
{
    struct handoff_record *record;

    (void)state;
    recorded_leads(path);
    recorded_leads(path);
    record = recorded_open(path, HANDOFF_RECORD_READ);
    assert_int_equal(recorded_number(record, "SELECT count(*) FROM lead"), 3);
    assert_int_equal(recorded_number(record, "SELECT count(*) FROM submission"),
                     3);
    assert_int_equal(recorded_number(record, "SELECT count(*) FROM receipt"),
                     6);
    assert_int_equal(recorded_number(record, "SELECT count(*) FROM brief"), 3);
    assert_int_equal(recorded_number(record, "SELECT count(*) FROM decision"),
                     3);
    assert_int_equal(recorded_number(record, "SELECT count(*) FROM reply"), 3);
    assert_holds(record);
    handoff_record_close(record);
}

/* What the CRM says of a lead changes; the lead stays the same. */
static void test_what_makes_a_lead(void **state)
{
    static const struct {
        const char *why, *first, *second;
        int64_t leads;
    } rows[] = {
        { "the CRM's owner changed", "Email,Need,Owner\na@b.example,demo,Ann\n",
          "Email,Need,Owner\na@b.example,demo,Bo\n", 1 },
        { "the same lead twice in one file",
          "Email,Need\na@b.example,demo\na@b.example,demo\n",
          "Email,Need\na@b.example,demo\n", 1 },
        { "another message of the same person",
          "Email,Need\na@b.example,demo\n", "Email,Need\na@b.example,price\n",
          2 },
        { "the same id on another sheet is another lead",
          "id,Email,Need\n7,a@b.example,demo\n",
          "id,Email,Need\n7,c@d.example,demo\n", 2 },
        { "a JSON lead and its CSV twin have labels of their own",
          "{\"email\":\"a@b.example\",\"message\":\"demo\"}",
          "Email,Need\na@b.example,demo\n", 2 },
        { "semicolons, tabs and text are read again as they were",
          "Email;Need\na@b.example;\"de\"\"mo\"\n",
          "Email: c@d.example\n\nPlease show us the product.\n---\nEmail: "
          "e@f.example\n\nA price, please.\n",
          3 },
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct handoff_record *record;

        fresh(state);
        record = recorded_open(path, HANDOFF_RECORD_RUN);
        assert_int_equal(recorded_run(record, "first", rows[i].first,
                                      strlen(rows[i].first), NULL),
                         HANDOFF_OK);
        handoff_record_close(record);
        record = recorded_open(path, HANDOFF_RECORD_RUN);
        assert_int_equal(recorded_run(record, "second", rows[i].second,
                                      strlen(rows[i].second), NULL),
                         HANDOFF_OK);
        if (recorded_number(record, "SELECT count(*) FROM lead") !=
            rows[i].leads)
            fail_msg("%s", rows[i].why);
        assert_int_equal(recorded_number(record,
                                         "SELECT count(*) - count(DISTINCT "
                                         "name) FROM lead"),
                         0);
        assert_holds(record);
        handoff_record_close(record);
    }
}

/* --- files that cannot be used ---------------------------------------------
 */

static void assert_refused(const char *file, enum handoff_record_use use,
                           const char *message)
{
    const struct handoff_record_options options = {
        .path = file, .use = use, .actor = "Ada", .clock = recorded_clock()
    };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_record *record = NULL;

    assert_int_equal(handoff_record_open(&options, &record, &err),
                     HANDOFF_RECORD);
    if (!strstr(err.message, message))
        fail_msg("'%s' lacks '%s'", err.message, message);
    assert_string_equal(err.file, file);
    assert_null(record);
}

static void script(const char *sql)
{
    struct ho_db *db = NULL;

    assert_int_equal(ho_db_open(path, HO_DB_WRITE, &db, NULL), HANDOFF_OK);
    assert_int_equal(ho_db_script(db, sql, NULL), HANDOFF_OK);
    ho_db_close(db);
}

static void test_other_files(void **state)
{
    static const char text[] = "this is no database, only a text that is long "
                               "enough to have the size of a header, at least "
                               "a hundred bytes of it, and some more";

    (void)state;
    assert_int_equal(
        ho_file_write(path, (struct handoff_slice){ text, sizeof text - 1 },
                      NULL),
        HANDOFF_OK);
    assert_refused(path, HANDOFF_RECORD_RUN, "no record of handoff");
    assert_refused(path, HANDOFF_RECORD_READ, "no record of handoff");
    fresh(state);
    script("CREATE TABLE song (title TEXT)");
    assert_refused(path, HANDOFF_RECORD_RUN, "another program's");
    fresh(state);
    recorded_leads(path);
    script("PRAGMA user_version = 99");
    assert_refused(path, HANDOFF_RECORD_RUN, "a newer handoff wrote");
    assert_refused(path, HANDOFF_RECORD_READ, "a newer handoff wrote");
    assert_refused("no/such/folder.db", HANDOFF_RECORD_READ,
                   "cannot be opened");
}

static void test_nobodys_name(void **state)
{
    const struct handoff_record_options options = { .path = path,
                                                    .use = HANDOFF_RECORD_WRITE,
                                                    .actor = "",
                                                    .clock = recorded_clock() };
    struct handoff_record *record = NULL;

    (void)state;
    assert_int_equal(handoff_record_open(&options, &record, NULL),
                     HANDOFF_USAGE);
}

/* A run that ends with a full disk leaves what was there before. */
static void test_disk_full(void **state)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_record *record;
    char csv[8192] = "Email,Need\n";
    size_t len = strlen(csv);

    (void)state;
    recorded_leads(path);
    for (int i = 0; i < 40; i++)
        len += (size_t)snprintf(csv + len, sizeof csv - len,
                                "p%d@b.example,a demo for team %d\n", i, i);
    record = recorded_open(path, HANDOFF_RECORD_RUN);
    /* two pages more than there are: the next insert but one finds no room */
    assert_int_equal(
        ho_db_script(record->db, "PRAGMA max_page_count = 60", NULL),
        HANDOFF_OK);
    assert_int_equal(recorded_run(record, "more", csv, len, &err),
                     HANDOFF_RECORD);
    assert_non_null(strstr(err.message, "the disk is full"));
    handoff_record_close(record);
    record = recorded_open(path, HANDOFF_RECORD_READ);
    assert_int_equal(recorded_number(record, "SELECT count(*) FROM decision"),
                     3);
    assert_holds(record);
    handoff_record_close(record);
}

static void test_migration_keeps_a_copy(void **state)
{
    struct handoff_record *record;
    struct ho_db *db = NULL;
    int64_t version = 0;

    (void)state;
    assert_int_equal(ho_db_open(path, HO_DB_WRITE, &db, NULL), HANDOFF_OK);
    assert_int_equal(ho_schema_migrate(db, 1, NULL), HANDOFF_OK);
    assert_int_equal(
        ho_db_script(db, "INSERT INTO lead (name, identity) VALUES ('L', 'x')",
                     NULL),
        HANDOFF_OK);
    ho_db_close(db);
    record = recorded_open(path, HANDOFF_RECORD_READ);
    assert_int_equal(recorded_number(record, "SELECT count(*) FROM lead"), 1);
    assert_int_equal(recorded_number(record, "SELECT count(*) FROM review"), 0);
    handoff_record_close(record);
    assert_int_equal(ho_db_open("test_record.db.v1", HO_DB_READ, &db, NULL),
                     HANDOFF_OK);
    assert_int_equal(ho_schema_version(db, "test_record.db.v1", &version, NULL),
                     HANDOFF_OK);
    assert_int_equal(version, 1);
    ho_db_close(db);
}

/* --- review -----------------------------------------------------------------
 */

static void name_item(struct handoff_record *record, const char *start,
                      char out[64])
{
    char *text = NULL, *found;
    size_t len;

    assert_int_equal(handoff_review_list(record, 50, HANDOFF_FORMAT_NDJSON,
                                         &text, &len, NULL),
                     HANDOFF_OK);
    found = strstr(text, start);
    assert_non_null(found);
    snprintf(out, 64, "%.*s", (int)strcspn(found, "\""), found);
    free(text);
}

static enum handoff_status say(struct handoff_record *record,
                               const struct handoff_review *review,
                               const char *message)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    const enum handoff_status status = handoff_review_say(record, review, &err);

    if (status != HANDOFF_OK && !strstr(err.message, message))
        fail_msg("'%s' lacks '%s'", err.message, message);
    return status;
}

static void test_review(void **state)
{
    struct handoff_record *record;
    char item[64], policy[64], stale[64];
    struct handoff_review review = { .item = item, .note = "" };

    (void)state;
    recorded_leads(path);
    record = recorded_open(path, HANDOFF_RECORD_WRITE);
    name_item(record, "L-0001@", item);
    name_item(record, "policy@", policy);
    review.item = "L-0001";
    assert_int_equal(say(record, &review, "say which version"), HANDOFF_USAGE);
    review.item = "L-0003@00000000";
    assert_int_equal(say(record, &review, "nothing waits"), HANDOFF_USAGE);
    snprintf(stale, sizeof stale, "L-0001@%s", "00000000");
    review.item = stale;
    assert_int_equal(say(record, &review, "has changed"), HANDOFF_USAGE);
    review = (struct handoff_review){ .item = item,
                                      .verdict = HANDOFF_REVIEW_EDITED,
                                      .note = "" };
    assert_int_equal(say(record, &review, "what changes"), HANDOFF_USAGE);
    review.date = "soon";
    assert_int_equal(say(record, &review, "no date"), HANDOFF_USAGE);
    review.date = "2026-10-01";
    review.owner = "Bo";
    assert_int_equal(say(record, &review, ""), HANDOFF_OK);
    assert_int_equal(say(record, &review, "nothing waits"), HANDOFF_USAGE);
    review.item = policy;
    assert_int_equal(say(record, &review, "edited in its file"), HANDOFF_USAGE);
    review = (struct handoff_review){ .item = policy, .note = "agreed" };
    assert_int_equal(say(record, &review, ""), HANDOFF_OK);
    assert_int_equal(recorded_number(record,
                                     "SELECT count(*) FROM crm WHERE owner ="
                                     " 'Bo' AND due = '2026-10-01' AND NOT "
                                     "waits"),
                     1);
    assert_holds(record);
    handoff_record_close(record);
    recorded_leads(path); /* says the same: what was said stays */
    record = recorded_open(path, HANDOFF_RECORD_READ);
    assert_int_equal(recorded_number(record,
                                     "SELECT count(*) FROM crm WHERE owner ="
                                     " 'Bo'"),
                     1);
    assert_holds(record);
    handoff_record_close(record);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_same_file_twice, fresh),
        cmocka_unit_test_setup(test_what_makes_a_lead, fresh),
        cmocka_unit_test_setup(test_other_files, fresh),
        cmocka_unit_test_setup(test_nobodys_name, fresh),
        cmocka_unit_test_setup(test_disk_full, fresh),
        cmocka_unit_test_setup(test_migration_keeps_a_copy, fresh),
        cmocka_unit_test_setup(test_review, fresh)
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
