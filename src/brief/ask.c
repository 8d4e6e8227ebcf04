/* ask.c - see brief/ask.h */
#include "brief/ask.h"

#include <handoff/redact.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "brief/again.h"
#include "prompt/open.h"

enum {
    FENCE = 24, /* hex digits: 96 bits */
    ANSWERS = 1 + HANDOFF_REASKS
};

/* What was said about one lead so far. */
struct talk {
    char *text[ANSWERS], *failure[ANSWERS]; /* one of the two is NULL */
    size_t count;
    struct handoff_redaction *redaction; /* NULL: sent as it is */
    unsigned attempts;
    int64_t prompt_tokens, completion_tokens; /* -1: not told of every reply */
};

struct run {
    const struct ho_asking *asking;
    struct handoff_brief **brief;
    struct talk *talk;             /* one a lead */
    struct handoff_failed *failed; /* one a field */
    size_t count, asked, done;
    /* The reply schema of the last lead: most leave the same fields open. */
    bool *open; /* one a field */
    char *schema;
    int max_tokens;
};

/* --- the talk about one lead --------------------------------------------- */

static void end_talk(struct talk *talk)
{
    for (size_t i = 0; i < talk->count; i++) {
        free(talk->text[i]);
        free(talk->failure[i]);
    }
    handoff_redaction_free(talk->redaction);
    talk->redaction = NULL;
    talk->count = 0;
}

static void add_tokens(int64_t *sum, int64_t more)
{
    *sum = *sum < 0 || more < 0 ? -1 : *sum + more;
}

/* Take what the reply holds. */
static void note(struct talk *talk, struct handoff_reply *reply)
{
    talk->text[talk->count] = reply->ok ? reply->text : NULL;
    talk->failure[talk->count++] = reply->ok ? NULL : reply->failure;
    if (reply->ok)
        reply->text = NULL;
    else
        reply->failure = NULL;
    talk->attempts += reply->attempts;
    add_tokens(&talk->prompt_tokens, reply->prompt_tokens);
    add_tokens(&talk->completion_tokens, reply->completion_tokens);
}

static int64_t told(int64_t tokens)
{
    return tokens > 0 ? tokens : 0;
}

/* Of what was said until now; of nothing, before it is asked about. */
static enum handoff_status make_brief(struct run *run, size_t index,
                                      struct handoff_brief **out,
                                      struct handoff_error *err)
{
    const struct ho_asking *a = run->asking;
    const struct talk *talk = &run->talk[index];
    const struct handoff_made_by made_by = {
        .endpoint = handoff_endpoint_name(a->endpoint),
        .model = a->model,
        .prompt = handoff_prompt_id(a->prompt),
        .reask = talk->count > 1 ? handoff_prompt_id(a->reask) : NULL,
        .attempts = talk->attempts,
        .prompt_tokens = told(talk->prompt_tokens),
        .completion_tokens = told(talk->completion_tokens)
    };
    struct handoff_answer answer[ANSWERS];

    for (size_t i = 0; i < talk->count; i++)
        answer[i] = (struct handoff_answer){ talk->text[i], talk->failure[i] };
    return handoff_brief_make_from(
        a->fields, handoff_batch_lead(a->batch, index), a->as_of, answer,
        talk->count, &made_by, out, err);
}

static enum handoff_status summarize(struct run *run, size_t index,
                                     struct handoff_error *err)
{
    handoff_brief_free(run->brief[index]);
    run->brief[index] = NULL;
    return make_brief(run, index, &run->brief[index], err);
}

/* --- asking --------------------------------------------------------------- */

/* What was said before holds the lead's own words. */
static enum handoff_status redact(const struct talk *talk, char **data,
                                  struct handoff_error *err)
{
    char *text = NULL;
    enum handoff_status status;

    if (!talk->redaction)
        return HANDOFF_OK;
    status = handoff_redact(talk->redaction,
                            (struct handoff_slice){ *data, strlen(*data) },
                            &text, err);
    if (status != HANDOFF_OK)
        return status;
    free(*data);
    *data = text;
    return HANDOFF_OK;
}

static enum handoff_status submit(struct run *run,
                                  const struct handoff_prompt *prompt,
                                  char **data, struct handoff_request *request,
                                  struct handoff_error *err)
{
    const struct ho_asking *a = run->asking;
    struct handoff_messages messages = { 0 };
    enum handoff_status status = redact(&run->talk[request->tag], data, err);

    if (status == HANDOFF_OK)
        status = handoff_prompt_render(
            prompt, (struct handoff_slice){ *data, strlen(*data) }, &messages,
            err);
    request->messages = &messages;
    if (status == HANDOFF_OK && a->sent)
        a->sent(a->user, request->lead->id, &messages);
    if (status == HANDOFF_OK)
        status = handoff_endpoint_submit(a->endpoint, request, err);
    request->messages = NULL;
    handoff_messages_release(&messages);
    return status;
}

