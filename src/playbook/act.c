/* act.c - required output and next action of one lead.
 *
 * The selector allows one next action for each situation; each converts to a
 * CRM update, an owner's action or an owner's decision.
 */
#include "base/clock.h"
#include "playbook/playbook.h"
#include "rules/policy.h"

static const char *const outputs[] = {
#define X(name, text, decision, output) output,
    HANDOFF_STAGE_MAP(X)
#undef X
};

const char *ho_field_words(struct handoff_map *map, int field)
{
    return ho_words_of(map->arena,
                       handoff_policy_fields(map->in.policy)->item[field].name);
}

const char *ho_field_list(struct handoff_map *map, const int *field,
                          size_t count)
{
    const char *out = count > 0 ? ho_field_words(map, field[0]) : "";

    for (size_t i = 1; i < count; i++)
        out = ho_arena_format(map->arena, "%s%s%s", out,
                              i + 1 == count ? " and " : ", ",
                              ho_field_words(map, field[i]));
    return out;
}

/* "today", "by 2026-09-26" */
static const char *when(struct handoff_map *map, const struct handoff_entry *e)
{
    char date[HANDOFF_TIME_TEXT];

    if (e->due_now)
        return "today";
    handoff_date_text(e->due, date);
    return ho_arena_format(map->arena, "by %s", date);
}

/* A day or less is today's work; longer terms are dated. */
static void set_due(struct handoff_map *map, struct handoff_entry *e,
                    int64_t after)
{
    e->due = map->in.as_of + (after > HO_DAY ? after : 0);
    e->due_now = ho_day_of(e->due) <= ho_day_of(map->in.as_of);
}

/* The same by the clock of the decision's owner: today's work waits until the
 * desk opens, and what the lead has waited already is not granted again. */
static void set_due_sla(struct handoff_map *map, struct handoff_entry *e)
{
    const struct handoff_policy *policy = map->in.policy;
    const struct handoff_outcome *o = &e->decision->outcome;
    const int64_t open = handoff_owner_open(policy, o->owner, map->in.as_of);
    int64_t due = open;

    if (o->sla > HO_DAY)
        handoff_outcome_due(policy, o, map->in.as_of, &due);
    if (e->term.until && e->term.until < due)
        due = e->term.until > open ? e->term.until : open;
    e->due = handoff_owner_clock(policy, o->owner, due);
    e->due_now =
        ho_day_of(e->due) <=
        ho_day_of(handoff_owner_clock(policy, o->owner, map->in.as_of));
}

static void act_raw(struct handoff_map *map, struct handoff_entry *e)
{
    const bool failed = e->brief->degraded;

    set_due(map, e, 0);
    e->required_output = ho_arena_format(
        map->arena, "%s: %s", "usable brief",
        failed ? "the endpoint gave none" : "the lead wrote no words to read");
    e->next_action =
        failed ? "build the lead summary again; do not route from the bare "
                 "notification"
               : "get the lead's own words, then build the lead summary";
    e->converts_to = HANDOFF_CONVERTS_OWNER_ACTION;
}

static void act_unrouted(struct handoff_map *map, struct handoff_entry *e)
{
    set_due(map, e, HO_DAY);
    e->required_output = "Route, reason code, owner, confidence, exception "
                         "flag: no rule covers this lead";
    e->next_action =
        ho_arena_format(map->arena,
                        "choose pursue, nurture, enrich or skip %s and give "
                        "the policy a rule for it",
                        when(map, e));
    e->converts_to = HANDOFF_CONVERTS_OWNER_DECISION;
}

static const char *ask_part(struct handoff_map *map,
                            const struct handoff_entry *e)
{
    if (e->question_count == 0)
        return "";
    return ho_arena_format(map->arena, "%sask the lead about %s",
                           e->enrich_count > 0 ? "; " : "",
                           ho_field_list(map, e->question, e->question_count));
}

static void act_blocked(struct handoff_map *map, struct handoff_entry *e)
{
    const char *look =
        e->enrich_count > 0
            ? ho_arena_format(map->arena, "look up %s",
                              ho_field_list(map, e->enrich, e->enrich_count))
            : "";

    set_due_sla(map, e);
    if (e->enrich_count + e->question_count == 0) {
        e->required_output = "the fields that the CRM's route waits for";
        e->next_action = ho_arena_format(
            map->arena,
            "rerun routing %s: nothing that the policy needs is "
            "missing",
            when(map, e));
        e->converts_to = HANDOFF_CONVERTS_OWNER_DECISION;
        return;
    }
    e->required_output = ho_arena_format(
        map->arena, "%s: %s can change the decision",
        ho_field_list(map, e->decision->ask, e->decision->ask_count),
        !e->decision->ask_exact       ? "these"
        : e->decision->ask_count == 1 ? "only this"
                                      : "only these");
    e->next_action = ho_arena_format(map->arena, "%s%s %s, then rerun routing",
                                     look, ask_part(map, e), when(map, e));
    e->converts_to = HANDOFF_CONVERTS_OWNER_ACTION;
}

