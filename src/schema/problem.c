/* problem.c - what was found, in sentences; see <handoff/schema.h> */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "base/utf8.h"
#include "schema/check.h"

enum {
    SHOWN = 100,       /* problems in a result */
    VALUE_SHOWN = 60,  /* bytes of a value in a sentence */
    CHOICES_SHOWN = 8, /* values of an enum in a sentence */
    RESULT_BYTES = 64 * 1024 * 1024
};

size_t ho_character_count(struct handoff_slice s)
{
    size_t count = 0;

    for (size_t i = 0; i < s.len; i++)
        count += ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
    return count;
}

static int order(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

/* In the order of the instance, then of the schema. */
static int compare_problems(const void *left, const void *right)
{
    const struct ho_problem *x = left, *y = right;
    const int by[] = { order(x->at, y->at),
                       order(x->of_key, y->of_key),
                       order(x->node->id, y->node->id),
                       order(x->kind, y->kind),
                       order(x->a, y->a),
                       order(x->b, y->b) };

    for (size_t i = 0; i < sizeof by / sizeof *by; i++)
        if (by[i] != 0)
            return by[i];
    return 0;
}

static void add_cut(struct ho_buffer *out, struct handoff_slice s)
{
    const struct handoff_slice cut = ho_utf8_cut(s, VALUE_SHOWN);

    ho_buffer_add(out, cut);
    if (cut.len < s.len)
        ho_buffer_text(out, "...");
}

static void add_string(struct ho_buffer *out, struct handoff_slice s)
{
    struct ho_writer w;

    ho_writer_init(&w, out, 0);
    ho_write_slice(&w, NULL, s);
}

static void add_quoted(struct ho_buffer *out, struct handoff_slice s)
{
    const struct handoff_slice cut = ho_utf8_cut(s, VALUE_SHOWN);

    add_string(out, cut);
    if (cut.len < s.len)
        ho_buffer_text(out, "...");
}

/* A value as JSON on one line, or its beginning: nothing is begun behind the
 * first VALUE_SHOWN bytes. */
static void add_json(struct ho_buffer *out, const struct ho_datum *d)
{
    const bool object = d->kind == HO_DATUM_OBJECT;
    const struct ho_datum *child = ho_first(d);

    if (d->kind == HO_DATUM_STRING)
        add_string(out, ho_utf8_cut(d->text, 2 * VALUE_SHOWN));
    else if (d->kind < HO_DATUM_ARRAY)
        ho_buffer_add(out, d->text);
    if (d->kind < HO_DATUM_ARRAY)
        return;
    ho_buffer_byte(out, object ? '{' : '[');
    for (uint32_t i = 0; i < d->count; i++, child = ho_next(child)) {
        if (out->len > VALUE_SHOWN)
            return;
        if (i > 0)
            ho_buffer_text(out, ", ");
        if (object) {
            add_string(out, ho_utf8_cut(child->key, 2 * VALUE_SHOWN));
            ho_buffer_text(out, ": ");
        }
        add_json(out, child);
    }
    ho_buffer_byte(out, object ? '}' : ']');
}

static void add_value(struct ho_buffer *out, const struct ho_datum *d)
{
    struct ho_buffer json;

    if (d->kind == HO_DATUM_STRING) {
        add_quoted(out, d->text);
        return;
    }
    ho_buffer_init(&json, RESULT_BYTES);
    add_json(&json, d);
    add_cut(out, ho_buffer_slice(&json));
    if (json.failed != HANDOFF_OK && out->failed == HANDOFF_OK)
        out->failed = json.failed;
    ho_buffer_release(&json);
}

static const char *const type_names[] = { "null",      "a boolean", "a number",
                                          "a string",  "an array",  "an object",
                                          "an integer" };

static void add_types(struct ho_buffer *out, unsigned types)
{
    const char *between = "";

    for (unsigned i = 0; i < sizeof type_names / sizeof *type_names; i++) {
        const unsigned rest = types >> i >> 1;

        if (!(types & (1u << i)))
            continue;
        ho_buffer_format(out, "%s%s", between, type_names[i]);
        between = (rest & (rest - 1)) != 0 ? ", " : " or ";
    }
}

static void add_choices(struct ho_buffer *out, const struct ho_datum *choices)
{
    const struct ho_datum *d = ho_first(choices);

    if (choices->count == 0)
        ho_buffer_text(out, "no value at all: its enum is empty");
    for (uint32_t i = 0; i < choices->count; i++, d = ho_next(d)) {
        if (i == CHOICES_SHOWN) {
            ho_buffer_format(out, " or one of %u more",
                             (unsigned)(choices->count - i));
            return;
        }
        ho_buffer_text(out, i > 0 ? ", " : choices->count > 1 ? "one of " : "");
        add_value(out, d);
    }
}

static void say_size(struct ho_buffer *out, const char *bound, size_t limit,
                     const char *one, const char *many, size_t actual)
{
    ho_buffer_format(out, "must have at %s %zu %s, but has %zu", bound, limit,
                     limit == 1 ? one : many, actual);
}

static void say_bound(struct ho_buffer *out, const char *bound,
                      struct handoff_slice limit, const struct ho_datum *d)
{
    ho_buffer_format(out, "must be %s ", bound);
    add_cut(out, limit);
    ho_buffer_text(out, ", but is ");
    add_cut(out, d->text);
}

static void say_number(struct ho_buffer *out, const struct ho_problem *p,
                       const struct ho_datum *d)
{
    const struct ho_number_rules *r = p->node->number;

    if (p->kind == HO_PROBLEM_MINIMUM)
        say_bound(out, "at least", r->minimum, d);
    else if (p->kind == HO_PROBLEM_MAXIMUM)
        say_bound(out, "at most", r->maximum, d);
    else if (p->kind == HO_PROBLEM_EXCLUSIVE_MINIMUM)
        say_bound(out, "more than", r->exclusive_minimum, d);
    else if (p->kind == HO_PROBLEM_EXCLUSIVE_MAXIMUM)
        say_bound(out, "less than", r->exclusive_maximum, d);
    else
        say_bound(out, "a multiple of", r->multiple_of, d);
}

static void say_text(struct ho_buffer *out, const struct ho_problem *p,
                     const struct ho_datum *d)
{
    const struct ho_text_rules *r = p->node->text;
    const size_t count = ho_character_count(d->text);

    if (p->kind == HO_PROBLEM_MIN_LENGTH) {
        say_size(out, "least", r->min, "character", "characters", count);
    } else if (p->kind == HO_PROBLEM_MAX_LENGTH) {
        say_size(out, "most", r->max, "character", "characters", count);
    } else if (p->kind == HO_PROBLEM_PATTERN) {
        ho_buffer_text(out, "must match the pattern ");
        add_quoted(out, r->pattern);
        ho_buffer_text(out, ", but is ");
        add_value(out, d);
    } else {
        ho_buffer_format(out, "must be %s, but is ", r->format->phrase);
        add_value(out, d);
    }
}

static void say_array(struct ho_buffer *out, const struct ho_problem *p,
                      const struct ho_datum *d)
{
    const struct ho_array_rules *r = p->node->array;
    const bool most = p->kind == HO_PROBLEM_MAX_CONTAINS;
    const size_t limit = most ? r->max_contains : r->min_contains;

    if (p->kind == HO_PROBLEM_MIN_ITEMS)
        say_size(out, "least", r->min, "item", "items", d->count);
    else if (p->kind == HO_PROBLEM_MAX_ITEMS)
        say_size(out, "most", r->max, "item", "items", d->count);
    else if (p->kind == HO_PROBLEM_UNIQUE_ITEMS)
        ho_buffer_format(out,
                         "must not repeat an item, but items %u and %u "
                         "are equal",
                         (unsigned)p->a, (unsigned)p->b);
    else
        ho_buffer_format(out,
                         "must hold at %s %zu %s that fit%s \"contains\", "
                         "but holds %u",
                         most ? "most" : "least", limit,
                         limit == 1 ? "item" : "items", limit == 1 ? "s" : "",
                         (unsigned)p->a);
}

static void say_object(struct ho_buffer *out, const struct ho_problem *p,
                       const struct ho_datum *d)
{
    const struct ho_object_rules *r = p->node->object;

    if (p->kind == HO_PROBLEM_MIN_PROPERTIES) {
        say_size(out, "least", r->min, "key", "keys", d->count);
    } else if (p->kind == HO_PROBLEM_MAX_PROPERTIES) {
        say_size(out, "most", r->max, "key", "keys", d->count);
    } else if (p->kind == HO_PROBLEM_REQUIRED) {
        ho_buffer_text(out, "must have the key ");
        add_quoted(out, r->names.item[p->a].key);
    } else {
        ho_buffer_text(out, "must have the key ");
        add_quoted(out, r->names.item[p->b].key);
        ho_buffer_text(out, " because it has the key ");
        add_quoted(out, r->names.item[p->a].key);
    }
}

static void say_false(struct ho_buffer *out, const struct ho_problem *p,
                      const struct ho_datum *root, const struct ho_datum *d)
{
    const struct ho_datum *place = root + p->at;

    if (place == root || p->of_key) {
        ho_buffer_text(out, "is not allowed: the schema is false");
    } else if (root[d->parent].kind == HO_DATUM_OBJECT) {
        ho_buffer_text(out, "is not allowed: remove the key ");
        add_quoted(out, d->key);
    } else {
        ho_buffer_format(out, "is not allowed: remove item %u",
                         (unsigned)d->ordinal);
    }
}

static void say(struct ho_buffer *out, const struct ho_problem *p,
                const struct ho_datum *root, const struct ho_datum *d)
{
    switch (p->kind) {
    case HO_PROBLEM_TYPE:
        ho_buffer_text(out, "must be ");
        add_types(out, p->node->types);
        ho_buffer_format(out, ", but is %s", type_names[d->kind]);
        break;
    case HO_PROBLEM_CONST:
        ho_buffer_text(out, "must be ");
        add_value(out, p->node->value->constant);
        ho_buffer_text(out, ", but is ");
        add_value(out, d);
        break;
    case HO_PROBLEM_ENUM:
        ho_buffer_text(out, "must be ");
        add_choices(out, p->node->value->choices);
        ho_buffer_text(out, "; it is ");
        add_value(out, d);
        break;
    case HO_PROBLEM_ONE_OF:
        ho_buffer_format(out, "must fit exactly one choice, but fits %u and %u",
                         (unsigned)p->a, (unsigned)p->b);
        break;
    case HO_PROBLEM_NOT:
        ho_buffer_text(out, "must not fit the schema under \"not\"");
        break;
    case HO_PROBLEM_FALSE:
        say_false(out, p, root, d);
        break;
    default:
        if (p->kind <= HO_PROBLEM_MULTIPLE_OF)
            say_number(out, p, d);
        else if (p->kind <= HO_PROBLEM_FORMAT)
            say_text(out, p, d);
        else if (p->kind <= HO_PROBLEM_MAX_CONTAINS)
            say_array(out, p, d);
        else
            say_object(out, p, d);
    }
}

/* By enum ho_problem_kind; a false schema has no keyword of its own. */
static const char *const keywords[] = {
    "/type",
    "/const",
    "/enum",
    "/minimum",
    "/maximum",
    "/exclusiveMinimum",
    "/exclusiveMaximum",
    "/multipleOf",
    "/minLength",
    "/maxLength",
    "/pattern",
    "/format",
    "/minItems",
    "/maxItems",
    "/uniqueItems",
    "/contains",
    "/minContains",
    "/maxContains",
    "/minProperties",
    "/maxProperties",
    "/required",
    "/dependentRequired",
    "/oneOf",
    "/not",
    "",
};

/* In another document the pointer stands behind that document's URI. */
static void add_keyword(struct ho_buffer *out, const struct ho_problem *p)
{
    const struct ho_source *source = p->node->resource->source;

    if (source->uri)
        ho_buffer_format(out, "%s#", source->uri);
    ho_datum_pointer(source->doc.item, p->node->datum, out);
    ho_buffer_text(out, keywords[p->kind]);
    if (p->kind == HO_PROBLEM_DEPENDENT_REQUIRED)
        ho_pointer_token(out, p->node->object->names.item[p->a].key);
}

static void add_sentence(struct ho_buffer *out, const struct ho_problem *p,
                         const struct ho_datum *root)
{
    const struct ho_datum *d = root + p->at;
    const struct ho_datum key = { .text = d->key, .kind = HO_DATUM_STRING };

    if (p->of_key) {
        ho_buffer_text(out, "the key ");
        add_quoted(out, d->key);
        ho_buffer_byte(out, ' ');
    }
    say(out, p, root, p->of_key ? &key : d);
}

/* The three texts of a problem, each with its NUL. */
static void add_problem(struct ho_buffer *out, const struct ho_problem *p,
                        const struct ho_datum *root)
{
    ho_datum_pointer(root, root + p->at, out);
    ho_buffer_byte(out, '\0');
    add_keyword(out, p);
    ho_buffer_byte(out, '\0');
    add_sentence(out, p, root);
    ho_buffer_byte(out, '\0');
}

static size_t drop_repeats(struct ho_problem *p, size_t count)
{
    size_t kept = 0;

    for (size_t i = 0; i < count; i++)
        if (kept == 0 || compare_problems(&p[kept - 1], &p[i]) != 0)
            p[kept++] = p[i];
    return kept;
}

static const char *next_text(const char *text)
{
    return text + strlen(text) + 1;
}

/* One block of memory: the items, and behind them their texts. */
static enum handoff_status pack(const struct ho_buffer *texts, size_t count,
                                struct handoff_schema_result *result,
                                struct handoff_error *err)
{
    const size_t items = count * sizeof *result->item;
    char *block = malloc(items + texts->len);
    struct handoff_schema_problem *item = (void *)block;
    const char *text;

    if (!block)
        return ho_no_memory(err);
    text = block + items;
    memcpy(block + items, texts->ptr, texts->len);
    for (size_t i = 0; i < count; i++) {
        item[i].instance = text;
        item[i].keyword = next_text(item[i].instance);
        item[i].message = next_text(item[i].keyword);
        text = next_text(item[i].message);
    }
    *result = (struct handoff_schema_result){ .item = item, .count = count };
    return HANDOFF_OK;
}

enum handoff_status ho_problems_write(struct ho_check *c,
                                      struct handoff_schema_result *result)
{
    enum handoff_status status;
    struct ho_buffer texts;
    size_t count, shown;

    ho_buffer_init(&texts, RESULT_BYTES);
    if (c->count > 0)
        qsort(c->problem, c->count, sizeof *c->problem, compare_problems);
    count = drop_repeats(c->problem, c->count);
    shown = count < SHOWN ? count : SHOWN;
    for (size_t i = 0; i < shown; i++)
        add_problem(&texts, &c->problem[i], c->root);
    status = ho_buffer_status(&texts, "the list of problems", c->err);
    if (status == HANDOFF_OK)
        status = pack(&texts, shown, result, c->err);
    if (status == HANDOFF_OK)
        result->more = c->more || count > shown;
    ho_buffer_release(&texts);
    return status;
}
