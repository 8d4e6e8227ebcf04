/* tags.c - what each tag adds to the tree; see prompt/parser.h */
#include "prompt/parser.h"

enum { DELIMITER_BYTES = 16 }; /* keeps the search for one linear */

static enum handoff_status check_name(struct ho_parser *p,
                                      const struct ho_tag *tag,
                                      struct handoff_slice name)
{
    if (name.len == 0)
        return ho_template_fail(p->t, tag->start, p->err,
                                "this tag has no name; write one between the "
                                "delimiters or remove the tag");
    for (size_t i = 0; i < name.len; i++) {
        const unsigned char c = (unsigned char)name.ptr[i];

        if (c <= ' ' || c == 0x7F)
            return ho_template_fail(
                p->t, tag->start, p->err,
                "a name holds no white space or control characters; end the "
                "tag with \"%.*s\" behind the name",
                (int)p->close.len, p->close.ptr);
    }
    return HANDOFF_OK;
}

/* a.b.c without empty parts, or "." alone. */
static enum handoff_status check_path(struct ho_parser *p,
                                      const struct ho_tag *tag,
                                      struct handoff_slice name)
{
    enum handoff_status status = check_name(p, tag, name);
    bool empty = true;

    if (status != HANDOFF_OK || ho_slice_is(name, "."))
        return status;
    for (size_t i = 0; i < name.len; i++) {
        if (empty && name.ptr[i] == '.')
            break;
        empty = name.ptr[i] == '.';
    }
    if (!empty)
        return HANDOFF_OK;
    return ho_template_fail(p->t, tag->start, p->err,
                            "\"%.*s\" has a dot with no name beside it; write "
                            "names with single dots between them, or \".\" "
                            "for the item itself",
                            ho_name_shown(name), name.ptr);
}

enum handoff_status ho_parser_status(struct ho_parser *p)
{
    return ho_arena_status(p->t->arena, "the template", p->err);
}

static enum handoff_status add_value(struct ho_parser *p,
                                     const struct ho_tag *tag)
{
    enum handoff_status status = check_path(p, tag, tag->text);
    struct ho_node *node;

    if (status != HANDOFF_OK)
        return status;
    ho_parser_note(p, tag->start, HO_NODE_VALUE);
    node = ho_parser_node(p, HO_NODE_VALUE, tag->start, tag->text);
    if (!node)
        return ho_parser_status(p);
    node->raw = tag->sigil != 0;
    return HANDOFF_OK;
}

/* "*x" is a name that the data gives: x. */
static bool take_star(struct handoff_slice *name)
{
    if (name->len == 0 || name->ptr[0] != '*')
        return false;
    *name = ho_trim(ho_part(*name, 1, name->len));
    return true;
}

static enum handoff_status add_named(struct ho_parser *p,
                                     const struct ho_tag *tag,
                                     enum ho_node_kind kind,
                                     struct ho_node **out)
{
    const bool inherits = kind == HO_NODE_PARTIAL || kind == HO_NODE_PARENT;
    struct handoff_slice name = tag->text;
    const bool dynamic = inherits && take_star(&name);
    const bool is_path =
        dynamic || kind == HO_NODE_SECTION || kind == HO_NODE_INVERTED;
    enum handoff_status status =
        is_path ? check_path(p, tag, name) : check_name(p, tag, name);
    struct ho_node *node;

    if (status != HANDOFF_OK)
        return status;
    ho_parser_note(p, tag->start, kind);
    node = ho_parser_node(p, kind, tag->start, name);
    if (!node)
        return ho_parser_status(p);
    node->dynamic = dynamic;
    if (p->line.blank)
        node->indent = p->line.indent;
    *out = node;
    return HANDOFF_OK;
}

static enum handoff_status open_section(struct ho_parser *p,
                                        const struct ho_tag *tag,
                                        enum ho_node_kind kind)
{
    struct ho_node *node = NULL;
    enum handoff_status status = add_named(p, tag, kind, &node);

    if (status != HANDOFF_OK)
        return status;
    if (p->depth == HO_TEMPLATE_NESTING)
        return ho_template_fail(p->t, tag->start, p->err,
                                "sections are nested more than %d deep here; "
                                "move the inner ones into a partial",
                                HO_TEMPLATE_NESTING);
    p->depth++;
    p->level[p->depth] = (struct ho_level){ node, &node->child };
    return HANDOFF_OK;
}

static bool closes(const struct ho_node *node, struct handoff_slice name,
                   bool dynamic)
{
    return node->dynamic == dynamic && name.len == node->text.len &&
           memcmp(name.ptr, node->text.ptr, name.len) == 0;
}

static enum handoff_status refuse_close(struct ho_parser *p,
                                        const struct ho_tag *tag,
                                        const struct ho_node *open,
                                        struct handoff_slice name)
{
    size_t line, column;

    if (!open)
        return ho_template_fail(p->t, tag->start, p->err,
                                "\"%.*s\" is closed here but not open; remove "
                                "this tag or open the section before it",
                                ho_name_shown(name), name.ptr);
    ho_text_place(p->t->text.ptr, p->t->text.len, open->at, &line, &column);
    return ho_template_fail(
        p->t, tag->start, p->err,
        "\"%.*s\" is closed here, but \"%s%.*s\" of line %zu is still open; "
        "close that one first",
        ho_name_shown(name), name.ptr, open->dynamic ? "*" : "",
        ho_name_shown(open->text), open->text.ptr, line);
}

