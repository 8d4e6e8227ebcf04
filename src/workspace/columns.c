/* columns.c - columns.yaml; see <handoff/workspace.h>
 *
 * Written as JSON, which is YAML, too: a header may hold any character.
 */
#include <handoff/workspace.h>

#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/file.h"
#include "base/json.h"
#include "base/yaml.h"

enum { COLUMNS_BYTES = 512 * 1024, ARENA_BYTES = 4 << 20, INDENT = 1 };

static const char name[] = "columns.yaml";

static const char preface[] =
    "# Columns of tables, as --columns named them: header, and what it is "
    "read as.\n# Every command that reads leads in this folder uses them.\n";

static enum handoff_status add_all(struct handoff_columns *columns,
                                   const struct ho_yaml *root,
                                   struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;

    if (root->kind != HO_YAML_MAPPING)
        return ho_yaml_fail(root, HANDOFF_BAD_YAML, err,
                            "write each column as HEADER: FIELD");
    for (const struct ho_yaml *item = root->child; item && status == HANDOFF_OK;
         item = item->next) {
        const struct handoff_column column = { item->text, item->key, false };
        struct handoff_error why = HANDOFF_ERROR_INIT;

        if (item->kind != HO_YAML_SCALAR)
            return ho_yaml_fail(item, HANDOFF_BAD_YAML, err,
                                "write each column as HEADER: FIELD");
        status = handoff_columns_add(columns, column, &why);
        if (status != HANDOFF_OK)
            status = ho_yaml_fail(item, status, err, "%s", why.message);
    }
    return status;
}

static enum handoff_status read_text(struct handoff_columns *columns,
                                     struct handoff_slice text,
                                     struct handoff_error *err)
{
    struct ho_arena *arena = ho_arena_new(ARENA_BYTES);
    const struct ho_yaml *root = NULL;
    enum handoff_status status =
        arena ? ho_yaml_parse(arena, text, &root, err) : ho_no_memory(err);

    if (status == HANDOFF_OK)
        status = add_all(columns, root, err);
    ho_arena_free(arena);
    return status;
}

static char *path_in(const char *folder)
{
    struct ho_buffer b;
    char *path = NULL;

    ho_buffer_init(&b, COLUMNS_BYTES);
    ho_buffer_format(&b, "%s/%s", folder, name);
    ho_buffer_take(&b, "path", &path, NULL, NULL);
    return path;
}

enum handoff_status handoff_workspace_columns(const char *folder,
                                              struct handoff_columns *columns,
                                              struct handoff_error *err)
{
    char *path = path_in(folder), *text = NULL;
    enum handoff_status status = path ? HANDOFF_OK : ho_no_memory(err);
    size_t len = 0;

    if (status != HANDOFF_OK || access(path, F_OK) != 0) {
        free(path);
        return status;
    }
    status = ho_file_read(path, COLUMNS_BYTES, &text, &len, err);
    if (status == HANDOFF_OK)
        status = read_text(columns, (struct handoff_slice){ text, len }, err);
    if (status != HANDOFF_OK)
        ho_error_file(err, path);
    free(text);
    free(path);
    return status;
}

enum handoff_status handoff_workspace_keep_columns(
    const char *folder, const struct handoff_columns *columns,
    struct handoff_error *err)
{
    char *path = path_in(folder);
    enum handoff_status status = path ? HANDOFF_OK : ho_no_memory(err);
    struct ho_writer w;
    struct ho_buffer b;

    ho_buffer_init(&b, COLUMNS_BYTES);
    ho_buffer_text(&b, preface);
    ho_writer_init(&w, &b, INDENT);
    ho_write_object(&w, NULL);
    for (size_t i = 0; i < handoff_columns_count(columns); i++) {
        const struct handoff_column column = handoff_columns_get(columns, i);

        ho_write_text(&w, column.header, column.field);
    }
    ho_write_end_object(&w);
    ho_buffer_byte(&b, '\n');
    if (status == HANDOFF_OK)
        status = ho_buffer_status(&b, "columns.yaml", err);
    if (status == HANDOFF_OK)
        status = ho_file_write(path, ho_buffer_slice(&b), err);
    ho_buffer_release(&b);
    free(path);
    return status;
}
