/* render.c - a tree and data into text; see prompt/template.h
 *
 * Indentation.  A partial that has its line to itself is indented like its
 * tag, a block that is filled from outside like its default text.  So every
 * line that a template's own text begins is written through begin_line(),
 * with what the frame says: cut `strip` white space off it, put the frame's
 * indentation before it.  What the data says is never indented.
 */
#include "prompt/template.h"

#include "prompt/node.h"
#include "prompt/value.h"

enum {
    INDENT_BYTES = 1024 * 1024,    /* of all open partials together */
    CACHE_BYTES = 16 * 1024 * 1024 /* of the names of partials */
};

/* A partial that was parsed in this rendering. */
struct parsed {
    struct handoff_slice name;
    struct ho_template *t;
    struct parsed *next;
};

struct render {
    const struct handoff_partials *partials; /* may be NULL */
    enum handoff_escape escape;
    bool strict;
    struct ho_buffer *out;
    struct ho_buffer indents; /* a stack: frames point into it */
    struct ho_arena *cache;
    struct parsed *parsed;
    size_t parsed_count;
    uint64_t steps;
    unsigned depth;
    struct handoff_error *err;
};

/* The blocks that a {{<parent}} tag fills. */
struct fill {
    const struct ho_template *t; /* the template they stand in */
    const struct ho_node *block; /* the first child of the parent tag */
    const struct fill *outer;
};

/* The template (or block of another template) being written. */
struct frame {
    const struct ho_template *t;
    const struct fill *fill;
    size_t indent_at, indent_len; /* in render.indents */
    size_t strip;
    bool joins; /* its first line goes on where a line already began */
};

static enum handoff_status render_list(struct render *r, struct frame *f,
                                       const struct ho_scope *scope,
                                       const struct ho_node *node);

/* --- lines ----------------------------------------------------------- */

static struct handoff_slice indent_of(const struct render *r,
                                      const struct frame *f)
{
    return ho_part(ho_buffer_slice(&r->indents), f->indent_at,
                   f->indent_at + f->indent_len);
}

static bool is_empty_line(struct handoff_slice line)
{
    return (line.len > 0 && line.ptr[0] == '\n') ||
           (line.len > 1 && line.ptr[0] == '\r' && line.ptr[1] == '\n');
}

static struct handoff_slice cut(struct handoff_slice line, size_t strip)
{
    size_t i = 0;

    while (i < line.len && i < strip && ho_is_blank(line.ptr[i]))
        i++;
    return ho_part(line, i, line.len);
}

/* Returns what is left of the line. */
static struct handoff_slice begin_line(struct render *r, struct frame *f,
                                       struct handoff_slice line)
{
    line = cut(line, f->strip);
    if (!f->joins && !is_empty_line(line))
        ho_buffer_add(r->out, indent_of(r, f));
    f->joins = false;
    return line;
}

static void render_text(struct render *r, struct frame *f,
                        const struct ho_node *node)
{
    struct handoff_slice rest = node->text;
    bool start = node->line_start;

    if (f->indent_len == 0 && f->strip == 0) {
        f->joins = f->joins && !start;
        ho_buffer_add(r->out, rest);
        return;
    }
    do {
        const char *newline =
            rest.len ? memchr(rest.ptr, '\n', rest.len) : NULL;
        const size_t end =
            newline ? (size_t)(newline - rest.ptr) + 1 : rest.len;
        const struct handoff_slice line = ho_part(rest, 0, end);

        ho_buffer_add(r->out, start ? begin_line(r, f, line) : line);
        rest = ho_part(rest, end, rest.len);
        start = true;
    } while (rest.len > 0);
}

/* --- values and sections --------------------------------------------- */

static enum handoff_status look_up(struct render *r, const struct frame *f,
                                   const struct ho_scope *scope,
                                   const struct ho_node *node,
                                   const cJSON **value)
{
    *value = ho_scope_find(scope, node->text, &r->steps);
    if (*value || !r->strict)
        return HANDOFF_OK;
    return ho_template_fail(f->t, node->at, r->err,
                            "the data has no \"%.*s\"; add it to the data or "
                            "mend the name",
                            ho_name_shown(node->text), node->text.ptr);
}

