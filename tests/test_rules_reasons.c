/* test_rules_reasons.c - because and would_change against their definition.
 *
 * Random small policies.  because: whatever the known facts outside of it are
 * changed to, the outcome is the same (sound), and without one of its own it
 * is not (none can be spared).  would_change: each value of each field is
 * stated in turn, and what it leads to must be listed, and nothing else.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules/world.h"
#include "rules/written.h"
#include "support/rules_case.h"
#include "support/rules_table.h"

enum { TABLES = 12000 };

struct scene {
    struct table table;
    struct handoff_policy *policy;
    struct handoff_decider *decider;
    struct fact fact[FIELDS];
    struct handoff_decision *decision; /* of these facts */
};

static const char *value_text(const struct scene *s, int field, int value)
{
    return rules_value(s->table.kind[field], value);
}

static bool has_value(const struct scene *s, int field, int value)
{
    return rules_all_values(s->table.kind[field]) >> value & 1;
}

/* Decide the facts, with those fields stated whose value is not -1. */
static const struct handoff_decision *decide(const struct scene *s,
                                             const int *value,
                                             unsigned char *code)
{
    struct handoff_claim claim[FIELDS];
    const struct handoff_brief brief = { .fields =
                                             handoff_policy_fields(s->policy),
                                         .claim = claim };
    struct handoff_facts *facts = NULL;
    const struct handoff_decision *d = NULL;

    for (int f = 0; f < s->table.fields; f++)
        assert_int_equal(ho_written_claim(NULL, brief.fields, f,
                                          value[f] < 0
                                              ? s->fact[f].text
                                              : value_text(s, f, value[f]),
                                          &claim[f], NULL),
                         HANDOFF_OK);
    assert_int_equal(
        handoff_policy_intern(s->policy, &brief, RULES_AS_OF, &facts, NULL),
        HANDOFF_OK);
    assert_int_equal(
        handoff_decider_decide(s->decider, facts, HANDOFF_REASONS, &d, NULL),
        HANDOFF_OK);
    if (code)
        memcpy(code, facts->code, (size_t)s->table.fields);
    handoff_facts_free(facts);
    return d;
}

static bool same(const struct handoff_decision *a,
                 const struct handoff_decision *b)
{
    return a->undecided == b->undecided &&
           (a->undecided || (a->outcome.route == b->outcome.route &&
                             strcmp(a->outcome.owner, b->outcome.owner) == 0));
}

static bool is_in(const int *items, size_t count, int item)
{
    for (size_t i = 0; i < count; i++)
        if (items[i] == item)
            return true;
    return false;
}

/* --- because --- */

/* The same outcome, whatever the fields of `open` (from `field` on) are? */
static bool always(const struct scene *s, const bool *open, int *value,
                   int field)
{
    bool all = true;

    if (field == s->table.fields)
        return same(decide(s, value, NULL), s->decision);
    if (!open[field])
        return always(s, open, value, field + 1);
    for (int v = 0; v < VALUES && all; v++) {
        value[field] = v;
        all = !has_value(s, field, v) || always(s, open, value, field + 1);
    }
    value[field] = -1;
    return all;
}

/* The facts that count: a guess that a rule opened is as good as Unknown. */
static void find_known(const struct scene *s, bool *known)
{
    struct ho_arena *arena = ho_arena_new(1 << 20);
    struct handoff_claim claim[FIELDS];
    const struct handoff_brief brief = { .fields =
                                             handoff_policy_fields(s->policy),
                                         .claim = claim };
    struct ho_world world;

    assert_non_null(arena);
    rules_claims(brief.fields, s->fact, claim);
    assert_int_equal(
        ho_world_make(&world, s->policy, &brief, RULES_AS_OF, arena, NULL),
        HANDOFF_OK);
    for (int f = 0; f < s->table.fields; f++)
        known[f] = world.view[f].known;
    ho_arena_free(arena);
}

/* Opening a guess is seen from its safe side, so nothing is said there. */
static bool any_demand(const struct scene *s)
{
    for (int r = 0; r < s->table.rules; r++)
        for (int f = 0; f < s->table.fields; f++)
            if (s->table.rule[r].demand[f] && s->fact[f].inferred)
                return true;
    return false;
}

