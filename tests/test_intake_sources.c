/* test_intake_sources.c - every folder of fixtures/sources: what a form
 * program sends, and the submissions that intake reads from it.
 *
 *     input.json, .ndjson or .txt
 *     expect.ndjson    as handoff intake prints it; the refused records below
 *     google_key.txt   the key that is configured, if any
 *     why.txt          what the case is there for
 *
 * What holds for every case: the output is as its schema has it, each value
 * is read back from the lead's own bytes, no text of a payload is lost, and
 * the bytes of a lead, read alone, are the same submission.
 */
#include <handoff/lead.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/slice.h"
#include "support/cases.h"
#include "support/lead_check.h"
#include "support/lead_fields.h"

enum { BIG = 10 << 20, SMALL = 1000 * 1000 };

static struct handoff_batch *read_batch(struct handoff_slice bytes,
                                        const char *key,
                                        enum handoff_status *status,
                                        struct handoff_error *err)
{
    struct handoff_batch *batch = NULL;

    assert_int_equal(handoff_batch_new(&lead_fields, &batch, NULL), HANDOFF_OK);
    handoff_batch_google_key(batch, key);
    *status = handoff_batch_add(batch, "-", bytes, err);
    return batch;
}

static struct handoff_batch *read_text(const char *text)
{
    enum handoff_status status;
    struct handoff_batch *batch =
        read_batch(ho_slice(text), NULL, &status, NULL);

    assert_int_equal(status, HANDOFF_OK);
    return batch;
}

static char *print(const struct handoff_batch *batch)
{
    char *text = NULL, *all;
    size_t len = 0, room;

    assert_int_equal(handoff_batch_json(batch, &lead_fields, &text, &len, NULL),
                     HANDOFF_OK);
    room = len + 1 + 1024 * handoff_batch_refused_count(batch);
    all = calloc(1, room);
    assert_non_null(all);
    memcpy(all, text, len);
    for (size_t i = 0; i < handoff_batch_refused_count(batch); i++) {
        const struct handoff_refused *r = handoff_batch_refused(batch, i);

        len += (size_t)snprintf(all + len, room - len, "line %zu: %s\n",
                                r->line, r->reason);
    }
    free(text);
    return all;
}

static char *read_input(const char *directory, size_t *len)
{
    static const char *const files[] = { "input.json", "input.ndjson",
                                         "input.txt", "input.csv",
                                         "input.tsv" };
    char *text = NULL;

    for (size_t i = 0; i < sizeof files / sizeof *files && !text; i++)
        text = case_file(directory, files[i], len);
    assert_non_null(text);
    return text;
}

static void run_case(const char *directory, const char *name)
{
    size_t len = 0;
    char *input = read_input(directory, &len);
    char *expect = case_text(directory, "expect.ndjson", NULL);
    char *why = case_text(directory, "why.txt", NULL);
    char *key = case_file(directory, "google_key.txt", NULL), *got;
    struct handoff_error err = HANDOFF_ERROR_INIT;
    enum handoff_status status;
    struct handoff_batch *batch;

    if (key)
        key[strcspn(key, "\n")] = '\0';
    batch =
        read_batch((struct handoff_slice){ input, len }, key, &status, &err);
    if (status != HANDOFF_OK)
        fail_msg("%s: %s", name, err.message);
    got = print(batch);
    lead_laws(name, batch, &lead_fields, key);
    assert_same_text(name, got, expect);
    handoff_batch_free(batch);
    free(got);
    free(key);
    free(why);
    free(expect);
    free(input);
}

static void test_cases(void **state)
{
    (void)state;
    each_case("sources", run_case);
}

/* --- payloads too long to keep as files ------------------------------------
 */

static const char answer[] = "{\"type\":\"text\",\"text\":\"a\",\"field\":{\"id"
                             "\":\"x\"}}";
static const char question[] = "{\"id\":\"y\",\"title\":\"b\"}";

/* `count` items, with commas. */
static size_t repeat(char *out, const char *item, size_t count)
{
    const size_t len = strlen(item);

    for (size_t i = 0; i < count; i++) {
        memcpy(out + i * (len + 1), item, len);
        out[i * (len + 1) + len] = ',';
    }
    return count * (len + 1) - 1;
}

