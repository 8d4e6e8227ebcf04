/* policy_file.c - a policy off the disk, and the files that it names.
 *
 * A policy that was sent along must not make its reader open other files of
 * the machine: names are relative, and neither ".." nor a link leads out of
 * the policy's folder.
 */
#define _XOPEN_SOURCE 700 /* realpath */
#include <limits.h>
#include <stdlib.h>

#include <handoff/policy.h>

#include "base/file.h"
#include "base/sha256.h"
#include "rules/read.h"

/* --- names --- */

static bool is_part(struct handoff_slice part)
{
    return part.len > 0 && !ho_slice_is(part, ".") && !ho_slice_is(part, "..");
}

/* "lists/suppression.txt": no part that leads up, or from the root. */
static bool is_below(struct handoff_slice name)
{
    size_t from = 0;

    for (size_t i = 0; i <= name.len; i++) {
        if (i < name.len && name.ptr[i] != '/')
            continue;
        if (!is_part(ho_part(name, from, i)))
            return false;
        from = i + 1;
    }
    return memchr(name.ptr, '\\', name.len) == NULL;
}

/* The reader told what is wrong with the file; the policy says where it is
 * named. */
static enum handoff_status blame(const struct ho_yaml *node,
                                 const struct handoff_error *why,
                                 struct handoff_error *err)
{
    if (why->status == HANDOFF_NO_MEMORY)
        return ho_no_memory(err);
    return ho_yaml_fail(node, why->status, err, "%.80s: %s", node->text,
                        why->message);
}

enum handoff_status ho_policy_file(struct handoff_policy *policy,
                                   enum handoff_file_kind kind,
                                   const char *name, size_t limit,
                                   struct handoff_slice *bytes,
                                   struct handoff_error *why)
{
    struct ho_read_file *slot;
    char *text = NULL;
    size_t len = 0;
    enum handoff_status status;

    for (size_t i = 0; i < policy->file_count; i++)
        if (policy->file[i].kind == kind &&
            strcmp(policy->file[i].name, name) == 0) {
            *bytes = policy->file[i].bytes;
            return HANDOFF_OK;
        }
    status = policy->files->read(policy->files->user, kind, name, limit, &text,
                                 &len, why);
    if (status != HANDOFF_OK)
        return status;
    slot = ho_arena_push(policy->arena, &policy->file, &policy->file_count,
                         sizeof *slot);
    if (slot)
        *slot = (struct ho_read_file){
            kind,
            ho_arena_text(policy->arena, name),
            { ho_arena_copy(policy->arena, (struct handoff_slice){ text, len }),
              len }
        };
    free(text);
    status = ho_arena_status(policy->arena, "the policy", why);
    if (slot && status == HANDOFF_OK)
        *bytes = slot->bytes;
    return status;
}

static enum handoff_status read_beside(struct handoff_policy *policy,
                                       const struct ho_yaml *node, size_t limit,
                                       struct handoff_slice *out,
                                       struct handoff_error *err)
{
    struct handoff_error why = HANDOFF_ERROR_INIT;

    if (!is_below(ho_slice(node->text)))
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                            "\"%.80s\" is not below the policy's folder; name "
                            "it as lists/x.txt, without .. and from no root",
                            node->text);
    if (!policy->files)
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                            "\"%.80s\" cannot be read, for this policy was not "
                            "read from a folder; write the entries here",
                            node->text);
    return ho_policy_file(policy, HANDOFF_FILE_BESIDE, node->text, limit, out,
                          &why) == HANDOFF_OK
               ? HANDOFF_OK
               : blame(node, &why, err);
}

/* --- pins --- */

const char *const ho_pin_keys[HO_PIN_KEYS] = { "file", "sha256" };

/* The bytes are those that the policy's author approved, or none. */
static enum handoff_status check_hash(const struct ho_yaml *node,
                                      struct handoff_slice bytes,
                                      struct ho_pin *pin,
                                      struct handoff_error *err)
{
    const struct ho_yaml *told = ho_yaml_get(node, "sha256");
    const enum handoff_status status = ho_sha256_hex(bytes, pin->sha256, err);

