/* relevance.c - see rules/relevance.h */
#include "rules/relevance.h"

#include <stdlib.h>

enum { DIAGRAM_BYTES = 64 * 1024 * 1024, FIRST_BUCKETS = 64 };

/* Keys are (level, words); what is stored is the id of a node. */
struct entry {
    struct entry *next;
    uint64_t hash;
    size_t level, id;
    uint64_t *word;
};

struct table {
    struct entry **bucket;
    size_t buckets, count;
};

/* An open field, its cells joined where no candidate tells them apart. */
struct column {
    int field;
    size_t mentions; /* candidates that are open on it */
    uint64_t *group; /* sets of candidates that pass, `words` each */
    size_t group_count;
    uint64_t *done; /* candidates open on neither this nor a later column */
    uint64_t *alive, *id; /* of the recursion's step at this column */
    bool relevant;
};

struct diagram {
    const struct ho_world *world;
    struct ho_arena *arena;
    size_t *row; /* of each candidate; sets below are over candidates */
    size_t count, words;
    struct column *column;
    size_t column_count, relevant_count;
    struct table memo, node;
    size_t node_count, steps;
    bool gave_up;
};

static uint64_t hash_of(size_t level, const uint64_t *word, size_t count)
{
    uint64_t hash = 0x9E3779B97F4A7C15U + level;

    for (size_t i = 0; i < count; i++) {
        hash = (hash ^ word[i]) * 0xFF51AFD7ED558CCDU;
        hash ^= hash >> 32;
    }
    return hash;
}

static struct entry *find_entry(const struct table *table, uint64_t hash,
                                size_t level, const uint64_t *word,
                                size_t count)
{
    struct entry *e =
        table->buckets ? table->bucket[hash % table->buckets] : NULL;

    while (e && (e->hash != hash || e->level != level ||
                 memcmp(e->word, word, count * sizeof *word) != 0))
        e = e->next;
    return e;
}

static bool grow(struct ho_arena *arena, struct table *table)
{
    const size_t buckets = table->buckets ? 2 * table->buckets : FIRST_BUCKETS;
    struct entry **bucket = ho_arena_alloc(arena, buckets * sizeof(*bucket));

    if (!bucket)
        return false;
    for (size_t i = 0; i < table->buckets; i++) {
        while (table->bucket[i]) {
            struct entry *e = table->bucket[i];

            table->bucket[i] = e->next;
            e->next = bucket[e->hash % buckets];
            bucket[e->hash % buckets] = e;
        }
    }
    table->bucket = bucket;
    table->buckets = buckets;
    return true;
}

static bool add_entry(struct ho_arena *arena, struct table *table,
                      uint64_t hash, size_t level, const uint64_t *word,
                      size_t count, size_t id)
{
    struct entry *e = ho_arena_alloc(arena, sizeof *e);
    uint64_t *copy = ho_arena_alloc(arena, count * sizeof *copy);

    if (!copy || (table->count == table->buckets && !grow(arena, table)))
        return false;
    memcpy(copy, word, count * sizeof *copy);
    *e = (struct entry){ .hash = hash, .level = level, .id = id, .word = copy };
    e->next = table->bucket[hash % table->buckets];
    table->bucket[hash % table->buckets] = e;
    table->count++;
    return true;
}

/* --- the columns --- */

static bool is_open_on(const struct diagram *d, size_t candidate, int field)
{
    const struct ho_view *view = &d->world->view[field];
    const size_t row = d->row[candidate];

    return ho_bit(view->may, row) && !ho_bit(view->must, row);
}

static bool passes(const struct diagram *d, size_t candidate, int field,
                   size_t cell)
{
    const struct ho_view *view = &d->world->view[field];
    const struct ho_cells *cells = &d->world->policy->cells[field];
    const size_t row = d->row[candidate];

    if (ho_bit(view->taken, row))
        return true;
    return !ho_bit(view->failed, row) &&
           ho_bit(cells->pass + cell * d->world->policy->words, row);
}

static bool fill_groups(struct diagram *d, struct column *column)
{
    const uint64_t cells = d->world->view[column->field].cells;
    const size_t words = d->words;

    column->group =
        ho_arena_alloc(d->arena, HO_CELLS_MAX * words * sizeof *column->group);
    if (!column->group)
        return false;
    for (size_t c = 0; c < HO_CELLS_MAX; c++) {
        uint64_t *group = column->group + column->group_count * words;
        size_t same = 0;

        if (!(cells >> c & 1))
            continue;
        memset(group, 0, words * sizeof *group);
        for (size_t i = 0; i < d->count; i++)
            if (passes(d, i, column->field, c))
                ho_bit_set(group, i);
        while (memcmp(column->group + same * words, group,
                      words * sizeof *group) != 0)
            same++;
        column->group_count += same == column->group_count;
    }
    return true;
}

static int most_mentioned_first(const void *a, const void *b)
{
    const struct column *x = a, *y = b;

    if (x->mentions != y->mentions)
        return x->mentions > y->mentions ? -1 : 1;
    return (x->field > y->field) - (x->field < y->field);
}

static bool find_columns(struct diagram *d)
{
    const size_t fields = d->world->policy->fields.count;

    d->column = ho_arena_alloc(d->arena, (fields + 1) * sizeof *d->column);
    if (!d->column)
        return false;
    for (size_t f = 0; f < fields; f++) {
        struct column *column = &d->column[d->column_count];

        if (d->world->policy->cells[f].count == 0)
            continue;
        *column = (struct column){ .field = (int)f };
        for (size_t i = 0; i < d->count; i++)
            column->mentions += is_open_on(d, i, (int)f);
        d->column_count += column->mentions > 0;
    }
    qsort(d->column, d->column_count, sizeof *d->column, most_mentioned_first);
    return true;
}

