/* html_style.h - does a reader see this element? */
#ifndef HANDOFF_INTAKE_HTML_STYLE_H
#define HANDOFF_INTAKE_HTML_STYLE_H

#include <stdbool.h>

#include "intake/libxml.h"

/* By what the element itself states: the `hidden` attribute; and in its style
 * display none, visibility hidden, a font, height or opacity of zero,
 * `mso-hide`, or white letters where the nearest stated background is white.
 * Style sheets are not read. */
bool ho_html_is_hidden(const xmlNode *element);

#endif
