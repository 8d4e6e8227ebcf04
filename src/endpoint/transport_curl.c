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
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "endpoint/http.h"
#include "endpoint/transport.h"

enum slot_state { SLOT_FREE, SLOT_WAITING, SLOT_RUNNING };

struct slot {
    enum slot_state state;
    struct ho_exchange *x; /* NULL when free */
    int64_t due_ns;        /* when waiting: not before */
    struct ho_http http;
};

/* What is known of the server as a whole: the place for pacing, budgets and
 * the ladder of response formats. */
struct host {
    int64_t pause_until_ns; /* no try begins before; it asked for it */
};

struct curl_transport {
    struct ho_transport base;
    CURLM *multi;
    struct ho_http_settings settings;
    struct host host;
    unsigned attempts;
    unsigned jobs;
    struct slot slot[];
};

static const int64_t NS_PER_MS = 1000000;

static int64_t monotonic(const struct curl_transport *self)
{
    const struct handoff_clock *clock = self->settings.clock;

    return clock->monotonic_ns(clock->user);
}

static enum handoff_status multi_failed(const struct curl_transport *self,
                                        CURLMcode code,
                                        struct handoff_error *err)
{
    if (code == CURLM_OUT_OF_MEMORY)
        return ho_no_memory(err);
    return ho_fail(err, HANDOFF_ENDPOINT,
                   "%s: requests cannot be carried on (libcurl: %s); run again",
                   self->base.name, curl_multi_strerror(code));
}

/* --- one try ------------------------------------------------------------ */

static enum handoff_status begin_try(struct curl_transport *self,
                                     struct slot *slot,
                                     struct handoff_error *err)
{
    const struct ho_exchange *x = slot->x;
    enum handoff_status status =
        ho_http_prepare(&slot->http, x->body, x->body_len, err);
    CURLMcode code;

    if (status != HANDOFF_OK)
        return status;
    code = curl_multi_add_handle(self->multi, slot->http.easy);
    if (code != CURLM_OK)
        return multi_failed(self, code, err);
    slot->state = SLOT_RUNNING;
    slot->x->reply.attempts++;
    return HANDOFF_OK;
}

static int64_t due(const struct curl_transport *self, const struct slot *slot)
{
    return slot->due_ns > self->host.pause_until_ns ? slot->due_ns
                                                    : self->host.pause_until_ns;
}

static enum handoff_status begin_due(struct curl_transport *self,
                                     struct handoff_error *err)
{
    const int64_t now = monotonic(self);
    enum handoff_status status = HANDOFF_OK;

    for (unsigned i = 0; i < self->jobs && status == HANDOFF_OK; i++) {
        struct slot *slot = &self->slot[i];

        if (slot->state == SLOT_WAITING && due(self, slot) <= now)
            status = begin_try(self, slot, err);
    }
    return status;
}

/* Sum over tries; -1 as long as no try told. */
static void add_tokens(int64_t *sum, int64_t more)
{
    if (more >= 0)
        *sum = (*sum < 0 ? 0 : *sum) + more;
}

static void finish(struct curl_transport *self, struct slot *slot)
{
    ho_transport_done(&self->base, slot->x);
    slot->x = NULL;
    slot->state = SLOT_FREE;
}

/* more: what to add to the problem, "" for nothing. */
static enum handoff_status fail(struct curl_transport *self, struct slot *slot,
                                const char *problem, const char *more,
                                struct handoff_error *err)
{
    struct ho_exchange *x = slot->x;
    const unsigned tries = x->reply.attempts;
    char tried[32] = "";

    if (tries > 1)
        snprintf(tried, sizeof tried, " (tried %u times)", tries);
    finish(self, slot);
    return ho_exchange_fail(x, err, "%s: %s%s%s", self->settings.url.host,
                            problem, more, tried);
}

/* Wait as the server asks, or else as we see fit. */
static enum handoff_status try_again(struct curl_transport *self,
                                     struct slot *slot, const char *problem,
                                     struct handoff_error *err)
{
    const struct handoff_reply *reply = &slot->x->reply;
    int64_t wait_ms = ho_retry_after_ms(&slot->http.hint);
    const bool asked = wait_ms != HO_RETRY_UNTOLD;
    char more[96];

    if (wait_ms > HO_RETRY_CAP_MS) {
        snprintf(more, sizeof more,
                 "; it asks to wait %" PRId64
                 " s, which is too long for this run",
                 wait_ms / 1000);
        return fail(self, slot, problem, more, err);
    }
    if (!asked)
        wait_ms = ho_retry_backoff_ms(reply->tag, reply->attempts);
    slot->due_ns = monotonic(self) + wait_ms * NS_PER_MS;
    slot->state = SLOT_WAITING;
    if (asked && (reply->http_status == 429 || reply->http_status == 503) &&
        slot->due_ns > self->host.pause_until_ns)
        self->host.pause_until_ns = slot->due_ns;
    return HANDOFF_OK;
}

static enum handoff_status end_try(struct curl_transport *self,
                                   struct slot *slot, CURLcode code,
                                   struct handoff_error *err)
{
    struct handoff_reply *reply = &slot->x->reply;
    struct ho_answer answer;
    enum handoff_status status;

    ho_answer_init(&answer);
    status = ho_http_read(&slot->http, code, &answer, &reply->http_status, err);
    if (status != HANDOFF_OK)
        goto out;
    add_tokens(&reply->prompt_tokens, answer.prompt_tokens);
    add_tokens(&reply->completion_tokens, answer.completion_tokens);
    if (answer.text) {
        reply->text = answer.text;
        answer.text = NULL;
        reply->ok = true;
        finish(self, slot);
    } else if (answer.retry && reply->attempts < self->attempts) {
        status = try_again(self, slot, answer.problem, err);
    } else {
        status = fail(self, slot, answer.problem, "", err);
    }
out:
    ho_answer_release(&answer);
    return status;
}

