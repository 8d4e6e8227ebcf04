/* test_endpoint_stop.c - runs that end early, plans, and batch files: what was
 * finished stays, what was not sent says so, nothing waits for ever. */
#include <handoff/endpoint.h>

#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/json.h"
#include "support/asking.h"
#include "support/server.h"

static struct server *serve(const char *script)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct server *server = NULL;

    if (server_start(ho_slice(script), &server, &err) != HANDOFF_OK)
        fail_msg("%s", err.message);
    return server;
}

struct counts {
    size_t ok, failed, unsent;
};

/* Submit `count` different requests and collect every one once. */
static struct counts ask_many(struct handoff_endpoint *endpoint, size_t count)
{
    struct counts c = { 0 };
    bool *seen = calloc(count, sizeof *seen);

    assert_non_null(seen);
    for (size_t tag = 0; tag < count; tag++) {
        char text[64];

        snprintf(text, sizeof text, "Lead number %zu.", tag);
        asking_submit(endpoint, tag, text);
    }
    for (size_t i = 0; i < count; i++) {
        struct handoff_reply reply = asking_next(endpoint);

        assert_false(seen[reply.tag]);
        seen[reply.tag] = true;
        c.ok += reply.ok;
        c.failed += !reply.ok && reply.attempts > 0;
        c.unsent += !reply.ok && reply.attempts == 0;
        handoff_reply_release(&reply);
    }
    free(seen);
    return c;
}

static void a_wrong_key_ends_the_run(void **state)
{
    struct server *server = serve(
        "{\"latency_ms\": 20, \"rules\": [{\"number\": 9, \"status\": 401,"
        "  \"body\": {\"error\": {\"message\": \"key revoked\"}}}]}");
    struct handoff_endpoint_options o = asking_options(server_url(server));
    struct handoff_endpoint *endpoint;
    struct counts c;

    (void)state;
    o.jobs = 4;
    endpoint = asking_endpoint(&o);
    c = ask_many(endpoint, 100);
    assert_int_equal(c.failed, 1);
    assert_in_range(c.ok, 8, 20); /* those under way were finished */
    assert_int_equal(c.ok + c.failed + c.unsent, 100);
    assert_int_equal(server_count(server), c.ok + c.failed);
    assert_non_null(strstr(handoff_endpoint_stopped(endpoint), "key revoked"));
    handoff_endpoint_free(endpoint);
    server_stop(server);
}

static bool after_some(void *user)
{
    return server_count(user) >= 6;
}

static void an_interrupt_ends_the_run(void **state)
{
    struct server *server = serve("{\"latency_ms\": 50}");
    struct handoff_endpoint_options o = asking_options(server_url(server));
    struct handoff_endpoint *endpoint;
    struct counts c;

    (void)state;
    o.jobs = 2;
    o.interrupted = after_some;
    o.user = server;
    endpoint = asking_endpoint(&o);
    c = ask_many(endpoint, 50);
    assert_int_equal(c.failed, 0);
    assert_in_range(c.ok, 6, 8);
    assert_int_equal(server_count(server), c.ok);
    assert_string_equal(handoff_endpoint_stopped(endpoint), "interrupted");
    handoff_endpoint_free(endpoint);
    server_stop(server);
}

/* A request that waits for its next try is not waited for. */
static void an_interrupt_ends_waiting(void **state)
{
    struct server *server =
        serve("{\"default\": {\"status\": 500,"
              "  \"headers\": {\"Retry-After\": \"100\"}}}");
    struct handoff_endpoint_options o = asking_options(server_url(server));
    struct handoff_endpoint *endpoint;
    int64_t took = asking_ms();
    struct counts c;

    (void)state;
    o.jobs = 6;
    o.interrupted = after_some;
    o.user = server;
    endpoint = asking_endpoint(&o);
    c = ask_many(endpoint, 10);
    assert_int_equal(c.ok, 0);
    assert_int_equal(c.failed, 6);
    assert_true(asking_ms() - took < 3000);
    handoff_endpoint_free(endpoint);
    server_stop(server);
}

static void limits_are_kept(void **state)
{
    struct server *server = serve("{\"latency_ms\": 10}");
    struct handoff_endpoint_options o = asking_options(server_url(server));
    struct handoff_endpoint *endpoint;
    struct handoff_usage used;
    struct counts c;

    (void)state;
    o.jobs = 16;
    o.max_requests = 23;
    endpoint = asking_endpoint(&o);
    c = ask_many(endpoint, 60);
    assert_int_equal(c.ok, 23);
    assert_int_equal(server_count(server), 23);
    handoff_endpoint_usage(endpoint, &used);
    assert_int_equal(used.requests, 23);
    handoff_endpoint_free(endpoint);

    o.max_requests = 0;
    o.max_tokens_total = 3000;
    endpoint = asking_endpoint(&o);
    c = ask_many(endpoint, 60);
    handoff_endpoint_usage(endpoint, &used);
    assert_true(c.ok > 5 && c.unsent > 5);
    assert_true(used.prompt_tokens + used.completion_tokens <= 3000);
    assert_true(used.prompt_tokens + used.completion_tokens > 2000);
    handoff_endpoint_free(endpoint);
    server_stop(server);
}

