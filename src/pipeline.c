/* pipeline.c - the flow; read this first.
 *
 *   bytes --intake--> leads --screen--> facts (the caller's batch)
 *   (what the policy's screen closes on these facts is asked of no model)
 *   lead --prompt--> messages --endpoint--> reply --brief--> claims, proved
 *                    (what fails its proof is asked again: brief/ask.c)
 *   brief --rules--> decision
 *   briefs and decisions --playbook--> the system map
 *
 * Up to the reply there is a model, a network and chance; from the brief
 * onward there is none.
 */
#include <handoff/pipeline.h>

#include <stdlib.h>

#include "base/error.h"
#include "brief/ask.h"

struct handoff_run {
    struct handoff_brief **brief;
    struct handoff_decision **decision;
    struct handoff_map *map;
    size_t count;
};

/* A run under way. */
struct course {
    const struct handoff_job *job;
    struct handoff_run *run;
    size_t given; /* leads that `each` has seen */
    bool keeps;   /* what it was given */
};

static void forget(struct handoff_run *run, size_t index)
{
    handoff_decision_free(run->decision[index]);
    handoff_brief_free(run->brief[index]);
    run->decision[index] = NULL;
    run->brief[index] = NULL;
}

/* The next leads that are decided, in the order of the batch. */
static enum handoff_status give(struct course *c, struct handoff_error *err)
{
    const struct handoff_job *job = c->job;
    struct handoff_run *run = c->run;
    enum handoff_status status = HANDOFF_OK;

    while (status == HANDOFF_OK && c->given < run->count &&
           run->decision[c->given]) {
        const size_t i = c->given++;

        if (job->each)
            status = job->each(job->user, run->brief[i], run->decision[i], err);
        if (!c->keeps)
            forget(run, i);
    }
    return status;
}

static enum handoff_status decide(void *owner, size_t index,
                                  struct handoff_error *err)
{
    struct course *c = owner;
    const enum handoff_status status =
        handoff_policy_decide(c->job->policy, c->run->brief[index],
                              c->job->as_of, &c->run->decision[index], err);

    return status == HANDOFF_OK ? give(c, err) : status;
}

static enum handoff_status closes(void *owner,
                                  const struct handoff_brief *brief, bool *yes,
                                  struct handoff_error *err)
{
    const struct course *c = owner;
    const struct handoff_job *job = c->job;
    struct handoff_decision *decision = NULL;
    const enum handoff_status status =
        handoff_policy_decide(job->policy, brief, job->as_of, &decision, err);

    if (status == HANDOFF_OK)
        *yes = handoff_decision_is_screened(job->policy, decision);
    handoff_decision_free(decision);
    return status;
}

static struct ho_asking asking_of(struct course *c)
{
    const struct handoff_job *job = c->job;

    return (struct ho_asking){ .batch = job->batch,
                               .fields = handoff_policy_fields(job->policy),
                               .prompt = job->prompt,
                               .reask = job->reask,
                               .endpoint = job->endpoint,
                               .model = job->model,
                               .as_of = job->as_of,
                               .reasks = job->reasks,
                               .redact = job->redact,
                               .sent = job->sent,
                               .progress = job->progress,
                               .user = job->user,
                               .closes = closes,
                               .finished = decide,
                               .owner = c };
}

static enum handoff_status ask_and_decide(struct course *c,
                                          struct handoff_error *err)
{
    const struct ho_asking asking = asking_of(c);

    return ho_ask_all(&asking, c->run->brief, err);
}

static enum handoff_status draw_map(const struct handoff_job *job,
                                    struct handoff_run *run,
                                    struct handoff_error *err)
{
    const struct handoff_map_input input = { .policy = job->policy,
                                             .batch = job->batch,
                                             .brief = run->brief,
                                             .decision = run->decision,
                                             .as_of = job->as_of,
                                             .unapproved = job->unapproved,
                                             .stop = job->stop };

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
    struct course course = { .job = job, .run = run, .keeps = out != NULL };
    enum handoff_status status;

    if (!run)
        return ho_no_memory(err);
    status = ask_and_decide(&course, err);
    if (status == HANDOFF_OK && out)
        status = draw_map(job, run, err);
    if (status == HANDOFF_OK && out)
        *out = run;
    else
        handoff_run_free(run);
    return status;
}

enum handoff_status handoff_plan(const struct handoff_job *job,
                                 struct handoff_error *err)
{
    struct course course = { .job = job };
    const struct ho_asking asking = asking_of(&course);

    return ho_ask_plan(&asking, err);
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
