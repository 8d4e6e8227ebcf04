/* reasons.c - why it is decided so: see rules/decider.h
 *
 * A fact is no reason if the decision stands whatever it were.  So each known
 * fact in turn, the weakest first, is taken to be anything; if the outcome
 * still is the same in every completion, it stays so.  What is left is enough,
 * and nothing of it can be spared.  A rule that was refuted is part of the
 * question like any other.
 */
#include "rules/decider.h"

static int weight_of(const struct handoff_policy *policy,
                     const struct ho_view *view)
{
    return policy->weight[view->inferred ? HANDOFF_INFERRED : HANDOFF_EXPLICIT];
}

static bool rule_tests(const struct handoff_policy *policy,
                       const struct ho_rule *rule, int field)
{
    for (size_t i = 0; i < rule->row_count; i++) {
        const struct ho_row *row = &policy->row[rule->first_row + i];

        for (size_t t = 0; t < row->term_count; t++)
            if (row->term[t].field == field)
                return true;
    }
    return false;
}

/* Facts that the deciding rule does not test go first, so that the reason
 * tells of this rule where another one would have led to the same; then the
 * weakest evidence. */
static int rank_of(const struct handoff_decider *decider, int field)
{
    const struct handoff_policy *policy = decider->policy;
    const struct ho_rule *rule = ho_rule_of(policy, decider->verdict.row);
    const int weight = weight_of(policy, &decider->world.view[field]);

    return weight + (rule_tests(policy, rule, field) ? 1000 : 0);
}

/* The known fields in the order in which they are tried; among equals, in that
 * of their declaration. */
static size_t order_known(struct handoff_decider *decider)
{
    const struct handoff_policy *policy = decider->policy;
    int *order = decider->order, *rank = decider->rank;
    size_t count = 0;

    for (size_t t = 0; t < policy->tested_count; t++) {
        const int field = policy->tested[t];
        size_t at = count;

        if (!decider->world.view[field].known)
            continue;
        rank[field] = rank_of(decider, field);
        for (; at > 0 && rank[field] < rank[order[at - 1]]; at--)
            order[at] = order[at - 1];
        order[at] = field;
        count++;
    }
    return count;
}

/* The trial's views, opened where that is due: is it decided as before? */
static enum handoff_status stands(struct handoff_decider *decider,
                                  size_t *steps, bool *out,
                                  struct handoff_error *err)
{
    struct ho_world *trial = &decider->trial;
    const size_t key = decider->verdict.key;
    enum ho_settled settled;
    enum handoff_status status;
    size_t other;

    ho_world_open(trial, true);
    *out =
        ho_world_one_key(trial) && decider->policy->row_key[trial->sure] == key;
    if (*out)
        return HANDOFF_OK;
    status = ho_relevance_always(trial, key, steps, decider->work, &settled,
                                 &other, err);
    if (settled == HO_BUDGET_SPENT)
        decider->decision.reasons_exact = false;
    *out = settled == HO_SETTLED;
    return status;
}

/* The trial: a known fact that does not count might be anything. */
static void set_trial(struct handoff_decider *decider,
                      const struct handoff_facts *facts)
{
    const struct handoff_policy *policy = decider->policy;

    ho_world_state(&decider->trial, facts);
    for (size_t t = 0; t < policy->tested_count; t++) {
        const int field = policy->tested[t];

        if (decider->world.view[field].known && !decider->counts[field])
            decider->trial.view[field] = policy->cells[field].any;
    }
}

/* The trial with or without a fact.  Opening changes other views, too. */
static void set_fact(struct handoff_decider *decider,
                     const struct handoff_facts *facts, int field, bool counts)
{
    decider->counts[field] = counts;
    if (facts->guessed)
        set_trial(decider, facts);
    else
        decider->trial.view[field] = counts ? decider->world.view[field]
                                            : decider->policy->cells[field].any;
}

static enum handoff_status find_because(struct handoff_decider *decider,
                                        const struct handoff_facts *facts,
                                        struct handoff_error *err)
{
    const size_t count = order_known(decider);
    size_t steps = HO_RELEVANCE_STEPS;
    enum handoff_status status = HANDOFF_OK;

    for (size_t i = 0; i < count; i++)
        decider->counts[decider->order[i]] = true;
    set_trial(decider, facts);
    for (size_t i = 0; i < count && status == HANDOFF_OK; i++) {
        const int field = decider->order[i];
        bool same = false;

        set_fact(decider, facts, field, false);
        status = stands(decider, &steps, &same, err);
        if (!same)
            set_fact(decider, facts, field, true);
    }
    return status;
}

