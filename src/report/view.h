/* view.h - what templates cannot work out, added to the map they render.
 *
 * Mustache has no arithmetic and no comparison.  So words, sums, bar widths
 * and joins are added to the document under names of their own; nothing that
 * is there is changed.
 */
#ifndef HANDOFF_REPORT_VIEW_H
#define HANDOFF_REPORT_VIEW_H

#include "base/json.h"
#include "report/rows.h"

/* To be called first, on the whole map.  Beside a member of that name:
 *
 *   field, factor, reason, flag, code, kind, exception
 *                 <name>_words   underscores as spaces
 *   code          meaning, remedy  of a finding
 *   enrich, assumed, repairs, idle
 *                 <name>_words   "a, b and c"
 *   sla_seconds   sla_words      "1 day"
 *   count         leads_words    "1 lead"
 *   due           due_words      "today" where due_now is true
 *   route_from    decided_by     "the CRM" or the rule
 *   most_blocked_stage  worst    "" where it is none
 *   who           name           "" where it is only the lead's id again
 *   sha256        short          its first digits
 *   weight        points         times value
 *   leads, risks ... has_<name>  "yes" where the list is not empty
 *   of            many           "yes" where there are several pages
 *   overdue ...   <name>_tone    "warn" where the count is not 0
 *   explicit      explicit_share percent of all claims; for inferred the
 *                 same of both: known_share
 *   by_...        in each of its rows: bar, 0 to 100 of the largest count;
 *                 more, true but for the last
 */
enum handoff_status ho_view_words(cJSON *map, struct handoff_error *err);

/* Then, for each row of ho_rows_next, from number 1 on: `anchor`, the number,
 * in every section; in the lead also stage_row, next, crm and flags, which
 * belong to the sections, and `open` where it is one of the first three. */
enum handoff_status ho_view_join(const struct ho_row *row, size_t number,
                                 struct handoff_error *err);

#endif
