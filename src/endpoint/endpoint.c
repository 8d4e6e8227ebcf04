/* endpoint.c - kinds, submit, next; see <handoff/endpoint.h> */
#include <handoff/endpoint.h>

#include <stdlib.h>

#include "base/slice.h"
#include "endpoint/chat.h"
#include "endpoint/recording.h"
#include "endpoint/transport.h"

enum { MOST_JOBS = 256, MOST_ATTEMPTS = 10 };

struct handoff_endpoint {
    struct ho_transport *transport;
    char *model;
    char *save_dir; /* NULL: replies are not kept */
    unsigned jobs;
    struct ho_exchanges queue;
};

/* --- making one --------------------------------------------------------- */

static enum handoff_status open_transport(
    const struct handoff_endpoint_options *options, struct ho_transport **out,
    struct handoff_error *err)
{
    static const struct {
        const char *prefix;
        enum handoff_status (*open)(const struct handoff_endpoint_options *,
                                    struct ho_transport **,
                                    struct handoff_error *);
    } kind[] = {
        { "builtin:", ho_builtin_new },
        { "replay:", ho_replay_new },
        { "", ho_curl_new },
    };
    const char *url = options->url ? options->url : "builtin:extract";
    size_t i = 0;

    while (strncmp(url, kind[i].prefix, strlen(kind[i].prefix)) != 0)
        i++;
    return kind[i].open(options, out, err);
}

static enum handoff_status check(const struct handoff_endpoint_options *options,
                                 struct handoff_error *err)
{
    if (options->jobs < 1 || options->jobs > MOST_JOBS)
        return ho_fail(err, HANDOFF_ENDPOINT,
                       "%u requests at once cannot be; choose 1 to %d",
                       options->jobs, MOST_JOBS);
    if (options->attempts < 1 || options->attempts > MOST_ATTEMPTS)
        return ho_fail(err, HANDOFF_ENDPOINT,
                       "%u attempts a request cannot be; choose 1 to %d",
                       options->attempts, MOST_ATTEMPTS);
    return HANDOFF_OK;
}

static enum handoff_status copy(const char *text, char **out,
                                struct handoff_error *err)
{
    *out = text ? strdup(text) : NULL;
    return !text || *out ? HANDOFF_OK : ho_no_memory(err);
}

static enum handoff_status fill(struct handoff_endpoint *endpoint,
                                const struct handoff_endpoint_options *options,
                                struct handoff_error *err)
{
    struct handoff_endpoint_options o = *options;
    enum handoff_status status = HANDOFF_OK;

    if (!o.clock)
        o.clock = handoff_system_clock();
    endpoint->jobs = o.jobs;
    status = open_transport(&o, &endpoint->transport, err);
    if (status == HANDOFF_OK)
        status = copy(o.model, &endpoint->model, err);
    if (status == HANDOFF_OK)
        status = copy(o.save_dir, &endpoint->save_dir, err);
    if (status == HANDOFF_OK && o.save_dir)
        status = ho_recording_dir(o.save_dir, err);
    return status;
}

enum handoff_status handoff_endpoint_new(
    const struct handoff_endpoint_options *options,
    struct handoff_endpoint **out, struct handoff_error *err)
{
    struct handoff_endpoint *endpoint;
    enum handoff_status status = check(options, err);

    if (status != HANDOFF_OK)
        return status;
    endpoint = calloc(1, sizeof *endpoint);
    if (!endpoint)
        return ho_no_memory(err);
    status = fill(endpoint, options, err);
    if (status == HANDOFF_OK)
        *out = endpoint;
    else
        handoff_endpoint_free(endpoint);
    return status;
}

void handoff_endpoint_free(struct handoff_endpoint *endpoint)
{
    if (!endpoint)
        return;
    if (endpoint->transport)
        endpoint->transport->free(endpoint->transport);
    ho_exchanges_release(&endpoint->queue);
    free(endpoint->model);
    free(endpoint->save_dir);
    free(endpoint);
}

