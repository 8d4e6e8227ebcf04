/* replies.c - the record as the memory of an endpoint. */
#include <stdlib.h>

#include "record/pack.h"
#include "record/record.h"

const char ho_asked_batch[] = "batch: ";

enum { UNSAVED = 256 /* free replies that may wait for their commit */ };

static void note_reply(struct handoff_record *record, size_t index, int64_t id,
                       const char *failure)
{
    struct ho_running *running = &record->running[index];

    if (running->count == HO_ANSWERS)
        return;
    running->answer[running->count].reply = id;
    running->answer[running->count++].failure = failure;
}

bool ho_travels(const char *asked)
{
    return strncmp(asked, "http", 4) == 0;
}

/* Free and always the same: those are not worth remembering. */
static bool costs(const struct handoff_record *record)
{
    return ho_travels(record->asked) ||
           strncmp(record->asked, ho_asked_batch, strlen(ho_asked_batch)) == 0;
}

static enum handoff_status fill(struct ho_query *q, struct handoff_reply *reply,
                                struct handoff_error *err)
{
    const size_t size = (size_t)ho_integer(q, 4);
    struct handoff_slice text;
    char *owned = NULL;
    enum handoff_status status =
        ho_unpack(ho_bytes(q, 5), size, &owned, &text, err);

    if (status != HANDOFF_OK)
        return status;
    reply->attempts = (unsigned)ho_integer(q, 1);
    reply->prompt_tokens = ho_integer(q, 2);
    reply->completion_tokens = ho_integer(q, 3);
    reply->text = owned;
    if (!owned && (reply->text = malloc(text.len + 1))) {
        memcpy(reply->text, text.ptr, text.len);
        reply->text[text.len] = '\0';
    }
    reply->ok = reply->text != NULL;
    return reply->ok ? HANDOFF_OK : ho_no_memory(err);
}

static enum handoff_status same_reply(struct handoff_record *record,
                                      const struct handoff_reply *reply,
                                      struct handoff_slice bytes, int64_t *id,
                                      struct handoff_error *err)
{
    const struct ho_running *running = &record->running[reply->tag];
    struct ho_query q;

    *id = 0;
    if (running->is_new)
        return HANDOFF_OK;
    ho_query(record->db, &q,
             "SELECT id FROM reply WHERE request = ?1 AND asked = ?2"
             " AND bytes = ?3 AND attempts = ?4 AND lead = ?5");
    ho_bind_text(&q, reply->request_sha256);
    ho_bind_text(&q, record->asked);
    ho_bind_blob(&q, bytes);
    ho_bind_integer(&q, reply->attempts);
    ho_bind_integer(&q, running->lead);
    if (ho_step(&q))
        *id = ho_integer(&q, 0);
    return ho_done(&q, err);
}

static enum handoff_status insert_reply(struct handoff_record *record,
                                        const struct handoff_reply *reply,
                                        struct handoff_slice bytes, int64_t *id,
                                        struct handoff_error *err)
{
    const int64_t lead = record->running[reply->tag].lead;
    struct ho_query q;
    enum handoff_status status;

