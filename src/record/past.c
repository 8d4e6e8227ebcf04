/* past.c - what a lead's drafts and replies were, for its place on the map. */
#include <inttypes.h>

#include "base/clock.h"
#include "record/record.h"

enum { PAST_BYTES = 1 << 28 };

/* Most records hold neither, and most maps are of thousands of leads. */
static enum handoff_status is_empty(struct handoff_record *record, bool *empty,
                                    struct handoff_error *err)
{
    struct ho_query q;

    ho_query(record->db, &q,
             "SELECT NOT EXISTS (SELECT 1 FROM draft)"
             " AND NOT EXISTS (SELECT 1 FROM response)");
    *empty = ho_step(&q) && ho_integer(&q, 0) != 0;
    return ho_done(&q, err);
}

/* The newest ones: the older are of no use any more. */
static enum handoff_status read_drafts(struct handoff_record *record,
                                       const char *lead, const char **out,
                                       struct handoff_error *err)
{
    const char *words = "";
    struct ho_query q;

    ho_query(record->db, &q,
             "SELECT d.id, coalesce(r.verdict, CASE WHEN d.decision ="
             " c.decision THEN 'waits for review' ELSE 'out of date' END)"
             " FROM lead l JOIN draft d ON d.lead = l.id"
             " JOIN crm c ON c.lead = l.id"
             " LEFT JOIN draft_review r ON r.draft = d.id WHERE l.name = ?1"
             " AND d.made = (SELECT max(n.made) FROM draft n WHERE n.lead ="
             " l.id) ORDER BY d.id");
    ho_bind_text(&q, lead);
    while (ho_step(&q))
        words = ho_arena_format(record->past, "%s%sdraft-%" PRId64 " %s", words,
                                *words ? ", " : "", ho_integer(&q, 0),
                                ho_text(&q, 1));
    *out = words;
    return ho_done(&q, err);
}

static enum handoff_status read_response(struct handoff_record *record,
                                         const char *lead, const char **out,
                                         struct handoff_error *err)
{
    char date[HANDOFF_TIME_TEXT];
    struct ho_query q;

    *out = "";
    ho_query(record->db, &q,
             "SELECT n.as_of, n.action, n.reason, n.next_touch FROM lead l"
             " JOIN response n ON n.lead = l.id WHERE l.name = ?1"
             " ORDER BY n.id DESC LIMIT 1");
    ho_bind_text(&q, lead);
    if (ho_step(&q)) {
        const char *touch = ho_text(&q, 3);

        handoff_date_text(ho_integer(&q, 0), date);
        *out = ho_arena_format(record->past, "%s, %s, reason code %s%s%s", date,
                               ho_text(&q, 1), ho_text(&q, 2),
                               *touch ? "; next touch on " : "", touch);
    }
    return ho_done(&q, err);
}

static enum handoff_status read_all(struct handoff_record *record,
                                    const struct handoff_batch *batch,
                                    const struct handoff_past **out,
                                    struct handoff_error *err)
{
    const size_t count = handoff_batch_count(batch);
    struct handoff_past *past =
        ho_arena_alloc(record->past, (count + 1) * sizeof *past);
    enum handoff_status status = HANDOFF_OK;

    for (size_t i = 0; past && i < count && status == HANDOFF_OK; i++) {
        const char *lead = handoff_batch_lead(batch, i)->id;

        status = read_drafts(record, lead, &past[i].drafts, err);
        if (status == HANDOFF_OK)
            status = read_response(record, lead, &past[i].response, err);
    }
    if (status == HANDOFF_OK)
        status = ho_arena_status(record->past, "what the record knows", err);
    if (status == HANDOFF_OK)
        *out = past;
    return status;
}

enum handoff_status handoff_record_past(struct handoff_record *record,
                                        const struct handoff_batch *batch,
                                        const struct handoff_past **out,
                                        struct handoff_error *err)
{
    bool empty = false;
    enum handoff_status status = is_empty(record, &empty, err);

    if (status != HANDOFF_OK || empty)
        return status;
    ho_arena_free(record->past);
    record->past = ho_arena_new(PAST_BYTES);
    return record->past ? read_all(record, batch, out, err) : ho_no_memory(err);
}
