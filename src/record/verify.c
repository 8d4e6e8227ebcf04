/* verify.c - proof of everything that is stored; see handoff_record_verify.
 *
 *   the file      SQLite's own check, and the tables as this program makes them
 *   the bytes     each against its SHA-256, each row against its seal
 *   the order     the chain of events; no row without its event
 *   the present   where each lead stands follows from decisions and reviews
 *   the meaning   every brief and decision, made again
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "record/pack.h"
#include "record/remake.h"
#include "record/schema.h"
#include "record/strays.h"

enum { PROBLEM_BYTES = 600, CONTENT_BYTES = 96 * 1024 * 1024 };

struct check {
    struct handoff_record *record;
    void (*problem)(void *user, const char *text);
    void *user;
    struct handoff_proof *proof;
    struct ho_buffer content, scratch;
    struct ho_arena *arena; /* of one decision */
    /* of each kind: rows that an event speaks of, and the last one's number */
    int64_t spoken[HO_EVENTS], last[HO_EVENTS];
};

static void found(struct check *c, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void found(struct check *c, const char *format, ...)
{
    char text[PROBLEM_BYTES];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    c->proof->problems++;
    c->problem(c->user, text);
}

/* --- the file
 * ------------------------------------------------------------------- */

static enum handoff_status check_file(struct check *c,
                                      struct handoff_error *err)
{
    struct ho_query q;
    bool ours = false;
    enum handoff_status status;

    ho_query(c->record->db, &q, "PRAGMA integrity_check(20)");
    while (ho_step(&q))
        if (strcmp(ho_text(&q, 0), "ok") != 0)
            found(c, "the file is damaged: %s", ho_text(&q, 0));
    status = ho_done(&q, err);
    if (status != HANDOFF_OK)
        return status;
    ho_query(c->record->db, &q, "PRAGMA foreign_key_check");
    while (ho_step(&q))
        found(c, "%s %" PRId64 " points to a row that is gone", ho_text(&q, 0),
              ho_integer(&q, 1));
    status = ho_done(&q, err);
    if (status == HANDOFF_OK)
        status = ho_schema_is_ours(c->record->db, &ours, err);
    if (status == HANDOFF_OK && !ours)
        found(c, "the tables are not those that this program makes");
    return status;
}

/* --- the bytes
 * ------------------------------------------------------------------- */

static enum handoff_status check_hash(struct check *c, const char *what,
                                      int64_t id, struct handoff_slice bytes,
                                      const char *sha256,
                                      struct handoff_error *err)
{
    char hash[HO_SHA256_HEX];
    const enum handoff_status status = ho_sha256_hex(bytes, hash, err);

    if (status == HANDOFF_OK && strcmp(hash, sha256) != 0)
        found(c, "%s %" PRId64 ": its bytes are not those of its SHA-256", what,
              id);
    return status;
}

static enum handoff_status check_texts(struct check *c,
                                       struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK, done;
    struct ho_query q;

    ho_query(c->record->db, &q, "SELECT id, sha256, body FROM text");
    while (status == HANDOFF_OK && ho_step(&q))
        status = check_hash(c, "text", ho_integer(&q, 0), ho_bytes(&q, 2),
                            ho_text(&q, 1), err);
    done = ho_done(&q, err);
    return status == HANDOFF_OK ? done : status;
}

/* id, sha256, size, bytes: submissions and files. */
static enum handoff_status check_packed(struct check *c, const char *what,
                                        const struct ho_query *q,
                                        struct handoff_error *err)
{
    struct handoff_error why = HANDOFF_ERROR_INIT;
    const int64_t id = ho_integer(q, 0);
    struct handoff_slice bytes;
    char *owned = NULL;
    enum handoff_status status = ho_unpack(
        ho_bytes(q, 3), (size_t)ho_integer(q, 2), &owned, &bytes, &why);

    if (status == HANDOFF_RECORD) {
        found(c, "%s %" PRId64 ": %s", what, id, why.message);
        return HANDOFF_OK;
    }
    if (status == HANDOFF_OK)
        status = check_hash(c, what, id, bytes, ho_text(q, 1), err);
    free(owned);
    return status;
}

static enum handoff_status check_bytes(struct check *c,
                                       struct handoff_error *err)
{
    static const char *const tables[][2] = {
        { "submission", "SELECT id, sha256, size, bytes FROM submission" },
        { "file", "SELECT id, sha256, size, bytes FROM file" }
    };
    enum handoff_status status = HANDOFF_OK, done;
    struct ho_query q;

    for (size_t i = 0; i < 2 && status == HANDOFF_OK; i++) {
        ho_query(c->record->db, &q, tables[i][1]);
        while (status == HANDOFF_OK && ho_step(&q))
            status = check_packed(c, tables[i][0], &q, err);
        done = ho_done(&q, err);
        status = status == HANDOFF_OK ? done : status;
    }
    return status;
}

/* --- the order
 * ------------------------------------------------------------------- */

static bool was_forgotten(struct check *c, int64_t lead)
{
    struct ho_query q;
    bool yes;

    ho_query(c->record->db, &q,
             "SELECT 1 FROM event WHERE lead = ?1 AND kind = 'forgotten'");
    ho_bind_integer(&q, lead);
    yes = lead > 0 && ho_step(&q);
    ho_done(&q, NULL);
    return yes;
}

static enum handoff_status check_seal(struct check *c, const struct ho_event *e,
                                      struct handoff_slice salt,
                                      struct handoff_error *err)
{
    char seal[HO_SHA256_HEX];
    bool there = false;
    enum handoff_status status;

    if (salt.len == 0 && was_forgotten(c, e->lead))
        return HANDOFF_OK;
    /* rows get rising numbers, so nothing is spoken of twice */
    c->spoken[e->kind] += e->ref > c->last[e->kind];
    c->last[e->kind] = e->ref;
    ho_buffer_clear(&c->content);
    ho_buffer_add(&c->content, salt);
    status = ho_seal_content(c->record->db, e->kind, e->ref, &c->content,
                             &there, err);
    if (status == HANDOFF_OK)
        status = ho_sha256_hex(ho_buffer_slice(&c->content), seal, err);
    if (status == HANDOFF_OK && !there)
        found(c, "event %" PRId64 " (%s): row %" PRId64 " is gone", e->id,
              ho_event_word(e->kind), e->ref);
    else if (status == HANDOFF_OK && strcmp(seal, e->seal) != 0)
        found(c,
              "event %" PRId64 " (%s): row %" PRId64 " is not what was sealed",
              e->id, ho_event_word(e->kind), e->ref);
    return status;
}

static enum handoff_status check_event(struct check *c,
                                       const struct ho_query *q,
                                       struct ho_event *e,
                                       struct handoff_error *err)
{
    char *before = c->proof->head, hash[HO_SHA256_HEX];
    enum handoff_status status;

    e->kind = ho_event_find(ho_text(q, 3));
    if (e->kind == HO_EVENTS || ho_bytes(q, 7).len != HO_SHA256_HEX - 1) {
        found(c, "event %" PRId64 " is none that this program writes", e->id);
        return HANDOFF_OK;
    }
    snprintf(e->seal, sizeof e->seal, "%s", ho_text(q, 7));
    status = ho_chain_hash(e, before, &c->scratch, hash, err);
    if (status == HANDOFF_OK && strcmp(hash, ho_text(q, 9)) != 0)
        found(c, "event %" PRId64 " is not the one that the chain holds",
              e->id);
    snprintf(before, HO_SHA256_HEX, "%s", ho_text(q, 9));
    return status == HANDOFF_OK ? check_seal(c, e, ho_bytes(q, 8), err)
                                : status;
}

static enum handoff_status check_chain(struct check *c,
                                       struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK, done;
    struct ho_query q;

    ho_query(c->record->db, &q,
             "SELECT id, at, actor, kind, run, lead, ref, seal, salt, hash"
             " FROM event ORDER BY id");
    /* the columns of q are read again by others: each value is used or copied
     * before the next query */
    while (status == HANDOFF_OK && ho_step(&q)) {
        struct ho_event e = { .id = ho_integer(&q, 0),
                              .at = ho_integer(&q, 1),
                              .actor = ho_text(&q, 2),
                              .run = ho_integer(&q, 4),
                              .lead = ho_integer(&q, 5),
                              .ref = ho_integer(&q, 6) };

        if (e.id != (int64_t)++c->proof->events)
            found(c, "event %zu is gone", c->proof->events);
        c->proof->events = e.id > 0 ? (size_t)e.id : 0;
        status = check_event(c, &q, &e, err);
    }
    done = ho_done(&q, err);
    return status == HANDOFF_OK ? done : status;
}

static void found_stray(void *user, const char *what, int64_t row,
                        const char *wrong)
{
    found(user, "%s %" PRId64 " %s", what, row, wrong);
}

static enum handoff_status check_strays(struct check *c,
                                        struct handoff_error *err)
{
    const struct ho_strays strays = { c->record->db, c->spoken, found_stray,
                                      c };

    return ho_strays_find(&strays, err);
}

/* --- the meaning
 * ------------------------------------------------------------------- */

static bool differs(struct handoff_slice a, const char *b)
{
    return !ho_slice_is(a, b);
}

static const char *difference(const struct ho_kept *kept, const char *brief,
                              const struct ho_outcome *o)
{
    if (differs(kept->brief, brief))
        return "the brief";
    if (differs(kept->body, o->decision))
        return "the decision";
    if (differs(kept->crm, o->crm))
        return "the CRM update";
    if (strcmp(kept->route, o->route) != 0 || strcmp(kept->rule, o->rule) != 0)
        return "the route";
    if (strcmp(kept->stage, o->stage) != 0 || kept->score != o->score)
        return "the place on the map";
    if (strcmp(kept->owner, o->owner) != 0 ||
        strcmp(kept->next_action, o->next_action) != 0 ||
        strcmp(kept->due, o->due) != 0 || strcmp(kept->needs, o->needs) != 0)
        return "the next action";
    return NULL;
}

static enum handoff_status compare(struct check *c, const struct ho_kept *kept,
                                   const struct handoff_policy *policy,
                                   const struct handoff_entry *entry,
                                   struct handoff_error *err)
{
    struct ho_outcome o = { 0 };
    const char *what = NULL;
    char *brief = NULL;
    enum handoff_status status =
        ho_outcome_make(policy, entry, c->arena, &o, err);

    if (status == HANDOFF_OK)
        status = handoff_brief_json(entry->brief, &brief, err);
    if (status == HANDOFF_OK)
        what = difference(kept, brief, &o);
    if (what)
        found(c,
              "%s, decision %" PRId64
              ": %s is not what its bytes, answers and policy give",
              kept->name, kept->decision, what);
    free(brief);
    return status;
}

static enum handoff_status check_decision(void *user,
                                          const struct ho_kept *kept,
                                          const struct handoff_policy *policy,
                                          const struct handoff_entry *entry,
                                          const char *why,
                                          struct handoff_error *err)
{
    struct check *c = user;
    enum handoff_status status;

    c->proof->decisions++;
    if (!entry) {
        found(c, "%s, decision %" PRId64 ": %s", kept->name, kept->decision,
              why);
        return HANDOFF_OK;
    }
    c->arena = ho_arena_new(CONTENT_BYTES);
    status =
        c->arena ? compare(c, kept, policy, entry, err) : ho_no_memory(err);
    ho_arena_free(c->arena);
    return status;
}

/* A policy that is damaged was found before: the run is passed over. */
static enum handoff_status check_run(struct check *c, int64_t run,
                                     struct handoff_error *err)
{
    const struct ho_remake remake = { .record = c->record,
                                      .each = check_decision,
                                      .user = c };
    struct handoff_error why = HANDOFF_ERROR_INIT;
    const enum handoff_status status = ho_remake_run(&remake, run, &why);

    if (status == HANDOFF_BAD_POLICY || status == HANDOFF_BAD_YAML) {
        found(c, "run %" PRId64 ": its policy cannot be read: %s", run,
              why.message);
        return HANDOFF_OK;
    }
    if (status != HANDOFF_OK && err && err->status == HANDOFF_OK)
        *err = why;
    return status;
}

static enum handoff_status check_runs(struct check *c, int64_t only,
                                      struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;
    int64_t run = only;

    if (only > 0)
        return check_run(c, only, err);
    for (;;) {
        struct ho_query q;
        int64_t next = 0;

        ho_query(c->record->db, &q, "SELECT min(id) FROM run WHERE id > ?1");
        ho_bind_integer(&q, run);
        if (ho_step(&q))
            next = ho_integer(&q, 0);
        status = ho_done(&q, err);
        if (status != HANDOFF_OK || next == 0)
            return status;
        status = check_run(c, run = next, err);
        if (status != HANDOFF_OK)
            return status;
    }
}

static enum handoff_status count_leads(struct check *c,
                                       struct handoff_error *err)
{
    struct ho_query q;

    ho_query(c->record->db, &q, "SELECT count(*) FROM lead");
    if (ho_step(&q))
        c->proof->leads = (size_t)ho_integer(&q, 0);
    return ho_done(&q, err);
}

enum handoff_status handoff_record_verify(
    struct handoff_record *record, int64_t run, bool seals_only,
    void (*problem)(void *user, const char *text), void *user,
    struct handoff_proof *out, struct handoff_error *err)
{
    static enum handoff_status (*const checks[])(
        struct check *, struct handoff_error *) = { check_file,   check_texts,
                                                    check_bytes,  check_chain,
                                                    check_strays, count_leads };
    struct check c = {
        .record = record, .problem = problem, .user = user, .proof = out
    };
    enum handoff_status status = HANDOFF_OK;

    *out = (struct handoff_proof){ 0 };
    ho_buffer_init(&c.content, CONTENT_BYTES);
    ho_buffer_init(&c.scratch, CONTENT_BYTES);
    status = ho_db_script(record->db, "BEGIN", err); /* one moment's view */
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        if (status == HANDOFF_OK)
            status = checks[i](&c, err);
    if (status == HANDOFF_OK && !seals_only)
        status = check_runs(&c, run, err);
    ho_db_rollback(record->db);
    ho_buffer_release(&c.scratch);
    ho_buffer_release(&c.content);
    return status;
}
