/* relevance.c - see rules/relevance.h */
#include "rules/relevance.h"

#include "rules/memo.h"

enum { ROW_STEPS = 50 };

/* An open field, its cells joined where no candidate tells them apart. */
struct column {
    int field;
    bool relevant;
    uint64_t *open;  /* rows that are open on it */
    size_t mentions; /* how many */
    uint64_t *group; /* sets of rows that pass, `words` each */
    size_t group_count;
    uint64_t *done;       /* rows open on neither this nor a later column */
    uint64_t *alive, *id; /* of the recursion's step at this column */
    struct ho_memo node;  /* by the ids of its children */
};

/* Sets below are those words of a set of rows that hold a candidate. */
struct diagram {
    const struct ho_world *world;
    struct ho_arena *arena;
    size_t *word; /* their numbers */
    size_t words;
    uint64_t *rows; /* the state before any field is known, see key_of */
    struct column *column;
    int *field; /* of each column */
    size_t column_count, relevant_count;
    size_t known;  /* columns that were relevant before the diagram */
    size_t enough; /* relevant columns, and nothing is left to find out */
    struct ho_memo memo;
    size_t node_count, *steps;
    bool gave_up;
};

/* --- states --- */

/* A step of the recursion is left with a state: the rows that may still match,
 * and behind their words the key of what decides where none of them does. */
static uint64_t *key_of(const struct diagram *d, uint64_t *alive)
{
    return alive + d->words;
}

static size_t row_at(const struct diagram *d, size_t i, uint64_t word)
{
    return d->word[i] * 64 + ho_lowest(word);
}

/* The last rows decide nothing if they lead to what is decided without them;
 * false: none is left. */
static bool trim(const struct diagram *d, uint64_t *alive)
{
    const size_t *keys = d->world->policy->row_key;
    const uint64_t key = *key_of(d, alive);

    for (size_t i = d->words; i-- > 0;) {
        while (alive[i]) {
            const uint64_t last = (uint64_t)1 << ho_highest(alive[i]);

            if (keys[row_at(d, i, last)] != key)
                return true;
            alive[i] &= ~last;
        }
    }
    return false;
}

/* --- rows and columns --- */

static bool find_words(struct diagram *d)
{
    const struct ho_world *world = d->world;
    const size_t words = world->sure / 64 + 1;

    d->word = ho_arena_alloc(d->arena, words * sizeof *d->word);
    d->rows = ho_arena_alloc(d->arena, (words + 1) * sizeof *d->rows);
    if (!d->word || !d->rows)
        return false;
    for (size_t w = 0; w < words; w++) {
        if (world->candidate[w]) {
            d->rows[d->words] = world->candidate[w];
            d->word[d->words++] = w;
        }
    }
    d->rows[d->words - 1] &= ~((uint64_t)1 << world->sure % 64);
    *key_of(d, d->rows) = world->policy->row_key[world->sure];
    trim(d, d->rows);
    return true;
}

/* Fields that a row leaves open. */
static bool find_columns(struct diagram *d)
{
    const struct handoff_policy *policy = d->world->policy;
    const size_t most = policy->tested_count + 1;
    uint64_t *open = NULL;

    d->column = ho_arena_alloc(d->arena, most * sizeof *d->column);
    d->field = ho_arena_alloc(d->arena, most * sizeof *d->field);
    if (!d->column || !d->field)
        return false;
    for (size_t t = 0; t < policy->tested_count; t++) {
        const struct ho_view *view = &d->world->view[policy->tested[t]];
        uint64_t some = 0;

        if (!open)
            open = ho_arena_alloc(d->arena, d->words * sizeof *open);
        if (!open)
            return false;
        for (size_t i = 0; i < d->words; i++)
            some |= open[i] =
                d->rows[i] & view->may[d->word[i]] & ~view->must[d->word[i]];
        if (!some)
            continue;
        d->field[d->column_count] = policy->tested[t];
        d->column[d->column_count].field = policy->tested[t];
        d->column[d->column_count++].open = open;
        open = NULL;
    }
    return true;
}

