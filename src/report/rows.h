/* rows.h - what the sections of a map say about one lead.
 *
 * Every section of handoff_map_json names its leads in the order of the map,
 * so one walk with a cursor in each section joins them in linear time.
 */
#ifndef HANDOFF_REPORT_ROWS_H
#define HANDOFF_REPORT_ROWS_H

#include "base/json.h"

enum { HO_ROWS_SITUATIONS = 16 }; /* lists of the selector that are read */

/* Each is NULL where a section does not name the lead. */
struct ho_row {
    cJSON *lead; /* of "leads": brief, decision, sources */
    cJSON *stage, *blocked, *crm, *first;
    cJSON *action; /* of "next_actions" */
    cJSON *risk;   /* the first of `risks` neighbours */
    size_t risks;
};

struct ho_rows {
    cJSON *lead, *stage, *blocked, *crm, *first, *risk;
    cJSON *action[HO_ROWS_SITUATIONS];
};

void ho_rows_init(struct ho_rows *rows, cJSON *map);
/* The next lead; false behind the last. */
bool ho_rows_next(struct ho_rows *rows, struct ho_row *row);

/* ho_json_get for a tree that is to be changed. */
cJSON *ho_member(cJSON *object, const char *key);

#endif
