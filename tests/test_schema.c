/* test_schema.c - own cases: the problems of an instance, word for word, and
 * schemas that are refused.  The official suite is in test_schema_suite.c. */
#include <handoff/schema.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "support/cases.h"

enum { OUTPUT_BYTES = 1 << 20, ERROR_BYTES = 1024 };

static struct handoff_schema *compile_case(const char *directory,
                                           const char *name)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_schema_options options = { 0 };
    struct handoff_schema *schema = NULL;
    size_t len = 0;
    char *text = case_text(directory, "schema.json", &len);
    char *asserts = case_file(directory, "assert_format", NULL);

    options.assert_format = asserts != NULL;
    if (handoff_schema_compile((struct handoff_slice){ text, len }, &options,
                               &schema, &err) != HANDOFF_OK)
        fail_msg("%s: %zu:%zu: %s", name, err.line, err.column, err.message);
    free(asserts);
    free(text); /* a schema does not need its text any longer */
    return schema;
}

/* One line a problem: instance | keyword | sentence. */
static void write_result(struct ho_buffer *out,
                         const struct handoff_schema_result *r)
{
    for (size_t i = 0; i < r->count; i++)
        ho_buffer_format(out, "%s%s | %s | %s", i > 0 ? "\n" : "",
                         r->item[i].instance, r->item[i].keyword,
                         r->item[i].message);
    if (r->more)
        ho_buffer_text(out, "\nmore");
}

static void check_case(const char *directory, const char *name)
{
    struct handoff_schema *schema = compile_case(directory, name);
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_schema_result result;
    struct ho_buffer got;
    size_t len = 0;
    char *instance = case_text(directory, "instance.json", &len);
    char *expected = case_text(directory, "expected.txt", NULL);

    free(case_text(directory, "why.txt", NULL));
    if (handoff_schema_check(schema, (struct handoff_slice){ instance, len },
                             &result, &err) != HANDOFF_OK)
        fail_msg("%s: %s", name, err.message);
    ho_buffer_init(&got, OUTPUT_BYTES);
    write_result(&got, &result);
    assert_int_equal(got.failed, HANDOFF_OK);
    assert_same_text(name, ho_buffer_slice(&got).ptr, expected);
    assert_int_equal(result.valid, result.count == 0);
    ho_buffer_release(&got);
    handoff_schema_result_release(&result);
    handoff_schema_free(schema);
    free(expected);
    free(instance);
}

static void refuse_case(const char *directory, const char *name)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_schema *schema = NULL;
    char line[ERROR_BYTES];
    size_t len = 0;
    char *text = case_text(directory, "schema.json", &len);
    char *expected = case_text(directory, "error.txt", NULL);
    const enum handoff_status status = handoff_schema_compile(
        (struct handoff_slice){ text, len }, NULL, &schema, &err);

    free(case_text(directory, "why.txt", NULL));
    if (status == HANDOFF_OK)
        fail_msg("%s was compiled", name);
    assert_int_equal(status, err.status);
    assert_null(schema);
    error_line(&err, line, sizeof line);
    assert_same_text(name, line, expected);
    free(expected);
    free(text);
}

static void problems(void **state)
{
    (void)state;
    each_case("schema/checked", check_case);
}

static void refused_schemas(void **state)
{
    (void)state;
    each_case("schema/refused", refuse_case);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(problems),
        cmocka_unit_test(refused_schemas),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
