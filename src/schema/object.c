/* object.c - keywords of objects, and the table of the keys they name; see
 * schema/keyword.h */
#include "schema/keyword.h"

static uint32_t *find_slot(const struct ho_names *names,
                           struct handoff_slice key, uint32_t hash)
{
    uint32_t at = hash & (names->slots - 1);

    while (names->slot[at] > 0) {
        const struct ho_name *name = &names->item[names->slot[at] - 1];

        if (name->hash == hash && ho_same(name->key, key))
            break;
        at = (at + 1) & (names->slots - 1);
    }
    return &names->slot[at];
}

const struct ho_name *ho_name_find(const struct ho_names *names,
                                   struct handoff_slice key, uint32_t hash)
{
    uint32_t place;

    if (names->count == 0)
        return NULL;
    place = *find_slot(names, key, hash);
    return place > 0 ? &names->item[place - 1] : NULL;
}

/* Keep at least half of the slots free. */
static bool grow(struct ho_compiler *c, struct ho_names *names)
{
    const uint32_t slots = names->slots ? 2 * names->slots : 8;

    if (2 * (names->count + 1) <= names->slots)
        return true;
    names->slot = ho_arena_alloc(c->schema->arena, slots * sizeof *names->slot);
    if (!names->slot)
        return false;
    names->slots = slots;
    for (uint32_t i = 0; i < names->count; i++)
        *find_slot(names, names->item[i].key, names->item[i].hash) = i + 1;
    return true;
}

/* The place of a key in the table, where it is put if it is new. */
static enum handoff_status name_place(struct ho_compiler *c, struct ho_node *n,
                                      struct handoff_slice key, uint32_t *place)
{
    struct ho_object_rules *rules = ho_object_rules(c, n);
    const uint32_t hash = ho_hash(key);
    struct ho_name *name;
    uint32_t *slot;

    if (!rules || !grow(c, &rules->names))
        return ho_compile_memory(c);
    slot = find_slot(&rules->names, key, hash);
    if (*slot == 0) {
        name = ho_arena_push(c->schema->arena, &rules->names.item,
                             &rules->names.count, sizeof *name);
        if (!name)
            return ho_compile_memory(c);
        name->key = key;
        name->hash = hash;
        *slot = (uint32_t)rules->names.count;
    }
    *place = *slot - 1;
    return HANDOFF_OK;
}

static enum handoff_status add_property(struct ho_compiler *c,
                                        struct ho_node *n,
                                        const struct ho_datum *m,
                                        bool dependent)
{
    const struct ho_node *node = NULL;
    uint32_t place = 0;
    enum handoff_status status =
        ho_node_compile(c, n->resource->source, m, &node);

    if (status == HANDOFF_OK)
        status = name_place(c, n, m->key, &place);
    if (status != HANDOFF_OK)
        return status;
    if (dependent)
        n->object->names.item[place].dependent = node;
    else
        n->object->names.item[place].schema = node;
    n->object->needs_presence = n->object->needs_presence || dependent;
    return HANDOFF_OK;
}

static enum handoff_status add_properties(struct ho_compiler *c,
                                          struct ho_node *n,
                                          const struct ho_datum *d,
                                          bool dependent)
{
    enum handoff_status status = ho_expect_object(c, n, d, "schemas");
    const struct ho_datum *m = ho_first(d);

    for (uint32_t i = 0; i < d->count && status == HANDOFF_OK; i++) {
        status = add_property(c, n, m, dependent);
        m = ho_next(m);
    }
    return status;
}

enum handoff_status ho_compile_properties(struct ho_compiler *c,
                                          struct ho_node *n,
                                          const struct ho_datum *d,
                                          size_t field)
{
    (void)field;
    return add_properties(c, n, d, false);
}

enum handoff_status ho_compile_dependent_schemas(struct ho_compiler *c,
                                                 struct ho_node *n,
                                                 const struct ho_datum *d,
                                                 size_t field)
{
    (void)field;
    return add_properties(c, n, d, true);
}

