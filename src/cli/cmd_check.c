/* cmd_check.c - check texts, quotes and schemas: filters over NDJSON. */
#include <stdlib.h>
#include <string.h>

#include <handoff/workspace.h>

#include "cli/lines.h"
#include "cli/session.h"

enum { SCHEMA_BYTES = 16 * 1024 * 1024, PATH_BYTES = 4096 };

/* Without --as-of the year of a date that has none stays open: the answers do
 * not hang on the day they are given. */
static enum cli_exit check_texts(const struct cli_args *args)
{
    const char *as_of = args->value[CLI_AS_OF];
    struct handoff_filter_options options = { .as_of = 0 };

    if (as_of &&
        !handoff_time_parse((struct handoff_slice){ as_of, strlen(as_of) },
                            &options.as_of))
        return cli_usage(args, "--as-of is a time such as 2026-09-24 or "
                               "2026-09-24T09:00:00Z");
    return cli_filter(args, 1, HANDOFF_FILTER_TEXT, &options);
}

static enum cli_exit check_quotes(const struct cli_args *args)
{
    struct session s;
    enum cli_exit status = session_begin(args, &s);

    if (status == CLI_DONE) {
        const struct handoff_filter_options options = {
            .fields = handoff_policy_fields(s.policy), .as_of = s.as_of
        };

        status = cli_filter(args, 1, HANDOFF_FILTER_QUOTES, &options);
    }
    session_end(&s);
    return status;
}

/* --map URI=DIR: a schema whose URI starts with URI lies below DIR. */
struct remote_files {
    const char *uri;
    size_t uri_len;
    const char *dir;
    char **text; /* what was read; freed at the end */
    size_t count;
};

static struct handoff_slice find_remote(void *user, const char *uri)
{
    struct remote_files *r = user;
    const struct handoff_slice none = { NULL, 0 };
    struct handoff_slice out = none;
    char path[PATH_BYTES];
    char **grown, *text = NULL;

    if (strncmp(uri, r->uri, r->uri_len) != 0 || strstr(uri, ".."))
        return none;
    snprintf(path, sizeof path, "%s/%s", r->dir, uri + r->uri_len);
    grown = realloc(r->text, (r->count + 1) * sizeof *grown);
    if (!grown)
        return none;
    r->text = grown;
    if (handoff_file_read(path, SCHEMA_BYTES, &text, &out.len, NULL) !=
        HANDOFF_OK)
        return none;
    r->text[r->count++] = text;
    out.ptr = text;
    return out;
}

static enum cli_exit check_schema(const struct cli_args *args)
{
    const char *map = args->value[CLI_MAP];
    const char *equals = map ? strrchr(map, '=') : NULL;
    struct remote_files files = { .uri = map,
                                  .uri_len =
                                      equals ? (size_t)(equals - map) : 0,
                                  .dir = equals ? equals + 1 : NULL };
    const struct handoff_schema_remotes remotes = { find_remote, &files };
    const struct handoff_filter_options options = {
        .remotes = map ? &remotes : NULL,
        .assert_format = args->value[CLI_ASSERT_FORMAT] != NULL
    };
    enum cli_exit status;

    if (map && !equals)
        return cli_usage(args, "--map is URI=DIR");
    status = cli_filter(args, 1, HANDOFF_FILTER_SCHEMA, &options);
    for (size_t i = 0; i < files.count; i++)
        free(files.text[i]);
    free(files.text);
    return status;
}

static enum cli_exit run(const struct cli_args *args)
{
    const char *what = args->operand[0];

    if (strcmp(what, "text") == 0)
        return check_texts(args);
    if (strcmp(what, "quotes") == 0)
        return check_quotes(args);
    if (strcmp(what, "schema") == 0)
        return check_schema(args);
    return cli_usage(args, "check text, quotes or schema, not %s", what);
}

static const enum cli_option options[] = { CLI_POLICY, CLI_AS_OF, CLI_MAP,
                                           CLI_ASSERT_FORMAT };

const struct cli_command cli_check = {
    .name = "check",
    .operands = "text|quotes|schema [FILE...]",
    .summary = "check texts and quotes against sources, JSON against schemas",
    .about =
        "Filters: one JSON object a line in, one a line out, in order.\n"
        "  text    {\"id\",\"source\",\"text\",\"received\"?} ->\n"
        "          {\"id\",\"findings\",\"checked\"}; source: a text, or an "
        "object of\n"
        "          fields; a finding has start, end, text, kind, code and why\n"
        "  quotes  {\"id\",\"source\",\"quote\",\"value\"?,\"field\"?,"
        "\"received\"?} ->\n"
        "          {\"id\",\"verdict\",\"code\",\"start\",\"end\"}; source: a "
        "text, or an\n"
        "          object of texts: then with the \"source\" it stands in\n"
        "  schema  {\"id\",\"schema\",\"instance\"} ->\n"
        "          {\"id\",\"valid\",\"errors\"}; JSON Schema 2020-12\n"
        "Offsets are bytes, end exclusive; \"received\" is the source's day "
        "(else --as-of).\n"
        "Exit code 1: something was found or refused.",
    .example = "  echo '{\"id\":1,\"source\":\"We need 40 seats.\",\"text\":"
               "\"Budget of 50k for 40 seats\"}' | handoff check text\n"
               "  echo '{\"id\":1,\"source\":\"We need 40 seats.\",\"quote\":"
               "\"40 seats\"}' | handoff check quotes\n"
               "  handoff check schema cases.ndjson "
               "--map https://acme.example/schemas=schemas\n",
    .option = options,
    .option_count = sizeof options / sizeof *options,
    .operands_min = 1,
    .operands_max = (size_t)-1,
    .run = run
};
