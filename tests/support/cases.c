/* cases.c - see support/cases.h */
#include "support/cases.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "base/file.h"

enum { PATH_BYTES = 1024, FILE_LIMIT = 8 << 20 };

static void join(char path[PATH_BYTES], const char *folder, const char *name)
{
    const int len = snprintf(path, PATH_BYTES, "%s/%s", folder, name);

    if (len < 0 || len >= PATH_BYTES)
        fail_msg("path too long: %s/%s", folder, name);
}

static int not_hidden(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static bool is_directory(const char *path)
{
    struct stat info;

    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

void each_case(const char *folder,
               void (*run)(const char *directory, const char *name))
{
    char root[PATH_BYTES], path[PATH_BYTES];
    struct dirent **entry = NULL;
    int cases = 0, count;

    join(root, FIXTURES, folder);
    count = scandir(root, &entry, not_hidden, alphasort);
    for (int i = 0; i < count; i++) {
        join(path, root, entry[i]->d_name);
        if (is_directory(path)) {
            run(path, entry[i]->d_name);
            cases++;
        }
        free(entry[i]);
    }
    free(entry);
    if (cases == 0)
        fail_msg("no case below %s", root);
}

char *case_file(const char *directory, const char *file, size_t *len)
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    char path[PATH_BYTES], *text = NULL;
    size_t size = 0;

    join(path, directory, file);
    if (ho_file_read(path, FILE_LIMIT, &text, &size, &err) != HANDOFF_OK)
        return NULL;
    if (len)
        *len = size;
    return text;
}

char *case_text(const char *directory, const char *file, size_t *len)
{
    char *text = case_file(directory, file, len);

    if (!text)
        fail_msg("%s/%s cannot be read", directory, file);
    return text;
}

void each_row(const char *file, void (*run)(const cJSON *row))
{
    struct handoff_error err = HANDOFF_ERROR_INIT;
    size_t len = 0;
    char *text = case_text(FIXTURES, file, &len);
    cJSON *rows = NULL;
    const cJSON *row;

    if (ho_json_parse((struct handoff_slice){ text, len }, &rows, &err))
        fail_msg("%s:%zu: %s", file, err.line, err.message);
    if (!cJSON_IsArray(rows) || cJSON_GetArraySize(rows) == 0)
        fail_msg("%s holds no row", file);
    cJSON_ArrayForEach(row, rows)
    {
        if (!ho_json_text(row, "why"))
            fail_msg("%s: a row without a \"why\"", file);
        run(row);
    }
    cJSON_Delete(rows);
    free(text);
}

const char *row_text(const cJSON *row, const char *key, const char *fallback)
{
    const cJSON *item = ho_json_get(row, key);

    if (!item)
        return fallback;
    if (!cJSON_IsString(item) && !cJSON_IsNull(item))
        fail_msg("\"%s\" of \"%s\" is no text", key, ho_json_text(row, "why"));
    return cJSON_IsNull(item) ? NULL : item->valuestring;
}

int64_t row_integer(const cJSON *row, const char *key, int64_t fallback)
{
    const cJSON *item = ho_json_get(row, key);
    int64_t value = fallback;

    if (item && !ho_json_integer(item, &value))
        fail_msg("\"%s\" of \"%s\" is no integer", key,
                 ho_json_text(row, "why"));
    return value;
}

void error_line(const struct handoff_error *err, char *text, size_t size)
{
    if (err->line > 0)
        snprintf(text, size, "%zu:%zu: %s", err->line, err->column,
                 err->message);
    else
        snprintf(text, size, "%s", err->message);
}

static size_t length_without_end(const char *text)
{
    const size_t len = strlen(text);

    return len > 0 && text[len - 1] == '\n' ? len - 1 : len;
}

void assert_same_text(const char *name, const char *got, const char *expected)
{
    const size_t len = length_without_end(expected);

    if (length_without_end(got) != len || memcmp(got, expected, len) != 0)
        fail_msg("%s\n  expected: %.*s\n       got: %s", name, (int)len,
                 expected, got);
}
