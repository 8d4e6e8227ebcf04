/* test_report_schema.c - the maps of the fixtures are what
 * schemas/system-map.schema.json describes, and nothing else is. */
#include <handoff/finding.h>
#include <handoff/playbook.h>
#include <handoff/schema.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/builtin.h"
#include "base/json.h"
#include "report/rows.h"
#include "support/cases.h"
#include "support/report_render.h"

static struct handoff_slice find_schema(void *user, const char *uri)
{
    const char *file = strrchr(uri, '/');
    char name[128];

    (void)user;
    snprintf(name, sizeof name, "schemas%s", file ? file : "");
    return ho_builtin_text(name);
}

static struct handoff_schema *compile(const char *name)
{
    const struct handoff_schema_remotes remotes = { find_schema, NULL };
    const struct handoff_schema_options options = { .assert_format = true,
                                                    .remotes = &remotes };
    const struct handoff_slice text = ho_builtin_text(name);
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_schema *schema = NULL;

    assert_non_null(text.ptr);
    if (handoff_schema_compile(text, &options, &schema, &err) != HANDOFF_OK)
        fail_msg("%s: %s", name, err.message);
    return schema;
}

static bool is_valid(const char *name, const char *json, char *why, size_t size)
{
    struct handoff_schema *schema = compile(name);
    struct handoff_schema_result result = { 0 };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    bool valid;

    assert_int_equal(
        handoff_schema_check(schema, ho_slice(json), &result, &err),
        HANDOFF_OK);
    valid = result.valid;
    if (!valid && result.count > 0)
        snprintf(why, size, "%s: %s", result.item[0].instance,
                 result.item[0].message);
    handoff_schema_result_release(&result);
    handoff_schema_free(schema);
    return valid;
}

static void run_map(const char *directory, const char *name)
{
    char *map = case_text(directory, "map.json", NULL);
    char why[512] = "";

    if (!is_valid("schemas/system-map.schema.json", map, why, sizeof why))
        fail_msg("%s: %s", name, why);
    free(map);
}

static void maps_are_valid(void **state)
{
    (void)state;
    each_case("report", run_map);
}

/* --- closed: an unknown member is refused in every object -------------- */

static bool tree_is_valid(const cJSON *map)
{
    struct ho_buffer b;
    struct ho_writer w;
    char why[512];
    bool valid;

    ho_buffer_init(&b, SIZE_MAX);
    ho_writer_init(&w, &b, 0);
    ho_write_json(&w, NULL, map);
    valid = is_valid("schemas/system-map.schema.json", b.ptr, why, sizeof why);
    ho_buffer_release(&b);
    return valid;
}

/* Only the first two elements of a list are tried. */
static size_t try_extra(cJSON *map, cJSON *item)
{
    size_t count = 0, seen = 0;

    if (cJSON_IsObject(item)) {
        assert_non_null(cJSON_AddTrueToObject(item, "extra"));
        if (tree_is_valid(map))
            fail_msg("the object of \"%s\" takes any member",
                     item->string ? item->string : "a list");
        cJSON_DeleteItemFromObjectCaseSensitive(item, "extra");
        count++;
    }
    for (cJSON *child = item->child; child; child = child->next)
        if (cJSON_IsObject(item) || seen++ < 2)
            count += try_extra(map, child);
    return count;
}

static void objects_are_closed(void **state)
{
    cJSON *map = report_map("sample");
    cJSON *leads = ho_member(map, "leads");

    (void)state;
    while (cJSON_GetArraySize(leads) > 2)
        cJSON_DeleteItemFromArray(leads, 2);
    assert_true(tree_is_valid(map));
    assert_true(try_extra(map, map) > 50);
    cJSON_Delete(map);
}

/* --- closed lists are those of the headers ----------------------------- */

static const cJSON *down(const cJSON *node, const char *path)
{
    char key[64];

    while (*path) {
        const size_t len = strcspn(path, "/");

        snprintf(key, sizeof key, "%.*s", (int)len, path);
        node = ho_json_get(node, key);
        if (!node)
            fail_msg("the schema has no \"%s\"", key);
        path += len + (path[len] == '/');
    }
    return node;
}

static void check_words(const char *name, const char *path,
                        const char *const *words, size_t count)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    cJSON *schema = NULL;
    const cJSON *list;

    assert_int_equal(ho_json_parse(ho_builtin_text(name), &schema, &err),
                     HANDOFF_OK);
    list = down(schema, path);
    assert_int_equal(cJSON_GetArraySize(list), count);
    list = list->child;
    for (size_t i = 0; i < count; i++, list = list->next)
        assert_string_equal(list->valuestring, words[i]);
    cJSON_Delete(schema);
}

static void words_are_those_of_the_headers(void **state)
{
    static const char map[] = "schemas/system-map.schema.json";
    static const char *const findings[] = {
#define X(name, code, meaning, remedy) code,
        HANDOFF_FINDING_MAP(X)
#undef X
    };
    static const char *const reasons[] = {
#define X(name, word) word,
        HANDOFF_UNKNOWN_MAP(X)
#undef X
    };
    static const char *const stages[] = {
#define X(name, text, decision, output) text,
        HANDOFF_STAGE_MAP(X)
#undef X
    };
    static const char *const situations[] = {
#define X(name, text) text,
        HANDOFF_SITUATION_MAP(X)
#undef X
    };
    static const char *const flags[] = {
#define X(name, code, text) code,
        HANDOFF_FLAG_MAP(X)
#undef X
    };
    static const char *const factors[] = {
#define X(name, word) word,
        HANDOFF_FACTOR_MAP(X)
#undef X
    };

    (void)state;
#define CHECK(file, path, words) \
    check_words(file, path, words, sizeof(words) / sizeof *(words))
    CHECK("schemas/brief.schema.json",
          "properties/findings/items/properties/code/enum", findings);
    CHECK("schemas/brief.schema.json",
          "properties/unknown/items/properties/reason/enum", reasons);
    CHECK(map, "$defs/stage/enum", stages);
    CHECK(map, "$defs/situation/enum", situations);
    CHECK(map, "properties/risks/items/properties/flag/enum", flags);
    CHECK(map, "$defs/factor/enum", factors);
#undef CHECK
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(maps_are_valid),
        cmocka_unit_test(objects_are_closed),
        cmocka_unit_test(words_are_those_of_the_headers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
