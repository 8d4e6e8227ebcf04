/* refine.c - see rules/refine.h */
#include "rules/refine.h"

#include <stdlib.h>

#include "rules/cells.h"
#include "rules/lists.h"

enum { NOT_DECLARED = HO_CELLS_MAX }; /* in the place of a cell */

/* Which cell of each policy a common cell lies in. */
struct mapping {
    uint8_t of[2][HO_CELLS_MAX];
};

struct joining {
    struct ho_arena *arena;
    struct handoff_field *field;
    struct ho_cells *cells;
    const struct handoff_field *declared[2]; /* NULL: it is not */
    const struct ho_cells *own[2];           /* NULL: no rule tests it */
    struct mapping *map;
    bool full; /* there were more */
};

static bool add_cell(struct joining *j, size_t old_cell, size_t new_cell)
{
    struct ho_cells *cells = j->cells;

    for (size_t i = 0; i < cells->count; i++)
        if (j->map->of[HO_OLD][i] == old_cell &&
            j->map->of[HO_NEW][i] == new_cell)
            return false;
    j->full = j->full || cells->count == HO_CELLS_MAX;
    if (j->full)
        return false;
    j->map->of[HO_OLD][cells->count] = (uint8_t)old_cell;
    j->map->of[HO_NEW][cells->count] = (uint8_t)new_cell;
    cells->count++;
    return true;
}

/* The last cell of either, where they have one. */
static void add_none(struct joining *j)
{
    const struct ho_cells *a = j->own[HO_OLD], *b = j->own[HO_NEW];

    if (add_cell(j, a ? a->count - 1 : 0, b ? b->count - 1 : 0))
        j->cells->none = (uint64_t)1 << (j->cells->count - 1);
}

/* --- numbers --- */

static int compare_numbers(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static size_t cell_of_number(const struct ho_cells *cells, int64_t number)
{
    size_t i = 0;

    while (cells && i + 2 < cells->count && cells->start[i + 1] <= number)
        i++;
    return i;
}

static void join_numbers(struct joining *j)
{
    size_t count = 0, kept = 0;
    int64_t *start = ho_arena_alloc(j->arena, 2 * HO_CELLS_MAX * sizeof *start);

    if (!start)
        return;
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; j->own[side] && i + 1 < j->own[side]->count; i++)
            start[count++] = j->own[side]->start[i];
    qsort(start, count, sizeof *start, compare_numbers);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && start[i] == start[kept - 1])
            continue;
        start[kept++] = start[i];
        add_cell(j, cell_of_number(j->own[HO_OLD], start[i]),
                 cell_of_number(j->own[HO_NEW], start[i]));
    }
    j->cells->start = start;
    add_none(j);
}

/* --- enums --- */

static size_t cell_of_value(const struct joining *j, int side,
                            const char *value)
{
    const int cell = j->declared[side]
                         ? handoff_enum_find(j->declared[side], ho_slice(value))
                         : -1;

    return cell < 0 ? NOT_DECLARED : (size_t)cell;
}

/* The values of both, by name; then, where a field has only one value, what
 * it is not. */
static void join_values(struct joining *j)
{
    struct handoff_enum_value *value =
        ho_arena_alloc(j->arena, 2 * HO_CELLS_MAX * sizeof *value);
    size_t count = 0;

    if (!value)
        return;
    for (int side = 0; side < 2; side++) {
        const struct handoff_field *own = j->declared[side];

        for (size_t i = 0; own && i < own->value_count; i++)
            if (add_cell(j, cell_of_value(j, HO_OLD, own->value[i].name),
                         cell_of_value(j, HO_NEW, own->value[i].name)))
                value[count++] = own->value[i];
    }
    j->field->value = value;
    j->field->value_count = count;
    if (count == 1)
        add_cell(j, 1, 1);
}

/* --- texts --- */

static size_t cell_of_text(const struct ho_cells *cells,
                           struct handoff_slice text)
{
    size_t cell = 0;

    if (!cells)
        return 0;
    while (!(ho_cells_of_text(cells, text) >> cell & 1))
        cell++;
    return cell;
}

/* All memberships of both that differ, each once. */
static bool join_memberships(struct joining *j, uint64_t *bit[2])
{
    struct ho_cells *cells = j->cells;

    for (int side = 0; side < 2; side++) {
        const struct ho_cells *own = j->own[side];

        for (size_t i = 0; own && i < own->distinct_count; i++) {
            const struct ho_test *test = own->distinct[i];
            size_t at = 0;

            while (at < cells->distinct_count &&
                   (cells->distinct[at]->kind != test->kind ||
                    !ho_set_same(&cells->distinct[at]->set, &test->set)))
                at++;
            if (at == HO_CELLS_MAX)
                return false;
            cells->distinct[at] = test;
            cells->distinct_count += at == cells->distinct_count;
            bit[side][i] = (uint64_t)1 << at;
        }
    }
    return true;
}

