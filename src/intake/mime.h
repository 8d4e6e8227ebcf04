/* mime.h - one mail, as it came, into text that can be read and cited.
 *
 *     From: Jo Lind <jo@hillmarsh.example>      decoded headers, one line each
 *     Reply-To: ...
 *     To: ...
 *     Subject: ...
 *     Date: 2026-03-02T10:01:39Z
 *     Body: part 1.2, text/html                 each part that is in the text
 *     Attachment: part 2, application/pdf, 1200 bytes, "offer.pdf"
 *     Warning: ...                              what a reader should know
 *
 *     the text
 *
 * Headers stand in this order and hold no line end and no control character,
 * so whatever the sender wrote, it cannot look like another header.  The text
 * is the plain one where there is one, else the HTML's; where it is longer than
 * a lead may be its end is left out, and a warning says how much.  Attachments
 * are named, never opened.
 */
#ifndef HANDOFF_INTAKE_MIME_H
#define HANDOFF_INTAKE_MIME_H

#include "base/buffer.h"

enum {
    HO_MIME_HEADER = 2000,   /* bytes of one header's value; the rest is cut */
    HO_MIME_RAW = 16000,     /* bytes of it that are decoded */
    HO_MIME_DEPTH = 30,      /* of parts within parts; deeper ones are named */
    HO_MIME_ATTACHMENTS = 40 /* named, each on its line; more are counted */
};

/* Append the text of the mail.  *automatic: why no person wrote it (static),
 * or NULL.  NO_MEMORY, or IO where GMime or libxml2 cannot be
 * opened: any bytes are a mail.  GMime and GLib end the
 * process where they themselves are out of memory; the size of what they are
 * given is the caller's to limit. */
enum handoff_status ho_mime_read(struct handoff_slice raw,
                                 struct ho_buffer *out, const char **automatic,
                                 struct handoff_error *err);

#endif
