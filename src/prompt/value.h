/* value.h - names into values, and values into text. */
#ifndef HANDOFF_PROMPT_VALUE_H
#define HANDOFF_PROMPT_VALUE_H

#include "prompt/template.h"

/* The context stack: a section puts its item on top. */
struct ho_scope {
    const cJSON *value;
    const struct ho_scope *up; /* NULL at the root */
};

/* The value of "a.b.c" or ".": the first name is looked for from the top of
 * the stack down, the others in what was found.  NULL where a name is
 * missing.  Adds the work done to *steps. */
const cJSON *ho_scope_find(const struct ho_scope *scope,
                           struct handoff_slice name, uint64_t *steps);

/* Cut the name before the first dot off *rest. */
struct handoff_slice ho_next_name(struct handoff_slice *rest);

bool ho_value_is_false(const cJSON *value);

/* Append a value as text: see prompt/template.h. */
void ho_value_write(struct ho_buffer *out, const cJSON *value,
                    enum handoff_escape escape);

#endif
