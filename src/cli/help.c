/* help.c - what --help prints; see cli/commands.h */
#include "cli/commands.h"

#include <string.h>

void cli_print_commands(FILE *out, const char *group)
{
    const struct cli_command *command;

    for (size_t i = 0; (command = cli_command_at(i)) != NULL; i++)
        if (!group || cli_is_in_group(command, group))
            fprintf(out, "  %-15s %s\n", command->name, command->summary);
}

void cli_print_overview(FILE *out)
{
    fputs("handoff: lead notifications in, a sales system map out\n\n"
          "Usage: handoff COMMAND [OPTIONS] [FILE...]\n\nCommands:\n",
          out);
    cli_print_commands(out, NULL);
    fputs("\nhandoff help COMMAND explains one; handoff --version names "
          "this one.\n",
          out);
}

void cli_option_left(enum cli_option option, char *left, size_t size)
{
    const struct cli_option_text *text = cli_option_text(option);
    const char letter[] = { '-', text->letter, ',', ' ', '\0' };

    snprintf(left, size, "%s--%s%s%s", text->letter ? letter : "", text->name,
             text->value ? " " : "", text->value ? text->value : "");
}

void cli_option_right(const struct cli_command *command, enum cli_option option,
                      char *right, size_t size)
{
    const char *help = cli_option_text(option)->help;
    const char *from = command->formats;
    int len = snprintf(right, size, "%s", help);

    if (option != CLI_FORMAT || !from)
        return;
    for (const char *lead = ": "; *from && (size_t)len < size; lead = ", ") {
        const size_t n = strcspn(from, " ");

        len += snprintf(right + len, size - (size_t)len, "%s%.*s", lead, (int)n,
                        from);
        from += n + (from[n] == ' ');
    }
}

static void print_option(FILE *out, const struct cli_command *command,
                         enum cli_option option)
{
    const bool letter = cli_option_text(option)->letter;
    char left[CLI_TEXT], right[CLI_TEXT];

    cli_option_left(option, left, sizeof left);
    cli_option_right(command, option, right, sizeof right);
    fprintf(out, "  %s%-*s %s\n", letter ? "" : "    ", letter ? 30 : 26, left,
            right);
}

void cli_print_help(FILE *out, const struct cli_command *command)
{
    fprintf(out, "Usage: handoff %s [OPTIONS]%s%s\n\n%s\n\nOptions:\n",
            command->name, *command->operands ? " " : "", command->operands,
            command->about);
    for (size_t i = 0; i < command->option_count; i++)
        print_option(out, command, command->option[i]);
    print_option(out, command, CLI_HELP);
    fprintf(out, "\nExamples:\n%s", command->example);
}
