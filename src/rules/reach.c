/* reach.c - see rules/reach.h */
#include "rules/reach.h"

#include "rules/cells.h"

enum { QUESTION_BYTES = 16 * 1024 * 1024 };

/* One row of the rule at a time: the part of the box that the row has, less
 * the rows before it.  What an earlier row of the same rule takes, the rule
 * has decided there. */
struct question {
    const struct handoff_policy *policy;
    const struct ho_rule *rule;
    const uint64_t *box;
    struct ho_arena *arena;
    uint64_t *space;
    struct ho_box *before; /* the rows before the one in question */
    size_t *steps;
};

uint64_t *ho_worlds(const struct handoff_policy *policy, struct ho_arena *arena)
{
    const size_t count = policy->fields.count;
    uint64_t *box = ho_arena_alloc(arena, (count + 1) * sizeof *box);

    for (size_t f = 0; box && f < count; f++)
        if (policy->cells[f].count > 0)
            box[f] = ho_cells_all(&policy->cells[f]);
    return box;
}

static enum handoff_status begin(struct question *q,
                                 const struct handoff_policy *policy,
                                 size_t rule, const uint64_t *box,
                                 size_t *steps, struct handoff_error *err)
{
    const struct ho_rule *asked = &policy->rule[rule];
    const size_t rows = asked->first_row + asked->row_count;

    *q = (struct question){ .policy = policy, .rule = asked, .steps = steps };
    q->arena = ho_arena_new(QUESTION_BYTES);
    if (!q->arena)
        return ho_no_memory(err);
    q->box = box ? box : ho_worlds(policy, q->arena);
    q->space = ho_worlds(policy, q->arena);
    q->before = ho_arena_alloc(q->arena, (rows + 1) * sizeof *q->before);
    if (!q->box || !q->space || !q->before)
        return ho_arena_status(q->arena, "the comparison of rules", err);
    for (size_t i = 0; i < rows; i++)
        q->before[i] =
            (struct ho_box){ policy->row[i].term, policy->row[i].term_count };
    return HANDOFF_OK;
}

/* The part of the box that the row has; false: there is none. */
static bool cut(const struct question *q, const struct ho_row *row)
{
    const struct handoff_policy *policy = q->policy;

    for (size_t f = 0; f < policy->fields.count; f++) {
        q->space[f] = policy->cells[f].count > 0 ? q->box[f] : 0;
        if (policy->cells[f].count > 0 && q->space[f] == 0)
            return false;
    }
    for (size_t t = 0; t < row->term_count; t++) {
        q->space[row->term[t].field] &= row->term[t].mask;
        if (q->space[row->term[t].field] == 0)
            return false;
    }
    return true;
}

struct witness {
    const struct handoff_policy *policy;
    uint8_t *cell;
    uint64_t *mask;
};

/* The lowest cell of each mask: "none" is the last one of a field. */
static bool keep_world(void *user, const uint64_t *mask)
{
    const struct witness *w = user;

    for (size_t f = 0; f < w->policy->fields.count; f++) {
        uint8_t cell = 0;

        while (mask[f] && !(mask[f] >> cell & 1))
            cell++;
        w->cell[f] = mask[f] ? cell : HO_NO_CELL;
        w->mask[f] = mask[f];
    }
    return false;
}

static enum handoff_status ask_row(const struct question *q, size_t row,
                                   struct ho_reach *out,
                                   struct handoff_error *err)
{
    struct witness witness = { q->policy, out->cell, out->mask };
    struct ho_cover *cover = NULL;
    enum handoff_status status;

    if (!cut(q, &q->policy->row[row]))
        return HANDOFF_OK;
    status = ho_cover_new(q->space, q->policy->fields.count, q->before, row,
                          q->steps, &cover, err);
    if (status != HANDOFF_OK)
        return status;
    out->found = ho_cover_rest(cover, keep_world, &witness);
    status = ho_cover_status(cover, &out->exact, err);
    ho_cover_free(cover);
    return status;
}

enum handoff_status ho_reach_rule(const struct handoff_policy *policy,
                                  size_t rule, const uint64_t *box,
                                  size_t *steps, struct ho_arena *arena,
                                  struct ho_reach *out,
                                  struct handoff_error *err)
{
    const struct ho_rule *asked = &policy->rule[rule];
    struct ho_reach reach = { .exact = true };
    struct question q;
    enum handoff_status status = begin(&q, policy, rule, box, steps, err);

    reach.cell = ho_arena_alloc(arena, policy->fields.count + 1);
    reach.mask =
        ho_arena_alloc(arena, (policy->fields.count + 1) * sizeof(uint64_t));
    if (status == HANDOFF_OK && (!reach.cell || !reach.mask))
        status = ho_arena_status(arena, "a world", err);
    for (size_t i = 0;
         status == HANDOFF_OK && !reach.found && i < asked->row_count; i++)
        status = ask_row(&q, asked->first_row + i, &reach, err);
    ho_arena_free(q.arena);
    if (status != HANDOFF_OK)
        return status;
    reach.exact = reach.exact || reach.found;
    *out = reach;
    return HANDOFF_OK;
}

/* How much of the box the space is, times `share`. */
static uint64_t of_box(const struct question *q, uint64_t share)
{
    for (size_t f = 0; f < q->policy->fields.count; f++)
        if (q->space[f])
            share = share * ho_bits_of(q->space[f]) / ho_bits_of(q->box[f]);
    return share;
}

/* The share of the box that the row has and the rows [first, row) have not. */
static enum handoff_status weigh_row(const struct question *q, size_t first,
                                     size_t row, struct ho_reach_share *out,
                                     uint64_t *sum, struct handoff_error *err)
{
    struct ho_cover *cover = NULL;
    enum handoff_status status =
        ho_cover_new(q->space, q->policy->fields.count, q->before + first,
                     row - first, q->steps, &cover, err);

    if (status != HANDOFF_OK)
        return status;
    *sum += of_box(q, ho_cover_share(cover));
    status = ho_cover_status(cover, &out->exact, err);
    ho_cover_free(cover);
    return status;
}

enum handoff_status ho_reach_share(const struct handoff_policy *policy,
                                   size_t rule, const uint64_t *box,
                                   size_t *steps, struct ho_reach_share *out,
                                   struct handoff_error *err)
{
    const struct ho_rule *asked = &policy->rule[rule];
    struct ho_reach_share share = { .exact = true };
    struct question q;
    enum handoff_status status = begin(&q, policy, rule, box, steps, err);

    for (size_t i = 0; status == HANDOFF_OK && i < asked->row_count; i++) {
        const size_t row = asked->first_row + i;

        if (!cut(&q, &policy->row[row]))
            continue;
        status =
            weigh_row(&q, asked->first_row, row, &share, &share.matched, err);
        if (status == HANDOFF_OK)
            status = weigh_row(&q, 0, row, &share, &share.decided, err);
    }
    ho_arena_free(q.arena);
    if (status == HANDOFF_OK)
        *out = share;
    return status;
}
