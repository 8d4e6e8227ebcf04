/* maildir.c - a folder of mails; see intake/input.h */
#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"
#include "intake/input.h"

enum { PATH_BYTES = 4096 };

struct listing {
    const char **name;
    size_t count;
};

static int compare(const void *a, const void *b)
{
    const char *const *left = a, *const *right = b;

    return strcmp(*left, *right);
}

/* In the order of their names, which begin with the time of delivery. */
static void list(struct ho_input *in, const char *path, struct listing *out)
{
    DIR *dir = opendir(path);
    const struct dirent *entry;

    while (dir && (entry = readdir(dir))) {
        const char **slot;

        if (entry->d_name[0] == '.')
            continue;
        slot = ho_arena_push(in->arena, &out->name, &out->count, sizeof *slot);
        if (!slot)
            break;
        *slot = ho_arena_text(in->arena, entry->d_name);
    }
    if (dir)
        closedir(dir);
    if (out->count > 0)
        qsort(out->name, out->count, sizeof *out->name, compare);
}

/* "...:2,ST": flags behind the last comma; T is thrown away, D a draft. */
static const char *why_not(const char *name)
{
    const char *flags = strstr(name, ":2,");

    if (flags && strchr(flags + 3, 'T'))
        return "the mail is thrown away (flag T); undelete it or leave it out";
    if (flags && strchr(flags + 3, 'D'))
        return "the mail is a draft (flag D); leave it out";
    return NULL;
}

static enum handoff_status refuse(struct ho_input *in, const char *why,
                                  struct handoff_error *err)
{
    in->bytes = (struct handoff_slice){ "", 0 };
    in->line = 1;
    in->line_at = 0;
    return ho_refuse(in, 0, err, "%s", why);
}

static enum handoff_status read_mail(struct ho_input *in, const char *path,
                                     const char *name,
                                     struct handoff_error *err)
{
    struct handoff_error why = HANDOFF_ERROR_INIT;
    enum handoff_status status;
    char *text = NULL;
    size_t len = 0;

    in->name = ho_arena_format(in->arena, "%s/%s", path, name);
    if (why_not(name))
        return refuse(in, why_not(name), err);
    status = ho_file_read(in->name, HANDOFF_INTAKE_FILE, &text, &len, &why);
    if (status == HANDOFF_NO_MEMORY)
        return ho_no_memory(err);
    if (status != HANDOFF_OK)
        return refuse(in, why.message, err);
    status = ho_read_one_mail(in, (struct handoff_slice){ text, len }, 1, err);
    free(text);
    return status;
}

enum handoff_status ho_read_maildir(struct ho_input *in, const char *path,
                                    struct handoff_error *err)
{
    static const char *const folder[] = { "new", "cur" };
    enum handoff_status status = HANDOFF_OK;

    for (size_t f = 0; f < 2; f++) {
        const char *below =
            ho_arena_format(in->arena, "%s/%s", path, folder[f]);
        struct listing mails = { 0 };

        list(in, below, &mails);
        for (size_t i = 0; i < mails.count && status == HANDOFF_OK; i++)
            status = read_mail(in, below, mails.name[i], err);
    }
    if (status == HANDOFF_OK)
        status = ho_arena_status(in->arena, "the mails", err);
    return status;
}

/* A folder of mails as Dovecot, Postfix and fetchmail keep them. */
bool ho_is_maildir(const char *path)
{
    static const char *const folder[] = { "cur", "new" };
    struct ho_buffer below;
    struct stat is;
    bool found = false;

    if (strcmp(path, "-") == 0 || stat(path, &is) != 0 || !S_ISDIR(is.st_mode))
        return false;
    for (size_t i = 0; i < 2 && !found; i++) {
        ho_buffer_init(&below, PATH_BYTES);
        ho_buffer_format(&below, "%s/%s", path, folder[i]);
        found =
            !below.failed && stat(below.ptr, &is) == 0 && S_ISDIR(is.st_mode);
        ho_buffer_release(&below);
    }
    return found;
}
