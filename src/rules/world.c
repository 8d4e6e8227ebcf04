/* world.c - see rules/world.h */
#include "rules/world.h"

enum { ROOM_SETS = 6 }; /* of one field: a view's, and the two of an opened */

bool ho_view_open(const struct ho_view *view)
{
    return (view->cells & (view->cells - 1)) != 0;
}

static uint64_t *room_of(const struct ho_world *world, size_t field)
{
    return world->room + field * ROOM_SETS * world->policy->words;
}

void ho_world_state(struct ho_world *world, const struct handoff_facts *facts)
{
    const struct handoff_policy *policy = world->policy;

    for (size_t t = 0; t < policy->tested_count; t++) {
        const int field = policy->tested[t];
        const unsigned code = facts->code[field];
        const unsigned index = code & ~(unsigned)HO_CODE_INFERRED;

        if (index == HO_CODE_SOME)
            continue;
        world->view[field] = policy->cells[field].view[index];
        world->view[field].inferred = (code & HO_CODE_INFERRED) != 0;
    }
    for (size_t i = 0; i < facts->some_count; i++) {
        const size_t field = facts->some[i].field;
        struct ho_view *view = &world->view[field];

        *view = (struct ho_view){ .known = true };
        view->inferred = (facts->code[field] & HO_CODE_INFERRED) != 0;
        ho_view_fill(policy, (int)field, facts->some[i].cells,
                     room_of(world, field), view);
    }
}

/* Join the fields; find the rows that can still decide. */
static void join(struct ho_world *world)
{
    const struct handoff_policy *policy = world->policy;
    size_t w;

    for (w = 0; w < policy->words; w++) {
        uint64_t may = UINT64_MAX, must = UINT64_MAX;

        for (size_t t = 0; t < policy->tested_count; t++) {
            const struct ho_view *view = &world->view[policy->tested[t]];

            may &= view->may[w];
            must &= view->must[w];
        }
        world->may[w] = may;
        world->must[w] = must;
    }
    for (w = 0; !world->must[w]; w++) /* `otherwise` must match */
        world->candidate[w] = world->may[w];
    world->sure = w * 64 + ho_lowest(world->must[w]);
    world->candidate[w] =
        world->may[w] & (UINT64_MAX >> (63 - world->sure % 64));
    for (w++; w < policy->words; w++)
        world->candidate[w] = 0;
}

static void open_view(struct ho_world *world, int field, bool keep)
{
    const struct ho_cells *cells = &world->policy->cells[field];
    const size_t words = world->policy->words;
    struct ho_view *view = &world->view[field];
    uint64_t *may = room_of(world, (size_t)field) + 4 * words,
             *must = may + words;

    world->stated[field] = *view;
    *view = cells->view[HO_CODE_OPEN];
    view->inferred = true;
    if (!keep)
        return;
    for (size_t w = 0; w < words; w++) {
        may[w] =
            view->may[w] | (world->stated[field].may[w] & ~cells->demand[w]);
        must[w] =
            view->must[w] & world->stated[field].must[w] & ~cells->demand[w];
    }
    view->may = may;
    view->must = must;
    view->also = &world->stated[field];
    world->kept = true;
}

/* true: one more was opened. */
static bool open_fields(struct ho_world *world, bool keep)
{
    const struct handoff_policy *policy = world->policy;
    bool opened = false;

    for (size_t t = 0; t < policy->tested_count; t++) {
        const int field = policy->tested[t];
        const uint64_t *demand = policy->cells[field].demand;
        uint64_t wanted = 0;

        if (!world->view[field].known || !world->view[field].inferred)
            continue;
        for (size_t w = 0; w < policy->words; w++)
            wanted |= world->candidate[w] & demand[w];
        if (!wanted)
            continue;
        open_view(world, field, keep);
        opened = true;
    }
    return opened;
}

void ho_world_open(struct ho_world *world, bool keep)
{
    world->kept = false;
    do
        join(world);
    while (open_fields(world, keep));
}

void ho_world_load(struct ho_world *world, const struct handoff_facts *facts)
{
    ho_world_state(world, facts);
    if (facts->guessed)
        ho_world_open(world, false);
    else
        join(world);
}

bool ho_world_one_key(const struct ho_world *world)
{
    const size_t *key = world->policy->row_key;

    for (size_t w = 0; w * 64 <= world->sure; w++)
        for (uint64_t rest = world->candidate[w]; rest; rest &= rest - 1)
            if (key[w * 64 + ho_lowest(rest)] != key[world->sure])
                return false;
    return true;
}

size_t ho_world_cited(const struct ho_world *world, size_t key)
{
    size_t row = 0;

    if (world->policy->row_key[world->sure] == key)
        return world->sure;
    while (!ho_bit(world->candidate, row) || world->policy->row_key[row] != key)
        row++;
    return row;
}

enum handoff_status ho_world_init(struct ho_world *world,
                                  const struct handoff_policy *policy,
                                  struct ho_arena *arena,
                                  struct handoff_error *err)
{
    const size_t count = policy->fields.count + 1, words = policy->words;
    uint64_t *sets = ho_arena_alloc(
        arena, ((7 + HO_WORLD_STEPS + count * ROOM_SETS) * words + 2 * count) *
                   sizeof *sets);

    *world = (struct ho_world){ .policy = policy };
    world->view = ho_arena_alloc(arena, 2 * count * sizeof *world->view);
    if (!sets || !world->view)
        return ho_arena_status(arena, "the decision", err);
    world->stated = world->view + count;
    world->may = sets;
    world->must = sets + words;
    world->candidate = sets + 2 * words;
    world->once = sets + 3 * words;
    world->twice = sets + 4 * words;
    world->same = sets + 5 * words;
    world->level = sets + 6 * words;
    world->cells = world->level + (HO_WORLD_STEPS + 1) * words;
    world->possible = world->cells + count;
    world->room = world->possible + count;
    return HANDOFF_OK;
}

enum handoff_status ho_world_make(struct ho_world *world,
                                  const struct handoff_policy *policy,
                                  const struct handoff_brief *brief,
                                  int64_t as_of, struct ho_arena *arena,
                                  struct handoff_error *err)
{
    struct handoff_facts *facts = NULL;
    enum handoff_status status =
        handoff_policy_intern(policy, brief, as_of, &facts, err);

    if (status == HANDOFF_OK)
        status = ho_world_init(world, policy, arena, err);
    if (status == HANDOFF_OK)
        ho_world_load(world, facts);
    handoff_facts_free(facts);
    return status;
}