const char *handoff_endpoint_name(const struct handoff_endpoint *endpoint)
{
    return endpoint->transport->name;
}

/* --- requests ----------------------------------------------------------- */

enum handoff_status handoff_endpoint_submit(
    struct handoff_endpoint *endpoint, const struct handoff_request *request,
    struct handoff_error *err)
{
    struct ho_exchange *x = calloc(1, sizeof *x);
    enum handoff_status status;

    if (!x)
        return ho_no_memory(err);
    x->lead = request->lead;
    x->reply.tag = request->tag;
    x->reply.prompt_tokens = x->reply.completion_tokens = -1;
    status = ho_chat_hash(request, x->reply.request_sha256, err);
    if (status == HANDOFF_OK && endpoint->transport->sends_body)
        status =
            ho_chat_body(request, endpoint->model, &x->body, &x->body_len, err);
    if (status == HANDOFF_OK)
        ho_exchanges_push(&endpoint->queue, x);
    else
        ho_exchange_free(x);
    return status;
}

/* What is done and not collected counts too, so that a slow caller bounds what
 * piles up. */
static enum handoff_status start_some(struct handoff_endpoint *endpoint,
                                      struct handoff_error *err)
{
    struct ho_transport *transport = endpoint->transport;
    enum handoff_status status = HANDOFF_OK;

    while (status == HANDOFF_OK && endpoint->queue.first &&
           transport->under_way < endpoint->jobs &&
           transport->done_count <= endpoint->jobs)
        status = transport->start(transport, ho_exchanges_pop(&endpoint->queue),
                                  err);
    return status;
}

/* --- replies ------------------------------------------------------------ */

/* Kept before it is handed out: where that fails, the reply stays in the
 * queue and is not lost. */
static enum handoff_status hand_out(struct handoff_endpoint *endpoint,
                                    struct handoff_reply *reply,
                                    struct handoff_error *err)
{
    struct ho_exchange *x = endpoint->transport->done.first;
    enum handoff_status status = HANDOFF_OK;

    if (endpoint->save_dir && x->reply.ok)
        status = ho_recording_write(endpoint->save_dir, &x->reply, err);
    if (status != HANDOFF_OK)
        return status;
    x = ho_transport_take(endpoint->transport);
    *reply = x->reply;
    x->reply = (struct handoff_reply){ 0 };
    ho_exchange_free(x);
    return HANDOFF_OK;
}

static enum handoff_status move_on(struct handoff_endpoint *endpoint, bool wait,
                                   struct handoff_error *err)
{
    enum handoff_status status = start_some(endpoint, err);

    if (status == HANDOFF_OK && endpoint->transport->under_way > 0)
        status = endpoint->transport->poll(endpoint->transport, wait, err);
    return status;
}

/* The last move fills the slots that came free, so that the network works
 * while the caller does. */
enum handoff_status handoff_endpoint_next(struct handoff_endpoint *endpoint,
                                          struct handoff_reply *reply,
                                          bool *got, struct handoff_error *err)
{
    const struct ho_transport *transport = endpoint->transport;
    enum handoff_status status;

    do {
        status = move_on(endpoint, true, err);
    } while (status == HANDOFF_OK && !transport->done.first &&
             transport->under_way > 0);
    if (status == HANDOFF_OK)
        status = move_on(endpoint, false, err);
    if (status != HANDOFF_OK)
        return status;
    if (!transport->done.first) {
        *got = false;
        return HANDOFF_OK;
    }
    status = hand_out(endpoint, reply, err);
    if (status == HANDOFF_OK)
        *got = true;
    return status;
}

void handoff_reply_release(struct handoff_reply *reply)
{
    if (!reply)
        return;
    free(reply->text);
    free(reply->failure);
    *reply = (struct handoff_reply){ 0 };
}