    ho_query(record->db, &q,
             "INSERT INTO reply (lead, run, request, asked, attempts,"
             " prompt_tokens, completion_tokens, size, bytes)"
             " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    ho_bind_integer(&q, lead);
    ho_bind_integer(&q, record->run_id);
    ho_bind_text(&q, reply->request_sha256);
    ho_bind_text(&q, record->asked);
    ho_bind_integer(&q, reply->attempts);
    ho_bind_integer(&q, reply->prompt_tokens);
    ho_bind_integer(&q, reply->completion_tokens);
    ho_bind_integer(&q, (int64_t)strlen(reply->text));
    ho_bind_blob(&q, bytes);
    status = ho_run(&q, err);
    *id = ho_db_last_id(record->db);
    return status == HANDOFF_OK
               ? ho_record_event(record, HO_EVENT_ANSWERED, lead, *id, err)
               : status;
}

static enum handoff_status save_reply(struct handoff_record *record,
                                      const struct handoff_reply *reply,
                                      int64_t *id, struct handoff_error *err)
{
    struct handoff_slice bytes;
    char *owned = NULL;
    enum handoff_status status =
        ho_pack(ho_slice(reply->text), &owned, &bytes, err);

    if (status == HANDOFF_OK && !ho_db_is_open(record->db))
        status = ho_db_begin(record->db, err);
    if (status == HANDOFF_OK)
        status = same_reply(record, reply, bytes, id, err);
    if (status == HANDOFF_OK && *id == 0)
        status = insert_reply(record, reply, bytes, id, err);
    free(owned);
    record->unsaved++;
    return status;
}

/* *lead: whose it is. */
static enum handoff_status find_reply(struct handoff_record *record,
                                      struct handoff_reply *reply, bool *known,
                                      int64_t *id, int64_t *lead,
                                      struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK, done;
    struct ho_query q;

    ho_query(record->db, &q,
             "SELECT id, attempts, prompt_tokens, completion_tokens, size,"
             " bytes, lead FROM reply WHERE request = ?1 AND asked = ?2"
             " ORDER BY id DESC LIMIT 1");
    ho_bind_text(&q, reply->request_sha256);
    ho_bind_text(&q, record->asked);
    *known = ho_step(&q);
    if (*known) {
        status = fill(&q, reply, err);
        *id = ho_integer(&q, 0);
        *lead = ho_integer(&q, 6);
    }
    done = ho_done(&q, err);
    return status == HANDOFF_OK ? done : status;
}

/* Another lead's answer to the same request becomes this one's, too: each is
 * forgotten on its own. */
static enum handoff_status recall(void *user, struct handoff_reply *reply,
                                  bool *known, struct handoff_error *err)
{
    struct handoff_record *record = user;
    const int64_t own = record->running[reply->tag].lead;
    int64_t id = 0, lead = 0;
    enum handoff_status status = HANDOFF_OK;

    if (!costs(record))
        return HANDOFF_OK;
    if (!record->run.fresh)
        status = find_reply(record, reply, known, &id, &lead, err);
    if (status == HANDOFF_OK && !*known && ho_travels(record->asked))
        return ho_record_sent(record, own, err);
    if (status == HANDOFF_OK && *known && lead != own)
        status = save_reply(record, reply, &id, err);
    if (status == HANDOFF_OK && *known)
        note_reply(record, reply->tag, id, NULL);
    return status;
}

static enum handoff_status keep(void *user, const struct handoff_reply *reply,
                                struct handoff_error *err)
{
    struct handoff_record *record = user;
    enum handoff_status status = HANDOFF_OK;
    int64_t id = 0;

    /* in one transaction with the answer */
    if (record->outbox.count > 0 && !ho_db_is_open(record->db))
        status = ho_db_begin(record->db, err);
    if (status == HANDOFF_OK)
        status = ho_outbox_keep(record, err);
    if (status != HANDOFF_OK)
        return status;
    if (!reply->ok) {
        note_reply(record, reply->tag, 0,
                   ho_arena_text(record->arena, reply->failure));
        return ho_arena_status(record->arena, "the run's failures", err);
    }
    status = save_reply(record, reply, &id, err);
    if (status == HANDOFF_OK)
        note_reply(record, reply->tag, id, NULL);
    return status;
}

/* What cost something is committed at once. */
static enum handoff_status settle(void *user, struct handoff_error *err)
{
    struct handoff_record *record = user;

    if (!ho_db_is_open(record->db) ||
        (!costs(record) && record->unsaved < UNSAVED))
        return HANDOFF_OK;
    record->unsaved = 0;
    return ho_db_commit(record->db, err);
}

const struct handoff_memory *handoff_record_memory(
    struct handoff_record *record)
{
    record->memory = (struct handoff_memory){ recall, keep, settle, record };
    return &record->memory;
}
