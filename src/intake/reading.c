/* reading.c - what adapters take out of a payload; see intake/source.h */
#include "intake/source.h"

#include <stdio.h>

enum { LOOKUPS = 1000, STEP = 64, FALLBACK = 64 /* bytes of an id */ };

static bool is_container(const struct ho_node *node)
{
    return node->kind == '{' || node->kind == '[';
}

bool ho_is_scalar(const struct ho_node *node)
{
    return node && !is_container(node);
}

static const struct ho_node *step(const struct ho_tree *tree,
                                  const struct ho_node *node, const char *key)
{
    const struct ho_node *child;
    size_t index = 0;

    if (!node || node->kind != '[')
        return ho_tree_get(tree, node, key);
    for (const char *c = key; *c >= '0' && *c <= '9' && index < 1000; c++)
        index = 10 * index + (size_t)(*c - '0');
    child = ho_tree_child(tree, node);
    while (child && index-- > 0)
        child = ho_tree_next(tree, child);
    return child;
}

const struct ho_node *ho_at(const struct ho_tree *tree,
                            const struct ho_node *node, const char *path)
{
    char key[STEP];

    while (node && *path != '\0') {
        const size_t len = strcspn(path, "/");

        if (len >= sizeof key)
            return NULL;
        memcpy(key, path, len);
        key[len] = '\0';
        node = step(tree, node, key);
        path += len + (path[len] == '/');
    }
    return node;
}

bool ho_same_text(const struct ho_tree *tree, const struct ho_node *a,
                  const struct ho_node *b)
{
    return ho_is_scalar(a) && ho_is_scalar(b) && a->kind == b->kind &&
           a->end - a->start == b->end - b->start &&
           memcmp(tree->text.ptr + a->start, tree->text.ptr + b->start,
                  a->end - a->start) == 0;
}

bool ho_lookup(struct ho_reading *r)
{
    return r->lookups < LOOKUPS && ++r->lookups > 0;
}

/* --- text and its place ----------------------------------------------------
 */

/* What PHP's htmlspecialchars writes, and nothing else. */
static size_t entity(struct handoff_slice s, char *out)
{
    static const struct {
        const char *text;
        char is;
    } known[] = { { "&quot;", '"' }, { "&#039;", '\'' }, { "&#39;", '\'' },
                  { "&lt;", '<' },   { "&gt;", '>' },    { "&amp;", '&' } };

    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        const size_t len = strlen(known[i].text);

        if (s.len >= len && memcmp(s.ptr, known[i].text, len) == 0) {
            *out = known[i].is;
            return len;
        }
    }
    *out = s.ptr[0];
    return 1;
}

static struct ho_piece undo_html(struct ho_arena *arena, struct ho_piece piece)
{
    const struct handoff_slice raw = piece.text;
    uint32_t *map;
    char *text;
    size_t len = 0;

    if (raw.len == 0 || !memchr(raw.ptr, '&', raw.len))
        return piece;
    text = ho_arena_alloc(arena, raw.len + 1);
    map = ho_arena_alloc(arena, (raw.len + 1) * sizeof *map);
    if (!text || !map)
        return piece;
    for (size_t at = 0; at < raw.len; len++) {
        map[len] = piece.map ? piece.map[at] : (uint32_t)(piece.start + at);
        at += entity(ho_part(raw, at, raw.len), text + len);
    }
    map[len] =
        piece.map ? piece.map[raw.len] : (uint32_t)(piece.start + raw.len);
    return (struct ho_piece){ { text, len }, map[0], map };
}

/* From the place in the tree's text to the place in the record. */
static struct ho_piece move_out(struct ho_reading *r, struct ho_piece piece)
{
    const uint32_t *outer = r->outer.map;
    uint32_t *map;

    if (!piece.map && !outer) {
        piece.start += r->outer.start;
        return piece;
    }
    if (!piece.map) {
        piece.map = outer + piece.start;
        piece.start = piece.map[0];
        return piece;
    }
    map = ho_arena_alloc(r->in->arena, (piece.text.len + 1) * sizeof *map);
    if (!map)
        return piece;
    for (size_t i = 0; i <= piece.text.len; i++)
        map[i] = outer ? outer[piece.map[i]]
                       : (uint32_t)(r->outer.start + piece.map[i]);
    return (struct ho_piece){ piece.text, map[0], map };
}

