/* stops.c - leads whose newest reply was to stop; see record/stops.h */
#include "record/stops.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/json.h"
#include "playbook/playbook.h"

enum { STOPS_BYTES = 1 << 28 };

enum handoff_status ho_stops_any(struct handoff_record *record, bool *any,
                                 struct handoff_error *err)
{
    struct ho_query q;

    ho_query(record->db, &q,
             "SELECT EXISTS (SELECT 1 FROM response WHERE action = 'stop')");
    *any = ho_step(&q) && ho_integer(&q, 0) != 0;
    return ho_done(&q, err);
}

/* What the reply says, each with its place, and the rule that took it. */
static const char *evidence(const cJSON *body, const char *cite,
                            struct ho_arena *arena)
{
    const char *rule = ho_json_text(body, "rule");
    const char *note = "";
    const cJSON *heard;

    cJSON_ArrayForEach(heard, ho_json_get(body, "summary"))
    {
        const char *signal = ho_json_text(heard, "signal");
        const char *quote = ho_json_text(heard, "quote");

        if (signal && quote)
            note = ho_arena_format(arena, "%s%s \"%s\" [%s]; ", note,
                                   ho_words_of(arena, signal), quote, cite);
    }
    return ho_arena_format(arena, "%srule %s", note, rule ? rule : "");
}

static enum handoff_status read_stop(const struct ho_query *q,
                                     struct ho_arena *arena,
                                     struct handoff_stop *out,
                                     struct handoff_error *err)
{
    char date[HANDOFF_TIME_TEXT];
    cJSON *body = NULL;
    const enum handoff_status status =
        ho_json_parse(ho_bytes(q, 3), &body, err);
    const char *action;

    if (status != HANDOFF_OK)
        return status;
    action = ho_json_text(body, "next_action");
    handoff_date_text(ho_integer(q, 0), date);
    out->reason = ho_arena_text(arena, ho_text(q, 2));
    out->action = ho_arena_text(arena, action ? action : "");
    out->cite = ho_arena_format(arena, "reply of %s", date);
    out->evidence = evidence(body, out->cite, arena);
    cJSON_Delete(body);
    return HANDOFF_OK;
}

static enum handoff_status find(struct handoff_record *record, const char *lead,
                                int64_t event, struct ho_arena *arena,
                                struct handoff_stop *out,
                                struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK, done;
    struct ho_query q;

    ho_query(record->db, &q,
             "SELECT n.as_of, n.action, n.reason, n.body FROM lead l"
             " JOIN response n ON n.lead = l.id JOIN event e ON e.lead = l.id"
             " AND e.kind = 'responded' AND e.ref = n.id"
             " WHERE l.name = ?1 AND e.id < ?2 AND " HO_SPEAKS
             " ORDER BY n.id DESC LIMIT 1");
    ho_bind_text(&q, lead);
    ho_bind_integer(&q, event);
    if (ho_step(&q) && strcmp(ho_text(&q, 1), "stop") == 0)
        status = read_stop(&q, arena, out, err);
    done = ho_done(&q, err);
    return status == HANDOFF_OK ? done : status;
}

enum handoff_status ho_stops_before(struct handoff_record *record,
                                    int64_t event,
                                    const struct handoff_batch *batch,
                                    struct ho_arena *arena,
                                    const struct handoff_stop **out,
                                    struct handoff_error *err)
{
    const size_t count = handoff_batch_count(batch);
    struct handoff_stop *stop =
        ho_arena_alloc(arena, (count + 1) * sizeof *stop);
    enum handoff_status status = HANDOFF_OK;

    for (size_t i = 0; stop && i < count && status == HANDOFF_OK; i++)
        status = find(record, handoff_batch_lead(batch, i)->id, event, arena,
                      &stop[i], err);
    if (status == HANDOFF_OK)
        status = ho_arena_status(arena, "the replies that stopped", err);
    if (status == HANDOFF_OK)
        *out = stop;
    return status;
}

enum handoff_status handoff_record_stops(struct handoff_record *record,
                                         const struct handoff_stop **out,
                                         struct handoff_error *err)
{
    struct ho_query q;
    int64_t event = 0;
    bool any = false;
    enum handoff_status status = ho_stops_any(record, &any, err);

    if (status != HANDOFF_OK || !any)
        return status;
    ho_query(record->db, &q,
             "SELECT id FROM event WHERE lead = 0 AND kind = 'run_started'"
             " AND ref = ?1");
    ho_bind_integer(&q, record->run_id);
    if (ho_step(&q))
        event = ho_integer(&q, 0);
    status = ho_done(&q, err);
    if (status != HANDOFF_OK)
        return status;
    ho_arena_free(record->stops);
    record->stops = ho_arena_new(STOPS_BYTES);
    return record->stops ? ho_stops_before(record, event, record->run.batch,
                                           record->stops, out, err)
                         : ho_no_memory(err);
}
