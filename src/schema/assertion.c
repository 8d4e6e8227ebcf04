/* assertion.c - keywords that judge a value by itself; schema/keyword.h */
#include <stdint.h>
#include <stdlib.h>

#include "schema/keyword.h"
#include "schema/number.h"

static enum handoff_status fail(struct ho_compiler *c, const struct ho_node *n,
                                const struct ho_datum *d, const char *why)
{
    return ho_source_fail(c, n->resource->source, d, "%s", why);
}

static unsigned type_bit(const struct ho_datum *d)
{
    static const char *const names[] = { "null",  "boolean", "number", "string",
                                         "array", "object",  "integer" };

    if (d->kind != HO_DATUM_STRING)
        return 0;
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
        if (ho_slice_is(d->text, names[i]))
            return 1u << i;
    return 0;
}

enum handoff_status ho_compile_type(struct ho_compiler *c, struct ho_node *n,
                                    const struct ho_datum *d, size_t field)
{
    const bool list = d->kind == HO_DATUM_ARRAY;
    const struct ho_datum *name = list ? ho_first(d) : d;
    const uint32_t count = list ? d->count : 1;

    (void)field;
    if (count == 0)
        return fail(c, n, d, "must name at least one type");
    for (uint32_t i = 0; i < count; i++, name = ho_next(name)) {
        const unsigned bit = type_bit(name);

        if (bit == 0)
            return fail(c, n, name,
                        "must be one of null, boolean, number, integer, "
                        "string, array, object");
        n->types |= bit;
    }
    return HANDOFF_OK;
}

static struct ho_value_rules *value_rules(struct ho_compiler *c,
                                          struct ho_node *n)
{
    if (!n->value)
        n->value = ho_arena_alloc(c->schema->arena, sizeof *n->value);
    return n->value;
}

enum handoff_status ho_compile_const(struct ho_compiler *c, struct ho_node *n,
                                     const struct ho_datum *d, size_t field)
{
    struct ho_value_rules *rules = value_rules(c, n);

    (void)field;
    if (!rules)
        return ho_compile_memory(c);
    rules->constant = d;
    return HANDOFF_OK;
}

static int compare_choices(const void *left, const void *right)
{
    const struct ho_choice *a = left, *b = right;

    return (a->hash > b->hash) - (a->hash < b->hash);
}

enum handoff_status ho_compile_enum(struct ho_compiler *c, struct ho_node *n,
                                    const struct ho_datum *d, size_t field)
{
    struct ho_value_rules *rules = value_rules(c, n);
    const struct ho_datum *value = ho_first(d);
    size_t steps = 0;

    (void)field;
    if (d->kind != HO_DATUM_ARRAY)
        return fail(c, n, d, "must be a list of values");
    if (rules && d->count > 0)
        rules->choice =
            ho_arena_alloc(c->schema->arena, d->count * sizeof *rules->choice);
    if (!rules || (d->count > 0 && !rules->choice))
        return ho_compile_memory(c);
    rules->choices = d;
    rules->choice_count = d->count;
    for (uint32_t i = 0; i < d->count; i++, value = ho_next(value))
        rules->choice[i] =
            (struct ho_choice){ ho_datum_hash(value, &steps), value };
    if (d->count > 0)
        qsort(rules->choice, d->count, sizeof *rules->choice, compare_choices);
    return HANDOFF_OK;
}

enum handoff_status ho_compile_number(struct ho_compiler *c, struct ho_node *n,
                                      const struct ho_datum *d, size_t field)
{
    if (d->kind != HO_DATUM_NUMBER)
        return fail(c, n, d, "must be a number");
    if (field == offsetof(struct ho_number_rules, multiple_of) &&
        ho_number_compare(d->text, ho_slice("0")) <= 0)
        return fail(c, n, d, "must be a number above 0");
    if (!n->number)
        n->number = ho_arena_alloc(c->schema->arena, sizeof *n->number);
    if (!n->number)
        return ho_compile_memory(c);
    memcpy((char *)n->number + field, &d->text, sizeof d->text);
    return HANDOFF_OK;
}

enum handoff_status ho_read_count(struct ho_compiler *c,
                                  const struct ho_node *n,
                                  const struct ho_datum *d, size_t *out)
{
    if (d->kind == HO_DATUM_NUMBER && ho_number_count(d->text, out))
        return HANDOFF_OK;
    return fail(c, n, d, "must be a whole number of 0 or more");
}

