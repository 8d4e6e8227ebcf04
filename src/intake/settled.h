/* settled.h - the text of a field that labels settle. */
#ifndef HANDOFF_INTAKE_SETTLED_H
#define HANDOFF_INTAKE_SETTLED_H

#include <handoff/lead.h>

#include "base/buffer.h"

/* Parts are joined by a blank: "Mira" and "Aaltonen" are "Mira Aaltonen". */
void ho_settled_text(const struct handoff_lead *lead, int field,
                     struct ho_buffer *out);

#endif
