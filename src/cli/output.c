/* output.c - errors to stderr, results to stdout or a file; see cli/cli.h */
#include <stdlib.h>
#include <string.h>

#include <handoff/workspace.h>

#include "cli/cli.h"

/* Messages quote input; nothing of it may steer the terminal. */
static void print_safely(FILE *out, const char *text)
{
    for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
        if (*p == 0xC2 && p[1] >= 0x80 && p[1] < 0xA0)
            p++; /* C1 control in UTF-8 */
        else if (*p >= 0x20 && *p != 0x7F)
            fputc(*p, out);
        else
            fputc(' ', out);
    }
}

void cli_say(const char *text)
{
    fputs("handoff: ", stderr);
    print_safely(stderr, text);
    fputc('\n', stderr);
}

enum cli_exit cli_fail(const struct handoff_error *err)
{
    char text[HANDOFF_ERROR_FILE + HANDOFF_ERROR_MESSAGE + 64];

    handoff_error_text(err, text, sizeof text);
    cli_say(text);
    return err->status == HANDOFF_USAGE ? CLI_USAGE : CLI_FAILED;
}

enum cli_exit cli_write(const struct cli_args *args, const char *text,
                        size_t len)
{
    const char *path = args->value[CLI_OUTPUT];
    struct handoff_error err = HANDOFF_ERROR_INIT;

    if (path && strcmp(path, "-") != 0) {
        if (handoff_file_write(path, (struct handoff_slice){ text, len },
                               &err) != HANDOFF_OK)
            return cli_fail(&err);
        return CLI_DONE;
    }
    if (fwrite(text, 1, len, stdout) != len || fflush(stdout) != 0) {
        fputs("handoff: standard output cannot be written\n", stderr);
        return CLI_FAILED;
    }
    return CLI_DONE;
}

enum cli_exit cli_give(const struct cli_args *args, enum handoff_status status,
                       char *text, size_t len, const struct handoff_error *err)
{
    const enum cli_exit out =
        status == HANDOFF_OK ? cli_write(args, text, len) : cli_fail(err);

    free(text);
    return out;
}

enum cli_exit cli_report(const struct cli_args *args,
                         enum handoff_report report, enum handoff_format format,
                         struct handoff_slice document)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char *text = NULL;
    size_t len = 0;
    const enum handoff_status status =
        handoff_report_render(report, format, document, &text, &len, &err);

    return cli_give(args, status, text, len, &err);
}
