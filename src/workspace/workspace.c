/* workspace.c - see <handoff/workspace.h> */
#include <handoff/workspace.h>

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/builtin.h"
#include "base/file.h"
#include "base/yaml.h"
#include "fields/fields.h"
#include "workspace/crm.h"

enum {
    SETTINGS_BYTES = 64 * 1024,
    KEY_BYTES = 4096,
    ARENA_BYTES = 1024 * 1024,
    JOBS_MAX = 256,
    PATH_BYTES = 4096
};

/* folder/name, or name where it is absolute. */
static const char *join(struct ho_arena *arena, const char *folder,
                        const char *name)
{
    if (name[0] == '/' || strcmp(folder, ".") == 0)
        return name;
    return ho_arena_format(arena, "%s/%s", folder, name);
}

static enum handoff_status read_key(struct handoff_settings *s,
                                    const char *path, struct handoff_error *err)
{
    char *text = NULL;
    size_t len = 0;
    enum handoff_status status =
        ho_file_read(path, KEY_BYTES, &text, &len, err);

    if (status == HANDOFF_OK)
        s->key = ho_arena_copy(s->arena,
                               ho_trim((struct handoff_slice){ text, len }));
    free(text);
    return status;
}

/* A list where a text belongs would be taken for nothing said. */
static enum handoff_status check_texts(const struct ho_yaml *root,
                                       struct handoff_error *err)
{
    static const char *const keys[] = { "policy",     "endpoint", "model",
                                        "key_header", "ca_file",  "key_file" };

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        const struct ho_yaml *node = ho_yaml_get(root, keys[i]);

        if (node && node->kind != HO_YAML_SCALAR)
            return ho_yaml_fail(node, HANDOFF_BAD_YAML, err,
                                "%s is one word or text, no list or mapping",
                                keys[i]);
    }
    return HANDOFF_OK;
}

static enum handoff_status read_jobs(const struct ho_yaml *root,
                                     struct handoff_settings *s,
                                     struct handoff_error *err)
{
    const struct ho_yaml *node = ho_yaml_get(root, "jobs");
    int64_t jobs = 0;

    if (!node)
        return HANDOFF_OK;
    if (!ho_read_whole(ho_slice(node->text), &jobs) || jobs < 1 ||
        jobs > JOBS_MAX)
        return ho_yaml_fail(node, HANDOFF_BAD_YAML, err,
                            "jobs is a whole number from 1 to %d", JOBS_MAX);
    s->jobs = (unsigned)jobs;
    return HANDOFF_OK;
}

bool handoff_amount_read(const char *text, int64_t *millionths)
{
    const int64_t most = INT64_C(1000000000);
    int64_t value = 0, scale = 1000000;
    const char *c = text;

    for (; *c >= '0' && *c <= '9' && value <= most; c++)
        value = value * 10 + (*c - '0');
    if (c == text || value > most)
        return false;
    value *= scale;
    if (*c == '.' && c[1] >= '0' && c[1] <= '9')
        for (c++; *c >= '0' && *c <= '9' && scale > 1; c++) {
            scale /= 10;
            value += (*c - '0') * scale;
        }
    if (*c != '\0')
        return false;
    *millionths = value;
    return true;
}

static enum handoff_status read_price(const struct ho_yaml *node,
                                      struct handoff_model_price *out,
                                      struct handoff_error *err)
{
    static const char *const keys[] = { "input", "output" };
    const char *input = ho_yaml_text(node, "input");
    const char *output = ho_yaml_text(node, "output");
    enum handoff_status status =
        ho_yaml_only(node, "a price", keys, 2, HANDOFF_BAD_YAML, err);

    if (status != HANDOFF_OK)
        return status;
    out->model = node->key;
    if (!input || !output || !handoff_amount_read(input, &out->price.input) ||
        !handoff_amount_read(output, &out->price.output))
        return ho_yaml_fail(node, HANDOFF_BAD_YAML, err,
                            "a price is { input: 0.15, output: 0.60 }, each "
                            "for a million tokens");
    return HANDOFF_OK;
}

static enum handoff_status read_prices(const struct ho_yaml *node,
                                       struct handoff_settings *s,
                                       struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;
    struct handoff_model_price *price;

    if (!node)
        return HANDOFF_OK;
    if (node->kind != HO_YAML_MAPPING)
        return ho_yaml_fail(node, HANDOFF_BAD_YAML, err,
                            "prices is a list of models, each with { input, "
                            "output }");
    price = ho_arena_alloc(s->arena, (node->count + 1) * sizeof *price);
    if (!price)
        return ho_no_memory(err);
    s->price = price;
    for (const struct ho_yaml *item = node->child; item && status == HANDOFF_OK;
         item = item->next)
        status = read_price(item, &price[s->price_count++], err);
    return status;
}

const struct handoff_price *handoff_settings_price(
    const struct handoff_settings *settings, const char *model)
{
    for (size_t i = 0; model && i < settings->price_count; i++)
        if (strcmp(settings->price[i].model, model) == 0)
            return &settings->price[i].price;
    return NULL;
}

static enum handoff_status read_settings(const char *folder,
                                         struct handoff_slice text,
                                         struct handoff_settings *s,
                                         struct handoff_error *err)
{
    static const char *const keys[] = { "policy",   "endpoint",   "model",
                                        "key_file", "key_header", "ca_file",
                                        "jobs",     "prices",     "crm" };
    const struct ho_yaml *root = NULL;
    const char *path;
    enum handoff_status status = ho_yaml_parse(s->arena, text, &root, err);

