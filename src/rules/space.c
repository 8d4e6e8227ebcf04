/* space.c - see rules/space.h */
#include "rules/space.h"

enum assumption { ASSUMES_NOTHING, ASSUMES_MATCH, ASSUMES_FAILURE };

static enum assumption assumption_of(const struct ho_space_row *row, int field)
{
    for (size_t i = 0; i < row->rule->assume_count; i++) {
        const struct ho_assumption *a = &row->rule->assume[i];

        if ((row->place ? row->place[a->field] : a->field) == field)
            return a->matches ? ASSUMES_MATCH : ASSUMES_FAILURE;
    }
    return ASSUMES_NOTHING;
}

/* The row's own term on a field, to be written. */
struct use {
    struct ho_term *term;
    enum assumption assumes;
};

static bool copy_boxes(const struct ho_space_row *row, size_t rows,
                       struct ho_arena *arena, struct ho_space *out)
{
    struct ho_term **term = out->term;

    for (size_t r = 0; r < rows; r++) {
        const size_t count = row[r].box->count;

        term[r] = ho_arena_alloc(arena, (count + 1) * sizeof *term[r]);
        if (!term[r])
            return false;
        if (count > 0)
            memcpy(term[r], row[r].box->term, count * sizeof *term[r]);
        out->box[r] = (struct ho_box){ term[r], count };
    }
    return true;
}

/* Rows that test the field. */
static size_t find_uses(const struct ho_space_row *row, size_t rows,
                        struct ho_term **term, int field, struct use *use,
                        bool *assumed)
{
    size_t count = 0;

    *assumed = false;
    for (size_t r = 0; r < rows; r++) {
        for (size_t t = 0; t < row[r].box->count; t++) {
            if (term[r][t].field != field)
                continue;
            use[count] =
                (struct use){ &term[r][t], assumption_of(&row[r], field) };
            *assumed = *assumed || use[count].assumes != ASSUMES_NOTHING;
            count++;
        }
    }
    return count;
}

/* Do the rows that assume nothing treat the two cells alike? */
static bool alike(const struct use *use, size_t uses, size_t a, size_t b)
{
    for (size_t i = 0; i < uses; i++)
        if (use[i].assumes == ASSUMES_NOTHING &&
            (use[i].term->mask >> a & 1) != (use[i].term->mask >> b & 1))
            return false;
    return true;
}

/* The first cell of each group of cells that are alike; SIZE_MAX: too many. */
static size_t find_groups(const struct use *use, size_t uses, size_t cells,
                          uint8_t *first)
{
    size_t groups = 0;

    for (size_t c = 0; c < cells; c++) {
        size_t g = 0;

        while (g < groups && !alike(use, uses, first[g], c))
            g++;
        if (g == groups) {
            if (cells + groups == HO_CELLS_MAX)
                return SIZE_MAX;
            first[groups++] = (uint8_t)c;
        }
    }
    return groups;
}

static void add_unknown(const struct use *use, size_t uses, size_t cells,
                        const uint8_t *first, size_t groups)
{
    for (size_t i = 0; i < uses; i++) {
        uint64_t mask = use[i].term->mask;

        for (size_t g = 0; g < groups; g++)
            if (use[i].assumes == ASSUMES_MATCH ||
                (use[i].assumes == ASSUMES_NOTHING &&
                 use[i].term->mask >> first[g] & 1))
                mask |= (uint64_t)1 << (cells + g);
        use[i].term->mask = mask;
    }
}

static uint64_t low_bits(size_t count)
{
    return count < HO_CELLS_MAX ? ((uint64_t)1 << count) - 1 : UINT64_MAX;
}

enum handoff_status ho_space_make(const size_t *count, size_t fields,
                                  const struct ho_space_row *row, size_t rows,
                                  struct ho_arena *arena, struct ho_space *out,
                                  struct handoff_error *err)
{
    struct use *use = ho_arena_alloc(arena, (rows + 1) * sizeof *use);
    uint8_t first[HO_CELLS_MAX];

    *out = (struct ho_space){ .fields = fields, .full = HANDOFF_NO_FIELD };
    out->all = ho_arena_alloc(arena, (fields + 1) * sizeof *out->all);
    out->unknown = ho_arena_alloc(arena, (fields + 1) * sizeof *out->unknown);
    out->box = ho_arena_alloc(arena, (rows + 1) * sizeof *out->box);
    out->term = ho_arena_alloc(arena, (rows + 1) * sizeof(*out->term));
    if (!out->term || !use || !out->all || !out->unknown || !out->box ||
        !copy_boxes(row, rows, arena, out))
        return ho_arena_status(arena, "the cases of the rules", err);
    for (size_t f = 0; f < fields; f++) {
        bool assumed;
        const size_t uses =
            find_uses(row, rows, out->term, (int)f, use, &assumed);
        const size_t groups =
            assumed ? find_groups(use, uses, count[f], first) : 0;

        out->all[f] = count[f] ? low_bits(count[f]) : 0;
        if (groups == SIZE_MAX) {
            out->full = (int)f;
            continue;
        }
        add_unknown(use, uses, count[f], first, groups);
        out->all[f] |= low_bits(count[f] + groups) & ~low_bits(count[f]);
        out->unknown[f] = out->all[f] & ~low_bits(count[f]);
    }
    return HANDOFF_OK;
}
