/* options.c - see cli/cli.h */
#include "cli/cli.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <handoff/workspace.h>

static const struct cli_option_text options[CLI_OPTION_COUNT] = {
    [CLI_HELP] = { "help", 'h', NULL, "show this and stop" },
    [CLI_QUIET] = { "quiet", 'q', NULL, "no progress, no summary line" },
    [CLI_VERBOSE] = { "verbose", 'v', NULL, "say more on standard error" },
    [CLI_FORMAT] = { "format", 'f', "FORMAT", "how the result is written" },
    [CLI_OUTPUT] = { "output", 'o', "FILE",
                     "write the result there; the default is standard output" },
    [CLI_POLICY] = { "policy", 'p', "FILE",
                     "policy file; the default is the workspace's, else the "
                     "built-in one" },
    [CLI_AS_OF] = { "as-of", 0, "TIME",
                    "the time everything is dated against, 2026-09-24 or "
                    "2026-09-24T09:00:00Z; the default is now" },
    [CLI_ENDPOINT] = { "endpoint", 'e', "URL",
                       "OpenAI-compatible base URL, replay:DIR or "
                       "builtin:extract" },
    [CLI_MODEL] = { "model", 'm', "NAME", "the model to ask" },
    [CLI_JOBS] = { "jobs", 'j', "N", "requests at the same time, 1 to 256" },
    [CLI_ATTEMPTS] = { "attempts", 0, "N", "tries for one request, 1 to 10" },
    [CLI_TIMEOUT] = { "timeout", 0, "SECONDS", "time for one try" },
    [CLI_LEAD_TIME] = { "lead-time", 0, "SECONDS",
                        "time for all tries of one request; the default is "
                        "1800" },
    [CLI_MAX_REQUESTS] = { "max-requests", 0, "N",
                           "requests that may be sent, failed tries included" },
    [CLI_MAX_TOKENS] = { "max-tokens-total", 0, "N",
                         "tokens that the run may use, both ways" },
    [CLI_MAX_COST] = { "max-cost", 0, "AMOUNT",
                       "what the run may cost, at the prices of handoff.yaml" },
    [CLI_DRY_RUN] = { "dry-run", 0, NULL,
                      "send nothing: say how many requests, tokens and what "
                      "cost it would be" },
    [CLI_BATCH_OUT] = { "batch-out", 0, "FILE",
                        "send nothing: write the requests there for OpenAI's "
                        "Batch API" },
    [CLI_BATCH_IN] = { "batch-in", 0, "FILE",
                       "take the answers out of a batch's result file" },
    [CLI_CA_FILE] = { "ca-file", 0, "FILE",
                      "PEM file of the authorities to trust, for a private "
                      "server" },
    [CLI_NO_PROXY] = { "no-proxy", 0, NULL,
                       "connect directly, whatever the environment says" },
    [CLI_ALLOW_HTTP] = { "allow-http", 0, NULL,
                         "send leads and key unencrypted, to any host" },
    [CLI_REASKS] = { "reasks", 0, "N",
                     "times that a lead's failed claims are asked about "
                     "again, 0 to 3; the default is 1" },
    [CLI_SAVE_REPLIES] = { "save-replies", 0, "DIR",
                           "keep each reply there, for replay:DIR" },
    [CLI_REDACT] = { "redact", 0, "pii",
                     "send placeholders for people's names, e-mail addresses "
                     "and telephone numbers" },
    [CLI_PROMPT] = { "prompt", 0, "FILE",
                     "prompt file in place of the product's own" },
    [CLI_MAP] = { "map", 0, "URI=DIR",
                  "where schemas below that URI lie as files" },
    [CLI_ASSERT_FORMAT] = { "assert-format", 0, NULL,
                            "make `format` an assertion" },
    [CLI_ESCAPE] = { "escape", 0, "none|html", "how {{x}} is escaped" },
    [CLI_STRICT] = { "strict", 0, NULL,
                     "a variable that the data lacks is an error" },
    [CLI_MUTATE] = { "mutate", 0, NULL,
                     "try all small changes, however many there are" },
    [CLI_LOG] = { "log", 0, "FILE",
                  "briefs to replay, as summarize --format ndjson writes "
                  "them" },
    [CLI_TESTS] = { "tests", 0, "FILE",
                    "tests of the policy: which rules have none?" },
    [CLI_NO_RECORD] = { "no-record", 0, NULL,
                        "leave no trace in the workspace's record" },
    [CLI_FRESH] = { "fresh", 0, NULL, "ask again what was answered before" },
    [CLI_AS] = { "as", 0, "NAME",
                 "in whose name this is recorded; the default is the login" },
    [CLI_LEAD] = { "lead", 'l', "ID", "of this lead only" },
    [CLI_LIMIT] = { "limit", 0, "N", "at most so many; the default is 50" },
    [CLI_NOTE] = { "note", 0, "TEXT", "why; the log keeps it" },
    [CLI_SEALS] = { "seals", 0, NULL,
                    "bytes, seals and chain only, nothing is made again" },
    [CLI_EXPLAIN] = { "explain", 0, NULL,
                      "in words, with where each value came from" },
    [CLI_COLUMNS] = { "columns", 0, "FIELD=HEADER,...",
                      "what the columns of a table are: company=Firma; "
                      "remembered in a workspace" },
    [CLI_CRM] = { "crm", 0, "NAME",
                  "whose import files: hubspot, salesforce, pipedrive, csv" },
    [CLI_PAGE] = { "page", 0, "N",
                   "which 25 leads by priority, 1 and up, or all; more than "
                   "25 are paged in text and markdown" },
    [CLI_DAYS] = { "days", 0, "N",
                   "an open risk is old after so many days; the default is "
                   "7" },
    [CLI_RULES] = { "rules", 0, "FILE",
                    "current rules as prose; the default is the policy in "
                    "sentences" },
    [CLI_BATCH] = { "batch", 0, "FILE", "the leads that were asked about" },
    [CLI_VIA_PROMPT] = { "via-prompt", 0, NULL,
                         "ask for the whole map with the copy-ready prompt, "
                         "and check it" }
};

