/* property.c - see rules/property.h */
#include "rules/property.h"

#include "base/clock.h"
#include "rules/cells.h"
#include "rules/fact_words.h"
#include "rules/fork.h"
#include "rules/reach.h"

enum { SCRATCH_BYTES = 64 * 1024 * 1024 };

struct prover {
    const struct ho_property *property;
    struct handoff_policy *fork; /* with the property's rows at its end */
    const struct ho_rule *when;  /* whose rule they are */
    struct ho_arena *scratch, *arena;
    int64_t today;
    struct ho_proof *out;
    struct handoff_error *err;
};

/* A rule that violates, and where. */
struct violation {
    bool exact, found;
    size_t rule;
    const uint8_t *cell;
};

/* The worlds of one row of `when`. */
static uint64_t *box_of(const struct prover *p, const struct ho_row *row)
{
    uint64_t *box = ho_worlds(p->fork, p->scratch);

    for (size_t t = 0; box && t < row->term_count; t++)
        box[row->term[t].field] = row->term[t].mask;
    return box;
}

/* Ask all rules whose outcome violates the property. */
static enum handoff_status find_violation(const struct prover *p,
                                          const uint64_t *box,
                                          struct violation *out)
{
    size_t steps = HO_REACH_STEPS;
    enum handoff_status status = HANDOFF_OK;

    for (size_t i = 0;
         i + 1 < p->fork->rule_count && !out->found && status == HANDOFF_OK;
         i++) {
        struct ho_reach reach;

        if (ho_expectation_of_rule(&p->property->outcome, &p->fork->rule[i]) ==
            p->property->always)
            continue;
        status =
            ho_reach_rule(p->fork, i, box, &steps, p->scratch, &reach, p->err);
        if (status != HANDOFF_OK)
            return status;
        out->exact = out->exact && reach.exact;
        out->found = reach.found;
        out->rule = i;
        out->cell = reach.cell;
    }
    return status;
}

/* In words: the fields that the rule and the property test. */
static const char *example_of(const struct prover *p, const struct violation *v)
{
    const struct ho_rule *const rules[] = { &p->fork->rule[v->rule], p->when };
    bool *show =
        ho_arena_alloc(p->scratch, (p->fork->fields.count + 1) * sizeof *show);

    for (size_t r = 0; show && r < 2; r++)
        for (size_t i = 0; i < rules[r]->row_count; i++) {
            const struct ho_row *row = &p->fork->row[rules[r]->first_row + i];

            for (size_t t = 0; t < row->term_count; t++)
                show[row->term[t].field] = true;
        }
    return ho_world_words(p->arena, p->fork, v->cell, show, p->today);
}

/* --- how many worlds --- */

struct counter {
    const struct handoff_policy *policy;
    uint64_t worlds;
};

static uint64_t bits(uint64_t mask)
{
    uint64_t count = 0;

    for (; mask; mask &= mask - 1)
        count++;
    return count;
}

static bool count_box(void *user, const uint64_t *mask)
{
    struct counter *c = user;
    uint64_t worlds = 1;

    for (size_t f = 0; f < c->policy->fields.count; f++)
        if (mask[f] && worlds < HO_WORLDS_MOST)
            worlds *= bits(mask[f]);
    c->worlds += worlds < HO_WORLDS_MOST ? worlds : HO_WORLDS_MOST;
    if (c->worlds > HO_WORLDS_MOST)
        c->worlds = HO_WORLDS_MOST;
    return c->worlds < HO_WORLDS_MOST;
}

/* The row's worlds that no row before it has. */
static enum handoff_status count_worlds(const struct prover *p, size_t row,
                                        const uint64_t *space)
{
    const struct ho_row *first = &p->fork->row[p->when->first_row];
    struct counter counter = { p->fork, p->out->worlds };
    struct ho_box before[HO_ROWS_MAX];
    size_t steps = HO_REACH_STEPS;
    struct ho_cover *cover = NULL;
    enum handoff_status status;

    for (size_t i = 0; i < row; i++)
        before[i] = (struct ho_box){ first[i].term, first[i].term_count };
    status = ho_cover_new(space, p->fork->fields.count, before, row, &steps,
                          &cover, p->err);
    if (status == HANDOFF_OK)
        ho_cover_rest(cover, count_box, &counter);
    ho_cover_free(cover);
    p->out->worlds = counter.worlds;
    return status;
}

/* --- assumptions --- */

/* The rule's entry for the field, or NULL. */
static const struct ho_assumption *assumption_of(const struct ho_rule *rule,
                                                 int field)
{
    for (size_t i = 0; i < rule->assume_count; i++)
        if (rule->assume[i].field == field)
            return &rule->assume[i];
    return NULL;
}

/* While the field is Unknown, rows that assume something of it are taken at
 * their word.  was: a mask a row, to undo it by; 0 for rows that stay. */
