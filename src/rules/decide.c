/* decide.c - the first rule that matches, or what is missing to tell.
 *
 * The candidates are the rows that may match, up to the first that must.  When
 * all of them lead to the same outcome, no missing fact could change it.  When
 * they do not, relevance.h tells which facts could; if none can, the decision
 * stands after all.
 */
#include <handoff/policy.h>

#include <stdlib.h>

#include "rules/decider.h"

enum { DECIDER_BYTES = 256 * 1024 * 1024 };

static enum handoff_status judge(struct handoff_decider *decider,
                                 struct handoff_error *err)
{
    const struct ho_world *world = &decider->world;
    struct ho_verdict *verdict = &decider->verdict;
    size_t steps = HO_RELEVANCE_STEPS;
    enum handoff_status status;

    *verdict = (struct ho_verdict){ .row = world->sure };
    verdict->key = decider->policy->row_key[world->sure];
    decider->open.exact = true;
    decider->open.count = 0;
    if (ho_world_one_key(world))
        return HANDOFF_OK;
    status =
        ho_relevance_find(world, &steps, decider->work, &decider->open, err);
    if (status != HANDOFF_OK)
        return status;
    verdict->undecided = decider->open.count > 0;
    if (!verdict->undecided) {
        verdict->key = decider->open.key;
        verdict->row = ho_world_cited(world, verdict->key);
    }
    return HANDOFF_OK;
}

/* --- asking --- */

/* The rule of the first candidate whose test of the field is open. */
static size_t first_open_rule(const struct ho_world *world, int field)
{
    const struct ho_view *view = &world->view[field];
    size_t row = world->sure;

    for (size_t w = 0; w <= world->sure / 64; w++) {
        const uint64_t open =
            world->candidate[w] & view->may[w] & ~view->must[w];

        if (open) {
            row = w * 64 + ho_lowest(open);
            break;
        }
    }
    return world->policy->row[row].rule;
}

/* First open rule, then cost, then declaration. */
static bool asked_before(const struct handoff_decider *decider, int a, int b)
{
    const struct handoff_field *field = decider->policy->fields.item;
    const size_t *first = decider->first_open;

    if (first[a] != first[b])
        return first[a] < first[b];
    if (field[a].cost != field[b].cost)
        return field[a].cost < field[b].cost;
    return a < b;
}

static void set_ask(struct handoff_decider *decider)
{
    const struct ho_relevance *open = &decider->open;
    struct handoff_decision *d = &decider->decision;
    const size_t most = decider->policy->ask_at_most;

    for (size_t i = 0; i < open->count; i++) {
        const int field = open->field[i];
        size_t at = i;

        decider->first_open[field] = first_open_rule(&decider->world, field);
        for (; at > 0 && asked_before(decider, field, open->field[at - 1]);
             at--)
            open->field[at] = open->field[at - 1];
        open->field[at] = field;
    }
    d->ask = open->field;
    d->relevant_count = open->count;
    d->ask_count = open->count < most ? open->count : most;
    d->ask_exact = open->exact;
}

/* --- outcome --- */

static void set_outcome(struct handoff_decider *decider, bool stopped)
{
    const struct handoff_policy *policy = decider->policy;
    const struct ho_rule *rule = ho_rule_of(policy, decider->verdict.row);
    struct handoff_decision *d = &decider->decision;

    *d = (struct handoff_decision){ .provisional_rule = rule->id,
                                    .provisional = rule->then,
                                    .undecided = decider->verdict.undecided,
                                    .exception = "",
                                    .reasons_exact = true };
    if (d->undecided) {
        d->rule = "undecided";
        d->stopped = stopped;
        d->outcome = d->stopped ? policy->stop.then : policy->undecided;
        return;
    }
    d->rule = rule->id;
    d->outcome = rule->then;
    d->exception = rule->exception;
    d->by_otherwise = rule == &policy->rule[policy->rule_count - 1];
}

/* From rows to rules: a rule matches when one of its rows does. */
static void add_rules(const struct handoff_policy *policy, const uint64_t *rows,
                      uint64_t *rules)
{
    for (size_t w = 0; w < policy->words; w++) {
        for (uint64_t rest = rows[w]; rest; rest &= rest - 1) {
            const size_t row = w * 64 + ho_lowest(rest);

            if (row >= policy->row_count)
                return;
            ho_bit_set(rules, policy->row[row].rule);
        }
    }
}

/* Where every rule is one row, but for the bits behind the last, the sets are
 * there already. */
static void set_trace(struct handoff_decider *decider, const uint64_t **may,
                      const uint64_t **must, size_t *words)
{
    const struct handoff_policy *policy = decider->policy;
    struct ho_world *world = &decider->world;
    const size_t count = ho_words_for(policy->rule_count);
    const size_t last = (policy->row_count - 1) % 64;

    *words = count;
    *may = decider->rules;
    *must = decider->rules + count;
    if (policy->row_count == policy->rule_count) {
        world->may[count - 1] &= UINT64_MAX >> (63 - last);
        world->must[count - 1] &= UINT64_MAX >> (63 - last);
        *may = world->may;
        *must = world->must;
        return;
    }
    memset(decider->rules, 0, 2 * count * sizeof *decider->rules);
    add_rules(policy, world->may, decider->rules);
    add_rules(policy, world->must, decider->rules + count);
}

