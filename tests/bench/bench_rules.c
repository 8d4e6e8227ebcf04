/* bench_rules.c - decisions: a policy of 60 rules on 28 fields, made here.
 *
 * Every rule tests two to four fields; the fields are enums of two to eight
 * values and numbers.  Of a brief's fields 40 % are Unknown, and a quarter of
 * the others inferred, which four rules do not accept.  Policy and briefs
 * follow from one seed, so that the figures are those of the same decisions
 * everywhere.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <handoff/policy.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "bench.h"
#include "rules/model.h"

enum { FIELDS = 28, RULES = 60, BRIEFS = 1000, TEXT_BYTES = 1 << 20 };

static const int64_t AS_OF = 1790240400; /* 2026-09-24T09:00:00Z */

static uint64_t state;
static struct handoff_policy *policy;
static struct handoff_decider *decider;
static struct ho_arena *arena;
static struct handoff_brief brief[2][BRIEFS]; /* with gaps, and complete */
static struct handoff_facts *facts[2][BRIEFS];
static struct handoff_lead lead = {
    .id = "L-1",
    .file = "bench.csv",
    .line = 1,
    .sha256 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
};
static char *text[BRIEFS]; /* the briefs with gaps as JSON */

static unsigned pick(unsigned below)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (unsigned)((state >> 20) % below);
}

static void need(enum handoff_status status, const char *what)
{
    if (status != HANDOFF_OK)
        bench_die(what);
}

/* Every fourth field is a number. */
static unsigned values_of(unsigned field)
{
    return field % 4 == 3 ? 0 : 2 + field % 7;
}

static void write_field(struct ho_buffer *b, unsigned field)
{
    const unsigned values = values_of(field);

    ho_buffer_format(b, "  f%u: {question: f?, type: ", field);
    ho_buffer_text(b, values ? "enum, values: [" : "integer");
    for (unsigned v = 0; v < values; v++)
        ho_buffer_format(b, "%sv%u", v ? ", " : "", v);
    ho_buffer_text(b, values ? "]}\n" : "}\n");
}

static void write_test(struct ho_buffer *b, unsigned field)
{
    const unsigned values = values_of(field);

    if (values == 0)
        ho_buffer_format(b, "f%u: \"%s %u\"", field, pick(2) ? ">=" : "<",
                         10 * (1 + pick(4)));
    else if (values == 2 || pick(2))
        ho_buffer_format(b, "f%u: v%u", field, pick(values));
    else
        ho_buffer_format(b, "f%u: \"not v%u\"", field, pick(values));
}

static void write_rule(struct ho_buffer *b, unsigned rule)
{
    const unsigned first = pick(FIELDS), step = 1 + 2 * pick(4);
    const unsigned tests = 2 + pick(3);
    static const char *const routes[] = { "pursue", "nurture", "skip" };

    ho_buffer_format(b,
                     "  - id: R%u\n    then: {route: %s, owner: o%u, reason: "
                     "R, confidence: 80}\n    when: {",
                     rule, routes[pick(3)], pick(3));
    for (unsigned t = 0; t < tests; t++) {
        ho_buffer_text(b, t ? ", " : "");
        write_test(b, (first + t * step) % FIELDS);
    }
    ho_buffer_text(b, "}\n");
    if (rule % 15 == 14)
        ho_buffer_format(b, "    evidence: {f%u: explicit}\n", first);
}

static void make_policy(void)
{
    struct ho_buffer b;

    ho_buffer_init(&b, TEXT_BYTES);
    ho_buffer_text(&b, "policy: bench\nversion: 1\nfields:\n");
    for (unsigned f = 0; f < FIELDS; f++)
        write_field(&b, f);
    ho_buffer_text(&b, "owners: {o0: {name: A}, o1: {name: B}, o2: {name: C}}\n"
                       "undecided: {then: {route: enrich, reason: ASK}}\n"
                       "otherwise: {id: Z, then: {route: nurture, reason: Z, "
                       "confidence: 30}}\nrules:\n");
    for (unsigned r = 0; r < RULES; r++)
        write_rule(&b, r);
    need(handoff_policy_parse("bench", ho_buffer_slice(&b), &policy, NULL),
         "the policy of the bench");
    ho_buffer_release(&b);
}

static const struct handoff_evidence evidence = {
    .cite = "message", .quote = "as we wrote", .start = 10, .end = 21
};

static void make_claim(struct handoff_claim *claim, int field, bool gaps)
{
    const unsigned values = values_of((unsigned)field);
    const unsigned value = pick(values ? values : 60), sort = pick(100);

    *claim = (struct handoff_claim){ .field = field,
                                     .class = HANDOFF_UNKNOWN,
                                     .basis = HANDOFF_NO_FIELD,
                                     .reason = "not_mentioned",
                                     .confidence = "",
                                     .question = "f?" };
    if (gaps && sort < 40)
        return;
    claim->evidence = &evidence;
    claim->evidence_count = 1;
    claim->question = "";
    claim->reason = claim->confidence = "";
    if (gaps && sort < 55) {
        claim->reason = "the title says so";
        claim->confidence = "high";
    }
    claim->class = gaps && sort < 55 ? HANDOFF_INFERRED : HANDOFF_EXPLICIT;
    claim->value = ho_arena_format(arena, values ? "v%u" : "%u", value);
    claim->typed = (struct handoff_typed){ .read = HANDOFF_READ_VALUE,
                                           .has_number = true,
                                           .low = value * HANDOFF_SCALE,
                                           .high = value * HANDOFF_SCALE };
}

