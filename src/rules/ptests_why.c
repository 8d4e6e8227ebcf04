/* ptests_why.c - why a case fails; see rules/ptests_run.h */
#include "rules/cells.h"
#include "rules/fact_words.h"
#include "rules/ptests_run.h"
#include "rules/world.h"

enum { SCRATCH_BYTES = 64 * 1024 * 1024 };

/* A rule's row, beside the brief. */
struct obstacle {
    const struct ho_row *row;
    int field; /* whose test fails, or stays open; or HANDOFF_NO_FIELD */
    bool open;
    size_t failing; /* tests of the row that fail */
};

/* The rule that was expected: by its name, or the first that gives out what
 * was; NULL: the outcome of no rule. */
static const struct ho_rule *expected_rule(const struct handoff_policy *policy,
                                           const struct ho_expectation *expect)
{
    struct ho_expectation part = { NULL, 0 };
    struct ho_expected item[6];

    for (size_t i = 0; i < expect->count; i++)
        if (expect->item[i].output <= HO_OUTPUT_EXCEPTION &&
            part.count < sizeof item / sizeof *item)
            item[part.count++] = expect->item[i];
    part.item = item;
    for (size_t i = 0; part.count > 0 && i < policy->rule_count; i++)
        if (ho_expectation_of_rule(&part, &policy->rule[i]))
            return &policy->rule[i];
    return NULL;
}

static struct obstacle obstacle_of(const struct ho_world *world,
                                   const struct ho_row *row)
{
    struct obstacle o = { .row = row, .field = HANDOFF_NO_FIELD };

    for (size_t t = 0; t < row->term_count; t++) {
        const int field = row->term[t].field;
        const uint64_t cells = world->view[field].cells;
        const bool fails = (cells & row->term[t].mask) == 0;
        const bool open = !fails && (cells & ~row->term[t].mask) != 0;

        if (fails && o.failing++ == 0) {
            o.field = field;
            o.open = false;
        } else if (open && o.field == HANDOFF_NO_FIELD) {
            o.field = field;
            o.open = true;
        }
    }
    return o;
}

/* Of the rule's rows the one that comes closest. */
static struct obstacle nearest(const struct ho_world *world,
                               const struct ho_rule *rule)
{
    struct obstacle best =
        obstacle_of(world, &world->policy->row[rule->first_row]);

    for (size_t i = 1; i < rule->row_count; i++) {
        const struct obstacle o =
            obstacle_of(world, &world->policy->row[rule->first_row + i]);

        if (o.failing < best.failing)
            best = o;
    }
    return best;
}

static const char *wanted(struct ho_arena *arena,
                          const struct handoff_policy *policy,
                          const struct obstacle *o)
{
    for (size_t t = 0; t < o->row->test_count; t++)
        if (o->row->test[t]->field == o->field)
            return ho_test_words(arena, policy, o->row->test[t]);
    return "";
}

/* "R5 needs employees >= 50, and employees is 20 (explicit)" */
static const char *say_obstacle(struct ho_arena *arena, const struct ho_case *c,
                                const struct handoff_policy *policy,
                                const struct ho_rule *rule,
                                const struct obstacle *o)
{
    const char *name = policy->fields.item[o->field].name;
    const struct handoff_claim *claim = &c->brief->claim[o->field];

    return ho_arena_format(arena, "%s needs %s %s, and %s is %s%s", rule->id,
                           name, wanted(arena, policy, o), name,
                           ho_claim_words(arena, claim),
                           o->open && claim->class == HANDOFF_INFERRED
                               ? ", which a rule wants Explicit"
                               : "");
}

static const char *because(struct ho_arena *arena,
                           const struct handoff_policy *policy,
                           const struct ho_case *c)
{
    const struct handoff_decision *d = c->got;
    const char *text = "";

    for (size_t i = 0; i < d->because_count; i++)
        text = ho_arena_format(
            arena, "%s%s%s is %s", text, i ? ", " : "",
            policy->fields.item[d->because[i]].name,
            ho_claim_words(arena, &c->brief->claim[d->because[i]]));
    return text;
}

static const char *say_got(struct ho_arena *arena,
                           const struct handoff_policy *policy,
                           const struct ho_case *c)
{
    const char *reasons = because(arena, policy, c);

    if (c->got->undecided)
        return ho_arena_format(
            arena, "undecided: %s could still change it",
            ho_got_words(arena, policy, HO_OUTPUT_ASK, c->got));
    if (!reasons[0])
        return ho_arena_format(arena, "%s decides", c->got->rule);
    return ho_arena_format(arena, "%s decides, because %s", c->got->rule,
                           reasons);
}

static const char *say(const struct ho_world *world, const struct ho_case *c,
                       struct ho_arena *arena)
{
    const struct handoff_policy *policy = world->policy;
    const struct ho_rule *rule = expected_rule(policy, &c->expect);
    const char *got = say_got(arena, policy, c);
    struct obstacle o;

    if (!rule || strcmp(rule->id, c->got->rule) == 0)
        return got;
    o = nearest(world, rule);
    if (o.field == HANDOFF_NO_FIELD)
        return ho_arena_format(
            arena, "%s; %s matches, too, and stands %s", got, rule->id,
            rule->first_row > world->sure ? "below it" : "there as well");
    return ho_arena_format(arena, "%s; %s", got,
                           say_obstacle(arena, c, policy, rule, &o));
}

enum handoff_status ho_ptests_why(const struct ho_ptests *tests,
                                  const struct ho_case *c,
                                  struct ho_arena *arena, const char **out,
                                  struct handoff_error *err)
{
    struct ho_arena *scratch = ho_arena_new(SCRATCH_BYTES);
    struct ho_world world;
    enum handoff_status status;

    if (!scratch)
        return ho_no_memory(err);
    status =
        ho_world_make(&world, tests->policy, c->brief, c->as_of, scratch, err);
    if (status == HANDOFF_OK)
        *out = say(&world, c, arena);
    ho_arena_free(scratch);
    return status;
}
