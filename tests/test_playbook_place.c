/* test_playbook_place.c - what the CRM's own words make of a lead's place:
 * fixtures/playbook/place.json, one lead a row; with "stopped": and a reply
 * that stopped it. */
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

static struct handoff_stop stop_of(const cJSON *row)
{
    const cJSON *said = ho_json_get(row, "stopped");

    return (struct handoff_stop){ .reason = ho_json_text(said, "reason"),
                                  .action = ho_json_text(said, "action"),
                                  .cite = ho_json_text(said, "cite"),
                                  .evidence = ho_json_text(said, "evidence") };
}

static void check_row(const cJSON *row)
{
    const struct handoff_stop stop = stop_of(row);
    struct handoff_policy *policy = product_policy();
    char *json = cJSON_PrintUnformatted(ho_json_get(row, "lead"));
    struct handoff_batch *batch;
    struct handoff_run *run;
    cJSON *map;

    assert_non_null(json);
    batch = product_batch(policy, "lead.json", json, strlen(json));
    assert_int_equal(handoff_batch_count(batch), 1);
    run = product_run_stopped(policy, batch, PRODUCT_AS_OF, &stop);
    map = map_json(handoff_run_map(run));
    map_check_row(map, handoff_batch_lead(batch, 0)->id, row);
    cJSON_Delete(map);
    handoff_run_free(run);
    handoff_batch_free(batch);
    free(json);
    handoff_policy_free(policy);
}

static void test_place(void **state)
{
    (void)state;
    each_row("playbook/place.json", check_row);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_place) };

    return cmocka_run_group_tests_name("playbook_place", tests, NULL, NULL);
}
