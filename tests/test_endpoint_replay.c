/* test_endpoint_replay.c - kinds other than HTTP, and recording. */
#include <handoff/endpoint.h>

#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/json.h"
#include "support/asking.h"
#include "support/server.h"

/* A folder for one test, in the folder that the test runs in. */
struct place {
    char dir[64];    /* exists */
    char save[80];   /* dir/saved: does not exist yet */
    char replay[96]; /* "replay:" and save */
    char file[192];  /* of the hash that was named last */
};

static void make_place(struct place *p)
{
    snprintf(p->dir, sizeof p->dir, "endpoint-XXXXXX");
    assert_non_null(mkdtemp(p->dir));
    snprintf(p->save, sizeof p->save, "%s/saved", p->dir);
    snprintf(p->replay, sizeof p->replay, "replay:%s", p->save);
}

static const char *name_file(struct place *p, const char *hash)
{
    snprintf(p->file, sizeof p->file, "%s/%s.json", p->save, hash);
    return p->file;
}

static void remove_place(struct place *p)
{
    remove(p->file);
    assert_int_equal(rmdir(p->save), 0); /* nothing else was left there */
    assert_int_equal(rmdir(p->dir), 0);
}

static struct handoff_reply ask_once(
    const struct handoff_endpoint_options *options, const char *text)
{
    struct handoff_endpoint *endpoint = asking_endpoint(options);
    struct handoff_reply reply;

    asking_submit(endpoint, 5, text);
    reply = asking_next(endpoint);
    assert_int_equal(reply.tag, 5);
    handoff_endpoint_free(endpoint);
    return reply;
}

/* Record over HTTP with one model, replay without any. */
static void recorded_and_replayed(void **state)
{
    static const char script[] =
        "{\"default\": {\"content\": \"{\\\"pain\\\":\\\"caf\\u00e9 \\n\\\"}\","
        "\"usage\": {\"prompt_tokens\": 11, \"completion_tokens\": 3}}}";
    struct server *server = NULL;
    struct handoff_endpoint_options options;
    struct handoff_reply live, again;
    struct place place;

    (void)state;
    make_place(&place);
    assert_int_equal(server_start(ho_slice(script), &server, NULL), HANDOFF_OK);
    options = asking_options(server_url(server));
    options.save_dir = place.save;
    live = ask_once(&options, "Hello.");
    server_stop(server);
    assert_string_equal(live.text, "{\"pain\":\"caf\xC3\xA9 \n\"}");
    options = asking_options(place.replay);
    options.model = NULL;
    again = ask_once(&options, "Hello.");
    assert_true(again.ok);
    assert_string_equal(again.text, live.text);
    assert_string_equal(again.request_sha256, live.request_sha256);
    assert_int_equal(again.prompt_tokens, 11);
    assert_int_equal(again.completion_tokens, 3);
    assert_int_equal(again.http_status, 0);
    name_file(&place, live.request_sha256);
    remove_place(&place);
    handoff_reply_release(&live);
    handoff_reply_release(&again);
}

static void failures_are_not_recorded(void **state)
{
    struct server *server = NULL;
    struct handoff_endpoint_options options;
    struct handoff_reply reply;
    struct place place;

    (void)state;
    make_place(&place);
    assert_int_equal(
        server_start(ho_slice("{\"default\":{\"status\":400}}"), &server, NULL),
        HANDOFF_OK);
    options = asking_options(server_url(server));
    options.save_dir = place.save;
    reply = ask_once(&options, "Hello.");
    server_stop(server);
    assert_false(reply.ok);
    assert_int_not_equal(access(name_file(&place, reply.request_sha256), F_OK),
                         0);
    remove_place(&place);
    handoff_reply_release(&reply);
}

static void not_recorded(void **state)
{
    struct handoff_endpoint_options options;
    struct handoff_reply reply;
    struct place place;

    (void)state;
    make_place(&place);
    assert_int_equal(mkdir(place.save, 0777), 0);
    options = asking_options(place.replay);
    reply = ask_once(&options, "Never asked before.");
    assert_false(reply.ok);
    assert_non_null(strstr(reply.failure, reply.request_sha256));
    assert_non_null(strstr(reply.failure, "--save-replies"));
    name_file(&place, reply.request_sha256);
    remove_place(&place);
    handoff_reply_release(&reply);
}

static void recordings_are_checked(void **state)
{
    static const char *const bad[] = {
        "",
        "{",
        "[]",
        "{\"text\": \"x\"}",
        "{\"request_sha256\": \"0000\", \"text\": \"x\"}",
        "{\"request_sha256\": \"%s\", \"text\": null}",
        "{\"request_sha256\": \"%s\"}",
        "{\"request_sha256\": \"%s\", \"text\": \"a\", \"text\": \"b\"}",
    };
    struct handoff_endpoint_options options;
    struct place place;

    (void)state;
    make_place(&place);
    assert_int_equal(mkdir(place.save, 0777), 0);
    options = asking_options(place.replay);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct handoff_reply reply = ask_once(&options, "Hello.");
        const char *mark = strstr(bad[i], "%s");
        const size_t before = mark ? (size_t)(mark - bad[i]) : strlen(bad[i]);
        struct ho_buffer text;

        ho_buffer_init(&text, 1024);
        ho_buffer_add(&text, ho_part(ho_slice(bad[i]), 0, before));
        if (mark)
            ho_buffer_format(&text, "%s%s", reply.request_sha256, mark + 2);
        ho_file_write(name_file(&place, reply.request_sha256),
                      ho_buffer_slice(&text), NULL);
        handoff_reply_release(&reply);
        reply = ask_once(&options, "Hello.");
        assert_false(reply.ok);
        assert_non_null(strstr(reply.failure, place.file));
        handoff_reply_release(&reply);
        ho_buffer_release(&text);
    }
    remove_place(&place);
}

