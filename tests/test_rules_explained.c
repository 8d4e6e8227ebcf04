/* test_rules_explained.c - what policy explain prints is what decide does.
 *
 * Over random policies and briefs: the decision byte for byte, each rule as
 * its truth table has it, and of each change the words, read back as a
 * condition: with every value of the field it is decided as they say.
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
#include "support/rules_printed.h"

enum { BRIEFS = 1500, CHANGES = 64, WORDS_MAX = 256 };

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
    rules_start_printed(&b, table);
    rules_write_box(&b, table, box, 0);
    return rules_end_printed(&b);
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
    taken = rules_times_matched(d) > 0;
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
        if (was->undecided ? !is->undecided : !rules_same_key(was, is)) {
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

        rules_make_plain(&table, true);
        make_facts(&table, fact);
        policy = rules_write_policy(&table);
        changes += check_explained(policy, &table, fact);
        handoff_policy_free(policy);
    }
    assert_true(changes > BRIEFS);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(
        explained_as_decided) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
