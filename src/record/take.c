/* take.c - taking the leads of a run in. */
#include <stdio.h>
#include <stdlib.h>

#include "record/pack.h"
#include "record/policies.h"
#include "record/record.h"

enum { FAILURES_BYTES = 64 << 20 };

/* --- leads ------------------------------------------------------------------
 */

static enum handoff_status add_lead(struct handoff_record *record,
                                    const struct handoff_lead *lead,
                                    int64_t *id, bool *is_new,
                                    struct handoff_error *err)
{
    char identity[HO_SHA256_HEX];
    struct ho_query q;
    enum handoff_status status = ho_lead_identity(lead, identity, err);

    if (status == HANDOFF_OK)
        status = ho_lead_find(record, identity, id, err);
    *is_new = *id == 0;
    if (status != HANDOFF_OK || *id > 0)
        return status;
    *id = ++record->last_lead;
    ho_query(record->db, &q,
             "INSERT INTO lead (id, name, identity) VALUES (?1, ?2, ?3)");
    ho_bind_integer(&q, *id);
    ho_bind_text(&q, lead->id);
    ho_bind_text(&q, identity);
    return ho_run(&q, err);
}

static enum handoff_status insert_submission(struct handoff_record *record,
                                             const struct handoff_lead *lead,
                                             int64_t owner, int64_t frame,
                                             struct handoff_error *err)
{
    struct handoff_slice bytes;
    struct ho_query q;
    char *owned = NULL;
    enum handoff_status status = ho_pack(lead->bytes, &owned, &bytes, err);

    if (status != HANDOFF_OK)
        return status;
    ho_query(record->db, &q,
             "INSERT INTO submission (lead, sha256, kind, frame, received,"
             " size, bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    ho_bind_integer(&q, owner);
    ho_bind_text(&q, lead->sha256);
    ho_bind_text(&q, lead->kind);
    ho_bind_integer(&q, frame);
    ho_bind_integer(&q, lead->received);
    ho_bind_integer(&q, (int64_t)lead->bytes.len);
    ho_bind_blob(&q, bytes);
    status = ho_run(&q, err);
    free(owned);
    return status;
}

static enum handoff_status find_submission(struct handoff_record *record,
                                           const struct handoff_lead *lead,
                                           int64_t owner, int64_t frame,
                                           int64_t *id,
                                           struct handoff_error *err)
{
    struct ho_query q;

    ho_query(record->db, &q,
             "SELECT id FROM submission WHERE lead = ?1 AND sha256 = ?2"
             " AND frame = ?3");
    ho_bind_integer(&q, owner);
    ho_bind_text(&q, lead->sha256);
    ho_bind_integer(&q, frame);
    if (ho_step(&q))
        *id = ho_integer(&q, 0);
    return ho_done(&q, err);
}

/* The header of a sheet is one text for all its rows. */
static enum handoff_status find_frame(struct handoff_record *record,
                                      struct handoff_slice text, int64_t *id,
                                      struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    if (record->frame_id == 0 || text.len != record->frame.len ||
        (text.len > 0 && memcmp(text.ptr, record->frame.ptr, text.len) != 0)) {
        record->frame_id = 0;
        status = ho_record_text(record, text, &record->frame_id, err);
        record->frame = text;
    }
    *id = record->frame_id;
    return status;
}

static enum handoff_status add_submission(struct handoff_record *record,
                                          const struct handoff_lead *lead,
                                          int64_t owner, bool is_new,
                                          int64_t *id,
                                          struct handoff_error *err)
{
    int64_t frame = 0;
    enum handoff_status status = find_frame(record, lead->frame, &frame, err);

    *id = 0;
    if (status == HANDOFF_OK && !is_new)
        status = find_submission(record, lead, owner, frame, id, err);
    if (status != HANDOFF_OK || *id > 0)
        return status;
    status = insert_submission(record, lead, owner, frame, err);
    *id = ho_db_last_id(record->db);
    return status;
}

static enum handoff_status add_receipt(struct handoff_record *record,
                                       const struct handoff_lead *lead,
                                       size_t position, int64_t submission,
                                       struct handoff_error *err)
{
    struct ho_query q;

    ho_query(record->db, &q,
             "INSERT INTO receipt (run, submission, position, file, line,"
             " duplicate_of) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    ho_bind_integer(&q, record->run_id);
    ho_bind_integer(&q, submission);
    ho_bind_integer(&q, (int64_t)position);
    ho_bind_text(&q, lead->file);
    ho_bind_integer(&q, (int64_t)lead->line);
    ho_bind_text(&q, lead->duplicate_of);
    return ho_run(&q, err);
}

/* The lead was taken in by this run before: it stands in the batch twice.
 * The + keeps the planner off the index of the run, which is as long as the
 * batch. */
static enum handoff_status stands_earlier(struct handoff_record *record,
                                          int64_t lead, bool *yes,
                                          struct handoff_error *err)
{
    struct ho_query q;

