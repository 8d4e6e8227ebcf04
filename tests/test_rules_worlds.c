/* test_rules_worlds.c - random small policies against their own definition.
 *
 * The oracle knows nothing of cells, masks or diagrams.  It keeps, for every
 * field, a handful of values that show every case its tests can tell apart,
 * walks all completions of a brief one by one, and takes the first rule that
 * matches.  What must hold then is the definition itself: undecided where two
 * completions differ in outcome, and asked for exactly the fields of which
 * two values make a difference while nothing else changes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/rules_table.h"

enum { TABLES = 20000, BRIEFS = 2, WORLDS = 9 * 9 * 9 * 9 };

/* --- the oracle --- */

struct oracle {
    const struct table *table;
    struct fact fact[FIELDS]; /* with what a rule opened */
    bool may[RULES + 1][ROWS], must[RULES + 1][ROWS];
    int key[WORLDS]; /* of each completion, mixed radix over VALUES */
    bool relevant[FIELDS];
    bool undecided;
    bool waits; /* a completion's rule has a person approve it */
    int sure;   /* the first rule that matches in every completion */
};

/* What if_unknown takes the test to be: 1, -1, or 0 where it says nothing. */
static int assumption(const struct oracle *o, const struct rule *rule,
                      const struct value_test *t)
{
    const struct fact *fact = &o->fact[t->field];
    const unsigned pass = fact->possible & t->truth;

    if (fact->known && (pass == 0 || pass == fact->possible))
        return 0;
    return rule->assume[t->field];
}

static bool row_holds(const struct oracle *o, const struct rule *rule,
                      const struct row *row, const int *value)
{
    for (int i = 0; i < row->count; i++) {
        const struct value_test *t = &row->test[i];
        const int taken = assumption(o, rule, t);

        if (taken < 0 || (taken == 0 && !(t->truth >> value[t->field] & 1)))
            return false;
    }
    return true;
}

/* The next completion in *value; false after the last. */
static bool next_world(const struct oracle *o, int *value, bool start)
{
    for (int f = 0; f < o->table->fields; f++) {
        int v = start ? 0 : value[f] + 1;

        while (v < VALUES && !(o->fact[f].possible >> v & 1))
            v++;
        value[f] = v;
        if (start)
            continue;
        if (v < VALUES)
            return true;
        for (v = 0; !(o->fact[f].possible >> v & 1);)
            v++;
        value[f] = v;
    }
    return start;
}

static int world_index(const struct oracle *o, const int *value)
{
    int index = 0;

    for (int f = o->table->fields; f-- > 0;)
        index = index * VALUES + value[f];
    return index;
}

static int first_rule(struct oracle *o, const int *value)
{
    const struct table *table = o->table;
    int first = table->rules;

    for (int r = table->rules; r-- > 0;) {
        const struct rule *rule = &table->rule[r];

        for (int i = 0; i < rule->rows; i++) {
            const bool holds = row_holds(o, rule, &rule->row[i], value);

            o->may[r][i] = o->may[r][i] || holds;
            o->must[r][i] = o->must[r][i] && holds;
            first = holds ? r : first;
        }
    }
    return first;
}

static void walk_worlds(struct oracle *o)
{
    int value[FIELDS];
    bool more = next_world(o, value, true);

    for (int r = 0; r <= RULES; r++) {
        for (int i = 0; i < ROWS; i++) {
            o->may[r][i] = false;
            o->must[r][i] = r < o->table->rules && i < o->table->rule[r].rows;
        }
    }
    o->waits = false;
    for (; more; more = next_world(o, value, false)) {
        const struct rule *rule = &o->table->rule[first_rule(o, value)];

        o->waits = o->waits || rule->review;
        o->key[world_index(o, value)] = rule->route * 2 + rule->owner;
    }
    o->sure = 0;
    while (o->sure < o->table->rules && !o->must[o->sure][0] &&
           !o->must[o->sure][1])
        o->sure++;
}

/* Rows up to the first sure one can decide. */
static bool can_decide(const struct oracle *o, int r, int i)
{
    return r <= o->sure && o->may[r][i] &&
           !(r == o->sure && i == 1 && o->must[r][0]);
}

