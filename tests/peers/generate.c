/* generate.c - random policies, complete briefs, and what this library decides.
 *
 * One line of JSON a policy, for compare.mjs to put to independent engines:
 *
 *   {"rules": [{"id": "r0", "rows": [[{"field": "f0", "op": "in",
 *                                      "values": ["v1"]}]]}],
 *    "briefs": [{"f0": "v1", "f1": 3, "f2": null}], "decided": ["r0"]}
 *
 * Policy and JSON are written from the same tables, not from each other.  A
 * null says that there is no such value, which is a fact like any other.
 *
 * usage: generate POLICIES BRIEFS_EACH [timed]
 *        timed: each line also says "per_second", decisions per CPU second
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <handoff/policy.h>

#include "base/json.h"

enum { FIELDS = 6, RULES = 12, ROWS = 2, TESTS = 3, VALUES = 5 };
enum { LINE_BYTES = 1 << 20, AS_OF = 1790240400 };

enum sort { ENUM, NUMBER, DOMAIN };

static const enum sort sorts[FIELDS] = { ENUM,   NUMBER, DOMAIN,
                                         NUMBER, ENUM,   ENUM };
static const char *const domains[VALUES] = { "a.example", "b.example",
                                             "c.example", "d.example",
                                             "e.example" };

struct test {
    int field;
    const char *op;
    int low, high;   /* numbers */
    unsigned values; /* a bit a value */
};

struct rule {
    struct test test[ROWS][TESTS];
    int tests[ROWS], rows;
};

struct fact {
    bool none;
    int value;
};

struct work {
    struct rule rule[RULES];
    int rules;
    struct handoff_policy *policy;
    struct handoff_decider *decider;
    struct ho_buffer text, line;
    struct ho_writer w;
    struct handoff_claim (*claim)[FIELDS]; /* of each brief */
    bool timed;
};

static uint64_t state = 0x2026112309000007U;

static int pick(int below)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (int)((state >> 20) % (unsigned)below);
}

static void need(enum handoff_status status, const struct handoff_error *err)
{
    char message[1024];

    if (status == HANDOFF_OK)
        return;
    handoff_error_text(err, message, sizeof message);
    fprintf(stderr, "generate: %s\n", message);
    exit(3);
}

static void make_test(struct test *t, int field)
{
    static const char *const numbers[] = { "ge", "gt",      "le",
                                           "lt", "between", "not_between",
                                           "in", "some",    "none" };

    *t = (struct test){ .field = field, .low = pick(20) - 5 };
    t->high = t->low + pick(6);
    t->values = 1 + (unsigned)pick((1 << VALUES) - 2);
    t->op = pick(3) ? "in" : "not_in";
    if (sorts[field] == NUMBER)
        t->op = numbers[pick(9)];
    else if (sorts[field] == DOMAIN && pick(5) == 0)
        t->op = pick(2) ? "some" : "none";
    if (strcmp(t->op, "in") == 0 && sorts[field] == NUMBER)
        t->high = t->low; /* one number */
}

static void make_rule(struct rule *rule)
{
    rule->rows = pick(4) ? 1 : 2;
    for (int r = 0; r < rule->rows; r++) {
        const int first = pick(FIELDS), step = pick(2) ? 1 : 5;

        rule->tests[r] = 1 + pick(TESTS);
        for (int t = 0; t < rule->tests[r]; t++)
            make_test(&rule->test[r][t], (first + t * step) % FIELDS);
    }
}

/* --- as a policy --- */

static const char *value_of(int field, int value)
{
    static const char *const words[VALUES] = { "v0", "v1", "v2", "v3", "v4" };

    return sorts[field] == DOMAIN ? domains[value] : words[value];
}

static void write_number_test(struct ho_buffer *b, const struct test *t)
{
    static const struct {
        const char *op, *sign;
    } signs[] = {
        { "ge", ">=" }, { "gt", ">" }, { "le", "<=" }, { "lt", "<" }
    };

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (strcmp(t->op, signs[i].op) == 0)
            ho_buffer_format(b, "\"%s %d\"", signs[i].sign, t->low);
    if (strcmp(t->op, "between") == 0)
        ho_buffer_format(b, "%d..%d", t->low, t->high);
    else if (strcmp(t->op, "not_between") == 0)
        ho_buffer_format(b, "\"not [%d..%d]\"", t->low, t->high);
    else if (strcmp(t->op, "in") == 0)
        ho_buffer_format(b, "%d", t->low);
    else if (strchr("sn", t->op[0]))
        ho_buffer_text(b, t->op);
}

