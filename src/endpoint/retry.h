/* retry.h - whether to ask again, and when. */
#ifndef HANDOFF_ENDPOINT_RETRY_H
#define HANDOFF_ENDPOINT_RETRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <handoff/slice.h>

enum {
    HO_RETRY_UNTOLD = -1,
    /* The longest wait that a server may ask for: above it OpenAI's own
     * clients do not retry either (openai-python, _base_client.py). */
    HO_RETRY_CAP_MS = 120 * 1000
};

/* What the headers of one answer say about asking again. */
struct ho_retry_hint {
    int64_t after_ms; /* from retry-after-ms; HO_RETRY_UNTOLD: absent */
    int64_t after;    /* from retry-after, in ms; the same */
    int again;        /* x-should-retry: 1, 0; HO_RETRY_UNTOLD: absent */
};

void ho_retry_hint_init(struct ho_retry_hint *hint);

/* Read one header line, "Name: value".  now: seconds since 1970, against
 * which a Retry-After date counts; one in the past counts as absent, for then
 * one of the two clocks is wrong.  The last of a name wins. */
void ho_retry_header(struct ho_retry_hint *hint, struct handoff_slice line,
                     int64_t now);

/* The wait that the server asks for, retry-after-ms before retry-after;
 * HO_RETRY_UNTOLD where it asks for none. */
int64_t ho_retry_after_ms(const struct ho_retry_hint *hint);

/* Statuses that may go away by themselves: 408, 409, 429 and 5xx. */
bool ho_retry_status(int64_t status);

/* Full jitter: between 0 and 0.5 s * 2^(tries-1), at most 8 s.  The same tag
 * and tries give the same wait on every machine. */
int64_t ho_retry_backoff_ms(size_t tag, unsigned tries);

#endif
