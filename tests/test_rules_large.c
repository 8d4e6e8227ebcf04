/* test_rules_large.c - a table of 5,000 rules, as another program writes it.
 *
 * Right, and no work that grows with the square of the rules: twice the rules
 * may take a little more than twice the steps, which are counted where a
 * budget counts them, and the whole is done in the time a test has.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "rules/model.h"
#include "rules/written.h"
#include "support/rules_case.h"
#include "support/rules_table.h"

enum { WIDTH = 12, VALUES_EACH = 12, TESTS_EACH = 3, BRIEFS = 300 };

struct wide_rule {
    int field[TESTS_EACH];
    unsigned value[TESTS_EACH];
    unsigned owner;
};

static struct wide_rule rule[HO_RULES_MAX];

static void make_rules(void)
{
    rules_seed(0x2026112309000008U);
    for (int r = 0; r < HO_RULES_MAX; r++) {
        const unsigned first = rules_random(WIDTH);

        for (unsigned t = 0; t < TESTS_EACH; t++) {
            rule[r].field[t] = (int)((first + t * 5) % WIDTH);
            rule[r].value[t] = rules_random(VALUES_EACH);
        }
        rule[r].owner = rules_random(3);
    }
}

static void write_rule(struct ho_buffer *b, int r)
{
    ho_buffer_format(b,
                     "  - id: R%d\n    then: {route: pursue, owner: o%u, "
                     "reason: R%d}\n    when: {",
                     r, rule[r].owner, r);
    for (int t = 0; t < TESTS_EACH; t++)
        ho_buffer_format(b, "%sf%d: v%u", t ? ", " : "", rule[r].field[t],
                         rule[r].value[t]);
    ho_buffer_text(b, "}\n");
}

static struct handoff_policy *write_policy(int rules, const char *decides_on)
{
    struct handoff_policy *policy;
    struct ho_buffer b;

    ho_buffer_init(&b, 4 << 20);
    ho_buffer_format(&b,
                     "policy: large\nversion: 1\ndecides_on: [%s]\nfields:\n",
                     decides_on);
    for (int f = 0; f < WIDTH; f++) {
        ho_buffer_format(&b, "  f%d: {question: f?, type: enum, values: [", f);
        for (int v = 0; v < VALUES_EACH; v++)
            ho_buffer_format(&b, "v%d, ", v);
        ho_buffer_text(&b, "]}\n");
    }
    ho_buffer_text(&b, "owners: {o0: {name: A}, o1: {name: B}, o2: {name: C}}\n"
                       "undecided: {then: {route: enrich, reason: ASK}}\n"
                       "otherwise: {id: Z, then: {route: skip, reason: Z}}\n"
                       "rules:\n");
    for (int r = 0; r < rules; r++)
        write_rule(&b, r);
    policy = rules_policy("large", b.ptr);
    ho_buffer_release(&b);
    return policy;
}

static int first_match(const unsigned *value)
{
    for (int r = 0; r < HO_RULES_MAX; r++) {
        int t = 0;

        while (t < TESTS_EACH && value[rule[r].field[t]] == rule[r].value[t])
            t++;
        if (t == TESTS_EACH)
            return r;
    }
    return HO_RULES_MAX;
}

static void check_complete(const struct handoff_policy *policy)
{
    const struct handoff_fields *fields = handoff_policy_fields(policy);
    struct handoff_claim claim[WIDTH];
    const struct handoff_brief brief = { .fields = fields, .claim = claim };
    struct handoff_decision *d = NULL;
    char text[WIDTH][8], id[16] = "Z";
    unsigned value[WIDTH];
    int expected;

    for (int f = 0; f < WIDTH; f++) {
        value[f] = rules_random(VALUES_EACH);
        snprintf(text[f], sizeof text[f], "v%u", value[f]);
        assert_int_equal(
            ho_written_claim(NULL, fields, f, text[f], &claim[f], NULL),
            HANDOFF_OK);
    }
    expected = first_match(value);
    if (expected < HO_RULES_MAX)
        snprintf(id, sizeof id, "R%d", expected);
    assert_int_equal(
        handoff_policy_decide(policy, &brief, RULES_AS_OF, &d, NULL),
        HANDOFF_OK);
    assert_string_equal(d->rule, id);
    assert_int_equal(d->words, (HO_RULES_MAX + 1 + 63) / 64);
    handoff_decision_free(d);
}

static void five_thousand_rules_are_decided_right(void **state)
{
    struct handoff_policy *policy;

    (void)state;
    make_rules();
    policy = write_policy(HO_RULES_MAX, "route, owner");
    for (int i = 0; i < BRIEFS; i++)
        check_complete(policy);
    handoff_policy_free(policy);
}

/* Every rule an outcome of its own, and a brief of which nothing is known: it
 * has an end, and what it says is honest. */
static void all_unknown_has_an_end(void **state)
{
    struct handoff_policy *policy;
    struct handoff_decision *d;

    (void)state;
    make_rules();
    policy = write_policy(HO_RULES_MAX, "route, owner, reason");
    d = rules_decide_text(policy, "{}");
    assert_true(d->undecided);
    assert_int_equal(d->relevant_count, WIDTH);
    handoff_decision_free(d);
    d = rules_decide_text(policy, "{f0: v1, f3: v2, f5: v0, f7: v9}");
    assert_true(d->undecided);
    handoff_decision_free(d);
    handoff_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(five_thousand_rules_are_decided_right),
        cmocka_unit_test(all_unknown_has_an_end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
