/* ecma.h - ECMA-262 patterns in PCRE2's syntax, for regex.c alone. */
#ifndef HANDOFF_SCHEMA_ECMA_H
#define HANDOFF_SCHEMA_ECMA_H

#include <stdbool.h>

#include "base/buffer.h"

/* Write the pattern in PCRE2's syntax; NULL, or why it is no ECMA-262
 * pattern. */
const char *ho_ecma_translate(struct handoff_slice pattern,
                              struct ho_buffer *out);

/* Write \p{...} for a property by ECMA-262's name, or \P{...}. */
void ho_ecma_property(struct ho_buffer *out, struct handoff_slice name,
                      bool negated);

#endif
