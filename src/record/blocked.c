/* blocked.c - a lead by its name, and whether anybody may write to it. */
#include <stdio.h>
#include <stdlib.h>

#include "record/drafts.h"
#include "record/stops.h"
#include "record/suppress.h"
#include "record/waiting.h"

enum handoff_status ho_lead_by_name(struct handoff_record *record,
                                    const char *name, int64_t *lead,
                                    struct handoff_error *err)
{
    struct ho_query q;
    enum handoff_status status;

    *lead = 0;
    ho_query(record->db, &q, "SELECT id FROM lead WHERE name = ?1");
    ho_bind_text(&q, name);
    if (ho_step(&q))
        *lead = ho_integer(&q, 0);
    status = ho_done(&q, err);
    if (status == HANDOFF_OK && *lead == 0)
        status = ho_fail(err, HANDOFF_USAGE,
                         "no lead is called %s; handoff log lists them", name);
    return status;
}

enum handoff_status ho_lead_brief(struct handoff_record *record, int64_t lead,
                                  char **json, struct handoff_error *err)
{
    struct ho_buffer b;
    struct ho_query q;
    bool found;
    enum handoff_status status;

    ho_buffer_init(&b, HO_SHOWN_BYTES);
    ho_query(record->db, &q,
             "SELECT b.body FROM crm c JOIN decision d ON d.id = c.decision"
             " JOIN brief b ON b.id = d.brief WHERE c.lead = ?1");
    ho_bind_integer(&q, lead);
    found = ho_step(&q);
    if (found)
        ho_buffer_add(&b, ho_bytes(&q, 0));
    status = ho_done(&q, err);
    if (status == HANDOFF_OK && !found)
        status = ho_fail(err, HANDOFF_USAGE,
                         "the lead has no brief yet; run handoff map first");
    if (status == HANDOFF_OK)
        status = ho_buffer_take(&b, "a brief", json, NULL, err);
    ho_buffer_release(&b);
    return status;
}

enum handoff_status handoff_record_brief(struct handoff_record *record,
                                         const char *lead, char **json,
                                         struct handoff_error *err)
{
    int64_t id = 0;
    enum handoff_status status = ho_lead_by_name(record, lead, &id, err);

    return status == HANDOFF_OK ? ho_lead_brief(record, id, json, err) : status;
}

/* What the newest reply of the lead decided, where that was to stop. */
static enum handoff_status find_stop(struct handoff_record *record,
                                     int64_t lead, char why[HO_WHY_BYTES],
                                     struct handoff_error *err)
{
    struct ho_query q;

    ho_query(record->db, &q,
             "SELECT n.action, n.reason FROM response n WHERE n.lead = ?1"
             " AND " HO_SPEAKS " ORDER BY n.id DESC LIMIT 1");
    ho_bind_integer(&q, lead);
    if (ho_step(&q) && strcmp(ho_text(&q, 0), "stop") == 0)
        snprintf(why, HO_WHY_BYTES, "the lead's last reply stopped it: %.200s",
                 ho_text(&q, 1));
    return ho_done(&q, err);
}

enum handoff_status ho_find_block(struct handoff_record *record, int64_t lead,
                                  const char *email, char why[HO_WHY_BYTES],
                                  struct handoff_error *err)
{
    struct ho_suppression list;
    bool suppressed = false;
    enum handoff_status status;

    why[0] = '\0';
    status = ho_suppression_open(record, INT64_MAX, &list, err);
    if (status == HANDOFF_OK)
        status = ho_suppression_has(&list, email, &suppressed, err);
    if (status == HANDOFF_OK && suppressed)
        snprintf(why, HO_WHY_BYTES,
                 "the address is suppressed; see handoff "
                 "suppress");
    else if (status == HANDOFF_OK)
        status = find_stop(record, lead, why, err);
    return status;
}

enum handoff_status handoff_record_blocked(struct handoff_record *record,
                                           const char *lead, const char *email,
                                           char **why,
                                           struct handoff_error *err)
{
    char text[HO_WHY_BYTES];
    int64_t id = 0;
    enum handoff_status status = ho_lead_by_name(record, lead, &id, err);

    if (status == HANDOFF_OK)
        status = ho_find_block(record, id, email, text, err);
    if (status != HANDOFF_OK)
        return status;
    *why = NULL;
    if (!*text)
        return HANDOFF_OK;
    *why = malloc(strlen(text) + 1);
    if (!*why)
        return ho_no_memory(err);
    memcpy(*why, text, strlen(text) + 1);
    return HANDOFF_OK;
}