/* --- the transport ------------------------------------------------------ */

static enum handoff_status start(struct ho_transport *transport,
                                 struct ho_exchange *x,
                                 struct handoff_error *err)
{
    struct curl_transport *self = (struct curl_transport *)transport;
    struct slot *slot = self->slot;

    while (slot->state != SLOT_FREE) /* one is: `jobs` holds */
        slot++;
    transport->under_way++;
    slot->x = x;
    slot->state = SLOT_WAITING;
    slot->due_ns = monotonic(self);
    if (slot->http.easy)
        return HANDOFF_OK;
    return ho_http_open(&slot->http, &self->settings, slot, err);
}

static enum handoff_status collect(struct curl_transport *self,
                                   struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;
    CURLMsg *message;
    int left;

    while (status == HANDOFF_OK &&
           (message = curl_multi_info_read(self->multi, &left)) != NULL) {
        CURL *easy = message->easy_handle;
        const CURLcode code = message->data.result;
        struct slot *slot = NULL;

        if (message->msg != CURLMSG_DONE)
            continue;
        curl_easy_getinfo(easy, CURLINFO_PRIVATE, &slot);
        curl_multi_remove_handle(self->multi, easy); /* ends *message */
        status = end_try(self, slot, code, err);
    }
    return status;
}

/* Milliseconds until the next try is due, rounded up; libcurl shortens it to
 * its own timers. */
static int time_left(const struct curl_transport *self)
{
    const int64_t longest = 60 * 1000;
    const int64_t now = monotonic(self);
    int64_t left = longest;

    for (unsigned i = 0; i < self->jobs; i++) {
        const struct slot *slot = &self->slot[i];
        int64_t ms;

        if (slot->state != SLOT_WAITING)
            continue;
        ms = (due(self, slot) - now + NS_PER_MS - 1) / NS_PER_MS;
        if (ms < left)
            left = ms > 0 ? ms : 0;
    }
    return (int)left;
}

static enum handoff_status poll_multi(struct ho_transport *transport, bool wait,
                                      struct handoff_error *err)
{
    struct curl_transport *self = (struct curl_transport *)transport;
    enum handoff_status status = begin_due(self, err);
    CURLMcode code;
    int running;

    if (status != HANDOFF_OK)
        return status;
    code = curl_multi_perform(self->multi, &running);
    if (code != CURLM_OK)
        return multi_failed(self, code, err);
    status = collect(self, err);
    if (status != HANDOFF_OK || !wait || transport->done.first)
        return status;
    code = curl_multi_poll(self->multi, NULL, 0, time_left(self), NULL);
    return code == CURLM_OK ? HANDOFF_OK : multi_failed(self, code, err);
}

static void free_curl(struct ho_transport *transport)
{
    struct curl_transport *self = (struct curl_transport *)transport;

    for (unsigned i = 0; i < self->jobs; i++) {
        struct slot *slot = &self->slot[i];

        if (slot->state == SLOT_RUNNING)
            curl_multi_remove_handle(self->multi, slot->http.easy);
        ho_http_close(&slot->http);
        ho_exchange_free(slot->x);
    }
    curl_multi_cleanup(self->multi);
    ho_http_settings_release(&self->settings);
    ho_transport_release(transport);
    free(self);
    curl_global_cleanup();
}

static enum handoff_status check(const struct handoff_endpoint_options *options,
                                 struct handoff_error *err)
{
    if (!options->model || !options->model[0])
        return ho_fail(err, HANDOFF_ENDPOINT,
                       "an endpoint over HTTP needs the name of a model; "
                       "name one that the server offers");
    if (options->timeout_ms == 0 || options->connect_ms == 0)
        return ho_fail(err, HANDOFF_ENDPOINT,
                       "the endpoint's time limits must be above 0 ms");
    return HANDOFF_OK;
}

static struct curl_transport *allocate(
    const struct handoff_endpoint_options *options)
{
    struct curl_transport *self =
        calloc(1, sizeof *self + options->jobs * sizeof self->slot[0]);

    if (!self)
        return NULL;
    self->base.start = start;
    self->base.poll = poll_multi;
    self->base.free = free_curl;
    self->base.sends_body = true;
    self->attempts = options->attempts;
    self->jobs = options->jobs;
    return self;
}

/* At most `jobs` connections, kept open, also where libcurl would open more. */
static bool set_multi(CURLM *multi, unsigned jobs)
{
    return multi &&
           !curl_multi_setopt(multi, CURLMOPT_MAX_HOST_CONNECTIONS,
                              (long)jobs) &&
           !curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, (long)jobs);
}

enum handoff_status ho_curl_new(const struct handoff_endpoint_options *options,
                                struct ho_transport **out,
                                struct handoff_error *err)
{
    struct curl_transport *self;
    enum handoff_status status = check(options, err);

    if (status != HANDOFF_OK)
        return status;
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return ho_fail(err, HANDOFF_ENDPOINT,
                       "libcurl cannot be started; reinstall it");
    self = allocate(options);
    if (!self) {
        curl_global_cleanup();
        return ho_no_memory(err);
    }
    status = ho_http_settings_init(&self->settings, options, err);
    if (status == HANDOFF_OK) {
        self->multi = curl_multi_init();
        self->base.name = strdup(self->settings.url.name);
        if (!self->base.name || !set_multi(self->multi, self->jobs))
            status = ho_no_memory(err);
    }
    if (status == HANDOFF_OK)
        *out = &self->base;
    else
        free_curl(&self->base);
    return status;
}
