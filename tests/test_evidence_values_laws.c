/* test_evidence_values_laws.c - what holds for every number and amount: all its
 * notations read alike, any other figure reads otherwise, and bounds meet the
 * policy's thresholds. */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/slice.h"
#include "rules/number.h"
#include "support/value_laws.h"

enum { TEXT = LAW_TEXT };

static const char *const no_cues[] = { "budget" };
static const struct handoff_field count = { .name = "count",
                                            .type = HANDOFF_TYPE_INTEGER,
                                            .unit = "people" };
static const struct handoff_field money = { .name = "money",
                                            .type = HANDOFF_TYPE_MONEY,
                                            .unit = "USD",
                                            .cues = { no_cues, 1, NULL } };
/* A number of any size, the same ones on every run. */
static int64_t any_number(uint64_t *seed)
{
    static const int64_t sizes[] = { 10, 100, 1000, 10000, 1000000, 999999999 };

    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return (int64_t)(*seed >> 33) % sizes[(*seed >> 20) % 6] + 2;
}

/* The digits in groups of three. */
static void put_grouped(char *out, size_t size, int64_t n, const char *sign)
{
    char digits[24];
    size_t len, at = 0;

    snprintf(digits, sizeof digits, "%" PRId64, n);
    len = strlen(digits);
    out[0] = '\0';
    for (size_t i = 0; i < len; i++)
        at +=
            (size_t)snprintf(out + at, size - at, "%c%s", digits[i],
                             i + 1 < len && (len - i - 1) % 3 == 0 ? sign : "");
}

static const char *const groupings[] = { "",
                                         ",",
                                         ".",
                                         " ",
                                         "'",
                                         "\xC2\xA0",
                                         "\xE2\x80\xAF",
                                         "\xE2\x80\x89",
                                         "\xE2\x80\x99" };

enum { GROUPINGS = sizeof groupings / sizeof *groupings, NUMBERS = 400 };

static void test_counts_in_every_grouping(void **state)
{
    uint64_t seed = 7;

    (void)state;
    for (int i = 0; i < NUMBERS; i++) {
        const int64_t n = any_number(&seed);
        char value[TEXT], words[TEXT], sentence[2 * TEXT];

        snprintf(value, sizeof value, "%" PRId64, n);
        for (size_t g = 0; g < GROUPINGS; g++) {
            put_grouped(words, sizeof words, n, groupings[g]);
            snprintf(sentence, sizeof sentence, "We are %s people here.",
                     words);
            assert_reads(&count, words, value);
            assert_reads(&count, sentence, value);
            assert_each_digit_counts(&count, words, value);
        }
    }
}

/* --- number words -------------------------------------------------- */

static const char *const english[] = {
    "",        "one",     "two",       "three",    "four",
    "five",    "six",     "seven",     "eight",    "nine",
    "ten",     "eleven",  "twelve",    "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"
};
static const char *const english_tens[] = { "",       "",        "twenty",
                                            "thirty", "forty",   "fifty",
                                            "sixty",  "seventy", "eighty",
                                            "ninety" };

static void spell_english(char *out, size_t size, int n)
{
    char rest[TEXT] = "";

    if (n >= 1000) {
        spell_english(rest, sizeof rest, n % 1000);
        snprintf(out, size, "%s thousand%s%s", english[n / 1000],
                 n % 1000 ? " " : "", rest);
    } else if (n >= 100) {
        spell_english(rest, sizeof rest, n % 100);
        snprintf(out, size, "%s hundred%s%s", english[n / 100],
                 n % 100 ? " and " : "", rest);
    } else if (n >= 20) {
        snprintf(out, size, "%s%s%s", english_tens[n / 10], n % 10 ? "-" : "",
                 english[n % 10]);
    } else {
        snprintf(out, size, "%s", english[n]);
    }
}

static const char *const german[] = {
    "",         "ein",      "zwei",     "drei",     "vier",
    "fünf",     "sechs",    "sieben",   "acht",     "neun",
    "zehn",     "elf",      "zwölf",    "dreizehn", "vierzehn",
    "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn"
};
static const char *const german_tens[] = { "",        "",        "zwanzig",
                                           "dreißig", "vierzig", "fünfzig",
                                           "sechzig", "siebzig", "achtzig",
                                           "neunzig" };

static void spell_german(char *out, size_t size, int n)
{
    char rest[TEXT] = "";

    if (n >= 1000) {
        spell_german(rest, sizeof rest, n % 1000);
        snprintf(out, size, "%stausend%s", german[n / 1000], rest);
    } else if (n >= 100) {
        spell_german(rest, sizeof rest, n % 100);
        snprintf(out, size, "%shundert%s", german[n / 100], rest);
    } else if (n >= 20) {
        snprintf(out, size, "%s%s%s", german[n % 10], n % 10 ? "und" : "",
                 german_tens[n / 10]);
    } else {
        snprintf(out, size, "%s", n == 1 ? "eins" : german[n]);
    }
}

