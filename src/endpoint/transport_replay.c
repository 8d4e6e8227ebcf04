/* transport_replay.c - replies out of a folder; see endpoint/recording.h */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "endpoint/recording.h"
#include "endpoint/transport.h"

enum { PREFIX_BYTES = sizeof "replay:" - 1 };

struct replay {
    struct ho_transport base;
    const char *dir; /* in base.name, behind the prefix */
};

static enum handoff_status start(struct ho_transport *transport,
                                 struct ho_exchange *x,
                                 struct handoff_error *err)
{
    const struct replay *self = (const struct replay *)transport;
    struct handoff_error why = HANDOFF_ERROR_INIT;
    char place[HANDOFF_ERROR_FILE + HANDOFF_ERROR_MESSAGE + 64];
    enum handoff_status status;

    transport->under_way++;
    ho_transport_done(transport, x);
    x->reply.attempts = 1;
    status = ho_recording_read(self->dir, &x->reply, &why);
    x->reply.ok = status == HANDOFF_OK;
    if (status == HANDOFF_NO_MEMORY)
        return ho_no_memory(err);
    if (status == HANDOFF_OK)
        return HANDOFF_OK;
    handoff_error_text(&why, place, sizeof place);
    return ho_exchange_fail(x, err, "%s", place);
}

static void free_replay(struct ho_transport *transport)
{
    ho_transport_release(transport);
    free(transport);
}

enum handoff_status ho_replay_new(
    const struct handoff_endpoint_options *options, struct ho_transport **out,
    struct handoff_error *err)
{
    const char *dir = options->url + PREFIX_BYTES;
    struct replay *self;
    struct stat info;

    if (stat(dir, &info) != 0 || !S_ISDIR(info.st_mode))
        return ho_fail(err, HANDOFF_ENDPOINT,
                       "%s: no such folder; record replies into it first "
                       "(--save-replies)",
                       options->url);
    self = calloc(1, sizeof *self);
    if (!self)
        return ho_no_memory(err);
    self->base.start = start;
    self->base.poll = ho_transport_idle;
    self->base.free = free_replay;
    self->base.name = strdup(options->url);
    if (!self->base.name) {
        free(self);
        return ho_no_memory(err);
    }
    self->dir = self->base.name + PREFIX_BYTES;
    *out = &self->base;
    return HANDOFF_OK;
}
