/* prompt.h - templates, prompt files, messages.
 *
 * The template language is Mustache (spec 1.4: comments, delimiters,
 * interpolation, inverted, partials, sections; of the optional modules
 * inheritance and dynamic names).  A prompt file is YAML front matter with
 * dotprompt's keys and a Mustache body in which `{{role "system"}}` starts a
 * message:
 *
 *     model: a name                                     optional
 *     config: temperature, topP, maxOutputTokens        optional, numbers
 *     input: schema: name: string, list(array): {...}   every variable
 *     output: format: json or text                      optional
 *
 * Roles are resolved when the template is parsed, never from data: whatever a
 * lead writes stays inside the message it was put into.
 */
#ifndef HANDOFF_PROMPT_H
#define HANDOFF_PROMPT_H

#include <stdbool.h>

#include <handoff/finding.h>
#include <handoff/lead.h>

/* --- templates ------------------------------------------------------- */

enum handoff_escape { HANDOFF_ESCAPE_NONE, HANDOFF_ESCAPE_HTML };

struct handoff_template_options {
    enum handoff_escape escape; /* of {{x}}; {{{x}}} and {{&x}} never are */
    bool strict; /* a variable the data does not have is an error */
};

/* Partials by name: text of the partial, or a slice with NULL ptr. */
struct handoff_partials {
    struct handoff_slice (*find)(void *user, struct handoff_slice name);
    void *user;
};

/* data is JSON text; options (none, not strict) and partials may be NULL.
 * Where the spec leaves a choice: false, null, "", an empty list and a missing
 * key are false, 0 is true; a number is printed as it was written, a list or
 * object as JSON; a partial that is not found is empty, strictly an error.
 * *text is NUL-terminated and the caller's to free. */
HANDOFF_API enum handoff_status handoff_render(
    struct handoff_slice template_text, struct handoff_slice data,
    const struct handoff_template_options *options,
    const struct handoff_partials *partials, char **text, size_t *len,
    struct handoff_error *err);

/* --- prompt files ---------------------------------------------------- */

struct handoff_prompt;

/* name is for errors and the id.  Parsed, and checked: an unknown
 * front-matter key, a role other than system, user or assistant, a role tag
 * inside a section, a variable that `input` does not declare are errors with
 * line and column. */
HANDOFF_API enum handoff_status handoff_prompt_parse(
    const char *name, struct handoff_slice text, struct handoff_prompt **out,
    struct handoff_error *err);
HANDOFF_API void handoff_prompt_free(struct handoff_prompt *prompt);

/* "summarize@sha256:9f86..." (name and hash of the file's bytes). */
HANDOFF_API const char *handoff_prompt_id(const struct handoff_prompt *prompt);

/* What the front matter says, NULL where it says nothing.  A value of
 * `config` is the number's text. */
HANDOFF_API const char *handoff_prompt_model(
    const struct handoff_prompt *prompt);
HANDOFF_API const char *handoff_prompt_config(
    const struct handoff_prompt *prompt, const char *key);

struct handoff_message {
    const char *role; /* "system", "user" or "assistant" */
    const char *text;
};

struct handoff_messages {
    struct handoff_message *item;
    size_t count;
};

/* Called with what is about to be sent about a lead; another status than OK
 * keeps it back. */
typedef enum handoff_status handoff_sending(
    void *user, const char *lead, const struct handoff_messages *messages,
    struct handoff_error *err);

/* Render with JSON data, which must hold what `input` declares.  Texts have no
 * blank lines at their ends, and a message without text is left out.  *out is
 * the caller's: handoff_messages_release. */
HANDOFF_API enum handoff_status handoff_prompt_render(
    const struct handoff_prompt *prompt, struct handoff_slice data,
    struct handoff_messages *out, struct handoff_error *err);
HANDOFF_API void handoff_messages_release(struct handoff_messages *messages);

/* --- the prompt of one lead ------------------------------------------ */

/* The data of prompts/summarize.prompt for one lead, as JSON text that the
 * caller frees:
 *
 *   known   [{name, value}]: what a label, the CRM or the batch settles
 *   open    [{name, type, describe, cues, values, example, last}]: what the
 *           lead's words may tell; cues and values are one text each, "a, b";
 *           example may be null
 *   lead    [{cite, text}]: messages, and form values that settle no field or
 *           one of type text
 *   fence   the run's nonce: 8 to 64 letters, digits or '-'
 *   example_message, example_reply: a worked example for these open fields;
 *           "" where no open field declares an example
 *
 * Values, texts and cites come from the lead: chat-control tokens in them (and
 * the nonce) have a space behind their first character, values and cites are
 * on one line and cut to 200 bytes. */
HANDOFF_API enum handoff_status handoff_prompt_data(
    const struct handoff_fields *fields, const struct handoff_lead *lead,
    const char *fence, char **json, struct handoff_error *err);

/* The reply schema for the open fields of a lead (DESIGN section 4): one
 * required key a field in declaration order (the lead's words or null), then
 * `inferred` (at most 4; left out where no field is open), `lane` and
 * `action`.  The same open fields give the same bytes.  BAD_POLICY where a
 * field has one of those three names.  *json is the caller's to free;
 * *max_tokens follows from the schema. */
HANDOFF_API enum handoff_status handoff_reply_schema(
    const struct handoff_fields *fields, const struct handoff_lead *lead,
    char **json, int *max_tokens, struct handoff_error *err);

/* --- asking again ---------------------------------------------------- */

/* A field whose claim did not pass. */
struct handoff_failed {
    int field;
    enum handoff_finding_code code;
    const char *said; /* the words that failed; "" where there were none */
};

/* The data of prompts/reask.prompt, as handoff_prompt_data:
 *
 *   unreadable  why the whole reply could not be read, or ""
 *   failed      [{name, type, describe, cues, values, last, said, problem,
 *               near: [{cite, text}]}]: near are at most two clauses of the
 *               lead, the one most like what was said and the one that speaks
 *               of the field
 *   lead        [{cite, text}]: the whole text where a field has nothing near
 *               or was left out of the reply, else empty
 *   fence       the run's nonce
 *
 * `said` comes from the model and is treated like the lead's words. */
HANDOFF_API enum handoff_status handoff_reask_data(
    const struct handoff_fields *fields, const struct handoff_lead *lead,
    const char *fence, const struct handoff_failed *failed, size_t count,
    const char *unreadable, char **json, struct handoff_error *err);

/* The reply schema of a re-ask: the failed fields' keys, nothing else. */
HANDOFF_API enum handoff_status handoff_reask_schema(
    const struct handoff_fields *fields, const struct handoff_failed *failed,
    size_t count, char **json, int *max_tokens, struct handoff_error *err);

#endif
