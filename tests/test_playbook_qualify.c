/* test_playbook_qualify.c - fit, next question and summary of one lead:
 * fixtures/playbook/qualify.json, one lead a row. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/cases.h"
#include "support/map_check.h"
#include "support/product.h"

static void check_ask(const char *why, const cJSON *ask, const cJSON *fields)
{
    const cJSON *field, *asked = ask->child;

    cJSON_ArrayForEach(field, fields)
    {
        if (!asked)
            fail_msg("%s: %s is not asked", why, field->valuestring);
        if (strcmp(ho_json_text(asked, "field"), field->valuestring) != 0)
            fail_msg("%s: asks for %s, not for %s", why,
                     ho_json_text(asked, "field"), field->valuestring);
        assert_true(*ho_json_text(asked, "question"));
        asked = asked->next;
    }
    if (asked)
        fail_msg("%s: asks for %s, too", why, ho_json_text(asked, "field"));
}

static void check_lead(const cJSON *row, const cJSON *lead)
{
    const cJSON *q = ho_json_get(lead, "qualification");
    const cJSON *summary = ho_json_get(row, "summary");
    const char *why = row_text(row, "why", "");

    if (strcmp(ho_json_text(q, "fit"), row_text(row, "fit", "")) != 0)
        fail_msg("%s: %s", why, ho_json_text(q, "fit"));
    if (strcmp(ho_json_text(q, "rule"), row_text(row, "rule", "")) != 0)
        fail_msg("%s: by %s", why, ho_json_text(q, "rule"));
    assert_true(*ho_json_text(q, "evidence"));
    assert_true(*ho_json_text(q, "risk"));
    check_ask(why, ho_json_get(q, "ask"), ho_json_get(row, "ask"));
    if (summary)
        assert_holds(why, ho_json_get(lead, "summary")->child, summary->child);
}

static void check_row(const cJSON *row)
{
    struct handoff_policy *policy = product_policy();
    char *json = cJSON_PrintUnformatted(ho_json_get(row, "lead"));
    struct handoff_batch *batch;
    struct handoff_run *run;
    cJSON *map;

    assert_non_null(json);
    batch = product_batch(policy, "lead.json", json, strlen(json));
    assert_int_equal(handoff_batch_count(batch), 1);
    run = product_run(policy, batch, PRODUCT_AS_OF);
    map = map_json(handoff_run_map(run));
    check_lead(row, map_lead(map, "leads", handoff_batch_lead(batch, 0)->id));
    cJSON_Delete(map);
    handoff_run_free(run);
    handoff_batch_free(batch);
    free(json);
    handoff_policy_free(policy);
}

static void test_qualify(void **state)
{
    (void)state;
    each_row("playbook/qualify.json", check_row);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_qualify) };

    return cmocka_run_group_tests_name("playbook_qualify", tests, NULL, NULL);
}
