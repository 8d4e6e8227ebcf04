/* test_rules_printed.c - what explain and diff print is read back as policy
 * conditions, and holds.
 *
 * The words of a region of `policy diff`, or of a change of `policy explain`,
 * become rules of a policy of their own.  Then the program decides every
 * world: it changes exactly where one of these rules matches, and as that rule
 * says.  Of enums and numbers; lists are told by the lists alone that a value
 * is in.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <handoff/analysis.h>

#include "base/arena.h"
#include "base/json.h"
#include "support/rules_case.h"
#include "support/rules_table.h"

enum {
    PAIRS = 1500,
    BRIEFS = 1500,
    CHANGES = 64,
    WORDS_MAX = 256,
    DOMAIN = 3, /* the kind of rules_table.h that has lists */
    TEXT_BYTES = 1 << 20
};

static void make_table(struct table *table, bool assumes)
{
    bool lists;

    do {
        rules_make_table(table, assumes);
        lists = false;
        for (int f = 0; f < table->fields; f++)
            lists = lists || table->kind[f] == DOMAIN;
    } while (lists);
}

/* --- words become conditions --- */

/* "3 or more" is ">= 3". */
static void condition(struct ho_buffer *b, struct handoff_slice part)
{
    char text[WORDS_MAX];
    long number;

    snprintf(text, sizeof text, "%.*s", (int)part.len, part.ptr);
    if (strstr(text, " or more") && sscanf(text, "%ld", &number) == 1)
        ho_buffer_format(b, "\">= %ld\"", number);
    else if (sscanf(text, "under %ld", &number) == 1)
        ho_buffer_format(b, "\"< %ld\"", number);
    else
        ho_buffer_text(b, text);
}

static struct handoff_slice next_part(struct handoff_slice *rest,
                                      const char *end)
{
    const size_t at = ho_find(*rest, 0, ho_slice(end));
    const struct handoff_slice part =
        at == SIZE_MAX ? *rest : ho_part(*rest, 0, at);

    *rest = at == SIZE_MAX ? (struct handoff_slice){ NULL, 0 }
                           : ho_part(*rest, at + strlen(end), rest->len);
    return part;
}

static size_t count_parts(struct handoff_slice words)
{
    size_t count = 0;

    for (; words.len > 0; count++)
        next_part(&words, "|");
    return count;
}

/* The n-th of the field's alternatives; those of an enum are one list. */
static void field_condition(struct ho_buffer *b, bool is_enum,
                            struct handoff_slice words, size_t n)
{
    const bool negated = words.len > 4 && memcmp(words.ptr, "not ", 4) == 0;

    if (negated)
        words = ho_part(words, 4, words.len);
    if (!is_enum) {
        while (n-- > 0)
            next_part(&words, "|");
        condition(b, next_part(&words, "|"));
        return;
    }
    ho_buffer_text(b, negated ? "\"not [" : "[");
    while (words.len > 0) {
        ho_buffer_add(b, next_part(&words, "|"));
        ho_buffer_text(b, words.len > 0 ? ", " : "]");
    }
    ho_buffer_text(b, negated ? "\"" : "");
}

static bool is_enum(const struct table *table, const char *field)
{
    return strcmp(rules_value(table->kind[field[1] - '0'], 0), "v0") == 0;
}

/* "f0 v1|v2, f1 under 3|none" as rules, one a combination of alternatives. */
static void write_box(struct ho_buffer *b, const struct table *table,
                      const char *box, size_t region)
{
    size_t many[FIELDS], total = 1, fields = 0;
    struct handoff_slice rest = ho_slice(box), name[FIELDS], words[FIELDS];

    assert_string_not_equal(box, "every lead");
    for (; rest.len > 0; fields++) {
        words[fields] = next_part(&rest, ", ");
        name[fields] = next_part(&words[fields], " ");
        many[fields] =
            is_enum(table, name[fields].ptr) ? 1 : count_parts(words[fields]);
        total *= many[fields];
    }
    for (size_t i = 0; i < total; i++) {
        size_t left = i;

        ho_buffer_format(b, "  - {id: x%zu, when: {", b->len);
        for (size_t f = 0; f < fields; f++) {
            ho_buffer_format(b, "%s%.*s: ", f ? ", " : "", (int)name[f].len,
                             name[f].ptr);
            field_condition(b, is_enum(table, name[f].ptr), words[f],
                            left % many[f]);
            left /= many[f];
        }
        ho_buffer_format(b, "}, then: {route: skip, reason: R%zu}}\n", region);
    }
}

