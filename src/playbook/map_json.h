/* map_json.h - the map as JSON, section by section. */
#ifndef HANDOFF_PLAYBOOK_MAP_JSON_H
#define HANDOFF_PLAYBOOK_MAP_JSON_H

#include "base/json.h"
#include "playbook/playbook.h"

/* `"lead": id, "who": the name people know it by` */
void ho_map_write_who(struct ho_writer *w, const struct handoff_entry *e);

void ho_map_write_health(struct ho_writer *w, const struct handoff_map *map);
/* Those by priority from `from` to before `to`. */
enum handoff_status ho_map_write_leads(struct ho_writer *w,
                                       const struct handoff_map *map,
                                       size_t from, size_t to,
                                       struct handoff_error *err);

#endif
