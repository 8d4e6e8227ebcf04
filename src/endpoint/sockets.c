/* sockets.c - see endpoint/sockets.h */
#include "endpoint/sockets.h"

#include <stdlib.h>

enum { NS_PER_MS = 1000000, FIRST_ROOM = 16 };

static int64_t now(const struct ho_sockets *s)
{
    return s->clock->monotonic_ns(s->clock->user);
}

/* --- what libcurl tells --------------------------------------------------- */

static bool grow(struct ho_sockets *s)
{
    const size_t room = s->room ? 2 * s->room : FIRST_ROOM;
    struct pollfd *item = realloc(s->item, room * sizeof *item);
    int *ready;

    if (item)
        s->item = item;
    ready = item ? realloc(s->ready, room * sizeof *ready) : NULL;
    if (ready) {
        s->ready = ready;
        s->room = room;
    }
    return ready != NULL;
}

/* The socket's place; where it has none, the next free one. */
static size_t place_of(const struct ho_sockets *s, curl_socket_t fd)
{
    size_t i = 0;

    while (i < s->count && s->item[i].fd != fd)
        i++;
    return i;
}

static int on_socket(CURL *easy, curl_socket_t fd, int what, void *user,
                     void *own)
{
    struct ho_sockets *s = user;
    const size_t i = place_of(s, fd);

    (void)easy;
    (void)own;
    if (what == CURL_POLL_REMOVE) {
        if (i < s->count)
            s->item[i] = s->item[--s->count];
        return 0;
    }
    if (i == s->room && !grow(s)) {
        s->no_memory = true;
        return -1;
    }
    s->count += i == s->count;
    s->item[i] = (struct pollfd){ .fd = fd };
    if (what & CURL_POLL_IN)
        s->item[i].events |= POLLIN;
    if (what & CURL_POLL_OUT)
        s->item[i].events |= POLLOUT;
    return 0;
}

static int on_timer(CURLM *multi, long ms, void *user)
{
    struct ho_sockets *s = user;

    (void)multi;
    s->timer_ns = ms < 0 ? INT64_MAX : now(s) + (int64_t)ms * NS_PER_MS;
    return 0;
}

bool ho_sockets_init(struct ho_sockets *s, CURLM *multi,
                     const struct handoff_clock *clock)
{
    *s = (struct ho_sockets){ .multi = multi,
                              .clock = clock,
                              .timer_ns = INT64_MAX };
    return !ho_libcurl()->multi_setopt(multi, CURLMOPT_SOCKETFUNCTION,
                                       on_socket) &&
           !ho_libcurl()->multi_setopt(multi, CURLMOPT_SOCKETDATA, s) &&
           !ho_libcurl()->multi_setopt(multi, CURLMOPT_TIMERFUNCTION,
                                       on_timer) &&
           !ho_libcurl()->multi_setopt(multi, CURLMOPT_TIMERDATA, s);
}

void ho_sockets_release(struct ho_sockets *s)
{
    free(s->item);
    free(s->ready);
    s->item = NULL;
    s->ready = NULL;
    s->count = s->room = 0;
}

/* --- what moves ----------------------------------------------------------- */

static int events_of(const struct pollfd *item)
{
    int events = 0;

    if (item->revents & (POLLIN | POLLHUP))
        events |= CURL_CSELECT_IN;
    if (item->revents & POLLOUT)
        events |= CURL_CSELECT_OUT;
    if (item->revents & (POLLERR | POLLNVAL))
        events |= CURL_CSELECT_ERR;
    return events;
}

/* The table changes under each call, so the ready ones are noted first; what
 * has been closed or begun anew meanwhile is left for the next time. */
static CURLMcode move_ready(struct ho_sockets *s)
{
    CURLMcode code = CURLM_OK;
    size_t count = 0;
    int running;

    for (size_t i = 0; i < s->count; i++)
        if (s->item[i].revents)
            s->ready[count++] = s->item[i].fd;
    for (size_t i = 0; i < count && code == CURLM_OK; i++) {
        const size_t at = place_of(s, s->ready[i]);

        if (at < s->count && s->item[at].revents)
            code = ho_libcurl()->multi_socket_action(
                s->multi, s->ready[i], events_of(&s->item[at]), &running);
    }
    return code;
}

/* A transfer that begins is due at once. */
static CURLMcode move_due(struct ho_sockets *s)
{
    int running;

    if (s->timer_ns > now(s))
        return CURLM_OK;
    s->timer_ns = INT64_MAX;
    return ho_libcurl()->multi_socket_action(s->multi, CURL_SOCKET_TIMEOUT, 0,
                                             &running);
}

/* Rounded up, so that what was waited for is due. */
static int time_left(const struct ho_sockets *s, int wait_ms)
{
    int64_t left;

    if (s->timer_ns == INT64_MAX)
        return wait_ms;
    left = (s->timer_ns - now(s) + NS_PER_MS - 1) / NS_PER_MS;
    return left < 0 ? 0 : left < wait_ms ? (int)left : wait_ms;
}

CURLMcode ho_sockets_move(struct ho_sockets *s, int wait_ms)
{
    const int ready = poll(s->item, s->count, time_left(s, wait_ms));
    CURLMcode code = ready > 0 ? move_ready(s) : CURLM_OK;

    if (code == CURLM_OK)
        code = move_due(s);
    return s->no_memory ? CURLM_OUT_OF_MEMORY : code;
}
