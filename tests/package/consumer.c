/* consumer.c - a program of somebody else: leads in, their briefs out, with
 * nothing but the installed headers and library.
 *
 * usage: consumer FILE...
 */
#include <stdio.h>
#include <stdlib.h>

#include <handoff/pipeline.h>
#include <handoff/workspace.h>

struct flow {
    struct handoff_policy *policy;
    struct handoff_batch *batch;
    struct handoff_prompt *prompt;
    struct handoff_endpoint *endpoint;
    struct handoff_run *run;
};

static enum handoff_status prepare(struct flow *f, struct handoff_error *err)
{
    static const char policy[] = "policies/inbound.policy.yaml";
    static const char prompt[] = "prompts/summarize.prompt";
    struct handoff_endpoint_options options = HANDOFF_ENDPOINT_DEFAULTS;
    enum handoff_status status = handoff_policy_load_text(
        policy, handoff_own_text(policy), &f->policy, err);

    if (status == HANDOFF_OK)
        status =
            handoff_batch_new(handoff_policy_fields(f->policy), &f->batch, err);
    if (status == HANDOFF_OK)
        status = handoff_prompt_parse(prompt, handoff_own_text(prompt),
                                      &f->prompt, err);
    if (status != HANDOFF_OK)
        return status;
    options.url = "builtin:extract";
    options.fields = handoff_policy_fields(f->policy);
    options.clock = handoff_system_clock();
    return handoff_endpoint_new(&options, &f->endpoint, err);
}

static enum handoff_status run(struct flow *f, char **files, int count,
                               struct handoff_error *err)
{
    enum handoff_status status = prepare(f, err);

    for (int i = 0; i < count && status == HANDOFF_OK; i++)
        status = handoff_batch_read(f->batch, files[i], err);
    if (status == HANDOFF_OK) {
        const struct handoff_job job = { .batch = f->batch,
                                         .policy = f->policy,
                                         .prompt = f->prompt,
                                         .endpoint = f->endpoint,
                                         .model = "",
                                         .as_of = 1790240400 };

        status = handoff_run(&job, &f->run, err);
    }
    return status;
}

static size_t count_explicit(const struct handoff_brief *brief)
{
    size_t count = 0;

    for (size_t i = 0; i < brief->fields->count; i++)
        count += brief->claim[i].class == HANDOFF_EXPLICIT;
    return count;
}

int main(int argc, char **argv)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct flow f = { 0 };
    const enum handoff_status status = run(&f, argv + 1, argc - 1, &err);

    if (status == HANDOFF_OK)
        for (size_t i = 0; i < handoff_batch_count(f.batch); i++)
            printf("%s: %zu explicit\n", handoff_batch_lead(f.batch, i)->id,
                   count_explicit(handoff_run_brief(f.run, i)));
    else
        fprintf(stderr, "consumer: %s\n", err.message);
    handoff_run_free(f.run);
    handoff_endpoint_free(f.endpoint);
    handoff_prompt_free(f.prompt);
    handoff_batch_free(f.batch);
    handoff_policy_free(f.policy);
    return status == HANDOFF_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
