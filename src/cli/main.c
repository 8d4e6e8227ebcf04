/* main.c - the commands of the program; the only file with exit codes. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

static const struct cli_command *const commands[] = {
    &cli_init, &cli_summarize, &cli_map, &cli_prompt, &cli_check, &cli_doctor
};

enum { COMMANDS = sizeof commands / sizeof *commands };

static void print_overview(FILE *out)
{
    fputs("handoff: lead notifications in, a sales system map out\n\n"
          "Usage: handoff COMMAND [OPTIONS] [FILE...]\n\nCommands:\n",
          out);
    for (size_t i = 0; i < COMMANDS; i++)
        fprintf(out, "  %-10s %s\n", commands[i]->name, commands[i]->summary);
    fputs("\nhandoff COMMAND --help explains one; handoff --version names "
          "this one.\n",
          out);
}

static const struct cli_command *find(const char *name)
{
    for (size_t i = 0; i < COMMANDS; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
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
    command = find(argv[1]);
    if (!command) {
        fprintf(stderr,
                "handoff: there is no command %s (see handoff --help)\n",
                argv[1]);
        return CLI_USAGE;
    }
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is a write error */
    return (int)run(command, argc - 2, argv + 2);
}
