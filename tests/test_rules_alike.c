/* test_rules_alike.c - what is said to be alike is alike in every brief.
 *
 * Small random policies: of each two neighbours that may be swapped, and each
 * change of a test that is said to be masked, all partial briefs are tried.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "rules/alike.h"
#include "rules/fork.h"
#include "rules/partial.h"
#include "support/rules_case.h"

enum { POLICIES = 2000, RULES = 4, ARENA_BYTES = 1 << 26 };

static unsigned state = 20261123;

static unsigned next(unsigned below)
{
    state = state * 1103515245 + 12345;
    return (state >> 16) % below;
}

static void write_rule(struct ho_buffer *b, int rule)
{
    static const char *const e[] = { "a", "b", "c", "[a, b]", "'[b, c]'" };
    static const char *const n[] = { "'< 5'", "'>= 5'", "3..8", "'> 8'" };
    static const char *const d[] = { "x", "y" };
    static const char *const unknown[] = { "", ", if_unknown: {e: matches}",
                                           ", if_unknown: {e: does_not_match}",
                                           ", if_unknown: {e: does_not_match}",
                                           ", evidence: {e: explicit}" };
    const unsigned tests = 1 + next(7);
    const bool has_e = tests & 1;

    ho_buffer_format(b, "  - {id: R%d, when: {", rule);
    if (has_e)
        ho_buffer_format(b, "e: %s, ", e[next(5)]);
    if (tests & 2)
        ho_buffer_format(b, "n: %s, ", n[next(4)]);
    if (tests & 4)
        ho_buffer_format(b, "d: %s, ", d[next(2)]);
    ho_buffer_format(b, "}%s, then: {route: pursue, ",
                     has_e ? unknown[next(5)] : "");
    ho_buffer_format(b, "owner: %c, reason: R%d, confidence: %d}}\n",
                     'o' + (int)next(2), rule, 50 + rule);
}

static struct handoff_policy *make_policy(void)
{
    static const char *const fields[] = { "e: {type: enum, values: [a, b, c]",
                                          "n: {type: integer",
                                          "d: {type: enum, values: [x, y]" };
    struct handoff_policy *policy;
    struct ho_buffer b;

    ho_buffer_init(&b, 1 << 16);
    ho_buffer_text(&b, "policy: p\nversion: 1\nfields:\n");
    for (size_t f = 0; f < sizeof fields / sizeof *fields; f++)
        ho_buffer_format(&b, "  %s, question: q, cost: %u}\n", fields[f],
                         1 + next(3));
    ho_buffer_text(&b, "owners: {o: {name: O}, p: {name: P}}\nrules:\n");
    for (int r = 0; r < RULES; r++)
        write_rule(&b, r);
    ho_buffer_text(&b, "otherwise: {id: Z, then: {route: nurture, reason: Z}}\n"
                       "undecided: {then: {route: enrich, reason: Q}}\n");
    policy = rules_policy("p", b.ptr);
    ho_buffer_release(&b);
    return policy;
}

struct count {
    const struct handoff_policy *policy;
    size_t swapped, masked, others;
};

/* Every state of every field; see partial.h. */
static void must_be_alike(const struct count *c, const struct ho_mutant *mutant,
                          const struct handoff_policy *cells)
{
    struct ho_arena *arena = ho_arena_new(ARENA_BYTES);
    struct ho_shown shown = { .brief = "", .was = "", .is = "" };
    size_t briefs = 0;

    assert_non_null(arena);
    assert_int_equal(ho_partial_find(c->policy, mutant, cells, RULES_AS_OF,
                                     &briefs, arena, &shown, NULL),
                     HANDOFF_OK);
    if (!shown.equivalent)
        fail_msg("%s %s: shown by \"%s\", %s and then %s",
                 c->policy->rule[mutant->rule].id, mutant->what, shown.brief,
                 shown.was, shown.is);
    ho_arena_free(arena);
}

static void check_changed(struct count *c, const struct ho_mutant *mutant)
{
    struct ho_arena *arena = ho_arena_new(ARENA_BYTES);
    struct handoff_policy *both = NULL;

    assert_non_null(arena);
    assert_int_equal(ho_fork(c->policy, arena, &both, NULL), HANDOFF_OK);
    assert_int_equal(
        ho_fork_insert(both, mutant->rule, mutant->policy, mutant->rule, NULL),
        HANDOFF_OK);
    assert_int_equal(ho_fork_finish(both, NULL), HANDOFF_OK);
    if (ho_alike_masked(both, mutant->rule)) {
        c->masked++;
        must_be_alike(c, mutant, both);
    } else
        c->others++;
    ho_arena_free(arena);
}

static enum handoff_status check(void *user, const struct ho_mutant *mutant,
                                 struct handoff_error *err)
{
    struct count *c = user;

    (void)err;
    if (mutant->change == HO_CHANGE_SWAPPED &&
        ho_alike_swapped(c->policy, mutant->rule)) {
        c->swapped++;
        must_be_alike(c, mutant, c->policy);
    }
    if (mutant->change == HO_CHANGE_TEST)
        check_changed(c, mutant);
    return HANDOFF_OK;
}

static void alike_is_alike(void **unused)
{
    struct count c = { 0 };

    (void)unused;
    for (int i = 0; i < POLICIES; i++) {
        struct handoff_policy *policy = make_policy();

        c.policy = policy;
        assert_int_equal(ho_mutants_each(policy, 1, check, &c, NULL),
                         HANDOFF_OK);
        handoff_policy_free(policy);
    }
    /* else nothing was shown */
    assert_true(c.swapped > 50 && c.masked > 50 && c.others > 50);
    print_message("%zu swaps, %zu masked changes\n", c.swapped, c.masked);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(alike_is_alike) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
