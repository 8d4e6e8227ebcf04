/* decide.c - the first rule that matches, or what is missing to tell.
 *
 * The candidates are the rows that may match, up to the first that must.  When
 * all of them lead to the same outcome, no missing fact could change it.  When
 * they do not, relevance.h tells which facts could; if none can, the decision
 * stands after all.
 */
#include <handoff/policy.h>

#include "rules/process.h"
#include "rules/relevance.h"

enum { DECISION_BYTES = 64 * 1024 * 1024 };

struct verdict {
    bool undecided;
    size_t key; /* of the outcome, unless undecided */
    size_t row; /* the deciding one; undecided: the closed-world answer */
    struct ho_relevance open;
};

static const struct ho_rule *rule_of(const struct ho_world *world, size_t row)
{
    return &world->policy->rule[world->policy->row[row].rule];
}

static bool same_outcome(const struct ho_world *world)
{
    const size_t key = rule_of(world, world->sure)->key;

    for (size_t i = 0; i < world->sure; i++)
        if (ho_bit(world->candidate, i) && rule_of(world, i)->key != key)
            return false;
    return true;
}

/* The row to cite: the one that must match, or, where candidates before it
 * settle the outcome together, the first of those. */
static size_t cited_row(const struct ho_world *world, size_t key)
{
    size_t row = 0;

    if (rule_of(world, world->sure)->key == key)
        return world->sure;
    while (!ho_bit(world->candidate, row) || rule_of(world, row)->key != key)
        row++;
    return row;
}

static enum handoff_status judge(const struct ho_world *world,
                                 struct ho_arena *arena,
                                 struct verdict *verdict,
                                 struct handoff_error *err)
{
    enum handoff_status status;

    *verdict = (struct verdict){ .row = world->sure, .open.exact = true };
    verdict->key = rule_of(world, world->sure)->key;
    if (same_outcome(world))
        return HANDOFF_OK;
    status = ho_relevance_find(world, HO_RELEVANCE_STEPS, arena, &verdict->open,
                               err);
    if (status != HANDOFF_OK)
        return status;
    verdict->undecided = verdict->open.count > 0;
    if (!verdict->undecided) {
        verdict->key = verdict->open.key;
        verdict->row = cited_row(world, verdict->key);
    }
    return HANDOFF_OK;
}

/* --- asking --- */

/* The first candidate whose test of the field is open. */
static size_t first_open_rule(const struct ho_world *world, int field)
{
    const struct ho_view *view = &world->view[field];
    size_t row = 0;

    while (row < world->sure &&
           !(ho_bit(world->candidate, row) && ho_bit(view->may, row) &&
             !ho_bit(view->must, row)))
        row++;
    return world->policy->row[row].rule;
}

/* First open rule, then cost, then declaration. */
static bool asked_before(const struct ho_world *world, int a, int b)
{
    const struct handoff_field *field = world->policy->fields.item;
    const size_t rule_a = first_open_rule(world, a);
    const size_t rule_b = first_open_rule(world, b);

    if (rule_a != rule_b)
        return rule_a < rule_b;
    if (field[a].cost != field[b].cost)
        return field[a].cost < field[b].cost;
    return a < b;
}

static void set_ask(const struct ho_world *world, struct ho_relevance *open,
                    struct handoff_decision *d)
{
    for (size_t i = 1; i < open->count; i++) {
        const int field = open->field[i];
        size_t at = i;

        for (; at > 0 && asked_before(world, field, open->field[at - 1]); at--)
            open->field[at] = open->field[at - 1];
        open->field[at] = field;
    }
    d->ask = open->field;
    d->ask_count = open->count < world->policy->ask_at_most
                       ? open->count
                       : world->policy->ask_at_most;
    d->ask_exact = open->exact;
}

/* --- reasons --- */

static const struct ho_term *find_term(const struct ho_row *row, int field)
{
    for (size_t t = 0; t < row->term_count; t++)
        if (row->term[t].field == field)
            return &row->term[t];
    return NULL;
}

/* Does the row count for the verdict: is it the cited one, or, where none is
 * sure, one of the cited rule's? */
static bool is_cited(const struct ho_world *world,
                     const struct verdict *verdict, size_t row)
{
    if (verdict->row == world->sure)
        return row == world->sure;
    return ho_bit(world->candidate, row) &&
           rule_of(world, row) == rule_of(world, verdict->row);
}

static bool is_because(const struct ho_world *world,
                       const struct verdict *verdict, int field)
{
    if (!world->view[field].known)
        return false;
    for (size_t i = verdict->row; i <= world->sure; i++)
        if (is_cited(world, verdict, i) &&
            find_term(&world->policy->row[i], field))
            return true;
    return false;
}

/* Was an assumption about the field used in a row, not behind the deciding
 * one, that could have matched but for assumptions? */
static bool is_assumed(const struct ho_world *world, size_t last, int field)
{
    const struct handoff_policy *policy = world->policy;
    const struct ho_view *view = &world->view[field];

    if (policy->cells[field].count == 0)
        return false;
    for (size_t i = 0; i <= last; i++) {
        bool matters = ho_bit(view->taken, i) || ho_bit(view->failed, i);

        for (size_t t = 0; t < policy->row[i].term_count && matters; t++) {
            const struct ho_view *other =
                &world->view[policy->row[i].term[t].field];

            matters = ho_bit(other->may, i) || ho_bit(other->failed, i);
        }
        if (matters)
            return true;
    }
    return false;
}

