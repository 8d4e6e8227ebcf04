/* cmd_log.c - log and status: what the workspace's record tells. */
#include "cli/keeping.h"

static enum handoff_status tell_log(const void *how,
                                    struct handoff_record *record,
                                    enum handoff_format format, char **text,
                                    size_t *len, struct handoff_error *err)
{
    return handoff_record_log(record, how, format, text, len, err);
}

static enum cli_exit run_log(const struct cli_args *args)
{
    return keep_show(args, tell_log, args->value[CLI_LEAD]);
}

static enum handoff_status tell_sent(const void *how,
                                     struct handoff_record *record,
                                     enum handoff_format format, char **text,
                                     size_t *len, struct handoff_error *err)
{
    return handoff_record_log_sent(record, how, format, text, len, err);
}

static enum cli_exit run_sent(const struct cli_args *args)
{
    return keep_show(args, tell_sent, args->value[CLI_LEAD]);
}

static enum handoff_status tell_status(const void *how,
                                       struct handoff_record *record,
                                       enum handoff_format format, char **text,
                                       size_t *len, struct handoff_error *err)
{
    const int64_t *now = how;

    return handoff_record_status(record, *now, format, text, len, err);
}

static enum cli_exit run_status(const struct cli_args *args)
{
    const struct handoff_clock *clock = handoff_system_clock();
    int64_t now = clock->now(clock->user);
    const enum cli_exit out = cli_as_of(args, &now);

    return out == CLI_DONE ? keep_show(args, tell_status, &now) : out;
}

static const enum cli_option log_options[] = { CLI_LEAD, CLI_FORMAT,
                                               CLI_OUTPUT };
static const enum cli_option status_options[] = { CLI_AS_OF, CLI_FORMAT,
                                                  CLI_OUTPUT };

const struct cli_command cli_log = {
    .name = "log",
    .operands = "",
    .summary = "what happened in this workspace, in order",
    .about = "Tells the events of the record, or with --lead the story of one "
             "lead: when\nit arrived and from where, what was answered, what "
             "was decided by which\nrule, and who said what to it. As text, "
             "json or ndjson.",
    .example = "  handoff log --lead L-0007\n"
               "  handoff log --format ndjson -o log.ndjson\n",
    .formats = "text json ndjson",
    .option = log_options,
    .option_count = sizeof log_options / sizeof *log_options,
    .run = run_log
};

const struct cli_command cli_log_sent = {
    .name = "log sent",
    .operands = "",
    .summary = "what left this machine about whom, word for word",
    .about =
        "Shows each message that went to an endpoint over the network, as "
        "it went, of\ndrafts and replies, too: with --redact the placeholders "
        "stand where the words\nwere. A brief's is kept with the next answer "
        "at the latest: what was under way\nwhen a machine failed is "
        "missing.\nWhat all leads share "
        "is named by its hash. Answers that the record knew already\nare "
        "not asked for, and nothing leaves with the built-in extractor.",
    .example = "  handoff log sent --lead L-0007\n"
               "  handoff log sent --format ndjson -o sent.ndjson\n",
    .formats = "text json ndjson",
    .option = log_options,
    .option_count = sizeof log_options / sizeof *log_options,
    .run = run_sent
};

const struct cli_command cli_status = {
    .name = "status",
    .operands = "",
    .summary = "the workspace at a glance: stages, reviews, spend",
    .about =
        "Shows the leads of the record by stage, what waits for review, "
        "what is\noverdue, what was spent and the last run. As text, json, "
        "ndjson or a page of its own (html).",
    .example = "  handoff status\n"
               "  handoff status --format html -o status.html\n",
    .formats = "text json ndjson html",
    .option = status_options,
    .option_count = sizeof status_options / sizeof *status_options,
    .run = run_status
};