static enum handoff_status render_value(struct render *r, struct frame *f,
                                        const struct ho_scope *scope,
                                        const struct ho_node *node)
{
    const cJSON *value = NULL;
    enum handoff_status status = look_up(r, f, scope, node, &value);

    if (status == HANDOFF_OK)
        ho_value_write(r->out, value,
                       node->raw ? HANDOFF_ESCAPE_NONE : r->escape);
    return status;
}

static enum handoff_status render_section(struct render *r, struct frame *f,
                                          const struct ho_scope *scope,
                                          const struct ho_node *node)
{
    const cJSON *value = NULL, *item;
    enum handoff_status status = look_up(r, f, scope, node, &value);
    struct ho_scope inner = { value, scope };

    if (status != HANDOFF_OK)
        return status;
    if (node->kind == HO_NODE_INVERTED)
        return ho_value_is_false(value) ? render_list(r, f, scope, node->child)
                                        : HANDOFF_OK;
    if (ho_value_is_false(value))
        return HANDOFF_OK;
    if (!cJSON_IsArray(value))
        return render_list(r, f, &inner, node->child);
    for (item = value->child; item && status == HANDOFF_OK; item = item->next) {
        inner.value = item;
        status = render_list(r, f, &inner, node->child);
    }
    return status;
}

/* --- partials and parents -------------------------------------------- */

/* Behind the tags and spaces of lines that only tags stand on. */
static const struct ho_node *first_printed(struct render *r,
                                           const struct ho_node *node)
{
    while (node && node->kind == HO_NODE_TEXT && node->text.len == 0 &&
           !node->line_start) {
        node = node->next;
        r->steps++;
    }
    return node;
}

/* The white space that the first line of a list begins with. */
static struct handoff_slice first_indent(struct render *r,
                                         const struct ho_node *node)
{
    node = first_printed(r, node);
    if (!node)
        return (struct handoff_slice){ "", 0 };
    if (node->kind == HO_NODE_SECTION || node->kind == HO_NODE_INVERTED)
        return first_indent(r, node->child);
    if (node->kind != HO_NODE_TEXT)
        return node->indent;
    return ho_part(node->text, 0,
                   node->text.len - cut(node->text, SIZE_MAX).len);
}

/* Open a frame inside f, indented by `more` beyond it. */
static void push_indent(struct render *r, const struct frame *f,
                        struct handoff_slice more, struct frame *inner)
{
    const struct handoff_slice outer = indent_of(r, f);
    const size_t at = r->indents.len;

    more = cut(more, f->strip);
    inner->indent_at = f->indent_at;
    inner->indent_len = f->indent_len;
    if (more.len == 0)
        return;
    for (size_t i = 0; i < outer.len; i++) /* the buffer may move */
        ho_buffer_byte(&r->indents, indent_of(r, f).ptr[i]);
    ho_buffer_add(&r->indents, more);
    r->steps += outer.len / 16;
    inner->indent_at = at;
    inner->indent_len = r->indents.len - at;
}

static void pop_indent(struct render *r, size_t len)
{
    r->indents.len = len;
}

