/* sockets.h - which of libcurl's sockets can move, asked of the system once
 * for all.
 *
 * curl_multi_perform asks it for each transfer anew: at 64 jobs that were a
 * hundred calls of poll for each answer.  So the event interface is used, and
 * only what can move is touched.
 */
#ifndef HANDOFF_ENDPOINT_SOCKETS_H
#define HANDOFF_ENDPOINT_SOCKETS_H

#include <poll.h>

#include <handoff/clock.h>

#include "base/error.h"
#include "endpoint/libcurl.h"

struct ho_sockets {
    CURLM *multi;
    const struct handoff_clock *clock;
    struct pollfd *item;
    int *ready; /* as many */
    size_t count, room;
    int64_t timer_ns; /* when libcurl wants to be called; INT64_MAX: not */
    bool no_memory;
};

/* multi and clock are borrowed.  false: libcurl refuses. */
bool ho_sockets_init(struct ho_sockets *sockets, CURLM *multi,
                     const struct handoff_clock *clock);
void ho_sockets_release(struct ho_sockets *sockets);

/* Wait at most that long for a socket or libcurl's timer, and let move what
 * can. */
CURLMcode ho_sockets_move(struct ho_sockets *sockets, int wait_ms);

#endif
