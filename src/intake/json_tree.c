/* json_tree.c - see intake/json_tree.h */
#include "intake/json_tree.h"

#include <stdlib.h>

static bool grow(struct ho_tree *tree)
{
    const size_t room = tree->room ? 2 * tree->room : 64;
    void *grown;

    if (tree->count < tree->room)
        return true;
    grown = realloc(tree->node, room * sizeof *tree->node);
    if (!grown) {
        tree->failed = true;
        return false;
    }
    tree->node = grown;
    tree->room = room;
    return true;
}

/* A new node as the last child of the open container. */
static uint32_t add(struct ho_tree *tree, size_t start, size_t end)
{
    const uint32_t index = (uint32_t)tree->count;

    if (tree->failed || !grow(tree))
        return 0;
    tree->node[tree->count++] = (struct ho_node){
        .kind = tree->text.ptr[start],
        .start = (uint32_t)start,
        .end = (uint32_t)end,
        .key = tree->key,
        .key_end = tree->key_end,
    };
    tree->key = tree->key_end = 0;
    if (tree->depth == 0)
        return index;
    tree->node[index].parent = tree->open[tree->depth - 1].node;
    tree->node[index].index = tree->open[tree->depth - 1].count++;
    if (tree->open[tree->depth - 1].last)
        tree->node[tree->open[tree->depth - 1].last].next = index;
    else
        tree->node[tree->open[tree->depth - 1].node].child = index;
    tree->open[tree->depth - 1].last = index;
    return index;
}

static void on_open(void *user, size_t start)
{
    struct ho_tree *tree = user;
    const uint32_t node = add(tree, start, start);

    tree->open[tree->depth].node = node;
    tree->open[tree->depth].count = 0;
    tree->open[tree->depth++].last = 0;
}

static void on_close(void *user, size_t end)
{
    struct ho_tree *tree = user;

    tree->depth--;
    if (!tree->failed)
        tree->node[tree->open[tree->depth].node].end = (uint32_t)end;
}

static void on_key(void *user, size_t start, size_t end)
{
    struct ho_tree *tree = user;

    tree->key = (uint32_t)start + 1;
    tree->key_end = (uint32_t)end - 1;
}

static void on_scalar(void *user, size_t start, size_t end)
{
    add(user, start, end);
}

enum handoff_status ho_tree_init(struct ho_tree *tree,
                                 struct handoff_slice text,
                                 struct handoff_error *err)
{
    const struct ho_json_events events = { .open = on_open,
                                           .close = on_close,
                                           .key = on_key,
                                           .scalar = on_scalar,
                                           .user = tree };
    enum handoff_status status;

    *tree = (struct ho_tree){ .text = text };
    status = ho_json_walk(text, &events, err);
    return tree->failed ? ho_no_memory(err) : status;
}

void ho_tree_release(struct ho_tree *tree)
{
    free(tree->node);
    tree->node = NULL;
}

const struct ho_node *ho_tree_child(const struct ho_tree *tree,
                                    const struct ho_node *node)
{
    return node && node->child ? &tree->node[node->child] : NULL;
}

const struct ho_node *ho_tree_next(const struct ho_tree *tree,
                                   const struct ho_node *node)
{
    return node && node->next ? &tree->node[node->next] : NULL;
}

const struct ho_node *ho_tree_get(const struct ho_tree *tree,
                                  const struct ho_node *object, const char *key)
{
    const struct ho_node *node;

    if (!object || object->kind != '{')
        return NULL;
    for (node = ho_tree_child(tree, object); node;
         node = ho_tree_next(tree, node))
        if (ho_slice_is(ho_tree_key(tree, node), key))
            break;
    return node;
}

struct handoff_slice ho_tree_key(const struct ho_tree *tree,
                                 const struct ho_node *node)
{
    return ho_part(tree->text, node->key, node->key_end);
}

/* Bytes of the escape at s.ptr[at], or 1 for a plain byte; a pair of
 * surrogates is one escape. */
static size_t unit(struct handoff_slice s, size_t at)
{
    if (s.ptr[at] != '\\')
        return 1;
    if (s.ptr[at + 1] != 'u')
        return 2;
    return (s.ptr[at + 2] == 'd' || s.ptr[at + 2] == 'D') &&
                   strchr("89abAB", s.ptr[at + 3])
               ? 12
               : 6;
}

/* Decode [start, end) and keep the place of each byte. */
static struct ho_piece decode(const struct ho_tree *tree, size_t start,
                              size_t end, struct ho_arena *arena)
{
    const struct handoff_slice raw = ho_part(tree->text, start, end);
    struct ho_piece out = { raw, start, NULL };
    uint32_t *map;
    char *text;
    size_t len = 0;

    if (raw.len == 0 || !memchr(raw.ptr, '\\', raw.len))
        return out;
    out.text.len = 0;
    text = ho_arena_alloc(arena, raw.len + 1);
    map = ho_arena_alloc(arena, (raw.len + 1) * sizeof *map);
    if (!text || !map)
        return out;
    for (size_t at = 0, n; at < raw.len; at += n) {
        const size_t from = len;

        n = unit(raw, at);
        len += ho_json_unescape(ho_part(raw, at, at + n), text + len);
        for (size_t i = from; i < len; i++)
            map[i] = (uint32_t)(start + at);
    }
    map[len] = (uint32_t)end;
    return (struct ho_piece){ { text, len }, start, map };
}

struct ho_piece ho_tree_key_text(const struct ho_tree *tree,
                                 const struct ho_node *node,
                                 struct ho_arena *arena)
{
    return decode(tree, node->key, node->key_end, arena);
}

struct ho_piece ho_tree_text(const struct ho_tree *tree,
                             const struct ho_node *node, struct ho_arena *arena)
{
    switch (node->kind) {
    case '"':
        return decode(tree, node->start + 1, node->end - 1, arena);
    case '{':
    case '[':
    case 'n':
        return (struct ho_piece){ { "", 0 }, node->start, NULL };
    default:
        return (struct ho_piece){ ho_part(tree->text, node->start, node->end),
                                  node->start, NULL };
    }
}
