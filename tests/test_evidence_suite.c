/* test_evidence_suite.c - every row of fixtures/evidence/suite (its README
 * says what a row is): what the check makes of it, beside plain substring
 * search.
 *
 * The target: no bad quote accepted, no quote of another field accepted, no
 * clipped one accepted without review, at most one honest one in a hundred not
 * accepted or read as something else.
 */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <handoff/evidence.h>

#include "base/clock.h"
#include "support/cases.h"
#include "support/product.h"

enum { TEXTS = 40, FEWEST_ROWS = 560 };

static const char *const categories[] = { "bad", "clipped", "wrong_field",
                                          "honest", "world" };
static const char *const verdicts[] = { "accepted", "review", "rejected" };

/* world: rows of kind world_knowledge, which no rule over words can tell; they
 * are counted on their own, and one accepted is all that is known. */
enum { CATEGORIES = 5, HONEST = 3, WORLD = 4, VERDICTS = 3, WORLD_KNOWN = 1 };

static struct {
    size_t rows[CATEGORIES];
    size_t count[CATEGORIES][VERDICTS];
    size_t trusted[CATEGORIES]; /* more than the row allows */
    size_t misread; /* honest, accepted, and read as another value */
    size_t substring[CATEGORIES]; /* what strstr finds */
} table;

static struct handoff_policy *policy;

static int index_of(const char *word, const char *const *words, int count)
{
    for (int i = 0; i < count; i++)
        if (word && strcmp(word, words[i]) == 0)
            return i;
    fail_msg("\"%s\" is not in the list", word ? word : "");
    return -1;
}

static size_t read_texts(const cJSON *row, struct handoff_text *texts)
{
    const cJSON *source = ho_json_get(row, "source"), *item;
    size_t count = 0;

    if (cJSON_IsString(source)) {
        texts[0] =
            (struct handoff_text){ "message", ho_slice(source->valuestring) };
        return 1;
    }
    cJSON_ArrayForEach(item, source)
    {
        assert_true(count < TEXTS && cJSON_IsString(item));
        texts[count++] =
            (struct handoff_text){ item->string, ho_slice(item->valuestring) };
    }
    assert_true(count > 0);
    return count;
}

static int64_t row_day(const cJSON *row)
{
    int year, month, day;

    assert_int_equal(
        sscanf(row_text(row, "received", ""), "%d-%d-%d", &year, &month, &day),
        3);
    return ho_days_from_date(year, month, day);
}

static int verdict_of(const cJSON *row, const char *value,
                      struct handoff_quote_result *r)
{
    const struct handoff_fields *fields = handoff_policy_fields(policy);
    const char *name = row_text(row, "field", "");
    const int field = handoff_field_find(fields, ho_slice(name));
    struct handoff_text texts[TEXTS];
    const struct handoff_quote quote = {
        .fields = fields,
        .field = &fields->item[field < 0 ? 0 : field],
        .quote = ho_slice(row_text(row, "quote", "")),
        .value = value,
        .day = row_day(row),
    };

    if (field < 0)
        fail_msg("%s: no field %s", row_text(row, "id", "?"), name);
    assert_int_equal(
        handoff_check_quote(&quote, texts, read_texts(row, texts), r, NULL),
        HANDOFF_OK);
    return (int)r->verdict;
}

static bool is_substring(const cJSON *row)
{
    const char *quote = row_text(row, "quote", "");
    struct handoff_text texts[TEXTS];
    const size_t count = read_texts(row, texts);

    for (size_t i = 0; i < count; i++)
        if (strstr(texts[i].text.ptr, quote))
            return true;
    return false;
}

static void tell(const cJSON *row, const char *what,
                 const struct handoff_quote_result *r)
{
    print_message("%s %s: %s, %s%s: %s | %s\n", row_text(row, "id", "?"),
                  row_text(row, "field", "?"), what, verdicts[r->verdict],
                  r->has_code ? " " : "",
                  r->has_code ? handoff_finding_name(r->code) : "",
                  row_text(row, "quote", "?"));
}

static void check_honest(const cJSON *row)
{
    const char *canonical = row_text(row, "canonical", NULL);
    struct handoff_quote_result r;

    verdict_of(row, row_text(row, "value", NULL), &r);
    if (r.verdict != HANDOFF_ACCEPTED)
        tell(row, "an honest quote", &r);
    else if (canonical && verdict_of(row, canonical, &r) != HANDOFF_ACCEPTED) {
        table.misread++;
        tell(row, canonical, &r);
    }
}

static int category_of(const cJSON *row)
{
    if (strcmp(row_text(row, "kind", ""), "world_knowledge") == 0)
        return WORLD;
    return index_of(row_text(row, "category", NULL), categories, WORLD);
}

static void check_row(const cJSON *row)
{
    const int category = category_of(row);
    const int allowed =
        index_of(row_text(row, "expect", NULL), verdicts, VERDICTS);
    struct handoff_quote_result r;
    const int verdict = verdict_of(row, row_text(row, "value", NULL), &r);

    table.rows[category]++;
    table.count[category][verdict]++;
    table.substring[category] += is_substring(row);
    if (category == HONEST) {
        check_honest(row);
    } else if (verdict < allowed) {
        table.trusted[category]++;
        tell(row, "trusted too much", &r);
    }
}

static int is_json(const struct dirent *entry)
{
    const size_t n = strlen(entry->d_name);

    return n > 5 && strcmp(entry->d_name + n - 5, ".json") == 0;
}

static void run_rows(void)
{
    struct dirent **entry = NULL;
    const int count =
        scandir(FIXTURES "/evidence/suite", &entry, is_json, alphasort);

    assert_true(count > 0);
    for (int i = 0; i < count; i++) {
        char file[512];

        snprintf(file, sizeof file, "evidence/suite/%s", entry[i]->d_name);
        each_row(file, check_row);
        free(entry[i]);
    }
    free(entry);
}

static void print_table(void)
{
    print_message("%-12s %5s %9s %7s %9s %10s\n", "", "rows", "accepted",
                  "review", "rejected", "substring");
    for (int i = 0; i < CATEGORIES; i++)
        print_message("%-12s %5zu %9zu %7zu %9zu %10zu\n", categories[i],
                      table.rows[i], table.count[i][HANDOFF_ACCEPTED],
                      table.count[i][HANDOFF_REVIEW],
                      table.count[i][HANDOFF_REJECTED], table.substring[i]);
    print_message("honest rows accepted and misread: %zu\n", table.misread);
}

static void test_suite(void **state)
{
    size_t rows = 0, missed;

    (void)state;
    policy = product_policy();
    run_rows();
    print_table();
    for (int i = 0; i < CATEGORIES; i++)
        rows += table.rows[i];
    assert_true(rows >= FEWEST_ROWS);
    for (int i = 0; i < HONEST; i++)
        assert_int_equal(table.count[i][HANDOFF_ACCEPTED], 0);
    assert_true(table.count[WORLD][HANDOFF_ACCEPTED] <= WORLD_KNOWN);
    missed = table.rows[HONEST] - table.count[HONEST][HANDOFF_ACCEPTED] +
             table.misread;
    assert_true(100 * missed <= table.rows[HONEST]);
    handoff_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_suite) };

    return cmocka_run_group_tests_name("evidence suite", tests, NULL, NULL);
}
