/* fields.c - see fields/fields.h and <handoff/fields.h> */
#include "fields/fields.h"

#include <stdlib.h>

enum {
    FIELDS = 60, /* a brief of more is not read by anyone */
    VALUES = 60  /* of one enum: the rule core keeps 64 cells a field */
};

static const char *const type_names[] = {
#define X(name, word, text) word,
    HANDOFF_TYPE_MAP(X)
#undef X
};

static const char *const ask_names[] = {
#define X(name, word, text) word,
    HANDOFF_ASK_MAP(X)
#undef X
};

static const char *const need_names[] = {
#define X(name, bit, word) word,
    HANDOFF_NEED_MAP(X)
#undef X
};

static const unsigned need_bits[] = {
#define X(name, bit, word) bit,
    HANDOFF_NEED_MAP(X)
#undef X
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

const char *handoff_type_name(enum handoff_type type)
{
    return type_names[type];
}

const char *handoff_ask_name(enum handoff_ask ask)
{
    return ask_names[ask];
}

int handoff_field_find(const struct handoff_fields *fields,
                       struct handoff_slice name)
{
    for (size_t i = 0; i < fields->count; i++)
        if (name.len > 0 && name.ptr[0] == fields->item[i].name[0] &&
            ho_slice_is(name, fields->item[i].name))
            return (int)i;
    return HANDOFF_NO_FIELD;
}

int handoff_enum_find(const struct handoff_field *field,
                      struct handoff_slice name)
{
    for (size_t i = 0; i < field->value_count; i++)
        if (ho_slice_is(name, field->value[i].name))
            return (int)i;
    return -1;
}

/* Index of a scalar among words; an error with "did you mean" otherwise. */
static enum handoff_status read_word(const struct ho_yaml *node,
                                     const char *what, const char *const *words,
                                     size_t count, size_t *index,
                                     struct handoff_error *err)
{
    const char *near;

    for (size_t i = 0; i < count; i++) {
        if (node->kind == HO_YAML_SCALAR && strcmp(words[i], node->text) == 0) {
            *index = i;
            return HANDOFF_OK;
        }
    }
    near = ho_did_you_mean(ho_slice(node->text), words, count);
    return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err, "\"%s\" is no %s%s%s%s",
                        node->text, what, near ? "; did you mean \"" : "",
                        near ? near : "", near ? "\"?" : "");
}

static enum handoff_status read_type(const struct ho_yaml *node,
                                     struct handoff_field *field,
                                     struct handoff_error *err)
{
    const struct ho_yaml *type = ho_yaml_get(node, "type");
    size_t index = 0;
    enum handoff_status status;

    if (!type)
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                            "the field %s has no type; say for example "
                            "type: text",
                            field->name);
    status = read_word(type, "field type", type_names, COUNT(type_names),
                       &index, err);
    if (status == HANDOFF_OK)
        field->type = (enum handoff_type)index;
    return status;
}

static enum handoff_status read_ask(const struct ho_yaml *node,
                                    struct handoff_field *field,
                                    struct handoff_error *err)
{
    const struct ho_yaml *ask = ho_yaml_get(node, "ask");
    size_t index = HANDOFF_ASK_LEAD;
    enum handoff_status status = HANDOFF_OK;

    if (ask)
        status = read_word(ask, "source to ask (lead, crm, web, batch)",
                           ask_names, COUNT(ask_names), &index, err);
    if (status == HANDOFF_OK)
        field->ask = (enum handoff_ask)index;
    return status;
}

static enum handoff_status read_needs(struct ho_arena *arena,
                                      const struct ho_yaml *node,
                                      struct handoff_field *field,
                                      struct handoff_error *err)
{
    const struct ho_yaml *needs = ho_yaml_get(node, "needed_for");
    struct handoff_words words = { 0 };
    enum handoff_status status =
        ho_words_read(arena, needs, "needed_for", &words, err);
    const struct ho_yaml *item;
    size_t index = 0;

    if (!needs || status != HANDOFF_OK)
        return status;
    item = needs->kind == HO_YAML_SCALAR ? needs : needs->child;
    for (; item && status == HANDOFF_OK; item = item->next) {
        status = read_word(item, "reason to need a field", need_names,
                           COUNT(need_names), &index, err);
        if (status == HANDOFF_OK)
            field->needed_for |= need_bits[index];
        if (item == needs)
            break;
    }
    return status;
}

/* A key that holds one of two words; *out keeps its value where the key is
 * absent. */
