/* json_record.c - one JSON object becomes a lead; see intake/json_tree.h
 *
 * Every scalar becomes a value, labelled with its key.  Form programs send
 * their answers as arrays of items,
 *
 *     {"label": "Team size", "type": "NUMBER", "value": 40}
 *     {"name": "work_email", "values": ["ana@brightkiln.example"]}
 *
 * where the label is data and the keys tell nothing; an array element with a
 * label, an answer and nothing but known plumbing beside them is read as such.
 */
#include "intake/source.h"

#include <stdio.h>

struct walk {
    struct ho_input *in;
    struct ho_tree tree;
    char path[HANDOFF_INTAKE_PATH + 1];
    size_t path_len;
    size_t depth; /* levels of the path */
};

struct item {
    const struct ho_node *label, *answer, *options;
    size_t label_rank;
};

/* What names an item, what answers it, and what else it may hold. */
static const char *const label_keys[] = { "label",       "title", "question",
                                          "column_name", "name",  "column_id" };
static const char *const answer_keys[] = { "value", "values", "answer",
                                           "answers", "string_value" };
static const char *const plumbing_keys[] = {
    "id",       "key",   "ref",        "type",         "field",   "fieldType",
    "position", "order", "questionId", "objectTypeId", "required"
};
/* How an option of a choice is known, and what it says. */
static const char *const option_ids[] = { "id", "value" };
static const char *const option_texts[] = { "text", "label", "name" };

static const char LONG_LABEL[] =
    "it holds a label of more than 1024 bytes; shorten it";

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void walk_value(struct walk *w, const struct ho_node *node,
                       struct handoff_slice label);

static void push_bytes(struct walk *w, const char *bytes, size_t len)
{
    if (len > HANDOFF_INTAKE_PATH - w->path_len) {
        ho_record_trouble(w->in, "it holds a value whose keys take more than "
                                 "4096 bytes; shorten them");
        return;
    }
    memcpy(w->path + w->path_len, bytes, len);
    w->path_len += len;
    w->path[w->path_len] = '\0';
}

/* JSON Pointer, RFC 6901: ~ and / in keys are escaped. */
static void push_key(struct walk *w, struct handoff_slice key)
{
    w->depth++;
    push_bytes(w, "/", 1);
    for (size_t i = 0; i < key.len; i++) {
        if (key.ptr[i] == '~')
            push_bytes(w, "~0", 2);
        else if (key.ptr[i] == '/')
            push_bytes(w, "~1", 2);
        else
            push_bytes(w, key.ptr + i, 1);
    }
}

static void push_index(struct walk *w, size_t index)
{
    char text[24];
    const int len = snprintf(text, sizeof text, "%zu", index);

    push_key(w, (struct handoff_slice){ text, (size_t)len });
}

static void pop(struct walk *w, size_t path_len)
{
    w->depth--;
    w->path_len = path_len;
    w->path[path_len] = '\0';
}

static bool is_empty(struct ho_piece piece)
{
    return ho_trim(piece.text).len == 0;
}

static void emit(struct walk *w, const struct ho_label *label,
                 struct ho_piece piece)
{
    ho_record_value(w->in, label, ho_arena_text(w->in->arena, w->path), piece);
}

/* What is not taken is kept as `rest`. */
static void take(struct walk *w, const struct ho_node *node)
{
    if (node)
        w->tree.node[node - w->tree.node].used = true;
}

static struct ho_label read_label(struct walk *w, struct handoff_slice text)
{
    struct ho_label label = ho_labels_read(w->in->labels, w->in->arena, text);

    if (w->depth > 1) /* an id further in is a form's or a campaign's */
        label.is.id = false;
    return label;
}

static void walk_scalar(struct walk *w, const struct ho_node *node,
                        struct handoff_slice label)
{
    const struct ho_piece piece = ho_tree_text(&w->tree, node, w->in->arena);
    struct ho_label read;

    if (is_empty(piece) || node->used)
        return;
    take(w, node);
    read = read_label(w, label);
    emit(w, &read, piece);
}

/* The member's key; `value` tells nothing where something encloses it. */
static struct handoff_slice label_of(struct walk *w, struct handoff_slice key,
                                     struct handoff_slice enclosing)
{
    if (key.len > HANDOFF_INTAKE_LABEL)
        ho_record_trouble(w->in, LONG_LABEL);
    return enclosing.len > 0 && ho_slice_is(key, "value") ? enclosing : key;
}

static void walk_object(struct walk *w, const struct ho_node *node,
                        struct handoff_slice label)
{
    const size_t path_len = w->path_len;

    for (const struct ho_node *child = ho_tree_child(&w->tree, node);
         child && !w->in->trouble; child = ho_tree_next(&w->tree, child)) {
        const struct handoff_slice key =
            ho_tree_key_text(&w->tree, child, w->in->arena).text;

        push_key(w, key);
        walk_value(w, child, label_of(w, key, label));
        pop(w, path_len);
    }
}

static bool is_one_of(struct handoff_slice key, const char *const *word,
                      size_t count, size_t *rank)
{
    for (*rank = 0; *rank < count; ++*rank)
        if (ho_slice_is(key, word[*rank]))
            return true;
    return false;
}

static bool is_nothing(const struct ho_node *node)
{
    return !node || node->kind == 'n';
}

/* false: the member is none that an item has. */
static bool take_member(struct handoff_slice key, const struct ho_node *member,
                        struct item *item)
{
    size_t rank;

