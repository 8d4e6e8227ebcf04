/* completion.c - completion for shells; see cli/commands.h */
#include <string.h>

#include "cli/commands.h"

/* What may follow an option, as its table names it. */
enum value_kind { NO_VALUE, FILES, WORDS, ANYTHING };

static enum value_kind kind_of(enum cli_option option)
{
    const char *value = cli_option_text(option)->value;

    if (!value)
        return NO_VALUE;
    if (option == CLI_FORMAT || (*value >= 'a' && *value <= 'z'))
        return WORDS; /* "none|html" */
    return strcmp(value, "FILE") == 0 || strcmp(value, "DIR") == 0 ? FILES
                                                                   : ANYTHING;
}

static const char *words_of(const struct cli_command *command,
                            enum cli_option option)
{
    return option == CLI_FORMAT ? command->formats
                                : cli_option_text(option)->value;
}

/* "none|html" parted by one space; words may be NULL. */
static void put_words(FILE *out, const char *words)
{
    for (; words && *words; words++)
        fputc(*words == '|' ? ' ' : *words, out);
}

/* The first words of all commands, or the second ones of a group. */
static void put_names(FILE *out, const char *group)
{
    const struct cli_command *command;
    const char *last = "";
    size_t last_len = 0;

    for (size_t i = 0; (command = cli_command_at(i)) != NULL; i++) {
        const char *name = command->name;
        size_t len;

        if (group && !cli_is_in_group(command, group))
            continue;
        name += group ? strlen(group) + 1 : 0;
        len = strcspn(name, " ");
        if (len != last_len || strncmp(name, last, len) != 0)
            fprintf(out, "%.*s ", (int)len, name);
        last = name;
        last_len = len;
    }
}

/* Each group once: the first of its commands stands for it. */
static bool begins_group(size_t index, char *group, size_t size)
{
    const char *name = cli_command_at(index)->name;
    const size_t len = strcspn(name, " ");

    if (name[len] == '\0' || len >= size)
        return false;
    memcpy(group, name, len);
    group[len] = '\0';
    return index == 0 || !cli_is_in_group(cli_command_at(index - 1), group);
}

static void put_flag(FILE *out, enum cli_option option, const char *between)
{
    const struct cli_option_text *text = cli_option_text(option);

    fprintf(out, "--%s", text->name);
    if (text->letter)
        fprintf(out, "%s-%c", between, text->letter);
}

static void put_bash_groups(FILE *out)
{
    char group[CLI_TEXT];

    for (size_t i = 0; cli_command_at(i); i++) {
        if (!begins_group(i, group, sizeof group))
            continue;
        fprintf(out,
                "    %s)\n        if [ \"$COMP_CWORD\" -eq 2 ]; then\n"
                "            COMPREPLY=($(compgen -W '",
                group);
        put_names(out, group);
        fputs("' -- \"$cur\"))\n            return\n        fi\n"
              "        command=\"$command ${COMP_WORDS[2]}\" ;;\n",
              out);
    }
}

static void put_bash_command(FILE *out, const struct cli_command *command)
{
    fprintf(out, "    '%s')\n        options='", command->name);
    for (size_t i = 0; i < command->option_count; i++) {
        put_flag(out, command->option[i], " ");
        fputc(' ', out);
    }
    put_flag(out, CLI_HELP, " ");
    fprintf(out, "'\n        formats='%s' ;;\n",
            command->formats ? command->formats : "");
}

static void put_bash_values(FILE *out)
{
    for (int i = 0; i < CLI_OPTION_COUNT; i++) {
        const enum cli_option option = (enum cli_option)i;
        const enum value_kind kind = kind_of(option);

        if (kind == NO_VALUE)
            continue;
        fputs("    ", out);
        put_flag(out, option, "|");
        fputs(")\n        ", out);
        if (kind == FILES)
            fputs("COMPREPLY=($(compgen -f -- \"$cur\"))\n        ", out);
        else if (kind == WORDS) {
            fputs("COMPREPLY=($(compgen -W \"", out);
            if (option == CLI_FORMAT)
                fputs("$formats", out);
            else
                put_words(out, cli_option_text(option)->value);
            fputs("\" -- \"$cur\"))\n        ", out);
        }
        fputs("return ;;\n", out);
    }
}

void cli_print_bash(FILE *out)
{
    const struct cli_command *command;

    fputs("# bash completion for handoff, as `handoff completion bash` prints "
          "it\n_handoff()\n{\n"
          "    local cur=${COMP_WORDS[COMP_CWORD]}\n"
          "    local prev=${COMP_WORDS[COMP_CWORD - 1]}\n"
          "    local command=${COMP_WORDS[1]} options= formats=\n\n"
          "    COMPREPLY=()\n"
          "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
          "        COMPREPLY=($(compgen -W '",
          out);
    put_names(out, NULL);
    fputs("--help --version' -- \"$cur\"))\n        return\n    fi\n"
          "    case $command in\n",
          out);
    put_bash_groups(out);
    fputs("    esac\n    case $command in\n", out);
    for (size_t i = 0; (command = cli_command_at(i)) != NULL; i++)
        put_bash_command(out, command);
    fputs("    esac\n    case $prev in\n", out);
    put_bash_values(out);
    fputs("    esac\n    case $cur in\n"
          "    -*) COMPREPLY=($(compgen -W \"$options\" -- \"$cur\")) ;;\n"
          "    *) COMPREPLY=($(compgen -f -- \"$cur\")) ;;\n"
          "    esac\n}\ncomplete -o filenames -F _handoff handoff\n",
          out);
}

