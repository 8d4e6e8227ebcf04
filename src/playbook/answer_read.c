/* answer_read.c - Markdown as chats write it, line by line: headings, tables,
 * lists, bold lines, paragraphs; see playbook/answer.h */
#include "playbook/answer.h"

enum {
    SITUATION_WORDS = 6, /* that a heading of leads has at most */
    PARAGRAPH = HANDOFF_ANSWER_BYTES + 16
};

struct reader {
    struct ho_answer *a;
    struct ho_place at;
    int lead_indent; /* of the item that names at.lead; -1: a heading does */
    struct ho_table table; /* without columns: not in one */
    struct ho_buffer paragraph;
    size_t paragraph_line;
    const char *stranger; /* a heading that names no lead; or NULL */
    size_t stranger_line;
};

static enum handoff_status put(struct reader *r, struct handoff_slice text,
                               struct handoff_error *err)
{
    return ho_answer_put(r->a, &r->at, text, err);
}

static enum handoff_status end_paragraph(struct reader *r,
                                         struct handoff_error *err)
{
    const size_t line = r->at.line;
    enum handoff_status status =
        ho_buffer_status(&r->paragraph, "the answer", err);

    if (status == HANDOFF_OK && r->paragraph.len > 0) {
        r->at.line = r->paragraph_line;
        status = put(r, ho_buffer_slice(&r->paragraph), err);
        r->at.line = line;
    }
    ho_buffer_clear(&r->paragraph);
    return status;
}

/* --- what a line is ------------------------------------------------------- */

struct line {
    struct handoff_slice text; /* without marker, trimmed */
    int indent;
    size_t level; /* of a # heading */
    bool item, numbered, bold;
};

/* All of it between one pair of marks: "**x**", "*x*:", "__x__". */
static bool is_marked(struct handoff_slice s, const char *mark)
{
    const size_t n = strlen(mark);

    return s.len > 2 * n && memcmp(s.ptr, mark, n) == 0 &&
           memcmp(s.ptr + s.len - n, mark, n) == 0 &&
           ho_find(ho_part(s, n, s.len), 0, ho_slice(mark)) == s.len - 2 * n;
}

static bool is_bold(struct handoff_slice s)
{
    if (s.len > 0 && s.ptr[s.len - 1] == ':')
        s.len--;
    return is_marked(s, "**") || is_marked(s, "*") || is_marked(s, "__") ||
           is_marked(s, "_");
}

static size_t digits(struct handoff_slice s)
{
    size_t n = 0;

    while (n < s.len && s.ptr[n] >= '0' && s.ptr[n] <= '9')
        n++;
    return n;
}

/* Bytes of "- ", "* ", "1. ", "2) ", a bullet; 0: no marker. */
static size_t marker(struct handoff_slice s, bool *numbered)
{
    const size_t n = digits(s);

    if (n > 0 && n < 3 && n + 1 < s.len &&
        (s.ptr[n] == '.' || s.ptr[n] == ')') && s.ptr[n + 1] == ' ') {
        *numbered = true;
        return n + 2;
    }
    if (s.len > 1 && strchr("-*+", s.ptr[0]) && s.ptr[1] == ' ')
        return 2;
    return s.len > 3 && memcmp(s.ptr, "\xE2\x80\xA2", 3) == 0 ? 3 : 0;
}

static struct handoff_slice behind(struct handoff_slice s, size_t n)
{
    return ho_trim(ho_part(s, n, s.len));
}

static struct line look(struct handoff_slice raw)
{
    struct line l = { .text = ho_trim(raw) };
    size_t n;

    for (size_t i = 0; i < raw.len && (raw.ptr[i] == ' ' || raw.ptr[i] == '\t');
         i++)
        l.indent += raw.ptr[i] == '\t' ? 4 : 1;
    while (l.level < l.text.len && l.text.ptr[l.level] == '#')
        l.level++;
    if (l.level > 0)
        l.text = behind(l.text, l.level);
    while (l.text.len > 0 && l.text.ptr[0] == '>')
        l.text = behind(l.text, 1);
    n = marker(l.text, &l.numbered);
    l.item = n > 0 && l.level == 0;
    l.text = behind(l.text, n);
    l.bold = is_bold(l.text);
    return l;
}

static bool is_rule(struct handoff_slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!strchr("-=*_ |:+", s.ptr[i]))
            return false;
    return s.len >= 3;
}

/* --- headings and items --------------------------------------------------- */

