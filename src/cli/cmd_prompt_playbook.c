/* cmd_prompt_playbook.c - prompt playbook: the copy-ready prompt. */
#include "cli/answers.h"

static enum cli_exit run(const struct cli_args *args)
{
    struct session s;
    struct handoff_batch *batch = NULL;
    struct handoff_messages messages = { 0 };
    enum cli_exit status = session_begin(args, &s);
    enum cli_exit refused = CLI_DONE;

    if (status == CLI_DONE)
        status =
            answers_batch(args, &s, args->operand, args->operand_count, &batch);
    if (status == CLI_DONE)
        status = answers_prompt(args, &s, batch, &messages);
    if (status == CLI_DONE)
        status = answers_print_prompt(args, &messages);
    if (status == CLI_DONE)
        refused = session_report_refused(batch);
    handoff_messages_release(&messages);
    handoff_batch_free(batch);
    session_end(&s);
    return status == CLI_DONE ? refused : status;
}

static const enum cli_option options[] = { CLI_OUTPUT,  CLI_POLICY, CLI_AS_OF,
                                           CLI_COLUMNS, CLI_RULES,  CLI_QUIET };

const struct cli_command cli_prompt_playbook = {
    .name = "prompt playbook",
    .operands = "[FILE...]",
    .summary = "the playbook's prompt filled with a batch, for any chat",
    .about = "Prints one text to paste into a chat: what a sales system map "
             "is, the current\nrules (--rules FILE, else the policy in "
             "sentences) and the batch, fenced. The\nanswer has seven "
             "sections; handoff check map compares it with batch and rules.\n"
             "The text holds the leads' own words: paste it only where they "
             "may go.",
    .example = "  handoff prompt playbook leads.csv | pbcopy\n"
               "  handoff check map answer.md --batch leads.csv\n",
    .option = options,
    .option_count = sizeof options / sizeof *options,
    .operands_max = (size_t)-1,
    .run = run
};