static enum handoff_status parse_partial(struct render *r,
                                         const struct frame *f,
                                         const struct ho_node *node,
                                         struct handoff_slice name,
                                         const struct ho_template **out)
{
    const struct handoff_slice text =
        r->partials ? r->partials->find(r->partials->user, name)
                    : (struct handoff_slice){ NULL, 0 };
    enum handoff_status status;
    struct parsed *parsed;

    if (!text.ptr && !r->strict)
        return HANDOFF_OK;
    if (!text.ptr)
        return ho_template_fail(f->t, node->at, r->err,
                                "there is no partial \"%.*s\"; add it or mend "
                                "the name",
                                ho_name_shown(name), name.ptr);
    if (r->parsed_count++ == HO_RENDER_PARTIALS)
        return ho_template_fail(f->t, node->at, r->err,
                                "this needs more than %d different partials; "
                                "use fewer",
                                HO_RENDER_PARTIALS);
    parsed = ho_arena_alloc(r->cache, sizeof *parsed);
    if (!parsed)
        return ho_no_memory(r->err);
    parsed->name =
        (struct handoff_slice){ ho_arena_copy(r->cache, name), name.len };
    status = ho_arena_status(r->cache, "the names of partials", r->err);
    if (status == HANDOFF_OK)
        status = ho_template_parse(parsed->name.ptr, text, &parsed->t, r->err);
    if (status != HANDOFF_OK)
        return status;
    parsed->next = r->parsed;
    r->parsed = parsed;
    *out = parsed->t;
    return HANDOFF_OK;
}

/* *out stays NULL where there is no such partial. */
static enum handoff_status find_partial(struct render *r, const struct frame *f,
                                        const struct ho_scope *scope,
                                        const struct ho_node *node,
                                        const struct ho_template **out)
{
    struct handoff_slice name = node->text;
    const cJSON *value = NULL;
    enum handoff_status status = HANDOFF_OK;

    if (node->dynamic) {
        status = look_up(r, f, scope, node, &value);
        if (status != HANDOFF_OK || !cJSON_IsString(value))
            return status;
        name = ho_slice(value->valuestring);
    }
    for (const struct parsed *p = r->parsed; p; p = p->next) {
        r->steps++;
        if (p->name.len != name.len ||
            memcmp(p->name.ptr, name.ptr, name.len) != 0)
            continue;
        *out = p->t;
        return HANDOFF_OK;
    }
    return parse_partial(r, f, node, name, out);
}

static enum handoff_status render_partial(struct render *r, struct frame *f,
                                          const struct ho_scope *scope,
                                          const struct ho_node *node)
{
    const struct fill fill = { f->t, node->child, f->fill };
    const size_t indents = r->indents.len;
    struct frame inner = { .fill = f->fill };
    enum handoff_status status = find_partial(r, f, scope, node, &inner.t);

    if (status != HANDOFF_OK || !inner.t)
        return status;
    if (node->kind == HO_NODE_PARENT)
        inner.fill = &fill;
    if (node->lone) {
        push_indent(r, f, node->indent, &inner);
        inner.joins = f->joins;
        f->joins = false;
    }
    status = render_list(r, &inner, scope, inner.t->turn->first);
    pop_indent(r, indents);
    return status;
}

/* --- blocks ---------------------------------------------------------- */

/* The block of that name that the outermost parent tag fills, or NULL. */
static const struct ho_node *find_fill(struct render *r, const struct frame *f,
                                       struct handoff_slice name,
                                       const struct fill **from)
{
    const struct ho_node *found = NULL;

    for (const struct fill *fill = f->fill; fill; fill = fill->outer) {
        const struct ho_node *n = fill->block;

        while (n && (n->kind != HO_NODE_BLOCK || n->text.len != name.len ||
                     memcmp(n->text.ptr, name.ptr, name.len) != 0)) {
            n = n->next;
            r->steps++;
        }
        if (n) {
            found = n;
            *from = fill;
        }
    }
    return found;
}

static enum handoff_status render_block(struct render *r, struct frame *f,
                                        const struct ho_scope *scope,
                                        const struct ho_node *node)
{
    const struct fill *from = NULL;
    const struct ho_node *filled = find_fill(r, f, node->text, &from);
    const size_t indents = r->indents.len;
    struct frame inner = { .fill = f->fill };
    enum handoff_status status;
    bool by_text;

    if (!filled)
        return render_list(r, f, scope, node->child);
    inner.t = from->t;
    by_text = node->lone && first_printed(r, node->child);
    push_indent(r, f, by_text ? first_indent(r, node->child) : node->indent,
                &inner);
    if (filled->lone)
        inner.strip = first_indent(r, filled->child).len;
    inner.joins = node->lone ? f->joins : filled->lone;
    if (node->lone && !filled->lone && !f->joins && filled->child)
        ho_buffer_add(r->out, indent_of(r, &inner));
    if (node->lone)
        f->joins = false;
    status = render_list(r, &inner, scope, filled->child);
    pop_indent(r, indents);
    return status;
}

