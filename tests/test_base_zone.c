/* test_base_zone.c - civil time out of TZif files.
 *
 * The oracle is the C library, which reads the same files and the same POSIX
 * TZ strings by code of its own.
 */
#define _POSIX_C_SOURCE 200809L
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/zone.h"
#include "support/cases.h"

enum { ARENA_BYTES = 4 << 20, HOUR = 3600 };

static const char *const places[] = { "Europe/Berlin",     "America/New_York",
                                      "Asia/Kolkata",      "Europe/Dublin",
                                      "Africa/Casablanca", "Australia/Sydney",
                                      "Pacific/Apia" };

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* What the C library's clocks show, in seconds since 1970 without a zone. */
static int64_t shown(int64_t time)
{
    const time_t t = (time_t)time;
    struct tm tm;

    assert_non_null(localtime_r(&t, &tm));
    return ho_days_from_date(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday) *
               HO_DAY +
           tm.tm_hour * HOUR + tm.tm_min * 60 + tm.tm_sec;
}

static void set_zone(const char *text)
{
    assert_int_equal(setenv("TZ", text, 1), 0);
    tzset();
}

static const struct ho_zone *read_zone(struct ho_arena *arena,
                                       const char *place)
{
    const struct ho_zone *zone = NULL;
    size_t len = 0;
    char *text = case_text(FIXTURES "/rules/zones", place, &len);

    assert_int_equal(
        ho_zone_parse(arena, (struct handoff_slice){ text, len }, &zone, NULL),
        HANDOFF_OK);
    free(text);
    return zone;
}

/* The offset at a time, and the way back: to that time, or to the first of
 * two at which clocks show the same. */
static void check_time(const char *place, const struct ho_zone *zone,
                       int64_t time)
{
    const int64_t local = shown(time), offset = ho_zone_offset(zone, time);
    const int64_t back = ho_zone_time(zone, local);

    if (local - time != offset)
        fail_msg("%s at %lld: %lld s ahead, the C library says %lld", place,
                 (long long)time, (long long)offset, (long long)(local - time));
    if (back != time && (back > time || shown(back) != local))
        fail_msg("%s: %lld comes back as %lld", place, (long long)time,
                 (long long)back);
}

static void test_places(void **state)
{
    const int64_t from = ho_days_from_date(1901, 1, 1) * HO_DAY;
    const int64_t until = ho_days_from_date(2120, 1, 1) * HO_DAY;

    (void)state;
    for (size_t i = 0; i < COUNT(places); i++) {
        struct ho_arena *arena = ho_arena_new(ARENA_BYTES);
        const struct ho_zone *zone = read_zone(arena, places[i]);
        char tz[1024];

        snprintf(tz, sizeof tz, ":%s/rules/zones/%s", FIXTURES, places[i]);
        set_zone(tz);
        for (int64_t t = from; t < until; t += 7 * HOUR + 11)
            check_time(places[i], zone, t);
        ho_arena_free(arena);
    }
}

/* --- footers --- */

/* A file of version 2 with one type, `offset` seconds ahead, and a footer. */
static size_t write_file(char *out, const char *footer)
{
    static const char head[] = "TZif2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
                               "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
                               "\0\0\0\1\0\0\0\4"
                               "\0\0\0\0\0\0ABC";
    const size_t len = sizeof head; /* its NUL ends the name of the type */

    memcpy(out, head, len);
    memcpy(out + len, head, len);
    return 2 * len + (size_t)sprintf(out + 2 * len, "\n%s\n", footer);
}

static void test_footers(void **state)
{
    static const char *const good[] = {
        "CET-1CEST,M3.5.0,M10.5.0/3",
        "EST5EDT,M3.2.0,M11.1.0",
        "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
        "AEST-10AEDT,M10.1.0,M4.1.0/3",
        "IST-5:30",
        "<-03>3",
        "XXX3YYY,J60/0,J300/0",
        "XXX3YYY,59/0,299/0",
        "<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
        "IST-2IDT,M3.4.4/26,M10.5.0",
        "XXX-2YYY-4,M2.5.6/23:59:59,M9.4.3/-24",
    };
    char file[512];

    (void)state;
    for (size_t i = 0; i < COUNT(good); i++) {
        struct ho_arena *arena = ho_arena_new(ARENA_BYTES);
        const struct ho_zone *zone = NULL;

        assert_int_equal(ho_zone_parse(arena,
                                       (struct handoff_slice){
                                           file, write_file(file, good[i]) },
                                       &zone, NULL),
                         HANDOFF_OK);
        set_zone(good[i]);
        for (int64_t t = 0; t < 30000 * (int64_t)HO_DAY; t += 5 * HOUR + 7)
            check_time(good[i], zone, t);
        ho_arena_free(arena);
    }
}

