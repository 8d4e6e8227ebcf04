/* main.c - the commands of the program; the only file with exit codes. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

static const struct cli_command *const commands[] = {
    &cli_init,           &cli_intake,
    &cli_summarize,      &cli_map,
    &cli_prompt,         &cli_check,
    &cli_policy_lint,    &cli_policy_test,
    &cli_policy_explain, &cli_policy_diff,
    &cli_policy_show,    &cli_policy_approve,
    &cli_doctor,         &cli_log,
    &cli_status,         &cli_verify,
    &cli_replay,         &cli_review_list,
    &cli_review_show,    &cli_review_approve,
    &cli_review_reject,  &cli_review_edit,
    &cli_export,         &cli_forget,
    &cli_suppress
};

enum { COMMANDS = sizeof commands / sizeof *commands };

/* "policy lint" belongs to the group "policy". */
static bool is_in_group(const struct cli_command *command, const char *group)
{
    const size_t n = strlen(group);

    return strncmp(command->name, group, n) == 0 && command->name[n] == ' ';
}

/* All commands, or those of one group. */
static size_t print_commands(FILE *out, const char *group)
{
    size_t count = 0;

    for (size_t i = 0; i < COMMANDS; i++) {
        if (group && !is_in_group(commands[i], group))
            continue;
        fprintf(out, "  %-14s %s\n", commands[i]->name, commands[i]->summary);
        count++;
    }
    return count;
}

static void print_overview(FILE *out)
{
    fputs("handoff: lead notifications in, a sales system map out\n\n"
          "Usage: handoff COMMAND [OPTIONS] [FILE...]\n\nCommands:\n",
          out);
    print_commands(out, NULL);
    fputs("\nhandoff COMMAND --help explains one; handoff --version names "
          "this one.\n",
          out);
}

/* *words: how many of argv name the command. */
static const struct cli_command *find(int argc, char **argv, int *words)
{
    for (size_t i = 0; i < COMMANDS; i++) {
        const char *name = commands[i]->name;

        *words = 1;
        if (strcmp(name, argv[1]) == 0)
            return commands[i];
        *words = 2;
        if (argc > 2 && is_in_group(commands[i], argv[1]) &&
            strcmp(strchr(name, ' ') + 1, argv[2]) == 0)
            return commands[i];
    }
    return NULL;
}

/* "handoff policy" alone, or with a second word that names none. */
static enum cli_exit not_found(int argc, char **argv)
{
    bool is_group = false;

    for (size_t i = 0; i < COMMANDS; i++)
        is_group = is_group || is_in_group(commands[i], argv[1]);
    if (!is_group) {
        fprintf(stderr,
                "handoff: there is no command %s (see handoff --help)\n",
                argv[1]);
        return CLI_USAGE;
    }
    if (argc > 2 &&
        (strcmp(argv[2], "--help") == 0 || strcmp(argv[2], "-h") == 0)) {
        print_commands(stdout, argv[1]);
        return CLI_DONE;
    }
    if (argc > 2)
        fprintf(stderr, "handoff: there is no command %s %s; there are\n",
                argv[1], argv[2]);
    else
        fprintf(stderr, "handoff: %s is followed by what to do\n", argv[1]);
    print_commands(stderr, argv[1]);
    return CLI_USAGE;
}

static enum cli_exit run(const struct cli_command *command, int argc,
                         char **argv)
{
    const char **operand = calloc((size_t)argc + 1, sizeof *operand);
    struct cli_args args;
    enum cli_exit status;

    if (!operand) {
        fputs("handoff: out of memory\n", stderr);
        return CLI_FAILED;
    }
    status = cli_parse(command, argc, argv, operand, &args);
    if (status == CLI_DONE && args.value[CLI_HELP])
        cli_print_help(command);
    else if (status == CLI_DONE)
        status = command->run(&args);
    free(operand);
    return status;
}

int main(int argc, char **argv)
{
    const struct cli_command *command;
    int words;

    if (argc < 2) {
        print_overview(stderr);
        return CLI_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        print_overview(stdout);
        return CLI_DONE;
    }
    if (strcmp(argv[1], "--version") == 0) {
        puts("handoff " HANDOFF_VERSION);
        return CLI_DONE;
    }
    command = find(argc, argv, &words);
    if (!command)
        return (int)not_found(argc, argv);
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is a write error */
    return (int)run(command, argc - 1 - words, argv + 1 + words);
}