static enum handoff_status set_reasons(const struct ho_world *world,
                                       const struct verdict *verdict,
                                       struct handoff_decision *d,
                                       struct handoff_error *err)
{
    const size_t count = world->policy->fields.count;
    int *because = ho_arena_alloc(d->arena, (count + 1) * sizeof *because);
    int *assumed = ho_arena_alloc(d->arena, (count + 1) * sizeof *assumed);

    if (!because || !assumed)
        return ho_arena_status(d->arena, "the decision", err);
    for (int f = 0; f < (int)count; f++) {
        if (!verdict->undecided && is_because(world, verdict, f))
            because[d->because_count++] = f;
        if (is_assumed(world, verdict->row, f))
            assumed[d->assumed_count++] = f;
    }
    d->because = because;
    d->assumed = assumed;
    return HANDOFF_OK;
}

/* --- outcome --- */

/* The rule's confidence at the weight of the weakest fact that it tests. */
static int weighed(const struct ho_world *world, size_t row)
{
    const struct handoff_policy *policy = world->policy;
    int weight = 100;

    for (size_t t = 0; t < policy->row[row].term_count; t++) {
        const int field = policy->row[row].term[t].field;
        const struct ho_view *view = &world->view[field];
        const int w =
            policy
                ->weight[view->inferred ? HANDOFF_INFERRED : HANDOFF_EXPLICIT];

        if (view->known && w < weight)
            weight = w;
    }
    return rule_of(world, row)->then.confidence * weight / 100;
}

/* Where several rows could decide alike, the least confident one speaks. */
static int least_confidence(const struct ho_world *world, size_t key)
{
    int least = 100;

    for (size_t i = 0; i <= world->sure; i++) {
        if (!ho_bit(world->candidate, i) || rule_of(world, i)->key != key)
            continue;
        if (weighed(world, i) < least)
            least = weighed(world, i);
    }
    return least;
}

static void set_outcome(const struct ho_world *world,
                        const struct verdict *verdict,
                        struct handoff_decision *d)
{
    const struct handoff_policy *policy = world->policy;
    const struct ho_rule *rule = rule_of(world, verdict->row);

    d->provisional_rule = rule->id;
    d->provisional = rule->then;
    d->undecided = verdict->undecided;
    if (verdict->undecided) {
        d->rule = "undecided";
        d->stopped = ho_stop_applies(policy, world->brief, d->as_of);
        d->outcome = d->stopped ? policy->stop.then : policy->undecided;
        d->exception = "";
        d->provisional.confidence = weighed(world, verdict->row);
        return;
    }
    d->rule = rule->id;
    d->outcome = rule->then;
    d->outcome.confidence = least_confidence(world, verdict->key);
    d->provisional.confidence = d->outcome.confidence;
    d->exception = rule->exception;
    d->by_otherwise = rule == &policy->rule[policy->rule_count - 1];
}

/* From rows to rules: a rule matches when one of its rows does. */
static enum handoff_status set_trace(const struct ho_world *world,
                                     struct handoff_decision *d,
                                     struct handoff_error *err)
{
    const size_t words = ho_words_for(world->policy->rule_count);
    uint64_t *sets = ho_arena_alloc(d->arena, 2 * words * sizeof *sets);

    if (!sets)
        return ho_arena_status(d->arena, "the decision", err);
    for (size_t i = 0; i < world->policy->row_count; i++) {
        const size_t rule = world->policy->row[i].rule;

        if (ho_bit(world->may, i))
            ho_bit_set(sets, rule);
        if (ho_bit(world->must, i))
            ho_bit_set(sets + words, rule);
    }
    d->may = sets;
    d->must = sets + words;
    d->words = words;
    return HANDOFF_OK;
}

static enum handoff_status decide(const struct handoff_policy *policy,
                                  const struct handoff_brief *brief,
                                  struct handoff_decision *d,
                                  struct handoff_error *err)
{
    struct ho_world world;
    struct verdict verdict;
    enum handoff_status status =
        ho_world_make(&world, policy, brief, d->as_of, d->arena, err);

    if (status == HANDOFF_OK)
        status = judge(&world, d->arena, &verdict, err);
    if (status != HANDOFF_OK)
        return status;
    set_outcome(&world, &verdict, d);
    set_ask(&world, &verdict.open, d);
    status = set_reasons(&world, &verdict, d, err);
    return status == HANDOFF_OK ? set_trace(&world, d, err) : status;
}

enum handoff_status handoff_policy_decide(const struct handoff_policy *policy,
                                          const struct handoff_brief *brief,
                                          int64_t as_of,
                                          struct handoff_decision **out,
                                          struct handoff_error *err)
{
    struct ho_arena *arena;
    struct handoff_decision *d;
    enum handoff_status status;

    if (brief->fields != &policy->fields)
        return ho_fail(err, HANDOFF_BAD_POLICY,
                       "the brief was made with the fields of another policy "
                       "than \"%s\"; make it again with this one",
                       policy->name);
    arena = ho_arena_new(DECISION_BYTES);
    d = arena ? ho_arena_alloc(arena, sizeof *d) : NULL;
    if (!d) {
        ho_arena_free(arena);
        return ho_no_memory(err);
    }
    d->arena = arena;
    d->as_of = as_of;
    status = decide(policy, brief, d, err);
    if (status == HANDOFF_OK)
        *out = d;
    else
        handoff_decision_free(d);
    return status;
}

void handoff_decision_free(struct handoff_decision *decision)
{
    if (decision)
        ho_arena_free(decision->arena);
}
