/* planning.c - see cli/planning.h */
#include "cli/planning.h"

#include <inttypes.h>

enum { TEXT_BYTES = 1024, MILLION = 1000000 };

/* Appends the amounts; prices are the workspace's, whatever the currency. */
static int print(const struct handoff_usage *u, const char *batch_out,
                 char *text, size_t size)
{
    int len = snprintf(text, size,
                       "requests           %" PRId64 "\n"
                       "prompt tokens      about %" PRId64 "\n"
                       "completion tokens  at most %" PRId64 "\n",
                       u->requests, u->prompt_tokens, u->completion_tokens);

    if (u->priced)
        len += snprintf(text + len, size - (size_t)len,
                        "cost               at most %" PRId64 ".%06" PRId64
                        " at the prices of handoff.yaml\n",
                        u->cost / MILLION, u->cost % MILLION);
    else
        len += snprintf(text + len, size - (size_t)len,
                        "cost               unknown: handoff.yaml has no price "
                        "for this model\n");
    len += snprintf(text + len, size - (size_t)len,
                    "nothing was sent%s; asking again for claims that fail "
                    "comes on top, what the record knows comes off\n",
                    batch_out ? ", the requests are in the batch file" : "");
    return len;
}

enum cli_exit plan_run(const struct cli_args *args, struct session *s,
                       const struct handoff_batch *batch)
{
    const struct handoff_job job = { .batch = batch,
                                     .policy = s->policy,
                                     .prompt = s->prompt,
                                     .redact = s->redact,
                                     .endpoint = s->endpoint,
                                     .model = s->model ? s->model : "",
                                     .as_of = s->as_of };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_usage usage;
    char text[TEXT_BYTES];

    if (handoff_plan(&job, &err) != HANDOFF_OK)
        return cli_fail(&err);
    handoff_endpoint_usage(s->endpoint, &usage);
    return cli_write(
        args, text,
        (size_t)print(&usage, args->value[CLI_BATCH_OUT], text, sizeof text));
}

enum cli_exit plan_stopped(const struct session *s, bool recorded,
                           enum cli_exit status)
{
    const char *why = handoff_endpoint_stopped(s->endpoint);
    char text[TEXT_BYTES];

    if (!why)
        return status;
    snprintf(text, sizeof text, "the run ended early: %s. %s", why,
             recorded ? "Run the same command again to go on: what was "
                        "answered is in the record and is not asked again"
                      : "The result holds what was answered; in a workspace "
                        "(handoff init) answers are kept, and the same command "
                        "goes on");
    cli_say(text);
    return CLI_FAILED;
}
