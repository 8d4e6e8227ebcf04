/* cover.c - see rules/cover.h */
#include "rules/cover.h"

#include <stdlib.h>

#include "rules/memo.h"

enum { COVER_BYTES = 64 * 1024 * 1024 };

/* A field that a box restricts, its cells joined where no box tells them
 * apart.  Sets are over the boxes that meet the space. */
struct column {
    int field;
    size_t mentions;
    uint64_t *group; /* boxes that have the cells, `words` each */
    uint64_t *cells; /* of each group */
    size_t group_count;
    uint64_t *done; /* boxes that restrict neither this nor a later column */
    uint64_t *alive, *child; /* of the walk's step at this column */
    uint64_t chosen;         /* cells of the group that the walk is in */
};

struct ho_cover {
    struct ho_arena *arena;
    const uint64_t *space;
    size_t fields;
    const struct ho_box **box; /* those that meet the space */
    size_t count, words;
    struct column *column; /* and one behind the last, of no field */
    size_t column_count;
    struct ho_memo covered, share;
    uint64_t *mask; /* what `found` gets */
    size_t *steps;
    bool whole; /* a box has all of the space: nothing to walk */
    bool gave_up;
    bool stopped;
};

static bool meets(const uint64_t *space, const struct ho_box *box)
{
    for (size_t t = 0; t < box->count; t++)
        if (!(space[box->term[t].field] & box->term[t].mask))
            return false;
    return true;
}

/* Does the term leave out cells of the space? */
static bool restricts(const struct ho_cover *c, const struct ho_term *term)
{
    return (c->space[term->field] & ~term->mask) != 0;
}

static bool is_whole(const struct ho_cover *c, const struct ho_box *box)
{
    for (size_t t = 0; t < box->count; t++)
        if (restricts(c, &box->term[t]))
            return false;
    return true;
}

static bool find_boxes(struct ho_cover *c, const struct ho_box *box,
                       size_t count)
{
    c->box = ho_arena_alloc(c->arena, (count + 1) * sizeof(*c->box));
    if (!c->box)
        return false;
    for (size_t i = 0; i < count && !c->whole; i++) {
        if (!meets(c->space, &box[i]))
            continue;
        c->box[c->count++] = &box[i];
        c->whole = is_whole(c, &box[i]);
    }
    c->words = ho_words_for(c->count + 1);
    return true;
}

/* --- columns --- */

static int most_mentioned_first(const void *a, const void *b)
{
    const struct column *x = a, *y = b;

    if (x->mentions != y->mentions)
        return x->mentions > y->mentions ? -1 : 1;
    return (x->field > y->field) - (x->field < y->field);
}

static void find_columns(struct ho_cover *c)
{
    size_t kept = 0;

    for (size_t f = 0; f < c->fields; f++)
        c->column[f].field = (int)f;
    for (size_t i = 0; i < c->count; i++)
        for (size_t t = 0; t < c->box[i]->count; t++)
            if (restricts(c, &c->box[i]->term[t]))
                c->column[c->box[i]->term[t].field].mentions++;
    for (size_t f = 0; f < c->fields; f++)
        if (c->column[f].mentions > 0)
            c->column[kept++] = c->column[f];
    c->column_count = kept;
    qsort(c->column, kept, sizeof *c->column, most_mentioned_first);
}

static bool allocate(struct ho_cover *c, struct column *column, size_t cells)
{
    const size_t set = c->words * sizeof(uint64_t);

    column->group_count = 0;
    column->group = ho_arena_alloc(c->arena, (cells + 1) * set);
    column->cells =
        ho_arena_alloc(c->arena, (cells + 1) * sizeof *column->cells);
    column->child = ho_arena_alloc(c->arena, (cells + 1) * set);
    column->alive = ho_arena_alloc(c->arena, set);
    column->done = ho_arena_alloc(c->arena, set);
    return column->done && column->alive && column->child && column->cells &&
           column->group;
}

/* At first every cell is a group that all boxes have. */
static void start_groups(struct ho_cover *c, struct column *column)
{
    for (uint64_t rest = c->space[column->field]; rest; rest &= rest - 1)
        column->cells[column->group_count++] = rest & (~rest + 1);
    memset(column->group, 0xFF,
           column->group_count * c->words * sizeof *column->group);
}

static void take_out(const struct ho_cover *c, struct column *column,
                     size_t box, uint64_t mask)
{
    for (size_t g = 0; g < column->group_count; g++)
        if (!(column->cells[g] & mask))
            column->group[g * c->words + box / 64] &=
                ~((uint64_t)1 << box % 64);
}

