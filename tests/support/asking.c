/* asking.c - see asking.h */
#include "asking.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

const char ASKING_SCHEMA[] =
    "{\"type\":\"object\",\"properties\":{\"pain\":{\"type\":[\"string\","
    "\"null\"]},\"inferred\":{\"type\":\"array\",\"items\":{\"type\":"
    "\"string\"}}},\"required\":[\"pain\",\"inferred\"],"
    "\"additionalProperties\":false}";

struct handoff_endpoint_options asking_options(const char *url)
{
    struct handoff_endpoint_options options = HANDOFF_ENDPOINT_DEFAULTS;

    options.url = url;
    options.model = "test-model";
    options.timeout_ms = 5000;
    options.connect_ms = 2000;
    options.clock = handoff_system_clock();
    return options;
}

struct handoff_endpoint *asking_endpoint(
    const struct handoff_endpoint_options *options)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_endpoint *endpoint = NULL;

    if (handoff_endpoint_new(options, &endpoint, &err) != HANDOFF_OK)
        fail_msg("%s", err.message);
    return endpoint;
}

void asking_submit(struct handoff_endpoint *endpoint, size_t tag,
                   const char *text)
{
    struct handoff_message message[] = { { "system", "Quote the lead." },
                                         { "user", text } };
    const struct handoff_messages messages = { message, 2 };
    const struct handoff_request request = { .tag = tag,
                                             .messages = &messages,
                                             .schema = ASKING_SCHEMA,
                                             .max_tokens = 300 };
    struct handoff_error err = HANDOFF_ERROR_INIT;

    if (handoff_endpoint_submit(endpoint, &request, &err) != HANDOFF_OK)
        fail_msg("%s", err.message);
}

struct handoff_reply asking_next(struct handoff_endpoint *endpoint)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_reply reply = { 0 };
    bool got = false;

    if (handoff_endpoint_next(endpoint, &reply, &got, &err) != HANDOFF_OK)
        fail_msg("%s", err.message);
    assert_true(got);
    assert_true(reply.ok ? reply.text && !reply.failure
                         : reply.failure && !reply.text);
    return reply;
}

int64_t asking_ms(void)
{
    const struct handoff_clock *clock = handoff_system_clock();

    return clock->monotonic_ns(clock->user) / 1000000;
}
