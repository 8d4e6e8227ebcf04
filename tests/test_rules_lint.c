/* test_rules_lint.c - what lint finds in a policy, and what it allows.
 *
 * fixtures/rules/lint.json: a policy, and the findings expected of it as
 * "severity code", the item and a part of the message, in any order; `lacks`
 * has what must not be found.
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
#include <handoff/clock.h>
#include <handoff/report.h>

#include "base/buffer.h"
#include "support/cases.h"
#include "support/rules_case.h"

enum { LINE_BYTES = 16384 };

/* Ada approves that policy: what it means for the one that is linted. */
static void approve(const char *text, const struct handoff_policy *linted,
                    struct handoff_approved *out)
{
    struct handoff_policy *policy = rules_policy("approved", text);
    const struct handoff_approval_said said = {
        .policy = handoff_policy_name(policy),
        .version = handoff_policy_version(policy),
        .sha256 = handoff_policy_sha256(policy),
        .by = "Ada Example",
        .time = "2026-09-24T09:00:00Z"
    };

    handoff_approval_add(linted, &said, out);
    handoff_policy_free(policy);
}

/* Which codes some test provoked, by their place in the table. */
static bool provoked[HANDOFF_LINT_COUNT];

static void note_codes(const char *json)
{
    for (int code = 0; code < HANDOFF_LINT_COUNT; code++) {
        char wanted[32];

        snprintf(wanted, sizeof wanted, "\"lint\":\"%s\"",
                 handoff_lint_name((enum handoff_lint_code)code));
        provoked[code] |= strstr(json, wanted) != NULL;
    }
}

/* NDJSON; NULL where the row has no log. */
static struct handoff_lines *log_of(const cJSON *row, struct ho_buffer *text)
{
    const cJSON *log = ho_json_get(row, "log"), *line;
    struct handoff_lines *lines = NULL;
    struct ho_writer w;

    ho_buffer_init(text, 1 << 20);
    if (!log)
        return NULL;
    cJSON_ArrayForEach(line, log)
    {
        ho_writer_init(&w, text, 0);
        ho_write_json(&w, NULL, line);
        ho_buffer_text(text, "\n");
    }
    assert_int_equal(handoff_lines_of(ho_buffer_slice(text), &lines, NULL),
                     HANDOFF_OK);
    return lines;
}

static cJSON *lint(const cJSON *row, bool *found)
{
    const char *text = row_text(row, "policy", NULL);
    const char *approved = row_text(row, "approved", NULL);
    struct handoff_policy *policy = rules_policy("policy.yaml", text);
    struct handoff_approved state = { .state = HANDOFF_NOT_APPROVED };
    struct handoff_lint_input input = { .file = "policy.yaml",
                                        .text = ho_slice(text),
                                        .tests = ho_slice(
                                            ho_json_text(row, "tests")),
                                        .tests_file = "policy.tests.yaml" };
    struct ho_buffer log;
    char *json = NULL;
    cJSON *root = NULL;

    input.log = log_of(row, &log);
    if (approved)
        approve(approved, policy, &state);
    if (cJSON_IsTrue(ho_json_get(row, "approvals")))
        input.approved = &state;
    assert_int_equal(handoff_policy_lint(policy, &input, &json, found, NULL),
                     HANDOFF_OK);
    assert_int_equal(ho_json_parse(ho_slice(json), &root, NULL), HANDOFF_OK);
    note_codes(json);
    handoff_lines_free(input.log);
    ho_buffer_release(&log);
    free(json);
    handoff_policy_free(policy);
    return root;
}

/* "warning L303 owner c is named by no rule" */
static void finding_line(const cJSON *f, bool allowed, char *line)
{
    const char *item = ho_json_text(f, "item");

    snprintf(line, LINE_BYTES, "%s%s%s %s %s",
             allowed ? "" : ho_json_text(f, "severity"), allowed ? "" : " ",
             ho_json_text(f, "lint"), item ? item : "",
             ho_json_text(f, allowed ? "because" : "message"));
}

/* Each word in turn, in this order. */
static bool is_in(const char *line, const char *wanted)
{
    char words[LINE_BYTES], *head, *tail;

    snprintf(words, sizeof words, "%s", wanted);
    head = strtok_r(words, " ", &tail);
    for (; head; head = strtok_r(NULL, " ", &tail)) {
        line = strstr(line, head);
        if (!line)
            return false;
        line += strlen(head);
    }
    return true;
}

static bool has(const cJSON *list, const char *wanted, bool allowed)
{
    const cJSON *f;

    cJSON_ArrayForEach(f, list)
    {
        char line[LINE_BYTES];

        finding_line(f, allowed, line);
        if (is_in(line, wanted))
            return true;
    }
    return false;
}

static size_t count_of(const cJSON *list, const char *severity)
{
    const cJSON *f;
    size_t count = 0;

    cJSON_ArrayForEach(f, list)
    {
        count += strcmp(ho_json_text(f, "severity"), severity) == 0;
    }
    return count;
}

