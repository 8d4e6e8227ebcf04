/* test_rules_reach.c - which worlds a rule decides, against counting them.
 *
 * Random tables of masks are made without a policy file; the oracle walks all
 * worlds one by one and takes the first row that has it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "rules/cells.h"
#include "rules/reach.h"
#include "support/rules_table.h"

enum {
    TABLES_OF_MASKS = 200000,
    FIELDS_MOST = 5,
    CELLS_MOST = 4,
    ROWS_MOST = 12,
    WORLDS = 4 * 4 * 4 * 4 * 4,
    LOTS = 100000000
};

struct masks {
    struct handoff_policy policy;
    struct ho_cells cells[FIELDS_MOST];
    struct ho_rule rule[ROWS_MOST + 1];
    struct ho_row row[ROWS_MOST + 1];
    struct ho_term term[ROWS_MOST][FIELDS_MOST];
    uint64_t box[FIELDS_MOST];
};

static void make_row(struct masks *m, size_t row)
{
    struct ho_row *r = &m->row[row];

    r->term = m->term[row];
    r->term_count = 0;
    r->rule = m->policy.rule_count - 1;
    for (size_t f = 0; f < m->policy.fields.count; f++) {
        const unsigned all = (1U << m->cells[f].count) - 1;

        if (m->cells[f].count == 0 || rules_random(100) < 40)
            continue;
        r->term[r->term_count++] =
            (struct ho_term){ (int)f, 1 + rules_random(all) };
    }
}

/* Rules of one row, and some of two or three. */
static void make_masks(struct masks *m)
{
    const size_t rows = 1 + rules_random(ROWS_MOST - 1);

    memset(m, 0, sizeof *m);
    m->policy.cells = m->cells;
    m->policy.rule = m->rule;
    m->policy.row = m->row;
    m->policy.fields.count = 1 + rules_random(FIELDS_MOST);
    for (size_t f = 0; f < m->policy.fields.count; f++)
        m->cells[f].count = rules_random(CELLS_MOST + 1);
    for (size_t i = 0; i <= rows; i++) {
        struct ho_rule *rule = &m->rule[m->policy.rule_count];

        if (i == 0 || i == rows || rules_random(4) > 0) {
            rule->first_row = i;
            m->policy.rule_count++;
        }
        m->rule[m->policy.rule_count - 1].row_count++;
        if (i < rows)
            make_row(m, i);
    }
    m->row[rows].rule = m->policy.rule_count - 1;
    m->policy.row_count = rows + 1;
    for (size_t f = 0; f < m->policy.fields.count; f++)
        if (m->cells[f].count > 0)
            m->box[f] = rules_random(20)
                            ? 1 + rules_random((1U << m->cells[f].count) - 1)
                            : 0;
}

/* --- the oracle --- */

static bool next_world(const struct masks *m, uint8_t *cell)
{
    for (size_t f = 0; f < m->policy.fields.count; f++) {
        if (m->cells[f].count == 0)
            continue;
        if (++cell[f] < m->cells[f].count)
            return true;
        cell[f] = 0;
    }
    return false;
}

static void first_world(const struct masks *m, uint8_t *cell)
{
    for (size_t f = 0; f < m->policy.fields.count; f++)
        cell[f] = m->cells[f].count ? 0 : HO_NO_CELL;
}

static bool in_box(const struct masks *m, const uint64_t *box,
                   const uint8_t *cell)
{
    for (size_t f = 0; f < m->policy.fields.count; f++)
        if (m->cells[f].count && !(box[f] >> cell[f] & 1))
            return false;
    return true;
}

static bool has(const struct ho_row *row, const uint8_t *cell)
{
    for (size_t t = 0; t < row->term_count; t++)
        if (!(row->term[t].mask >> cell[row->term[t].field] & 1))
            return false;
    return true;
}

static size_t first_rule(const struct masks *m, const uint8_t *cell)
{
    size_t row = 0;

    while (!has(&m->row[row], cell))
        row++;
    return m->row[row].rule;
}

static bool matches(const struct masks *m, size_t rule, const uint8_t *cell)
{
    for (size_t i = 0; i < m->rule[rule].row_count; i++)
        if (has(&m->row[m->rule[rule].first_row + i], cell))
            return true;
    return false;
}

struct counts {
    uint64_t worlds, matched, decided;
};

static struct counts count_worlds(const struct masks *m, size_t rule,
                                  const uint64_t *box)
{
    struct counts counts = { 0 };
    uint8_t cell[FIELDS_MOST];

    first_world(m, cell);
    do {
        if (!in_box(m, box, cell))
            continue;
        counts.worlds++;
        counts.matched += matches(m, rule, cell);
        counts.decided += first_rule(m, cell) == rule;
    } while (next_world(m, cell));
    return counts;
}

/* --- the checks --- */

static void check_share(uint64_t share, uint64_t count, uint64_t of)
{
    const uint64_t want = of ? HO_SHARE_ONE / of * count : 0;
    const uint64_t off = share > want ? share - want : want - share;

    assert_true(off < 100000); /* rounding only */
}

