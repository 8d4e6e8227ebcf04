/* test_rules_printed.c - the regions that policy diff prints, read back.
 *
 * Their words become rules of a policy of their own.  Then the program decides
 * every world with all three: it changes exactly where one of these rules
 * matches, and as the region says.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <handoff/analysis.h>

#include "base/arena.h"
#include "base/json.h"
#include "support/rules_case.h"
#include "support/rules_printed.h"

enum { PAIRS = 1500 };

/* --- worlds --- */

static bool next_world(const struct table *table, int *value)
{
    for (int f = 0; f < table->fields; f++) {
        if (rules_value(table->kind[f], ++value[f]))
            return true;
        value[f] = 0;
    }
    return false;
}

static struct handoff_decision *decide_world(
    const struct handoff_policy *policy, const struct table *table,
    const int *value)
{
    struct fact fact[FIELDS] = { 0 };

    for (int f = 0; f < table->fields; f++)
        snprintf(fact[f].text, sizeof fact[f].text, "%s",
                 rules_value(table->kind[f], value[f]));
    return rules_decide_facts(policy, table, fact);
}

/* --- policy diff --- */

static void change_table(struct table *table)
{
    struct rule *a = &table->rule[rules_random((unsigned)table->rules)];
    struct rule *b = &table->rule[rules_random((unsigned)table->rules)];
    const struct rule keep = *a;

    switch (rules_random(3)) {
    case 0: /* two rules change places */
        *a = *b;
        *b = keep;
        break;
    case 1:
        a->owner = !a->owner;
        break;
    default: /* one asks what another one asks */
        memcpy(a->row, b->row, sizeof a->row);
        a->rows = b->rows;
        memset(a->demand, 0, sizeof a->demand);
    }
}

static void check_world(const struct handoff_policy *const policy[3],
                        const struct table *table, const int *value,
                        const cJSON *regions)
{
    struct handoff_decision *d[3];
    int region;

    for (int i = 0; i < 3; i++)
        d[i] = policy[i] ? decide_world(policy[i], table, value) : NULL;
    assert_int_equal(d[2] ? rules_times_matched(d[2]) : 0,
                     !rules_same_key(d[0], d[1]));
    if (!rules_same_key(d[0], d[1])) {
        const cJSON *told;

        assert_int_equal(sscanf(d[2]->outcome.reason, "R%d", &region), 1);
        told = cJSON_GetArrayItem(regions, region);
        assert_string_equal(ho_json_text(ho_json_get(told, "from"), "rule"),
                            d[0]->rule);
        assert_string_equal(ho_json_text(ho_json_get(told, "to"), "rule"),
                            d[1]->rule);
    }
    for (int i = 0; i < 3; i++)
        handoff_decision_free(d[i]);
}

static size_t check_diff(const struct handoff_policy *const policy[2],
                         const struct table *table)
{
    const struct handoff_policy *three[3] = { policy[0], policy[1], NULL };
    int value[FIELDS] = { 0 };
    struct handoff_policy *printed;
    const cJSON *region, *box, *regions;
    struct ho_buffer b;
    char *json = NULL;
    cJSON *root = NULL;
    size_t boxes = 0, at = 0;
    bool changes;

    assert_int_equal(
        handoff_policy_diff(policy[0], policy[1], NULL, &json, &changes, NULL),
        HANDOFF_OK);
    assert_int_equal(ho_json_parse(ho_slice(json), &root, NULL), HANDOFF_OK);
    assert_true(cJSON_IsTrue(ho_json_get(root, "exact")));
    regions = ho_json_get(root, "regions");
    rules_start_printed(&b, table);
    cJSON_ArrayForEach(region, regions)
    {
        cJSON_ArrayForEach(box, ho_json_get(region, "boxes"))
        {
            rules_write_box(&b, table, box->valuestring, at);
            boxes++;
        }
        at++;
    }
    three[2] = printed = boxes > 0 ? rules_end_printed(&b) : NULL;
    ho_buffer_release(&b);
    do
        check_world(three, table, value, regions);
    while (next_world(table, value));
    handoff_policy_free(printed);
    cJSON_Delete(root);
    free(json);
    return boxes;
}

static void regions_cover_what_changes(void **state)
{
    size_t boxes = 0;

    (void)state;
    rules_seed(0x2026112310000004U);
    for (int i = 0; i < PAIRS; i++) {
        struct table table[2];
        struct handoff_policy *policy[2];

        do
            rules_make_plain(&table[0], false);
        while (table[0].fields > 3); /* few worlds */
        table[1] = table[0];
        change_table(&table[1]);
        for (int s = 0; s < 2; s++)
            policy[s] = rules_write_policy(&table[s]);
        boxes +=
            check_diff((const struct handoff_policy *const *)policy, &table[0]);
        for (int s = 0; s < 2; s++)
            handoff_policy_free(policy[s]);
    }
    assert_true(boxes > PAIRS / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(
        regions_cover_what_changes) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