/* --- the columns of a diagram --- */

static bool stands_before(const struct column *a, const struct column *b)
{
    if (a->relevant != b->relevant)
        return a->relevant;
    return a->mentions != b->mentions ? a->mentions > b->mentions
                                      : a->field < b->field;
}

/* Those first of which it is known that they are relevant, then the most
 * mentioned. */
static void sort_columns(struct diagram *d)
{
    for (size_t l = 0; l < d->column_count; l++) {
        struct column column = d->column[l];
        size_t at = l;

        for (size_t i = 0; i < d->words; i++) {
            column.open[i] &= d->rows[i];
            column.mentions += ho_bits_of(column.open[i]);
        }
        for (; at > 0 && stands_before(&column, &d->column[at - 1]); at--)
            d->column[at] = d->column[at - 1];
        d->column[at] = column;
    }
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

        group[i] = (pass[w] | view->taken[w]) & ~view->failed[w] & d->rows[i];
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

/* The column behind the last has no field; all rows are done there. */
static bool prepare_columns(struct diagram *d)
{
    const size_t words = d->words + 1; /* of a state, see key_of */

    sort_columns(d);
    for (size_t l = d->column_count + 1; l-- > 0;) {
        struct column *column = &d->column[l];

        column->alive = ho_arena_alloc(d->arena, 2 * words * sizeof *d->rows);
        if (!column->alive)
            return false;
        column->done = column->alive + words;
        if (l < d->column_count && !fill_groups(d, column))
            return false;
        for (size_t i = 0; i < d->words; i++)
            column->done[i] = l == d->column_count
                                  ? d->rows[i]
                                  : column[1].done[i] & ~column->open[i];
    }
    return true;
}

/* --- the diagram --- */

/* What stands behind a row that is sure to match cannot decide; that row does
 * if nothing before it does. */
static void cut(const struct diagram *d, const struct column *column,
                uint64_t *alive)
{
    size_t i = 0;
    uint64_t sure;

    while (i < d->words && !(alive[i] & column->done[i]))
        i++;
    if (i == d->words)
        return;
    sure = alive[i] & column->done[i];
    *key_of(d, alive) = d->world->policy->row_key[row_at(d, i, sure)];
    alive[i] &= ~sure & (sure - 1);
    for (i++; i < d->words; i++)
        alive[i] = 0;
}

/* Some row of the set is open on the column. */
static bool is_tested(const struct diagram *d, const struct column *column,
                      const uint64_t *rows)
{
    uint64_t tested = 0;

    for (size_t i = 0; i < d->words; i++)
        tested |= column->open[i] & rows[i];
    return tested != 0;
}

/* A known column has nothing to find out, only what is behind it. */
static bool is_news(const struct diagram *d, size_t level,
                    const uint64_t *alive)
{
    bool news = level >= d->known;

    for (size_t l = d->known; l < d->column_count && !news; l++)
        news = is_tested(d, &d->column[l], alive);
    return news;
}

static size_t give_up(struct diagram *d)
{
    d->gave_up = true;
    return 0;
}

static void mark(struct diagram *d, struct column *column)
{
    d->relevant_count += !column->relevant;
    column->relevant = true;
}

/* The node of these children: one of them where all are the same.  A known
 * column, and those before it, have no use for nodes. */
static size_t intern(struct diagram *d, size_t level)
{
    struct column *column = &d->column[level];
    size_t same = 1;
    uint64_t *id;
    bool fresh;

    if (level < d->known)
        return 0;
    while (same < column->group_count && column->id[same] == column->id[0])
        same++;
    if (same == column->group_count)
        return (size_t)column->id[0];
    mark(d, column);
    id = ho_memo_at(&column->node, level, column->id, &fresh);
    if (!id)
        return give_up(d);
    if (fresh) /* below: leaves */
        *id = d->world->policy->rule_count + d->node_count++;
    return (size_t)*id;
}

/* The id of the diagram for this state and the columns from `level` on: a key,
 * or a node.  Recursive to the number of open fields. */
static size_t build(struct diagram *d, size_t level, uint64_t *alive)
{
    const struct column *column = &d->column[level];
    uint64_t *id, *next;
    bool fresh;

    cut(d, column, alive);
    if (!trim(d, alive))
        return (size_t)*key_of(d, alive);
    if (d->gave_up || d->relevant_count >= d->enough ||
        !is_news(d, level, alive))
        return 0; /* nothing is left to find out */
    if (!is_tested(d, column, alive))
        return build(d, level + 1, alive);
    id = ho_memo_at(&d->memo, level, alive, &fresh);
    if (!id || (fresh && *d->steps < d->words))
        return give_up(d);
    if (!fresh)
        return (size_t)*id;
    *d->steps -= d->words;
    next = column[1].alive; /* a tested column is not the last */
    for (size_t g = 0; g < column->group_count; g++) {
        for (size_t w = 0; w < d->words; w++)
            next[w] = alive[w] & column->group[g * d->words + w];
        *key_of(d, next) = *key_of(d, alive);
        column->id[g] = build(d, level + 1, next);
    }
    *id = intern(d, level);
    return (size_t)*id;
}

/* at_most: the relevant columns that are wanted; false: no room, no budget. */
static bool run(struct diagram *d, size_t at_most, size_t *key)
{
    d->known = d->relevant_count;
    d->memo = (struct ho_memo){ .arena = d->arena, .words = d->words + 1 };
    d->enough = at_most < d->column_count ? at_most : d->column_count;
    memcpy(d->column[0].alive, d->rows, (d->words + 1) * sizeof *d->rows);
    *key = build(d, 0, d->column[0].alive);
    return !d->gave_up;
}

static bool start(struct diagram *d)
{
    ho_arena_clear(d->arena);
    return find_words(d) && find_columns(d);
}

/* Mark the columns that decide around the completion that was found. */
static void mark_around(struct diagram *d)
{
    ho_witness_look(d->world, d->field, d->column_count);
    for (size_t l = 0; l < d->column_count; l++)
        if (!d->column[l].relevant && ho_witness_decides(d->world, d->field[l]))
            mark(d, &d->column[l]);
}

/* The rows that are open on a column which is not marked yet. */
static uint64_t news_in(const struct diagram *d, size_t i)
{
    uint64_t news = 0;

    for (size_t l = 0; l < d->column_count; l++)
        if (!d->column[l].relevant)
            news |= d->column[l].open[i];
    return news;
}

/* Look around a completion in which the row decides.  If it decides in none,
 * it is out. */
static void look_around(struct diagram *d, size_t i, uint64_t row)
{
    size_t few = *d->steps < ROW_STEPS ? *d->steps : ROW_STEPS;
    const size_t before = few;
    const enum ho_settled found =
        ho_witness_row(d->world, row_at(d, i, row), &few);

    *d->steps -= before - few;
    if (found == HO_SETTLED)
        d->rows[i] &= ~row;
    else if (found == HO_OPEN)
        mark_around(d);
}

/* Mark the columns that are found relevant soon, and leave out those that no
 * row tests any more; false: of some nothing is known. */
static bool mark_columns(struct diagram *d)
{
    size_t kept = 0;

    for (size_t i = 0; i < d->words; i++) {
        uint64_t left = d->rows[i], rest;

        while ((rest = left & news_in(d, i)) != 0) {
            left = rest & (rest - 1);
            look_around(d, i, rest & ~(rest - 1));
        }
    }
    for (size_t l = 0; l < d->column_count; l++)
        if (d->column[l].relevant || is_tested(d, &d->column[l], d->rows))
            d->column[kept++] = d->column[l];
    d->column_count = kept;
    return d->relevant_count == kept;
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

    ho_witness_start(world);
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
    size_t few = *steps < HO_WORLD_STEPS ? *steps : HO_WORLD_STEPS;
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
