/* witness.c - see rules/witness.h */
#include "rules/witness.h"

/* Two worlds that differ in one field, or one world alone.  Here `row` is the
 * first to match, as far as rows of other keys go: there `last` is, as far as
 * rows of its key go.  So the two lead to different keys. */
struct search {
    const struct ho_world *world;
    size_t key;     /* here; of one world: that it must not lead to */
    size_t row;     /* not used where there is one world */
    size_t last;    /* its key is another */
    int field;      /* HANDOFF_NO_FIELD where there is one world */
    uint64_t there; /* the field's cells there; world->cells are those here */
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

/* The cells that are left to a field where this row is to fail. */
static uint64_t *cells_for(struct search *s, size_t row, int field)
{
    return field == s->field && s->world->policy->row_key[row] == s->key
               ? &s->there
               : &s->world->cells[field];
}

static bool is_refuted(struct search *s, size_t row)
{
    const struct ho_row *r = &s->world->policy->row[row];

    for (size_t t = 0; t < r->term_count; t++)
        if (!(*cells_for(s, row, r->term[t].field) &
              mask_of(s->world, row, &r->term[t])))
            return true;
    return false;
}

/* The row stands in the way, as long as it may match. */
static bool hinders(const struct search *s, size_t row)
{
    const bool same = s->world->policy->row_key[row] == s->key;

    if (s->field == HANDOFF_NO_FIELD)
        return same;
    return same ? row != s->row : row < s->row;
}

/* Refute the rows from `row` on that stand in the way.  Recursive to the
 * number of steps at most. */
static bool refute(struct search *s, size_t row)
{
    const struct ho_world *world = s->world;
    const struct ho_row *r;

    row = next_candidate(world, row);
    while (row < s->last && (!hinders(s, row) || is_refuted(s, row)))
        row = next_candidate(world, row + 1);
    if (row >= s->last)
        return true;
    r = &world->policy->row[row];
    for (size_t t = 0; t < r->term_count; t++) {
        uint64_t *cells = cells_for(s, row, r->term[t].field);
        const uint64_t kept = *cells;
        const uint64_t mask = mask_of(world, row, &r->term[t]);

        if (!(kept & ~mask) || *s->steps == 0)
            continue;
        --*s->steps;
        *cells = kept & ~mask;
        if (refute(s, row + 1))
            return true;
        *cells = kept;
    }
    return false;
}

static void set_cells(const struct ho_world *world)
{
    const struct handoff_policy *policy = world->policy;

    for (size_t t = 0; t < policy->tested_count; t++)
        world->cells[policy->tested[t]] = world->view[policy->tested[t]].cells;
}

/* Keep to what the row matches, but for one field; false: nothing is left. */
static bool keep_to(const struct ho_world *world, size_t row, int but)
{
    const struct ho_row *r = &world->policy->row[row];
    uint64_t least = UINT64_MAX;

    for (size_t t = 0; t < r->term_count && least; t++)
        if (r->term[t].field != but)
            least = world->cells[r->term[t].field] &=
                mask_of(world, row, &r->term[t]);
    return least != 0;
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

size_t ho_witness_key(const struct ho_world *world)
{
    set_cells(world);
    return key_here(world);
}

enum ho_settled ho_witness_find(const struct ho_world *world, size_t key,
                                size_t *steps, size_t *other)
{
    struct search s = {
        .world = world, .key = key, .field = HANDOFF_NO_FIELD, .steps = steps
    };

    if (world->kept)
        return HO_BUDGET_SPENT;
    for (s.last = next_candidate(world, 0); s.last <= world->sure;
         s.last = next_candidate(world, s.last + 1)) {
        if (world->policy->row_key[s.last] == key)
            continue;
        set_cells(world);
        keep_to(world, s.last, HANDOFF_NO_FIELD);
        if (refute(&s, 0)) {
            *other = key_here(world);
            return HO_OPEN;
        }
        if (*steps == 0)
            return HO_BUDGET_SPENT;
    }
    return HO_SETTLED;
}

/* The cells of the field with which the row matches. */
static uint64_t field_mask(const struct ho_world *world, size_t row, int field)
{
    const struct ho_row *r = &world->policy->row[row];

    for (size_t t = 0; t < r->term_count; t++)
        if (r->term[t].field == field)
            return mask_of(world, row, &r->term[t]);
    return UINT64_MAX;
}

/* s->row matches here and does not there, by the field alone: does any row of
 * another key match there? */
static bool differs(struct search *s)
{
    const struct ho_world *world = s->world;
    const uint64_t cells = world->view[s->field].cells;
    const uint64_t mask = field_mask(world, s->row, s->field);

    for (s->last = next_candidate(world, s->row + 1);
         s->last <= world->sure && *s->steps > 0;
         s->last = next_candidate(world, s->last + 1)) {
        if (world->policy->row_key[s->last] == s->key)
            continue;
        --*s->steps;
        set_cells(world);
        world->cells[s->field] = cells & mask;
        s->there = cells & ~mask & field_mask(world, s->last, s->field);
        if (s->there && keep_to(world, s->row, s->field) &&
            keep_to(world, s->last, s->field) && refute(s, 0))
            return true;
    }
    return false;
}

enum ho_settled ho_witness_pair(const struct ho_world *world, int field,
                                size_t *steps)
{
    const struct ho_view *view = &world->view[field];
    struct search s = { .world = world, .field = field, .steps = steps };

    for (s.row = next_candidate(world, 0); s.row <= world->sure;
         s.row = next_candidate(world, s.row + 1)) {
        if (!ho_bit(view->may, s.row) || ho_bit(view->must, s.row))
            continue;
        s.key = world->policy->row_key[s.row];
        if (differs(&s))
            return HO_OPEN;
        if (*steps == 0)
            return HO_BUDGET_SPENT;
    }
    return HO_SETTLED;
}
