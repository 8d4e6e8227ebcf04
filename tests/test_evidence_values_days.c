/* test_evidence_values_days.c - what holds for every day, and how long reading
 * takes. */
#include <inttypes.h>
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
#include "base/slice.h"
#include "base/utf8.h"
#include "support/value_laws.h"

enum { TEXT = LAW_TEXT };

static const struct handoff_field date = { .name = "date",
                                           .type = HANDOFF_TYPE_DATE,
                                           .unit = "" };

/* --- dates ------------------------------------------------------------ */

static const char *const months[][5] = {
    { "January", "Januar", "janvier", "enero", "gennaio" },
    { "February", "Februar", "février", "febrero", "febbraio" },
    { "March", "März", "mars", "marzo", "marzo" },
    { "April", "April", "avril", "abril", "aprile" },
    { "May", "Mai", "mai", "mayo", "maggio" },
    { "June", "Juni", "juin", "junio", "giugno" },
    { "July", "Juli", "juillet", "julio", "luglio" },
    { "August", "August", "août", "agosto", "agosto" },
    { "September", "September", "septembre", "septiembre", "settembre" },
    { "October", "Oktober", "octobre", "octubre", "ottobre" },
    { "November", "November", "novembre", "noviembre", "novembre" },
    { "December", "Dezember", "décembre", "diciembre", "dicembre" }
};

/* The notations of a day; "" where there are no more of them. */
static void put_date(char *out, size_t size, int form, int y, int m, int d)
{
    const char *const *name = months[m - 1];

    out[0] = '\0';
    if (form == 0)
        snprintf(out, size, "%04d-%02d-%02d", y, m, d);
    else if (form == 1)
        snprintf(out, size, "%d.%d.%04d", d, m, y);
    else if (form == 2)
        snprintf(out, size, "%02d.%02d.%04d", d, m, y);
    else if (form == 3)
        snprintf(out, size, "%s %d, %04d", name[0], d, y);
    else if (form == 4)
        snprintf(out, size, "%d %s %04d", d, name[0], y);
    else if (form == 5)
        snprintf(out, size, "%d. %s %04d", d, name[1], y);
    else if (form == 6)
        snprintf(out, size, "%d %s %04d", d, name[2], y);
    else if (form == 7)
        snprintf(out, size, "%d de %s de %04d", d, name[3], y);
    else if (form == 8)
        snprintf(out, size, "%d %s %04d", d, name[4], y);
    else if (form == 9)
        snprintf(out, size, "%d-%.3s-%04d", d, name[0], y);
    else if (form == 10)
        snprintf(out, size, "the %d of %s %04d", d, name[0], y);
    else if (form == 11)
        snprintf(out, size, "%04d/%02d/%02d", y, m, d);
}

static void test_days_in_every_notation(void **state)
{
    const int64_t first = ho_days_from_date(2026, 1, 1);
    char value[TEXT], words[TEXT];

    (void)state;
    for (int64_t day = first; day < first + 1200; day++) {
        int64_t year;
        int m, d;

        ho_date_from_days(day, &year, &m, &d);
        snprintf(value, sizeof value, "%04d-%02d-%02d", (int)year, m, d);
        put_date(words, sizeof words, 0, (int)year, m, d);
        for (int form = 0; words[0]; form++) {
            assert_reads(&date, words, value);
            assert_each_digit_counts(&date, words, value);
            put_date(words, sizeof words, form + 1, (int)year, m, d);
        }
    }
}

/* Without its year a day is the next one from the submission on. */
static void test_days_without_year(void **state)
{
    const int64_t today = ho_days_from_date(2026, 9, 24);

    (void)state;
    for (int64_t day = today; day < today + 365; day++) {
        char value[TEXT], words[TEXT];
        int64_t year;
        int m, d;

        ho_date_from_days(day, &year, &m, &d);
        snprintf(value, sizeof value, "%04d-%02d-%02d", (int)year, m, d);
        snprintf(words, sizeof words, "%d %s", d, months[m - 1][0]);
        assert_reads(&date, words, value);
        snprintf(words, sizeof words, "by %d.%d.", d, m);
        assert_reads(&date, words, value);
    }
}

