/* endpoint.c - kinds, submit, next; see <handoff/endpoint.h> */
#include <handoff/endpoint.h>

#include <stdlib.h>

#include "base/slice.h"
#include "endpoint/chat.h"
#include "endpoint/plan.h"
#include "endpoint/recording.h"
#include "endpoint/transport.h"

enum { MOST_JOBS = 256, MOST_ATTEMPTS = 10 };

struct handoff_endpoint {
    struct ho_transport *transport;
    char *model;
    char *save_dir; /* NULL: replies are not kept */
    unsigned jobs;
    struct ho_exchanges queue;
    const struct handoff_memory *memory; /* or NULL */
    struct ho_exchanges known;           /* answered out of it */
    size_t waiting;                      /* in queue and known */
    struct ho_plan *plan;                /* nothing travels; or NULL */
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
        { "batch:", ho_batch_new },
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
    if (status == HANDOFF_OK && o.plan)
        status = ho_plan_new(o.batch_out, &endpoint->plan, err);
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
    ho_exchanges_release(&endpoint->known);
    ho_plan_free(endpoint->plan);
    free(endpoint->model);
    free(endpoint->save_dir);
    free(endpoint);
}

const char *handoff_endpoint_name(const struct handoff_endpoint *endpoint)
{
    return endpoint->transport->name;
}

void handoff_endpoint_remember(struct handoff_endpoint *endpoint,
                               const struct handoff_memory *memory)
{
    endpoint->memory = memory;
}

/* --- requests ----------------------------------------------------------- */

static enum handoff_status recall(const struct handoff_endpoint *endpoint,
                                  struct ho_exchange *x, bool *known,
                                  struct handoff_error *err)
{
    const struct handoff_memory *memory = endpoint->memory;

    *known = false;
    return memory ? memory->recall(memory->user, &x->reply, known, err)
                  : HANDOFF_OK;
}

/* What is asked, and the answer where it is known. */
static enum handoff_status prepare(const struct handoff_endpoint *endpoint,
                                   const struct handoff_request *request,
                                   struct ho_exchange *x, bool *known,
                                   struct handoff_error *err)
{
    enum handoff_status status = ho_asked_make(request, &x->asked, err);

    if (status == HANDOFF_OK)
        status = ho_asked_hash(&x->asked, x->reply.request_sha256, err);
    if (status == HANDOFF_OK)
        status = recall(endpoint, x, known, err);
    return status;
}

static void enqueue(struct handoff_endpoint *endpoint, struct ho_exchange *x,
                    bool known)
{
    if (known || !endpoint->transport->keeps_asked)
        ho_asked_release(&x->asked);
    endpoint->waiting++;
    ho_exchanges_push(known ? &endpoint->known : &endpoint->queue, x);
}

/* The oldest that waits in one of the two. */
static struct ho_exchange *dequeue(struct handoff_endpoint *endpoint,
                                   struct ho_exchanges *queue)
{
    struct ho_exchange *x = ho_exchanges_pop(queue);

    if (x)
        endpoint->waiting--;
    return x;
}

bool handoff_endpoint_has_room(const struct handoff_endpoint *endpoint)
{
    return endpoint->waiting < endpoint->jobs;
}

enum handoff_status handoff_endpoint_submit(
    struct handoff_endpoint *endpoint, const struct handoff_request *request,
    struct handoff_error *err)
{
    struct ho_exchange *x = calloc(1, sizeof *x);
    enum handoff_status status;
    bool known = false;

    if (!x)
        return ho_no_memory(err);
    x->lead = request->lead;
    x->reply.tag = request->tag;
    x->reply.prompt_tokens = x->reply.completion_tokens = -1;
    status = prepare(endpoint, request, x, &known, err);
    endpoint->transport->budget.used.known += endpoint->plan && known;
    if (status == HANDOFF_OK && endpoint->plan && !known)
        status = ho_plan_add(endpoint->plan, x, endpoint->model,
                             endpoint->transport, err);
    if (status == HANDOFF_OK && !endpoint->plan)
        enqueue(endpoint, x, known);
    else
        ho_exchange_free(x);
    return status;
}

enum handoff_status handoff_endpoint_finish_plan(
    struct handoff_endpoint *endpoint, struct handoff_error *err)
{
    return endpoint->plan ? ho_plan_finish(endpoint->plan, err) : HANDOFF_OK;
}

const char *handoff_endpoint_stopped(const struct handoff_endpoint *endpoint)
{
    return endpoint->transport->stopped;
}

void handoff_endpoint_usage(const struct handoff_endpoint *endpoint,
                            struct handoff_usage *out)
{
    *out = endpoint->transport->budget.used;
}

void handoff_endpoint_ladder(const struct handoff_endpoint *endpoint,
                             char out[HANDOFF_LADDER])
{
    struct ho_buffer text;

    out[0] = '\0';
    if (!endpoint->transport->ladder)
        return;
    ho_buffer_init(&text, HANDOFF_LADDER - 1);
    ho_ladder_write(endpoint->transport->ladder, &text);
    if (!text.failed)
        memcpy(out, text.ptr, text.len + 1);
    ho_buffer_release(&text);
}

