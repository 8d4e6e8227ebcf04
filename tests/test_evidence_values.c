/* test_evidence_values.c - numbers, days, addresses, countries in words. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/clock.h"
#include "evidence/date.h"
#include "evidence/number.h"
#include "evidence/read.h"
#include "support/cases.h"

/* A bound of a row: fixed-point, or the open end where it is null. */
static int64_t bound(const cJSON *pair, int index, int64_t open)
{
    const cJSON *item = cJSON_GetArrayItem(pair, index);
    int64_t value = open;

    if (!cJSON_IsNull(item) && !ho_json_integer(item, &value))
        fail_msg("a bound that is no integer");
    return value;
}

static void check_numbers(const cJSON *row)
{
    const char *why = row_text(row, "why", "");
    const struct handoff_slice text = ho_slice(row_text(row, "text", ""));
    const cJSON *numbers = ho_json_get(row, "numbers"), *pair;
    struct ho_number n;
    size_t at = 0, behind = 0;

    assert_true(cJSON_IsArray(numbers));
    cJSON_ArrayForEach(pair, numbers)
    {
        if (!ho_next_number(text, &at, &n))
            fail_msg("%s (%s): too few numbers", text.ptr, why);
        if (n.low != bound(pair, 0, INT64_MIN) ||
            n.high != bound(pair, 1, INT64_MAX))
            fail_msg("%s (%s): %" PRId64 "..%" PRId64, text.ptr, why, n.low,
                     n.high);
        assert_true(behind <= n.from && n.from < n.to && n.to <= text.len);
        assert_true(n.start <= n.from && n.to <= n.end && n.end <= text.len);
        assert_true(at == n.to);
        behind = n.to;
    }
    if (ho_next_number(text, &at, &n))
        fail_msg("%s (%s): one more, %" PRId64 "..%" PRId64, text.ptr, why,
                 n.low, n.high);
    assert_int_equal(at, text.len);
}

static void test_numbers(void **state)
{
    (void)state;
    each_row("evidence/numbers.json", check_numbers);
}

/* The bytes of a number, and with the words of its bound. */
static void test_number_places(void **state)
{
    static const struct {
        const char *text, *number, *whole;
    } rows[] = {
        { "we are over 200 people", "200", "over 200" },
        { "we are 50k+ people", "50k", "50k+" },
        { "a budget of $1,200.50 USD", "1,200.50", "1,200.50" },
        { "15 - 20 reps", "15 - 20", "15 - 20" },
        { "no more than 5", "5", "no more than 5" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct handoff_slice s = ho_slice(rows[i].text);
        struct ho_number n;
        size_t at = 0;

        assert_true(ho_next_number(s, &at, &n));
        assert_true(ho_slice_is(ho_part(s, n.from, n.to), rows[i].number));
        assert_true(ho_slice_is(ho_part(s, n.start, n.end), rows[i].whole));
    }
}

static void test_widen_to_numbers(void **state)
{
    static const struct {
        const char *text, *quote, *whole;
    } rows[] = {
        { "up to 200 people", "200 people", "up to 200 people" },
        { "15 to 20 reps", "20 reps", "15 to 20 reps" },
        { "15 reps, over 200 people", "15 reps", "15 reps" },
        { "15 reps, over 200 people", "people", "people" },
        { "over 200", "over", "over" },
        { "we have 50+", "50", "50+" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct handoff_slice s = ho_slice(rows[i].text);
        size_t from = ho_find(s, 0, ho_slice(rows[i].quote));
        size_t to = from + strlen(rows[i].quote);

        ho_widen_to_numbers(s, &from, &to);
        if (!ho_slice_is(ho_part(s, from, to), rows[i].whole))
            fail_msg("\"%s\" in \"%s\": \"%.*s\"", rows[i].quote, rows[i].text,
                     (int)(to - from), s.ptr + from);
    }
}

/* days: "" for none, a day, "first..last", or "first.." without an end; " +n"
 * for n further ones. */
static void check_dates(const cJSON *row)
{
    char got[64] = "", day[HANDOFF_TIME_TEXT], last[HANDOFF_TIME_TEXT] = "";
    const char *expect = row_text(row, "days", "?");
    const char *after = row_text(row, "after", "");
    const struct handoff_slice text = ho_slice(row_text(row, "text", ""));
    struct ho_dates d;
    int64_t today;

    assert_true(handoff_time_parse(ho_slice(after), &today));
    ho_find_dates(text, ho_day_of(today), &d);
    if (d.count > 0) {
        handoff_date_text(d.day * HO_DAY, day);
        if (d.last != d.day && d.last != INT64_MAX)
            handoff_date_text(d.last * HO_DAY, last);
        snprintf(got, sizeof got, "%s%s%s", day, d.last != d.day ? ".." : "",
                 last);
        if (d.count > 1)
            snprintf(got + strlen(got), sizeof got - strlen(got), " +%zu",
                     d.count - 1);
        assert_true(d.day <= d.last);
        assert_true(d.from < d.to && d.to <= text.len);
    }
    assert_same_text(row_text(row, "why", ""), got, expect);
    if (d.ambiguous != (bool)cJSON_IsTrue(ho_json_get(row, "ambiguous")))
        fail_msg("%s: ambiguous %d", text.ptr, d.ambiguous);
}

static void test_dates(void **state)
{
    (void)state;
    each_row("evidence/dates.json", check_dates);
}

static void check_place(const cJSON *row, const char *key, bool found,
                        size_t from, size_t to)
{
    const char *text = row_text(row, "text", "");
    const char *expect = row_text(row, key, NULL);

    if (found != (expect != NULL))
        fail_msg("%s: %s %s (%s)", text, key, found ? "found" : "not found",
                 row_text(row, "why", ""));
    if (found &&
        !ho_slice_is((struct handoff_slice){ text + from, to - from }, expect))
        fail_msg("%s: %s is \"%.*s\" (%s)", text, key, (int)(to - from),
                 text + from, row_text(row, "why", ""));
}

static void check_address(const cJSON *row)
{
    const struct handoff_slice text = ho_slice(row_text(row, "text", ""));
    size_t from = 0, to = 0;
    bool found = ho_find_email(text, &from, &to);

    check_place(row, "email", found, from, to);
    found = ho_find_host(text, &from, &to);
    check_place(row, "host", found, from, to);
}

static void test_addresses(void **state)
{
    (void)state;
    each_row("evidence/addresses.json", check_address);
}

static void check_country(const cJSON *row)
{
    const char *text = row_text(row, "text", "");
    const char *code = ho_find_country(ho_slice(text));

    assert_same_text(row_text(row, "why", ""), code ? code : "none",
                     row_text(row, "country", NULL)
                         ? row_text(row, "country", NULL)
                         : "none");
}

static void test_countries(void **state)
{
    (void)state;
    each_row("evidence/countries.json", check_country);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_number_places),
        cmocka_unit_test(test_widen_to_numbers),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_countries),
    };

    return cmocka_run_group_tests_name("evidence values", tests, NULL, NULL);
}
