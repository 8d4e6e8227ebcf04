/* test_brief_splits.c - what the product's policy and the built-in extractor
 * make of one sentence: fixtures/brief/splits.json, and, in traps.json, words
 * that look like an answer and are none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/brief_check.h"
#include "support/cases.h"
#include "support/product.h"

static void check_row(const cJSON *row)
{
    const char *message = row_text(row, "message", NULL);
    struct handoff_policy *policy = product_policy();
    struct handoff_batch *batch;
    const struct handoff_lead *lead;
    struct handoff_brief *brief;
    char *reply;

    assert_non_null(message);
    batch = product_batch(policy, "message.txt", message, strlen(message));
    assert_int_equal(handoff_batch_count(batch), 1);
    lead = handoff_batch_lead(batch, 0);
    reply = product_reply(policy, lead);
    brief = product_brief(policy, lead, reply, NULL);
    brief_check_lists(message, brief);
    brief_check_quotes(message, brief);
    brief_check_read_back(message, brief);
    brief_check_row(row, brief);
    handoff_brief_free(brief);
    free(reply);
    handoff_batch_free(batch);
    handoff_policy_free(policy);
}

static void test_splits(void **state)
{
    (void)state;
    each_row("brief/splits.json", check_row);
}

static void test_traps(void **state)
{
    (void)state;
    each_row("brief/traps.json", check_row);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_splits),
                                        cmocka_unit_test(test_traps) };

    return cmocka_run_group_tests_name("brief_splits", tests, NULL, NULL);
}
