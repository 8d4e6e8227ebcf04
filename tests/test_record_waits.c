/* test_record_waits.c - what waits for a person, what the policy lets go, and
 * that queue, export, replay and proof agree on it.
 *
 * fixtures/record/waits/policy.yaml decides; leads.json, a lead a row:
 *
 *     kind, size, email, stage, route    of the sheet; email: one is made up
 *     needs            what the record says a person is needed for
 *     before, after    why the export withholds it while nobody approved the
 *                      policy, and then; "": it leaves
 *     free             the rule that the manifest names for it then
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/json.h"
#include "record/record.h"
#include "support/cases.h"
#include "support/recorded.h"
#include "workspace/crm.h"

enum { TEXT_BYTES = 1 << 20, NAME = 16 };

static const char path[] = "waits.db";
static const char folder[] = FIXTURES "/record/waits";

static const cJSON *rows; /* as they stand in the sheet */

/* --- one run ----------------------------------------------------------------
 */

static void add_cell(struct ho_buffer *b, const cJSON *row, const char *key,
                     const char *otherwise)
{
    ho_buffer_format(b, "%s,", row_text(row, key, otherwise));
}

static void write_sheet(struct ho_buffer *b)
{
    const cJSON *row;
    size_t i = 0;

    ho_buffer_text(b, "Kind,Size,Email,CRM stage,Route,Need\n");
    cJSON_ArrayForEach(row, rows)
    {
        char email[64];

        snprintf(email, sizeof email, "lead%zu@x.example", ++i);
        add_cell(b, row, "kind", "");
        add_cell(b, row, "size", "");
        add_cell(b, row, "email", email);
        add_cell(b, row, "stage", "");
        add_cell(b, row, "route", "");
        ho_buffer_format(b, "We wait %zu days\n", i);
    }
}

static void run(const char *policy)
{
    struct handoff_record *record = recorded_open(path, HANDOFF_RECORD_RUN);
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct ho_buffer sheet;

    ho_buffer_init(&sheet, TEXT_BYTES);
    write_sheet(&sheet);
    if (recorded_run_by(record, ho_slice(policy), "sheet.csv", sheet.ptr,
                        sheet.len, &err) != HANDOFF_OK)
        fail_msg("%s", err.message);
    handoff_record_close(record);
    ho_buffer_release(&sheet);
}

static void approve(const char *text)
{
    struct handoff_record *record = recorded_open(path, HANDOFF_RECORD_WRITE);
    struct handoff_policy *policy = NULL;

    assert_int_equal(
        handoff_policy_parse("policy.yaml", ho_slice(text), &policy, NULL),
        HANDOFF_OK);
    assert_int_equal(
        handoff_record_approve(record, policy, ho_slice(text), NULL),
        HANDOFF_OK);
    handoff_policy_free(policy);
    handoff_record_close(record);
}

/* The manifest of the next export. */
static cJSON *manifest(void)
{
    struct handoff_crm_settings crm;
    const struct handoff_export wanted = { .target = HANDOFF_CRM_TARGET_CSV,
                                           .settings = &crm,
                                           .folder = "waits" };
    struct handoff_record *record = recorded_open(path, HANDOFF_RECORD_WRITE);
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_exported done;
    char file[sizeof done.folder + 32], *text = NULL;
    cJSON *json = NULL;
    size_t len;

    ho_crm_defaults(&crm);
    if (handoff_record_export(record, &wanted, &done, &err) != HANDOFF_OK)
        fail_msg("%s", err.message);
    handoff_record_close(record);
    snprintf(file, sizeof file, "%s/manifest.json", done.folder);
    assert_int_equal(ho_file_read(file, TEXT_BYTES, &text, &len, NULL),
                     HANDOFF_OK);
    assert_int_equal(ho_json_parse(ho_slice(text), &json, NULL), HANDOFF_OK);
    free(text);
    return json;
}

/* --- what is said of a lead -------------------------------------------------
 */

/* The queue in its order. */
static cJSON *queue(void)
{
    struct handoff_record *record = recorded_open(path, HANDOFF_RECORD_READ);
    char *text = NULL;
    cJSON *json = NULL;
    size_t len;

    assert_int_equal(handoff_review_list(record, 1000, HANDOFF_FORMAT_JSON,
                                         &text, &len, NULL),
                     HANDOFF_OK);
    handoff_record_close(record);
    assert_int_equal(ho_json_parse(ho_slice(text), &json, NULL), HANDOFF_OK);
    free(text);
    return json;
}

