/* script.c - see script.h and server.h */
#include "script.h"

#include <stdlib.h>

struct script {
    cJSON *root;
    const cJSON *rules;    /* NULL: none */
    cJSON *otherwise;      /* ours: the default when the script names none */
    const cJSON *fallback; /* the default action */
    int64_t *used;         /* by rule */
};

static enum handoff_status check_keys(const cJSON *node, const char *what,
                                      const char *const *key, size_t count,
                                      struct handoff_error *err)
{
    const cJSON *item;

    if (!cJSON_IsObject(node))
        return ho_fail(err, HANDOFF_BAD_JSON, "%s is no object", what);
    cJSON_ArrayForEach(item, node)
    {
        size_t i = 0;

        while (i < count && strcmp(item->string, key[i]) != 0)
            i++;
        if (i == count)
            return ho_fail(err, HANDOFF_BAD_JSON,
                           "%s has no key \"%s\"; see tests/support/server.h",
                           what, item->string);
    }
    return HANDOFF_OK;
}

static enum handoff_status check_action(const cJSON *action, const char *what,
                                        struct handoff_error *err)
{
    static const char *const key[] = {
        "match",   "header", "number",        "times",        "status",
        "headers", "body",   "delay_ms",      "content",      "refusal",
        "usage",   "close",  "finish_reason", "many_headers", "reset",
        "cut",     "huge",   "drip_ms",       "percent",
    };

    return check_keys(action, what, key, sizeof key / sizeof *key, err);
}

static enum handoff_status check_script(const cJSON *root,
                                        struct handoff_error *err)
{
    static const char *const key[] = { "latency_ms", "rules", "default" };
    const cJSON *rule;
    enum handoff_status status =
        check_keys(root, "the script", key, sizeof key / sizeof *key, err);

    if (status == HANDOFF_OK && ho_json_get(root, "default"))
        status = check_action(ho_json_get(root, "default"), "the default", err);
    cJSON_ArrayForEach(rule, ho_json_get(root, "rules"))
    {
        if (status == HANDOFF_OK)
            status = check_action(rule, "a rule", err);
    }
    return status;
}

static enum handoff_status fill(struct script *script,
                                struct handoff_error *err)
{
    const size_t count =
        (size_t)cJSON_GetArraySize(ho_json_get(script->root, "rules"));

    script->rules = ho_json_get(script->root, "rules");
    script->used = calloc(count + 1, sizeof *script->used);
    script->otherwise = cJSON_CreateObject();
    script->fallback = ho_json_get(script->root, "default");
    if (!script->fallback)
        script->fallback = script->otherwise;
    return script->used && script->otherwise ? HANDOFF_OK : ho_no_memory(err);
}

enum handoff_status script_parse(struct handoff_slice text, struct script **out,
                                 struct handoff_error *err)
{
    struct script *script = calloc(1, sizeof *script);
    enum handoff_status status;

    if (!script)
        return ho_no_memory(err);
    status = ho_json_parse(text, &script->root, err);
    if (status == HANDOFF_OK)
        status = check_script(script->root, err);
    if (status == HANDOFF_OK)
        status = fill(script, err);
    if (status == HANDOFF_OK)
        *out = script;
    else
        script_free(script);
    return status;
}

void script_free(struct script *script)
{
    if (!script)
        return;
    cJSON_Delete(script->root);
    cJSON_Delete(script->otherwise);
    free(script->used);
    free(script);
}

int64_t script_number(const cJSON *action, const char *key, int64_t otherwise)
{
    int64_t value;

    return ho_json_integer(ho_json_get(action, key), &value) ? value
                                                             : otherwise;
}

bool script_flag(const cJSON *action, const char *key)
{
    return cJSON_IsTrue(ho_json_get(action, key));
}

int64_t script_delay_ms(const struct script *script, const cJSON *action)
{
    return script_number(script->root, "latency_ms", 0) +
           script_number(action, "delay_ms", 0);
}

/* The same requests of every run: the number decides, not a clock. */
static bool is_drawn(size_t index, int64_t number, int64_t percent)
{
    uint64_t x = (uint64_t)number * 0x9E3779B97F4A7C15u + index;

    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
    return (int64_t)((x ^ (x >> 31)) % 100) < percent;
}

static bool fits(const cJSON *rule, size_t index, int64_t used, int64_t number,
                 const char *headers, const char *body)
{
    const char *match = ho_json_text(rule, "match");
    const char *header = ho_json_text(rule, "header");

    return used < script_number(rule, "times", INT64_MAX) &&
           number == script_number(rule, "number", number) &&
           is_drawn(index, number, script_number(rule, "percent", 100)) &&
           (!match || strstr(body, match)) &&
           (!header || strstr(headers, header));
}

const cJSON *script_choose(struct script *script, int64_t number,
                           const char *headers, const char *body)
{
    const cJSON *rule;
    size_t i = 0;

    cJSON_ArrayForEach(rule, script->rules)
    {
        if (fits(rule, i, script->used[i], number, headers, body)) {
            script->used[i]++;
            return rule;
        }
        i++;
    }
    return script->fallback;
}

/* --- the body ----------------------------------------------------------- */

