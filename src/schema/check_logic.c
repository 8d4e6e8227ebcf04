/* check_logic.c - schemas applied to the same value; see schema/check.h */
#include "schema/check.h"

/* Judge a branch that may fail: what it has looked at counts only when it
 * fits. */
static bool try_branch(struct ho_check *c, const struct ho_node *n,
                       const struct ho_datum *d, struct ho_seen *seen)
{
    struct ho_seen own;
    bool ok;

    if (!seen)
        return ho_check_quietly(c, n, d, NULL);
    if (!ho_seen_init(c, &own, d->count))
        return false;
    ok = ho_check_quietly(c, n, d, &own);
    if (ok)
        ho_seen_add(seen, &own);
    ho_seen_release(&own);
    return ok;
}

static bool check_all(struct ho_check *c, const struct ho_nodes *nodes,
                      const struct ho_datum *d, struct ho_seen *seen)
{
    bool ok = true;

    for (size_t i = 0; i < nodes->count; i++) {
        ok = ho_check_node(c, nodes->item[i], d, seen) && ok;
        if (ho_check_stop(c, ok))
            return false;
    }
    return ok;
}

/* No branch fits: what each of them has against the value. */
static bool tell_all(struct ho_check *c, const struct ho_nodes *nodes,
                     const struct ho_datum *d)
{
    if (!c->quiet)
        check_all(c, nodes, d, NULL);
    return false;
}

static bool check_any(struct ho_check *c, const struct ho_nodes *nodes,
                      const struct ho_datum *d, struct ho_seen *seen)
{
    bool fits = nodes->count == 0;

    for (size_t i = 0; i < nodes->count && (seen || !fits); i++)
        fits = try_branch(c, nodes->item[i], d, seen) || fits;
    return fits || tell_all(c, nodes, d);
}

static bool check_one(struct ho_check *c, const struct ho_node *n,
                      const struct ho_datum *d, struct ho_seen *seen)
{
    const struct ho_nodes *nodes = &n->logic->one_of;
    uint32_t first = 0;
    size_t fits = 0;

    for (uint32_t i = 0; i < nodes->count; i++) {
        if (!try_branch(c, nodes->item[i], d, seen))
            continue;
        if (++fits == 2)
            return ho_check_problem(c, n, d, HO_PROBLEM_ONE_OF, first, i);
        first = i;
    }
    return fits == 1 || nodes->count == 0 || tell_all(c, nodes, d);
}

static bool check_if(struct ho_check *c, const struct ho_logic_rules *r,
                     const struct ho_datum *d, struct ho_seen *seen)
{
    const struct ho_node *branch =
        try_branch(c, r->if_, d, seen) ? r->then_ : r->else_;

    return !branch || ho_check_node(c, branch, d, seen);
}

/* The outermost resource that has a dynamic anchor of that name decides. */
static const struct ho_node *dynamic_target(const struct ho_check *c,
                                            const struct ho_logic_rules *r)
{
    const struct ho_node *target = r->dynamic;

    if (!r->dynamic_name.ptr)
        return target;
    for (const struct ho_scope *s = c->scope; s; s = s->outer)
        for (size_t i = 0; i < s->resource->anchor_count; i++) {
            const struct ho_anchor *a = &s->resource->anchor[i];

            if (a->node && ho_same(a->name, r->dynamic_name))
                target = a->node;
        }
    return target;
}

bool ho_check_logic(struct ho_check *c, const struct ho_node *n,
                    const struct ho_datum *d, struct ho_seen *seen)
{
    const struct ho_logic_rules *r = n->logic;
    bool ok = !r->ref || ho_check_node(c, r->ref, d, seen);

    if (r->dynamic && !ho_check_stop(c, ok))
        ok = ho_check_node(c, dynamic_target(c, r), d, seen) && ok;
    if (!ho_check_stop(c, ok))
        ok = check_all(c, &r->all_of, d, seen) && ok;
    if (!ho_check_stop(c, ok))
        ok = check_any(c, &r->any_of, d, seen) && ok;
    if (!ho_check_stop(c, ok))
        ok = check_one(c, n, d, seen) && ok;
    if (r->not_ && !ho_check_stop(c, ok) &&
        ho_check_quietly(c, r->not_, d, NULL))
        ok = ho_check_problem(c, n, d, HO_PROBLEM_NOT, 0, 0);
    if (r->if_ && !ho_check_stop(c, ok))
        ok = check_if(c, r, d, seen) && ok;
    return ok;
}
