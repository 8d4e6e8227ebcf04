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
    struct handoff_filter_options options = { .as_of = 0 };
    const enum cli_exit status = cli_as_of(args, &options.as_of);

    return status == CLI_DONE ? cli_filter(args, HANDOFF_FILTER_TEXT, &options)
                              : status;
}

static enum cli_exit check_quotes(const struct cli_args *args)
{
    struct session s;
    enum cli_exit status = session_begin(args, &s);

    if (status == CLI_DONE) {
        const struct handoff_filter_options options = {
            .fields = handoff_policy_fields(s.policy), .as_of = s.as_of
        };

        status = cli_filter(args, HANDOFF_FILTER_QUOTES, &options);
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
    status = cli_filter(args, HANDOFF_FILTER_SCHEMA, &options);
    for (size_t i = 0; i < files.count; i++)
        free(files.text[i]);
    free(files.text);
    return status;
}

static const enum cli_option text_options[] = { CLI_AS_OF };
static const enum cli_option quotes_options[] = { CLI_POLICY, CLI_AS_OF };
static const enum cli_option schema_options[] = { CLI_MAP, CLI_ASSERT_FORMAT };

const struct cli_command cli_check_text = {
    .name = "check text",
    .operands = "[FILE...]",
    .summary = "what a summary or draft says that its source does not",
    .about = "A filter: one JSON object a line in, one a line out, in order.\n"
             "  {\"id\",\"source\",\"text\",\"received\"?} -> "
             "{\"id\",\"findings\",\"verdict\",\"checked\"}\n"
             "source is a text, or an object of fields; a finding has start, "
             "end (bytes, end\nexclusive), text, severity, kind, code and why. "
             "Severity \"refused\" fails the text;\n\"unconfirmed\" may be so "
             "and does not. \"received\" is the source's day, else --as-of.\n"
             "Exit code 1: a text was refused.",
    .example = "  echo '{\"id\":1,\"source\":\"We need 40 seats.\",\"text\":"
               "\"Budget of 50k for 40 seats\"}' | handoff check text\n",
    .option = text_options,
    .option_count = sizeof text_options / sizeof *text_options,
    .operands_max = (size_t)-1,
    .run = check_texts
};

const struct cli_command cli_check_quotes = {
    .name = "check quotes",
    .operands = "[FILE...]",
    .summary = "whether quotes stand in their source and prove a value",
    .about = "A filter: one JSON object a line in, one a line out, in order.\n"
             "  {\"id\",\"source\",\"quote\",\"value\"?,\"field\"?,"
             "\"received\"?} ->\n"
             "  {\"id\",\"verdict\",\"code\",\"start\",\"end\"}\n"
             "source is a text, or an object of texts: then with the "
             "\"source\" it stands in.\nOffsets are bytes, end exclusive; "
             "\"received\" is the source's day, else --as-of.\n"
             "Exit code 1: a quote was rejected.",
    .example = "  echo '{\"id\":1,\"source\":\"We need 40 seats.\",\"quote\":"
               "\"40 seats\"}' | handoff check quotes\n",
    .option = quotes_options,
    .option_count = sizeof quotes_options / sizeof *quotes_options,
    .operands_max = (size_t)-1,
    .run = check_quotes
};

const struct cli_command cli_check_schema = {
    .name = "check schema",
    .operands = "[FILE...]",
    .summary = "JSON against JSON Schema 2020-12",
    .about = "A filter: one JSON object a line in, one a line out, in order.\n"
             "  {\"id\",\"schema\",\"instance\"} -> "
             "{\"id\",\"valid\",\"errors\"}\n"
             "Nothing is fetched: --map says where other schemas lie. Exit "
             "code 1: an instance\nis not valid.",
    .example = "  handoff check schema cases.ndjson "
               "--map https://acme.example/schemas=schemas\n",
    .option = schema_options,
    .option_count = sizeof schema_options / sizeof *schema_options,
    .operands_max = (size_t)-1,
    .run = check_schema
};