static void begin_section(struct reader *r, enum handoff_section section)
{
    r->a->sections |= 1U << section;
    r->at.section = section;
    r->at.lead = HO_NO_LEAD;
    r->at.situation = -1;
    r->lead_indent = -1;
    r->stranger = NULL;
}

static void set_lead(struct reader *r, int lead, int indent)
{
    r->at.lead = lead;
    r->lead_indent = indent;
    r->stranger = NULL;
}

/* A heading inside of a section; *rest: words behind what it names. */
static enum handoff_status enter(struct reader *r, const struct ho_said *said,
                                 int indent, size_t *rest,
                                 struct handoff_error *err)
{
    const struct ho_mention m = ho_answer_leading(r->a, &r->at, said);
    size_t words = 0;
    const int situation = ho_situation_at(said, &words);

    *rest = said->count;
    if (m.words > 0) {
        set_lead(r, m.lead, indent);
        *rest = m.words;
    } else if (said->count > 0 && ho_names_alien(r->a->names, said, 0) > 0) {
        ho_answer_stranger(r->a, &r->at, ho_said_part(said, 0, said->count));
        set_lead(r, HO_MANY_LEADS, indent);
    } else if (situation >= 0 && said->count <= SITUATION_WORDS) {
        set_lead(r, HO_NO_LEAD, -1);
        r->at.situation = situation;
    } else {
        *rest = 0;
    }
    return ho_arena_status(r->a->arena, "the answer", err);
}

/* "1. System health summary", "System health summary: 10 leads" */
static bool read_section(struct reader *r, const struct line *l,
                         const struct ho_said *said, struct handoff_slice *rest)
{
    const bool strong = l->level > 0 || l->bold;
    enum handoff_section section = ho_section_of(said, !strong);

    *rest = (struct handoff_slice){ "", 0 };
    if (section == HANDOFF_SECTION_COUNT && l->level == 0) {
        const size_t colon =
            said->text.len > 0 && memchr(said->text.ptr, ':', said->text.len)
                ? (size_t)((const char *)memchr(said->text.ptr, ':',
                                                said->text.len) -
                           said->text.ptr)
                : 0;
        struct ho_said head = *said;

        while (head.count > 0 && head.word[head.count - 1].from >= colon)
            head.count--;
        if (colon == 0 || head.count == 0 || head.count == said->count)
            return false;
        head.norm_len = ho_said_norm(said, 0, head.count).len;
        section = ho_section_of(&head, true);
        *rest = behind(said->text, colon + 1);
    }
    if (section == HANDOFF_SECTION_COUNT)
        return false;
    begin_section(r, section);
    return true;
}

/* A line that only names something: bold, a heading, or "501, Harbor Lumen".
 */
static enum handoff_status read_head(struct reader *r, const struct line *l,
                                     const struct ho_said *said, bool *done,
                                     struct handoff_error *err)
{
    const bool strong = l->level > 0 || l->bold;
    const int indent = l->item ? l->indent : -1;
    size_t rest = 0;
    enum handoff_status status = enter(r, said, indent, &rest, err);

    *done = status != HANDOFF_OK || rest >= said->count;
    if (*done || !strong || rest > 0)
        return status;
    if (l->level > 0 || r->at.section == HANDOFF_SECTION_UPDATES) {
        set_lead(r, HO_NO_LEAD, -1);
        r->stranger =
            ho_arena_copy(r->a->arena, ho_said_part(said, 0, said->count));
        r->stranger_line = r->at.line;
        *done = ho_said_label(said) == HO_LABEL_NONE;
    }
    return status;
}

/* Labels of a record under a heading that names no lead. */
static void look_for_stranger(struct reader *r, size_t cells)
{
    for (; r->stranger && cells < r->a->cells; cells++) {
        const struct ho_cell *cell = &r->a->cell[cells];

        if (cell->lead != HO_NO_LEAD || cell->section != r->at.section ||
            (cell->label != HO_LABEL_STAGE && cell->label != HO_LABEL_OWNER &&
             cell->label != HO_LABEL_NEXT && cell->label != HO_LABEL_LAST) ||
            !*cell->label_text)
            continue;
        r->at.line = r->stranger_line;
        ho_answer_stranger(r->a, &r->at, ho_slice(r->stranger));
        set_lead(r, HO_MANY_LEADS, -1);
    }
}

static enum handoff_status read_text(struct reader *r, const struct line *l,
                                     const struct ho_said *said,
                                     struct handoff_error *err)
{
    const size_t cells = r->a->cells;
    enum handoff_status status;

