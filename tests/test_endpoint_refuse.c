/* test_endpoint_refuse.c - what is refused before anything is sent, and how
 * URLs are read. */
#include <handoff/endpoint.h>

#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/slice.h"
#include "support/asking.h"
#include "support/server.h"

static void refuse(const struct handoff_endpoint_options *options,
                   enum handoff_status status, const char *piece)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_endpoint *endpoint = NULL;

    assert_int_equal(handoff_endpoint_new(options, &endpoint, &err), status);
    assert_null(endpoint);
    if (!strstr(err.message, piece))
        fail_msg("\"%s\" stands not in \"%s\"", piece, err.message);
    assert_null(strstr(err.message, "hunter2")); /* any secret below */
}

static void refused_urls(void **state)
{
    static const struct {
        const char *url, *piece;
    } row[] = {
        { "http://api.example/v1", "http://api.example would send" },
        { "HTTP://API.example/v1", "use https:" },
        { "http://127.0.0.1.evil.example/", "unencrypted" },
        { "http://localhost.example/", "unencrypted" },
        { "http://128.0.0.1/", "unencrypted" },
        { "http://0.0.0.0/", "unencrypted" },
        { "http://[::2]/", "unencrypted" },
        { "http://[::ffff:192.0.2.1]/", "unencrypted" },
        { "https://user:hunter2@api.example/v1", "user or password" },
        { "http://hunter2@127.0.0.1/v1", "user or password" },
        { "http://127.0.0.1@hunter2.example/v1", "user or password" },
        { "ftp://api.example/", "begins with ftp:" },
        { "file:///etc/hunter2", "begins with file:" },
        { "api.example/v1", "cannot be read" },
        { "", "cannot be read" },
        { "https://", "cannot be read" },
        { "https://api.example:99999/hunter2", "cannot be read" },
        { "https://api.example/a b", "cannot be read" },
        { "https://api.example/\nX-Header: 1", "cannot be read" },
        { "builtin:magic", "use builtin:extract" },
        { "replay:no/such/folder", "no such folder" },
        { "replay:", "no such folder" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct handoff_endpoint_options options = asking_options(row[i].url);

        refuse(&options, HANDOFF_ENDPOINT, row[i].piece);
    }
}

static void accepted_urls(void **state)
{
    static const struct {
        const char *url, *name;
    } row[] = {
        { "https://api.example/v1", "https://api.example/v1" },
        { "https://api.example", "https://api.example/" },
        { "https://api.example/v1?api-version=1&key=hunter2#top",
          "https://api.example/v1" },
        { "http://localhost:8080/v1", "http://localhost:8080/v1" },
        { "http://LOCALHOST/v1", "http://LOCALHOST/v1" },
        { "http://127.0.0.1:8080/v1/", "http://127.0.0.1:8080/v1/" },
        { "http://127.9.8.7/v1", "http://127.9.8.7/v1" },
        { "http://[::1]:8080/v1", "http://[::1]:8080/v1" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct handoff_endpoint_options options = asking_options(row[i].url);
        struct handoff_endpoint *endpoint = asking_endpoint(&options);

        assert_string_equal(handoff_endpoint_name(endpoint), row[i].name);
        handoff_endpoint_free(endpoint);
    }
}

static void where_it_is_asked(void **state)
{
    static const struct {
        const char *base, *path;
    } row[] = {
        { "", "/chat/completions" },
        { "/", "/chat/completions" },
        { "/v1", "/v1/chat/completions" },
        { "/v1//", "/v1/chat/completions" },
        { "/v1/chat/completions", "/v1/chat/completions" },
        { "/v1/chat/completions/", "/v1/chat/completions" },
        { "/openai/my%20model?api-version=1#x",
          "/openai/my model/chat/completions" },
    };
    struct server *server = NULL;
    char url[128];

    (void)state;
    assert_int_equal(server_start(ho_slice("{}"), &server, NULL), HANDOFF_OK);
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct handoff_endpoint_options options = asking_options(url);
        struct handoff_endpoint *endpoint;
        struct handoff_reply reply;

        snprintf(url, sizeof url, "http://127.0.0.1:%u%s", server_port(server),
                 row[i].base);
        endpoint = asking_endpoint(&options);
        asking_submit(endpoint, 0, "Hello.");
        reply = asking_next(endpoint);
        assert_true(reply.ok);
        assert_string_equal(server_request(server, i)->path, row[i].path);
        handoff_reply_release(&reply);
        handoff_endpoint_free(endpoint);
    }
    server_stop(server);
}

static void refused_options(void **state)
{
    static char long_key[5000];
    static const struct {
        unsigned jobs, attempts, timeout_ms, connect_ms;
        const char *model, *key, *piece;
    } row[] = {
        { 0, 4, 1, 1, "m", NULL, "choose 1 to 256" },
        { 257, 4, 1, 1, "m", NULL, "257 requests" },
        { 4, 0, 1, 1, "m", NULL, "choose 1 to 10" },
        { 4, 11, 1, 1, "m", NULL, "11 attempts" },
        { 4, 4, 0, 1, "m", NULL, "above 0 ms" },
        { 4, 4, 1, 0, "m", NULL, "above 0 ms" },
        { 4, 4, 1, 1, NULL, NULL, "name of a model" },
        { 4, 4, 1, 1, "", NULL, "name of a model" },
        { 4, 4, 1, 1, "m", "hunter2\r\nX-Evil: 1", "a line break" },
        { 4, 4, 1, 1, "m", "hunter2 ", "a space" },
        { 4, 4, 1, 1, "m", "hunter2\xC3\xA9", "ASCII" },
        { 4, 4, 1, 1, "m", long_key, "longer than" },
    };
    struct handoff_endpoint_options o = asking_options("https://api.example");

    (void)state;
    memset(long_key, 'k', sizeof long_key - 1);
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        o.jobs = row[i].jobs;
        o.attempts = row[i].attempts;
        o.timeout_ms = row[i].timeout_ms;
        o.connect_ms = row[i].connect_ms;
        o.model = row[i].model;
        o.key = row[i].key;
        refuse(&o, HANDOFF_ENDPOINT, row[i].piece);
    }
    o = asking_options("https://api.example");
    o.save_dir = "no/such/parent";
    refuse(&o, HANDOFF_IO, "kept here");
    o.url = NULL; /* the built-in extractor, which has no fields here */
    refuse(&o, HANDOFF_ENDPOINT, "policy's fields");
}

