/* test_rules_refused.c - policies that cannot be used, and what they are told.
 *
 * fixtures/rules/refused/<case>/: policy.yaml, the files that it names, and
 * error.txt, which holds "policy.yaml:line:column: message".
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include <handoff/policy.h>

#include "support/cases.h"
#include "support/rules_case.h"

static size_t refusals;

static void run_case(const char *directory, const char *name)
{
    struct handoff_policy *policy = NULL;
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char message[1024], folder[1024];
    const struct handoff_files files = { rules_file, folder };
    size_t len;
    char *text = case_text(directory, "policy.yaml", &len);
    char *expected = case_text(directory, "error.txt", NULL);

    snprintf(folder, sizeof folder, "%s", directory);
    if (handoff_policy_read("policy.yaml", (struct handoff_slice){ text, len },
                            &files, &policy, &err) == HANDOFF_OK)
        fail_msg("%s was accepted", name);
    assert_null(policy);
    handoff_error_text(&err, message, sizeof message);
    assert_same_text(name, message, expected);
    free(expected);
    free(text);
    refusals++;
}

static void refused_cases(void **state)
{
    (void)state;
    each_case("rules/refused", run_case);
    assert_true(refusals >= 30);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refused_cases),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
