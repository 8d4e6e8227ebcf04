/* crm.c - CRM truth: what the next operator must see.
 *
 * Only what provably happened is a last action; a stage is not done while one
 * of owner, last action, next action, date and uncertainty is missing.  The
 * stage proposed is never one that claims contact which the CRM itself does
 * not record.
 */
#include "base/clock.h"
#include "playbook/playbook.h"

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

static const char *last_action(const struct handoff_entry *e)
{
    if (e->stop || ho_crm_was_answered(e->lead))
        return "reply received";
    if (ho_crm_was_sent(e->lead))
        return "outreach sent";
    if (e->situation == HANDOFF_SITUATION_RAW)
        return "notification received";
    return "lead brief created";
}

/* What was done since the CRM got its route stands there, too. */
static const char *crm_evidence(struct handoff_map *map,
                                const struct handoff_entry *e)
{
    static const struct {
        enum handoff_crm what;
        const char *name;
    } told[] = { { HANDOFF_CRM_ROUTE, "route" },
                 { HANDOFF_CRM_QUALIFICATION, "qualification" },
                 { HANDOFF_CRM_OUTREACH, "outreach" },
                 { HANDOFF_CRM_FOLLOW_UP, "follow-up" } };
    const char *note = "";

    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        const char *said =
            ho_crm_said(map->arena, e->lead, told[i].what, told[i].name);

        if (*said)
            note = ho_arena_format(map->arena, "%s%s%s", note,
                                   *note ? "; " : "", said);
    }
    return *note ? note
                 : ho_crm_said(map->arena, e->lead, HANDOFF_CRM_STAGE, "stage");
}

/* Behind ho_qualify, which cites what decided. */
static const char *evidence_note(struct handoff_map *map,
                                 const struct handoff_entry *e)
{
    if (e->stop)
        return e->stop->evidence;
    if (e->situation == HANDOFF_SITUATION_RAW)
        return "no words of the lead to cite";
    return e->route_from_crm ? crm_evidence(map, e) : e->qualified.evidence;
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
    u->owner = e->owner;
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
    if (*u->missing && e->situation != HANDOFF_SITUATION_SKIP)
        e->settled = false;
}
