/* responses.c - what came back, and what it led to. */
#include <handoff/followup.h>

#include <stdlib.h>

#include "record/drafts.h"
#include "record/pack.h"

static enum handoff_status insert(struct handoff_record *record, int64_t lead,
                                  const struct handoff_response *r,
                                  const char *body, struct handoff_slice bytes,
                                  struct handoff_error *err)
{
    struct ho_query q;
    enum handoff_status status;
    int64_t id = 0;

    /* the number of one that was forgotten stays its own */
    ho_query(record->db, &q,
             "INSERT INTO response (id, lead, as_of, action, reason,"
             " next_touch, body, size, bytes) SELECT 1 + max((SELECT"
             " coalesce(max(id), 0) FROM response), (SELECT coalesce(max(ref),"
             " 0) FROM event WHERE kind = 'responded')), ?1, ?2, ?3, ?4, ?5,"
             " ?6, ?7, ?8");
    ho_bind_integer(&q, lead);
    ho_bind_integer(&q, r->in.as_of);
    ho_bind_text(&q, handoff_step_name(r->step));
    ho_bind_text(&q, r->reason);
    ho_bind_text(&q, r->next_touch);
    ho_bind_text(&q, body);
    ho_bind_integer(&q, (int64_t)strlen(r->text));
    ho_bind_blob(&q, bytes);
    status = ho_run(&q, err);
    id = ho_db_last_id(record->db);
    return status == HANDOFF_OK
               ? ho_record_event(record, HO_EVENT_RESPONDED, lead, id, err)
               : status;
}

static enum handoff_status keep(struct handoff_record *record,
                                const struct handoff_response *r,
                                struct handoff_error *err)
{
    struct handoff_slice bytes;
    char *body = NULL, *owned = NULL;
    int64_t lead = 0;
    enum handoff_status status =
        ho_lead_by_name(record, r->in.lead, &lead, err);

    if (status == HANDOFF_OK)
        status = handoff_response_json(r, &body, err);
    if (status == HANDOFF_OK)
        status = ho_pack(ho_slice(r->text), &owned, &bytes, err);
    if (status == HANDOFF_OK)
        status = insert(record, lead, r, body, bytes, err);
    free(owned);
    free(body);
    return status;
}

enum handoff_status handoff_record_response(struct handoff_record *record,
                                            const struct handoff_response *r,
                                            struct handoff_error *err)
{
    enum handoff_status status = ho_db_begin(record->db, err);

    if (status == HANDOFF_OK)
        status = keep(record, r, err);
    if (status == HANDOFF_OK)
        return ho_db_commit(record->db, err);
    ho_db_rollback(record->db);
    return status;
}

enum handoff_status handoff_record_touches(struct handoff_record *record,
                                           const char *lead, int64_t *count,
                                           struct handoff_error *err)
{
    struct ho_query q;
    int64_t id = 0;
    enum handoff_status status = ho_lead_by_name(record, lead, &id, err);

    if (status != HANDOFF_OK)
        return status;
    ho_query(
        record->db, &q,
        "SELECT count(DISTINCT d.made) FROM draft_review r JOIN draft d"
        " ON d.id = r.draft WHERE r.lead = ?1 AND r.verdict <> 'rejected'");
    ho_bind_integer(&q, id);
    if (ho_step(&q))
        *count = ho_integer(&q, 0);
    return ho_done(&q, err);
}
