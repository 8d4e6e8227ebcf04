/* relevance.c - see rules/relevance.h */
#include "rules/relevance.h"

#include "rules/memo.h"

enum { WITNESS_STEPS = 200 };

/* An open field, its cells joined where no candidate tells them apart. */
struct column {
    int field;
    size_t mentions; /* candidates that are open on it */
    uint64_t *group; /* sets of candidates that pass, `words` each */
    size_t group_count;
    uint64_t *done; /* candidates open on neither this nor a later column */
    uint64_t *alive, *id; /* of the recursion's step at this column */
    struct ho_memo node;  /* by the ids of its children */
    bool relevant;
};

/* Sets below are those words of a set of rows that hold a candidate. */
struct diagram {
    const struct ho_world *world;
    struct ho_arena *arena;
    size_t *word; /* their numbers */
    size_t words;
    struct column *column;
    size_t column_count, relevant_count;
    size_t enough; /* relevant columns, and nothing is left to find out */
    struct ho_memo memo;
    size_t node_count, *steps;
    bool gave_up;
};

/* --- the columns --- */

/* Candidates whose test of the field is open. */
static uint64_t open_in(const struct diagram *d, const struct ho_view *view,
                        size_t i)
{
    const size_t w = d->word[i];

    return d->world->candidate[w] & view->may[w] & ~view->must[w];
}

/* Add the group of one cell, unless it is there. */
static void add_group(struct diagram *d, struct column *column,
                      const struct ho_view *view, const uint64_t *pass,
                      const uint64_t *refused)
{
    uint64_t *group = column->group + column->group_count * d->words;
    size_t same = 0;

    for (size_t i = 0; i < d->words; i++) {
        const size_t w = d->word[i];

        group[i] = (pass[w] | view->taken[w]) & ~view->failed[w] &
                   d->world->candidate[w];
        if (refused)
            group[i] &= ~refused[w];
    }
    while (memcmp(column->group + same * d->words, group,
                  d->words * sizeof *group) != 0)
        same++;
    column->group_count += same == column->group_count;
}

static bool fill_groups(struct diagram *d, struct column *column)
{
    const struct ho_cells *cells = &d->world->policy->cells[column->field];
    const struct ho_view *view = &d->world->view[column->field];
    const struct ho_view *also = view->also;
    const size_t most = cells->count * (also ? 2 : 1);
    const size_t words = d->world->policy->words;

    column->group =
        ho_arena_alloc(d->arena, most * d->words * sizeof *column->group);
    column->id = ho_arena_alloc(d->arena, most * sizeof *column->id);
    if (!column->group || !column->id)
        return false;
    for (uint64_t rest = view->cells; rest; rest &= rest - 1)
        add_group(d, column, view, cells->pass + ho_lowest(rest) * words, NULL);
    for (uint64_t rest = also ? also->cells : 0; rest; rest &= rest - 1)
        add_group(d, column, also, cells->pass + ho_lowest(rest) * words,
                  cells->demand);
    column->node =
        (struct ho_memo){ .arena = d->arena, .words = column->group_count };
    return true;
}

static bool stands_before(const struct column *a, const struct column *b)
{
    return a->mentions != b->mentions ? a->mentions > b->mentions
                                      : a->field < b->field;
}

/* The most mentioned first. */
static void add_column(struct diagram *d, struct column column)
{
    size_t at = d->column_count++;

    for (; at > 0 && stands_before(&column, &d->column[at - 1]); at--)
        d->column[at] = d->column[at - 1];
    d->column[at] = column;
}

static bool find_columns(struct diagram *d)
{
    const struct handoff_policy *policy = d->world->policy;

    d->column = ho_arena_alloc(d->arena,
                               (policy->tested_count + 1) * sizeof *d->column);
    if (!d->column)
        return false;
    for (size_t t = 0; t < policy->tested_count; t++) {
        struct column column = { .field = policy->tested[t] };
        const struct ho_view *view = &d->world->view[column.field];

        for (size_t i = 0; i < d->words; i++)
            column.mentions +=
                (size_t)__builtin_popcountll(open_in(d, view, i));
        if (column.mentions > 0)
            add_column(d, column);
    }
    return true;
}

