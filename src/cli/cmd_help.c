/* cmd_help.c - help, manual pages, completion: the tables, written out. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <handoff/workspace.h>

#include "cli/commands.h"

/* What `write` prints, as a command's result. */
struct printed {
    FILE *out;
    char *text;
    size_t len;
};

static bool print_begin(struct printed *p)
{
    *p = (struct printed){ 0 };
    p->out = open_memstream(&p->text, &p->len);
    return p->out != NULL;
}

static bool print_end(struct printed *p)
{
    const bool whole = !ferror(p->out);

    return fclose(p->out) == 0 && whole;
}

static enum cli_exit no_memory(void)
{
    cli_say("out of memory");
    return CLI_FAILED;
}

static enum cli_exit give(const struct cli_args *args, struct printed *p)
{
    enum cli_exit status;

    if (!print_end(p)) {
        free(p->text);
        return no_memory();
    }
    status = cli_write(args, p->text, p->len);
    free(p->text);
    return status;
}

/* DIR/handoff-policy-lint.1 */
static enum cli_exit write_page(const char *dir,
                                const struct cli_command *command)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct printed p;
    char path[4096];
    enum handoff_status status;
    int len;

    if (!print_begin(&p))
        return no_memory();
    cli_print_manual(p.out, command);
    if (!print_end(&p)) {
        free(p.text);
        return no_memory();
    }
    len = snprintf(path, sizeof path, "%s/handoff%s%s.1", dir,
                   command ? "-" : "", command ? command->name : "");
    for (char *c = path + strlen(dir); len > 0 && *c; c++)
        *c = *c == ' ' ? '-' : *c;
    status =
        handoff_file_write(path, (struct handoff_slice){ p.text, p.len }, &err);
    free(p.text);
    return status == HANDOFF_OK ? CLI_DONE : cli_fail(&err);
}

static enum cli_exit write_pages(const char *dir)
{
    enum cli_exit status;
    const struct cli_command *command;

    if (mkdir(dir, 0777) != 0 && errno != EEXIST) {
        fprintf(stderr, "handoff: %s: %s; -o names a folder for the pages\n",
                dir, strerror(errno));
        return CLI_FAILED;
    }
    status = write_page(dir, NULL);
    for (size_t i = 0;
         status == CLI_DONE && (command = cli_command_at(i)) != NULL; i++)
        status = write_page(dir, command);
    return status;
}

static void print_text(FILE *out, const struct cli_args *args,
                       const struct cli_command *command)
{
    if (command)
        cli_print_help(out, command);
    else if (args->operand_count > 0)
        cli_print_commands(out, args->operand[0]);
    else
        cli_print_overview(out);
}

static enum cli_exit run_help(const struct cli_args *args)
{
    const struct cli_command *command = NULL;
    const char *format;
    struct printed p;
    size_t used = 0;
    enum cli_exit status = cli_format_word(args, &format);

    if (status != CLI_DONE)
        return status;
    if (args->operand_count > 0)
        command = cli_command_find(args->operand, args->operand_count, &used);
    if (used < args->operand_count &&
        (command || args->operand_count > 1 || !cli_is_group(args->operand[0])))
        return cli_no_command(args->operand, args->operand_count);
    if (strcmp(format, "man") == 0 && args->operand_count == 0 &&
        args->value[CLI_OUTPUT])
        return write_pages(args->value[CLI_OUTPUT]);
    if (!print_begin(&p))
        return no_memory();
    if (strcmp(format, "man") == 0)
        cli_print_manual(p.out, command);
    else if (strcmp(format, "markdown") == 0)
        cli_print_reference(p.out);
    else
        print_text(p.out, args, command);
    return give(args, &p);
}

static enum cli_exit complete(const struct cli_args *args,
                              void (*write)(FILE *out))
{
    struct printed p;

    if (!print_begin(&p))
        return no_memory();
    write(p.out);
    return give(args, &p);
}

static enum cli_exit run_bash(const struct cli_args *args)
{
    return complete(args, cli_print_bash);
}

static enum cli_exit run_zsh(const struct cli_args *args)
{
    return complete(args, cli_print_zsh);
}

static enum cli_exit run_fish(const struct cli_args *args)
{
    return complete(args, cli_print_fish);
}

static const enum cli_option help_options[] = { CLI_FORMAT, CLI_OUTPUT };
static const enum cli_option completion_options[] = { CLI_OUTPUT };

const struct cli_command cli_help = {
    .name = "help",
    .operands = "[COMMAND]",
    .summary = "explain a command; also as a manual page",
    .about = "Prints what COMMAND --help prints. As man, its manual page; "
             "without COMMAND the\nprogram's, and with -o DIR the pages of "
             "all commands into that folder. As\nmarkdown, the reference of "
             "all commands.",
    .example = "  handoff help policy lint\n"
               "  handoff help map --format man | man -l -\n"
               "  handoff help --format man -o man1\n",
    .formats = "text man markdown",
    .option = help_options,
    .option_count = sizeof help_options / sizeof *help_options,
    .operands_max = 2,
    .run = run_help
};

const struct cli_command cli_completion_bash = {
    .name = "completion bash",
    .operands = "",
    .summary = "completion of commands and options for bash",
    .about = "For this shell only: the example. For all: into a file "
             "below\nbash-completion/completions.",
    .example = "  . <(handoff completion bash)\n",
    .option = completion_options,
    .option_count = sizeof completion_options / sizeof *completion_options,
    .run = run_bash
};

const struct cli_command cli_completion_zsh = {
    .name = "completion zsh",
    .operands = "",
    .summary = "completion of commands and options for zsh",
    .about = "The file is named _handoff and lies in a folder of $fpath.",
    .example = "  handoff completion zsh -o _handoff\n",
    .option = completion_options,
    .option_count = sizeof completion_options / sizeof *completion_options,
    .run = run_zsh
};

const struct cli_command cli_completion_fish = {
    .name = "completion fish",
    .operands = "",
    .summary = "completion of commands and options for fish",
    .about = "The file lies in fish's folder of completions.",
    .example = "  handoff completion fish -o handoff.fish\n",
    .option = completion_options,
    .option_count = sizeof completion_options / sizeof *completion_options,
    .run = run_fish
};