static bool open_demanded(struct oracle *o)
{
    bool opened = false;

    for (int r = 0; r < o->table->rules; r++) {
        if (!can_decide(o, r, 0) && !can_decide(o, r, 1))
            continue;
        for (int f = 0; f < o->table->fields; f++) {
            struct fact *fact = &o->fact[f];

            if (!o->table->rule[r].demand[f] || !fact->known || !fact->inferred)
                continue;
            fact->known = false;
            fact->possible = rules_all_values(o->table->kind[f]);
            opened = true;
        }
    }
    return opened;
}

/* Fields of which two values decide differently, all else being equal. */
static void find_relevant(struct oracle *o)
{
    int value[FIELDS];

    memset(o->relevant, 0, sizeof o->relevant);
    o->undecided = false;
    for (bool more = next_world(o, value, true); more;
         more = next_world(o, value, false)) {
        const int key = o->key[world_index(o, value)];

        for (int f = 0; f < o->table->fields; f++) {
            const int kept = value[f];

            for (int v = 0; v < kept; v++) {
                if (!(o->fact[f].possible >> v & 1))
                    continue;
                value[f] = v;
                if (o->key[world_index(o, value)] != key)
                    o->relevant[f] = o->undecided = true;
            }
            value[f] = kept;
        }
    }
}

static void run_oracle(struct oracle *o, const struct table *table,
                       const struct fact *fact)
{
    o->table = table;
    memcpy(o->fact, fact, sizeof o->fact);
    do
        walk_worlds(o);
    while (open_demanded(o));
    find_relevant(o);
}

/* --- comparison --- */

static bool is_in(const int *items, size_t count, int item)
{
    for (size_t i = 0; i < count; i++)
        if (items[i] == item)
            return true;
    return false;
}

static void check_trace(const struct oracle *o,
                        const struct handoff_decision *d)
{
    for (int r = 0; r < o->table->rules; r++) {
        assert_int_equal(d->may[0] >> r & 1, o->may[r][0] || o->may[r][1]);
        assert_int_equal(d->must[0] >> r & 1, o->must[r][0] || o->must[r][1]);
    }
    assert_int_equal(d->must[0] >> o->table->rules, 1);
}

/* The sure rule where it gives that outcome, else the first possible one. */
static int cited_rule(const struct oracle *o, int key)
{
    int r = o->sure;

    if (o->table->rule[r].route * 2 + o->table->rule[r].owner == key)
        return r;
    for (r = 0; r < o->table->rules; r++)
        if ((o->may[r][0] || o->may[r][1]) &&
            o->table->rule[r].route * 2 + o->table->rule[r].owner == key)
            break;
    return r;
}

static int first_cited(const struct oracle *o)
{
    int value[FIELDS];

    next_world(o, value, true);
    return cited_rule(o, o->key[world_index(o, value)]);
}

static bool was_assumed(const struct oracle *o, int last, int field)
{
    for (int r = 0; r <= last && r < o->table->rules; r++) {
        const struct rule *rule = &o->table->rule[r];

        for (int i = 0; i < rule->rows; i++) {
            bool could = true, used = false;

            if (r == o->sure && i == 1 && o->must[r][0])
                continue; /* behind the row that decides */
            for (int t = 0; t < rule->row[i].count; t++) {
                const struct value_test *test = &rule->row[i].test[t];
                const int taken = assumption(o, rule, test);

                used = used || (taken && test->field == field);
                could =
                    could &&
                    (taken || (o->fact[test->field].possible & test->truth));
            }
            if (used && could)
                return true;
        }
    }
    return false;
}

/* Could a rule that keeps it back decide, each rule by itself? */
static bool may_wait(const struct oracle *o, const struct rule *as)
{
    for (int r = 0; r <= o->sure; r++) {
        const struct rule *rule = &o->table->rule[r];

        if ((r == o->sure || o->may[r][0] || o->may[r][1]) && rule->review &&
            rule->route == as->route && rule->owner == as->owner)
            return true;
    }
    return false;
}

