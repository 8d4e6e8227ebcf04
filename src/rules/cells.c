/* cells.c - see rules/cells.h */
#include "rules/cells.h"

#include <stdlib.h>

#include "rules/facts.h"
#include "rules/lists.h"

struct builder {
    struct handoff_policy *policy;
    const struct handoff_field *field;
    struct ho_cells *cells;
    const struct ho_test **test; /* all tests of the field */
    size_t test_count;
    const struct ho_yaml *node; /* a rule that tests it, for errors */
    struct handoff_error *err;
};

uint64_t ho_cells_all(const struct ho_cells *cells)
{
    return cells->count < HO_CELLS_MAX ? ((uint64_t)1 << cells->count) - 1
                                       : UINT64_MAX;
}

uint64_t ho_cells_some(const struct ho_cells *cells)
{
    return ho_cells_all(cells) & ~cells->none;
}

static enum handoff_status memory(const struct builder *b)
{
    return ho_arena_status(b->policy->arena, "the policy", b->err);
}

static enum handoff_status too_many(const struct builder *b)
{
    return ho_yaml_fail(b->node, HANDOFF_BAD_POLICY, b->err,
                        "the rules tell more than %d cases of %s apart; use "
                        "fewer thresholds or values, or join them in a list",
                        HO_CELLS_MAX, b->field->name);
}

static void *array(const struct builder *b, size_t count, size_t size)
{
    return ho_arena_alloc(b->policy->arena, (count ? count : 1) * size);
}

/* The last cell is "none". */
static enum handoff_status set_count(struct builder *b, size_t some)
{
    if (some >= HO_CELLS_MAX)
        return too_many(b);
    b->cells->count = some + 1;
    b->cells->none = (uint64_t)1 << some;
    return HANDOFF_OK;
}

/* --- numbers --- */

