/* test_brief.c - every folder of fixtures/brief: a lead, a reply, and the
 * brief they make under the product's own policy.
 *
 *     lead.txt .csv .json .eml  the last lead of it is the case's
 *     reply.txt                 the model's reply; where it is one JSON object,
 *                               the open fields that it does not name are null
 *     answer.txt                a reply byte for byte, in place of reply.txt;
 *     answer-2.txt ...          what came back when it was asked again.
 *                               Without any the built-in extractor replies ...
 *     failure.txt               ... or nobody does, and this is why
 *     expect.json               every claim that is Explicit or Inferred, every
 *                               Unknown but what nobody mentioned, every
 *                               finding
 *     why.txt                   what the case is there for
 *
 * Whatever a case expects: each field stands in exactly one list, and the
 * lead's own bytes say what the brief quotes.
 */
#include <handoff/brief.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "prompt/open.h"
#include "support/brief_check.h"
#include "support/cases.h"
#include "support/product.h"

static const char *const kinds[] = { "txt", "csv", "json", "eml" };

static char *read_lead(const char *directory, char *file, size_t size,
                       size_t *len)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        char *text;

        snprintf(file, size, "lead.%s", kinds[i]);
        text = case_file(directory, file, len);
        if (text)
            return text;
    }
    fail_msg("%s holds no lead", directory);
    return NULL;
}

/* A short reply as a model would write it in full. */
static char *fill_reply(char *reply, const struct handoff_policy *policy,
                        const struct handoff_lead *lead)
{
    const struct handoff_fields *fields = handoff_policy_fields(policy);
    cJSON *root = NULL;
    struct ho_buffer b;
    struct ho_writer w;

    if (ho_json_parse(ho_slice(reply), &root, NULL) != HANDOFF_OK ||
        !cJSON_IsObject(root)) {
        cJSON_Delete(root);
        return reply;
    }
    for (size_t i = 0; i < fields->count; i++)
        if (ho_field_is_open(fields, lead, i) &&
            !ho_json_get(root, fields->item[i].name))
            assert_non_null(cJSON_AddNullToObject(root, fields->item[i].name));
    free(reply);
    ho_buffer_init(&b, SIZE_MAX);
    ho_writer_init(&w, &b, 0);
    ho_write_json(&w, NULL, root);
    assert_int_equal(ho_buffer_take(&b, "reply", &reply, NULL, NULL),
                     HANDOFF_OK);
    cJSON_Delete(root);
    return reply;
}

static char *read_reply(const char *directory, const char *failure,
                        const struct handoff_policy *policy,
                        const struct handoff_lead *lead)
{
    char *reply = case_file(directory, "answer.txt", NULL);

    if (reply)
        return reply;
    reply = case_file(directory, "reply.txt", NULL);
    if (reply)
        return fill_reply(reply, policy, lead);
    return failure ? NULL : product_reply(policy, lead);
}

enum { ANSWERS = 1 + HANDOFF_REASKS };

/* Replies behind the first one; returns how many there are in all. */
static size_t read_later(const char *directory, char *reply[ANSWERS])
{
    size_t count = 1;

    for (; count < ANSWERS; count++) {
        char file[32];

        snprintf(file, sizeof file, "answer-%zu.txt", count + 1);
        reply[count] = case_file(directory, file, NULL);
        if (!reply[count])
            break;
    }
    return count;
}

static void check_case(const char *directory, const char *name,
                       const struct handoff_policy *policy,
                       const struct handoff_lead *lead)
{
    char *failure = case_file(directory, "failure.txt", NULL);
    char *expect = case_text(directory, "expect.json", NULL);
    char *reply[ANSWERS] = { read_reply(directory, failure, policy, lead) };
    const size_t count = read_later(directory, reply);
    struct handoff_answer answer[ANSWERS] = { { NULL, failure } };
    struct handoff_brief *brief;

    for (size_t i = 0; i < count; i++)
        answer[i].text = reply[i];
    brief = product_brief_from(policy, lead, answer, count);
    brief_check_lists(name, brief);
    brief_check_quotes(name, brief);
    brief_check_read_back(name, brief);
    brief_check_expected(name, brief, expect);
    handoff_brief_free(brief);
    for (size_t i = 0; i < count; i++)
        free(reply[i]);
    free(expect);
    free(failure);
}

static void run_case(const char *directory, const char *name)
{
    char file[64];
    size_t len = 0;
    char *text = read_lead(directory, file, sizeof file, &len);
    struct handoff_policy *policy = product_policy();
    struct handoff_batch *batch = product_batch(policy, file, text, len);

    free(case_text(directory, "why.txt", NULL));
    check_case(directory, name, policy,
               handoff_batch_lead(batch, handoff_batch_count(batch) - 1));
    handoff_batch_free(batch);
    handoff_policy_free(policy);
    free(text);
}

static void test_cases(void **state)
{
    (void)state;
    each_case("brief", run_case);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases) };

    return cmocka_run_group_tests_name("brief", tests, NULL, NULL);
}
