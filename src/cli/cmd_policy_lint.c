/* cmd_policy_lint.c - policy lint: what is wrong with a policy. */
#include <stdlib.h>

#include <handoff/policy_tests.h>

#include "cli/policy_command.h"

static enum cli_exit lint(const struct cli_args *args,
                          const struct policy_input *input,
                          struct handoff_lines *log, struct handoff_slice tests)
{
    const struct handoff_lint_input about = {
        .file = input->name,
        .text = input->text,
        .log = log,
        .approved = input->settings.found ? &input->approved : NULL,
        .tests = tests,
        .tests_file = args->value[CLI_TESTS]
    };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char *json = NULL;
    bool found = true;
    enum handoff_status status =
        input->policy
            ? handoff_policy_lint(input->policy, &about, &json, &found, &err)
            : handoff_lint_refused(&input->refused, &json, &err);
    enum cli_exit out;

    if (status != HANDOFF_OK)
        return cli_fail(&err);
    out = policy_print(args, HANDOFF_REPORT_LINT, json);
    return out == CLI_DONE && found ? CLI_REFUSED : out;
}

/* Of no file: ptr stays NULL. */
static enum cli_exit read_tests(const struct cli_args *args, char **owned,
                                struct handoff_slice *tests)
{
    const char *path = args->value[CLI_TESTS];
    struct handoff_error err = HANDOFF_ERROR_INIT;

    if (!path)
        return CLI_DONE;
    if (handoff_file_read(path, HANDOFF_POLICY_TESTS_BYTES, owned, &tests->len,
                          &err) != HANDOFF_OK)
        return cli_fail(&err);
    tests->ptr = *owned;
    return CLI_DONE;
}

static enum cli_exit run(const struct cli_args *args)
{
    struct policy_input input;
    struct handoff_lines *log = NULL;
    struct handoff_slice tests = { NULL, 0 };
    char *owned = NULL;
    enum cli_exit status =
        policy_open(args->operand_count ? args->operand[0] : NULL, &input);

    if (status == CLI_DONE)
        status = policy_open_log(args, &log);
    if (status == CLI_DONE)
        status = read_tests(args, &owned, &tests);
    if (status == CLI_DONE)
        status = lint(args, &input, log, tests);
    free(owned);
    handoff_lines_free(log);
    policy_close(&input);
    return status;
}

static const enum cli_option options[] = { CLI_FORMAT, CLI_OUTPUT, CLI_LOG,
                                           CLI_TESTS };

const struct cli_command cli_policy_lint = {
    .name = "policy lint",
    .operands = "[FILE]",
    .summary = "what is wrong with a policy, exactly",
    .about =
        "Finds rules that can never decide, with an example and who takes it;\n"
        "fields, values, lists and owners that change nothing; with --log, "
        "what\n"
        "the rules do to replayed leads; with --tests, rules that no case of\n"
        "the tests is decided by. FILE is the workspace's policy, else\n"
        "the built-in one. The codes are explained in docs/lint-codes.md.\n"
        "Exit code 1: an error or a warning is left. A comment allows one:\n"
        "  # lint: allow L203 because nobody states a budget on the form",
    .example = "  handoff policy lint policy.yaml\n"
               "  handoff summarize leads.csv --format ndjson -o log.ndjson\n"
               "  handoff policy lint --log log.ndjson\n"
               "  handoff policy lint policy.yaml --tests policy.tests.yaml\n",
    .formats = "text json",
    .option = options,
    .option_count = sizeof options / sizeof *options,
    .operands_max = 1,
    .run = run
};