static enum handoff_status read_switch(const struct ho_yaml *node,
                                       const char *key, const char *on,
                                       const char *off, bool *out,
                                       struct handoff_error *err)
{
    const struct ho_yaml *value = ho_yaml_get(node, key);

    if (!value)
        return HANDOFF_OK;
    if (strcmp(value->text, on) != 0 && strcmp(value->text, off) != 0)
        return ho_yaml_fail(value, HANDOFF_BAD_POLICY, err, "%s is %s or %s",
                            key, on, off);
    *out = strcmp(value->text, on) == 0;
    return HANDOFF_OK;
}

static enum handoff_status read_flags(const struct ho_yaml *node,
                                      struct handoff_field *field,
                                      struct handoff_error *err)
{
    const struct {
        const char *key, *on, *off;
        bool *out;
    } flags[] = {
        { "protected", "yes", "no", &field->is_protected },
        { "from_crm", "yes", "no", &field->from_crm },
        { "listed", "when_stated", "always", &field->when_stated },
        { "by_question", "yes", "no", &field->by_question },
        { "wanted", "yes", "no", &field->wanted },
        { "negation", "keep", "flip", &field->keeps_negation },
    };
    enum handoff_status status = HANDOFF_OK;

    field->keeps_negation = field->type == HANDOFF_TYPE_TEXT;
    for (size_t i = 0; i < COUNT(flags) && status == HANDOFF_OK; i++)
        status = read_switch(node, flags[i].key, flags[i].on, flags[i].off,
                             flags[i].out, err);
    if (status == HANDOFF_OK && field->when_stated && !field->from_crm)
        return ho_yaml_fail(ho_yaml_get(node, "listed"), HANDOFF_BAD_POLICY,
                            err,
                            "only what the CRM or the batch states can be left "
                            "out of a brief; give the field from_crm: yes, or "
                            "list it always");
    return status;
}

static enum handoff_status read_cost(const struct ho_yaml *node,
                                     struct handoff_field *field,
                                     struct handoff_error *err)
{
    const struct ho_yaml *cost = ho_yaml_get(node, "cost");

    field->cost = 1;
    if (cost && (!ho_read_whole(ho_slice(cost->text), &field->cost) ||
                 field->cost < 1 || field->cost > 1000))
        return ho_yaml_fail(cost, HANDOFF_BAD_POLICY, err,
                            "cost is a whole number from 1 to 1000");
    return HANDOFF_OK;
}

/* The value's own name is a phrase for it: "c_level" as "c level". */
static enum handoff_status add_own_name(struct ho_arena *arena,
                                        struct handoff_enum_value *value)
{
    const char **slot = ho_arena_push(arena, &value->cues.item,
                                      &value->cues.count, sizeof *slot);
    char *name;

    if (!slot)
        return HANDOFF_OK; /* the arena remembers */
    name = ho_arena_alloc(arena, strlen(value->name) + 1);
    *slot = name ? name : "";
    for (size_t i = 0; name && value->name[i]; i++)
        name[i] = value->name[i] == '_' ? ' ' : value->name[i];
    return HANDOFF_OK;
}

static enum handoff_status read_value(struct ho_arena *arena,
                                      const struct ho_yaml *node,
                                      struct handoff_field *field,
                                      struct handoff_error *err)
{
    const char *name = node->key ? node->key : node->text;
    struct handoff_enum_value *value;
    enum handoff_status status = HANDOFF_OK;

    if (field->value_count == VALUES)
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                            "an enum has at most %d values", VALUES);
    if (!*name || handoff_enum_find(field, ho_slice(name)) >= 0)
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                            "the values of %s must be different words",
                            field->name);
    value =
        ho_arena_push(arena, &field->value, &field->value_count, sizeof *value);
    if (!value)
        return HANDOFF_OK;
    value->name = name;
    add_own_name(arena, value);
    if (node->key)
        status = ho_words_read(arena, node, name, &value->cues, err);
    return status == HANDOFF_OK ? ho_words_fold(arena, &value->cues, err)
                                : status;
}

static enum handoff_status read_values(struct ho_arena *arena,
                                       const struct ho_yaml *node,
                                       struct handoff_field *field,
                                       struct handoff_error *err)
{
    const struct ho_yaml *values = ho_yaml_get(node, "values");
    const bool is_enum = field->type == HANDOFF_TYPE_ENUM;
    enum handoff_status status = HANDOFF_OK;

