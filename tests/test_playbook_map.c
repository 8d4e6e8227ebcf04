/* test_playbook_map.c - maps of whole batches.
 *
 * fixtures/batches holds the inputs, fixtures/playbook/<batch>.json a row for
 * each lead.  Below that: what holds for every map.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/cases.h"
#include "support/map_check.h"
#include "support/product.h"

/* One batch and its map, for rows that come without state. */
static struct {
    struct handoff_policy *policy;
    struct handoff_batch *batch;
    struct handoff_run *run;
    cJSON *map;
    size_t rows;
} now;

static void add_file(const char *file)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    size_t len = 0;
    char *text = case_text(FIXTURES "/batches", file, &len);

    if (handoff_batch_add(now.batch, file, (struct handoff_slice){ text, len },
                          &err) != HANDOFF_OK)
        fail_msg("%s:%zu: %s", file, err.line, err.message);
    assert_int_equal(handoff_batch_refused_count(now.batch), 0);
    free(text);
}

static void begin(const char *const *files, size_t count)
{
    now.policy = product_policy();
    now.batch = product_batch(now.policy, "", NULL, 0);
    for (size_t i = 0; i < count; i++)
        add_file(files[i]);
    now.run = product_run(now.policy, now.batch, PRODUCT_AS_OF);
    now.map = map_json(handoff_run_map(now.run));
    now.rows = 0;
}

static void end(void)
{
    cJSON_Delete(now.map);
    handoff_run_free(now.run);
    handoff_batch_free(now.batch);
    handoff_policy_free(now.policy);
}

static const struct handoff_map *map_now(void)
{
    return handoff_run_map(now.run);
}

/* --- one row a lead ----------------------------------------------------- */

static void check_row(const cJSON *row)
{
    assert_true(now.rows < handoff_batch_count(now.batch));
    map_check_row(now.map, handoff_batch_lead(now.batch, now.rows++)->id, row);
}

static void check_batch(const char *const *files, size_t count,
                        const char *rows)
{
    begin(files, count);
    each_row(rows, check_row);
    assert_int_equal(now.rows, handoff_batch_count(now.batch));
    end();
}

static const char *const forms[] = { "inbound-forms.csv" };
static const char *const exported[] = { "crm-export.csv" };
static const char *const notifications[] = {
    "notifications/01-demo-request.txt",
    "notifications/02-pricing-crlf.txt",
    "notifications/03-forged-labels.txt",
    "notifications/04-two-in-one.txt",
    "notifications/05-deutsch.txt",
    "notifications/06-contact-form-footer.txt",
    "notifications/07-no-message.txt",
    "notifications/08-free-text.txt"
};

enum { NOTIFICATIONS = sizeof notifications / sizeof *notifications };

static void test_inbound_forms(void **state)
{
    (void)state;
    check_batch(forms, 1, "playbook/inbound-forms.json");
}

static void test_crm_export(void **state)
{
    (void)state;
    check_batch(exported, 1, "playbook/crm-export.json");
}

static void test_notifications(void **state)
{
    (void)state;
    check_batch(notifications, NOTIFICATIONS, "playbook/notifications.json");
}

/* --- what holds for every map ------------------------------------------- */

/* All six situations of the selector and all seven stages stand in the demo
 * batch: it is there to show them. */
static void test_forms_show_everything(void **state)
{
    const cJSON *item;

    (void)state;
    begin(forms, 1);
    cJSON_ArrayForEach(item, ho_json_get(now.map, "next_actions"))
    {
        if (cJSON_GetArraySize(ho_json_get(item, "leads")) == 0)
            fail_msg("no lead: %s", ho_json_text(item, "situation"));
    }
    cJSON_ArrayForEach(item,
                       ho_json_get(ho_json_get(now.map, "health"), "by_stage"))
    {
        int64_t count = 0;

        assert_true(ho_json_integer(ho_json_get(item, "count"), &count));
        if (count == 0)
            fail_msg("no lead in %s", ho_json_text(item, "stage"));
    }
    end();
}

/* Falling score, and the batch's order where scores are equal. */
static void test_order(void **state)
{
    (void)state;
    begin(forms, 1);
    for (size_t i = 1; i < handoff_map_count(map_now()); i++) {
        const struct handoff_entry *a = handoff_map_entry(map_now(), i - 1);
        const struct handoff_entry *b = handoff_map_entry(map_now(), i);

        assert_true(a->score > b->score ||
                    (a->score == b->score && a->index < b->index));
    }
    end();
}

static void test_ties_keep_the_batch_order(void **state)
{
    static const char rows[] = "Email,Need\n"
                               "c@first.example,Interested.\n"
                               "b@second.example,Interested.\n"
                               "a@third.example,Interested.\n";

    (void)state;
    now.policy = product_policy();
    now.batch = product_batch(now.policy, "ties.csv", rows, sizeof rows - 1);
    now.run = product_run(now.policy, now.batch, PRODUCT_AS_OF);
    now.map = map_json(handoff_run_map(now.run));
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(handoff_map_entry(map_now(), i)->score,
                         handoff_map_entry(map_now(), 0)->score);
        assert_ptr_equal(handoff_map_entry(map_now(), i)->lead,
                         handoff_batch_lead(now.batch, i));
    }
    end();
}

/* Weights and factors are in their bounds and add up to the score; a skip
 * counts a quarter. */
