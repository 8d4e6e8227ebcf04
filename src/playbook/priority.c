/* priority.c - the playbook's seven factors, each 0 to 100, times the policy's
 * integer weights.  Revenue counts explicit amounts only. */
#include "base/clock.h"
#include "playbook/playbook.h"

/* Share of the known facts that the lead states. */
static int evidence(const struct handoff_brief *b)
{
    size_t stated = 0, known = 0;

    for (size_t i = 0; i < b->fields->count; i++) {
        stated += b->claim[i].class == HANDOFF_EXPLICIT;
        known += b->claim[i].class != HANDOFF_UNKNOWN;
    }
    return known ? (int)(100 * stated / known) : 0;
}

static int intent(const struct handoff_map *map, const struct handoff_brief *b)
{
    const struct ho_playbook *book = &map->book;
    const struct handoff_claim *c;
    int64_t factor;

    if (book->intent_field == HANDOFF_NO_FIELD || !book->intent)
        return 0;
    c = &b->claim[book->intent_field];
    if (c->class == HANDOFF_UNKNOWN || !c->typed.has_number)
        return 0;
    factor = book->intent[c->typed.low];
    return (int)(c->class == HANDOFF_EXPLICIT ? factor : factor * 70 / 100);
}

static int clarity(const struct handoff_entry *e)
{
    switch (e->situation) {
    case HANDOFF_SITUATION_PURSUE:
        return e->route_from_crm ? 80 : e->decision->outcome.confidence;
    case HANDOFF_SITUATION_NURTURE:
        return 40;
    case HANDOFF_SITUATION_BLOCKED:
        return 30;
    case HANDOFF_SITUATION_UNROUTED:
        return 20;
    case HANDOFF_SITUATION_RAW:
        return 10;
    default:
        return 0; /* skip: nobody has to hurry */
    }
}

/* Each missing field that blocks the action costs a quarter. */
static int missing(const struct handoff_entry *e)
{
    const size_t open = e->situation == HANDOFF_SITUATION_BLOCKED
                            ? e->enrich_count + e->question_count
                            : 0;

    return open >= 4 ? 0 : 100 - 25 * (int)open;
}

static int reply(const struct handoff_lead *lead)
{
    if (ho_crm_was_answered(lead))
        return 100;
    return ho_crm_was_sent(lead) ? 30 : 50;
}

/* Of term and touch the earlier one: past its date 100, today 70, within three
 * days 40, later 10. */
static int sla(const struct handoff_map *map, const struct handoff_entry *e)
{
    const struct handoff_policy *policy = map->in.policy;
    const struct handoff_outcome *o = &e->decision->outcome;
    const int64_t today =
        ho_day_of(handoff_owner_clock(policy, o->owner, map->in.as_of));
    int64_t next = e->due, touch;

    if (e->situation == HANDOFF_SITUATION_SKIP)
        return 0;
    if (e->term.until)
        next = handoff_owner_clock(policy, o->owner, e->term.until);
    if (ho_crm_follow_up(e->lead, &touch) && (!e->term.until || touch < next))
        next = touch;
    if (ho_day_of(next) < today)
        return 100;
    if (ho_day_of(next) == today)
        return 70;
    return ho_day_of(next) <= today + 3 ? 40 : 10;
}

static int revenue(const struct handoff_brief *b)
{
    int best = 0;

    for (size_t i = 0; i < b->fields->count; i++) {
        const struct handoff_claim *c = &b->claim[i];
        int64_t amount;
        int factor;

        if (b->fields->item[i].type != HANDOFF_TYPE_MONEY ||
            c->class != HANDOFF_EXPLICIT || !c->typed.has_number)
            continue;
        amount = (c->typed.low == INT64_MIN ? 0 : c->typed.low) / HANDOFF_SCALE;
        factor = amount >= 100000  ? 100
                 : amount >= 25000 ? 70
                 : amount >= 5000  ? 40
                 : amount > 0      ? 20
                                   : 0;
        best = factor > best ? factor : best;
    }
    return best;
}

void ho_entry_score(struct handoff_map *map, struct handoff_entry *e)
{
    e->factor[HANDOFF_FACTOR_EVIDENCE] = evidence(e->brief);
    e->factor[HANDOFF_FACTOR_INTENT] = intent(map, e->brief);
    e->factor[HANDOFF_FACTOR_CLARITY] = clarity(e);
    e->factor[HANDOFF_FACTOR_MISSING] = missing(e);
    e->factor[HANDOFF_FACTOR_REPLY] = reply(e->lead);
    e->factor[HANDOFF_FACTOR_SLA] = sla(map, e);
    e->factor[HANDOFF_FACTOR_REVENUE] = revenue(e->brief);
    e->sum = 0;
    for (size_t i = 0; i < HANDOFF_FACTOR_COUNT; i++)
        e->sum += map->book.weight[i] * e->factor[i];
    e->score = e->sum;
    if (e->situation == HANDOFF_SITUATION_SKIP)
        e->score /= 4; /* closing can wait; selling cannot */
}