static bool is_read(const char *file, size_t len)
{
    struct ho_arena *arena = ho_arena_new(ARENA_BYTES);
    const struct ho_zone *zone = NULL;
    const bool read = ho_zone_parse(arena, (struct handoff_slice){ file, len },
                                    &zone, NULL) == HANDOFF_OK;

    if (read) /* and can be asked */
        ho_zone_time(zone, ho_zone_offset(zone, 1790240400) + 1790240400);
    ho_arena_free(arena);
    return read;
}

static void test_bad_footers(void **state)
{
    static const char *const bad[] = { "C-1",
                                       "CET",
                                       "CET-25",
                                       "CET-1CEST",
                                       "CET-1CEST,M3.5.0",
                                       "CET-1CEST,M13.5.0,M10.5.0",
                                       "CET-1CEST,M3.6.0,M10.5.0",
                                       "CET-1CEST,M3.5.7,M10.5.0",
                                       "CET-1CEST,M0.5.0,M10.5.0",
                                       "CET-1CEST,J0,J300",
                                       "CET-1CEST,J366,J300",
                                       "CET-1CEST,M3.5.0/168,M10.5.0",
                                       "CET-1CEST,M3.5.0,M10.5.0x",
                                       "<+03-3",
                                       "CET-1:60" };
    char file[512];

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++)
        if (is_read(file, write_file(file, bad[i])))
            fail_msg("the footer %s was read", bad[i]);
    assert_true(is_read(file, write_file(file, "")));
}

/* --- hostile files --- */

static void test_cut_and_changed(void **state)
{
    size_t len = 0;
    char *text = case_text(FIXTURES "/rules/zones", "Europe/Berlin", &len);
    size_t read = 0;

    (void)state;
    for (size_t i = 0; i < len; i++)
        if (is_read(text, i))
            fail_msg("%zu of %zu bytes were read", i, len);
    for (size_t i = 0; i < len; i++) {
        for (int bit = 0; bit < 8; bit++) {
            text[i] = (char)(text[i] ^ 1 << bit);
            read += is_read(text, len);
            text[i] = (char)(text[i] ^ 1 << bit);
        }
    }
    assert_true(read > 0 && read < 8 * len);
    free(text);
}

static void test_utc(void **state)
{
    (void)state;
    assert_int_equal(ho_zone_offset(NULL, 1790240400), 0);
    assert_int_equal(ho_zone_time(NULL, 1790240400), 1790240400);
}

/* Clocks in Berlin show 02:30 never on 29 March 2026, twice on 25 October. */
static void test_skipped_and_twice(void **state)
{
    struct ho_arena *arena = ho_arena_new(ARENA_BYTES);
    const struct ho_zone *zone = read_zone(arena, "Europe/Berlin");
    const int64_t half = 2 * HOUR + HOUR / 2;
    const int64_t spring = ho_days_from_date(2026, 3, 29) * HO_DAY;
    const int64_t autumn = ho_days_from_date(2026, 10, 25) * HO_DAY;

    (void)state;
    assert_int_equal(ho_zone_time(zone, spring + half),
                     spring + half - HOUR); /* shown as 03:30 */
    assert_int_equal(ho_zone_time(zone, autumn + half),
                     autumn + half - 2 * HOUR); /* still summer time */
    ho_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_footers),
        cmocka_unit_test(test_bad_footers),
        cmocka_unit_test(test_cut_and_changed),
        cmocka_unit_test(test_utc),
        cmocka_unit_test(test_skipped_and_twice),
    };

    return cmocka_run_group_tests_name("base_zone", tests, NULL, NULL);
}