/* The hash stands for messages and schema, and for nothing else. */
static void what_the_hash_is_of(void **state)
{
    struct handoff_message message[] = { { "system", "a" }, { "user", "b" } };
    const struct handoff_messages messages = { message, 2 };
    struct handoff_request request = { .messages = &messages,
                                       .schema = ASKING_SCHEMA,
                                       .max_tokens = 10 };
    static const char *const user[] = { "b", "b", "c", "b", "b" };
    static const char *const schema[] = { ASKING_SCHEMA, ASKING_SCHEMA,
                                          ASKING_SCHEMA, "{}", NULL };
    const struct handoff_fields fields = { 0 };
    struct handoff_endpoint_options options = asking_options(NULL);
    struct handoff_endpoint *endpoint;
    char hash[5][65];

    (void)state;
    options.fields = &fields;
    endpoint = asking_endpoint(&options);
    for (size_t i = 0; i < 5; i++) {
        struct handoff_reply reply;

        message[1].text = user[i];
        request.schema = schema[i];
        request.max_tokens += 5;
        request.tag = i;
        assert_int_equal(handoff_endpoint_submit(endpoint, &request, NULL),
                         HANDOFF_OK);
        reply = asking_next(endpoint);
        memcpy(hash[i], reply.request_sha256, sizeof hash[i]);
        handoff_reply_release(&reply);
        for (size_t j = 0; j < i; j++)
            assert_true((strcmp(hash[i], hash[j]) == 0) == (i == 1));
    }
    handoff_endpoint_free(endpoint);
}

static void builtin_answers_and_is_recorded(void **state)
{
    struct handoff_lead lead = { .id = "L-0001" };
    struct handoff_message message = { "user", "Hello." };
    const struct handoff_messages messages = { &message, 1 };
    const struct handoff_request request = { .messages = &messages,
                                             .max_tokens = 1,
                                             .lead = &lead };
    const struct handoff_fields fields = { 0 };
    struct handoff_endpoint_options options = asking_options(NULL);
    struct handoff_endpoint *endpoint;
    struct handoff_reply reply;
    struct place place;
    cJSON *root = NULL;

    (void)state;
    make_place(&place);
    memset(lead.crm, -1, sizeof lead.crm);
    options.fields = &fields;
    options.model = NULL;
    options.save_dir = place.save;
    endpoint = asking_endpoint(&options);
    assert_string_equal(handoff_endpoint_name(endpoint), "builtin:extract");
    assert_int_equal(handoff_endpoint_submit(endpoint, &request, NULL),
                     HANDOFF_OK);
    reply = asking_next(endpoint);
    assert_true(reply.ok);
    assert_int_equal(ho_json_parse(ho_slice(reply.text), &root, NULL),
                     HANDOFF_OK);
    assert_true(cJSON_IsObject(root));
    assert_int_equal(access(name_file(&place, reply.request_sha256), F_OK), 0);
    cJSON_Delete(root);
    handoff_reply_release(&reply);
    asking_submit(endpoint, 1, "A request that names no lead.");
    reply = asking_next(endpoint);
    assert_false(reply.ok);
    assert_non_null(strstr(reply.failure, "names no lead"));
    handoff_reply_release(&reply);
    handoff_endpoint_free(endpoint);
    remove_place(&place);
}

/* A reply that was paid for is not lost when it cannot be kept. */
static void saving_fails_and_works_again(void **state)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct server *server = NULL;
    struct handoff_endpoint_options options;
    struct handoff_endpoint *endpoint;
    struct handoff_reply reply = { .tag = 77 };
    struct place place;
    bool got = false;

    (void)state;
    make_place(&place);
    assert_int_equal(server_start(ho_slice("{}"), &server, NULL), HANDOFF_OK);
    options = asking_options(server_url(server));
    options.save_dir = place.save;
    endpoint = asking_endpoint(&options);
    asking_submit(endpoint, 5, "Hello.");
    assert_int_equal(rmdir(place.save), 0);
    assert_int_equal(handoff_endpoint_next(endpoint, &reply, &got, &err),
                     HANDOFF_IO);
    assert_non_null(strstr(err.file, place.save));
    assert_false(got);
    assert_int_equal(reply.tag, 77);
    assert_int_equal(mkdir(place.save, 0777), 0);
    reply = asking_next(endpoint);
    assert_true(reply.ok);
    assert_int_equal(server_count(server), 1);
    name_file(&place, reply.request_sha256);
    handoff_reply_release(&reply);
    handoff_endpoint_free(endpoint);
    server_stop(server);
    remove_place(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(recorded_and_replayed),
        cmocka_unit_test(failures_are_not_recorded),
        cmocka_unit_test(not_recorded),
        cmocka_unit_test(recordings_are_checked),
        cmocka_unit_test(what_the_hash_is_of),
        cmocka_unit_test(builtin_answers_and_is_recorded),
        cmocka_unit_test(saving_fails_and_works_again),
    };

    signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