const struct cli_option_text *cli_option_text(enum cli_option option)
{
    return &options[option];
}

static bool takes(const struct cli_command *command, enum cli_option option)
{
    for (size_t i = 0; i < command->option_count; i++)
        if (command->option[i] == option)
            return true;
    return option == CLI_HELP;
}

enum cli_exit cli_usage(const struct cli_args *args, const char *format, ...)
{
    va_list list;

    va_start(list, format);
    fprintf(stderr, "handoff %s: ", args->command->name);
    vfprintf(stderr, format, list);
    fprintf(stderr, " (see handoff %s --help)\n", args->command->name);
    va_end(list);
    return CLI_USAGE;
}

/* "--output=FILE" is name "output" and value "FILE". */
static int find_long(const struct cli_command *command, const char *name,
                     size_t len)
{
    for (int i = 0; i < CLI_OPTION_COUNT; i++)
        if (strlen(options[i].name) == len &&
            memcmp(options[i].name, name, len) == 0 &&
            takes(command, (enum cli_option)i))
            return i;
    return -1;
}

static int find_letter(const struct cli_command *command, char letter)
{
    for (int i = 0; i < CLI_OPTION_COUNT; i++)
        if (letter && options[i].letter == letter &&
            takes(command, (enum cli_option)i))
            return i;
    return -1;
}

/* argv[*at] is an option; moves *at to the last word it used. */
static enum cli_exit read_option(struct cli_args *args, int argc, char **argv,
                                 int *at)
{
    const char *word = argv[*at];
    const bool is_long = word[1] == '-';
    const char *equals = is_long ? strchr(word, '=') : NULL;
    const int option = is_long ? find_long(args->command, word + 2,
                                           equals ? (size_t)(equals - word - 2)
                                                  : strlen(word + 2))
                               : find_letter(args->command, word[1]);
    const char *value = equals ? equals + 1 : NULL;

    if (option < 0)
        return cli_usage(args, "unknown option %s", word);
    if (!is_long && word[2] != '\0')
        value = word + 2;
    if (!options[option].value && value)
        return cli_usage(args, "--%s takes no value", options[option].name);
    if (options[option].value && !value) {
        if (*at + 1 >= argc)
            return cli_usage(args, "--%s needs a value: %s",
                             options[option].name, options[option].value);
        value = argv[++*at];
    }
    args->value[option] = value ? value : "";
    return CLI_DONE;
}

