/* What screening states of a lead: a directory a case, the facts as `handoff
 * intake` prints them.  Suppression, test, opt-out, audience, duplicate and
 * account are compared whole; other facts where a case names one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <handoff/screen.h>

#include "base/slice.h"
#include "screen/phrase_lists.h"
#include "support/cases.h"
#include "support/product.h"

static const char *const inputs[] = { "lead.json", "lead.csv", "lead.ndjson" };

static size_t wrong; /* all that is wrong is told, not the first only */

static struct handoff_batch *read_case(const struct handoff_policy *policy,
                                       const char *directory)
{
    struct handoff_batch *batch = NULL;
    char *text = NULL;
    size_t len = 0;

    for (size_t i = 0; !text && i < sizeof inputs / sizeof *inputs; i++)
        text = case_file(directory, inputs[i], &len);
    assert_non_null(text);
    batch = product_batch(policy, "lead", text, len);
    free(text);
    return batch;
}

static void screen(const char *directory, struct handoff_batch *batch)
{
    struct handoff_suppression_list *list = NULL;
    struct handoff_suppression suppression;
    struct handoff_screening how = { 0 };
    size_t len = 0;
    char *text = case_file(directory, "suppress.txt", &len);

    if (text) {
        assert_int_equal(handoff_suppression_read(
                             (struct handoff_slice){ text, len }, &list, NULL),
                         HANDOFF_OK);
        suppression = handoff_suppression_of(list);
        how.suppression = &suppression;
    }
    assert_int_equal(handoff_screen(batch, &how, NULL), HANDOFF_OK);
    handoff_suppression_free(list);
    free(text);
}

/* As one line of a fact: what a case writes, and what was stated. */
static void describe(const struct handoff_fact *fact, char *out, size_t size)
{
    const struct handoff_slice quote =
        fact->source ? ho_part(fact->source->text, fact->from, fact->to)
                     : ho_slice("");

    snprintf(out, size, "%s %s, %s, \"%.*s\"", handoff_fact_name(fact->kind),
             fact->value, fact->why, (int)quote.len, quote.ptr);
}

/* The quote stands at its bytes, or has no bytes to stand at. */
static void check_place(const char *name, const struct handoff_lead *lead,
                        const struct handoff_fact *fact)
{
    size_t start, end;

    assert_non_null(fact->cite);
    if (!fact->source)
        return;
    assert_ptr_equal(fact->cite, fact->source->cite);
    if (!(fact->from < fact->to && fact->to <= fact->source->text.len))
        fail_msg("%s: %s rests on no words", name,
                 handoff_fact_name(fact->kind));
    handoff_value_span(fact->source, fact->from, fact->to, &start, &end);
    assert_true(start < end && end <= lead->bytes.len);
    if (!fact->source->map)
        assert_memory_equal(lead->bytes.ptr + start,
                            fact->source->text.ptr + fact->from, end - start);
}

static bool is_kind(const cJSON *row, enum handoff_fact_kind kind)
{
    return strcmp(row_text(row, "fact", ""), handoff_fact_name(kind)) == 0;
}

static bool is_compared(const cJSON *rows, enum handoff_fact_kind kind)
{
    const cJSON *row;

    if (kind != HANDOFF_FACT_SPAM_SIGNALS && kind < HANDOFF_FACT_EMAIL_CLASS)
        return true;
    cJSON_ArrayForEach(row, rows) if (is_kind(row, kind)) return true;
    return false;
}

/* What a case writes of a fact, in the words of describe. */
static void describe_row(const cJSON *row, char *out, size_t size)
{
    snprintf(out, size, "%s %s, %s, \"%s\"", row_text(row, "fact", ""),
             row_text(row, "value", ""), row_text(row, "why", ""),
             row_text(row, "quote", ""));
}

static void compare(const char *name, const struct handoff_fact *fact,
                    const cJSON *row)
{
    char said[2048], wanted[2048] = "nothing";

    describe(fact, said, sizeof said);
    if (row)
        describe_row(row, wanted, sizeof wanted);
    if (strcmp(said, wanted) == 0 &&
        strcmp(row_text(row, "source", fact->cite), fact->cite) == 0)
        return;
    print_error("%s: %s [%s]; expected %s\n", name, said, fact->cite, wanted);
    wrong++;
}

