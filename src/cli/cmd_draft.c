/* cmd_draft.c - draft: what could be written to qualified leads, for review. */
#include <stdlib.h>
#include <string.h>

#include <handoff/outreach.h>

#include "cli/keeping.h"
#include "cli/progress.h"
#include "cli/session.h"

static const char own_outreach[] = "prompts/outreach.prompt";

/* Those who may be written to, and what is made for them. */
struct drafting {
    const struct cli_args *args;
    struct session session;
    struct handoff_record *record;
    struct handoff_outreach *outreach;
    struct handoff_prompt *prompt;
    struct handoff_batch *batch;
    struct handoff_run *run;           /* of files */
    struct handoff_brief *brief;       /* of --lead */
    struct handoff_decision *decision; /* of --lead */
    struct handoff_recipient *to;
    char **blocked; /* one a recipient; NULL: nobody objects */
    struct handoff_draft **draft;
    size_t count;
};

static enum cli_exit load_outreach(struct drafting *d)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;

    if (handoff_outreach_new(d->session.policy, &d->outreach, &err) !=
            HANDOFF_OK ||
        handoff_prompt_parse(own_outreach, handoff_own_text(own_outreach),
                             &d->prompt, &err) != HANDOFF_OK)
        return cli_fail(&err);
    return CLI_DONE;
}

/* --- who --------------------------------------------------------------------
 */

static enum cli_exit make_room(struct drafting *d, size_t count)
{
    d->to = calloc(count + 1, sizeof *d->to);
    d->blocked = calloc(count + 1, sizeof *d->blocked);
    d->draft = calloc(count + 1, sizeof *d->draft);
    if (d->to && d->blocked && d->draft)
        return CLI_DONE;
    cli_say("out of memory");
    return CLI_FAILED;
}

static void add(struct drafting *d, const struct handoff_brief *brief,
                const struct handoff_decision *decision)
{
    d->to[d->count++] =
        (struct handoff_recipient){ brief, decision, d->session.as_of, NULL };
}

static void note_asked(void *user, const char *lead,
                       const struct handoff_messages *messages)
{
    struct drafting *d = user;

    (void)lead;
    if (d->record)
        handoff_record_sending(d->record, messages, false);
}

static enum handoff_status run_flow(struct drafting *d,
                                    struct handoff_error *err)
{
    struct session *s = &d->session;
    struct handoff_job job = session_job(s, d->batch);
    enum handoff_status status =
        keep_begin(d->record, d->args, s, d->batch, err);

    job.sent = note_asked;
    job.user = d;
    if (status == HANDOFF_OK)
        status = keep_run(d->record, s, &job, &d->run, err);
    /* what is asked from here on is about no claim of a brief */
    handoff_endpoint_remember(s->endpoint, NULL);
    return status;
}

/* Briefs and decisions of files, by priority. */
static enum cli_exit from_files(struct drafting *d)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    enum cli_exit out =
        keep_open(d->args, &d->session, HANDOFF_RECORD_RUN, &d->record);
    const struct handoff_map *map;

    if (out == CLI_DONE)
        out = keep_read_batch(d->args, &d->session, d->record, &d->batch);
    if (out != CLI_DONE)
        return out;
    if (run_flow(d, &err) != HANDOFF_OK)
        return cli_fail(&err);
    map = handoff_run_map(d->run);
    out = make_room(d, handoff_map_count(map));
    for (size_t i = 0; out == CLI_DONE && i < handoff_map_count(map); i++)
        add(d, handoff_map_entry(map, i)->brief,
            handoff_map_entry(map, i)->decision);
    return out;
}

/* The brief that the record has, decided by the policy of today. */
static enum cli_exit from_record(struct drafting *d, const char *lead)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    const struct handoff_policy *policy = d->session.policy;
    char *json = NULL;
    enum handoff_status status;
    enum cli_exit out =
        d->args->operand_count > 0
            ? cli_usage(d->args, "--lead takes the lead out of the record; "
                                 "leave out the files")
            : keep_open(d->args, NULL, HANDOFF_RECORD_WRITE, &d->record);

    if (out == CLI_DONE)
        out = make_room(d, 1);
    if (out != CLI_DONE)
        return out;
    status = handoff_record_brief(d->record, lead, &json, &err);
    if (status == HANDOFF_OK)
        status = handoff_brief_read(
            handoff_policy_fields(policy),
            (struct handoff_slice){ json, strlen(json) }, &d->brief, &err);
    if (status == HANDOFF_OK)
        status = handoff_policy_decide(policy, d->brief, d->session.as_of,
                                       &d->decision, &err);
    free(json);
    if (status != HANDOFF_OK)
        return cli_fail(&err);
    add(d, d->brief, d->decision);
    return CLI_DONE;
}

static const char *email_of(const struct handoff_brief *brief)
{
    for (size_t i = 0; i < brief->fields->count; i++)
        if (brief->fields->item[i].type == HANDOFF_TYPE_EMAIL &&
            brief->claim[i].value)
            return brief->claim[i].value;
    return "";
}

/* The record knows who opted out since. */
static enum cli_exit ask_record(struct drafting *d)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;

    for (size_t i = 0; d->record && i < d->count; i++) {
        const struct handoff_brief *brief = d->to[i].brief;

        /* each has one, which clang-tidy cannot know */
        if (brief &&
            handoff_record_blocked(d->record, brief->lead->id, email_of(brief),
                                   &d->blocked[i], &err) != HANDOFF_OK)
            return cli_fail(&err);
        d->to[i].blocked = d->blocked[i];
    }
    return CLI_DONE;
}

/* --- what -------------------------------------------------------------------
 */

static char *document(struct handoff_draft *const *draft, size_t count,
                      struct handoff_error *err)
{
    size_t len = 0, room = 64;
    char *out = malloc(room);