static void write_test(struct ho_buffer *b, const struct test *t)
{
    const bool negated = strcmp(t->op, "not_in") == 0;

    ho_buffer_format(b, "f%d: ", t->field);
    if (sorts[t->field] == NUMBER) {
        write_number_test(b, t);
        return;
    }
    if (strcmp(t->op, "some") == 0 || strcmp(t->op, "none") == 0) {
        ho_buffer_text(b, t->op);
        return;
    }
    ho_buffer_text(b, negated ? "\"not [" : "[");
    for (int v = 0, n = 0; v < VALUES; v++)
        if (t->values >> v & 1)
            ho_buffer_format(b, "%s%s", n++ ? ", " : "", value_of(t->field, v));
    ho_buffer_text(b, negated ? "]\"" : "]");
}

static void write_row(struct ho_buffer *b, const struct rule *rule, int row)
{
    ho_buffer_text(b, "{");
    for (int t = 0; t < rule->tests[row]; t++) {
        ho_buffer_text(b, t ? ", " : "");
        write_test(b, &rule->test[row][t]);
    }
    ho_buffer_text(b, "}");
}

static void write_policy(struct work *w)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct ho_buffer *b = &w->text;

    ho_buffer_clear(b);
    ho_buffer_text(b, "policy: peers\nversion: 1\nfields:\n");
    for (int f = 0; f < FIELDS; f++)
        ho_buffer_format(b, "  f%d: {question: f?, type: %s}\n", f,
                         sorts[f] == ENUM ? "enum, values: [v0, v1, v2, v3, v4]"
                         : sorts[f] == NUMBER ? "integer"
                                              : "domain");
    ho_buffer_text(b, "undecided: {then: {route: enrich, reason: ASK}}\n"
                      "otherwise: {id: Z, then: {route: skip, reason: Z}}\n"
                      "decides_on: [route, reason]\nrules:\n");
    for (int r = 0; r < w->rules; r++) {
        ho_buffer_format(
            b, "  - {id: r%d, then: {route: skip, reason: r%d}, when: ", r, r);
        ho_buffer_text(b, w->rule[r].rows > 1 ? "{any: [" : "");
        for (int i = 0; i < w->rule[r].rows; i++) {
            ho_buffer_text(b, i ? ", " : "");
            write_row(b, &w->rule[r], i);
        }
        ho_buffer_text(b, w->rule[r].rows > 1 ? "]}}\n" : "}\n");
    }
    need(handoff_policy_parse("peers", ho_buffer_slice(b), &w->policy, &err),
         &err);
    need(handoff_decider_new(w->policy, &w->decider, &err), &err);
}

/* --- as data --- */

static void write_json_test(struct ho_writer *w, const struct test *t)
{
    char name[8];

    snprintf(name, sizeof name, "f%d", t->field);
    ho_write_object(w, NULL);
    ho_write_text(w, "field", name);
    ho_write_text(w, "op", t->op);
    ho_write_array(w, "values");
    if (sorts[t->field] == NUMBER) {
        ho_write_integer(w, NULL, t->low);
        ho_write_integer(w, NULL, t->high);
    }
    for (int v = 0; sorts[t->field] != NUMBER && v < VALUES; v++)
        if (t->values >> v & 1)
            ho_write_text(w, NULL, value_of(t->field, v));
    ho_write_end_array(w);
    ho_write_end_object(w);
}

static void write_json_rule(struct ho_writer *w, const struct rule *rule, int r)
{
    char id[8];

    snprintf(id, sizeof id, "r%d", r);
    ho_write_object(w, NULL);
    ho_write_text(w, "id", id);
    ho_write_array(w, "rows");
    for (int i = 0; i < rule->rows; i++) {
        ho_write_array(w, NULL);
        for (int t = 0; t < rule->tests[i]; t++)
            write_json_test(w, &rule->test[i][t]);
        ho_write_end_array(w);
    }
    ho_write_end_array(w);
    ho_write_end_object(w);
}

static void write_json_fact(struct ho_writer *w, int field,
                            const struct fact *fact)
{
    char name[8];

    snprintf(name, sizeof name, "f%d", field);
    if (fact->none)
        ho_write_null(w, name);
    else if (sorts[field] == NUMBER)
        ho_write_integer(w, name, fact->value);
    else
        ho_write_text(w, name, value_of(field, fact->value));
}

/* --- briefs --- */

static void make_fact(struct fact *fact, int field)
{
    fact->none = sorts[field] != ENUM && pick(8) == 0;
    fact->value = sorts[field] == NUMBER ? pick(28) - 7 : pick(VALUES);
}

