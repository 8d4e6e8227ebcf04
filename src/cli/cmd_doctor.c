/* cmd_doctor.c - what is configured, and does the endpoint answer? */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <handoff/schema.h>

#include "cli/keeping.h"

static void print_policy(const struct session *s)
{
    printf("policy     %s %s, sha256 %.12s, %zu fields\n",
           handoff_policy_name(s->policy), handoff_policy_version(s->policy),
           handoff_policy_sha256(s->policy),
           handoff_policy_fields(s->policy)->count);
    if (s->approved.state == HANDOFF_APPROVED)
        printf("approved   by %s, %s\n", s->approved.by, s->approved.time);
    else
        printf("approved   %s\n",
               *s->unapproved ? "no" : "nobody keeps a record here");
    printf("prompt     %s\n", handoff_prompt_id(s->prompt));
}

static void print_endpoint(const struct session *s)
{
    const char *key = getenv("HANDOFF_API_KEY")  ? "HANDOFF_API_KEY"
                      : getenv("OPENAI_API_KEY") ? "OPENAI_API_KEY"
                      : s->settings.key          ? "the key file"
                                                 : "none";

    printf("endpoint   %s\n", handoff_endpoint_name(s->endpoint));
    printf("model      %s\n", s->model ? s->model : "none");
    printf("key        %s\n", key);
}

/* Is the answer of the form that was asked for?  Servers that ignore the form
 * answer all the same. */
static enum handoff_status check_form(const char *schema, const char *text,
                                      bool *fits, struct handoff_error *err)
{
    struct handoff_error ignored = HANDOFF_ERROR_INIT;
    struct handoff_schema *compiled = NULL;
    struct handoff_schema_result result;
    const enum handoff_status status = handoff_schema_compile(
        (struct handoff_slice){ schema, strlen(schema) }, NULL, &compiled, err);

    if (status != HANDOFF_OK)
        return status;
    *fits = handoff_schema_check(compiled,
                                 (struct handoff_slice){ text, strlen(text) },
                                 &result, &ignored) == HANDOFF_OK;
    if (*fits) {
        *fits = result.valid;
        handoff_schema_result_release(&result);
    }
    handoff_schema_free(compiled);
    return HANDOFF_OK;
}

/* What is learnt of a server that has not answered is nothing. */
static enum cli_exit print_answer(const struct session *s, const char *schema,
                                  const struct handoff_reply *reply)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char ladder[HANDOFF_LADDER];
    bool fits = false;

    if (!reply->ok) {
        printf("answer     %s\n", reply->failure);
        return CLI_REFUSED;
    }
    if (check_form(schema, reply->text, &fits, &err) != HANDOFF_OK)
        return cli_fail(&err);
    handoff_endpoint_ladder(s->endpoint, ladder);
    printf("answer     %s, in %u ms\n",
           fits ? "ok"
                : "it came, but not as the JSON that was asked for: expect "
                  "leads without a usable reply, or take a larger model",
           reply->took_ms);
    printf("takes      %s\n", ladder);
    return CLI_DONE;
}

/* One tiny request, so that a wrong URL, key or model shows here. */
static enum cli_exit ask(struct session *s)
{
    struct handoff_message message = {
        "user", "Reply with this JSON object and nothing else: {\"ok\": true}"
    };
    const struct handoff_messages messages = { &message, 1 };
    const struct handoff_request request = {
        .messages = &messages,
        .schema = "{\"type\":\"object\",\"properties\":{\"ok\":{\"type\":"
                  "\"boolean\"}},\"required\":[\"ok\"],"
                  "\"additionalProperties\":false}",
        .max_tokens = 50
    };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_reply reply = { 0 };
    bool got = false;
    enum cli_exit status;

    if (handoff_endpoint_submit(s->endpoint, &request, &err) != HANDOFF_OK ||
        handoff_endpoint_next(s->endpoint, &reply, &got, &err) != HANDOFF_OK)
        return cli_fail(&err);
    status = print_answer(s, request.schema, &reply);
    handoff_reply_release(&reply);
    return status;
}

/* The workspace's record: its version, and whether the file is sound. */
static enum cli_exit print_record(const struct cli_args *args,
                                  const struct session *s)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_record *record = NULL;
    char learnt[HANDOFF_LADDER] = "";
    int64_t version = 0;
    enum cli_exit status;

    if (access(keep_path, F_OK) != 0) {
        puts("record     none here");
        return CLI_DONE;
    }
    status = keep_open(args, NULL, HANDOFF_RECORD_READ, &record);
    if (status == CLI_DONE &&
        (handoff_record_check(record, &version, &err) != HANDOFF_OK ||
         handoff_record_ladder(record, handoff_endpoint_name(s->endpoint),
                               s->model ? s->model : "", learnt,
                               &err) != HANDOFF_OK))
        status = cli_fail(&err);
    if (status == CLI_DONE)
        printf("record     version %" PRId64 ", the file is sound\n", version);
    if (status == CLI_DONE && *learnt)
        printf("learnt     %s\n", learnt);
    handoff_record_close(record);
    return status;
}

static enum cli_exit run(const struct cli_args *args)
{
    struct session s;
    enum cli_exit status = session_begin(args, &s);

    if (status == CLI_DONE)
        status = session_connect(args, &s);
    if (status == CLI_DONE) {
        printf("handoff    %s\n", HANDOFF_VERSION);
        print_policy(&s);
        print_endpoint(&s);
        status = print_record(args, &s);
    }
    if (status == CLI_DONE) {
        if (strncmp(s.url, "http", 4) == 0)
            status = ask(&s);
        else
            puts("answer     nothing leaves this machine");
    }
    session_end(&s);
    return status;
}

static const enum cli_option options[] = {
    CLI_POLICY,   CLI_ENDPOINT, CLI_MODEL,    CLI_PROMPT,    CLI_TIMEOUT,
    CLI_ATTEMPTS, CLI_CA_FILE,  CLI_NO_PROXY, CLI_ALLOW_HTTP
};

const struct cli_command cli_doctor = {
    .name = "doctor",
    .operands = "",
    .summary = "what is configured, and whether the endpoint answers",
    .about = "Shows version, policy, prompt, endpoint, model and where the key "
             "comes\nfrom, and sends one small request to an http endpoint. "
             "Exit code 1: it\ndid not answer.",
    .example =
        "  handoff doctor\n"
        "  handoff doctor --endpoint http://127.0.0.1:8080/v1 --model m\n",
    .option = options,
    .option_count = sizeof options / sizeof *options,
    .run = run
};
