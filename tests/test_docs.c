/* test_docs.c - the generated page of the docs is the code's own table.
 *
 * With HANDOFF_WRITE_DOCS=1 it writes the page instead of comparing it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <handoff/analysis.h>
#include <handoff/finding.h>
#include <handoff/lead.h>
#include <stdio.h>

#include "base/file.h"
#include "base/json.h"
#include "support/cases.h"

static void print_codes(struct ho_buffer *out)
{
    ho_buffer_text(out,
                   "# Finding codes\n\n"
                   "A finding is what a check has to say: a result, not an "
                   "error. The list is closed; this page is generated from\n"
                   "`include/handoff/finding.h` (run the test `docs` with "
                   "`HANDOFF_WRITE_DOCS=1`).\n\n"
                   "| Code | What it means | What to do |\n|---|---|---|\n");
    for (int i = 0; i < HANDOFF_FINDING_COUNT; i++) {
        const enum handoff_finding_code code = (enum handoff_finding_code)i;

        ho_buffer_format(
            out, "| `%s` | %s | %s |\n", handoff_finding_name(code),
            handoff_finding_meaning(code), handoff_finding_remedy(code));
    }
}

static void print_lint_codes(struct ho_buffer *out)
{
    ho_buffer_text(
        out, "# Lint codes\n\n"
             "What `handoff policy lint` may find. Errors and warnings make "
             "its exit code 1; notes do not. This page is generated\n"
             "from `include/handoff/analysis.h` (run the test `docs` with "
             "`HANDOFF_WRITE_DOCS=1`).\n\n"
             "L0 is about the file, L1 about rules and lists that cannot do "
             "what they say, L2 about unknown facts, L3 about lists and\n"
             "owners, L4 is information, P is about versions and approvals. "
             "\"Can never decide\" and shares are exact: over all cases\n"
             "that the rules tell apart, not knowing a field included where "
             "a rule has an `if_unknown` for it.\n\n"
             "A comment in the rule, or on the lines right above the rule, "
             "field, list or owner, allows a finding; above the first key\n"
             "it speaks for the whole policy. The reason is listed:\n\n"
             "    # lint: allow L102 because the early rule is on trial "
             "until October\n\n"
             "| Code | Severity | What it means | What to do |\n"
             "|---|---|---|---|\n");
    for (int i = 0; i < HANDOFF_LINT_COUNT; i++) {
        const enum handoff_lint_code code = (enum handoff_lint_code)i;

        ho_buffer_format(out, "| `%s` | %s | %s | %s |\n",
                         handoff_lint_name(code), handoff_lint_severity(code),
                         handoff_lint_meaning(code), handoff_lint_remedy(code));
    }
}

static void check_page(const char *name, void (*print)(struct ho_buffer *out))
{
    struct ho_buffer page;
    char path[512], *text;

    snprintf(path, sizeof path, "%s/../docs/%s", FIXTURES, name);
    ho_buffer_init(&page, 1 << 20);
    print(&page);
    if (getenv("HANDOFF_WRITE_DOCS"))
        assert_int_equal(ho_file_write(path, ho_buffer_slice(&page), NULL),
                         HANDOFF_OK);
    text = case_text(FIXTURES "/../docs", name, NULL);
    assert_same_text(path, text, page.ptr);
    free(text);
    ho_buffer_release(&page);
}

static void test_finding_codes(void **state)
{
    (void)state;
    check_page("finding-codes.md", print_codes);
}

static void test_lint_codes(void **state)
{
    (void)state;
    check_page("lint-codes.md", print_lint_codes);
}

/* --- docs/inputs.md, which is written by hand ------------------------------
 */

static void must_say(const char *page, const char *code, const char *text)
{
    char row[512];

    snprintf(row, sizeof row, "\n| `%s` |", code);
    if (text)
        snprintf(row, sizeof row, "\n| `%s` | %s |", code, text);
    if (!strstr(page, row))
        fail_msg("docs/inputs.md does not say: %s", row);
}

static size_t rows_in(const char *text)
{
    size_t rows = 0;

    for (const char *at = text; (at = strstr(at, "\n| `")); at++)
        rows++;
    return rows;
}

static void test_inputs(void **state)
{
    static const struct {
        const char *code, *text;
    } warning[] = {
#define X(name, word, text) { word, text },
        HANDOFF_WARNING_MAP(X)
#undef X
    };
    char *page = case_text(FIXTURES "/../docs", "inputs.md", NULL);
    const char *table = strstr(page, "## Warnings");
    cJSON *schema = NULL, *kind;
    size_t len = 0;
    char *text = case_text(FIXTURES "/../schemas", "lead.schema.json", &len);

    (void)state;
    assert_non_null(table);
    for (size_t i = 0; i < sizeof warning / sizeof *warning; i++)
        must_say(table, warning[i].code, warning[i].text);
    assert_int_equal(rows_in(table), sizeof warning / sizeof *warning);
    assert_int_equal(ho_json_parse_as_written(
                         (struct handoff_slice){ text, len }, &schema, NULL),
                     HANDOFF_OK);
    kind = cJSON_GetObjectItemCaseSensitive(schema, "properties");
    kind = cJSON_GetObjectItemCaseSensitive(kind, "source");
    kind = cJSON_GetObjectItemCaseSensitive(kind, "enum");
    assert_true(cJSON_GetArraySize(kind) > 10);
    for (kind = kind->child; kind; kind = kind->next)
        must_say(page, kind->valuestring, NULL);
    cJSON_Delete(schema);
    free(text);
    free(page);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_finding_codes),
                                        cmocka_unit_test(test_lint_codes),
                                        cmocka_unit_test(test_inputs) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
