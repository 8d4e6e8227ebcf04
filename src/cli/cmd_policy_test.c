/* cmd_policy_test.c - policy test: the cases and properties of a policy. */
#include <stdlib.h>
#include <string.h>

#include <handoff/policy_tests.h>
#include <handoff/report.h>
#include <handoff/workspace.h>

#include "cli/session.h"

enum { PATH_BYTES = 4096 };

static const char own_tests[] = "policies/inbound.tests.yaml";

static bool ends_with(const char *text, const char *end)
{
    const size_t len = strlen(text), n = strlen(end);

    return len >= n && strcmp(text + len - n, end) == 0;
}

/* "policy.yaml" is tested by "policy.tests.yaml" beside it, as is
 * "x.policy.yaml" by "x.tests.yaml". */
static enum cli_exit name_tests(const struct cli_args *args, const char *policy,
                                char *path, size_t size)
{
    static const char *const ends[] = { ".policy.yaml", ".policy.yml", ".yaml",
                                        ".yml" };
    size_t len = strlen(policy);
    int written;

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        if (!ends_with(policy, ends[i]))
            continue;
        len -= strlen(ends[i]);
        break;
    }
    written = snprintf(path, size, "%.*s.tests.yaml", (int)len, policy);
    if (len > PATH_BYTES || written < 0 || (size_t)written >= size)
        return cli_usage(args, "the path of the policy is too long");
    return CLI_DONE;
}

static enum cli_exit test(const struct cli_args *args,
                          enum handoff_format format,
                          const struct handoff_policy *policy, const char *name,
                          struct handoff_slice text)
{
    const enum handoff_mutate mutate =
        args->value[CLI_MUTATE] ? HANDOFF_MUTATE_ALWAYS : HANDOFF_MUTATE_FAST;
    struct handoff_error err = HANDOFF_ERROR_INIT;
    bool passed = false;
    char *json = NULL;
    enum cli_exit out;

    if (handoff_policy_test(policy, name, text, mutate, &json, &passed, &err) !=
        HANDOFF_OK)
        return cli_fail(&err);
    out = cli_report(args, HANDOFF_REPORT_POLICY_TESTS, format,
                     (struct handoff_slice){ json, strlen(json) });
    free(json);
    return out == CLI_DONE && !passed ? CLI_REFUSED : out;
}

/* The tests of that path; of none: the product's own, for its own policy. */
static enum cli_exit test_file(const struct cli_args *args,
                               enum handoff_format format,
                               const struct session *s, const char *path)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_slice text;
    char *owned = NULL;
    enum cli_exit out;

    if (!path)
        return test(args, format, s->policy, own_tests,
                    handoff_own_text(own_tests));
    if (handoff_file_read(path, HANDOFF_POLICY_TESTS_BYTES, &owned, &text.len,
                          &err) != HANDOFF_OK)
        return cli_fail(&err);
    text.ptr = owned;
    out = test(args, format, s->policy, path, text);
    free(owned);
    return out;
}

static enum cli_exit run(const struct cli_args *args)
{
    struct cli_args with = *args;
    enum handoff_format format;
    char path[PATH_BYTES];
    const char *tests = args->operand_count > 1 ? args->operand[1] : NULL;
    struct session s = { 0 };
    enum cli_exit status = cli_format(args, &format);

    if (args->operand_count > 0)
        with.value[CLI_POLICY] = args->operand[0];
    if (status == CLI_DONE) {
        const char *policy = with.value[CLI_POLICY];

        status = session_begin(&with, &s);
        policy = policy ? policy : s.settings.policy;
        if (status == CLI_DONE && !tests && policy) {
            status = name_tests(args, policy, path, sizeof path);
            tests = path;
        }
    }
    if (status == CLI_DONE)
        status = test_file(args, format, &s, tests);
    session_end(&s);
    return status;
}

static const enum cli_option options[] = { CLI_FORMAT, CLI_OUTPUT, CLI_POLICY,
                                           CLI_MUTATE };

const struct cli_command cli_policy_test = {
    .name = "policy test",
    .operands = "[POLICY [TESTS]]",
    .summary = "run a policy's tests, prove its properties, score the tests",
    .about =
        "Runs the cases of TESTS against POLICY, proves its properties over\n"
        "every possible world, tells which rules and conditions no case has\n"
        "seen, and tries small changes to the policy: how many of them does a\n"
        "test notice? POLICY is the workspace's unless it is named, TESTS the\n"
        "file beside it: policy.yaml has policy.tests.yaml. Of a large\n"
        "policy the changes of some rules are tried, evenly spread; of all\n"
        "with --mutate, or when TESTS asks for a score.\n"
        "Exit code 1: a case or a property failed, or the score is too low.",
    .example = "  handoff policy test\n"
               "  handoff policy test policy.yaml policy.tests.yaml\n"
               "  handoff policy test --format json -o tests.json\n",
    .formats = "text json",
    .option = options,
    .option_count = sizeof options / sizeof *options,
    .operands_max = 2,
    .run = run
};