static bool check_rule(const struct masks *m, size_t rule, const uint64_t *box,
                       struct ho_arena *arena)
{
    const struct counts counts = count_worlds(m, rule, box);
    struct ho_reach_share share;
    struct ho_reach reach;
    size_t steps = LOTS;

    assert_int_equal(
        ho_reach_rule(&m->policy, rule, box, &steps, arena, &reach, NULL),
        HANDOFF_OK);
    assert_true(reach.exact);
    assert_int_equal(reach.found, counts.decided > 0);
    if (reach.found) {
        assert_true(in_box(m, box, reach.cell));
        assert_int_equal(first_rule(m, reach.cell), rule);
    }
    assert_int_equal(
        ho_reach_share(&m->policy, rule, box, &steps, &share, NULL),
        HANDOFF_OK);
    assert_true(share.exact);
    check_share(share.matched, counts.matched, counts.worlds);
    check_share(share.decided, counts.decided, counts.worlds);
    return reach.found;
}

static void random_tables_agree_with_counting(void **state)
{
    size_t reached = 0, asked = 0;

    (void)state;
    rules_seed(0x2026112305000001U);
    for (int i = 0; i < TABLES_OF_MASKS; i++) {
        struct ho_arena *arena = ho_arena_new(1 << 20);
        struct masks m;
        size_t rule;

        assert_non_null(arena);
        make_masks(&m);
        rule = rules_random((unsigned)m.policy.rule_count);
        reached += check_rule(&m, rule, m.box, arena);
        reached += check_rule(&m, m.policy.rule_count - 1,
                              ho_worlds(&m.policy, arena), arena);
        asked += 2;
        ho_arena_free(arena);
    }
    assert_true(reached > asked / 10 && reached < asked);
}

/* The boxes of the rest are the rest, each world once. */
struct rest {
    const struct masks *m;
    unsigned char times[WORLDS];
};

static bool mark(void *user, const uint64_t *mask)
{
    struct rest *rest = user;
    uint8_t cell[FIELDS_MOST];
    size_t world = 0;

    first_world(rest->m, cell);
    do {
        rest->times[world++] += in_box(rest->m, mask, cell);
    } while (next_world(rest->m, cell));
    return true;
}

static void check_rest(const struct masks *m, size_t rows)
{
    struct rest rest = { .m = m };
    struct ho_box box[ROWS_MOST];
    struct ho_cover *cover = NULL;
    uint8_t cell[FIELDS_MOST];
    size_t world = 0, steps = LOTS;
    bool exact = true;

    for (size_t i = 0; i < rows; i++)
        box[i] = (struct ho_box){ m->row[i].term, m->row[i].term_count };
    assert_int_equal(ho_cover_new(m->box, m->policy.fields.count, box, rows,
                                  &steps, &cover, NULL),
                     HANDOFF_OK);
    ho_cover_rest(cover, mark, &rest);
    assert_int_equal(ho_cover_status(cover, &exact, NULL), HANDOFF_OK);
    assert_true(exact);
    ho_cover_free(cover);
    first_world(m, cell);
    do {
        bool left = in_box(m, m->box, cell);

        for (size_t i = 0; i < rows; i++)
            left = left && !has(&m->row[i], cell);
        assert_int_equal(rest.times[world++], left);
    } while (next_world(m, cell));
}

static void the_rest_is_told_in_disjoint_boxes(void **state)
{
    (void)state;
    rules_seed(0x2026112305000002U);
    for (int i = 0; i < TABLES_OF_MASKS / 4; i++) {
        struct masks m;
        bool empty = false;

        make_masks(&m);
        for (size_t f = 0; f < m.policy.fields.count; f++)
            empty = empty || (m.cells[f].count && !m.box[f]);
        if (!empty)
            check_rest(&m, m.policy.row_count - 1);
    }
}

/* A budget that runs out never turns into an answer. */
static void no_budget_is_said(void **state)
{
    size_t gave_up = 0;

    (void)state;
    rules_seed(0x2026112305000003U);
    for (int i = 0; i < 20000; i++) {
        struct ho_arena *arena = ho_arena_new(1 << 20);
        struct ho_reach reach;
        size_t steps = rules_random(6);
        struct masks m;
        struct counts counts;

        make_masks(&m);
        counts = count_worlds(&m, m.policy.rule_count - 1, m.box);
        assert_int_equal(ho_reach_rule(&m.policy, m.policy.rule_count - 1,
                                       m.box, &steps, arena, &reach, NULL),
                         HANDOFF_OK);
        if (reach.exact)
            assert_int_equal(reach.found, counts.decided > 0);
        assert_true(reach.exact || !reach.found);
        gave_up += !reach.exact;
        ho_arena_free(arena);
    }
    assert_true(gave_up > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_tables_agree_with_counting),
        cmocka_unit_test(the_rest_is_told_in_disjoint_boxes),
        cmocka_unit_test(no_budget_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