bool handoff_endpoint_learnt(struct handoff_endpoint *endpoint,
                             const char *ladder)
{
    return endpoint->transport->ladder &&
           ho_ladder_read(ladder, endpoint->transport->ladder);
}

/* The run has ended early: nothing more is sent. */
static enum handoff_status give_up(struct handoff_endpoint *endpoint,
                                   struct handoff_error *err)
{
    struct ho_transport *transport = endpoint->transport;
    enum handoff_status status = HANDOFF_OK;
    struct ho_exchange *x;

    while (status == HANDOFF_OK &&
           (x = dequeue(endpoint, &endpoint->queue)) != NULL) {
        transport->under_way++;
        ho_transport_done(transport, x);
        status = ho_exchange_fail(x, err, "not sent, since the run was ended");
    }
    return status;
}

/* What is done and not collected counts too, so that a slow caller bounds what
 * piles up. */
static enum handoff_status start_some(struct handoff_endpoint *endpoint,
                                      struct handoff_error *err)
{
    struct ho_transport *transport = endpoint->transport;
    enum handoff_status status = HANDOFF_OK;

    if (transport->stopped)
        return give_up(endpoint, err);
    while (status == HANDOFF_OK && endpoint->queue.first &&
           transport->under_way < endpoint->jobs &&
           transport->done_count <= endpoint->jobs)
        status = transport->start(transport,
                                  dequeue(endpoint, &endpoint->queue), err);
    return status;
}

/* --- replies ------------------------------------------------------------ */

static void give(struct ho_exchange *x, struct handoff_reply *reply)
{
    *reply = x->reply;
    x->reply = (struct handoff_reply){ 0 };
    ho_exchange_free(x);
}

static enum handoff_status keep(const struct handoff_endpoint *endpoint,
                                struct ho_exchange *x,
                                struct handoff_error *err)
{
    const struct handoff_memory *memory = endpoint->memory;
    enum handoff_status status = HANDOFF_OK;

    if (endpoint->save_dir && x->reply.ok)
        status = ho_recording_write(endpoint->save_dir, &x->reply, err);
    if (status == HANDOFF_OK && memory)
        status = memory->keep(memory->user, &x->reply, err);
    x->kept = status == HANDOFF_OK;
    return status;
}

/* Replies are kept when they come, before another request leaves: whoever
 * kills the program loses no more than what was in flight.  Where that fails
 * they stay in the queue and are not lost. */
static enum handoff_status keep_done(const struct handoff_endpoint *endpoint,
                                     struct handoff_error *err)
{
    const struct handoff_memory *memory = endpoint->memory;
    enum handoff_status status = HANDOFF_OK, settled = HANDOFF_OK;
    bool came = false;

    for (struct ho_exchange *x = endpoint->transport->done.first;
         x && status == HANDOFF_OK; x = x->next)
        if (!x->kept) {
            status = keep(endpoint, x, err);
            came = true;
        }
    if (memory && came)
        settled = memory->settle(memory->user, err);
    return status == HANDOFF_OK ? settled : status;
}

static enum handoff_status move_on(struct handoff_endpoint *endpoint, bool wait,
                                   struct handoff_error *err)
{
    enum handoff_status status = start_some(endpoint, err);

    if (status == HANDOFF_OK && endpoint->transport->under_way > 0)
        status = endpoint->transport->poll(endpoint->transport, wait, err);
    return status == HANDOFF_OK ? keep_done(endpoint, err) : status;
}

enum handoff_status handoff_endpoint_work(struct handoff_endpoint *endpoint,
                                          struct handoff_error *err)
{
    return move_on(endpoint, false, err);
}

/* The network works meanwhile. */
static enum handoff_status next_known(struct handoff_endpoint *endpoint,
                                      struct handoff_reply *reply, bool *got,
                                      struct handoff_error *err)
{
    const enum handoff_status status = move_on(endpoint, false, err);

    if (status != HANDOFF_OK)
        return status;
    give(dequeue(endpoint, &endpoint->known), reply);
    *got = true;
    return HANDOFF_OK;
}

/* The last move fills the slots that came free, so that the network works
 * while the caller does. */
enum handoff_status handoff_endpoint_next(struct handoff_endpoint *endpoint,
                                          struct handoff_reply *reply,
                                          bool *got, struct handoff_error *err)
{
    const struct ho_transport *transport = endpoint->transport;
    enum handoff_status status = HANDOFF_OK;

    if (endpoint->known.first)
        return next_known(endpoint, reply, got, err);
    while (status == HANDOFF_OK && !transport->done.first &&
           (transport->under_way > 0 || endpoint->queue.first))
        status = move_on(endpoint, true, err);
    if (status == HANDOFF_OK)
        status = move_on(endpoint, false, err);
    if (status != HANDOFF_OK)
        return status;
    if (!transport->done.first) {
        *got = false;
        return HANDOFF_OK;
    }
    give(ho_transport_take(endpoint->transport), reply);
    *got = true;
    return HANDOFF_OK;
}

void handoff_reply_release(struct handoff_reply *reply)
{
    if (!reply)
        return;
    free(reply->text);
    free(reply->failure);
    *reply = (struct handoff_reply){ 0 };
}
