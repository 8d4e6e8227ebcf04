/* mutants.c - see rules/mutants.h */
#include "rules/mutants.h"

#include "rules/property.h"
#include "rules/shown.h"

enum {
    SCRATCH_BYTES = 64 * 1024 * 1024,
    SHOWN_BRIEFS = 20000 /* to show survivors of a large policy by */
};

struct trial {
    const struct ho_ptests *tests;
    const bool *holds;
    size_t briefs; /* that may still be tried */
    struct ho_arena *arena;
    struct ho_mutation *out;
};

static const char *rule_id(const struct handoff_policy *policy, size_t rule)
{
    return rule < policy->rule_count ? policy->rule[rule].id : "undecided";
}

static enum handoff_status case_notices(const struct ho_case *c,
                                        const struct ho_mutant *mutant,
                                        struct handoff_decider *decider,
                                        bool *out, struct handoff_error *err)
{
    struct handoff_brief brief = *c->brief;
    const struct handoff_decision *d;
    struct handoff_facts *facts = NULL;
    enum handoff_status status;

    brief.fields = &mutant->policy->fields;
    status =
        handoff_policy_intern(mutant->policy, &brief, c->as_of, &facts, err);
    if (status == HANDOFF_OK)
        status =
            handoff_decider_decide(decider, facts, HANDOFF_REASONS, &d, err);
    if (status == HANDOFF_OK)
        *out = !ho_expectation_is(&c->expect, d);
    handoff_facts_free(facts);
    return status;
}

/* The cases that the changed rule decides are the likeliest to notice. */
static enum handoff_status cases_notice(struct trial *t,
                                        const struct ho_mutant *mutant,
                                        bool *out, struct handoff_error *err)
{
    const char *id = rule_id(t->tests->policy, mutant->rule);
    struct handoff_decider *decider = NULL;
    enum handoff_status status =
        handoff_decider_new(mutant->policy, &decider, err);

    for (int likely = 1; likely >= 0; likely--)
        for (size_t i = 0; i < t->tests->count && !*out && status == HANDOFF_OK;
             i++) {
            const struct ho_case *c = &t->tests->item[i];

            if ((strcmp(c->got->rule, id) == 0) != likely)
                continue;
            status = case_notices(c, mutant, decider, out, err);
        }
    handoff_decider_free(decider);
    return status;
}

static enum handoff_status properties_notice(struct trial *t,
                                             const struct ho_mutant *mutant,
                                             bool *out,
                                             struct handoff_error *err)
{
    struct ho_arena *scratch = ho_arena_new(SCRATCH_BYTES);
    enum handoff_status status = scratch ? HANDOFF_OK : ho_no_memory(err);

    for (size_t i = 0;
         i < t->tests->property_count && !*out && status == HANDOFF_OK; i++) {
        struct ho_proof proof;

        if (!t->holds[i])
            continue;
        status = ho_property_prove(mutant->policy, &t->tests->property[i],
                                   t->tests->as_of, scratch, &proof, err);
        *out = status == HANDOFF_OK && !proof.holds;
    }
    ho_arena_free(scratch);
    return status;
}

static enum handoff_status survives(struct trial *t,
                                    const struct ho_mutant *mutant,
                                    struct handoff_error *err)
{
    struct ho_shown witness;
    struct ho_survivor *slot;
    enum handoff_status status =
        ho_shown_find(t->tests->policy, mutant, t->tests->as_of, &t->briefs,
                      t->arena, &witness, err);

    if (status != HANDOFF_OK)
        return status;
    if (witness.equivalent) {
        t->out->equivalent++;
        return HANDOFF_OK;
    }
    slot = ho_arena_push(t->arena, &t->out->survivor, &t->out->survivor_count,
                         sizeof *slot);
    if (!slot)
        return ho_arena_status(t->arena, "the mutants", err);
    *slot =
        (struct ho_survivor){ .rule = rule_id(t->tests->policy, mutant->rule),
                              .what = ho_arena_text(t->arena, mutant->what),
                              .example = witness.brief,
                              .was = witness.was,
                              .is = witness.is };
    return HANDOFF_OK;
}

static enum handoff_status try_mutant(void *user,
                                      const struct ho_mutant *mutant,
                                      struct handoff_error *err)
{
    struct trial *t = user;
    bool noticed = false;
    enum handoff_status status = cases_notice(t, mutant, &noticed, err);

    if (status == HANDOFF_OK && !noticed)
        status = properties_notice(t, mutant, &noticed, err);
    t->out->made++;
    t->out->killed += noticed;
    return status == HANDOFF_OK && !noticed ? survives(t, mutant, err) : status;
}

enum handoff_status ho_mutation_run(const struct ho_ptests *tests,
                                    const bool *holds, size_t every,
                                    struct ho_arena *arena,
                                    struct ho_mutation *out,
                                    struct handoff_error *err)
{
    struct trial trial = { .tests = tests,
                           .holds = holds,
                           .briefs = SHOWN_BRIEFS,
                           .arena = arena,
                           .out = out };
    const size_t rules = tests->policy->rule_count;
    enum handoff_status status;
    size_t counted;

    *out = (struct ho_mutation){ .measured = true,
                                 .rules = (rules + every - 1) / every };
    status = ho_mutants_each(tests->policy, every, try_mutant, &trial, err);
    counted = out->made - out->equivalent;
    out->score = counted ? (int)(out->killed * 100 / counted) : 100;
    return status;
}
