/* prompt.c - prompt files: front matter, body, messages
 *
 * Roles come from the template's own tags, which the parser cut the body
 * apart at.  Rendering only ever fills one message, so nothing that stands in
 * the data can open another one.
 */
#include <handoff/prompt.h>

#include <stdlib.h>

#include "base/sha256.h"
#include "base/yaml.h"
#include "prompt/input.h"
#include "prompt/node.h"
#include "prompt/template.h"

enum {
    ARENA_BYTES = 64 * 1024 * 1024,
    FRONT_BYTES = 64 * 1024,          /* names are compared each with each */
    MESSAGES_BYTES = 16 * 1024 * 1024 /* all messages of one request */
};

struct handoff_prompt {
    struct ho_arena *arena;
    const char *name;
    const char *id;
    const char *model;            /* NULL where none is named */
    const struct ho_yaml *config; /* NULL where there is none */
    const struct ho_input *input;
    struct ho_template *body;
};

/* --- front matter ---------------------------------------------------- */

/* *yaml: the front matter with its first line, so that YAML's lines are the
 * file's; *body: where the template starts. */
static enum handoff_status split(struct handoff_slice text,
                                 struct handoff_slice *yaml, size_t *body,
                                 struct handoff_error *err)
{
    struct handoff_slice rest = text, line;

    if (!ho_next_line(&rest, &line) || !ho_slice_is(line, "---"))
        return ho_fail_at(err, HANDOFF_BAD_TEMPLATE, 1, 1,
                          "a prompt file begins with front matter; write a "
                          "line \"---\", its keys and another line \"---\"");
    while (ho_next_line(&rest, &line)) {
        const size_t end = (size_t)(line.ptr - text.ptr);

        if (end > FRONT_BYTES)
            break;
        if (!ho_slice_is(line, "---"))
            continue;
        *yaml = ho_part(text, 0, end);
        *body = (size_t)(rest.ptr - text.ptr);
        return HANDOFF_OK;
    }
    return ho_fail_at(err, HANDOFF_BAD_TEMPLATE, 1, 1,
                      "the front matter that begins here has no end within "
                      "%d bytes; add a line \"---\" before the template",
                      FRONT_BYTES);
}

static enum handoff_status check_config(const struct ho_yaml *config,
                                        struct handoff_error *err)
{
    static const char *const keys[] = { "temperature", "topP",
                                        "maxOutputTokens" };
    enum handoff_status status =
        ho_yaml_only(config, "config", keys, sizeof keys / sizeof *keys,
                     HANDOFF_BAD_TEMPLATE, err);

    for (const struct ho_yaml *n = config->child; n && status == HANDOFF_OK;
         n = n->next) {
        const struct handoff_slice s = ho_slice(n->text);

        if (n->kind == HO_YAML_SCALAR && !n->quoted && s.len > 0 &&
            s.ptr[0] >= '0' && s.ptr[0] <= '9' &&
            ho_json_scan(s, NULL, NULL) == HANDOFF_OK)
            continue;
        status = ho_yaml_fail(n, HANDOFF_BAD_TEMPLATE, err,
                              "%s is a number from 0 up; write one such as 0",
                              n->key);
    }
    return status;
}

static enum handoff_status check_output(const struct ho_yaml *output,
                                        struct handoff_error *err)
{
    static const char *const keys[] = { "format" };
    const char *format = ho_yaml_text(output, "format");
    enum handoff_status status =
        ho_yaml_only(output, "output", keys, 1, HANDOFF_BAD_TEMPLATE, err);

    if (status != HANDOFF_OK || (format && (strcmp(format, "json") == 0 ||
                                            strcmp(format, "text") == 0)))
        return status;
    return ho_yaml_fail(output, HANDOFF_BAD_TEMPLATE, err,
                        "output has one key; write format: json or "
                        "format: text");
}

static enum handoff_status read_model(struct handoff_prompt *prompt,
                                      const struct ho_yaml *root,
                                      struct handoff_error *err)
{
    const struct ho_yaml *model = ho_yaml_get(root, "model");

    if (!model)
        return HANDOFF_OK;
    if (model->kind != HO_YAML_SCALAR || model->text[0] == '\0')
        return ho_yaml_fail(model, HANDOFF_BAD_TEMPLATE, err,
                            "model is the name of a model; write one or "
                            "remove the key");
    prompt->model = model->text;
    return HANDOFF_OK;
}

/* "---" with nothing behind it is an empty scalar to YAML. */
static bool is_empty(const struct ho_yaml *root)
{
    return root->kind == HO_YAML_SCALAR && !root->quoted &&
           root->text[0] == '\0';
}

