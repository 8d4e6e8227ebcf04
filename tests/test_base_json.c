/* test_base_json.c - the strict reader and the writer of JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/json.h"
#include "support/cases.h"

/* input.json is refused with error.txt, or reads and writes as expect.json. */
static void check_case(const char *directory, const char *name)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char *why = case_text(directory, "why.txt", NULL);
    char *error = case_file(directory, "error.txt", NULL);
    char *expect = case_file(directory, "expect.json", NULL);
    char line[HANDOFF_ERROR_MESSAGE];
    struct ho_writer w;
    struct ho_buffer b;
    cJSON *root = NULL;
    size_t len = 0;
    char *text = case_text(directory, "input.json", &len);
    const struct handoff_slice s = { text, len };
    const enum handoff_status status = ho_json_parse(s, &root, &err);

    assert_true((error == NULL) != (expect == NULL));
    assert_int_equal(status, err.status);
    ho_buffer_init(&b, 1 << 20);
    ho_writer_init(&w, &b, 0);
    if (status == HANDOFF_OK) {
        ho_write_json(&w, NULL, root);
        assert_same_text(name, ho_buffer_slice(&b).ptr, expect ? expect : "?");
    } else {
        assert_null(root);
        assert_int_equal(status, HANDOFF_BAD_JSON);
        assert_true(err.line > 0 && err.column > 0); /* always its place */
        error_line(&err, line, sizeof line);
        assert_same_text(name, line, error ? error : "?");
    }
    assert_int_equal(ho_json_scan(s, NULL, NULL), status);
    cJSON_Delete(root);
    ho_buffer_release(&b);
    free(text);
    free(expect);
    free(error);
    free(why);
}

static void test_cases(void **state)
{
    (void)state;
    each_case("base/json", check_case);
}

/* The scanner passes over several bytes at once: each byte is seen wherever it
 * stands, whatever stands next to it. */
static void test_every_byte(void **state)
{
    static const char others[] = " !#a[]~\x7F";

    enum { LENGTH = 20 };

    (void)state;
    for (const char *other = others; *other; other++)
        for (size_t at = 0; at < LENGTH; at++)
            for (int c = 0; c < 256; c++) {
                const bool plain =
                    c >= ' ' && c < 0x80 && c != '"' && c != '\\';
                char text[LENGTH + 2];

                memset(text, *other, sizeof text);
                text[0] = text[LENGTH + 1] = '"';
                text[1 + at] = (char)c;
                assert_int_equal(
                    ho_json_scan((struct handoff_slice){ text, sizeof text },
                                 NULL, NULL),
                    plain ? HANDOFF_OK : HANDOFF_BAD_JSON);
            }
}

static cJSON *parse(const char *text)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    cJSON *root = NULL;

    if (ho_json_parse(ho_slice(text), &root, &err) != HANDOFF_OK)
        fail_msg("%s: %s", text, err.message);
    return root;
}

static void test_getters(void **state)
{
    cJSON *root = parse("{\"Name\": \"x\", \"n\": 7, \"t\": \"\", \"o\": {}}");

    (void)state;
    assert_string_equal(ho_json_text(root, "Name"), "x");
    assert_null(ho_json_text(root, "name")); /* the case counts */
    assert_null(ho_json_text(root, "n"));
    assert_string_equal(ho_json_text(root, "t"), "");
    assert_null(ho_json_get(root, "absent"));
    assert_null(ho_json_get(NULL, "Name"));
    assert_null(ho_json_get(ho_json_get(root, "n"), "Name"));
    cJSON_Delete(root);
}