static const struct ho_rule *assume(const struct prover *p, int field,
                                    uint64_t *was)
{
    const struct ho_rule *by = NULL;

    for (size_t i = 0; i < p->fork->row_count; i++) {
        const struct ho_row *row = &p->fork->row[i];
        const struct ho_rule *rule = &p->fork->rule[row->rule];
        const struct ho_assumption *assumption = assumption_of(rule, field);

        was[i] = 0;
        for (size_t t = 0; assumption && t < row->term_count; t++) {
            if (row->term[t].field != field)
                continue;
            by = by ? by : rule;
            was[i] = row->term[t].mask;
            row->term[t].mask =
                assumption->matches ? ho_cells_all(&p->fork->cells[field]) : 0;
        }
    }
    return by;
}

static void undo(const struct prover *p, int field, const uint64_t *was)
{
    for (size_t i = 0; i < p->fork->row_count; i++) {
        const struct ho_row *row = &p->fork->row[i];

        for (size_t t = 0; was[i] && t < row->term_count; t++)
            if (row->term[t].field == field)
                row->term[t].mask = was[i];
    }
}

static bool is_known(const struct ho_proof *proof, int field)
{
    for (size_t i = 0; i < proof->rests_on_count; i++)
        if (proof->rests_on[i].field == field)
            return true;
    return false;
}

static enum handoff_status add_rests_on(const struct prover *p, int field,
                                        const struct ho_rule *by,
                                        const struct violation *v)
{
    const struct ho_assumption *assumption = assumption_of(by, field);
    struct ho_rests_on *slot = ho_arena_push(
        p->arena, &p->out->rests_on, &p->out->rests_on_count, sizeof *slot);

    if (!slot)
        return ho_arena_status(p->arena, "the proof", p->err);
    *slot = (struct ho_rests_on){ .field = field,
                                  .by = by->id,
                                  .matches = assumption && assumption->matches,
                                  .rule = p->fork->rule[v->rule].id,
                                  .example = example_of(p, v) };
    return HANDOFF_OK;
}

/* Could the property be violated while this field of it is Unknown? */
static enum handoff_status try_unknown(const struct prover *p,
                                       const uint64_t *box, int field)
{
    struct violation v = { .exact = true };
    uint64_t *was =
        ho_arena_alloc(p->scratch, p->fork->row_count * sizeof *was);
    const struct ho_rule *by;
    enum handoff_status status = HANDOFF_OK;

    if (!was)
        return ho_arena_status(p->scratch, "the proof", p->err);
    by = assume(p, field, was);
    if (by)
        status = find_violation(p, box, &v);
    undo(p, field, was);
    return status == HANDOFF_OK && v.found ? add_rests_on(p, field, by, &v)
                                           : status;
}

/* --- one row of `when` --- */

static enum handoff_status prove_row(const struct prover *p, size_t row)
{
    const struct ho_row *when = &p->fork->row[p->when->first_row + row];
    const uint64_t *box = box_of(p, when);
    struct violation v = { .exact = true };
    enum handoff_status status;

    if (!box)
        return ho_arena_status(p->scratch, "the proof", p->err);
    status = count_worlds(p, row, box);
    if (status == HANDOFF_OK)
        status = find_violation(p, box, &v);
    p->out->exact = p->out->exact && v.exact;
    if (status == HANDOFF_OK && v.found) {
        p->out->holds = false;
        p->out->rule = p->fork->rule[v.rule].id;
        p->out->example = example_of(p, &v);
    }
    for (size_t t = 0;
         t < when->term_count && p->out->holds && status == HANDOFF_OK; t++)
        if (!is_known(p->out, when->term[t].field))
            status = try_unknown(p, box, when->term[t].field);
    return status;
}

static enum handoff_status prove(struct prover *p,
                                 const struct handoff_policy *policy)
{
    enum handoff_status status = ho_fork(policy, p->scratch, &p->fork, p->err);

    if (status == HANDOFF_OK)
        status = ho_fork_add(p->fork, p->property->when, p->err);
    if (status == HANDOFF_OK)
        status = ho_fork_finish(p->fork, p->err);
    if (status != HANDOFF_OK)
        return status;
    p->when = &p->fork->rule[p->fork->rule_count - 1];
    for (size_t i = 0;
         i < p->when->row_count && p->out->holds && status == HANDOFF_OK; i++)
        status = prove_row(p, i);
    return status;
}

enum handoff_status ho_property_prove(const struct handoff_policy *policy,
                                      const struct ho_property *property,
                                      int64_t as_of, struct ho_arena *arena,
                                      struct ho_proof *out,
                                      struct handoff_error *err)
{
    struct prover p = { .property = property,
                        .arena = arena,
                        .scratch = ho_arena_new(SCRATCH_BYTES),
                        .today = ho_day_of(as_of),
                        .out = out,
                        .err = err };
    enum handoff_status status;

    *out = (struct ho_proof){ .holds = true, .exact = true };
    if (!p.scratch)
        return ho_no_memory(err);
    status = prove(&p, policy);
    ho_arena_free(p.scratch);
    out->exact = out->exact || !out->holds;
    if (status == HANDOFF_OK)
        status = ho_arena_status(arena, "the proof", err);
    return status;
}