static void start_policy(struct ho_buffer *b, const struct table *table)
{
    ho_buffer_init(b, TEXT_BYTES);
    ho_buffer_text(b, "policy: printed\nversion: 1\nfields:\n");
    for (int f = 0; f < table->fields; f++) {
        const char field[] = { 'f', (char)('0' + f), '\0' };

        ho_buffer_format(b, "  f%d: {question: f?, type: ", f);
        if (!is_enum(table, field))
            ho_buffer_text(b, "integer}\n");
        for (int v = 0; is_enum(table, field) && rules_value(table->kind[f], v);
             v++)
            ho_buffer_format(b, "%sv%d%s", v ? ", " : "enum, values: [", v,
                             rules_value(table->kind[f], v + 1) ? "" : "]}\n");
    }
    ho_buffer_text(b, "undecided: {then: {route: enrich, reason: ASK}}\n"
                      "otherwise: {id: Z, then: {route: skip, reason: Z}}\n"
                      "rules:\n");
}

static struct handoff_policy *end_policy(struct ho_buffer *b)
{
    struct handoff_policy *policy = rules_policy("printed", b->ptr);

    ho_buffer_release(b);
    return policy;
}

/* --- worlds --- */

static bool next_world(const struct table *table, int *value)
{
    for (int f = 0; f < table->fields; f++) {
        if (rules_value(table->kind[f], ++value[f]))
            return true;
        value[f] = 0;
    }
    return false;
}

static struct handoff_decision *decide_world(
    const struct handoff_policy *policy, const struct table *table,
    const int *value)
{
    struct fact fact[FIELDS] = { 0 };

    for (int f = 0; f < table->fields; f++)
        snprintf(fact[f].text, sizeof fact[f].text, "%s",
                 rules_value(table->kind[f], value[f]));
    return rules_decide_facts(policy, table, fact);
}

static bool same_key(const struct handoff_decision *a,
                     const struct handoff_decision *b)
{
    return a->undecided == b->undecided &&
           (a->undecided || (a->outcome.route == b->outcome.route &&
                             strcmp(a->outcome.owner, b->outcome.owner) == 0));
}

/* --- policy diff --- */

static void change_table(struct table *table)
{
    struct rule *a = &table->rule[rules_random((unsigned)table->rules)];
    struct rule *b = &table->rule[rules_random((unsigned)table->rules)];
    const struct rule keep = *a;

    switch (rules_random(3)) {
    case 0: /* two rules change places */
        *a = *b;
        *b = keep;
        break;
    case 1:
        a->owner = !a->owner;
        break;
    default: /* one asks what another one asks */
        memcpy(a->row, b->row, sizeof a->row);
        a->rows = b->rows;
        memset(a->demand, 0, sizeof a->demand);
    }
}

/* In how many rules' boxes the world lies, `otherwise` not counted. */
static unsigned times_matched(const struct handoff_decision *d)
{
    unsigned count = 0;

    for (size_t w = 0; w < d->words; w++)
        count += (unsigned)__builtin_popcountll(d->must[w]);
    return count - 1;
}

static void check_world(const struct handoff_policy *const policy[3],
                        const struct table *table, const int *value,
                        const cJSON *regions)
{
    struct handoff_decision *d[3];
    int region;

    for (int i = 0; i < 3; i++)
        d[i] = policy[i] ? decide_world(policy[i], table, value) : NULL;
    assert_int_equal(d[2] ? times_matched(d[2]) : 0, !same_key(d[0], d[1]));
    if (!same_key(d[0], d[1])) {
        const cJSON *told;

        assert_int_equal(sscanf(d[2]->outcome.reason, "R%d", &region), 1);
        told = cJSON_GetArrayItem(regions, region);
        assert_string_equal(ho_json_text(ho_json_get(told, "from"), "rule"),
                            d[0]->rule);
        assert_string_equal(ho_json_text(ho_json_get(told, "to"), "rule"),
                            d[1]->rule);
    }
    for (int i = 0; i < 3; i++)
        handoff_decision_free(d[i]);
}

