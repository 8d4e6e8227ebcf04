/* check_object.c - objects; see schema/check.h */
#include "schema/check.h"

enum { NAMES_PER_STEP = 8 }; /* looked up by their bit alone */

static bool check_size(struct ho_check *c, const struct ho_node *n,
                       const struct ho_datum *d)
{
    if (d->count < n->object->min)
        return ho_check_problem(c, n, d, HO_PROBLEM_MIN_PROPERTIES, 0, 0);
    if (d->count > n->object->max)
        return ho_check_problem(c, n, d, HO_PROBLEM_MAX_PROPERTIES, 0, 0);
    return true;
}

static bool check_patterns(struct ho_check *c, const struct ho_node *n,
                           const struct ho_datum *m, bool *taken)
{
    const struct ho_object_rules *r = n->object;
    bool ok = true;

    for (size_t i = 0; i < r->pattern_count; i++) {
        bool matches = false;

        if (!ho_check_match(c, n, m, r->pattern[i].regex, m->key, &matches))
            return false;
        if (!matches)
            continue;
        *taken = true;
        ok = ho_check_child(c, r->pattern[i].node, m) && ok;
        if (ho_check_stop(c, ok))
            return false;
    }
    return ok;
}

/* The key as a value of its own. */
static bool check_key(struct ho_check *c, const struct ho_node *names,
                      const struct ho_datum *m)
{
    const struct ho_datum key = { .text = m->key,
                                  .kind = HO_DATUM_STRING,
                                  .span = 1 };
    const struct ho_datum *outer = c->member;
    bool ok;

    c->member = m;
    ok = ho_check_child(c, names, &key);
    c->member = outer;
    return ok;
}

/* name is NULL where the schema does not name the key. */
static bool check_member(struct ho_check *c, const struct ho_node *n,
                         const struct ho_datum *m, const struct ho_name *name,
                         struct ho_seen *seen)
{
    const struct ho_object_rules *r = n->object;
    bool taken = name && name->schema;
    bool ok = !taken || ho_check_child(c, name->schema, m);

    if (r->pattern_count > 0 && !ho_check_stop(c, ok))
        ok = check_patterns(c, n, m, &taken) && ok;
    if (!taken && r->additional && !ho_check_stop(c, ok)) {
        ok = ho_check_child(c, r->additional, m) && ok;
        taken = true;
    }
    if (r->property_names && !ho_check_stop(c, ok))
        ok = check_key(c, r->property_names, m) && ok;
    if (taken)
        ho_seen_mark(seen, m->ordinal);
    return ok;
}

/* present: by place in the table of names. */
static bool check_members(struct ho_check *c, const struct ho_node *n,
                          const struct ho_datum *d, struct ho_seen *seen,
                          struct ho_seen *present)
{
    const struct ho_names *names = &n->object->names;
    const struct ho_datum *m = ho_first(d);
    bool ok = true;

    c->steps += d->count;
    for (uint32_t i = 0; i < d->count; i++, m = ho_next(m)) {
        const struct ho_name *name = ho_name_find(names, m->key, m->hash);

        if (name)
            ho_seen_mark(present, (uint32_t)(name - names->item));
        ok = check_member(c, n, m, name, seen) && ok;
        if (ho_check_stop(c, ok))
            return false;
    }
    return ok;
}

static bool check_needs(struct ho_check *c, const struct ho_node *n,
                        const struct ho_datum *d, uint32_t place,
                        const struct ho_seen *present)
{
    const struct ho_name *name = &n->object->names.item[place];
    bool ok = true;

    for (size_t i = 0; i < name->need_count; i++)
        if (!ho_seen_has(present, name->needs[i]))
            ok = ho_check_problem(c, n, d, HO_PROBLEM_DEPENDENT_REQUIRED, place,
                                  name->needs[i]);
    return ok;
}

/* What follows from a key's being there or not. */
static bool check_presence(struct ho_check *c, const struct ho_node *n,
                           const struct ho_datum *d, struct ho_seen *seen,
                           const struct ho_seen *present, bool *in_place)
{
    const struct ho_names *names = &n->object->names;
    bool ok = true;

    c->steps += names->count / NAMES_PER_STEP;
    for (uint32_t i = 0; i < names->count; i++) {
        const struct ho_name *name = &names->item[i];

        if (!ho_seen_has(present, i)) {
            if (name->required)
                ok = ho_check_problem(c, n, d, HO_PROBLEM_REQUIRED, i, 0);
        } else {
            ok = check_needs(c, n, d, i, present) && ok;
            if (name->dependent && !ho_check_stop(c, ok) &&
                !ho_check_node(c, name->dependent, d, seen))
                ok = *in_place = false;
        }
        if (ho_check_stop(c, ok))
            return false;
    }
    return ok;
}

bool ho_check_object(struct ho_check *c, const struct ho_node *n,
                     const struct ho_datum *d, struct ho_seen *seen,
                     bool *in_place)
{
    const struct ho_object_rules *r = n->object;
    struct ho_seen present;
    bool ok = check_size(c, n, d);

    if (ho_check_stop(c, ok))
        return false;
    if (!r->needs_presence)
        return check_members(c, n, d, seen, NULL) && ok;
    if (!ho_seen_init(c, &present, r->names.count))
        return false;
    ok = check_members(c, n, d, seen, &present) && ok;
    if (!ho_check_stop(c, ok))
        ok = check_presence(c, n, d, seen, &present, in_place) && ok;
    ho_seen_release(&present);
    return ok;
}
