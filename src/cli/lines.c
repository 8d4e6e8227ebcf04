/* lines.c - see cli/lines.h */
#include "cli/lines.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_BYTES = 16 * 1024 * 1024 };

static enum cli_exit broken(const char *name, const char *why)
{
    fprintf(stderr, "handoff: %s: %s\n", name, why);
    return CLI_FAILED;
}

static enum cli_exit filter_line(struct handoff_filter *filter,
                                 const char *line, size_t len, bool *refused)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_slice out;
    bool one = false;

    if (handoff_filter_line(filter, (struct handoff_slice){ line, len }, &out,
                            &one, &err) != HANDOFF_OK)
        return cli_fail(&err);
    *refused = *refused || one;
    if (fwrite(out.ptr, 1, out.len, stdout) != out.len ||
        fputc('\n', stdout) == EOF || fflush(stdout) != 0)
        return broken("standard output", "cannot be written");
    return CLI_DONE;
}

/* fgets into a buffer that grows up to LINE_BYTES.  *len is the line without
 * its end; false at the end of the stream or after *status was set. */
static bool next_line(FILE *in, const char *name, char **line, size_t *room,
                      size_t *len, enum cli_exit *status)
{
    *len = 0;
    for (;;) {
        if (*room - *len < 2) {
            const size_t more = *room ? *room * 2 : 4096;
            char *grown = more <= LINE_BYTES ? realloc(*line, more) : NULL;

            if (!grown) {
                *status = broken(name, "a line is longer than 16 MiB; split "
                                       "it");
                return false;
            }
            *line = grown;
            *room = more;
        }
        if (!fgets(*line + *len, (int)(*room - *len), in))
            break;
        *len += strlen(*line + *len);
        if (*len > 0 && (*line)[*len - 1] == '\n') {
            --*len;
            return true;
        }
    }
    if (ferror(in))
        *status = broken(name, strerror(errno));
    return *len > 0 && *status == CLI_DONE;
}

static bool is_blank(const char *line, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (!strchr(" \t\r", line[i]))
            return false;
    return true;
}

static enum cli_exit filter_stream(struct handoff_filter *filter, FILE *in,
                                   const char *name, bool *refused)
{
    enum cli_exit status = CLI_DONE;
    size_t room = 0, len = 0;
    char *line = NULL;

    while (status == CLI_DONE &&
           next_line(in, name, &line, &room, &len, &status))
        if (!is_blank(line, len))
            status = filter_line(filter, line, len, refused);
    free(line);
    return status;
}

static enum cli_exit filter_file(struct handoff_filter *filter,
                                 const char *name, bool *refused)
{
    const bool standard = strcmp(name, "-") == 0;
    FILE *in = standard ? stdin : fopen(name, "rb");
    enum cli_exit status;

    if (!in)
        return broken(name, strerror(errno));
    status =
        filter_stream(filter, in, standard ? "standard input" : name, refused);
    if (!standard)
        fclose(in);
    return status;
}

enum cli_exit cli_filter(const struct cli_args *args, size_t first,
                         enum handoff_filter_kind kind,
                         const struct handoff_filter_options *options)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_filter *filter = NULL;
    enum cli_exit status = CLI_DONE;
    bool refused = false;

    if (handoff_filter_new(kind, options, &filter, &err) != HANDOFF_OK)
        return cli_fail(&err);
    if (args->operand_count <= first)
        status = filter_file(filter, "-", &refused);
    for (size_t i = first; i < args->operand_count && status == CLI_DONE; i++)
        status = filter_file(filter, args->operand[i], &refused);
    handoff_filter_free(filter);
    return status == CLI_DONE && refused ? CLI_REFUSED : status;
}
