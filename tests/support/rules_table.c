/* rules_table.c - see support/rules_table.h */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "rules/written.h"
#include "support/rules_case.h"
#include "support/rules_table.h"

static const struct {
    const char *declaration;
    int count;
    const char *value[VALUES];
} kinds[] = {
    { "type: enum, values: [v0, v1]", 2, { "v0", "v1" } },
    { "type: enum, values: [v0, v1, v2, v3]", 4, { "v0", "v1", "v2", "v3" } },
    { "type: integer", 9, { "-1", "0", "1", "2", "3", "4", "5", "6", "none" } },
    { "type: domain",
      8,
      { "a.example", "b.example", "c.example", "x.a.example", "x.b.example",
        "x.c.example", "other.example", "none" } },
};

enum { ENUM_2, ENUM_4, INTEGER, DOMAIN, KINDS };

static const char *const routes[] = { "pursue", "nurture", "enrich", "skip" };

static uint64_t state;

void rules_seed(uint64_t seed)
{
    state = seed;
}

unsigned rules_random(unsigned n)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (unsigned)((state >> 20) % n);
}

static bool chance(unsigned percent)
{
    return rules_random(100) < percent;
}

unsigned rules_all_values(int kind)
{
    return (1U << kinds[kind].count) - 1;
}

const char *rules_value(int kind, int value)
{
    return value < kinds[kind].count ? kinds[kind].value[value] : NULL;
}

/* --- tests, as text and as truth --- */

static void make_enum_test(struct value_test *t, int kind)
{
    const unsigned all = rules_all_values(kind);
    const bool negated = chance(30);
    unsigned chosen = 0;
    size_t at;

    while (chosen == 0 || chosen == all)
        chosen = rules_random(all);
    at = (size_t)snprintf(t->text, sizeof t->text, negated ? "\"not [" : "[");
    for (int v = 0; v < kinds[kind].count; v++)
        if (chosen >> v & 1)
            at +=
                (size_t)snprintf(t->text + at, sizeof t->text - at, "v%d, ", v);
    snprintf(t->text + at - 2, sizeof t->text - at + 2, negated ? "]\"" : "]");
    t->truth = negated ? all & ~chosen : chosen;
}

/* Values are -1 to 6 at 0 to 7, none at 8. */
static void make_integer_test(struct value_test *t)
{
    const int low = (int)rules_random(6),
              high = low + (int)rules_random(6 - (unsigned)low);

    t->truth = 0;
    switch (rules_random(5)) {
    case 0:
        snprintf(t->text, sizeof t->text, "\">= %d\"", low);
        for (int n = low; n <= 6; n++)
            t->truth |= 1U << (n + 1);
        break;
    case 1:
        snprintf(t->text, sizeof t->text, "\"< %d\"", low);
        for (int n = -1; n < low; n++)
            t->truth |= 1U << (n + 1);
        break;
    case 2:
        snprintf(t->text, sizeof t->text, "%d..%d", low, high);
        for (int n = low; n <= high; n++)
            t->truth |= 1U << (n + 1);
        break;
    case 3:
        snprintf(t->text, sizeof t->text, "not %d", low);
        t->truth = 0xFF & ~(1U << (low + 1));
        break;
    default:
        snprintf(t->text, sizeof t->text, "some");
        t->truth = 0xFF;
    }
}

static void make_domain_test(struct value_test *t)
{
    static const struct {
        const char *text;
        unsigned truth; /* in the order of the kind's values */
    } choice[] = {
        { "a.example", 0x01 },
        { "in first", 0x03 },
        { "under first", 0x1B },
        { "in second", 0x05 },
        { "under second", 0x2D },
        { "not in first", 0x7C },
        { "not under second", 0x52 },
        { "some", 0x7F },
        { "none", 0x80 },
        { "[b.example, c.example]", 0x06 },
        { "\"not [b.example]\"", 0x7D },
    };
    const unsigned i = rules_random(sizeof choice / sizeof *choice);

    snprintf(t->text, sizeof t->text, "%s", choice[i].text);
    t->truth = choice[i].truth;
}

static void make_row(const struct table *table, struct row *row)
{
    const int most = table->fields < TESTS ? table->fields : TESTS;
    const int first = (int)rules_random((unsigned)table->fields);

    row->count = 1 + (int)rules_random((unsigned)most);
    for (int i = 0; i < row->count; i++) {
        struct value_test *t = &row->test[i];

        t->field = (first + i) % table->fields;
        if (table->kind[t->field] == INTEGER)
            make_integer_test(t);
        else if (table->kind[t->field] == DOMAIN)
            make_domain_test(t);
        else
            make_enum_test(t, table->kind[t->field]);
    }
}

void rules_make_table(struct table *table, bool assumes)
{
    memset(table, 0, sizeof *table);
    table->fields = 2 + (int)rules_random(FIELDS - 1);
    table->rules = 2 + (int)rules_random(RULES - 1);
    for (int f = 0; f < table->fields; f++)
        table->kind[f] = (int)rules_random(KINDS);
    for (int r = 0; r <= table->rules; r++) {
        struct rule *rule = &table->rule[r];

        rule->route = (int)rules_random(2);
        rule->owner = (int)rules_random(2);
        rule->review = (r + rule->owner) % 2 == 0;
        rule->rows = r == table->rules ? 0 : 1 + chance(25);
        for (int i = 0; i < rule->rows; i++) {
            make_row(table, &rule->row[i]);
            for (int t = 0; t < rule->row[i].count; t++) {
                const int field = rule->row[i].test[t].field;

                if (assumes && chance(20))
                    rule->assume[field] = chance(50) ? 1 : -1;
                rule->demand[field] = rule->demand[field] || chance(15);
            }
        }
    }
}