static const char *const french[] = {
    "",         "un",     "deux",  "trois",    "quatre",   "cinq",    "six",
    "sept",     "huit",   "neuf",  "dix",      "onze",     "douze",   "treize",
    "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"
};
static const char *const french_tens[] = {
    "",          "",         "vingt",    "trente",       "quarante",
    "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt"
};

static void spell_french(char *out, size_t size, int n)
{
    char rest[TEXT] = "";
    const int tens = n / 10 % 10;
    const int units = tens == 7 || tens == 9 ? n % 10 + 10 : n % 10;

    if (n >= 1000) {
        spell_french(rest, sizeof rest, n % 1000);
        snprintf(out, size, "%s%smille%s%s", n >= 2000 ? french[n / 1000] : "",
                 n >= 2000 ? " " : "", n % 1000 ? " " : "", rest);
    } else if (n >= 100) {
        spell_french(rest, sizeof rest, n % 100);
        snprintf(out, size, "%s%scent%s%s%s", n >= 200 ? french[n / 100] : "",
                 n >= 200 ? " " : "", n >= 200 && n % 100 == 0 ? "s" : "",
                 n % 100 ? " " : "", rest);
    } else if (n >= 20) {
        snprintf(out, size, "%s%s%s%s", french_tens[tens], n == 80 ? "s" : "",
                 units == 0                              ? ""
                 : n % 10 == 1 && tens != 8 && tens != 9 ? " et "
                                                         : "-",
                 french[units]);
    } else {
        snprintf(out, size, "%s", french[n]);
    }
}

static const char *const spanish[] = { "",
                                       "uno",
                                       "dos",
                                       "tres",
                                       "cuatro",
                                       "cinco",
                                       "seis",
                                       "siete",
                                       "ocho",
                                       "nueve",
                                       "diez",
                                       "once",
                                       "doce",
                                       "trece",
                                       "catorce",
                                       "quince",
                                       "dieciséis",
                                       "diecisiete",
                                       "dieciocho",
                                       "diecinueve",
                                       "veinte",
                                       "veintiuno",
                                       "veintidós",
                                       "veintitrés",
                                       "veinticuatro",
                                       "veinticinco",
                                       "veintiséis",
                                       "veintisiete",
                                       "veintiocho",
                                       "veintinueve" };
static const char *const spanish_tens[] = { "",        "",         "",
                                            "treinta", "cuarenta", "cincuenta",
                                            "sesenta", "setenta",  "ochenta",
                                            "noventa" };
static const char *const spanish_hundreds[] = {
    "",           "ciento",      "doscientos",  "trescientos", "cuatrocientos",
    "quinientos", "seiscientos", "setecientos", "ochocientos", "novecientos"
};

static void spell_spanish(char *out, size_t size, int n)
{
    char rest[TEXT] = "";

    if (n >= 1000) {
        spell_spanish(rest, sizeof rest, n % 1000);
        snprintf(out, size, "%s%smil%s%s", n >= 2000 ? spanish[n / 1000] : "",
                 n >= 2000 ? " " : "", n % 1000 ? " " : "", rest);
    } else if (n >= 100) {
        spell_spanish(rest, sizeof rest, n % 100);
        snprintf(out, size, "%s%s%s",
                 n == 100 ? "cien" : spanish_hundreds[n / 100],
                 n % 100 ? " " : "", rest);
    } else if (n >= 30) {
        snprintf(out, size, "%s%s%s", spanish_tens[n / 10], n % 10 ? " y " : "",
                 spanish[n % 10]);
    } else {
        snprintf(out, size, "%s", spanish[n]);
    }
}

/* Words that mean something else more often are no numbers alone. */
static bool is_shunned(const char *words)
{
    static const char *const shunned[] = { "one",  "eins",  "un",   "uno",
                                           "dos",  "sept",  "neuf", "onze",
                                           "once", "seize", "cent", "mille",
                                           "mil" };

    for (size_t i = 0; i < sizeof shunned / sizeof *shunned; i++)
        if (strcmp(words, shunned[i]) == 0)
            return true;
    return false;
}

static void test_counts_in_words(void **state)
{
    static void (*const spell[])(char *, size_t,
                                 int) = { spell_english, spell_german,
                                          spell_french, spell_spanish };

    (void)state;
    for (int n = 1; n < 10000; n++) {
        char value[TEXT], words[TEXT];

        snprintf(value, sizeof value, "%d", n);
        for (size_t i = 0; i < 4; i++) {
            spell[i](words, sizeof words, n);
            if (!is_shunned(words))
                assert_reads(&count, words, value);
        }
    }
}

static void test_shunned_words_are_no_numbers(void **state)
{
    static const char *const words[] = { "one",  "un",    "dos",  "sept",
                                         "neuf", "onze",  "once", "seize",
                                         "cent", "mille", "mil" };
    char text[TEXT];

    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        assert_int_equal(read_as(&count, words[i], text).read,
                         HANDOFF_READ_NOTHING);
}

/* --- money ----------------------------------------------------------- */

