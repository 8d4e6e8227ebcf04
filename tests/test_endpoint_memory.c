/* test_endpoint_memory.c - each allocation of ours fails once, in turn.
 *
 * Linked with -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc,--wrap=strdup;
 * without that the test fails, since then nothing fails.
 */
#include <handoff/pipeline.h>

#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdint.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

#include "base/slice.h"
#include "support/asking.h"
#include "support/server.h"

/* Names that the linker gives; no others work. */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
char *__real_strdup(const char *text);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
char *__wrap_strdup(const char *text);

static struct {
    pthread_t thread; /* only its allocations count, not the server's */
    long left;        /* until the one that fails; -1: none does */
    bool failed;
} plan = { .left = -1 };

static bool fails_now(void)
{
    if (!pthread_equal(plan.thread, pthread_self()))
        return false;
    if (plan.left < 0 || plan.left-- > 0)
        return false;
    plan.failed = true;
    return true;
}

void *__wrap_malloc(size_t size)
{
    return fails_now() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails_now() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return fails_now() ? NULL : __real_realloc(old, size);
}

char *__wrap_strdup(const char *text)
{
    return fails_now() ? NULL : __real_strdup(text);
}

/* cJSON's allocations are ours to fail, too. */
static void *hook_malloc(size_t size)
{
    return malloc(size);
}

static void hook_free(void *old)
{
    free(old);
}

static enum handoff_status submit_all(struct handoff_endpoint *endpoint)
{
    static const char *const text[] = { "plain",  "again",   "bad",
                                        "refuse", "hang up", "redirect" };
    const struct handoff_lead lead = { .id = "L-0001" };
    enum handoff_status status = HANDOFF_OK;

    for (size_t i = 0; i < 6 && status == HANDOFF_OK; i++) {
        struct handoff_message message = { "user", text[i] };
        const struct handoff_messages messages = { &message, 1 };
        const struct handoff_request request = { .tag = 42,
                                                 .messages = &messages,
                                                 .schema = ASKING_SCHEMA,
                                                 .max_tokens = 5,
                                                 .lead = &lead };

        status = handoff_endpoint_submit(endpoint, &request, NULL);
    }
    return status;
}

static enum handoff_status run(const struct handoff_endpoint_options *options)
{
    struct handoff_endpoint *endpoint = NULL;
    enum handoff_status status = handoff_endpoint_new(options, &endpoint, NULL);
    bool got = true;

    if (status == HANDOFF_OK)
        status = submit_all(endpoint);
    while (status == HANDOFF_OK && got) {
        struct handoff_reply reply = { 0 };

        status = handoff_endpoint_next(endpoint, &reply, &got, NULL);
        if (status == HANDOFF_OK && got)
            assert_non_null(reply.ok ? reply.text : reply.failure);
        handoff_reply_release(&reply);
    }
    handoff_endpoint_free(endpoint);
    return status;
}

/* Until a run gets through without reaching the failing allocation. */
static void fail_each(
    enum handoff_status (*work)(const struct handoff_endpoint_options *),
    const struct handoff_endpoint_options *options)
{
    enum handoff_status status;
    long number = 0;

    do {
        plan.failed = false;
        plan.left = number++;
        status = work(options);
        plan.left = -1;
        assert_true(status == HANDOFF_OK ||
                    (plan.failed && status == HANDOFF_NO_MEMORY));
    } while (plan.failed);
    assert_true(number > 30); /* a folder without replies: 35 */
}

static void over_http(void **state)
{
    static const char script[] =
        "{\"rules\": [{\"match\": \"again\", \"times\": 1, \"status\": 429,"
        "   \"headers\": {\"Retry-After\": \"0\"}},"
        "  {\"match\": \"bad\", \"status\": 400},"
        "  {\"match\": \"refuse\", \"refusal\": \"no\"},"
        "  {\"match\": \"hang up\", \"times\": 1, \"close\": true},"
        "  {\"match\": \"redirect\", \"status\": 302,"
        "   \"headers\": {\"Location\": \"https://other.example/\"}}]}";
    struct server *server = NULL;
    struct handoff_endpoint_options options;

    (void)state;
    assert_int_equal(server_start(ho_slice(script), &server, NULL), HANDOFF_OK);
    options = asking_options(server_url(server));
    options.key = "test-key-0123456789";
    fail_each(run, &options);
    server_stop(server);
}

