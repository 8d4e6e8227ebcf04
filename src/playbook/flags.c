/* flags.c - what a person must look at. */
#include "base/clock.h"
#include "playbook/playbook.h"

void ho_flag(struct handoff_map *map, struct handoff_entry *e,
             enum handoff_flag_code code, const char *detail)
{
    struct handoff_flag *f =
        ho_arena_push(map->arena, &e->flag, &e->flag_count, sizeof *f);

    if (f)
        *f = (struct handoff_flag){ code, detail };
}

/* What somebody must look at: a hint has its question, what was left out or
 * restored refused nothing, nor did screening, and what was asked again came
 * back or did not. */
static bool is_refusal(const struct handoff_finding *f)
{
    return f->code != HANDOFF_FINDING_HINT_ONLY &&
           f->code != HANDOFF_FINDING_MISSING_KEY &&
           f->code != HANDOFF_FINDING_MISSED_FACT &&
           f->code != HANDOFF_FINDING_TOO_MANY &&
           f->code != HANDOFF_FINDING_SCREENED_OUT && !f->asked_again;
}

static bool is_about_reply(const struct handoff_finding *f)
{
    return f->code == HANDOFF_FINDING_NO_REPLY ||
           f->code == HANDOFF_FINDING_REPLY_UNREADABLE;
}

/* The value that a form settled stands in the brief no more, so both are
 * looked up in the lead. */
static void flag_contradiction(struct handoff_map *map, struct handoff_entry *e,
                               const struct handoff_finding *f,
                               const char *field)
{
    const struct handoff_value *other = NULL;

    for (size_t i = 0; i < e->lead->count && !other; i++)
        if (e->lead->value[i].settles == f->field &&
            !ho_slice_is(e->lead->value[i].text, f->quote))
            other = &e->lead->value[i];
    ho_flag(map, e, HANDOFF_FLAG_CONTRADICTION,
            other ? ho_arena_format(map->arena, "%s \"%s\", and \"%.*s\" [%s]",
                                    field, f->quote, (int)other->text.len,
                                    other->text.ptr, other->cite)
                  : ho_arena_format(map->arena, "%s \"%s\"", field, f->quote));
}

static void flag_findings(struct handoff_map *map, struct handoff_entry *e)
{
    const struct handoff_brief *b = e->brief;

    for (size_t i = 0; i < b->finding_count; i++) {
        const struct handoff_finding *f = &b->finding[i];
        const char *field =
            f->field == HANDOFF_NO_FIELD ? "" : ho_field_words(map, f->field);

        if (f->code == HANDOFF_FINDING_CONTRADICTED)
            flag_contradiction(map, e, f, field);
        else if (is_about_reply(f)) {
            if (b->degraded)
                ho_flag(map, e, HANDOFF_FLAG_NO_REPLY, f->detail);
        } else if (f->code == HANDOFF_FINDING_INSTRUCTION)
            ho_flag(
                map, e, HANDOFF_FLAG_INSTRUCTION,
                ho_arena_format(map->arena, "%s: \"%s\"", f->detail, f->quote));
        else if (is_refusal(f))
            ho_flag(map, e, HANDOFF_FLAG_CLAIM_REFUSED,
                    ho_arena_format(map->arena, "%s \"%s\" (%s): %s", field,
                                    f->quote, handoff_finding_name(f->code),
                                    handoff_finding_meaning(f->code)));
    }
}

static void flag_route(struct handoff_map *map, struct handoff_entry *e)
{
    const struct handoff_decision *d = e->decision;
    const int recorded = ho_crm_route(e->lead);
    const char *lane = e->brief->lane;

    if (recorded >= 0 && (enum handoff_route)recorded != d->outcome.route &&
        e->situation != HANDOFF_SITUATION_RAW)
        ho_flag(
            map, e, HANDOFF_FLAG_ROUTE_DIFFERS,
            ho_arena_format(map->arena, "CRM %s, policy %s by %s",
                            handoff_route_name((enum handoff_route)recorded),
                            handoff_route_name(d->outcome.route), d->rule));
    if (lane && strcmp(lane, handoff_route_name(d->outcome.route)) != 0)
        ho_flag(map, e, HANDOFF_FLAG_SUGGESTION_DIFFERS,
                ho_arena_format(map->arena, "model %s, policy %s", lane,
                                handoff_route_name(d->outcome.route)));
    if (*d->exception && !e->route_from_crm)
        ho_flag(map, e, HANDOFF_FLAG_EXCEPTION,
                ho_words_of(map->arena, d->exception));
    else if (!e->route_from_crm && d->outcome.review &&
             e->route != HANDOFF_ROUTE_PURSUE) /* which always is a decision */
        ho_flag(map, e, HANDOFF_FLAG_REVIEW,
                ho_arena_format(map->arena, "%s by %s",
                                handoff_route_name(e->route), d->rule));
}

void ho_entry_flag(struct handoff_map *map, struct handoff_entry *e)
{
    char date[HANDOFF_TIME_TEXT];
    int64_t next;

    flag_findings(map, e);
    if (!e->stop) /* whose reply leaves the policy's route nothing to say */
        flag_route(map, e);
    if (e->lead->duplicate_of)
        ho_flag(map, e, HANDOFF_FLAG_DUPLICATE,
                ho_arena_format(map->arena, "of %s", e->lead->duplicate_of));
    if (!*e->owner)
        ho_flag(map, e, HANDOFF_FLAG_NO_OWNER, "assign one");
    if (map->in.unapproved)
        ho_flag(map, e, HANDOFF_FLAG_UNAPPROVED_POLICY, map->in.unapproved);
    if (!e->stop && ho_crm_follow_up(e->lead, &next) &&
        ho_day_of(next) < ho_day_of(map->in.as_of) &&
        !ho_crm_is_closed(e->lead)) {
        handoff_date_text(next, date);
        ho_flag(map, e, HANDOFF_FLAG_OVERDUE,
                ho_arena_format(map->arena, "was due %s", date));
    }
    if (*e->crm.missing)
        ho_flag(map, e, HANDOFF_FLAG_CRM_INCOMPLETE,
                ho_arena_format(map->arena, "missing: %s", e->crm.missing));
}
