/* test_record_export.c - what leaves for a CRM, who stays, and who is
 * forgotten. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <csv.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/yaml.h"
#include "record/cell.h"
#include "record/layout.h"
#include "record/record.h"
#include "support/recorded.h"
#include "workspace/crm.h"

enum { FILE_BYTES = 64 << 20 };

static const char path[] = "exported.db";

/* --- cells
 * -------------------------------------------------------------------- */

static void test_cells(void **state)
{
    static const struct {
        const char *text, *cell, *why;
        size_t most;
    } rows[] = {
        { "plain", "plain,", "as it stands", 9 },
        { "=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\",", "a formula", 99 },
        { "@SUM(1)", "'@SUM(1),", "a formula of another program", 99 },
        { "-1", "'-1,", "a sum", 99 },
        { "+49 30 1", "'+49 30 1,", "free text is no phone", 99 },
        { "\tx", "'\tx,", "a tab hides what follows", 99 },
        { "\rx", "\"'\rx\",", "so does a return", 99 },
        { "a,b", "\"a,b\",", "a comma", 9 },
        { "a\nb", "\"a\nb\",", "two lines", 9 },
        { " a", "\" a\",", "space that a reader may cut", 9 },
        { "a\x01\x7F", "\"a  \",", "control characters", 9 },
        { "abcdef", "abcd\xE2\x80\xA6,", "cut with a mark", 5 },
        { "abcde", "abcde,", "just fits", 5 },
        { "\xC3\xA4\xF0\x9F\x98\x80\xC3\xBC\xC3\xB6",
          "\xC3\xA4\xF0\x9F\x98\x80\xE2\x80\xA6,", "cut between characters",
          3 },
        { "", ",", "nothing", 5 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct ho_buffer b;

        ho_buffer_init(&b, 1000);
        ho_cell_free(&b, rows[i].text, rows[i].most);
        if (!ho_slice_is(ho_buffer_slice(&b), rows[i].cell))
            fail_msg("%s: %s instead of %s", rows[i].why, b.ptr, rows[i].cell);
        ho_buffer_release(&b);
    }
}

static void test_limits(void **state)
{
    static char text[40000];
    struct ho_update u = { .record_id = "1234567",
                           .email = "a@b.example",
                           .first = "",
                           .last = text,
                           .company = "",
                           .phone = "+49 30 1234",
                           .route = "enrich",
                           .reason = "R",
                           .status = "NEW",
                           .owner = "",
                           .name = "L-1",
                           .last_action = "",
                           .last_date = "",
                           .next_action = text,
                           .due = "2026-10-01",
                           .note = text,
                           .risk = "" };
    struct ho_buffer b;

    (void)state;
    memset(text, 'x', sizeof text - 1);
    ho_buffer_init(&b, 1 << 20);
    ho_layout_row(&b, HANDOFF_CRM_TARGET_CSV, HO_FILE_CONTACTS, &u);
    assert_true(ho_find(ho_buffer_slice(&b), 0, ho_slice(",+49 30 1234\r\n")) !=
                SIZE_MAX);
    /* last name and next action 255, evidence note 1,000 */
    assert_true(b.len > 1500 && b.len < 1700);
    ho_buffer_clear(&b);
    ho_layout_row(&b, HANDOFF_CRM_TARGET_SALESFORCE, HO_FILE_CONTACTS, &u);
    assert_true(ho_find(ho_buffer_slice(&b), 0,
                        ho_slice("\xE2\x80\xA6,[not provided],a@b.example")) !=
                SIZE_MAX);
    assert_true(b.len > 32000 && b.len < 32300);
    ho_buffer_release(&b);
}

/* --- and back
 * --------------------------------------------------------------------- */

enum { MOST_CELLS = 64, CELL = 64 };

/* What an independent reader makes of a file: libcsv's cells, and the ends of
 * its rows. */
struct read_back {
    char cell[MOST_CELLS][CELL];
    size_t len[MOST_CELLS], cells, rows;
};

static void on_cell(void *bytes, size_t len, void *user)
{
    struct read_back *back = user;

    assert_true(back->cells < MOST_CELLS && len < CELL);
    memcpy(back->cell[back->cells], bytes, len);
    back->len[back->cells++] = len;
}

static void on_row(int end, void *user)
{
    struct read_back *back = user;

    (void)end;
    back->rows++;
}

static void read_back(struct handoff_slice text, struct read_back *back)
{
    struct csv_parser parser;

    *back = (struct read_back){ .cells = 0 };
    assert_int_equal(csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI), 0);
    assert_int_equal(
        csv_parse(&parser, text.ptr, text.len, on_cell, on_row, back),
        text.len);
    assert_int_equal(csv_fini(&parser, on_cell, on_row, back), 0);
    csv_free(&parser);
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* Whatever stands in a cell comes back byte for byte: quotes, commas, ends of
 * lines, spaces at its ends, characters of two bytes, and nothing at all. */
static void test_round_trip(void **state)
{
    static const char *const pieces[] = { "\"", ",",  "\r\n", "\n", " ",
                                          "\r", "\t", "\"\"", "a",  "\xC3\xA9",
                                          ";",  "'",  "=",    "",   "," };
    uint32_t seed = 9;

    (void)state;
    for (int round = 0; round < 2000; round++) {
        char text[MOST_CELLS][CELL] = { "" };
        const size_t cells = 2 + next_random(&seed) % 12;
        struct read_back back;
        struct ho_buffer b;

        ho_buffer_init(&b, 1 << 16);
        for (size_t i = 0; i < cells; i++) {
            for (size_t n = next_random(&seed) % 6; n > 0; n--)
                strcat(text[i], pieces[next_random(&seed) %
                                       (sizeof pieces / sizeof *pieces)]);
            ho_cell(&b, ho_slice(text[i]));
        }
        ho_cell_end(&b);
        read_back(ho_buffer_slice(&b), &back);
        assert_int_equal(back.rows, 1);
        assert_int_equal(back.cells, cells);
        for (size_t i = 0; i < cells; i++) {
            assert_int_equal(back.len[i], strlen(text[i]));
            assert_memory_equal(back.cell[i], text[i], back.len[i]);
        }
        ho_buffer_release(&b);
    }
}

/* The lists of the CRM notes, header by header. */
static void test_headers(void **state)
{
    static const struct {
        enum ho_file file;
        const char *header;
    } rows[] = {
        { HO_FILE_CONTACTS,
          "Record ID,Email,First Name,Last Name,Company name,Contact owner,"
          "Lead Status,Lead intake ID,Routing decision,Last action,Last action "
          "date,Next action,Next action date,Evidence note,Open risk\r\n" },
        { HO_FILE_TASKS,
          "Task title,Task notes,Due date,Assigned to,Priority,Task status,"
          "Associated contact email,Lead intake ID\r\n" },
        { HO_FILE_NOTES, "Note body,Activity date,Associated contact email,"
                         "Lead intake ID\r\n" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct ho_buffer b;

        ho_buffer_init(&b, 1000);
        ho_layout_header(&b, HANDOFF_CRM_TARGET_HUBSPOT, rows[i].file);
        assert_string_equal(b.ptr, rows[i].header);
        ho_buffer_release(&b);
    }
}

/* --- the mapping
 * -------------------------------------------------------------- */

static void test_mapping(void **state)
{
    static const struct {
        const char *yaml, *message; /* NULL: it is taken */
    } rows[] = {
        { "hubspot: {status: {pursue: OPEN}}", NULL },
        { "salesforce: {status: {pursue: Open - Not Contacted}}", NULL },
        { "hubspot: {status: {pursu: OPEN}}", "did you mean \"pursue\"?" },
        { "hubspot: {status: {pursue: UNQALIFIED}, values: [NEW, UNQUALIFIED]}",
          "did you mean \"UNQUALIFIED\"?" },
        { "hubspot: {values: [NEW]}", "which is not in `values`" },
        { "hubspot: {status: {pursue: CONNECTED}}", "only a person" },
        { "hubspot: {status: {pursue: ATTEMPTED_TO_CONTACT}}",
          "only a person" },
        { "hubspot: {status: {pursue: OPEN_DEAL}}", "only a person" },
        { "salesforce: {status: {pursue: Working - Contacted}}",
          "only a person" },
        { "salesforce: {status: {skip: Closed - Converted}}", "only a person" },
        { "hubspot: {status: {pursue: salesqualifiedlead}}", "only a person" },
        { "hubspott: {}", "did you mean \"hubspot\"?" },
        { "owners: {desk: \"\"}", "an owner is a user of the CRM" },
        { "withhold: [opted out]", "written like OPTED_OUT" },
        { "withhold: [WRONG_AUDIENCE]", NULL },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct ho_arena *arena = ho_arena_new(1 << 20);
        struct handoff_crm_settings crm;
        struct handoff_error err = HANDOFF_ERROR_INIT;
        const struct ho_yaml *root = NULL;
        enum handoff_status status;

        ho_crm_defaults(&crm);
        assert_int_equal(
            ho_yaml_parse(arena, ho_slice(rows[i].yaml), &root, &err), 0);
        status = ho_crm_read(arena, root, &crm, &err);
        if ((status == HANDOFF_OK) != (rows[i].message == NULL) ||
            (rows[i].message &&
             (!strstr(err.message, rows[i].message) || err.line == 0)))
            fail_msg("%s: '%s' lacks '%s'", rows[i].yaml, err.message,
                     rows[i].message ? rows[i].message : "nothing");
        if (status == HANDOFF_OK) /* what leaves never may still does not */
            assert_non_null(handoff_crm_value(&crm.withhold, "OPTED_OUT"));
        ho_arena_free(arena);
    }
}

/* --- forgotten, suppressed
 * ---------------------------------------------------- */

static bool file_has(const char *name, const char *needle)
{
    char *text = NULL;
    size_t len = 0;
    bool yes;

    if (ho_file_read(name, FILE_BYTES, &text, &len, NULL) != HANDOFF_OK)
        return false;
    yes = ho_find((struct handoff_slice){ text, len }, 0, ho_slice(needle)) !=
          SIZE_MAX;
    free(text);
    return yes;
}

static void count(void *user, const char *file)
{
    (void)file;
    ++*(size_t *)user;
}

static void export(struct handoff_exported *out)
{
    struct handoff_crm_settings crm;
    struct handoff_export wanted = { .target = HANDOFF_CRM_TARGET_HUBSPOT,
                                     .settings = &crm,
                                     .folder = "exported" };
    struct handoff_record *record = recorded_open(path, HANDOFF_RECORD_WRITE);
    struct handoff_error err = HANDOFF_ERROR_INIT;

    ho_crm_defaults(&crm);
    if (handoff_record_export(record, &wanted, out, &err) != HANDOFF_OK)
        fail_msg("%s", err.message);
    handoff_record_close(record);
}

static int make(void **state)
{
    (void)state;
    recorded_remove(path);
    if (system("rm -rf exported") != 0)
        return -1;
    recorded_leads_of(path, "../batches/inbound-forms.csv");
    return 0;
}

static void test_forget(void **state)
{
    static const char email[] = "p.raman@saltmarsh.example";
    const struct handoff_forget who = { .email = "P.Raman@saltmarsh.example" };
    struct handoff_exported before, after;
    struct handoff_forgotten done;
    struct handoff_record *record;
    struct handoff_error err = HANDOFF_ERROR_INIT;
    size_t files = 0;

    (void)state;
    export(&before);
    assert_true(file_has(path, email) || file_has("exported.db-wal", email));
    record = recorded_open(path, HANDOFF_RECORD_WRITE);
    if (handoff_record_forget(record, &who, count, &files, &done, &err) !=
        HANDOFF_OK)
        fail_msg("%s", err.message);
    assert_int_equal(done.leads, 1);
    assert_int_equal(files, 3); /* contacts, a note, and the manifest */
    /* nothing in the file nor in its journal, while it is open */
    assert_false(file_has(path, "saltmarsh"));
    assert_false(file_has(path, "Raman"));
    assert_false(file_has("exported.db-wal", "saltmarsh"));
    assert_int_equal(
        handoff_record_forget(record, &who, count, &files, &done, &err),
        HANDOFF_USAGE);
    handoff_record_close(record);
    recorded_holds(path);
    export(&after);
    assert_int_equal(after.contacts, before.contacts - 1);
    /* who comes back is another lead, known to be suppressed */
    recorded_leads(path);
    export(&after);
    assert_true(file_has("exported/export-0003-hubspot/manifest.json",
                         "\"suppressed\""));
    assert_false(
        file_has("exported/export-0003-hubspot/contacts_upsert.csv", email));
    recorded_holds(path);
}

static void test_suppress(void **state)
{
    static const struct {
        const char *list;
        size_t contacts_less;
        const char *why;
    } rows[] = {
        { "DEX@plumlinetools.example", 1, "an address in any case" },
        { "oakandtide.example", 1, "a domain" },
        { "# a list\n\n@fernandflint.example\r\nben@quietharbour.example\n", 2,
          "a list" },
        { "tide.example", 0, "another domain's end is none of it" },
        { "dex@plumlinetools.example", 0, "twice is once" },
        { "69ec0c6a4b1bbdd31b1848b2776fe70ec86fb816400a95d98cb0b2dfbc535b5b", 1,
          "the hash of hannah.osei@larkspurfoods.example" },
        { "AB7F702C64CF5B061750A420214C9CB83DED562B64A0B04232BC18D34535312B", 1,
          "the hash of tandemrail.example, in capitals" },
    };
    struct handoff_exported out;
    struct handoff_record *record;
    struct handoff_error err = HANDOFF_ERROR_INIT;
    size_t added;

    (void)state;
    export(&out);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const size_t before = out.contacts;

        record = recorded_open(path, HANDOFF_RECORD_WRITE);
        assert_int_equal(handoff_record_suppress(record, ho_slice(rows[i].list),
                                                 &added, NULL),
                         HANDOFF_OK);
        handoff_record_close(record);
        export(&out);
        if (before - out.contacts != rows[i].contacts_less)
            fail_msg("%s: %zu then %zu", rows[i].why, before, out.contacts);
    }
    record = recorded_open(path, HANDOFF_RECORD_WRITE);
    assert_int_equal(
        handoff_record_suppress(record, ho_slice("a@b.example\nno address\n"),
                                &added, &err),
        HANDOFF_USAGE);
    assert_non_null(strstr(err.message, "line 2"));
    handoff_record_close(record);
    recorded_holds(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_headers),
        cmocka_unit_test(test_mapping),
        cmocka_unit_test_setup(test_forget, make),
        cmocka_unit_test_setup(test_suppress, make),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
