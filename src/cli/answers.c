/* answers.c - see cli/answers.h */
#include "cli/answers.h"

#include <stdlib.h>
#include <string.h>

#include <handoff/workspace.h>

#include "cli/keeping.h"

enum {
    INTENDED_LEAST = 5, /* leads, by the playbook */
    INTENDED_MOST = 25,
    TOKENS = 2000, /* of an answer */
    TOKENS_A_LEAD = 500,
    TOKENS_MOST = 32000
};

static const char own_playbook[] = "prompts/playbook.prompt";
static const char own_summarize[] = "prompts/summarize.prompt";

enum cli_exit answers_batch(const struct cli_args *args,
                            const struct session *s, const char *const *file,
                            size_t count, struct handoff_batch **batch)
{
    struct cli_args of_batch = *args;

    of_batch.operand = file;
    of_batch.operand_count = count;
    return keep_read_batch(&of_batch, s, NULL, batch);
}

static void note_size(const struct cli_args *args, size_t count)
{
    if (!args->value[CLI_QUIET] &&
        (count < INTENDED_LEAST || count > INTENDED_MOST))
        fprintf(stderr,
                "handoff: the playbook means %d to %d leads for one prompt; "
                "this one has %zu\n",
                INTENDED_LEAST, INTENDED_MOST, count);
}

static enum cli_exit read_rules(const struct cli_args *args, char **text,
                                struct handoff_slice *rules)
{
    const char *path = args->value[CLI_RULES];
    struct handoff_error err = HANDOFF_ERROR_INIT;

    *rules = (struct handoff_slice){ "", 0 };
    if (!path)
        return CLI_DONE;
    if (handoff_file_read(path, HANDOFF_RULES_BYTES, text, &rules->len, &err) !=
        HANDOFF_OK)
        return cli_fail(&err);
    rules->ptr = *text;
    if (strspn(*text, " \t\r\n") < rules->len)
        return CLI_DONE;
    cli_say("the file of --rules is empty; write the rules into it, or leave "
            "out --rules to use the policy's");
    return CLI_FAILED;
}

static enum handoff_status render(const struct session *s,
                                  const struct handoff_batch *batch,
                                  struct handoff_slice rules,
                                  struct handoff_messages *out,
                                  struct handoff_error *err)
{
    struct handoff_prompt *prompt = NULL;
    char *data = NULL;
    enum handoff_status status = handoff_prompt_parse(
        own_playbook, handoff_own_text(own_playbook), &prompt, err);

    if (status == HANDOFF_OK)
        status = handoff_playbook_prompt_data(s->policy, batch, rules, s->as_of,
                                              &data, err);
    if (status == HANDOFF_OK)
        status = handoff_prompt_render(
            prompt, (struct handoff_slice){ data, strlen(data) }, out, err);
    free(data);
    handoff_prompt_free(prompt);
    return status;
}

enum cli_exit answers_prompt(const struct cli_args *args,
                             const struct session *s,
                             const struct handoff_batch *batch,
                             struct handoff_messages *out)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_slice rules;
    char *text = NULL;
    enum cli_exit status = read_rules(args, &text, &rules);

    if (status == CLI_DONE)
        note_size(args, handoff_batch_count(batch));
    if (status == CLI_DONE && render(s, batch, rules, out, &err) != HANDOFF_OK)
        status = cli_fail(&err);
    free(text);
    return status;
}

enum cli_exit answers_print_prompt(const struct cli_args *args,
                                   const struct handoff_messages *messages)
{
    size_t len = 0;
    char *text;
    enum cli_exit status;

    for (size_t i = 0; i < messages->count; i++)
        len += strlen(messages->item[i].text) + 2;
    text = malloc(len + 1);
    if (!text) {
        cli_say("out of memory");
        return CLI_FAILED;
    }
    len = 0;
    for (size_t i = 0; i < messages->count; i++) {
        const size_t n = strlen(messages->item[i].text);

        if (i > 0)
            text[len++] = '\n';
        memcpy(text + len, messages->item[i].text, n);
        len += n;
        text[len++] = '\n';
    }
    status = cli_write(args, text, len);
    free(text);
    return status;
}

/* --- the answer ------------------------------------------------------------
 */

/* The map of the batch, by what the built-in extractor reads: nobody is asked
 * whether an answer of a model is right. */
static enum handoff_status make_run(const struct session *s,
                                    const struct handoff_batch *batch,
                                    struct handoff_run **run,
                                    struct handoff_error *err)
{
    const struct handoff_endpoint_options options = {
        .url = "builtin:extract",
        .jobs = 1,
        .attempts = 1,
        .fields = handoff_policy_fields(s->policy)
    };
    struct handoff_job job = { .batch = batch,
                               .policy = s->policy,
                               .model = "",
                               .as_of = s->as_of,
                               .unapproved =
                                   *s->unapproved ? s->unapproved : NULL };
    struct handoff_prompt *prompt = NULL;
    struct handoff_endpoint *endpoint = NULL;
    enum handoff_status status = handoff_prompt_parse(
        own_summarize, handoff_own_text(own_summarize), &prompt, err);

    if (status == HANDOFF_OK)
        status = handoff_endpoint_new(&options, &endpoint, err);
    job.prompt = prompt;
    job.endpoint = endpoint;
    if (status == HANDOFF_OK)
        status = handoff_run(&job, run, err);
    handoff_endpoint_free(endpoint);
    handoff_prompt_free(prompt);
    return status;
}

