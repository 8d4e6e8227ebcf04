/* followup_ask.c - asking a model about one reply; see <handoff/followup.h> */
#include <stdlib.h>

#include "base/builtin.h"
#include "base/sha256.h"
#include "base/utf8.h"
#include "playbook/followup.h"
#include "prompt/defuse.h"

enum {
    DATA_BYTES = 1 << 20,
    TEXT_BYTES = 16 * 1024, /* what they have to say stands in front */
    FENCE = 24,
    MAX_TOKENS = 600
};

static const char example_name[] = "prompts/reply.example.json";

/* --- the example ------------------------------------------------------------
 */

static enum handoff_status check_quote(const char *reply, const cJSON *item,
                                       struct handoff_error *err)
{
    const char *word = ho_json_text(item, "signal");
    const char *quote = ho_json_text(item, "quote");
    struct handoff_found found = { 0 };
    bool cut = false;
    enum handoff_status status =
        quote ? handoff_locate(ho_slice(reply), ho_slice(quote), &found, &cut,
                               err)
              : HANDOFF_OK;

    if (status == HANDOFF_OK && (!word || ho_signal_find(word) <= 1 ||
                                 found.match != HANDOFF_MATCH_EXACT))
        return ho_fail(err, HANDOFF_BAD_TEMPLATE,
                       "the example of reply.prompt does not hold: \"%.200s\" "
                       "does not stand in its reply, or is no signal; mend it",
                       quote ? quote : "");
    return status;
}

enum handoff_status ho_reply_example_check(struct handoff_slice text,
                                           struct handoff_error *err)
{
    cJSON *root = NULL;
    const cJSON *item;
    const char *reply;
    enum handoff_status status = ho_json_parse(text, &root, err);

    reply = ho_json_text(root, "reply");
    if (status == HANDOFF_OK && !reply)
        status =
            ho_fail(err, HANDOFF_BAD_TEMPLATE,
                    "the example of reply.prompt has no reply; give it one");
    cJSON_ArrayForEach(item,
                       ho_json_get(ho_json_get(root, "answer"), "signals"))
    {
        if (status == HANDOFF_OK)
            status = check_quote(reply, item, err);
    }
    cJSON_Delete(root);
    return status;
}

/* --- the request ------------------------------------------------------------
 */

static enum handoff_status write_example(struct ho_writer *w,
                                         struct handoff_error *err)
{
    cJSON *root = NULL;
    char *answer;
    enum handoff_status status =
        ho_json_parse(ho_builtin_text(example_name), &root, err);

    if (status != HANDOFF_OK)
        return status;
    answer = cJSON_PrintUnformatted(ho_json_get(root, "answer"));
    ho_write_text(w, "example_reply", ho_json_text(root, "reply"));
    ho_write_text(w, "example_answer", answer);
    if (!answer)
        status = ho_no_memory(err);
    free(answer);
    cJSON_Delete(root);
    return status;
}

static void write_reply(struct ho_writer *w, struct handoff_slice own,
                        const char *fence)
{
    struct ho_buffer b;

    ho_buffer_init(&b, DATA_BYTES);
    ho_defuse(&b, own, fence);
    if (b.failed != HANDOFF_OK)
        w->buffer->failed = b.failed;
    ho_write_slice(w, "reply", ho_buffer_slice(&b));
    ho_buffer_release(&b);
}

static enum handoff_status make_data(const char *own, char **json,
                                     struct handoff_error *err)
{
    const struct handoff_slice words =
        ho_trim(ho_utf8_cut(ho_slice(own), TEXT_BYTES));
    char fence[HO_SHA256_HEX];
    struct ho_buffer b;
    struct ho_writer w;
    enum handoff_status status = ho_sha256_hex(words, fence, err);

    fence[FENCE] = '\0';
    ho_buffer_init(&b, DATA_BYTES);
    ho_writer_init(&w, &b, 0);
    ho_write_object(&w, NULL);
    ho_write_text(&w, "fence", fence);
    write_reply(&w, words, fence);
    if (status == HANDOFF_OK)
        status = write_example(&w, err);
    ho_write_end_object(&w);
    if (status == HANDOFF_OK)
        status = ho_buffer_take(&b, "the data of a reply", json, NULL, err);
    ho_buffer_release(&b);
    return status;
}

static enum handoff_status make_schema(char **json, struct handoff_error *err)
{
    struct ho_buffer b;
    enum handoff_status status;

    ho_buffer_init(&b, DATA_BYTES);
    ho_buffer_text(&b, "{\"type\":\"object\",\"required\":[\"signals\"],"
                       "\"additionalProperties\":false,\"properties\":"
                       "{\"signals\":{\"type\":\"array\",\"items\":{\"type\":"
                       "\"object\",\"required\":[\"signal\",\"quote\"],"
                       "\"additionalProperties\":false,\"properties\":"
                       "{\"signal\":{\"enum\":[");
    for (int s = HANDOFF_SIGNAL_AWAY; s < HANDOFF_SIGNALS; s++)
        ho_buffer_format(&b, "%s\"%s\"", s > HANDOFF_SIGNAL_AWAY ? "," : "",
                         ho_signal_name((enum handoff_signal)s));
    ho_buffer_text(&b, "]},\"quote\":{\"type\":\"string\"}}}}}}");
    status = ho_buffer_take(&b, "the schema of a reply", json, NULL, err);
    ho_buffer_release(&b);
    return status;
}

/* One request, and what came of it; a failure leaves *answer NULL. */
static enum handoff_status send_one(struct handoff_endpoint *endpoint,
                                    const struct handoff_messages *messages,
                                    const char *schema, char **answer,
                                    struct handoff_error *err)
{
    const struct handoff_request request = { .messages = messages,
                                             .schema = schema,
                                             .max_tokens = MAX_TOKENS };
    struct handoff_reply reply = { 0 };
    bool got = false;
    enum handoff_status status =
        handoff_endpoint_submit(endpoint, &request, err);

    if (status == HANDOFF_OK)
        status = handoff_endpoint_next(endpoint, &reply, &got, err);
    if (status == HANDOFF_OK && got && reply.ok) {
        *answer = reply.text;
        reply.text = NULL;
    }
    handoff_reply_release(&reply);
    return status;
}

enum handoff_status handoff_response_ask(const struct handoff_response *first,
                                         const struct handoff_prompt *prompt,
                                         struct handoff_endpoint *endpoint,
                                         handoff_sending *sent, void *user,
                                         char **answer,
                                         struct handoff_error *err)
{
    struct handoff_messages messages = { 0 };
    const bool offline =
        strcmp(handoff_endpoint_name(endpoint), "builtin:extract") == 0;
    char *data = NULL, *schema = NULL;
    enum handoff_status status;

    *answer = NULL;
    if (offline || ho_is_settled(first))
        return HANDOFF_OK;
    status = make_data(first->own_words, &data, err);
    if (status == HANDOFF_OK)
        status = make_schema(&schema, err);
    if (status == HANDOFF_OK)
        status = handoff_prompt_render(prompt, ho_slice(data), &messages, err);
    if (status == HANDOFF_OK && sent)
        status = sent(user, first->in.lead, &messages, err);
    if (status == HANDOFF_OK)
        status = send_one(endpoint, &messages, schema, answer, err);
    handoff_messages_release(&messages);
    free(schema);
    free(data);
    return status;
}
