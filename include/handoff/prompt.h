/* prompt.h - templates, prompt files, messages.
 *
 * The template language is Mustache (spec 1.4: comments, delimiters,
 * interpolation, inverted, partials, sections; of the optional modules
 * inheritance).  A prompt file is YAML front matter with dotprompt's keys
 * (`model`, `config`, `input`, `output`) and a Mustache body in which
 * `{{role "system"}}` starts a message.
 *
 * Roles are resolved when the template is parsed, never from data: whatever a
 * lead writes stays inside the message it was put into.
 */
#ifndef HANDOFF_PROMPT_H
#define HANDOFF_PROMPT_H

#include <stdbool.h>

#include <handoff/lead.h>

/* --- templates ------------------------------------------------------- */

enum handoff_escape { HANDOFF_ESCAPE_NONE, HANDOFF_ESCAPE_HTML };

struct handoff_template;

struct handoff_template_options {
    enum handoff_escape escape; /* of {{x}}; {{{x}}} and {{&x}} never are */
    bool strict; /* a variable the data does not have is an error */
};

/* Partials by name: text of the partial, or a slice with NULL ptr. */
struct handoff_partials {
    struct handoff_slice (*find)(void *user, struct handoff_slice name);
    void *user;
};

/* data is JSON text; partials may be NULL.  *text is the caller's to free. */
HANDOFF_API enum handoff_status
handoff_render(struct handoff_slice template_text, struct handoff_slice data,
               const struct handoff_template_options *options,
               const struct handoff_partials *partials, char **text,
               size_t *len, struct handoff_error *err);

/* --- prompt files ---------------------------------------------------- */

struct handoff_prompt;

/* name is for errors.  Parsed, and checked: an unknown front-matter key, a
 * role other than system, user or assistant, a variable that `input` does not
 * declare are errors with line and column. */
HANDOFF_API enum handoff_status
handoff_prompt_parse(const char *name, struct handoff_slice text,
                     struct handoff_prompt **out, struct handoff_error *err);
HANDOFF_API void handoff_prompt_free(struct handoff_prompt *prompt);

/* "summarize@sha256:9f86..." (name and hash of the file's bytes). */
HANDOFF_API const char *handoff_prompt_id(const struct handoff_prompt *prompt);

struct handoff_message {
    const char *role; /* "system", "user" or "assistant" */
    const char *text;
};

struct handoff_messages {
    struct handoff_message *item;
    size_t count;
};

/* Render with JSON data.  *out is the caller's: handoff_messages_release. */
HANDOFF_API enum handoff_status
handoff_prompt_render(const struct handoff_prompt *prompt,
                      struct handoff_slice data, struct handoff_messages *out,
                      struct handoff_error *err);
HANDOFF_API void handoff_messages_release(struct handoff_messages *messages);

/* --- the prompt of one lead ------------------------------------------ */

/* The data of prompts/summarize.prompt for one lead, as JSON text that the
 * caller frees: {"known":[{name,value}], "open":[{name,type,describe,cues,
 * values,example,last}], "fence", "lead":[{cite,text}], ...}.  open holds the
 * fields that no form label settles.  fence: the run's nonce. */
HANDOFF_API enum handoff_status
handoff_prompt_data(const struct handoff_fields *fields,
                    const struct handoff_lead *lead, const char *fence,
                    char **json, struct handoff_error *err);

/* The reply schema for the open fields of a lead (DESIGN section 4): one
 * required key a field in declaration order, then the bounded lists.
 * *json is the caller's to free; *max_tokens follows from the schema. */
HANDOFF_API enum handoff_status
handoff_reply_schema(const struct handoff_fields *fields,
                     const struct handoff_lead *lead, char **json,
                     int *max_tokens, struct handoff_error *err);

#endif
