/* rows.c - see report/rows.h */
#include "report/rows.h"

cJSON *ho_member(cJSON *object, const char *key)
{
    cJSON *item = cJSON_IsObject(object) ? object->child : NULL;

    while (item && strcmp(item->string, key) != 0)
        item = item->next;
    return item;
}

static cJSON *first_of(cJSON *object, const char *key)
{
    cJSON *list = ho_member(object, key);

    return cJSON_IsArray(list) ? list->child : NULL;
}

void ho_rows_init(struct ho_rows *rows, cJSON *map)
{
    size_t count = 0;

    *rows = (struct ho_rows){ .lead = first_of(map, "leads"),
                              .stage = first_of(map, "stage_map"),
                              .blocked = first_of(map, "blocked_decisions"),
                              .crm = first_of(map, "crm_updates"),
                              .first = first_of(map, "first_three"),
                              .risk = first_of(map, "risks") };
    for (cJSON *s = first_of(map, "next_actions");
         s && count < HO_ROWS_SITUATIONS; s = s->next)
        rows->action[count++] = first_of(s, "leads");
}

/* The cursor's row where it is the lead's; the cursor moves behind it. */
static cJSON *take(cJSON **cursor, const char *id)
{
    cJSON *item = *cursor;
    const char *name = item ? ho_json_text(item, "lead") : NULL;

    if (!name || strcmp(name, id) != 0)
        return NULL;
    *cursor = item->next;
    return item;
}

bool ho_rows_next(struct ho_rows *rows, struct ho_row *row)
{
    const char *id;

    if (!rows->lead)
        return false;
    *row = (struct ho_row){ .lead = rows->lead };
    rows->lead = rows->lead->next;
    id = ho_json_text(row->lead, "lead");
    if (!id)
        return true;
    row->stage = take(&rows->stage, id);
    row->blocked = take(&rows->blocked, id);
    row->crm = take(&rows->crm, id);
    row->first = take(&rows->first, id);
    row->risk = take(&rows->risk, id);
    row->risks = row->risk != NULL;
    while (row->risk && take(&rows->risk, id))
        row->risks++;
    for (size_t i = 0; i < HO_ROWS_SITUATIONS && !row->action; i++)
        row->action = take(&rows->action[i], id);
    return true;
}
