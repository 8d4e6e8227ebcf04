/* test_redact.c - nothing that names a person leaves the machine, and the
 * briefs are those of a run that sends everything.
 *
 * A row of fixtures/redact/leads.json has a lead and the words that must not
 * stand in any request.
 */
#include <handoff/redact.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "base/sha256.h"
#include "support/asking.h"
#include "support/cases.h"
#include "support/product.h"
#include "support/server.h"

enum { SCRIPT_BYTES = 1 << 20 };

static struct handoff_policy *policy;
static struct handoff_prompt *prompt, *reask;

static struct handoff_prompt *read_prompt(const char *file)
{
    struct handoff_prompt *out = NULL;
    size_t len = 0;
    char *text = case_text(FIXTURES "/../prompts", file, &len);

    assert_int_equal(handoff_prompt_parse(
                         file, (struct handoff_slice){ text, len }, &out, NULL),
                     HANDOFF_OK);
    free(text);
    return out;
}

static int set_up(void **state)
{
    (void)state;
    policy = product_policy();
    prompt = read_prompt("summarize.prompt");
    reask = read_prompt("reask.prompt");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    handoff_prompt_free(reask);
    handoff_prompt_free(prompt);
    handoff_policy_free(policy);
    return 0;
}

static struct handoff_batch *read_lead(const cJSON *row)
{
    const char *text = row_text(row, "lead", "");

    return product_batch(policy, "lead", text, strlen(text));
}

static void must_lack(const cJSON *row, const char *text)
{
    const cJSON *secret;

    cJSON_ArrayForEach(secret, ho_json_get(row, "secrets"))
    {
        if (strstr(text, secret->valuestring))
            fail_msg("%s: \"%s\" stands in %s", row_text(row, "why", ""),
                     secret->valuestring, text);
    }
}

/* --- the library's own functions -------------------------------------------
 */

static void check_lead(const cJSON *row, const struct handoff_redaction *r,
                       const struct handoff_lead *lead)
{
    const struct handoff_lead *shown = handoff_redacted_lead(r);

    assert_int_equal(shown->count, lead->count);
    for (size_t i = 0; i < shown->count; i++) {
        assert_int_equal(strlen(shown->value[i].text.ptr),
                         shown->value[i].text.len);
        must_lack(row, shown->value[i].text.ptr);
        must_lack(row, shown->value[i].cite);
    }
}

static void there_and_back(const cJSON *row)
{
    struct handoff_batch *batch = read_lead(row);
    const struct handoff_lead *lead = handoff_batch_lead(batch, 0);
    char *reply = product_reply(policy, lead), *sent = NULL, *back = NULL;
    struct handoff_redaction *r = NULL;

    assert_int_equal(
        handoff_redaction_new(handoff_policy_fields(policy), lead, &r, NULL),
        HANDOFF_OK);
    check_lead(row, r, lead);
    assert_int_equal(handoff_redact(r, ho_slice(reply), &sent, NULL),
                     HANDOFF_OK);
    must_lack(row, sent);
    assert_int_equal(handoff_restore(r, ho_slice(sent), &back, NULL),
                     HANDOFF_OK);
    assert_string_equal(back, reply);
    free(back);
    free(sent);
    free(reply);
    handoff_redaction_free(r);
    handoff_batch_free(batch);
}

static void test_there_and_back(void **state)
{
    (void)state;
    each_row("redact/leads.json", there_and_back);
}

/* More people than are looked after: nothing of the lead is shown. */
static void test_too_many(void **state)
{
    struct handoff_redaction *r = NULL;
    struct handoff_batch *batch;
    const struct handoff_lead *shown;
    struct ho_buffer b;

    (void)state;
    ho_buffer_init(&b, SCRIPT_BYTES);
    ho_buffer_text(&b, "Message:\n");
    for (int i = 0; i < 501; i++)
        ho_buffer_format(&b, "p%d@hillmarsh.example ", i);
    batch = product_batch(policy, "lead", b.ptr, b.len);
    assert_int_equal(handoff_redaction_new(handoff_policy_fields(policy),
                                           handoff_batch_lead(batch, 0), &r,
                                           NULL),
                     HANDOFF_OK);
    shown = handoff_redacted_lead(r);
    assert_true(shown->count > 0);
    for (size_t i = 0; i < shown->count; i++)
        assert_string_equal(shown->value[i].text.ptr, "REDACTED");
    handoff_redaction_free(r);
    handoff_batch_free(batch);
    ho_buffer_release(&b);
}