/* Text between single quotes; zsh's descriptions end at a bracket, too. */
static void put_quoted(FILE *out, const char *text)
{
    for (const char *p = text; *p; p++)
        if (*p == '\'')
            fputs("'\\''", out);
        else if (*p == '[' || *p == ']' || *p == ':')
            fputc(' ', out);
        else
            fputc(*p == '\n' ? ' ' : *p, out);
}

static void put_zsh_option(FILE *out, const struct cli_command *command,
                           enum cli_option option)
{
    const struct cli_option_text *text = cli_option_text(option);
    const enum value_kind kind = kind_of(option);

    if (text->letter)
        fprintf(out, " \\\n            '(-%c --%s)'{-%c,--%s}'[", text->letter,
                text->name, text->letter, text->name);
    else
        fprintf(out, " \\\n            '--%s[", text->name);
    put_quoted(out, text->help);
    fputc(']', out);
    if (kind == FILES)
        fputs(":file:_files", out);
    else if (kind == WORDS) {
        fputs(":word:(", out);
        put_words(out, words_of(command, option));
        fputc(')', out);
    } else if (kind == ANYTHING)
        fputs(":value: ", out);
    fputc('\'', out);
}

static void put_zsh_command(FILE *out, const struct cli_command *command)
{
    fprintf(out, "    '%s')\n        _arguments -s -S", command->name);
    for (size_t i = 0; i < command->option_count; i++)
        put_zsh_option(out, command, command->option[i]);
    put_zsh_option(out, command, CLI_HELP);
    fputs(" \\\n            '*:file:_files' ;;\n", out);
}

void cli_print_zsh(FILE *out)
{
    const struct cli_command *command;
    char group[CLI_TEXT];

    fputs("#compdef handoff\n# zsh completion for handoff, as `handoff "
          "completion zsh` prints it\n_handoff()\n{\n"
          "    local command=${words[2]}\n\n"
          "    if (( CURRENT == 2 )); then\n        compadd -- ",
          out);
    put_names(out, NULL);
    fputs("--help --version\n        return\n    fi\n    case $command in\n",
          out);
    for (size_t i = 0; cli_command_at(i); i++) {
        if (!begins_group(i, group, sizeof group))
            continue;
        fprintf(out,
                "    %s)\n        if (( CURRENT == 3 )); then\n"
                "            compadd -- ",
                group);
        put_names(out, group);
        fputs("\n            return\n        fi\n"
              "        command=\"$command ${words[3]}\"\n"
              "        shift words; (( CURRENT-- )) ;;\n",
              out);
    }
    fputs("    esac\n    shift words; (( CURRENT-- ))\n    case $command in\n",
          out);
    for (size_t i = 0; (command = cli_command_at(i)) != NULL; i++)
        put_zsh_command(out, command);
    fputs("    esac\n}\n\n"
          "# Read as a file of $fpath this is the function, else it is named.\n"
          "if [[ $funcstack[1] == _handoff ]]; then\n    _handoff \"$@\"\n"
          "else\n    compdef _handoff handoff\nfi\n",
          out);
}

static void put_fish_option(FILE *out, const struct cli_command *command,
                            enum cli_option option)
{
    const struct cli_option_text *text = cli_option_text(option);
    const enum value_kind kind = kind_of(option);

    fprintf(out, "complete -c handoff -n '__handoff_is \"%s\"' -l %s",
            command->name, text->name);
    if (text->letter)
        fprintf(out, " -s %c", text->letter);
    if (kind == FILES)
        fputs(" -r -F", out);
    else if (kind != NO_VALUE)
        fputs(" -x", out);
    if (kind == WORDS) {
        fputs(" -a '", out);
        put_words(out, words_of(command, option));
        fputc('\'', out);
    }
    fputs(" -d '", out);
    put_quoted(out, text->help);
    fputs("'\n", out);
}

static void put_fish_group(FILE *out, const char *group)
{
    fprintf(out, "complete -c handoff -f -n '__handoff_is \"\"' -a %s -d '",
            group);
    put_names(out, group);
    fputs("'\n", out);
}

static void put_fish_command(FILE *out, const struct cli_command *command)
{
    const size_t len = strcspn(command->name, " ");

    if (command->name[len] == ' ')
        fprintf(out,
                "complete -c handoff -f -n '__handoff_is \"%.*s\"' -a '%s' "
                "-d '",
                (int)len, command->name, command->name + len + 1);
    else
        fprintf(out,
                "complete -c handoff -f -n '__handoff_is \"\"' -a '%s' "
                "-d '",
                command->name);
    put_quoted(out, command->summary);
    fputs("'\n", out);
    for (size_t i = 0; i < command->option_count; i++)
        put_fish_option(out, command, command->option[i]);
    put_fish_option(out, command, CLI_HELP);
}

void cli_print_fish(FILE *out)
{
    const struct cli_command *command;
    char group[CLI_TEXT];

    fputs("# fish completion for handoff, as `handoff completion fish` prints "
          "it\n"
          "# True where the words so far name that command; \"\" and a group "
          "have nothing\n# behind them.\n"
          "function __handoff_is\n"
          "    set -l words (commandline -opc)\n"
          "    set -e words[1]\n"
          "    test \"$words\" = \"$argv[1]\"; and return 0\n"
          "    contains -- \"$argv[1]\" '' ",
          out);
    for (size_t i = 0; cli_command_at(i); i++)
        if (begins_group(i, group, sizeof group))
            fprintf(out, "%s ", group);
    fputs("; and return 1\n"
          "    string match -q -- \"$argv[1] *\" \"$words\"\nend\n",
          out);
    for (size_t i = 0; cli_command_at(i); i++)
        if (begins_group(i, group, sizeof group))
            put_fish_group(out, group);
    for (size_t i = 0; (command = cli_command_at(i)) != NULL; i++)
        put_fish_command(out, command);
}
