/* narrow.h - digits of full width, as they are typed in East Asia, and words
 * that "_" joins, as form programs name their options, for the readers of
 * numbers, which know digits of ASCII and blanks. */
#ifndef HANDOFF_EVIDENCE_NARROW_H
#define HANDOFF_EVIDENCE_NARROW_H

#include <handoff/fields.h>

#include "base/error.h"
#include "base/slice.h"

/* Does the field's value lie in its digits? */
bool ho_is_in_digits(const struct handoff_field *field);

/* *out is the text with its figures of full width narrowed, each followed by as
 * many spaces as it lost bytes, and, where it holds no blank, with blanks for
 * its "_": all else stays at its byte.  Where there is neither, it is the text
 * itself and *copy is NULL; else the caller frees *copy,
 * which holds it. */
enum handoff_status ho_narrow(struct handoff_slice text, char **copy,
                              struct handoff_slice *out,
                              struct handoff_error *err);

#endif
