/* check.c - the playbook's QA check, before anything is printed.
 *
 * By construction nothing is found here: briefs are proved, decisions have
 * rules.  What a caller brings along may be otherwise, and what is said to a
 * seller must not depend on every stage before having done its work.
 */
#include "playbook/playbook.h"

static bool is_cited(const struct handoff_claim *c)
{
    for (size_t i = 0; i < c->evidence_count; i++)
        if (*c->evidence[i].cite)
            return true;
    return c->class == HANDOFF_INFERRED && c->basis != HANDOFF_NO_FIELD;
}

static bool is_uncited(const struct handoff_claim *c)
{
    return c->class != HANDOFF_UNKNOWN && !is_cited(c);
}

static void remove_claim(struct handoff_map *map, struct handoff_entry *e,
                         const char *what)
{
    map->uncited++;
    ho_flag(map, e, HANDOFF_FLAG_UNCITED, what);
}

static void forget(struct handoff_claim *c, const struct handoff_field *field)
{
    *c = (struct handoff_claim){ .field = c->field,
                                 .class = HANDOFF_UNKNOWN,
                                 .basis = HANDOFF_NO_FIELD,
                                 .reason = "rejected",
                                 .confidence = "",
                                 .question = field->question };
}

/* What is inferred from a claim that went, goes with it. */
static bool lost_basis(const struct handoff_claim *all,
                       const struct handoff_claim *c)
{
    return c->class == HANDOFF_INFERRED && c->basis != HANDOFF_NO_FIELD &&
           all[c->basis].class == HANDOFF_UNKNOWN;
}

static void check_all(struct handoff_map *map, struct handoff_entry *e,
                      struct handoff_claim *claim)
{
    const struct handoff_fields *fields = e->brief->fields;
    size_t removed;

    do {
        removed = 0;
        for (size_t i = 0; i < fields->count; i++) {
            if (!is_uncited(&claim[i]) && !lost_basis(claim, &claim[i]))
                continue;
            remove_claim(map, e,
                         ho_arena_format(map->arena, "%s \"%s\"",
                                         ho_field_words(map, (int)i),
                                         claim[i].value ? claim[i].value : ""));
            forget(&claim[i], &fields->item[i]);
            removed++;
        }
    } while (removed > 0);
}

/* The brief is the caller's: the map shows one of its own without them. */
void ho_entry_check_claims(struct handoff_map *map, struct handoff_entry *e)
{
    const size_t count = e->brief->fields->count;
    struct handoff_brief *own;
    struct handoff_claim *claim;
    size_t uncited = 0;

    for (size_t i = 0; i < count; i++)
        uncited += is_uncited(&e->brief->claim[i]);
    if (uncited == 0)
        return;
    own = ho_arena_alloc(map->arena, sizeof *own);
    claim = ho_arena_alloc(map->arena, count * sizeof *claim);
    if (!own || !claim)
        return; /* the arena remembers */
    memcpy(claim, e->brief->claim, count * sizeof *claim);
    check_all(map, e, claim);
    *own = *e->brief;
    own->claim = claim;
    e->brief = own;
}

static void check_fit(struct handoff_map *map, struct handoff_entry *e)
{
    struct handoff_qualification *q = &e->qualified;

    if (q->fit == HANDOFF_FIT_REVIEW || *q->rule)
        return;
    remove_claim(
        map, e,
        ho_arena_format(map->arena, "fit %s", handoff_fit_name(q->fit)));
    q->fit = HANDOFF_FIT_REVIEW; /* which claims nothing: a person looks */
    q->why = "";
}

static void check_owner(struct handoff_map *map, struct handoff_entry *e)
{
    if (!*e->owner || *e->owner_from)
        return;
    remove_claim(map, e, ho_arena_format(map->arena, "owner %s", e->owner));
    e->owner = "";
}

/* Without an action there is nothing to look up or to ask for, either. */
static void remove_action(struct handoff_entry *e)
{
    e->next_action = e->action_from = "";
    e->converts_to = HANDOFF_CONVERTS_NOTHING;
    e->enrich_count = e->question_count = 0;
}

static void check_action(struct handoff_map *map, struct handoff_entry *e)
{
    if (e->converts_to == HANDOFF_CONVERTS_NOTHING || !*e->next_action) {
        map->removed++;
        remove_action(e);
    } else if (!*e->action_from) {
        remove_claim(
            map, e,
            ho_arena_format(map->arena, "next action: %s", e->next_action));
        remove_action(e);
    }
}

void ho_entry_check(struct handoff_map *map, struct handoff_entry *e)
{
    check_fit(map, e);
    check_owner(map, e);
    check_action(map, e);
}