/* The fence around the lead's words is cut from the hash of those words: no
 * lead can contain its own, and a recorded run can be replayed. */
static void make_fence(const struct handoff_lead *lead, char fence[FENCE + 1])
{
    snprintf(fence, FENCE + 1, "%.*s", FENCE, lead->sha256);
}

static bool is_offline(const struct ho_asking *a)
{
    return strcmp(handoff_endpoint_name(a->endpoint), "builtin:extract") == 0;
}

/* The lead as it may be sent. */
static enum handoff_status show(struct run *run, size_t index,
                                const struct handoff_lead **shown,
                                struct handoff_error *err)
{
    const struct ho_asking *a = run->asking;
    struct talk *talk = &run->talk[index];
    enum handoff_status status = HANDOFF_OK;

    *shown = handoff_batch_lead(a->batch, index);
    if (!a->redact || is_offline(a))
        return HANDOFF_OK;
    if (!talk->redaction)
        status =
            handoff_redaction_new(a->fields, *shown, &talk->redaction, err);
    if (status == HANDOFF_OK)
        *shown = handoff_redacted_lead(talk->redaction);
    return status;
}

static enum handoff_status find_schema(struct run *run,
                                       const struct handoff_lead *lead,
                                       struct handoff_error *err)
{
    const struct handoff_fields *fields = run->asking->fields;
    bool same = run->schema != NULL;

    for (size_t i = 0; i < fields->count; i++) {
        const bool open = ho_field_is_open(fields, lead, i);

        same &= run->open[i] == open;
        run->open[i] = open;
    }
    if (same)
        return HANDOFF_OK;
    free(run->schema);
    run->schema = NULL;
    return handoff_reply_schema(fields, lead, &run->schema, &run->max_tokens,
                                err);
}

static enum handoff_status ask(struct run *run, size_t index,
                               struct handoff_error *err)
{
    const struct ho_asking *a = run->asking;
    const struct handoff_lead *lead = handoff_batch_lead(a->batch, index);
    struct handoff_request request = { .tag = index, .lead = lead };
    const struct handoff_lead *shown = NULL;
    char *data = NULL;
    char fence[FENCE + 1];
    enum handoff_status status;

    make_fence(lead, fence);
    status = show(run, index, &shown, err);
    if (status == HANDOFF_OK)
        status = handoff_prompt_data(a->fields, shown, fence, &data, err);
    if (status == HANDOFF_OK)
        status = find_schema(run, lead, err);
    request.schema = run->schema;
    request.max_tokens = run->max_tokens;
    if (status == HANDOFF_OK)
        status = submit(run, a->prompt, &data, &request, err);
    free(data);
    return status;
}

static enum handoff_status ask_again(struct run *run, size_t index,
                                     const struct ho_again *again,
                                     struct handoff_error *err)
{
    const struct ho_asking *a = run->asking;
    const struct handoff_lead *lead = handoff_batch_lead(a->batch, index);
    struct handoff_request request = { .tag = index, .lead = lead };
    const struct handoff_lead *shown = NULL;
    char *data = NULL, *schema = NULL;
    char fence[FENCE + 1];
    enum handoff_status status;

    make_fence(lead, fence);
    status = show(run, index, &shown, err);
    if (status == HANDOFF_OK)
        status = handoff_reask_data(
            a->fields, shown, fence, run->failed, again->count,
            again->unreadable ? again->unreadable : "", &data, err);
    if (status == HANDOFF_OK)
        status = handoff_reask_schema(a->fields, run->failed, again->count,
                                      &schema, &request.max_tokens, err);
    request.schema = schema;
    if (status == HANDOFF_OK)
        status = submit(run, a->reask, &data, &request, err);
    free(schema);
    free(data);
    return status;
}

/* May another question change anything, and is there one left?  A model that
 * gives the same answer twice has said what it has to say. */
static bool is_open(const struct run *run, const struct talk *talk)
{
    const struct ho_asking *a = run->asking;
    const char *last = talk->text[talk->count - 1];

    return a->reask && talk->count <= a->reasks && talk->count < ANSWERS &&
           last && !is_offline(a) &&
           (talk->count < 2 || strcmp(last, talk->text[talk->count - 2]) != 0);
}

/* --- the run -------------------------------------------------------------- */

/* What screening closes costs no request. */
static enum handoff_status try_without(struct run *run, size_t index,
                                       bool *closed, struct handoff_error *err)
{
    const struct ho_asking *a = run->asking;
    struct handoff_brief *brief = NULL;
    enum handoff_status status;

    *closed = false;
    if (!handoff_batch_lead(a->batch, index)->screened)
        return HANDOFF_OK;
    status = make_brief(run, index, &brief, err);
    if (status == HANDOFF_OK)
        status = a->closes(a->owner, brief, closed, err);
    if (status == HANDOFF_OK && *closed && run->brief)
        run->brief[index] = brief;
    else
        handoff_brief_free(brief);
    return status;
}