static void test_score_adds_up(void **state)
{
    const cJSON *lead, *factor;

    (void)state;
    begin(forms, 1);
    cJSON_ArrayForEach(lead, ho_json_get(now.map, "leads"))
    {
        const cJSON *priority = ho_json_get(lead, "priority");
        const cJSON *stage =
            map_lead(now.map, "stage_map", ho_json_text(lead, "lead"));
        const char *route = ho_json_text(stage, "route");
        int64_t sum = 0, score = -1;

        cJSON_ArrayForEach(factor, ho_json_get(priority, "factors"))
        {
            int64_t value = -1, weight = -1;

            assert_true(ho_json_integer(ho_json_get(factor, "value"), &value));
            assert_true(
                ho_json_integer(ho_json_get(factor, "weight"), &weight));
            assert_true(value >= 0 && value <= 100 && weight >= 0);
            sum += value * weight;
        }
        assert_true(ho_json_integer(ho_json_get(priority, "score"), &score));
        if (route && strcmp(route, "skip") == 0)
            sum /= 4;
        assert_int_equal(score, sum);
    }
    end();
}

/* Three actions, each an owner's, due today, from the top of the order, and
 * none of them closes a record. */
static void test_first_three(void **state)
{
    const cJSON *item;
    int count = 0;
    size_t at = 0;

    (void)state;
    begin(forms, 1);
    cJSON_ArrayForEach(item, ho_json_get(now.map, "first_three"))
    {
        const char *lead = ho_json_text(item, "lead");
        const struct handoff_entry *e;

        while (strcmp(handoff_map_entry(map_now(), at)->lead->id, lead) != 0)
            at++; /* fails by running out of the map if out of order */
        e = handoff_map_entry(map_now(), at);
        assert_true(e->due_now);
        assert_int_not_equal(e->situation, HANDOFF_SITUATION_SKIP);
        assert_true(e->converts_to == HANDOFF_CONVERTS_OWNER_ACTION ||
                    e->converts_to == HANDOFF_CONVERTS_OWNER_DECISION);
        assert_string_equal(ho_json_text(item, "owner"), e->owner);
        assert_string_equal(ho_json_text(item, "action"), e->next_action);
        assert_true(*ho_json_text(item, "because"));
        count++;
    }
    assert_int_equal(count, 3);
    end();
}

/* The QA check: what is recommended converts to something, and what was
 * removed is counted. */
static void test_everything_converts(void **state)
{
    int64_t removed = -1, empty = 0;

    (void)state;
    begin(forms, 1);
    for (size_t i = 0; i < handoff_map_count(map_now()); i++) {
        const struct handoff_entry *e = handoff_map_entry(map_now(), i);

        empty += !*e->next_action;
        if (*e->next_action)
            assert_int_not_equal(e->converts_to, HANDOFF_CONVERTS_NOTHING);
        assert_true(*e->required_output);
    }
    assert_true(ho_json_integer(
        ho_json_get(ho_json_get(now.map, "health"), "removed_recommendations"),
        &removed));
    assert_int_equal(removed, empty);
    end();
}

/* CRM truth: the record is complete, or what it lacks is named and flagged. */
static void test_crm_truth_is_complete(void **state)
{
    (void)state;
    begin(forms, 1);
    for (size_t i = 0; i < handoff_map_count(map_now()); i++) {
        const struct handoff_crm_update *u =
            &handoff_map_entry(map_now(), i)->crm;
        bool flagged = false;

        for (size_t f = 0; f < handoff_map_entry(map_now(), i)->flag_count; f++)
            flagged =
                flagged || handoff_map_entry(map_now(), i)->flag[f].code ==
                               HANDOFF_FLAG_CRM_INCOMPLETE;
        assert_true(*u->stage && *u->last_action && *u->next_action &&
                    *u->date && *u->evidence_note && *u->open_risk);
        assert_int_equal(*u->owner == '\0',
                         strstr(u->missing, "owner") != NULL);
        assert_int_equal(*u->missing != '\0', flagged);
    }
    end();
}

static void test_same_bytes_twice(void **state)
{
    char *once = NULL, *again = NULL;

    (void)state;
    begin(forms, 1);
    assert_int_equal(handoff_map_json(map_now(), &once, NULL), HANDOFF_OK);
    end();
    begin(forms, 1);
    assert_int_equal(handoff_map_json(map_now(), &again, NULL), HANDOFF_OK);
    end();
    assert_string_equal(once, again);
    free(again);
    free(once);
}

static void test_no_leads(void **state)
{
    static const char *const empty[] = { "stage_map",   "blocked_decisions",
                                         "crm_updates", "risks",
                                         "first_three", "leads",
                                         "refused_rows" };
    const cJSON *item;
    int64_t count = -1;

    (void)state;
    begin(NULL, 0);
    assert_int_equal(handoff_map_count(map_now()), 0);
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++) {
        assert_non_null(ho_json_get(now.map, empty[i]));
        assert_int_equal(cJSON_GetArraySize(ho_json_get(now.map, empty[i])), 0);
    }
    assert_true(ho_json_integer(
        ho_json_get(ho_json_get(now.map, "health"), "leads"), &count));
    assert_int_equal(count, 0);
    cJSON_ArrayForEach(item, ho_json_get(now.map, "next_actions"))
    {
        assert_int_equal(cJSON_GetArraySize(ho_json_get(item, "leads")), 0);
    }
    end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_inbound_forms),
        cmocka_unit_test(test_crm_export),
        cmocka_unit_test(test_notifications),
        cmocka_unit_test(test_forms_show_everything),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_ties_keep_the_batch_order),
        cmocka_unit_test(test_score_adds_up),
        cmocka_unit_test(test_first_three),
        cmocka_unit_test(test_everything_converts),
        cmocka_unit_test(test_crm_truth_is_complete),
        cmocka_unit_test(test_same_bytes_twice),
        cmocka_unit_test(test_no_leads)
    };

    return cmocka_run_group_tests_name("playbook_map", tests, NULL, NULL);
}
