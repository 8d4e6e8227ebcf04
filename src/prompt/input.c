/* input.c - see prompt/input.h */
#include "prompt/input.h"

#include "prompt/value.h"

enum kind { VALUE, ARRAY, OBJECT, ANY };

struct ho_input {
    enum kind kind;
    bool optional;
    const char *name;            /* of a member of an object */
    const struct ho_input *item; /* ARRAY: every item; OBJECT: first member */
    const struct ho_input *next; /* the next member */
};

static const struct ho_input any = { .kind = ANY };

/* --- the declaration ------------------------------------------------- */

static bool is_name(struct handoff_slice s)
{
    for (size_t i = 0; i < s.len; i++) {
        const char c = s.ptr[i];

        if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && c != '_' &&
            (i == 0 || (!(c >= '0' && c <= '9') && c != '-')))
            return false;
    }
    return s.len > 0;
}

/* "name?(array, words)" into its parts; false: not of that form.  *form is
 * what stands in parentheses before a comma, empty where there are none. */
static bool split_key(struct handoff_slice key, struct handoff_slice *name,
                      bool *optional, struct handoff_slice *form)
{
    const char *paren = memchr(key.ptr, '(', key.len);
    size_t end = paren ? (size_t)(paren - key.ptr) : key.len;
    const char *comma;

    *form = ho_part(key, key.len, key.len);
    if (paren) {
        if (key.ptr[key.len - 1] != ')')
            return false;
        *form = ho_part(key, end + 1, key.len - 1);
        comma = memchr(form->ptr, ',', form->len);
        if (comma)
            form->len = (size_t)(comma - form->ptr);
        *form = ho_trim(*form);
        if (form->len == 0)
            return false;
    }
    *name = ho_trim(ho_part(key, 0, end));
    *optional = name->len > 0 && name->ptr[name->len - 1] == '?';
    name->len -= *optional;
    return is_name(*name);
}

/* "string, words": the type of a value. */
static enum handoff_status read_type(const struct ho_yaml *node,
                                     enum kind *kind, struct handoff_error *err)
{
    static const char *const types[] = { "string",  "number", "integer",
                                         "boolean", "null",   "any" };
    const size_t count = sizeof types / sizeof *types;
    const struct handoff_slice text = ho_slice(node->text);
    const char *comma = memchr(text.ptr, ',', text.len);
    const struct handoff_slice word = ho_trim(
        ho_part(text, 0, comma ? (size_t)(comma - text.ptr) : text.len));
    const char *near;

    if (node->kind == HO_YAML_SCALAR)
        for (size_t i = 0; i < count; i++)
            if (ho_slice_is(word, types[i])) {
                *kind = i + 1 == count ? ANY : VALUE;
                return HANDOFF_OK;
            }
    near = ho_did_you_mean(word, types, count);
    return ho_yaml_fail(node, HANDOFF_BAD_TEMPLATE, err,
                        "a type is string, number, integer, boolean, null or "
                        "any%s%s%s; for a list write name(array), for keys "
                        "name(object)",
                        near ? " (did you mean " : "", near ? near : "",
                        near ? "?)" : "");
}

static enum handoff_status read_members(struct ho_arena *arena,
                                        const struct ho_yaml *map,
                                        const struct ho_input **first,
                                        struct handoff_error *err);

/* What stands behind `name(array):`, `name(object):` or `name:`. */
static enum handoff_status read_item(struct ho_arena *arena,
                                     const struct ho_yaml *node, bool is_object,
                                     struct ho_input *item,
                                     struct handoff_error *err)
{
    if (!is_object)
        return read_type(node, &item->kind, err);
    item->kind = OBJECT;
    return read_members(arena, node, &item->item, err);
}

static enum handoff_status read_array(struct ho_arena *arena,
                                      const struct ho_yaml *node,
                                      struct ho_input *out,
                                      struct handoff_error *err)
{
    struct ho_input *item = ho_arena_alloc(arena, sizeof *item);

    if (!item)
        return ho_arena_status(arena, "the prompt file", err);
    out->kind = ARRAY;
    out->item = item;
    return read_item(arena, node, node->kind == HO_YAML_MAPPING, item, err);
}

static enum handoff_status read_form(struct ho_arena *arena,
                                     const struct ho_yaml *node,
                                     struct handoff_slice form,
                                     struct ho_input *out,
                                     struct handoff_error *err)
{
    static const char *const forms[] = { "array", "object", "enum" };
    const size_t count = sizeof forms / sizeof *forms;
    const char *near;