    if (status != HANDOFF_OK)
        return status;
    if (!told)
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                            "%s: %.80s is named without its hash; add sha256: "
                            "%s",
                            pin->name, pin->file, pin->sha256);
    if (strcmp(told->text, pin->sha256) != 0)
        return ho_yaml_fail(told, HANDOFF_BAD_POLICY, err,
                            "%s: %.80s has the hash %s, and the policy pins "
                            "%.64s; see what changed in the file, then write "
                            "its hash here",
                            pin->name, pin->file, pin->sha256, told->text);
    return HANDOFF_OK;
}

enum handoff_status ho_pinned_file(struct handoff_policy *policy,
                                   const struct ho_yaml *node, size_t limit,
                                   struct ho_pin *pin,
                                   struct handoff_slice *bytes,
                                   struct handoff_error *err)
{
    const struct ho_yaml *file = NULL;
    struct ho_pin *slot;
    enum handoff_status status =
        ho_need(node, pin->name, NULL, "file", &file, err);

    if (status == HANDOFF_OK)
        status = ho_need_text(file, "file", &pin->file, err);
    if (status == HANDOFF_OK)
        status = read_beside(policy, file, limit, bytes, err);
    if (status == HANDOFF_OK)
        status = check_hash(node, *bytes, pin, err);
    if (status != HANDOFF_OK)
        return status;
    slot = ho_arena_push(policy->arena, &policy->pin, &policy->pin_count,
                         sizeof *slot);
    if (!slot)
        return ho_arena_status(policy->arena, "the policy", err);
    *slot = *pin;
    return HANDOFF_OK;
}

/* --- the disk --- */

static const char zones[] = "/usr/share/zoneinfo";

/* The file that `folder`/`name` really is, below the folder that `folder`
 * really is; NULL: it is missing, or lies elsewhere. */
static char *resolve(const char *folder, const char *name)
{
    char *base = realpath(folder, NULL), *path = NULL, *found = NULL;
    const size_t len = base ? strlen(base) : 0;
    struct ho_buffer b;

    ho_buffer_init(&b, PATH_MAX);
    if (base)
        ho_buffer_format(&b, "%s/%s", base, name);
    if (base && ho_buffer_status(&b, "a path", NULL) == HANDOFF_OK)
        path = realpath(b.ptr, NULL);
    if (path && strncmp(path, base, len) == 0 && path[len] == '/') {
        found = path;
        path = NULL;
    }
    free(path);
    free(base);
    ho_buffer_release(&b);
    return found;
}

static enum handoff_status read_disk(void *user, enum handoff_file_kind kind,
                                     const char *name, size_t limit,
                                     char **text, size_t *len,
                                     struct handoff_error *err)
{
    const char *folder = kind == HANDOFF_FILE_ZONE ? zones : user;
    char *path = resolve(folder, name);
    enum handoff_status status;

    if (!path)
        return ho_fail(err, HANDOFF_IO,
                       "there is no file \"%.80s\" in the folder %.200s, or it "
                       "is a link to elsewhere; name one that is there",
                       name, folder);
    status = ho_file_read(path, limit, text, len, err);
    free(path);
    return status;
}

/* "policies" of "policies/a.yaml", "." of "a.yaml". */
static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    const struct handoff_slice folder =
        slash ? ho_part(ho_slice(path), 0, (size_t)(slash - path) + 1)
              : ho_slice(".");
    char *copy = malloc(folder.len + 1);

    if (copy) {
        memcpy(copy, folder.ptr, folder.len);
        copy[folder.len] = '\0';
    }
    return copy;
}

enum handoff_status handoff_policy_load_text(const char *path,
                                             struct handoff_slice text,
                                             struct handoff_policy **out,
                                             struct handoff_error *err)
{
    const struct handoff_files files = { read_disk, folder_of(path) };
    enum handoff_status status =
        files.user ? handoff_policy_read(path, text, &files, out, err)
                   : ho_no_memory(err);

    free(files.user);
    return status;
}

enum handoff_status handoff_policy_load(const char *path,
                                        struct handoff_policy **out,
                                        struct handoff_error *err)
{
    char *text = NULL;
    size_t len = 0;
    enum handoff_status status =
        ho_file_read(path, HANDOFF_POLICY_BYTES, &text, &len, err);

    if (status == HANDOFF_OK)
        status = handoff_policy_load_text(
            path, (struct handoff_slice){ text, len }, out, err);
    free(text);
    return status;
}
