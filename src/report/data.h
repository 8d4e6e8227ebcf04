/* data.h - a map for programs: JSON and NDJSON. */
#ifndef HANDOFF_REPORT_DATA_H
#define HANDOFF_REPORT_DATA_H

#include <handoff/report.h>

#include "base/json.h"

/* MAP: JSON is the document itself, two spaces a level; NDJSON one line a
 * lead: what the sections say about it.  BRIEFS: {"lead","brief","decision"},
 * an array or one a line.  Other documents are JSON only. */
enum handoff_status ho_report_data(enum handoff_report report,
                                   enum handoff_format format, cJSON *map,
                                   struct ho_buffer *out,
                                   struct handoff_error *err);

#endif