static void run_row(const cJSON *row)
{
    const char *why = row_text(row, "why", "");
    bool found;
    cJSON *root = lint(row, &found);
    const cJSON *findings = ho_json_get(root, "findings"), *item;

    cJSON_ArrayForEach(item, ho_json_get(row, "expect"))
    {
        if (!has(findings, item->valuestring, false))
            fail_msg("%s: not found: %s", why, item->valuestring);
    }
    cJSON_ArrayForEach(item, ho_json_get(row, "lacks"))
    {
        if (has(findings, item->valuestring, false))
            fail_msg("%s: found: %s", why, item->valuestring);
    }
    cJSON_ArrayForEach(item, ho_json_get(row, "allowed"))
    {
        if (!has(ho_json_get(root, "allowed"), item->valuestring, true))
            fail_msg("%s: not allowed: %s", why, item->valuestring);
    }
    assert_int_equal(
        found, count_of(findings, "error") + count_of(findings, "warning") > 0);
    assert_true(cJSON_IsTrue(ho_json_get(root, "exact")));
    cJSON_Delete(root);
}

static void rows_are_linted(void **state)
{
    (void)state;
    each_row("rules/lint.json", run_row);
}

static void own_policy_is_clean(void **state)
{
    char *text = case_text(FIXTURES, "../policies/inbound.policy.yaml", NULL);
    struct handoff_policy *policy = rules_policy("own", text);
    const struct handoff_lint_input input = { .file = "own",
                                              .text = ho_slice(text) };
    char *json = NULL;
    bool found = true;

    (void)state;
    assert_int_equal(handoff_policy_lint(policy, &input, &json, &found, NULL),
                     HANDOFF_OK);
    if (found)
        fail_msg("%s", json);
    free(json);
    free(text);
    handoff_policy_free(policy);
}

/* What cannot be read is a finding; what is no policy's fault is an error. */
static void refusals_are_findings(void **state)
{
    struct handoff_policy *policy = NULL;
    struct handoff_error err = HANDOFF_ERROR_INIT, again = HANDOFF_ERROR_INIT;
    char *json = NULL;

    (void)state;
    handoff_policy_parse("p.yaml", ho_slice("policy: [x\n"), &policy, &err);
    assert_int_equal(handoff_lint_refused(&err, &json, &again), HANDOFF_OK);
    assert_non_null(strstr(json, "\"lint\":\"L001\",\"severity\":\"error\""));
    note_codes(json);
    free(json);
    err = (struct handoff_error)HANDOFF_ERROR_INIT;
    handoff_policy_parse("p.yaml", ho_slice("policy: x\n"), &policy, &err);
    assert_int_equal(handoff_lint_refused(&err, &json, &again), HANDOFF_OK);
    assert_non_null(strstr(json, "\"lint\":\"L002\""));
    note_codes(json);
    free(json);
    err.status = HANDOFF_IO;
    assert_int_equal(handoff_lint_refused(&err, &json, &again), HANDOFF_IO);
}

/* Of five thousand rules all but the first few never decide: each is told, in
 * the memory of one look at the table. */
static void idle_tables_end(void **state)
{
    enum { RULES = 4999, APART = 50 };
    struct ho_buffer b;
    struct handoff_policy *policy;
    struct handoff_lint_input input = { .file = "idle" };
    char *json = NULL, expected[64];
    bool found;

    (void)state;
    ho_buffer_init(&b, 1 << 22);
    ho_buffer_text(&b, "policy: idle\nversion: 1\nfields:\n"
                       "  n: {type: integer, question: n?}\n"
                       "owners: {a: {name: A}}\nrules:\n");
    for (unsigned r = 0; r < RULES; r++)
        ho_buffer_format(&b,
                         "  - {id: r%u, when: {n: %u}, then: {route: pursue, "
                         "owner: a, reason: R}}\n",
                         r, r % APART);
    ho_buffer_text(&b, "otherwise: {id: Z, then: {route: skip, reason: Z}}\n"
                       "undecided: {then: {route: enrich, reason: Q}}\n");
    policy = rules_policy("idle", b.ptr);
    input.text = ho_buffer_slice(&b);
    assert_int_equal(handoff_policy_lint(policy, &input, &json, &found, NULL),
                     HANDOFF_OK);
    snprintf(expected, sizeof expected, "\"errors\":%d,", RULES - APART);
    assert_true(found && strstr(json, expected));
    free(json);
    handoff_policy_free(policy);
    ho_buffer_release(&b);
}

/* A table of a thousand rules is linted, or says that it is not exact; either
 * way within the budget of steps. */