/* The column behind the last has no field; all candidates are done there. */
static bool prepare_columns(struct diagram *d)
{
    const size_t bytes = d->words * sizeof(uint64_t);

    for (size_t l = d->column_count + 1; l-- > 0;) {
        struct column *column = &d->column[l];

        column->alive = ho_arena_alloc(d->arena, bytes);
        column->done = ho_arena_alloc(d->arena, bytes);
        column->id = ho_arena_alloc(d->arena, HO_CELLS_MAX * sizeof(uint64_t));
        if (!column->id || !column->done)
            return false;
        if (l < d->column_count && !fill_groups(d, column))
            return false;
        for (size_t i = 0; i < d->count; i++)
            if (l == d->column_count ||
                (ho_bit(column[1].done, i) && !is_open_on(d, i, column->field)))
                ho_bit_set(column->done, i);
    }
    return true;
}

static bool find_candidates(struct diagram *d)
{
    const struct ho_world *world = d->world;

    d->row = ho_arena_alloc(d->arena, (world->sure + 1) * sizeof *d->row);
    for (size_t i = 0; d->row && i <= world->sure; i++)
        if (ho_bit(world->candidate, i))
            d->row[d->count++] = i;
    d->words = ho_words_for(d->count);
    return d->row != NULL;
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

static size_t key_of(const struct diagram *d, size_t candidate)
{
    const struct handoff_policy *policy = d->world->policy;

    return policy->rule[policy->row[d->row[candidate]].rule].key;
}

static bool one_key(const struct diagram *d, const uint64_t *alive, size_t *key)
{
    bool found = false;

    for (size_t i = 0; i < d->count; i++) {
        if (!ho_bit(alive, i))
            continue;
        if (found && key_of(d, i) != *key)
            return false;
        *key = key_of(d, i);
        found = true;
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
    const size_t count = column->group_count;
    const uint64_t hash = hash_of(level, column->id, count);
    const struct entry *known;
    size_t same = 1, id;

    while (same < count && column->id[same] == column->id[0])
        same++;
    if (same == count)
        return (size_t)column->id[0];
    d->relevant_count += !column->relevant;
    column->relevant = true;
    known = find_entry(&d->node, hash, level, column->id, count);
    if (known)
        return known->id;
    id = d->world->policy->rule_count + d->node_count++; /* below: leaves */
    if (!add_entry(d->arena, &d->node, hash, level, column->id, count, id))
        return give_up(d);
    return id;
}

/* The id of the diagram for column[level].alive and the columns from `level`
 * on: a key, or a node.  Recursive to the number of open fields. */
static size_t build(struct diagram *d, size_t level)
{
    struct column *column = &d->column[level];
    uint64_t *alive = column->alive;
    const struct entry *known;
    uint64_t hash;
    size_t key = 0, id;

    cut(d, column, alive);
    if (one_key(d, alive, &key))
        return key;
    if (d->gave_up || d->relevant_count == d->column_count)
        return 0; /* nothing is left to find out */
    hash = hash_of(level, alive, d->words);
    known = find_entry(&d->memo, hash, level, alive, d->words);
    if (known)
        return known->id;
    if (d->steps < d->words)
        return give_up(d);
    d->steps -= d->words;
    for (size_t g = 0; g < column->group_count; g++) {
        for (size_t w = 0; w < d->words; w++)
            column[1].alive[w] = alive[w] & column->group[g * d->words + w];
        column->id[g] = build(d, level + 1);
    }
    id = intern(d, level);
    if (!add_entry(d->arena, &d->memo, hash, level, alive, d->words, id))
        return give_up(d);
    return id;
}

static bool run(struct diagram *d, size_t *key)
{
    if (!find_candidates(d) || !find_columns(d) || !prepare_columns(d))
        return false;
    for (size_t i = 0; i < d->count; i++)
        ho_bit_set(d->column[0].alive, i);
    *key = build(d, 0);
    return !d->gave_up;
}

static enum handoff_status report(const struct diagram *d,
                                  struct ho_arena *arena,
                                  struct ho_relevance *out,
                                  struct handoff_error *err)
{
    out->field =
        ho_arena_alloc(arena, (d->column_count + 1) * sizeof *out->field);
    if (!out->field)
        return ho_arena_status(arena, "the decision", err);
    for (size_t l = 0; l < d->column_count; l++)
        if (d->column[l].relevant || !out->exact)
            out->field[out->count++] = d->column[l].field;
    return HANDOFF_OK;
}

enum handoff_status ho_relevance_find(const struct ho_world *world,
                                      size_t steps, struct ho_arena *arena,
                                      struct ho_relevance *out,
                                      struct handoff_error *err)
{
    struct diagram d = { .world = world, .steps = steps };
    enum handoff_status status;

    *out = (struct ho_relevance){ 0 };
    d.arena = ho_arena_new(DIAGRAM_BYTES);
    if (!d.arena)
        return ho_no_memory(err);
    out->exact = run(&d, &out->key);
    status = ho_arena_status(d.arena, "the relevance of fields", NULL);
    if (status == HANDOFF_NO_MEMORY)
        status = ho_no_memory(err);
    else
        status = report(&d, arena, out, err); /* its ceiling is a budget, too */
    ho_arena_free(d.arena);
    return status;
}
