/* strays.c - see record/strays.h */
#include "record/strays.h"

#include <handoff/clock.h>

#include "base/json.h"

enum { TEXT_BYTES = 64 * 1024 * 1024, NONE = 6 /* "\"none " */ };

/* Rows that no event speaks of: there are more of them than were spoken of,
 * and only then is it worth finding out which. */
static const struct {
    enum ho_event_kind kind;
    const char *count, *which, *what, *wrong;
} spoken[] = {
    { HO_EVENT_RUN, "SELECT count(*) FROM run",
      "SELECT id FROM run WHERE id NOT IN (SELECT ref FROM event"
      " WHERE kind = 'run_started')",
      "run", "has no event" },
    { HO_EVENT_FINISHED, "SELECT count(*) FROM run WHERE finished IS NOT NULL",
      "SELECT id FROM run WHERE finished IS NOT NULL AND id NOT IN (SELECT ref"
      " FROM event WHERE kind = 'run_finished')",
      "run", "has no event of its end" },
    { HO_EVENT_RECEIVED, "SELECT count(*) FROM receipt",
      "SELECT id FROM receipt WHERE id NOT IN (SELECT ref FROM event"
      " WHERE kind = 'received')",
      "receipt", "has no event" },
    { HO_EVENT_ANSWERED, "SELECT count(*) FROM reply",
      "SELECT id FROM reply WHERE id NOT IN (SELECT ref FROM event"
      " WHERE kind = 'answered')",
      "reply", "has no event" },
    { HO_EVENT_DECIDED, "SELECT count(*) FROM decision",
      "SELECT id FROM decision WHERE id NOT IN (SELECT ref FROM event"
      " WHERE kind = 'decided')",
      "decision", "has no event" },
    { HO_EVENT_REVIEWED, "SELECT count(*) FROM review",
      "SELECT id FROM review WHERE id NOT IN (SELECT ref FROM event"
      " WHERE kind = 'reviewed')",
      "review", "has no event" },
    { HO_EVENT_DRAFTED, "SELECT count(*) FROM draft",
      "SELECT id FROM draft WHERE id NOT IN (SELECT ref FROM event"
      " WHERE kind = 'drafted')",
      "draft", "has no event" },
    { HO_EVENT_DRAFT_SAID, "SELECT count(*) FROM draft_review",
      "SELECT id FROM draft_review WHERE id NOT IN (SELECT ref FROM event"
      " WHERE kind = 'draft_said')",
      "review of a draft", "has no event" },
    { HO_EVENT_RESPONDED, "SELECT count(*) FROM response",
      "SELECT id FROM response WHERE id NOT IN (SELECT ref FROM event"
      " WHERE kind = 'responded')",
      "response", "has no event" },
    { HO_EVENT_SENT, "SELECT count(*) FROM sent",
      "SELECT id FROM sent WHERE id NOT IN (SELECT ref FROM event"
      " WHERE kind = 'sent')",
      "message", "has no event" },
    { HO_EVENT_EXPORTED, "SELECT count(*) FROM export",
      "SELECT id FROM export WHERE id NOT IN (SELECT ref FROM event"
      " WHERE kind = 'exported')",
      "export", "has no event" },
    { HO_EVENT_SUPPRESSED, "SELECT count(*) FROM suppression",
      "SELECT id FROM suppression WHERE id NOT IN (SELECT ref FROM event"
      " WHERE kind = 'suppressed')",
      "suppression", "has no event" },
    { HO_EVENT_POLICY, "SELECT count(*) FROM policy",
      "SELECT id FROM policy WHERE id NOT IN (SELECT ref FROM event"
      " WHERE kind = 'policy_kept')",
      "policy", "has no event" },
    { HO_EVENT_APPROVAL, "SELECT count(*) FROM approval",
      "SELECT id FROM approval WHERE id NOT IN (SELECT ref FROM event"
      " WHERE kind = 'policy_said')",
      "approval", "has no event" },
    { HO_EVENT_LEARNT, "SELECT count(*) FROM ladder",
      "SELECT id FROM ladder WHERE id NOT IN (SELECT ref FROM event"
      " WHERE kind = 'learnt')",
      "ladder", "has no event" },
};

/* Rows that belong to nothing, and a present that does not follow from the
 * past.  Each query returns what is wrong. */
