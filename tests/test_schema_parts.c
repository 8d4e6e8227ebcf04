/* test_schema_parts.c - what a check is made of: exact numbers, URIs,
 * patterns, the document. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "schema/datum.h"
#include "schema/number.h"
#include "schema/regex.h"
#include "schema/uri.h"
#include "support/cases.h"

static struct handoff_slice text(const cJSON *row, const char *key)
{
    return ho_slice(row_text(row, key, ""));
}

static int sign(int n)
{
    return (n > 0) - (n < 0);
}

static void number_row(const cJSON *row)
{
    const struct handoff_slice a = text(row, "a"), b = text(row, "b");
    const int order = (int)row_integer(row, "order", 9);
    const char *why = ho_json_text(row, "why");
    size_t count;

    if (sign(ho_number_compare(a, b)) != order ||
        sign(ho_number_compare(b, a)) != -order || ho_number_compare(a, a) != 0)
        fail_msg("%s: order", why);
    if ((ho_number_hash(a) == ho_number_hash(b)) != (order == 0))
        fail_msg("%s: hash", why);
    if (ho_number_is_whole(a) != row_integer(row, "whole", 9))
        fail_msg("%s: whole", why);
    if (ho_number_is_multiple(a, b) != row_integer(row, "multiple", 9))
        fail_msg("%s: multiple", why);
    if (ho_number_count(a, &count) !=
        (ho_number_is_whole(a) && ho_number_compare(a, ho_slice("0")) >= 0))
        fail_msg("%s: count", why);
}

static void numbers(void **state)
{
    size_t count = 0;

    (void)state;
    each_row("schema/numbers.json", number_row);
    assert_true(ho_number_count(ho_slice("0"), &count));
    assert_int_equal(count, 0);
    assert_true(ho_number_count(ho_slice("12.50e2"), &count));
    assert_int_equal(count, 1250);
    assert_true(ho_number_count(ho_slice("18446744073709551615"), &count));
    assert_true(count == SIZE_MAX);
    assert_true(ho_number_count(ho_slice("1e999999999999999999999"), &count));
    assert_true(count == SIZE_MAX);
}

static void uri_row(const cJSON *row)
{
    struct ho_arena *arena = ho_arena_new(1 << 16);

    assert_non_null(arena);
    assert_same_text(ho_json_text(row, "why"),
                     ho_uri_resolve(arena, row_text(row, "base", NULL),
                                    text(row, "reference")),
                     row_text(row, "target", NULL));
    ho_arena_free(arena);
}

static void uris(void **state)
{
    struct ho_arena *arena = ho_arena_new(40);
    char out[16];

    (void)state;
    each_row("schema/uris.json", uri_row);
    assert_string_equal(
        ho_uri_resolve(arena, "http://a/b/c/d/e", ho_slice("f")), "");
    assert_int_not_equal(ho_arena_status(arena, "it", NULL), HANDOFF_OK);
    ho_arena_free(arena);
    assert_int_equal(ho_uri_decode(ho_slice("a%2Fb%zz%4"), out), 8);
    assert_memory_equal(out, "a/b%zz%4", 8);
}

static void match_all(const char *why, const struct ho_regex *regex,
                      const struct ho_datum *list, bool expected)
{
    struct ho_matcher matcher = { 0 };
    const struct ho_datum *item;

    if (!list)
        return;
    item = ho_first(list);
    for (uint32_t i = 0; i < list->count; i++, item = ho_next(item)) {
        bool matches = !expected;

        assert_int_equal(ho_regex_match(regex, &matcher, item->text, &matches),
                         HANDOFF_OK);
        if (matches != expected)
            fail_msg("%s: %s text %u", why,
                     expected ? "does not match" : "matches", (unsigned)i);
    }
    ho_matcher_release(&matcher);
}

static void pattern_row(const struct ho_datum *row)
{
    const struct ho_datum *pattern = ho_schema_member(row, ho_slice("pattern"));
    const struct ho_datum *refused = ho_schema_member(row, ho_slice("refused"));
    const struct ho_datum *reason = ho_schema_member(row, ho_slice("why"));
    struct ho_regex *regex = NULL;
    char why[HO_REGEX_WHY] = "", name[200];

    assert_true(pattern && reason && reason->text.len < sizeof name);
    memcpy(name, reason->text.ptr, reason->text.len);
    name[reason->text.len] = '\0';
    if (ho_regex_compile(pattern->text, &regex, why) != HANDOFF_OK) {
        if (!refused || !ho_slice_is(refused->text, why))
            fail_msg("%s: %s", name, why);
        assert_null(regex);
        return;
    }
    if (refused)
        fail_msg("%s: was compiled", name);
    match_all(name, regex, ho_schema_member(row, ho_slice("matches")), true);
    match_all(name, regex, ho_schema_member(row, ho_slice("not")), false);
    ho_regex_free(regex);
}

static void patterns(void **state)
{
    struct ho_document doc;
    const struct ho_datum *row;
    char why[HO_REGEX_WHY];
    struct ho_regex *regex;
    size_t len;
    char *json = case_text(FIXTURES, "schema/patterns.json", &len);

    (void)state;
    assert_int_equal(ho_document_read(&doc, (struct handoff_slice){ json, len },
                                      "the rows", NULL),
                     HANDOFF_OK);
    assert_true(doc.item->count > 0);
    row = ho_first(doc.item);
    for (uint32_t i = 0; i < doc.item->count; i++, row = ho_next(row))
        pattern_row(row);
    ho_document_release(&doc);
    free(json);
    json = calloc(1, 65537);
    assert_non_null(json);
    memset(json, '@', 65537);
    assert_int_equal(
        ho_regex_compile((struct handoff_slice){ json, 65537 }, &regex, why),
        HANDOFF_BAD_SCHEMA);
    assert_string_equal(why, "more than 64 KB");
    free(json);
}

static void document_layout(void **state)
{
    static const char json[] =
        " {\"a\\u0062\":[1, {\"x\":null}],\"\\u0000\\ud83d\\ude00\":\"\\n\"} ";
    const struct handoff_slice source = ho_slice(json);
    struct ho_document doc;
    struct ho_buffer pointer;

    (void)state;
    assert_int_equal(ho_document_read(&doc, source, "it", NULL), HANDOFF_OK);
    assert_int_equal(doc.count, 6);
    assert_int_equal(doc.item[0].span, 6);
    assert_int_equal(doc.item[0].at, 1);
    assert_int_equal(doc.item[0].end, source.len - 1);
    assert_true(ho_slice_is(doc.item[1].key, "ab"));
    assert_int_equal(doc.item[1].span, 4);
    assert_ptr_equal(ho_next(&doc.item[1]), &doc.item[5]);
    assert_int_equal(doc.item[5].ordinal, 1);
    assert_int_equal(doc.item[5].key.len, 5);
    assert_memory_equal(doc.item[5].key.ptr, "\0\xF0\x9F\x98\x80", 5);
    assert_true(ho_slice_is(doc.item[5].text, "\n"));
    assert_ptr_equal(ho_schema_member(doc.item, ho_slice("ab")), &doc.item[1]);
    assert_null(ho_schema_member(doc.item, ho_slice("a")));
    assert_null(ho_schema_member(&doc.item[1], ho_slice("x")));
    ho_buffer_init(&pointer, 100);
    ho_datum_pointer(doc.item, &doc.item[4], &pointer);
    assert_string_equal(ho_buffer_slice(&pointer).ptr, "/ab/1/x");
    ho_buffer_release(&pointer);
    ho_document_release(&doc);
    ho_document_release(&doc);
}

static void read_refused(struct handoff_slice json, const char *message)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct ho_document doc;

    assert_int_equal(ho_document_read(&doc, json, "it", &err),
                     HANDOFF_BAD_JSON);
    assert_string_equal(err.message, message);
    ho_document_release(&doc);
}

static void strict_documents(void **state)
{
    static const char raw_nul[] = "\"\\\0\"";
    static const char twice[] = "not strict JSON: an object that has the same "
                                "key twice";
    cJSON *tree = NULL;
    char many[400] = "{\"k0\":0";

    (void)state;
    /* The document carries lengths, cJSON cannot. */
    assert_int_equal(ho_json_parse(ho_slice("\"\\u0000\""), &tree, NULL),
                     HANDOFF_BAD_JSON);
    read_refused((struct handoff_slice){ raw_nul, sizeof raw_nul - 1 },
                 "not strict JSON: an escape that JSON does not have");
    read_refused(ho_slice("{\"a\\u0000b\":1,\"a\\u0000b\":2}"), twice);
    read_refused(ho_slice("{\"\\ud83d\\ude00\":1,\"\xF0\x9F\x98\x80\":2}"),
                 twice);
    for (int i = 1; i < 30; i++) {
        const size_t len = strlen(many);

        snprintf(many + len, sizeof many - len, ",\"k%d\":%d", i, i);
    }
    snprintf(many + strlen(many), 20, ",\"\\u006b7\":0}");
    read_refused(ho_slice(many), twice); /* many keys are sorted */
}

