/* test_rules_diff.c - what an edit changes, as people are told it.
 *
 * fixtures/rules/diff.json: two policies; each change as "where: rule route
 * owner -> rule route owner, what" (behind the owner, what `review` says), in
 * any order; notes and renames likewise.
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

#include "base/buffer.h"
#include "support/cases.h"
#include "support/rules_case.h"

enum { LINE_BYTES = 4096, SIDE_BYTES = 256 };

static cJSON *diff_texts(const char *before, const char *after, const char *log,
                         bool *routes)
{
    struct handoff_policy *a = rules_policy("old", before);
    struct handoff_policy *b = rules_policy("new", after);
    struct handoff_lines *lines = NULL;
    char *json = NULL;
    cJSON *root = NULL;

    if (log)
        assert_int_equal(handoff_lines_of(ho_slice(log), &lines, NULL),
                         HANDOFF_OK);
    assert_int_equal(handoff_policy_diff(a, b, lines, &json, routes, NULL),
                     HANDOFF_OK);
    handoff_lines_free(lines);
    assert_int_equal(ho_json_parse(ho_slice(json), &root, NULL), HANDOFF_OK);
    free(json);
    handoff_policy_free(b);
    handoff_policy_free(a);
    return root;
}

static void side_words(const cJSON *side, char *words)
{
    const char *review = ho_json_text(side, "review");

    snprintf(words, SIDE_BYTES, "%s %s %s%s%s", ho_json_text(side, "rule"),
             ho_json_text(side, "route"), ho_json_text(side, "owner"),
             *review ? " review " : "", review);
}

static void change_line(const cJSON *c, char *line)
{
    char from[SIDE_BYTES], to[SIDE_BYTES];

    side_words(ho_json_get(c, "from"), from);
    side_words(ho_json_get(c, "to"), to);
    snprintf(line, LINE_BYTES, "%s: %s -> %s, %s%s", ho_json_text(c, "where"),
             from, to, ho_json_text(c, "differs"),
             cJSON_IsTrue(ho_json_get(c, "downgrade")) ? ", downgrade" : "");
}

static bool is_listed(const cJSON *list, const char *text)
{
    const cJSON *item;

    cJSON_ArrayForEach(item, list)
    {
        char line[LINE_BYTES];

        if (cJSON_IsString(item))
            snprintf(line, sizeof line, "%s", item->valuestring);
        else
            change_line(item, line);
        if (strcmp(line, text) == 0)
            return true;
    }
    return false;
}

/* The same texts, in any order. */
static void check_list(const cJSON *row, const cJSON *root, const char *key)
{
    const cJSON *got = ho_json_get(root, key), *want = ho_json_get(row, key);
    const cJSON *item;

    cJSON_ArrayForEach(item, want)
    {
        if (!is_listed(got, item->valuestring)) {
            char *text = cJSON_Print(got);

            fail_msg("%s: no %s \"%s\" in %s", row_text(row, "why", ""), key,
                     item->valuestring, text);
        }
    }
    if (cJSON_GetArraySize(got) != cJSON_GetArraySize(want)) {
        char *text = cJSON_Print(got);

        fail_msg("%s: %s are %s", row_text(row, "why", ""), key, text);
    }
}

static void run_row(const cJSON *row)
{
    static const char *const flags[] = { "routes_change", "no_decision_changes",
                                         "exact" };
    bool routes;
    cJSON *root = diff_texts(row_text(row, "old", NULL),
                             row_text(row, "new", NULL), NULL, &routes);

    check_list(row, root, "regions");
    check_list(row, root, "notes");
    check_list(row, root, "renamed");
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (cJSON_IsTrue(ho_json_get(root, flags[i])) !=
            cJSON_IsTrue(ho_json_get(row, flags[i])))
            fail_msg("%s: %s", row_text(row, "why", ""), flags[i]);
    assert_int_equal(routes, cJSON_IsTrue(ho_json_get(row, "routes_change")));
    cJSON_Delete(root);
}

static void rows_are_compared(void **state)
{
    (void)state;
    each_row("rules/diff.json", run_row);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(rows_are_compared) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