static void check_decision(const struct oracle *o,
                           const struct handoff_decision *d)
{
    const int cited = o->undecided ? o->sure : first_cited(o);
    char id[16];

    assert_int_equal(d->undecided, o->undecided);
    assert_true(d->ask_exact);
    for (int f = 0; f < o->table->fields; f++)
        assert_int_equal(is_in(d->ask, d->ask_count, f), o->relevant[f]);
    check_trace(o, d);
    if (!o->undecided) {
        assert_string_equal(d->outcome.owner,
                            o->table->rule[cited].owner ? "o1" : "o0");
        assert_int_equal(d->outcome.route, o->table->rule[cited].route);
        assert_true(d->outcome.review >= o->waits);
        assert_true(d->outcome.review <= may_wait(o, &o->table->rule[cited]));
    }
    snprintf(id, sizeof id, "r%d", cited);
    assert_string_equal(d->rule, o->undecided ? "undecided" : id);
    assert_string_equal(d->provisional_rule, id);
    if (cited < o->sure)
        return; /* which row is cited is not the oracle's to say */
    for (int f = 0; f < o->table->fields; f++)
        assert_int_equal(is_in(d->assumed, d->assumed_count, f),
                         was_assumed(o, cited, f));
}

static void decisions_follow_their_definition(void **state)
{
    struct oracle *o = calloc(1, sizeof *o);
    size_t undecided = 0, beyond_kleene = 0, assumed = 0, kept = 0;

    (void)state;
    assert_non_null(o);
    rules_seed(0x2026112309000001U);
    for (int i = 0; i < TABLES; i++) {
        struct table table;
        struct handoff_policy *policy;

        rules_make_table(&table, true);
        table.reviews = true;
        policy = rules_write_policy(&table);
        for (int n = 0; n < BRIEFS; n++) {
            struct fact fact[FIELDS] = { 0 };
            struct handoff_decision *d;

            for (int f = 0; f < table.fields; f++)
                rules_make_fact(&fact[f], table.kind[f]);
            run_oracle(o, &table, fact);
            d = rules_decide_facts(policy, &table, fact);
            check_decision(o, d);
            undecided += o->undecided;
            assumed += d->assumed_count > 0;
            kept += !o->undecided && d->outcome.review &&
                    !table.rule[first_cited(o)].review;
            beyond_kleene += !o->undecided && first_cited(o) != o->sure;
            handoff_decision_free(d);
        }
        handoff_policy_free(policy);
    }
    assert_true(undecided > TABLES / 10); /* the walk met both kinds */
    assert_true(assumed > TABLES / 10);
    assert_true(beyond_kleene > 0);
    assert_true(kept > TABLES / 100); /* by another rule than the cited one */
    free(o);
}

/* --- learning --- */

static void check_learned(const struct handoff_decision *before,
                          const struct handoff_decision *after, int field)
{
    if (!before->undecided) {
        assert_false(after->undecided);
        assert_int_equal(before->outcome.route, after->outcome.route);
        assert_string_equal(before->outcome.owner, after->outcome.owner);
        assert_true(after->outcome.review <= before->outcome.review);
    }
    for (size_t i = 0; i < after->ask_count; i++) {
        assert_int_not_equal(after->ask[i], field);
        assert_true(is_in(before->ask, before->ask_count, after->ask[i]));
    }
}

/* Without if_unknown, a fact can settle a decision but never unsettle one. */
static void learning_never_unsettles(void **state)
{
    (void)state;
    rules_seed(0x2026112309000002U);
    for (int i = 0; i < TABLES / 8; i++) {
        struct fact fact[FIELDS] = { 0 };
        struct handoff_decision *before, *after;
        struct handoff_policy *policy;
        struct table table;
        int field;

        rules_make_table(&table, false);
        table.reviews = true;
        policy = rules_write_policy(&table);
        for (int f = 0; f < table.fields; f++)
            rules_make_fact(&fact[f], table.kind[f]);
        before = rules_decide_facts(policy, &table, fact);
        while (rules_learn(&table, fact, &field)) {
            after = rules_decide_facts(policy, &table, fact);
            check_learned(before, after, field);
            handoff_decision_free(before);
            before = after;
        }
        handoff_decision_free(before);
        handoff_policy_free(policy);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decisions_follow_their_definition),
        cmocka_unit_test(learning_never_unsettles),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