static enum handoff_status close_section(struct ho_parser *p,
                                         const struct ho_tag *tag)
{
    const struct ho_node *open = p->level[p->depth].node;
    struct handoff_slice name = tag->text;
    const bool dynamic = open && open->dynamic && take_star(&name);
    const enum handoff_status status = check_name(p, tag, name);

    if (status != HANDOFF_OK)
        return status;
    if (!open || !closes(open, name, dynamic))
        return refuse_close(p, tag, open, name);
    ho_parser_note(p, tag->start, open->kind);
    p->depth--;
    return HANDOFF_OK;
}

static bool is_delimiter(struct handoff_slice s)
{
    if (s.len == 0 || s.len > DELIMITER_BYTES)
        return false;
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] <= ' ' || s.ptr[i] == '=')
            return false;
    return true;
}

static enum handoff_status set_delimiters(struct ho_parser *p,
                                          const struct ho_tag *tag)
{
    const struct handoff_slice s = tag->text;
    struct handoff_slice open, close;
    size_t end = 0;

    while (end < s.len && !ho_is_blank(s.ptr[end]) && s.ptr[end] != '\n')
        end++;
    open = ho_part(s, 0, end);
    close = ho_trim(ho_part(s, end, s.len));
    if (!is_delimiter(open) || !is_delimiter(close))
        return ho_template_fail(p->t, tag->start, p->err,
                                "new delimiters are two words of at most %d "
                                "bytes without \"=\"; write {{=<%% %%>=}}",
                                DELIMITER_BYTES);
    ho_parser_note(p, tag->start, HO_NODE_TEXT);
    p->open = open;
    p->close = close;
    return HANDOFF_OK;
}

static const char *const roles[] = { "system", "user", "assistant" };
enum { ROLES = sizeof roles / sizeof *roles };

static bool is_role_tag(const struct ho_parser *p, const struct ho_tag *tag)
{
    return p->roles && tag->sigil == 0 && tag->text.len > 4 &&
           memcmp(tag->text.ptr, "role", 4) == 0 &&
           (ho_is_blank(tag->text.ptr[4]) || tag->text.ptr[4] == '"' ||
            tag->text.ptr[4] == '\'');
}

static const char *find_role(struct handoff_slice word)
{
    for (size_t i = 0; i < ROLES; i++)
        if (ho_slice_is(word, roles[i]))
            return roles[i];
    return NULL;
}

static enum handoff_status read_role(struct ho_parser *p,
                                     const struct ho_tag *tag,
                                     const char **role)
{
    struct handoff_slice word = ho_trim(ho_part(tag->text, 4, tag->text.len));
    const char *near;

    if (word.len < 2 || (word.ptr[0] != '"' && word.ptr[0] != '\'') ||
        word.ptr[word.len - 1] != word.ptr[0])
        return ho_template_fail(p->t, tag->start, p->err,
                                "a role stands in quotes; write "
                                "{{role \"user\"}}");
    word = ho_part(word, 1, word.len - 1);
    *role = find_role(word);
    if (*role)
        return HANDOFF_OK;
    near = ho_did_you_mean(word, roles, ROLES);
    return ho_template_fail(p->t, tag->start, p->err,
                            "there is no such role; write system, user or "
                            "assistant%s%s%s",
                            near ? " (did you mean \"" : "", near ? near : "",
                            near ? "\"?)" : "");
}

static enum handoff_status begin_turn(struct ho_parser *p,
                                      const struct ho_tag *tag)
{
    const struct ho_node *open = p->level[p->depth].node;
    const char *role = NULL;
    enum handoff_status status = read_role(p, tag, &role);
    struct ho_turn *turn;

    if (status != HANDOFF_OK)
        return status;
    if (open)
        return ho_template_fail(p->t, tag->start, p->err,
                                "a role tag cannot stand inside \"%.*s\"; "
                                "close that first (a message that renders "
                                "empty is left out)",
                                ho_name_shown(open->text), open->text.ptr);
    ho_parser_note(p, tag->start, HO_NODE_TEXT);
    turn = ho_arena_alloc(p->t->arena, sizeof *turn);
    if (!turn)
        return ho_parser_status(p);
    turn->role = role;
    p->turn->next = turn;
    p->turn = turn;
    p->level[0].tail = &turn->first;
    return HANDOFF_OK;
}

enum handoff_status ho_parser_tag(struct ho_parser *p, const struct ho_tag *tag)
{
    struct ho_node *node;

    switch (tag->sigil) {
    case '!':
        ho_parser_note(p, tag->start, HO_NODE_TEXT);
        return HANDOFF_OK;
    case '=':
        return set_delimiters(p, tag);
    case '#':
        return open_section(p, tag, HO_NODE_SECTION);
    case '^':
        return open_section(p, tag, HO_NODE_INVERTED);
    case '<':
        return open_section(p, tag, HO_NODE_PARENT);
    case '$':
        return open_section(p, tag, HO_NODE_BLOCK);
    case '/':
        return close_section(p, tag);
    case '>':
        return add_named(p, tag, HO_NODE_PARTIAL, &node);
    default:
        return is_role_tag(p, tag) ? begin_turn(p, tag) : add_value(p, tag);
    }
}