/* --- the policy file --- */

static void write_row(struct ho_buffer *b, const struct row *row)
{
    ho_buffer_text(b, "{");
    for (int t = 0; t < row->count; t++)
        ho_buffer_format(b, "%sf%d: %s", t ? ", " : "", row->test[t].field,
                         row->test[t].text);
    ho_buffer_text(b, "}");
}

static void write_marks(struct ho_buffer *b, const struct table *table,
                        const struct rule *rule)
{
    ho_buffer_text(b, ", if_unknown: {");
    for (int f = 0; f < table->fields; f++)
        if (rule->assume[f])
            ho_buffer_format(b, "f%d: %s, ", f,
                             rule->assume[f] > 0 ? "matches"
                                                 : "does_not_match");
    ho_buffer_text(b, "}, evidence: {");
    for (int f = 0; f < table->fields; f++)
        if (rule->demand[f])
            ho_buffer_format(b, "f%d: explicit, ", f);
    ho_buffer_text(b, "}");
}

static void write_rule(struct ho_buffer *b, const struct table *table, int r)
{
    const struct rule *rule = &table->rule[r];

    ho_buffer_format(b, "{id: r%d, then: {route: %s, owner: o%d, reason: R%s}",
                     r, routes[rule->route], rule->owner,
                     !table->reviews ? ""
                     : rule->review  ? ", review: yes"
                                     : ", review: no");
    if (rule->rows == 1) {
        ho_buffer_text(b, ", when: ");
        write_row(b, &rule->row[0]);
    } else if (rule->rows == 2) {
        ho_buffer_text(b, ", when: {any: [");
        write_row(b, &rule->row[0]);
        ho_buffer_text(b, ", ");
        write_row(b, &rule->row[1]);
        ho_buffer_text(b, "]}");
    }
    if (rule->rows > 0)
        write_marks(b, table, rule);
    ho_buffer_text(b, "}\n");
}

struct handoff_policy *rules_write_policy(const struct table *table)
{
    struct ho_buffer b;
    struct handoff_policy *policy;

    ho_buffer_init(&b, 1 << 20);
    ho_buffer_text(&b, "policy: random\nversion: 1\nfields:\n");
    for (int f = 0; f < table->fields; f++)
        ho_buffer_format(&b, "  f%d: {%s, question: f?}\n", f,
                         kinds[table->kind[f]].declaration);
    ho_buffer_text(&b, "lists:\n  first: [a.example, b.example]\n"
                       "  second: [a.example, c.example]\n"
                       "owners: {o0: {name: O}, o1: {name: P}}\n"
                       "undecided: {ask_at_most: 60, "
                       "then: {route: enrich, reason: ASK}}\nrules:\n");
    for (int r = 0; r < table->rules; r++) {
        ho_buffer_text(&b, "  - ");
        write_rule(&b, table, r);
    }
    ho_buffer_text(&b, "otherwise: ");
    write_rule(&b, table, table->rules);
    policy = rules_policy("random", b.ptr);
    ho_buffer_release(&b);
    return policy;
}

/* --- the brief --- */

static void make_range(struct fact *fact)
{
    const int low = (int)rules_random(8) - 1;
    const int high = low + (int)rules_random((unsigned)(7 - low));

    snprintf(fact->text, sizeof fact->text, "%d..%d", low, high);
    fact->possible = 0;
    for (int n = low; n <= high; n++)
        fact->possible |= 1U << (n + 1);
}

void rules_make_fact(struct fact *fact, int kind)
{
    const unsigned value = rules_random((unsigned)kinds[kind].count);

    *fact =
        (struct fact){ .possible = rules_all_values(kind), .text = "unknown" };
    if (chance(50))
        return;
    fact->known = true;
    fact->inferred = chance(30);
    fact->possible = 1U << value;
    snprintf(fact->text, sizeof fact->text, "%s%s",
             fact->inferred ? "inferred " : "", kinds[kind].value[value]);
    if (kind == INTEGER && !fact->inferred && chance(40))
        make_range(fact);
}

void rules_claims(const struct handoff_fields *fields, const struct fact *fact,
                  struct handoff_claim *claim)
{
    for (int f = 0; f < (int)fields->count; f++)
        assert_int_equal(
            ho_written_claim(NULL, fields, f, fact[f].text, &claim[f], NULL),
            HANDOFF_OK);
}

struct handoff_decision *rules_decide_facts(const struct handoff_policy *policy,
                                            const struct table *table,
                                            const struct fact *fact)
{
    struct handoff_claim claim[FIELDS];
    const struct handoff_brief brief = { .fields =
                                             handoff_policy_fields(policy),
                                         .claim = claim };
    struct handoff_decision *decision = NULL;

    assert_int_equal(table->fields, brief.fields->count);
    rules_claims(brief.fields, fact, claim);
    assert_int_equal(
        handoff_policy_decide(policy, &brief, RULES_AS_OF, &decision, NULL),
        HANDOFF_OK);
    return decision;
}

/* One more unknown field becomes known; false: there is none. */
bool rules_learn(const struct table *table, struct fact *fact, int *field)
{
    const int first = (int)rules_random((unsigned)table->fields);

    for (int i = 0; i < table->fields; i++) {
        const int f = (first + i) % table->fields;
        const int kind = table->kind[f];
        const unsigned value = rules_random((unsigned)kinds[kind].count);

        if (fact[f].known)
            continue;
        fact[f] = (struct fact){ .known = true, .possible = 1U << value };
        snprintf(fact[f].text, sizeof fact[f].text, "%s",
                 kinds[kind].value[value]);
        *field = f;
        return true;
    }
    return false;
}
