/* changes.c - what one other fact would lead to: see rules/decider.h
 *
 * Every case of a field is tried as if it were stated, and decided anew: a
 * statement may also make a guess count, or be asked for, that did not before.
 */
#include "rules/decider.h"

/* Is the trial settled, and on which key?  It may be the sure row's, or that
 * of a completion which is decided otherwise, or there is none. */
static enum handoff_status settle(struct handoff_decider *decider,
                                  size_t *steps, enum ho_settled *out,
                                  size_t *key, struct handoff_error *err)
{
    const struct ho_world *trial = &decider->trial;
    enum handoff_status status;
    size_t other;

    *key = decider->policy->row_key[trial->sure];
    *out = HO_SETTLED;
    if (ho_world_one_key(trial))
        return HANDOFF_OK;
    status = ho_relevance_always(trial, *key, steps, decider->work, out, &other,
                                 err);
    if (status != HANDOFF_OK || *out != HO_OPEN || other == SIZE_MAX)
        return status;
    *key = other;
    return ho_relevance_always(trial, *key, steps, decider->work, out, &other,
                               err);
}

/* The outcome of the trial: the rule's place, or rule_count for undecided.
 * Where the budget is spent it counts as undecided, and reasons_exact says so.
 */
static enum handoff_status outcome_of(struct handoff_decider *decider,
                                      size_t *steps, size_t *rule, size_t *key,
                                      struct handoff_error *err)
{
    const struct handoff_policy *policy = decider->policy;
    enum ho_settled settled;
    const enum handoff_status status =
        settle(decider, steps, &settled, key, err);

    if (settled == HO_BUDGET_SPENT)
        decider->decision.reasons_exact = false;
    *rule = policy->rule_count;
    if (settled == HO_SETTLED)
        *rule = policy->row[ho_world_cited(&decider->trial, *key)].rule;
    else
        *key = policy->rule_count;
    return status;
}

/* Add a cell to the field's change that leads to this rule. */
static void add_change(struct handoff_decider *decider, int field, size_t cell,
                       size_t rule, size_t first)
{
    const struct handoff_policy *policy = decider->policy;
    struct handoff_decision *d = &decider->decision;
    const bool none = rule == policy->rule_count;
    const char *id = none ? "undecided" : policy->rule[rule].id;
    size_t i = first;

    while (i < d->would_change_count &&
           strcmp(decider->change[i].rule, id) != 0)
        i++;
    if (i == d->would_change_count)
        decider->change[d->would_change_count++] = (struct handoff_change){
            .field = field,
            .rule = id,
            .outcome = none ? &policy->undecided : &policy->rule[rule].then
        };
    decider->change[i].cells |= (uint64_t)1 << cell;
}

static enum handoff_status try_field(struct handoff_decider *decider,
                                     const struct handoff_facts *facts,
                                     int field, size_t *steps,
                                     struct handoff_error *err)
{
    const struct handoff_policy *policy = decider->policy;
    const struct ho_cells *cells = &policy->cells[field];
    const struct handoff_decision *d = &decider->decision;
    const size_t now = d->undecided ? policy->rule_count : decider->verdict.key;
    const size_t first = d->would_change_count;
    size_t rule, key;
    enum handoff_status status = HANDOFF_OK;

    for (size_t c = 0; c < cells->count && status == HANDOFF_OK; c++) {
        if (facts->code[field] == c)
            continue;
        memcpy(decider->trial.view, decider->said,
               (policy->fields.count + 1) * sizeof *decider->said);
        decider->trial.view[field] = cells->view[c];
        ho_world_open(&decider->trial, false);
        status = outcome_of(decider, steps, &rule, &key, err);
        if (status == HANDOFF_OK && key != now)
            add_change(decider, field, c, rule, first);
    }
    return status;
}

enum handoff_status ho_changes_find(struct handoff_decider *decider,
                                    const struct handoff_facts *facts,
                                    struct handoff_error *err)
{
    struct handoff_decision *d = &decider->decision;
    const int *field =
        d->undecided ? decider->open.field : decider->policy->tested;
    const size_t count =
        d->undecided ? decider->open.count : decider->policy->tested_count;
    size_t steps = HO_RELEVANCE_STEPS;
    enum handoff_status status = HANDOFF_OK;

    ho_world_state(&decider->trial, facts);
    memcpy(decider->said, decider->trial.view,
           (decider->policy->fields.count + 1) * sizeof *decider->said);
    for (size_t i = 0; i < count && status == HANDOFF_OK; i++)
        status = try_field(decider, facts, field[i], &steps, err);
    d->would_change = decider->change;
    return status;
}