static void large_tables_end(void **state)
{
    struct ho_buffer b;
    struct handoff_policy *policy;
    struct handoff_lint_input input = { .file = "large" };
    char *json = NULL;
    bool found;

    (void)state;
    ho_buffer_init(&b, 1 << 22);
    ho_buffer_text(&b, "policy: large\nversion: 1\nfields:\n");
    for (int f = 0; f < 20; f++)
        ho_buffer_format(&b,
                         "  f%d: {type: enum, values: [a, b, c, d], question: "
                         "f?, ask: lead, cost: 1}\n",
                         f);
    ho_buffer_text(&b, "owners: {a: {name: A}, b: {name: B}}\nrules:\n");
    for (unsigned r = 0, x = 12345; r < 1000; r++) {
        ho_buffer_format(&b, "  - {id: r%u, when: {", r);
        for (unsigned t = 0; t < 4; t++) {
            x = x * 1103515245 + 12345;
            ho_buffer_format(&b, "%sf%u: %c", t ? ", " : "",
                             t * 5 + (x >> 16) % 5, 'a' + (x >> 24) % 4);
        }
        ho_buffer_format(&b,
                         "}, then: {route: pursue, owner: %c, reason: R}}\n",
                         'a' + r % 2);
    }
    ho_buffer_text(&b, "otherwise: {id: Z, then: {route: nurture, owner: a, "
                       "reason: Z}}\nundecided: {then: {route: enrich, owner: "
                       "a, reason: Q}}\n");
    policy = rules_policy("large", b.ptr);
    input.text = ho_buffer_slice(&b);
    assert_int_equal(handoff_policy_lint(policy, &input, &json, &found, NULL),
                     HANDOFF_OK);
    assert_true(strstr(json, "\"exact\":true") ||
                strstr(json, "\"lint\":\"L403\""));
    note_codes(json);
    free(json);
    handoff_policy_free(policy);
    ho_buffer_release(&b);
}

static unsigned drawn(unsigned *x, unsigned below)
{
    *x = *x * 1103515245 + 12345;
    return (*x >> 16) % below;
}

/* A thousand rules on any four of twenty fields: too many ways to overlap. */
static void what_is_given_up_is_told(void **state)
{
    struct handoff_lint_input input = { .file = "hard" };
    struct handoff_policy *policy;
    struct ho_buffer b;
    char *json = NULL;
    unsigned x = 1;
    bool found;

    (void)state;
    ho_buffer_init(&b, 1 << 22);
    ho_buffer_text(&b, "policy: hard\nversion: 1\nfields:\n");
    for (int f = 0; f < 20; f++)
        ho_buffer_format(&b, "  f%d: {type: %s, question: f?}\n", f,
                         f % 2 ? "enum, values: [a, b, c, d, e]" : "integer");
    ho_buffer_text(&b, "owners: {a: {name: A}, b: {name: B}}\nrules:\n");
    for (unsigned r = 0; r < 1000; r++) {
        ho_buffer_format(&b, "  - {id: r%u, when: {", r);
        for (unsigned t = 0, used = 0; t < 4; t++) {
            unsigned f = drawn(&x, 20);

            while (used >> f & 1)
                f = (f + 1) % 20;
            used |= 1U << f;
            if (f % 2)
                ho_buffer_format(&b, "f%u: %c, ", f, 'a' + (int)drawn(&x, 5));
            else
                ho_buffer_format(&b, "f%u: '%s %u', ", f,
                                 drawn(&x, 2) ? ">=" : "<",
                                 10 + 40 * drawn(&x, 4));
        }
        ho_buffer_format(&b,
                         "}, then: {route: pursue, owner: %c, reason: R}}\n",
                         'a' + (int)(r % 2));
    }
    ho_buffer_text(&b, "otherwise: {id: Z, then: {route: nurture, reason: Z}}\n"
                       "undecided: {then: {route: enrich, reason: Q}}\n");
    policy = rules_policy("hard", b.ptr);
    input.text = ho_buffer_slice(&b);
    assert_int_equal(handoff_policy_lint(policy, &input, &json, &found, NULL),
                     HANDOFF_OK);
    assert_non_null(strstr(json, "\"lint\":\"L403\""));
    assert_non_null(strstr(json, "\"exact\":false"));
    note_codes(json);
    free(json);
    handoff_policy_free(policy);
    ho_buffer_release(&b);
}

/* L205 is told by `policy test`, which has the properties: see the case
 * rules/tests/rests-on. */
static void every_code_is_provoked(void **state)
{
    (void)state;
    for (int code = 0; code < HANDOFF_LINT_COUNT; code++) {
        const char *name = handoff_lint_name((enum handoff_lint_code)code);

        if (!provoked[code] && strcmp(name, "L205") != 0)
            fail_msg("no test provokes %s", name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_linted),
        cmocka_unit_test(own_policy_is_clean),
        cmocka_unit_test(refusals_are_findings),
        cmocka_unit_test(large_tables_end),
        cmocka_unit_test(idle_tables_end),
        cmocka_unit_test(what_is_given_up_is_told),
        cmocka_unit_test(every_code_is_provoked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
