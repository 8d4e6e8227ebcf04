/* warning.h - the words of warnings, as they stand in a mail's text. */
#ifndef HANDOFF_INTAKE_WARNING_H
#define HANDOFF_INTAKE_WARNING_H

#include <handoff/lead.h>

#include "base/slice.h"

const char *ho_warning_word(enum handoff_warning_code code);
/* false for a word that is none. */
bool ho_warning_code(struct handoff_slice word, enum handoff_warning_code *out);

#endif
