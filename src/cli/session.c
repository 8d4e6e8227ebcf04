/* session.c - see cli/session.h */
#include "cli/session.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/connect.h"
#include "cli/keeping.h"

enum { TEXT_BYTES = 4 * 1024 * 1024 };

static const char own_policy[] = "policies/inbound.policy.yaml";
static const char own_prompt[] = "prompts/summarize.prompt";
static const char own_reask[] = "prompts/reask.prompt";

static enum cli_exit read_time(const struct cli_args *args, struct session *s)
{
    const struct handoff_clock *clock = handoff_system_clock();

    s->as_of = clock->now(clock->user);
    return cli_as_of(args, &s->as_of);
}

/* A file's text, kept in *owned, or one of the product's own. */
static enum cli_exit load(const char *path, const char *own, char **owned,
                          struct handoff_slice *text)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;

    if (!path) {
        *text = handoff_own_text(own);
        return CLI_DONE;
    }
    if (handoff_file_read(path, TEXT_BYTES, owned, &text->len, &err) !=
        HANDOFF_OK)
        return cli_fail(&err);
    text->ptr = *owned;
    return CLI_DONE;
}

static enum cli_exit load_policy(const struct cli_args *args, struct session *s)
{
    const char *path =
        args->value[CLI_POLICY] ? args->value[CLI_POLICY] : s->settings.policy;
    struct handoff_error err = HANDOFF_ERROR_INIT;
    enum handoff_status status;
    enum cli_exit out =
        load(path, own_policy, &s->policy_text, &s->policy_bytes);

    if (out != CLI_DONE)
        return out;
    status =
        path ? handoff_policy_load_text(path, s->policy_bytes, &s->policy, &err)
             : handoff_policy_parse(own_policy, s->policy_bytes, &s->policy,
                                    &err);
    return status == HANDOFF_OK ? CLI_DONE : cli_fail(&err);
}

/* Who approved the policy.  A record that cannot be trusted approves
 * nothing. */
static void find_approval(struct session *s)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;

    if (!s->settings.found)
        return;
    if (keep_approved(s->policy, &s->approved, &err) != HANDOFF_OK) {
        s->approved.state = HANDOFF_NOT_APPROVED;
        snprintf(s->unapproved, sizeof s->unapproved, "%s", err.message);
    } else if (s->approved.state != HANDOFF_APPROVED) {
        snprintf(s->unapproved, sizeof s->unapproved,
                 "%s %.80s, sha256 %.12s: have it approved with handoff "
                 "policy approve --as NAME%s",
                 handoff_policy_name(s->policy),
                 handoff_policy_version(s->policy),
                 handoff_policy_sha256(s->policy),
                 access("approvals.ndjson", F_OK) == 0
                     ? "; approvals.ndjson is of an older handoff and is read "
                       "no more"
                     : "");
    }
}

enum cli_exit session_begin(const struct cli_args *args, struct session *s)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    enum cli_exit status;

    *s = (struct session){ 0 };
    if (handoff_settings_read(".", &s->settings, &err) != HANDOFF_OK)
        return cli_fail(&err);
    status = read_time(args, s);
    if (status == CLI_DONE)
        status = load_policy(args, s);
    if (status == CLI_DONE)
        find_approval(s);
    return status;
}

static enum cli_exit load_prompt(const struct cli_args *args, struct session *s)
{
    const char *path = args->value[CLI_PROMPT];
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_slice text;
    enum cli_exit status = load(path, own_prompt, &s->prompt_text, &text);

    if (status == CLI_DONE &&
        handoff_prompt_parse(path ? path : own_prompt, text, &s->prompt,
                             &err) != HANDOFF_OK)
        return cli_fail(&err);
    if (status == CLI_DONE &&
        handoff_prompt_parse(own_reask, handoff_own_text(own_reask), &s->reask,
                             &err) != HANDOFF_OK)
        return cli_fail(&err);
    return status;
}

enum cli_exit session_connect(const struct cli_args *args, struct session *s)
{
    const char *redact = args->value[CLI_REDACT];
    const enum cli_exit status = load_prompt(args, s);

    if (redact && strcmp(redact, "pii") != 0)
        return cli_usage(args, "--redact takes pii");
    s->redact = redact != NULL;
    return status == CLI_DONE ? connect_endpoint(args, s) : status;
}

void session_say_refused(const struct handoff_refused *refused)
{
    struct handoff_error err = { .status = HANDOFF_BAD_INPUT,
                                 .line = refused->line };

    snprintf(err.file, sizeof err.file, "%s", refused->file);
    snprintf(err.message, sizeof err.message, "row refused: %s",
             refused->reason);
    cli_fail(&err);
}

enum cli_exit session_report_refused(const struct handoff_batch *batch)
{
    const size_t count = handoff_batch_refused_count(batch);

    for (size_t i = 0; i < count; i++)
        session_say_refused(handoff_batch_refused(batch, i));
    return count > 0 ? CLI_REFUSED : CLI_DONE;
}

struct handoff_job session_job(const struct session *s,
                               const struct handoff_batch *batch)
{
    return (struct handoff_job){ .batch = batch,
                                 .policy = s->policy,
                                 .prompt = s->prompt,
                                 .reask = s->reask,
                                 .reasks = s->reasks,
                                 .endpoint = s->endpoint,
                                 .model = s->model ? s->model : "",
                                 .as_of = s->as_of };
}

void session_end(struct session *s)
{
    handoff_endpoint_free(s->endpoint);
    handoff_prompt_free(s->reask);
    handoff_prompt_free(s->prompt);
    handoff_policy_free(s->policy);
    handoff_settings_release(&s->settings);
    free(s->prompt_text);
    free(s->policy_text);
    free(s->url_text);
}
