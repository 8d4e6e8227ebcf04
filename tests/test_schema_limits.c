/* test_schema_limits.c - hostile schemas and instances: every limit is met
 * with an error and in little time; and what goes wrong around a check. */
#include <handoff/schema.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"

enum { TEXT_BYTES = 16 << 20 };

static struct handoff_schema *compile(
    const char *text, const struct handoff_schema_options *options)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_schema *schema = NULL;

    if (handoff_schema_compile(ho_slice(text), options, &schema, &err) !=
        HANDOFF_OK)
        fail_msg("%s", err.message);
    return schema;
}

/* The status of a check, and whether its message contains `message`; *result
 * must be untouched by a failure. */
static void check_status(const char *schema_text, struct handoff_slice instance,
                         enum handoff_status expected, const char *message)
{
    struct handoff_schema *schema = compile(schema_text, NULL);
    struct handoff_schema_result result = { .count = 77 };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    const enum handoff_status status =
        handoff_schema_check(schema, instance, &result, &err);

    if (status != expected || !strstr(err.message, message))
        fail_msg("%s: status %d, \"%s\"", schema_text, (int)status,
                 err.message);
    if (status != HANDOFF_OK)
        assert_int_equal(result.count, 77);
    else
        handoff_schema_result_release(&result);
    handoff_schema_free(schema);
}

static size_t count_problems(const char *schema_text,
                             struct handoff_slice instance, bool *more)
{
    struct handoff_schema *schema = compile(schema_text, NULL);
    struct handoff_schema_result result;
    struct handoff_error err = HANDOFF_ERROR_INIT;
    size_t count;

    if (handoff_schema_check(schema, instance, &result, &err) != HANDOFF_OK)
        fail_msg("%s", err.message);
    count = result.count;
    *more = result.more;
    assert_int_equal(result.valid, count == 0);
    handoff_schema_result_release(&result);
    handoff_schema_result_release(&result); /* repeatable */
    handoff_schema_free(schema);
    return count;
}

static void repeat(struct ho_buffer *b, const char *text, size_t count)
{
    for (size_t i = 0; i < count; i++)
        ho_buffer_text(b, text);
}

static void circles_end(void **state)
{
    static const char circle[] = "leads back to itself";
    static const char *const schemas[] = {
        "{\"$ref\":\"#\"}",
        "{\"allOf\":[{\"$ref\":\"#/$defs/a\"}],"
        "\"$defs\":{\"a\":{\"$ref\":\"#\"}}}",
        "{\"anyOf\":[{\"type\":\"string\"},{\"$ref\":\"#\"}]}",
        "{\"not\":{\"$ref\":\"#\"}}",
        "{\"if\":{\"$ref\":\"#\"},\"then\":true}",
        "{\"$dynamicAnchor\":\"a\",\"$dynamicRef\":\"#a\"}",
        "{\"unevaluatedItems\":false,\"oneOf\":[{\"$ref\":\"#\"}]}",
        "{\"dependentSchemas\":{\"a\":{\"$ref\":\"#\"}}}",
        "{\"propertyNames\":{\"$ref\":\"#/$defs/a\"},"
        "\"$defs\":{\"a\":{\"$ref\":\"#/$defs/a\"}}}",
        "{\"contains\":{\"$ref\":\"#/$defs/a\"},\"type\":[\"array\",\"object\"]"
        ",\"properties\":{\"a\":{\"$ref\":\"#/$defs/a\"}},"
        "\"$defs\":{\"a\":{\"$ref\":\"#/$defs/a\"}}}",
    };

    (void)state;
    for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++)
        check_status(schemas[i], ho_slice("{\"a\":1}"), HANDOFF_BAD_SCHEMA,
                     circle);
    /* A circle that no value enters is none. */
    check_status(schemas[2], ho_slice("\"x\""), HANDOFF_OK, "");
    check_status(schemas[7], ho_slice("{\"b\":1}"), HANDOFF_OK, "");
}

