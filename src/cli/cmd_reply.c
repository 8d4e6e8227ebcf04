/* cmd_reply.c - reply: what came back, and what comes next. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <handoff/followup.h>

#include "cli/keeping.h"
#include "cli/session.h"

static const char own_reply[] = "prompts/reply.prompt";

struct replying {
    const struct cli_args *args;
    struct session session;
    struct handoff_record *record; /* NULL: nothing is kept */
    struct handoff_followup *followup;
    struct handoff_prompt *prompt;
    struct handoff_response *response;
    char *bytes, *answer;
    struct handoff_came_back in;
};

static enum cli_exit load(struct replying *r)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;

    if (handoff_followup_new(r->session.policy, &r->followup, &err) !=
            HANDOFF_OK ||
        handoff_prompt_parse(own_reply, handoff_own_text(own_reply), &r->prompt,
                             &err) != HANDOFF_OK ||
        handoff_file_read(r->args->operand[0], HANDOFF_REPLY_BYTES, &r->bytes,
                          &r->in.bytes.len, &err) != HANDOFF_OK)
        return cli_fail(&err);
    r->in.bytes.ptr = r->bytes;
    r->in.lead = r->args->value[CLI_LEAD];
    r->in.as_of = r->session.as_of;
    return CLI_DONE;
}

/* A workspace without a record has nothing to say of the lead. */
static enum cli_exit open_record(struct replying *r)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    enum cli_exit out;

    if (r->args->value[CLI_NO_RECORD] || access(keep_path, F_OK) != 0)
        return CLI_DONE;
    out = keep_open(r->args, NULL, HANDOFF_RECORD_WRITE, &r->record);
    if (out == CLI_DONE &&
        handoff_record_touches(r->record, r->in.lead, &r->in.touches, &err) !=
            HANDOFF_OK)
        return cli_fail(&err);
    return out;
}

static enum handoff_status note_sent(void *user, const char *lead,
                                     const struct handoff_messages *messages,
                                     struct handoff_error *err)
{
    struct replying *r = user;

    return keep_sent(r->record, &r->session, lead, messages, err);
}

static enum handoff_status understand(struct replying *r,
                                      struct handoff_error *err)
{
    struct handoff_response *heard = NULL; /* with the model's answer */
    enum handoff_status status =
        handoff_response_make(r->followup, &r->in, &r->response, err);

    if (status == HANDOFF_OK)
        status =
            handoff_response_ask(r->response, r->prompt, r->session.endpoint,
                                 note_sent, r, &r->answer, err);
    if (status != HANDOFF_OK || !r->answer)
        return status;
    r->in.answer = r->answer;
    status = handoff_response_make(r->followup, &r->in, &heard, err);
    if (status == HANDOFF_OK) {
        handoff_response_free(r->response);
        r->response = heard;
    }
    return status;
}

/* The address of the lead's brief; the caller frees. */
static enum handoff_status find_email(struct replying *r, char **email,
                                      struct handoff_error *err)
{
    struct handoff_brief *brief = NULL;
    char *json = NULL;
    enum handoff_status status =
        handoff_record_brief(r->record, r->in.lead, &json, err);

    if (status == HANDOFF_OK)
        status = handoff_brief_read(
            handoff_policy_fields(r->session.policy),
            (struct handoff_slice){ json, strlen(json) }, &brief, err);
    for (size_t i = 0; status == HANDOFF_OK && i < brief->fields->count; i++)
        if (brief->fields->item[i].type == HANDOFF_TYPE_EMAIL && !*email &&
            brief->claim[i].value) {
            const size_t room = strlen(brief->claim[i].value) + 2;

            *email = malloc(room);
            if (*email)
                snprintf(*email, room, "%s\n", brief->claim[i].value);
        }
    handoff_brief_free(brief);
    free(json);
    return status;
}

static bool opted_out(const struct handoff_response *response)
{
    for (size_t i = 0; i < response->heard_count; i++)
        if (response->heard[i].signal == HANDOFF_SIGNAL_OPT_OUT)
            return true;
    return false;
}

/* What says nothing decides nothing, least of all against an earlier stop. */
static enum cli_exit need_words(const struct handoff_response *response)
{
    if (response->automatic || response->heard_count > 0 ||
        response->own_words[strspn(response->own_words, " \t\r\n")] != '\0')
        return CLI_DONE;
    cli_say("the reply holds no words of its writer, only older mail or a "
            "signature if anything; give the mail as it came");
    return CLI_FAILED;
}

