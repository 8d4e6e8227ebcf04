/* lines.c - text between tags, and what tags do to their line
 *
 * Whether a tag has its line to itself, and so takes the line with it, can be
 * told only at the line's end: until then the line keeps a chain of its nodes.
 */
#include "prompt/parser.h"

struct ho_node *ho_parser_node(struct ho_parser *p, enum ho_node_kind kind,
                               size_t at, struct handoff_slice text)
{
    struct ho_level *level = &p->level[p->depth];
    struct ho_node *node = ho_arena_alloc(p->t->arena, sizeof *node);

    if (!node)
        return NULL;
    node->kind = kind;
    node->at = at;
    node->text = text;
    node->line_before = p->line.last;
    p->line.last = node;
    *level->tail = node;
    level->tail = &node->next;
    return node;
}

static void add_bytes(struct ho_parser *p, size_t from, size_t to)
{
    struct ho_node *node;

    node = ho_parser_node(p, HO_NODE_TEXT, from, ho_part(p->t->text, from, to));
    if (node)
        node->line_start = from == p->line.start;
}

static bool is_all_blank(struct handoff_slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!ho_is_blank(s.ptr[i]))
            return false;
    return true;
}

void ho_parser_line(struct ho_parser *p, size_t start)
{
    p->line =
        (struct ho_line){ .start = start, .blank = true, .only_inherit = true };
}

bool ho_parser_end_line(struct ho_parser *p)
{
    const struct ho_line *line = &p->line;

    if (!line->blank || line->tags == 0)
        return false;
    if (line->tags > 1 && !(line->only_inherit && line->has_parent))
        return false;
    for (struct ho_node *n = line->last; n; n = n->line_before) {
        n->lone = n->kind != HO_NODE_TEXT;
        n->line_start = false;
        if (n->kind == HO_NODE_TEXT)
            n->text.len = 0;
    }
    return true;
}

static size_t last_newline(struct handoff_slice text, size_t from, size_t to)
{
    while (to > from && text.ptr[to - 1] != '\n')
        to--;
    return to;
}

static void add_piece(struct ho_parser *p, size_t from, size_t to)
{
    if (from < to)
        add_bytes(p, from, to);
}

/* The rest of a line, up to its newline. */
static void add_line_end(struct ho_parser *p, size_t from, size_t end)
{
    if (!is_all_blank(ho_part(p->t->text, from, end - 1)))
        p->line.blank = false;
    if (!ho_parser_end_line(p))
        add_bytes(p, from, end);
    ho_parser_line(p, end);
}

/* Text between two tags: the end of a line, whole lines, the start of one. */
void ho_parser_text(struct ho_parser *p, size_t from, size_t to)
{
    const struct handoff_slice text = p->t->text;
    const char *newline = memchr(text.ptr + from, '\n', to - from);

    if (newline) {
        const size_t end = (size_t)(newline - text.ptr) + 1;

        add_line_end(p, from, end);
        from = last_newline(text, end, to);
        add_piece(p, end, from);
        ho_parser_line(p, from);
    }
    if (!is_all_blank(ho_part(text, from, to)))
        p->line.blank = false;
    add_piece(p, from, to);
}

void ho_parser_note(struct ho_parser *p, size_t start, enum ho_node_kind kind)
{
    struct ho_line *line = &p->line;

    if (start == line->start)
        add_bytes(p, start, start);
    if (line->tags++ == 0 && line->blank)
        line->indent = ho_part(p->t->text, line->start, start);
    if (kind == HO_NODE_VALUE)
        line->blank = false;
    if (kind == HO_NODE_PARENT)
        line->has_parent = true;
    else if (kind != HO_NODE_BLOCK)
        line->only_inherit = false;
}
