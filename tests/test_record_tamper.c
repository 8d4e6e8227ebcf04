/* test_record_tamper.c - a changed byte is found: in every column of every
 * table, and wherever it lies in the file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/file.h"
#include "record/record.h"
#include "support/recorded.h"

enum { FLIPS = 400, FILE_BYTES = 4 << 20, ROWS = 2, TABLES = 40 };

static const char path[] = "tampered.db";
static char *pristine;
static size_t pristine_len;

static void restore(void)
{
    FILE *out;

    recorded_remove(path);
    out = fopen(path, "wb"); /* not ho_file_write, which waits for the disk */
    assert_non_null(out);
    assert_int_equal(fwrite(pristine, 1, pristine_len, out), pristine_len);
    assert_int_equal(fclose(out), 0);
}

/* Two of them, the second with a previous one, and somebody suppressed. */
static void add_exports(struct handoff_record *record)
{
    struct handoff_settings settings;
    struct handoff_export wanted = { .target = HANDOFF_CRM_TARGET_HUBSPOT,
                                     .settings = &settings.crm,
                                     .folder = "tampered" };
    struct handoff_exported out;
    size_t added;

    assert_int_equal(system("rm -rf tampered"), 0);
    assert_int_equal(handoff_settings_read(".", &settings, NULL), HANDOFF_OK);
    for (int i = 0; i < 2; i++)
        assert_int_equal(handoff_record_export(record, &wanted, &out, NULL),
                         HANDOFF_OK);
    assert_int_equal(
        handoff_record_suppress(record, ho_slice("a@b.example\nb.example\n"),
                                &added, NULL),
        HANDOFF_OK);
    handoff_settings_release(&settings);
}

/* Ada approves a policy with a list in a file of its own. */
static void add_policies(struct handoff_record *record)
{
    static const char text[] =
        "policy: listed\nversion: 1\nfields:\n"
        "  site: {type: domain, question: q}\n"
        "lists:\n  old: {file: tampered.txt, sha256: "
        "d3aa8b1d0e6ea2b8bd1b5a67ec1a4bf9f0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0}\n"
        "owners: {o: {name: O}}\nrules:\n"
        "  - {id: R, when: {site: in old}, then: {route: skip, reason: OLD}}\n"
        "otherwise: {id: Z, then: {route: nurture, owner: o, reason: Z}}\n"
        "undecided: {then: {route: enrich, owner: o, reason: Q}}\n";
    char policy[sizeof text], hash[HO_SHA256_HEX];
    const struct handoff_slice list = ho_slice("a.example\nb.example\n");
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_policy *parsed = NULL;

    assert_int_equal(ho_sha256_hex(list, hash, NULL), HANDOFF_OK);
    memcpy(policy, text, sizeof text);
    memcpy(strstr(policy, "sha256: ") + 8, hash, HO_SHA256_HEX - 1);
    assert_int_equal(ho_file_write("tampered.txt", list, NULL), HANDOFF_OK);
    if (handoff_policy_load_text("tampered.yaml", ho_slice(policy), &parsed,
                                 &err) != HANDOFF_OK)
        fail_msg("%s", err.message);
    assert_int_equal(
        handoff_record_approve(record, parsed, ho_slice(policy), NULL),
        HANDOFF_OK);
    handoff_policy_free(parsed);
}

/* Small pages: a table that is empty takes one, and its unused bytes are not
 * what the flips are for. */
static void tighten(void)
{
    struct ho_db *db = NULL;

    assert_int_equal(ho_db_open(path, HO_DB_WRITE, &db, NULL), HANDOFF_OK);
    assert_int_equal(ho_db_script(db,
                                  "PRAGMA journal_mode = DELETE;"
                                  "PRAGMA page_size = 1024; VACUUM;"
                                  "PRAGMA journal_mode = WAL",
                                  NULL),
                     HANDOFF_OK);
    ho_db_close(db);
}

/* A record with runs, replies, decisions, exports and a review of each kind.
 */
