/* chat.c - the request body and its hash; see endpoint/chat.h */
#include "endpoint/chat.h"

#include "base/json.h"
#include "base/utf8.h"

/* A lead and its prompt are some ten kilobytes; 16 MiB is far above what any
 * model's context takes. */
enum { BODY_BYTES = 16 * 1024 * 1024 };

static const char WHAT[] = "the request to the endpoint";

static enum handoff_status check(const struct handoff_request *request,
                                 struct handoff_error *err)
{
    const struct handoff_messages *messages = request->messages;
    enum handoff_status status = HANDOFF_OK;

    if (!messages || messages->count == 0)
        return ho_fail(err, HANDOFF_ENDPOINT,
                       "%s holds no message; render a prompt first", WHAT);
    if (request->max_tokens <= 0)
        return ho_fail(err, HANDOFF_ENDPOINT,
                       "%s allows no tokens; without a limit some servers "
                       "never stop, so set max_tokens",
                       WHAT);
    for (size_t i = 0; i < messages->count && status == HANDOFF_OK; i++)
        status = ho_utf8_check(ho_slice(messages->item[i].text), err);
    if (status == HANDOFF_OK && request->schema)
        status = ho_json_scan(ho_slice(request->schema), NULL, err);
    return status;
}

static void write_messages(struct ho_writer *w,
                           const struct handoff_messages *messages)
{
    ho_write_array(w, "messages");
    for (size_t i = 0; i < messages->count; i++) {
        ho_write_object(w, NULL);
        ho_write_text(w, "role", messages->item[i].role);
        ho_write_text(w, "content", messages->item[i].text);
        ho_write_end_object(w);
    }
    ho_write_end_array(w);
}

static void write_format(struct ho_writer *w, const char *schema)
{
    ho_write_object(w, "response_format");
    ho_write_text(w, "type", "json_schema");
    ho_write_object(w, "json_schema");
    ho_write_text(w, "name", "reply");
    ho_write_bool(w, "strict", true);
    ho_write_raw(w, "schema", ho_slice(schema));
    ho_write_end_object(w);
    ho_write_end_object(w);
}

enum handoff_status ho_chat_body(const struct handoff_request *request,
                                 const char *model, char **body, size_t *len,
                                 struct handoff_error *err)
{
    enum handoff_status status = check(request, err);
    struct ho_buffer b;
    struct ho_writer w;

    if (status != HANDOFF_OK)
        return status;
    ho_buffer_init(&b, BODY_BYTES);
    ho_writer_init(&w, &b, 0);
    ho_write_object(&w, NULL);
    ho_write_text(&w, "model", model);
    write_messages(&w, request->messages);
    ho_write_integer(&w, "max_tokens", request->max_tokens);
    ho_write_integer(&w, "temperature", 0);
    if (request->schema)
        write_format(&w, request->schema);
    ho_write_end_object(&w);
    return ho_buffer_take(&b, WHAT, body, len, err);
}

enum handoff_status ho_chat_hash(const struct handoff_request *request,
                                 char out[HO_SHA256_HEX],
                                 struct handoff_error *err)
{
    enum handoff_status status = check(request, err);
    struct ho_buffer b;
    struct ho_writer w;

    if (status != HANDOFF_OK)
        return status;
    ho_buffer_init(&b, BODY_BYTES);
    ho_writer_init(&w, &b, 0);
    ho_write_object(&w, NULL);
    write_messages(&w, request->messages);
    if (request->schema)
        ho_write_raw(&w, "schema", ho_slice(request->schema));
    ho_write_end_object(&w);
    status = ho_buffer_status(&b, WHAT, err);
    if (status == HANDOFF_OK)
        status = ho_sha256_hex(ho_buffer_slice(&b), out, err);
    ho_buffer_release(&b);
    return status;
}