/* What the first request learnt, the others need not. */
static void learnt_once(void **state)
{
    struct server *server =
        serve("{\"rules\": [{\"match\": \"json_schema\", \"status\": 400,"
              "  \"body\": {\"error\": \"json_schema is not supported\"}}]}");
    struct handoff_endpoint_options o = asking_options(server_url(server));
    struct handoff_endpoint *endpoint;
    char ladder[HANDOFF_LADDER];
    struct counts c;

    (void)state;
    o.jobs = 1;
    endpoint = asking_endpoint(&o);
    c = ask_many(endpoint, 20);
    assert_int_equal(c.ok, 20);
    assert_int_equal(server_count(server), 22);
    handoff_endpoint_ladder(endpoint, ladder);
    handoff_endpoint_free(endpoint);

    o.jobs = 8; /* and the next run starts from there */
    endpoint = asking_endpoint(&o);
    assert_true(handoff_endpoint_learnt(endpoint, ladder));
    assert_false(handoff_endpoint_learnt(endpoint, "nonsense"));
    c = ask_many(endpoint, 20);
    assert_int_equal(c.ok, 20);
    assert_int_equal(server_count(server), 42);
    handoff_endpoint_free(endpoint);
    server_stop(server);
}

static void learnt_by_many_at_once(void **state)
{
    struct server *server =
        serve("{\"latency_ms\": 20, \"rules\": ["
              " {\"match\": \"json_schema\", \"status\": 400,"
              "  \"body\": {\"error\": \"json_schema is not supported\"}},"
              " {\"match\": \"temperature\", \"status\": 400,"
              "  \"body\": {\"error\": {\"param\": \"temperature\"}}}]}");
    struct handoff_endpoint_options o = asking_options(server_url(server));
    struct handoff_endpoint *endpoint;
    struct counts c;

    (void)state;
    o.jobs = 16;
    o.attempts = 1;
    endpoint = asking_endpoint(&o);
    c = ask_many(endpoint, 64);
    assert_int_equal(c.ok, 64);
    assert_in_range(server_count(server), 64 + 3, 64 + 3 * 16);
    handoff_endpoint_free(endpoint);
    server_stop(server);
}

/* --- plans and batch files ------------------------------------------------ */

static void plan_into(struct handoff_endpoint *endpoint)
{
    asking_submit(endpoint, 0, "First.");
    asking_submit(endpoint, 1, "Second.");
    asking_submit(endpoint, 2, "First."); /* the same request: one line */
    asking_submit(endpoint, 3, "Third.");
    assert_int_equal(handoff_endpoint_finish_plan(endpoint, NULL), HANDOFF_OK);
}

/* custom_id of a line of the batch file. */
static void read_id(struct handoff_slice line, char id[65])
{
    cJSON *root = NULL;

    assert_int_equal(ho_json_parse(line, &root, NULL), HANDOFF_OK);
    assert_string_equal(ho_json_text(root, "method"), "POST");
    assert_string_equal(ho_json_text(root, "url"), "/v1/chat/completions");
    assert_string_equal(ho_json_text(ho_json_get(root, "body"), "model"),
                        "test-model");
    snprintf(id, 65, "%s", ho_json_text(root, "custom_id"));
    cJSON_Delete(root);
}

/* Results in another order, one failed, one missing, one of somebody else. */
static void write_results(const char *path, char id[3][65])
{
    struct ho_buffer b;

    ho_buffer_init(&b, 65536);
    ho_buffer_text(&b, "{\"custom_id\":\"other\",\"response\":null}\n\n");
    ho_buffer_format(&b,
                     "{\"custom_id\":\"%s\",\"response\":null,\"error\":"
                     "{\"code\":\"batch_expired\",\"message\":\"too late\"}}\n",
                     id[1]);
    ho_buffer_format(
        &b,
        "{\"custom_id\":\"%s\",\"response\":{\"status_code\":200,\"body\":"
        "{\"choices\":[{\"message\":{\"content\":\"{}\"}}],\"usage\":"
        "{\"prompt_tokens\":7,\"completion_tokens\":1}}},\"error\":null}\n",
        id[0]);
    assert_int_equal(ho_file_write(path, ho_buffer_slice(&b), NULL),
                     HANDOFF_OK);
    ho_buffer_release(&b);
}

