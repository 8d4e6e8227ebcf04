/* place.c - where a lead stands: the first broken hand-off.
 *
 * The selector's order is the playbook's.  A lead that nobody could read is
 * never routed from the bare notification.
 */
#include "base/clock.h"
#include "playbook/playbook.h"

/* Words of the lead, or somebody's summary of them. */
static bool has_words(const struct handoff_lead *lead)
{
    for (size_t i = 0; i < lead->count; i++)
        if (lead->value[i].source == HANDOFF_SOURCE_MESSAGE)
            return true;
    return ho_crm_text(lead, HANDOFF_CRM_SUMMARY).len > 0;
}

static bool has_summary(const struct handoff_entry *e)
{
    if (ho_crm_text(e->lead, HANDOFF_CRM_SUMMARY).len > 0)
        return true;
    return !e->brief->degraded && has_words(e->lead);
}

/* Only a lead that said stop, and what the policy decides to skip, override
 * the CRM's own route: suppression beats everything that was decided before. */
static void choose_route(const struct handoff_map *map, struct handoff_entry *e)
{
    const struct handoff_stop *said =
        map->in.stop ? &map->in.stop[e->index] : NULL;
    const struct handoff_decision *d = e->decision;
    const int recorded = ho_crm_route(e->lead);
    const bool stop = !d->undecided && !d->by_otherwise &&
                      d->outcome.route == HANDOFF_ROUTE_SKIP;

    if (said && said->reason) {
        e->stop = said;
        e->route = HANDOFF_ROUTE_SKIP;
        return;
    }
    e->route = d->outcome.route;
    if (recorded < 0 || stop)
        return;
    if (recorded == HANDOFF_ROUTE_ENRICH && ho_crm_is_enriched(e->lead))
        return; /* enriched: rerun routing */
    e->route = (enum handoff_route)recorded;
    e->route_from_crm = true;
}

static enum handoff_situation situation(const struct handoff_entry *e)
{
    static const enum handoff_situation clear[] = {
        [HANDOFF_ROUTE_PURSUE] = HANDOFF_SITUATION_PURSUE,
        [HANDOFF_ROUTE_NURTURE] = HANDOFF_SITUATION_NURTURE,
        [HANDOFF_ROUTE_ENRICH] = HANDOFF_SITUATION_BLOCKED,
        [HANDOFF_ROUTE_SKIP] = HANDOFF_SITUATION_SKIP
    };
    const bool is_stop = e->route == HANDOFF_ROUTE_SKIP && !e->route_from_crm;

    if (!has_summary(e) && !is_stop)
        return HANDOFF_SITUATION_RAW;
    if (!e->route_from_crm && e->decision->by_otherwise)
        return HANDOFF_SITUATION_UNROUTED;
    return clear[e->route];
}

static enum handoff_stage pursue_stage(const struct handoff_map *map,
                                       const struct handoff_entry *e)
{
    int64_t next;

    if (ho_crm_was_sent(e->lead)) {
        if (ho_crm_was_answered(e->lead) || !ho_crm_follow_up(e->lead, &next))
            return HANDOFF_STAGE_FOLLOW_UP;
        return next < map->in.as_of ? HANDOFF_STAGE_FOLLOW_UP
                                    : HANDOFF_STAGE_CRM_TRUTH;
    }
    return ho_crm_is_qualified(e->lead) ? HANDOFF_STAGE_OUTREACH
                                        : HANDOFF_STAGE_QUALIFICATION;
}

static enum handoff_stage stage(const struct handoff_map *map,
                                const struct handoff_entry *e)
{
    switch (e->situation) {
    case HANDOFF_SITUATION_RAW:
        return HANDOFF_STAGE_SUMMARY;
    case HANDOFF_SITUATION_UNROUTED:
        return HANDOFF_STAGE_ROUTING;
    case HANDOFF_SITUATION_BLOCKED:
        return HANDOFF_STAGE_ENRICHMENT;
    case HANDOFF_SITUATION_PURSUE:
        return pursue_stage(map, e);
    default: /* nurture and skip: decided; only the record has to say so */
        return HANDOFF_STAGE_CRM_TRUTH;
    }
}

/* The CRM's owner keeps the lead; else the queue that the rule names. */
static void choose_owner(struct handoff_map *map, struct handoff_entry *e)
{
    const struct handoff_slice recorded =
        ho_crm_text(e->lead, HANDOFF_CRM_OWNER);

    e->owner = e->owner_from = "";
    if (recorded.len > 0) {
        e->owner = ho_arena_copy(map->arena, recorded);
        e->owner_from = ho_crm_cite(e->lead, HANDOFF_CRM_OWNER);
    } else if (e->situation != HANDOFF_SITUATION_RAW &&
               (!e->route_from_crm || e->route == e->decision->outcome.route)) {
        /* the policy names an owner only for its own route */
        e->owner = e->decision->outcome.owner_name;
        e->owner_from =
            *e->decision->rule
                ? ho_arena_format(map->arena, "rule %s", e->decision->rule)
                : "";
    }
}

bool ho_entry_waits(const struct handoff_map *map,
                    const struct handoff_entry *e)
{
    int64_t next;

    return ho_crm_follow_up(e->lead, &next) && next >= map->in.as_of;
}

/* Nothing to decide: somebody owns the record, and its next date is still to
 * come, or the lead is closed or about to be. */
static bool is_settled(const struct handoff_map *map,
                       const struct handoff_entry *e)
{
    if (e->situation == HANDOFF_SITUATION_SKIP)
        return true;
    return e->stage == HANDOFF_STAGE_CRM_TRUTH && *e->owner &&
           ho_entry_waits(map, e);
}

void ho_entry_place(struct handoff_map *map, struct handoff_entry *e)
{
    choose_route(map, e);
    e->situation = situation(e);
    e->stage = stage(map, e);
    choose_owner(map, e);
    e->settled = is_settled(map, e);
}