static uint64_t signature_of(const struct joining *j, uint64_t *const bit[2])
{
    uint64_t signature = 0;

    for (int side = 0; side < 2; side++) {
        const struct ho_cells *own = j->own[side];
        const size_t cell = j->map->of[side][j->cells->count - 1];

        for (size_t i = 0; own && i < own->distinct_count; i++)
            if (own->signature[cell] >> i & 1)
                signature |= bit[side][i];
    }
    return signature;
}

static void add_text(struct joining *j, uint64_t *const bit[2],
                     struct handoff_slice text)
{
    if (add_cell(j, cell_of_text(j->own[HO_OLD], text),
                 cell_of_text(j->own[HO_NEW], text)))
        j->cells->signature[j->cells->count - 1] = signature_of(j, bit);
}

/* The entries, and one unlisted name below each, show every combination of
 * memberships there is: see cells.c. */
static void add_entries(struct joining *j, uint64_t *const bit[2],
                        const struct ho_test *test)
{
    char below[HO_ENTRY_MAX + 2] = "/."; /* "/" is in no domain */

    for (size_t i = 0; i < test->set.count; i++) {
        const struct handoff_slice entry = test->set.item[i];

        add_text(j, bit, entry);
        if (test->kind != HO_TEST_UNDER || entry.len > HO_ENTRY_MAX)
            continue;
        memcpy(below + 2, entry.ptr, entry.len);
        add_text(j, bit, (struct handoff_slice){ below, entry.len + 2 });
    }
}

static void join_texts(struct joining *j)
{
    struct ho_cells *cells = j->cells;
    uint64_t *room = ho_arena_alloc(j->arena, 3 * HO_CELLS_MAX * sizeof *room);
    uint64_t *bit[2];

    cells->distinct =
        ho_arena_alloc(j->arena, (HO_CELLS_MAX + 1) * sizeof(*cells->distinct));
    if (!room || !cells->distinct)
        return;
    bit[0] = room;
    bit[1] = room + HO_CELLS_MAX;
    cells->signature = room + 2 * HO_CELLS_MAX;
    if (!join_memberships(j, bit)) {
        j->full = true;
        return;
    }
    add_text(j, bit, (struct handoff_slice){ "/", 1 }); /* in no set */
    for (size_t i = 0; i < cells->distinct_count; i++)
        add_entries(j, bit, cells->distinct[i]);
    add_none(j);
}

/* --- rows --- */

static uint64_t common_mask(const struct ho_refined *out,
                            const struct mapping *map, int side,
                            const struct ho_term *term)
{
    const int common = out->place[side][term->field];
    const uint8_t *of = map[common].of[side];
    uint64_t mask = 0;

    for (size_t i = 0; i < out->common.cells[common].count; i++)
        if (of[i] < NOT_DECLARED && term->mask >> of[i] & 1)
            mask |= (uint64_t)1 << i;
    return mask;
}

/* The terms of a row, by common field. */
static struct ho_term *common_terms(const struct ho_refined *out,
                                    const struct mapping *map, int side,
                                    const struct ho_row *row,
                                    struct ho_arena *arena)
{
    struct ho_term *term =
        ho_arena_alloc(arena, (row->term_count + 1) * sizeof *term);

    for (size_t t = 0; term && t < row->term_count; t++) {
        const int field = out->place[side][row->term[t].field];
        size_t at = t;

        for (; at > 0 && term[at - 1].field > field; at--)
            term[at] = term[at - 1];
        term[at] = (struct ho_term){ field, common_mask(out, map, side,
                                                        &row->term[t]) };
    }
    return term;
}

static enum handoff_status make_space(struct ho_refined *out,
                                      const struct mapping *map,
                                      struct ho_arena *arena,
                                      struct handoff_error *err)
{
    const size_t before = out->policy[HO_OLD]->row_count;
    const size_t rows = before + out->policy[HO_NEW]->row_count;
    const size_t fields = out->common.fields.count;
    struct ho_box *box = ho_arena_alloc(arena, rows * sizeof *box);
    struct ho_space_row *list = ho_arena_alloc(arena, rows * sizeof *list);
    size_t *count = ho_arena_alloc(arena, (fields + 1) * sizeof *count);

    if (!box || !list || !count)
        return ho_arena_status(arena, "the two policies", err);
    for (int side = 0; side < 2; side++) {
        const struct handoff_policy *p = out->policy[side];

        for (size_t r = 0; r < p->row_count; r++) {
            const size_t at = side ? before + r : before - 1 - r;

            box[at] = (struct ho_box){ common_terms(out, map, side, &p->row[r],
                                                    arena),
                                       p->row[r].term_count };
            if (!box[at].term)
                return ho_arena_status(arena, "the two policies", err);
            list[at] =
                (struct ho_space_row){ &box[at], &p->rule[p->row[r].rule],
                                       out->place[side] };
        }
    }
    for (size_t f = 0; f < fields; f++)
        count[f] = out->common.cells[f].count;
    return ho_space_make(count, fields, list, rows, arena, &out->space, err);
}

/* --- fields --- */

static void join_field(struct ho_refined *out, size_t common,
                       struct handoff_field *field, struct mapping *map,
                       struct ho_arena *arena)
{
    struct joining j = { .arena = arena,
                         .field = field,
                         .cells = &out->common.cells[common],
                         .map = map };