static int make(void **state)
{
    struct handoff_record *record;
    char *list = NULL, item[64];
    struct handoff_review review = { .item = item, .note = "agreed" };
    size_t len;

    (void)state;
    recorded_remove(path);
    recorded_leads_of(path, "../batches/inbound-forms.csv");
    record = recorded_open(path, HANDOFF_RECORD_WRITE);
    assert_int_equal(handoff_review_list(record, 50, HANDOFF_FORMAT_NDJSON,
                                         &list, &len, NULL),
                     HANDOFF_OK);
    for (const char *at = list; (at = strstr(at, "\"item\":\"")); at++) {
        snprintf(item, sizeof item, "%.*s", (int)strcspn(at + 8, "\""), at + 8);
        assert_int_equal(handoff_review_say(record, &review, NULL), HANDOFF_OK);
    }
    free(list);
    add_exports(record);
    add_policies(record);
    handoff_record_close(record);
    tighten();
    assert_int_equal(
        ho_file_read(path, FILE_BYTES, &pristine, &pristine_len, NULL),
        HANDOFF_OK);
    return 0;
}

static int unmake(void **state)
{
    (void)state;
    recorded_remove(path);
    free(pristine);
    return 0;
}

/* The first problem, or "" where everything holds. */
static void look(char *first, size_t size)
{
    const struct handoff_record_options options = { .path = path,
                                                    .use = HANDOFF_RECORD_READ,
                                                    .actor = "",
                                                    .clock = recorded_clock() };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_record *record = NULL;

    first[0] = '\0';
    if (handoff_record_open(&options, &record, &err) == HANDOFF_OK)
        recorded_problems(record, true, first, size);
    else
        snprintf(first, size, "%s", err.message);
    handoff_record_close(record);
}

/* --- columns ----------------------------------------------------------------
 */

static struct ho_db *open_db(void)
{
    struct ho_db *db = NULL;

    assert_int_equal(ho_db_open(path, HO_DB_WRITE, &db, NULL), HANDOFF_OK);
    assert_int_equal(ho_db_script(db, "PRAGMA foreign_keys = OFF", NULL),
                     HANDOFF_OK);
    return db;
}

/* The shape of table.column, and how many rows the table has. */
#define COLUMNS                                                           \
    "SELECT t.name, c.name, c.type, t.sql LIKE '%WITHOUT ROWID%' FROM "   \
    "sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table'" \
    " ORDER BY t.name, c.cid"

static bool change(const char *table, const char *column, const char *type,
                   bool keyed, int row)
{
    struct ho_db *db = open_db();
    char sql[600];
    char value[200];
    struct ho_query q;
    bool changed = false;

    if (strcmp(type, "INTEGER") == 0)
        snprintf(value, sizeof value, "coalesce(%s, 0) + 1000001", column);
    else if (strcmp(type, "BLOB") == 0)
        snprintf(value, sizeof value,
                 "CAST('x' || CAST(coalesce(%s, '') AS TEXT) AS BLOB)", column);
    else
        snprintf(value, sizeof value, "'x' || substr(coalesce(%s, ''), 2)",
                 column);
    snprintf(sql, sizeof sql,
             "UPDATE %s SET %s = %s WHERE %s = (SELECT %s FROM %s ORDER BY 1 "
             "LIMIT 1 OFFSET %d)",
             table, column, value, keyed ? "brief" : "rowid",
             keyed ? "brief" : "rowid", table, row);
    assert_int_equal(ho_db_script(db, sql, NULL), HANDOFF_OK);
    ho_query(db, &q, "SELECT changes()");
    changed = ho_step(&q) && ho_integer(&q, 0) > 0;
    assert_int_equal(ho_done(&q, NULL), HANDOFF_OK);
    ho_db_close(db);
    return changed;
}

