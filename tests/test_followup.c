/* test_followup.c - what replies lead to: fixtures/playbook/replies.json, one
 * reply a row. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <handoff/workspace.h>

#include "playbook/followup.h"
#include "support/cases.h"
#include "support/product.h"

static struct handoff_policy *policy;
static struct handoff_followup *followup;
static size_t wrong; /* rows */

static int set_up(void **state)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;

    (void)state;
    policy = product_policy();
    if (handoff_followup_new(policy, &followup, &err) != HANDOFF_OK)
        fail_msg("%s", err.message);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    handoff_followup_free(followup);
    handoff_policy_free(policy);
    return 0;
}

static void check(const cJSON *row, const cJSON *got, const char *key)
{
    const cJSON *wanted = ho_json_get(row, key), *is = ho_json_get(got, key);

    if (wanted && !cJSON_Compare(wanted, is, 1)) {
        char *text = cJSON_PrintUnformatted(got);

        print_message("%s: %s: %s\n", row_text(row, "why", ""), key, text);
        wrong++;
        free(text);
    }
}

/* What is quoted stands there. */
static void check_spans(const char *why, const struct handoff_response *r)
{
    for (size_t i = 0; i < r->heard_count; i++) {
        const struct handoff_heard *h = &r->heard[i];

        if (strlen(h->quote) != h->end - h->start || h->end == h->start ||
            memcmp(r->text + h->start, h->quote, h->end - h->start) != 0)
            fail_msg("%s: \"%s\" does not stand at %zu", why, h->quote,
                     h->start);
    }
}

static void check_objection(const cJSON *row, const struct handoff_response *r)
{
    const char *wanted = row_text(row, "objection", NULL);

    if (wanted && (!r->objection ||
                   strcmp(ho_signal_name(r->objection->signal), wanted) != 0))
        fail_msg("%s: no objection %s", row_text(row, "why", ""), wanted);
}

static void check_row(const cJSON *row)
{
    const char *why = row_text(row, "why", "");
    const cJSON *answer = ho_json_get(row, "answer");
    char *text = answer ? cJSON_PrintUnformatted(answer) : NULL, *json = NULL;
    const struct handoff_came_back in = {
        .bytes = ho_slice(row_text(row, "reply", "")),
        .lead = "L-0001",
        .as_of = PRODUCT_AS_OF,
        .touches = row_integer(row, "touches", 1),
        .answer = text
    };
    static const char *const keys[] = { "step",       "rule",    "back_on",
                                        "next_touch", "contact", "refused" };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_response *r = NULL;
    cJSON *got = NULL;

    if (handoff_response_make(followup, &in, &r, &err) != HANDOFF_OK)
        fail_msg("%s: %s", why, err.message);
    assert_int_equal(handoff_response_json(r, &json, NULL), HANDOFF_OK);
    assert_int_equal(ho_json_parse(ho_slice(json), &got, NULL), HANDOFF_OK);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        check(row, got, keys[i]);
    check_spans(why, r);
    check_objection(row, r);
    assert_int_equal(r->automatic != NULL,
                     cJSON_IsTrue(ho_json_get(row, "automatic")));
    cJSON_Delete(got);
    free(json);
    handoff_response_free(r);
    free(text);
}

static void test_replies(void **state)
{
    (void)state;
    wrong = 0;
    each_row("playbook/replies.json", check_row);
    assert_int_equal(wrong, 0);
}

/* --- what cannot be read -----------------------------------------------------
 */

static void test_unreadable(void **state)
{
    struct handoff_came_back in = { .bytes = { "\xFF\xFE nothing", 10 },
                                    .lead = "L-0001",
                                    .as_of = PRODUCT_AS_OF };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_response *r = NULL;
    char *much;

    (void)state;
    assert_int_equal(handoff_response_make(followup, &in, &r, &err),
                     HANDOFF_BAD_TEXT);
    much = calloc(1, HANDOFF_REPLY_BYTES + 1);
    assert_non_null(much);
    memset(much, 'a', HANDOFF_REPLY_BYTES + 1);
    in.bytes = (struct handoff_slice){ much, HANDOFF_REPLY_BYTES + 1 };
    assert_int_equal(handoff_response_make(followup, &in, &r, NULL),
                     HANDOFF_TOO_LARGE);
    free(much);
    in.bytes = (struct handoff_slice){ "", 0 };
    assert_int_equal(handoff_response_make(followup, &in, &r, NULL),
                     HANDOFF_OK);
    assert_int_equal(r->heard_count, 0);
    handoff_response_free(r);
}

/* A reply of 4 MiB that says the same thing over and over, each time denied, is
 * read in bounded work. */
static void test_endless(void **state)
{
    static const char line[] = "It is not too expensive, not now, not us.\n";
    const size_t size = HANDOFF_REPLY_BYTES;
    struct handoff_came_back in = { .lead = "L-0001", .as_of = PRODUCT_AS_OF };
    struct handoff_response *r = NULL;
    char *text = malloc(size);

    (void)state;
    assert_non_null(text);
    for (size_t i = 0; i < size; i++)
        text[i] = line[i % (sizeof line - 1)];
    in.bytes = (struct handoff_slice){ text, size };
    assert_int_equal(handoff_response_make(followup, &in, &r, NULL),
                     HANDOFF_OK);
    for (size_t i = 0; i < r->heard_count; i++)
        assert_int_not_equal(r->heard[i].signal, HANDOFF_SIGNAL_PRICE);
    handoff_response_free(r);
    free(text);
}

/* --- the prompt's example
 * ------------------------------------------------------ */

static void test_example(void **state)
{
    static const char *const broken[] = {
        "{}",
        "{\"reply\":\"a b\",\"answer\":{\"signals\":[{\"signal\":\"price\","
        "\"quote\":\"b c\"}]}}",
        "{\"reply\":\"a b\",\"answer\":{\"signals\":[{\"signal\":\"opt_out\","
        "\"quote\":\"a b\"}]}}",
        "{\"reply\":\"a b\",\"answer\":{\"signals\":[{\"signal\":\"joy\","
        "\"quote\":\"a b\"}]}}",
    };

    (void)state;
    assert_int_equal(ho_reply_example_check(
                         handoff_own_text("prompts/reply.example.json"), NULL),
                     HANDOFF_OK);
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
        assert_int_equal(ho_reply_example_check(ho_slice(broken[i]), NULL),
                         HANDOFF_BAD_TEMPLATE);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_replies),
                                        cmocka_unit_test(test_unreadable),
                                        cmocka_unit_test(test_endless),
                                        cmocka_unit_test(test_example) };

    return cmocka_run_group_tests_name("followup", tests, set_up, tear_down);
}