static void check_because(const struct scene *s, size_t *short_ones)
{
    const struct handoff_decision *d = s->decision;
    int value[FIELDS] = { -1, -1, -1, -1 };
    bool open[FIELDS];
    size_t spared = 0;

    find_known(s, open);
    for (int f = 0; f < s->table.fields; f++) {
        open[f] = open[f] && !is_in(d->because, d->because_count, f);
        spared += open[f];
    }
    *short_ones += spared > 0;
    assert_true(d->reasons_exact);
    assert_true(always(s, open, value, 0));
    for (size_t i = 0; i < d->because_count && !any_demand(s); i++) {
        open[d->because[i]] = true;
        assert_false(always(s, open, value, 0));
        open[d->because[i]] = false;
    }
}

/* --- would_change --- */

static const struct handoff_change *listed(const struct handoff_decision *d,
                                           int field, unsigned cell)
{
    const struct handoff_change *found = NULL;

    for (size_t i = 0; i < d->would_change_count; i++) {
        const struct handoff_change *c = &d->would_change[i];

        if (c->field != field || !(c->cells >> cell & 1))
            continue;
        assert_null(found); /* once */
        found = c;
    }
    return found;
}

static void check_value(const struct scene *s, int field, int v, uint64_t *seen)
{
    const struct handoff_decision *d = s->decision, *with;
    const struct handoff_change *change;
    unsigned char code[FIELDS];
    int value[FIELDS] = { -1, -1, -1, -1 };
    bool expected;

    value[field] = v;
    with = decide(s, value, code);
    if (s->policy->cells[field].count == 0)
        return;
    *seen |= (uint64_t)1 << code[field];
    change = listed(d, field, code[field]);
    expected = d->undecided
                   ? is_in(d->ask, d->relevant_count, field) && !with->undecided
                   : !same(with, d);
    assert_int_equal(change != NULL, expected);
    if (!change)
        return;
    assert_string_equal(change->rule, with->rule);
    assert_int_equal(change->outcome->route, with->outcome.route);
}

static void check_changes(const struct scene *s)
{
    const struct handoff_decision *d = s->decision;

    for (int f = 0; f < s->table.fields; f++) {
        uint64_t seen = 0;

        for (int v = 0; v < VALUES; v++)
            if (has_value(s, f, v))
                check_value(s, f, v, &seen);
        for (size_t i = 0; i < d->would_change_count; i++)
            if (d->would_change[i].field == f)
                assert_int_equal(d->would_change[i].cells & ~seen, 0);
    }
}

/* --- scenes --- */

static void set_scene(struct scene *s, bool assumes)
{
    rules_make_table(&s->table, assumes);
    s->policy = rules_write_policy(&s->table);
    memset(s->fact, 0, sizeof s->fact);
    for (int f = 0; f < s->table.fields; f++)
        rules_make_fact(&s->fact[f], s->table.kind[f]);
    s->decision = rules_decide_facts(s->policy, &s->table, s->fact);
    assert_int_equal(handoff_decider_new(s->policy, &s->decider, NULL),
                     HANDOFF_OK);
}

static void end_scene(struct scene *s)
{
    handoff_decision_free(s->decision);
    handoff_decider_free(s->decider);
    handoff_policy_free(s->policy);
}

static void reasons_follow_their_definition(void **state)
{
    size_t decided = 0, short_ones = 0, changes = 0;

    (void)state;
    rules_seed(0x2026112309000004U);
    for (int i = 0; i < TABLES; i++) {
        struct scene s = { 0 };

        set_scene(&s, i % 2);
        if (s.decision->undecided)
            assert_int_equal(s.decision->because_count, 0);
        else
            check_because(&s, &short_ones);
        check_changes(&s);
        decided += !s.decision->undecided;
        changes += s.decision->would_change_count;
        end_scene(&s);
    }
    assert_true(decided > TABLES / 3 && decided < TABLES);
    assert_true(short_ones > TABLES / 10); /* some facts were spared */
    assert_true(changes > TABLES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reasons_follow_their_definition),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