/* Each answer looks for its question among thousands that are not it. */
static void test_many_questions(void **state)
{
    char *text = calloc(1, SMALL + 1024);
    struct handoff_batch *batch;
    size_t len;

    (void)state;
    assert_non_null(text);
    len = (size_t)sprintf(text, "{\"form_response\":{\"answers\":[");
    len += repeat(text + len, answer, SMALL / 2 / sizeof answer);
    len += (size_t)sprintf(text + len, "],\"definition\":{\"fields\":[");
    len += repeat(text + len, question, SMALL / 2 / sizeof question);
    sprintf(text + len, "]}}}");
    batch = read_text(text);
    assert_int_equal(handoff_batch_count(batch), 1);
    assert_int_equal(handoff_batch_lead(batch, 0)->count,
                     HANDOFF_INTAKE_VALUES);
    assert_int_equal(handoff_batch_lead(batch, 0)->origin.asides,
                     HANDOFF_INTAKE_ASIDES);
    assert_int_equal(handoff_batch_lead(batch, 0)->origin.warnings,
                     HANDOFF_INTAKE_WARNINGS);
    handoff_batch_free(batch);
    free(text);
}

/* A field of 10 MB is refused with its reason; its neighbours are read. */
static void test_large_field(void **state)
{
    char *text = calloc(1, BIG + 1024);
    struct handoff_batch *batch;
    size_t len;

    (void)state;
    assert_non_null(text);
    len = (size_t)sprintf(text, "{\"message\":\"before\"}\n"
                                "{\"user_column_data\":[{\"column_id\":\"X\","
                                "\"string_value\":\"");
    memset(text + len, 'a', BIG);
    sprintf(text + len + BIG, "\"}]}\n{\"message\":\"after\"}\n");
    batch = read_text(text);
    assert_int_equal(handoff_batch_count(batch), 2);
    assert_int_equal(handoff_batch_refused_count(batch), 1);
    assert_int_equal(handoff_batch_refused(batch, 0)->line, 2);
    assert_non_null(strstr(handoff_batch_refused(batch, 0)->reason, "1 MiB"));
    handoff_batch_free(batch);
    free(text);
}

/* Envelopes in envelopes are opened three deep, then read as they are. */
static void test_nested_envelopes(void **state)
{
    char text[4096] = "";
    struct handoff_batch *batch;

    (void)state;
    for (size_t i = 0; i < 90; i++)
        strcat(text, "{\"data\":[");
    strcat(text, "{\"user_column_data\":[{\"string_value\":\"x\"}]}");
    for (size_t i = 0; i < 90; i++)
        strcat(text, "]}");
    batch = read_text(text);
    assert_int_equal(handoff_batch_count(batch), 1);
    assert_string_equal(handoff_batch_lead(batch, 0)->origin.kind, "json");
    handoff_batch_free(batch);
}

/* A payload that is cut anywhere is an error with its place, or leads that
 * keep to the laws; it never vanishes. */
static void cut_case(const char *directory, const char *name)
{
    size_t len = 0;
    char *input = read_input(directory, &len);

    for (size_t cut = 1; cut < len; cut += 1 + len / 60) {
        struct handoff_error err = HANDOFF_ERROR_INIT;
        enum handoff_status status;
        struct handoff_batch *batch = read_batch(
            (struct handoff_slice){ input, cut }, NULL, &status, &err);
        const size_t read =
            handoff_batch_count(batch) + handoff_batch_refused_count(batch);

        if (status == HANDOFF_OK ? read == 0 : err.message[0] == '\0')
            fail_msg("%s: nothing is said of the first %zu bytes", name, cut);
        for (size_t i = 0; i < handoff_batch_count(batch); i++)
            lead_nothing_lost(name, handoff_batch_lead(batch, i));
        handoff_batch_free(batch);
    }
    free(input);
}

static void test_cut(void **state)
{
    (void)state;
    each_case("sources", cut_case);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_many_questions),
        cmocka_unit_test(test_large_field),
        cmocka_unit_test(test_nested_envelopes),
        cmocka_unit_test(test_cut),
    };

    return cmocka_run_group_tests(tests, lead_schema_compile, lead_schema_free);
}
