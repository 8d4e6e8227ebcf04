/* test_brief_read.c - briefs that cannot be read back, and what they are told.
 *
 * Each row of fixtures/brief/read.json mends one thing of a brief that is
 * read: `find` becomes `put`, and the error is `error`.  Without an error the
 * brief is read, and `field` then has the value `value`.  That what the
 * product writes reads back whole is checked on every brief of test_brief.c.
 */
#include <handoff/brief.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/cases.h"
#include "support/product.h"

static struct handoff_policy *policy;
static char *base;

static int set_up(void **state)
{
    (void)state;
    policy = product_policy();
    base = case_text(FIXTURES, "brief/read-base.json", NULL);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    free(base);
    handoff_policy_free(policy);
    return 0;
}

/* The base with the row's change; it must occur. */
static char *changed(const cJSON *row)
{
    const char *find = row_text(row, "find", "");
    const char *put = row_text(row, "put", "");
    const char *at = strstr(base, find);
    const size_t size = strlen(base) + strlen(put) + 1;
    char *text = malloc(size);

    assert_non_null(text);
    if (!at)
        fail_msg("the base has no %s", find);
    memcpy(text, base, (size_t)(at - base));
    strncpy(text + (at - base), put, size - (size_t)(at - base));
    strncat(text, at + strlen(find), size - strlen(text) - 1);
    return text;
}

static void check_value(const char *why, const cJSON *row,
                        const struct handoff_brief *brief)
{
    const int field = handoff_field_find(
        brief->fields, ho_slice(row_text(row, "field", "company")));
    const struct handoff_claim *claim = &brief->claim[field];

    assert_same_text(why, claim->value ? claim->value : claim->reason,
                     row_text(row, "value", "Acme Tools"));
}

static void run_row(const cJSON *row)
{
    const char *why = row_text(row, "why", "");
    const char *expected = row_text(row, "error", NULL);
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_brief *brief = NULL;
    char *text = changed(row), message[1024];
    const enum handoff_status status = handoff_brief_read(
        handoff_policy_fields(policy), ho_slice(text), &brief, &err);

    if (expected && status == HANDOFF_OK)
        fail_msg("%s: it was read", why);
    error_line(&err, message, sizeof message);
    assert_same_text(why, message, expected ? expected : "");
    if (expected)
        assert_int_equal(status, HANDOFF_BAD_JSON);
    if (!expected)
        check_value(why, row, brief);
    handoff_brief_free(brief);
    free(text);
}

static void test_rows(void **state)
{
    (void)state;
    each_row("brief/read.json", run_row);
}

/* What handoff_brief_skim refuses. */
static void test_skimmed(void **state)
{
    static const struct {
        const char *text, *error;
    } rows[] = {
        { "{\"explicit\":[],\"inferred\":[],\"unknown\":[],}",
          "not strict JSON" },
        { "{\"explicit\":[],\"unknown\":[]}", "not all of the lists" },
        { "{\"brief\":3,\"explicit\":[],\"inferred\":[],\"unknown\":[]}",
          "not all of the lists" },
        { "{\"explicit\":{\"a\":{}},\"inferred\":[],\"unknown\":[]}",
          "no list of objects is \"explicit\"" },
        { "{\"explicit\":[[]],\"inferred\":[],\"unknown\":[]}",
          "no list of objects is \"explicit\"" },
        { "{\"explicit\":[{\"value\":\"x\"}],\"inferred\":[],"
          "\"unknown\":[]}",
          "declares no field \"\"" },
        { "{\"explicit\":[{\"field\":\"nose\",\"value\":\"x\"}],"
          "\"inferred\":[],\"unknown\":[]}",
          "declares no field \"nose\"" },
        { "{\"explicit\":[{\"field\":\"company\",\"value\":7}],"
          "\"inferred\":[],\"unknown\":[]}",
          "no value of the field \"company\"" },
        { "{\"explicit\":[],\"inferred\":[],\"unknown\":[{\"field\":"
          "\"company\"},{\"field\":\"company\"}]}",
          "two entries are of the field \"company\"" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct handoff_error err = HANDOFF_ERROR_INIT;
        struct handoff_brief *brief = NULL;

        assert_int_equal(handoff_brief_skim(handoff_policy_fields(policy),
                                            ho_slice(rows[i].text), &brief,
                                            &err),
                         HANDOFF_BAD_JSON);
        assert_null(brief);
        if (!strstr(err.message, rows[i].error))
            fail_msg("%s: %s", rows[i].text, err.message);
    }
}

static void test_too_large(void **state)
{
    enum { MUCH = 33 * 1024 * 1024 };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_brief *brief = NULL;
    char *text = malloc(MUCH);

    (void)state;
    assert_non_null(text);
    memset(text, ' ', MUCH);
    assert_int_equal(handoff_brief_read(handoff_policy_fields(policy),
                                        (struct handoff_slice){ text, MUCH },
                                        &brief, &err),
                     HANDOFF_TOO_LARGE);
    assert_null(brief);
    assert_int_equal(handoff_brief_skim(handoff_policy_fields(policy),
                                        (struct handoff_slice){ text, MUCH },
                                        &brief, NULL),
                     HANDOFF_TOO_LARGE);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_rows),
                                        cmocka_unit_test(test_skimmed),
                                        cmocka_unit_test(test_too_large) };

    return cmocka_run_group_tests_name("brief_read", tests, set_up, tear_down);
}