/* --- the whole flow --------------------------------------------------------
 */

/* A server that quotes the lead: what it was sent, not what it never saw. */
static struct server *start_server(const char *content)
{
    struct ho_buffer b;
    struct ho_writer w;
    struct server *server = NULL;

    ho_buffer_init(&b, SCRIPT_BYTES);
    ho_writer_init(&w, &b, 0);
    ho_write_object(&w, NULL);
    ho_write_object(&w, "default");
    ho_write_text(&w, "content", content);
    ho_write_end_object(&w);
    ho_write_end_object(&w);
    assert_int_equal(server_start(ho_buffer_slice(&b), &server, NULL),
                     HANDOFF_OK);
    ho_buffer_release(&b);
    return server;
}

/* Without what differs by nature: address, and the hashes of replies. */
static char *brief_text(const struct handoff_brief *brief)
{
    char *json = NULL, *text;
    cJSON *root = NULL;

    assert_int_equal(handoff_brief_json(brief, &json, NULL), HANDOFF_OK);
    assert_int_equal(ho_json_parse(ho_slice(json), &root, NULL), HANDOFF_OK);
    cJSON_DeleteItemFromObject(root, "made_by");
    text = cJSON_Print(root);
    assert_non_null(text);
    cJSON_Delete(root);
    free(json);
    return text;
}

static char *run(const struct handoff_batch *batch, struct server *server,
                 bool redact)
{
    const struct handoff_endpoint_options options =
        asking_options(server_url(server));
    struct handoff_endpoint *endpoint = asking_endpoint(&options);
    const struct handoff_job job = { .batch = batch,
                                     .policy = policy,
                                     .prompt = prompt,
                                     .reask = reask,
                                     .reasks = 1,
                                     .endpoint = endpoint,
                                     .model = "m",
                                     .redact = redact,
                                     .as_of = PRODUCT_AS_OF };
    struct handoff_run *done = NULL;
    char *text;

    assert_int_equal(handoff_run(&job, &done, NULL), HANDOFF_OK);
    text = brief_text(handoff_run_brief(done, 0));
    handoff_run_free(done);
    handoff_endpoint_free(endpoint);
    return text;
}

/* The reply quotes the lead, and invents one budget, so that it is asked
 * again. */
static char *quoting_reply(const struct handoff_lead *lead)
{
    char *own = product_reply(policy, lead), *text;
    cJSON *reply = NULL;

    assert_int_equal(ho_json_parse(ho_slice(own), &reply, NULL), HANDOFF_OK);
    cJSON_DeleteItemFromObjectCaseSensitive(reply, "use_case");
    cJSON_DeleteItemFromObjectCaseSensitive(reply, "budget");
    assert_non_null(
        cJSON_AddStringToObject(reply, "budget", "Ada Fox has 90k USD"));
    text = cJSON_PrintUnformatted(reply);
    assert_non_null(text);
    cJSON_Delete(reply);
    free(own);
    return text;
}

static void same_briefs(const cJSON *row)
{
    struct handoff_batch *batch = read_lead(row);
    const struct handoff_lead *lead = handoff_batch_lead(batch, 0);
    char *reply = quoting_reply(lead), *hidden = NULL, *open, *closed;
    struct server *plain = start_server(reply), *blind;
    struct handoff_redaction *r = NULL;

    assert_int_equal(
        handoff_redaction_new(handoff_policy_fields(policy), lead, &r, NULL),
        HANDOFF_OK);
    assert_int_equal(handoff_redact(r, ho_slice(reply), &hidden, NULL),
                     HANDOFF_OK);
    blind = start_server(hidden);
    open = run(batch, plain, false);
    closed = run(batch, blind, true);
    assert_true(server_count(blind) >= 2);
    for (size_t i = 0; i < server_count(blind); i++)
        must_lack(row, server_request(blind, i)->body);
    assert_same_text(row_text(row, "why", ""), closed, open);
    free(closed);
    free(open);
    free(hidden);
    free(reply);
    handoff_redaction_free(r);
    server_stop(blind);
    server_stop(plain);
    handoff_batch_free(batch);
}

static void test_same_briefs(void **state)
{
    (void)state;
    each_row("redact/leads.json", same_briefs);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_there_and_back),
                                        cmocka_unit_test(test_too_many),
                                        cmocka_unit_test(test_same_briefs) };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
