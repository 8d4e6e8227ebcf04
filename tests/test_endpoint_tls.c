/* test_endpoint_tls.c - whom the client trusts: a server with a certificate of
 * a private authority, made for the test.  Neither lead nor key may reach a
 * server that is not the one that was named. */
#include <handoff/endpoint.h>

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
#include "base/slice.h"
#include "support/asking.h"
#include "support/server.h"
#include "support/tls.h"

static const char KEY[] = "sk-secret-of-the-test";

static struct tls_authority *ours, *other, *namesake;
static char ours_file[] = "/tmp/handoff-test-tls-XXXXXX";

static int setup(void **state)
{
    const int fd = mkstemp(ours_file);

    (void)state;
    if (fd < 0)
        return -1;
    close(fd);
    ours = tls_authority_new("Our authority");
    other = tls_authority_new("Another authority");
    namesake = tls_authority_new("Our authority");
    return ho_file_write(ours_file, ho_slice(tls_authority_pem(ours)), NULL) ==
                   HANDOFF_OK
               ? 0
               : -1;
}

static int teardown(void **state)
{
    (void)state;
    unlink(ours_file);
    tls_authority_free(ours);
    tls_authority_free(other);
    tls_authority_free(namesake);
    return 0;
}

static struct server *serve(const struct tls_authority *authority,
                            const char *name, int from, int to,
                            const char *script)
{
    struct tls_server tls = tls_issue(authority, name, from, to);
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct server *server = NULL;

    if (server_start_tls(ho_slice(script), tls.certificate, tls.key, &server,
                         &err) != HANDOFF_OK)
        fail_msg("%s", err.message);
    tls_server_release(&tls);
    return server;
}

/* One request; what came of it is the caller's. */
static struct handoff_reply ask(const char *url, const char *ca_file,
                                char *stopped, size_t size)
{
    struct handoff_endpoint_options options = asking_options(url);
    struct handoff_endpoint *endpoint;
    struct handoff_reply reply;
    const char *why;

    options.ca_file = ca_file;
    options.connect_ms = options.timeout_ms = 30000; /* on a busy machine */
    options.key = KEY;
    options.attempts = 2;
    endpoint = asking_endpoint(&options);
    asking_submit(endpoint, 0, "The lead's words.");
    reply = asking_next(endpoint);
    why = handoff_endpoint_stopped(endpoint);
    snprintf(stopped, size, "%s", why ? why : "");
    handoff_endpoint_free(endpoint);
    return reply;
}

static void certificates(void **state)
{
    static const struct {
        const char *why;
        bool by_ours, with_ca;
        const char *name;
        int from, to;
        const char *says; /* NULL: the request is answered */
    } row[] = {
        { "our own authority, named", true, true, "IP:127.0.0.1", -1, 9, NULL },
        { "not named: the machine does not know it", true, false,
          "IP:127.0.0.1", -1, 9, "certificate" },
        { "of another authority than the named one", false, true,
          "IP:127.0.0.1", -1, 9, "certificate" },
        { "for another host", true, true, "DNS:other.example", -1, 9,
          "127.0.0.1" },
        { "expired yesterday", true, true, "IP:127.0.0.1", -9, -1, "expired" },
        { "valid from tomorrow", true, true, "IP:127.0.0.1", 1, 9,
          "not yet valid" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct server *server =
            serve(row[i].by_ours ? ours : other, row[i].name, row[i].from,
                  row[i].to, "{}");
        char stopped[1024];
        struct handoff_reply reply =
            ask(server_url(server), row[i].with_ca ? ours_file : NULL, stopped,
                sizeof stopped);

        if (reply.ok != !row[i].says || !*stopped != !row[i].says ||
            server_count(server) != !row[i].says)
            fail_msg("%s: %s; %s", row[i].why, reply.failure, stopped);
        if (row[i].says &&
            (!strstr(stopped, row[i].says) || !strstr(stopped, "--ca-file")))
            fail_msg("%s: %s", row[i].why, stopped);
        handoff_reply_release(&reply);
        server_stop(server);
    }
}

/* An authority that only calls itself like ours: OpenSSL fails while it checks
 * the signature, which libcurl takes for trouble with the connection. */
static void namesakes(void **state)
{
    struct server *server = serve(namesake, "IP:127.0.0.1", -1, 9, "{}");
    char stopped[1024];
    struct handoff_reply reply =
        ask(server_url(server), ours_file, stopped, sizeof stopped);

    (void)state;
    assert_false(reply.ok);
    assert_non_null(strstr(reply.failure, "certificate"));
    assert_int_equal(server_count(server), 0);
    handoff_reply_release(&reply);
    server_stop(server);
}

/* A server that is trusted sends on to another one that would be, too. */
static void redirects_end_the_run(void **state)
{
    static const int status[] = { 301, 302, 303, 307, 308 };
    struct server *target = serve(ours, "IP:127.0.0.1", -1, 9, "{}");

    (void)state;
    for (size_t i = 0; i < sizeof status / sizeof *status; i++) {
        char script[256], stopped[1024];
        struct server *server;
        struct handoff_reply reply;

        snprintf(script, sizeof script,
                 "{\"default\": {\"status\": %d, \"headers\": {\"Location\": "
                 "\"%s/chat/completions\"}, \"body\": \"\"}}",
                 status[i], server_url(target));
        server = serve(ours, "IP:127.0.0.1", -1, 9, script);
        reply = ask(server_url(server), ours_file, stopped, sizeof stopped);
        assert_false(reply.ok);
        assert_non_null(strstr(stopped, "is not followed"));
        assert_int_equal(server_count(server), 1);
        assert_int_equal(server_count(target), 0);
        handoff_reply_release(&reply);
        server_stop(server);
    }
    server_stop(target);
}

/* https asked of a server that speaks http, and the other way round. */
static void mixed_up_schemes(void **state)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct server *plain = NULL,
                  *tls = serve(ours, "IP:127.0.0.1", -1, 9, "{}");
    char url[64], stopped[1024];
    struct handoff_reply reply;

    (void)state;
    assert_int_equal(server_start(ho_slice("{}"), &plain, &err), HANDOFF_OK);
    snprintf(url, sizeof url, "https://127.0.0.1:%u/v1", server_port(plain));
    reply = ask(url, ours_file, stopped, sizeof stopped);
    assert_false(reply.ok);
    assert_non_null(strstr(reply.failure, "TLS"));
    handoff_reply_release(&reply);
    snprintf(url, sizeof url, "http://127.0.0.1:%u/v1", server_port(tls));
    reply = ask(url, ours_file, stopped, sizeof stopped);
    assert_false(reply.ok);
    handoff_reply_release(&reply);
    assert_int_equal(server_count(plain) + server_count(tls), 0);
    server_stop(plain);
    server_stop(tls);
}

/* The key arrives at the server that was named, once, in its header. */
static void the_key_travels_once(void **state)
{
    struct server *server = serve(ours, "IP:127.0.0.1", -1, 9, "{}");
    char stopped[1024];
    struct handoff_reply reply =
        ask(server_url(server), ours_file, stopped, sizeof stopped);
    const struct server_request *request = server_request(server, 0);

    (void)state;
    assert_true(reply.ok);
    assert_non_null(request);
    assert_non_null(
        strstr(request->headers, "Authorization: Bearer sk-secret-of-the-"));
    assert_null(strstr(request->body, KEY));
    handoff_reply_release(&reply);
    server_stop(server);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(certificates),
        cmocka_unit_test(namesakes),
        cmocka_unit_test(redirects_end_the_run),
        cmocka_unit_test(mixed_up_schemes),
        cmocka_unit_test(the_key_travels_once),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
