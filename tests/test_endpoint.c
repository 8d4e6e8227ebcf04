/* test_endpoint.c - every folder of fixtures/endpoint: a script for the
 * server, and what the reply to one request has to be.
 *
 * expect.json: {"why", "options": {"attempts","timeout_ms",
 * "connect_ms","lead_ms","key","key_header","now","max_requests",
 * "max_tokens_total","max_cost","price": [in, out]}, "expect": {"ok","text",
 * "failure" and "without" (pieces that stand in it or do not),"attempts",
 * "http_status","prompt_tokens","completion_tokens","requests","least_ms",
 * "most_ms","sent" and "unsent" (pieces of the last request's body),"ladder",
 * "stopped" (a piece of why the run ended; absent: it did not)}}.
 */
#include <handoff/endpoint.h>

#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/asking.h"
#include "support/cases.h"
#include "support/server.h"

/* Its waits after the first tries are short (see ho_retry_backoff_ms), so
 * that the test is quick. */
enum { TAG = 42 };

struct expected {
    const char *name;
    cJSON *root;
    const cJSON *options, *reply;
};

static int64_t fixed_now(void *user)
{
    return *(const int64_t *)user;
}

static int64_t real_monotonic(void *user)
{
    const struct handoff_clock *clock = handoff_system_clock();

    (void)user;
    return clock->monotonic_ns(clock->user);
}

/* A misspelt key would check nothing. */
static void know_keys(const char *name, const cJSON *object,
                      const char *const *key, size_t count)
{
    const cJSON *item;

    cJSON_ArrayForEach(item, object)
    {
        size_t i = 0;

        while (i < count && strcmp(item->string, key[i]) != 0)
            i++;
        if (i == count)
            fail_msg("%s: unknown key \"%s\"", name, item->string);
    }
}

static void check_names(const struct expected *e)
{
    static const char *const option[] = {
        "attempts", "timeout_ms",   "connect_ms",       "key",
        "now",      "key_header",   "lead_ms",          "max_cost",
        "price",    "max_requests", "max_tokens_total",
    };
    static const char *const reply[] = {
        "ok",       "text",        "failure",           "without",
        "attempts", "http_status", "prompt_tokens",     "requests",
        "least_ms", "most_ms",     "completion_tokens", "sent",
        "unsent",   "ladder",      "stopped",
    };

    know_keys(e->name, e->options, option, sizeof option / sizeof *option);
    know_keys(e->name, e->reply, reply, sizeof reply / sizeof *reply);
    assert_non_null(ho_json_text(e->root, "why"));
    assert_true(cJSON_IsBool(ho_json_get(e->reply, "ok")));
}

static void read_expected(const char *directory, const char *name,
                          struct expected *out)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    size_t len = 0;
    char *text = case_text(directory, "expect.json", &len);

    out->name = name;
    out->root = NULL;
    if (ho_json_parse((struct handoff_slice){ text, len }, &out->root, &err) !=
        HANDOFF_OK)
        fail_msg("%s: %s", name, err.message);
    free(text);
    out->options = ho_json_get(out->root, "options");
    out->reply = ho_json_get(out->root, "expect");
    check_names(out);
}

static struct server *serve(const char *directory, const char *name)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct server *server = NULL;
    size_t len = 0;
    char *script = case_text(directory, "script.json", &len);

    if (server_start((struct handoff_slice){ script, len }, &server, &err) !=
        HANDOFF_OK)
        fail_msg("%s: %s", name, err.message);
    free(script);
    return server;
}

static void check_number(const struct expected *e, const char *key, int64_t was)
{
    const int64_t wanted = row_integer(e->reply, key, was);

    if (was != wanted)
        fail_msg("%s: %s is %lld, not %lld", e->name, key, (long long)was,
                 (long long)wanted);
}

static void check_pieces(const struct expected *e, const char *key,
                         const char *text, bool there)
{
    const cJSON *piece;

    cJSON_ArrayForEach(piece, ho_json_get(e->reply, key))
    {
        if ((strstr(text, piece->valuestring) != NULL) != there)
            fail_msg("%s: \"%s\" stands %s \"%s\"", e->name, piece->valuestring,
                     there ? "not in" : "in", text);
    }
}

static void check_end(const struct expected *e,
                      const struct handoff_endpoint *endpoint)
{
    const char *ladder = ho_json_text(e->reply, "ladder");
    const char *piece = ho_json_text(e->reply, "stopped");
    const char *why = handoff_endpoint_stopped(endpoint);
    char was[HANDOFF_LADDER];

    handoff_endpoint_ladder(endpoint, was);
    if (ladder && strcmp(was, ladder) != 0)
        fail_msg("%s: the ladder is \"%s\"", e->name, was);
    if (!why != !piece || (piece && !strstr(why, piece)))
        fail_msg("%s: stopped is \"%s\"", e->name, why ? why : "");
}