struct ho_piece ho_node_piece(struct ho_reading *r, const struct ho_node *node)
{
    struct ho_piece piece = { { "", 0 }, 0, NULL };

    if (!ho_is_scalar(node))
        return piece;
    piece = ho_tree_text(r->tree, node, r->in->arena);
    if (r->html)
        piece = undo_html(r->in->arena, piece);
    if (r->outer.map || r->outer.start > 0)
        piece = move_out(r, piece);
    return piece;
}

struct handoff_slice ho_node_text(struct ho_reading *r,
                                  const struct ho_node *node)
{
    return ho_trim(ho_node_piece(r, node).text);
}

bool ho_node_is(struct ho_reading *r, const struct ho_node *node,
                const char *text)
{
    return ho_is_scalar(node) && ho_slice_is(ho_node_text(r, node), text);
}

struct path {
    char text[HANDOFF_INTAKE_PATH + 1];
    size_t len;
    bool cut;
};

static void add_bytes(struct path *p, const char *bytes, size_t len)
{
    if (len > HANDOFF_INTAKE_PATH - p->len) {
        p->cut = true;
        return;
    }
    memcpy(p->text + p->len, bytes, len);
    p->len += len;
}

static void add_step(struct path *p, const struct ho_tree *tree,
                     const struct ho_node *node)
{
    const struct handoff_slice key = ho_tree_key(tree, node);
    char index[16];

    add_bytes(p, "/", 1);
    if (node->key == 0) {
        snprintf(index, sizeof index, "%u", (unsigned)node->index);
        add_bytes(p, index, strlen(index));
        return;
    }
    for (size_t i = 0; i < key.len; i++) {
        if (key.ptr[i] == '~')
            add_bytes(p, "~0", 2);
        else if (key.ptr[i] == '/')
            add_bytes(p, "~1", 2);
        else
            add_bytes(p, key.ptr + i, 1);
    }
}

const char *ho_node_path(struct ho_reading *r, const struct ho_node *node)
{
    const struct ho_node *up[HO_JSON_DEPTH + 1];
    struct path p = { .len = 0 };
    size_t depth = 0;

    add_bytes(&p, r->outer_path, strlen(r->outer_path));
    for (; node != r->tree->node && depth <= HO_JSON_DEPTH; depth++) {
        up[depth] = node;
        node = &r->tree->node[node->parent];
    }
    while (depth > 0)
        add_step(&p, r->tree, up[--depth]);
    if (p.cut)
        ho_record_trouble(r->in, "it holds a value whose keys take more than "
                                 "4096 bytes; shorten them");
    return ho_arena_copy(r->in->arena, (struct handoff_slice){ p.text, p.len });
}

/* --- taking ----------------------------------------------------------------
 */

void ho_take(struct ho_reading *r, const struct ho_node *node)
{
    if (node)
        r->tree->node[node - r->tree->node].used = true;
}

void ho_warn(struct ho_reading *r, enum handoff_warning_code code,
             const struct ho_node *node)
{
    ho_record_warn(r->in, code, node ? ho_node_path(r, node) : "");
}

static struct ho_label label_of(struct ho_reading *r, struct handoff_slice text,
                                bool message)
{
    struct ho_label label;

    if (text.len > HANDOFF_INTAKE_LABEL)
        ho_record_trouble(r->in, "it holds a label of more than 1024 bytes; "
                                 "shorten it");
    label = ho_labels_read(r->in->labels, r->in->arena, text);
    label.is.id = false; /* the platform's id is known by its place */
    if (message && label.source == HANDOFF_SOURCE_FIELD &&
        label.is.field == HANDOFF_NO_FIELD && label.text[0] != '\0') {
        label.source = HANDOFF_SOURCE_MESSAGE;
        label.cite = ho_arena_format(r->in->arena, "message:%s", label.text);
    }
    return label;
}

void ho_answer_piece(struct ho_reading *r, const struct ho_label *label,
                     const struct ho_node *node, struct ho_piece piece)
{
    if (ho_trim(piece.text).len == 0)
        return;
    if (r->in->count == HANDOFF_INTAKE_VALUES) {
        ho_warn(r, HANDOFF_WARNING_CUT, NULL);
        return; /* stays for the rest */
    }
    ho_take(r, node);
    ho_take(r, r->asked); /* told as its label */
    ho_record_value(r->in, label, ho_node_path(r, node), piece);
}

