/* html.c - libxml2's HTML parser; see intake/html.h
 *
 * The tree is walked without recursion, by the nodes' own pointers: its depth
 * is the sender's choice.
 */
#include "intake/html.h"

#include <strings.h>

#include "base/utf8.h"
#include "intake/html_style.h"

enum {
    LABEL_BYTES = 80,     /* a longer first cell is no label */
    CELLS = 2,            /* of a row that is label and value */
    NODE_BYTES = 1 << 20, /* of a text node; libxml2 fails at ten times that */
};

struct walk {
    struct ho_buffer *out;
    struct ho_html *found;
    size_t lines;                 /* line ends due before the next text */
    bool space, any;              /* a space is due; something was written */
    size_t quotes;                /* blockquotes around */
    size_t preserved;             /* <pre> around */
    const xmlNode *label, *value; /* cells of the row being read */
    bool awaiting; /* a row that was a label alone: the next one is its value */
};

static const char *name_of(const xmlNode *node)
{
    return node->type == XML_ELEMENT_NODE ? (const char *)node->name : "";
}

static bool is_one_of(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (strcasecmp(name, *names) == 0)
            return true;
    return false;
}

static bool is_left_out(const char *name)
{
    static const char *const names[] = { "script",   "style",  "head",
                                         "template", "title",  "noscript",
                                         "object",   "iframe", NULL };

    return is_one_of(name, names);
}

static bool is_block(const char *name)
{
    static const char *const names[] = {
        "p",    "div",        "tr",      "table",  "ul",     "ol",
        "li",   "h1",         "h2",      "h3",     "h4",     "h5",
        "h6",   "blockquote", "hr",      "pre",    "dl",     "dt",
        "dd",   "section",    "article", "header", "footer", "body",
        "form", "fieldset",   "center",  NULL
    };

    return is_one_of(name, names);
}

static bool is_cell(const xmlNode *node)
{
    static const char *const names[] = { "td", "th", NULL };

    return is_one_of(name_of(node), names);
}

/* The next node in document order below top, passing over what is below
 * `node` where `inside` is false; NULL behind the last. */
static const xmlNode *next_node(const xmlNode *top, const xmlNode *node,
                                bool inside)
{
    if (inside && node->type == XML_ELEMENT_NODE && node->children)
        return node->children;
    while (node != top && !node->next)
        node = node->parent;
    return node == top ? NULL : node->next;
}

