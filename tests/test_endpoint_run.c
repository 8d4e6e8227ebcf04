/* test_endpoint_run.c - many requests through one endpoint: how many at once,
 * in what time, what goes over the wire, and what happens when it ends. */
#include <handoff/endpoint.h>

#include <netinet/in.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/slice.h"
#include "endpoint/retry.h"
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

static struct handoff_endpoint *connect_to(struct server *server, unsigned jobs)
{
    struct handoff_endpoint_options options =
        asking_options(server_url(server));

    options.jobs = jobs;
    return asking_endpoint(&options);
}

/* Submit `count` requests with tags 0, 1, ... and collect each once. */
static void ask_many(struct handoff_endpoint *endpoint, size_t count)
{
    bool *seen = calloc(count, sizeof *seen);

    assert_non_null(seen);
    for (size_t tag = 0; tag < count; tag++)
        asking_submit(endpoint, tag, "Hello.");
    for (size_t i = 0; i < count; i++) {
        struct handoff_reply reply = asking_next(endpoint);

        assert_true(reply.ok);
        assert_in_range(reply.tag, 0, count - 1);
        assert_false(seen[reply.tag]);
        seen[reply.tag] = true;
        handoff_reply_release(&reply);
    }
    free(seen);
}

static void jobs_are_held_and_used(void **state)
{
    static const struct {
        size_t requests;
        unsigned jobs;
        int64_t rounds; /* ceil(requests / jobs) */
    } row[] = { { 25, 8, 4 }, { 3, 1, 3 }, { 16, 16, 1 } };

    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct server *server = serve("{\"latency_ms\": 100}");
        struct handoff_endpoint *endpoint = connect_to(server, row[i].jobs);
        int64_t took = asking_ms();

        ask_many(endpoint, row[i].requests);
        took = asking_ms() - took;
        assert_int_equal(server_count(server), row[i].requests);
        assert_in_range(server_most_at_once(server), row[i].jobs > 1 ? 2 : 1,
                        row[i].jobs);
        assert_true(took >= row[i].rounds * 100);
        /* A busy machine is slow, but not as slow as one at a time. */
        assert_true(row[i].jobs == 1 ||
                    took < (int64_t)row[i].requests * 100 / 2);
        handoff_endpoint_free(endpoint);
        server_stop(server);
    }
}

/* While the caller works on a reply, the next request is on its way. */
static void work_overlaps(void **state)
{
    struct server *server = serve("{}");
    struct handoff_endpoint *endpoint = connect_to(server, 1);
    const struct timespec work = { .tv_nsec = 5000000 };

    (void)state;
    for (size_t tag = 0; tag < 3; tag++)
        asking_submit(endpoint, tag, "Hello.");
    for (size_t i = 1; i <= 3; i++) {
        struct handoff_reply reply = asking_next(endpoint);

        handoff_reply_release(&reply);
        for (int spin = 0; spin < 400 && server_count(server) <= i; spin++)
            if (i < 3)
                nanosleep(&work, NULL);
        assert_int_equal(server_count(server), i < 3 ? i + 1 : 3);
    }
    handoff_endpoint_free(endpoint);
    server_stop(server);
}

static void nothing_left(void **state)
{
    struct server *server = serve("{}");
    struct handoff_endpoint *endpoint = connect_to(server, 2);
    struct handoff_reply reply = { .tag = 7 };
    bool got = true;

    (void)state;
    assert_int_equal(handoff_endpoint_next(endpoint, &reply, &got, NULL),
                     HANDOFF_OK);
    assert_false(got);
    assert_int_equal(reply.tag, 7);
    ask_many(endpoint, 3); /* and it goes on after that */
    handoff_endpoint_free(endpoint);
    server_stop(server);
}

static void ended_early(void **state)
{
    static const char script[] =
        "{\"rules\": [{\"match\": \"busy\", \"status\": 500,"
        "  \"headers\": {\"Retry-After\": \"60\"}},"
        " {\"match\": \"slow\", \"delay_ms\": 20000}]}";
    struct server *server = serve(script);
    struct handoff_endpoint *endpoint = connect_to(server, 3);
    struct handoff_reply reply;

    (void)state;
    asking_submit(endpoint, 0, "busy");
    asking_submit(endpoint, 1, "slow");
    asking_submit(endpoint, 2, "quick");
    asking_submit(endpoint, 3, "slow, and still in the queue");
    reply = asking_next(endpoint);
    assert_int_equal(reply.tag, 2);
    handoff_reply_release(&reply);
    handoff_endpoint_free(endpoint); /* waiting, running, done and queued */
    server_stop(server);
}

/* --- pacing ------------------------------------------------------------- */