static bool equal(const char *a, const char *b)
{
    struct ho_document x, y;
    size_t steps = 0;
    bool same;

    assert_int_equal(ho_document_read(&x, ho_slice(a), "a", NULL), HANDOFF_OK);
    assert_int_equal(ho_document_read(&y, ho_slice(b), "b", NULL), HANDOFF_OK);
    same = ho_datum_equal(x.item, y.item, &steps);
    assert_int_equal(same, ho_datum_equal(y.item, x.item, &steps));
    if (same)
        assert_int_equal(ho_datum_hash(x.item, &steps),
                         ho_datum_hash(y.item, &steps));
    ho_document_release(&x);
    ho_document_release(&y);
    return same;
}

static void equality(void **state)
{
    (void)state;
    assert_true(equal("[1, 2.0, {\"a\":null}]", "[1.0,2,{\"a\":null}]"));
    assert_true(
        equal("{\"a\":1,\"b\":[2],\"c\":3}", "{\"c\":3,\"a\":1,\"b\":[2]}"));
    assert_true(equal("{\"a\":1,\"b\":{}}", "{\"b\":{},\"a\":1e0}"));
    assert_true(equal("\"\\u00e4\"", "\"\xC3\xA4\""));
    assert_false(equal("{\"a\":1,\"b\":2}", "{\"a\":1,\"c\":2}"));
    assert_false(equal("{\"a\":1}", "{\"a\":1,\"b\":2}"));
    assert_false(equal("[1,2]", "[2,1]"));
    assert_false(equal("0", "false"));
    assert_false(equal("\"1\"", "1"));
    assert_false(equal("null", "[]"));
    assert_false(equal("true", "false"));
    assert_false(equal("{}", "[]"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers),          cmocka_unit_test(uris),
        cmocka_unit_test(patterns),         cmocka_unit_test(document_layout),
        cmocka_unit_test(strict_documents), cmocka_unit_test(equality),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