static void deep_nesting_ends(void **state)
{
    static const char tree[] =
        "{\"$ref\":\"#/$defs/1\",\"$defs\":{"
        "\"1\":{\"$ref\":\"#/$defs/2\"},\"2\":{\"$ref\":\"#/$defs/3\"},"
        "\"3\":{\"$ref\":\"#/$defs/4\"},\"4\":{\"$ref\":\"#/$defs/5\"},"
        "\"5\":{\"$ref\":\"#/$defs/6\"},\"6\":{\"$ref\":\"#/$defs/7\"},"
        "\"7\":{\"items\":{\"$ref\":\"#\"}}}}";
    struct ho_buffer b;

    (void)state;
    ho_buffer_init(&b, TEXT_BYTES);
    repeat(&b, "[", 100);
    repeat(&b, "]", 100);
    check_status(tree, ho_buffer_slice(&b), HANDOFF_OK, "");
    ho_buffer_clear(&b);
    repeat(&b, "[", 200);
    repeat(&b, "]", 200);
    check_status(tree, ho_buffer_slice(&b), HANDOFF_TOO_LARGE,
                 "more than 1500 levels");
    ho_buffer_clear(&b);
    repeat(&b, "[", 201);
    repeat(&b, "]", 201);
    check_status(tree, ho_buffer_slice(&b), HANDOFF_BAD_JSON,
                 "more than 200 levels");
    ho_buffer_release(&b);
}

/* Each level tries both branches, so the work doubles with each. */
static void doubling_choices_end(void **state)
{
    static const char schema[] =
        "{\"type\":[\"array\",\"null\"],\"anyOf\":["
        "{\"items\":{\"$ref\":\"#\"},\"maxItems\":1},"
        "{\"items\":{\"$ref\":\"#\"},\"minItems\":1}]}";
    struct ho_buffer b;

    (void)state;
    ho_buffer_init(&b, TEXT_BYTES);
    repeat(&b, "[", 150);
    ho_buffer_text(&b, "7");
    repeat(&b, "]", 150);
    check_status(schema, ho_buffer_slice(&b), HANDOFF_TOO_LARGE,
                 "simplify the nested choices");
    ho_buffer_release(&b);
}

static void backtracking_ends(void **state)
{
    static const char *const schemas[] = {
        "{\"items\":{\"pattern\":\"^(a+)+$\"}}",
        "{\"items\":{\"pattern\":\"^(a|a)*$\"}}",
        "{\"items\":{\"pattern\":\"(x+x+)+y|(a*)*b$\"}}",
    };
    static const char keys[] = "{\"patternProperties\":{\"^(a+)+$\":true}}";
    static const char message[] =
        "on the value at \"/0\", has a pattern that needs too many steps; "
        "rewrite it without repeats inside repeats";
    struct ho_buffer b;

    (void)state;
    ho_buffer_init(&b, TEXT_BYTES);
    ho_buffer_text(&b, "[\"");
    repeat(&b, "a", 5000);
    ho_buffer_text(&b, "!\"]");
    for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++)
        check_status(schemas[i], ho_buffer_slice(&b), HANDOFF_TOO_LARGE,
                     message);
    ho_buffer_clear(&b);
    ho_buffer_text(&b, "{\"");
    repeat(&b, "a", 5000);
    ho_buffer_text(&b, "!\":1}");
    check_status(keys, ho_buffer_slice(&b), HANDOFF_TOO_LARGE,
                 "too many steps");
    ho_buffer_release(&b);
}

/* Long texts and honest patterns need no more than they may. */
static void long_texts_match(void **state)
{
    struct ho_buffer b;
    bool more;

    (void)state;
    ho_buffer_init(&b, TEXT_BYTES);
    ho_buffer_text(&b, "\"");
    repeat(&b, "word, ", 20 * 1000);
    ho_buffer_text(&b, "end\"");
    assert_int_equal(count_problems("{\"pattern\":\"^(\\\\w+, )*end$\"}",
                                    ho_buffer_slice(&b), &more),
                     0);
    assert_int_equal(count_problems("{\"pattern\":\"[^ -~]|end.+\"}",
                                    ho_buffer_slice(&b), &more),
                     1);
    ho_buffer_release(&b);
}