static size_t check_diff(const struct handoff_policy *const policy[2],
                         const struct table *table)
{
    const struct handoff_policy *three[3] = { policy[0], policy[1], NULL };
    int value[FIELDS] = { 0 };
    struct handoff_policy *printed;
    const cJSON *region, *box, *regions;
    struct ho_buffer b;
    char *json = NULL;
    cJSON *root = NULL;
    size_t boxes = 0, at = 0;
    bool changes;

    assert_int_equal(
        handoff_policy_diff(policy[0], policy[1], NULL, &json, &changes, NULL),
        HANDOFF_OK);
    assert_int_equal(ho_json_parse(ho_slice(json), &root, NULL), HANDOFF_OK);
    assert_true(cJSON_IsTrue(ho_json_get(root, "exact")));
    regions = ho_json_get(root, "regions");
    start_policy(&b, table);
    cJSON_ArrayForEach(region, regions)
    {
        cJSON_ArrayForEach(box, ho_json_get(region, "boxes"))
        {
            write_box(&b, table, box->valuestring, at);
            boxes++;
        }
        at++;
    }
    three[2] = printed = boxes > 0 ? end_policy(&b) : NULL;
    ho_buffer_release(&b);
    do
        check_world(three, table, value, regions);
    while (next_world(table, value));
    handoff_policy_free(printed);
    cJSON_Delete(root);
    free(json);
    return boxes;
}

static void regions_cover_what_changes(void **state)
{
    size_t boxes = 0;

    (void)state;
    rules_seed(0x2026112310000004U);
    for (int i = 0; i < PAIRS; i++) {
        struct table table[2];
        struct handoff_policy *policy[2];

        do
            make_table(&table[0], false);
        while (table[0].fields > 3); /* few worlds */
        table[1] = table[0];
        change_table(&table[1]);
        for (int s = 0; s < 2; s++)
            policy[s] = rules_write_policy(&table[s]);
        boxes +=
            check_diff((const struct handoff_policy *const *)policy, &table[0]);
        for (int s = 0; s < 2; s++)
            handoff_policy_free(policy[s]);
    }
    assert_true(boxes > PAIRS / 2);
}

/* --- policy explain --- */

/* What the table says of a row, from the values that the facts leave. */
static enum verdict {
    NO,
    OPEN,
    YES
} row_verdict(const struct rule *rule, const struct row *row,
              const struct fact *fact)
{
    enum verdict least = YES;

    for (int t = 0; t < row->count; t++) {
        const struct value_test *test = &row->test[t];
        const struct fact *f = &fact[test->field];
        const int assumed = rule->assume[test->field];
        const unsigned in = test->truth & f->possible;
        enum verdict v = in == f->possible ? YES : in ? OPEN : NO;

        if (assumed && (!f->known || v == OPEN)) /* a range leaves it open */
            v = assumed > 0 ? YES : NO;
        least = v < least ? v : least;
    }
    return least;
}

static void check_rules(const struct table *table, const struct fact *fact,
                        const cJSON *rules)
{
    static const char words[] = { 'n', '?', 'y' };
    const cJSON *told;
    int r = 0;

    cJSON_ArrayForEach(told, rules)
    {
        const struct rule *rule = &table->rule[r++];
        const char word = ho_json_text(told, "verdict")[0];
        enum verdict most = rule->rows == 0 ? YES : NO;

        for (int i = 0; i < rule->rows; i++) {
            const enum verdict v = row_verdict(rule, &rule->row[i], fact);

            most = v > most ? v : most;
        }
        assert_int_equal(word, words[most]);
    }
    assert_int_equal(r, table->rules + 1);
}

/* The words of one change, as a policy; NULL: any value does. */
static struct handoff_policy *change_policy(const struct table *table,
                                            const cJSON *change)
{
    struct ho_buffer b;
    char box[WORDS_MAX];

    if (strcmp(ho_json_text(change, "when"), "anything") == 0)
        return NULL;
    snprintf(box, sizeof box, "%s %s", ho_json_text(change, "field"),
             ho_json_text(change, "when"));
    start_policy(&b, table);
    write_box(&b, table, box, 0);
    return end_policy(&b);
}

static bool takes(const struct handoff_policy *printed,
                  const struct table *table, int field, const char *value)
{
    struct fact fact[FIELDS];
    struct handoff_decision *d;
    bool taken;

    if (!printed)
        return true;
    for (int f = 0; f < FIELDS; f++)
        fact[f] = (struct fact){ .text = "unknown" };
    snprintf(fact[field].text, sizeof fact[field].text, "%s", value);
    d = rules_decide_facts(printed, table, fact);
    taken = times_matched(d) > 0;
    handoff_decision_free(d);
    return taken;
}

/* The rule that the printed changes name for this value; NULL: none. */
static const char *told_rule(struct handoff_policy *const *printed,
                             const struct table *table, const cJSON *changes,
                             int field, const char *value)
{
    const char *rule = NULL;
    const cJSON *c;

    cJSON_ArrayForEach(c, changes)
    {
        if (ho_json_text(c, "field")[1] - '0' == field &&
            takes(*printed, table, field, value)) {
            assert_null(rule); /* one change tells of it */
            rule = ho_json_text(c, "rule");
        }
        printed++;
    }
    return rule;
}

