/* open.h - which fields the lead's free words may still tell. */
#ifndef HANDOFF_PROMPT_OPEN_H
#define HANDOFF_PROMPT_OPEN_H

#include <handoff/lead.h>

/* Is the field asked for: no value settles it, the lead or a public page can
 * state it (not only CRM or batch), and no code infers it from another field?
 * The prompt, the reply schema, the built-in extractor and the brief agree on
 * it by calling this. */
bool ho_field_is_open(const struct handoff_fields *fields,
                      const struct handoff_lead *lead, size_t index);

#endif
