/* review.c - what a person says; see handoff_review_say. */
#include "record/drafts.h"
#include "record/policies.h"
#include "record/waiting.h"

enum { NOTE_BYTES = 2000 };

static const char *const verdicts[] = { "approved", "rejected", "edited" };

static enum handoff_status insert(struct handoff_record *record,
                                  const struct ho_waiting *what,
                                  const struct handoff_review *review,
                                  const char *due, struct handoff_error *err)
{
    struct ho_query q;

    ho_query(record->db, &q,
             "INSERT INTO review (lead, decision, verdict, shown, note, owner,"
             " next_action, due) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    ho_bind_integer(&q, what->lead);
    ho_bind_integer(&q, what->decision);
    ho_bind_text(&q, verdicts[review->verdict]);
    ho_bind_text(&q, what->shown);
    ho_bind_text(&q, review->note);
    ho_bind_text(&q, review->owner);
    ho_bind_text(&q, review->next_action);
    ho_bind_text(&q, due);
    return ho_run(&q, err);
}

static enum handoff_status settle(struct handoff_record *record,
                                  const struct ho_waiting *what,
                                  const struct handoff_review *review,
                                  const char *due, struct handoff_error *err)
{
    struct ho_query q;

    ho_query(record->db, &q,
             "UPDATE crm SET waits = 0, owner = coalesce(?2, owner),"
             " next_action = coalesce(?3, next_action),"
             " due = coalesce(?4, due) WHERE lead = ?1");
    ho_bind_integer(&q, what->lead);
    ho_bind_text(&q, review->owner);
    ho_bind_text(&q, review->next_action);
    ho_bind_text(&q, due);
    return ho_run(&q, err);
}

static enum handoff_status say_of_lead(struct handoff_record *record,
                                       const struct ho_waiting *what,
                                       const struct handoff_review *review,
                                       const char *due,
                                       struct handoff_error *err)
{
    enum handoff_status status = insert(record, what, review, due, err);
    const int64_t id = ho_db_last_id(record->db);

    if (status == HANDOFF_OK)
        status = settle(record, what, review, due, err);
    return status == HANDOFF_OK
               ? ho_record_event(record, HO_EVENT_REVIEWED, what->lead, id, err)
               : status;
}

/* What is approved is what the text that was shown means. */
static enum handoff_status say_of_policy(struct handoff_record *record,
                                         const struct ho_waiting *what,
                                         const struct handoff_review *review,
                                         struct handoff_error *err)
{
    struct handoff_policy *policy = NULL;
    int64_t id = 0;
    enum handoff_status status;

    if (review->verdict == HANDOFF_REVIEW_EDITED)
        return ho_fail(err, HANDOFF_USAGE,
                       "a policy is edited in its file; run again with it, "
                       "then approve that one");
    status =
        ho_policy_restore(record, what->policy, INT64_MAX, &id, &policy, err);
    if (status == HANDOFF_OK)
        status = ho_policy_keep(record, policy, what->policy, &id, err);
    if (status == HANDOFF_OK)
        status = ho_policy_say(record, policy, id,
                               review->verdict == HANDOFF_REVIEW_APPROVED,
                               review->note, err);
    handoff_policy_free(policy);
    return status;
}

static enum handoff_status say(struct handoff_record *record,
                               const struct handoff_review *review,
                               const char *due, struct handoff_error *err)
{
    struct ho_waiting what;
    const enum handoff_status status =
        ho_waiting_find(record, review->item, true, &what, err);

    if (status != HANDOFF_OK)
        return status;
    return what.policy > 0 ? say_of_policy(record, &what, review, err)
                           : say_of_lead(record, &what, review, due, err);
}

static enum handoff_status check(const struct handoff_review *review,
                                 char due[HANDOFF_TIME_TEXT],
                                 struct handoff_error *err)
{
    const bool changes =
        review->owner || review->next_action || review->date || review->message;
    int64_t time;

    if ((review->verdict == HANDOFF_REVIEW_EDITED) != changes)
        return ho_fail(err, HANDOFF_USAGE,
                       "an edit says what changes: owner=NAME, "
                       "next_action=TEXT or date=2026-10-01; of a draft "
                       "message=TEXT");
    if (review->message && ho_draft_number(review->item) == 0)
        return ho_fail(
            err, HANDOFF_USAGE,
            "only a draft has a message; name one, such as draft-12@3fa9c1d2");
    if ((review->owner && !*review->owner) ||
        (review->next_action && !*review->next_action))
        return ho_fail(
            err, HANDOFF_USAGE,
            "owner and next action are never empty; give a text for each");
    if (strlen(review->note) > NOTE_BYTES)
        return ho_fail(err, HANDOFF_USAGE,
                       "a note has at most %d bytes; shorten it", NOTE_BYTES);
    if (review->date && !handoff_time_parse(ho_slice(review->date), &time))
        return ho_fail(err, HANDOFF_USAGE,
                       "%s is no date; write it like 2026-10-01", review->date);
    if (review->date)
        handoff_date_text(time, due);
    return HANDOFF_OK;
}

enum handoff_status handoff_review_say(struct handoff_record *record,
                                       const struct handoff_review *review,
                                       struct handoff_error *err)
{
    char due[HANDOFF_TIME_TEXT];
    enum handoff_status status = check(review, due, err);

    if (status == HANDOFF_OK)
        status = ho_db_begin(record->db, err);
    if (status == HANDOFF_OK)
        status = ho_draft_number(review->item) > 0
                     ? ho_draft_say(record, review, err)
                     : say(record, review, review->date ? due : NULL, err);
    if (status == HANDOFF_OK)
        return ho_db_commit(record->db, err);
    ho_db_rollback(record->db);
    return status;
}