/* The column behind the last has no field; all candidates are done there. */
static bool prepare_columns(struct diagram *d)
{
    const size_t bytes = d->words * sizeof(uint64_t);

    for (size_t l = d->column_count + 1; l-- > 0;) {
        struct column *column = &d->column[l];

        column->alive = ho_arena_alloc(d->arena, 2 * bytes);
        if (!column->alive)
            return false;
        column->done = column->alive + d->words;
        if (l < d->column_count && !fill_groups(d, column))
            return false;
        for (size_t i = 0; i < d->words; i++)
            column->done[i] =
                l == d->column_count
                    ? d->world->candidate[d->word[i]]
                    : column[1].done[i] &
                          ~open_in(d, &d->world->view[column->field], i);
    }
    return true;
}

static bool find_words(struct diagram *d)
{
    const struct ho_world *world = d->world;
    const size_t words = world->sure / 64 + 1;

    d->word = ho_arena_alloc(d->arena, words * sizeof *d->word);
    for (size_t w = 0; d->word && w < words; w++)
        if (world->candidate[w])
            d->word[d->words++] = w;
    return d->word != NULL;
}

/* --- the diagram --- */

/* What stands behind a row that is sure to match cannot decide. */
static void cut(const struct diagram *d, const struct column *column,
                uint64_t *alive)
{
    size_t w = 0;
    uint64_t sure;

    while (w < d->words && !(alive[w] & column->done[w]))
        w++;
    if (w == d->words)
        return;
    sure = alive[w] & column->done[w];
    sure &= ~sure + 1; /* its lowest bit */
    alive[w] &= sure | (sure - 1);
    for (w++; w < d->words; w++)
        alive[w] = 0;
}

/* All rows of the set lead to one outcome; an empty set to any. */
static bool one_key(const struct diagram *d, const uint64_t *alive, size_t *key)
{
    const size_t *keys = d->world->policy->row_key;
    bool found = false;

    for (size_t i = 0; i < d->words; i++) {
        for (uint64_t rest = alive[i]; rest; rest &= rest - 1) {
            const size_t own = keys[d->word[i] * 64 + ho_lowest(rest)];

            if (found && own != *key)
                return false;
            *key = own;
            found = true;
        }
    }
    return true;
}

static size_t give_up(struct diagram *d)
{
    d->gave_up = true;
    return 0;
}

/* The node of these children: one of them where all are the same. */
static size_t intern(struct diagram *d, size_t level)
{
    struct column *column = &d->column[level];
    size_t same = 1;
    uint64_t *id;
    bool fresh;

    while (same < column->group_count && column->id[same] == column->id[0])
        same++;
    if (same == column->group_count)
        return (size_t)column->id[0];
    d->relevant_count += !column->relevant;
    column->relevant = true;
    id = ho_memo_at(&column->node, level, column->id, &fresh);
    if (!id)
        return give_up(d);
    if (fresh) /* below: leaves */
        *id = d->world->policy->rule_count + d->node_count++;
    return (size_t)*id;
}

/* The id of the diagram for column[level].alive and the columns from `level`
 * on: a key, or a node.  Recursive to the number of open fields. */
static size_t build(struct diagram *d, size_t level)
{
    struct column *column = &d->column[level];
    uint64_t *alive = column->alive, *id;
    size_t key = 0;
    bool fresh;

    cut(d, column, alive);
    if (one_key(d, alive, &key))
        return key;
    if (d->gave_up || d->relevant_count >= d->enough)
        return 0; /* nothing is left to find out */
    id = ho_memo_at(&d->memo, level, alive, &fresh);
    if (!id || (fresh && *d->steps < d->words))
        return give_up(d);
    if (!fresh)
        return (size_t)*id;
    *d->steps -= d->words;
    for (size_t g = 0; g < column->group_count; g++) {
        for (size_t w = 0; w < d->words; w++)
            column[1].alive[w] = alive[w] & column->group[g * d->words + w];
        column->id[g] = build(d, level + 1);
    }
    *id = intern(d, level);
    return (size_t)*id;
}

