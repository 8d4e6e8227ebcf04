/* html.h - what a reader sees of an HTML mail, as text.
 *
 * Blocks are lines, `<blockquote>` lines begin with "> ".  A table row of a
 * short label and a value is one line `Label: value`; what follows in the value
 * is indented by four spaces, so that nothing in it looks like a label.
 * Scripts, styles and comments are no text.  Nothing is ever fetched.
 */
#ifndef HANDOFF_INTAKE_HTML_H
#define HANDOFF_INTAKE_HTML_H

#include "base/buffer.h"

/* Bytes of one HTML that are read: the tree takes up to forty times that. */
enum { HO_HTML_BYTES = 16 << 20 };

struct ho_html {
    size_t hidden;   /* elements with text that no reader would see: left out */
    size_t left_out; /* bytes beyond HO_HTML_BYTES */
    bool cut;        /* nested too deeply: what is behind is missing */
};

/* Append the text; html is UTF-8.  NO_MEMORY, or IO where libxml2 cannot be
 * opened. */
enum handoff_status ho_html_text(struct handoff_slice html,
                                 struct ho_buffer *out, struct ho_html *found,
                                 struct handoff_error *err);

#endif
