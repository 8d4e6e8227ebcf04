/* canonical.c - see rules/canonical.h */
#include "rules/canonical.h"

#include <stdlib.h>

#include "base/json.h"
#include "base/sha256.h"

enum { CANONICAL_BYTES = 8 * 1024 * 1024 };

/* Where in the file a node stands, as far as it matters for order. */
enum place { ROOT, FIELDS, FIELD, VALUES, ELSEWHERE };

static enum place below(enum place place, const char *key)
{
    switch (place) {
    case ROOT:
        return strcmp(key, "fields") == 0 ? FIELDS : ELSEWHERE;
    case FIELDS:
        return FIELD;
    case FIELD:
        return strcmp(key, "values") == 0 ? VALUES : ELSEWHERE;
    default:
        return ELSEWHERE;
    }
}

static int compare_keys(const void *a, const void *b)
{
    const struct ho_yaml *const *x = a;
    const struct ho_yaml *const *y = b;

    return strcmp((*x)->key, (*y)->key);
}

static void write_node(struct ho_arena *arena, struct ho_writer *w,
                       const char *key, const struct ho_yaml *node,
                       enum place place);

static void write_sorted(struct ho_arena *arena, struct ho_writer *w,
                         const struct ho_yaml *map, enum place place)
{
    const struct ho_yaml **child =
        ho_arena_alloc(arena, (map->count + 1) * sizeof(*child));
    size_t count = 0;

    if (!child)
        return; /* sticky: the caller asks the arena */
    for (const struct ho_yaml *c = map->child; c; c = c->next)
        child[count++] = c;
    qsort(child, count, sizeof *child, compare_keys);
    for (size_t i = 0; i < count; i++)
        write_node(arena, w, child[i]->key, child[i],
                   below(place, child[i]->key));
}

static void write_ordered(struct ho_arena *arena, struct ho_writer *w,
                          const char *key, const struct ho_yaml *map,
                          enum place place)
{
    ho_write_array(w, key);
    for (const struct ho_yaml *c = map->child; c; c = c->next) {
        ho_write_array(w, NULL);
        ho_write_text(w, NULL, c->key);
        write_node(arena, w, NULL, c, below(place, c->key));
        ho_write_end_array(w);
    }
    ho_write_end_array(w);
}

static void write_sequence(struct ho_arena *arena, struct ho_writer *w,
                           const char *key, const struct ho_yaml *list)
{
    ho_write_array(w, key);
    for (const struct ho_yaml *c = list->child; c; c = c->next)
        write_node(arena, w, NULL, c, ELSEWHERE);
    ho_write_end_array(w);
}

/* Recursion: the YAML reader limits the depth. */
static void write_node(struct ho_arena *arena, struct ho_writer *w,
                       const char *key, const struct ho_yaml *node,
                       enum place place)
{
    if (node->kind == HO_YAML_SCALAR) {
        ho_write_text(w, key, node->text);
    } else if (node->kind == HO_YAML_SEQUENCE) {
        write_sequence(arena, w, key, node);
    } else if (place == FIELDS || place == VALUES) {
        write_ordered(arena, w, key, node, place);
    } else {
        ho_write_object(w, key);
        write_sorted(arena, w, node, place);
        ho_write_end_object(w);
    }
}

enum handoff_status ho_policy_hash(struct handoff_policy *policy,
                                   struct handoff_error *err)
{
    struct ho_buffer text;
    struct ho_writer w;
    enum handoff_status status;

    ho_buffer_init(&text, CANONICAL_BYTES);
    ho_writer_init(&w, &text, 0);
    write_node(policy->arena, &w, NULL, policy->root, ROOT);
    status = ho_arena_status(policy->arena, "the policy", err);
    if (status == HANDOFF_OK)
        status = ho_buffer_status(&text, "the policy", err);
    if (status == HANDOFF_OK)
        status = ho_sha256_hex(ho_buffer_slice(&text), policy->sha256, err);
    ho_buffer_release(&text);
    return status;
}
