/* test_brief.c - every folder of fixtures/brief: a lead, a reply, and the
 * brief they make under the product's own policy.
 *
 *     lead.txt, .csv or .json   the last lead of it is the case's
 *     reply.txt                 the model's reply; without one the built-in
 *                               extractor replies ...
 *     failure.txt               ... or nobody does, and this is why
 *     expect.json               every claim that is Explicit or Inferred, every
 *                               Unknown but what nobody mentioned, every
 *                               finding
 *     why.txt                   what the case is there for
 *
 * Whatever a case expects: each field stands in exactly one list, and the
 * lead's own bytes say what the brief quotes.
 */
#include <handoff/brief.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/brief_check.h"
#include "support/cases.h"
#include "support/product.h"

static const char *const kinds[] = { "txt", "csv", "json" };

static char *read_lead(const char *directory, char *file, size_t size,
                       size_t *len)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        char *text;

        snprintf(file, size, "lead.%s", kinds[i]);
        text = case_file(directory, file, len);
        if (text)
            return text;
    }
    fail_msg("%s holds no lead", directory);
    return NULL;
}

static char *read_reply(const char *directory, const char *failure,
                        const struct handoff_policy *policy,
                        const struct handoff_lead *lead)
{
    char *reply = case_file(directory, "reply.txt", NULL);

    return reply || failure ? reply : product_reply(policy, lead);
}

static void run_case(const char *directory, const char *name)
{
    char file[64];
    size_t len = 0;
    char *text = read_lead(directory, file, sizeof file, &len);
    char *failure = case_file(directory, "failure.txt", NULL);
    char *expect = case_text(directory, "expect.json", NULL);
    struct handoff_policy *policy = product_policy();
    struct handoff_batch *batch = product_batch(policy, file, text, len);
    const struct handoff_lead *lead =
        handoff_batch_lead(batch, handoff_batch_count(batch) - 1);
    char *reply = read_reply(directory, failure, policy, lead);
    struct handoff_brief *brief = product_brief(policy, lead, reply, failure);

    free(case_text(directory, "why.txt", NULL));
    brief_check_lists(name, brief);
    brief_check_quotes(name, brief);
    brief_check_expected(name, brief, expect);
    handoff_brief_free(brief);
    free(reply);
    handoff_batch_free(batch);
    handoff_policy_free(policy);
    free(expect);
    free(failure);
    free(text);
}

static void test_cases(void **state)
{
    (void)state;
    each_case("brief", run_case);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases) };

    return cmocka_run_group_tests_name("brief", tests, NULL, NULL);
}