static enum handoff_status add_pattern(struct ho_compiler *c, struct ho_node *n,
                                       const struct ho_datum *m)
{
    struct ho_object_rules *rules = ho_object_rules(c, n);
    struct ho_pattern *p =
        rules ? ho_arena_push(c->schema->arena, &rules->pattern,
                              &rules->pattern_count, sizeof *p)
              : NULL;
    enum handoff_status status;

    if (!p)
        return ho_compile_memory(c);
    p->text = m->key;
    status = ho_read_pattern(c, n, m, m->key, &p->regex);
    if (status == HANDOFF_OK)
        status = ho_node_compile(c, n->resource->source, m, &p->node);
    return status;
}

enum handoff_status ho_compile_pattern_properties(struct ho_compiler *c,
                                                  struct ho_node *n,
                                                  const struct ho_datum *d,
                                                  size_t field)
{
    enum handoff_status status = ho_expect_object(c, n, d, "schemas");
    const struct ho_datum *m = ho_first(d);

    (void)field;
    for (uint32_t i = 0; i < d->count && status == HANDOFF_OK; i++) {
        status = add_pattern(c, n, m);
        m = ho_next(m);
    }
    return status;
}

static enum handoff_status expect_keys(struct ho_compiler *c,
                                       const struct ho_node *n,
                                       const struct ho_datum *d)
{
    const struct ho_datum *key = ho_first(d);
    bool strings = d->kind == HO_DATUM_ARRAY;

    for (uint32_t i = 0; strings && i < d->count; i++) {
        strings = key->kind == HO_DATUM_STRING;
        key = ho_next(key);
    }
    if (strings)
        return HANDOFF_OK;
    return ho_source_fail(c, n->resource->source, d,
                          "must be a list of keys, each a string");
}

enum handoff_status ho_compile_required(struct ho_compiler *c,
                                        struct ho_node *n,
                                        const struct ho_datum *d, size_t field)
{
    enum handoff_status status = expect_keys(c, n, d);
    const struct ho_datum *key = ho_first(d);

    (void)field;
    for (uint32_t i = 0; i < d->count && status == HANDOFF_OK; i++) {
        uint32_t place = 0;

        status = name_place(c, n, key->text, &place);
        if (status == HANDOFF_OK) {
            n->object->names.item[place].required = true;
            n->object->needs_presence = true;
        }
        key = ho_next(key);
    }
    return status;
}

/* One member of dependentRequired. */
static enum handoff_status add_needs(struct ho_compiler *c, struct ho_node *n,
                                     const struct ho_datum *m)
{
    enum handoff_status status = expect_keys(c, n, m);
    const struct ho_datum *key = ho_first(m);
    uint32_t *needs;
    uint32_t place = 0;

    if (status != HANDOFF_OK || m->count == 0)
        return status;
    needs = ho_arena_alloc(c->schema->arena, m->count * sizeof *needs);
    if (!needs)
        return ho_compile_memory(c);
    status = name_place(c, n, m->key, &place);
    for (uint32_t i = 0; i < m->count && status == HANDOFF_OK; i++) {
        status = name_place(c, n, key->text, &needs[i]);
        key = ho_next(key);
    }
    if (status != HANDOFF_OK)
        return status;
    n->object->names.item[place].needs = needs;
    n->object->names.item[place].need_count = m->count;
    n->object->needs_presence = true;
    return HANDOFF_OK;
}

enum handoff_status ho_compile_dependent_required(struct ho_compiler *c,
                                                  struct ho_node *n,
                                                  const struct ho_datum *d,
                                                  size_t field)
{
    enum handoff_status status = ho_expect_object(c, n, d, "lists of keys");
    const struct ho_datum *m = ho_first(d);

    (void)field;
    for (uint32_t i = 0; i < d->count && status == HANDOFF_OK; i++) {
        status = add_needs(c, n, m);
        m = ho_next(m);
    }
    return status;
}
