/* session.h - what summarize, map, check and doctor all need: settings,
 * policy, prompt, endpoint, time. */
#ifndef HANDOFF_CLI_SESSION_H
#define HANDOFF_CLI_SESSION_H

#include <handoff/analysis.h>
#include <handoff/pipeline.h>
#include <handoff/workspace.h>

#include "cli/cli.h"

struct session {
    struct handoff_settings settings;
    struct handoff_policy *policy;
    struct handoff_prompt *prompt, *reask;
    struct handoff_endpoint *endpoint;
    const char *url, *model;
    int64_t as_of;
    unsigned reasks;
    bool redact;
    char *policy_text, *prompt_text, *url_text;
    struct handoff_slice policy_bytes;
    struct handoff_approved approved;
    char unapproved[HANDOFF_ERROR_MESSAGE]; /* why it counts as not approved; ""
                                             * also without a workspace */
};

/* Settings, time and policy. */
enum cli_exit session_begin(const struct cli_args *args, struct session *s);
/* Prompt and endpoint. */
enum cli_exit session_connect(const struct cli_args *args, struct session *s);
void session_end(struct session *s);

/* What a run of the batch takes from the session; the rest is the caller's. */
struct handoff_job session_job(const struct session *s,
                               const struct handoff_batch *batch);

void session_say_refused(const struct handoff_refused *refused);
/* Refused rows, one line each; they make the exit code 1. */
enum cli_exit session_report_refused(const struct handoff_batch *batch);

#endif
