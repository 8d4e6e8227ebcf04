/* main.c - from the command line to a command and its exit code. */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/commands.h"

static bool asks_for_help(const char *word)
{
    return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
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
        cli_print_help(stdout, command);
    else if (status == CLI_DONE)
        status = command->run(&args);
    free(operand);
    return status;
}

/* What stands before any command. */
static enum cli_exit run_words(int argc, char **argv)
{
    const char *const *word = (const char *const *)argv;
    const struct cli_command *command;
    size_t used = 0;

    if (asks_for_help(argv[0])) {
        cli_print_overview(stdout);
        return CLI_DONE;
    }
    if (strcmp(argv[0], "--version") == 0) {
        puts("handoff " HANDOFF_VERSION);
        return CLI_DONE;
    }
    command = cli_command_find(word, (size_t)argc, &used);
    if (command) {
        signal(SIGPIPE, SIG_IGN); /* a closed pipe is a write error */
        return run(command, argc - (int)used, argv + used);
    }
    if (cli_is_group(argv[0]) && argc > 1 && asks_for_help(argv[1])) {
        cli_print_commands(stdout, argv[0]);
        return CLI_DONE;
    }
    return cli_no_command(word, (size_t)argc);
}

/* Where a standard stream is closed the next file would take its place, and get
 * what is printed.  The wrong way round: to use one still fails. */
static void fill_streams(void)
{
    for (int file = STDIN_FILENO; file <= STDERR_FILENO; file++)
        if (fcntl(file, F_GETFD) == -1)
            (void)open("/dev/null", file == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

int main(int argc, char **argv)
{
    fill_streams();
    if (argc < 2) {
        cli_print_overview(stderr);
        return CLI_USAGE;
    }
    return (int)run_words(argc - 1, argv + 1);
}