static void refused_requests(void **state)
{
    struct handoff_message bad = { "user", "caf\xE9" };
    struct handoff_message good = { "user", "Hello." };
    const struct handoff_messages messages[] = { { &good, 1 },
                                                 { &bad, 1 },
                                                 { &good, 0 } };
    const struct {
        struct handoff_request request;
        enum handoff_status status;
    } row[] = {
        { { .max_tokens = 1 }, HANDOFF_ENDPOINT },
        { { .messages = &messages[2], .max_tokens = 1 }, HANDOFF_ENDPOINT },
        { { .messages = &messages[0], .max_tokens = 0 }, HANDOFF_ENDPOINT },
        { { .messages = &messages[1], .max_tokens = 1 }, HANDOFF_BAD_TEXT },
        { { .messages = &messages[0], .max_tokens = 1, .schema = "{]" },
          HANDOFF_BAD_JSON },
    };
    struct handoff_endpoint_options options =
        asking_options("https://api.example/v1");
    struct handoff_endpoint *endpoint = asking_endpoint(&options);
    struct handoff_reply reply;
    bool got = true;

    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct handoff_error err = HANDOFF_ERROR_INIT;

        assert_int_equal(
            handoff_endpoint_submit(endpoint, &row[i].request, &err),
            row[i].status);
        assert_true(err.message[0] != '\0');
    }
    assert_int_equal(handoff_endpoint_next(endpoint, &reply, &got, NULL),
                     HANDOFF_OK);
    assert_false(got); /* none of them stands in the queue */
    handoff_endpoint_free(endpoint);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refused_urls),      cmocka_unit_test(accepted_urls),
        cmocka_unit_test(where_it_is_asked), cmocka_unit_test(refused_options),
        cmocka_unit_test(refused_requests),
    };

    signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
