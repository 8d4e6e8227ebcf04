/* shown.c - see rules/shown.h */
#include "rules/shown.h"

#include "base/clock.h"
#include "rules/alike.h"
#include "rules/cells.h"
#include "rules/fact_words.h"
#include "rules/fork.h"
#include "rules/partial.h"
#include "rules/reach.h"

enum { SCRATCH_BYTES = 64 * 1024 * 1024 };

struct search {
    const struct handoff_policy *policy;
    const struct ho_mutant *mutant;
    struct ho_arena *scratch, *arena;
    int64_t as_of;
    /* the cells that tell both policies apart */
    const struct handoff_policy *cells;
    struct ho_shown *out;
    struct handoff_error *err;
};

/* The rule that decides the world, `skip` left out. */
static const char *decider(const struct handoff_policy *policy,
                           const uint8_t *cell, size_t skip)
{
    for (size_t i = 0; i < policy->row_count; i++) {
        const struct ho_row *row = &policy->row[i];
        bool matches = row->rule != skip;

        for (size_t t = 0; t < row->term_count && matches; t++)
            matches = row->term[t].mask >> cell[row->term[t].field] & 1;
        if (matches)
            return policy->rule[row->rule].id;
    }
    return "";
}

/* Keep a world as the witness: of the fields that the rule tests. */
static enum handoff_status keep(const struct search *s,
                                const struct handoff_policy *policy,
                                size_t rule, const uint8_t *cell,
                                const char *was, const char *is)
{
    const struct ho_rule *tested = &policy->rule[rule];
    bool *show =
        ho_arena_alloc(s->scratch, (policy->fields.count + 1) * sizeof *show);

    if (!show)
        return ho_arena_status(s->scratch, "the mutants", s->err);
    for (size_t i = 0; i < tested->row_count; i++) {
        const struct ho_row *row = &policy->row[tested->first_row + i];

        for (size_t t = 0; t < row->term_count; t++)
            show[row->term[t].field] = true;
    }
    s->out->brief =
        ho_world_words(s->arena, policy, cell, tested->row_count ? show : NULL,
                       ho_day_of(s->as_of));
    if (!s->out->brief[0])
        s->out->brief = "any other lead";
    s->out->was = was;
    s->out->is = is;
    return ho_arena_status(s->arena, "the mutants", s->err);
}

/* A world that the rule decides, without the rule or with another outcome. */
static enum handoff_status ask_rule(const struct search *s)
{
    const bool removed = s->mutant->change == HO_CHANGE_REMOVED;
    const size_t rule = s->mutant->rule;
    const char *id = s->policy->rule[rule].id;
    size_t steps = HO_REACH_STEPS;
    struct ho_reach reach;
    const enum handoff_status status = ho_reach_rule(
        s->policy, rule, NULL, &steps, s->scratch, &reach, s->err);

    if (status != HANDOFF_OK || !reach.found)
        return status;
    return keep(s, s->policy, rule, reach.cell, id,
                removed ? decider(s->policy, reach.cell, rule) : id);
}

/* A world in which both rules match and the first of them decides. */
static enum handoff_status ask_swapped(const struct search *s)
{
    const size_t rule = s->mutant->rule;
    const struct ho_rule *next = &s->policy->rule[rule + 1];
    size_t steps = HO_REACH_STEPS;
    enum handoff_status status = HANDOFF_OK;

    s->out->equivalent = ho_alike_swapped(s->policy, rule);
    if (s->out->equivalent)
        return HANDOFF_OK;
    for (size_t i = 0; i < next->row_count && !s->out->was[0]; i++) {
        const struct ho_row *row = &s->policy->row[next->first_row + i];
        uint64_t *box = ho_worlds(s->policy, s->scratch);
        struct ho_reach reach;

        if (!box)
            return ho_arena_status(s->scratch, "the mutants", s->err);
        for (size_t t = 0; t < row->term_count; t++)
            box[row->term[t].field] = row->term[t].mask;
        status = ho_reach_rule(s->policy, rule, box, &steps, s->scratch, &reach,
                               s->err);
        if (status == HANDOFF_OK && reach.found)
            status = keep(s, s->policy, rule, reach.cell,
                          s->policy->rule[rule].id, next->id);
        if (status != HANDOFF_OK)
            return status;
    }
    return status;
}

