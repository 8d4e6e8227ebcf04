/* chat_read.c - the answer's reader; see endpoint/chat.h.
 *
 * A 200 proves nothing: it may hold an error, a refusal, a text that was cut
 * off, or no text at all.  Whatever is wrong becomes one sentence that a
 * person can act on.
 */
#include "endpoint/chat.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "endpoint/retry.h"
#include "endpoint/words.h"

enum {
    PROBLEM_BYTES = 2048,
    ERROR_LEVELS = 6 /* how deep an error's message is looked for */
};

void ho_answer_init(struct ho_answer *answer)
{
    *answer =
        (struct ho_answer){ .prompt_tokens = -1, .completion_tokens = -1 };
}

void ho_answer_release(struct ho_answer *answer)
{
    free(answer->text);
    free(answer->problem);
    ho_answer_init(answer);
}

enum handoff_status ho_answer_problem(struct ho_answer *answer,
                                      struct handoff_error *err,
                                      const char *format, ...)
{
    char text[PROBLEM_BYTES];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    free(answer->problem);
    answer->problem = strdup(text);
    return answer->problem ? HANDOFF_OK : ho_no_memory(err);
}

/* --- what the server says is wrong -------------------------------------- */

static const cJSON *member(const cJSON *node, const char *key)
{
    const cJSON *item = ho_json_get(node, key);

    return cJSON_IsNull(item) ? NULL : item;
}

/* The message in any of {"error":{"message"}}, {"error":"..."}, [{"error"}],
 * {"message":{"detail":[...]}}, {"detail":[{"msg"}]}, {"message"}. */
static const char *message_of(const cJSON *node)
{
    static const char *const key[] = { "error", "message", "detail", "msg" };

    for (int level = 0; node && level < ERROR_LEVELS; level++) {
        const cJSON *inner = NULL;

        if (cJSON_IsString(node))
            return node->valuestring;
        if (cJSON_IsArray(node))
            inner = node->child;
        for (size_t i = 0; !inner && i < sizeof key / sizeof *key; i++)
            inner = member(node, key[i]);
        node = inner;
    }
    return NULL;
}

/* The object that holds type and code. */
static const cJSON *error_of(const cJSON *root)
{
    const cJSON *node = cJSON_IsArray(root) ? root->child : root;
    const cJSON *error = member(node, "error");

    return error ? error : node;
}

/* A used-up budget comes as 429 too, and asking again cannot help.  Servers
 * put the word into type or code. */
static bool is_out_of_quota(const cJSON *error)
{
    static const char *const word[] = { "insufficient_quota",
                                        "credit_balance_exhausted" };
    const char *type = ho_json_text(error, "type");
    const char *code = ho_json_text(error, "code");

    for (size_t i = 0; i < sizeof word / sizeof *word; i++)
        if ((type && strcmp(type, word[i]) == 0) ||
            (code && strcmp(code, word[i]) == 0))
            return true;
    return false;
}

static bool is_page(struct handoff_slice body)
{
    const struct handoff_slice s = ho_trim(body);

    return s.len > 0 && s.ptr[0] == '<';
}

/* ", \"the server's words\"" */
static void quote_server(struct ho_buffer *out, const cJSON *root,
                         struct handoff_slice body, const char *secret)
{
    const char *message = message_of(root);

    if (is_page(body)) {
        ho_buffer_text(out, " with a web page in place of an answer");
    } else if (ho_trim(body).len == 0) {
        ho_buffer_text(out, " without a word");
    } else {
        ho_buffer_text(out, ", \"");
        ho_words(out, message ? ho_slice(message) : body, secret);
        ho_buffer_text(out, "\"");
    }
}

/* llama-server tells how far over the context a prompt is. */
static bool add_context(struct ho_buffer *out, const cJSON *error)
{
    int64_t used, room;

    if (!ho_json_integer(member(error, "n_prompt_tokens"), &used) ||
        !ho_json_integer(member(error, "n_ctx"), &room))
        return false;
    ho_buffer_format(
        out, " (the prompt has %" PRId64 " tokens, the context %" PRId64 ")",
        used, room);
    return true;
}

static const char *remedy(int64_t status)
{
    static const struct {
        int64_t status;
        const char *text;
    } row[] = {
        { 400, "check the model's name and what this server supports" },
        { 401, "check the API key" },
        { 402, "check the account's credit" },
        { 403, "check what the API key may use" },
        { 404, "check the endpoint's URL and the model's name" },
        { 408, "try again later" },
        { 413, "the lead is too long for this server: shorten it" },
        { 422, "check the model's name and what this server supports" },
        { 429, "ask for fewer at once or later" },
    };

    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        if (row[i].status == status)
            return row[i].text;
    return status >= 500 ? "look at the server's log or try again later"
                         : "check the endpoint's URL";
}

/* OpenRouter reports what went wrong while generating with HTTP 200 and the
 * real status as the error's code. */
static int64_t real_status(int64_t http_status, const cJSON *error)
{
    int64_t code;

    if (http_status == 200 && ho_json_integer(member(error, "code"), &code) &&
        code >= 400 && code <= 599)
        return code;
    return http_status;
}

static enum handoff_status read_error(int64_t http_status, const cJSON *root,
                                      struct handoff_slice body,
                                      const char *secret, struct ho_answer *out,
                                      struct handoff_error *err)
{
    const cJSON *error = error_of(root);
    const int64_t status = real_status(http_status, error);
    const char *what = remedy(status);
    struct ho_buffer said;
    enum handoff_status result;

