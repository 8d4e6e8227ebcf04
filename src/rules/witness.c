/* witness.c - see rules/witness.h */
#include "rules/witness.h"

/* What hinders are rows that must not match and still may.  Their sets stand
 * in world->level, one a row that was refuted. */
struct search {
    const struct ho_world *world;
    size_t words;
    size_t *steps;
};

/* The candidate at `row` or behind it, or one behind the last. */
static size_t next_candidate(const struct ho_world *world, size_t row)
{
    size_t w = row / 64;
    uint64_t rest;

    if (row > world->sure)
        return world->sure + 1;
    rest = world->candidate[w] & (UINT64_MAX << (row % 64));
    while (!rest && ++w <= world->sure / 64)
        rest = world->candidate[w];
    return rest ? w * 64 + ho_lowest(rest) : world->sure + 1;
}

/* The cells of the term's field with which the row matches. */
static uint64_t mask_of(const struct ho_world *world, size_t row,
                        const struct ho_term *term)
{
    return ho_bit(world->view[term->field].taken, row) ? UINT64_MAX
                                                       : term->mask;
}

/* The rows of word w that match with one of the cells. */
static uint64_t match(const struct ho_world *world, int field, uint64_t cells,
                      size_t w)
{
    const size_t words = world->policy->words;
    const uint64_t *pass = world->policy->cells[field].pass + w;
    uint64_t rows = world->view[field].taken[w];

    for (; cells; cells &= cells - 1)
        rows |= pass[ho_lowest(cells) * words];
    return rows;
}

/* Of `from`, those that may match yet with these cells of the field. */
static void sift(const struct search *s, int field, uint64_t cells,
                 const uint64_t *from, uint64_t *to)
{
    for (size_t w = 0; w < s->words; w++)
        to[w] = from[w] & match(s->world, field, cells, w);
}

/* Refute what is left at this level, by one test each.  Recursive to the
 * number of steps. */
static bool refute(const struct search *s, size_t level)
{
    const struct ho_world *world = s->world;
    uint64_t *rows = world->level + level * s->words;
    const struct ho_row *r;
    size_t row, w = 0;

    while (w < s->words && !rows[w])
        w++;
    if (w == s->words)
        return true;
    row = w * 64 + ho_lowest(rows[w]);
    r = &world->policy->row[row];
    for (size_t t = 0; t < r->term_count; t++) {
        const int field = r->term[t].field;
        const uint64_t kept = world->cells[field];
        const uint64_t other = kept & ~mask_of(world, row, &r->term[t]);

        if (!other || *s->steps == 0)
            continue;
        --*s->steps;
        world->cells[field] = other;
        sift(s, field, other, rows, rows + s->words);
        if (refute(s, level + 1))
            return true;
        world->cells[field] = kept;
    }
    return false;
}

static void set_cells(const struct ho_world *world)
{
    memcpy(world->cells, world->possible,
           world->policy->fields.count * sizeof *world->cells);
}

/* Keep to what the row matches, while what hinders does not. */
static bool reach(const struct search *s, size_t row)
{
    const struct ho_world *world = s->world;
    const struct ho_row *r = &world->policy->row[row];

    set_cells(world);
    for (size_t t = 0; t < r->term_count; t++) {
        const int field = r->term[t].field;
        const uint64_t cells = world->cells[field];
        const uint64_t kept = cells & mask_of(world, row, &r->term[t]);

        if (kept == cells)
            continue;
        world->cells[field] = kept;
        sift(s, field, kept, world->level, world->level);
    }
    return refute(s, 0);
}

/* The key of one of the completions that are left. */
static size_t key_here(const struct ho_world *world)
{
    size_t row = next_candidate(world, 0);

    for (; row < world->sure; row = next_candidate(world, row + 1)) {
        const struct ho_row *r = &world->policy->row[row];
        size_t t = 0;

        while (t < r->term_count &&
               (mask_of(world, row, &r->term[t]) >>
                    ho_lowest(world->cells[r->term[t].field]) &
                1))
            t++;
        if (t == r->term_count)
            break;
    }
    return world->policy->row_key[row];
}

void ho_witness_start(const struct ho_world *world)
{
    const struct handoff_policy *policy = world->policy;

    for (size_t t = 0; t < policy->tested_count; t++)
        world->possible[policy->tested[t]] =
            world->view[policy->tested[t]].cells;
}