/* The entry whose key is the lead, or LEAD@HASH. */
static const cJSON *entry_of(const cJSON *list, const char *key,
                             const char *lead)
{
    const cJSON *entry;

    cJSON_ArrayForEach(entry, list)
    {
        const char *name = ho_json_text(entry, key);

        if (strncmp(name, lead, strlen(lead)) == 0 &&
            (name[strlen(lead)] == '\0' || name[strlen(lead)] == '@'))
            return entry;
    }
    return NULL;
}

static const char *text_in(const cJSON *list, const char *key, const char *lead,
                           const char *what)
{
    const cJSON *entry = entry_of(list, key, lead);

    return entry ? ho_json_text(entry, what) : "";
}

/* Why nothing of the lead leaves; "" where it does, with or without a task. */
static const char *withheld(const cJSON *export, const char *lead)
{
    const cJSON *list = ho_json_get(export, "withheld");

    return strcmp(text_in(list, "lead", lead, "rows"), "task") == 0
               ? ""
               : text_in(list, "lead", lead, "why");
}

static void check_leaving(const cJSON *export, const cJSON *row,
                          const char *lead, const char *when)
{
    const cJSON *free = ho_json_get(export, "approval_free");
    const char *why = row_text(row, "why", ""),
               *reason = row_text(row, when, "");
    const bool approved = strcmp(when, "after") == 0;
    const char *rule = approved ? row_text(row, "free", "") : "";

    if (strcmp(withheld(export, lead), reason) != 0)
        fail_msg("%s: %s the approval it is not '%s' but '%s'", why, when,
                 reason, withheld(export, lead));
    if (strcmp(text_in(free, "lead", lead, "rule"), rule) != 0)
        fail_msg("%s: %s the approval it is free by '%s'", why, when,
                 text_in(free, "lead", lead, "rule"));
    if (*rule)
        assert_string_equal(text_in(free, "lead", lead, "why"),
                            "approval-free by policy");
}

static void check_all(const char *when)
{
    cJSON *const waiting = queue(), *const left = manifest();
    const cJSON *row;
    size_t i = 0, wait = 0;

    cJSON_ArrayForEach(row, rows)
    {
        const char *needs = row_text(row, "needs", NULL);
        char lead[NAME];

        snprintf(lead, sizeof lead, "L-%04zu", ++i);
        if (strcmp(text_in(waiting, "item", lead, "needs"), needs) != 0)
            fail_msg("%s: it needs a person for '%s'", row_text(row, "why", ""),
                     text_in(waiting, "item", lead, "needs"));
        wait += *needs != '\0';
        check_leaving(left, row, lead, when);
    }
    /* and the policy, until a person stands behind it */
    assert_int_equal(cJSON_GetArraySize(waiting),
                     wait + (strcmp(when, "before") == 0));
    cJSON_Delete(waiting);
    cJSON_Delete(left);
}

/* --- tests ------------------------------------------------------------------
 */

static char *policy;

static int start(void **state)
{
    (void)state;
    recorded_remove(path);
    return system("rm -rf waits");
}

static void test_each_lead(void **state)
{
    (void)state;
    run(policy);
    check_all("before");
    approve(policy);
    check_all("after");
    recorded_holds(path);
    run(policy); /* says the same */
    check_all("after");
    recorded_holds(path);
}

/* Approval of one content lets nothing go that another one decided. */
static void test_other_content(void **state)
{
    char *other = case_text(folder, "policy.yaml", NULL);
    char *version = strstr(other, "version: 1"), *size = strstr(other, "1000");

    (void)state;
    version[9] = '2';
    size[0] = '2';
    run(policy);
    approve(other);
    check_all("before");
    recorded_holds(path);
    free(other);
}

static void say(enum handoff_review_verdict verdict, const char *name)
{
    struct handoff_record *record = recorded_open(path, HANDOFF_RECORD_WRITE);
    cJSON *json;
    struct handoff_review review = { .verdict = verdict, .note = "" };
    struct handoff_error err = HANDOFF_ERROR_INIT;

    json = queue();
    review.item = ho_json_text(entry_of(json, "item", name), "item");
    if (handoff_review_say(record, &review, &err) != HANDOFF_OK)
        fail_msg("%s", err.message);
    handoff_record_close(record);
    cJSON_Delete(json);
}

