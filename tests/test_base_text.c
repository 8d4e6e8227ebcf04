/* test_base_text.c - UTF-8 and civil time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/slice.h"
#include "base/utf8.h"

static void test_utf8_valid(void **state)
{
    static const struct {
        const char *bytes;
        size_t len, expect;
        const char *why;
    } rows[] = {
        { "a", 1, 1, "ASCII" },
        { "\0", 1, 1, "NUL is a character" },
        { "\x7F", 1, 1, "the last of one byte" },
        { "\xC2\x80", 2, 2, "the first of two" },
        { "\xDF\xBF", 2, 2, "the last of two" },
        { "\xE0\xA0\x80", 3, 3, "the first of three" },
        { "\xED\x9F\xBF", 3, 3, "the last before the surrogates" },
        { "\xEE\x80\x80", 3, 3, "the first behind them" },
        { "\xEF\xBF\xBF", 3, 3, "the last of three" },
        { "\xF0\x90\x80\x80", 4, 4, "the first of four" },
        { "\xF4\x8F\xBF\xBF", 4, 4, "the last of all, U+10FFFF" },
        { "\x80", 1, 0, "a tail alone" },
        { "\xBF", 1, 0, "the last tail alone" },
        { "\xC0\x80", 2, 0, "NUL overlong" },
        { "\xC1\xBF", 2, 0, "DEL overlong" },
        { "\xE0\x9F\xBF", 3, 0, "two bytes written in three" },
        { "\xF0\x8F\xBF\xBF", 4, 0, "three bytes written in four" },
        { "\xED\xA0\x80", 3, 0, "the first surrogate" },
        { "\xED\xBF\xBF", 3, 0, "the last surrogate" },
        { "\xF4\x90\x80\x80", 4, 0, "beyond U+10FFFF" },
        { "\xF5\x80\x80\x80", 4, 0, "far beyond" },
        { "\xF8\x88\x80\x80\x80", 5, 0, "five bytes" },
        { "\xFF", 1, 0, "never used" },
        { "\xC3", 1, 0, "cut behind one of two" },
        { "\xE2\x82", 2, 0, "cut behind two of three" },
        { "\xF0\x9F\x98", 3, 0, "cut behind three of four" },
        { "\xE2\x28\xA1", 3, 0, "a letter in the middle" },
        { "\xE2\x82\x28", 3, 0, "a letter at the end" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct handoff_slice s = { rows[i].bytes, rows[i].len };

        if (ho_utf8_valid(s, 0) != rows[i].expect)
            fail_msg("%s", rows[i].why);
        assert_int_equal(ho_utf8_check(s, NULL) == HANDOFF_OK,
                         rows[i].expect == rows[i].len);
    }
}

/* Every code point is written and read back; no surrogate is valid. */
static void test_utf8_round_trip(void **state)
{
    (void)state;
    for (int32_t code = 1; code <= 0x10FFFF; code++) {
        char out[4];
        size_t len;

        if (code == 0xD800)
            code = 0xE000;
        const struct handoff_slice s = { out, ho_utf8_encode(code, out) };
        if (ho_utf8_valid(s, 0) != s.len ||
            ho_utf8_decode(s, 0, &len) != code || len != s.len ||
            ho_utf8_before(s, s.len) != 0)
            fail_msg("U+%04X", (unsigned)code);
    }
}

static void test_utf8_check_place(void **state)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;

    (void)state;
    assert_int_equal(ho_utf8_check(ho_slice("ab\nc\xC3\xA9\xFFx"), &err),
                     HANDOFF_BAD_TEXT);
    assert_int_equal(err.line, 2);
    assert_int_equal(err.column, 4);
    assert_string_equal(err.message,
                        "byte 0xFF is not UTF-8; save the file as UTF-8");
}

