/* remake.c - see record/remake.h
 *
 * A brief is a function of the lead's bytes, the answers, the policy and the
 * time; a decision and what the CRM should say are functions of the brief.  So
 * proof is doing it again, without model, network or clock.
 */
#include "record/remake.h"

#include <inttypes.h>
#include <stdlib.h>

#include "record/pack.h"
#include "record/policies.h"
#include "record/stops.h"
#include "record/suppress.h"
#include "rules/decider.h"
#include "screen/phrases.h"

enum {
    CHUNK = 32, /* leads on a map at a time: few enough for the cache */
    CHUNK_BYTES = 1 << 30,
    TROUBLE_BYTES = HANDOFF_ERROR_FILE + HANDOFF_ERROR_MESSAGE + 64
};

/* What one run has in common. */
struct past {
    int64_t id, as_of;
    int64_t event; /* of its start */
    const char *prompt, *reask, *endpoint, *model;
    const struct handoff_policy *policy;
    struct handoff_policy *own;
    struct ho_arena *arena;
};

struct item {
    struct ho_kept kept;
    struct handoff_kept_lead lead;
    struct handoff_made_by made;
    struct handoff_answer answer[HO_ANSWERS];
    size_t answers;
    const char *why; /* it cannot be made again */
};

struct chunk {
    const struct ho_remake *remake;
    const struct past *past;
    struct ho_arena *arena;
    struct item item[CHUNK];
    size_t count;
    int64_t last; /* decision */
    struct handoff_batch *batch;
    struct ho_phrases *phrases; /* of screening */
    /* of the items that could be made again, in their order */
    struct handoff_brief *brief[CHUNK];
    struct handoff_decision *decision[CHUNK]; /* the deciders' */
    struct handoff_decider *decider[CHUNK];   /* as many as were needed */
    bool has_stops;
    const struct handoff_stop *stop; /* or NULL */
    size_t made;
    struct handoff_map *map;
};

/* --- the run
 * ------------------------------------------------------------------ */

static enum handoff_status read_past(const struct ho_remake *remake,
                                     struct past *past,
                                     struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK, done;
    struct ho_query q;
    int64_t kept = 0;

    ho_query(remake->record->db, &q,
             "SELECT r.as_of, r.prompt, r.reask, r.endpoint, r.model,"
             " r.policy, e.id FROM run r LEFT JOIN event e ON e.ref = r.id"
             " AND e.lead = 0 AND e.kind = 'run_started' WHERE r.id = ?1");
    ho_bind_integer(&q, past->id);
    if (ho_step(&q)) {
        past->as_of = ho_integer(&q, 0);
        past->prompt = ho_arena_text(past->arena, ho_text(&q, 1));
        past->reask = ho_arena_text(past->arena, ho_text(&q, 2));
        past->endpoint = ho_arena_text(past->arena, ho_text(&q, 3));
        past->model = ho_arena_text(past->arena, ho_text(&q, 4));
        past->event = ho_integer(&q, 6);
        if (!remake->policy)
            status = ho_policy_restore(remake->record, ho_integer(&q, 5),
                                       past->event, &kept, &past->own, err);
        past->policy = remake->policy ? remake->policy : past->own;
    } else if (q.code == 0) {
        status = ho_fail(err, HANDOFF_RECORD,
                         "there is no run %" PRId64 "; handoff log lists them",
                         past->id);
    }
    done = ho_done(&q, err);
    return status == HANDOFF_OK ? done : status;
}

/* --- what is stored
 * -------------------------------------------------------------- */

static struct handoff_slice copy(struct chunk *c, struct handoff_slice s)
{
    return (struct handoff_slice){ ho_arena_copy(c->arena, s), s.len };
}

static const char *text(struct chunk *c, const struct ho_query *q, int column)
{
    return ho_arena_text(c->arena, ho_text(q, column));
}

