/* commands.h - the table of commands: dispatch, help, manual pages and
 * completion all read it. */
#ifndef HANDOFF_CLI_COMMANDS_H
#define HANDOFF_CLI_COMMANDS_H

#include "cli/cli.h"

/* NULL behind the last one. */
const struct cli_command *cli_command_at(size_t index);

/* "policy lint" belongs to the group "policy". */
bool cli_is_in_group(const struct cli_command *command, const char *group);
bool cli_is_group(const char *word);

/* The command that the first words name; *used: how many they are, 0 where
 * they name none. */
const struct cli_command *cli_command_find(const char *const *word,
                                           size_t count, size_t *used);
/* Says that they name none, and what there is; CLI_USAGE. */
enum cli_exit cli_no_command(const char *const *word, size_t count);

enum { CLI_TEXT = 256 }; /* bytes that hold any name, option or its help */

/* "-o, --output FILE", and what it does; the words of --format named. */
void cli_option_left(enum cli_option option, char *left, size_t size);
void cli_option_right(const struct cli_command *command, enum cli_option option,
                      char *right, size_t size);

/* A line each, of all or of one group. */
void cli_print_commands(FILE *out, const char *group);
void cli_print_overview(FILE *out);
void cli_print_help(FILE *out, const struct cli_command *command);

/* roff with the man macros; command NULL: the page of the program. */
void cli_print_manual(FILE *out, const struct cli_command *command);
/* All commands with their options, a chapter each. */
void cli_print_reference(FILE *out);

/* Completion for a shell. */
void cli_print_bash(FILE *out);
void cli_print_zsh(FILE *out);
void cli_print_fish(FILE *out);

#endif
