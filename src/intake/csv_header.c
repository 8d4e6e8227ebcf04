/* csv_header.c - see intake/csv_header.h */
#include "intake/csv_header.h"

#include "intake/columns.h"
#include "intake/csv_cell.h"
#include "intake/plain.h"

/* So many of the playbook's thirteen columns make a sheet of the playbook. */
enum { PLAYBOOK_COLUMNS = 3 };

struct header {
    struct ho_input *in;
    struct ho_csv_rows *rows;
    struct ho_header *out;
    struct handoff_error *err;
};

static size_t header_line(const struct header *h)
{
    return ho_input_line(h->in, h->rows->start);
}

/* Two columns that are read as one. */
static enum handoff_status check_twice(struct header *h)
{
    const struct ho_header *out = h->out;
    const char **name = ho_arena_alloc(h->in->arena, out->count * sizeof *name);
    char text[HANDOFF_INTAKE_LABEL + 1];

    if (!name)
        return ho_arena_status(h->in->arena, "the header", h->err);
    for (size_t i = 0; i < out->count; i++) {
        const struct ho_column *column = &out->column[i];

        name[i] = column->name;
        if (column->renamed && ho_plain(ho_slice(column->label.text),
                                        HO_PLAIN_NAME, text, sizeof text))
            name[i] = ho_arena_text(h->in->arena, text);
        for (size_t k = 0; k < i && name[i][0]; k++)
            if (strcmp(name[k], name[i]) == 0)
                return ho_fail_at(h->err, HANDOFF_BAD_INPUT, header_line(h), 0,
                                  "the header has the column '%s' twice; "
                                  "rename or remove one of them",
                                  column->label.text);
    }
    return HANDOFF_OK;
}

/* Its text, or what it is called instead; its meaning is find_source's. */
static enum handoff_status read_column(struct header *h, size_t index)
{
    struct ho_arena *const arena = h->in->arena;
    struct ho_column *column = &h->out->column[index];
    char name[HANDOFF_INTAKE_LABEL + 1];
    struct handoff_slice text =
        ho_trim(ho_csv_read_cell(h->in, h->rows->cell[index], 0).text);
    const int other = ho_columns_find(h->in->columns, text);

    if (text.len > HANDOFF_INTAKE_LABEL)
        return ho_fail_at(h->err, HANDOFF_BAD_INPUT, header_line(h), 0,
                          "column %zu of the header has a name of more than %d "
                          "bytes; shorten it",
                          index + 1, HANDOFF_INTAKE_LABEL);
    if (!ho_plain(text, HO_PLAIN_NAME, name, sizeof name))
        name[0] = '\0';
    column->name = ho_arena_text(arena, name);
    column->path = ho_arena_format(arena, "column %zu", index + 1);
    column->renamed = other >= 0 && text.len > 0;
    if (column->renamed)
        text = ho_slice(ho_columns_label(h->in->columns, other));
    else if (text.len == 0)
        text = ho_slice(column->path);
    column->label.text = ho_arena_copy(arena, text);
    return HANDOFF_OK;
}

/* The names by which programs are known; NULL: no memory. */
static const char **keys_of(struct header *h)
{
    const size_t count = h->out->count;
    const char **key = ho_arena_alloc(h->in->arena, count * sizeof *key);
    char text[HANDOFF_INTAKE_LABEL + 1];

    for (size_t i = 0; key && i < count; i++) {
        const bool has = ho_plain(ho_slice(h->out->column[i].label.text),
                                  HO_PLAIN_KEY, text, sizeof text);

        key[i] = has ? ho_arena_text(h->in->arena, text) : "";
    }
    return key;
}

static enum handoff_status find_source(struct header *h)
{
    struct ho_input *in = h->in;
    const char **key = keys_of(h);

    if (!key)
        return ho_arena_status(in->arena, "the header", h->err);
    h->out->source = ho_csv_source_find(key, h->out->count);
    for (size_t i = 0; i < h->out->count; i++) {
        struct ho_column *column = &h->out->column[i];
        const struct ho_csv_column is =
            ho_csv_source_column(h->out->source, key[i]);
        const struct handoff_slice label = ho_slice(column->label.text);

        column->role = is.role;
        column->prefix = ho_slice(is.prefix ? is.prefix : "");
        column->label = ho_labels_read_as(in->labels, in->arena, label,
                                          is.as ? ho_slice(is.as) : label,
                                          is.role == HO_COLUMN_CRM);
    }
    return HANDOFF_OK;
}

/* A sheet with the playbook's columns must say what each lead wants; other
 * exports may hold thin leads, which are enriched. */
static enum handoff_status check_minimum(struct header *h)
{
    const struct handoff_fields *fields = h->in->fields;
    size_t playbook = 0;
    bool record = false;

    for (size_t i = 0; i < h->out->count; i++) {
        const struct ho_label *label = &h->out->column[i].label;

        if (label->is.wants || label->source == HANDOFF_SOURCE_MESSAGE ||
            (label->is.field != HANDOFF_NO_FIELD &&
             fields->item[label->is.field].type == HANDOFF_TYPE_TEXT))
            return HANDOFF_OK;
        playbook += label->is.playbook;
        record |= label->is.crm_column && label->is.crm != HANDOFF_CRM_OWNER;
    }
    if (playbook < PLAYBOOK_COLUMNS && !record)
        return HANDOFF_OK;
    return ho_fail_at(h->err, HANDOFF_BAD_INPUT, header_line(h), 0,
                      "the header has no column that tells what a lead wants; "
                      "add one of summary, need, notes or message");
}

