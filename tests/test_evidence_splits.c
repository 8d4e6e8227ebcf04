/* test_evidence_splits.c - the fifty splits of fixtures/evidence/splits.json:
 * how one short statement splits into Explicit, Inferred and Unknown, from the
 * built-in extractor's quotes through every proof.
 *
 * `explicit` and `explicit_none` must be reached, with the value that the row
 * names; `inferred` and `unknown` are the most that may be claimed.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/brief_check.h"
#include "support/cases.h"
#include "support/product.h"

enum { ROWS = 50, LEAD_BYTES = 4096 };

static size_t rows, missed;

/* The row as the JSON of one form submission. */
static void write_lead(const cJSON *row, struct ho_buffer *out)
{
    const char *label = ho_json_text(row, "label");
    const char *title = ho_json_text(row, "title");
    char received[40];
    struct ho_writer w;

    snprintf(received, sizeof received, "%sT09:00:00Z",
             row_text(row, "received", "?"));
    ho_buffer_init(out, LEAD_BYTES);
    ho_writer_init(&w, out, 0);
    ho_write_object(&w, NULL);
    ho_write_text(&w, "Received", received);
    ho_write_text(&w, "Full name", "Robin Vale");
    if (title)
        ho_write_text(&w, "Job title", title);
    ho_write_text(&w, label ? label : "Message", row_text(row, "says", ""));
    ho_write_end_object(&w);
    assert_int_equal(ho_buffer_status(out, "the lead", NULL), HANDOFF_OK);
}

static void miss(const cJSON *row, const char *field,
                 const struct handoff_claim *claim)
{
    missed++;
    print_message("%d \"%s\": %s is %s %s\n", (int)row_integer(row, "n", 0),
                  row_text(row, "says", ""), field,
                  handoff_class_name(claim->class),
                  claim->value ? claim->value : claim->reason);
}

static void check_field(const cJSON *row, const struct handoff_brief *brief,
                        const cJSON *expected)
{
    static const char *const most[] = { "inferred", "unknown" };
    const int field =
        handoff_field_find(brief->fields, ho_slice(expected->string));
    const char *wanted = expected->valuestring;
    const char *value =
        ho_json_text(ho_json_get(row, "values"), expected->string);
    const struct handoff_claim *claim;

    assert_true(field >= 0);
    claim = &brief->claim[field];
    for (int i = 0; i < 2; i++) {
        if (strcmp(wanted, most[i]) != 0)
            continue;
        if ((int)claim->class < (int)HANDOFF_INFERRED + i)
            miss(row, expected->string, claim);
        return;
    }
    if (claim->class != HANDOFF_EXPLICIT ||
        (value && strcmp(claim->value, value) != 0))
        miss(row, expected->string, claim);
}

static void check_row(const cJSON *row)
{
    struct handoff_policy *policy = product_policy();
    const cJSON *expected;
    struct handoff_batch *batch;
    struct handoff_brief *brief;
    struct ho_buffer text;
    char *reply;

    write_lead(row, &text);
    batch = product_batch(policy, "lead.json", text.ptr, text.len);
    assert_int_equal(handoff_batch_count(batch), 1);
    reply = product_reply(policy, handoff_batch_lead(batch, 0));
    brief = product_brief(policy, handoff_batch_lead(batch, 0), reply, NULL);
    cJSON_ArrayForEach(expected, ho_json_get(row, "expect"))
    {
        check_field(row, brief, expected);
    }
    rows++;
    handoff_brief_free(brief);
    free(reply);
    handoff_batch_free(batch);
    ho_buffer_release(&text);
    handoff_policy_free(policy);
}

static void test_splits(void **state)
{
    (void)state;
    each_row("evidence/splits.json", check_row);
    assert_int_equal(rows, ROWS);
    assert_int_equal(missed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_splits) };

    return cmocka_run_group_tests_name("evidence splits", tests, NULL, NULL);
}
