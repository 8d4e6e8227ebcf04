/* map.c - all leads of a batch on one map; see <handoff/playbook.h> */
#include <stdlib.h>

#include "playbook/playbook.h"

enum { MAP_BYTES = 1 << 30 }; /* 20,000 leads at some 50 KB */

static void fill(struct handoff_map *map, struct handoff_entry *e, size_t index)
{
    *e = (struct handoff_entry){ .index = index,
                                 .lead =
                                     handoff_batch_lead(map->in.batch, index),
                                 .brief = map->in.brief[index],
                                 .decision = map->in.decision[index] };
    ho_entry_check_claims(map, e);
    ho_qualify(map->arena, &map->book,
               &(struct ho_stand){ map->in.policy, e->brief, e->decision,
                                   map->in.as_of },
               &e->qualified);
    ho_entry_place(map, e);
    ho_entry_term(map, e);
    ho_entry_ask(map, e);
    ho_entry_act(map, e);
    ho_entry_check(map, e);
    ho_entry_crm(map, e);
    ho_entry_summary(map, e);
    ho_entry_flag(map, e);
    ho_entry_score(map, e);
}

/* Falling score; the batch's order breaks ties, so that the sort is total. */
static int by_score(const void *left, const void *right)
{
    const struct handoff_entry *a = left, *b = right;

    if (a->score != b->score)
        return a->score < b->score ? 1 : -1;
    return a->index < b->index ? -1 : a->index > b->index;
}

static enum handoff_status fill_all(struct handoff_map *map,
                                    struct handoff_error *err)
{
    map->count = handoff_batch_count(map->in.batch);
    map->entry =
        ho_arena_alloc(map->arena, (map->count + 1) * sizeof *map->entry);
    for (size_t i = 0; map->entry && i < map->count; i++)
        fill(map, &map->entry[i], i);
    if (map->entry)
        qsort(map->entry, map->count, sizeof *map->entry, by_score);
    return ho_arena_status(map->arena, "the map", err);
}

enum handoff_status handoff_map_make(const struct handoff_map_input *input,
                                     struct handoff_map **out,
                                     struct handoff_error *err)
{
    struct ho_arena *arena = ho_arena_new(MAP_BYTES);
    struct handoff_map *map = arena ? ho_arena_alloc(arena, sizeof *map) : NULL;
    enum handoff_status status;

    if (!map) {
        ho_arena_free(arena);
        return ho_no_memory(err);
    }
    map->arena = arena;
    map->in = *input;
    status = ho_playbook_read(arena, input->policy, &map->book, err);
    if (status == HANDOFF_OK)
        status = fill_all(map, err);
    if (status == HANDOFF_OK)
        *out = map;
    else
        ho_arena_free(arena);
    return status;
}

void handoff_map_free(struct handoff_map *map)
{
    if (map)
        ho_arena_free(map->arena);
}

size_t handoff_map_count(const struct handoff_map *map)
{
    return map->count;
}

const struct handoff_entry *handoff_map_entry(const struct handoff_map *map,
                                              size_t index)
{
    return &map->entry[index];
}
