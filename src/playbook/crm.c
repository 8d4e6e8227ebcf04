/* crm.c - CRM truth: what the next operator must see.
 *
 * Only what provably happened is a last action; a stage is not done while one
 * of owner, last action, next action, date and uncertainty is missing.  The
 * stage proposed is never one that claims contact which the CRM itself does
 * not record.
 */
#include "base/clock.h"
#include "playbook/playbook.h"

static const char *copy(struct handoff_map *map, struct handoff_slice s)
{
    return s.len > 0 ? ho_arena_copy(map->arena, s) : "";
}

static const char *crm_stage(const struct handoff_entry *e)
{
    switch (e->situation) {
    case HANDOFF_SITUATION_RAW:
        return "new";
    case HANDOFF_SITUATION_UNROUTED:
        return "summarized";
    case HANDOFF_SITUATION_BLOCKED:
        return "enriching";
    case HANDOFF_SITUATION_NURTURE:
        return "nurture";
    case HANDOFF_SITUATION_SKIP:
        return "closed";
    default:
        break;
    }
    if (e->stage == HANDOFF_STAGE_QUALIFICATION)
        return "routed";
    return e->stage == HANDOFF_STAGE_OUTREACH ? "qualified" : "in follow-up";
}

/* The CRM's owner keeps the lead; else the queue that the rule names. */
static const char *owner(struct handoff_map *map, const struct handoff_entry *e)
{
    const struct handoff_slice recorded =
        ho_crm_text(e->lead, HANDOFF_CRM_OWNER);

    if (recorded.len > 0)
        return copy(map, recorded);
    if (e->situation == HANDOFF_SITUATION_RAW ||
        (e->route_from_crm && e->route != e->decision->outcome.route))
        return ""; /* the policy names an owner only for its own route */
    return e->decision->outcome.owner_name;
}

static const char *last_action(const struct handoff_entry *e)
{
    if (ho_crm_was_answered(e->lead))
        return "reply received";
    if (ho_crm_was_sent(e->lead))
        return "outreach sent";
    if (e->situation == HANDOFF_SITUATION_RAW)
        return "notification received";
    return "lead brief created";
}

static const char *evidence_note(struct handoff_map *map,
                                 const struct handoff_entry *e)
{
    const struct handoff_slice route = ho_crm_text(e->lead, HANDOFF_CRM_ROUTE);
    const struct handoff_slice stage = ho_crm_text(e->lead, HANDOFF_CRM_STAGE);

    if (e->situation == HANDOFF_SITUATION_RAW)
        return "no words of the lead to cite";
    if (e->route_from_crm && route.len == 0)
        return ho_arena_format(map->arena, "stage \"%.*s\" [crm:stage]",
                               (int)stage.len, stage.ptr);
    if (e->route_from_crm)
        return ho_arena_format(map->arena, "route \"%.*s\" [crm:route]",
                               (int)route.len, route.ptr);
    return ho_decision_evidence(map->arena, e->brief, e->decision);
}

static const char *add_missing(struct handoff_map *map, const char *list,
                               const char *value, const char *name)
{
    if (*value)
        return list;
    return ho_arena_format(map->arena, "%s%s%s", list, *list ? ", " : "", name);
}

void ho_entry_crm(struct handoff_map *map, struct handoff_entry *e)
{
    struct handoff_crm_update *u = &e->crm;
    char date[HANDOFF_TIME_TEXT];

    handoff_date_text(e->due, date);
    u->stage = crm_stage(e);
    u->owner = e->owner = owner(map, e);
    u->last_action = last_action(e);
    u->next_action = e->next_action;
    u->date = ho_arena_text(map->arena, date);
    u->evidence_note = evidence_note(map, e);
    u->open_risk = e->qualified.risk;
    u->missing = add_missing(map, "", u->owner, "owner");
    u->missing = add_missing(map, u->missing, u->last_action, "last action");
    u->missing = add_missing(map, u->missing, u->next_action, "next action");
    u->missing = add_missing(map, u->missing, u->date, "date");
    u->missing = add_missing(map, u->missing, u->open_risk, "uncertainty");
}