/* --- the walk -------------------------------------------------------- */

static enum handoff_status render_node(struct render *r, struct frame *f,
                                       const struct ho_scope *scope,
                                       const struct ho_node *node)
{
    switch (node->kind) {
    case HO_NODE_TEXT:
        render_text(r, f, node);
        return HANDOFF_OK;
    case HO_NODE_VALUE:
        return render_value(r, f, scope, node);
    case HO_NODE_SECTION:
    case HO_NODE_INVERTED:
        return render_section(r, f, scope, node);
    case HO_NODE_PARTIAL:
    case HO_NODE_PARENT:
        return render_partial(r, f, scope, node);
    case HO_NODE_BLOCK:
        return render_block(r, f, scope, node);
    }
    return HANDOFF_OK;
}

static enum handoff_status check_limits(const struct render *r,
                                        const struct frame *f,
                                        const struct ho_node *node)
{
    if (r->depth > HO_RENDER_DEPTH)
        return ho_template_fail(f->t, node->at, r->err,
                                "sections and partials are nested more than "
                                "%d deep here; does a partial include itself?",
                                HO_RENDER_DEPTH);
    if (r->steps > HO_RENDER_STEPS)
        return ho_template_fail(f->t, node->at, r->err,
                                "rendering takes more than %u steps; nest "
                                "fewer sections over long lists",
                                HO_RENDER_STEPS);
    if (r->indents.failed != HANDOFF_OK)
        return ho_buffer_status(&r->indents, "the indentation", r->err);
    return ho_buffer_status(r->out, "the rendered text", r->err);
}

static enum handoff_status render_list(struct render *r, struct frame *f,
                                       const struct ho_scope *scope,
                                       const struct ho_node *node)
{
    enum handoff_status status = HANDOFF_OK;

    r->depth++;
    r->steps++;
    for (; node && status == HANDOFF_OK; node = node->next) {
        r->steps++;
        status = check_limits(r, f, node);
        if (status == HANDOFF_OK)
            status = render_node(r, f, scope, node);
    }
    r->depth--;
    return status;
}

static void release(struct render *r)
{
    for (struct parsed *p = r->parsed; p; p = p->next)
        ho_template_free(p->t);
    ho_arena_free(r->cache);
    ho_buffer_release(&r->indents);
}

enum handoff_status ho_turn_render(
    const struct ho_template *t, const struct ho_turn *turn, const cJSON *data,
    const struct handoff_template_options *options,
    const struct handoff_partials *partials, struct ho_buffer *out,
    struct handoff_error *err)
{
    struct render r = { .partials = partials, .out = out, .err = err };
    struct frame f = { .t = t };
    const struct ho_scope root = { data, NULL };
    enum handoff_status status;

    if (options) {
        r.escape = options->escape;
        r.strict = options->strict;
    }
    r.cache = ho_arena_new(CACHE_BYTES);
    if (!r.cache)
        return ho_no_memory(err);
    ho_buffer_init(&r.indents, INDENT_BYTES);
    status = render_list(&r, &f, &root, turn->first);
    if (status == HANDOFF_OK)
        status = ho_buffer_status(out, "the rendered text", err);
    release(&r);
    return status;
}

enum handoff_status ho_template_render(
    const struct ho_template *t, const cJSON *data,
    const struct handoff_template_options *options,
    const struct handoff_partials *partials, struct ho_buffer *out,
    struct handoff_error *err)
{
    return ho_turn_render(t, t->turn, data, options, partials, out, err);
}
