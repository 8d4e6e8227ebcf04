/* chat.c - the request as it waits, and its body; see endpoint/chat.h */
#include "endpoint/chat.h"

#include <stdlib.h>

#include "base/utf8.h"

/* A lead and its prompt are some ten kilobytes; 16 MiB is far above what any
 * model's context takes. */
enum { BODY_BYTES = 16 * 1024 * 1024 };

static const char WHAT[] = "the request to the endpoint";
static const char TOOL[] = "reply"; /* the schema's and the function's name */

/* Where the values stand in {"messages":...,"schema":...}. */
enum {
    MESSAGES = sizeof "{\"messages\":" - 1,
    TO_SCHEMA = sizeof ",\"schema\":" - 1
};

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

enum handoff_status ho_asked_make(const struct handoff_request *request,
                                  struct ho_asked *out,
                                  struct handoff_error *err)
{
    enum handoff_status status = check(request, err);
    struct ho_asked made = { .max_tokens = request->max_tokens,
                             .has_schema = request->schema != NULL };
    struct ho_buffer b;
    struct ho_writer w;

    if (status != HANDOFF_OK)
        return status;
    ho_buffer_init(&b, BODY_BYTES);
    ho_writer_init(&w, &b, 0);
    ho_write_object(&w, NULL);
    write_messages(&w, request->messages);
    made.messages_end = b.len;
    if (request->schema)
        ho_write_raw(&w, "schema", ho_slice(request->schema));
    ho_write_end_object(&w);
    status = ho_buffer_take(&b, WHAT, &made.text, &made.len, err);
    if (status == HANDOFF_OK)
        *out = made;
    return status;
}

void ho_asked_release(struct ho_asked *asked)
{
    free(asked->text);
    *asked = (struct ho_asked){ 0 };
}

enum handoff_status ho_asked_hash(const struct ho_asked *asked,
                                  char out[HO_SHA256_HEX],
                                  struct handoff_error *err)
{
    return ho_sha256_hex((struct handoff_slice){ asked->text, asked->len }, out,
                         err);
}

/* --- the body ------------------------------------------------------------- */

static struct handoff_slice schema_of(const struct ho_asked *asked)
{
    return ho_part((struct handoff_slice){ asked->text, asked->len },
                   asked->messages_end + TO_SCHEMA, asked->len - 1);
}

static void write_schema(struct ho_writer *w, const struct ho_asked *asked,
                         bool strict)
{
    ho_write_object(w, "response_format");
    ho_write_text(w, "type", "json_schema");
    ho_write_object(w, "json_schema");
    ho_write_text(w, "name", TOOL);
    if (strict)
        ho_write_bool(w, "strict", true);
    ho_write_raw(w, "schema", schema_of(asked));
    ho_write_end_object(w);
    ho_write_end_object(w);
}

static void write_tool_choice(struct ho_writer *w)
{
    ho_write_object(w, "tool_choice");
    ho_write_text(w, "type", "function");
    ho_write_object(w, "function");
    ho_write_text(w, "name", TOOL);
    ho_write_end_object(w);
    ho_write_end_object(w);
}

static void write_tool(struct ho_writer *w, const struct ho_asked *asked)
{
    ho_write_array(w, "tools");
    ho_write_object(w, NULL);
    ho_write_text(w, "type", "function");
    ho_write_object(w, "function");
    ho_write_text(w, "name", TOOL);
    ho_write_raw(w, "parameters", schema_of(asked));
    ho_write_end_object(w);
    ho_write_end_object(w);
    ho_write_end_array(w);
    write_tool_choice(w);
}

static void write_format(struct ho_writer *w, const struct ho_asked *asked,
                         enum ho_rung rung)
{
    if (rung == HO_RUNG_STRICT || rung == HO_RUNG_SCHEMA)
        write_schema(w, asked, rung == HO_RUNG_STRICT);
    if (rung == HO_RUNG_OBJECT) {
        ho_write_object(w, "response_format");
        ho_write_text(w, "type", "json_object");
        ho_write_end_object(w);
    }
    if (rung == HO_RUNG_TOOL)
        write_tool(w, asked);
}

/* A seed changes nothing at temperature 0. */
static void write_chance(struct ho_writer *w, const struct ho_ladder *ladder,
                         int64_t seed)
{
    const bool seeded = seed != 0 && ladder->seed != HO_SEED_NONE;

    if (!ladder->no_temperature)
        ho_write_raw(w, "temperature", ho_slice(seeded ? "0.3" : "0"));
    if (seeded)
        ho_write_integer(w, ladder->seed == HO_SEED ? "seed" : "random_seed",
                         seed);
}

void ho_chat_body(const struct ho_asked *asked, const char *model,
                  const struct ho_ladder *ladder, const struct ho_turn *turn,
                  struct ho_buffer *out)
{
    const struct handoff_slice text = { asked->text, asked->len };
    struct ho_writer w;

    ho_writer_init(&w, out, 0);
    ho_write_object(&w, NULL);
    ho_write_text(&w, "model", model);
    ho_write_raw(&w, "messages", ho_part(text, MESSAGES, asked->messages_end));
    ho_write_integer(
        &w, ladder->completion_tokens ? "max_completion_tokens" : "max_tokens",
        turn->max_tokens);
    write_chance(&w, ladder, turn->seed);
    if (asked->has_schema)
        write_format(&w, asked, ladder->rung);
    ho_write_end_object(&w);
}
