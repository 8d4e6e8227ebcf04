/* recording.c - see endpoint/recording.h */
#include "endpoint/recording.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/json.h"

enum {
    PATH_BYTES = 4096,
    RECORDING_BYTES = 64 * 1024 * 1024 /* 8 MiB of reply, all escaped */
};

enum handoff_status ho_recording_dir(const char *dir, struct handoff_error *err)
{
    struct stat info;

    if (mkdir(dir, 0777) == 0)
        return HANDOFF_OK;
    if (errno == EEXIST && stat(dir, &info) == 0 && S_ISDIR(info.st_mode))
        return HANDOFF_OK;
    ho_fail(err, HANDOFF_IO,
            "replies cannot be kept here: %s; name a folder that can be "
            "written",
            strerror(errno));
    ho_error_file(err, dir);
    return HANDOFF_IO;
}

static enum handoff_status file_name(const char *dir,
                                     const struct handoff_reply *reply,
                                     char **path, struct handoff_error *err)
{
    struct ho_buffer b;

    ho_buffer_init(&b, PATH_BYTES);
    ho_buffer_format(&b, "%s/%s.json", dir, reply->request_sha256);
    return ho_buffer_take(&b, "the path of a recorded reply", path, NULL, err);
}

static void write_tokens(struct ho_writer *w, const char *key, int64_t count)
{
    if (count >= 0)
        ho_write_integer(w, key, count);
    else
        ho_write_null(w, key);
}

enum handoff_status ho_recording_write(const char *dir,
                                       const struct handoff_reply *reply,
                                       struct handoff_error *err)
{
    struct ho_buffer b;
    struct ho_writer w;
    char *path = NULL;
    enum handoff_status status;

    ho_buffer_init(&b, RECORDING_BYTES);
    ho_writer_init(&w, &b, 2);
    ho_write_object(&w, NULL);
    ho_write_text(&w, "request_sha256", reply->request_sha256);
    ho_write_text(&w, "text", reply->text);
    write_tokens(&w, "prompt_tokens", reply->prompt_tokens);
    write_tokens(&w, "completion_tokens", reply->completion_tokens);
    ho_write_end_object(&w);
    ho_buffer_byte(&b, '\n');
    status = ho_buffer_status(&b, "a recorded reply", err);
    if (status == HANDOFF_OK)
        status = file_name(dir, reply, &path, err);
    if (status == HANDOFF_OK)
        status = ho_file_write(path, ho_buffer_slice(&b), err);
    free(path);
    ho_buffer_release(&b);
    return status;
}

static int64_t tokens(const cJSON *root, const char *key)
{
    int64_t count;

    return ho_json_integer(ho_json_get(root, key), &count) && count >= 0 ? count
                                                                         : -1;
}

static enum handoff_status fill(const cJSON *root, struct handoff_reply *reply,
                                struct handoff_error *err)
{
    const char *hash = ho_json_text(root, "request_sha256");
    const char *text = ho_json_text(root, "text");

    if (!text || !hash || strcmp(hash, reply->request_sha256) != 0)
        return ho_fail(err, HANDOFF_BAD_REPLY,
                       "not a recorded reply of this request (it needs "
                       "\"text\" and the file name's hash as "
                       "\"request_sha256\"); record it again");
    reply->text = strdup(text);
    if (!reply->text)
        return ho_no_memory(err);
    reply->prompt_tokens = tokens(root, "prompt_tokens");
    reply->completion_tokens = tokens(root, "completion_tokens");
    return HANDOFF_OK;
}

static enum handoff_status read_file(const char *path,
                                     struct handoff_reply *reply,
                                     struct handoff_error *err)
{
    char *text = NULL;
    size_t len = 0;
    cJSON *root = NULL;
    enum handoff_status status =
        ho_file_read(path, RECORDING_BYTES, &text, &len, err);

    if (status == HANDOFF_OK)
        status = ho_json_parse((struct handoff_slice){ text, len }, &root, err);
    if (status == HANDOFF_OK)
        status = fill(root, reply, err);
    if (status != HANDOFF_OK)
        ho_error_file(err, path);
    cJSON_Delete(root);
    free(text);
    return status;
}

enum handoff_status ho_recording_read(const char *dir,
                                      struct handoff_reply *reply,
                                      struct handoff_error *err)
{
    char *path = NULL;
    struct stat info;
    enum handoff_status status = file_name(dir, reply, &path, err);

    if (status != HANDOFF_OK)
        return status;
    if (stat(path, &info) != 0 && errno == ENOENT) {
        status = ho_fail(err, HANDOFF_IO,
                         "no reply is recorded for request %s; record it with "
                         "--save-replies, with the same prompt, fields, lead "
                         "and fence",
                         reply->request_sha256);
        ho_error_file(err, dir);
    } else {
        status = read_file(path, reply, err);
    }
    free(path);
    return status;
}
