/* test_intake_batch.c - several inputs in one batch, files, failures. */
#include <handoff/lead.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/slice.h"
#include "support/lead_fields.h"

static int set_up(void **state)
{
    struct handoff_batch *batch = NULL;

    if (handoff_batch_new(&lead_fields, &batch, NULL) != HANDOFF_OK)
        return -1;
    *state = batch;
    return 0;
}

static int tear_down(void **state)
{
    handoff_batch_free(*state);
    return 0;
}

static enum handoff_status add(struct handoff_batch *batch, const char *text)
{
    return handoff_batch_add(batch, "-", ho_slice(text), NULL);
}

static void expect_id(const struct handoff_batch *batch, size_t index,
                      const char *id)
{
    assert_true(index < handoff_batch_count(batch));
    assert_string_equal(handoff_batch_lead(batch, index)->id, id);
}

static void test_ids_count_over_the_batch(void **state)
{
    struct handoff_batch *batch = *state;

    assert_int_equal(add(batch, "Message: one"), HANDOFF_OK);
    assert_int_equal(add(batch, "{\"id\": \"x\", \"message\": \"two\"}"),
                     HANDOFF_OK);
    assert_int_equal(add(batch, "id,message\nx,three\nL-0001,four\n,five\n"),
                     HANDOFF_OK);
    expect_id(batch, 0, "L-0001");
    expect_id(batch, 1, "x");
    expect_id(batch, 2, "x-2");
    expect_id(batch, 3, "L-0001-2");
    expect_id(batch, 4, "L-0005");
}

static void test_duplicates_are_found_across_inputs(void **state)
{
    struct handoff_batch *batch = *state;

    assert_int_equal(add(batch, "id,email,message\na,jo@x.example,m\n"),
                     HANDOFF_OK);
    assert_int_equal(add(batch, "{\"Work e-mail\":\" JO@X.example\"}"),
                     HANDOFF_OK);
    assert_int_equal(add(batch, "Name: Jo\nEmail: jo@x.example\n"), HANDOFF_OK);
    assert_int_equal(add(batch, "Name: Jo\nEmail: jo@y.example\n"), HANDOFF_OK);
    assert_null(handoff_batch_lead(batch, 0)->duplicate_of);
    assert_string_equal(handoff_batch_lead(batch, 1)->duplicate_of, "a");
    assert_string_equal(handoff_batch_lead(batch, 2)->duplicate_of, "a");
    assert_null(handoff_batch_lead(batch, 3)->duplicate_of);
}

static void test_a_failed_input_leaves_no_trace(void **state)
{
    struct handoff_batch *batch = *state;
    const struct handoff_lead *first;

    assert_int_equal(add(batch, "Message: one"), HANDOFF_OK);
    first = handoff_batch_lead(batch, 0);
    assert_int_equal(add(batch, ""), HANDOFF_BAD_INPUT);
    assert_int_equal(add(batch, "Message: \xff"), HANDOFF_BAD_TEXT);
    assert_int_equal(add(batch, "{\"message\":}"), HANDOFF_BAD_JSON);
    assert_int_equal(add(batch, "need,need\na,b\n"), HANDOFF_BAD_INPUT);
    assert_int_equal(handoff_batch_count(batch), 1);
    assert_int_equal(handoff_batch_refused_count(batch), 0);
    assert_int_equal(add(batch, "Message: two"), HANDOFF_OK);
    expect_id(batch, 1, "L-0002");
    assert_ptr_equal(handoff_batch_lead(batch, 0), first);
}

static void test_refused_records_add_up(void **state)
{
    struct handoff_batch *batch = *state;
    const char *file = "first.json";

    assert_int_equal(handoff_batch_add(batch, file, ho_slice("[1,\n2]"), NULL),
                     HANDOFF_OK);
    assert_int_equal(add(batch, "need,notes\n1,2,3\n"), HANDOFF_OK);
    assert_int_equal(handoff_batch_count(batch), 0);
    assert_int_equal(handoff_batch_refused_count(batch), 3);
    assert_string_equal(handoff_batch_refused(batch, 0)->file, file);
    assert_ptr_not_equal(handoff_batch_refused(batch, 0)->file, file);
    assert_int_equal(handoff_batch_refused(batch, 1)->line, 2);
    assert_string_equal(handoff_batch_refused(batch, 2)->file, "-");
}