static void assert_withheld(const char *lead, const char *why)
{
    cJSON *json = manifest();

    assert_string_equal(withheld(json, lead), why);
    cJSON_Delete(json);
}

/* A policy that a person said no to lets nothing go; an approval of it that
 * was tampered with lets nothing at all leave. */
static void test_rejected_and_forged(void **state)
{
    struct handoff_crm_settings crm;
    const struct handoff_export wanted = { .target = HANDOFF_CRM_TARGET_CSV,
                                           .settings = &crm,
                                           .folder = "waits" };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_exported done;
    struct handoff_record *record;

    (void)state;
    run(policy);
    say(HANDOFF_REVIEW_REJECTED, "policy");
    assert_withheld("L-0002", "policy_not_approved");
    recorded_holds(path);
    record = recorded_open(path, HANDOFF_RECORD_WRITE);
    assert_int_equal(ho_db_script(record->db,
                                  "UPDATE approval SET verdict = 'approved'",
                                  NULL),
                     HANDOFF_OK);
    ho_crm_defaults(&crm);
    assert_int_equal(handoff_record_export(record, &wanted, &done, &err),
                     HANDOFF_RECORD);
    assert_non_null(strstr(err.message, "cannot be trusted"));
    assert_int_equal(recorded_number(record, "SELECT count(*) FROM export"), 1);
    handoff_record_close(record);
}

/* What a person said of a lead counts for it, whatever the policy says. */
static void test_said_by_a_person(void **state)
{
    cJSON *json;

    (void)state;
    run(policy);
    approve(policy);
    say(HANDOFF_REVIEW_APPROVED, "L-0001");
    say(HANDOFF_REVIEW_REJECTED, "L-0005");
    assert_withheld("L-0001", "");
    assert_withheld("L-0005", "rejected");
    json = manifest();
    assert_null(entry_of(ho_json_get(json, "approval_free"), "lead", "L-0001"));
    cJSON_Delete(json);
    recorded_holds(path);
}

/* The key goes and comes back: leads join the queue and leave it, and replay
 * tells beforehand. */
static void test_key_changes(void **state)
{
    char *with = case_text(folder, "policy.yaml", NULL);
    char *key = strstr(with, ", review: no");
    struct handoff_policy *parsed = NULL;
    struct handoff_record *record;
    char *text = NULL;
    size_t len;

    (void)state;
    memset(key, ' ', strlen(", review: no"));
    *(strstr(with, "version: 1") + strlen("version: ")) = '2';
    run(policy);
    assert_int_equal(
        handoff_policy_parse("policy.yaml", ho_slice(with), &parsed, NULL),
        HANDOFF_OK);
    record = recorded_open(path, HANDOFF_RECORD_READ);
    assert_int_equal(handoff_record_replay(record, 1, parsed,
                                           HANDOFF_FORMAT_NDJSON, &text, &len,
                                           NULL),
                     HANDOFF_OK);
    handoff_record_close(record);
    assert_non_null(strstr(text, "\"lead\":\"L-0002\""));
    assert_non_null(
        strstr(text, "\"was_needs\":\"\",\"now_needs\":\"pursue\""));
    assert_null(strstr(text, "\"lead\":\"L-0001\""));
    assert_null(strstr(text, "\"lead\":\"L-0003\""));
    free(text);
    handoff_policy_free(parsed);
    run(with);
    record = recorded_open(path, HANDOFF_RECORD_READ);
    assert_int_equal(recorded_number(record, "SELECT waits FROM crm WHERE"
                                             " lead = 2"),
                     1);
    handoff_record_close(record);
    approve(with);
    assert_withheld("L-0002", "not_approved");
    approve(policy);
    run(policy);
    check_all("after");
    recorded_holds(path);
    free(with);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_each_lead, start),
        cmocka_unit_test_setup(test_other_content, start),
        cmocka_unit_test_setup(test_rejected_and_forged, start),
        cmocka_unit_test_setup(test_said_by_a_person, start),
        cmocka_unit_test_setup(test_key_changes, start),
    };
    char *text = case_text(folder, "leads.json", NULL);
    int failed;

    policy = case_text(folder, "policy.yaml", NULL);
    rows = cJSON_Parse(text);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    cJSON_Delete((cJSON *)(uintptr_t)rows);
    free(policy);
    free(text);
    return failed;
}