/* Bytes that cannot be unpacked make the item one that is not made again. */
static struct handoff_slice unpack(struct chunk *c, struct item *item,
                                   const struct ho_query *q, int size,
                                   int bytes)
{
    struct handoff_error why = HANDOFF_ERROR_INIT;
    struct handoff_slice out = { "", 0 };
    char *owned = NULL;

    if (ho_unpack(ho_bytes(q, bytes), (size_t)ho_integer(q, size), &owned, &out,
                  &why) == HANDOFF_OK)
        out = copy(c, out);
    else
        item->why = ho_arena_text(c->arena, why.message);
    free(owned);
    return out;
}

static void read_item(struct chunk *c, struct item *item,
                      const struct ho_query *q)
{
    item->kept = (struct ho_kept){ .decision = ho_integer(q, 0),
                                   .name = text(c, q, 1),
                                   .brief = copy(c, ho_bytes(q, 2)),
                                   .body = copy(c, ho_bytes(q, 3)),
                                   .crm = copy(c, ho_bytes(q, 4)),
                                   .route = text(c, q, 5),
                                   .rule = text(c, q, 6),
                                   .stage = text(c, q, 7),
                                   .owner = text(c, q, 8),
                                   .next_action = text(c, q, 9),
                                   .due = text(c, q, 10),
                                   .score = ho_integer(q, 11),
                                   .needs = text(c, q, 12) };
    item->made =
        (struct handoff_made_by){ .endpoint = c->past->endpoint,
                                  .model = c->past->model,
                                  .prompt = c->past->prompt,
                                  .attempts = (unsigned)ho_integer(q, 13),
                                  .prompt_tokens = ho_integer(q, 14),
                                  .completion_tokens = ho_integer(q, 15) };
    item->lead = (struct handoff_kept_lead){
        .kind = text(c, q, 16),
        .id = item->kept.name,
        .frame = copy(c, ho_bytes(q, 17)),
        .bytes = unpack(c, item, q, 18, 19),
        .file = text(c, q, 20),
        .line = (size_t)ho_integer(q, 21),
        .duplicate_of = ho_is_null(q, 22) ? NULL : text(c, q, 22)
    };
}

static enum handoff_status read_items(struct chunk *c,
                                      struct handoff_error *err)
{
    struct ho_query q;
    enum handoff_status status;

    ho_query(c->remake->record->db, &q,
             "SELECT d.id, l.name, b.body, d.body, d.crm, d.route, d.rule,"
             " d.stage, d.owner, d.next_action, d.due, d.score, d.needs,"
             " b.attempts, b.prompt_tokens, b.completion_tokens, s.kind,"
             " f.body, s.size, s.bytes, r.file, r.line, r.duplicate_of"
             " FROM decision d JOIN brief b ON b.id = d.brief"
             " JOIN lead l ON l.id = d.lead JOIN receipt r ON r.id = b.receipt"
             " JOIN submission s ON s.id = r.submission"
             " JOIN text f ON f.id = s.frame"
             " WHERE d.run = ?1 AND d.id > ?2 ORDER BY d.id LIMIT ?3");
    ho_bind_integer(&q, c->past->id);
    ho_bind_integer(&q, c->last);
    ho_bind_integer(&q, CHUNK);
    for (c->count = 0; ho_step(&q) && c->count < CHUNK; c->count++) {
        c->item[c->count] = (struct item){ 0 };
        read_item(c, &c->item[c->count], &q);
        c->last = c->item[c->count].kept.decision;
    }
    status = ho_done(&q, err);
    return status == HANDOFF_OK ? ho_arena_status(c->arena, "the record", err)
                                : status;
}

static enum handoff_status read_answers(struct chunk *c, struct item *item,
                                        struct handoff_error *err)
{
    struct ho_query q;

