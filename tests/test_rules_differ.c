/* test_rules_differ.c - where two policies decide differently, against walking
 * all worlds.
 *
 * A world is a value of each field, as in rules_table.h, and whether it is
 * known; where it is not, a rule with if_unknown has its way.  The oracle
 * knows nothing of cells: it asks each table's rules in their order.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "rules/cells.h"
#include "rules/differ.h"
#include "rules/refine.h"
#include "support/rules_table.h"

enum {
    PAIRS = 4000,
    WORLDS_WALKED = 20000,
    WALKED = 2 * FIELDS,
    LOTS = 100000000,
    MOST = 100000
};

struct pair {
    struct table table[2];
    struct handoff_policy *policy[2];
    struct ho_arena *arena;
    struct ho_refined refined;
    struct ho_differences found;
    /* of each common field: the kind whose values are walked, and the common
     * cell of each value */
    int kind[WALKED];
    uint64_t cell[WALKED][VALUES], unknown[WALKED][VALUES];
    size_t rows; /* of both */
};

/* --- two versions --- */

static void swap_rules(struct rule *a, struct rule *b)
{
    const struct rule keep = *a;

    *a = *b;
    *b = keep;
}

/* The second table is another one of the same fields, or the first with one
 * thing changed; sometimes with one field less. */
static void make_pair(struct pair *p, bool assumes)
{
    struct table *a = &p->table[0], *b = &p->table[1];
    const unsigned change = rules_random(5);

    rules_make_table(a, assumes);
    rules_make_table(b, assumes);
    if (change > 1) {
        const struct rule other = b->rule[0];

        *b = *a;
        if (change == 2)
            swap_rules(&b->rule[0], &b->rule[rules_random((unsigned)b->rules)]);
        if (change == 3) {
            struct rule *rule = &b->rule[rules_random((unsigned)b->rules)];

            rule->owner = other.owner;
            rule->route = other.route;
        }
        if (change == 4 && b->rules > 1) {
            swap_rules(&b->rule[b->rules - 1], &b->rule[b->rules]);
            b->rules--;
        }
    }
}

/* --- the oracle --- */

/* A value, and whether it is known. */
struct state {
    int value;
    bool unknown;
};

static bool test_holds(const struct rule *rule, const struct value_test *test,
                       const struct state *state)
{
    if (state->unknown && rule->assume[test->field] != 0)
        return rule->assume[test->field] > 0;
    return test->truth >> state->value & 1;
}

static bool row_has(const struct rule *rule, const struct row *row,
                    const struct state *state)
{
    for (int t = 0; t < row->count; t++)
        if (!test_holds(rule, &row->test[t], &state[row->test[t].field]))
            return false;
    return true;
}

static size_t first_rule(const struct table *table, const struct state *state)
{
    for (int r = 0; r < table->rules; r++)
        for (int i = 0; i < table->rule[r].rows; i++)
            if (row_has(&table->rule[r], &table->rule[r].row[i], state))
                return (size_t)r;
    return (size_t)table->rules;
}

static bool outcomes_differ(const struct pair *p, const size_t *rule)
{
    const struct rule *a = &p->table[0].rule[rule[0]];
    const struct rule *b = &p->table[1].rule[rule[1]];

    return a->route != b->route || a->owner != b->owner;
}

/* --- the answer --- */

static bool same(const void *user, size_t a, size_t b)
{
    const size_t rule[2] = { a, b };

    return !outcomes_differ(user, rule);
}

static void find(struct pair *p)
{
    const struct ho_refined *r = &p->refined;
    const struct ho_table table = {
        .box = r->space.box,
        .rows = { p->policy[0]->row_count, p->policy[1]->row_count },
        .row = { p->policy[0]->row, p->policy[1]->row }
    };
    const struct ho_differ_question question = { .table = &table,
                                                 .space = r->space.all,
                                                 .fields =
                                                     r->common.fields.count,
                                                 .same = same,
                                                 .user = p,
                                                 .most = MOST };
    size_t steps = LOTS;

    assert_int_equal(
        ho_differ_find(&question, &steps, p->arena, &p->found, NULL),
        HANDOFF_OK);
    assert_true(p->found.exact);
}

/* Both kinds are the same, or enums, of which the wider has all values. */
static int walked_kind(const struct pair *p, size_t field)
{
    int kind = -1;

    for (int side = 0; side < 2; side++) {
        const int own = p->refined.field[side][field];

        if (own != HANDOFF_NO_FIELD && p->table[side].kind[own] > kind)
            kind = p->table[side].kind[own];
    }
    return kind;
}

static uint64_t cell_of(const struct pair *p, size_t field, const char *text)
{
    const struct ho_cells *cells = &p->refined.common.cells[field];
    const struct handoff_field *f = &p->refined.common.fields.item[field];

    if (cells->count == 0)
        return 0;
    if (f->type == HANDOFF_TYPE_ENUM)
        return (uint64_t)1 << handoff_enum_find(f, ho_slice(text));
    if (strcmp(text, "none") == 0)
        return cells->none;
    if (f->type == HANDOFF_TYPE_INTEGER) {
        const int64_t n = strtol(text, NULL, 10) * HANDOFF_SCALE;

        return ho_cells_between(cells, n, n);
    }
    return ho_cells_of_text(cells, ho_slice(text));
}

/* The Unknown cells of a common field that stand for the value: all boxes that
 * assume nothing have both, or neither. */
