/* keeping.c - see cli/keeping.h */
#include "cli/keeping.h"

#include <handoff/screen.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/reading.h"

const char keep_path[] = "handoff.db";

/* --as, else the login, else the user's number. */
static const char *actor(const struct cli_args *args, char *room, size_t size)
{
    const char *name = args->value[CLI_AS];

    if (name)
        return name;
    name = getenv("LOGNAME");
    if (!name || !*name)
        name = getenv("USER");
    if (name && *name)
        return name;
    snprintf(room, size, "user %lu", (unsigned long)getuid());
    return room;
}

static enum cli_exit open_as(const struct cli_args *args,
                             enum handoff_record_use use,
                             struct handoff_record **record)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char room[32];
    const struct handoff_record_options options = {
        .path = keep_path,
        .use = use,
        .actor = actor(args, room, sizeof room),
        .clock = handoff_system_clock()
    };

    return handoff_record_open(&options, record, &err) == HANDOFF_OK
               ? CLI_DONE
               : cli_fail(&err);
}

enum cli_exit keep_open(const struct cli_args *args, const struct session *s,
                        enum handoff_record_use use,
                        struct handoff_record **record)
{
    if (use == HANDOFF_RECORD_RUN &&
        (!s->settings.found || args->value[CLI_NO_RECORD]))
        return CLI_DONE;
    if (use != HANDOFF_RECORD_RUN && access(keep_path, F_OK) != 0) {
        fprintf(stderr,
                "handoff: nothing is recorded in this folder; run handoff "
                "map FILE in a workspace (handoff init makes one)\n");
        return CLI_FAILED;
    }
    return open_as(args, use, record);
}

enum cli_exit keep_make(const struct cli_args *args,
                        struct handoff_record **record)
{
    /* where there is one, nobody has to wait for a run that is under way */
    return open_as(args,
                   access(keep_path, F_OK) == 0 ? HANDOFF_RECORD_WRITE
                                                : HANDOFF_RECORD_RUN,
                   record);
}

enum handoff_status keep_approved(const struct handoff_policy *policy,
                                  struct handoff_approved *out,
                                  struct handoff_error *err)
{
    const struct handoff_record_options options = {
        .path = keep_path,
        .use = HANDOFF_RECORD_READ,
        .actor = "",
        .clock = handoff_system_clock()
    };
    struct handoff_record *record = NULL;
    enum handoff_status status;

    *out = (struct handoff_approved){ .state = HANDOFF_NOT_APPROVED };
    if (access(keep_path, F_OK) != 0)
        return HANDOFF_OK;
    status = handoff_record_open(&options, &record, err);
    if (status == HANDOFF_OK)
        status = handoff_record_approved(record, policy, out, err);
    handoff_record_close(record);
    return status;
}

enum cli_exit keep_read(const struct cli_args *args,
                        struct handoff_record **record,
                        enum handoff_format *format)
{
    const enum cli_exit status = cli_format(args, format);

    if (status != CLI_DONE)
        return status;
    return keep_open(args, NULL, HANDOFF_RECORD_READ, record);
}

enum cli_exit keep_show(const struct cli_args *args, keep_view *view,
                        const void *how)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_record *record = NULL;
    enum handoff_format format = HANDOFF_FORMAT_TEXT;
    char *text = NULL;
    size_t len = 0;
    enum cli_exit out = keep_read(args, &record, &format);

    if (out == CLI_DONE) {
        const enum handoff_status status =
            view(how, record, format, &text, &len, &err);

        out = cli_give(args, status, text, len, &err);
    }
    handoff_record_close(record);
    return out;
}

enum handoff_status keep_begin(struct handoff_record *record,
                               const struct cli_args *args, struct session *s,
                               const struct handoff_batch *batch,
                               struct handoff_error *err)
{
    const struct handoff_record_run run = {
        .command = args->command->name,
        .program = HANDOFF_VERSION,
        .batch = batch,
        .policy = s->policy,
        .policy_text = s->policy_bytes,
        .prompt = handoff_prompt_id(s->prompt),
        .reask = handoff_prompt_id(s->reask),
        .endpoint = handoff_endpoint_name(s->endpoint),
        .model = s->model ? s->model : "",
        .as_of = s->as_of,
        .fresh = args->value[CLI_FRESH] != NULL
    };

    char ladder[HANDOFF_LADDER];
    enum handoff_status status;

    if (!record)
        return HANDOFF_OK;
    status =
        handoff_record_ladder(record, run.endpoint, run.model, ladder, err);
    if (status != HANDOFF_OK)
        return status;
    handoff_endpoint_learnt(s->endpoint, ladder); /* "": from the top */
    handoff_endpoint_remember(s->endpoint, handoff_record_memory(record));
    return handoff_record_begin(record, &run, err);
}

static enum handoff_status finish(struct handoff_record *record,
                                  const struct session *s,
                                  const struct handoff_map *map,
                                  struct handoff_error *err)
{
    char ladder[HANDOFF_LADDER];
    enum handoff_status status = handoff_record_finish(record, map, err);

    handoff_endpoint_ladder(s->endpoint, ladder);
    return status == HANDOFF_OK
               ? handoff_record_learn(record,
                                      handoff_endpoint_name(s->endpoint),
                                      s->model ? s->model : "", ladder, err)
               : status;
}

enum handoff_status keep_run(struct handoff_record *record,
                             const struct session *s, struct handoff_job *job,
                             struct handoff_run **run,
                             struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    if (record)
        status = handoff_record_stops(record, &job->stop, err);
    if (status == HANDOFF_OK)
        status = handoff_run(job, run, err);
    return status == HANDOFF_OK && record
               ? finish(record, s, handoff_run_map(*run), err)
               : status;
}

/* What no batch holds is named with what can be done about it. */
static enum cli_exit unread(struct handoff_error *err)
{
    const size_t len = strlen(err->message);

    if (err->status == HANDOFF_TOO_LARGE)
        snprintf(err->message + len, sizeof err->message - len,
                 ", a table so that each part has its header, or screen it "
                 "whole with handoff intake");
    return cli_fail(err);
}

enum cli_exit keep_read_batch(const struct cli_args *args,
                              const struct session *s,
                              struct handoff_record *record,
                              struct handoff_batch **batch)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_suppression suppression;
    const struct handoff_screening how = { record ? &suppression : NULL,
                                           false };
    struct reading r;
    enum cli_exit out = reading_begin(args, s, &r);

    if (out == CLI_DONE && record)
        handoff_batch_name_by(r.batch, handoff_record_namer(record));
    for (size_t i = 0; out == CLI_DONE && i < reading_count(args); i++)
        if (handoff_batch_read(r.batch, reading_input(args, i), &err) !=
            HANDOFF_OK)
            out = unread(&err);
    if (out == CLI_DONE && record &&
        handoff_record_suppression(record, &suppression, &err) != HANDOFF_OK)
        out = cli_fail(&err);
    if (out == CLI_DONE && handoff_screen(r.batch, &how, &err) != HANDOFF_OK)
        out = cli_fail(&err);
    if (out == CLI_DONE)
        out = reading_keep(args, s, &r);
    if (out == CLI_DONE)
        *batch = reading_take(&r);
    reading_end(&r);
    return out;
}

enum handoff_status keep_sent(struct handoff_record *record,
                              const struct session *s, const char *lead,
                              const struct handoff_messages *messages,
                              struct handoff_error *err)
{
    if (!record)
        return HANDOFF_OK;
    return handoff_record_left(record, lead, handoff_endpoint_name(s->endpoint),
                               s->model ? s->model : "", messages, err);
}