enum cli_exit cli_parse(const struct cli_command *command, int argc,
                        char **argv, const char **operand,
                        struct cli_args *args)
{
    bool only_operands = false;
    enum cli_exit status = CLI_DONE;

    *args = (struct cli_args){ .command = command, .operand = operand };
    for (int i = 0; i < argc && status == CLI_DONE; i++) {
        if (!only_operands && strcmp(argv[i], "--") == 0)
            only_operands = true;
        else if (!only_operands && argv[i][0] == '-' && argv[i][1] != '\0')
            status = read_option(args, argc, argv, &i);
        else
            operand[args->operand_count++] = argv[i];
    }
    if (status != CLI_DONE || args->value[CLI_HELP])
        return status;
    if (args->operand_count < command->operands_min)
        return cli_usage(args, "something is missing: %s", command->operands);
    if (args->operand_count > command->operands_max)
        return cli_usage(args, "one word too many: %s",
                         operand[command->operands_max]);
    return CLI_DONE;
}

enum cli_exit cli_number(const struct cli_args *args, enum cli_option option,
                         long min, long max, long fallback, long *out)
{
    const char *text = args->value[option];
    char *end = NULL;

    *out = fallback;
    if (!text)
        return CLI_DONE;
    errno = 0;
    *out = strtol(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || *out < min || *out > max)
        return cli_usage(args, "--%s is a whole number from %ld to %ld",
                         options[option].name, min, max);
    return CLI_DONE;
}

/* `word` is one of those words, which one space parts. */
static bool is_among(const char *words, const char *word)
{
    const size_t n = strlen(word);

    for (const char *at = words; at; at = strchr(at, ' ')) {
        at += *at == ' ';
        if (n > 0 && strncmp(at, word, n) == 0 &&
            (at[n] == ' ' || at[n] == '\0'))
            return true;
    }
    return false;
}

/* "text json ndjson" as "text, json or ndjson". */
static void in_words(const char *words, char *out, size_t size)
{
    int len = 0;

    *out = '\0';
    while (*words && (size_t)len < size) {
        const size_t n = strcspn(words, " ");
        const bool is_last = words[n] == '\0';
        const char *link = len == 0 ? "" : is_last ? " or " : ", ";

        len += snprintf(out + len, size - (size_t)len, "%s%.*s", link, (int)n,
                        words);
        words += n + !is_last;
    }
}

enum cli_exit cli_format_word(const struct cli_args *args, const char **word)
{
    const char *formats = args->command->formats;
    char list[256];

    *word = args->value[CLI_FORMAT] ? args->value[CLI_FORMAT] : "text";
    if (!args->value[CLI_FORMAT] || is_among(formats, *word))
        return CLI_DONE;
    in_words(formats, list, sizeof list);
    return cli_usage(args, "--format is %s, not %s", list, *word);
}

enum cli_exit cli_format(const struct cli_args *args,
                         enum handoff_format *format)
{
    const char *word;
    const enum cli_exit status = cli_format_word(args, &word);

    if (status == CLI_DONE)
        *format = (enum handoff_format)handoff_format_find(
            (struct handoff_slice){ word, strlen(word) });
    return status;
}

enum cli_exit cli_as_of(const struct cli_args *args, int64_t *out)
{
    const char *text = args->value[CLI_AS_OF];

    if (text &&
        !handoff_time_parse((struct handoff_slice){ text, strlen(text) }, out))
        return cli_usage(args, "--as-of is a time such as 2026-09-24 or "
                               "2026-09-24T09:00:00Z");
    return CLI_DONE;
}
