/* transport_curl.c - requests over HTTP; see endpoint/transport.h.
 *
 * One multi handle on the caller's thread, one slot for each of the `jobs`
 * requests under way.  A request keeps its slot from the first try to the
 * last, waits included: while a server says "later", nobody else is sent in
 * its place.  Waiting is a due time on the monotonic clock, never a sleep in
 * a callback.
 *
 * Known and not to be helped with libcurl 7.88: when a server drops a kept
 * connection before its first byte of answer, libcurl itself sends the POST
 * again on a new one.  Requests are therefore safe to repeat by design.
 */
#include <stdlib.h>

#include "endpoint/curl.h"

enum { WATCH_MS = 250 }; /* how soon an interrupt is noticed */

int64_t ho_curl_now(const struct ho_curl *self)
{
    const struct handoff_clock *clock = self->settings.clock;

    return clock->monotonic_ns(clock->user);
}

enum handoff_status ho_curl_failed(const struct ho_curl *self, CURLMcode code,
                                   struct handoff_error *err)
{
    if (code == CURLM_OUT_OF_MEMORY)
        return ho_no_memory(err);
    return ho_fail(err, HANDOFF_ENDPOINT,
                   "%s: requests cannot be carried on (libcurl: %s); run again",
                   self->base.name, ho_libcurl()->multi_strerror(code));
}

/* --- the transport ------------------------------------------------------ */

static enum handoff_status start(struct ho_transport *transport,
                                 struct ho_exchange *x,
                                 struct handoff_error *err)
{
    struct ho_curl *self = (struct ho_curl *)transport;
    struct ho_slot *slot = self->slot;

    while (slot->state != HO_SLOT_FREE) /* one is: `jobs` holds */
        slot++;
    transport->under_way++;
    return ho_slot_take(self, slot, x, err);
}

static enum handoff_status begin_due(struct ho_curl *self,
                                     struct handoff_error *err)
{
    const int64_t now = ho_curl_now(self);
    enum handoff_status status = HANDOFF_OK;

    for (unsigned i = 0; i < self->jobs && status == HANDOFF_OK; i++)
        if (self->slot[i].state == HO_SLOT_WAITING)
            status = ho_slot_move(self, &self->slot[i], now, err);
    return status;
}

static enum handoff_status collect(struct ho_curl *self,
                                   struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;
    CURLMsg *message;
    int left;

    while (status == HANDOFF_OK && (message = ho_libcurl()->multi_info_read(
                                        self->multi, &left)) != NULL) {
        CURL *easy = message->easy_handle;
        const CURLcode code = message->data.result;
        struct ho_slot *slot;

        if (message->msg != CURLMSG_DONE)
            continue;
        slot = ho_get_private(easy);
        ho_libcurl()->multi_remove_handle(self->multi,
                                          easy); /* ends *message */
        status = ho_slot_end_try(self, slot, code, err);
    }
    return status;
}

/* Milliseconds until a slot has to be moved, rounded up. */
static int time_left(const struct ho_curl *self)
{
    const int64_t now = ho_curl_now(self);
    int64_t left = self->interrupted ? WATCH_MS : 60 * 1000;

    for (unsigned i = 0; i < self->jobs; i++) {
        const struct ho_slot *slot = &self->slot[i];
        int64_t due, ms;

        if (slot->state != HO_SLOT_WAITING)
            continue;
        due = ho_slot_wakes(self, slot);
        if (due == INT64_MAX)
            continue;
        ms = due > now ? (due - now + HO_NS_PER_MS - 1) / HO_NS_PER_MS : 0;
        if (ms < left)
            left = ms;
    }
    return (int)left;
}

static enum handoff_status watch(struct ho_curl *self,
                                 struct handoff_error *err)
{
    if (!self->interrupted || !self->interrupted(self->user))
        return HANDOFF_OK;
    return ho_transport_stop(&self->base, err, "interrupted");
}

/* What came meanwhile is taken before the sockets are waited for. */
static enum handoff_status move(struct ho_curl *self, int wait_ms,
                                struct handoff_error *err)
{
    const CURLMcode code = ho_sockets_move(&self->sockets, wait_ms);

    return code == CURLM_OK ? collect(self, err)
                            : ho_curl_failed(self, code, err);
}