/* Boundaries of "text" are the byte offsets in `at`, ended by SIZE_MAX. */
static void test_word_boundaries(void **state)
{
    static const struct {
        const char *text;
        size_t at[12];
        const char *why;
    } rows[] = {
        { "ab cd", { 0, 2, 3, 5, SIZE_MAX }, "a space" },
        { "a-b", { 0, 1, 2, 3, SIZE_MAX }, "a hyphen" },
        { "B2B", { 0, 3, SIZE_MAX }, "letters and digits are one word" },
        { "\xC3\xA9t\xC3\xA9", { 0, 5, SIZE_MAX }, "accents are letters" },
        { "e\xCC\x81t", { 0, 4, SIZE_MAX }, "so are combining marks" },
        { "a_b", { 0, 1, 2, 3, SIZE_MAX }, "an underscore is no letter" },
        { "\xD0\xB4\xD0\xB0", { 0, 4, SIZE_MAX }, "Cyrillic" },
        { "\xE4\xBC\x9A\xE7\xA4\xBE",
          { 0, 3, 6, SIZE_MAX },
          "Han has no spaces: every character may begin a word" },
        { "a\xE4\xBC\x9A", { 0, 1, 4, SIZE_MAX }, "Latin beside Han" },
        { "\xE3\x82\xAB\xE3\x83\xBC", { 0, 3, 6, SIZE_MAX }, "kana" },
        { "\xED\x95\x9C\xEA\xB5\xAD", { 0, 6, SIZE_MAX }, "Korean has spaces" },
        { "\xE0\xB8\x81\xE0\xB8\x82", { 0, 3, 6, SIZE_MAX }, "Thai" },
        { "\xF0\x9F\x98\x80x", { 0, 4, 5, SIZE_MAX }, "a picture sign" },
        { "", { 0, SIZE_MAX }, "nothing" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct handoff_slice s = ho_slice(rows[i].text);
        const size_t *expect = rows[i].at;
        size_t len = 1;

        for (size_t at = 0; at <= s.len; at += len) {
            len = at < s.len ? ho_utf8_valid(s, at) : 1;
            if (ho_word_boundary(s, at) != (at == *expect))
                fail_msg("%s at %zu: %s", rows[i].text, at, rows[i].why);
            expect += at == *expect;
        }
        assert_true(*expect == SIZE_MAX);
    }
}

static void test_utf8_cut(void **state)
{
    const struct handoff_slice s = ho_slice("a\xC3\xA9\xF0\x9F\x98\x80");
    static const size_t expect[] = { 0, 1, 1, 3, 3, 3, 3, 7, 7 };

    (void)state;
    for (size_t max = 0; max <= 8; max++)
        assert_int_equal(ho_utf8_cut(s, max).len, expect[max]);
}

/* Each day of 400 years, one after the other, by a counter of its own. */
static void test_dates_round_trip(void **state)
{
    static const int days_in[] = { 31, 28, 31, 30, 31, 30,
                                   31, 31, 30, 31, 30, 31 };
    int64_t day = ho_days_from_date(1900, 1, 1);

    (void)state;
    assert_int_equal(day, -25567);
    for (int year = 1900; year < 2300; year++) {
        const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

        for (int month = 1; month <= 12; month++) {
            const int days = days_in[month - 1] + (month == 2 && leap);

            for (int d = 1; d <= days; d++, day++) {
                int64_t y;
                int m, back;

                ho_date_from_days(day, &y, &m, &back);
                if (ho_days_from_date(year, month, d) != day || y != year ||
                    m != month || back != d)
                    fail_msg("%d-%d-%d", year, month, d);
            }
            assert_true(ho_date_exists(year, month, days));
            assert_false(ho_date_exists(year, month, days + 1));
        }
    }
    assert_int_equal(ho_days_from_date(2300, 1, 1), day);
}

static void test_date_exists(void **state)
{
    (void)state;
    assert_true(ho_date_exists(2024, 2, 29));
    assert_false(ho_date_exists(2023, 2, 29));
    assert_false(ho_date_exists(1900, 2, 29));
    assert_true(ho_date_exists(2000, 2, 29));
    assert_false(ho_date_exists(2026, 0, 1));
    assert_false(ho_date_exists(2026, 13, 1));
    assert_false(ho_date_exists(2026, 1, 0));
    assert_false(ho_date_exists(2026, 1, 32));
    assert_false(ho_date_exists(2026, -1, -1));
}

static void test_day_of(void **state)
{
    (void)state;
    assert_int_equal(ho_day_of(0), 0);
    assert_int_equal(ho_day_of(HO_DAY - 1), 0);
    assert_int_equal(ho_day_of(HO_DAY), 1);
    assert_int_equal(ho_day_of(-1), -1);
    assert_int_equal(ho_day_of(-HO_DAY), -1);
    assert_int_equal(ho_day_of(-HO_DAY - 1), -2);
}

/* text: as it is written back; NULL where it is not a time. */
static void test_time_parse(void **state)
{
    static const struct {
        const char *in, *text;
    } rows[] = {
        { "2026-09-24", "2026-09-24T00:00:00Z" },
        { "2026-09-24T09:00Z", "2026-09-24T09:00:00Z" },
        { "2026-09-24T09:00:05Z", "2026-09-24T09:00:05Z" },
        { "2026-09-24T09:00:05z", "2026-09-24T09:00:05Z" },
        { "2026-09-24 09:00:05", "2026-09-24T09:00:05Z" },
        { "2026-09-24T09:00:05.250Z", "2026-09-24T09:00:05Z" },
        { "2026-09-24T01:00+02:00", "2026-09-23T23:00:00Z" },
        { "2026-09-24T23:30-0130", "2026-09-25T01:00:00Z" },
        { "2024-02-29T00:00Z", "2024-02-29T00:00:00Z" },
        { "1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z" },
        { "9999-12-31", "9999-12-31T00:00:00Z" },
        { "9999-12-31T23:59:59-14:00", "9999-12-31T23:59:59Z" },
        { "0000-01-01T00:00+14:00", "0000-01-01T00:00:00Z" },
        { "2026-12-31T23:59:60Z", "2027-01-01T00:00:00Z" },
        { "", NULL },
        { "2026", NULL },
        { "2026-9-24", NULL },
        { "2026-02-29", NULL },
        { "2026-13-01", NULL },
        { "24.09.2026", NULL },
        { "2026-09-24T", NULL },
        { "2026-09-24 ", NULL },
        { "2026-09-24T9:00Z", NULL },
        { "2026-09-24T24:00Z", NULL },
        { "2026-09-24T09:60Z", NULL },
        { "2026-09-24T09:00:61Z", NULL },
        { "2026-09-24T09:00:05.Z", NULL },
        { "2026-09-24T09:00+25:00", NULL },
        { "2026-09-24T09:00+2", NULL },
        { "2026-09-24T09:00 UTC", NULL },
        { "2026-09-24x", NULL },
        { "-026-09-24", NULL },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char out[HANDOFF_TIME_TEXT];
        int64_t time = 77;

        if (handoff_time_parse(ho_slice(rows[i].in), &time) !=
            (rows[i].text != NULL))
            fail_msg("\"%s\"", rows[i].in);
        if (!rows[i].text) {
            assert_int_equal(time, 77);
            continue;
        }
        handoff_time_text(time, out);
        assert_string_equal(out, rows[i].text);
        handoff_date_text(time, out);
        assert_int_equal(strlen(out), 10);
        assert_memory_equal(out, rows[i].text, 10);
    }
}

static void test_system_clock(void **state)
{
    const struct handoff_clock *clock = handoff_system_clock();
    const int64_t first = clock->monotonic_ns(clock->user);

    (void)state;
    assert_true(clock->now(clock->user) > 1700000000);
    assert_true(clock->monotonic_ns(clock->user) >= first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_utf8_valid),
        cmocka_unit_test(test_utf8_round_trip),
        cmocka_unit_test(test_utf8_check_place),
        cmocka_unit_test(test_word_boundaries),
        cmocka_unit_test(test_utf8_cut),
        cmocka_unit_test(test_dates_round_trip),
        cmocka_unit_test(test_date_exists),
        cmocka_unit_test(test_day_of),
        cmocka_unit_test(test_time_parse),
        cmocka_unit_test(test_system_clock),
    };

    return cmocka_run_group_tests_name("base text", tests, NULL, NULL);
}
