/* product.c - see support/product.h */
#include "support/product.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "endpoint/builtin.h"
#include "support/cases.h"

static const char policy_file[] = "../policies/inbound.policy.yaml";
static const char prompt_file[] = "../prompts/summarize.prompt";

static void must(enum handoff_status status, const struct handoff_error *err)
{
    char text[HANDOFF_ERROR_MESSAGE + HANDOFF_ERROR_FILE + 64];

    if (status == HANDOFF_OK)
        return;
    handoff_error_text(err, text, sizeof text);
    fail_msg("%s", text);
}

struct handoff_policy *product_policy(void)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_policy *policy = NULL;
    size_t len = 0;
    char *text = case_text(FIXTURES, policy_file, &len);

    must(handoff_policy_parse("inbound.policy.yaml",
                              (struct handoff_slice){ text, len }, &policy,
                              &err),
         &err);
    free(text);
    return policy;
}

struct handoff_batch *product_batch(const struct handoff_policy *policy,
                                    const char *name, const char *text,
                                    size_t len)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_batch *batch = NULL;

    must(handoff_batch_new(handoff_policy_fields(policy), &batch, &err), &err);
    if (text)
        must(handoff_batch_add(batch, name, (struct handoff_slice){ text, len },
                               &err),
             &err);
    return batch;
}

char *product_reply(const struct handoff_policy *policy,
                    const struct handoff_lead *lead)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char *reply = NULL;

    must(ho_builtin_extract(handoff_policy_fields(policy), lead, &reply, &err),
         &err);
    return reply;
}

struct handoff_brief *product_brief_from(const struct handoff_policy *policy,
                                         const struct handoff_lead *lead,
                                         const struct handoff_answer *answer,
                                         size_t count)
{
    const struct handoff_made_by made_by = { .endpoint = "test",
                                             .model = "",
                                             .prompt = "test",
                                             .reask =
                                                 count > 1 ? "again" : NULL,
                                             .attempts = (unsigned)count };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_brief *brief = NULL;

    must(handoff_brief_make_from(handoff_policy_fields(policy), lead,
                                 PRODUCT_AS_OF, answer, count, &made_by, &brief,
                                 &err),
         &err);
    return brief;
}

struct handoff_brief *product_brief(const struct handoff_policy *policy,
                                    const struct handoff_lead *lead,
                                    const char *reply, const char *failure)
{
    return product_brief_from(policy, lead,
                              &(struct handoff_answer){ reply, failure }, 1);
}

struct handoff_run *product_run(const struct handoff_policy *policy,
                                const struct handoff_batch *batch,
                                int64_t as_of)
{
    return product_run_stopped(policy, batch, as_of, NULL);
}

struct handoff_run *product_run_stopped(const struct handoff_policy *policy,
                                        const struct handoff_batch *batch,
                                        int64_t as_of,
                                        const struct handoff_stop *stop)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_endpoint_options options = HANDOFF_ENDPOINT_DEFAULTS;
    struct handoff_prompt *prompt = NULL;
    struct handoff_endpoint *endpoint = NULL;
    struct handoff_run *run = NULL;
    size_t len = 0;
    char *text = case_text(FIXTURES, prompt_file, &len);

    options.fields = handoff_policy_fields(policy);
    options.clock = handoff_system_clock();
    must(handoff_prompt_parse("summarize", (struct handoff_slice){ text, len },
                              &prompt, &err),
         &err);
    must(handoff_endpoint_new(&options, &endpoint, &err), &err);
    must(handoff_run(&(struct handoff_job){ .batch = batch,
                                            .policy = policy,
                                            .prompt = prompt,
                                            .endpoint = endpoint,
                                            .model = "",
                                            .as_of = as_of,
                                            .stop = stop },
                     &run, &err),
         &err);
    handoff_endpoint_free(endpoint);
    handoff_prompt_free(prompt);
    free(text);
    return run;
}