static enum handoff_status poll_multi(struct ho_transport *transport, bool wait,
                                      struct handoff_error *err)
{
    struct ho_curl *self = (struct ho_curl *)transport;
    enum handoff_status status = watch(self, err);

    if (status == HANDOFF_OK)
        status = begin_due(self, err);
    if (status == HANDOFF_OK)
        status = move(self, 0, err);
    if (status != HANDOFF_OK || !wait || transport->done.first)
        return status;
    return move(self, time_left(self), err);
}

static void free_curl(struct ho_transport *transport)
{
    struct ho_curl *self = (struct ho_curl *)transport;

    for (unsigned i = 0; i < self->jobs; i++) {
        struct ho_slot *slot = &self->slot[i];

        if (slot->state == HO_SLOT_RUNNING)
            ho_libcurl()->multi_remove_handle(self->multi, slot->http.easy);
        ho_http_close(&slot->http);
        ho_buffer_release(&slot->body);
        ho_exchange_free(slot->x);
    }
    ho_libcurl()->multi_cleanup(self->multi);
    ho_sockets_release(&self->sockets);
    ho_http_settings_release(&self->settings);
    ho_transport_release(transport);
    free(self->model);
    free(self);
    ho_libcurl()->global_cleanup();
}

static enum handoff_status check(const struct handoff_endpoint_options *options,
                                 struct handoff_error *err)
{
    if (!options->model || !options->model[0])
        return ho_fail(err, HANDOFF_ENDPOINT,
                       "an endpoint over HTTP needs the name of a model; "
                       "name one that the server offers");
    if (options->timeout_ms == 0 || options->connect_ms == 0 ||
        options->lead_ms == 0)
        return ho_fail(err, HANDOFF_ENDPOINT,
                       "the endpoint's time limits must be above 0 ms");
    return HANDOFF_OK;
}

static struct ho_curl *allocate(const struct handoff_endpoint_options *options)
{
    struct ho_curl *self =
        calloc(1, sizeof *self + options->jobs * sizeof self->slot[0]);

    if (!self)
        return NULL;
    self->base.start = start;
    self->base.poll = poll_multi;
    self->base.free = free_curl;
    self->base.keeps_asked = true;
    self->base.ladder = &self->ladder;
    self->attempts = options->attempts;
    self->timeout_ms = options->timeout_ms;
    self->lead_ms = options->lead_ms;
    self->chance = options->chance;
    self->interrupted = options->interrupted;
    self->user = options->user;
    self->jobs = options->jobs;
    ho_pace_init(&self->pace, options->jobs);
    return self;
}

/* At most `jobs` connections, kept open, also where libcurl would open more. */
static bool set_multi(CURLM *multi, unsigned jobs)
{
    return multi &&
           !ho_libcurl()->multi_setopt(multi, CURLMOPT_MAX_HOST_CONNECTIONS,
                                       (long)jobs) &&
           !ho_libcurl()->multi_setopt(multi, CURLMOPT_MAXCONNECTS, (long)jobs);
}

enum handoff_status ho_curl_new(const struct handoff_endpoint_options *options,
                                struct ho_transport **out,
                                struct handoff_error *err)
{
    struct ho_curl *self;
    enum handoff_status status = check(options, err);

    if (status != HANDOFF_OK)
        return status;
    status = ho_libcurl_open(err);
    if (status != HANDOFF_OK)
        return status;
    if (ho_libcurl()->global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return ho_fail(err, HANDOFF_ENDPOINT,
                       "libcurl cannot be started; reinstall it");
    self = allocate(options);
    if (!self) {
        ho_libcurl()->global_cleanup();
        return ho_no_memory(err);
    }
    status = ho_http_settings_init(&self->settings, options, err);
    if (status == HANDOFF_OK)
        status = ho_budget_init(&self->base.budget, options, err);
    if (status == HANDOFF_OK) {
        self->multi = ho_libcurl()->multi_init();
        self->base.name = strdup(self->settings.url.name);
        self->model = strdup(options->model);
        if (!self->base.name || !self->model ||
            !set_multi(self->multi, self->jobs) ||
            !ho_sockets_init(&self->sockets, self->multi, self->settings.clock))
            status = ho_no_memory(err);
    }
    if (status == HANDOFF_OK)
        *out = &self->base;
    else
        free_curl(&self->base);
    return status;
}