static void test_windows_end_where_they_should(void **state)
{
    char value[TEXT], words[TEXT];

    (void)state;
    for (int n = 2; n < 400; n++) {
        const int64_t day = ho_days_from_date(2026, 9, 24) + n;
        int64_t year;
        int m, d;

        ho_date_from_days(day, &year, &m, &d);
        snprintf(value, sizeof value, "2026-09-24..%04d-%02d-%02d", (int)year,
                 m, d);
        snprintf(words, sizeof words, "within %d days", n);
        assert_reads(&date, words, value);
        snprintf(words, sizeof words, "in %d Tagen", n);
        assert_reads(&date, words, value);
    }
}

/* --- hostile texts ------------------------------------------------- */

static char *repeated(const char *unit, size_t size)
{
    char *text = malloc(size + 1);
    const size_t len = strlen(unit);

    assert_non_null(text);
    for (size_t i = 0; i < size; i++)
        text[i] = unit[i % len];
    text[size] = '\0';
    return text;
}

static double seconds(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static const char *const units[] = {
    "1",          "1,",      "1.",         "1 ",
    "1-",         "1/",      "1.5 ",       "11,",
    "1,111 ",     "zwei",    "hundred ",   "one ",
    "over ",      "a ",      "in 3 ",      "March or ",
    "12 ",        "12.",     "next ",      "Friday ",
    "of ",        "$",       "$1 ",        "€",
    "EUR ",       "@",       "a@",         "a.b@",
    "://a",       "a.b/",    "a.",         "\"",
    "+1 ",        "(",       "no budget ", "  ",
    "\n",         "ab-",     "1ish ",      "15-20k ",
    "a hundred ", "Guinea ", "within a ",  "Q2 ",
    "und",        "/",       "..",         "1..",
    "US ",        "20 % ",   "und 1 ",     "between 1 and "
};

/* Seconds that reading `size` bytes of the unit takes. */
static double time_of(const struct handoff_field *field, const char *unit,
                      size_t size)
{
    char *words = repeated(unit, size), *text = NULL;
    const struct handoff_slice s = { words, size };
    const double start = seconds();
    struct handoff_typed typed;

    assert_int_equal(handoff_read_value(field, ho_utf8_cut(s, size - 1), 20000,
                                        &typed, &text, NULL),
                     HANDOFF_OK);
    free(text);
    free(words);
    return seconds() - start;
}

/* Eight times the text takes about eight times as long, not 64 times. */
static void test_time_is_linear(void **state)
{
    static const char *const cues[] = { "budget", "no" };
    static const struct handoff_enum_value values[] = {
        { "yes", { cues, 2, NULL } }, { "no", { cues + 1, 1, NULL } }
    };
    enum { SIZE = 1500, TIMES = 8, MOST = 24 };
    const double noise = 0.05;

    (void)state;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        for (int type = 0; type <= HANDOFF_TYPE_COUNTRY; type++) {
            const struct handoff_field field = { .name = "x",
                                                 .type =
                                                     (enum handoff_type)type,
                                                 .unit = "a month",
                                                 .cues = { cues, 2, NULL },
                                                 .value = values,
                                                 .value_count = 2 };
            const double little = time_of(&field, units[i], SIZE);
            const double much = time_of(&field, units[i], TIMES * SIZE);

            if (much > noise && much > MOST * little)
                fail_msg("\"%s\" as type %d: %g s, then %g s", units[i], type,
                         little, much);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_days_in_every_notation),
        cmocka_unit_test(test_days_without_year),
        cmocka_unit_test(test_windows_end_where_they_should),
        cmocka_unit_test(test_time_is_linear),
    };

    return cmocka_run_group_tests_name("evidence values, days", tests, NULL,
                                       NULL);
}