static void prepare(void)
{
    if (policy)
        return;
    state = 0x2026112312000001U;
    arena = ho_arena_new(1 << 26);
    make_policy();
    need(handoff_decider_new(policy, &decider, NULL), "a decider");
    for (int gaps = 0; gaps < 2; gaps++) {
        for (int i = 0; i < BRIEFS; i++) {
            struct handoff_claim *claim =
                ho_arena_alloc(arena, FIELDS * sizeof *claim);
            struct handoff_brief *one = &brief[gaps][i];

            for (int f = 0; claim && f < FIELDS; f++)
                make_claim(&claim[f], f, gaps);
            one->fields = handoff_policy_fields(policy);
            one->claim = claim;
            one->lead = &lead;
            one->made_by.attempts = 1;
            one->made_by.endpoint = "bench";
            one->made_by.model = one->made_by.prompt = "";
            need(handoff_policy_intern(policy, one, AS_OF, &facts[gaps][i],
                                       NULL),
                 "interning");
        }
    }
    for (int i = 0; i < BRIEFS; i++)
        need(handoff_brief_json(&brief[1][i], &text[i], NULL), "brief JSON");
}

static void release(void)
{
    for (int i = 0; i < 2 * BRIEFS; i++)
        handoff_facts_free(facts[i / BRIEFS][i % BRIEFS]);
    for (int i = 0; i < BRIEFS; i++)
        free(text[i]);
    handoff_decider_free(decider);
    handoff_policy_free(policy);
    ho_arena_free(arena);
}

static double glance(int gaps)
{
    static size_t settled; /* so that the work is not left out */
    struct handoff_glance seen;

    for (int i = 0; i < BRIEFS; i++) {
        handoff_decider_glance(decider, facts[gaps][i], &seen);
        settled += seen.settled;
    }
    if (settled == 0)
        bench_die("no decision was settled; the first look");
    return BRIEFS;
}

static double glance_complete(void)
{
    return glance(0);
}

static double glance_gaps(void)
{
    return glance(1);
}

static double decide(int gaps, enum handoff_detail detail)
{
    const struct handoff_decision *d;

    for (int i = 0; i < BRIEFS; i++)
        need(handoff_decider_decide(decider, facts[gaps][i], detail, &d, NULL),
             "a decision");
    return BRIEFS;
}

static double reasons_complete(void)
{
    return decide(0, HANDOFF_REASONS);
}

static double reasons_gaps(void)
{
    return decide(1, HANDOFF_REASONS);
}

static double changes_gaps(void)
{
    return decide(1, HANDOFF_CHANGES);
}

/* What becomes of a brief in memory: interned, decided, written. */
static double record(void)
{
    for (int i = 0; i < BRIEFS; i++) {
        struct handoff_decision *d = NULL;
        char *json = NULL;

        need(handoff_policy_decide(policy, &brief[1][i], AS_OF, &d, NULL),
             "a decision");
        need(handoff_decision_json(policy, &brief[1][i], d, &json, NULL),
             "its record");
        free(json);
        handoff_decision_free(d);
    }
    return BRIEFS;
}

/* From the brief's JSON to the decision's, with one decider and all but
 * would_change; of the brief only what decides is read. */
static double text_to_record(void)
{
    for (int i = 0; i < BRIEFS; i++) {
        struct handoff_brief *read = NULL;
        struct handoff_facts *one = NULL;
        const struct handoff_decision *d = NULL;
        char *json = NULL;

        need(handoff_brief_skim(handoff_policy_fields(policy),
                                ho_slice(text[i]), &read, NULL),
             "reading a brief");
        need(handoff_policy_intern(policy, read, AS_OF, &one, NULL),
             "interning");
        need(handoff_decider_decide(decider, one, HANDOFF_REASONS, &d, NULL),
             "a decision");
        need(handoff_decision_json(policy, read, d, &json, NULL), "its record");
        free(json);
        handoff_facts_free(one);
        handoff_brief_free(read);
    }
    return BRIEFS;
}

static double read_text(void)
{
    for (int i = 0; i < BRIEFS; i++) {
        struct handoff_brief *read = NULL;

        need(handoff_brief_read(handoff_policy_fields(policy),
                                ho_slice(text[i]), &read, NULL),
             "reading a brief");
        handoff_brief_free(read);
    }
    return BRIEFS;
}

static double intern(void)
{
    for (int i = 0; i < BRIEFS; i++) {
        struct handoff_facts *one = NULL;

        need(handoff_policy_intern(policy, &brief[1][i], AS_OF, &one, NULL),
             "interning");
        handoff_facts_free(one);
    }
    return BRIEFS;
}

static const struct figure items[] = {
    { "rules_60x28_first_look_complete", "decisions per CPU second", prepare,
      glance_complete, NULL },
    { "rules_60x28_first_look_40_unknown", "decisions per CPU second", prepare,
      glance_gaps, NULL },
    { "rules_60x28_reasons_complete", "decisions per CPU second", prepare,
      reasons_complete, NULL },
    { "rules_60x28_asks_reasons_40_unknown", "decisions per CPU second",
      prepare, reasons_gaps, NULL },
    { "rules_60x28_all_40_unknown", "decisions per CPU second", prepare,
      changes_gaps, NULL },
    { "rules_60x28_intern", "briefs per CPU second", prepare, intern, NULL },
    { "rules_60x28_read_brief_text", "briefs per CPU second", prepare,
      read_text, NULL },
    { "rules_60x28_text_to_record_40_unknown", "decisions per CPU second",
      prepare, text_to_record, NULL },
    { "rules_60x28_brief_to_record_json", "decisions per CPU second", prepare,
      record, release },
};

const struct figures bench_rules = { items, sizeof items / sizeof *items };
