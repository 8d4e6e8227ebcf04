/* transport.h - how requests travel: over HTTP, out of a folder, built in.
 *
 * The endpoint keeps the queue and never has more than `jobs` exchanges under
 * way; a transport carries those and puts each finished one into its done
 * queue, answered or failed.  A status other than OK from a transport means
 * that the run cannot go on; that a request failed stands in its reply.
 */
#ifndef HANDOFF_ENDPOINT_TRANSPORT_H
#define HANDOFF_ENDPOINT_TRANSPORT_H

#include <handoff/endpoint.h>

#include "base/error.h"
#include "endpoint/budget.h"
#include "endpoint/chat.h"

/* One request from submit to collect. */
struct ho_exchange {
    struct ho_exchange *next;        /* in the one queue it stands in */
    const struct handoff_lead *lead; /* borrowed from the caller */
    struct ho_asked asked;           /* empty where nothing travels */
    bool kept;                       /* the reply, where replies are kept */
    struct handoff_reply reply;
};

/* First in, first out; zeroed when empty.  Owns what stands in it. */
struct ho_exchanges {
    struct ho_exchange *first, *last;
};

void ho_exchange_free(struct ho_exchange *x); /* NULL-safe */
void ho_exchanges_push(struct ho_exchanges *queue, struct ho_exchange *x);
struct ho_exchange *ho_exchanges_pop(struct ho_exchanges *queue);
void ho_exchanges_release(struct ho_exchanges *queue);

/* Give the reply its failure: one sentence, made like printf does. */
enum handoff_status ho_exchange_fail(struct ho_exchange *x,
                                     struct handoff_error *err,
                                     const char *format, ...)
    __attribute__((format(printf, 3, 4)));

struct ho_transport {
    /* Take the exchange over, whatever is returned. */
    enum handoff_status (*start)(struct ho_transport *transport,
                                 struct ho_exchange *x,
                                 struct handoff_error *err);
    /* Let what is under way move; with `wait`, sleep until something can move
     * unless an exchange is done already. */
    enum handoff_status (*poll)(struct ho_transport *transport, bool wait,
                                struct handoff_error *err);
    void (*free)(struct ho_transport *transport);
    bool keeps_asked;   /* exchanges need what is asked */
    char *name;         /* for reports; freed by ho_transport_release */
    unsigned under_way; /* started and not done; kept by start and _done */
    unsigned done_count;
    struct ho_exchanges done;
    char *stopped;            /* why the run ends early; NULL: it does not */
    struct ho_ladder *ladder; /* NULL: nothing is learnt */
    struct ho_budget budget;
};

/* End the run for a reason, one sentence: the first one stands. */
enum handoff_status ho_transport_stop(struct ho_transport *transport,
                                      struct handoff_error *err,
                                      const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Put an exchange that was under way into the done queue; take the oldest
 * out of it (NULL: none). */
void ho_transport_done(struct ho_transport *transport, struct ho_exchange *x);
struct ho_exchange *ho_transport_take(struct ho_transport *transport);

/* poll for a transport whose start finishes what it is given. */
enum handoff_status ho_transport_idle(struct ho_transport *transport, bool wait,
                                      struct handoff_error *err);

/* What every transport's free does first: name and done queue. */
void ho_transport_release(struct ho_transport *transport);

/* Makers, by kind of URL; what they need of the options they copy. */
enum handoff_status ho_curl_new(const struct handoff_endpoint_options *options,
                                struct ho_transport **out,
                                struct handoff_error *err);
enum handoff_status ho_replay_new(
    const struct handoff_endpoint_options *options, struct ho_transport **out,
    struct handoff_error *err);
enum handoff_status ho_batch_new(const struct handoff_endpoint_options *options,
                                 struct ho_transport **out,
                                 struct handoff_error *err);
enum handoff_status ho_builtin_new(
    const struct handoff_endpoint_options *options, struct ho_transport **out,
    struct handoff_error *err);

#endif