    if (form.len == 0)
        return read_item(arena, node, false, out, err);
    if (ho_slice_is(form, "array"))
        return read_array(arena, node, out, err);
    if (ho_slice_is(form, "object"))
        return read_item(arena, node, true, out, err);
    if (ho_slice_is(form, "enum") && node->kind == HO_YAML_SEQUENCE)
        return HANDOFF_OK;
    near = ho_did_you_mean(form, forms, count);
    return ho_yaml_fail(node, HANDOFF_BAD_TEMPLATE, err,
                        "\"%s\" is declared in no known way; write "
                        "name(array), name(object) or name(enum): [a, b]%s%s%s",
                        node->key, near ? " (did you mean " : "",
                        near ? near : "", near ? "?)" : "");
}

static const struct ho_input *find_member(const struct ho_input *object,
                                          struct handoff_slice name)
{
    const struct ho_input *member = object->item;

    while (member && !ho_slice_is(name, member->name))
        member = member->next;
    return member;
}

static enum handoff_status read_member(struct ho_arena *arena,
                                       const struct ho_yaml *node,
                                       struct ho_input *out,
                                       struct handoff_error *err)
{
    struct handoff_slice name, form;

    if (!split_key(ho_slice(node->key), &name, &out->optional, &form))
        return ho_yaml_fail(node, HANDOFF_BAD_TEMPLATE, err,
                            "\"%s\" declares no name; write letters, digits "
                            "and _, then ? where it may be absent, then "
                            "(array), (object) or (enum)",
                            node->key);
    out->name = ho_arena_copy(arena, name);
    return read_form(arena, node, form, out, err);
}

static enum handoff_status read_members(struct ho_arena *arena,
                                        const struct ho_yaml *map,
                                        const struct ho_input **first,
                                        struct handoff_error *err)
{
    const struct ho_input **tail = first;
    enum handoff_status status = HANDOFF_OK;

    if (map->kind != HO_YAML_MAPPING)
        return ho_yaml_fail(map, HANDOFF_BAD_TEMPLATE, err,
                            "a schema is a mapping of names to types; write "
                            "name: string");
    for (const struct ho_yaml *n = map->child; n && status == HANDOFF_OK;
         n = n->next) {
        const struct ho_input so_far = { .kind = OBJECT, .item = *first };
        struct ho_input *member = ho_arena_alloc(arena, sizeof *member);

        if (!member)
            break;
        status = read_member(arena, n, member, err);
        if (status == HANDOFF_OK &&
            find_member(&so_far, ho_slice(member->name)))
            status = ho_yaml_fail(n, HANDOFF_BAD_TEMPLATE, err,
                                  "\"%s\" is declared twice; remove one",
                                  member->name);
        *tail = member;
        tail = &member->next;
    }
    if (status == HANDOFF_OK)
        status = ho_arena_status(arena, "the prompt file", err);
    return status;
}

enum handoff_status ho_input_read(struct ho_arena *arena,
                                  const struct ho_yaml *schema,
                                  const struct ho_input **out,
                                  struct handoff_error *err)
{
    struct ho_input *root = ho_arena_alloc(arena, sizeof *root);
    enum handoff_status status = HANDOFF_OK;

    if (!root)
        return ho_arena_status(arena, "the prompt file", err);
    root->kind = OBJECT;
    if (schema)
        status = read_members(arena, schema, &root->item, err);
    if (status == HANDOFF_OK)
        *out = root;
    return status;
}

/* --- the template ---------------------------------------------------- */

/* The context stack as the declaration knows it. */
struct visible {
    const struct ho_input *input;
    const struct visible *up;
};

struct check {
    const struct ho_template *t;
    struct handoff_error *err;
};

static const struct ho_input *member_of(const struct ho_input *input,
                                        struct handoff_slice name)
{
    if (input->kind == ANY)
        return &any;
    return input->kind == OBJECT ? find_member(input, name) : NULL;
}

/* NULL where the name is not declared. */
static const struct ho_input *resolve(const struct visible *scope,
                                      struct handoff_slice name)
{
    const struct ho_input *found = NULL;
    struct handoff_slice first;

    if (ho_slice_is(name, "."))
        return scope->input;
    first = ho_next_name(&name);
    for (; scope && !found; scope = scope->up)
        found = member_of(scope->input, first);
    while (found && name.len > 0)
        found = member_of(found, ho_next_name(&name));
    return found;
}

static const char *suggest(const struct visible *scope,
                           struct handoff_slice name)
{
    const char *near = NULL;