static void check_results(const char *path)
{
    char url[128];
    struct handoff_endpoint_options o = asking_options(url);
    struct handoff_endpoint *endpoint;
    struct handoff_reply reply;

    snprintf(url, sizeof url, "batch:%s", path);
    endpoint = asking_endpoint(&o);
    asking_submit(endpoint, 0, "First.");
    asking_submit(endpoint, 1, "Second.");
    asking_submit(endpoint, 2, "First.");
    asking_submit(endpoint, 3, "Third.");
    for (size_t i = 0; i < 4; i++) {
        reply = asking_next(endpoint);
        if (reply.tag == 1)
            assert_non_null(strstr(reply.failure, "batch_expired, \"too late"));
        else if (reply.tag == 3)
            assert_non_null(strstr(reply.failure, "no result for this lead"));
        else
            assert_string_equal(reply.text, "{}");
        if (reply.ok)
            assert_int_equal(reply.prompt_tokens, 7);
        handoff_reply_release(&reply);
    }
    handoff_endpoint_free(endpoint);
}

static void batch_files(void **state)
{
    char dir[] = "endpoint-XXXXXX", out[64], in[64], id[3][65];
    struct handoff_endpoint_options o = asking_options("http://127.0.0.1:9/v1");
    struct handoff_endpoint *endpoint;
    struct handoff_usage planned;
    struct handoff_slice rest = { 0 }, line;
    char *text = NULL;

    (void)state;
    assert_non_null(mkdtemp(dir));
    snprintf(out, sizeof out, "%s/out.jsonl", dir);
    snprintf(in, sizeof in, "%s/in.jsonl", dir);
    o.plan = true;
    o.batch_out = out;
    endpoint = asking_endpoint(&o);
    plan_into(endpoint);
    handoff_endpoint_usage(endpoint, &planned);
    assert_int_equal(planned.requests, 3);
    assert_int_equal(planned.completion_tokens, 900);
    handoff_endpoint_free(endpoint);

    assert_int_equal(ho_file_read(out, 65536, &text, &rest.len, NULL),
                     HANDOFF_OK);
    rest.ptr = text;
    for (size_t i = 0; i < 3; i++) {
        assert_true(ho_next_line(&rest, &line));
        read_id(line, id[i]);
    }
    assert_false(ho_next_line(&rest, &line));
    free(text);
    write_results(in, id);
    check_results(in);
    unlink(in);
    unlink(out);
    assert_int_equal(rmdir(dir), 0); /* and no half file beside them */
}

static void plans_that_fail(void **state)
{
    static const char *const bad[] = { "not json\n", "{}\n[]\n", "{\"a\":1" };
    char dir[] = "endpoint-XXXXXX", path[64], url[80];
    struct handoff_endpoint_options o = asking_options("http://127.0.0.1:9/v1");
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_endpoint *endpoint = NULL;

    (void)state;
    assert_non_null(mkdtemp(dir));
    o.plan = true;
    snprintf(path, sizeof path, "%s/no/such/folder", dir);
    o.batch_out = path;
    assert_int_equal(handoff_endpoint_new(&o, &endpoint, &err), HANDOFF_IO);
    assert_non_null(strstr(err.message, "cannot be written"));
    snprintf(path, sizeof path, "%s/out", dir);
    endpoint = asking_endpoint(&o);
    asking_submit(endpoint, 0, "First.");
    handoff_endpoint_free(endpoint); /* not finished: nothing is left */
    assert_int_equal(access(path, F_OK), -1);

    o = asking_options(url);
    snprintf(url, sizeof url, "batch:%s", path);
    endpoint = NULL;
    assert_int_equal(handoff_endpoint_new(&o, &endpoint, NULL), HANDOFF_IO);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(ho_file_write(path, ho_slice(bad[i]), NULL),
                         HANDOFF_OK);
        assert_int_equal(handoff_endpoint_new(&o, &endpoint, NULL),
                         HANDOFF_BAD_JSON);
    }
    unlink(path);
    assert_int_equal(rmdir(dir), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wrong_key_ends_the_run),
        cmocka_unit_test(an_interrupt_ends_the_run),
        cmocka_unit_test(an_interrupt_ends_waiting),
        cmocka_unit_test(limits_are_kept),
        cmocka_unit_test(learnt_once),
        cmocka_unit_test(learnt_by_many_at_once),
        cmocka_unit_test(batch_files),
        cmocka_unit_test(plans_that_fail),
    };

    signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