static void make_claim(struct handoff_claim *claim, int field,
                       const struct fact *fact)
{
    *claim = (struct handoff_claim){ .field = field,
                                     .class = HANDOFF_EXPLICIT,
                                     .value = "",
                                     .basis = HANDOFF_NO_FIELD,
                                     .reason = "",
                                     .confidence = "",
                                     .question = "" };
    claim->typed.read = fact->none ? HANDOFF_READ_NONE : HANDOFF_READ_VALUE;
    if (sorts[field] != NUMBER) {
        claim->value = value_of(field, fact->value);
        return;
    }
    claim->typed.has_number = true;
    claim->typed.low = claim->typed.high = fact->value * HANDOFF_SCALE;
}

/* What the library decides; a complete brief is always decided. */
static const char *decide(struct work *w, const struct handoff_claim *claim)
{
    const struct handoff_brief brief = { .fields =
                                             handoff_policy_fields(w->policy),
                                         .claim = claim };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_facts *facts = NULL;
    const struct handoff_decision *d = NULL;

    need(handoff_policy_intern(w->policy, &brief, AS_OF, &facts, &err), &err);
    need(handoff_decider_decide(w->decider, facts, HANDOFF_REASONS, &d, &err),
         &err);
    handoff_facts_free(facts);
    return d->rule;
}

static int64_t per_second(struct work *w, struct handoff_claim claim[][FIELDS],
                          int count)
{
    const clock_t start = clock(), least = CLOCKS_PER_SEC / 20;
    int64_t decisions = 0;
    clock_t spent;

    do {
        for (int i = 0; i < count; i++)
            decide(w, claim[i]);
        decisions += count;
        spent = clock() - start;
    } while (spent < least);
    return decisions * CLOCKS_PER_SEC / spent;
}

static void write_briefs(struct work *w, int count, const char **decided)
{
    ho_write_array(&w->w, "briefs");
    for (int i = 0; i < count; i++) {
        struct handoff_claim *const claim = w->claim[i];

        ho_write_object(&w->w, NULL);
        for (int f = 0; f < FIELDS; f++) {
            struct fact fact;

            make_fact(&fact, f);
            make_claim(&claim[f], f, &fact);
            write_json_fact(&w->w, f, &fact);
        }
        ho_write_end_object(&w->w);
        decided[i] = decide(w, claim);
    }
    ho_write_end_array(&w->w);
}

static void write_line(struct work *w, int count, const char **decided)
{
    ho_buffer_clear(&w->line);
    ho_writer_init(&w->w, &w->line, 0);
    ho_write_object(&w->w, NULL);
    ho_write_array(&w->w, "rules");
    for (int r = 0; r < w->rules; r++)
        write_json_rule(&w->w, &w->rule[r], r);
    ho_write_end_array(&w->w);
    write_briefs(w, count, decided);
    ho_write_array(&w->w, "decided");
    for (int i = 0; i < count; i++)
        ho_write_text(&w->w, NULL, decided[i]);
    ho_write_end_array(&w->w);
    if (w->timed)
        ho_write_integer(&w->w, "per_second", per_second(w, w->claim, count));
    ho_write_end_object(&w->w);
    if (w->line.failed != HANDOFF_OK || puts(w->line.ptr) < 0)
        exit(3);
}

static int count_of(const char *text)
{
    char *end;
    const long count = strtol(text, &end, 10);

    return *text && !*end && count > 0 && count <= 100000 ? (int)count : 0;
}

int main(int argc, char **argv)
{
    const bool timed = argc == 4 && strcmp(argv[3], "timed") == 0;
    const int policies = argc == 3 || timed ? count_of(argv[1]) : 0;
    const int briefs = argc == 3 || timed ? count_of(argv[2]) : 0;
    const char **decided;
    struct work w = { .timed = timed };

    if (policies < 1 || briefs < 1) {
        fputs("usage: generate POLICIES BRIEFS_EACH [timed]\n", stderr);
        return 2;
    }
    decided = calloc((size_t)briefs, sizeof *decided);
    w.claim = calloc((size_t)briefs, sizeof *w.claim);
    if (!decided || !w.claim)
        return 3;
    ho_buffer_init(&w.text, LINE_BYTES);
    ho_buffer_init(&w.line, LINE_BYTES);
    for (int i = 0; i < policies; i++) {
        w.rules = 2 + pick(RULES - 1);
        for (int r = 0; r < w.rules; r++)
            make_rule(&w.rule[r]);
        write_policy(&w);
        write_line(&w, briefs, decided);
        handoff_decider_free(w.decider);
        handoff_policy_free(w.policy);
    }
    ho_buffer_release(&w.text);
    ho_buffer_release(&w.line);
    free(w.claim);
    free(decided);
    return 0;
}
