/* test_rules_wide.c - tables wider than a machine word, and the budget.
 *
 * Twelve fields of two values and a hundred rules: more candidates than bits
 * of a word, and diagrams with shared nodes.  The oracle walks all 4096
 * worlds, each a bit pattern.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "rules/relevance.h"
#include "rules/written.h"
#include "support/rules_case.h"
#include "support/rules_table.h"

enum {
    BITS = 12,
    WORLDS_WIDE = 1 << BITS,
    WIDE_RULES = 100,
    WIDE_TABLES = 150
};

struct box {
    unsigned care, want; /* the fields that it tests, and to what */
    unsigned owner;
};

static void make_boxes(struct box *box)
{
    for (int r = 0; r < WIDE_RULES; r++) {
        box[r] = (struct box){ .owner = rules_random(2) };
        for (unsigned n = 2 + rules_random(3); n > 0; n--) {
            const unsigned bit = 1U << rules_random(BITS);

            box[r].care |= bit;
            box[r].want |= rules_random(2) ? bit : 0;
        }
    }
}

static struct handoff_policy *write_boxes(const struct box *box)
{
    struct handoff_policy *policy;
    struct ho_buffer b;

    ho_buffer_init(&b, 1 << 20);
    ho_buffer_text(&b, "policy: wide\nversion: 1\nfields:\n");
    for (int f = 0; f < BITS; f++)
        ho_buffer_format(
            &b, "  b%d: {type: enum, values: [n, y], question: b?}\n", f);
    ho_buffer_text(&b, "owners: {o0: {name: O}, o1: {name: P}}\n"
                       "undecided: {ask_at_most: 60, "
                       "then: {route: enrich, reason: ASK}}\n"
                       "otherwise: {id: Z, then: {route: skip, reason: Z}}\n"
                       "rules:\n");
    for (int r = 0; r < WIDE_RULES; r++) {
        ho_buffer_format(&b,
                         "  - {id: r%d, then: {route: pursue, reason: R, "
                         "owner: o%u}, when: {",
                         r, box[r].owner);
        for (int f = 0; f < BITS; f++)
            if (box[r].care >> f & 1)
                ho_buffer_format(&b, "b%d: %c, ", f,
                                 box[r].want >> f & 1 ? 'y' : 'n');
        ho_buffer_text(&b, "}}\n");
    }
    policy = rules_policy("wide", b.ptr);
    ho_buffer_release(&b);
    return policy;
}

/* 0 and 1: the owner; 2: otherwise. */
static unsigned char key_in(const struct box *box, unsigned world)
{
    for (int r = 0; r < WIDE_RULES; r++)
        if ((world & box[r].care) == (box[r].want & box[r].care))
            return (unsigned char)box[r].owner;
    return 2;
}

/* Bits of the open fields that matter to the key. */
static unsigned relevant_bits(const struct box *box, unsigned known,
                              unsigned world)
{
    static unsigned char key[WORLDS_WIDE];
    unsigned relevant = 0;

    for (unsigned w = 0; w < WORLDS_WIDE; w++)
        key[w] = key_in(box, (w & ~known) | (world & known));
    for (unsigned w = 0; w < WORLDS_WIDE; w++)
        for (unsigned f = 0; f < BITS; f++)
            relevant |= (unsigned)(key[w] != key[w ^ 1U << f]) << f;
    return relevant;
}

static void make_claims(const struct handoff_policy *policy, unsigned known,
                        unsigned world, struct handoff_claim *claim)
{
    for (int f = 0; f < BITS; f++) {
        const char *text = world >> f & 1 ? "y" : "n";

        assert_int_equal(ho_written_claim(NULL, handoff_policy_fields(policy),
                                          f, known >> f & 1 ? text : "unknown",
                                          &claim[f], NULL),
                         HANDOFF_OK);
    }
}

static unsigned asked_bits(const int *field, size_t count)
{
    unsigned bits = 0;

    for (size_t i = 0; i < count; i++)
        bits |= 1U << field[i];
    return bits;
}

static unsigned check_exact(const struct handoff_policy *policy,
                            const struct handoff_brief *brief,
                            unsigned relevant)
{
    struct handoff_decision *d = NULL;
    unsigned asked;

    assert_int_equal(
        handoff_policy_decide(policy, brief, RULES_AS_OF, &d, NULL),
        HANDOFF_OK);
    assert_true(d->ask_exact);
    assert_int_equal(d->undecided, relevant != 0);
    asked = asked_bits(d->ask, d->ask_count);
    handoff_decision_free(d);
    assert_int_equal(asked, relevant);
    return asked;
}

/* With any budget: all that matters is named, and "exact" is never a lie. */
static bool check_budget(const struct handoff_policy *policy,
                         const struct handoff_brief *brief, size_t steps,
                         unsigned relevant)
{
    struct ho_arena *arena = ho_arena_new(1 << 20);
    struct ho_arena *work = ho_arena_new(HO_RELEVANCE_BYTES);
    int field[BITS];
    struct ho_relevance found = { .field = field };
    struct ho_world world;
    unsigned bits;

    assert_non_null(arena);
    assert_non_null(work);
    assert_int_equal(
        ho_world_make(&world, policy, brief, RULES_AS_OF, arena, NULL),
        HANDOFF_OK);
    assert_int_equal(ho_relevance_find(&world, &steps, work, &found, NULL),
                     HANDOFF_OK);
    bits = asked_bits(found.field, found.count);
    ho_arena_free(work);
    ho_arena_free(arena);
    assert_int_equal(bits & relevant, relevant);
    if (found.exact)
        assert_int_equal(bits, relevant);
    return found.exact;
}

