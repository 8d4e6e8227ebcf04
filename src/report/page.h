/* page.h - a map through its templates. */
#ifndef HANDOFF_REPORT_PAGE_H
#define HANDOFF_REPORT_PAGE_H

#include <handoff/report.h>

#include "base/json.h"

/* format: TEXT, MARKDOWN, HTML or CSV.  The map is changed: see report/view.h.
 *
 * Templates: <report>.<format>.mustache is rendered with the map, then
 * lead.<format>.mustache with each of its leads, then end.<format>.mustache
 * with the map; the last two only where the page has them. */
enum handoff_status ho_report_page(enum handoff_report report,
                                   enum handoff_format format, cJSON *map,
                                   struct ho_buffer *out,
                                   struct handoff_error *err);

#endif
