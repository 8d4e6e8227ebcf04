/* test_playbook.c - the playbook's own example lead, from the raw notification
 * to the CRM update, in fixtures/batches/playbook-example:
 *
 *     notification.txt   as it arrives
 *     brief.json, decision.json, map.json
 *                        what must stand in each; members that are left out
 *                        (hashes, versions) may be anything
 *     reply.json         what a model replied to the prompt
 *     reply-brief.json   the brief that this reply makes
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
#include "support/map_check.h"
#include "support/product.h"

#define EXAMPLE FIXTURES "/batches/playbook-example"

/* Word for word out of the playbook's example output. */
static const char crm_truth[] =
    "Stage: routed. Owner: inbound sales operations queue. Last action: lead "
    "brief created. Next action: reply today and enrich account status. Risk: "
    "budget Unknown.";

struct example {
    struct handoff_policy *policy;
    struct handoff_batch *batch;
};

static int set_up(void **state)
{
    struct example *x = calloc(1, sizeof *x);
    size_t len = 0;
    char *text = case_text(EXAMPLE, "notification.txt", &len);

    assert_non_null(x);
    x->policy = product_policy();
    x->batch = product_batch(x->policy, "notification.txt", text, len);
    assert_int_equal(handoff_batch_count(x->batch), 1);
    free(text);
    *state = x;
    return 0;
}

static int tear_down(void **state)
{
    struct example *x = *state;

    handoff_batch_free(x->batch);
    handoff_policy_free(x->policy);
    free(x);
    return 0;
}

static cJSON *parse(const char *name, const char *json)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    cJSON *root = NULL;

    if (ho_json_parse(ho_slice(json), &root, &err) != HANDOFF_OK)
        fail_msg("%s:%zu: %s", name, err.line, err.message);
    return root;
}

static void check(const char *file, const cJSON *got)
{
    char *text = case_text(EXAMPLE, file, NULL);
    cJSON *expected = parse(file, text);

    assert_holds(file, got, expected);
    cJSON_Delete(expected);
    free(text);
}

static void check_crm_truth(const cJSON *map)
{
    const cJSON *u = map_lead(map, "crm_updates", "L-0001");
    char text[400];

    assert_non_null(u);
    snprintf(text, sizeof text,
             "Stage: %s. Owner: %s. Last action: %s. Next action: %s. Risk: "
             "%s.",
             ho_json_text(u, "stage"), ho_json_text(u, "owner"),
             ho_json_text(u, "last_action"), ho_json_text(u, "next_action"),
             ho_json_text(u, "open_risk"));
    assert_string_equal(text, crm_truth);
}

static void test_without_model(void **state)
{
    const struct example *x = *state;
    struct handoff_run *run = product_run(x->policy, x->batch, PRODUCT_AS_OF);
    cJSON *map = map_json(handoff_run_map(run));
    const cJSON *lead = map_lead(map, "leads", "L-0001");

    check("map.json", map);
    check("brief.json", ho_json_get(lead, "brief"));
    check("decision.json", ho_json_get(lead, "decision"));
    check_crm_truth(map);
    brief_check_lists("the example", handoff_run_brief(run, 0));
    brief_check_quotes("the example", handoff_run_brief(run, 0));
    cJSON_Delete(map);
    handoff_run_free(run);
}

/* The reply fits the schema that the request would have carried: the same
 * keys in the same order. */
static void check_keys(const struct example *x, const char *reply)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char *schema = NULL;
    int max_tokens = 0;
    cJSON *asked, *replied;
    const cJSON *key, *answer;

    assert_int_equal(handoff_reply_schema(handoff_policy_fields(x->policy),
                                          handoff_batch_lead(x->batch, 0),
                                          &schema, &max_tokens, &err),
                     HANDOFF_OK);
    asked = parse("the schema", schema);
    replied = parse("reply.json", reply);
    answer = replied->child;
    cJSON_ArrayForEach(key, ho_json_get(asked, "required"))
    {
        assert_non_null(answer);
        assert_string_equal(answer->string, key->valuestring);
        answer = answer->next;
    }
    assert_null(answer);
    cJSON_Delete(replied);
    cJSON_Delete(asked);
    free(schema);
}

/* Another reading of the same words leads to the same decision and record;
 * only what is quoted differs. */
static void check_same_outcome(const struct example *x,
                               struct handoff_brief *brief)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_decision *decision = NULL;
    struct handoff_map *made = NULL;
    char *text = case_text(EXAMPLE, "decision.json", NULL);
    cJSON *expected = parse("decision.json", text), *map;

    assert_int_equal(
        handoff_policy_decide(x->policy, brief, PRODUCT_AS_OF, &decision, &err),
        HANDOFF_OK);
    assert_int_equal(
        handoff_map_make(&(struct handoff_map_input){ .policy = x->policy,
                                                      .batch = x->batch,
                                                      .brief = &brief,
                                                      .decision = &decision,
                                                      .as_of = PRODUCT_AS_OF },
                         &made, &err),
        HANDOFF_OK);
    map = map_json(made);
    cJSON_DeleteItemFromObjectCaseSensitive(expected, "because");
    assert_holds("the reply's decision",
                 ho_json_get(map_lead(map, "leads", "L-0001"), "decision"),
                 expected);
    check_crm_truth(map);
    cJSON_Delete(map);
    handoff_map_free(made);
    handoff_decision_free(decision);
    cJSON_Delete(expected);
    free(text);
}

static void test_with_reply(void **state)
{
    const struct example *x = *state;
    char *reply = case_text(EXAMPLE, "reply.json", NULL), *json = NULL;
    struct handoff_brief *brief =
        product_brief(x->policy, handoff_batch_lead(x->batch, 0), reply, NULL);
    cJSON *got;

    check_keys(x, reply);
    assert_int_equal(handoff_brief_json(brief, &json, NULL), HANDOFF_OK);
    got = parse("the brief", json);
    check("reply-brief.json", got);
    brief_check_lists("reply.json", brief);
    brief_check_quotes("reply.json", brief);
    check_same_outcome(x, brief);
    cJSON_Delete(got);
    free(json);
    handoff_brief_free(brief);
    free(reply);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_without_model),
                                        cmocka_unit_test(test_with_reply) };

    return cmocka_run_group_tests_name("playbook", tests, set_up, tear_down);
}