static void wide_tables_ask_exactly(void **state)
{
    size_t settled = 0, gave_up = 0, kept_on = 0;

    (void)state;
    rules_seed(0x2026112309000003U);
    for (int i = 0; i < WIDE_TABLES; i++) {
        struct handoff_claim claim[BITS];
        struct box box[WIDE_RULES];
        struct handoff_policy *policy;
        struct handoff_brief brief = { .claim = claim };
        const unsigned world = rules_random(WORLDS_WIDE);
        const unsigned known =
            rules_random(WORLDS_WIDE) & (i % 2 ? rules_random(WORLDS_WIDE) : 0);
        unsigned relevant;
        bool exact;

        make_boxes(box);
        policy = write_boxes(box);
        brief.fields = handoff_policy_fields(policy);
        make_claims(policy, known, world, claim);
        relevant = relevant_bits(box, known, world);
        settled += check_exact(policy, &brief, relevant) == 0;
        exact = check_budget(policy, &brief, 1 + rules_random(60), relevant);
        gave_up += !exact;
        kept_on += exact;
        handoff_policy_free(policy);
    }
    assert_true(gave_up > 0 && kept_on > 0); /* the test met both ways */
    assert_true(settled < WIDE_TABLES);
}

/* Pairs of fields, either of which settles its rule: the diagram has two nodes
 * a pair, the tree that it folds 2^40 leaves. */
static struct handoff_policy *write_chain(int pairs)
{
    struct handoff_policy *policy;
    struct ho_buffer b;

    ho_buffer_init(&b, 1 << 20);
    ho_buffer_text(&b, "policy: chain\nversion: 1\nfields:\n");
    for (int i = 0; i < 2 * pairs; i++)
        ho_buffer_format(
            &b, "  p%d: {type: enum, values: [n, y], question: p?}\n", i);
    ho_buffer_text(&b, "undecided: {ask_at_most: 60, "
                       "then: {route: enrich, reason: ASK}}\n"
                       "otherwise: {id: Z, then: {route: skip, reason: Z}}\n"
                       "rules:\n");
    for (int i = 0; i < pairs; i++)
        ho_buffer_format(&b,
                         "  - {id: r%d, when: {p%d: y, p%d: y}, "
                         "then: {route: nurture, reason: R}}\n",
                         i, 2 * i, 2 * i + 1);
    policy = rules_policy("chain", b.ptr);
    ho_buffer_release(&b);
    return policy;
}

static void shared_parts_are_walked_once(void **state)
{
    struct handoff_policy *policy = write_chain(20);
    struct handoff_decision *d = rules_decide_text(policy, "{}");

    (void)state;
    assert_true(d->undecided);
    assert_true(d->ask_exact);
    assert_int_equal(d->ask_count, 40);
    handoff_decision_free(d);
    handoff_policy_free(policy);
}

/* Any two of n + 1 pigeons share one of n holes: always so, and the proof that
 * it is always so is long. */
static struct handoff_policy *write_pigeons(int holes)
{
    struct handoff_policy *policy;
    struct ho_buffer b;

    ho_buffer_init(&b, 1 << 20);
    ho_buffer_text(&b, "policy: pigeons\nversion: 1\nfields:\n");
    for (int p = 0; p <= holes; p++) {
        ho_buffer_format(&b, "  p%d: {question: p?, type: enum, values: [", p);
        for (int h = 0; h < holes; h++)
            ho_buffer_format(&b, "h%d, ", h);
        ho_buffer_text(&b, "]}\n");
    }
    ho_buffer_text(&b, "undecided: {ask_at_most: 60, "
                       "then: {route: enrich, reason: ASK}}\n"
                       "otherwise: {id: Z, then: {route: skip, reason: Z}}\n"
                       "rules:\n");
    for (int p = 1; p <= holes; p++)
        for (int q = 0; q < p; q++)
            for (int h = 0; h < holes; h++)
                ho_buffer_format(&b,
                                 "  - {id: r%d_%d_%d, when: {p%d: h%d, p%d: "
                                 "h%d}, then: {route: nurture, reason: R}}\n",
                                 p, q, h, p, h, q, h);
    policy = rules_policy("pigeons", b.ptr);
    ho_buffer_release(&b);
    return policy;
}

static void beyond_the_budget_it_says_so(void **state)
{
    struct handoff_policy *policy = write_pigeons(5);
    struct handoff_decision *d = rules_decide_text(policy, "{}");

    (void)state;
    assert_true(d->ask_exact); /* within it */
    assert_false(d->undecided);
    assert_int_equal(d->outcome.route, HANDOFF_ROUTE_NURTURE);
    handoff_decision_free(d);
    handoff_policy_free(policy);
    policy = write_pigeons(14);
    d = rules_decide_text(policy, "{}");
    assert_false(d->ask_exact);
    assert_true(d->undecided);
    assert_int_equal(d->ask_count, 15);
    assert_false(d->reasons_exact);
    handoff_decision_free(d);
    d = rules_decide_text(policy, "{p0: h3, p1: h3}");
    assert_true(d->ask_exact && !d->undecided);
    assert_int_equal(d->because_count, 2); /* though less would do */
    assert_false(d->reasons_exact);
    handoff_decision_free(d);
    handoff_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wide_tables_ask_exactly),
        cmocka_unit_test(shared_parts_are_walked_once),
        cmocka_unit_test(beyond_the_budget_it_says_so),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
