/* pipeline.c - the flow; read this first.
 *
 *   bytes --intake--> leads (the caller's batch)
 *   lead --prompt--> messages --endpoint--> reply --brief--> claims, proved
 *   brief --rules--> decision
 *   briefs and decisions --playbook--> the system map
 *
 * Up to the reply there is a model, a network and chance; from the brief
 * onward there is none.
 */
#include <handoff/pipeline.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

enum {
    WINDOW = 512, /* requests prepared ahead: bounds memory */
    FENCE = 24    /* hex digits: 96 bits */
};

struct handoff_run {
    struct handoff_brief **brief;
    struct handoff_decision **decision;
    struct handoff_map *map;
    size_t count;
};

static enum handoff_status ask(const struct handoff_job *job, size_t index,
                               struct handoff_error *err)
{
    const struct handoff_lead *lead = handoff_batch_lead(job->batch, index);
    const struct handoff_fields *fields = handoff_policy_fields(job->policy);
    struct handoff_messages messages = { 0 };
    struct handoff_request request = { .tag = index, .lead = lead };
    char *data = NULL, *schema = NULL;
    char fence[FENCE + 1];
    enum handoff_status status;

    /* The fence around the lead's words is cut from the hash of those words:
     * no lead can contain its own, and a recorded run can be replayed. */
    snprintf(fence, sizeof fence, "%.*s", FENCE, lead->sha256);
    status = handoff_prompt_data(fields, lead, fence, &data, err);

    if (status == HANDOFF_OK)
        status = handoff_prompt_render(
            job->prompt, (struct handoff_slice){ data, strlen(data) },
            &messages, err);
    if (status == HANDOFF_OK)
        status = handoff_reply_schema(fields, lead, &schema,
                                      &request.max_tokens, err);
    if (status == HANDOFF_OK) {
        request.messages = &messages;
        request.schema = schema;
        status = handoff_endpoint_submit(job->endpoint, &request, err);
    }
    handoff_messages_release(&messages);
    free(schema);
    free(data);
    return status;
}

static enum handoff_status summarize(const struct handoff_job *job,
                                     const struct handoff_reply *reply,
                                     struct handoff_run *run,
                                     struct handoff_error *err)
{
    const struct handoff_made_by made_by = {
        .endpoint = handoff_endpoint_name(job->endpoint),
        .model = job->model,
        .prompt = handoff_prompt_id(job->prompt),
        .attempts = reply->attempts
    };

    return handoff_brief_make(handoff_policy_fields(job->policy),
                              handoff_batch_lead(job->batch, reply->tag),
                              job->as_of, reply->ok ? reply->text : NULL,
                              reply->failure, &made_by, &run->brief[reply->tag],
                              err);
}

/* Keep at most WINDOW requests under way until every lead has its brief. */
static enum handoff_status ask_all(const struct handoff_job *job,
                                   struct handoff_run *run,
                                   struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;
    size_t asked = 0, done = 0;

    while (status == HANDOFF_OK && done < run->count) {
        struct handoff_reply reply = { 0 };
        bool got = false;

        if (asked < run->count && asked - done < WINDOW) {
            status = ask(job, asked++, err);
            continue;
        }
        status = handoff_endpoint_next(job->endpoint, &reply, &got, err);
        if (status == HANDOFF_OK && !got)
            status = ho_fail(err, HANDOFF_ENDPOINT,
                             "the endpoint lost %zu of the requests",
                             run->count - done);
        if (status == HANDOFF_OK)
            status = summarize(job, &reply, run, err);
        handoff_reply_release(&reply);
        if (status == HANDOFF_OK && job->progress)
            job->progress(job->user, done + 1, run->count);
        done++;
    }
    return status;
}

static enum handoff_status decide_all(const struct handoff_job *job,
                                      struct handoff_run *run,
                                      struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    for (size_t i = 0; i < run->count && status == HANDOFF_OK; i++)
        status = handoff_policy_decide(job->policy, run->brief[i], job->as_of,
                                       &run->decision[i], err);
    return status;
}

static enum handoff_status draw_map(const struct handoff_job *job,
                                    struct handoff_run *run,
                                    struct handoff_error *err)
{
    const struct handoff_map_input input = { .policy = job->policy,
                                             .batch = job->batch,
                                             .brief = run->brief,
                                             .decision = run->decision,
                                             .as_of = job->as_of };

    return handoff_map_make(&input, &run->map, err);
}

static struct handoff_run *new_run(size_t count)
{
    struct handoff_run *run = calloc(1, sizeof *run);

    if (!run)
        return NULL;
    run->count = count;
    run->brief = calloc(count + 1, sizeof *run->brief);
    run->decision = calloc(count + 1, sizeof *run->decision);
    if (run->brief && run->decision)
        return run;
    handoff_run_free(run);
    return NULL;
}

enum handoff_status handoff_run(const struct handoff_job *job,
                                struct handoff_run **out,
                                struct handoff_error *err)
{
    struct handoff_run *run = new_run(handoff_batch_count(job->batch));
    enum handoff_status status;

    if (!run)
        return ho_no_memory(err);
    status = ask_all(job, run, err);
    if (status == HANDOFF_OK)
        status = decide_all(job, run, err);
    if (status == HANDOFF_OK)
        status = draw_map(job, run, err);
    if (status == HANDOFF_OK)
        *out = run;
    else
        handoff_run_free(run);
    return status;
}

void handoff_run_free(struct handoff_run *run)
{
    if (!run)
        return;
    handoff_map_free(run->map);
    for (size_t i = 0; i < run->count; i++) {
        if (run->decision)
            handoff_decision_free(run->decision[i]);
        if (run->brief)
            handoff_brief_free(run->brief[i]);
    }
    free(run->decision);
    free(run->brief);
    free(run);
}

const struct handoff_map *handoff_run_map(const struct handoff_run *run)
{
    return run->map;
}

const struct handoff_brief *handoff_run_brief(const struct handoff_run *run,
                                              size_t index)
{
    return run->brief[index];
}
