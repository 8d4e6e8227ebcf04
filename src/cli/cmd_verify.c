/* cmd_verify.c - verify and replay: what was decided, once more. */
#include <errno.h>
#include <stdlib.h>

#include "cli/keeping.h"

/* A run's number, 0 where none is given. */
static enum cli_exit read_run(const struct cli_args *args, int64_t *run)
{
    const char *text = args->operand_count > 0 ? args->operand[0] : NULL;
    char *end = NULL;

    *run = 0;
    if (!text)
        return CLI_DONE;
    errno = 0;
    *run = strtoll(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || *run < 1)
        return cli_usage(args, "RUN is a number; handoff log lists them");
    return CLI_DONE;
}

static void print_problem(void *user, const char *text)
{
    (void)user;
    cli_say(text);
}

static enum cli_exit verify(const struct cli_args *args,
                            struct handoff_record *record, int64_t run)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_proof proof;
    const bool seals_only = args->value[CLI_SEALS] != NULL;

    if (handoff_record_verify(record, run, seals_only, print_problem, NULL,
                              &proof, &err) != HANDOFF_OK)
        return cli_fail(&err);
    printf("%zu leads, %zu events, ", proof.leads, proof.events);
    if (seals_only)
        printf("seals only: ");
    else
        printf("%zu decisions made again: ", proof.decisions);
    if (proof.problems == 0)
        puts("everything holds");
    else
        printf("%zu problem%s\n", proof.problems,
               proof.problems == 1 ? "" : "s");
    printf("head %s\n", proof.head);
    return proof.problems == 0 ? CLI_DONE : CLI_REFUSED;
}

static enum cli_exit run_verify(const struct cli_args *args)
{
    struct handoff_record *record = NULL;
    enum handoff_format format;
    int64_t run;
    enum cli_exit out = read_run(args, &run);

    if (out == CLI_DONE)
        out = keep_read(args, &record, &format);
    if (out == CLI_DONE)
        out = verify(args, record, run);
    handoff_record_close(record);
    return out;
}

static enum cli_exit replay(const struct cli_args *args,
                            struct handoff_record *record,
                            enum handoff_format format, int64_t run,
                            const struct handoff_policy *policy)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char *text = NULL;
    size_t len = 0;
    const enum handoff_status status =
        handoff_record_replay(record, run, policy, format, &text, &len, &err);

    return cli_give(args, status, text, len, &err);
}

static enum cli_exit run_replay(const struct cli_args *args)
{
    struct handoff_record *record = NULL;
    enum handoff_format format = HANDOFF_FORMAT_TEXT;
    struct session s = { 0 };
    int64_t run;
    enum cli_exit out = read_run(args, &run);

    if (out == CLI_DONE)
        out = keep_read(args, &record, &format);
    if (out == CLI_DONE)
        out = session_begin(args, &s);
    if (out == CLI_DONE)
        out = replay(args, record, format, run, s.policy);
    session_end(&s);
    handoff_record_close(record);
    return out;
}

static const enum cli_option verify_options[] = { CLI_SEALS };
static const enum cli_option replay_options[] = { CLI_POLICY, CLI_FORMAT,
                                                  CLI_OUTPUT };

const struct cli_command cli_verify = {
    .name = "verify",
    .operands = "[RUN]",
    .summary = "prove the record: every byte, quote, value and decision",
    .about =
        "Offline. Checks the file, each stored byte against its seal and the "
        "chain of\nevents, then makes every brief and decision again out of "
        "the lead's bytes, the\nstored replies and the policy of its run, and "
        "compares. With RUN only that\nrun's decisions are made again, with "
        "--seals none. Note the head that it\nprints: whoever can write the "
        "file could write another history, but none with\nthat head. Exit "
        "code 1: something does not hold.",
    .example = "  handoff verify\n  handoff verify 3\n",
    .option = verify_options,
    .option_count = sizeof verify_options / sizeof *verify_options,
    .operands_max = 1,
    .run = run_verify
};

const struct cli_command cli_replay = {
    .name = "replay",
    .operands = "RUN",
    .summary = "decide a run again under another policy: what changes",
    .about =
        "Makes the run's briefs and decisions again out of what is stored, "
        "with the\npolicy that --policy names (else the workspace's), and "
        "lists each lead whose\nroute, rule or owner would change. Nothing is "
        "asked and nothing recorded.",
    .example = "  handoff replay 3 --policy stricter.policy.yaml\n",
    .formats = "text json ndjson",
    .option = replay_options,
    .option_count = sizeof replay_options / sizeof *replay_options,
    .operands_min = 1,
    .operands_max = 1,
    .run = run_replay
};
