/* pace.h - how many tries may be under way at a host, and from when.
 *
 * It begins with all that the user allows, for that number is an answer to
 * "what can the server take"; each sign of overload (429, 503, a timeout)
 * halves it, and each round of successes adds one: additive increase,
 * multiplicative decrease, as TCP does it.  Refusals of tries that began
 * before the last halving say nothing new.
 */
#ifndef HANDOFF_ENDPOINT_PACE_H
#define HANDOFF_ENDPOINT_PACE_H

#include <stdbool.h>
#include <stdint.h>

struct ho_pace {
    unsigned most, limit; /* tries at once: allowed by the user, by us now */
    unsigned running;
    unsigned wins;          /* successes since the limit changed */
    int64_t pause_until_ns; /* the server asked for it */
    int64_t halved_ns;
};

void ho_pace_init(struct ho_pace *pace, unsigned most);

/* May a try begin now?  _begin counts it. */
bool ho_pace_open(const struct ho_pace *pace, int64_t now_ns);
void ho_pace_begin(struct ho_pace *pace);

enum ho_pace_sign { HO_PACE_WON, HO_PACE_OVERLOADED, HO_PACE_OTHER };
/* A try that began then has ended now. */
void ho_pace_end(struct ho_pace *pace, enum ho_pace_sign sign, int64_t began_ns,
                 int64_t now_ns);
void ho_pace_pause(struct ho_pace *pace, int64_t until_ns);

#endif