    if (is_enum != (values && values->count > 0))
        return ho_yaml_fail(values ? values : node, HANDOFF_BAD_POLICY, err,
                            is_enum ? "the enum %s needs its values"
                                    : "%s has values but is no enum",
                            field->name);
    for (const struct ho_yaml *c = values ? values->child : NULL;
         c && status == HANDOFF_OK; c = c->next)
        status = read_value(arena, c, field, err);
    return status;
}

static enum handoff_status read_phrases(struct ho_arena *arena,
                                        const struct ho_yaml *node,
                                        struct handoff_field *field,
                                        struct handoff_error *err)
{
    const struct {
        const char *key;
        struct handoff_words *out;
    } lists[] = { { "labels", &field->labels },
                  { "cues", &field->cues },
                  { "hints", &field->hints } };
    enum handoff_status status = HANDOFF_OK;

    for (size_t i = 0; i < COUNT(lists) && status == HANDOFF_OK; i++) {
        status = ho_words_read(arena, ho_yaml_get(node, lists[i].key),
                               lists[i].key, lists[i].out, err);
        if (status == HANDOFF_OK)
            status = ho_words_fold(arena, lists[i].out, err);
    }
    return status;
}

/* parts: [[first name, ...], [last name, ...]] */
static enum handoff_status read_parts(struct ho_arena *arena,
                                      const struct ho_yaml *node,
                                      struct handoff_field *field,
                                      struct handoff_error *err)
{
    const struct ho_yaml *parts = ho_yaml_get(node, "parts");
    enum handoff_status status = HANDOFF_OK;

    if (!parts)
        return HANDOFF_OK;
    if (field->type != HANDOFF_TYPE_PERSON)
        return ho_yaml_fail(parts, HANDOFF_BAD_POLICY, err,
                            "%s has parts but is no person; only a name comes "
                            "in parts",
                            field->name);
    if (parts->kind != HO_YAML_SEQUENCE || parts->count < 2 ||
        parts->count > HANDOFF_PARTS)
        return ho_yaml_fail(parts, HANDOFF_BAD_POLICY, err,
                            "parts are 2 or %d lists of labels: [[first "
                            "name], [last name]]",
                            HANDOFF_PARTS);
    for (const struct ho_yaml *c = parts->child; c && status == HANDOFF_OK;
         c = c->next)
        status = ho_words_read(arena, c, "a part",
                               &field->part[field->part_count++], err);
    return status;
}

/* The text of a key into *out, which keeps its value where the key is absent.
 */
static enum handoff_status read_text(const struct ho_yaml *node,
                                     const char *key, const char **out,
                                     struct handoff_error *err)
{
    const struct ho_yaml *value = ho_yaml_get(node, key);

    if (value && value->kind != HO_YAML_SCALAR)
        return ho_yaml_fail(value, HANDOFF_BAD_POLICY, err,
                            "%s is one text, not a list or mapping", key);
    if (value)
        *out = value->text;
    return HANDOFF_OK;
}

static enum handoff_status read_texts(const struct ho_yaml *node,
                                      struct handoff_field *field,
                                      struct handoff_error *err)
{
    const struct {
        const char *key;
        const char **out;
    } texts[] = {
        { "unit", &field->unit },         { "describe", &field->describe },
        { "question", &field->question }, { "clarify", &field->clarify },
        { "example", &field->example },
    };
    enum handoff_status status = HANDOFF_OK;

    field->unit = field->describe = field->question = field->clarify = "";
    for (size_t i = 0; i < COUNT(texts) && status == HANDOFF_OK; i++)
        status = read_text(node, texts[i].key, texts[i].out, err);
    return status;
}

static const char *const field_keys[] = {
    "type",      "unit",     "describe",    "labels", "cues",
    "hints",     "values",   "infer_from",  "else",   "question",
    "clarify",   "example",  "ask",         "cost",   "needed_for",
    "protected", "from_crm", "from_screen", "listed", "by_question",
    "negation",  "wanted",   "parts"
};

static enum handoff_status read_field(struct ho_arena *arena,
                                      const struct ho_yaml *node,
                                      struct handoff_field *field,
                                      struct handoff_error *err)
{
    static enum handoff_status (*const plain[])(
        const struct ho_yaml *, struct handoff_field *,
        struct handoff_error *) = { read_texts, read_type, read_ask, read_cost,
                                    read_flags };
    enum handoff_status status =
        ho_yaml_only(node, "a field", field_keys, COUNT(field_keys),
                     HANDOFF_BAD_POLICY, err);