static void unique_items_are_quick(void **state)
{
    struct ho_buffer b;
    bool more;

    (void)state;
    ho_buffer_init(&b, TEXT_BYTES);
    ho_buffer_text(&b, "[0");
    for (int i = 1; i < 200 * 1000; i++)
        ho_buffer_format(&b, ",{\"a\":%d}", i);
    ho_buffer_text(&b, "]");
    assert_int_equal(
        count_problems("{\"uniqueItems\":true}", ho_buffer_slice(&b), &more),
        0);
    b.len--;
    ho_buffer_text(&b, ",{\"a\":1.0e2}]");
    assert_int_equal(
        count_problems("{\"uniqueItems\":true}", ho_buffer_slice(&b), &more),
        1);
    ho_buffer_release(&b);
}

static void problems_are_counted_out(void **state)
{
    struct ho_buffer b;
    bool more;

    (void)state;
    ho_buffer_init(&b, TEXT_BYTES);
    ho_buffer_text(&b, "[0");
    repeat(&b, ",0", 99);
    ho_buffer_text(&b, "]");
    assert_int_equal(
        count_problems("{\"items\":false}", ho_buffer_slice(&b), &more), 100);
    assert_false(more);
    b.len--;
    repeat(&b, ",0", 300 * 1000);
    ho_buffer_text(&b, "]");
    assert_int_equal(
        count_problems("{\"items\":false}", ho_buffer_slice(&b), &more), 100);
    assert_true(more);
    ho_buffer_release(&b);
}

static void many_keys(void **state)
{
    struct ho_buffer b, schema;
    bool more;

    (void)state;
    ho_buffer_init(&b, TEXT_BYTES);
    ho_buffer_init(&schema, TEXT_BYTES);
    ho_buffer_text(&schema, "{\"required\":[\"k4096\"");
    ho_buffer_text(&b, "{\"k0\":0");
    for (int i = 1; i < 4096; i++) {
        ho_buffer_format(&b, ",\"k%d\":0", i);
        ho_buffer_format(&schema, ",\"k%d\"", i);
    }
    ho_buffer_text(&b, "}");
    ho_buffer_text(&schema, "],\"unevaluatedProperties\":true}");
    assert_int_equal(count_problems(ho_buffer_slice(&schema).ptr,
                                    ho_buffer_slice(&b), &more),
                     1);
    b.len--;
    ho_buffer_text(&b, ",\"k4096\":0}");
    check_status("true", ho_buffer_slice(&b), HANDOFF_BAD_JSON,
                 "more than 4096 keys");
    ho_buffer_release(&schema);
    ho_buffer_release(&b);
}

static void broken_instances(void **state)
{
    (void)state;
    check_status("true", ho_slice(""), HANDOFF_BAD_JSON, "not strict JSON");
    check_status("true", ho_slice("{\"a\":1,\"a\":2}"), HANDOFF_BAD_JSON,
                 "same key twice");
    check_status("true", ho_slice("\"\xFF\""), HANDOFF_BAD_JSON, "not UTF-8");
    check_status("true", ho_slice("1 2"), HANDOFF_BAD_JSON, "text behind");
}

/* https://chain.example/N refers to N + 1, without an end. */
static struct handoff_slice find_next(void *user, const char *uri)
{
    char(*texts)[80] = user;
    const unsigned long n = strtoul(strrchr(uri, '/') + 1, NULL, 10);

    assert_true(n < 300);
    snprintf(texts[n], sizeof texts[n],
             n == 7 ? "{\"$ref\":%lu}" : "{\"$ref\":\"%lu\"}", n + 1);
    return ho_slice(texts[n]);
}

static void refuse_with_map(const char *text,
                            struct handoff_slice (*find)(void *user,
                                                         const char *uri),
                            void *user, const char *file, const char *message)
{
    const struct handoff_schema_remotes remotes = { find, user };
    const struct handoff_schema_options options = {
        .remotes = &remotes, .base_uri = "https://chain.example/start"
    };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_schema *schema = NULL;

    assert_int_not_equal(
        handoff_schema_compile(ho_slice(text), &options, &schema, &err),
        HANDOFF_OK);
    assert_null(schema);
    assert_string_equal(err.file, file);
    if (!strstr(err.message, message))
        fail_msg("%s", err.message);
}

static struct handoff_slice find_broken(void *user, const char *uri)
{
    (void)user;
    (void)uri;
    return ho_slice("{\"type\":");
}