/* The lead's brief is there. */
static enum handoff_status finish(struct run *run, size_t index,
                                  struct handoff_error *err)
{
    const struct ho_asking *a = run->asking;
    enum handoff_status status;

    run->done++;
    status = a->finished(a->owner, index, err);
    if (status == HANDOFF_OK && a->progress)
        a->progress(a->user, run->done, run->count);
    return status;
}

/* The lead of the reply is done, or asked about again. */
static enum handoff_status collect(struct run *run, struct handoff_reply *reply,
                                   struct handoff_error *err)
{
    const size_t index = reply->tag;
    struct talk *talk = &run->talk[index];
    struct ho_again again = { 0 };
    enum handoff_status status;

    note(talk, reply);
    status = summarize(run, index, err);
    if (status == HANDOFF_OK && is_open(run, talk))
        ho_brief_again(run->brief[index], run->failed, &again);
    if (status == HANDOFF_OK && again.count > 0)
        return ask_again(run, index, &again, err);
    end_talk(talk);
    return status == HANDOFF_OK ? finish(run, index, err) : status;
}

static enum handoff_status collect_next(struct run *run,
                                        struct handoff_error *err)
{
    struct handoff_reply reply = { 0 };
    bool got = false;
    enum handoff_status status =
        handoff_endpoint_next(run->asking->endpoint, &reply, &got, err);

    if (status == HANDOFF_OK && !got)
        status = ho_fail(err, HANDOFF_ENDPOINT,
                         "the endpoint lost %zu of the requests; run again",
                         run->count - run->done);
    if (status == HANDOFF_OK)
        status = collect(run, &reply, err);
    handoff_reply_release(&reply);
    return status;
}

/* The first request leaves as soon as it is written, not behind all others. */
static enum handoff_status ask_next(struct run *run, struct handoff_error *err)
{
    const size_t index = run->asked++;
    bool closed;
    enum handoff_status status = try_without(run, index, &closed, err);

    if (status == HANDOFF_OK && closed)
        return finish(run, index, err);
    if (status == HANDOFF_OK)
        status = ask(run, index, err);
    return status == HANDOFF_OK
               ? handoff_endpoint_work(run->asking->endpoint, err)
               : status;
}

/* As many leads are under way as the endpoint has use for: that bounds memory.
 */
static enum handoff_status talk_to_all(struct run *run,
                                       struct handoff_error *err)
{
    const struct handoff_endpoint *endpoint = run->asking->endpoint;
    enum handoff_status status = HANDOFF_OK;

    while (status == HANDOFF_OK && run->done < run->count)
        if (run->asked < run->count && handoff_endpoint_has_room(endpoint))
            status = ask_next(run, err);
        else
            status = collect_next(run, err);
    return status;
}

static enum handoff_status begin(struct run *run,
                                 const struct ho_asking *asking,
                                 struct handoff_brief **brief,
                                 struct handoff_error *err)
{
    *run = (struct run){ .asking = asking,
                         .brief = brief,
                         .count = handoff_batch_count(asking->batch) };
    run->talk = calloc(run->count + 1, sizeof *run->talk);
    run->failed = calloc(asking->fields->count + 1, sizeof *run->failed);
    run->open = calloc(asking->fields->count + 1, sizeof *run->open);
    return run->talk && run->failed && run->open ? HANDOFF_OK
                                                 : ho_no_memory(err);
}

static void end(struct run *run)
{
    for (size_t i = 0; run->talk && i < run->count; i++)
        end_talk(&run->talk[i]);
    free(run->schema);
    free(run->open);
    free(run->failed);
    free(run->talk);
}

enum handoff_status ho_ask_all(const struct ho_asking *asking,
                               struct handoff_brief **brief,
                               struct handoff_error *err)
{
    struct run run;
    enum handoff_status status = begin(&run, asking, brief, err);

    if (status == HANDOFF_OK)
        status = talk_to_all(&run, err);
    end(&run);
    return status;
}

enum handoff_status ho_ask_plan(const struct ho_asking *asking,
                                struct handoff_error *err)
{
    struct run run;
    enum handoff_status status = begin(&run, asking, NULL, err);

    for (size_t i = 0; i < run.count && status == HANDOFF_OK; i++) {
        bool closed = false;

        status = try_without(&run, i, &closed, err);
        if (status == HANDOFF_OK && !closed)
            status = ask(&run, i, err);
        end_talk(&run.talk[i]);
    }
    end(&run);
    return status == HANDOFF_OK
               ? handoff_endpoint_finish_plan(asking->endpoint, err)
               : status;
}