static void check_lead(const char *name, const struct handoff_lead *lead,
                       const cJSON *rows)
{
    const struct handoff_screened *s = lead->screened;
    const cJSON *row = rows->child;
    char wanted[2048];

    assert_non_null(s);
    for (size_t i = 0; i < s->count; i++) {
        assert_true(i == 0 || s->fact[i - 1].kind <= s->fact[i].kind);
        check_place(name, lead, &s->fact[i]);
        if (!is_compared(rows, s->fact[i].kind))
            continue;
        compare(name, &s->fact[i], row);
        row = row ? row->next : NULL;
    }
    for (; row; row = row->next) {
        describe_row(row, wanted, sizeof wanted);
        print_error("%s, %s: nothing states %s\n", name, lead->id, wanted);
        wrong++;
    }
}

static void run_case(const char *directory, const char *name)
{
    struct handoff_policy *policy = product_policy();
    struct handoff_batch *batch = read_case(policy, directory);
    char *text = case_text(directory, "expect.json", NULL);
    cJSON *expect = cJSON_Parse(text);
    const cJSON *leads = cJSON_GetObjectItemCaseSensitive(expect, "leads");
    size_t i = 0;
    const cJSON *rows;

    assert_true(*row_text(expect, "why", "") != '\0');
    screen(directory, batch);
    assert_int_equal(handoff_batch_count(batch), cJSON_GetArraySize(leads));
    cJSON_ArrayForEach(rows, leads)
        check_lead(name, handoff_batch_lead(batch, i++), rows);
    cJSON_Delete(expect);
    free(text);
    handoff_batch_free(batch);
    handoff_policy_free(policy);
}

static void test_cases(void **state)
{
    (void)state;
    each_case("screen", run_case);
    assert_int_equal(wrong, 0);
}

/* Leads that were screened keep their facts; later ones get theirs, and know
 * the earlier ones. */
static void test_again(void **state)
{
    static const char one[] =
        "{\"email\":\"jo@acme.example\",\"message\":\"a\"}";
    struct handoff_policy *policy = product_policy();
    struct handoff_batch *batch =
        product_batch(policy, "one", one, sizeof one - 1);
    const struct handoff_screening how = { 0 };
    const struct handoff_screened *before;

    (void)state;
    assert_null(handoff_batch_lead(batch, 0)->screened);
    assert_int_equal(handoff_screen(batch, &how, NULL), HANDOFF_OK);
    before = handoff_batch_lead(batch, 0)->screened;
    assert_int_equal(handoff_batch_add(batch, "two", ho_slice(one), NULL),
                     HANDOFF_OK);
    assert_int_equal(handoff_screen(batch, &how, NULL), HANDOFF_OK);
    assert_ptr_equal(handoff_batch_lead(batch, 0)->screened, before);
    assert_non_null(handoff_batch_lead(batch, 1)->screened);
    assert_string_equal(handoff_batch_lead(batch, 1)->duplicate_of, "L-0001");
    handoff_batch_free(batch);
    handoff_policy_free(policy);
}

static enum handoff_status broken(void *user, struct handoff_slice what,
                                  bool *yes, struct handoff_error *err)
{
    (void)user;
    (void)what;
    (void)yes;
    err->status = HANDOFF_IO;
    return HANDOFF_IO;
}

/* Where suppression cannot be asked nobody is screened: rather no run than one
 * that writes to who asked not to be written to. */
static void test_suppression_fails(void **state)
{
    static const char one[] =
        "{\"email\":\"jo@acme.example\",\"message\":\"a\"}";
    const struct handoff_suppression suppression = { broken, NULL };
    const struct handoff_screening how = { .suppression = &suppression };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_policy *policy = product_policy();
    struct handoff_batch *batch =
        product_batch(policy, "one", one, sizeof one - 1);

    (void)state;
    assert_int_equal(handoff_screen(batch, &how, &err), HANDOFF_IO);
    assert_null(handoff_batch_lead(batch, 0)->screened);
    handoff_batch_free(batch);
    handoff_policy_free(policy);
}