static bool allows(const cJSON *schema, const char *type)
{
    const cJSON *declared = ho_json_get(schema, "type");
    const cJSON *item;

    if (cJSON_IsString(declared))
        return strcmp(declared->valuestring, type) == 0;
    cJSON_ArrayForEach(item, declared)
    {
        if (cJSON_IsString(item) && strcmp(item->valuestring, type) == 0)
            return true;
    }
    return false;
}

/* The emptiest value that the schema of a key allows. */
static void write_least(struct ho_writer *w, const char *key,
                        const cJSON *schema)
{
    const cJSON *words = ho_json_get(schema, "enum");

    if (allows(schema, "array")) {
        ho_write_array(w, key);
        ho_write_end_array(w);
    } else if (allows(schema, "null") || !ho_json_get(schema, "type")) {
        ho_write_null(w, key);
    } else if (cJSON_IsArray(words) && words->child) {
        ho_write_json(w, key, words->child);
    } else if (allows(schema, "string")) {
        ho_write_text(w, key, "");
    } else if (allows(schema, "integer") || allows(schema, "number")) {
        ho_write_integer(w, key, 0);
    } else if (allows(schema, "boolean")) {
        ho_write_bool(w, key, false);
    } else {
        ho_write_object(w, key);
        ho_write_end_object(w);
    }
}

static void write_auto(struct ho_buffer *out, const char *request)
{
    cJSON *root = NULL;
    const cJSON *schema, *key;
    struct ho_writer w;

    ho_json_parse(ho_slice(request), &root, NULL);
    schema = ho_json_get(
        ho_json_get(ho_json_get(root, "response_format"), "json_schema"),
        "schema");
    ho_writer_init(&w, out, 0);
    ho_write_object(&w, NULL);
    cJSON_ArrayForEach(key, ho_json_get(schema, "required"))
    {
        if (cJSON_IsString(key))
            write_least(&w, key->valuestring,
                        ho_json_get(ho_json_get(schema, "properties"),
                                    key->valuestring));
    }
    ho_write_end_object(&w);
    cJSON_Delete(root);
}

static void write_content(const cJSON *action, const char *request,
                          struct ho_buffer *out)
{
    const cJSON *content = ho_json_get(action, "content");
    struct ho_writer w;

    if (!content ||
        (cJSON_IsString(content) && strcmp(content->valuestring, "auto") == 0))
        write_auto(out, request);
    else if (cJSON_IsString(content))
        ho_buffer_text(out, content->valuestring);
    else {
        ho_writer_init(&w, out, 0);
        ho_write_json(&w, NULL, content);
    }
}

static void write_message(struct ho_writer *w, const cJSON *action,
                          struct handoff_slice content)
{
    const char *reason = ho_json_text(action, "finish_reason");

    ho_write_array(w, "choices");
    ho_write_object(w, NULL);
    ho_write_integer(w, "index", 0);
    ho_write_object(w, "message");
    ho_write_text(w, "role", "assistant");
    if (cJSON_IsNull(ho_json_get(action, "content")))
        ho_write_null(w, "content");
    else
        ho_write_slice(w, "content", content);
    ho_write_text(w, "refusal", ho_json_text(action, "refusal"));
    ho_write_end_object(w);
    ho_write_text(w, "finish_reason", reason ? reason : "stop");
    ho_write_end_object(w);
    ho_write_end_array(w);
}

static void write_usage(struct ho_writer *w, const cJSON *action,
                        const char *request, size_t content)
{
    const cJSON *usage = ho_json_get(action, "usage");
    const int64_t asked = (int64_t)strlen(request) / 4;
    const int64_t told = (int64_t)content / 4;

    if (cJSON_IsNull(usage))
        return;
    if (usage) {
        ho_write_json(w, "usage", usage);
        return;
    }
    ho_write_object(w, "usage");
    ho_write_integer(w, "prompt_tokens", asked);
    ho_write_integer(w, "completion_tokens", told);
    ho_write_integer(w, "total_tokens", asked + told);
    ho_write_end_object(w);
}

static void write_completion(const cJSON *action, const char *request,
                             struct ho_buffer *out)
{
    struct ho_buffer content;
    struct ho_writer w;

    ho_buffer_init(&content, out->limit);
    write_content(action, request, &content);
    ho_writer_init(&w, out, 0);
    ho_write_object(&w, NULL);
    ho_write_text(&w, "id", "chatcmpl-scripted");
    ho_write_text(&w, "object", "chat.completion");
    ho_write_text(&w, "model", "scripted");
    write_message(&w, action, ho_buffer_slice(&content));
    write_usage(&w, action, request, content.len);
    ho_write_end_object(&w);
    ho_buffer_release(&content);
}

void script_body(const cJSON *action, const char *request,
                 struct ho_buffer *out)
{
    const cJSON *body = ho_json_get(action, "body");
    const int64_t huge = script_number(action, "huge", 0);
    struct ho_writer w;

    for (int64_t i = 0; i < huge; i++)
        ho_buffer_byte(out, 'x');
    if (huge > 0)
        return;
    if (cJSON_IsString(body)) {
        ho_buffer_text(out, body->valuestring);
    } else if (body) {
        ho_writer_init(&w, out, 0);
        ho_write_json(&w, NULL, body);
    } else {
        write_completion(action, request, out);
    }
}
