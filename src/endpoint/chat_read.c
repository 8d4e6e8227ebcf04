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

#include "endpoint/words.h"

enum { PROBLEM_BYTES = 2048, CALL_BYTES = 8 * 1024 * 1024 };

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

/* Thinking goes to a member of its own, by several names; what it leaves of
 * the tokens may be nothing. */
static bool has_thought(const cJSON *message)
{
    const char *one = ho_json_text(message, "reasoning_content");
    const char *other = ho_json_text(message, "reasoning");

    return (one && one[0]) || (other && other[0]);
}

static enum handoff_status no_content(const cJSON *message,
                                      struct ho_answer *out,
                                      struct handoff_error *err)
{
    if (has_thought(message))
        return ho_answer_problem(
            out, err,
            "the answer holds no text, only the model's reasoning; switch its "
            "thinking off or take another model");
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

    out->cut = true;
    if (out->completion_tokens >= 0)
        snprintf(after, sizeof after, " after %" PRId64 " tokens",
                 out->completion_tokens);
    return ho_answer_problem(out, err,
                             "the answer was cut off%s (finish_reason length); "
                             "allow more tokens or a larger context",
                             after);
}

static const cJSON *present(const cJSON *node, const char *key)
{
    const cJSON *item = ho_json_get(node, key);

    return cJSON_IsNull(item) ? NULL : item;
}

/* A value as text; NULL where it is none or there is no memory. */
static char *written(const cJSON *object)
{
    struct ho_buffer b;
    struct ho_writer w;
    char *text = NULL;

    if (!cJSON_IsObject(object))
        return NULL;
    ho_buffer_init(&b, CALL_BYTES);
    ho_writer_init(&w, &b, 0);
    ho_write_json(&w, NULL, object);
    ho_buffer_take(&b, "the call's arguments", &text, NULL, NULL);
    return text;
}

/* The arguments of the one function that was offered.  OpenAI writes them as
 * text, others as an object; *text is the caller's. */
static char *call_of(const cJSON *message)
{
    const cJSON *calls = ho_json_get(message, "tool_calls");
    const cJSON *call = cJSON_IsArray(calls) ? calls->child : NULL;
    const cJSON *arguments =
        ho_json_get(ho_json_get(call, "function"), "arguments");

    return cJSON_IsString(arguments) ? strdup(arguments->valuestring)
                                     : written(arguments);
}

/* llama-server with a template that knows no tools answers 200 and writes the
 * call into the text: {"name":"reply","arguments":{...}}, mostly fenced. */
static char *unwrap_call(const char *content)
{
    const char *open = strchr(content, '{'), *close = strrchr(content, '}');
    char *text = NULL;
    cJSON *call = NULL;

    if (open && close && close > open && strstr(content, "\"arguments\"")) {
        ho_json_parse(
            (struct handoff_slice){ open, (size_t)(close - open) + 1 }, &call,
            NULL);
        if (call && ho_json_text(call, "name"))
            text = written(ho_json_get(call, "arguments"));
        cJSON_Delete(call);
    }
    return text ? text : strdup(content);
}

/* The reason why it stopped comes first: a text that was cut off may still
 * look like an answer. */
static enum handoff_status read_choice(const cJSON *root, const char *secret,
                                       struct ho_answer *out,
                                       struct handoff_error *err)
{
    const cJSON *choices = ho_json_get(root, "choices");
    const cJSON *choice = cJSON_IsArray(choices) ? choices->child : NULL;
    const cJSON *message = present(choice, "message");
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
    if (present(message, "tool_calls"))
        out->text = call_of(message);
    if (!out->text && (!content || !content[0]))
        return no_content(message, out, err);
    if (!out->text)
        out->text = unwrap_call(content);
    return out->text ? HANDOFF_OK : ho_no_memory(err);
}

static enum handoff_status not_json(struct handoff_slice body,
                                    const struct handoff_error *why,
                                    struct ho_answer *out,
                                    struct handoff_error *err)
{
    if (ho_chat_is_page(body) || ho_trim(body).len == 0)
        return ho_answer_problem(
            out, err,
            "HTTP 200 with %s in place of an answer; check that the URL is "
            "the API's, such as one that ends in /v1",
            ho_chat_is_page(body) ? "a web page" : "nothing");
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
    out->prompt_tokens = tokens(ho_json_get(root, "usage"), "prompt_tokens");
    out->completion_tokens =
        tokens(ho_json_get(root, "usage"), "completion_tokens");
    if (http_status != 200)
        status = ho_chat_error(http_status, root, body, secret, out, err);
    else if (!root)
        status = not_json(body, &why, out, err);
    else if (ho_chat_is_error(root))
        status = ho_chat_error(http_status, root, body, secret, out, err);
    else
        status = read_choice(root, secret, out, err);
    cJSON_Delete(root);
    return status;
}