static void test_errors_name_the_input(void **state)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char text[600];

    assert_int_equal(handoff_batch_add(*state, "june.csv",
                                       ho_slice("\n\nneed,need\na,b\n"), &err),
                     HANDOFF_BAD_INPUT);
    handoff_error_text(&err, text, sizeof text);
    assert_string_equal(text, "june.csv:3: the header has the column 'need' "
                              "twice; rename or remove one of them");
}

static void test_first_message_wins(void **state)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;

    assert_int_equal(handoff_batch_add(*state, "a", ho_slice(""), &err),
                     HANDOFF_BAD_INPUT);
    assert_int_equal(handoff_batch_add(*state, "b", ho_slice("{"), &err),
                     HANDOFF_BAD_JSON);
    assert_string_equal(err.file, "a");
    assert_int_equal(err.status, HANDOFF_BAD_INPUT);
}

static void test_read_takes_a_file(void **state)
{
    const char *path = FIXTURES "/intake/csv-crlf-bom/input.csv";

    assert_int_equal(handoff_batch_read(*state, path, NULL), HANDOFF_OK);
    assert_int_equal(handoff_batch_count(*state), 2);
    assert_string_equal(handoff_batch_lead(*state, 1)->file, path);
}

static void test_read_refuses_what_is_no_file(void **state)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    const char *path = FIXTURES "/intake/there-is-no-such-file.csv";

    assert_int_equal(handoff_batch_read(*state, path, &err), HANDOFF_IO);
    assert_string_equal(err.file, path);
    assert_int_equal(handoff_batch_read(*state, FIXTURES "/intake", NULL),
                     HANDOFF_IO);
    assert_int_equal(handoff_batch_count(*state), 0);
}

static void test_settled_and_crm_values(void **state)
{
    const char *text = "company,owner,follow-up date,message\n"
                       "Northloom,Ana Ruiz,n/a,hello\n";
    const struct handoff_lead *lead;

    assert_int_equal(add(*state, text), HANDOFF_OK);
    lead = handoff_batch_lead(*state, 0);
    assert_ptr_equal(handoff_lead_settled(lead, FIELD_COMPANY),
                     &lead->value[0]);
    assert_ptr_equal(handoff_lead_settled(lead, FIELD_ACCOUNT_OWNER),
                     &lead->value[1]);
    assert_null(handoff_lead_settled(lead, FIELD_BUDGET));
    assert_null(handoff_lead_settled(lead, HANDOFF_NO_FIELD));
    assert_ptr_equal(handoff_lead_crm(lead, HANDOFF_CRM_OWNER),
                     &lead->value[1]);
    assert_null(handoff_lead_crm(lead, HANDOFF_CRM_FOLLOW_UP));
    assert_null(handoff_lead_crm(lead, HANDOFF_CRM_ROUTE));
}

static void test_a_policy_without_fields_will_do(void **state)
{
    static const struct handoff_fields none = { 0 };
    struct handoff_batch *batch = NULL;

    (void)state;
    assert_int_equal(handoff_batch_new(&none, &batch, NULL), HANDOFF_OK);
    assert_int_equal(add(batch, "company,need\nNorthloom,routing\n"),
                     HANDOFF_OK);
    assert_int_equal(handoff_batch_lead(batch, 0)->count, 2);
    assert_null(handoff_lead_settled(handoff_batch_lead(batch, 0), 0));
    handoff_batch_free(batch);
    handoff_batch_free(NULL);
}

