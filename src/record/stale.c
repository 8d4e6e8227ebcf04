/* stale.c - what has come to rest, and what moves each of them on; see
 * handoff_record_stale.
 *
 * `watch` holds what the newest decision of a lead says of risk and term, so
 * that nothing is read out of JSON here. */
#include <handoff/clock.h>

#include <inttypes.h>
#include <stdio.h>

#include "base/clock.h"
#include "record/listing.h"
#include "record/record.h"
#include "record/schema.h"

static const struct ho_listing_column columns[] = {
    { "lead", "Lead", false },
    { "problem", "Problem", false },
    { "since", "Since", false },
    { "owner", "Owner", false },
    { "action", "What clears it", false },
    { "score", "Score", true }
};

enum { COLUMNS = sizeof columns / sizeof *columns, ACTION_BYTES = 600 };

/* Problems, a bit each; a lead may have several. */
#define PROBLEM_MAP(X)                       \
    X(NO_ACTION, 1, "no_next_action")        \
    X(PAST, 2, "date_past")                  \
    X(NO_OWNER, 4, "no_owner")               \
    X(RISK, 8, "old_risk")                   \
    X(EXHAUSTED, 16, "enrichment_exhausted") \
    X(SLA, 32, "sla_missed")

enum problem {
#define X(name, bit, word) name = bit,
    PROBLEM_MAP(X)
#undef X
};

static const struct {
    enum problem bit;
    const char *word;
} problems[] = {
#define X(name, bit, word) { name, word },
    PROBLEM_MAP(X)
#undef X
};

/* A lead's last reply moves its date, or ends it.  ?1 now, ?2 today, ?3 the
 * time before which a risk is old. */
#define STALE                                                                 \
    " FROM (SELECT c.lead, c.score, c.owner, c.next_action, w.risk, w.since," \
    " w.due AS term, CASE coalesce(r.next_touch, '') WHEN '' THEN c.due ELSE" \
    " r.next_touch END AS due, (c.next_action = '')"                          \
    " + 2 * (CASE coalesce(r.next_touch, '') WHEN '' THEN c.due ELSE"         \
    " r.next_touch END < ?2) + 4 * (c.owner = '')"                            \
    " + 8 * (w.risk <> '' AND w.since < ?3) + 16 * w.stopped"                 \
    " + 32 * (c.route = 'pursue' AND w.due BETWEEN 1 AND ?1 - 1"              \
    " AND c.stage IN ('qualification', 'outreach') AND r.id IS NULL"          \
    " AND NOT EXISTS (SELECT 1 FROM draft_review d WHERE d.lead = c.lead"     \
    " AND d.verdict <> 'rejected')) AS bits"                                  \
    " FROM crm c JOIN watch w ON w.lead = c.lead LEFT JOIN response r"        \
    " ON r.id = (SELECT max(n.id) FROM response n WHERE n.lead = c.lead)"     \
    " WHERE c.route <> 'skip' AND coalesce(r.action, '') <> 'stop') s"        \
    " WHERE bits > 0"

/* A risk that goes on is as old as it was. */
#define INSERT_WATCH                                      \
    "INSERT INTO watch (lead, risk, since, due, stopped)" \
    " VALUES (?1, ?2, ?3, ?4, ?5)"
#define OR_UPDATE                                                   \
    " ON CONFLICT (lead) DO UPDATE SET since ="                     \
    " CASE WHEN watch.risk <> '' AND excluded.risk <> ''"           \
    " THEN watch.since ELSE excluded.since END,"                    \
    " risk = excluded.risk, due = excluded.due, stopped = excluded" \
    ".stopped"

enum handoff_status ho_watch(struct handoff_record *record, int64_t lead,
                             bool placed, const struct ho_outcome *o,
                             struct handoff_error *err)
{
    struct ho_query q;

    ho_query(record->db, &q, placed ? INSERT_WATCH OR_UPDATE : INSERT_WATCH);
    ho_bind_integer(&q, lead);
    ho_bind_text(&q, o->risk);
    ho_bind_integer(&q, record->run.as_of);
    ho_bind_integer(&q, o->term);
    ho_bind_integer(&q, o->stopped);
    return ho_run(&q, err);
}

/* --- one problem ------------------------------------------------------------
 */

struct stale {
    const char *lead, *owner, *next_action, *risk, *due;
    char since[HANDOFF_TIME_TEXT], term[HANDOFF_TIME_TEXT], score[24];
};