static int compare_numbers(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static enum handoff_status number_cells(struct builder *b)
{
    size_t count = 1, kept = 0, ranges = 0;
    int64_t *start;

    for (size_t i = 0; i < b->test_count; i++)
        ranges += b->test[i]->range_count;
    start = array(b, 2 * ranges + 1, sizeof *start);
    if (!start)
        return memory(b);
    start[0] = INT64_MIN;
    for (size_t i = 0; i < b->test_count; i++) {
        for (size_t r = 0; r < b->test[i]->range_count; r++) {
            start[count++] = b->test[i]->range[r].from;
            start[count++] = b->test[i]->range[r].until;
        }
    }
    qsort(start, count, sizeof *start, compare_numbers);
    for (size_t i = 1; i < count; i++)
        if (start[i] != start[kept] && start[i] != INT64_MAX)
            start[++kept] = start[i];
    b->cells->start = start;
    return set_count(b, kept + 1);
}

uint64_t ho_cells_between(const struct ho_cells *cells, int64_t low,
                          int64_t high)
{
    const size_t some = cells->count - 1;
    uint64_t mask = 0;

    for (size_t i = 0; i < some; i++)
        if (cells->start[i] <= high &&
            (i + 1 == some || cells->start[i + 1] > low))
            mask |= (uint64_t)1 << i;
    return mask;
}

/* A cell lies in a range as a whole or not at all: its start tells. */
static uint64_t range_mask(const struct ho_cells *cells,
                           const struct ho_test *test)
{
    uint64_t mask = 0;

    for (size_t i = 0; i + 1 < cells->count; i++)
        for (size_t r = 0; r < test->range_count; r++)
            if (cells->start[i] >= test->range[r].from &&
                cells->start[i] < test->range[r].until)
                mask |= (uint64_t)1 << i;
    return mask;
}

/* --- texts --- */

static bool holds(const struct ho_test *test, struct handoff_slice text)
{
    return test->kind == HO_TEST_UNDER ? ho_set_has_above(&test->set, text)
                                       : ho_set_has(&test->set, text);
}

static uint64_t signature_of(const struct ho_cells *cells,
                             struct handoff_slice text)
{
    uint64_t signature = 0;

    for (size_t i = 0; i < cells->distinct_count; i++)
        signature |= (uint64_t)holds(cells->distinct[i], text) << i;
    return signature;
}

static size_t find_distinct(const struct ho_cells *cells,
                            const struct ho_test *test)
{
    size_t i = 0;

    while (i < cells->distinct_count &&
           (cells->distinct[i]->kind != test->kind ||
            !ho_set_same(&cells->distinct[i]->set, &test->set)))
        i++;
    return i;
}

static bool is_membership(const struct ho_test *test)
{
    return test->kind == HO_TEST_SET || test->kind == HO_TEST_UNDER;
}

static enum handoff_status find_memberships(struct builder *b)
{
    struct ho_cells *cells = b->cells;

    for (size_t i = 0; i < b->test_count; i++) {
        const struct ho_test **slot;

        if (!is_membership(b->test[i]) ||
            find_distinct(cells, b->test[i]) < cells->distinct_count)
            continue;
        if (cells->distinct_count == HO_CELLS_MAX)
            return too_many(b);
        slot = ho_arena_push(b->policy->arena, &cells->distinct,
                             &cells->distinct_count, sizeof *slot);
        if (!slot)
            return memory(b);
        *slot = b->test[i];
    }
    return HANDOFF_OK;
}

/* A cell for the text's signature, unless there is one; false: no room. */
static bool add_signature(struct ho_cells *cells, size_t *count,
                          struct handoff_slice text)
{
    const uint64_t signature = signature_of(cells, text);

    for (size_t i = 0; i < *count; i++)
        if (cells->signature[i] == signature)
            return true;
    if (*count == HO_CELLS_MAX - 1)
        return false;
    cells->signature[(*count)++] = signature;
    return true;
}

/* The memberships of a domain follow from the longest entry that it is or lies
 * below.  So the entries, and one unlisted name below each, show every
 * combination there is. */
static bool add_entry(struct ho_cells *cells, size_t *count,
                      const struct ho_test *test, struct handoff_slice entry)
{
    char below[HO_ENTRY_MAX + 2] = "/."; /* "/" is in no domain */

    if (!add_signature(cells, count, entry))
        return false;
    if (test->kind != HO_TEST_UNDER)
        return true;
    memcpy(below + 2, entry.ptr, entry.len);
    return add_signature(cells, count,
                         (struct handoff_slice){ below, entry.len + 2 });
}

static enum handoff_status text_cells(struct builder *b)
{
    struct ho_cells *cells = b->cells;
    size_t count = 1; /* signature 0: in none of the sets */
    enum handoff_status status = find_memberships(b);

    if (status != HANDOFF_OK)
        return status;
    cells->signature = array(b, HO_CELLS_MAX, sizeof *cells->signature);
    if (!cells->signature)
        return memory(b);
    for (size_t i = 0; i < cells->distinct_count; i++) {
        const struct ho_test *test = cells->distinct[i];

        for (size_t e = 0; e < test->set.count; e++)
            if (!add_entry(cells, &count, test, test->set.item[e]))
                return too_many(b);
    }
    return set_count(b, count);
}

uint64_t ho_cells_of_text(const struct ho_cells *cells,
                          struct handoff_slice text)
{
    const uint64_t signature = signature_of(cells, text);

    for (size_t i = 0; i + 1 < cells->count; i++)
        if (cells->signature[i] == signature)
            return (uint64_t)1 << i;
    return ho_cells_some(cells); /* not reached: see add_entry */
}

static uint64_t set_mask(const struct ho_cells *cells,
                         const struct ho_test *test)
{
    const size_t bit = find_distinct(cells, test);
    uint64_t mask = 0;

    for (size_t i = 0; i + 1 < cells->count; i++)
        mask |= (cells->signature[i] >> bit & 1) << i;
    return mask;
}

/* --- fields --- */

static uint64_t mask_of(const struct ho_cells *cells,
                        const struct ho_test *test)
{
    uint64_t mask;

    switch (test->kind) {
    case HO_TEST_SOME:
        return ho_cells_some(cells);
    case HO_TEST_NONE:
        return cells->none;
    case HO_TEST_VALUES:
        mask = test->values;
        break;
    case HO_TEST_RANGES:
        mask = range_mask(cells, test);
        break;
    default:
        mask = set_mask(cells, test);
    }
    return test->negated ? ho_cells_some(cells) & ~mask : mask;
}

static bool is_text_type(enum handoff_type type)
{
    return type != HANDOFF_TYPE_ENUM && type != HANDOFF_TYPE_INTEGER &&
           type != HANDOFF_TYPE_MONEY && type != HANDOFF_TYPE_DATE;
}

static enum handoff_status find_cells(struct builder *b)
{
    const size_t values = b->field->value_count;

    if (is_text_type(b->field->type))
        return text_cells(b);
    if (b->field->type != HANDOFF_TYPE_ENUM)
        return number_cells(b);
    b->cells->count = values == 1 ? 2 : values;
    return values <= HO_CELLS_MAX ? HANDOFF_OK : too_many(b);
}

static enum handoff_status gather_tests(struct builder *b, int field)
{
    const struct handoff_policy *policy = b->policy;

    for (size_t i = 0; i < policy->row_count; i++) {
        const struct ho_row *row = &policy->row[i];

        for (size_t t = 0; t < row->test_count; t++) {
            const struct ho_test **slot;

            if (row->test[t]->field != field)
                continue;
            slot = ho_arena_push(policy->arena, &b->test, &b->test_count,
                                 sizeof *slot);
            if (!slot)
                return memory(b);
            *slot = row->test[t];
            b->node = policy->rule[row->rule].node;
        }
    }
    return HANDOFF_OK;
}

/* The cells of the field that pass all of the row's tests of it; false: the
 * row has no test of it. */
static bool row_mask(const struct ho_cells *cells, const struct ho_row *row,
                     int field, uint64_t *mask)
{
    bool tested = false;

    *mask = UINT64_MAX;
    for (size_t t = 0; t < row->test_count; t++) {
        if (row->test[t]->field != field)
            continue;
        *mask &= mask_of(cells, row->test[t]);
        tested = true;
    }
    return tested;
}

static enum handoff_status add_term(struct builder *b, struct ho_row *row,
                                    int field, uint64_t mask)
{
    const struct ho_rule *rule = &b->policy->rule[row->rule];
    struct ho_term *term;

    if (mask == 0)
        return ho_yaml_fail(rule->node, HANDOFF_BAD_POLICY, b->err,
                            "the rule \"%s\" can never match: no value of %s "
                            "passes its test; widen or remove it",
                            rule->id, b->field->name);
    term = ho_arena_push(b->policy->arena, &row->term, &row->term_count,
                         sizeof *term);
    if (!term)
        return memory(b);
    *term = (struct ho_term){ field, mask };
    return HANDOFF_OK;
}

static void mark_assumptions(struct ho_cells *cells, const struct ho_rule *rule,
                             int field, size_t row)
{
    for (size_t i = 0; i < rule->assume_count; i++)
        if (rule->assume[i].field == field)
            ho_bit_set(rule->assume[i].matches ? cells->assume_match
                                               : cells->assume_fail,
                       row);
}

/* A rule demands for all of its rows, also for those without the test. */
static void mark_demands(struct ho_cells *cells, const struct ho_rule *rule,
                         int field, size_t row)
{
    for (size_t i = 0; i < rule->demand_count; i++)
        if (rule->demands[i] == field)
            ho_bit_set(cells->demand, row);
}

static enum handoff_status fill_sets(struct builder *b, int field)
{
    struct handoff_policy *policy = b->policy;
    struct ho_cells *cells = b->cells;
    const size_t words = policy->words;
    enum handoff_status status = HANDOFF_OK;

    cells->pass = array(b, cells->count * words, sizeof *cells->pass);
    cells->assume_match = array(b, words, sizeof *cells->pass);
    cells->assume_fail = array(b, words, sizeof *cells->pass);
    cells->demand = array(b, words, sizeof *cells->pass);
    if (!cells->demand)
        return memory(b);
    for (size_t i = 0; i < policy->row_count && status == HANDOFF_OK; i++) {
        struct ho_row *row = &policy->row[i];
        uint64_t mask;
        const bool tested = row_mask(cells, row, field, &mask);

        for (size_t c = 0; c < cells->count; c++)
            if (mask >> c & 1)
                ho_bit_set(cells->pass + c * words, i);
        mark_demands(cells, &policy->rule[row->rule], field, i);
        if (!tested)
            continue;
        mark_assumptions(cells, &policy->rule[row->rule], field, i);
        status = add_term(b, row, field, mask);
    }
    return status;
}

/* What is asked of every row or field of a finished policy. */
static enum handoff_status prepare(struct handoff_policy *policy,
                                   struct handoff_error *err)
{
    const size_t count = policy->fields.count;

    policy->words = ho_words_for(policy->row_count);
    policy->cells =
        ho_arena_alloc(policy->arena, (count + 1) * sizeof *policy->cells);
    policy->tested =
        ho_arena_alloc(policy->arena, (count + 1) * sizeof *policy->tested);
    policy->row_key = ho_arena_alloc(
        policy->arena, policy->row_count * sizeof *policy->row_key);
    if (!policy->row_key)
        return ho_arena_status(policy->arena, "the policy", err);
    for (size_t i = 0; i < policy->row_count; i++)
        policy->row_key[i] = policy->rule[policy->row[i].rule].key;
    return HANDOFF_OK;
}

enum handoff_status ho_cells_build(struct handoff_policy *policy,
                                   struct handoff_error *err)
{
    const size_t count = policy->fields.count;
    enum handoff_status status = prepare(policy, err);

    for (size_t f = 0; f < count && status == HANDOFF_OK; f++) {
        struct builder b = { .policy = policy,
                             .field = &policy->fields.item[f],
                             .cells = &policy->cells[f],
                             .err = err };

        status = gather_tests(&b, (int)f);
        if (status != HANDOFF_OK || b.test_count == 0)
            continue;
        policy->tested[policy->tested_count++] = (int)f;
        status = find_cells(&b);
        if (status == HANDOFF_OK)
            status = fill_sets(&b, (int)f);
        if (status == HANDOFF_OK)
            status = ho_views_build(policy, (int)f, err);
    }
    return status;
}