/* What of the attached enrichment decides who may reply: it comes first. */
static const char *enrich_part(struct handoff_map *map,
                               const struct handoff_entry *e)
{
    const struct handoff_fields *fields = e->brief->fields;

    for (size_t i = 0; i < e->enrich_count; i++)
        if (fields->item[e->enrich[i]].ask == HANDOFF_ASK_CRM)
            return ho_arena_format(map->arena, " and enrich %s",
                                   ho_field_words(map, e->enrich[i]));
    return "";
}

static void act_qualify(struct handoff_map *map, struct handoff_entry *e)
{
    set_due_sla(map, e);
    e->required_output =
        e->question_count > 0
            ? ho_arena_format(
                  map->arena, "%s; still open: %s",
                  outputs[HANDOFF_STAGE_QUALIFICATION],
                  ho_field_list(map, e->question, e->question_count))
            : outputs[HANDOFF_STAGE_QUALIFICATION];
    e->next_action = ho_arena_format(map->arena, "reply %s%s", when(map, e),
                                     enrich_part(map, e));
    e->converts_to = HANDOFF_CONVERTS_OWNER_ACTION;
}

static void act_outreach(struct handoff_map *map, struct handoff_entry *e)
{
    set_due_sla(map, e);
    e->required_output = outputs[HANDOFF_STAGE_OUTREACH];
    e->next_action = ho_arena_format(
        map->arena, "write the first message %s, have it approved and send it",
        when(map, e));
    e->converts_to = HANDOFF_CONVERTS_OWNER_ACTION;
}

static void act_follow_up(struct handoff_map *map, struct handoff_entry *e)
{
    char date[HANDOFF_TIME_TEXT];
    int64_t next;

    set_due(map, e, 0);
    e->required_output = outputs[HANDOFF_STAGE_FOLLOW_UP];
    e->converts_to = HANDOFF_CONVERTS_OWNER_ACTION;
    if (ho_crm_was_answered(e->lead)) {
        e->next_action =
            "handle the reply today: continue, pause, stop or book";
        e->converts_to = HANDOFF_CONVERTS_OWNER_DECISION;
    } else if (ho_crm_follow_up(e->lead, &next)) {
        handoff_date_text(next, date);
        e->next_action =
            ho_day_of(next) < ho_day_of(map->in.as_of)
                ? ho_arena_format(map->arena,
                                  "make the next touch today; it was due %s",
                                  date)
                : "make the next touch today";
    } else {
        e->next_action = "set the date of the next touch today";
        e->converts_to = HANDOFF_CONVERTS_CRM_UPDATE;
    }
}

/* No stage is done that nobody owns, whatever date stands in the record. */
static void act_unowned(struct handoff_map *map, struct handoff_entry *e,
                        const char *date)
{
    set_due(map, e, 0);
    e->required_output = "owner of the record";
    e->next_action = ho_arena_format(
        map->arena, "assign an owner today; the next touch stays on %s", date);
    e->converts_to = HANDOFF_CONVERTS_OWNER_DECISION;
}

static void act_waiting(struct handoff_map *map, struct handoff_entry *e)
{
    char date[HANDOFF_TIME_TEXT];
    int64_t next = map->in.as_of;

    ho_crm_follow_up(e->lead, &next);
    if (!e->settled) {
        handoff_date_text(next, date);
        act_unowned(map, e, date);
        return;
    }
    e->due = next;
    e->due_now = ho_day_of(next) <= ho_day_of(map->in.as_of);
    handoff_date_text(next, date);
    e->required_output = outputs[HANDOFF_STAGE_CRM_TRUTH];
    e->next_action = ho_arena_format(
        map->arena, "keep the record as it is; next touch on %s", date);
    e->converts_to = HANDOFF_CONVERTS_CRM_UPDATE;
}

/* A rule's sentence as the end of another one: without its full stop, and
 * small where it starts with an ordinary word. */
static const char *as_reason(struct handoff_map *map, const char *sentence)
{
    struct handoff_slice s = ho_trim(ho_slice(sentence));
    const bool is_word = s.len > 1 && s.ptr[0] >= 'A' && s.ptr[0] <= 'Z' &&
                         !(s.ptr[1] >= 'A' && s.ptr[1] <= 'Z');

    if (s.len > 0 && s.ptr[s.len - 1] == '.')
        s.len--;
    if (!is_word)
        return ho_arena_copy(map->arena, s);
    return ho_arena_format(map->arena, "%c%.*s", s.ptr[0] + 32, (int)s.len - 1,
                           s.ptr + 1);
}

