/* log.c - the events as a story; see handoff_record_log. */
#include <handoff/clock.h>

#include <inttypes.h>
#include <stdio.h>

#include "record/drafts.h"

static const struct ho_listing_column columns[] = {
    { "event", "Event", true }, { "at", "When", false },
    { "actor", "Who", false },  { "kind", "What", false },
    { "run", "Run", true },     { "lead", "Lead", false },
    { "about", "About", false }
};

enum { COLUMNS = sizeof columns / sizeof *columns };

/* What an event is about is read from the rows it seals; of a lead that was
 * forgotten nothing is left to tell. */
#define STORY                                                                \
    "SELECT e.id, e.at, e.actor, e.kind, e.run, l.name,"                     \
    " CASE e.kind"                                                           \
    " WHEN 'run_started' THEN (SELECT command || ' of ' || leads ||"         \
    " ' leads, read by ' || endpoint || CASE model WHEN '' THEN '' ELSE"     \
    " ', model ' || model END FROM run WHERE id = e.ref)"                    \
    " WHEN 'received' THEN (SELECT 'from ' || file || ', line ' || line"     \
    " FROM receipt WHERE id = e.ref)"                                        \
    " WHEN 'answered' THEN (SELECT asked || ', ' || attempts ||"             \
    " CASE attempts WHEN 1 THEN ' try' ELSE ' tries' END FROM reply"         \
    " WHERE id = e.ref)"                                                     \
    " WHEN 'decided' THEN (SELECT route || ' by ' || rule || ', ' || owner"  \
    " || ': ' || next_action || CASE needs WHEN '' THEN '' ELSE"             \
    " ' (waits for a person: ' || needs || ')' END FROM decision"            \
    " WHERE id = e.ref)"                                                     \
    " WHEN 'reviewed' THEN (SELECT verdict || CASE WHEN policy IS NULL"      \
    " THEN '' ELSE ': the policy' END ||"                                    \
    " CASE note WHEN '' THEN '' ELSE ', ' || note END FROM review"           \
    " WHERE id = e.ref)"                                                     \
    " WHEN 'drafted' THEN (SELECT 'draft-' || id || ' by ' || channel"       \
    " FROM draft WHERE id = e.ref)"                                          \
    " WHEN 'draft_said' THEN (SELECT 'draft-' || draft || ' ' || verdict"    \
    " || CASE note WHEN '' THEN '' ELSE ', ' || note END"                    \
    " FROM draft_review WHERE id = e.ref)"                                   \
    " WHEN 'responded' THEN (SELECT action || ': ' || reason ||"             \
    " CASE next_touch WHEN '' THEN '' ELSE ', next touch ' || next_touch"    \
    " END FROM response WHERE id = e.ref)"                                   \
    " WHEN 'exported' THEN (SELECT folder FROM export WHERE id = e.ref)"     \
    " WHEN 'policy_kept' THEN (SELECT name || ' ' || version || ', sha256 '" \
    " || substr(sha256, 1, 12) FROM policy WHERE id = e.ref)"                \
    " WHEN 'policy_said' THEN (SELECT a.verdict || ' ' || p.name || ' ' ||"  \
    " p.version || ', sha256 ' || substr(p.sha256, 1, 12) || CASE a.note"    \
    " WHEN '' THEN '' ELSE ', ' || a.note END FROM approval a"               \
    " JOIN policy p ON p.id = a.policy WHERE a.id = e.ref)"                  \
    " WHEN 'sent' THEN (SELECT size || CASE redacted WHEN 0 THEN ' bytes'"   \
    " ELSE ' bytes, redacted,' END || ' to ' || asked FROM sent"             \
    " WHERE id = e.ref)"                                                     \
    " WHEN 'learnt' THEN (SELECT asked || ' takes ' || learnt FROM ladder"   \
    " WHERE id = e.ref)"                                                     \
    " ELSE '' END"                                                           \
    " FROM event e LEFT JOIN lead l ON l.id = e.lead"

static void add_event(struct ho_listing *list, const struct ho_query *q)
{
    char at[HANDOFF_TIME_TEXT], id[24], run[24];
    const char *value[COLUMNS] = { id,
                                   at,
                                   ho_text(q, 2),
                                   ho_text(q, 3),
                                   ho_integer(q, 4) > 0 ? run : NULL,
                                   ho_is_null(q, 5) ? NULL : ho_text(q, 5),
                                   ho_text(q, 6) };

    snprintf(id, sizeof id, "%" PRId64, ho_integer(q, 0));
    snprintf(run, sizeof run, "%" PRId64, ho_integer(q, 4));
    handoff_time_text(ho_integer(q, 1), at);
    ho_listing_row(list, value);
}

enum handoff_status handoff_record_log(struct handoff_record *record,
                                       const char *lead,
                                       enum handoff_format format, char **text,
                                       size_t *len, struct handoff_error *err)
{
    struct ho_listing list;
    struct ho_query q;
    int64_t id = 0;
    enum handoff_status status =
        lead ? ho_lead_by_name(record, lead, &id, err) : HANDOFF_OK;

    if (status != HANDOFF_OK)
        return status;
    status = ho_listing_init(&list, format, columns, COLUMNS, err);
    if (status != HANDOFF_OK)
        return status;
    if (lead) {
        ho_query(record->db, &q, STORY " WHERE e.lead = ?1 ORDER BY e.id");
        ho_bind_integer(&q, id);
    } else {
        ho_query(record->db, &q, STORY " ORDER BY e.id");
    }
    while (ho_step(&q))
        add_event(&list, &q);
    status = ho_done(&q, err);
    if (status == HANDOFF_OK)
        status =
            ho_listing_take(&list, "Nothing happened yet.", text, len, err);
    ho_listing_release(&list);
    return status;
}
