/* world.c - see rules/world.h */
#include "rules/world.h"

#include "base/clock.h"

bool ho_view_open(const struct ho_view *view)
{
    return (view->cells & (view->cells - 1)) != 0;
}

/* n - today, at most as far as numbers go. */
static int64_t days_from(int64_t n, int64_t today)
{
    if (today > 0 && n < INT64_MIN + today)
        return INT64_MIN;
    if (today < 0 && n > INT64_MAX + today)
        return INT64_MAX;
    return n - today;
}

static uint64_t number_cells(const struct ho_cells *cells,
                             const struct handoff_typed *typed, int64_t origin)
{
    if (!typed->has_number || typed->low > typed->high)
        return ho_cells_some(cells); /* there is one; which, is not known */
    return ho_cells_between(cells, days_from(typed->low, origin),
                            days_from(typed->high, origin));
}

static uint64_t enum_cells(const struct ho_cells *cells,
                           const struct handoff_field *field, const char *value)
{
    const int index = handoff_enum_find(field, ho_slice(value));

    return index >= 0 ? (uint64_t)1 << index : ho_cells_all(cells);
}

/* The cells that a stated value leaves possible. */
static uint64_t stated_cells(const struct ho_cells *cells,
                             const struct handoff_field *field,
                             const struct handoff_claim *claim, int64_t today)
{
    if (claim->typed.read == HANDOFF_READ_NONE && cells->none)
        return cells->none;
    if (!claim->value)
        return ho_cells_all(cells);
    switch (field->type) {
    case HANDOFF_TYPE_ENUM:
        return enum_cells(cells, field, claim->value);
    case HANDOFF_TYPE_INTEGER:
    case HANDOFF_TYPE_MONEY:
        return number_cells(cells, &claim->typed, 0);
    case HANDOFF_TYPE_DATE:
        return number_cells(cells, &claim->typed, today);
    default:
        return ho_cells_of_text(cells, ho_slice(claim->value));
    }
}

/* The field's part in may and must, if_unknown included: that speaks where the
 * field is not known, and where a known range leaves the test open. */
static void fill_view(const struct ho_world *world, int field)
{
    const struct ho_cells *cells = &world->policy->cells[field];
    struct ho_view *view = &world->view[field];
    const size_t words = world->policy->words;

    for (size_t w = 0; w < words; w++) {
        uint64_t some = 0, every = UINT64_MAX, open;

        for (size_t c = 0; c < cells->count; c++) {
            if (!(view->cells >> c & 1))
                continue;
            some |= cells->pass[c * words + w];
            every &= cells->pass[c * words + w];
        }
        open = view->known ? some & ~every : UINT64_MAX;
        view->taken[w] = cells->assume_match[w] & open;
        view->failed[w] = cells->assume_fail[w] & open;
        view->may[w] = (some | view->taken[w]) & ~view->failed[w];
        view->must[w] = (every | view->taken[w]) & ~view->failed[w];
    }
}

static enum handoff_status make_view(struct ho_world *world, int field,
                                     int64_t today, struct ho_arena *arena)
{
    const struct handoff_claim *claim = &world->brief->claim[field];
    const struct ho_cells *cells = &world->policy->cells[field];
    struct ho_view *view = &world->view[field];
    const size_t words = world->policy->words;
    uint64_t *sets = ho_arena_alloc(arena, 4 * words * sizeof *sets);

    if (!sets)
        return HANDOFF_NO_MEMORY;
    view->may = sets;
    view->must = sets + words;
    view->taken = sets + 2 * words;
    view->failed = sets + 3 * words;
    view->known = claim->class != HANDOFF_UNKNOWN;
    view->inferred = claim->class == HANDOFF_INFERRED;
    view->cells = view->known
                      ? stated_cells(cells, &world->policy->fields.item[field],
                                     claim, today)
                      : ho_cells_all(cells);
    fill_view(world, field);
    return HANDOFF_OK;
}

/* Join the fields; find the rows that can still decide. */
static void join(struct ho_world *world)
{
    const struct handoff_policy *policy = world->policy;

    for (size_t w = 0; w < policy->words; w++) {
        world->may[w] = world->must[w] = UINT64_MAX;
        for (size_t f = 0; f < policy->fields.count; f++) {
            if (policy->cells[f].count == 0)
                continue;
            world->may[w] &= world->view[f].may[w];
            world->must[w] &= world->view[f].must[w];
        }
    }
    world->sure = 0;
    while (!ho_bit(world->must, world->sure)) /* `otherwise` must match */
        world->sure++;
    memset(world->candidate, 0, policy->words * sizeof *world->candidate);
    for (size_t i = 0; i <= world->sure; i++)
        if (ho_bit(world->may, i))
            ho_bit_set(world->candidate, i);
}

/* Open the inferred fields of which a rule that can still decide demands that
 * they are Explicit.  A world has one value a field, so it is open for every
 * rule.  true: one more was opened. */
static bool open_fields(struct ho_world *world)
{
    const struct handoff_policy *policy = world->policy;
    bool opened = false;

    for (size_t i = 0; i <= world->sure; i++) {
        const struct ho_rule *rule = &policy->rule[policy->row[i].rule];

        if (!ho_bit(world->candidate, i))
            continue;
        for (size_t d = 0; d < rule->demand_count; d++) {
            const int field = rule->demands[d];
            struct ho_view *view = &world->view[field];

            if (!view->known || !view->inferred)
                continue;
            view->known = false;
            view->cells = ho_cells_all(&policy->cells[field]);
            fill_view(world, field);
            opened = true;
        }
    }
    return opened;
}

enum handoff_status ho_world_make(struct ho_world *world,
                                  const struct handoff_policy *policy,
                                  const struct handoff_brief *brief,
                                  int64_t as_of, struct ho_arena *arena,
                                  struct handoff_error *err)
{
    const size_t count = policy->fields.count;
    uint64_t *sets = ho_arena_alloc(arena, 3 * policy->words * sizeof *sets);
    enum handoff_status status = HANDOFF_OK;

    *world = (struct ho_world){ .policy = policy, .brief = brief };
    world->view = ho_arena_alloc(arena, (count + 1) * sizeof *world->view);
    if (!sets || !world->view)
        return ho_arena_status(arena, "the decision", err);
    world->may = sets;
    world->must = sets + policy->words;
    world->candidate = sets + 2 * policy->words;
    for (size_t f = 0; f < count && status == HANDOFF_OK; f++)
        if (policy->cells[f].count > 0)
            status =
                make_view(world, (int)f, ho_policy_today(policy, as_of), arena);
    if (status != HANDOFF_OK)
        return ho_arena_status(arena, "the decision", err);
    do
        join(world);
    while (open_fields(world));
    return HANDOFF_OK;
}