    if (out)
        len = (size_t)snprintf(out, room, "{\"leads\":[");
    for (size_t i = 0; out && i < count; i++) {
        char *json = NULL, *more;

        if (handoff_draft_json(draft[i], &json, err) != HANDOFF_OK) {
            free(out);
            return NULL;
        }
        room += strlen(json) + 1;
        more = realloc(out, room);
        if (!more)
            free(out);
        out = more;
        if (out)
            len += (size_t)snprintf(out + len, room - len, "%s%s",
                                    i > 0 ? "," : "", json);
        free(json);
    }
    if (out)
        snprintf(out + len, room - len, "]}");
    return out;
}

static void talk(const struct drafting *d)
{
    size_t proposed = 0, refused = 0;

    for (size_t i = 0; i < d->count; i++) {
        proposed += d->draft[i]->none == NULL;
        refused += d->draft[i]->refused.count;
    }
    if (d->args->value[CLI_QUIET])
        return;
    fprintf(stderr,
            "handoff: drafts for %zu of %zu lead%s, %zu sentence%s refused%s\n",
            proposed, d->count, d->count == 1 ? "" : "s", refused,
            refused == 1 ? "" : "s",
            d->record ? "; handoff review list shows what waits" : "");
}

static enum handoff_status note_sent(void *user, const char *lead,
                                     const struct handoff_messages *messages,
                                     struct handoff_error *err)
{
    struct drafting *d = user;
    const struct session *s = &d->session;

    return keep_sent(d->record, s, lead, messages, err);
}

static enum cli_exit write_all(struct drafting *d)
{
    const struct handoff_drafting job = { .outreach = d->outreach,
                                          .prompt = d->prompt,
                                          .endpoint = d->session.endpoint,
                                          .model = d->session.model
                                                       ? d->session.model
                                                       : "",
                                          .reasks = d->session.reasks,
                                          .to = d->to,
                                          .count = d->count,
                                          .sent = note_sent,
                                          .user = d };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    enum handoff_format format = HANDOFF_FORMAT_TEXT;
    enum cli_exit out = cli_format(d->args, &format);
    char *json;

    if (out != CLI_DONE)
        return out;
    if (handoff_draft_all(&job, d->draft, &err) != HANDOFF_OK ||
        (d->record && handoff_record_drafts(d->record, d->draft, d->count,
                                            &err) != HANDOFF_OK))
        return cli_fail(&err);
    json = document(d->draft, d->count, &err);
    if (!json) {
        cli_say("out of memory");
        return CLI_FAILED;
    }
    out = cli_report(d->args, HANDOFF_REPORT_DRAFTS, format,
                     (struct handoff_slice){ json, strlen(json) });
    free(json);
    talk(d);
    return out == CLI_DONE && d->batch ? session_report_refused(d->batch) : out;
}

static void end(struct drafting *d)
{
    for (size_t i = 0; i < d->count; i++) {
        handoff_draft_free(d->draft[i]);
        free(d->blocked[i]);
    }
    free(d->draft);
    free(d->blocked);
    free(d->to);
    handoff_decision_free(d->decision);
    handoff_brief_free(d->brief);
    handoff_run_free(d->run);
    handoff_batch_free(d->batch);
    handoff_prompt_free(d->prompt);
    handoff_outreach_free(d->outreach);
    handoff_record_close(d->record);
    session_end(&d->session);
}

static enum cli_exit run_draft(const struct cli_args *args)
{
    const char *lead = args->value[CLI_LEAD];
    struct drafting d = { .args = args };
    enum cli_exit out = session_begin(args, &d.session);

    if (out == CLI_DONE)
        out = session_connect(args, &d.session);
    if (out == CLI_DONE)
        out = load_outreach(&d);
    if (out == CLI_DONE)
        out = lead ? from_record(&d, lead) : from_files(&d);
    if (out == CLI_DONE)
        out = ask_record(&d);
    if (out == CLI_DONE)
        out = write_all(&d);
    end(&d);
    return out;
}

static const enum cli_option draft_options[] = {
    CLI_LEAD,         CLI_FORMAT,     CLI_OUTPUT,       CLI_POLICY,
    CLI_AS_OF,        CLI_ENDPOINT,   CLI_MODEL,        CLI_JOBS,
    CLI_ATTEMPTS,     CLI_TIMEOUT,    CLI_LEAD_TIME,    CLI_REASKS,
    CLI_MAX_REQUESTS, CLI_MAX_TOKENS, CLI_MAX_COST,     CLI_CA_FILE,
    CLI_NO_PROXY,     CLI_ALLOW_HTTP, CLI_SAVE_REPLIES, CLI_FRESH,
    CLI_AS,           CLI_NO_RECORD,  CLI_COLUMNS,      CLI_QUIET
};

const struct cli_command cli_draft = {
    .name = "draft",
    .operands = "[FILE...]",
    .summary = "first messages to qualified leads, for review; sends nothing",
    .about =
        "At least two angles for each lead that is pursued and qualified, out "
        "of its own\nwords and the policy's approved claims and calls. Each "
        "sentence is checked; one\nthat holds an invention is refused with its "
        "reason and asked for again, else a\ntemplate of the policy takes its "
        "place. In a workspace the drafts wait in the\nreview queue.",
    .example = "  handoff draft leads.csv\n"
               "  handoff draft --lead L-0007 --endpoint "
               "http://127.0.0.1:11434/v1 --model qwen2.5:7b-instruct\n",
    .formats = "text json ndjson",
    .option = draft_options,
    .option_count = sizeof draft_options / sizeof *draft_options,
    .operands_max = (size_t)-1,
    .run = run_draft
};
