/* builtin.c - see base/builtin.h */
#include "base/builtin.h"

#include <string.h>

struct handoff_slice ho_builtin_text(const char *name)
{
    size_t count;
    const struct ho_builtin *table = ho_builtin_table(&count);

    for (size_t i = 0; i < count; i++)
        if (strcmp(table[i].name, name) == 0)
            return table[i].text;
    return (struct handoff_slice){ NULL, 0 };
}

const struct ho_builtin *ho_builtin_next(const char *prefix,
                                         const struct ho_builtin *after)
{
    size_t count;
    const struct ho_builtin *table = ho_builtin_table(&count);
    const size_t len = strlen(prefix);

    for (size_t i = after ? (size_t)(after - table) + 1 : 0; i < count; i++)
        if (strncmp(table[i].name, prefix, len) == 0)
            return &table[i];
    return NULL;
}
