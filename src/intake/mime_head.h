/* mime_head.h - the headers of intake/mime.h's text. */
#ifndef HANDOFF_INTAKE_MIME_HEAD_H
#define HANDOFF_INTAKE_MIME_HEAD_H

#include "base/buffer.h"
#include "intake/gmime.h"

/* "name: value\n", on one line whatever the value holds; nothing where it is
 * blank. */
void ho_mime_line(struct ho_buffer *out, const char *name, const char *value);

/* From, Reply-To, To, Cc, Subject and Date, decoded. */
void ho_mime_head(struct ho_buffer *out, GMimeMessage *mail,
                  GMimeParserOptions *how);

#endif