    for (int side = 0; side < 2; side++) {
        const struct handoff_policy *policy = out->policy[side];
        const int f = out->field[side][common];

        if (f == HANDOFF_NO_FIELD)
            continue;
        j.declared[side] = &policy->fields.item[f];
        if (policy->cells[f].count > 0)
            j.own[side] = &policy->cells[f];
    }
    if (!j.own[HO_OLD] && !j.own[HO_NEW])
        return;
    if (field->type == HANDOFF_TYPE_ENUM)
        join_values(&j);
    else if (field->type == HANDOFF_TYPE_INTEGER ||
             field->type == HANDOFF_TYPE_MONEY ||
             field->type == HANDOFF_TYPE_DATE)
        join_numbers(&j);
    else
        join_texts(&j);
    if (j.full)
        out->too_wide = field->name;
}

/* The fields of the old policy, then those that only the new one has. */
static struct handoff_field *find_fields(struct ho_refined *out,
                                         struct ho_arena *arena)
{
    const struct handoff_fields *a = &out->policy[HO_OLD]->fields;
    const struct handoff_fields *b = &out->policy[HO_NEW]->fields;
    const size_t most = a->count + b->count;
    struct handoff_field *item = ho_arena_alloc(arena, most * sizeof *item);
    size_t count = a->count;

    out->field[HO_OLD] = ho_arena_alloc(arena, 4 * most * sizeof(int));
    if (!item || !out->field[HO_OLD])
        return NULL;
    out->field[HO_NEW] = out->field[HO_OLD] + most;
    out->place[HO_OLD] = out->field[HO_OLD] + 2 * most;
    out->place[HO_NEW] = out->field[HO_OLD] + 3 * most;
    for (size_t i = 0; i < a->count; i++) {
        item[i] = a->item[i];
        out->field[HO_OLD][i] = out->place[HO_OLD][i] = (int)i;
        out->field[HO_NEW][i] = HANDOFF_NO_FIELD;
    }
    for (size_t i = 0; i < b->count; i++) {
        int at = handoff_field_find(a, ho_slice(b->item[i].name));

        if (at != HANDOFF_NO_FIELD && a->item[at].type != b->item[i].type) {
            item[at].name = ho_arena_format(arena, "%s (old)", item[at].name);
            at = HANDOFF_NO_FIELD;
            item[count] = b->item[i];
            item[count].name =
                ho_arena_format(arena, "%s (new)", item[count].name);
        } else if (at == HANDOFF_NO_FIELD)
            item[count] = b->item[i];
        if (at == HANDOFF_NO_FIELD) {
            at = (int)count++;
            out->field[HO_OLD][at] = HANDOFF_NO_FIELD;
        }
        out->field[HO_NEW][at] = (int)i;
        out->place[HO_NEW][i] = at;
    }
    out->common.fields.item = item;
    out->common.fields.count = count;
    return item;
}

/* Lists by name; those of one name that differ, both. */
static bool find_lists(struct ho_refined *out, struct ho_arena *arena)
{
    const struct handoff_policy *a = out->policy[HO_OLD];
    const struct handoff_policy *b = out->policy[HO_NEW];
    struct ho_list *list = ho_arena_alloc(
        arena, (a->list_count + b->list_count + 1) * sizeof *list);
    size_t count = a->list_count;

    if (!list)
        return false;
    if (count > 0)
        memcpy(list, a->list, count * sizeof *list);
    for (size_t i = 0; i < b->list_count; i++) {
        size_t at = 0;

        while (at < a->list_count &&
               strcmp(a->list[at].name, b->list[i].name) != 0)
            at++;
        if (at < a->list_count &&
            ho_set_same(&a->list[at].set, &b->list[i].set))
            continue;
        list[count] = b->list[i];
        if (at < a->list_count) {
            list[at].name = ho_arena_format(arena, "%s (old)", list[at].name);
            list[count].name =
                ho_arena_format(arena, "%s (new)", b->list[i].name);
        }
        count++;
    }
    out->common.list = list;
    out->common.list_count = count;
    return true;
}

enum handoff_status ho_refine(const struct handoff_policy *old_policy,
                              const struct handoff_policy *new_policy,
                              struct ho_arena *arena, struct ho_refined *out,
                              struct handoff_error *err)
{
    const size_t most = old_policy->fields.count + new_policy->fields.count + 1;
    struct mapping *map = ho_arena_alloc(arena, most * sizeof *map);
    struct handoff_field *field;

    *out = (struct ho_refined){ .policy = { old_policy, new_policy } };
    out->common.cells = ho_arena_alloc(arena, most * sizeof(struct ho_cells));
    field = find_fields(out, arena);
    if (!map || !out->common.cells || !field || !find_lists(out, arena))
        return ho_arena_status(arena, "the two policies", err);
    for (size_t f = 0; f < out->common.fields.count; f++)
        join_field(out, f, &field[f], &map[f], arena);
    if (ho_arena_status(arena, "the two policies", err) != HANDOFF_OK ||
        out->too_wide)
        return ho_arena_status(arena, "the two policies", err);
    return make_space(out, map, arena, err);
}