/* Those that the deciding rule tests, or the others. */
static void list_reasons(struct handoff_decider *decider, bool own)
{
    const struct handoff_policy *policy = decider->policy;
    const struct ho_rule *rule = ho_rule_of(policy, decider->verdict.row);
    struct handoff_decision *d = &decider->decision;

    for (size_t t = 0; t < policy->tested_count; t++) {
        const int field = policy->tested[t];

        if (decider->counts[field] && rule_tests(policy, rule, field) == own)
            decider->because[d->because_count++] = field;
    }
}

/* --- confidence --- */

/* The rule's confidence at the weight of the weakest reason that it tests. */
static int weighed(const struct handoff_decider *decider, size_t row)
{
    const struct handoff_policy *policy = decider->policy;
    int weight = 100;

    for (size_t t = 0; t < policy->row[row].term_count; t++) {
        const int field = policy->row[row].term[t].field;
        const int own = weight_of(policy, &decider->world.view[field]);

        if (decider->counts[field] && own < weight)
            weight = own;
    }
    return ho_rule_of(policy, row)->then.confidence * weight / 100;
}

/* Where several rows could decide alike, the least confident one speaks. */
static void set_confidence(struct handoff_decider *decider)
{
    const struct ho_world *world = &decider->world;
    const size_t *key = decider->policy->row_key;
    struct handoff_decision *d = &decider->decision;
    int least = 100;

    for (size_t w = 0; w <= world->sure / 64; w++) {
        for (uint64_t rest = world->candidate[w]; rest; rest &= rest - 1) {
            const size_t row = w * 64 + ho_lowest(rest);
            const int own = key[row] == decider->verdict.key
                                ? weighed(decider, row)
                                : least;

            least = own < least ? own : least;
        }
    }
    d->outcome.confidence = d->provisional.confidence = least;
}

/* --- review --- */

/* Nothing leaves unseen while a rule that may yet decide keeps it back. */
static void set_review(struct handoff_decider *decider)
{
    const struct handoff_policy *policy = decider->policy;
    const struct ho_world *world = &decider->world;
    struct handoff_outcome *out = &decider->decision.outcome;

    for (size_t w = 0; w <= world->sure / 64 && !out->review; w++)
        for (uint64_t rest = world->candidate[w]; rest; rest &= rest - 1) {
            const size_t row = w * 64 + ho_lowest(rest);
            const struct handoff_outcome *own = &ho_rule_of(policy, row)->then;

            out->review =
                out->review || (policy->row_key[row] == decider->verdict.key &&
                                own->route == out->route && own->review);
        }
}

/* --- assumptions --- */

/* The rows, not behind the deciding one, that could match but for what was
 * assumed. */
static uint64_t could_match(const struct handoff_decider *decider, size_t w)
{
    const struct handoff_policy *policy = decider->policy;
    const size_t last = decider->verdict.row;
    uint64_t rows = UINT64_MAX;

    if (w == last / 64)
        rows >>= 63 - last % 64;
    for (size_t t = 0; t < policy->tested_count; t++) {
        const struct ho_view *view = &decider->world.view[policy->tested[t]];

        rows &= view->may[w] | view->failed[w];
    }
    return rows;
}

static void find_assumed(struct handoff_decider *decider)
{
    const struct handoff_policy *policy = decider->policy;
    struct handoff_decision *d = &decider->decision;
    const size_t words = decider->verdict.row / 64 + 1;
    uint64_t *rows = decider->trial.candidate; /* free by now */

    for (size_t w = 0; w < words; w++)
        rows[w] = could_match(decider, w);
    for (size_t t = 0; t < policy->tested_count; t++) {
        const int field = policy->tested[t];
        const struct ho_view *view = &decider->world.view[field];
        uint64_t used = 0;

        for (size_t w = 0; w < words; w++)
            used |= (view->taken[w] | view->failed[w]) & rows[w];
        if (used)
            decider->assumed[d->assumed_count++] = field;
    }
    d->assumed = decider->assumed;
}

enum handoff_status ho_reasons_find(struct handoff_decider *decider,
                                    const struct handoff_facts *facts,
                                    struct handoff_error *err)
{
    const size_t fields = decider->policy->fields.count;
    struct handoff_decision *d = &decider->decision;
    enum handoff_status status = HANDOFF_OK;

    memset(decider->counts, 0, fields * sizeof *decider->counts);
    if (!d->undecided)
        status = find_because(decider, facts, err);
    if (status != HANDOFF_OK)
        return status;
    list_reasons(decider, true);
    d->own_count = d->because_count;
    list_reasons(decider, false);
    d->because = decider->because;
    if (!d->undecided) {
        set_confidence(decider);
        set_review(decider);
    }
    find_assumed(decider);
    return HANDOFF_OK;
}
