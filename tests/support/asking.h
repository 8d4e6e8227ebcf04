/* asking.h - what the endpoint's tests share: a request and its reply. */
#ifndef HANDOFF_TESTS_ASKING_H
#define HANDOFF_TESTS_ASKING_H

#include <handoff/endpoint.h>

/* A schema with one nullable text and one list. */
extern const char ASKING_SCHEMA[];

/* Options for tests: a model, quick time limits, no key. */
struct handoff_endpoint_options asking_options(const char *url);

/* Make an endpoint; fails the test with its message if it cannot be made. */
struct handoff_endpoint *asking_endpoint(
    const struct handoff_endpoint_options *options);

/* Submit a system message and `text` as the user's. */
void asking_submit(struct handoff_endpoint *endpoint, size_t tag,
                   const char *text);

/* Wait for the next reply; fails the test when there is none. */
struct handoff_reply asking_next(struct handoff_endpoint *endpoint);

/* Milliseconds of the monotonic clock. */
int64_t asking_ms(void);

#endif