static bool same_set(const struct ho_cover *c, const uint64_t *a,
                     const uint64_t *b)
{
    return memcmp(a, b, c->words * sizeof *a) == 0;
}

/* The index of a set among the first `count`, or count. */
static size_t find_set(const struct ho_cover *c, const uint64_t *sets,
                       size_t count, const uint64_t *set)
{
    size_t i = 0;

    while (i < count && !same_set(c, sets + i * c->words, set))
        i++;
    return i;
}

static void join_groups(const struct ho_cover *c, struct column *column)
{
    size_t kept = 0;

    for (size_t g = 0; g < column->group_count; g++) {
        uint64_t *set = column->group + g * c->words;
        const size_t same = find_set(c, column->group, kept, set);

        if (same < kept) {
            column->cells[same] |= column->cells[g];
            continue;
        }
        memmove(column->group + kept * c->words, set, c->words * sizeof *set);
        column->cells[kept++] = column->cells[g];
    }
    column->group_count = kept;
}

/* The last column that a box restricts tells where it is done. */
static void set_done(struct ho_cover *c, const size_t *place)
{
    for (size_t i = 0; i < c->count; i++) {
        size_t last = 0;

        for (size_t t = 0; t < c->box[i]->count; t++) {
            const struct ho_term *term = &c->box[i]->term[t];

            if (restricts(c, term) && place[term->field] + 1 > last)
                last = place[term->field] + 1;
        }
        for (size_t l = last; l <= c->column_count; l++)
            ho_bit_set(c->column[l].done, i);
    }
}

static bool fill_columns(struct ho_cover *c)
{
    size_t *place = ho_arena_alloc(c->arena, (c->fields + 1) * sizeof *place);

    for (size_t l = 0; l <= c->column_count && place; l++) {
        struct column *column = &c->column[l];
        const bool last = l == c->column_count;

        if (!allocate(c, column,
                      last ? 0 : ho_bits_of(c->space[column->field])))
            return false;
        if (last)
            break;
        place[column->field] = l;
        start_groups(c, column);
    }
    for (size_t i = 0; i < c->count && place; i++)
        for (size_t t = 0; t < c->box[i]->count; t++)
            if (restricts(c, &c->box[i]->term[t]))
                take_out(c, &c->column[place[c->box[i]->term[t].field]], i,
                         c->box[i]->term[t].mask);
    for (size_t l = 0; l < c->column_count && place; l++)
        join_groups(c, &c->column[l]);
    if (place)
        set_done(c, place);
    return place != NULL;
}

static bool prepare(struct ho_cover *c, const struct ho_box *box, size_t count)
{
    c->mask = ho_arena_alloc(c->arena, (c->fields + 1) * sizeof *c->mask);
    if (!c->mask || !find_boxes(c, box, count))
        return false;
    if (c->whole)
        return true;
    c->column = ho_arena_alloc(c->arena, (c->fields + 1) * sizeof *c->column);
    if (!c->column)
        return false;
    find_columns(c);
    c->covered = (struct ho_memo){ .arena = c->arena, .words = c->words };
    c->share = c->covered;
    return fill_columns(c);
}

enum handoff_status ho_cover_new(const uint64_t *space, size_t fields,
                                 const struct ho_box *box, size_t count,
                                 size_t *steps, struct ho_cover **out,
                                 struct handoff_error *err)
{
    struct ho_arena *arena = ho_arena_new(COVER_BYTES);
    struct ho_cover *c = arena ? ho_arena_alloc(arena, sizeof *c) : NULL;

    if (!c) {
        ho_arena_free(arena);
        return ho_no_memory(err);
    }
    *c = (struct ho_cover){
        .arena = arena, .space = space, .fields = fields, .steps = steps
    };
    if (!prepare(c, box, count)) {
        if (ho_arena_status(arena, "", NULL) == HANDOFF_NO_MEMORY) {
            ho_arena_free(arena);
            return ho_no_memory(err);
        }
        c->gave_up = c->whole = true; /* its ceiling is a budget, too */
    }
    *out = c;
    return HANDOFF_OK;
}

void ho_cover_free(struct ho_cover *cover)
{
    if (cover)
        ho_arena_free(cover->arena);
}

enum handoff_status ho_cover_status(const struct ho_cover *cover, bool *exact,
                                    struct handoff_error *err)
{
    *exact = *exact && !cover->gave_up;
    return ho_arena_status(cover->arena, "", NULL) == HANDOFF_NO_MEMORY
               ? ho_no_memory(err)
               : HANDOFF_OK;
}

