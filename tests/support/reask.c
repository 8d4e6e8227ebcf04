/* reask.c - see support/reask.h */
#include "support/reask.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/builtin.h"
#include "prompt/open.h"
#include "support/asking.h"
#include "support/product.h"
#include "support/server.h"

/* --- one run ------------------------------------------------------------- */

static struct handoff_prompt *own_prompt(const char *name)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_prompt *prompt = NULL;

    if (handoff_prompt_parse(name, ho_builtin_text(name), &prompt, &err) !=
        HANDOFF_OK)
        fail_msg("%s:%zu: %s", err.file, err.line, err.message);
    return prompt;
}

struct scene scene_begin(const char *text)
{
    struct scene s = { .policy = product_policy(),
                       .prompt = own_prompt("prompts/summarize.prompt"),
                       .reask = own_prompt("prompts/reask.prompt") };

    s.batch = product_batch(s.policy, "leads", text, strlen(text));
    return s;
}

void scene_serve(struct scene *s, const char *script)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;

    if (server_start(ho_slice(script), &s->server, &err) != HANDOFF_OK)
        fail_msg("%s in %s", err.message, script);
}

void scene_end(struct scene *s)
{
    server_stop(s->server);
    handoff_prompt_free(s->reask);
    handoff_prompt_free(s->prompt);
    handoff_batch_free(s->batch);
    handoff_policy_free(s->policy);
}

static void count_progress(void *user, size_t done, size_t total)
{
    struct scene *s = user;

    assert_int_equal(done, ++s->finished);
    assert_int_equal(total, handoff_batch_count(s->batch));
}

struct handoff_run *scene_run(struct scene *s, unsigned reasks)
{
    struct handoff_endpoint_options options =
        asking_options(s->server ? server_url(s->server) : NULL);
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_endpoint *endpoint;
    struct handoff_run *out = NULL;
    struct handoff_job job = { .batch = s->batch,
                               .policy = s->policy,
                               .prompt = s->prompt,
                               .reask = s->reask,
                               .reasks = reasks,
                               .model = "test-model",
                               .as_of = PRODUCT_AS_OF,
                               .progress = count_progress,
                               .user = s };

    options.attempts = 1;
    options.fields = handoff_policy_fields(s->policy);
    endpoint = asking_endpoint(&options);
    job.endpoint = endpoint;
    s->finished = 0;
    if (handoff_run(&job, &out, &err) != HANDOFF_OK)
        fail_msg("%s", err.message);
    handoff_endpoint_free(endpoint);
    assert_int_equal(s->finished, handoff_batch_count(s->batch));
    return out;
}

/* --- scripts -------------------------------------------------------------- */

cJSON *scene_reply(const struct scene *s, const char *text)
{
    const struct handoff_fields *fields = handoff_policy_fields(s->policy);
    const struct handoff_lead *lead = handoff_batch_lead(s->batch, 0);
    cJSON *root = NULL;

    if (ho_json_parse(ho_slice(text), &root, NULL) != HANDOFF_OK)
        return cJSON_CreateString(text);
    for (size_t i = 0; i < fields->count; i++)
        if (ho_field_is_open(fields, lead, i) &&
            !ho_json_get(root, fields->item[i].name))
            cJSON_AddNullToObject(root, fields->item[i].name);
    return root;
}

/* NULL: the server fails. */
static cJSON *action_of(cJSON *content)
{
    cJSON *action = cJSON_CreateObject();

    if (content) {
        cJSON_AddItemToObject(action, "content", content);
    } else {
        cJSON_AddNumberToObject(action, "status", 500);
        cJSON_AddStringToObject(action, "body", "broken on purpose");
    }
    return action;
}

char *scene_script(const struct scene *s, const char *first,
                   const char *const again[SCENE_AGAIN])
{
    cJSON *root = cJSON_CreateObject(), *rule;
    cJSON *rules = cJSON_AddArrayToObject(root, "rules");
    char *text;

    for (int i = 0; i < SCENE_AGAIN; i++) {
        rule = action_of(again[i] ? cJSON_CreateString(again[i]) : NULL);
        cJSON_AddStringToObject(rule, "match", "An earlier answer");
        cJSON_AddNumberToObject(rule, "times", 1);
        cJSON_AddItemToArray(rules, rule);
    }
    rule = action_of(first ? scene_reply(s, first) : NULL);
    cJSON_AddItemToObject(root, "default", rule);
    text = cJSON_PrintUnformatted(root);
    assert_non_null(text);
    cJSON_Delete(root);
    return text;
}

/* --- what a request holds --------------------------------------------------
 */

cJSON *scene_request(const struct scene *s, size_t index)
{
    const struct server_request *request = server_request(s->server, index);
    cJSON *root = NULL;

    assert_non_null(request);
    assert_int_equal(ho_json_parse(ho_slice(request->body), &root, NULL),
                     HANDOFF_OK);
    return root;
}

const char *request_text(const cJSON *request)
{
    const cJSON *messages = ho_json_get(request, "messages");
    const cJSON *last =
        cJSON_GetArrayItem(messages, cJSON_GetArraySize(messages) - 1);

    assert_string_equal(ho_json_text(last, "role"), "user");
    return ho_json_text(last, "content");
}

void request_keys(const cJSON *request, char *out, size_t size)
{
    const cJSON *format = ho_json_get(request, "response_format");
    const cJSON *schema =
        ho_json_get(ho_json_get(format, "json_schema"), "schema");
    const cJSON *key;
    size_t len = 0;

    out[0] = '\0';
    cJSON_ArrayForEach(key, ho_json_get(schema, "required"))
    {
        len += (size_t)snprintf(out + len, size - len, "%s%s", len ? "," : "",
                                key->valuestring);
    }
}
