/* test_rules_limits.c - the largest table, and the smallest briefs.
 *
 * Five thousand rules over complete briefs, against the plainest reading there
 * is: the first rule all of whose tests hold.
 */
#include <handoff/policy.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "rules/model.h"
#include "support/brief_build.h"
#include "support/rules_case.h"

enum { FIELDS = 12, BRIEFS = 200, ARENA_BYTES = 1 << 20 };

/* Each rule wants some fields to be at least so much. */
static int least[HO_RULES_MAX][FIELDS];

/* A generator of its own, so that the rows are the same everywhere. */
static unsigned random_below(unsigned *seed, unsigned n)
{
    *seed = *seed * 1664525U + 1013904223U;
    return (*seed >> 8) % n;
}

static void write_rule(struct ho_buffer *b, int rule, unsigned *seed)
{
    const char *comma = "";

    ho_buffer_format(b, "  - {id: R%d, when: {", rule);
    for (int i = 0; i < 3; i++) {
        const unsigned field = random_below(seed, FIELDS);

        if (least[rule][field] > 0)
            continue;
        least[rule][field] = 10 + (int)random_below(seed, 50);
        ho_buffer_format(b, "%sf%u: \">= %d\"", comma, field,
                         least[rule][field]);
        comma = ", ";
    }
    ho_buffer_format(b, "}, then: {route: skip, reason: R%d}}\n", rule);
}

static char *write_policy(int rules)
{
    unsigned seed = 5;
    struct ho_buffer b;
    char *text = NULL;

    memset(least, 0, sizeof least);
    ho_buffer_init(&b, HANDOFF_POLICY_BYTES);
    ho_buffer_text(&b, "policy: large\nversion: 1\ndecides_on: [reason]\n"
                       "fields:\n");
    for (int f = 0; f < FIELDS; f++)
        ho_buffer_format(&b, "  f%d: {type: integer, question: q?}\n", f);
    ho_buffer_text(&b, "rules:\n");
    for (int r = 0; r < rules; r++)
        write_rule(&b, r, &seed);
    ho_buffer_text(&b, "otherwise: {id: Z, then: {route: skip, reason: Z}}\n"
                       "undecided: {then: {route: enrich, reason: U}}\n");
    assert_int_equal(ho_buffer_take(&b, "policy", &text, NULL, NULL),
                     HANDOFF_OK);
    return text;
}

/* The first rule that holds, or -1. */
static int first_rule(const int *value)
{
    for (int r = 0; r < HO_RULES_MAX; r++) {
        bool holds = true;

        for (int f = 0; f < FIELDS; f++)
            holds = holds && value[f] >= least[r][f];
        if (holds)
            return r;
    }
    return -1;
}

static void check_brief(const struct handoff_policy *policy, const int *value)
{
    const int rule = first_rule(value);
    struct handoff_decision *d;
    char brief[512] = "{", wanted[16] = "Z";
    size_t len = 1;

    for (int f = 0; f < FIELDS; f++)
        len += (size_t)snprintf(brief + len, sizeof brief - len, "%sf%d: %d",
                                f ? ", " : "", f, value[f]);
    snprintf(brief + len, sizeof brief - len, "}");
    if (rule >= 0)
        snprintf(wanted, sizeof wanted, "R%d", rule);
    d = rules_decide_text(policy, brief);
    assert_string_equal(d->rule, wanted);
    assert_false(d->undecided);
    handoff_decision_free(d);
}

static void decides_the_largest_table(void **state)
{
    char *text = write_policy(HO_RULES_MAX);
    struct handoff_policy *policy = rules_policy("large", text);
    unsigned seed = 7;

    (void)state;
    for (int i = 0; i < BRIEFS; i++) {
        const unsigned most = 1 + random_below(&seed, 62);
        int value[FIELDS];

        for (int f = 0; f < FIELDS; f++)
            value[f] = (int)random_below(&seed, most);
        check_brief(policy, value);
    }
    handoff_policy_free(policy);
    free(text);
}

/* Nothing at all is known: it ends, and says that it cannot tell. */
static void knows_nothing(void **state)
{
    char *text = write_policy(HO_RULES_MAX);
    struct handoff_policy *policy = rules_policy("large", text);
    struct handoff_decision *d = rules_decide_text(policy, "{}");

    (void)state;
    assert_true(d->undecided);
    assert_string_equal(d->provisional_rule, "Z");
    handoff_decision_free(d);
    handoff_policy_free(policy);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(
                                            decides_the_largest_table),
                                        cmocka_unit_test(knows_nothing) };

    return cmocka_run_group_tests_name("rules_limits", tests, NULL, NULL);
}
