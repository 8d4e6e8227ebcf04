/* input.h - what a prompt file declares under `input.schema`.
 *
 * Of dotprompt's picoschema the names and the nesting are read:
 *
 *     fence: string, the nonce            a value
 *     note?: string                       may be absent
 *     lane(enum): [pursue, skip]          a value
 *     tags(array): string                 a list of values
 *     open(array): {name: string}         a list of objects
 *     owner(object): {name: string}       an object
 *     extra: any                          anything, not looked into
 */
#ifndef HANDOFF_PROMPT_INPUT_H
#define HANDOFF_PROMPT_INPUT_H

#include "base/yaml.h"
#include "prompt/node.h"
#include "prompt/template.h"

struct ho_input;

/* schema may be NULL: then nothing is declared.  *out lies in the arena. */
enum handoff_status ho_input_read(struct ho_arena *arena,
                                  const struct ho_yaml *schema,
                                  const struct ho_input **out,
                                  struct handoff_error *err);

/* Every name the template looks up is declared; else an error at the tag. */
enum handoff_status ho_input_check(const struct ho_input *input,
                                   const struct ho_template *t,
                                   struct handoff_error *err);

/* Data has what is declared, lists and objects where they are declared; what
 * may be absent and is becomes null. */
enum handoff_status ho_input_fill(const struct ho_input *input, cJSON *data,
                                  struct handoff_error *err);

#endif