static void read_limits(const cJSON *o, struct handoff_price *price,
                        struct handoff_endpoint_options *options)
{
    const cJSON *prices = ho_json_get(o, "price");

    options->max_requests = row_integer(o, "max_requests", 0);
    options->max_tokens_total = row_integer(o, "max_tokens_total", 0);
    options->max_cost = row_integer(o, "max_cost", 0);
    if (!prices)
        return;
    ho_json_integer(prices->child, &price->input);
    ho_json_integer(prices->child->next, &price->output);
    options->price = price;
}

static struct handoff_reply ask(const struct expected *e, const char *url)
{
    const cJSON *o = e->options;
    int64_t now = row_integer(o, "now", 0);
    const struct handoff_clock clock = { fixed_now, real_monotonic, &now };
    struct handoff_endpoint_options options = asking_options(url);
    struct handoff_price price = { 0 };
    struct handoff_endpoint *endpoint;
    struct handoff_reply reply, none = { 0 };
    bool got = true;

    if (ho_json_get(o, "now"))
        options.clock = &clock;
    options.key = ho_json_text(o, "key");
    options.key_header = ho_json_text(o, "key_header");
    options.attempts = (unsigned)row_integer(o, "attempts", options.attempts);
    options.timeout_ms =
        (unsigned)row_integer(o, "timeout_ms", options.timeout_ms);
    options.connect_ms =
        (unsigned)row_integer(o, "connect_ms", options.connect_ms);
    options.lead_ms = (unsigned)row_integer(o, "lead_ms", options.lead_ms);
    read_limits(o, &price, &options);
    endpoint = asking_endpoint(&options);
    asking_submit(endpoint, TAG, "Our handoffs are slow.");
    reply = asking_next(endpoint);
    assert_int_equal(handoff_endpoint_next(endpoint, &none, &got, NULL),
                     HANDOFF_OK);
    assert_false(got);
    check_end(e, endpoint);
    handoff_endpoint_free(endpoint);
    return reply;
}

static void check_reply(const struct expected *e,
                        const struct handoff_reply *reply)
{
    const char *text = ho_json_text(e->reply, "text");

    if (reply->ok != cJSON_IsTrue(ho_json_get(e->reply, "ok")))
        fail_msg("%s: %s", e->name, reply->ok ? reply->text : reply->failure);
    assert_int_equal(reply->tag, TAG);
    assert_int_equal(strlen(reply->request_sha256), 64);
    if (reply->ok && text)
        assert_string_equal(reply->text, text);
    if (!reply->ok) {
        check_pieces(e, "failure", reply->failure, true);
        check_pieces(e, "without", reply->failure, false);
    }
    check_number(e, "attempts", reply->attempts);
    check_number(e, "http_status", reply->http_status);
    check_number(e, "prompt_tokens", reply->prompt_tokens);
    check_number(e, "completion_tokens", reply->completion_tokens);
}

/* Of the last request. */
static void check_sent(const struct expected *e, struct server *server)
{
    const size_t count = server_count(server);
    const struct server_request *last =
        count > 0 ? server_request(server, count - 1) : NULL;

    if (!last)
        return;
    check_pieces(e, "sent", last->body, true);
    check_pieces(e, "unsent", last->body, false);
}

static void run_case(const char *directory, const char *name)
{
    struct expected e;
    struct server *server = serve(directory, name);
    struct handoff_reply reply;
    int64_t took;

    read_expected(directory, name, &e);
    took = asking_ms();
    reply = ask(&e, server_url(server));
    took = asking_ms() - took;
    check_reply(&e, &reply);
    check_sent(&e, server);
    check_number(&e, "requests", (int64_t)server_count(server));
    if (took < row_integer(e.reply, "least_ms", 0) ||
        took > row_integer(e.reply, "most_ms", took))
        fail_msg("%s: took %lld ms", name, (long long)took);
    if (getenv("HANDOFF_TEST_TIMES"))
        print_message("%5lld ms  %-28s %s\n", (long long)took, name,
                      reply.failure ? reply.failure : "");
    handoff_reply_release(&reply);
    cJSON_Delete(e.root);
    server_stop(server);
}

static void every_folder(void **state)
{
    (void)state;
    each_case("endpoint", run_case);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_folder) };

    signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