void handoff_decider_glance(struct handoff_decider *decider,
                            const struct handoff_facts *facts,
                            struct handoff_glance *out)
{
    ho_world_load(&decider->world, facts);
    set_trace(decider, &out->may, &out->must, &out->words);
    out->rule = decider->policy->row[decider->world.sure].rule;
    out->settled = ho_world_one_key(&decider->world);
}

enum handoff_status handoff_decider_decide(struct handoff_decider *decider,
                                           const struct handoff_facts *facts,
                                           enum handoff_detail detail,
                                           const struct handoff_decision **out,
                                           struct handoff_error *err)
{
    struct handoff_decision *d = &decider->decision;
    enum handoff_status status;

    ho_world_load(&decider->world, facts);
    status = judge(decider, err);
    if (status != HANDOFF_OK)
        return status;
    set_outcome(decider, facts->stopped);
    d->as_of = facts->as_of;
    set_ask(decider);
    status = ho_reasons_find(decider, facts, err);
    if (status == HANDOFF_OK && detail == HANDOFF_CHANGES)
        status = ho_changes_find(decider, facts, err);
    if (status != HANDOFF_OK)
        return status;
    set_trace(decider, &d->may, &d->must, &d->words);
    *out = d;
    return HANDOFF_OK;
}

/* --- room --- */

static enum handoff_status make_room(struct handoff_decider *decider,
                                     struct handoff_error *err)
{
    const struct handoff_policy *policy = decider->policy;
    struct ho_arena *arena = decider->arena;
    const size_t count = policy->fields.count + 1;
    int *field = ho_arena_alloc(arena, 5 * count * sizeof *field);
    enum handoff_status status;

    for (size_t t = 0; t < policy->tested_count; t++)
        decider->change_room += policy->cells[policy->tested[t]].count;
    decider->first_open =
        ho_arena_alloc(arena, count * sizeof *decider->first_open);
    decider->counts = ho_arena_alloc(arena, count * sizeof *decider->counts);
    decider->said = ho_arena_alloc(arena, count * sizeof *decider->said);
    decider->rules = ho_arena_alloc(
        arena, 2 * ho_words_for(policy->rule_count) * sizeof *decider->rules);
    decider->change = ho_arena_alloc(arena, (decider->change_room + 1) *
                                                sizeof *decider->change);
    status = ho_world_init(&decider->world, policy, arena, err);
    if (status == HANDOFF_OK)
        status = ho_world_init(&decider->trial, policy, arena, err);
    if (status != HANDOFF_OK || !field)
        return ho_arena_status(arena, "the decision", err);
    decider->open.field = field;
    decider->order = field + count;
    decider->because = field + 2 * count;
    decider->assumed = field + 3 * count;
    decider->rank = field + 4 * count;
    return HANDOFF_OK;
}

enum handoff_status handoff_decider_new(const struct handoff_policy *policy,
                                        struct handoff_decider **out,
                                        struct handoff_error *err)
{
    struct ho_arena *arena = ho_arena_new(DECIDER_BYTES);
    struct ho_arena *work = ho_arena_new(HO_RELEVANCE_BYTES);
    struct handoff_decider *decider =
        arena ? ho_arena_alloc(arena, sizeof *decider) : NULL;
    enum handoff_status status;

    if (!decider || !work) {
        ho_arena_free(arena);
        ho_arena_free(work);
        return ho_no_memory(err);
    }
    decider->policy = policy;
    decider->arena = arena;
    decider->work = work;
    status = make_room(decider, err);
    if (status == HANDOFF_OK)
        *out = decider;
    else
        handoff_decider_free(decider);
    return status;
}

void handoff_decider_free(struct handoff_decider *decider)
{
    if (!decider)
        return;
    ho_arena_free(decider->work);
    ho_arena_free(decider->arena);
}

enum handoff_status handoff_policy_decide(const struct handoff_policy *policy,
                                          const struct handoff_brief *brief,
                                          int64_t as_of,
                                          struct handoff_decision **out,
                                          struct handoff_error *err)
{
    struct handoff_facts *facts = NULL;
    struct handoff_decider *decider = NULL;
    const struct handoff_decision *lent;
    enum handoff_status status =
        handoff_policy_intern(policy, brief, as_of, &facts, err);

    if (status == HANDOFF_OK)
        status = handoff_decider_new(policy, &decider, err);
    if (status == HANDOFF_OK)
        status =
            handoff_decider_decide(decider, facts, HANDOFF_CHANGES, &lent, err);
    handoff_facts_free(facts);
    if (status != HANDOFF_OK) {
        handoff_decider_free(decider);
        return status;
    }
    decider->decision.decider = decider;
    *out = &decider->decision;
    return HANDOFF_OK;
}

void handoff_decision_free(struct handoff_decision *decision)
{
    if (decision)
        handoff_decider_free(decision->decider);
}

bool handoff_decision_is_screened(const struct handoff_policy *policy,
                                  const struct handoff_decision *decision)
{
    if (decision->undecided || decision->outcome.route != HANDOFF_ROUTE_SKIP)
        return false;
    for (size_t i = 0; i < policy->screen_count; i++)
        if (strcmp(policy->rule[i].id, decision->rule) == 0)
            return true;
    return false;
}