static void retry_after_pauses_the_host(void **state)
{
    static const char script[] =
        "{\"rules\": [{\"match\": \"first\", \"times\": 1, \"status\": 429,"
        "  \"headers\": {\"retry-after-ms\": \"500\"}, \"body\": \"\"},"
        " {\"match\": \"second\", \"delay_ms\": 200}]}";
    struct server *server = serve(script);
    struct handoff_endpoint *endpoint = connect_to(server, 2);
    struct handoff_reply reply;
    int64_t began = asking_ms();

    (void)state;
    asking_submit(endpoint, 0, "first");
    asking_submit(endpoint, 1, "second");
    reply = asking_next(endpoint);
    assert_int_equal(reply.tag, 1);
    handoff_reply_release(&reply);
    asking_submit(endpoint, 2, "third"); /* a slot is free, the host not */
    for (int i = 0; i < 2; i++) {
        reply = asking_next(endpoint);
        assert_true(reply.ok);
        assert_true(asking_ms() - began > 500);
        handoff_reply_release(&reply);
    }
    assert_int_equal(server_count(server), 4);
    handoff_endpoint_free(endpoint);
    server_stop(server);
}

static void own_backoff_holds_up_nobody(void **state)
{
    const size_t tag = 25; /* waits 475 ms */
    const int64_t wait = ho_retry_backoff_ms(tag, 1);
    struct server *server = serve(
        "{\"rules\": [{\"match\": \"bad\", \"times\": 1, \"status\": 500}]}");
    struct handoff_endpoint *endpoint = connect_to(server, 2);
    struct handoff_reply reply;
    int64_t began = asking_ms();

    (void)state;
    assert_true(wait > 400);
    asking_submit(endpoint, tag, "bad");
    for (size_t i = 0; i < 5; i++)
        asking_submit(endpoint, 100 + i, "good");
    for (size_t i = 0; i < 6; i++) {
        reply = asking_next(endpoint);
        assert_true(reply.ok);
        assert_true((reply.tag == tag) == (i == 5));
        assert_int_equal(reply.attempts, i == 5 ? 2 : 1);
        handoff_reply_release(&reply);
    }
    assert_true(asking_ms() - began >= wait);
    handoff_endpoint_free(endpoint);
    server_stop(server);
}

/* --- the wire ----------------------------------------------------------- */

static void what_is_sent(void **state)
{
    static const char body[] =
        "{\"model\":\"test-model\",\"messages\":[{\"role\":\"system\","
        "\"content\":\"Quote the lead.\"},{\"role\":\"user\",\"content\":"
        "\"caf\xC3\xA9 \\\"x\\\"\\n\\u001b\"}],\"max_tokens\":300,"
        "\"temperature\":0,\"response_format\":{\"type\":\"json_schema\","
        "\"json_schema\":{\"name\":\"reply\",\"strict\":true,\"schema\":";
    struct server *server = serve("{}");
    struct handoff_endpoint_options options =
        asking_options(server_url(server));
    struct handoff_endpoint *endpoint;
    struct handoff_reply reply;
    const struct server_request *sent;

    (void)state;
    options.key = "";
    endpoint = asking_endpoint(&options);
    for (size_t i = 0; i < 2; i++) {
        asking_submit(endpoint, i, "caf\xC3\xA9 \"x\"\n\x1B");
        reply = asking_next(endpoint);
        handoff_reply_release(&reply);
    }
    sent = server_request(server, 0);
    assert_string_equal(sent->path, "/v1/chat/completions");
    assert_memory_equal(sent->body, body, sizeof body - 1);
    assert_memory_equal(sent->body + sizeof body - 1, ASKING_SCHEMA,
                        strlen(ASKING_SCHEMA));
    assert_string_equal(sent->body + sizeof body - 1 + strlen(ASKING_SCHEMA),
                        "}}}");
    assert_string_equal(server_request(server, 1)->body, sent->body);
    assert_null(strstr(sent->headers, "Authorization"));
    assert_null(strstr(sent->headers, "Expect"));
    assert_non_null(strstr(sent->headers, "Content-Type: application/json\n"));
    assert_non_null(strstr(sent->headers, "User-Agent: handoff\n"));
    handoff_endpoint_free(endpoint);
    server_stop(server);
}

static void the_key_is_a_header_only(void **state)
{
    struct server *server = serve("{}");
    struct handoff_endpoint_options options =
        asking_options(server_url(server));
    struct handoff_endpoint *endpoint;
    struct handoff_reply reply;
    const struct server_request *sent;

    (void)state;
    options.key = "test-key-0123456789";
    endpoint = asking_endpoint(&options);
    asking_submit(endpoint, 0, "Hello.");
    reply = asking_next(endpoint);
    sent = server_request(server, 0);
    assert_non_null(
        strstr(sent->headers, "Authorization: Bearer test-key-0123456789\n"));
    assert_null(strstr(sent->body, "test-key"));
    assert_null(strstr(handoff_endpoint_name(endpoint), "test-key"));
    handoff_reply_release(&reply);
    handoff_endpoint_free(endpoint);
    server_stop(server);
}

/* Over 1 MiB libcurl would send Expect: 100-continue and wait a second. */
static void a_large_request_is_not_held_up(void **state)
{
    const size_t len = 2 * 1024 * 1024;
    char *text = malloc(len + 1);
    struct server *server = serve("{}");
    struct handoff_endpoint *endpoint = connect_to(server, 1);
    struct handoff_reply reply;

    (void)state;
    assert_non_null(text);
    memset(text, 'a', len);
    text[len] = '\0';
    asking_submit(endpoint, 0, text);
    reply = asking_next(endpoint);
    assert_true(reply.ok);
    assert_null(strstr(server_request(server, 0)->headers, "Expect"));
    assert_non_null(strstr(server_request(server, 0)->body, text));
    handoff_reply_release(&reply);
    handoff_endpoint_free(endpoint);
    server_stop(server);
    free(text);
}