/* --- the walk --- */

static bool meet(const struct ho_cover *c, const uint64_t *a, const uint64_t *b)
{
    for (size_t w = 0; w < c->words; w++)
        if (a[w] & b[w])
            return true;
    return false;
}

static bool is_empty(const struct ho_cover *c, const uint64_t *set)
{
    return !meet(c, set, set);
}

static void start(struct ho_cover *c)
{
    c->stopped = false;
    memset(c->column[0].alive, 0, c->words * sizeof(uint64_t));
    for (size_t i = 0; i < c->count; i++)
        ho_bit_set(c->column[0].alive, i);
}

/* The value kept for the step; NULL where there is nothing left to spend. */
static uint64_t *spend(struct ho_cover *c, struct ho_memo *memo, size_t level,
                       bool *fresh)
{
    uint64_t *value = ho_memo_at(memo, level, c->column[level].alive, fresh);

    if (value && !*fresh)
        return value;
    if (!value || *c->steps < c->words) {
        c->gave_up = true;
        return NULL;
    }
    *c->steps -= c->words;
    return value;
}

/* What each group leaves possible; groups that leave the same are walked
 * once, together.  Sets cells[i] of each, returns how many there are. */
static size_t children(const struct ho_cover *c, const struct column *column,
                       uint64_t *cells)
{
    size_t count = 0;

    for (size_t g = 0; g < column->group_count; g++) {
        uint64_t *set = column->child + count * c->words;
        size_t same;

        for (size_t w = 0; w < c->words; w++)
            set[w] = column->alive[w] & column->group[g * c->words + w];
        same = find_set(c, column->child, count, set);
        if (same == count)
            cells[count++] = 0;
        cells[same] |= column->cells[g];
    }
    return count;
}

static void enter(struct ho_cover *c, size_t level, size_t child)
{
    const struct column *column = &c->column[level];

    memcpy(column[1].alive, column->child + child * c->words,
           c->words * sizeof(uint64_t));
}

struct listener {
    bool (*found)(void *user, const uint64_t *mask);
    void *user;
};

static void tell(struct ho_cover *c, size_t level, const struct listener *to)
{
    memcpy(c->mask, c->space, c->fields * sizeof *c->mask);
    for (size_t l = 0; l < level; l++)
        c->mask[c->column[l].field] = c->column[l].chosen;
    c->stopped = !to->found(to->user, c->mask);
}

/* true: the walk left something.  A set that leaves nothing is kept as 1.
 * Recursive to the number of fields. */
static bool walk(struct ho_cover *c, size_t level, const struct listener *to)
{
    struct column *column = &c->column[level];
    uint64_t cells[HO_CELLS_MAX], *covered;
    bool any = false, fresh;
    size_t count;

    if (meet(c, column->alive, column->done))
        return false;
    if (is_empty(c, column->alive)) {
        tell(c, level, to);
        return true;
    }
    covered = spend(c, &c->covered, level, &fresh);
    if (!covered || *covered)
        return false;
    count = children(c, column, cells);
    for (size_t i = 0; i < count && !c->stopped && !c->gave_up; i++) {
        column->chosen = cells[i];
        enter(c, level, i);
        any = walk(c, level + 1, to) || any;
    }
    *covered = !any && !c->gave_up;
    return any;
}

bool ho_cover_rest(struct ho_cover *cover,
                   bool (*found)(void *user, const uint64_t *mask), void *user)
{
    const struct listener to = { found, user };

    if (cover->whole)
        return false;
    start(cover);
    return walk(cover, 0, &to);
}

static uint64_t weigh(struct ho_cover *c, size_t level)
{
    struct column *column = &c->column[level];
    uint64_t cells[HO_CELLS_MAX], sum = 0, all, *share;
    size_t count;
    bool fresh;

    if (meet(c, column->alive, column->done))
        return 0;
    if (is_empty(c, column->alive))
        return HO_SHARE_ONE;
    share = spend(c, &c->share, level, &fresh);
    if (!share || !fresh)
        return share ? *share : 0;
    count = children(c, column, cells);
    for (size_t i = 0; i < count && !c->gave_up; i++) {
        enter(c, level, i);
        sum += ho_bits_of(cells[i]) * weigh(c, level + 1);
    }
    all = ho_bits_of(c->space[column->field]);
    *share = all > 0 ? sum / all : 0;
    return *share;
}

uint64_t ho_cover_share(struct ho_cover *cover)
{
    if (cover->whole)
        return 0;
    start(cover);
    return weigh(cover, 0);
}
