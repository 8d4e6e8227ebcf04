/* finish.c - the results of a run: all of them or none. */
#include <stdlib.h>

#include "record/record.h"

enum { TEXT_BYTES = 1 << 30 /* a batch's decisions */ };

struct finish {
    struct handoff_record *record;
    struct ho_arena *arena; /* of one lead */
};

/* --- what was said already --------------------------------------------------
 */

/* The decision without its time, which is its last member. */
static struct handoff_slice without_time(struct handoff_slice json)
{
    static const char as_of[] = ",\"as_of\":\"";
    const size_t tail = sizeof as_of - 1 + sizeof "2026-09-24T09:00:00Z\"}" - 1;

    if (json.len > tail &&
        memcmp(json.ptr + json.len - tail, as_of, sizeof as_of - 1) == 0)
        json.len -= tail;
    return json;
}

static bool is_same(struct handoff_slice a, struct handoff_slice b)
{
    return a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0;
}

/* Where the lead stood before this run. */
struct before {
    bool placed;   /* on the map */
    bool same;     /* its last decision says what the new one does */
    int64_t brief; /* its last one, if that says the same; else 0 */
};

static enum handoff_status find_before(struct finish *f, int64_t lead,
                                       const char *brief,
                                       const struct ho_outcome *o,
                                       struct before *out,
                                       struct handoff_error *err)
{
    struct ho_query q;

    ho_query(f->record->db, &q,
             "SELECT b.id, b.body, d.body, d.crm, d.needs, d.next_action"
             " FROM crm c JOIN decision d ON d.id = c.decision"
             " JOIN brief b ON b.id = d.brief WHERE c.lead = ?1");
    ho_bind_integer(&q, lead);
    out->placed = ho_step(&q);
    if (out->placed && is_same(ho_bytes(&q, 1), ho_slice(brief))) {
        out->brief = ho_integer(&q, 0);
        out->same = is_same(without_time(ho_bytes(&q, 2)),
                            without_time(ho_slice(o->decision))) &&
                    strcmp(ho_text(&q, 3), o->crm) == 0 &&
                    strcmp(ho_text(&q, 4), o->needs) == 0 &&
                    strcmp(ho_text(&q, 5), o->next_action) == 0;
    }
    return ho_done(&q, err);
}

/* --- rows
 * --------------------------------------------------------------------- */

static enum handoff_status add_answers(struct finish *f,
                                       const struct ho_running *running,
                                       int64_t brief, struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;
    struct ho_query q;

    for (size_t i = 0; i < running->count && status == HANDOFF_OK; i++) {
        ho_query(f->record->db, &q,
                 "INSERT INTO answer (brief, number, reply, failure)"
                 " VALUES (?1, ?2, ?3, ?4)");
        ho_bind_integer(&q, brief);
        ho_bind_integer(&q, (int64_t)i);
        if (running->answer[i].reply > 0)
            ho_bind_integer(&q, running->answer[i].reply);
        else
            ho_bind_null(&q);
        ho_bind_text(&q, running->answer[i].failure);
        status = ho_run(&q, err);
    }
    return status;
}

static enum handoff_status add_brief(struct finish *f,
                                     const struct ho_running *running,
                                     const struct handoff_made_by *made,
                                     const char *body, int64_t *id,
                                     struct handoff_error *err)
{
    struct ho_query q;
    enum handoff_status status;

    ho_query(f->record->db, &q,
             "INSERT INTO brief (lead, receipt, attempts, prompt_tokens,"
             " completion_tokens, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    ho_bind_integer(&q, running->lead);
    ho_bind_integer(&q, running->receipt);
    ho_bind_integer(&q, made->attempts);
    ho_bind_integer(&q, made->prompt_tokens);
    ho_bind_integer(&q, made->completion_tokens);
    ho_bind_text(&q, body);
    status = ho_run(&q, err);
    *id = ho_db_last_id(f->record->db);
    return status == HANDOFF_OK ? add_answers(f, running, *id, err) : status;
}

static enum handoff_status add_decision(struct finish *f, int64_t lead,
                                        int64_t brief,
                                        const struct ho_outcome *o, int64_t *id,
                                        struct handoff_error *err)
{
    struct ho_query q;
    enum handoff_status status;

    ho_query(f->record->db, &q,
             "INSERT INTO decision (lead, brief, run, body, crm, route, rule,"
             " stage, owner, next_action, due, score, needs) VALUES (?1, ?2,"
             " ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)");
    ho_bind_integer(&q, lead);
    ho_bind_integer(&q, brief);
    ho_bind_integer(&q, f->record->run_id);
    ho_bind_text(&q, o->decision);
    ho_bind_text(&q, o->crm);
    ho_bind_text(&q, o->route);
    ho_bind_text(&q, o->rule);
    ho_bind_text(&q, o->stage);
    ho_bind_text(&q, o->owner);
    ho_bind_text(&q, o->next_action);
    ho_bind_text(&q, o->due);
    ho_bind_integer(&q, o->score);
    ho_bind_text(&q, o->needs);
    status = ho_run(&q, err);
    *id = ho_db_last_id(f->record->db);
    return status;
}

/* Not one statement for both: what might have to be taken back half done
 * costs a copy of each page. */
#define INSERT_CRM                                          \
    "INSERT INTO crm (lead, decision, route, stage, owner," \
    " next_action, due, score, waits)"                      \
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
#define UPDATE_CRM                                                      \
    "UPDATE crm SET decision = ?2, route = ?3, stage = ?4, owner = ?5," \
    " next_action = ?6, due = ?7, score = ?8, waits = ?9 WHERE lead = ?1"

static enum handoff_status place(struct finish *f, int64_t lead, bool placed,
                                 int64_t decision, const struct ho_outcome *o,
                                 struct handoff_error *err)
{
    struct ho_query q;

