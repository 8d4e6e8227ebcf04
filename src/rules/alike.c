/* alike.c - see rules/alike.h */
#include "rules/alike.h"

#include "rules/cells.h"

static const struct ho_row *rows_of(const struct handoff_policy *policy,
                                    size_t rule)
{
    return &policy->row[policy->rule[rule].first_row];
}

/* What the row wants of the field; 0: it does not test it. */
static uint64_t mask_of(const struct ho_row *row, int field)
{
    for (size_t t = 0; t < row->term_count; t++)
        if (row->term[t].field == field)
            return row->term[t].mask;
    return 0;
}

/* Numbers may be ranges, which lie in several cells. */
static bool has_one_cell(const struct handoff_policy *policy, int field)
{
    return policy->cells[field].start == NULL;
}

static bool is_demanded(const struct handoff_policy *policy, int field)
{
    for (size_t r = 0; r < policy->rule_count; r++)
        for (size_t i = 0; i < policy->rule[r].demand_count; i++)
            if (policy->rule[r].demands[i] == field)
                return true;
    return false;
}

static bool fails_unknown(const struct ho_rule *rule, int field)
{
    for (size_t i = 0; i < rule->assume_count; i++)
        if (rule->assume[i].field == field)
            return !rule->assume[i].matches;
    return false;
}

/* In every two rows of the rules. */
static bool keeps_apart(const struct handoff_policy *policy, size_t rule,
                        int field)
{
    const struct ho_row *a = rows_of(policy, rule);
    const struct ho_row *b = rows_of(policy, rule + 1);

    for (size_t i = 0; i < policy->rule[rule].row_count; i++)
        for (size_t k = 0; k < policy->rule[rule + 1].row_count; k++) {
            const uint64_t x = mask_of(&a[i], field);
            const uint64_t y = mask_of(&b[k], field);

            if (!x || !y || x & y)
                return false;
        }
    return true;
}

static bool never_both(const struct handoff_policy *policy, size_t rule,
                       int field)
{
    return has_one_cell(policy, field) && !is_demanded(policy, field) &&
           fails_unknown(&policy->rule[rule], field) &&
           fails_unknown(&policy->rule[rule + 1], field);
}

static bool is_one_row(const struct ho_rule *rule)
{
    return rule->row_count == 1 && rule->assume_count == 0;
}

/* But for one field. */
static bool same_terms(const struct ho_row *a, const struct ho_row *b,
                       int field)
{
    if (a->term_count != b->term_count)
        return false;
    for (size_t t = 0; t < a->term_count; t++)
        if (a->term[t].field != b->term[t].field ||
            (a->term[t].field != field && a->term[t].mask != b->term[t].mask))
            return false;
    return true;
}

static bool same_questions(const struct handoff_policy *policy, size_t rule,
                           int field)
{
    const struct ho_rule *a = &policy->rule[rule], *b = a + 1;

    return is_one_row(a) && is_one_row(b) && a->key != b->key &&
           same_terms(rows_of(policy, rule), rows_of(policy, rule + 1), field);
}

bool ho_alike_swapped(const struct handoff_policy *policy, size_t rule)
{
    const struct ho_row *row = rows_of(policy, rule);

    for (size_t t = 0; t < row->term_count; t++) {
        const int field = row->term[t].field;

        if (keeps_apart(policy, rule, field) &&
            (never_both(policy, rule, field) ||
             same_questions(policy, rule, field)))
            return true;
    }
    return false;
}

/* A test that cannot fail holds while the field is Unknown, too. */
static bool can_fail(const struct handoff_policy *policy, int field,
                     uint64_t mask)
{
    return mask != 0 && mask != ho_cells_all(&policy->cells[field]);
}

/* An earlier rule that is out while the field is Unknown takes nothing then:
 * so must be what it masks. */
static bool goes_to_earlier(const struct handoff_policy *policy, size_t rule,
                            int field, uint64_t cells)
{
    const size_t first = policy->rule[rule].first_row;
    const bool out = fails_unknown(&policy->rule[rule], field) &&
                     fails_unknown(&policy->rule[rule + 1], field);

    for (size_t i = 0; i < first; i++) {
        const struct ho_row *row = &policy->row[i];

        if (row->term_count == 1 && (cells & ~mask_of(row, field)) == 0 &&
            (out || !fails_unknown(&policy->rule[row->rule], field)))
            return true;
    }
    return false;
}

bool ho_alike_masked(const struct handoff_policy *policy, size_t rule)
{
    const struct ho_row *a = rows_of(policy, rule);
    const struct ho_row *b = rows_of(policy, rule + 1);

    if (policy->rule[rule].row_count != 1 ||
        policy->rule[rule + 1].row_count != 1)
        return false;
    for (size_t t = 0; t < a->term_count; t++) {
        const int field = a->term[t].field;
        const uint64_t x = a->term[t].mask, y = mask_of(b, field);

        if (same_terms(a, b, field) && can_fail(policy, field, x) &&
            can_fail(policy, field, y) && has_one_cell(policy, field) &&
            !is_demanded(policy, field) &&
            goes_to_earlier(policy, rule, field, x ^ y))
            return true;
    }
    return false;
}
