/* transport.c - exchanges and their queues; see endpoint/transport.h */
#include "endpoint/transport.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void ho_exchange_free(struct ho_exchange *x)
{
    if (!x)
        return;
    handoff_reply_release(&x->reply);
    free(x->body);
    free(x);
}

void ho_exchanges_push(struct ho_exchanges *queue, struct ho_exchange *x)
{
    x->next = NULL;
    if (queue->last)
        queue->last->next = x;
    else
        queue->first = x;
    queue->last = x;
}

struct ho_exchange *ho_exchanges_pop(struct ho_exchanges *queue)
{
    struct ho_exchange *x = queue->first;

    if (!x)
        return NULL;
    queue->first = x->next;
    if (!queue->first)
        queue->last = NULL;
    x->next = NULL;
    return x;
}

void ho_exchanges_release(struct ho_exchanges *queue)
{
    struct ho_exchange *x;

    while ((x = ho_exchanges_pop(queue)) != NULL)
        ho_exchange_free(x);
}

enum handoff_status ho_exchange_fail(struct ho_exchange *x,
                                     struct handoff_error *err,
                                     const char *format, ...)
{
    va_list args, again;
    int len;

    va_start(args, format);
    va_copy(again, args);
    free(x->reply.failure);
    x->reply.failure = NULL;
    x->reply.ok = false;
    len = vsnprintf(NULL, 0, format, args);
    if (len >= 0)
        x->reply.failure = malloc((size_t)len + 1);
    if (x->reply.failure)
        vsnprintf(x->reply.failure, (size_t)len + 1, format, again);
    va_end(again);
    va_end(args);
    return x->reply.failure ? HANDOFF_OK : ho_no_memory(err);
}

void ho_transport_done(struct ho_transport *transport, struct ho_exchange *x)
{
    transport->under_way--;
    transport->done_count++;
    ho_exchanges_push(&transport->done, x);
}

struct ho_exchange *ho_transport_take(struct ho_transport *transport)
{
    if (transport->done.first)
        transport->done_count--;
    return ho_exchanges_pop(&transport->done);
}

enum handoff_status ho_transport_idle(struct ho_transport *transport, bool wait,
                                      struct handoff_error *err)
{
    (void)transport;
    (void)wait;
    (void)err;
    return HANDOFF_OK;
}

void ho_transport_release(struct ho_transport *transport)
{
    free(transport->name);
    transport->name = NULL;
    ho_exchanges_release(&transport->done);
}
