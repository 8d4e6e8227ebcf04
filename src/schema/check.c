/* check.c - judging an instance; see schema/check.h */
#include "schema/check.h"

#include <stdlib.h>

#include "base/json.h"
#include "base/utf8.h"

enum {
    /* A step is a value judged or compared.  Honest schemas need some for
     * each value; nested choices double them with each level. */
    STEPS = 10 * 1000 * 1000,
    STEPS_PER_VALUE = 1000,
    DEPTH = 1500,        /* nested schemas, for the stack */
    BYTES_PER_STEP = 64, /* of a text */
    PROBLEMS = 10 * 1000,
    PLACE_SHOWN = 160 /* bytes of a pointer in an error */
};

bool ho_seen_init(struct ho_check *c, struct ho_seen *seen, size_t count)
{
    *seen = (struct ho_seen){ .words = (count + 63) / 64 };
    c->steps += seen->words;
    seen->bits = &seen->few;
    if (seen->words > 1)
        seen->bits = calloc(seen->words, sizeof *seen->bits);
    return seen->bits || ho_check_fail(c, ho_no_memory(c->err));
}

void ho_seen_release(struct ho_seen *seen)
{
    if (seen->bits != &seen->few)
        free(seen->bits);
}

void ho_seen_add(struct ho_seen *seen, const struct ho_seen *more)
{
    for (size_t i = 0; i < seen->words; i++)
        seen->bits[i] |= more->bits[i];
}

bool ho_check_fail(struct ho_check *c, enum handoff_status status)
{
    if (c->status == HANDOFF_OK)
        c->status = status;
    return false;
}

bool ho_check_problem(struct ho_check *c, const struct ho_node *n,
                      const struct ho_datum *d, enum ho_problem_kind kind,
                      uint32_t a, uint32_t b)
{
    const struct ho_datum *place = c->member ? c->member : d;

    if (c->quiet || c->status != HANDOFF_OK)
        return false;
    if (c->count == PROBLEMS) {
        c->more = true;
        return false;
    }
    if (c->count == c->room) {
        const size_t room = c->room ? 2 * c->room : 16;
        void *grown = realloc(c->problem, room * sizeof *c->problem);

        if (!grown)
            return ho_check_fail(c, ho_no_memory(c->err));
        c->problem = grown;
        c->room = room;
    }
    c->problem[c->count++] = (struct ho_problem){
        .node = n,
        .at = (uint32_t)(place - c->root),
        .of_key = c->member != NULL,
        .kind = kind,
        .a = a,
        .b = b,
    };
    return false;
}

bool ho_check_budget(struct ho_check *c)
{
    if (c->steps <= c->step_limit)
        return true;
    return ho_check_fail(
        c, ho_fail(c->err, HANDOFF_TOO_LARGE,
                   "the check needs more than %zu steps; simplify the nested "
                   "choices of the schema",
                   c->step_limit));
}

/* Name the schema and the value where a check had to stop. */
static bool fail_at(struct ho_check *c, const struct ho_node *n,
                    const struct ho_datum *d, enum handoff_status status,
                    const char *why)
{
    struct handoff_slice schema, value;
    struct ho_buffer text;
    size_t middle;

    ho_buffer_init(&text, SIZE_MAX - 1);
    ho_datum_pointer(n->resource->source->doc.item, n->datum, &text);
    middle = text.len;
    ho_datum_pointer(c->root, c->member ? c->member : d, &text);
    schema =
        ho_utf8_cut(ho_part(ho_buffer_slice(&text), 0, middle), PLACE_SHOWN);
    value = ho_utf8_cut(ho_part(ho_buffer_slice(&text), middle, text.len),
                        PLACE_SHOWN);
    ho_fail(c->err, status,
            "the schema at \"%.*s\", on the value at \"%.*s\", "
            "%s",
            (int)schema.len, schema.ptr, (int)value.len, value.ptr, why);
    ho_buffer_release(&text);
    return ho_check_fail(c, status);
}

bool ho_check_match(struct ho_check *c, const struct ho_node *n,
                    const struct ho_datum *d, const struct ho_regex *regex,
                    struct handoff_slice text, bool *matches)
{
    const enum handoff_status status =
        ho_regex_match(regex, &c->matcher, text, matches);

    c->steps += 1 + text.len / BYTES_PER_STEP;
    if (status == HANDOFF_OK)
        return true;
    if (status == HANDOFF_NO_MEMORY)
        return ho_check_fail(c, ho_no_memory(c->err));
    return fail_at(c, n, d, status,
                   "has a pattern that needs too many steps; rewrite it "
                   "without repeats inside repeats");
}

bool ho_check_quietly(struct ho_check *c, const struct ho_node *n,
                      const struct ho_datum *d, struct ho_seen *seen)
{
    const bool quiet = c->quiet;
    bool ok;

    c->quiet = true;
    ok = ho_check_node(c, n, d, seen);
    c->quiet = quiet;
    return ok;
}

bool ho_check_child(struct ho_check *c, const struct ho_node *n,
                    const struct ho_datum *child)
{
    const unsigned still = c->still;
    bool ok;

    c->still = 0;
    ok = ho_check_node(c, n, child, NULL);
    c->still = still;
    return ok;
}

/* The keywords that take what the others have left. */
static bool check_rest(struct ho_check *c, const struct ho_node *rest,
                       const struct ho_datum *d, struct ho_seen *seen)
{
    const struct ho_datum *child = ho_first(d);
    bool ok = true;

    c->steps += d->count;
    for (uint32_t i = 0; i < d->count; i++, child = ho_next(child)) {
        if (ho_seen_has(seen, i))
            continue;
        ho_seen_mark(seen, i);
        ok = ho_check_child(c, rest, child) && ok;
        if (ho_check_stop(c, ok))
            return false;
    }
    return ok;
}

