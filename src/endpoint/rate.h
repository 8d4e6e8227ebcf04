/* rate.h - what a server's rate-limit headers say.
 *
 * "x-ratelimit-remaining-requests: 0" with "x-ratelimit-reset-requests: 1s"
 * means that the next request before that second would be refused, so it is
 * not sent.  The forms: a Go duration ("6m0s", "12ms": OpenAI), seconds
 * (Azure, RFC draft), seconds or milliseconds since 1970 (OpenRouter), a date
 * (Anthropic).  What is missing, negative or unreadable is unknown, never 0.
 */
#ifndef HANDOFF_ENDPOINT_RATE_H
#define HANDOFF_ENDPOINT_RATE_H

#include <handoff/slice.h>

#include <stdint.h>

enum { HO_RATE_UNTOLD = -1 };

enum ho_rate_of { HO_RATE_REQUESTS, HO_RATE_TOKENS, HO_RATE_COUNT };

struct ho_rate {
    int64_t remaining[HO_RATE_COUNT]; /* HO_RATE_UNTOLD: unknown */
    int64_t reset_ms[HO_RATE_COUNT];  /* from the header's arrival */
};

void ho_rate_init(struct ho_rate *rate);
/* Read one header by name and value; now: seconds since 1970. */
void ho_rate_header(struct ho_rate *rate, struct handoff_slice name,
                    struct handoff_slice value, int64_t now);
/* How long nothing would be let through; HO_RATE_UNTOLD: not known to be. */
int64_t ho_rate_pause_ms(const struct ho_rate *rate);

#endif