static enum handoff_status read_front(struct handoff_prompt *prompt,
                                      struct handoff_slice yaml,
                                      struct handoff_error *err)
{
    static const char *const keys[] = { "model", "config", "input", "output" };
    static const char *const input_keys[] = { "schema" };
    const struct ho_yaml *root = NULL, *input = NULL, *output = NULL;
    enum handoff_status status = ho_yaml_parse(prompt->arena, yaml, &root, err);

    if (status == HANDOFF_OK && !is_empty(root))
        status =
            ho_yaml_only(root, "a prompt's front matter", keys,
                         sizeof keys / sizeof *keys, HANDOFF_BAD_TEMPLATE, err);
    if (status != HANDOFF_OK)
        return status;
    prompt->config = ho_yaml_get(root, "config");
    input = ho_yaml_get(root, "input");
    output = ho_yaml_get(root, "output");
    status = read_model(prompt, root, err);
    if (status == HANDOFF_OK && prompt->config)
        status = check_config(prompt->config, err);
    if (status == HANDOFF_OK && output)
        status = check_output(output, err);
    if (status == HANDOFF_OK && input)
        status = ho_yaml_only(input, "input", input_keys, 1,
                              HANDOFF_BAD_TEMPLATE, err);
    if (status == HANDOFF_OK)
        status = ho_input_read(prompt->arena, ho_yaml_get(input, "schema"),
                               &prompt->input, err);
    return status;
}

/* --- the file -------------------------------------------------------- */

static enum handoff_status make_id(struct handoff_prompt *prompt,
                                   struct handoff_slice text,
                                   struct handoff_error *err)
{
    char hex[HO_SHA256_HEX];
    enum handoff_status status = ho_sha256_hex(text, hex, err);

    if (status == HANDOFF_OK)
        prompt->id =
            ho_arena_format(prompt->arena, "%s@sha256:%s", prompt->name, hex);
    return status;
}

static enum handoff_status parse(struct handoff_prompt *prompt,
                                 struct handoff_slice text,
                                 struct handoff_error *err)
{
    struct handoff_slice yaml = { NULL, 0 };
    size_t body = 0;
    enum handoff_status status = split(text, &yaml, &body, err);

    if (status == HANDOFF_OK)
        status = read_front(prompt, yaml, err);
    if (status == HANDOFF_OK)
        status = ho_template_parse_roles(prompt->name, text, body,
                                         &prompt->body, err);
    if (status == HANDOFF_OK)
        status = ho_input_check(prompt->input, prompt->body, err);
    if (status == HANDOFF_OK)
        status = make_id(prompt, text, err);
    if (status == HANDOFF_OK)
        status = ho_arena_status(prompt->arena, "the prompt file", err);
    return status;
}

static struct handoff_prompt *new_prompt(const char *name)
{
    struct ho_arena *arena = ho_arena_new(ARENA_BYTES);
    struct handoff_prompt *prompt;

    if (!arena)
        return NULL;
    prompt = ho_arena_alloc(arena, sizeof *prompt);
    if (!prompt) {
        ho_arena_free(arena);
        return NULL;
    }
    prompt->arena = arena;
    prompt->name = ho_arena_text(arena, name);
    return prompt;
}

enum handoff_status handoff_prompt_parse(const char *name,
                                         struct handoff_slice text,
                                         struct handoff_prompt **out,
                                         struct handoff_error *err)
{
    struct handoff_prompt *prompt;
    enum handoff_status status;

    if (text.len > HO_TEMPLATE_BYTES) {
        status = ho_fail(err, HANDOFF_TOO_LARGE,
                         "the prompt file has %zu bytes, more than %d; is it "
                         "the right file?",
                         text.len, HO_TEMPLATE_BYTES);
        ho_error_file(err, name);
        return status;
    }
    prompt = new_prompt(name);
    if (!prompt)
        return ho_no_memory(err);
    status = parse(prompt, text, err);
    if (status == HANDOFF_OK) {
        *out = prompt;
        return HANDOFF_OK;
    }
    ho_error_file(err, name);
    handoff_prompt_free(prompt);
    return status;
}

void handoff_prompt_free(struct handoff_prompt *prompt)
{
    if (!prompt)
        return;
    ho_template_free(prompt->body);
    ho_arena_free(prompt->arena);
}

const char *handoff_prompt_id(const struct handoff_prompt *prompt)
{
    return prompt->id;
}

const char *handoff_prompt_model(const struct handoff_prompt *prompt)
{
    return prompt->model;
}