/* The policy with the changed rule before or behind the original. */
static enum handoff_status make_both(const struct search *s, bool behind,
                                     struct handoff_policy **out)
{
    const size_t rule = s->mutant->rule;
    enum handoff_status status = ho_fork(s->policy, s->scratch, out, s->err);

    if (status == HANDOFF_OK)
        status = ho_fork_insert(*out, rule + behind, s->mutant->policy, rule,
                                s->err);
    return status == HANDOFF_OK ? ho_fork_finish(*out, s->err) : status;
}

/* Where only the original matches, or only the changed rule: whichever of the
 * two stands behind the other decides there. */
static enum handoff_status ask_one(const struct search *s,
                                   const struct handoff_policy *both,
                                   bool behind)
{
    const size_t rule = s->mutant->rule;
    const char *id = s->policy->rule[rule].id, *other;
    size_t steps = HO_REACH_STEPS;
    struct ho_reach reach;
    const enum handoff_status status =
        ho_reach_rule(both, rule + 1, NULL, &steps, s->scratch, &reach, s->err);

    if (status != HANDOFF_OK || !reach.found)
        return status;
    other = decider(both, reach.cell, rule + 1);
    return keep(s, both, rule + 1, reach.cell, behind ? other : id,
                behind ? id : other);
}

static enum handoff_status ask_tests(struct search *s)
{
    struct handoff_policy *before = NULL, *behind = NULL;
    enum handoff_status status = make_both(s, false, &before);

    if (status != HANDOFF_OK)
        return status;
    s->cells = before;
    s->out->equivalent =
        ho_fork_same_rows(before, s->mutant->rule, s->mutant->rule + 1) ||
        ho_alike_masked(before, s->mutant->rule);
    if (s->out->equivalent)
        return HANDOFF_OK;
    status = ask_one(s, before, false);
    if (status != HANDOFF_OK || s->out->was[0])
        return status;
    status = make_both(s, true, &behind);
    return status == HANDOFF_OK ? ask_one(s, behind, true) : status;
}

static enum handoff_status ask_complete(struct search *s)
{
    switch (s->mutant->change) {
    case HO_CHANGE_TEST:
        return ask_tests(s);
    case HO_CHANGE_SWAPPED:
        return ask_swapped(s);
    case HO_CHANGE_REMOVED:
    case HO_CHANGE_OUTCOME:
        return ask_rule(s);
    default:
        return HANDOFF_OK; /* complete briefs are decided alike */
    }
}

enum handoff_status ho_shown_find(const struct handoff_policy *policy,
                                  const struct ho_mutant *mutant, int64_t as_of,
                                  size_t *briefs, struct ho_arena *arena,
                                  struct ho_shown *out,
                                  struct handoff_error *err)
{
    struct search s = { .policy = policy,
                        .mutant = mutant,
                        .scratch = ho_arena_new(SCRATCH_BYTES),
                        .arena = arena,
                        .as_of = as_of,
                        .cells = policy,
                        .out = out,
                        .err = err };
    enum handoff_status status;

    *out = (struct ho_shown){ .brief = "", .was = "", .is = "" };
    if (!s.scratch)
        return ho_no_memory(err);
    status = ask_complete(&s);
    if (status == HANDOFF_OK && !out->equivalent && !out->was[0])
        status = ho_partial_find(policy, mutant, s.cells, as_of, briefs, arena,
                                 out, err);
    ho_arena_free(s.scratch);
    return status;
}
