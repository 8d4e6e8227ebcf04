/* library.h - a shared library that is opened at its first use.
 *
 * Most runs send no request, read no mail and no HTML: opening what only those
 * need, and all that it needs in turn, was three quarters of a short run.  Each
 * such library has one header with one table of the functions that are called,
 * whose types are the library's own declarations; the soname is that of the
 * library that the build found.  A library stays open until the process ends.
 */
#ifndef HANDOFF_BASE_LIBRARY_H
#define HANDOFF_BASE_LIBRARY_H

#include <pthread.h>
#include <stdbool.h>

#include "base/error.h"

struct ho_symbol {
    const char *name;
    size_t offset; /* in the table: where the pointer to the function goes */
};

struct ho_library {
    const char *soname;
    const char *purpose;        /* what needs it, as the error's subject */
    const char *package;        /* what to install where it is missing */
    enum handoff_status status; /* where it cannot be had */
    pthread_mutex_t lock;
    bool is_open;
};

/* A member of such a table: X of a list of X(member, function). */
#define HO_LIBRARY_MEMBER(member, function) __typeof__(function) *member;

/* Open the library and fill the table, unless that is done.  Any thread may
 * call it at any time; what failed is tried anew. */
enum handoff_status ho_library_open(struct ho_library *library,
                                    const struct ho_symbol *symbol,
                                    size_t count, void *table,
                                    struct handoff_error *err);

#endif