static struct ho_text_rules *text_rules(struct ho_compiler *c,
                                        struct ho_node *n)
{
    if (n->text)
        return n->text;
    n->text = ho_arena_alloc(c->schema->arena, sizeof *n->text);
    if (n->text)
        n->text->max = SIZE_MAX;
    return n->text;
}

struct ho_array_rules *ho_array_rules(struct ho_compiler *c, struct ho_node *n)
{
    if (n->array)
        return n->array;
    n->array = ho_arena_alloc(c->schema->arena, sizeof *n->array);
    if (n->array) {
        n->array->max = n->array->max_contains = SIZE_MAX;
        n->array->min_contains = 1;
    }
    return n->array;
}

struct ho_object_rules *ho_object_rules(struct ho_compiler *c,
                                        struct ho_node *n)
{
    if (n->object)
        return n->object;
    n->object = ho_arena_alloc(c->schema->arena, sizeof *n->object);
    if (n->object)
        n->object->max = SIZE_MAX;
    return n->object;
}

static enum handoff_status set_count(struct ho_compiler *c,
                                     const struct ho_node *n,
                                     const struct ho_datum *d, void *rules,
                                     size_t field)
{
    enum handoff_status status;
    size_t count;

    if (!rules)
        return ho_compile_memory(c);
    status = ho_read_count(c, n, d, &count);
    if (status == HANDOFF_OK)
        memcpy((char *)rules + field, &count, sizeof count);
    return status;
}

enum handoff_status ho_compile_count_in_text(struct ho_compiler *c,
                                             struct ho_node *n,
                                             const struct ho_datum *d,
                                             size_t field)
{
    return set_count(c, n, d, text_rules(c, n), field);
}

enum handoff_status ho_compile_count_in_array(struct ho_compiler *c,
                                              struct ho_node *n,
                                              const struct ho_datum *d,
                                              size_t field)
{
    return set_count(c, n, d, ho_array_rules(c, n), field);
}

enum handoff_status ho_compile_count_in_object(struct ho_compiler *c,
                                               struct ho_node *n,
                                               const struct ho_datum *d,
                                               size_t field)
{
    return set_count(c, n, d, ho_object_rules(c, n), field);
}

enum handoff_status ho_compile_unique(struct ho_compiler *c, struct ho_node *n,
                                      const struct ho_datum *d, size_t field)
{
    struct ho_array_rules *rules = ho_array_rules(c, n);

    (void)field;
    if (d->kind != HO_DATUM_BOOLEAN)
        return fail(c, n, d, "must be true or false");
    if (!rules)
        return ho_compile_memory(c);
    rules->unique = ho_is_true(d);
    return HANDOFF_OK;
}

enum handoff_status ho_read_pattern(struct ho_compiler *c,
                                    const struct ho_node *n,
                                    const struct ho_datum *at,
                                    struct handoff_slice pattern,
                                    const struct ho_regex **out)
{
    struct handoff_schema *s = c->schema;
    struct ho_regex **slot =
        ho_arena_push(s->arena, &s->regex, &s->regex_count, sizeof *s->regex);
    char why[HO_REGEX_WHY];
    enum handoff_status status;

    if (!slot)
        return ho_compile_memory(c);
    status = ho_regex_compile(pattern, slot, why);
    if (status == HANDOFF_NO_MEMORY)
        return ho_no_memory(c->err);
    if (status != HANDOFF_OK)
        return ho_source_fail(c, n->resource->source, at,
                              "is not a pattern that can be used: %s", why);
    *out = *slot;
    return HANDOFF_OK;
}

enum handoff_status ho_compile_pattern(struct ho_compiler *c, struct ho_node *n,
                                       const struct ho_datum *d, size_t field)
{
    struct ho_text_rules *rules = text_rules(c, n);

    (void)field;
    if (d->kind != HO_DATUM_STRING)
        return fail(c, n, d, "must be a pattern in a string");
    if (!rules)
        return ho_compile_memory(c);
    rules->pattern = d->text;
    return ho_read_pattern(c, n, d, d->text, &rules->regex);
}

enum handoff_status ho_compile_format(struct ho_compiler *c, struct ho_node *n,
                                      const struct ho_datum *d, size_t field)
{
    struct ho_text_rules *rules;

    (void)field;
    if (d->kind != HO_DATUM_STRING)
        return fail(c, n, d, "must be the name of a format");
    if (!c->options->assert_format &&
        !(n->resource->vocabularies & HO_VOCABULARY_FORMAT))
        return HANDOFF_OK;
    rules = text_rules(c, n);
    if (!rules)
        return ho_compile_memory(c);
    rules->format = ho_format_find(d->text);
    return HANDOFF_OK;
}
