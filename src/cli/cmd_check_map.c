/* cmd_check_map.c - check map: a pasted answer against batch and rules. */
#include <stdlib.h>

#include <handoff/workspace.h>

#include "cli/answers.h"

static enum cli_exit read_answer(const struct cli_args *args, char **text,
                                 struct handoff_slice *answer)
{
    const char *path = args->operand_count > 0 ? args->operand[0] : "-";
    struct handoff_error err = HANDOFF_ERROR_INIT;

    if (handoff_file_read(path, HANDOFF_ANSWER_BYTES, text, &answer->len,
                          &err) != HANDOFF_OK)
        return cli_fail(&err);
    answer->ptr = *text;
    return CLI_DONE;
}

static enum cli_exit run(const struct cli_args *args)
{
    const char *path = args->value[CLI_BATCH];
    struct session s;
    struct handoff_batch *batch = NULL;
    struct handoff_slice answer = { NULL, 0 };
    char *text = NULL;
    enum cli_exit status;

    if (!path)
        return cli_usage(args, "--batch FILE names the leads that were asked "
                               "about");
    status = session_begin(args, &s);
    if (status == CLI_DONE)
        status = answers_batch(args, &s, &path, 1, &batch);
    if (status == CLI_DONE)
        status = read_answer(args, &text, &answer);
    if (status == CLI_DONE)
        status = answers_check(args, &s, batch, answer);
    if (status == CLI_DONE || status == CLI_REFUSED)
        status =
            session_report_refused(batch) == CLI_DONE ? status : CLI_REFUSED;
    free(text);
    handoff_batch_free(batch);
    session_end(&s);
    return status;
}

static const enum cli_option options[] = { CLI_BATCH,  CLI_FORMAT, CLI_OUTPUT,
                                           CLI_POLICY, CLI_AS_OF,  CLI_COLUMNS,
                                           CLI_QUIET };

const struct cli_command cli_check_map = {
    .name = "check map",
    .operands = "[ANSWER]",
    .summary = "a chat's system map against its batch and the rules",
    .about =
        "Reads what a chat answered to handoff prompt playbook (Markdown, "
        "prose or JSON;\nstandard input without ANSWER), finds the seven "
        "sections and each lead in it, and\nprints what was invented, what "
        "contradicts the rules, what is missing, and the\ncorrected map. "
        "No model is asked. Exit code 1: something was found.",
    .example = "  handoff check map answer.md --batch leads.csv\n"
               "  pbpaste | handoff check map --batch leads.csv --format "
               "json\n",
    .formats = "text json",
    .option = options,
    .option_count = sizeof options / sizeof *options,
    .operands_max = 1,
    .run = run
};
