/* mustache.c - template text into a tree; see prompt/template.h
 *
 * One pass over the text: find a tag, hand the text before it to lines.c and
 * the tag to tags.c.
 */
#include "prompt/template.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"
#include "prompt/parser.h"

enum {
    TREE_BYTES = 1024 * 1024 * 1024, /* of the largest: {{a}}{{a}}... */
    NAME_SHOWN = 40
};

int ho_name_shown(struct handoff_slice name)
{
    return (int)ho_utf8_cut(name, NAME_SHOWN).len;
}

enum handoff_status ho_template_fail(const struct ho_template *t, size_t at,
                                     struct handoff_error *err,
                                     const char *format, ...)
{
    char message[HANDOFF_ERROR_MESSAGE];
    size_t line, column;
    va_list args;

    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    ho_text_place(t->text.ptr, t->text.len, at, &line, &column);
    ho_fail_at(err, HANDOFF_BAD_TEMPLATE, line, column, "%s", message);
    ho_error_file(err, t->name);
    return HANDOFF_BAD_TEMPLATE;
}

/* Offset of a delimiter at or after `from`, SIZE_MAX where there is none.  Not
 * ho_find: sanitizers read all that is left at each of its calls, and a
 * template has many tags.  Delimiters are short, so this is linear too. */
static size_t find(struct handoff_slice text, size_t from,
                   struct handoff_slice word)
{
    while (from < text.len && text.len - from >= word.len) {
        const char *hit = memchr(text.ptr + from, word.ptr[0],
                                 text.len - from - word.len + 1);

        if (!hit)
            break;
        if (memcmp(hit, word.ptr, word.len) == 0)
            return (size_t)(hit - text.ptr);
        from = (size_t)(hit - text.ptr) + 1;
    }
    return SIZE_MAX;
}

/* The byte that must stand before a tag's closing delimiter, or 0. */
static char before_close(char sigil)
{
    return (char)(sigil == '{' ? '}' : sigil == '=' ? '=' : 0);
}

static size_t find_close(const struct ho_parser *p, size_t from, char before)
{
    const struct handoff_slice text = p->t->text;
    size_t at = find(text, from, p->close);

    while (before && at != SIZE_MAX &&
           (at == from || text.ptr[at - 1] != before))
        at = find(text, at + 1, p->close);
    return at;
}

/* At an opening delimiter: cut out the tag, and move behind it. */
static enum handoff_status read_tag(struct ho_parser *p, struct ho_tag *tag)
{
    const struct handoff_slice text = p->t->text;
    size_t at = p->at + p->open.len, end;

    tag->start = p->at;
    tag->sigil = 0;
    while (at < text.len && (ho_is_blank(text.ptr[at]) || text.ptr[at] == '\n'))
        at++;
    if (at < text.len && text.ptr[at] && strchr("!=#^/>${&<", text.ptr[at]))
        tag->sigil = text.ptr[at++];
    end = find_close(p, at, before_close(tag->sigil));
    if (end == SIZE_MAX)
        return ho_template_fail(
            p->t, tag->start, p->err,
            "this tag is not closed; end it with \"%s%.*s\"",
            tag->sigil == '{'   ? "}"
            : tag->sigil == '=' ? "="
                                : "",
            (int)p->close.len, p->close.ptr);
    p->at = end + p->close.len;
    tag->text =
        ho_trim(ho_part(text, at, end - (before_close(tag->sigil) != 0)));
    return HANDOFF_OK;
}

static enum handoff_status check_end(struct ho_parser *p)
{
    const struct ho_node *open = p->level[p->depth].node;

    ho_parser_end_line(p);
    if (open)
        return ho_template_fail(p->t, open->at, p->err,
                                "\"%.*s\" is opened here and never closed; "
                                "add %.*s/%.*s%.*s",
                                ho_name_shown(open->text), open->text.ptr,
                                (int)p->open.len, p->open.ptr,
                                ho_name_shown(open->text), open->text.ptr,
                                (int)p->close.len, p->close.ptr);
    return ho_parser_status(p);
}

static enum handoff_status parse(struct ho_parser *p)
{
    const struct handoff_slice text = p->t->text;
    enum handoff_status status = HANDOFF_OK;
    size_t open;

    ho_parser_line(p, p->at);
    while (status == HANDOFF_OK) {
        struct ho_tag tag;

        open = find(text, p->at, p->open);
        if (open == SIZE_MAX)
            break;
        ho_parser_text(p, p->at, open);
        p->at = open;
        status = read_tag(p, &tag);
        if (status == HANDOFF_OK)
            status = ho_parser_tag(p, &tag);
    }
    if (status != HANDOFF_OK)
        return status;
    ho_parser_text(p, p->at, text.len);
    return check_end(p);
}

static enum handoff_status check_text(struct handoff_slice text,
                                      struct handoff_error *err)
{
    size_t line, column;
    const char *nul;

    if (text.len > HO_TEMPLATE_BYTES)
        return ho_fail(err, HANDOFF_TOO_LARGE,
                       "the template has %zu bytes, more than %d; move parts "
                       "of it into partials",
                       text.len, HO_TEMPLATE_BYTES);
    nul = text.len ? memchr(text.ptr, '\0', text.len) : NULL;
    if (!nul)
        return ho_utf8_check(text, err);
    ho_text_place(text.ptr, text.len, (size_t)(nul - text.ptr), &line, &column);
    return ho_fail_at(err, HANDOFF_BAD_TEMPLATE, line, column,
                      "a NUL byte stands here; a template is text, remove it");
}

static struct ho_template *new_template(const char *name,
                                        struct handoff_slice text)
{
    struct ho_arena *arena = ho_arena_new(TREE_BYTES);
    struct ho_template *t;

    if (!arena)
        return NULL;
    t = ho_arena_alloc(arena, sizeof *t);
    if (!t) {
        ho_arena_free(arena);
        return NULL;
    }
    t->arena = arena;
    t->name = ho_arena_text(arena, name);
    t->text = (struct handoff_slice){ ho_arena_copy(arena, text), text.len };
    t->turn = ho_arena_alloc(arena, sizeof *t->turn);
    return t;
}

static enum handoff_status parse_template(const char *name,
                                          struct handoff_slice text,
                                          size_t start, bool with_roles,
                                          struct ho_template **out,
                                          struct handoff_error *err)
{
    enum handoff_status status = check_text(text, err);
    struct ho_parser p = { .roles = with_roles,
                           .at = start,
                           .err = err,
                           .open = ho_slice("{{"),
                           .close = ho_slice("}}") };

    if (status != HANDOFF_OK) {
        ho_error_file(err, name);
        return status;
    }
    p.t = new_template(name, text);
    if (!p.t)
        return ho_no_memory(err);
    p.turn = p.t->turn;
    status = ho_parser_status(&p);
    if (status == HANDOFF_OK) {
        p.level[0].tail = &p.turn->first;
        status = parse(&p);
    }
    if (status == HANDOFF_OK)
        *out = p.t;
    else
        ho_template_free(p.t);
    return status;
}

enum handoff_status ho_template_parse(const char *name,
                                      struct handoff_slice text,
                                      struct ho_template **out,
                                      struct handoff_error *err)
{
    return parse_template(name, text, 0, false, out, err);
}

enum handoff_status ho_template_parse_roles(const char *name,
                                            struct handoff_slice text,
                                            size_t start,
                                            struct ho_template **out,
                                            struct handoff_error *err)
{
    return parse_template(name, text, start, true, out, err);
}

void ho_template_free(struct ho_template *t)
{
    if (t)
        ho_arena_free(t->arena);
}