static void documents_of_the_map(void **state)
{
    static char texts[300][80];

    (void)state;
    refuse_with_map("{\"$ref\":\"100\"}", find_next, texts,
                    "https://chain."
                    "example/298",
                    "refers to one of more than 200 documents");
    refuse_with_map("{\"$ref\":\"5\"}", find_next, texts,
                    "https://chain.example/7", "/$ref must be a URI reference");
    refuse_with_map("{\"$ref\":\"a\"}", find_broken, NULL,
                    "https://chain.example/a", "not strict JSON");
    refuse_with_map("{\"$schema\":\"a:b\"}", find_broken, NULL, "a:b",
                    "not strict JSON");
}

static struct handoff_slice find_dialect(void *user, const char *uri)
{
    (void)uri;
    return ho_slice(user);
}

static void dialects(void **state)
{
    static char unknown[] = "{\"$vocabulary\":{\"https://v.example/x\":true}}";
    static char optional[] =
        "{\"$vocabulary\":{\"https://v.example/x\":false}}";
    struct handoff_schema_remotes remotes = { find_dialect, optional };
    struct handoff_schema_options options = { .remotes = &remotes };
    struct handoff_schema *schema;

    (void)state;
    refuse_with_map("{\"$schema\":\"https://d.example/\"}", find_dialect,
                    unknown, "",
                    "requires the vocabulary "
                    "\"https://v.example/x\"");
    schema = compile("{\"$schema\":\"https://d.example/\",\"type\":\"null\"}",
                     &options);
    handoff_schema_free(schema);
}

static void too_many_names(void **state)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_schema *schema = NULL;
    struct ho_buffer b;

    (void)state;
    ho_buffer_init(&b, TEXT_BYTES);
    ho_buffer_text(&b, "{\"allOf\":[true");
    for (int i = 0; i < 2001; i++)
        ho_buffer_format(&b, ",{\"$id\":\"%d\"}", i);
    ho_buffer_text(&b, "]}");
    assert_int_equal(
        handoff_schema_compile(ho_buffer_slice(&b), NULL, &schema, &err),
        HANDOFF_BAD_SCHEMA);
    assert_non_null(strstr(err.message, "more than 2000 schemas with an $id"));
    err = (struct handoff_error)HANDOFF_ERROR_INIT;
    ho_buffer_clear(&b);
    ho_buffer_text(&b, "{\"allOf\":[true");
    for (int i = 0; i < 2001; i++)
        ho_buffer_format(&b, ",{\"$anchor\":\"a%d\"}", i);
    ho_buffer_text(&b, "]}");
    assert_int_equal(
        handoff_schema_compile(ho_buffer_slice(&b), NULL, &schema, &err),
        HANDOFF_BAD_SCHEMA);
    assert_non_null(strstr(err.message, "more than 2000 anchors"));
    assert_null(schema);
    ho_buffer_release(&b);
}

static void nothing_given(void **state)
{
    struct handoff_schema *schema = NULL;
    struct handoff_schema_result result;

    (void)state;
    assert_int_equal(handoff_schema_compile(ho_slice("{"), NULL, &schema, NULL),
                     HANDOFF_BAD_JSON);
    assert_int_equal(
        handoff_schema_compile(ho_slice("false"), NULL, &schema, NULL),
        HANDOFF_OK);
    assert_int_equal(handoff_schema_check(schema, ho_slice("1"), &result, NULL),
                     HANDOFF_OK);
    assert_false(result.valid);
    handoff_schema_result_release(&result);
    assert_int_equal(handoff_schema_check(schema, ho_slice("x"), &result, NULL),
                     HANDOFF_BAD_JSON);
    handoff_schema_free(schema);
    handoff_schema_free(NULL);
    handoff_schema_result_release(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(circles_end),
        cmocka_unit_test(deep_nesting_ends),
        cmocka_unit_test(doubling_choices_end),
        cmocka_unit_test(backtracking_ends),
        cmocka_unit_test(long_texts_match),
        cmocka_unit_test(unique_items_are_quick),
        cmocka_unit_test(problems_are_counted_out),
        cmocka_unit_test(many_keys),
        cmocka_unit_test(broken_instances),
        cmocka_unit_test(documents_of_the_map),
        cmocka_unit_test(dialects),
        cmocka_unit_test(too_many_names),
        cmocka_unit_test(nothing_given),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
