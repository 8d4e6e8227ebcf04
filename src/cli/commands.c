/* commands.c - see cli/commands.h */
#include "cli/commands.h"

#include <string.h>

static const struct cli_command *const commands[] = { &cli_init,
                                                      &cli_intake,
                                                      &cli_summarize,
                                                      &cli_map,
                                                      &cli_draft,
                                                      &cli_reply,
                                                      &cli_prompt_list,
                                                      &cli_prompt_show,
                                                      &cli_prompt_render,
                                                      &cli_prompt_playbook,
                                                      &cli_check_text,
                                                      &cli_check_quotes,
                                                      &cli_check_schema,
                                                      &cli_check_map,
                                                      &cli_policy_lint,
                                                      &cli_policy_test,
                                                      &cli_policy_explain,
                                                      &cli_policy_diff,
                                                      &cli_policy_show,
                                                      &cli_policy_approve,
                                                      &cli_doctor,
                                                      &cli_log_sent,
                                                      &cli_log,
                                                      &cli_status,
                                                      &cli_stale,
                                                      &cli_verify,
                                                      &cli_replay,
                                                      &cli_review_list,
                                                      &cli_review_show,
                                                      &cli_review_approve,
                                                      &cli_review_reject,
                                                      &cli_review_edit,
                                                      &cli_export,
                                                      &cli_forget,
                                                      &cli_suppress,
                                                      &cli_help,
                                                      &cli_completion_bash,
                                                      &cli_completion_zsh,
                                                      &cli_completion_fish };

enum { COMMANDS = sizeof commands / sizeof *commands };

const struct cli_command *cli_command_at(size_t index)
{
    return index < COMMANDS ? commands[index] : NULL;
}

bool cli_is_in_group(const struct cli_command *command, const char *group)
{
    const size_t n = strlen(group);

    return strncmp(command->name, group, n) == 0 && command->name[n] == ' ';
}

bool cli_is_group(const char *word)
{
    for (size_t i = 0; i < COMMANDS; i++)
        if (cli_is_in_group(commands[i], word))
            return true;
    return false;
}

const struct cli_command *cli_command_find(const char *const *word,
                                           size_t count, size_t *used)
{
    for (size_t i = 0; i < COMMANDS && count > 0; i++) {
        const char *name = commands[i]->name;
        const bool is_one = strcmp(name, word[0]) == 0;

        if (is_one || (count > 1 && cli_is_in_group(commands[i], word[0]) &&
                       strcmp(strchr(name, ' ') + 1, word[1]) == 0)) {
            *used = is_one ? 1 : 2;
            return commands[i];
        }
    }
    *used = 0;
    return NULL;
}

enum cli_exit cli_no_command(const char *const *word, size_t count)
{
    if (!cli_is_group(word[0])) {
        fprintf(stderr, "handoff: there is no command %s (see handoff help)\n",
                word[0]);
        return CLI_USAGE;
    }
    if (count > 1)
        fprintf(stderr, "handoff: there is no command %s %s; %s is followed by",
                word[0], word[1], word[0]);
    else
        fprintf(stderr, "handoff: %s is followed by", word[0]);
    for (size_t i = 0; i < COMMANDS; i++)
        if (cli_is_in_group(commands[i], word[0]))
            fprintf(stderr, " %s", strchr(commands[i]->name, ' ') + 1);
    fprintf(stderr, " (see handoff help %s)\n", word[0]);
    return CLI_USAGE;
}
