/* test_intake_alloc.c - every allocation of a batch fails once. */
#include <handoff/lead.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/slice.h"
#include "support/alloc_fail.h"
#include "support/lead_fields.h"

static enum handoff_status add(const char *text, struct handoff_error *err)
{
    struct handoff_batch *batch = NULL;
    enum handoff_status status = handoff_batch_new(&lead_fields, &batch, err);

    if (status != HANDOFF_OK)
        return status;
    status = handoff_batch_add(batch, "-", ho_slice(text), err);
    if (status != HANDOFF_OK)
        assert_int_equal(
            handoff_batch_count(batch) + handoff_batch_refused_count(batch), 0);
    handoff_batch_free(batch);
    return status;
}

static enum handoff_status add_csv(struct handoff_error *err)
{
    return add("id,email,company,message\n"
               "a,jo@x.example,Northloom,\"a \"\"b\"\"\"\n"
               "a,JO@x.example,Northloom,c\n"
               ",,Northloom,c\n,,northloom,c\n"
               "d,e,f\"\nd,e,f,g,h\n",
               err);
}

static enum handoff_status add_text(struct handoff_error *err)
{
    return add("New lead\n\nName: Jo\nCompany: Hillmarsh\nMessage: a\n---\n"
               "Name:\n---\nb\n",
               err);
}

static enum handoff_status add_json(struct handoff_error *err)
{
    return add("[{\"company\":\"a\\tb\",\"items\":[{\"label\":\"Budget\","
               "\"value\":[1],\"options\":[{\"id\":1,\"text\":\"5k\"}]}]},"
               "{\"message\":\"x\"}, 5]",
               err);
}

static enum handoff_status add_ndjson(struct handoff_error *err)
{
    return add("{\"message\":\"x\"}\n{\"message\":\n{\"need\":\"y\"}\n", err);
}

static enum handoff_status add_sources(struct handoff_error *err)
{
    return add(
        "{\"formID\":\"1\",\"submissionID\":\"2\",\"rawRequest\":"
        "\"{\\\"q1_a\\\":\\\"&lt;\\\\n\\\",\\\"x\\\":1}\"}\n"
        "{\"lead_id\":\"3\",\"google_key\":\"k\",\"user_column_data\":[{"
        "\"column_id\":\"X\",\"string_value\":\"y\"}]}\n"
        "{\"entry\":[{\"changes\":[{\"value\":{\"leadgen_id\":4}}]}]}\n"
        "{\"lead_id\":\"3\",\"user_column_data\":[{\"string_value\":1}]}\n",
        err);
}

static enum handoff_status add_form_data(struct handoff_error *err)
{
    return add("--b\nContent-Disposition: form-data; name=\"rawRequest\"\n\n"
               "{\"q1_email\":\"a&amp;b\"}\n--b\n"
               "Content-Disposition: form-data; name=\"ip\"\n\nx\n--b--",
               err);
}

static enum handoff_status add_mails(struct handoff_error *err)
{
    return add("--- Name ---\nJo\n--- Message ---\nHi\n===\n"
               "New submission from X\n\nName: Jo\n\n"
               "--------------------------------\nMore\n\nTitle: COO\n===\n"
               "From: Jo <jo@x.example>\nMessage: Hi\n-- \n"
               "This is a receipt for your contact form submission\n",
               err);
}

static enum handoff_status print(struct handoff_error *err)
{
    static const char text[] = "{\"message\":\"x\",\"google_key\":1}";
    struct handoff_batch *batch = NULL;
    enum handoff_status status = handoff_batch_new(&lead_fields, &batch, err);
    char *json = NULL, *words = NULL;
    size_t len = 0;

    if (status == HANDOFF_OK)
        status = handoff_batch_add(batch, "-", ho_slice(text), err);
    if (status == HANDOFF_OK)
        status = handoff_batch_json(batch, &lead_fields, &json, &len, err);
    if (status == HANDOFF_OK)
        status = handoff_batch_explain(batch, &lead_fields, &words, &len, err);
    free(words);
    free(json);
    handoff_batch_free(batch);
    return status;
}

static void test_sources(void **state)
{
    (void)state;
    fail_each_allocation(add_sources);
    fail_each_allocation(add_form_data);
    fail_each_allocation(add_mails);
}

static void test_print(void **state)
{
    (void)state;
    fail_each_allocation(print);
}

static enum handoff_status add_mail(struct handoff_error *err)
{
    return add("From: Jo <jo@x.example>\nSubject: =?utf-8?Q?=C3=BC?=\n"
               "MIME-Version: 1.0\n"
               "Content-Type: multipart/mixed; boundary=b\n\n"
               "--b\nContent-Type: text/html\n\n<p>Forty seats</p>\n"
               "--b\nContent-Type: text/plain; charset=koi8-r\n\n\xC1\n"
               "--b\nContent-Type: application/pdf\n\nx\n--b--\n",
               err);
}

static enum handoff_status add_named(struct handoff_error *err)
{
    const struct handoff_slice bytes = ho_slice("Betrieb,Wer\nNordwerk,Ines\n");
    struct handoff_columns *columns = NULL;
    struct handoff_batch *batch = NULL;
    enum handoff_status status =
        handoff_columns_new(&lead_fields, &columns, err);

    if (status == HANDOFF_OK)
        status =
            handoff_columns_parse(columns, "company=Betrieb,message=Wer", err);
    if (status == HANDOFF_OK)
        status = handoff_batch_new(&lead_fields, &batch, err);
    if (status == HANDOFF_OK) {
        handoff_batch_columns(batch, columns);
        status = handoff_batch_add(batch, "-", bytes, err);
    }
    handoff_batch_free(batch);
    handoff_columns_free(columns);
    return status;
}

static void test_columns(void **state)
{
    (void)state;
    fail_each_allocation(add_named);
}

static void test_mail(void **state)
{
    (void)state;
    fail_each_allocation(add_mail);
}

static void test_csv(void **state)
{
    (void)state;
    fail_each_allocation(add_csv);
}

static void test_text(void **state)
{
    (void)state;
    fail_each_allocation(add_text);
}

static void test_json(void **state)
{
    (void)state;
    fail_each_allocation(add_json);
}

static void test_ndjson(void **state)
{
    (void)state;
    fail_each_allocation(add_ndjson);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_csv),     cmocka_unit_test(test_text),
        cmocka_unit_test(test_json),    cmocka_unit_test(test_ndjson),
        cmocka_unit_test(test_sources), cmocka_unit_test(test_print),
        cmocka_unit_test(test_mail),    cmocka_unit_test(test_columns),
    };

    return cmocka_run_group_tests_name("intake alloc", tests, NULL, NULL);
}
