/* planning.c - see cli/planning.h */
#include "cli/planning.h"

#include <inttypes.h>
#include <unistd.h>

#include "cli/keeping.h"

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

    if (u->known > 0)
        len += snprintf(text + len, size - (size_t)len,
                        "answered already   %" PRId64
                        ", in the record: not asked again\n",
                        u->known);
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
                    "comes on top\n",
                    batch_out ? ", the requests are in the batch file" : "");
    return len;
}

/* What the run would not ask again.  Results of a batch job will be taken
 * from its file, so answers out of such files are what counts for one. */
static enum cli_exit remember(const struct cli_args *args, struct session *s,
                              struct handoff_record **record)
{
    const char *from = args->value[CLI_BATCH_OUT]
                           ? "batch:"
                           : handoff_endpoint_name(s->endpoint);
    const struct handoff_memory *memory = NULL;
    struct handoff_error err = HANDOFF_ERROR_INIT;
    enum cli_exit out;

    if (!s->settings.found || args->value[CLI_NO_RECORD] ||
        args->value[CLI_FRESH] || access(keep_path, F_OK) != 0)
        return CLI_DONE;
    out = keep_open(args, s, HANDOFF_RECORD_READ, record);
    if (out != CLI_DONE)
        return out;
    if (handoff_record_answered(*record, from, s->model ? s->model : "",
                                &memory, &err) != HANDOFF_OK)
        return cli_fail(&err);
    handoff_endpoint_remember(s->endpoint, memory);
    return CLI_DONE;
}

static enum cli_exit plan(const struct cli_args *args, const struct session *s,
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

enum cli_exit plan_run(const struct cli_args *args, struct session *s,
                       const struct handoff_batch *batch)
{
    struct handoff_record *record = NULL;
    enum cli_exit out = remember(args, s, &record);

    if (out == CLI_DONE)
        out = plan(args, s, batch);
    handoff_endpoint_remember(s->endpoint, NULL);
    handoff_record_close(record);
    return out;
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