static void test_money_in_every_notation(void **state)
{
    static const struct {
        const char *group, *point;
    } notations[] = { { ",", "." },        { ".", "," }, { " ", "," },
                      { "\xC2\xA0", "," }, { "'", "." }, { "", "." },
                      { "", "," } };
    static const char *const places[] = { "€%s",   "€ %s", "EUR %s",  "%s EUR",
                                          "%sEUR", "%s €", "%s euros" };
    uint64_t seed = 11;

    (void)state;
    for (int i = 0; i < NUMBERS; i++) {
        const int64_t whole = any_number(&seed);
        const int cents = (int)(any_number(&seed) % 99) + 1;
        const size_t shape = (size_t)i % (sizeof notations / sizeof *notations);
        char value[TEXT], digits[TEXT], amount[2 * TEXT], words[3 * TEXT];

        put_grouped(digits, sizeof digits, whole, notations[shape].group);
        snprintf(amount, sizeof amount, "%s%s%02d", digits,
                 notations[shape].point, cents);
        snprintf(value, sizeof value, "%" PRId64 ".%02d EUR", whole, cents);
        for (size_t p = 0; p < sizeof places / sizeof *places; p++) {
            const char *at = strstr(places[p], "%s");

            snprintf(words, sizeof words, "%.*s%s%s", (int)(at - places[p]),
                     places[p], amount, at + 2);
            assert_reads(&money, words, value);
            assert_each_digit_counts(&money, words, value);
        }
    }
}

static void test_scales_agree(void **state)
{
    static const struct {
        const char *form;
        int64_t factor;
    } scales[] = { { "%dk", 1000 },         { "%d K", 1000 },
                   { "%d thousand", 1000 }, { "%d Tsd.", 1000 },
                   { "%dM", 1000000 },      { "%d million", 1000000 },
                   { "%d Mio", 1000000 },   { "%d millions", 1000000 },
                   { "%d lakh", 100000 },   { "%d Mrd", 1000000000 } };

    (void)state;
    for (int n = 2; n < 500; n++)
        for (size_t i = 0; i < sizeof scales / sizeof *scales; i++) {
            const char *at = strstr(scales[i].form, "%d");
            char words[TEXT], value[TEXT];

            snprintf(words, sizeof words, "%d%s", n, at + 2);
            snprintf(value, sizeof value, "%" PRId64, n * scales[i].factor);
            assert_reads(&money, words, value);
        }
}

/* --- bounds and the policy's thresholds ---------------------------- */

/* Does all that the words leave possible satisfy the test, none of it, or
 * may it go either way? */
static char verdict(const struct handoff_field *field, const char *words,
                    const char *threshold)
{
    char text[TEXT];
    const struct handoff_typed t = read_as(field, words, text);
    struct ho_range range;
    bool empty;

    assert_int_equal(t.read, HANDOFF_READ_VALUE);
    assert_true(
        ho_read_range(field->type, ho_slice(threshold), &range, &empty));
    if (t.low >= range.from && t.high < range.until)
        return '+';
    if (t.low >= range.from && range.until == INT64_MAX)
        return '+';
    return t.high < range.from || t.low >= range.until ? '-' : '?';
}

static void test_bounds_meet_thresholds(void **state)
{
    static const struct {
        const char *words;
        const char verdicts[5]; /* of >= 200, > 200, < 200, <= 200 */
    } rows[] = { { "over 200", "++--" },      { "at least 200", "+?-?" },
                 { "200+", "+?-?" },          { "200", "+--+" },
                 { "under 200", "--++" },     { "up to 200", "?-?+" },
                 { "more than 199", "+?-?" }, { "less than 201", "?-?+" },
                 { "201 or more", "++--" },   { "at most 199", "--++" },
                 { "200-300", "+?-?" },       { "201-300", "++--" } };
    static const char *const thresholds[] = { ">= 200", "> 200", "< 200",
                                              "<= 200" };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (size_t k = 0; k < 4; k++) {
            const char got = verdict(&count, rows[i].words, thresholds[k]);

            if (got != rows[i].verdicts[k])
                fail_msg("\"%s\" and \"%s\": %c", rows[i].words, thresholds[k],
                         got);
        }
}

/* Between two amounts there is always another one. */
static void test_money_bounds_meet_thresholds(void **state)
{
    (void)state;
    assert_int_equal(verdict(&money, "over $200", "> 200"), '+');
    assert_int_equal(verdict(&money, "over $200", ">= 201"), '?');
    assert_int_equal(verdict(&money, "under $200", "< 200"), '+');
    assert_int_equal(verdict(&money, "under $200", "<= 199"), '?');
    assert_int_equal(verdict(&money, "at least $200", "> 200"), '?');
    assert_int_equal(verdict(&money, "at least $200", ">= 200"), '+');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counts_in_every_grouping),
        cmocka_unit_test(test_counts_in_words),
        cmocka_unit_test(test_shunned_words_are_no_numbers),
        cmocka_unit_test(test_money_in_every_notation),
        cmocka_unit_test(test_scales_agree),
        cmocka_unit_test(test_bounds_meet_thresholds),
        cmocka_unit_test(test_money_bounds_meet_thresholds),
    };

    return cmocka_run_group_tests_name("evidence values, laws", tests, NULL,
                                       NULL);
}