/* --- no server there ---------------------------------------------------- */

/* A socket on a free port of 127.0.0.1 that nobody ever accepts from. */
static int silent_socket(unsigned *port)
{
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t len = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    assert_true(fd >= 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, len), 0);
    assert_int_equal(listen(fd, 8), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &len), 0);
    *port = ntohs(address.sin_port);
    return fd;
}

static void expect_failure(const char *url, unsigned connect_ms,
                           const char *piece)
{
    struct handoff_endpoint_options options = asking_options(url);
    struct handoff_endpoint *endpoint;
    struct handoff_reply reply;

    options.attempts = 1;
    options.timeout_ms = connect_ms + 250;
    options.connect_ms = connect_ms;
    endpoint = asking_endpoint(&options);
    asking_submit(endpoint, 0, "Hello.");
    reply = asking_next(endpoint);
    assert_false(reply.ok);
    if (!strstr(reply.failure, piece))
        fail_msg("\"%s\" stands not in \"%s\"", piece, reply.failure);
    assert_int_equal(reply.http_status, 0);
    assert_int_equal(reply.attempts, 1);
    handoff_reply_release(&reply);
    handoff_endpoint_free(endpoint);
}

static void nobody_answers(void **state)
{
    char plain[64], tls[64];
    unsigned port;
    int fd = silent_socket(&port);

    (void)state;
    snprintf(plain, sizeof plain, "http://127.0.0.1:%u/v1", port);
    snprintf(tls, sizeof tls, "https://127.0.0.1:%u/v1", port);
    expect_failure(plain, 150, "no whole answer within 400 ms");
    expect_failure(tls, 150, "no connection within 150 ms");
    close(fd);
    expect_failure(plain, 2000,
                   "check the endpoint's URL and that the server runs");
}

static void tls_to_a_plain_server(void **state)
{
    struct server *server = serve("{}");
    char url[64];

    (void)state;
    snprintf(url, sizeof url, "https://127.0.0.1:%u/v1", server_port(server));
    expect_failure(url, 5000, "check that the server speaks TLS");
    assert_int_equal(server_count(server), 0);
    server_stop(server);
}

static void timeout_on_a_reused_connection(void **state)
{
    struct server *server =
        serve("{\"rules\": [{\"number\": 2, \"delay_ms\": 5000}]}");
    struct handoff_endpoint_options options =
        asking_options(server_url(server));
    struct handoff_endpoint *endpoint;
    struct handoff_reply reply;

    (void)state;
    options.attempts = 1;
    options.timeout_ms = 500;
    endpoint = asking_endpoint(&options);
    for (size_t tag = 0; tag < 3; tag++) {
        asking_submit(endpoint, tag, "Hello.");
        reply = asking_next(endpoint);
        assert_true(reply.ok == (tag != 1));
        if (!reply.ok)
            assert_non_null(strstr(reply.failure, "no whole answer"));
        handoff_reply_release(&reply);
    }
    handoff_endpoint_free(endpoint);
    server_stop(server);
}

/* A proxy of the environment must not see what goes to this machine. */
static void loopback_needs_no_proxy(void **state)
{
    struct server *server = serve("{}");
    struct handoff_endpoint *endpoint;

    (void)state;
    setenv("http_proxy", "http://127.0.0.1:1", 1);
    setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
    endpoint = connect_to(server, 1);
    ask_many(endpoint, 1);
    handoff_endpoint_free(endpoint);
    unsetenv("http_proxy");
    unsetenv("ALL_PROXY");
    server_stop(server);
}

static void scripts_are_checked(void **state)
{
    static const char *const bad[] = { "", "[]", "{\"rule\": []}",
                                       "{\"rules\": [{\"stauts\": 1}]}",
                                       "{\"default\": {\"contents\": 1}}" };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct handoff_error err = HANDOFF_ERROR_INIT;
        struct server *server = NULL;

        assert_int_equal(server_start(ho_slice(bad[i]), &server, &err),
                         HANDOFF_BAD_JSON);
        assert_null(server);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(jobs_are_held_and_used),
        cmocka_unit_test(work_overlaps),
        cmocka_unit_test(nothing_left),
        cmocka_unit_test(ended_early),
        cmocka_unit_test(retry_after_pauses_the_host),
        cmocka_unit_test(own_backoff_holds_up_nobody),
        cmocka_unit_test(what_is_sent),
        cmocka_unit_test(the_key_is_a_header_only),
        cmocka_unit_test(a_large_request_is_not_held_up),
        cmocka_unit_test(nobody_answers),
        cmocka_unit_test(tls_to_a_plain_server),
        cmocka_unit_test(timeout_on_a_reused_connection),
        cmocka_unit_test(loopback_needs_no_proxy),
        cmocka_unit_test(scripts_are_checked),
    };

    signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
