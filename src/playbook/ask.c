/* ask.c - which missing facts are worth finding out, and from whom.
 *
 * Only the minimum: what can change the route while it is open; once it is
 * clear, what the first reply, the owner or qualification still needs.  What
 * can be looked up is enriched, what only the lead can say is asked.
 */
#include "playbook/playbook.h"

static bool has(const int *list, size_t count, int field)
{
    for (size_t i = 0; i < count; i++)
        if (list[i] == field)
            return true;
    return false;
}

static void push(struct handoff_map *map, const int **list, size_t *count,
                 int field)
{
    int *slot;

    if (has(*list, *count, field))
        return;
    slot = ho_arena_push(map->arena, list, count, sizeof *slot);
    if (slot)
        *slot = field;
}

static bool can_look_up(const struct handoff_field *field)
{
    return field->ask == HANDOFF_ASK_CRM || field->ask == HANDOFF_ASK_WEB;
}

/* Undecided: exactly the fields that the decision asks for. */
static void ask_for_route(struct handoff_map *map, struct handoff_entry *e)
{
    const struct handoff_fields *fields = e->brief->fields;

    for (size_t i = 0; i < e->decision->ask_count; i++) {
        const int field = ho_askable(e->brief, e->decision->ask[i]);

        if (can_look_up(&fields->item[field]))
            push(map, &e->enrich, &e->enrich_count, field);
        else
            push(map, &e->question, &e->question_count, field);
    }
}

/* Pursue with enrichment attached: what can be looked up and would change
 * owner, first reply or duplicate handling. */
static void attach_enrichment(struct handoff_map *map, struct handoff_entry *e)
{
    const struct handoff_fields *fields = e->brief->fields;
    const unsigned reasons =
        HANDOFF_NEED_OWNER | HANDOFF_NEED_REPLY | HANDOFF_NEED_DUPLICATE;

    for (size_t i = 0; i < fields->count; i++) {
        const struct handoff_field *f = &fields->item[i];

        if (e->brief->claim[i].class != HANDOFF_UNKNOWN || !can_look_up(f) ||
            !(f->needed_for & reasons) || f->labels.count == 0)
            continue;
        if (f->from_crm && f->infer_from == HANDOFF_NO_FIELD &&
            !(f->needed_for & HANDOFF_NEED_DUPLICATE))
            continue; /* account status tells the rest */
        push(map, &e->enrich, &e->enrich_count, (int)i);
    }
}

/* What decides the fit while that is open; else what the first reply may ask
 * besides. */
static void ask_for_qualification(struct handoff_map *map,
                                  struct handoff_entry *e)
{
    const struct ho_stand at = { map->in.policy, e->brief, e->decision,
                                 map->in.as_of };
    struct handoff_qualification gaps = e->qualified;

    if (gaps.fit == HANDOFF_FIT_REVIEW && gaps.question_count == 0)
        ho_ask_gaps(map->arena, &at, map->book.questions_at_most, &gaps);
    e->question = gaps.question;
    e->question_count = gaps.question_count;
}

void ho_entry_ask(struct handoff_map *map, struct handoff_entry *e)
{
    if (e->situation == HANDOFF_SITUATION_BLOCKED)
        ask_for_route(map, e);
    if (e->stage == HANDOFF_STAGE_QUALIFICATION) {
        attach_enrichment(map, e);
        ask_for_qualification(map, e);
    }
}
