/* test_screen_consent.c - what boxes, columns and texts of consent state: a
 * row a case.  `lead` is the input, `says` the opt-outs of its first lead. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include <handoff/screen.h>

#include "base/buffer.h"
#include "support/cases.h"
#include "support/product.h"

enum { TEXT_BYTES = 1 << 16 };

static struct handoff_policy *policy;
static size_t wrong; /* all that is wrong is told, not the first only */

/* "en: do not contact me [field:Consent]" */
static void describe(const struct handoff_fact *fact, struct ho_buffer *out)
{
    if (out->len > 0)
        ho_buffer_text(out, "; ");
    ho_buffer_text(out, fact->why);
    ho_buffer_text(out, ": ");
    if (fact->source)
        ho_buffer_add(out, ho_part(fact->source->text, fact->from, fact->to));
    ho_buffer_format(out, " [%s]", fact->cite);
}

static void check(const cJSON *row, const char *input, const char *says)
{
    const struct handoff_screening how = { 0 };
    struct handoff_batch *batch =
        product_batch(policy, "lead", input, strlen(input));
    const struct handoff_screened *screened;
    struct ho_buffer said;

    assert_int_equal(handoff_screen(batch, &how, NULL), HANDOFF_OK);
    assert_int_equal(handoff_batch_count(batch), 1);
    screened = handoff_batch_lead(batch, 0)->screened;
    ho_buffer_init(&said, TEXT_BYTES);
    for (size_t i = 0; i < screened->count; i++)
        if (screened->fact[i].kind == HANDOFF_FACT_OPT_OUT)
            describe(&screened->fact[i], &said);
    ho_buffer_byte(&said, '\0');
    if (strcmp(said.ptr, says) != 0) {
        print_error("%s: %s\n  said '%s', not '%s'\n", row_text(row, "why", ""),
                    input, said.ptr, says);
        wrong++;
    }
    ho_buffer_release(&said);
    handoff_batch_free(batch);
}

/* Each of `texts` stands in place of %s. */
static void run_row(const cJSON *row)
{
    const cJSON *text, *texts = cJSON_GetObjectItem(row, "texts");
    const char *lead = row_text(row, "lead", ""), *place = strstr(lead, "%s");
    struct ho_buffer input;

    if (!texts) {
        check(row, lead, row_text(row, "says", ""));
        return;
    }
    assert_non_null(place);
    ho_buffer_init(&input, TEXT_BYTES);
    cJSON_ArrayForEach(text, texts)
    {
        ho_buffer_clear(&input);
        ho_buffer_add(&input,
                      ho_part(ho_slice(lead), 0, (size_t)(place - lead)));
        ho_buffer_text(&input, cJSON_IsString(text)
                                   ? text->valuestring
                                   : cJSON_GetArrayItem(text, 0)->valuestring);
        ho_buffer_text(&input, place + 2);
        ho_buffer_byte(&input, '\0');
        check(row, input.ptr,
              cJSON_IsString(text) ? row_text(row, "says", "")
                                   : cJSON_GetArrayItem(text, 1)->valuestring);
    }
    ho_buffer_release(&input);
}

static void test_rows(void **state)
{
    (void)state;
    policy = product_policy();
    each_row("screen_consent.json", run_row);
    handoff_policy_free(policy);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
    };

    return cmocka_run_group_tests_name("screen consent", tests, NULL, NULL);
}
