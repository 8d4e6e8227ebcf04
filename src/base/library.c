/* library.c - see base/library.h */
#include "base/library.h"

#include <dlfcn.h>
#include <string.h>

static enum handoff_status fail(const struct ho_library *library,
                                struct handoff_error *err)
{
    const char *why = dlerror();

    return ho_fail(err, library->status,
                   "%s need a library that cannot be opened (%s); install "
                   "the package %s",
                   library->purpose, why ? why : library->soname,
                   library->package);
}

static enum handoff_status fill(const struct ho_library *library, void *handle,
                                const struct ho_symbol *symbol, size_t count,
                                void *table, struct handoff_error *err)
{
    for (size_t i = 0; i < count; i++) {
        void *function = dlsym(handle, symbol[i].name);

        if (!function)
            return fail(library, err);
        /* POSIX: a function's address fits; C has no cast for it. */
        memcpy((char *)table + symbol[i].offset, &function, sizeof function);
    }
    return HANDOFF_OK;
}

static enum handoff_status open_locked(struct ho_library *library,
                                       const struct ho_symbol *symbol,
                                       size_t count, void *table,
                                       struct handoff_error *err)
{
    void *handle;
    enum handoff_status status;

    if (library->is_open)
        return HANDOFF_OK;
    /* Lazy: libcurl and what it brings have thousands of names that a run
     * never calls; to bind them all takes longer than the rest of a start. */
    handle = dlopen(library->soname, RTLD_LAZY | RTLD_LOCAL);
    if (!handle)
        return fail(library, err);
    status = fill(library, handle, symbol, count, table, err);
    library->is_open = status == HANDOFF_OK;
    if (status != HANDOFF_OK)
        dlclose(handle);
    return status;
}

enum handoff_status ho_library_open(struct ho_library *library,
                                    const struct ho_symbol *symbol,
                                    size_t count, void *table,
                                    struct handoff_error *err)
{
    enum handoff_status status;

    pthread_mutex_lock(&library->lock);
    status = open_locked(library, symbol, count, table, err);
    pthread_mutex_unlock(&library->lock);
    return status;
}