static void from_a_folder(void **state)
{
    struct handoff_endpoint_options options;
    char dir[] = "endpoint-XXXXXX";
    char url[32];

    (void)state;
    assert_non_null(mkdtemp(dir));
    snprintf(url, sizeof url, "replay:%s", dir);
    options = asking_options(url);
    fail_each(run, &options);
    assert_int_equal(rmdir(dir), 0);
}

/* --- a whole run -------------------------------------------------------- */

static const char tiny_policy[] =
    "policy: tiny\nversion: \"1\"\n"
    "fields:\n"
    "  person: {type: person, labels: [name], question: Who?, cues: [my name "
    "is]}\n"
    "  pain: {type: text, question: What hurts?, cues: [we lose]}\n"
    "owners: {news: {name: newsletter}}\n"
    "rules:\n"
    "  - {id: R1, when: {pain: some}, then: {route: nurture, owner: news, "
    "reason: PAIN, confidence: 60}}\n"
    "otherwise: {id: Z, then: {route: nurture, owner: news, reason: REST, "
    "confidence: 60}}\n"
    "undecided: {then: {route: enrich, reason: NEED_FACTS}}\n";
static const char tiny_leads[] =
    "name,message\nAda Fox,\"We lose leads.\"\n"
    "Ben Oak,\"My name is Ben Oak, we lose time.\"\n";
static const char tiny_prompt[] =
    "---\ninput:\n  schema:\n    lead(array): {cite: string, text: string}\n"
    "---\n{{role \"user\"}}\nRead:\n{{#lead}}{{text}}{{/lead}}\n";

/* What outlives the runs. */
static struct handoff_job job;

static enum handoff_status drop(void *user, const struct handoff_brief *brief,
                                const struct handoff_decision *decision,
                                struct handoff_error *err)
{
    size_t len = 0;
    char *json = NULL;
    const enum handoff_status status =
        handoff_map_lead_json(job.policy, brief, decision, &json, &len, err);

    (void)user;
    free(json);
    return status;
}

/* Redacted, asked again, given one by one and kept or not. */
static enum handoff_status run_all(
    const struct handoff_endpoint_options *options)
{
    struct handoff_endpoint *endpoint = NULL;
    struct handoff_run *out = NULL;
    enum handoff_status status = handoff_endpoint_new(options, &endpoint, NULL);

    job.endpoint = endpoint;
    if (status == HANDOFF_OK)
        status = handoff_run(&job, options->jobs > 1 ? &out : NULL, NULL);
    handoff_run_free(out);
    handoff_endpoint_free(endpoint);
    return status;
}

static void must(enum handoff_status status, const struct handoff_error *err)
{
    if (status != HANDOFF_OK)
        fail_msg("line %zu: %s", err->line, err->message);
}

static void a_whole_run(void **state)
{
    static const char script[] =
        "{\"rules\": [{\"number\": 1, \"content\": {\"pain\": \"no "
        "words of hers\", \"inferred\": [], \"lane\": null, \"action\": "
        "null}}]}";
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct server *server = NULL;
    struct handoff_endpoint_options options;
    struct handoff_policy *policy = NULL;
    struct handoff_prompt *prompt = NULL;
    struct handoff_batch *batch = NULL;

    (void)state;
    must(handoff_policy_parse("tiny", ho_slice(tiny_policy), &policy, &err),
         &err);
    must(handoff_prompt_parse("p", ho_slice(tiny_prompt), &prompt, &err), &err);
    must(handoff_batch_new(handoff_policy_fields(policy), &batch, &err), &err);
    must(handoff_batch_add(batch, "l.csv", ho_slice(tiny_leads), &err), &err);
    must(server_start(ho_slice(script), &server, &err), &err);
    options = asking_options(server_url(server));
    job = (struct handoff_job){ .batch = batch,
                                .policy = policy,
                                .prompt = prompt,
                                .reask = prompt,
                                .reasks = 1,
                                .model = "m",
                                .redact = true,
                                .each = drop };
    for (options.jobs = 1; options.jobs <= 2; options.jobs++)
        fail_each(run_all, &options);
    assert_true(server_count(server) > 4); /* asked again, too */
    server_stop(server);
    handoff_batch_free(batch);
    handoff_prompt_free(prompt);
    handoff_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(over_http),
                                        cmocka_unit_test(from_a_folder),
                                        cmocka_unit_test(a_whole_run) };

    cJSON_InitHooks(&(cJSON_Hooks){ hook_malloc, hook_free });
    plan.thread = pthread_self(); /* before any other thread runs */
    signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