    ho_query(f->record->db, &q, placed ? UPDATE_CRM : INSERT_CRM);
    ho_bind_integer(&q, lead);
    ho_bind_integer(&q, decision);
    ho_bind_text(&q, o->route);
    ho_bind_text(&q, o->stage);
    ho_bind_text(&q, o->owner);
    ho_bind_text(&q, o->next_action);
    ho_bind_text(&q, o->due);
    ho_bind_integer(&q, o->score);
    ho_bind_integer(&q, *o->needs != '\0');
    return ho_run(&q, err);
}

static enum handoff_status add_new(struct finish *f,
                                   const struct ho_running *running,
                                   const struct handoff_entry *e,
                                   const char *body,
                                   const struct before *before,
                                   const struct ho_outcome *o,
                                   struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;
    int64_t brief = before->brief, decision = 0;

    if (brief == 0)
        status = add_brief(f, running, &e->brief->made_by, body, &brief, err);
    if (status == HANDOFF_OK)
        status = add_decision(f, running->lead, brief, o, &decision, err);
    if (status == HANDOFF_OK)
        status = place(f, running->lead, before->placed, decision, o, err);
    if (status == HANDOFF_OK)
        status = ho_watch(f->record, running->lead, before->placed, o, err);
    if (status == HANDOFF_OK)
        status = ho_record_event(f->record, HO_EVENT_DECIDED, running->lead,
                                 decision, err);
    return status;
}

static enum handoff_status finish_lead(struct finish *f,
                                       const struct ho_running *running,
                                       const struct handoff_entry *e,
                                       struct handoff_error *err)
{
    struct ho_outcome o = { 0 };
    struct before before = { false, false, 0 };
    char *body = NULL;
    enum handoff_status status =
        ho_outcome_make(f->record->run.policy, e, f->arena, &o, err);

    if (status == HANDOFF_OK)
        status = handoff_brief_json(e->brief, &body, err);
    if (status == HANDOFF_OK && !running->is_new)
        status = find_before(f, running->lead, body, &o, &before, err);
    if (status == HANDOFF_OK && !before.same)
        status = add_new(f, running, e, body, &before, &o, err);
    free(body);
    return status;
}

/* --- all of them
 * ----------------------------------------------------------------- */

struct pair {
    const struct handoff_lead *lead;
    const struct ho_running *running;
};

static int by_lead(const void *left, const void *right)
{
    const struct pair *a = left, *b = right;

    return (a->lead > b->lead) - (a->lead < b->lead);
}

/* The map is sorted by priority, the run by arrival. */
static struct pair *pair_up(const struct handoff_record *record, size_t count)
{
    struct pair *pairs = calloc(count + 1, sizeof *pairs);

    for (size_t i = 0; pairs && i < count; i++)
        pairs[i] = (struct pair){ handoff_batch_lead(record->run.batch, i),
                                  &record->running[i] };
    if (pairs)
        qsort(pairs, count, sizeof *pairs, by_lead);
    return pairs;
}

static enum handoff_status finish_entry(struct finish *f,
                                        const struct handoff_entry *e,
                                        const struct pair *pairs, size_t count,
                                        struct handoff_error *err)
{
    const struct pair key = { .lead = e->lead };
    const struct pair *found =
        bsearch(&key, pairs, count, sizeof *pairs, by_lead);

    if (!found || found->running->again)
        return HANDOFF_OK;
    ho_arena_clear(f->arena);
    return finish_lead(f, found->running, e, err);
}

static enum handoff_status end_run(struct handoff_record *record,
                                   struct handoff_error *err)
{
    struct ho_query q;
    enum handoff_status status;

    ho_query(record->db, &q, "UPDATE run SET finished = ?1 WHERE id = ?2");
    ho_bind_integer(&q, ho_record_now(record));
    ho_bind_integer(&q, record->run_id);
    status = ho_run(&q, err);
    return status == HANDOFF_OK ? ho_record_event(record, HO_EVENT_FINISHED, 0,
                                                  record->run_id, err)
                                : status;
}

static enum handoff_status finish_all(struct handoff_record *record,
                                      const struct handoff_map *map,
                                      struct handoff_error *err)
{
    const size_t count = handoff_map_count(map);
    struct pair *pairs = pair_up(record, count);
    struct finish f = { record, ho_arena_new(TEXT_BYTES) };
    enum handoff_status status =
        pairs && f.arena ? HANDOFF_OK : ho_no_memory(err);

    for (size_t i = 0; i < count && status == HANDOFF_OK; i++)
        status = finish_entry(&f, handoff_map_entry(map, i), pairs, count, err);
    if (status == HANDOFF_OK)
        status = end_run(record, err);
    ho_arena_free(f.arena);
    free(pairs);
    return status;
}

enum handoff_status handoff_record_finish(struct handoff_record *record,
                                          const struct handoff_map *map,
                                          struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    if (!ho_db_is_open(record->db))
        status = ho_db_begin(record->db, err);
    if (status == HANDOFF_OK)
        status = finish_all(record, map, err);
    if (status == HANDOFF_OK)
        return ho_db_commit(record->db, err);
    ho_db_rollback(record->db);
    return status;
}
