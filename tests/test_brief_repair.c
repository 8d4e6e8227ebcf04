/* test_brief_repair.c - one strict JSON object out of what a model answers:
 * the rows of fixtures/brief/repairs.json
 *
 *     reply     what came back
 *     object    what it says, ...
 *     repairs   ... after these repairs
 *     refused   or why it is none: a part of the sentence
 *
 * and what holds for every reply: cut off anywhere it is never taken for
 * whole, and no size makes reading it slow.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "brief/repair.h"
#include "support/cases.h"

static char *write_json(const cJSON *value)
{
    struct ho_buffer b;
    struct ho_writer w;
    char *text = NULL;

    ho_buffer_init(&b, SIZE_MAX);
    ho_writer_init(&w, &b, 0);
    ho_write_json(&w, NULL, value);
    assert_int_equal(ho_buffer_take(&b, "JSON", &text, NULL, NULL), HANDOFF_OK);
    return text;
}

static void check_repairs(const char *why, const cJSON *wanted,
                          const struct ho_repairs *repairs)
{
    const cJSON *name = wanted->child;

    for (int i = 0; i < HO_REPAIR_COUNT; i++) {
        const char *word = ho_repair_name((enum ho_repair)i);

        if (!repairs->made[i])
            continue;
        if (!name)
            fail_msg("%s: %s was not expected", why, word);
        assert_same_text(why, word, name->valuestring);
        name = name->next;
    }
    if (name)
        fail_msg("%s: no %s", why, name->valuestring);
}

static void check_row(const cJSON *row)
{
    const char *why = row_text(row, "why", "");
    const char *refused = row_text(row, "refused", NULL);
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct ho_repairs repairs;
    cJSON *root = NULL;
    const enum handoff_status status = ho_reply_parse(
        ho_slice(row_text(row, "reply", NULL)), &root, &repairs, &err);

    if (refused) {
        if (status != HANDOFF_BAD_JSON)
            fail_msg("%s: status %d", why, (int)status);
        assert_null(root);
        if (!*err.message || !strstr(err.message, refused))
            fail_msg("%s: refused for another reason: %s", why, err.message);
        return;
    }
    if (status != HANDOFF_OK)
        fail_msg("%s: %s", why, err.message);
    char *got = write_json(root);
    char *wanted = write_json(ho_json_get(row, "object"));

    assert_same_text(why, got, wanted);
    check_repairs(why, ho_json_get(row, "repairs"), &repairs);
    free(wanted);
    free(got);
    cJSON_Delete(root);
}

static void test_rows(void **state)
{
    (void)state;
    each_row("brief/repairs.json", check_row);
}

static const char sample[] =
    "<think>They lose leads {all of them}.</think>\n"
    "```json\n"
    "{\"pain\": \"we lose \\\"hot\\\" leads, \\u00e9very week\",\n"
    " \"team_size\": {\"quote\": \"12 reps\", \"value\": 12,},\n"
    " \"inferred\": [{\"field\": \"use_case\", \"list\": [1, [2], {}],}],\n"
    " \"lane\": null, \"action\": \"call }\"}";

/* A reply that ends anywhere within its object is no reply. */
static void test_cut_off(void **state)
{
    const size_t len = sizeof sample - 1;
    size_t refused = 0;

    (void)state;
    for (size_t i = 0; i <= len; i++) {
        struct ho_repairs repairs;
        cJSON *root = NULL;
        const struct handoff_slice part = { sample, i };
        const enum handoff_status status =
            ho_reply_parse(part, &root, &repairs, NULL);

        if ((status == HANDOFF_OK) != (i == len))
            fail_msg("%zu of %zu bytes: status %d", i, len, (int)status);
        refused += status == HANDOFF_BAD_JSON;
        cJSON_Delete(root);
    }
    assert_int_equal(refused, len);
}

/* With a single byte lost, a reply is refused or still has all of its keys. */
static void test_byte_lost(void **state)
{
    static const char whole[] = "{\"a\":\"xyz\",\"b\":[1,2],\"c\":null}";
    const size_t len = sizeof whole - 1;
    char text[sizeof whole];

    (void)state;
    for (size_t i = 0; i < len; i++) {
        struct ho_repairs repairs;
        cJSON *root = NULL;

        memcpy(text, whole, i);
        memcpy(text + i, whole + i + 1, len - i - 1);
        if (ho_reply_parse((struct handoff_slice){ text, len - 1 }, &root,
                           &repairs, NULL) == HANDOFF_OK) {
            assert_int_equal(cJSON_GetArraySize(root), 3);
        }
        cJSON_Delete(root);
    }
}

/* Each of these would take minutes if it were not read in one pass. */
static void test_large(void **state)
{
    static const char *const pieces[] = { "<think>", "</think>", "{",
                                          "[",       "{\"a\":",  "\"",
                                          "```",     ",",        "{}",
                                          "<",       "\\",       "{\"a\":1," };
    enum { BYTES = 4 << 20 };
    char *text = malloc(BYTES);

    (void)state;
    assert_non_null(text);
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        const size_t len = strlen(pieces[i]);
        struct ho_repairs repairs;
        cJSON *root = NULL;
        size_t at = 0;

        while (at + len <= BYTES) {
            memcpy(text + at, pieces[i], len);
            at += len;
        }
        assert_int_equal(ho_reply_parse((struct handoff_slice){ text, at },
                                        &root, &repairs, NULL),
                         HANDOFF_BAD_JSON);
        assert_null(root);
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_cut_off),
        cmocka_unit_test(test_byte_lost),
        cmocka_unit_test(test_large),
    };

    return cmocka_run_group_tests_name("brief_repair", tests, NULL, NULL);
}