size_t ho_witness_key(const struct ho_world *world)
{
    set_cells(world);
    return key_here(world);
}

/* Candidates before row `end`. */
static uint64_t before(const struct ho_world *world, size_t w, size_t end)
{
    if (w != end / 64)
        return w < end / 64 ? world->candidate[w] : 0;
    return world->candidate[w] & (((uint64_t)1 << end % 64) - 1);
}

/* The candidates of the key. */
static void find_same(const struct ho_world *world, size_t key)
{
    for (size_t w = 0; w <= world->sure / 64; w++) {
        world->same[w] = 0;
        for (uint64_t rest = world->candidate[w]; rest; rest &= rest - 1)
            if (world->policy->row_key[w * 64 + ho_lowest(rest)] == key)
                world->same[w] |= rest & ~(rest - 1);
    }
}

enum ho_settled ho_witness_find(const struct ho_world *world, size_t key,
                                size_t *steps, size_t *other)
{
    const struct search s = { world, world->sure / 64 + 1, steps };
    size_t row = next_candidate(world, 0);

    if (world->kept)
        return HO_BUDGET_SPENT;
    ho_witness_start(world);
    find_same(world, key);
    for (; row <= world->sure; row = next_candidate(world, row + 1)) {
        if (ho_bit(world->same, row))
            continue;
        for (size_t w = 0; w < s.words; w++)
            world->level[w] = before(world, w, row) & world->same[w];
        if (reach(&s, row)) {
            *other = key_here(world);
            return HO_OPEN;
        }
        if (*steps == 0)
            return HO_BUDGET_SPENT;
    }
    return HO_SETTLED;
}

enum ho_settled ho_witness_row(const struct ho_world *world, size_t row,
                               size_t *steps)
{
    const struct search s = { world, world->sure / 64 + 1, steps };

    for (size_t w = 0; w < s.words; w++)
        world->level[w] = before(world, w, row);
    if (reach(&s, row))
        return HO_OPEN;
    return *steps == 0 ? HO_BUDGET_SPENT : HO_SETTLED;
}

/* --- around one world --- */

/* The cell of the field in the world that is looked at. */
static size_t cell_of(const struct ho_world *world, int field)
{
    return ho_lowest(world->cells[field]);
}

/* Rows that fail by one field at least, and by two. */
void ho_witness_look(const struct ho_world *world, const int *field,
                     size_t count)
{
    for (size_t w = 0; w <= world->sure / 64; w++) {
        uint64_t once = 0, twice = 0;

        for (size_t i = 0; i < count; i++) {
            const uint64_t failed =
                ~ho_world_pass(world, field[i], cell_of(world, field[i]), w);

            twice |= once & failed;
            once |= failed;
        }
        world->once[w] = once;
        world->twice[w] = twice;
    }
}

/* The rows that would match if it were not for the field. */
static void find_others(const struct ho_world *world, int field, uint64_t *rows)
{
    const size_t here = cell_of(world, field);

    for (size_t w = 0; w <= world->sure / 64; w++)
        rows[w] = world->candidate[w] &
                  (~world->once[w] |
                   ~(world->twice[w] | ho_world_pass(world, field, here, w)));
}

/* The first of them that matches with this cell; the sure row does. */
static size_t first_with(const struct ho_world *world, const uint64_t *rows,
                         int field, size_t cell)
{
    uint64_t match;
    size_t w = 0;

    while (!(match = rows[w] & ho_world_pass(world, field, cell, w)))
        w++;
    return w * 64 + ho_lowest(match);
}

bool ho_witness_decides(const struct ho_world *world, int field)
{
    const size_t *keys = world->policy->row_key;
    uint64_t *rows = world->level;
    size_t here, first, w = 0;

    find_others(world, field, rows);
    here = first_with(world, rows, field, cell_of(world, field));
    while (!rows[w])
        w++;
    first = w * 64 + ho_lowest(rows[w]);
    if (keys[first] != keys[here])
        return true; /* it decides where the field lets it */
    if (first == here && ho_bit(world->view[field].must, here))
        return false;
    for (uint64_t rest = world->view[field].cells; rest; rest &= rest - 1)
        if (keys[first_with(world, rows, field, ho_lowest(rest))] != keys[here])
            return true;
    return false;
}
