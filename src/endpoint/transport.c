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
    ho_asked_release(&x->asked);
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

/* NULL: no memory. */
static char *print(const char *format, va_list args)
    __attribute__((format(printf, 1, 0)));

static char *print(const char *format, va_list args)
{
    va_list again;
    char *text = NULL;
    int len;

    va_copy(again, args);
    len = vsnprintf(NULL, 0, format, args);
    if (len >= 0)
        text = malloc((size_t)len + 1);
    if (text)
        vsnprintf(text, (size_t)len + 1, format, again);
    va_end(again);
    return text;
}

enum handoff_status ho_exchange_fail(struct ho_exchange *x,
                                     struct handoff_error *err,
                                     const char *format, ...)
{
    va_list args;

    free(x->reply.failure);
    x->reply.ok = false;
    va_start(args, format);
    x->reply.failure = print(format, args);
    va_end(args);
    return x->reply.failure ? HANDOFF_OK : ho_no_memory(err);
}

enum handoff_status ho_transport_stop(struct ho_transport *transport,
                                      struct handoff_error *err,
                                      const char *format, ...)
{
    va_list args;

    if (transport->stopped)
        return HANDOFF_OK;
    va_start(args, format);
    transport->stopped = print(format, args);
    va_end(args);
    return transport->stopped ? HANDOFF_OK : ho_no_memory(err);
}

void ho_transport_done(struct ho_transport *transport, struct ho_exchange *x)
{
    transport->under_way--;
    transport->done_count++;
    ho_asked_release(&x->asked);
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
    free(transport->stopped);
    transport->name = transport->stopped = NULL;
    ho_exchanges_release(&transport->done);
}