static void test_members(void **state)
{
    static const char object[] =
        "{\"a\":{\"due\":\"x\"},\"s\":\"\\\",\\\"due\\\":1\",\"due\":[1,{\"b\":"
        "2"
        "}],\"n\":-1.5,\"e\":\"\",\"due\":2,\"t\":true}";
    static const struct {
        const char *text, *key, *value, *why;
    } rows[] = {
        { object, "due", "[1,{\"b\":2}]", "the first one on top, whole" },
        { object, "a", "{\"due\":\"x\"}", "the first member" },
        { object, "n", "-1.5", "a number" },
        { object, "e", "\"\"", "an empty text has its quotes" },
        { object, "t", "true", "the last member" },
        { object, "b", "", "a member of a member is none" },
        { object, "du", "", "nor is a name that is longer" },
        { "{}", "a", "", "nothing in it" },
        { "[1,2]", "a", "", "no object" },
        { "", "a", "", "no text" },
        { "{\"a\":[1,{", "a", "[1,{", "a text that is cut off" },
        { "{\"a\":\"b\\", "a", "\"b\\", "in the middle of an escape" },
        { "{\"a\"", "a", "", "behind the key" },
        { "{\"a", "a", "", "in the key" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (!ho_slice_is(ho_json_member(ho_slice(rows[i].text), rows[i].key),
                         rows[i].value))
            fail_msg("%s: %s", rows[i].text, rows[i].why);
}

static void test_integers(void **state)
{
    static const struct {
        const char *text;
        bool whole;
        int64_t value;
        const char *why;
    } rows[] = {
        { "0", true, 0, "zero" },
        { "-0", true, 0, "minus zero is zero" },
        { "12.0", true, 12, "whole, though written with a point" },
        { "1e3", true, 1000, "whole, though written with an exponent" },
        { "1.5", false, 0, "a half is not whole" },
        { "1e16", false, 0, "a double beyond 2^53 may stand for others" },
        { "9007199254740992", true, 9007199254740992, "2^53" },
        { "9007199254740993", true, 9007199254740993, "2^53 + 1" },
        { "9223372036854775807", true, INT64_MAX, "the last one" },
        { "-9223372036854775808", true, INT64_MIN, "the first one" },
        { "9223372036854775808", false, 0, "one too many" },
        { "\"7\"", false, 0, "a text is no number" },
        { "true", false, 0, "nor is a truth value" }
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        cJSON *root = parse(rows[i].text);
        int64_t value = 0;

        if (ho_json_integer(root, &value) != rows[i].whole ||
            value != rows[i].value)
            fail_msg("%s: %s", rows[i].text, rows[i].why);
        cJSON_Delete(root);
    }
}

/* Any decimal reads as strtod reads it: here the locale is C. */
static void test_decimals(void **state)
{
    uint64_t seed = 20261123;
    char text[HO_JSON_NUMBER + 1];

    (void)state;
    for (int i = 0; i < 200000; i++) {
        const int whole = (int)(seed >> 60) + 1, part = (int)(seed >> 56 & 15);
        const int exponent = (int)(seed >> 40 & 1023) - 511;
        int len;

        len = snprintf(text, sizeof text, "%s%.*s", seed & 1 ? "-" : "", whole,
                       &"1234567890987654"[seed >> 50 & 7]);
        if (part > 0)
            len += snprintf(text + len, sizeof text - (size_t)len, ".%.*s",
                            part, &"0010305070907050"[seed >> 53 & 7]);
        if (seed & 2)
            snprintf(text + len, sizeof text - (size_t)len, "%c%+d",
                     seed & 4 ? 'e' : 'E', exponent);
        if (ho_json_double(ho_slice(text)) != strtod(text, NULL))
            fail_msg("%s", text);
        seed = seed * 6364136223846793005u + 1442695040888963407u;
    }
}

/* What is kept as written is still a number. */
static void test_as_written(void **state)
{
    const char *text = "[1.50,-0,1e3,7,9007199254740993,{\"n\":0.10}]";
    cJSON *root = NULL;
    struct ho_writer w;
    struct ho_buffer b;
    int64_t value = 0;

    (void)state;
    assert_int_equal(ho_json_parse_as_written(ho_slice(text), &root, NULL),
                     HANDOFF_OK);
    ho_buffer_init(&b, 100);
    ho_writer_init(&w, &b, 0);
    ho_write_json(&w, NULL, root);
    assert_string_equal(ho_buffer_slice(&b).ptr, text);
    assert_false(ho_json_integer(cJSON_GetArrayItem(root, 0), &value));
    assert_true(ho_json_integer(cJSON_GetArrayItem(root, 2), &value));
    assert_int_equal(value, 1000);
    assert_true(cJSON_GetArrayItem(root, 0)->valuedouble == 1.5);
    ho_buffer_release(&b);
    cJSON_Delete(root);
}

/* The tree is cJSON's own in every respect: it can be changed and copied. */
static void test_tree_is_ordinary(void **state)
{
    cJSON *root = parse("{\"a\": \"x\", \"b\": [1, 2], \"c\": {}}");
    cJSON *copy,
        *same = cJSON_Parse("{\"c\": {}, \"b\": [2], \"a\": \"long\"}");

    (void)state;
    assert_non_null(
        cJSON_SetValuestring(cJSON_GetObjectItem(root, "a"), "long"));
    cJSON_DeleteItemFromArray(cJSON_GetObjectItem(root, "b"), 0);
    copy = cJSON_Duplicate(root, 1);
    cJSON_Delete(root);
    assert_true(cJSON_AddNullToObject(copy, "d"));
    cJSON_DeleteItemFromObjectCaseSensitive(copy, "d");
    assert_true(cJSON_Compare(copy, same, 1));
    cJSON_Delete(copy);
    cJSON_Delete(same);
}

static void found(void *user, size_t start, size_t end)
{
    ho_buffer_format(user, "%zu-%zu ", start, end);
}

static void test_observer(void **state)
{
    const char *text = "{\"k\": \"v\", \"n\": [1, true], \"e\": {}}";
    struct ho_buffer b;
    const struct ho_json_observer observer = { found, &b };

    (void)state;
    ho_buffer_init(&b, 100);
    assert_int_equal(ho_json_scan(ho_slice(text), &observer, NULL), 0);
    assert_string_equal(ho_buffer_slice(&b).ptr, "6-9 17-18 20-24 ");
    ho_buffer_release(&b);
}

static void opened(void *user, size_t start)
{
    ho_buffer_format(user, "(%zu ", start);
}

static void closed(void *user, size_t end)
{
    ho_buffer_format(user, "%zu) ", end);
}

static void key_found(void *user, size_t start, size_t end)
{
    ho_buffer_format(user, "k%zu-%zu ", start, end);
}

static void test_walk(void **state)
{
    struct ho_buffer b;
    const struct ho_json_events events = { opened, closed, key_found,
                                           found,  &b,     true };
    const struct handoff_slice text = ho_slice("{\"a\": [\"\\u0000\", {}]}");

    (void)state;
    ho_buffer_init(&b, 100);
    assert_int_equal(ho_json_walk(text, &events, NULL), HANDOFF_OK);
    assert_string_equal(ho_buffer_slice(&b).ptr,
                        "(0 k1-4 (6 7-15 (17 19) 20) 21) ");
    ho_buffer_release(&b);
}

static void test_unescape(void **state)
{
    char out[40];
    const struct handoff_slice in =
        ho_slice("a\\n\\\"\\\\\\/\\u00e9\\ud83d\\ude00\\t\xC3\xA9");
    const size_t len = ho_json_unescape(in, out);
    const char *expect = "a\n\"\\/\xC3\xA9\xF0\x9F\x98\x80\t\xC3\xA9";

    (void)state;
    assert_true(in.len <= sizeof out);
    assert_int_equal(len, strlen(expect));
    assert_memory_equal(out, expect, len);
}

static void write_sample(struct ho_writer *w)
{
    ho_write_object(w, NULL);
    ho_write_text(w, "text", "a\"b\\c\n\x01\x7F\xE2\x80\xA8");
    ho_write_text(w, "absent", NULL);
    ho_write_array(w, "list");
    ho_write_integer(w, NULL, INT64_MIN);
    ho_write_bool(w, NULL, true);
    ho_write_array(w, NULL);
    ho_write_end_array(w);
    ho_write_end_array(w);
    ho_write_object(w, "empty");
    ho_write_end_object(w);
    ho_write_raw(w, "raw", ho_slice("[1]"));
    ho_write_null(w, "null");
    ho_write_end_object(w);
}

static void test_writer_layouts(void **state)
{
    static const char line[] =
        "{\"text\":\"a\\\"b\\\\c\\n\\u0001\\u007f\\u2028\",\"absent\":null,"
        "\"list\":[-9223372036854775808,true,[]],\"empty\":{},\"raw\":[1],"
        "\"null\":null}";
    static const char block[] =
        "{\n  \"text\": \"a\\\"b\\\\c\\n\\u0001\\u007f\\u2028\",\n"
        "  \"absent\": null,\n  \"list\": [\n    -9223372036854775808,\n"
        "    true,\n    []\n  ],\n  \"empty\": {},\n  \"raw\": [1],\n"
        "  \"null\": null\n}";
    struct ho_writer w;
    struct ho_buffer b;

    (void)state;
    ho_buffer_init(&b, 1000);
    ho_writer_init(&w, &b, 0);
    write_sample(&w);
    assert_string_equal(ho_buffer_slice(&b).ptr, line);
    ho_buffer_clear(&b);
    ho_writer_init(&w, &b, 2);
    write_sample(&w);
    assert_string_equal(ho_buffer_slice(&b).ptr, block);
    ho_buffer_release(&b);
}

/* What is written reads back, and writes the same again. */
static void test_round_trip(void **state)
{
    const char *text = "{\"a\":[1,0.1,-2.5e-07,1e+300,9007199254740993],"
                       "\"b\":\"\\u0008 \\\" \xF0\x9F\x98\x80\",\"c\":{}}";
    struct ho_writer w;
    struct ho_buffer b;

    (void)state;
    ho_buffer_init(&b, 1000);
    for (unsigned indent = 0; indent <= 2; indent += 2) {
        cJSON *first = parse(text), *second;

        ho_buffer_clear(&b);
        ho_writer_init(&w, &b, indent);
        ho_write_json(&w, NULL, first);
        second = parse(ho_buffer_slice(&b).ptr);
        ho_buffer_clear(&b);
        ho_writer_init(&w, &b, 0);
        ho_write_json(&w, NULL, second);
        assert_string_equal(ho_buffer_slice(&b).ptr, text);
        cJSON_Delete(first);
        cJSON_Delete(second);
    }
    ho_buffer_release(&b);
}

static void test_writer_failure_is_sticky(void **state)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct ho_writer w;
    struct ho_buffer b;

    (void)state;
    ho_buffer_init(&b, 20);
    ho_writer_init(&w, &b, 0);
    write_sample(&w);
    assert_true(b.len <= 20);
    assert_int_equal(ho_buffer_status(&b, "the brief", &err),
                     HANDOFF_TOO_LARGE);
    assert_string_equal(err.message, "the brief is larger than its limit of 20 "
                                     "bytes; give less of it at once");
    ho_buffer_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_every_byte),
        cmocka_unit_test(test_getters),
        cmocka_unit_test(test_members),
        cmocka_unit_test(test_integers),
        cmocka_unit_test(test_decimals),
        cmocka_unit_test(test_as_written),
        cmocka_unit_test(test_tree_is_ordinary),
        cmocka_unit_test(test_observer),
        cmocka_unit_test(test_walk),
        cmocka_unit_test(test_unescape),
        cmocka_unit_test(test_writer_layouts),
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_writer_failure_is_sticky),
    };

    return cmocka_run_group_tests_name("base json", tests, NULL, NULL);
}
