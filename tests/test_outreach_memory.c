/* test_outreach_memory.c - each allocation fails once, in turn: a draft with an
 * answer that is refused in part, and a reply that a model reads, too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <handoff/followup.h>
#include <handoff/outreach.h>

#include "base/slice.h"
#include "support/alloc_fail.h"
#include "support/product.h"

static const char lead[] =
    "{\"name\":\"Ada Quill\",\"email\":\"ada@hillmarsh.example\","
    "\"company\":\"Hillmarsh\",\"role\":\"VP Sales Operations\","
    "\"source\":\"demo form\",\"need\":\"Our demo handoffs are inconsistent. "
    "May we see a demo?\"}";

static const char angles[] =
    "{\"angles\":[{\"channel\":\"email\",\"promise\":\"one_owner\",\"cta\":"
    "\"walk_through\",\"message\":\"You wrote that your demo handoffs are "
    "inconsistent.\"},{\"channel\":\"email\",\"promise\":\"cited\",\"cta\":"
    "\"reply\",\"message\":\"As we discussed, you save 40%.\"}]}";

static const char mail[] =
    "From: ada@hillmarsh.example\nTo: sales@ours.example\nDate: Thu, 24 Sep "
    "2026 09:01:00 +0000\nSubject: Re: your note\nContent-Type: text/plain; "
    "charset=utf-8\n\nSounds good, but it is too expensive.\n\n> older\n";

static const char signals[] = "{\"signals\":[{\"signal\":\"question\","
                              "\"quote\":\"Sounds good\"}]}";

static struct handoff_policy *policy;
static struct handoff_outreach *outreach;
static struct handoff_followup *followup;
static struct handoff_batch *batch;
static struct handoff_brief *brief;
static struct handoff_decision *decision;

static enum handoff_status draft(struct handoff_error *err);

static int set_up(void **state)
{
    char *reply;

    (void)state;
    policy = product_policy();
    batch = product_batch(policy, "lead.json", lead, sizeof lead - 1);
    reply = product_reply(policy, handoff_batch_lead(batch, 0));
    brief = product_brief(policy, handoff_batch_lead(batch, 0), reply, NULL);
    free(reply);
    assert_int_equal(
        handoff_policy_decide(policy, brief, PRODUCT_AS_OF, &decision, NULL),
        HANDOFF_OK);
    assert_int_equal(handoff_outreach_new(policy, &outreach, NULL), HANDOFF_OK);
    assert_int_equal(handoff_followup_new(policy, &followup, NULL), HANDOFF_OK);
    assert_int_equal(draft(NULL), HANDOFF_OK); /* a check keeps its memory */
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    handoff_followup_free(followup);
    handoff_outreach_free(outreach);
    handoff_decision_free(decision);
    handoff_brief_free(brief);
    handoff_batch_free(batch);
    handoff_policy_free(policy);
    return 0;
}

static enum handoff_status read_sections(struct handoff_error *err)
{
    struct handoff_followup *f = NULL;
    struct handoff_outreach *o = NULL;
    enum handoff_status status = handoff_followup_new(policy, &f, err);

    if (status == HANDOFF_OK)
        status = handoff_outreach_new(policy, &o, err);
    handoff_outreach_free(o);
    handoff_followup_free(f);
    return status;
}

static enum handoff_status draft(struct handoff_error *err)
{
    const struct handoff_recipient to = { brief, decision, PRODUCT_AS_OF,
                                          NULL };
    const struct handoff_answer answer = { angles, NULL };
    const struct handoff_made_by made_by = { .endpoint = "e",
                                             .model = "m",
                                             .prompt = "p" };
    struct handoff_draft *made = NULL;
    char *json = NULL, *one = NULL, *why = NULL;
    enum handoff_status status =
        handoff_draft_make(outreach, &to, &answer, 1, &made_by, &made, err);

    if (status == HANDOFF_OK)
        status = handoff_draft_json(made, &json, err);
    if (status == HANDOFF_OK)
        status = handoff_angle_json(made, 0, &one, err);
    if (status == HANDOFF_OK)
        status = handoff_message_check(outreach, brief, PRODUCT_AS_OF,
                                       ho_slice("We never fail."), &why, err);
    if (status == HANDOFF_OK) {
        assert_non_null(strstr(json, "\"angle\":\"model-1\""));
        assert_non_null(strstr(json, "invented_familiarity"));
        assert_non_null(why);
    }
    free(why);
    free(one);
    free(json);
    handoff_draft_free(made);
    return status;
}

static enum handoff_status reply(struct handoff_error *err)
{
    const struct handoff_came_back in = { .bytes = { mail, sizeof mail - 1 },
                                          .lead = "L-0001",
                                          .as_of = PRODUCT_AS_OF,
                                          .answer = signals };
    struct handoff_response *r = NULL;
    char *json = NULL;
    enum handoff_status status = handoff_response_make(followup, &in, &r, err);

    if (status == HANDOFF_OK)
        status = handoff_response_json(r, &json, err);
    if (status == HANDOFF_OK)
        assert_non_null(strstr(json, "\"rule\":\"F8-price\""));
    free(json);
    handoff_response_free(r);
    return status;
}

static void test_sections(void **state)
{
    (void)state;
    fail_each_allocation(read_sections);
}

static void test_draft(void **state)
{
    (void)state;
    fail_each_allocation(draft);
}

static void test_reply(void **state)
{
    (void)state;
    fail_each_allocation(reply);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_sections),
                                        cmocka_unit_test(test_draft),
                                        cmocka_unit_test(test_reply) };

    return cmocka_run_group_tests_name("outreach_memory", tests, set_up,
                                       tear_down);
}
