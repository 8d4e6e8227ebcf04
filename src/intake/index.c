/* index.c - see intake/index.h */
#include "intake/index.h"

#include <search.h>
#include <string.h>

static int compare(const void *a, const void *b)
{
    const struct ho_key *left = a, *right = b;

    return strcmp(left->text, right->text);
}

struct ho_key *ho_index_enter(struct ho_index *index, struct ho_key *key)
{
    struct ho_key *const *node = tsearch(key, &index->root, compare);

    return node ? *node : NULL;
}

void ho_index_remove(struct ho_index *index, const struct ho_key *key)
{
    struct ho_key *const *node =
        key->text ? tfind(key, &index->root, compare) : NULL;

    if (node && *node == key)
        tdelete(key, &index->root, compare);
}

void ho_index_release(struct ho_index *index)
{
    while (index->root) {
        struct ho_key *const *node = index->root;

        tdelete(*node, &index->root, compare);
    }
}