    ho_query(c->remake->record->db, &q,
             "SELECT a.failure, p.size, p.bytes FROM decision d"
             " JOIN answer a ON a.brief = d.brief"
             " LEFT JOIN reply p ON p.id = a.reply"
             " WHERE d.id = ?1 ORDER BY a.number");
    ho_bind_integer(&q, item->kept.decision);
    while (ho_step(&q) && item->answers < HO_ANSWERS) {
        struct handoff_answer *answer = &item->answer[item->answers++];

        if (ho_is_null(&q, 2))
            answer->failure = text(c, &q, 0);
        else
            answer->text = unpack(c, item, &q, 1, 2).ptr;
    }
    item->made.reask = item->answers > 1 ? c->past->reask : NULL;
    if (item->answers == 0 && item->made.attempts > 0)
        item->why = "its answers are gone";
    return ho_done(&q, err);
}

/* --- once more
 * ---------------------------------------------------------------------- */

static enum handoff_status decide(struct chunk *c, size_t index,
                                  struct handoff_error *err)
{
    const struct handoff_policy *policy = c->past->policy;
    const struct handoff_decision *lent = NULL;
    struct handoff_facts *facts = NULL;
    enum handoff_status status = HANDOFF_OK;

    if (!c->decider[index])
        status = handoff_decider_new(policy, &c->decider[index], err);
    if (status == HANDOFF_OK)
        status = handoff_policy_intern(policy, c->brief[index], c->past->as_of,
                                       &facts, err);
    if (status == HANDOFF_OK)
        status = handoff_decider_decide(c->decider[index], facts,
                                        HANDOFF_CHANGES, &lent, err);
    handoff_facts_free(facts);
    if (status == HANDOFF_OK)
        c->decision[index] = &c->decider[index]->decision;
    return status;
}

static enum handoff_status make_brief(struct chunk *c, const struct item *item,
                                      struct handoff_error *err)
{
    const struct past *past = c->past;
    const size_t index = c->made++; /* of the lead in the batch */
    enum handoff_status status = handoff_brief_make_from(
        handoff_policy_fields(past->policy),
        handoff_batch_lead(c->batch, index), past->as_of, item->answer,
        item->answers, &item->made, &c->brief[index], err);

    return status == HANDOFF_OK ? decide(c, index, err) : status;
}

/* Bytes that were tampered with are no reason to stop: the item tells. */
static enum handoff_status restore_item(struct chunk *c, struct item *item,
                                        struct handoff_error *err)
{
    struct handoff_error why = HANDOFF_ERROR_INIT;
    char place[TROUBLE_BYTES];
    enum handoff_status status = read_answers(c, item, err);

    if (status != HANDOFF_OK || item->why)
        return status;
    status = handoff_batch_restore(c->batch, &item->lead, &why);
    if (status == HANDOFF_OK)
        return HANDOFF_OK;
    if (status == HANDOFF_NO_MEMORY)
        return ho_no_memory(err);
    handoff_error_text(&why, place, sizeof place);
    item->why = ho_arena_text(c->arena, place);
    return HANDOFF_OK;
}

static enum handoff_status make_items(struct chunk *c,
                                      struct handoff_error *err)
{
    struct ho_suppression kept;
    struct handoff_suppression suppression;
    const struct handoff_screening how = { &suppression, true };
    enum handoff_status status =
        ho_suppression_open(c->remake->record, c->past->event, &kept, err);

    suppression = ho_suppression_for_screen(&kept);
    if (status == HANDOFF_OK)
        status = ho_screen_batch(c->batch, c->phrases, &how, err);
    for (size_t i = 0; i < c->count && status == HANDOFF_OK; i++)
        if (!c->item[i].why)
            status = make_brief(c, &c->item[i], err);
    return status;
}

static enum handoff_status make_map(struct chunk *c, struct handoff_error *err)
{
    const struct handoff_map_input input = { .policy = c->past->policy,
                                             .batch = c->batch,
                                             .brief = c->brief,
                                             .decision = c->decision,
                                             .as_of = c->past->as_of,
                                             .stop = c->stop };

    return handoff_map_make(&input, &c->map, err);
}