static enum handoff_status no_memory_or(struct header *h, enum ho_row row)
{
    if (row == HO_ROW_NO_MEMORY)
        return ho_no_memory(h->err);
    return ho_fail_at(h->err, HANDOFF_BAD_INPUT, header_line(h), 0,
                      "the header cannot be read: a quote is out of place; "
                      "write the names in quotes or without any");
}

/* A cell of the header as it is read: renamed ones in quotes. */
static void add_name(struct header *h, size_t index, struct ho_buffer *b)
{
    const struct ho_column *column = &h->out->column[index];
    const struct ho_cell cell = h->rows->cell[index];

    if (!column->renamed) {
        ho_buffer_add(b, ho_part(h->in->bytes, cell.start, cell.end));
        return;
    }
    ho_buffer_byte(b, '"');
    for (const char *c = column->label.text; *c; c++) {
        if (*c == '"')
            ho_buffer_byte(b, '"');
        ho_buffer_byte(b, *c);
    }
    ho_buffer_byte(b, '"');
}

static enum handoff_status keep_frame(struct header *h)
{
    struct ho_input *in = h->in;
    struct ho_buffer *const b = &in->scratch;
    bool renamed = false;

    in->frame = ho_part(in->bytes, h->rows->start, h->rows->at);
    ho_buffer_clear(b);
    for (size_t i = 0; i < h->out->count; i++) {
        renamed |= h->out->column[i].renamed;
        if (i > 0)
            ho_buffer_byte(b, ho_csv_delimiter(in->kind));
        add_name(h, i, b);
    }
    ho_buffer_byte(b, '\n');
    if (renamed) {
        in->frame.ptr = ho_arena_copy(in->arena, ho_buffer_slice(b));
        in->frame.len = b->len;
    }
    return ho_buffer_status(b, "the header", h->err);
}

static enum handoff_status check_row(struct header *h)
{
    const char *fault =
        ho_csv_fault(ho_part(h->in->bytes, h->rows->start, h->rows->end));

    if (fault)
        return ho_fail_at(h->err, HANDOFF_BAD_TEXT, header_line(h), 0,
                          "the header %s", fault);
    if (h->rows->count > HANDOFF_INTAKE_COLUMNS)
        return ho_fail_at(h->err, HANDOFF_BAD_INPUT, header_line(h), 0,
                          "the header has more than %d columns; leave out "
                          "those that tell nothing of the lead",
                          HANDOFF_INTAKE_COLUMNS);
    return HANDOFF_OK;
}

static enum handoff_status check_names(struct header *h)
{
    struct ho_header *out = h->out;
    const char **text = ho_arena_alloc(h->in->arena, out->count * sizeof *text);

    if (!text)
        return ho_arena_status(h->in->arena, "the header", h->err);
    for (size_t i = 0; i < out->count; i++)
        text[i] = ho_arena_copy(
            h->in->arena,
            ho_trim(ho_csv_read_cell(h->in, h->rows->cell[i], 0).text));
    return ho_columns_check(h->in->columns, text, out->count, header_line(h),
                            h->err);
}

/* A row that ends with its line is the same whatever follows. */
static bool is_known(const struct ho_input *in, const struct ho_csv_rows *rows)
{
    const struct ho_csv_frame *known = in->table;

    return known && known->kind && strcmp(known->kind, in->kind) == 0 &&
           rows->at == 0 && known->text.len <= in->bytes.len &&
           memcmp(known->text.ptr, in->bytes.ptr, known->text.len) == 0;
}

static void keep_known(struct ho_input *in, const struct ho_csv_rows *rows,
                       const struct ho_header *header)
{
    const struct handoff_slice text = in->frame;

    if (in->table && text.ptr == in->bytes.ptr && text.len == rows->at &&
        text.ptr[text.len - 1] == '\n')
        *in->table = (struct ho_csv_frame){ in->kind, text, *header };
}

static enum handoff_status read_header(struct ho_input *in,
                                       struct ho_csv_rows *rows,
                                       struct ho_header *out,
                                       struct handoff_error *err)
{
    struct header h = { in, rows, out, err };
    const enum ho_row row = ho_csv_rows_next(rows);
    enum handoff_status status;

    if (row != HO_ROW)
        return no_memory_or(&h, row);
    status = check_row(&h);
    if (status != HANDOFF_OK)
        return status;
    out->column = ho_arena_alloc(in->arena, rows->count * sizeof *out->column);
    if (!out->column)
        return ho_arena_status(in->arena, "the header", err);
    for (; out->count < rows->count && status == HANDOFF_OK; out->count++)
        status = read_column(&h, out->count);
    if (status == HANDOFF_OK)
        status = check_names(&h);
    if (status == HANDOFF_OK)
        status = check_twice(&h);
    if (status == HANDOFF_OK)
        status = find_source(&h);
    if (status == HANDOFF_OK)
        status = keep_frame(&h);
    return status == HANDOFF_OK ? check_minimum(&h) : status;
}

enum handoff_status ho_csv_header(struct ho_input *in, struct ho_csv_rows *rows,
                                  struct ho_header *out,
                                  struct handoff_error *err)
{
    enum handoff_status status;

    if (is_known(in, rows)) {
        *out = in->table->header;
        rows->at = in->table->text.len;
        in->frame = ho_part(in->bytes, 0, rows->at);
        return HANDOFF_OK;
    }
    status = read_header(in, rows, out, err);
    if (status == HANDOFF_OK)
        keep_known(in, rows, out);
    return status;
}