static void action_of(enum problem problem, const struct stale *s,
                      char out[ACTION_BYTES])
{
    const char *act = *s->next_action ? s->next_action : "set a next action";

    switch (problem) {
    case NO_ACTION:
        snprintf(out, ACTION_BYTES,
                 "run handoff map again, or handoff review edit "
                 "next_action=TEXT");
        break;
    case PAST:
        snprintf(out, ACTION_BYTES, "%.400s; or move the date", act);
        break;
    case NO_OWNER:
        snprintf(out, ACTION_BYTES,
                 "name an owner: handoff review edit "
                 "owner=NAME, or in the policy's rule");
        break;
    case RISK:
        snprintf(out, ACTION_BYTES, "find out: %.400s; or close the lead",
                 s->risk);
        break;
    case EXHAUSTED:
        snprintf(out, ACTION_BYTES,
                 "decide without the missing facts: "
                 "nurture it, or close it");
        break;
    case SLA:
        snprintf(out, ACTION_BYTES, "act today: %.400s", act);
        break;
    }
}

static const char *since_of(enum problem problem, const struct stale *s)
{
    switch (problem) {
    case PAST:
        return s->due;
    case RISK:
        return s->since;
    case SLA:
        return s->term;
    default:
        return NULL;
    }
}

static void list_lead(struct ho_listing *list, const struct ho_query *q)
{
    struct stale s = { .lead = ho_text(q, 0),
                       .owner = ho_text(q, 1),
                       .next_action = ho_text(q, 2),
                       .risk = ho_text(q, 3),
                       .due = ho_text(q, 4) };
    const int64_t bits = ho_integer(q, 7);

    handoff_date_text(ho_integer(q, 5), s.since);
    handoff_date_text(ho_integer(q, 6), s.term);
    snprintf(s.score, sizeof s.score, "%" PRId64, ho_integer(q, 8));
    for (size_t i = 0; i < sizeof problems / sizeof *problems; i++) {
        char action[ACTION_BYTES];
        const char *value[COLUMNS] = { s.lead,
                                       problems[i].word,
                                       since_of(problems[i].bit, &s),
                                       *s.owner ? s.owner : NULL,
                                       action,
                                       s.score };

        if (!(bits & (int64_t)problems[i].bit))
            continue;
        action_of(problems[i].bit, &s, action);
        ho_listing_row(list, value);
    }
}

/* --- the list ---------------------------------------------------------------
 */

static void bind(struct ho_query *q, const struct handoff_stale *what,
                 char today[HANDOFF_TIME_TEXT])
{
    handoff_date_text(what->now, today);
    ho_bind_integer(q, what->now);
    ho_bind_text(q, today);
    ho_bind_integer(q, what->now - what->days * HO_DAY);
}

static enum handoff_status count(struct handoff_record *record,
                                 const struct handoff_stale *what,
                                 size_t *leads, struct handoff_error *err)
{
    char today[HANDOFF_TIME_TEXT];
    struct ho_query q;

    ho_query(record->db, &q, "SELECT count(*)" STALE);
    bind(&q, what, today);
    if (ho_step(&q))
        *leads = (size_t)ho_integer(&q, 0);
    return ho_done(&q, err);
}

static enum handoff_status list_all(struct handoff_record *record,
                                    const struct handoff_stale *what,
                                    struct ho_listing *list,
                                    struct handoff_error *err)
{
    char today[HANDOFF_TIME_TEXT];
    struct ho_query q;

    ho_query(record->db, &q,
             "SELECT l.name, t.owner, t.next_action, t.risk, t.due, t.since,"
             " t.term, t.bits, t.score FROM (SELECT *" STALE
             " ORDER BY score DESC, lead LIMIT ?4) t"
             " JOIN lead l ON l.id = t.lead ORDER BY t.score DESC, t.lead");
    bind(&q, what, today);
    ho_bind_integer(&q, (int64_t)what->limit);
    while (ho_step(&q))
        list_lead(list, &q);
    return ho_done(&q, err);
}

enum handoff_status handoff_record_stale(struct handoff_record *record,
                                         const struct handoff_stale *what,
                                         enum handoff_format format,
                                         char **text, size_t *len,
                                         size_t *leads,
                                         struct handoff_error *err)
{
    struct ho_listing list;
    enum handoff_status status =
        ho_listing_init(&list, format, columns, COLUMNS, err);

    if (status != HANDOFF_OK)
        return status;
    status = count(record, what, leads, err);
    if (status == HANDOFF_OK)
        status = list_all(record, what, &list, err);
    if (status == HANDOFF_OK)
        status =
            ho_listing_take(&list, "Nothing has come to rest.", text, len, err);
    ho_listing_release(&list);
    return status;
}
