/* map_check.h - looking into the JSON of a system map. */
#ifndef TEST_SUPPORT_MAP_CHECK_H
#define TEST_SUPPORT_MAP_CHECK_H

#include <handoff/playbook.h>

#include "base/json.h"

/* The map as JSON, parsed; cJSON_Delete. */
cJSON *map_json(const struct handoff_map *map);

/* The entry of a lead in a section that lists leads; NULL where it has none. */
const cJSON *map_lead(const cJSON *map, const char *section, const char *lead);

/* The lead's entry in the next-action selector, whatever its situation. */
const cJSON *map_action(const cJSON *map, const char *lead);

/* Everything in `expected` stands in `got`: each member of an object, each
 * item of a list (which has no further ones), each text and number.  `name`
 * and the path name the place in a failure. */
void assert_holds(const char *name, const cJSON *got, const cJSON *expected);

/* What a row says of a lead is what the map says:
 *
 *     situation, stage, route (null: none yet), by (rule, or "crm:route")
 *     action, converts_to     of the selector
 *     crm_stage, owner, last_action, date, open_risk     of the CRM update
 *     flags                   codes, in order; always told, [] where absent
 *
 * What the row leaves out is not checked. */
void map_check_row(const cJSON *map, const char *lead, const cJSON *row);

#endif