static void talk(const struct cli_args *args,
                 const struct handoff_answer_check *check)
{
    if (!args->value[CLI_QUIET])
        fprintf(stderr,
                "handoff: %zu statement%s about %zu lead%s read: %zu invented, "
                "%zu against the rules, %zu missing\n",
                check->cells, check->cells == 1 ? "" : "s", check->leads,
                check->leads == 1 ? "" : "s",
                check->group[HANDOFF_ANSWER_INVENTED],
                check->group[HANDOFF_ANSWER_CONTRADICTS],
                check->group[HANDOFF_ANSWER_MISSING]);
}

enum cli_exit answers_check(const struct cli_args *args,
                            const struct session *s,
                            const struct handoff_batch *batch,
                            struct handoff_slice answer)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    enum handoff_format format = HANDOFF_FORMAT_TEXT;
    struct handoff_answer_check *check = NULL;
    struct handoff_run *run = NULL;
    char *json = NULL;
    enum cli_exit out = cli_format(args, &format);
    enum handoff_status status;

    if (out != CLI_DONE)
        return out;
    status = make_run(s, batch, &run, &err);
    if (status == HANDOFF_OK)
        status =
            handoff_answer_check(handoff_run_map(run), answer, &check, &err);
    if (status == HANDOFF_OK)
        status = handoff_answer_json(check, handoff_run_map(run), &json, &err);
    if (status == HANDOFF_OK)
        out = cli_report(args, HANDOFF_REPORT_ANSWER, format,
                         (struct handoff_slice){ json, strlen(json) });
    else
        out = cli_fail(&err);
    if (out == CLI_DONE && check) {
        talk(args, check);
        out = check->count > 0 ? CLI_REFUSED : CLI_DONE;
    }
    free(json);
    handoff_answer_check_free(check);
    handoff_run_free(run);
    return out;
}

/* --- map --via-prompt ------------------------------------------------------
 */

/* A map has a few hundred tokens a lead. */
static int tokens_for(size_t leads)
{
    const size_t tokens = TOKENS + leads * TOKENS_A_LEAD;

    return tokens < TOKENS_MOST ? (int)tokens : TOKENS_MOST;
}

static enum cli_exit ask(const struct session *s,
                         const struct handoff_messages *messages, size_t leads,
                         struct handoff_reply *reply)
{
    const struct handoff_request request = { .messages = messages,
                                             .max_tokens = tokens_for(leads) };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    bool got = false;

    if (handoff_endpoint_submit(s->endpoint, &request, &err) != HANDOFF_OK ||
        handoff_endpoint_next(s->endpoint, reply, &got, &err) != HANDOFF_OK)
        return cli_fail(&err);
    if (got && reply->ok)
        return CLI_DONE;
    cli_say(got && reply->failure ? reply->failure
                                  : "the endpoint gave no answer");
    return CLI_FAILED;
}

static enum cli_exit ask_and_check(const struct cli_args *args,
                                   const struct session *s,
                                   const struct handoff_batch *batch)
{
    struct handoff_messages messages = { 0 };
    struct handoff_reply reply = { 0 };
    enum cli_exit status = answers_prompt(args, s, batch, &messages);

    if (status == CLI_DONE && args->value[CLI_DRY_RUN])
        status = answers_print_prompt(args, &messages);
    else if (status == CLI_DONE)
        status = ask(s, &messages, handoff_batch_count(batch), &reply);
    if (status == CLI_DONE && reply.text)
        status = answers_check(
            args, s, batch,
            (struct handoff_slice){ reply.text, strlen(reply.text) });
    handoff_reply_release(&reply);
    handoff_messages_release(&messages);
    return status;
}

static enum cli_exit check_options(const struct cli_args *args)
{
    enum handoff_format format = HANDOFF_FORMAT_TEXT;
    const enum cli_exit status = cli_format(args, &format);

    if (status != CLI_DONE)
        return status;
    if (format != HANDOFF_FORMAT_TEXT && format != HANDOFF_FORMAT_JSON)
        return cli_usage(args, "--via-prompt prints text or json");
    if (args->value[CLI_REDACT])
        return cli_usage(args, "--via-prompt sends the leads as they are; "
                               "leave it out to send each one redacted");
    if (args->value[CLI_BATCH_OUT] || args->value[CLI_BATCH_IN])
        return cli_usage(args, "--via-prompt is one request about all leads; "
                               "leave it out to use batch files");
    return CLI_DONE;
}

/* What leaves a workspace is told by its record, and this is not. */
static enum cli_exit check_target(const struct cli_args *args,
                                  const struct session *s)
{
    if (args->value[CLI_DRY_RUN])
        return CLI_DONE;
    if (strcmp(s->url, "builtin:extract") == 0)
        return cli_usage(args, "--via-prompt asks a model: name it with "
                               "--endpoint URL --model NAME");
    if (s->settings.found && !args->value[CLI_NO_RECORD])
        return cli_usage(args, "--via-prompt leaves no record of what it "
                               "sends; in a workspace add --no-record");
    return CLI_DONE;
}

enum cli_exit answers_via_prompt(const struct cli_args *args)
{
    struct handoff_batch *batch = NULL;
    struct session s = { 0 };
    enum cli_exit status = check_options(args);
    enum cli_exit refused;

    if (status == CLI_DONE)
        status = session_begin(args, &s);
    if (status == CLI_DONE)
        status = session_connect(args, &s);
    if (status == CLI_DONE)
        status = check_target(args, &s);
    if (status == CLI_DONE)
        status =
            answers_batch(args, &s, args->operand, args->operand_count, &batch);
    if (status == CLI_DONE)
        status = ask_and_check(args, &s, batch);
    refused = batch ? session_report_refused(batch) : CLI_DONE;
    handoff_batch_free(batch);
    session_end(&s);
    return status == CLI_DONE ? refused : status;
}