/* at_most: the relevant columns that are wanted; false: no room, no budget. */
static bool run(struct diagram *d, size_t at_most, size_t *key)
{
    d->memo = (struct ho_memo){ .arena = d->arena, .words = d->words };
    d->enough = at_most < d->column_count ? at_most : d->column_count;
    for (size_t i = 0; i < d->words; i++)
        d->column[0].alive[i] = d->world->candidate[d->word[i]];
    *key = build(d, 0);
    return !d->gave_up;
}

static bool start(struct diagram *d)
{
    ho_arena_clear(d->arena);
    return find_words(d) && find_columns(d);
}

/* Mark the columns for which a pair of completions is found soon; false: of
 * some it is not known whether there is one. */
static bool mark_columns(struct diagram *d)
{
    bool known = true;

    for (size_t l = 0; l < d->column_count; l++) {
        size_t few = *d->steps < WITNESS_STEPS ? *d->steps : WITNESS_STEPS;
        const size_t before = few;
        const enum ho_settled pair =
            ho_witness_pair(d->world, d->column[l].field, &few);

        *d->steps -= before - few;
        d->column[l].relevant = pair == HO_OPEN;
        d->relevant_count += pair == HO_OPEN;
        known = known && pair != HO_BUDGET_SPENT;
    }
    return known;
}

/* The ceiling of the arena is a budget, too. */
static enum handoff_status memory_of(const struct diagram *d,
                                     struct handoff_error *err)
{
    return ho_arena_status(d->arena, "the relevance of fields", NULL) ==
                   HANDOFF_NO_MEMORY
               ? ho_no_memory(err)
               : HANDOFF_OK;
}

/* Without a diagram: whatever a candidate leaves open. */
static void name_all(const struct ho_world *world, struct ho_relevance *out)
{
    const struct handoff_policy *policy = world->policy;

    for (size_t t = 0; t < policy->tested_count; t++) {
        const struct ho_view *view = &world->view[policy->tested[t]];
        uint64_t open = 0;

        for (size_t w = 0; w <= world->sure / 64; w++)
            open |= world->candidate[w] & view->may[w] & ~view->must[w];
        if (open)
            out->field[out->count++] = policy->tested[t];
    }
}

enum handoff_status ho_relevance_find(const struct ho_world *world,
                                      size_t *steps, struct ho_arena *work,
                                      struct ho_relevance *out,
                                      struct handoff_error *err)
{
    struct diagram d = { .world = world, .arena = work, .steps = steps };
    size_t key;

    out->exact =
        start(&d) &&
        (mark_columns(&d) || (prepare_columns(&d) && run(&d, SIZE_MAX, &key)));
    out->count = 0;
    if (!out->exact)
        name_all(world, out);
    for (size_t l = 0; out->exact && l < d.column_count; l++)
        if (d.column[l].relevant)
            out->field[out->count++] = d.column[l].field;
    out->key = ho_witness_key(world);
    return memory_of(&d, err);
}

enum handoff_status ho_relevance_always(const struct ho_world *world,
                                        size_t key, size_t *steps,
                                        struct ho_arena *work,
                                        enum ho_settled *out, size_t *other,
                                        struct handoff_error *err)
{
    struct diagram d = { .world = world, .arena = work, .steps = steps };
    size_t few = *steps < WITNESS_STEPS ? *steps : WITNESS_STEPS;
    const size_t before = few;

    *out = ho_witness_find(world, key, &few, other);
    *steps -= before - few;
    if (*out != HO_BUDGET_SPENT)
        return HANDOFF_OK;
    if (!start(&d) || !prepare_columns(&d) || !run(&d, 1, other))
        return memory_of(&d, err);
    if (d.relevant_count > 0)
        *other = SIZE_MAX;
    *out = *other == key ? HO_SETTLED : HO_OPEN;
    return HANDOFF_OK;
}