    ho_query(record->db, &q,
             "SELECT 1 FROM submission s CROSS JOIN receipt r"
             " ON r.submission = s.id WHERE s.lead = ?1 AND +r.run = ?2");
    ho_bind_integer(&q, lead);
    ho_bind_integer(&q, record->run_id);
    *yes = ho_step(&q);
    return ho_done(&q, err);
}

static enum handoff_status receive(struct handoff_record *record, size_t index,
                                   struct handoff_error *err)
{
    const struct handoff_lead *lead =
        handoff_batch_lead(record->run.batch, index);
    struct ho_running *running = &record->running[index];
    int64_t submission = 0;
    enum handoff_status status =
        add_lead(record, lead, &running->lead, &running->is_new, err);

    if (status == HANDOFF_OK && !running->is_new)
        status = stands_earlier(record, running->lead, &running->again, err);
    if (status == HANDOFF_OK)
        status = add_submission(record, lead, running->lead, running->is_new,
                                &submission, err);
    if (status == HANDOFF_OK)
        status = add_receipt(record, lead, index, submission, err);
    running->receipt = ho_db_last_id(record->db);
    if (status == HANDOFF_OK)
        status = ho_record_event(record, HO_EVENT_RECEIVED, running->lead,
                                 running->receipt, err);
    return status;
}

/* --- the run -----------------------------------------------------------------
 */

static enum handoff_status add_run(struct handoff_record *record,
                                   struct handoff_error *err)
{
    const struct handoff_record_run *run = &record->run;
    int64_t kept = 0, policy = 0;
    struct ho_query q;
    enum handoff_status status =
        ho_record_text(record, run->policy_text, &policy, err);

    if (status == HANDOFF_OK)
        status = ho_policy_keep(record, run->policy, policy, &kept, err);
    if (status != HANDOFF_OK)
        return status;
    ho_query(record->db, &q,
             "INSERT INTO run (command, program, started, as_of, policy,"
             " prompt, reask, endpoint, model, leads, refused)"
             " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
    ho_bind_text(&q, run->command);
    ho_bind_text(&q, run->program);
    ho_bind_integer(&q, ho_record_now(record));
    ho_bind_integer(&q, run->as_of);
    ho_bind_integer(&q, policy);
    ho_bind_text(&q, run->prompt);
    ho_bind_text(&q, run->reask);
    ho_bind_text(&q, run->endpoint);
    ho_bind_text(&q, run->model);
    ho_bind_integer(&q, (int64_t)handoff_batch_count(run->batch));
    ho_bind_integer(&q, (int64_t)handoff_batch_refused_count(run->batch));
    status = ho_run(&q, err);
    record->run_id = ho_db_last_id(record->db);
    return status == HANDOFF_OK
               ? ho_record_event(record, HO_EVENT_RUN, 0, record->run_id, err)
               : status;
}

static enum handoff_status take_in(struct handoff_record *record,
                                   struct handoff_error *err)
{
    const size_t count = handoff_batch_count(record->run.batch);
    enum handoff_status status = HANDOFF_OK;

    if (!ho_db_is_open(record->db))
        status = ho_db_begin(record->db, err);
    if (status == HANDOFF_OK)
        status = ho_lead_last(record, &record->last_lead, err);
    if (status == HANDOFF_OK)
        status = add_run(record, err);
    for (size_t i = 0; i < count && status == HANDOFF_OK; i++)
        status = receive(record, i, err);
    if (status == HANDOFF_OK)
        return ho_db_commit(record->db, err);
    ho_db_rollback(record->db);
    return status;
}

static enum handoff_status make_room(struct handoff_record *record,
                                     struct handoff_error *err)
{
    const struct handoff_record_run *run = &record->run;

    record->running =
        calloc(handoff_batch_count(run->batch) + 1, sizeof *record->running);
    record->arena = ho_arena_new(FAILURES_BYTES);
    record->frame_id = 0;
    if (!record->running || !record->arena)
        return ho_no_memory(err);
    return ho_record_asks(record, run->endpoint, run->model, err);
}

enum handoff_status handoff_record_begin(struct handoff_record *record,
                                         const struct handoff_record_run *run,
                                         struct handoff_error *err)
{
    enum handoff_status status;

    if (record->trouble.status != HANDOFF_OK) {
        if (err && err->status == HANDOFF_OK)
            *err = record->trouble;
        return record->trouble.status;
    }
    record->run = *run;
    status = make_room(record, err);
    return status == HANDOFF_OK ? take_in(record, err) : status;
}
