/* transport_builtin.c - builtin:extract, answered within start. */
#include <stdlib.h>
#include <string.h>

#include "endpoint/builtin.h"
#include "endpoint/transport.h"

struct builtin {
    struct ho_transport base;
    const struct handoff_fields *fields;
};

static enum handoff_status start(struct ho_transport *transport,
                                 struct ho_exchange *x,
                                 struct handoff_error *err)
{
    const struct builtin *self = (const struct builtin *)transport;
    struct handoff_error why = HANDOFF_ERROR_INIT;
    enum handoff_status status = HANDOFF_BAD_INPUT;

    transport->under_way++;
    ho_transport_done(transport, x);
    x->reply.attempts = 1;
    if (x->lead)
        status =
            ho_builtin_extract(self->fields, x->lead, &x->reply.text, &why);
    else
        ho_fail(&why, status,
                "the request names no lead to extract from; give it one");
    x->reply.ok = status == HANDOFF_OK;
    if (status == HANDOFF_NO_MEMORY)
        return ho_no_memory(err);
    return x->reply.ok ? HANDOFF_OK
                       : ho_exchange_fail(x, err, "%s: %s", transport->name,
                                          why.message);
}

static void free_builtin(struct ho_transport *transport)
{
    ho_transport_release(transport);
    free(transport);
}

enum handoff_status ho_builtin_new(
    const struct handoff_endpoint_options *options, struct ho_transport **out,
    struct handoff_error *err)
{
    struct builtin *self;

    if (options->url && strcmp(options->url, "builtin:extract") != 0)
        return ho_fail(err, HANDOFF_ENDPOINT,
                       "%s: handoff has no such extractor built in; use "
                       "builtin:extract",
                       options->url);
    if (!options->fields)
        return ho_fail(err, HANDOFF_ENDPOINT,
                       "builtin:extract: needs the policy's fields");
    self = calloc(1, sizeof *self);
    if (!self)
        return ho_no_memory(err);
    self->base.start = start;
    self->base.poll = ho_transport_idle;
    self->base.free = free_builtin;
    self->fields = options->fields;
    self->base.name = strdup("builtin:extract");
    if (!self->base.name) {
        free(self);
        return ho_no_memory(err);
    }
    *out = &self->base;
    return HANDOFF_OK;
}