/* The date that the record set for looking again has come. */
static void act_review(struct handoff_map *map, struct handoff_entry *e,
                       int64_t was)
{
    char date[HANDOFF_TIME_TEXT];

    set_due(map, e, 0);
    handoff_date_text(was, date);
    e->next_action = ho_arena_format(
        map->arena,
        "review today whether active selling is still premature; the record "
        "says %s",
        date);
    e->converts_to = HANDOFF_CONVERTS_OWNER_DECISION;
}

static void act_nurture(struct handoff_map *map, struct handoff_entry *e)
{
    const char *why = *e->decision->outcome.why && !e->route_from_crm
                          ? as_reason(map, e->decision->outcome.why)
                          : "the CRM records it as nurture";
    char date[HANDOFF_TIME_TEXT];
    int64_t was;

    if (ho_entry_waits(map, e)) {
        act_waiting(map, e);
        return;
    }
    e->required_output =
        "context note, review date, and why active selling is premature";
    if (ho_crm_follow_up(e->lead, &was)) {
        act_review(map, e, was);
        return;
    }
    set_due(map, e, map->book.review_after);
    handoff_date_text(e->due, date);
    e->next_action = ho_arena_format(
        map->arena, "add a context note and review on %s: %s", date, why);
    e->converts_to = HANDOFF_CONVERTS_CRM_UPDATE;
}

static const char *skip_reason(const struct handoff_entry *e)
{
    if (e->stop)
        return e->stop->reason;
    return e->route_from_crm ? "SKIPPED_IN_CRM" : e->decision->outcome.reason;
}

static void act_skip(struct handoff_map *map, struct handoff_entry *e)
{
    const struct handoff_outcome *o = &e->decision->outcome;
    const char *reason = skip_reason(e);

    set_due(map, e, 0);
    e->required_output = ho_arena_format(
        map->arena, "closed record with reason code %s visible", reason);
    if (e->stop)
        e->next_action = ho_arena_format(map->arena, "%s, reason code %s",
                                         e->stop->action, reason);
    else if (e->lead->duplicate_of)
        e->next_action =
            ho_arena_format(map->arena, "merge with %s, reason code %s",
                            e->lead->duplicate_of, reason);
    else if (strcmp(reason, "OPTED_OUT") == 0 ||
             strcmp(reason, "SUPPRESSED") == 0)
        e->next_action = ho_arena_format(
            map->arena, "suppress the address, reason code %s", reason);
    else if (*e->decision->exception && !e->route_from_crm)
        e->next_action = ho_arena_format(
            map->arena, "hand to %s and close for sales, reason code %s",
            o->owner_name, reason);
    else
        e->next_action = ho_arena_format(
            map->arena, "close with no action, reason code %s", reason);
    e->converts_to = HANDOFF_CONVERTS_CRM_UPDATE;
}

static void act_pursue(struct handoff_map *map, struct handoff_entry *e)
{
    if (e->stage == HANDOFF_STAGE_QUALIFICATION)
        act_qualify(map, e);
    else if (e->stage == HANDOFF_STAGE_OUTREACH)
        act_outreach(map, e);
    else if (e->stage == HANDOFF_STAGE_FOLLOW_UP)
        act_follow_up(map, e);
    else
        act_waiting(map, e);
}

/* Why this action and no other: the reply that stopped the lead, else the CRM's
 * word on what was done, else the rule, else the selector itself. */
static const char *rests_on(struct handoff_map *map,
                            const struct handoff_entry *e)
{
    static const enum handoff_crm words[] = {
        HANDOFF_CRM_OUTREACH, HANDOFF_CRM_FOLLOW_UP, HANDOFF_CRM_QUALIFICATION,
        HANDOFF_CRM_ROUTE, HANDOFF_CRM_STAGE
    };
    const char *cite = "";

    if (e->stop)
        return e->stop->cite;
    if (e->situation == HANDOFF_SITUATION_RAW)
        return "selector: raw lead, no brief";
    for (size_t i = 0;
         e->route_from_crm && i < sizeof words / sizeof *words && !*cite; i++)
        cite = ho_crm_cite(e->lead, words[i]);
    if (*cite || !*e->decision->rule)
        return cite;
    return ho_arena_format(map->arena, "rule %s", e->decision->rule);
}

void ho_entry_act(struct handoff_map *map, struct handoff_entry *e)
{
    static void (*const acts[])(
        struct handoff_map *,
        struct handoff_entry *) = { [HANDOFF_SITUATION_RAW] = act_raw,
                                    [HANDOFF_SITUATION_UNROUTED] = act_unrouted,
                                    [HANDOFF_SITUATION_BLOCKED] = act_blocked,
                                    [HANDOFF_SITUATION_PURSUE] = act_pursue,
                                    [HANDOFF_SITUATION_NURTURE] = act_nurture,
                                    [HANDOFF_SITUATION_SKIP] = act_skip };

    acts[e->situation](map, e);
    e->action_from = rests_on(map, e);
}