    out->final = is_out_of_quota(error);
    out->retry = !out->final && ho_retry_status(status);
    if (out->final)
        what = "check the account's credit";
    ho_buffer_init(&said, PROBLEM_BYTES);
    quote_server(&said, root, body, secret);
    if (add_context(&said, error))
        what = "shorten the lead or enlarge the server's context";
    result = ho_buffer_status(&said, "the server's error", err);
    if (result == HANDOFF_OK)
        result = ho_answer_problem(
            out, err, "HTTP %" PRId64 "%s%s; %s", http_status,
            http_status == 200 ? " with an error" : "", said.ptr, what);
    ho_buffer_release(&said);
    return result;
}

/* --- the answer itself -------------------------------------------------- */

static int64_t tokens(const cJSON *usage, const char *key)
{
    int64_t count;

    return ho_json_integer(ho_json_get(usage, key), &count) && count >= 0
               ? count
               : -1;
}

static enum handoff_status refused(const char *words, const char *secret,
                                   struct ho_answer *out,
                                   struct handoff_error *err)
{
    struct ho_buffer said;
    enum handoff_status status;

    ho_buffer_init(&said, PROBLEM_BYTES);
    ho_words(&said, ho_slice(words), secret);
    status = ho_buffer_status(&said, "the model's refusal", err);
    if (status == HANDOFF_OK)
        status = ho_answer_problem(
            out, err, "the model refused, \"%s\"; a person has to read it",
            said.ptr ? said.ptr : "");
    ho_buffer_release(&said);
    return status;
}

static enum handoff_status no_content(const cJSON *message,
                                      struct ho_answer *out,
                                      struct handoff_error *err)
{
    return ho_answer_problem(
        out, err,
        "the answer holds no text (%s); check that the model answers in JSON",
        !message ? "choices[0].message is missing"
        : cJSON_IsString(ho_json_get(message, "content"))
            ? "content is empty"
            : "content is null or no text");
}

static enum handoff_status cut_off(struct ho_answer *out,
                                   struct handoff_error *err)
{
    char after[48] = "";

    if (out->completion_tokens >= 0)
        snprintf(after, sizeof after, " after %" PRId64 " tokens",
                 out->completion_tokens);
    return ho_answer_problem(out, err,
                             "the answer was cut off%s (finish_reason length); "
                             "allow more tokens or a larger context",
                             after);
}

/* The reason why it stopped comes first: a text that was cut off may still
 * look like an answer. */
static enum handoff_status read_choice(const cJSON *root, const char *secret,
                                       struct ho_answer *out,
                                       struct handoff_error *err)
{
    const cJSON *choices = ho_json_get(root, "choices");
    const cJSON *choice = cJSON_IsArray(choices) ? choices->child : NULL;
    const cJSON *message = member(choice, "message");
    const char *reason = ho_json_text(choice, "finish_reason");
    const char *refusal = ho_json_text(message, "refusal");
    const char *content = ho_json_text(message, "content");

    if (reason && strcmp(reason, "length") == 0)
        return cut_off(out, err);
    if (reason && strcmp(reason, "content_filter") == 0)
        return ho_answer_problem(out, err,
                                 "the server's content filter stopped the "
                                 "answer; a person has to read the lead");
    if (refusal && refusal[0])
        return refused(refusal, secret, out, err);
    if (!content || !content[0])
        return no_content(message, out, err);
    out->text = strdup(content);
    return out->text ? HANDOFF_OK : ho_no_memory(err);
}

static enum handoff_status not_json(struct handoff_slice body,
                                    const struct handoff_error *why,
                                    struct ho_answer *out,
                                    struct handoff_error *err)
{
    if (is_page(body) || ho_trim(body).len == 0)
        return ho_answer_problem(
            out, err,
            "HTTP 200 with %s in place of an answer; check that the URL is "
            "the API's, such as one that ends in /v1",
            is_page(body) ? "a web page" : "nothing");
    return ho_answer_problem(
        out, err,
        "HTTP 200 with an answer that cannot be read, line %zu column %zu: "
        "%s; check that the URL is an OpenAI-compatible API's",
        why->line, why->column, why->message);
}

enum handoff_status ho_chat_read(int64_t http_status, struct handoff_slice body,
                                 const char *secret, struct ho_answer *out,
                                 struct handoff_error *err)
{
    struct handoff_error why = HANDOFF_ERROR_INIT;
    cJSON *root = NULL;
    enum handoff_status status = ho_json_parse(body, &root, &why);

    if (status == HANDOFF_NO_MEMORY)
        return ho_no_memory(err);
    out->prompt_tokens = tokens(member(root, "usage"), "prompt_tokens");
    out->completion_tokens = tokens(member(root, "usage"), "completion_tokens");
    if (http_status != 200)
        status = read_error(http_status, root, body, secret, out, err);
    else if (!root)
        status = not_json(body, &why, out, err);
    else if (cJSON_IsArray(root) || member(root, "error") ||
             (!ho_json_get(root, "choices") && message_of(root)))
        status = read_error(http_status, root, body, secret, out, err);
    else
        status = read_choice(root, secret, out, err);
    cJSON_Delete(root);
    return status;
}
