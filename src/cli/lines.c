/* lines.c - see cli/lines.h */
#include "cli/lines.h"

#include <handoff/lines.h>

enum { LINE_BYTES = 16 * 1024 * 1024 };

static enum cli_exit broken(const char *name, const char *why)
{
    fprintf(stderr, "handoff: %s: %s\n", name, why);
    return CLI_FAILED;
}

static enum cli_exit filter_line(struct handoff_filter *filter,
                                 struct handoff_slice line, bool *refused)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_slice out;
    bool one = false;

    if (handoff_filter_line(filter, line, &out, &one, &err) != HANDOFF_OK)
        return cli_fail(&err);
    *refused = *refused || one;
    if (fwrite(out.ptr, 1, out.len, stdout) != out.len ||
        fputc('\n', stdout) == EOF || fflush(stdout) != 0)
        return broken("standard output", "cannot be written");
    return CLI_DONE;
}

static bool is_blank(const char *line, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r')
            return false;
    return true;
}

static enum cli_exit filter_file(struct handoff_filter *filter,
                                 const char *name, bool *refused)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_lines *lines = NULL;
    struct handoff_slice line;
    enum cli_exit status = CLI_DONE;
    bool got = true;

    if (handoff_lines_open(name, LINE_BYTES, &lines, &err) != HANDOFF_OK)
        return cli_fail(&err);
    while (status == CLI_DONE && got) {
        if (handoff_lines_next(lines, &line, &got, &err) != HANDOFF_OK)
            status = cli_fail(&err);
        else if (got && !is_blank(line.ptr, line.len))
            status = filter_line(filter, line, refused);
    }
    handoff_lines_free(lines);
    return status;
}

enum cli_exit cli_filter(const struct cli_args *args,
                         enum handoff_filter_kind kind,
                         const struct handoff_filter_options *options)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_filter *filter = NULL;
    enum cli_exit status = CLI_DONE;
    bool refused = false;

    if (handoff_filter_new(kind, options, &filter, &err) != HANDOFF_OK)
        return cli_fail(&err);
    if (args->operand_count == 0)
        status = filter_file(filter, "-", &refused);
    for (size_t i = 0; i < args->operand_count && status == CLI_DONE; i++)
        status = filter_file(filter, args->operand[i], &refused);
    handoff_filter_free(filter);
    return status == CLI_DONE && refused ? CLI_REFUSED : status;
}