static bool is_gap(unsigned char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Spaces that Unicode has beside ASCII's, as mail programs write them. */
static size_t gap_at(const char *text)
{
    if (is_gap((unsigned char)*text))
        return 1;
    if (memcmp(text, "\xC2\xA0", 2) == 0)
        return 2;
    return 0;
}

static size_t invisible_at(const char *text)
{
    static const char *const marks[] = { "\xE2\x80\x8B", "\xE2\x80\x8C",
                                         "\xE2\x80\x8D", "\xEF\xBB\xBF",
                                         "\xC2\xAD",     NULL };

    for (size_t i = 0; marks[i]; i++)
        if (strncmp(text, marks[i], strlen(marks[i])) == 0)
            return strlen(marks[i]);
    return 0;
}

static bool is_text(const xmlNode *node)
{
    return (node->type == XML_TEXT_NODE ||
            node->type == XML_CDATA_SECTION_NODE) &&
           node->content;
}

static size_t visible_bytes(const xmlNode *node)
{
    const char *text = (const char *)node->content;
    size_t count = 0;

    while (*text) {
        const size_t gap = gap_at(text) ? gap_at(text) : invisible_at(text);

        count += gap == 0;
        text += gap ? gap : 1;
    }
    return count;
}

/* Visible bytes below a node, up to `most`; SIZE_MAX where a table is there.
 * Each node is in one row that holds no table, so this is linear. */
static size_t text_below(const xmlNode *top, size_t most)
{
    size_t count = 0;

    for (const xmlNode *n = next_node(top, top, true); n && count <= most;
         n = next_node(top, n, !is_left_out(name_of(n)))) {
        if (strcasecmp(name_of(n), "table") == 0)
            return SIZE_MAX;
        if (is_text(n))
            count += visible_bytes(n);
    }
    return count;
}

static bool is_bold_alone(const xmlNode *cell)
{
    static const char *const bold[] = { "strong", "b", NULL };

    if (strcasecmp(name_of(cell), "th") == 0)
        return true;
    for (const xmlNode *n = next_node(cell, cell, true); n;
         n = next_node(cell, n, !is_one_of(name_of(n), bold)))
        if (is_text(n) && visible_bytes(n) > 0)
            return false;
    return true;
}

/* Label and value side by side, or a label whose value is the next row. */
static void enter_row(struct walk *w, const xmlNode *row)
{
    const xmlNode *cell[CELLS] = { NULL };
    size_t count = 0, first = 0, cells = 0, blank_before = 0;

    w->label = w->value = NULL;
    for (const xmlNode *n = row->children; n; n = n->next) {
        const size_t len = is_cell(n) ? text_below(n, LABEL_BYTES) : 0;

        cells += is_cell(n);
        if (len == SIZE_MAX || (len > 0 && count == CELLS)) {
            w->awaiting = false;
            return;
        }
        if (len == 0)
            continue;
        first = count == 0 ? len : first;
        blank_before = count == 0 ? cells - 1 : blank_before;
        cell[count++] = n;
    }
    if (count == CELLS && first <= LABEL_BYTES) {
        w->label = cell[0];
        w->value = cell[1];
        w->awaiting = false;
    } else if (count == 1 && cells > 1 && blank_before == 0 &&
               first <= LABEL_BYTES) {
        w->label = cell[0]; /* its value is empty */
        w->awaiting = false;
    } else if (count == 1 && w->awaiting) {
        w->value = cell[0];
        w->awaiting = false;
    } else if (count == 1 && first <= LABEL_BYTES && is_bold_alone(cell[0])) {
        w->label = cell[0];
        w->awaiting = true;
    }
}

static void due_line(struct walk *w, size_t lines)
{
    if (w->lines < lines)
        w->lines = lines;
    w->space = false;
}

/* In a value nothing stands at the start of a line, and no line is empty. */
static void start_line(struct walk *w, bool in_value)
{
    const size_t lines = in_value && w->lines > 1 ? 1 : w->lines;

    for (size_t i = 0; w->any && i < lines; i++) {
        ho_buffer_byte(w->out, '\n');
        if (i + 1 < lines)
            continue;
        for (size_t q = 0; q < w->quotes; q++)
            ho_buffer_text(w->out, "> ");
        if (in_value)
            ho_buffer_text(w->out, "    ");
    }
    if (w->space && w->lines == 0)
        ho_buffer_byte(w->out, ' ');
    w->lines = 0;
    w->space = false;
    w->any = true;
}

static void write_text(struct walk *w, const char *text, bool in_value)
{
    while (*text) {
        const size_t gap = gap_at(text), nothing = invisible_at(text);

        if (gap > 0 && w->preserved > 0 && *text == '\n')
            due_line(w, w->lines + 1 > 2 ? 2 : w->lines + 1);
        else if (gap > 0)
            w->space = w->lines == 0 && w->any;
        if (gap == 0 && nothing == 0) {
            if (w->lines > 0 || w->space || !w->any)
                start_line(w, in_value);
            ho_buffer_byte(w->out, *text);
        }
        text += gap ? gap : nothing ? nothing : 1;
    }
}

static void enter(struct walk *w, const xmlNode *node)
{
    const char *name = name_of(node);

    if (is_text(node)) {
        write_text(w, (const char *)node->content,
                   w->value != NULL && !w->label);
        return;
    }
    if (strcasecmp(name, "br") == 0)
        due_line(w, w->lines + 1 > 2 ? 2 : w->lines + 1);
    else if (strcasecmp(name, "p") == 0 || strcasecmp(name, "table") == 0)
        due_line(w, 2);
    else if (is_cell(node) && node != w->value)
        w->space = w->any && w->lines == 0;
    else if (is_block(name) && !(w->label && node->parent == w->label))
        due_line(w, 1);
    if (strcasecmp(name, "tr") == 0)
        enter_row(w, node);
    w->preserved += strcasecmp(name, "pre") == 0;
    if (strcasecmp(name, "blockquote") == 0)
        w->quotes++;
}

static void end_label(struct walk *w)
{
    struct ho_buffer *out = w->out;

    if (out->len > 0 && out->ptr[out->len - 1] != ':')
        ho_buffer_byte(out, ':');
    w->label = NULL;
    w->lines = 0;
    w->space = true;
    if (w->awaiting)
        due_line(w, 1);
}

static void leave(struct walk *w, const xmlNode *node)
{
    const char *name = name_of(node);

    if (node == w->label) {
        end_label(w);
        return;
    }
    if (strcasecmp(name, "blockquote") == 0)
        due_line(w, 1);
    if (strcasecmp(name, "tr") == 0)
        w->value = NULL;
    if (strcasecmp(name, "p") == 0 || strcasecmp(name, "table") == 0)
        due_line(w, 2);
    else if (is_block(name))
        due_line(w, 1);
    w->preserved -= strcasecmp(name, "pre") == 0;
    w->quotes -= strcasecmp(name, "blockquote") == 0;
}

/* Is there anything to go into?  Counts what is hidden. */
static bool is_shown(struct walk *w, const xmlNode *node)
{
    if (node->type != XML_ELEMENT_NODE)
        return false;
    if (is_left_out(name_of(node)))
        return false;
    if (!ho_html_is_hidden(node))
        return true;
    w->found->hidden += text_below(node, 1) > 0;
    return false;
}

static void walk_tree(struct walk *w, const xmlNode *top)
{
    const xmlNode *node = top;

    for (;;) {
        const bool shown = is_shown(w, node);

        if (shown || is_text(node))
            enter(w, node);
        if (shown && node->children) {
            node = node->children;
            continue;
        }
        if (shown)
            leave(w, node);
        while (node != top && !node->next) {
            node = node->parent;
            leave(w, node);
        }
        if (node == top)
            return;
        node = node->next;
    }
}

/* --- the tree --------------------------------------------------------------
 */

/* A comment ends the text node before it, and says nothing. */
static void on_text(void *user, const xmlChar *text, int len)
{
    htmlParserCtxt *ctxt = user;

    if (ctxt->node && ctxt->nodelen > NODE_BYTES) {
        xmlNode *end =
            ho_libxml()->comment_new(ctxt->myDoc, (const xmlChar *)"");

        if (end)
            ho_libxml()->add_child(ctxt->node, end);
    }
    ho_libxml()->characters(user, text, len);
}

/* What stands in <script> and <style>. */
static void on_script(void *user, const xmlChar *text, int len)
{
    (void)user;
    (void)text;
    (void)len;
}

static htmlParserCtxt *new_parser(void)
{
    htmlParserCtxt *ctxt = ho_libxml()->parser_new();

    if (ctxt) {
        ctxt->sax->characters = on_text;
        ctxt->sax->cdataBlock = on_script;
        ctxt->sax->comment = NULL;
    }
    return ctxt;
}

enum handoff_status ho_html_text(struct handoff_slice html,
                                 struct ho_buffer *out, struct ho_html *found,
                                 struct handoff_error *err)
{
    const int options = HTML_PARSE_RECOVER | HTML_PARSE_NOERROR |
                        HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                        HTML_PARSE_COMPACT;
    const struct handoff_slice read = ho_utf8_cut(html, HO_HTML_BYTES);
    struct walk w = { .out = out, .found = found };
    enum handoff_status status;
    htmlParserCtxt *ctxt;
    xmlDoc *doc = NULL;
    const xmlNode *root;

    *found = (struct ho_html){ .left_out = html.len - read.len };
    if (html.len == 0)
        return HANDOFF_OK;
    status = ho_libxml_open(err);
    if (status != HANDOFF_OK)
        return status;
    ctxt = new_parser();
    if (ctxt)
        doc = ho_libxml()->read(ctxt, read.ptr, (int)read.len, NULL, "UTF-8",
                                options);
    if (!ctxt || ctxt->errNo == XML_ERR_NO_MEMORY) {
        ho_libxml()->doc_free(doc);
        ho_libxml()->parser_free(ctxt);
        return ho_no_memory(err);
    }
    found->cut = ctxt->lastError.level == XML_ERR_FATAL;
    root = doc ? ho_libxml()->root(doc) : NULL;
    if (root)
        walk_tree(&w, root);
    ho_libxml()->doc_free(doc);
    ho_libxml()->parser_free(ctxt);
    return HANDOFF_OK;
}