    if (l->item) {
        const int outer = r->at.situation, own = ho_situation_of(said);

        if (r->at.lead == HO_NO_LEAD) /* "Raw lead: 501, ask" */
            r->at.situation = own >= 0 ? own : outer;
        status = put(r, l->text, err);
        r->at.situation = outer;
        look_for_stranger(r, cells);
        return status;
    }
    if (ho_answer_leading(r->a, &r->at, said).words > 0) {
        status = end_paragraph(r, err);
        if (status != HANDOFF_OK)
            return status;
    }
    if (r->paragraph.len == 0)
        r->paragraph_line = r->at.line;
    else
        ho_buffer_byte(&r->paragraph, '\n');
    ho_buffer_add(&r->paragraph, l->text);
    return HANDOFF_OK;
}

/* A line that is no more than a lead's name, or a situation's. */
static bool is_name(struct reader *r, const struct ho_said *said)
{
    return ho_answer_leading(r->a, &r->at, said).words == said->count ||
           (said->count <= SITUATION_WORDS && ho_situation_of(said) >= 0);
}

static enum handoff_status read_line(struct reader *r, const struct line *l,
                                     struct handoff_error *err)
{
    struct handoff_slice rest;
    struct ho_said said;
    bool done = false;
    enum handoff_status status = ho_said_make(r->a->arena, l->text, &said, err);

    if (status == HANDOFF_OK && (l->item || l->level > 0 || l->bold))
        status = end_paragraph(r, err);
    if (status != HANDOFF_OK || said.count == 0)
        return status;
    if (l->item && r->lead_indent >= 0 && l->indent <= r->lead_indent)
        set_lead(r, HO_NO_LEAD, -1);
    if (read_section(r, l, &said, &rest)) {
        status = end_paragraph(r, err);
        return status == HANDOFF_OK && rest.len > 0 ? put(r, rest, err)
                                                    : status;
    }
    if (l->item || l->level > 0 || l->bold || is_name(r, &said))
        status = read_head(r, l, &said, &done, err);
    return status == HANDOFF_OK && !done ? read_text(r, l, &said, err) : status;
}

/* --- lines ---------------------------------------------------------------- */

static bool is_table(const struct reader *r, struct handoff_slice line,
                     struct handoff_slice next)
{
    const bool bars = memchr(line.ptr, '|', line.len) != NULL;

    return bars && (r->table.columns > 0 || line.ptr[0] == '|' ||
                    (is_rule(next) && memchr(next.ptr, '|', next.len)));
}

static enum handoff_status read_table(struct reader *r,
                                      struct handoff_slice line,
                                      struct handoff_slice next,
                                      struct handoff_error *err)
{
    enum handoff_status status = end_paragraph(r, err);

    if (status != HANDOFF_OK || is_rule(line))
        return status;
    if (r->table.columns == 0 || is_rule(next))
        return ho_table_header(r->a, &r->table, line, err);
    return ho_table_row(r->a, &r->table, &r->at, line, err);
}

static enum handoff_status read_any(struct reader *r, struct handoff_slice raw,
                                    struct handoff_slice next,
                                    struct handoff_error *err)
{
    const struct handoff_slice line = ho_trim(raw);
    struct line l;

    if (line.len > 0 && is_table(r, line, next))
        return read_table(r, line, next, err);
    r->table.columns = 0;
    if (line.len == 0 || is_rule(line) ||
        (line.len >= 3 && memcmp(line.ptr, "```", 3) == 0))
        return end_paragraph(r, err);
    l = look(raw);
    return read_line(r, &l, err);
}

enum handoff_status ho_answer_read(struct ho_answer *a,
                                   struct handoff_slice text,
                                   struct handoff_error *err)
{
    struct reader r = { .a = a,
                        .at = { .section = HANDOFF_SECTION_COUNT,
                                .lead = HO_NO_LEAD,
                                .situation = -1,
                                .label_text = "" },
                        .lead_indent = -1 };
    struct handoff_slice rest = text, line, next;
    enum handoff_status status = HANDOFF_OK;

    ho_buffer_init(&r.paragraph, PARAGRAPH);
    while (status == HANDOFF_OK && ho_next_line(&rest, &line)) {
        struct handoff_slice ahead = rest;

        if (!ho_next_line(&ahead, &next))
            next = (struct handoff_slice){ "", 0 };
        r.at.line++;
        status = read_any(&r, line, ho_trim(next), err);
    }
    if (status == HANDOFF_OK)
        status = end_paragraph(&r, err);
    ho_buffer_release(&r.paragraph);
    return status;
}
