/* briefs.c - see cli/briefs.h */
#include "cli/briefs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum handoff_status briefs_begin(const struct cli_args *args,
                                 const struct session *s,
                                 enum handoff_report report,
                                 enum handoff_format format,
                                 struct briefs *briefs,
                                 struct handoff_error *err)
{
    const char *path = args->value[CLI_OUTPUT];
    const bool to_file = path && strcmp(path, "-") != 0;
    const bool lines =
        report == HANDOFF_REPORT_BRIEFS && format == HANDOFF_FORMAT_NDJSON;

    *briefs = (struct briefs){ .policy = s->policy, .lines = lines };
    /* A bar between the lines would spoil both. */
    progress_begin(&briefs->progress,
                   args->value[CLI_QUIET] ||
                       (lines && !to_file && isatty(STDOUT_FILENO)));
    return lines && to_file ? handoff_output_open(path, &briefs->file, err)
                            : HANDOFF_OK;
}

static enum handoff_status print(struct briefs *briefs,
                                 struct handoff_slice line,
                                 struct handoff_error *err)
{
    if (briefs->file)
        return handoff_output_add(briefs->file, line, err);
    if (fwrite(line.ptr, 1, line.len, stdout) == line.len &&
        fflush(stdout) == 0)
        return HANDOFF_OK;
    err->status = HANDOFF_IO;
    snprintf(err->message, sizeof err->message,
             "standard output cannot be written: %s", strerror(errno));
    return HANDOFF_IO;
}

enum handoff_status briefs_take(void *user, const struct handoff_brief *brief,
                                const struct handoff_decision *decision,
                                struct handoff_error *err)
{
    struct briefs *briefs = user;
    char *json = NULL;
    size_t len = 0;
    enum handoff_status status;

    briefs->leads++;
    briefs->degraded += brief->degraded;
    briefs->findings += brief->finding_count;
    if (!briefs->lines)
        return HANDOFF_OK;
    status = handoff_map_lead_json(briefs->policy, brief, decision, &json, &len,
                                   err);
    if (status == HANDOFF_OK)
        status = print(briefs, (struct handoff_slice){ json, len }, err);
    free(json);
    return status;
}

enum handoff_status briefs_end(struct briefs *briefs, bool keep,
                               struct handoff_error *err)
{
    struct handoff_output *file = briefs->file;

    progress_end(&briefs->progress);
    briefs->file = NULL;
    return handoff_output_close(file, keep, err);
}
