/* test_rules_bytes.c - the same bytes from every compiler.
 *
 * Every preset runs this: gcc and clang, with and without sanitizers.  The
 * hash is that of the JSON of some thousand decisions, one a line, and of the
 * policies' own hashes.  When the record of a decision is changed on purpose,
 * HANDOFF_WRITE_BYTES=1 writes the file anew.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/sha256.h"
#include "rules/written.h"
#include "support/cases.h"
#include "support/rules_case.h"
#include "support/rules_table.h"

enum { TABLES = 2000, BRIEFS = 3, BYTES_MAX = 64 << 20 };

static const char recorded_in[] = FIXTURES "/rules/decisions.sha256";

static void add_decision(struct ho_buffer *b,
                         const struct handoff_policy *policy,
                         const struct table *table)
{
    struct handoff_claim claim[FIELDS];
    const struct handoff_brief brief = { .fields =
                                             handoff_policy_fields(policy),
                                         .claim = claim };
    struct handoff_decision *d = NULL;
    struct fact fact[FIELDS];
    char *json = NULL;

    for (int f = 0; f < table->fields; f++)
        rules_make_fact(&fact[f], table->kind[f]);
    rules_claims(brief.fields, fact, claim);
    assert_int_equal(
        handoff_policy_decide(policy, &brief, RULES_AS_OF, &d, NULL),
        HANDOFF_OK);
    assert_int_equal(handoff_decision_json(policy, &brief, d, &json, NULL),
                     HANDOFF_OK);
    ho_buffer_text(b, json);
    ho_buffer_byte(b, '\n');
    free(json);
    handoff_decision_free(d);
}

static void write_recorded(const char *hash)
{
    FILE *file = fopen(recorded_in, "w");

    assert_non_null(file);
    assert_true(fprintf(file, "%s\n", hash) > 0);
    assert_int_equal(fclose(file), 0);
}

static void decisions_are_the_same_bytes(void **state)
{
    struct ho_buffer b;
    char hash[66];
    char *expected;

    (void)state;
    ho_buffer_init(&b, BYTES_MAX);
    rules_seed(0x2026112309000006U);
    for (int i = 0; i < TABLES; i++) {
        struct handoff_policy *policy;
        struct table table;

        rules_make_table(&table, i % 2);
        policy = rules_write_policy(&table);
        for (int n = 0; n < BRIEFS; n++)
            add_decision(&b, policy, &table);
        handoff_policy_free(policy);
    }
    assert_int_equal(ho_sha256_hex(ho_buffer_slice(&b), hash, NULL),
                     HANDOFF_OK);
    ho_buffer_release(&b);
    if (getenv("HANDOFF_WRITE_BYTES"))
        write_recorded(hash);
    expected = case_text(FIXTURES, "rules/decisions.sha256", NULL);
    hash[64] = '\n';
    hash[65] = '\0';
    assert_string_equal(hash, expected);
    free(expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decisions_are_the_same_bytes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