static void answer(struct ho_reading *r, const struct ho_label *label,
                   const struct ho_node *node)
{
    if (ho_is_scalar(node)) {
        ho_answer_piece(r, label, node, ho_node_piece(r, node));
        return;
    }
    for (node = ho_tree_child(r->tree, node); node;
         node = ho_tree_next(r->tree, node))
        answer(r, label, node);
}

void ho_answer(struct ho_reading *r, struct handoff_slice text,
               const struct ho_node *node, bool message)
{
    const struct ho_label label = label_of(r, text, message);

    if (!node || r->in->trouble)
        return;
    answer(r, &label, node);
    r->asked = NULL;
}

struct handoff_slice ho_question(struct ho_reading *r,
                                 const struct ho_node *question,
                                 const struct ho_node *other)
{
    struct handoff_slice text = ho_node_text(r, question);

    r->asked = NULL;
    if (text.len > 0) {
        r->asked = question;
        return text;
    }
    ho_warn(r, HANDOFF_WARNING_NO_LABEL, other);
    text = ho_node_text(r, other);
    if (text.len == 0)
        return ho_slice("Question");
    return ho_slice(ho_arena_format(
        r->in->arena, "Question %.*s",
        (int)(text.len < FALLBACK ? text.len : FALLBACK), text.ptr));
}

/* The key above it; that of its list for an element, and of what encloses it
 * for a bare `value`. */
static const char *key_of(struct ho_reading *r, const struct ho_node *node)
{
    while (node->parent != 0 &&
           (node->key == 0 || ho_slice_is(ho_tree_key(r->tree, node), "value")))
        node = &r->tree->node[node->parent];
    return ho_arena_copy(r->in->arena,
                         ho_tree_key_text(r->tree, node, r->in->arena).text);
}

void ho_beside(struct ho_reading *r, enum handoff_aside_kind kind,
               const struct ho_node *node)
{
    if (!node || node->used || r->in->trouble)
        return;
    if (ho_is_scalar(node)) {
        const struct handoff_slice text = ho_node_text(r, node);

        ho_take(r, node);
        if (text.len > 0)
            ho_record_aside(r->in, kind, key_of(r, node), ho_node_path(r, node),
                            text);
        return;
    }
    for (node = ho_tree_child(r->tree, node); node;
         node = ho_tree_next(r->tree, node))
        ho_beside(r, kind, node);
}

void ho_meta(struct ho_reading *r, const char **out, const struct ho_node *node)
{
    const struct handoff_slice text = ho_node_text(r, node);

    if (text.len == 0)
        return;
    if (out && (*out)[0] == '\0')
        *out = ho_arena_copy(r->in->arena, text);
    ho_beside(r, HANDOFF_ASIDE_META, node);
}

void ho_submitted(struct ho_reading *r, const struct ho_node *node)
{
    const struct handoff_slice text = ho_node_text(r, node);

    if (text.len == 0)
        return;
    if (!ho_read_time(text, &r->in->submitted))
        ho_warn(r, HANDOFF_WARNING_BAD_TIME, node);
    ho_beside(r, HANDOFF_ASIDE_META, node);
}

void ho_test_mark(struct ho_reading *r, const struct ho_node *node)
{
    if (ho_node_is(r, node, "true") && !r->in->origin.test)
        r->in->origin.test = ho_node_path(r, node);
}

void ho_notice(struct ho_reading *r)
{
    r->in->origin.event = "notice";
    r->in->origin.incomplete = true;
    ho_warn(r, HANDOFF_WARNING_IDS_ONLY, NULL);
}

bool ho_read_inner(struct ho_reading *r, struct ho_piece text, const char *path,
                   bool html,
                   void (*read)(struct ho_reading *, const struct ho_node *))
{
    struct ho_tree tree = { 0 };
    struct ho_reading inner = { .in = r->in,
                                .tree = &tree,
                                .outer = text,
                                .outer_path = path,
                                .html = html };
    const enum handoff_status status = ho_tree_init(&tree, text.text, NULL);

    if (status == HANDOFF_NO_MEMORY)
        r->in->no_memory = true;
    if (status == HANDOFF_OK) {
        read(&inner, tree.node);
        ho_keep_rest(&inner);
    }
    ho_tree_release(&tree);
    return status == HANDOFF_OK;
}