static void test_list_refused(void **state)
{
    static const struct {
        const char *text;
        size_t line;
        const char *why;
    } rows[] = {
        { "ann@acme.example\nnonsense\n", 2, "no dot" },
        { "a b@acme.example\n", 1, "a space" },
        { "a@b.example,c@d.example\n", 1, "two on a line" },
        { "\n\n.\n", 3, "too short" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct handoff_suppression_list *list = NULL;
        struct handoff_error err = HANDOFF_ERROR_INIT;

        if (handoff_suppression_read(ho_slice(rows[i].text), &list, &err) !=
                HANDOFF_BAD_INPUT ||
            err.line != rows[i].line || list)
            fail_msg("%s: not refused at line %zu", rows[i].why, rows[i].line);
    }
}

/* --- docs/screening.md -----------------------------------------------------
 */

/* The table names every fact, in the order of the gates, with its values. */
static void test_page_names_gates(void **state)
{
    static const struct {
        const char *name, *values;
    } facts[] = {
#define X(name, word, values) { word, values },
        HANDOFF_FACT_MAP(X)
#undef X
    };
    char *page = case_text(FIXTURES "/../docs", "screening.md", NULL);
    const char *at = strstr(page, "## Gates");
    char row[64], value[64];

    (void)state;
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        const char *rest = facts[i].values;

        snprintf(row, sizeof row, "\n| `%s` |", facts[i].name);
        if (!at || !(at = strstr(at, row)))
            fail_msg("docs/screening.md lacks%s, or has it elsewhere", row);
        while (sscanf(rest, "%63s", value) == 1) {
            const char *found =
                strstr(at, strcmp(value, "number") == 0 ? "a number" : value);

            if (!found || found > strchr(at + 1, '\n'))
                fail_msg("docs/screening.md lacks %s of%s", value, row);
            rest += strspn(rest, " ") + strlen(value);
        }
    }
    free(page);
}

/* The languages of each gate are those that the page names. */
static void test_page_names_languages(void **state)
{
    static const struct ho_phrase_list *(*const gates[])(
        size_t *) = { ho_phrases_opt_out, ho_phrases_test, ho_phrases_support };
    static const char said[] = "Languages: en, de, fr, es, pt, it, nl.";
    char *page = case_text(FIXTURES "/../docs", "screening.md", NULL);

    (void)state;
    assert_non_null(strstr(page, said));
    for (size_t g = 0; g < sizeof gates / sizeof *gates; g++) {
        size_t count;
        const struct ho_phrase_list *lists = gates[g](&count);

        assert_int_equal(count, 7);
        for (size_t i = 0; i < count; i++) {
            assert_non_null(strstr(said, lists[i].language));
            assert_true(lists[i].count > 0);
        }
    }
    free(page);
}

/* --- the form's secret -----------------------------------------------------
 */

static void test_forged(void **state)
{
    static const char lead[] =
        "{\"lead_id\":\"a\",\"form_id\":400,\"campaign_id\":9,\"gcl_id\":\"b\","
        "\"google_key\":\"guessed\",\"is_test\":false,\"user_column_data\":["
        "{\"column_id\":\"WORK_EMAIL\",\"string_value\":\"k@pine.example\"}]}";
    static const char *const keys[] = { "ours", "guessed", NULL };
    const struct handoff_screening how = { 0 };
    struct handoff_policy *policy = product_policy();

    (void)state;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct handoff_batch *batch = product_batch(policy, "", NULL, 0);
        const struct handoff_fact *fact;

        handoff_batch_google_key(batch, keys[i]);
        assert_int_equal(handoff_batch_add(batch, "-", ho_slice(lead), NULL),
                         HANDOFF_OK);
        assert_int_equal(handoff_screen(batch, &how, NULL), HANDOFF_OK);
        fact = handoff_batch_lead(batch, 0)->screened->fact;
        assert_int_equal(fact->kind == HANDOFF_FACT_TEST_LEAD, i == 0);
        if (i == 0)
            assert_string_equal(fact->value, "forged");
        handoff_batch_free(batch);
    }
    handoff_policy_free(policy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_page_names_gates),
        cmocka_unit_test(test_page_names_languages),
        cmocka_unit_test(test_forged),
        cmocka_unit_test(test_again),
        cmocka_unit_test(test_suppression_fails),
        cmocka_unit_test(test_list_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
