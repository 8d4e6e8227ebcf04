/* chat_error.c - what the server says is wrong; see endpoint/chat.h.
 *
 * There are as many shapes of an error as servers.  Whatever it is becomes one
 * sentence that a person can act on, and a verdict: may it go away by itself,
 * is it about this lead, about a part of the request, or about every request.
 */
#include "endpoint/chat.h"

#include <inttypes.h>
#include <strings.h>

#include "endpoint/retry.h"
#include "endpoint/words.h"

enum {
    PROBLEM_BYTES = 2048,
    ERROR_LEVELS = 6 /* how deep an error's message is looked for */
};

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

bool ho_chat_is_page(struct handoff_slice body)
{
    const struct handoff_slice s = ho_trim(body);

    return s.len > 0 && s.ptr[0] == '<';
}

/* ", \"the server's words\"" */
static void quote_server(struct ho_buffer *out, const cJSON *root,
                         struct handoff_slice body, const char *secret)
{
    const char *message = message_of(root);

    if (ho_chat_is_page(body)) {
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
static void add_context(struct ho_buffer *out, const cJSON *error)
{
    int64_t used, room;

    if (ho_json_integer(member(error, "n_prompt_tokens"), &used) &&
        ho_json_integer(member(error, "n_ctx"), &room))
        ho_buffer_format(out,
                         " (the prompt has %" PRId64
                         " tokens, the context %" PRId64 ")",
                         used, room);
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

/* --- the verdict ---------------------------------------------------------- */

static bool holds(const char *text, const char *words)
{
    const size_t len = strlen(words);

    for (; text && *text; text++)
        if (strncasecmp(text, words, len) == 0)
            return true;
    return false;
}

static bool is_code(const cJSON *error, const char *word)
{
    const char *type = ho_json_text(error, "type");
    const char *code = ho_json_text(error, "code");

    return (type && strcmp(type, word) == 0) ||
           (code && strcmp(code, word) == 0);
}

/* A used-up budget comes as 429 too, and asking again cannot help.  Servers
 * put the word into type or code. */
static bool is_out_of_quota(const cJSON *error)
{
    return is_code(error, "insufficient_quota") ||
           is_code(error, "credit_balance_exhausted");
}

/* The prompt is too long: llama-server's type, OpenAI's code, vLLM's words. */
static bool is_overflow(const cJSON *error, const char *message)
{
    return is_code(error, "exceed_context_size_error") ||
           is_code(error, "context_length_exceeded") ||
           holds(message, "context length") || holds(message, "context size") ||
           holds(message, "context window");
}

/* Azure and OpenRouter refuse this lead's words, not the key. */
static bool is_moderated(const cJSON *error, const char *message)
{
    return is_code(error, "content_filter") ||
           is_code(error, "content_policy_violation") ||
           member(member(error, "metadata"), "reasons") ||
           holds(message, "moderation") || holds(message, "flagged");
}

/* The last step of the path that FastAPI and Mistral give: ["body", "seed"]. */
static const char *place_of(const cJSON *node)
{
    static const char *const key[] = { "error", "message", "detail" };
    const cJSON *inner = node;

    for (int level = 0; inner && level < ERROR_LEVELS; level++) {
        const cJSON *loc = member(inner, "loc");

        node = inner;
        inner = cJSON_IsArray(node) ? node->child : NULL;
        for (size_t i = 0; !inner && i < sizeof key / sizeof *key; i++)
            inner = member(node, key[i]);
        if (!cJSON_IsArray(loc))
            continue;
        for (node = loc->child; node && node->next; node = node->next)
            ;
        return cJSON_IsString(node) ? node->valuestring : NULL;
    }
    return NULL;
}

/* What of the request a refusal names: the parameter, the place, the words. */
static enum ho_about about(int64_t status, const cJSON *root,
                           const cJSON *error)
{
    const char *words[] = { ho_json_text(error, "param"), place_of(root),
                            message_of(root) };
    enum ho_about found = HO_ABOUT_NOTHING;

    if (status != 400 && status != 404 && status != 422 && status != 501)
        return HO_ABOUT_NOTHING;
    for (size_t i = 0; i < 3 && found == HO_ABOUT_NOTHING; i++)
        if (words[i])
            found = ho_ladder_about(words[i]);
    return found;
}

/* Returns the remedy. */
static const char *judge(int64_t status, const cJSON *root, const cJSON *error,
                         struct ho_answer *out)
{
    const char *message = message_of(root);

    if (is_out_of_quota(error)) {
        out->final = out->stop = true;
        return "check the account's credit";
    }
    if (is_overflow(error, message)) {
        out->final = true;
        return "shorten the lead or enlarge the server's context";
    }
    if ((status == 400 || status == 403) && is_moderated(error, message)) {
        out->final = true;
        return status == 403
                   ? "check what the API key may use, and read the lead"
                   : "a person has to read the lead";
    }
    /* Groq: the model's own text broke the schema, and may not next time. */
    out->retry = ho_retry_status(status) ||
                 (status == 400 && is_code(error, "json_validate_failed"));
    out->stop =
        status == 401 || status == 402 || status == 403 || status == 404;
    if (!out->retry)
        out->about = about(status, root, error);
    return remedy(status);
}

bool ho_chat_is_error(const cJSON *root)
{
    return cJSON_IsArray(root) || member(root, "error") ||
           (!ho_json_get(root, "choices") && message_of(root));
}

enum handoff_status ho_chat_error(int64_t http_status, const cJSON *root,
                                  struct handoff_slice body, const char *secret,
                                  struct ho_answer *out,
                                  struct handoff_error *err)
{
    const cJSON *error = error_of(root);
    const int64_t status = real_status(http_status, error);
    const char *what = judge(status, root, error, out);
    struct ho_buffer said;
    enum handoff_status result;

    ho_buffer_init(&said, PROBLEM_BYTES);
    quote_server(&said, root, body, secret);
    add_context(&said, error);
    result = ho_buffer_status(&said, "the server's error", err);
    if (result == HANDOFF_OK)
        result = ho_answer_problem(
            out, err, "HTTP %" PRId64 "%s%s; %s", http_status,
            http_status == 200 ? " with an error" : "", said.ptr, what);
    ho_buffer_release(&said);
    return result;
}
