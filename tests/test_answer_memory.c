/* test_answer_memory.c - each allocation of the copy-ready prompt and of the
 * check of an answer fails in turn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <handoff/answer.h>

#include "base/slice.h"
#include "support/alloc_fail.h"
#include "support/product.h"

static const char csv[] =
    "Name,Email,Company,Role,Message\n"
    "Ada Fox,ada@fox.example,Fox Ltd,VP Sales,We lose leads. Show us a demo.\n"
    "Bo Lind,bo@lind.example,Lind AB,Student,\"Please send the paper, no "
    "budget.\"\n";

static struct handoff_policy *policy;
static struct handoff_batch *batch;
static struct handoff_run *run;

static enum handoff_status use_answer(const char *text,
                                      struct handoff_error *err)
{
    struct handoff_answer_check *check = NULL;
    char *json = NULL;
    enum handoff_status status =
        handoff_answer_check(handoff_run_map(run), ho_slice(text), &check, err);

    if (status == HANDOFF_OK)
        status = handoff_answer_json(check, handoff_run_map(run), &json, err);
    if (status == HANDOFF_OK)
        assert_true(check->count > 0);
    free(json);
    handoff_answer_check_free(check);
    return status;
}

static enum handoff_status use_markdown(struct handoff_error *err)
{
    return use_answer("## stage map\n\n| Lead | Who | Owner |\n|---|---|---|\n"
                      "| L-0001 | Lind AB | Zoe |\n| L-0009 | x | y |\n\n"
                      "## CRM updates required\n\n- **L-0002**\n"
                      "  - Stage: outreach\n  - Evidence: \"we will sign "
                      "today\", budget of 5,000 EUR\n\nFox Ltd is fine. It is "
                      "urgent for L-0001.\n",
                      err);
}

static enum handoff_status use_json(struct handoff_error *err)
{
    return use_answer("{\"stage_map\":[{\"lead\":\"L-0001\",\"score\":1.5,"
                      "\"stage\":\"outreach\",\"vip\":true}],"
                      "\"crmUpdates\":{\"L-0002\":{\"owner\":\"Zoe\"}}}",
                      err);
}

static enum handoff_status use_prompt(struct handoff_error *err)
{
    char *data = NULL;
    const enum handoff_status status = handoff_playbook_prompt_data(
        policy, batch, (struct handoff_slice){ "", 0 }, PRODUCT_AS_OF, &data,
        err);

    free(data);
    return status;
}

static void test_markdown(void **state)
{
    (void)state;
    fail_each_allocation(use_markdown);
}

static void test_json(void **state)
{
    (void)state;
    fail_each_allocation(use_json);
}

static void test_prompt(void **state)
{
    (void)state;
    fail_each_allocation(use_prompt);
}

static int set_up(void **state)
{
    (void)state;
    policy = product_policy();
    batch = product_batch(policy, "leads.csv", csv, sizeof csv - 1);
    run = product_run(policy, batch, PRODUCT_AS_OF);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    handoff_run_free(run);
    handoff_batch_free(batch);
    handoff_policy_free(policy);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_markdown),
                                        cmocka_unit_test(test_json),
                                        cmocka_unit_test(test_prompt) };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