    field->name = node->key;
    field->line = node->line;
    field->infer_from = HANDOFF_NO_FIELD;
    field->infer_else = -1;
    for (size_t i = 0; i < COUNT(plain) && status == HANDOFF_OK; i++)
        status = plain[i](node, field, err);
    if (status == HANDOFF_OK)
        status = read_values(arena, node, field, err);
    if (status == HANDOFF_OK) /* what looks at them must see all of them */
        status = ho_arena_status(arena, "the policy", err);
    if (status == HANDOFF_OK)
        status = ho_fact_read(node, field, err);
    if (status == HANDOFF_OK)
        status = read_phrases(arena, node, field, err);
    if (status == HANDOFF_OK)
        status = read_parts(arena, node, field, err);
    if (status == HANDOFF_OK)
        status = read_needs(arena, node, field, err);
    if (status == HANDOFF_OK && !*field->question)
        status = ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                              "the field %s has no question; say what to ask "
                              "when it is Unknown",
                              field->name);
    return status;
}

/* Only once all fields are known: infer_from names another one, declared
 * before it, so that no circle can arise. */
static enum handoff_status read_inference(const struct ho_yaml *node,
                                          const struct handoff_fields *fields,
                                          struct handoff_field *field,
                                          struct handoff_error *err)
{
    const struct ho_yaml *from = ho_yaml_get(node, "infer_from");
    const struct ho_yaml *other = ho_yaml_get(node, "else");

    if (from) {
        field->infer_from = handoff_field_find(fields, ho_slice(from->text));
        if (field->infer_from == HANDOFF_NO_FIELD ||
            &fields->item[field->infer_from] >= field)
            return ho_yaml_fail(from, HANDOFF_BAD_POLICY, err,
                                "infer_from names a field declared above %s",
                                field->name);
        if (field->is_protected)
            return ho_yaml_fail(from, HANDOFF_BAD_POLICY, err,
                                "%s is protected; it is never inferred",
                                field->name);
        if (field->type != HANDOFF_TYPE_ENUM &&
            field->type != HANDOFF_TYPE_DOMAIN)
            return ho_yaml_fail(from, HANDOFF_BAD_POLICY, err,
                                "only an enum or a domain is inferred from "
                                "another field");
    }
    if (!other)
        return HANDOFF_OK;
    field->infer_else = handoff_enum_find(field, ho_slice(other->text));
    if (!from || field->infer_else < 0)
        return ho_yaml_fail(other, HANDOFF_BAD_POLICY, err,
                            "else names one of the values of an enum that has "
                            "infer_from");
    return HANDOFF_OK;
}

static enum handoff_status read_all(struct ho_arena *arena,
                                    const struct ho_yaml *node,
                                    struct handoff_fields *fields,
                                    struct handoff_error *err)
{
    struct handoff_field *item =
        ho_arena_alloc(arena, node->count * sizeof *item);
    enum handoff_status status = HANDOFF_OK;
    size_t i = 0;

    if (!item)
        return ho_arena_status(arena, "the policy", err);
    fields->item = item;
    for (const struct ho_yaml *c = node->child; c && status == HANDOFF_OK;
         c = c->next, i++) {
        fields->count = i;
        status = read_field(arena, c, &item[i], err);
    }
    fields->count = i;
    i = 0;
    for (const struct ho_yaml *c = node->child; c && status == HANDOFF_OK;
         c = c->next, i++)
        status = read_inference(c, fields, &item[i], err);
    return status;
}

enum handoff_status ho_fields_read(struct ho_arena *arena,
                                   const struct ho_yaml *root,
                                   struct handoff_fields *fields,
                                   struct handoff_error *err)
{
    const struct ho_yaml *node = ho_yaml_get(root, "fields");
    struct handoff_fields out = { 0 };
    enum handoff_status status;

    if (!node || node->kind != HO_YAML_MAPPING || node->count == 0)
        return ho_yaml_fail(node ? node : root, HANDOFF_BAD_POLICY, err,
                            "a policy declares its fields under `fields:`");
    if (node->count > FIELDS)
        return ho_yaml_fail(node, HANDOFF_BAD_POLICY, err,
                            "a policy declares at most %d fields", FIELDS);
    status = read_all(arena, node, &out, err);
    if (status == HANDOFF_OK)
        status = ho_words_read(arena, ho_yaml_get(root, "message_labels"),
                               "message_labels", &out.message_labels, err);
    if (status == HANDOFF_OK)
        status = ho_words_read(arena, ho_yaml_get(root, "no_answer"),
                               "no_answer", &out.no_answer, err);
    if (status == HANDOFF_OK)
        status = ho_arena_status(arena, "the policy", err);
    if (status == HANDOFF_OK)
        *fields = out;
    return status;
}
