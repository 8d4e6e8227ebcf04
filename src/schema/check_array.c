/* check_array.c - arrays; see schema/check.h */
#include <stdlib.h>

#include "schema/check.h"

static bool check_size(struct ho_check *c, const struct ho_node *n,
                       const struct ho_datum *d)
{
    if (d->count < n->array->min)
        return ho_check_problem(c, n, d, HO_PROBLEM_MIN_ITEMS, 0, 0);
    if (d->count > n->array->max)
        return ho_check_problem(c, n, d, HO_PROBLEM_MAX_ITEMS, 0, 0);
    return true;
}

struct hashed {
    uint32_t hash, ordinal;
    const struct ho_datum *item;
};

static int compare_hashed(const void *left, const void *right)
{
    const struct hashed *a = left, *b = right;

    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return (a->ordinal > b->ordinal) - (a->ordinal < b->ordinal);
}

/* Equal items have equal hashes and lie beside each other once sorted. */
static bool find_equal(struct ho_check *c, const struct hashed *items,
                       size_t count, const struct hashed **first,
                       const struct hashed **second)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count && items[j].hash == items[i].hash;
             j++) {
            if (ho_datum_equal(items[i].item, items[j].item, &c->steps)) {
                *first = &items[i];
                *second = &items[j];
                return true;
            }
            if (!ho_check_budget(c))
                return false;
        }
    return false;
}

static bool check_unique(struct ho_check *c, const struct ho_node *n,
                         const struct ho_datum *d)
{
    const struct ho_datum *item = ho_first(d);
    const struct hashed *first, *second;
    struct hashed *items;
    bool ok = true;

    if (d->count < 2)
        return true;
    items = malloc(d->count * sizeof *items);
    if (!items)
        return ho_check_fail(c, ho_no_memory(c->err));
    for (uint32_t i = 0; i < d->count; i++, item = ho_next(item))
        items[i] = (struct hashed){ ho_datum_hash(item, &c->steps), i, item };
    qsort(items, d->count, sizeof *items, compare_hashed);
    if (find_equal(c, items, d->count, &first, &second))
        ok = ho_check_problem(c, n, d, HO_PROBLEM_UNIQUE_ITEMS, first->ordinal,
                              second->ordinal);
    free(items);
    return ok;
}

static bool check_items(struct ho_check *c, const struct ho_node *n,
                        const struct ho_datum *d, struct ho_seen *seen)
{
    const struct ho_array_rules *r = n->array;
    const struct ho_datum *item = ho_first(d);
    bool ok = true;

    c->steps += d->count;
    for (uint32_t i = 0; i < d->count; i++, item = ho_next(item)) {
        const struct ho_node *schema =
            i < r->prefix.count ? r->prefix.item[i] : r->items;

        if (!schema)
            break;
        ho_seen_mark(seen, i);
        ok = ho_check_child(c, schema, item) && ok;
        if (ho_check_stop(c, ok))
            return false;
    }
    return ok;
}

static bool check_contains(struct ho_check *c, const struct ho_node *n,
                           const struct ho_datum *d, struct ho_seen *seen)
{
    const struct ho_array_rules *r = n->array;
    const struct ho_datum *item = ho_first(d);
    const unsigned still = c->still;
    uint32_t fits = 0;

    c->still = 0;
    c->steps += d->count;
    for (uint32_t i = 0; i < d->count; i++, item = ho_next(item))
        if (ho_check_quietly(c, r->contains, item, NULL)) {
            fits++;
            ho_seen_mark(seen, i);
        }
    c->still = still;
    if (fits < r->min_contains)
        return ho_check_problem(c, n, d,
                                r->min_contains == 1 ? HO_PROBLEM_CONTAINS
                                                     : HO_PROBLEM_MIN_CONTAINS,
                                fits, 0);
    if (fits > r->max_contains)
        return ho_check_problem(c, n, d, HO_PROBLEM_MAX_CONTAINS, fits, 0);
    return true;
}

bool ho_check_array(struct ho_check *c, const struct ho_node *n,
                    const struct ho_datum *d, struct ho_seen *seen)
{
    const struct ho_array_rules *r = n->array;
    bool ok = check_size(c, n, d);

    if (r->unique && !ho_check_stop(c, ok))
        ok = check_unique(c, n, d) && ok;
    if ((r->items || r->prefix.count > 0) && !ho_check_stop(c, ok))
        ok = check_items(c, n, d, seen) && ok;
    if (r->contains && !ho_check_stop(c, ok))
        ok = check_contains(c, n, d, seen) && ok;
    return ok;
}