static const struct handoff_entry *entry_of(const struct chunk *c, size_t index)
{
    size_t i = 0;

    while (handoff_map_entry(c->map, i)->brief != c->brief[index])
        i++;
    return handoff_map_entry(c->map, i);
}

static enum handoff_status tell(struct chunk *c, struct handoff_error *err)
{
    const struct ho_remake *remake = c->remake;
    enum handoff_status status = HANDOFF_OK;
    size_t made = 0;

    for (size_t i = 0; i < c->count && status == HANDOFF_OK; i++) {
        const struct item *item = &c->item[i];

        status = remake->each(remake->user, &item->kept, c->past->policy,
                              item->why ? NULL : entry_of(c, made++), item->why,
                              err);
    }
    return status;
}

static void release_chunk(struct chunk *c)
{
    handoff_map_free(c->map);
    for (size_t i = 0; i < c->made; i++) {
        handoff_brief_free(c->brief[i]);
        c->brief[i] = NULL;
    }
    c->made = 0;
    c->map = NULL;
    c->stop = NULL;
    handoff_batch_clear(c->batch);
    ho_arena_clear(c->arena);
}

static enum handoff_status do_chunk(struct chunk *c, struct handoff_error *err)
{
    enum handoff_status status = read_items(c, err);

    for (size_t i = 0; i < c->count && status == HANDOFF_OK; i++)
        status = restore_item(c, &c->item[i], err);
    if (status == HANDOFF_OK)
        status = make_items(c, err);
    if (status == HANDOFF_OK && c->has_stops)
        status = ho_stops_before(c->remake->record, c->past->event, c->batch,
                                 c->arena, &c->stop, err);
    if (status == HANDOFF_OK)
        status = make_map(c, err);
    return status == HANDOFF_OK ? tell(c, err) : status;
}

/* What all chunks are read by, and the room that they take in turn. */
static enum handoff_status begin(struct chunk *c, struct handoff_error *err)
{
    enum handoff_status status;

    c->arena = ho_arena_new(CHUNK_BYTES);
    if (!c->arena)
        return ho_no_memory(err);
    status = ho_stops_any(c->remake->record, &c->has_stops, err);
    if (status == HANDOFF_OK)
        status = ho_phrases_new(&c->phrases, err);
    return status == HANDOFF_OK
               ? handoff_batch_new(handoff_policy_fields(c->past->policy),
                                   &c->batch, err)
               : status;
}

static void end(struct chunk *c)
{
    for (size_t i = 0; i < CHUNK; i++)
        handoff_decider_free(c->decider[i]);
    handoff_batch_free(c->batch);
    ho_phrases_free(c->phrases);
    ho_arena_free(c->arena);
    free(c);
}

static enum handoff_status do_all(const struct ho_remake *remake,
                                  const struct past *past,
                                  struct handoff_error *err)
{
    struct chunk *c = calloc(1, sizeof *c);
    enum handoff_status status;

    if (!c)
        return ho_no_memory(err);
    c->remake = remake;
    c->past = past;
    status = begin(c, err);
    while (status == HANDOFF_OK) {
        status = do_chunk(c, err);
        release_chunk(c);
        if (c->count < CHUNK)
            break;
    }
    end(c);
    return status;
}

enum handoff_status ho_remake_run(const struct ho_remake *remake, int64_t run,
                                  struct handoff_error *err)
{
    struct past past = { .id = run, .arena = ho_arena_new(CHUNK_BYTES) };
    enum handoff_status status = past.arena ? HANDOFF_OK : ho_no_memory(err);

    if (status == HANDOFF_OK)
        status = read_past(remake, &past, err);
    if (status == HANDOFF_OK)
        status = ho_arena_status(past.arena, "the run", err);
    if (status == HANDOFF_OK)
        status = do_all(remake, &past, err);
    handoff_policy_free(past.own);
    ho_arena_free(past.arena);
    return status;
}
