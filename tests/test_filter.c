/* test_filter.c - the NDJSON filters, line by line; cases in fixtures/filter.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include <handoff/filter.h>
#include <handoff/policy.h>

#include "base/builtin.h"
#include "base/file.h"
#include "base/json.h"

enum { FILE_BYTES = 1 << 20 };

static cJSON *read_cases(const char *name)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char path[512], *text = NULL;
    size_t len = 0;
    cJSON *cases = NULL;

    snprintf(path, sizeof path, "%s/filter/%s.json", FIXTURES, name);
    assert_int_equal(ho_file_read(path, FILE_BYTES, &text, &len, &err), 0);
    assert_int_equal(
        ho_json_parse((struct handoff_slice){ text, len }, &cases, &err), 0);
    free(text);
    assert_true(cJSON_GetArraySize(cases) > 0);
    return cases;
}

static void print_line(const cJSON *value, struct ho_buffer *out)
{
    struct ho_writer w;

    ho_buffer_init(out, FILE_BYTES);
    ho_writer_init(&w, out, 0);
    ho_write_json(&w, NULL, value);
}

/* "out" compares the whole answer; "valid" and "error" only that. */
static void check_answer(const cJSON *row, struct handoff_slice answer,
                         bool refused)
{
    const cJSON *out = ho_json_get(row, "out");
    struct ho_buffer wanted;
    cJSON *got = NULL;

    print_message("  %s\n", ho_json_text(row, "why"));
    assert_int_equal(ho_json_parse(answer, &got, NULL), HANDOFF_OK);
    if (out) {
        print_line(out, &wanted);
        assert_int_equal(answer.len, wanted.len);
        assert_memory_equal(answer.ptr, wanted.ptr, wanted.len);
        ho_buffer_release(&wanted);
    }
    if (ho_json_get(row, "valid"))
        assert_true(cJSON_IsFalse(ho_json_get(got, "valid")) && refused);
    if (ho_json_get(row, "error"))
        assert_true(ho_json_text(got, "error") && refused);
    cJSON_Delete(got);
}

static void run_cases(enum handoff_filter_kind kind, const char *name,
                      const struct handoff_filter_options *options)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_filter *filter = NULL;
    cJSON *cases = read_cases(name);
    const cJSON *row;

    assert_int_equal(handoff_filter_new(kind, options, &filter, &err), 0);
    cJSON_ArrayForEach(row, cases)
    {
        struct ho_buffer line;
        struct handoff_slice answer;
        bool refused = false;

        print_line(ho_json_get(row, "in"), &line);
        assert_int_equal(handoff_filter_line(filter, ho_buffer_slice(&line),
                                             &answer, &refused, &err),
                         HANDOFF_OK);
        check_answer(row, answer, refused);
        ho_buffer_release(&line);
    }
    handoff_filter_free(filter);
    cJSON_Delete(cases);
}

static void test_quotes(void **state)
{
    const struct handoff_slice text =
        ho_builtin_text("policies/inbound.policy.yaml");
    struct handoff_policy *policy = NULL;
    struct handoff_filter_options options = { 0 };

    (void)state;
    assert_int_equal(handoff_policy_parse("inbound", text, &policy, NULL), 0);
    options.fields = handoff_policy_fields(policy);
    run_cases(HANDOFF_FILTER_QUOTES, "quotes", &options);
    handoff_policy_free(policy);
}

static void test_text(void **state)
{
    const struct handoff_filter_options options = { 0 };

    (void)state;
    run_cases(HANDOFF_FILTER_TEXT, "text", &options);
}

static void test_schema(void **state)
{
    const struct handoff_filter_options options = { 0 };

    (void)state;
    run_cases(HANDOFF_FILTER_SCHEMA, "schema", &options);
}

static void test_render(void **state)
{
    const struct handoff_filter_options options = { .escape =
                                                        HANDOFF_ESCAPE_HTML };

    (void)state;
    run_cases(HANDOFF_FILTER_RENDER, "render", &options);
}

/* What cannot be read is an answer, too, and the next line goes on. */
static void test_bad_lines(void **state)
{
    static const char *const lines[] = {
        "",           "{",    "{\"id\":1,}",         "\xFF",
        "[[[[[[[[[[", "null", "{\"id\":1}{\"id\":2}"
    };
    const struct handoff_filter_options options = { 0 };
    struct handoff_filter *filter = NULL;

    assert_int_equal(handoff_filter_new(*(enum handoff_filter_kind *)*state,
                                        &options, &filter, NULL),
                     0);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct handoff_slice answer;
        cJSON *got = NULL;
        bool refused = false;

        assert_int_equal(handoff_filter_line(filter, ho_slice(lines[i]),
                                             &answer, &refused, NULL),
                         HANDOFF_OK);
        assert_true(refused);
        assert_int_equal(ho_json_parse(answer, &got, NULL), HANDOFF_OK);
        assert_non_null(ho_json_text(got, "error"));
        cJSON_Delete(got);
    }
    handoff_filter_free(filter);
}

static enum handoff_filter_kind kinds[] = { HANDOFF_FILTER_TEXT,
                                            HANDOFF_FILTER_QUOTES,
                                            HANDOFF_FILTER_SCHEMA,
                                            HANDOFF_FILTER_RENDER };

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_quotes),
        cmocka_unit_test(test_schema),
        cmocka_unit_test(test_render),
        cmocka_unit_test_prestate(test_bad_lines, &kinds[0]),
        cmocka_unit_test_prestate(test_bad_lines, &kinds[1]),
        cmocka_unit_test_prestate(test_bad_lines, &kinds[2]),
        cmocka_unit_test_prestate(test_bad_lines, &kinds[3])
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
