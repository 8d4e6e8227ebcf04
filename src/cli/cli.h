/* cli.h - the command line: one option table drives parser and help. */
#ifndef HANDOFF_CLI_CLI_H
#define HANDOFF_CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <handoff/report.h>

/* What a script may rely on; README lists them. */
enum cli_exit {
    CLI_DONE = 0,
    CLI_REFUSED = 1, /* done, and something was refused or found */
    CLI_USAGE = 2,
    CLI_FAILED = 3 /* could not be done */
};

enum cli_option {
    CLI_HELP,
    CLI_QUIET,
    CLI_VERBOSE,
    CLI_FORMAT,
    CLI_OUTPUT,
    CLI_POLICY,
    CLI_AS_OF,
    CLI_ENDPOINT,
    CLI_MODEL,
    CLI_JOBS,
    CLI_ATTEMPTS,
    CLI_TIMEOUT,
    CLI_LEAD_TIME,
    CLI_MAX_REQUESTS,
    CLI_MAX_TOKENS,
    CLI_MAX_COST,
    CLI_DRY_RUN,
    CLI_BATCH_OUT,
    CLI_BATCH_IN,
    CLI_CA_FILE,
    CLI_NO_PROXY,
    CLI_ALLOW_HTTP,
    CLI_REASKS,
    CLI_SAVE_REPLIES,
    CLI_REDACT,
    CLI_PROMPT,
    CLI_MAP,
    CLI_ASSERT_FORMAT,
    CLI_ESCAPE,
    CLI_STRICT,
    CLI_MUTATE,
    CLI_LOG,
    CLI_TESTS,
    CLI_NO_RECORD,
    CLI_FRESH,
    CLI_AS,
    CLI_LEAD,
    CLI_LIMIT,
    CLI_NOTE,
    CLI_SEALS,
    CLI_EXPLAIN,
    CLI_COLUMNS,
    CLI_CRM,
    CLI_DAYS,
    CLI_PAGE,
    CLI_RULES,
    CLI_BATCH,
    CLI_VIA_PROMPT,
    CLI_OPTION_COUNT
};

struct cli_option_text {
    const char *name;
    char letter;       /* 0: none */
    const char *value; /* what it takes; NULL for a flag */
    const char *help;
};

const struct cli_option_text *cli_option_text(enum cli_option option);

struct cli_args {
    const struct cli_command *command;
    const char *value[CLI_OPTION_COUNT]; /* NULL: not given; "" for flags */
    const char *const *operand;
    size_t operand_count;
};

struct cli_command {
    const char *name;
    const char *operands; /* for the usage line */
    const char *summary;  /* one line */
    const char *about;    /* a paragraph for --help */
    const char *example;  /* for --help */
    const char *formats;  /* what --format takes: "text json"; text is first
                           * and the default */
    const enum cli_option *option;
    size_t option_count;
    size_t operands_min, operands_max;
    enum cli_exit (*run)(const struct cli_args *args);
};

extern const struct cli_command cli_init, cli_intake, cli_summarize, cli_map,
    cli_draft, cli_reply, cli_stale, cli_prompt_list, cli_prompt_show,
    cli_prompt_render, cli_prompt_playbook, cli_check_map, cli_check_text,
    cli_check_quotes, cli_check_schema, cli_policy_lint, cli_policy_test,
    cli_policy_explain, cli_policy_diff, cli_policy_show, cli_policy_approve,
    cli_doctor, cli_log, cli_log_sent, cli_status, cli_verify, cli_replay,
    cli_review_list, cli_review_show, cli_review_approve, cli_review_reject,
    cli_review_edit, cli_export, cli_forget, cli_suppress, cli_help,
    cli_completion_bash, cli_completion_zsh, cli_completion_fish;

/* Parse behind the command's name.  Operands are kept in `operand`, which has
 * room for argc of them.  CLI_DONE, or CLI_USAGE after one line to stderr. */
enum cli_exit cli_parse(const struct cli_command *command, int argc,
                        char **argv, const char **operand,
                        struct cli_args *args);

/* Whole number of an option; `fallback` where it is not given. */
enum cli_exit cli_number(const struct cli_args *args, enum cli_option option,
                         long min, long max, long fallback, long *out);

/* --as-of; *out stays as it was where the option is not given. */
enum cli_exit cli_as_of(const struct cli_args *args, int64_t *out);

/* --format, which the command's `formats` must name; else "text". */
enum cli_exit cli_format_word(const struct cli_args *args, const char **word);
/* The same for a command whose formats are those of reports. */
enum cli_exit cli_format(const struct cli_args *args,
                         enum handoff_format *format);

/* One line to stderr, control characters removed; returns the exit code that
 * belongs to the error's status. */
enum cli_exit cli_fail(const struct handoff_error *err);
/* One line to stderr, made safe like that of an error. */
void cli_say(const char *text);
/* A usage error of a command, with the way to its help. */
enum cli_exit cli_usage(const struct cli_args *args, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Results: to --output (atomically) or stdout. */
enum cli_exit cli_write(const struct cli_args *args, const char *text,
                        size_t len);
/* What a call gave: its text is written and freed, its failure told. */
enum cli_exit cli_give(const struct cli_args *args, enum handoff_status status,
                       char *text, size_t len, const struct handoff_error *err);
/* A document as that report. */
enum cli_exit cli_report(const struct cli_args *args,
                         enum handoff_report report, enum handoff_format format,
                         struct handoff_slice document);

#endif
