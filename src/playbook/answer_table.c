/* answer_table.c - a Markdown table of an answer: its header says what the
 * cells are, its first columns which lead a row is about; see
 * playbook/answer.h */
#include "playbook/answer.h"

/* A row under way. */
struct row {
    struct ho_answer *a;
    const struct ho_table *t;
    const struct ho_place *at;
};

/* The next cell of a row; *row moves behind it. */
static bool next_cell(struct handoff_slice *row, struct handoff_slice *cell)
{
    size_t i = 0;

    if (row->len == 0)
        return false;
    while (i < row->len &&
           (row->ptr[i] != '|' || (i > 0 && row->ptr[i - 1] == '\\')))
        i++;
    *cell = ho_trim(ho_part(*row, 0, i));
    *row = ho_part(*row, i < row->len ? i + 1 : i, row->len);
    return true;
}

static struct handoff_slice row_of(struct handoff_slice line)
{
    line = ho_trim(line);
    if (line.len > 0 && line.ptr[0] == '|')
        line = ho_part(line, 1, line.len);
    return line;
}

/* "evidence strength x20": points of the answer's own. */
static bool is_weighted(const struct ho_said *said)
{
    const struct handoff_slice last =
        said->count > 1 ? ho_said_norm(said, said->count - 1, said->count)
                        : (struct handoff_slice){ "", 0 };

    return last.len > 1 && last.ptr[0] == 'x' && last.ptr[1] >= '0' &&
           last.ptr[1] <= '9';
}

enum handoff_status ho_table_header(struct ho_answer *a, struct ho_table *t,
                                    struct handoff_slice line,
                                    struct handoff_error *err)
{
    struct handoff_slice row = row_of(line), cell;
    enum handoff_status status = HANDOFF_OK;

    t->columns = 0;
    t->has_lead = false;
    while (t->columns < HO_TABLE_COLUMNS && status == HANDOFF_OK &&
           next_cell(&row, &cell)) {
        struct ho_column *c = &t->column[t->columns++];
        struct ho_said said;

        status = ho_said_make(a->arena, cell, &said, err);
        if (status != HANDOFF_OK)
            break;
        c->label = said.count == 0 || is_weighted(&said) ? HO_LABEL_OURS
                                                         : ho_said_label(&said);
        c->text = ho_arena_copy(a->arena, ho_said_part(&said, 0, said.count));
        t->has_lead = t->has_lead || c->label == HO_LABEL_LEAD ||
                      c->label == HO_LABEL_WHO;
    }
    return status;
}

static bool names_lead(const struct ho_table *t, size_t i)
{
    return t->has_lead ? t->column[i].label == HO_LABEL_LEAD ||
                             t->column[i].label == HO_LABEL_WHO
                       : i == 0;
}

/* The cells that name the row's lead, in the arena; *first: one of them. */
static enum handoff_status row_names(const struct row *r,
                                     struct handoff_slice row,
                                     struct ho_said *names,
                                     struct handoff_slice *first,
                                     struct handoff_error *err)
{
    struct handoff_slice cell;
    enum handoff_status status;
    struct ho_buffer all;
    const char *text;

    *first = (struct handoff_slice){ "", 0 };
    ho_buffer_init(&all, HANDOFF_ANSWER_BYTES + 16);
    for (size_t i = 0; i < r->t->columns && next_cell(&row, &cell); i++) {
        if (!names_lead(r->t, i) || cell.len == 0)
            continue;
        ho_buffer_text(&all, all.len > 0 ? ", " : "");
        ho_buffer_add(&all, cell);
        if (first->len == 0)
            *first = cell;
    }
    status = ho_buffer_status(&all, "the answer", err);
    text = ho_arena_copy(r->a->arena, ho_buffer_slice(&all));
    ho_buffer_release(&all);
    return status == HANDOFF_OK
               ? ho_said_make(r->a->arena, ho_slice(text), names, err)
               : status;
}

/* Which lead the row is about; MANY: several, or a stranger. */
static enum handoff_status row_lead(const struct row *r,
                                    struct handoff_slice row, int *lead,
                                    bool *known, struct handoff_error *err)
{
    struct handoff_slice first;
    struct ho_said names;
    struct ho_mention m;
    const enum handoff_status status = row_names(r, row, &names, &first, err);

    if (status != HANDOFF_OK || names.count == 0)
        return status;
    m = ho_answer_leading(r->a, r->at, &names);
    *known = m.words > 0;
    if (*known)
        *lead = m.lead;
    if (*known || !r->t->has_lead)
        return HANDOFF_OK;
    *lead = HO_MANY_LEADS;
    ho_answer_stranger(r->a, r->at, first);
    return HANDOFF_OK;
}

/* "Owner | Dana": the first cell is the label. */
static enum handoff_status read_pair(const struct row *r,
                                     struct handoff_slice name,
                                     struct handoff_slice value, bool *is_pair,
                                     struct handoff_error *err)
{
    struct ho_said said;
    enum handoff_status status = ho_said_make(r->a->arena, name, &said, err);
    struct ho_place at = *r->at;

    if (status != HANDOFF_OK)
        return status;
    at.label = ho_said_label(&said);
    at.label_text = ho_arena_copy(r->a->arena, said.text);
    *is_pair = at.label != HO_LABEL_NONE && r->at->lead >= 0;
    return *is_pair ? ho_answer_put(r->a, &at, value, err) : HANDOFF_OK;
}

static enum handoff_status read_cells(const struct row *r,
                                      struct handoff_slice row, int lead,
                                      bool known, struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;
    struct handoff_slice cell;
    struct ho_place at = *r->at;

    at.lead = lead;
    for (size_t i = 0;
         i < r->t->columns && status == HANDOFF_OK && next_cell(&row, &cell);
         i++) {
        if (known && names_lead(r->t, i) &&
            (r->t->column[i].label != HO_LABEL_WHO || i == 0))
            continue;
        at.label = r->t->column[i].label;
        at.label_text = r->t->column[i].text;
        status = ho_answer_put(r->a, &at, cell, err);
    }
    return status;
}

enum handoff_status ho_table_row(struct ho_answer *a, const struct ho_table *t,
                                 const struct ho_place *at,
                                 struct handoff_slice line,
                                 struct handoff_error *err)
{
    const struct handoff_slice row = row_of(line);
    struct handoff_slice rest = row, name, value;
    const struct row r = { a, t, at };
    int lead = at->lead;
    bool known = false, is_pair = false;
    enum handoff_status status = HANDOFF_OK;

    if (t->columns == 2 && !t->has_lead && next_cell(&rest, &name) &&
        next_cell(&rest, &value))
        status = read_pair(&r, name, value, &is_pair, err);
    if (status != HANDOFF_OK || is_pair)
        return status;
    status = row_lead(&r, row, &lead, &known, err);
    return status == HANDOFF_OK ? read_cells(&r, row, lead, known, err)
                                : status;
}