    if (status == HANDOFF_OK)
        status =
            ho_yaml_only(root, "handoff.yaml", keys, sizeof keys / sizeof *keys,
                         HANDOFF_BAD_YAML, err);
    if (status == HANDOFF_OK)
        status = check_texts(root, err);
    if (status == HANDOFF_OK)
        status = read_jobs(root, s, err);
    if (status == HANDOFF_OK)
        status = read_prices(ho_yaml_get(root, "prices"), s, err);
    if (status == HANDOFF_OK)
        status = ho_crm_read(s->arena, ho_yaml_get(root, "crm"), &s->crm, err);
    if (status != HANDOFF_OK)
        return status;
    path = ho_yaml_text(root, "policy");
    s->policy = path ? join(s->arena, folder, path) : NULL;
    s->endpoint = ho_yaml_text(root, "endpoint");
    s->model = ho_yaml_text(root, "model");
    s->key_header = ho_yaml_text(root, "key_header");
    path = ho_yaml_text(root, "ca_file");
    s->ca_file = path ? join(s->arena, folder, path) : NULL;
    path = ho_yaml_text(root, "key_file");
    return path ? read_key(s, join(s->arena, folder, path), err) : HANDOFF_OK;
}

enum handoff_status handoff_settings_read(const char *folder,
                                          struct handoff_settings *settings,
                                          struct handoff_error *err)
{
    struct handoff_settings s = { .arena = ho_arena_new(ARENA_BYTES) };
    const char *path;
    char *text = NULL;
    size_t len = 0;
    enum handoff_status status;

    if (!s.arena)
        return ho_no_memory(err);
    ho_crm_defaults(&s.crm);
    path = join(s.arena, folder, "handoff.yaml");
    /* one that cannot be looked at is not the same as none */
    if (access(path, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR)) {
        *settings = s;
        return HANDOFF_OK;
    }
    s.found = true;
    status = ho_file_read(path, SETTINGS_BYTES, &text, &len, err);
    if (status == HANDOFF_OK)
        status =
            read_settings(folder, (struct handoff_slice){ text, len }, &s, err);
    free(text);
    if (status == HANDOFF_OK) {
        *settings = s;
        return HANDOFF_OK;
    }
    ho_error_file(err, path);
    ho_arena_free(s.arena);
    return status;
}

void handoff_settings_release(struct handoff_settings *s)
{
    ho_arena_free(s->arena);
    *s = (struct handoff_settings){ 0 };
}

static const struct {
    const char *name, *text;
} workspace_files[] = { { "handoff.yaml", "templates/workspace/handoff.yaml" },
                        { "policy.yaml", "policies/inbound.policy.yaml" },
                        { "policy.tests.yaml", "policies/inbound.tests.yaml" },
                        { ".gitignore", "templates/workspace/gitignore" } };

enum { WORKSPACE_FILES = sizeof workspace_files / sizeof *workspace_files };

static enum handoff_status make_folder(const char *folder,
                                       struct handoff_error *err)
{
    enum handoff_status status;

    if (mkdir(folder, 0777) == 0 || errno == EEXIST)
        return HANDOFF_OK;
    status = ho_fail(err, HANDOFF_IO, "cannot be made: %s", strerror(errno));
    ho_error_file(err, folder);
    return status;
}

static enum handoff_status check_free(struct ho_arena *arena,
                                      const char *folder,
                                      struct handoff_error *err)
{
    for (size_t i = 0; i < WORKSPACE_FILES; i++) {
        const char *path = join(arena, folder, workspace_files[i].name);

        if (access(path, F_OK) != 0)
            continue;
        ho_fail(err, HANDOFF_IO,
                "exists already; move it away or name another folder");
        ho_error_file(err, path);
        return HANDOFF_IO;
    }
    return HANDOFF_OK;
}

enum handoff_status handoff_workspace_init(const char *folder,
                                           const char **written, size_t room,
                                           size_t *count,
                                           struct handoff_error *err)
{
    struct ho_arena *arena = ho_arena_new(8 * PATH_BYTES);
    enum handoff_status status = arena ? HANDOFF_OK : ho_no_memory(err);

    *count = 0;
    if (status == HANDOFF_OK)
        status = make_folder(folder, err);
    if (status == HANDOFF_OK)
        status = check_free(arena, folder, err);
    for (size_t i = 0; i < WORKSPACE_FILES && status == HANDOFF_OK; i++) {
        status = ho_file_write(join(arena, folder, workspace_files[i].name),
                               ho_builtin_text(workspace_files[i].text), err);
        if (status == HANDOFF_OK && *count < room)
            written[(*count)++] = workspace_files[i].name;
    }
    ho_arena_free(arena);
    return status;
}

struct handoff_slice handoff_own_text(const char *name)
{
    return ho_builtin_text(name);
}

const char *handoff_own_next(const char *prefix, const char *after)
{
    const struct ho_builtin *item = ho_builtin_next(prefix, NULL);

    while (after && item && strcmp(item->name, after) <= 0)
        item = ho_builtin_next(prefix, item);
    return item ? item->name : NULL;
}

enum handoff_status handoff_file_read(const char *path, size_t limit,
                                      char **text, size_t *len,
                                      struct handoff_error *err)
{
    return ho_file_read(path, limit, text, len, err);
}

enum handoff_status handoff_file_write(const char *path,
                                       struct handoff_slice bytes,
                                       struct handoff_error *err)
{
    return ho_file_write(path, bytes, err);
}

enum handoff_status handoff_output_open(const char *path,
                                        struct handoff_output **out,
                                        struct handoff_error *err)
{
    return ho_output_open(path, false, out, err);
}

enum handoff_status handoff_output_add(struct handoff_output *out,
                                       struct handoff_slice bytes,
                                       struct handoff_error *err)
{
    return ho_output_add(out, bytes, err);
}

enum handoff_status handoff_output_close(struct handoff_output *out, bool keep,
                                         struct handoff_error *err)
{
    return ho_output_close(out, keep, err);
}