/* Each other value of the field: is it decided as it was told? */
static void check_field(const struct handoff_policy *policy,
                        struct handoff_policy *const *printed,
                        const struct table *table, const struct fact *fact,
                        int field, const cJSON *changes)
{
    struct handoff_decision *was = rules_decide_facts(policy, table, fact);
    const unsigned here = fact[field].known ? fact[field].possible : 0;
    struct fact other[FIELDS];

    memcpy(other, fact, sizeof other);
    for (int v = 0; rules_value(table->kind[field], v); v++) {
        const char *value = rules_value(table->kind[field], v);
        struct handoff_decision *is;
        const char *told;

        if (here >> v & 1)
            continue;
        snprintf(other[field].text, sizeof other[field].text, "%s", value);
        is = rules_decide_facts(policy, table, other);
        told = told_rule(printed, table, changes, field, value);
        if (was->undecided ? !is->undecided : !same_key(was, is)) {
            assert_non_null(told);
            assert_string_equal(told, is->rule);
        } else {
            assert_null(told);
        }
        handoff_decision_free(is);
    }
    handoff_decision_free(was);
}

/* What counts for it: undecided, what is asked; decided, what is known. */
static bool is_told_of(const struct handoff_decision *d,
                       const struct fact *fact, int field)
{
    bool asked = false;

    for (size_t i = 0; i < d->ask_count; i++)
        asked = asked || d->ask[i] == field;
    return d->undecided ? asked : fact[field].known;
}

static size_t check_changes(const struct handoff_policy *policy,
                            const struct table *table, const struct fact *fact,
                            const cJSON *changes)
{
    struct handoff_policy *printed[CHANGES];
    struct handoff_decision *d = rules_decide_facts(policy, table, fact);
    size_t count = 0;
    const cJSON *c;

    assert_true(d->reasons_exact);
    assert_true(cJSON_GetArraySize(changes) <= CHANGES);
    cJSON_ArrayForEach(c, changes)
    {
        printed[count++] = change_policy(table, c);
    }
    for (int f = 0; f < table->fields; f++)
        if (is_told_of(d, fact, f))
            check_field(policy, printed, table, fact, f, changes);
    handoff_decision_free(d);
    for (size_t i = 0; i < count; i++)
        handoff_policy_free(printed[i]);
    return count;
}

static size_t check_explained(const struct handoff_policy *policy,
                              const struct table *table,
                              const struct fact *fact)
{
    struct handoff_claim claim[FIELDS];
    const struct handoff_brief brief = { .fields =
                                             handoff_policy_fields(policy),
                                         .claim = claim };
    struct handoff_decision *d = NULL;
    char *json = NULL, *own = NULL, *at;
    cJSON *root = NULL;
    size_t changes;

    rules_claims(brief.fields, fact, claim);
    assert_int_equal(
        handoff_policy_decide(policy, &brief, RULES_AS_OF, &d, NULL),
        HANDOFF_OK);
    assert_int_equal(handoff_decision_json(policy, &brief, d, &own, NULL),
                     HANDOFF_OK);
    assert_int_equal(
        handoff_policy_explain_json(policy, &brief, RULES_AS_OF, &json, NULL),
        HANDOFF_OK);
    at = strstr(json, own); /* byte for byte */
    assert_non_null(at);
    assert_int_equal(ho_json_parse(ho_slice(json), &root, NULL), HANDOFF_OK);
    check_rules(table, fact, ho_json_get(root, "rules"));
    changes = check_changes(policy, table, fact, ho_json_get(root, "changes"));
    handoff_decision_free(d);
    cJSON_Delete(root);
    free(json);
    free(own);
    return changes;
}

/* Guesses are left out: a rule may count one as Unknown. */
static void make_facts(const struct table *table, struct fact *fact)
{
    for (int f = 0; f < FIELDS; f++) {
        fact[f] = (struct fact){ .text = "unknown" };
        do
            if (f < table->fields)
                rules_make_fact(&fact[f], table->kind[f]);
        while (fact[f].inferred);
    }
}

static void explained_as_decided(void **state)
{
    size_t changes = 0;

    (void)state;
    rules_seed(0x2026112310000005U);
    for (int i = 0; i < BRIEFS; i++) {
        struct table table;
        struct fact fact[FIELDS];
        struct handoff_policy *policy;

        make_table(&table, true);
        make_facts(&table, fact);
        policy = rules_write_policy(&table);
        changes += check_explained(policy, &table, fact);
        handoff_policy_free(policy);
    }
    assert_true(changes > BRIEFS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(regions_cover_what_changes),
        cmocka_unit_test(explained_as_decided),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
