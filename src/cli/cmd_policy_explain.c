/* cmd_policy_explain.c - why a brief is decided as it is. */
#include <stdlib.h>
#include <string.h>

#include <handoff/report.h>

#include "cli/session.h"

enum { FILE_BYTES = 256 * 1024 * 1024 };

/* Explanations on their way to the report: {"leads": [...]}. */
struct collected {
    char *text;
    size_t len, room;
};

static bool add(struct collected *c, const char *text, size_t len)
{
    if (c->room - c->len < len) {
        const size_t room = 2 * (c->len + len);
        char *grown = realloc(c->text, room);

        if (!grown)
            return false;
        c->text = grown;
        c->room = room;
    }
    if (len > 0)
        memcpy(c->text + c->len, text, len);
    c->len += len;
    return true;
}

static bool add_text(struct collected *c, const char *text)
{
    return add(c, text, strlen(text));
}

static enum cli_exit no_memory(void)
{
    const struct handoff_error err = { .status = HANDOFF_NO_MEMORY,
                                       .message = "out of memory" };

    return cli_fail(&err);
}

/* The brief's own line, and the file, in front of what is wrong in it. */
static enum cli_exit fail_in(const char *path, size_t line,
                             struct handoff_error *err)
{
    if (err->file[0] == '\0')
        snprintf(err->file, sizeof err->file, "%s", path);
    err->line = err->line > 0 ? err->line + line - 1 : line;
    return cli_fail(err);
}

static enum handoff_status explain(const struct session *s,
                                   struct handoff_slice json, char **out,
                                   struct handoff_error *err)
{
    struct handoff_brief *brief = NULL;
    enum handoff_status status =
        handoff_brief_read(handoff_policy_fields(s->policy), json, &brief, err);

    if (status == HANDOFF_OK)
        status =
            handoff_policy_explain_json(s->policy, brief, s->as_of, out, err);
    handoff_brief_free(brief);
    return status;
}

static enum cli_exit explain_all(const struct session *s, const char *path,
                                 struct handoff_slice text,
                                 struct collected *all)
{
    struct handoff_brief_file file = { .text = text };
    struct handoff_error err = HANDOFF_ERROR_INIT;
    struct handoff_slice json;
    enum cli_exit status = CLI_DONE;

    while (status == CLI_DONE) {
        char *one = NULL;

        if (handoff_brief_next(&file, &json, &err) != HANDOFF_OK)
            return fail_in(path, 1, &err);
        if (json.len == 0)
            return CLI_DONE;
        if (explain(s, json, &one, &err) != HANDOFF_OK)
            return fail_in(path, file.line, &err);
        if ((all->len > 0 && !add_text(all, ",\n")) || !add_text(all, one))
            status = no_memory();
        free(one);
    }
    return status;
}

static enum cli_exit read_file(const struct session *s, const char *path,
                               struct collected *all)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char *text = NULL;
    size_t len = 0;
    enum cli_exit status;

    if (handoff_file_read(path, FILE_BYTES, &text, &len, &err) != HANDOFF_OK)
        return cli_fail(&err);
    status = explain_all(s, path, (struct handoff_slice){ text, len }, all);
    free(text);
    return status;
}

static enum cli_exit print(const struct cli_args *args,
                           enum handoff_format format,
                           const struct collected *all)
{
    struct collected map = { 0 };
    enum cli_exit status;

    if (!add_text(&map, "{\"leads\":[") || !add(&map, all->text, all->len) ||
        !add_text(&map, "]}"))
        status = no_memory();
    else
        status = cli_report(args, HANDOFF_REPORT_EXPLAIN, format,
                            (struct handoff_slice){ map.text, map.len });
    free(map.text);
    return status;
}

static enum cli_exit run(const struct cli_args *args)
{
    enum handoff_format format = HANDOFF_FORMAT_TEXT;
    struct collected all = { 0 };
    struct session s;
    enum cli_exit status = session_begin(args, &s);

    if (status == CLI_DONE)
        status = cli_format(args, &format);
    if (status == CLI_DONE && args->operand_count == 0)
        status = read_file(&s, "-", &all);
    for (size_t i = 0; i < args->operand_count && status == CLI_DONE; i++)
        status = read_file(&s, args->operand[i], &all);
    if (status == CLI_DONE)
        status = print(args, format, &all);
    free(all.text);
    session_end(&s);
    return status;
}

static const enum cli_option options[] = { CLI_FORMAT, CLI_OUTPUT, CLI_POLICY,
                                           CLI_AS_OF, CLI_QUIET };

const struct cli_command cli_policy_explain = {
    .name = "policy explain",
    .operands = "[BRIEF.json...]",
    .summary = "why a brief is decided as it is: every rule, yes, no or ?",
    .about = "Reads briefs (what summarize --format json or ndjson writes; "
             "standard\ninput without FILE or for -) and prints of each what "
             "the policy decides,\nthe facts that settle it with their "
             "evidence, what is assumed, what would\nchange it, what is not "
             "worth asking, and every rule with its tests.",
    .example = "  handoff summarize leads.csv --format ndjson | handoff policy "
               "explain\n"
               "  handoff policy explain brief.json --policy new.policy.yaml "
               "--format json\n",
    .formats = "text json ndjson",
    .option = options,
    .option_count = sizeof options / sizeof *options,
    .operands_min = 0,
    .operands_max = 1000,
    .run = run
};
