/* source_calendly.c - Calendly's invitee events.
 *
 * A reschedule is two events: the old invitee is cancelled, the new one names
 * the old.  Whoever booked has an owner already: the host of the meeting.
 */
#include "intake/source.h"

static const char *event_of(struct ho_reading *r, const struct ho_node *root,
                            const struct ho_node *payload)
{
    const struct ho_node *event = ho_at(r->tree, root, "event");
    const struct ho_node *old = ho_at(r->tree, payload, "old_invitee");

    if (ho_node_is(r, event, "invitee.canceled"))
        return ho_node_is(r, ho_at(r->tree, payload, "rescheduled"), "true")
                   ? "moved"
                   : "cancelled";
    if (ho_node_is(r, event, "invitee.created"))
        return old && old->kind != 'n' ? "rescheduled" : "booked";
    return ho_node_is(r, event, "invitee_no_show.created") ? "no_show"
                                                           : "other";
}

static void read_questions(struct ho_reading *r, const struct ho_node *payload)
{
    const struct ho_node *one = ho_tree_child(
        r->tree, ho_at(r->tree, payload, "questions_and_answers"));

    for (; one; one = ho_tree_next(r->tree, one)) {
        const struct ho_node *answer = ho_tree_get(r->tree, one, "answer");

        if (answer)
            ho_answer(r,
                      ho_question(r, ho_tree_get(r->tree, one, "question"),
                                  ho_tree_get(r->tree, one, "position")),
                      answer, false);
        else
            ho_warn(r, HANDOFF_WARNING_UNREAD_ANSWER, one);
    }
}

void ho_source_calendly(struct ho_reading *r, const struct ho_node *root)
{
    static const struct {
        const char *at, *label;
    } answers[] = {
        { "name", "Name" },
        { "first_name", "First name" },
        { "last_name", "Last name" },
        { "email", "Email" },
        { "text_reminder_number", "Phone" },
        { "cancellation/reason", "Cancellation reason" },
        { "scheduled_event/start_time", "Meeting start" },
        { "scheduled_event/event_memberships/0/user_email", "Owner" },
    };
    const struct ho_node *payload = ho_at(r->tree, root, "payload");
    const struct ho_node *meeting = ho_at(r->tree, payload, "scheduled_event");

    r->in->origin.event = event_of(r, root, payload);
    ho_meta(r, NULL, ho_at(r->tree, root, "event"));
    ho_submitted(r, ho_at(r->tree, root, "created_at"));
    ho_meta(r, &r->in->origin.submission_id, ho_at(r->tree, payload, "uri"));
    ho_meta(r, &r->in->origin.form_id, ho_at(r->tree, meeting, "uri"));
    ho_meta(r, &r->in->origin.form_name, ho_at(r->tree, meeting, "name"));
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
        ho_answer(r, ho_slice(answers[i].label),
                  ho_at(r->tree, payload, answers[i].at), false);
    read_questions(r, payload);
    ho_beside(r, HANDOFF_ASIDE_HIDDEN, ho_at(r->tree, payload, "tracking"));
}
