/* term.c - how long the owner still has; see struct handoff_term. */
#include "playbook/playbook.h"

#include "base/clock.h"

enum { MINUTE = 60, HOUR = 3600 };

/* Somebody waits for a first answer under the policy's own route. */
static bool has_term(const struct handoff_entry *e)
{
    return e->lead->received && e->situation != HANDOFF_SITUATION_SKIP &&
           e->situation != HANDOFF_SITUATION_RAW && !ho_crm_was_sent(e->lead) &&
           (!e->route_from_crm || e->route == e->decision->outcome.route);
}

/* In the largest unit of which there are two. */
static const char *span(struct ho_arena *arena, int64_t seconds)
{
    static const struct {
        int64_t unit;
        const char *name;
    } units[] = { { HO_DAY, "days" }, { HOUR, "hours" } };

    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (seconds >= 2 * units[i].unit)
            return ho_arena_format(arena, "%lld %s",
                                   (long long)(seconds / units[i].unit),
                                   units[i].name);
    return ho_arena_format(arena, "%lld minutes",
                           (long long)(seconds / MINUTE));
}

void ho_entry_term(struct handoff_map *map, struct handoff_entry *e)
{
    struct handoff_term *t = &e->term;
    int64_t left;

    *t = (struct handoff_term){ .words = "" };
    if (!has_term(e) ||
        !handoff_outcome_due(map->in.policy, &e->decision->outcome,
                             e->lead->received, &t->until))
        return;
    t->from = e->lead->received;
    left = t->until - map->in.as_of;
    t->words =
        left >= 0
            ? ho_arena_format(map->arena, "%s left", span(map->arena, left))
            : ho_arena_format(map->arena, "%s late", span(map->arena, -left));
}
