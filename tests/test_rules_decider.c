/* test_rules_decider.c - the fast path: briefs interned once, and a decider
 * that after a while asks the system for nothing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "rules/model.h"
#include "rules/written.h"
#include "support/alloc_fail.h"
#include "support/rules_case.h"
#include "support/rules_table.h"

enum { POLICIES = 300, BRIEFS = 20 };

static struct handoff_facts *intern(const struct handoff_policy *policy,
                                    const struct fact *fact)
{
    struct handoff_claim claim[FIELDS];
    const struct handoff_brief brief = { .fields =
                                             handoff_policy_fields(policy),
                                         .claim = claim };
    struct handoff_facts *facts = NULL;

    rules_claims(brief.fields, fact, claim);
    assert_int_equal(
        handoff_policy_intern(policy, &brief, RULES_AS_OF, &facts, NULL),
        HANDOFF_OK);
    return facts;
}

static void decide_all(struct handoff_decider *decider,
                       struct handoff_facts *const *facts)
{
    const struct handoff_decision *d;
    struct handoff_glance seen;

    for (int i = 0; i < BRIEFS; i++) {
        handoff_decider_glance(decider, facts[i], &seen);
        assert_int_equal(handoff_decider_decide(decider, facts[i],
                                                HANDOFF_CHANGES, &d, NULL),
                         HANDOFF_OK);
    }
}

/* What is lent says the same as what is given. */
static void compare(const struct handoff_decision *a,
                    const struct handoff_decision *b)
{
    assert_string_equal(a->rule, b->rule);
    assert_int_equal(a->as_of, b->as_of);
    assert_int_equal(a->outcome.confidence, b->outcome.confidence);
    assert_int_equal(a->relevant_count, b->relevant_count);
    assert_int_equal(a->because_count, b->because_count);
    assert_memory_equal(a->because, b->because,
                        a->because_count * sizeof *a->because);
    assert_int_equal(a->would_change_count, b->would_change_count);
    assert_memory_equal(a->may, b->may, a->words * sizeof *a->may);
    assert_memory_equal(a->must, b->must, a->words * sizeof *a->must);
}

static void run_policy(const struct table *table)
{
    struct handoff_policy *policy = rules_write_policy(table);
    struct handoff_facts *facts[BRIEFS];
    struct handoff_decider *decider = NULL;
    const struct handoff_decision *lent;

    assert_int_equal(handoff_decider_new(policy, &decider, NULL), HANDOFF_OK);
    for (int i = 0; i < BRIEFS; i++) {
        struct fact fact[FIELDS] = { 0 };
        struct handoff_decision *given;

        for (int f = 0; f < table->fields; f++)
            rules_make_fact(&fact[f], table->kind[f]);
        facts[i] = intern(policy, fact);
        given = rules_decide_facts(policy, table, fact);
        assert_int_equal(handoff_decider_decide(decider, facts[i],
                                                HANDOFF_CHANGES, &lent, NULL),
                         HANDOFF_OK);
        compare(lent, given);
        handoff_decision_free(given);
    }
    decide_all(decider, facts); /* by now it has met the largest */
    forbid_allocations();
    decide_all(decider, facts);
    assert_true(allow_allocations());
    for (int i = 0; i < BRIEFS; i++)
        handoff_facts_free(facts[i]);
    handoff_decider_free(decider);
    handoff_policy_free(policy);
}

static void a_warm_decider_allocates_nothing(void **state)
{
    (void)state;
    rules_seed(0x2026112309000009U);
    for (int i = 0; i < POLICIES; i++) {
        struct table table;

        rules_make_table(&table, i % 2);
        run_policy(&table);
    }
}

static void another_policys_brief_is_refused(void **state)
{
    struct table table;
    struct handoff_policy *policy, *other;
    struct handoff_claim claim[FIELDS] = { { 0 } };
    struct handoff_brief brief = { .claim = claim };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_facts *facts = NULL;

    (void)state;
    rules_make_table(&table, true);
    policy = rules_write_policy(&table);
    other = rules_write_policy(&table);
    brief.fields = handoff_policy_fields(other);
    assert_int_equal(
        handoff_policy_intern(policy, &brief, RULES_AS_OF, &facts, &err),
        HANDOFF_BAD_POLICY);
    assert_null(facts);
    assert_non_null(strstr(err.message, "another policy"));
    handoff_facts_free(facts);
    handoff_decider_free(NULL);
    handoff_policy_free(policy);
    handoff_policy_free(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_warm_decider_allocates_nothing),
        cmocka_unit_test(another_policys_brief_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
