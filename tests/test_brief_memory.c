/* test_brief_memory.c - each allocation fails once, in turn: a brief out of
 * three answers that touch every path, and the question between them. */
#include <handoff/brief.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/slice.h"
#include "brief/again.h"
#include "support/alloc_fail.h"
#include "support/product.h"

static const char lead_text[] =
    "Name: Ada Fox\nCompany: Hillmarsh\nOrganization: Kilnbrook\n"
    "Team size: 12\nI would like to: Book a demo\nMessage:\n"
    "Our handoffs are a mess and 40 reps wait.\nUrgency: later\n"
    "There is a planning meeting on 12 October.";

static const struct handoff_answer answers[] = {
    { "<think>hm</think>```json\n{\"explicit\": ["
      "{\"field\": \"pain\", \"quote\": \"Our handoffs are a mess\"},"
      "{\"field\": \"pain\", \"evidence\": [{\"quote\": \"a mess\"}]},"
      "{\"field\": \"team_size\", \"quote\": \"40 reps\", \"value\": 40},"
      "{\"field\": \"employees\", \"quote\": \"90 people\"},"
      "{\"field\": \"budget\", \"quote\": \"Our handoffs\", \"value\": 1.5},"
      "{\"field\": \"deadline\", \"quote\": \"planning meeting on 12 "
      "October\"}],"
      "\"inferred\": [{\"field\": \"use_case\", \"value\": \"handoff\","
      "\"basis\": \"pain\", \"why\": \"They use Salesforce 9\"}],"
      "\"unknown\": [\"phone\"], \"lane\": \"pursue\"}\n```",
      NULL },
    { "{\"employees\": \"40 reps\", \"budget\": null,}", NULL },
    { NULL, "it did not answer" },
};

static struct handoff_policy *policy;
static struct handoff_batch *batch;

static int set_up(void **state)
{
    (void)state;
    policy = product_policy();
    batch = product_batch(policy, "lead.txt", lead_text, sizeof lead_text - 1);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    handoff_batch_free(batch);
    handoff_policy_free(policy);
    return 0;
}

static enum handoff_status make(size_t count, struct handoff_brief **out,
                                struct handoff_error *err)
{
    const struct handoff_made_by made_by = { .endpoint = "test",
                                             .model = "",
                                             .prompt = "one",
                                             .reask = "two",
                                             .attempts = 3 };

    return handoff_brief_make_from(handoff_policy_fields(policy),
                                   handoff_batch_lead(batch, 0), PRODUCT_AS_OF,
                                   answers, count, &made_by, out, err);
}

static enum handoff_status make_brief(struct handoff_error *err)
{
    struct handoff_brief *brief = NULL;
    char *json = NULL;
    enum handoff_status status = make(3, &brief, err);

    if (status == HANDOFF_OK)
        status = handoff_brief_json(brief, &json, err);
    free(json);
    handoff_brief_free(brief);
    return status;
}

static void test_brief(void **state)
{
    (void)state;
    fail_each_allocation(make_brief);
}

static char *written;

static enum handoff_status read_brief(struct handoff_error *err)
{
    struct handoff_brief *brief = NULL;
    enum handoff_status status = handoff_brief_read(
        handoff_policy_fields(policy), ho_slice(written), &brief, err);

    handoff_brief_free(brief);
    brief = NULL;
    if (status == HANDOFF_OK)
        status = handoff_brief_skim(handoff_policy_fields(policy),
                                    ho_slice(written), &brief, err);
    handoff_brief_free(brief);
    return status;
}

static void test_read(void **state)
{
    struct handoff_brief *brief = NULL;

    (void)state;
    assert_int_equal(make(3, &brief, NULL), HANDOFF_OK);
    assert_int_equal(handoff_brief_json(brief, &written, NULL), HANDOFF_OK);
    fail_each_allocation(read_brief);
    free(written);
    handoff_brief_free(brief);
}

static struct handoff_failed failed[64];
static struct ho_again again;

static enum handoff_status make_question(struct handoff_error *err)
{
    const struct handoff_fields *fields = handoff_policy_fields(policy);
    char *data = NULL, *schema = NULL;
    int max_tokens = 0;
    enum handoff_status status =
        handoff_reask_data(fields, handoff_batch_lead(batch, 0), "fence-fence",
                           failed, again.count, "it was cut off", &data, err);

    if (status == HANDOFF_OK)
        status = handoff_reask_schema(fields, failed, again.count, &schema,
                                      &max_tokens, err);
    free(schema);
    free(data);
    return status;
}

static void test_question(void **state)
{
    struct handoff_brief *brief = NULL;

    (void)state;
    assert_true(handoff_policy_fields(policy)->count <= 64);
    assert_int_equal(make(1, &brief, NULL), HANDOFF_OK);
    ho_brief_again(brief, failed, &again);
    assert_true(again.count >= 3);
    fail_each_allocation(make_question);
    handoff_brief_free(brief);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_brief),
                                        cmocka_unit_test(test_read),
                                        cmocka_unit_test(test_question) };

    return cmocka_run_group_tests_name("brief_memory", tests, set_up,
                                       tear_down);
}