/* Who opts out is suppressed at once. */
static enum cli_exit keep(struct replying *r)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char *email = NULL;
    size_t added = 0;
    enum handoff_status status;

    if (!r->record)
        return CLI_DONE;
    status = handoff_record_response(r->record, r->response, &err);
    if (status == HANDOFF_OK && opted_out(r->response)) {
        status = find_email(r, &email, &err);
        if (status == HANDOFF_OK && !email)
            cli_say("no address of this lead is known, so none is suppressed; "
                    "handoff suppress EMAIL does it");
    }
    if (status == HANDOFF_OK && email)
        status = handoff_record_suppress(
            r->record, (struct handoff_slice){ email, strlen(email) }, &added,
            &err);
    free(email);
    if (status == HANDOFF_OK && added > 0 && !r->args->value[CLI_QUIET])
        cli_say("the address is suppressed from now on");
    return status == HANDOFF_OK ? CLI_DONE : cli_fail(&err);
}

static enum cli_exit print(const struct replying *r)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    enum handoff_format format = HANDOFF_FORMAT_TEXT;
    char *json = NULL, *document;
    enum cli_exit out = cli_format(r->args, &format);
    size_t room;

    if (out != CLI_DONE)
        return out;
    if (handoff_response_json(r->response, &json, &err) != HANDOFF_OK)
        return cli_fail(&err);
    room = strlen(json) + sizeof "{\"leads\":[]}";
    document = malloc(room);
    if (document) {
        snprintf(document, room, "{\"leads\":[%s]}", json);
        out = cli_report(r->args, HANDOFF_REPORT_REPLIES, format,
                         (struct handoff_slice){ document, strlen(document) });
    } else {
        cli_say("out of memory");
        out = CLI_FAILED;
    }
    free(document);
    free(json);
    return out;
}

static void end(struct replying *r)
{
    handoff_response_free(r->response);
    handoff_prompt_free(r->prompt);
    handoff_followup_free(r->followup);
    handoff_record_close(r->record);
    free(r->answer);
    free(r->bytes);
    session_end(&r->session);
}

static enum cli_exit run_reply(const struct cli_args *args)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct replying r = { .args = args };
    enum cli_exit out = args->value[CLI_LEAD]
                            ? session_begin(args, &r.session)
                            : cli_usage(args, "say whose reply it is: --lead "
                                              "L-0007");

    if (out == CLI_DONE)
        out = session_connect(args, &r.session);
    if (out == CLI_DONE)
        out = load(&r);
    if (out == CLI_DONE)
        out = open_record(&r);
    if (out == CLI_DONE && understand(&r, &err) != HANDOFF_OK)
        out = cli_fail(&err);
    if (out == CLI_DONE)
        out = need_words(r.response);
    if (out == CLI_DONE)
        out = keep(&r);
    if (out == CLI_DONE)
        out = print(&r);
    end(&r);
    return out;
}

static const enum cli_option reply_options[] = {
    CLI_LEAD,         CLI_FORMAT,   CLI_OUTPUT,    CLI_POLICY,
    CLI_AS_OF,        CLI_ENDPOINT, CLI_MODEL,     CLI_ATTEMPTS,
    CLI_TIMEOUT,      CLI_CA_FILE,  CLI_NO_PROXY,  CLI_ALLOW_HTTP,
    CLI_SAVE_REPLIES, CLI_AS,       CLI_NO_RECORD, CLI_QUIET
};

const struct cli_command cli_reply = {
    .name = "reply",
    .operands = "FILE",
    .summary = "a reply that came back: continue, pause, stop or book",
    .about =
        "Reads a mail or a text (\"-\" is standard input), leaves out what it "
        "quotes of\nolder mail, and says what the writer wants, each with the "
        "words and where they\nstand: an opt-out, a bounce, who is away until "
        "when, who is named instead, an\nobjection, interest with times. The "
        "policy's followup rules say what comes next.\nAn opt-out is decided "
        "by code alone and suppresses the address.",
    .example = "  handoff reply answer.eml --lead L-0007\n"
               "  pbpaste | handoff reply - --lead L-0007 --format json\n",
    .formats = "text json ndjson",
    .option = reply_options,
    .option_count = sizeof reply_options / sizeof *reply_options,
    .operands_min = 1,
    .operands_max = 1,
    .run = run_reply
};
