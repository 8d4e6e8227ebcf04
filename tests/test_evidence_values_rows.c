/* test_evidence_values_rows.c - what words say by a field's type: one row a
 * fact, in fixtures/evidence/values/.  What was read is read again. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <handoff/evidence.h>

#include "base/clock.h"
#include "evidence/read.h"
#include "fields/fields.h"
#include "support/cases.h"

static struct ho_arena *arena;
static struct handoff_fields fields;

static int read_policy(void **state)
{
    const struct ho_yaml *root = NULL;
    size_t len = 0;
    char *text = case_text(FIXTURES "/evidence/values", "policy.yaml", &len);
    const struct handoff_slice s = { text, len };
    enum handoff_status status;

    (void)state;
    arena = ho_arena_new(1 << 20);
    status = ho_yaml_parse(arena, s, &root, NULL);
    if (status == HANDOFF_OK)
        status = ho_fields_read(arena, root, &fields, NULL);
    free(text);
    return status == HANDOFF_OK ? 0 : -1;
}

static int release_policy(void **state)
{
    (void)state;
    ho_arena_free(arena);
    return 0;
}

static const struct handoff_field *row_field(const cJSON *row)
{
    const char *name = row_text(row, "field", "?");
    const int index = handoff_field_find(&fields, ho_slice(name));

    if (index < 0)
        fail_msg("no field %s", name);
    return &fields.item[index];
}

static int64_t row_day(const cJSON *row)
{
    int64_t time = 0;

    assert_true(handoff_time_parse(
        ho_slice(row_text(row, "received", "2026-09-24")), &time));
    return ho_day_of(time);
}

static const char *read_name(enum handoff_read read)
{
    static const char *const names[] = { "value", "none", "ambiguous",
                                         "nothing" };

    return names[read];
}

/* A bound that the row names, null for an open one. */
static void check_bound(const cJSON *row, const char *key, int64_t got,
                        int64_t open)
{
    const cJSON *item = ho_json_get(row, key);
    int64_t wanted = open;

    if (!item)
        return;
    if (!cJSON_IsNull(item))
        assert_true(ho_json_integer(item, &wanted));
    if (got != wanted)
        fail_msg("\"%s\": %s is %" PRId64 ", not %" PRId64,
                 row_text(row, "words", ""), key, got, wanted);
}

/* The canonical value says what the words said. */
static void check_again(const struct handoff_field *field, int64_t day,
                        const struct handoff_typed *first, const char *text)
{
    struct handoff_typed again;
    char *other = NULL;

    assert_int_equal(
        handoff_read_value(field, ho_slice(text), day, &again, &other, NULL),
        HANDOFF_OK);
    assert_same_text(text, other, text);
    if (again.read != first->read || again.has_number != first->has_number ||
        again.low != first->low || again.high != first->high)
        fail_msg("\"%s\" read again: %s, %" PRId64 "..%" PRId64, text,
                 read_name(again.read), again.low, again.high);
    free(other);
}

static void check_row(const cJSON *row)
{
    const struct handoff_field *field = row_field(row);
    const char *words = row_text(row, "words", "");
    const bool in_text = cJSON_IsTrue(ho_json_get(row, "in_text"));
    const int64_t day = row_day(row);
    struct handoff_typed typed;
    struct ho_buffer text;
    char why[300];

    snprintf(why, sizeof why, "\"%s\" (%s)", words, row_text(row, "why", ""));
    ho_buffer_init(&text, 1 << 16);
    assert_int_equal((in_text ? ho_read_stated : ho_read_value)(
                         field, ho_slice(words), day, &typed, &text, NULL),
                     HANDOFF_OK);
    assert_same_text(why, read_name(typed.read), row_text(row, "read", "?"));
    assert_same_text(why, text.len ? text.ptr : "", row_text(row, "text", "?"));
    if (typed.approximate !=
        (bool)cJSON_IsTrue(ho_json_get(row, "approximate")))
        fail_msg("%s: approximate %d", why, typed.approximate);
    assert_true(!typed.has_number || typed.low <= typed.high);
    check_bound(row, "low", typed.low, INT64_MIN);
    check_bound(row, "high", typed.high, INT64_MAX);
    if (!in_text && text.len > 0)
        check_again(field, day, &typed, text.ptr);
    ho_buffer_release(&text);
}

static void test_integers(void **state)
{
    (void)state;
    each_row("evidence/values/integer.json", check_row);
}

static void test_money(void **state)
{
    (void)state;
    each_row("evidence/values/money.json", check_row);
}

static void test_dates(void **state)
{
    (void)state;
    each_row("evidence/values/date.json", check_row);
}

static void test_contacts(void **state)
{
    (void)state;
    each_row("evidence/values/contact.json", check_row);
}

static void test_names(void **state)
{
    (void)state;
    each_row("evidence/values/name.json", check_row);
}

static void test_countries(void **state)
{
    (void)state;
    each_row("evidence/values/country.json", check_row);
}

static void test_choices(void **state)
{
    (void)state;
    each_row("evidence/values/enum.json", check_row);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_integers), cmocka_unit_test(test_money),
        cmocka_unit_test(test_dates),    cmocka_unit_test(test_contacts),
        cmocka_unit_test(test_names),    cmocka_unit_test(test_countries),
        cmocka_unit_test(test_choices),
    };

    return cmocka_run_group_tests_name("evidence values, rows", tests,
                                       read_policy, release_policy);
}
