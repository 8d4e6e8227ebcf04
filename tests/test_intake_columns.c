/* test_intake_columns.c - columns under names of one's own: what is said
 * wrongly is told with the way out, what is said well is read, kept and read
 * again. */
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
#include "support/lead_fields.h"

static const char table[] = "Betrieb;Wer;\"Wobei, und wann?\";Kunde von\n"
                            "Nordwerk;Ines;Bis Oktober;Sam\n"
                            "Suedwerk;Rui;Egal;\n";

static struct handoff_columns *new_columns(void)
{
    struct handoff_columns *columns = NULL;

    assert_int_equal(handoff_columns_new(&lead_fields, &columns, NULL),
                     HANDOFF_OK);
    return columns;
}

static struct handoff_batch *new_batch(const struct handoff_columns *columns)
{
    struct handoff_batch *batch = NULL;

    assert_int_equal(handoff_batch_new(&lead_fields, &batch, NULL), HANDOFF_OK);
    handoff_batch_columns(batch, columns);
    return batch;
}

/* --- what cannot be meant --------------------------------------------------
 */

static const struct {
    const char *why, *said, *error;
} bad[] = {
    { "a slip in the field's name", "compny=Betrieb",
      "did you mean \"company\"?" },
    { "a field that there is not", "shoe_size=Betrieb",
      "name a field of the policy" },
    { "no header", "company", "FIELD=HEADER" },
    { "an empty header", "company=", "without a name" },
    { "a header of nothing but marks", "company=--", "without a name" },
    { "something behind the quotes", "company=\"Betrieb\"x", "FIELD=HEADER" },
    { "a comma at the end", "company=Betrieb,", "FIELD=HEADER" },
    { "nothing at all", "", "FIELD=HEADER" },
    { "the second of two", "company=Betrieb,persn=Wer",
      "did you mean \"person\"?" },
};

static void test_said_wrongly(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct handoff_columns *columns = new_columns();
        struct handoff_error err = HANDOFF_ERROR_INIT;

        if (handoff_columns_parse(columns, bad[i].said, &err) == HANDOFF_OK)
            fail_msg("%s: was taken", bad[i].why);
        if (!strstr(err.message, bad[i].error))
            fail_msg("%s: %s", bad[i].why, err.message);
        handoff_columns_free(columns);
    }
}

static const struct {
    const char *why, *said, *error;
} misplaced[] = {
    { "a slip in the header", "company=Betreib", "did you mean \"Betrieb\"?" },
    { "a header of another table", "company=Handelsname",
      "no column \"Handelsname\"" },
    { "two columns for one field", "company=Betrieb,company=Wer",
      "the column 'Company' twice" },
};

static void test_not_in_the_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof misplaced / sizeof *misplaced; i++) {
        struct handoff_columns *columns = new_columns();
        struct handoff_error err = HANDOFF_ERROR_INIT;
        struct handoff_batch *batch;

        assert_int_equal(
            handoff_columns_parse(columns, misplaced[i].said, NULL),
            HANDOFF_OK);
        batch = new_batch(columns);
        if (handoff_batch_add(batch, "-", ho_slice(table), &err) !=
                HANDOFF_BAD_INPUT ||
            !strstr(err.message, misplaced[i].error))
            fail_msg("%s: %s", misplaced[i].why, err.message);
        assert_int_equal(err.line, 1);
        handoff_batch_free(batch);
        handoff_columns_free(columns);
    }
}

/* --- what is meant ---------------------------------------------------------
 */

static void expect(const struct handoff_lead *lead, size_t index,
                   const char *cite, const char *text, int settles)
{
    const struct handoff_value *value = &lead->value[index];

    assert_string_equal(value->cite, cite);
    assert_true(ho_slice_is(value->text, text));
    assert_int_equal(value->settles, settles);
}

static void expect_first(const struct handoff_lead *lead)
{
    assert_int_equal(lead->count, 4);
    expect(lead, 0, "field:Company", "Nordwerk", FIELD_COMPANY);
    expect(lead, 1, "field:Name", "Ines", FIELD_PERSON);
    expect(lead, 2, "message", "Bis Oktober", HANDOFF_NO_FIELD);
    expect(lead, 3, "crm:owner", "Sam", FIELD_ACCOUNT_OWNER);
}

static struct handoff_columns *well_said(void)
{
    struct handoff_columns *columns = new_columns();

    assert_int_equal(
        handoff_columns_parse(columns,
                              " company = betrieb ,person=WER,"
                              "message=\"Wobei, und wann?\",owner=kunde_von",
                              NULL),
        HANDOFF_OK);
    return columns;
}

/* A batch knows nothing of the columns by the time it is verified. */
static void test_kept(void **state)
{
    struct handoff_columns *columns = well_said();
    struct handoff_batch *batch = new_batch(columns), *again = new_batch(NULL);
    const struct handoff_lead *lead;
    struct handoff_kept_lead kept;

    (void)state;
    assert_int_equal(handoff_batch_add(batch, "-", ho_slice(table), NULL),
                     HANDOFF_OK);
    assert_int_equal(handoff_batch_count(batch), 2);
    lead = handoff_batch_lead(batch, 0);
    expect_first(lead);
    kept = (struct handoff_kept_lead){ .kind = lead->kind,
                                       .id = lead->id,
                                       .file = lead->file,
                                       .line = lead->line,
                                       .frame = lead->frame,
                                       .bytes = lead->bytes };
    assert_int_equal(handoff_batch_restore(again, &kept, NULL), HANDOFF_OK);
    expect_first(handoff_batch_lead(again, 0));
    assert_string_equal(handoff_batch_lead(again, 0)->origin.key,
                        lead->origin.key);
    handoff_batch_free(again);
    handoff_batch_free(batch);
    handoff_columns_free(columns);
}

/* What is remembered of one table harms no other. */
static void test_remembered(void **state)
{
    struct handoff_columns *columns = new_columns();
    const struct handoff_column old = { "company", "Werk", false };
    const struct handoff_column new = { "role", "Werk", false };
    struct handoff_batch *batch;

    (void)state;
    assert_int_equal(handoff_columns_add(columns, old, NULL), HANDOFF_OK);
    assert_int_equal(handoff_columns_add(columns, new, NULL), HANDOFF_OK);
    assert_int_equal(handoff_columns_count(columns), 1);
    assert_string_equal(handoff_columns_get(columns, 0).field, "role");
    batch = new_batch(columns);
    assert_int_equal(handoff_batch_add(batch, "-",
                                       ho_slice("company,email\na,b@c.example"),
                                       NULL),
                     HANDOFF_OK);
    expect(handoff_batch_lead(batch, 0), 0, "field:company", "a",
           FIELD_COMPANY);
    handoff_batch_free(batch);
    handoff_columns_free(columns);
}

static void test_too_many(void **state)
{
    struct handoff_columns *columns = new_columns();
    enum handoff_status status = HANDOFF_OK;
    char header[32];

    (void)state;
    for (int i = 0; i <= HANDOFF_INTAKE_RENAMED; i++) {
        const struct handoff_column column = { "company", header, false };

        assert_int_equal(status, HANDOFF_OK);
        snprintf(header, sizeof header, "column %d", i);
        status = handoff_columns_add(columns, column, NULL);
    }
    assert_int_equal(status, HANDOFF_TOO_LARGE);
    handoff_columns_free(columns);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_said_wrongly),
        cmocka_unit_test(test_not_in_the_table),
        cmocka_unit_test(test_kept),
        cmocka_unit_test(test_remembered),
        cmocka_unit_test(test_too_many),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