/* Nothing is left of the leads before: no id, no person, no receipt. */
static void test_a_cleared_batch_is_a_new_one(void **state)
{
    static const char table[] = "id,email,message\nx,a@b.example,one\n,,two\n";
    struct handoff_batch *batch = *state;

    for (int i = 0; i < 3; i++) {
        assert_int_equal(add(batch, table), HANDOFF_OK);
        assert_int_equal(add(batch, "id,message\n\"y,three\n"), HANDOFF_OK);
        assert_int_equal(handoff_batch_count(batch), 2);
        assert_int_equal(handoff_batch_refused_count(batch), 1);
        expect_id(batch, 0, "x");
        expect_id(batch, 1, "L-0002");
        assert_null(handoff_batch_lead(batch, 0)->duplicate_of);
        handoff_batch_clear(batch);
        assert_int_equal(handoff_batch_count(batch), 0);
        assert_int_equal(handoff_batch_refused_count(batch), 0);
    }
}

/* One batch, row after row: a header is read once while it stays the same,
 * and never lent to a row of another table. */
static void test_restored_rows(void **state)
{
    static const struct {
        const char *kind, *frame, *bytes;
        enum handoff_status status;
        const char *label, *why;
    } rows[] = {
        { "csv", "need,role\n", "a,b", HANDOFF_OK, "need", "the first" },
        { "csv", "need,role\n", "c,d", HANDOFF_OK, "need", "the same" },
        { "csv", "notes,role\n", "e,f", HANDOFF_OK, "notes", "another" },
        { "csv;", "need;role\n", "g,h;i", HANDOFF_OK, "need",
          "another delimiter" },
        { "csv;", "need,role\n", "j,k", HANDOFF_OK, "need,role",
          "the text of one table under the delimiter of another" },
        { "csv", "need,role\n", "l,\"m", HANDOFF_BAD_INPUT, NULL,
          "a new header, a row that is broken" },
        { "csv", "need,role\n", "n,o", HANDOFF_OK, "need",
          "the header of a row that failed" },
        { "csv", "need,role\n", "p,\"q", HANDOFF_BAD_INPUT, NULL,
          "a known header, a row that is broken" },
        { "csv", "need,role\n", "need,role", HANDOFF_BAD_INPUT, NULL,
          "the header again is no lead" },
        { "csv", "need,role\n", "r,s", HANDOFF_OK, "need", "once more" },
        { "csv", "need", ",role\nt,u", HANDOFF_OK, "need",
          "a header that does not end in the frame" },
        { "csv", "need", "ed,role\nt,u", HANDOFF_OK, "needed",
          "and goes on otherwise" },
    };
    struct handoff_batch *batch = *state;
    size_t count = 0;

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct handoff_kept_lead kept = { .kind = rows[i].kind,
                                                .id = "x",
                                                .file = "-",
                                                .line = 1,
                                                .frame =
                                                    ho_slice(rows[i].frame),
                                                .bytes =
                                                    ho_slice(rows[i].bytes) };

        if (handoff_batch_restore(batch, &kept, NULL) != rows[i].status)
            fail_msg("row %zu: %s", i, rows[i].why);
        if (rows[i].status != HANDOFF_OK)
            continue;
        assert_string_equal(handoff_batch_lead(batch, count++)->value[0].label,
                            rows[i].label);
    }
    assert_int_equal(handoff_batch_count(batch), count);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_ids_count_over_the_batch),
        TEST(test_duplicates_are_found_across_inputs),
        TEST(test_a_failed_input_leaves_no_trace),
        TEST(test_refused_records_add_up),
        TEST(test_errors_name_the_input),
        TEST(test_first_message_wins),
        TEST(test_read_takes_a_file),
        TEST(test_read_refuses_what_is_no_file),
        TEST(test_settled_and_crm_values),
        TEST(test_a_cleared_batch_is_a_new_one),
        TEST(test_restored_rows),
        cmocka_unit_test(test_a_policy_without_fields_will_do),
    };

    return cmocka_run_group_tests_name("intake batch", tests, NULL, NULL);
}
