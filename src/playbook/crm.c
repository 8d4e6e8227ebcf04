/* crm.c - CRM truth: what the next operator must see.
 *
 * Only what provably happened is a last action; a stage is not done while one
 * of owner, last action, next action, date and uncertainty is missing.  The
 * stage proposed is never one that claims contact which the CRM itself does
 * not record.
 */
#include "base/clock.h"
#include "base/utf8.h"
#include "playbook/playbook.h"

enum { NOTE_FACTS = 5, NOTE_QUOTE = 80 };

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

/* At most NOTE_QUOTE bytes, and whole words. */
static const char *shorten(struct handoff_map *map, struct handoff_slice quote)
{
    struct handoff_slice cut = ho_utf8_cut(quote, NOTE_QUOTE);

    if (cut.len == quote.len)
        return ho_arena_copy(map->arena, quote);
    while (cut.len > 0 && quote.ptr[cut.len] != ' ')
        cut.len--;
    if (cut.len == 0)
        cut = ho_utf8_cut(quote, NOTE_QUOTE); /* one long word */
    return ho_arena_format(map->arena, "%.*s ...", (int)cut.len, cut.ptr);
}

/* `pain "we lose leads" [message]` */
static const char *fact(struct handoff_map *map, const struct handoff_entry *e,
                        int field)
{
    const struct handoff_claim *c = &e->brief->claim[field];
    const char *quote;

    if (c->class == HANDOFF_UNKNOWN || c->evidence_count == 0)
        return "";
    quote = shorten(
        map, ho_slice(*c->evidence[0].quote ? c->evidence[0].quote : c->value));
    return ho_arena_format(map->arena, "%s%s \"%s\" [%s]",
                           ho_field_words(map, field),
                           c->class == HANDOFF_INFERRED ? " (inferred)" : "",
                           quote, c->evidence[0].cite);
}

/* The facts that settle the decision; while none does, the known ones that
 * bear on the route.  The i-th, or HANDOFF_NO_FIELD. */
static int bearing(const struct handoff_entry *e, size_t i)
{
    const struct handoff_decision *d = e->decision;
    const struct handoff_fields *fields = e->brief->fields;

    if (d->because_count > 0)
        return i < d->because_count ? d->because[i] : HANDOFF_NO_FIELD;
    for (size_t f = 0; f < fields->count; f++)
        if ((fields->item[f].needed_for & HANDOFF_NEED_ROUTE) && i-- == 0)
            return (int)f;
    return HANDOFF_NO_FIELD;
}

static const char *evidence_note(struct handoff_map *map,
                                 const struct handoff_entry *e)
{
    const struct handoff_slice route = ho_crm_text(e->lead, HANDOFF_CRM_ROUTE);
    const struct handoff_slice stage = ho_crm_text(e->lead, HANDOFF_CRM_STAGE);
    const char *note = "";
    size_t facts = 0;

    if (e->situation == HANDOFF_SITUATION_RAW)
        return "no words of the lead to cite";
    if (e->route_from_crm && route.len == 0)
        return ho_arena_format(map->arena, "stage \"%.*s\" [crm:stage]",
                               (int)stage.len, stage.ptr);
    if (e->route_from_crm)
        return ho_arena_format(map->arena, "route \"%.*s\" [crm:route]",
                               (int)route.len, route.ptr);
    for (size_t i = 0; facts < NOTE_FACTS && bearing(e, i) >= 0; i++) {
        const char *one = fact(map, e, bearing(e, i));

        if (!*one)
            continue;
        note = ho_arena_format(map->arena, "%s%s; ", note, one);
        facts++;
    }
    return e->decision->undecided
               ? ho_arena_format(map->arena, "%sno rule decides yet", note)
               : ho_arena_format(map->arena, "%srule %s", note,
                                 e->decision->rule);
}

static const char *open_risk(struct handoff_map *map,
                             const struct handoff_entry *e)
{
    const char *risk = "";

    for (size_t i = 0; i < map->book.risk_count; i++) {
        const int field = map->book.risk[i];

        if (e->brief->claim[field].class != HANDOFF_UNKNOWN)
            continue;
        risk = ho_arena_format(map->arena, "%s%s%s Unknown", risk,
                               *risk ? "; " : "", ho_field_words(map, field));
    }
    return *risk ? risk : "none that the policy names";
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
    u->open_risk = open_risk(map, e);
    u->missing = add_missing(map, "", u->owner, "owner");
    u->missing = add_missing(map, u->missing, u->last_action, "last action");
    u->missing = add_missing(map, u->missing, u->next_action, "next action");
    u->missing = add_missing(map, u->missing, u->date, "date");
    u->missing = add_missing(map, u->missing, u->open_risk, "uncertainty");
}