const char *handoff_prompt_config(const struct handoff_prompt *prompt,
                                  const char *key)
{
    return ho_yaml_text(prompt->config, key);
}

/* --- messages -------------------------------------------------------- */

/* Without blank lines at both ends; the first line keeps its indentation. */
static struct handoff_slice trim_lines(struct handoff_slice s)
{
    const struct handoff_slice body = ho_trim(s);
    size_t start = (size_t)(body.ptr - s.ptr);

    while (start > 0 && s.ptr[start - 1] != '\n')
        start--;
    return ho_part(s, start, (size_t)(body.ptr - s.ptr) + body.len);
}

/* One turn, as "text\0" behind what the buffer holds; nothing where it
 * renders empty. */
static enum handoff_status render_turn(const struct handoff_prompt *prompt,
                                       const struct ho_turn *turn,
                                       const cJSON *data, struct ho_buffer *out,
                                       struct handoff_error *err)
{
    static const struct handoff_template_options options = { .strict = true };
    struct ho_buffer text;
    enum handoff_status status;

    ho_buffer_init(&text, MESSAGES_BYTES);
    status =
        ho_turn_render(prompt->body, turn, data, &options, NULL, &text, err);
    if (status == HANDOFF_OK && ho_trim(ho_buffer_slice(&text)).len > 0) {
        ho_buffer_add(out, trim_lines(ho_buffer_slice(&text)));
        ho_buffer_byte(out, '\0');
    }
    ho_buffer_release(&text);
    return status;
}

static size_t count_turns(const struct handoff_prompt *prompt)
{
    size_t count = 0;

    for (const struct ho_turn *t = prompt->body->turn; t; t = t->next)
        count++;
    return count;
}

/* Items and texts in one block, which handoff_messages_release frees. */
static enum handoff_status take_messages(struct handoff_messages *messages,
                                         const struct ho_buffer *texts,
                                         struct handoff_messages *out,
                                         struct handoff_error *err)
{
    const size_t head = messages->count * sizeof *messages->item;
    struct handoff_message *item;
    char *text;

    if (messages->count == 0)
        return ho_fail(err, HANDOFF_BAD_TEMPLATE,
                       "every message of this prompt is empty; write text "
                       "behind a role tag");
    item = malloc(head + texts->len);
    if (!item)
        return ho_no_memory(err);
    text = (char *)item + head;
    memcpy(item, messages->item, head);
    memcpy(text, texts->ptr, texts->len);
    for (size_t i = 0; i < messages->count; i++) {
        item[i].text = text;
        text += strlen(text) + 1;
    }
    *out = (struct handoff_messages){ item, messages->count };
    return HANDOFF_OK;
}

static enum handoff_status render_all(const struct handoff_prompt *prompt,
                                      const cJSON *data,
                                      struct handoff_messages *out,
                                      struct handoff_error *err)
{
    struct handoff_messages messages = { NULL, 0 };
    enum handoff_status status = HANDOFF_OK;
    struct ho_buffer texts;

    messages.item = calloc(count_turns(prompt) + 1, sizeof *messages.item);
    if (!messages.item)
        return ho_no_memory(err);
    ho_buffer_init(&texts, MESSAGES_BYTES);
    for (const struct ho_turn *t = prompt->body->turn;
         t && status == HANDOFF_OK; t = t->next) {
        const size_t before = texts.len;

        status = render_turn(prompt, t, data, &texts, err);
        if (texts.len > before)
            messages.item[messages.count++].role = t->role ? t->role : "user";
    }
    if (status == HANDOFF_OK)
        status = ho_buffer_status(&texts, "the messages", err);
    if (status == HANDOFF_OK)
        status = take_messages(&messages, &texts, out, err);
    ho_buffer_release(&texts);
    free(messages.item);
    return status;
}

enum handoff_status handoff_prompt_render(const struct handoff_prompt *prompt,
                                          struct handoff_slice data,
                                          struct handoff_messages *out,
                                          struct handoff_error *err)
{
    cJSON *root = NULL;
    enum handoff_status status = ho_template_data(data, &root, err);

    if (status != HANDOFF_OK)
        return status; /* its place is one in the data, not in the prompt */
    status = ho_input_fill(prompt->input, root, err);
    if (status == HANDOFF_OK)
        status = render_all(prompt, root, out, err);
    if (status != HANDOFF_OK)
        ho_error_file(err, prompt->name);
    cJSON_Delete(root);
    return status;
}

void handoff_messages_release(struct handoff_messages *messages)
{
    if (!messages)
        return;
    free(messages->item);
    *messages = (struct handoff_messages){ NULL, 0 };
}