static const struct {
    const char *sql, *what, *wrong;
} strays[] = {
    { "SELECT id FROM submission WHERE id NOT IN (SELECT submission FROM"
      " receipt)",
      "submission", "has no receipt" },
    { "SELECT id FROM lead WHERE id NOT IN (SELECT lead FROM submission)",
      "lead", "has no submission" },
    { "SELECT id FROM brief WHERE id NOT IN (SELECT brief FROM decision)",
      "brief", "has no decision" },
    { "SELECT id FROM line WHERE export NOT IN (SELECT id FROM export)", "line",
      "belongs to no export" },
    { "SELECT id FROM text WHERE id NOT IN (SELECT policy FROM run) AND id NOT"
      " IN (SELECT frame FROM submission) AND id NOT IN (SELECT policy FROM"
      " review WHERE policy IS NOT NULL) AND id NOT IN (SELECT text FROM"
      " policy) AND id NOT IN (SELECT prefix FROM sent)",
      "text", "belongs to nothing" },
    { "SELECT id FROM file WHERE id NOT IN (SELECT file FROM pin)", "file",
      "belongs to no policy" },
    { "SELECT e.id FROM event e LEFT JOIN decision d ON d.id = e.ref"
      " WHERE e.kind = 'decided' AND e.salt IS NOT NULL"
      " AND (d.lead IS NOT e.lead OR d.run IS NOT e.run)",
      "event", "speaks of another lead than its decision" },
    { "SELECT d.lead FROM decision d LEFT JOIN crm c ON c.lead = d.lead"
      " WHERE c.lead IS NULL",
      "lead", "has a decision and no CRM truth" },
    { "SELECT c.lead FROM crm c JOIN decision d ON d.id = c.decision"
      " LEFT JOIN review r ON r.decision = d.id"
      " WHERE d.lead <> c.lead OR EXISTS (SELECT 1 FROM decision n"
      " WHERE n.lead = c.lead AND n.id > c.decision)"
      " OR c.route <> d.route OR c.stage <> d.stage OR c.score <> d.score"
      " OR c.owner <> coalesce(r.owner, d.owner)"
      " OR c.next_action <> coalesce(r.next_action, d.next_action)"
      " OR c.due <> coalesce(r.due, d.due)"
      " OR c.waits <> (d.needs <> '' AND r.id IS NULL)",
      "lead", "has a CRM truth that was neither decided nor said" },
};

static enum handoff_status tell_rows(const struct ho_strays *s, const char *sql,
                                     const char *what, const char *wrong,
                                     struct handoff_error *err)
{
    struct ho_query q;

    ho_query(s->db, &q, sql);
    while (ho_step(&q))
        s->found(s->user, what, ho_integer(&q, 0), wrong);
    return ho_done(&q, err);
}

/* --- what decisions say of time
 * --------------------------------------------- */

static bool is_term(struct handoff_slice body, int64_t stored)
{
    const struct handoff_slice due = ho_json_member(body, "due");
    int64_t at = 0;

    if (due.len > 2 && !handoff_time_parse(ho_part(due, 1, due.len - 1), &at))
        at = 0;
    return at == stored;
}

/* Compared as the writer wrote it, escapes and all. */
static bool is_risk(struct handoff_slice crm, struct handoff_slice stored,
                    struct ho_buffer *text)
{
    const struct handoff_slice risk = ho_json_member(crm, "open_risk");
    struct ho_writer w;

    if (risk.len > NONE &&
        ho_slice_is_nocase(ho_part(risk, 0, NONE), "\"none "))
        return stored.len == 0;
    ho_buffer_clear(text);
    ho_writer_init(&w, text, 0);
    ho_write_slice(&w, NULL, stored);
    return text->len == risk.len &&
           memcmp(ho_buffer_slice(text).ptr, risk.ptr, risk.len) == 0;
}

static bool is_watch(const struct ho_query *q, struct ho_buffer *text)
{
    const struct handoff_slice body = ho_bytes(q, 1);
    const bool stopped = ho_slice_is(ho_json_member(body, "stopped"), "true");

    return is_term(body, ho_integer(q, 3)) && ho_integer(q, 4) == stopped &&
           is_risk(ho_bytes(q, 2), ho_bytes(q, 5), text) &&
           ho_integer(q, 6) == 1;
}

/* In C: reading the JSON in SQL was most of the work of finding strays. */
static enum handoff_status find_watches(const struct ho_strays *s,
                                        struct handoff_error *err)
{
    struct ho_buffer text;
    struct ho_query q;
    enum handoff_status status, done;

    ho_buffer_init(&text, TEXT_BYTES);
    ho_query(s->db, &q,
             "SELECT d.lead, d.body, d.crm, w.due, w.stopped, w.risk,"
             " w.since IN (SELECT r.as_of FROM decision x JOIN run r"
             " ON r.id = x.run WHERE x.lead = c.lead)"
             " FROM crm c JOIN decision d ON d.id = c.decision"
             " LEFT JOIN watch w ON w.lead = d.lead");
    while (ho_step(&q))
        if (!is_watch(&q, &text) && text.failed == HANDOFF_OK)
            s->found(s->user, "lead", ho_integer(&q, 0),
                     "has a watch that its decision does not give it");
    status = ho_buffer_status(&text, "a risk", err);
    ho_buffer_release(&text);
    done = ho_done(&q, err);
    return status == HANDOFF_OK ? done : status;
}

static enum handoff_status count_rows(const struct ho_strays *s,
                                      const char *sql, int64_t *count,
                                      struct handoff_error *err)
{
    struct ho_query q;

    *count = -1;
    ho_query(s->db, &q, sql);
    if (ho_step(&q))
        *count = ho_integer(&q, 0);
    return ho_done(&q, err);
}

enum handoff_status ho_strays_find(const struct ho_strays *s,
                                   struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;
    int64_t count = 0;

    for (size_t i = 0; i < sizeof spoken / sizeof *spoken; i++) {
        if (status == HANDOFF_OK)
            status = count_rows(s, spoken[i].count, &count, err);
        if (status == HANDOFF_OK && count != s->spoken[spoken[i].kind])
            status = tell_rows(s, spoken[i].which, spoken[i].what,
                               spoken[i].wrong, err);
    }
    for (size_t i = 0; i < sizeof strays / sizeof *strays; i++)
        if (status == HANDOFF_OK)
            status = tell_rows(s, strays[i].sql, strays[i].what,
                               strays[i].wrong, err);
    return status == HANDOFF_OK ? find_watches(s, err) : status;
}
