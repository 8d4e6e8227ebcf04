/* fork.c - see rules/fork.h */
#include "rules/fork.h"

#include "rules/cells.h"
#include "rules/when.h"

static void *copy(struct ho_arena *arena, const void *items, size_t count,
                  size_t room, size_t size)
{
    void *out = ho_arena_alloc(arena, (room ? room : 1) * size);

    if (out && count > 0)
        memcpy(out, items, count * size);
    return out;
}

static bool copy_rule(struct ho_arena *arena, struct ho_rule *rule)
{
    rule->assume = copy(arena, rule->assume, rule->assume_count,
                        rule->assume_count, sizeof *rule->assume);
    rule->demands = copy(arena, rule->demands, rule->demand_count,
                         rule->demand_count, sizeof *rule->demands);
    return rule->assume && rule->demands;
}

static bool copy_row(struct ho_arena *arena, struct ho_row *row)
{
    row->test = copy(arena, row->test, row->test_count, row->test_count,
                     sizeof(*row->test));
    row->term = NULL;
    row->term_count = 0;
    return row->test != NULL;
}

enum handoff_status ho_fork(const struct handoff_policy *policy,
                            struct ho_arena *arena, struct handoff_policy **out,
                            struct handoff_error *err)
{
    struct handoff_policy *fork = copy(arena, policy, 1, 1, sizeof *fork);
    bool done = fork != NULL;

    if (done) {
        fork->arena = arena;
        fork->rule = copy(arena, policy->rule, policy->rule_count,
                          policy->rule_count + 1, sizeof *fork->rule);
        fork->row = copy(arena, policy->row, policy->row_count,
                         policy->row_count + HO_ROWS_MAX, sizeof *fork->row);
        done = fork->rule && fork->row;
    }
    for (size_t i = 0; done && i < policy->rule_count; i++)
        done = copy_rule(arena, &fork->rule[i]);
    for (size_t i = 0; done && i < policy->row_count; i++)
        done = copy_row(arena, &fork->row[i]);
    if (!done)
        return ho_arena_status(arena, "a copy of the policy", err);
    *out = fork;
    return HANDOFF_OK;
}

enum handoff_status ho_fork_add(struct handoff_policy *fork,
                                const struct ho_yaml *when,
                                struct handoff_error *err)
{
    const struct ho_when in = { .node = when, .rule = fork->rule_count };
    struct ho_rule *rule = &fork->rule[fork->rule_count++];
    enum handoff_status status;

    *rule = fork->rule[fork->rule_count - 2];
    rule->id = "when of the property";
    rule->node = when;
    rule->first_row = fork->row_count;
    status = ho_when_read(fork, &in, &fork->row, &fork->row_count, err);
    rule->row_count = fork->row_count - rule->first_row;
    return status;
}

struct ho_test *ho_fork_test(struct handoff_policy *fork, size_t row, size_t t)
{
    const struct ho_test **slot = &fork->row[row].test[t];
    struct ho_test *own = copy(fork->arena, *slot, 1, 1, sizeof *own);

    if (own)
        *slot = own;
    return own;
}

void ho_fork_remove(struct handoff_policy *fork, size_t rule)
{
    const size_t first = fork->rule[rule].first_row;
    const size_t count = fork->rule[rule].row_count;

    fork->rule_count--;
    fork->row_count -= count;
    memmove(&fork->rule[rule], &fork->rule[rule + 1],
            (fork->rule_count - rule) * sizeof *fork->rule);
    memmove(&fork->row[first], &fork->row[first + count],
            (fork->row_count - first) * sizeof *fork->row);
    for (size_t i = rule; i < fork->rule_count; i++)
        fork->rule[i].first_row -= count;
    for (size_t i = first; i < fork->row_count; i++)
        fork->row[i].rule--;
}

enum handoff_status ho_fork_insert(struct handoff_policy *fork, size_t at,
                                   const struct handoff_policy *from,
                                   size_t rule, struct handoff_error *err)
{
    const struct ho_rule *source = &from->rule[rule];
    const size_t count = source->row_count;
    const size_t first =
        at < fork->rule_count ? fork->rule[at].first_row : fork->row_count;
    bool done;

    memmove(&fork->rule[at + 1], &fork->rule[at],
            (fork->rule_count - at) * sizeof *fork->rule);
    memmove(&fork->row[first + count], &fork->row[first],
            (fork->row_count - first) * sizeof *fork->row);
    fork->rule_count++;
    fork->row_count += count;
    for (size_t i = at + 1; i < fork->rule_count; i++)
        fork->rule[i].first_row += count;
    for (size_t i = first + count; i < fork->row_count; i++)
        fork->row[i].rule++;
    fork->rule[at] = *source;
    fork->rule[at].first_row = first;
    done = copy_rule(fork->arena, &fork->rule[at]);
    for (size_t i = 0; i < count; i++) {
        fork->row[first + i] = from->row[source->first_row + i];
        fork->row[first + i].rule = at;
        done = done && copy_row(fork->arena, &fork->row[first + i]);
    }
    return done ? HANDOFF_OK
                : ho_arena_status(fork->arena, "a copy of the policy", err);
}

bool ho_fork_same_rows(const struct handoff_policy *fork, size_t a, size_t b)
{
    const struct ho_rule *x = &fork->rule[a], *y = &fork->rule[b];

    for (size_t i = 0; i < x->row_count; i++) {
        const struct ho_row *p = &fork->row[x->first_row + i];
        const struct ho_row *q = &fork->row[y->first_row + i];

        if (p->term_count != q->term_count)
            return false;
        for (size_t t = 0; t < p->term_count; t++)
            if (p->term[t].field != q->term[t].field ||
                p->term[t].mask != q->term[t].mask)
                return false;
    }
    return true;
}

enum handoff_status ho_fork_finish(struct handoff_policy *fork,
                                   struct handoff_error *err)
{
    fork->tested_count = 0;
    return ho_cells_build(fork, err);
}