static void test_every_column(void **state)
{
    struct ho_db *db = NULL;
    struct ho_query q;
    size_t changes = 0;

    (void)state;
    restore();
    assert_int_equal(ho_db_open(path, HO_DB_READ, &db, NULL), HANDOFF_OK);
    ho_query(db, &q, COLUMNS);
    while (ho_step(&q)) {
        char table[64], column[64], type[64], first[600];
        const bool keyed = ho_integer(&q, 3) != 0;

        snprintf(table, sizeof table, "%s", ho_text(&q, 0));
        snprintf(column, sizeof column, "%s", ho_text(&q, 1));
        snprintf(type, sizeof type, "%s", ho_text(&q, 2));
        for (int row = 0; row < ROWS; row++) {
            restore();
            if (!change(table, column, type, keyed, row))
                continue;
            look(first, sizeof first);
            if (first[0] == '\0')
                fail_msg("%s.%s, row %d: nobody notices", table, column, row);
            changes++;
        }
    }
    assert_int_equal(ho_done(&q, NULL), HANDOFF_OK);
    ho_db_close(db);
    assert_true(changes > 150);
}

/* --- rows that come and go
 * ---------------------------------------------------- */

static void test_rows(void **state)
{
    static const struct {
        const char *sql, *problem;
    } rows[] = {
        { "DELETE FROM event WHERE id = 5", "event 5 is gone" },
        { "DELETE FROM review WHERE id = 1", "row 1 is gone" },
        { "DELETE FROM answer", "is not what was sealed" },
        { "DELETE FROM crm WHERE lead = 2",
          "lead 2 has a decision and no CRM" },
        { "INSERT INTO lead (name, identity) VALUES ('L-9', 'x')",
          "has no submission" },
        { "INSERT INTO text (sha256, body) VALUES ('e3b0c44298fc1c149afbf4c8996"
          "fb92427ae41e4649b934ca495991b7852b855x', '')",
          "its bytes are not those" },
        { "INSERT INTO review (lead, verdict, shown, note) VALUES (3, "
          "'approved', '', '')",
          "has no event" },
        { "DELETE FROM line WHERE id = 1", "is not what was sealed" },
        { "DELETE FROM suppression WHERE id = 2", "row 2 is gone" },
        { "INSERT INTO suppression (hash, salt) VALUES ('x', x'00')",
          "has no event" },
        { "CREATE TABLE more (x)", "not those that this program makes" },
        { "DROP INDEX crm_queue", "not those that this program makes" },
        { "UPDATE event SET salt = NULL WHERE id = 3", "not what was sealed" },
        { "DELETE FROM approval WHERE id = 1", "row 1 is gone" },
        { "DELETE FROM pin", "is not what was sealed" },
        { "INSERT INTO file (sha256, size, bytes) VALUES ('e3b0c44298fc1c149af"
          "bf4c8996fb92427ae41e4649b934ca495991b7852b855', 0, x'')",
          "file 2 belongs to no policy" },
        { "INSERT INTO approval (policy, verdict, note) VALUES (1, 'approved', "
          "'')",
          "approval 3 has no event" },
        { "INSERT INTO policy (text, name, version, sha256) VALUES (1, 'p', "
          "'2', 'x')",
          "policy 3 has no event" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct ho_db *db;
        char first[600];

        restore();
        db = open_db();
        assert_int_equal(ho_db_script(db, rows[i].sql, NULL), HANDOFF_OK);
        ho_db_close(db);
        look(first, sizeof first);
        if (!strstr(first, rows[i].problem))
            fail_msg("%s: '%s' lacks '%s'", rows[i].sql, first,
                     rows[i].problem);
    }
}

/* Whoever is forgotten leaves a chain that holds. */
static void test_forgotten(void **state)
{
    struct handoff_record *record;
    char first[600];

    (void)state;
    restore();
    record = recorded_open(path, HANDOFF_RECORD_WRITE);
    assert_int_equal(
        ho_db_script(record->db,
                     "PRAGMA foreign_keys = OFF; BEGIN;"
                     "DELETE FROM answer WHERE brief IN (SELECT id FROM brief"
                     " WHERE lead = 1);"
                     "DELETE FROM watch WHERE lead = 1;"
                     "DELETE FROM crm WHERE lead = 1;"
                     "DELETE FROM review WHERE lead = 1;"
                     "DELETE FROM decision WHERE lead = 1;"
                     "DELETE FROM brief WHERE lead = 1;"
                     "DELETE FROM reply WHERE lead = 1;"
                     "DELETE FROM receipt WHERE submission IN (SELECT id FROM"
                     " submission WHERE lead = 1);"
                     "DELETE FROM submission WHERE lead = 1;"
                     "DELETE FROM lead WHERE id = 1;"
                     "UPDATE event SET salt = NULL WHERE lead = 1",
                     NULL),
        HANDOFF_OK);
    assert_int_equal(ho_record_event(record, HO_EVENT_FORGOTTEN, 1, 1, NULL),
                     HANDOFF_OK);
    assert_int_equal(ho_db_commit(record->db, NULL), HANDOFF_OK);
    recorded_problems(record, false, first, sizeof first);
    assert_string_equal(first, "");
    handoff_record_close(record);
}

/* --- bytes
 * -------------------------------------------------------------------- */

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* Everything that the tables say, as one text. */
static struct handoff_slice dump(void)
{
    struct ho_buffer b;
    struct ho_db *db = NULL;
    struct ho_query tables;
    struct handoff_slice out = { NULL, 0 };
    char sql[TABLES][100], *text = NULL;
    size_t count = 0;

    ho_buffer_init(&b, FILE_BYTES);
    if (ho_db_open(path, HO_DB_READ, &db, NULL) != HANDOFF_OK)
        return out;
    ho_query(db, &tables,
             "SELECT name FROM sqlite_schema WHERE type = 'table'");
    while (ho_step(&tables)) {
        struct ho_query q;

        /* a statement is kept by its address: each has one of its own */
        if (count == TABLES)
            fail_msg("more than %d tables", TABLES);
        snprintf(sql[count], sizeof *sql, "SELECT * FROM %s",
                 ho_text(&tables, 0));
        ho_query(db, &q, sql[count++]);
        while (ho_step(&q))
            for (int i = 0; i < ho_column_count(&q); i++) {
                ho_buffer_format(&b, "%d", (int)ho_column_type(&q, i));
                ho_seal_slice(&b, ho_bytes(&q, i));
            }
        ho_done(&q, NULL);
    }
    ho_done(&tables, NULL);
    ho_db_close(db);
    if (ho_buffer_take(&b, "dump", &text, &out.len, NULL) == HANDOFF_OK)
        out.ptr = text;
    return out;
}

static void test_flipped_bytes(void **state)
{
    size_t found = 0, unused = 0;
    uint32_t seed = 6;
    struct handoff_slice before;

    (void)state;
    restore();
    before = dump();
    for (int i = 0; i < FLIPS; i++) {
        const size_t at = next_random(&seed) % pristine_len;
        const char was = pristine[at];
        struct handoff_slice after;
        char first[600];

        pristine[at] = (char)(was ^ (1 << next_random(&seed) % 8));
        restore();
        pristine[at] = was;
        look(first, sizeof first);
        if (first[0] != '\0') {
            found++;
            continue;
        }
        after = dump();
        if (after.len != before.len ||
            memcmp(after.ptr, before.ptr, before.len) != 0)
            fail_msg("byte %zu: nobody notices", at);
        free((void *)(uintptr_t)after.ptr);
        unused++;
    }
    free((void *)(uintptr_t)before.ptr);
    print_message("%zu of %d flips found, %zu in unused space\n", found, FLIPS,
                  unused);
    assert_true(found > FLIPS / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_every_column),
                                        cmocka_unit_test(test_rows),
                                        cmocka_unit_test(test_forgotten),
                                        cmocka_unit_test(test_flipped_bytes) };

    return cmocka_run_group_tests(tests, make, unmake);
}
