/* test_rules_million.c - a million partial briefs, each against every
 * completion of it.
 *
 * Small policies of enums, so that an oracle can list what every complete
 * brief leads to: first match, nothing else.  A partial brief is a box of
 * these; a decision is determined where the box holds one outcome, and a
 * field is relevant where two points of the box that differ in it alone
 * differ in outcome.  The policies are read from text; the facts are written
 * as cells, which test_rules_worlds reads from text, with if_unknown,
 * evidence, numbers and domains.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "rules/facts.h"
#include "rules/written.h"
#include "support/rules_case.h"
#include "support/rules_table.h"

enum {
    WIDTH = 5,
    BOXES = 10,
    POINTS = 4 * 4 * 3 * 2 * 2,
    POLICIES = 2000,
    BRIEFS_EACH = 500
};

static const unsigned sizes[WIDTH] = { 4, 3, 2, 4, 2 };

struct table_of_boxes {
    unsigned mask[BOXES][WIDTH]; /* values with which the rule matches */
    unsigned owner[BOXES + 1];
    int count;
    unsigned char key[POINTS]; /* the owner, of each complete brief */
};

struct box {
    unsigned possible[WIDTH];
    bool known[WIDTH];
};

static struct handoff_policy *policy;
static struct handoff_decider *decider;
static struct handoff_facts *facts;

static unsigned all_of(int field)
{
    return (1U << sizes[field]) - 1;
}

static void make_boxes(struct table_of_boxes *t)
{
    t->count = 2 + (int)rules_random(BOXES - 1);
    for (int r = 0; r <= t->count; r++) {
        t->owner[r] = rules_random(3);
        for (int f = 0; r < t->count && f < WIDTH; f++)
            t->mask[r][f] = all_of(f);
        for (unsigned n = 1 + rules_random(3); r < t->count && n > 0; n--) {
            const unsigned f = rules_random(WIDTH);

            t->mask[r][f] = 1 + rules_random(all_of((int)f) - 1);
        }
    }
}

static unsigned value_in(unsigned point, int field)
{
    for (int f = 0; f < field; f++)
        point /= sizes[f];
    return point % sizes[field];
}

static void fill_keys(struct table_of_boxes *t)
{
    for (unsigned p = 0; p < POINTS; p++) {
        int r = 0;

        for (; r < t->count; r++) {
            int f = 0;

            while (f < WIDTH && (t->mask[r][f] >> value_in(p, f) & 1))
                f++;
            if (f == WIDTH)
                break;
        }
        t->key[p] = (unsigned char)t->owner[r];
    }
}

/* --- the same as a policy --- */

static void write_tests(struct ho_buffer *b, const unsigned *mask)
{
    for (int f = 0; f < WIDTH; f++) {
        if (mask[f] == all_of(f))
            continue;
        ho_buffer_format(b, "f%d: [", f);
        for (unsigned v = 0; v < sizes[f]; v++)
            if (mask[f] >> v & 1)
                ho_buffer_format(b, "v%u,", v);
        ho_buffer_text(b, "], ");
    }
}

static void write_policy(const struct table_of_boxes *t)
{
    struct ho_buffer b;

    ho_buffer_init(&b, 1 << 20);
    ho_buffer_text(&b, "policy: small\nversion: 1\nfields:\n");
    for (int f = 0; f < WIDTH; f++) {
        ho_buffer_format(&b, "  f%d: {question: f?, type: enum, values: [", f);
        for (unsigned v = 0; v < sizes[f]; v++)
            ho_buffer_format(&b, "v%u,", v);
        ho_buffer_text(&b, "]}\n");
    }
    ho_buffer_format(&b,
                     "owners: {o0: {name: A}, o1: {name: B}, o2: {name: C}}\n"
                     "undecided: {then: {route: enrich, reason: ASK}}\n"
                     "otherwise: {id: Z, then: {route: skip, reason: Z, "
                     "owner: o%u}}\ndecides_on: [owner]\nrules:\n",
                     t->owner[t->count]);
    for (int r = 0; r < t->count; r++) {
        ho_buffer_format(&b,
                         "  - {id: r%d, then: {route: skip, reason: R, owner: "
                         "o%u}, when: {",
                         r, t->owner[r]);
        write_tests(&b, t->mask[r]);
        ho_buffer_text(&b, "}}\n");
    }
    policy = rules_policy("small", b.ptr);
    ho_buffer_release(&b);
}

/* A brief that states everything, for room; its cells are then written. */
static void make_facts(void)
{
    struct handoff_claim claim[WIDTH];
    const struct handoff_brief brief = { .fields =
                                             handoff_policy_fields(policy),
                                         .claim = claim };

    for (int f = 0; f < WIDTH; f++)
        assert_int_equal(
            ho_written_claim(NULL, brief.fields, f, "v0", &claim[f], NULL),
            HANDOFF_OK);
    assert_int_equal(
        handoff_policy_intern(policy, &brief, RULES_AS_OF, &facts, NULL),
        HANDOFF_OK);
}

static bool is_tested(int field)
{
    return policy->cells[field].count > 0;
}