/* All rules of a node; *in_place tells whether those that apply further
 * schemas to the same value were satisfied. */
static bool check_rules(struct ho_check *c, const struct ho_node *n,
                        const struct ho_datum *d, struct ho_seen *seen,
                        bool *in_place)
{
    bool ok = ho_check_value(c, n, d);

    *in_place = true;
    if (ho_check_stop(c, ok))
        return false;
    if (n->logic)
        *in_place = ho_check_logic(c, n, d, seen);
    ok = ok && *in_place;
    if (ho_check_stop(c, ok))
        return false;
    if (n->array && d->kind == HO_DATUM_ARRAY)
        ok = ho_check_array(c, n, d, seen) && ok;
    else if (n->object && d->kind == HO_DATUM_OBJECT)
        ok = ho_check_object(c, n, d, seen, in_place) && ok;
    return ok;
}

static const struct ho_node *rest_of(const struct ho_node *n,
                                     const struct ho_datum *d)
{
    if (d->kind == HO_DATUM_ARRAY && n->array)
        return n->array->unevaluated;
    if (d->kind == HO_DATUM_OBJECT && n->object)
        return n->object->unevaluated;
    return NULL;
}

/* With an unevaluated* keyword the node needs a set of its own: it asks only
 * what its own keywords have looked at.  Where a branch has refused the
 * object, everything that branch would have looked at seems unevaluated, so
 * those problems are left out. */
static bool check_with_rest(struct ho_check *c, const struct ho_node *n,
                            const struct ho_datum *d,
                            const struct ho_node *rest, struct ho_seen *seen)
{
    struct ho_seen own;
    bool in_place, ok;

    if (!ho_seen_init(c, &own, d->count))
        return false;
    ok = check_rules(c, n, d, &own, &in_place);
    if (in_place && !ho_check_stop(c, ok))
        ok = check_rest(c, rest, d, &own) && ok;
    if (ok && seen)
        ho_seen_add(seen, &own);
    ho_seen_release(&own);
    return ok;
}

static bool is_in_scope(const struct ho_check *c,
                        const struct ho_resource *resource)
{
    for (const struct ho_scope *s = c->scope; s; s = s->outer)
        if (s->resource == resource)
            return true;
    return false;
}

/* More nested schemas on one value than there are schemas: a circle. */
static bool enter(struct ho_check *c, const struct ho_node *n,
                  const struct ho_datum *d)
{
    if (c->status != HANDOFF_OK)
        return false;
    c->steps += 1 + d->text.len / BYTES_PER_STEP;
    if (c->still > 2 * (size_t)c->schema->node_count)
        return fail_at(c, n, d, HANDOFF_BAD_SCHEMA,
                       "leads back to itself without a step into the value; "
                       "break the circle of references");
    if (c->depth > DEPTH)
        return fail_at(c, n, d, HANDOFF_TOO_LARGE,
                       "is nested more than 1500 levels deep; flatten the "
                       "schema or the value");
    return ho_check_budget(c);
}

bool ho_check_node(struct ho_check *c, const struct ho_node *n,
                   const struct ho_datum *d, struct ho_seen *seen)
{
    const struct ho_scope scope = { c->scope, n->resource };
    const struct ho_node *rest = rest_of(n, d);
    bool ok, in_place;

    if (n->kind == HO_NODE_TRUE)
        return true;
    if (n->kind == HO_NODE_FALSE)
        return ho_check_problem(c, n, d, HO_PROBLEM_FALSE, 0, 0);
    if (!enter(c, n, d))
        return false;
    c->depth++;
    c->still++;
    if (n->resource->has_dynamic && !is_in_scope(c, n->resource))
        c->scope = &scope;
    ok = rest ? check_with_rest(c, n, d, rest, seen)
              : check_rules(c, n, d, seen, &in_place);
    c->scope = scope.outer;
    c->still--;
    c->depth--;
    return ok && c->status == HANDOFF_OK;
}

enum handoff_status ho_document_check(const struct ho_document *doc,
                                      const struct handoff_schema *schema,
                                      struct handoff_schema_result *result,
                                      struct handoff_error *err)
{
    struct ho_check c = {
        .schema = schema,
        .root = doc->item,
        .quiet = true,
        .step_limit = STEPS + doc->count * STEPS_PER_VALUE,
        .err = err,
    };
    const bool valid = ho_check_node(&c, schema->root, doc->item, NULL);

    if (!valid && c.status == HANDOFF_OK) {
        c.quiet = false;
        c.steps = 0;
        ho_check_node(&c, schema->root, doc->item, NULL);
    }
    if (c.status == HANDOFF_OK && !valid)
        c.status = ho_problems_write(&c, result);
    else if (c.status == HANDOFF_OK)
        *result = (struct handoff_schema_result){ .valid = true };
    ho_matcher_release(&c.matcher);
    free(c.problem);
    return c.status;
}

enum handoff_status handoff_schema_check(const struct handoff_schema *schema,
                                         struct handoff_slice instance,
                                         struct handoff_schema_result *result,
                                         struct handoff_error *err)
{
    struct ho_document doc = { 0 };
    enum handoff_status status =
        ho_document_read(&doc, instance, "the instance", err);

    if (status == HANDOFF_OK)
        status = ho_document_check(&doc, schema, result, err);
    ho_document_release(&doc);
    return status;
}

void handoff_schema_result_release(struct handoff_schema_result *result)
{
    if (!result)
        return;
    free(result->item);
    *result = (struct handoff_schema_result){ 0 };
}
