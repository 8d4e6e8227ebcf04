/* slice.h - a borrowed piece of bytes. */
#ifndef HANDOFF_SLICE_H
#define HANDOFF_SLICE_H

#include <stddef.h>

/* Not NUL-terminated; the owner is whoever gave the pointer. */
struct handoff_slice {
    const char *ptr;
    size_t len;
};

#endif