static uint64_t unknown_cells(const struct pair *p, size_t field, uint64_t cell)
{
    const struct ho_space *space = &p->refined.space;
    uint64_t alike = space->unknown[field];

    for (size_t r = 0; r < p->rows; r++) {
        for (size_t t = 0; t < space->box[r].count; t++) {
            const struct ho_term *term = &space->box[r].term[t];
            const uint64_t unknown = term->mask & space->unknown[field];

            if (term->field != (int)field || unknown == 0 ||
                unknown == space->unknown[field])
                continue; /* it assumes, or makes no difference */
            alike &= term->mask & cell ? unknown : ~unknown;
        }
    }
    return alike;
}

static void find_cells(struct pair *p)
{
    for (size_t f = 0; f < p->refined.common.fields.count; f++) {
        p->kind[f] = walked_kind(p, f);
        for (int v = 0; rules_value(p->kind[f], v); v++)
            p->cell[f][v] = cell_of(p, f, rules_value(p->kind[f], v));
        for (int v = 0; rules_value(p->kind[f], v); v++)
            p->unknown[f][v] = unknown_cells(p, f, p->cell[f][v]);
    }
}

/* A world's cell in the space of the answer. */
static uint64_t world_cell(const struct pair *p, size_t field,
                           const struct state *state)
{
    const uint64_t cell = p->cell[field][state->value];

    return state->unknown && p->refined.space.unknown[field]
               ? p->unknown[field][state->value]
               : cell;
}

/* How often the world is told, and of which rules. */
static size_t times_told(const struct pair *p, const struct state *world,
                         const size_t *rule)
{
    size_t times = 0;

    for (size_t i = 0; i < p->found.count; i++) {
        const struct ho_difference *d = &p->found.item[i];
        bool in = true;

        for (size_t f = 0; in && f < p->refined.common.fields.count; f++)
            in = p->refined.common.cells[f].count == 0 ||
                 (d->mask[f] & world_cell(p, f, &world[f])) != 0;
        if (!in)
            continue;
        times++;
        assert_int_equal(d->rule[0], rule[0]);
        assert_int_equal(d->rule[1], rule[1]);
    }
    return times;
}

static bool next_world(const struct pair *p, struct state *world)
{
    for (size_t f = 0; f < p->refined.common.fields.count; f++) {
        if (p->refined.space.unknown[f] && !world[f].unknown) {
            world[f].unknown = true;
            return true;
        }
        world[f].unknown = false;
        if (rules_value(p->kind[f], ++world[f].value))
            return true;
        world[f].value = 0;
    }
    return false;
}

/* The world as the fields of one policy have it. */
static size_t decide(const struct pair *p, int side, const struct state *world)
{
    struct state state[FIELDS] = { 0 };

    for (size_t f = 0; f < p->refined.common.fields.count; f++)
        if (p->refined.field[side][f] != HANDOFF_NO_FIELD)
            state[p->refined.field[side][f]] = world[f];
    return first_rule(&p->table[side], state);
}

static size_t check_pair(struct pair *p)
{
    struct state world[WALKED] = { 0 };
    size_t changed = 0;

    find_cells(p);
    do {
        const size_t rule[2] = { decide(p, 0, world), decide(p, 1, world) };
        const bool differ = outcomes_differ(p, rule);

        assert_int_equal(times_told(p, world, rule), differ);
        changed += differ;
    } while (next_world(p, world));
    assert_true((changed > 0) == (p->found.count > 0));
    return changed;
}

/* false: more worlds than are walked here. */
static bool is_small(const struct pair *p)
{
    size_t worlds = 1;

    for (size_t f = 0; f < p->refined.common.fields.count; f++) {
        size_t values = 0;

        while (rules_value(walked_kind(p, f), (int)values))
            values++;
        worlds *= values * (p->refined.space.unknown[f] ? 2 : 1);
    }
    return worlds <= WORLDS_WALKED;
}

/* 1: something changes; 0: nothing does; -1: not walked. */
static int run_pair(bool assumes)
{
    struct pair p = { .arena = ho_arena_new(1 << 26) };
    int changed = -1;

    assert_non_null(p.arena);
    make_pair(&p, assumes);
    for (int side = 0; side < 2; side++) {
        p.policy[side] = rules_write_policy(&p.table[side]);
        p.rows += p.policy[side]->row_count;
    }
    assert_int_equal(
        ho_refine(p.policy[0], p.policy[1], p.arena, &p.refined, NULL),
        HANDOFF_OK);
    assert_null(p.refined.too_wide);
    assert_int_equal(p.refined.space.full, HANDOFF_NO_FIELD);
    find(&p);
    if (is_small(&p))
        changed = check_pair(&p) > 0;
    for (int side = 0; side < 2; side++)
        handoff_policy_free(p.policy[side]);
    ho_arena_free(p.arena);
    return changed;
}

static void boxes_cover_exactly_what_changed(void **state)
{
    size_t changed = 0, unchanged = 0;

    (void)state;
    rules_seed(0x2026112305000011U);
    for (int i = 0; i < PAIRS; i++) {
        const int found = run_pair(i % 2);

        changed += found == 1;
        unchanged += found == 0;
    }
    assert_true(changed > PAIRS / 4 && unchanged > PAIRS / 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(
        boxes_cover_exactly_what_changed) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