static void set_facts(const struct box *box)
{
    facts->some_count = 0;
    for (int f = 0; f < WIDTH; f++) {
        const unsigned possible = box->possible[f];

        facts->code[f] = HO_CODE_OPEN;
        if (!box->known[f] || !is_tested(f))
            continue;
        facts->code[f] = HO_CODE_SOME;
        if (possible & (possible - 1))
            facts->some[facts->some_count++] =
                (struct ho_some){ (size_t)f, possible };
        else
            facts->code[f] = (unsigned char)ho_lowest(possible);
    }
}

/* --- the oracle --- */

struct truth {
    bool undecided;
    unsigned key; /* unless undecided */
    bool relevant[WIDTH];
};

/* A field matters where some point differs from the one with the field's
 * first possible value instead. */
static void find_truth(const struct table_of_boxes *t, const struct box *box,
                       struct truth *truth)
{
    unsigned point[POINTS], count = 0;

    memset(truth, 0, sizeof *truth);
    for (unsigned p = 0; p < POINTS; p++) {
        int f = 0;

        while (f < WIDTH && (box->possible[f] >> value_in(p, f) & 1))
            f++;
        if (f == WIDTH)
            point[count++] = p;
    }
    truth->key = t->key[point[0]];
    for (unsigned i = 0; i < count; i++) {
        unsigned weight = 1;

        for (int f = 0; f < WIDTH; weight *= sizes[f++]) {
            const unsigned first =
                point[i] + weight * ((unsigned)ho_lowest(box->possible[f]) -
                                     value_in(point[i], f));

            if (t->key[first] != t->key[point[i]])
                truth->relevant[f] = truth->undecided = true;
        }
    }
}

/* --- comparison --- */

static unsigned asked(const struct handoff_decision *d)
{
    unsigned bits = 0;

    for (size_t i = 0; i < d->relevant_count; i++)
        bits |= 1U << d->ask[i];
    return bits;
}

static const struct handoff_decision *check_box(const struct table_of_boxes *t,
                                                const struct box *box)
{
    const struct handoff_decision *d = NULL;
    struct truth truth;
    unsigned relevant = 0;

    find_truth(t, box, &truth);
    set_facts(box);
    assert_int_equal(
        handoff_decider_decide(decider, facts, HANDOFF_REASONS, &d, NULL),
        HANDOFF_OK);
    for (int f = 0; f < WIDTH; f++)
        relevant |= (unsigned)truth.relevant[f] << f;
    if (d->undecided != truth.undecided || asked(d) != relevant ||
        !d->ask_exact)
        fail_msg("undecided %d, expected %d; asked %x, expected %x",
                 d->undecided, truth.undecided, asked(d), relevant);
    if (!d->undecided)
        assert_int_equal(d->outcome.owner[1] - '0', truth.key);
    return d;
}

static void make_box(struct box *box)
{
    for (int f = 0; f < WIDTH; f++) {
        const unsigned sort = rules_random(100);

        box->known[f] = sort < 55;
        box->possible[f] = all_of(f);
        if (sort < 10) /* a range */
            box->possible[f] = 1 + rules_random(all_of(f));
        else if (sort < 55)
            box->possible[f] = 1U << rules_random(sizes[f]);
    }
}

/* One more field is known: nothing is unsettled, and no more is asked. */
static void learn(const struct table_of_boxes *t, struct box *box,
                  bool undecided, unsigned before)
{
    const int field = (int)rules_random(WIDTH);
    const struct handoff_decision *d;

    if (box->known[field])
        return;
    box->known[field] = true;
    box->possible[field] = 1U << rules_random(sizes[field]);
    d = check_box(t, box);
    assert_true(undecided || !d->undecided);
    assert_int_equal(asked(d) & ~(before & ~(1U << field)), 0);
}

static size_t run_policy(struct table_of_boxes *t, size_t *beyond)
{
    struct handoff_glance seen;
    size_t undecided = 0;

    for (int i = 0; i < BRIEFS_EACH; i++) {
        const struct handoff_decision *d;
        struct box box;
        bool open;
        unsigned before;

        make_box(&box);
        d = check_box(t, &box);
        open = d->undecided;
        before = asked(d);
        undecided += open;
        handoff_decider_glance(decider, facts, &seen);
        assert_false(seen.settled && open);
        *beyond += !seen.settled && !open;
        if (i % 4 == 0)
            learn(t, &box, open, before);
    }
    return undecided;
}

static void every_completion_was_looked_at(void **state)
{
    size_t undecided = 0, beyond = 0;

    (void)state;
    rules_seed(0x2026112309000005U);
    for (int i = 0; i < POLICIES; i++) {
        struct table_of_boxes table;

        make_boxes(&table);
        fill_keys(&table);
        write_policy(&table);
        assert_int_equal(handoff_decider_new(policy, &decider, NULL),
                         HANDOFF_OK);
        make_facts();
        undecided += run_policy(&table, &beyond);
        handoff_facts_free(facts);
        handoff_decider_free(decider);
        handoff_policy_free(policy);
    }
    assert_true(undecided > 200000 && undecided < 800000);
    assert_true(beyond > 1000); /* what three-valued logic would have asked */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_completion_was_looked_at),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
