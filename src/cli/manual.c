/* manual.c - manual pages and the reference of commands; see cli/commands.h
 *
 * Both are written from the tables that parse the command line, so that they
 * cannot differ from it. */
#include <ctype.h>
#include <string.h>

#include "cli/commands.h"

/* roff reads a backslash, a dash and a line's first point as its own. */
static void put_roff(FILE *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        const bool starts = i == 0 || text[i - 1] == '\n';

        if (starts && (text[i] == '.' || text[i] == '\''))
            fputs("\\&", out);
        if (text[i] == '\\')
            fputs("\\e", out);
        else if (text[i] == '-')
            fputs("\\-", out);
        else
            fputc(text[i], out);
    }
}

static void put(FILE *out, const char *text)
{
    put_roff(out, text, strlen(text));
}

/* Lines that begin with a space stay as they are; the others are filled. */
static void put_text(FILE *out, const char *text)
{
    bool as_is = false;

    for (const char *line = text; *line;) {
        const size_t len = strcspn(line, "\n");

        if ((*line == ' ') != as_is) {
            as_is = !as_is;
            fputs(as_is ? ".nf\n" : ".fi\n", out);
        }
        if (len == 0)
            fputs(".PP", out);
        put_roff(out, line, len);
        fputc('\n', out);
        line += len + (line[len] == '\n');
    }
    if (as_is)
        fputs(".fi\n", out);
}

/* "policy lint" is page handoff-policy-lint. */
static void put_page_name(FILE *out, const char *command, bool upper)
{
    fputs(upper ? "HANDOFF" : "handoff", out);
    if (*command)
        fputs("\\-", out);
    for (const char *p = command; *p; p++)
        if (*p == ' ')
            fputs("\\-", out);
        else
            fputc(upper ? toupper((unsigned char)*p) : *p, out);
}

static void put_title(FILE *out, const char *command)
{
    fputs(".TH ", out);
    put_page_name(out, command, true);
    fputs(" 1 \"\" \"handoff " HANDOFF_VERSION "\" \"User Commands\"\n", out);
}

static void put_option(FILE *out, const struct cli_command *command,
                       enum cli_option option)
{
    char left[CLI_TEXT], right[CLI_TEXT];

    cli_option_left(option, left, sizeof left);
    cli_option_right(command, option, right, sizeof right);
    fputs(".TP\n.B ", out);
    put(out, left);
    fputc('\n', out);
    put_text(out, right);
}

static const char exit_codes[] =
    ".SH EXIT STATUS\n"
    ".TP\n0\ndone\n"
    ".TP\n1\ndone, and something was refused or found\n"
    ".TP\n2\nthe command line is wrong\n"
    ".TP\n3\nit could not be done, or ended early; one line on standard error "
    "names the\nplace and the remedy\n";

static void print_command_page(FILE *out, const struct cli_command *command)
{
    put_title(out, command->name);
    fputs(".SH NAME\n", out);
    put_page_name(out, command->name, false);
    fputs(" \\- ", out);
    put_text(out, command->summary);
    fputs(".SH SYNOPSIS\n.B handoff ", out);
    put(out, command->name);
    fputs(*command->operands ? "\n[OPTIONS] " : "\n[OPTIONS]", out);
    put(out, command->operands);
    fputs("\n.SH DESCRIPTION\n", out);
    put_text(out, command->about);
    fputs(".SH OPTIONS\n", out);
    for (size_t i = 0; i < command->option_count; i++)
        put_option(out, command, command->option[i]);
    put_option(out, command, CLI_HELP);
    fputs(".SH EXAMPLES\n", out);
    put_text(out, command->example);
    fputs(exit_codes, out);
    fputs(".SH SEE ALSO\n.BR handoff (1)\n", out);
}

/* What all commands share; the README has it at length. */
static const char environment[] =
    ".SH ENVIRONMENT\n"
    ".TP\n.B HANDOFF_ENDPOINT\nthe endpoint where --endpoint is not given; "
    "else OPENAI_BASE_URL\n"
    ".TP\n.B HANDOFF_MODEL\nthe model where --model is not given\n"
    ".TP\n.B HANDOFF_API_KEY\nthe key for that endpoint, and no other host; "
    "else OPENAI_API_KEY\n"
    ".TP\n.B HANDOFF_GOOGLE_KEY\nthe google_key that lead form webhooks of "
    "Google Ads must carry\n"
    ".SH FILES\n"
    ".TP\n.I handoff.yaml\nsettings of the workspace, the working folder\n"
    ".TP\n.I policy.yaml\nits policy: fields, rules, owners, weights\n"
    ".TP\n.I policy.tests.yaml\nthe policy's tests\n"
    ".TP\n.I handoff.db\nits record\n";

static void print_program_page(FILE *out)
{
    const struct cli_command *command;

    put_title(out, "");
    fputs(".SH NAME\nhandoff \\- lead notifications in, a sales system map "
          "out\n.SH SYNOPSIS\n.B handoff\nCOMMAND [OPTIONS] [FILE...]\n"
          ".SH DESCRIPTION\nTurns sales\\-lead notifications into briefs whose "
          "every claim cites the lead's own\nwords, decides route and next "
          "action with a policy that people can read, and keeps a\nrecord from "
          "which the next person can act.\n.SH COMMANDS\n",
          out);
    for (size_t i = 0; (command = cli_command_at(i)) != NULL; i++) {
        fputs(".TP\n.BR ", out);
        put_page_name(out, command->name, false);
        fputs(" (1)\n", out);
        put_text(out, command->summary);
    }
    fputs(exit_codes, out);
    fputs(environment, out);
}

void cli_print_manual(FILE *out, const struct cli_command *command)
{
    if (command)
        print_command_page(out, command);
    else
        print_program_page(out);
}

void cli_print_reference(FILE *out)
{
    const struct cli_command *command;

    fputs("# Commands\n\nWhat `handoff help COMMAND` prints, for all of them. "
          "Written by `handoff help --format markdown`.\n\n",
          out);
    for (size_t i = 0; (command = cli_command_at(i)) != NULL; i++) {
        fprintf(out, "## handoff %s\n\n%s\n\n```\n", command->name,
                command->summary);
        cli_print_help(out, command);
        fputs("```\n\n", out);
    }
}