    for (; scope && !near; scope = scope->up) {
        const struct ho_input *in = scope->input;
        const struct ho_input *m = in && in->kind == OBJECT ? in->item : NULL;

        for (; m && !near; m = m->next)
            near = ho_did_you_mean(name, &m->name, 1);
    }
    return near;
}

static enum handoff_status refuse(const struct check *c,
                                  const struct visible *scope,
                                  const struct ho_node *node)
{
    const char *near = suggest(scope, node->text);

    return ho_template_fail(c->t, node->at, c->err,
                            "\"%.*s\" is not declared here; declare it under "
                            "input: schema: or mend the name%s%s%s",
                            ho_name_shown(node->text), node->text.ptr,
                            near ? " (did you mean \"" : "", near ? near : "",
                            near ? "\"?)" : "");
}

static enum handoff_status check_list(const struct check *c,
                                      const struct visible *scope,
                                      const struct ho_node *node);

static enum handoff_status check_node(const struct check *c,
                                      const struct visible *scope,
                                      const struct ho_node *node)
{
    struct visible inner = { NULL, scope };

    if (node->kind == HO_NODE_TEXT)
        return HANDOFF_OK;
    if (node->kind == HO_NODE_BLOCK)
        return check_list(c, scope, node->child);
    if (node->kind == HO_NODE_PARTIAL || node->kind == HO_NODE_PARENT)
        return ho_template_fail(c->t, node->at, c->err,
                                "a prompt file has no partials; write the "
                                "text itself here");
    inner.input = resolve(scope, node->text);
    if (!inner.input)
        return refuse(c, scope, node);
    if (node->kind == HO_NODE_INVERTED)
        return check_list(c, scope, node->child);
    if (inner.input->kind == ARRAY)
        inner.input = inner.input->item;
    return check_list(c, &inner, node->child);
}

static enum handoff_status check_list(const struct check *c,
                                      const struct visible *scope,
                                      const struct ho_node *node)
{
    enum handoff_status status = HANDOFF_OK;

    for (; node && status == HANDOFF_OK; node = node->next)
        status = check_node(c, scope, node);
    return status;
}

enum handoff_status ho_input_check(const struct ho_input *input,
                                   const struct ho_template *t,
                                   struct handoff_error *err)
{
    const struct check c = { t, err };
    const struct visible root = { input, NULL };
    enum handoff_status status = HANDOFF_OK;

    for (const struct ho_turn *turn = t->turn; turn && status == HANDOFF_OK;
         turn = turn->next)
        status = check_list(&c, &root, turn->first);
    return status;
}

/* --- the data -------------------------------------------------------- */

static enum handoff_status fill(const struct ho_input *input, const char *name,
                                cJSON *data, struct handoff_error *err);

static enum handoff_status fill_member(const struct ho_input *member,
                                       cJSON *object, struct handoff_error *err)
{
    cJSON *item = cJSON_GetObjectItemCaseSensitive(object, member->name);

    if (item && member->optional && cJSON_IsNull(item))
        return HANDOFF_OK;
    if (item)
        return fill(member, member->name, item, err);
    if (!member->optional)
        return ho_fail(err, HANDOFF_BAD_TEMPLATE,
                       "the prompt's data has no \"%s\", which input: schema: "
                       "declares; add it, or declare it as \"%s?\"",
                       member->name, member->name);
    return cJSON_AddNullToObject(object, member->name) ? HANDOFF_OK
                                                       : ho_no_memory(err);
}

static enum handoff_status fill(const struct ho_input *input, const char *name,
                                cJSON *data, struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;
    cJSON *item;

    if (input->kind == VALUE || input->kind == ANY)
        return HANDOFF_OK;
    if (input->kind == ARRAY ? !cJSON_IsArray(data) : !cJSON_IsObject(data))
        return ho_fail(err, HANDOFF_BAD_TEMPLATE,
                       "\"%s\" is to be %s in the prompt's data and is not; "
                       "mend the data, or what input: schema: declares",
                       name, input->kind == ARRAY ? "a list" : "an object");
    if (input->kind == OBJECT) {
        for (const struct ho_input *m = input->item; m && status == HANDOFF_OK;
             m = m->next)
            status = fill_member(m, data, err);
        return status;
    }
    for (item = data->child; item && status == HANDOFF_OK; item = item->next)
        status = fill(input->item, name, item, err);
    return status;
}

enum handoff_status ho_input_fill(const struct ho_input *input, cJSON *data,
                                  struct handoff_error *err)
{
    return fill(input, "data", data, err);
}