    if (is_one_of(key, label_keys, COUNT(label_keys), &rank)) {
        if (member->kind == '"' && member->end - member->start > 2 &&
            (!item->label || rank < item->label_rank)) {
            item->label = member;
            item->label_rank = rank;
        }
        return true;
    }
    if (is_one_of(key, answer_keys, COUNT(answer_keys), &rank)) {
        if (!is_nothing(member) && !is_nothing(item->answer))
            return false;
        if (is_nothing(item->answer))
            item->answer = member;
        return true;
    }
    if (ho_slice_is(key, "options")) {
        item->options = member;
        return true;
    }
    return is_one_of(key, plumbing_keys, COUNT(plumbing_keys), &rank);
}

static bool read_item(const struct walk *w, const struct ho_node *node,
                      struct item *item)
{
    *item = (struct item){ 0 };
    if (node->kind != '{')
        return false;
    for (const struct ho_node *child = ho_tree_child(&w->tree, node); child;
         child = ho_tree_next(&w->tree, child))
        if (!take_member(ho_tree_key(&w->tree, child), child, item))
            return false;
    return item->label && item->answer;
}

static const struct ho_node *first_of(const struct walk *w,
                                      const struct ho_node *object,
                                      const char *const *key, size_t count)
{
    const struct ho_node *found = NULL;

    for (size_t i = 0; i < count && !found; i++)
        found = ho_tree_get(&w->tree, object, key[i]);
    return found;
}

static bool is_same(const struct walk *w, const struct ho_node *a,
                    const struct ho_node *b)
{
    return a && b && a->kind == b->kind &&
           a->end - a->start == b->end - b->start &&
           memcmp(w->tree.text.ptr + a->start, w->tree.text.ptr + b->start,
                  a->end - a->start) == 0;
}

/* The option that an answer names by its id or its text. */
static const struct ho_node *find_option(const struct walk *w,
                                         const struct ho_node *answer,
                                         const struct ho_node *options,
                                         size_t *index)
{
    const struct ho_node *option = ho_tree_child(&w->tree, options);

    for (*index = 0; option; ++*index, option = ho_tree_next(&w->tree, option))
        if (is_same(w, answer,
                    first_of(w, option, option_ids, COUNT(option_ids))) ||
            is_same(w, answer,
                    first_of(w, option, option_texts, COUNT(option_texts))))
            return option;
    return NULL;
}

/* An id says nothing: the lead chose the option's text.  An id without its
 * option is kept, and settles nothing. */
static void walk_choice(struct walk *w, const struct ho_node *answer,
                        const struct item *item, struct ho_label label)
{
    const size_t path_len = w->path_len;
    const struct ho_node *option, *text;
    size_t index;

    if (is_empty(ho_tree_text(&w->tree, answer, w->in->arena)))
        return;
    take(w, answer);
    option = find_option(w, answer, item->options, &index);
    text =
        option ? first_of(w, option, option_texts, COUNT(option_texts)) : NULL;
    if (!text || is_empty(ho_tree_text(&w->tree, text, w->in->arena))) {
        label.is.field = HANDOFF_NO_FIELD;
        label.is.crm = -1;
        push_key(w, ho_tree_key(&w->tree, item->answer));
        emit(w, &label, ho_tree_text(&w->tree, answer, w->in->arena));
        pop(w, path_len);
        return;
    }
    take(w, text);
    push_key(w, ho_slice("options"));
    push_index(w, index);
    push_key(w, ho_tree_key(&w->tree, text));
    emit(w, &label, ho_tree_text(&w->tree, text, w->in->arena));
    w->depth -= 2;
    pop(w, path_len);
}

static void walk_choices(struct walk *w, const struct item *item,
                         struct handoff_slice text)
{
    const struct ho_label label = read_label(w, text);
    const struct ho_node *answer = item->answer;

    if (answer->kind != '[') {
        walk_choice(w, answer, item, label);
        return;
    }
    for (answer = ho_tree_child(&w->tree, answer); answer && !w->in->trouble;
         answer = ho_tree_next(&w->tree, answer))
        walk_choice(w, answer, item, label);
}

/* A question without an answer of its own is kept as rest. */
static bool is_said(const struct ho_input *in, size_t from,
                    struct handoff_slice label)
{
    for (size_t i = from; i < in->count; i++)
        if (ho_slice_is(label, in->value[i].label))
            return true;
    return false;
}

static void walk_item(struct walk *w, const struct item *item)
{
    const struct handoff_slice label =
        ho_tree_text(&w->tree, item->label, w->in->arena).text;
    const size_t path_len = w->path_len, before = w->in->count;

    if (label.len > HANDOFF_INTAKE_LABEL) {
        ho_record_trouble(w->in, LONG_LABEL);
    } else if (item->options && item->options->kind == '[') {
        walk_choices(w, item, label);
    } else {
        push_key(w, ho_tree_key(&w->tree, item->answer));
        walk_value(w, item->answer, label);
        pop(w, path_len);
    }
    if (is_said(w->in, before, ho_trim(label)))
        take(w, item->label);
}

static void walk_array(struct walk *w, const struct ho_node *node,
                       struct handoff_slice label)
{
    const size_t path_len = w->path_len;
    size_t index = 0;

    for (const struct ho_node *child = ho_tree_child(&w->tree, node);
         child && !w->in->trouble; child = ho_tree_next(&w->tree, child)) {
        struct item item;

        push_index(w, index++);
        if (read_item(w, child, &item))
            walk_item(w, &item);
        else
            walk_value(w, child, label);
        pop(w, path_len);
    }
}

static void walk_value(struct walk *w, const struct ho_node *node,
                       struct handoff_slice label)
{
    if (w->in->trouble)
        return;
    if (node->kind == '[')
        walk_array(w, node, label);
    else if (node->kind == '{')
        walk_object(w, node, label);
    else
        walk_scalar(w, node, label);
}

void ho_read_generic(struct ho_input *in, const struct ho_tree *tree)
{
    struct walk w = { .in = in, .tree = *tree };

    walk_object(&w, &tree->node[0], ho_slice(""));
}
