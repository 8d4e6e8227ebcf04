/* csv_table.c - CSV with a header row; see intake/input.h
 *
 * Each row is a lead, each filled cell a value.  A row that cannot be read is
 * refused and the rest goes on.  Behind a row whose quotes are broken the next
 * lines may be the rest of a cell, so only full rows count there.
 */
#include "intake/input.h"

#include "base/utf8.h"
#include "intake/csv_cell.h"
#include "intake/csv_rows.h"
#include "intake/csv_source.h"
#include "intake/plain.h"
#include "intake/source.h"

/* So many of the playbook's thirteen columns make a sheet of the playbook. */
enum { PLAYBOOK_COLUMNS = 3 };

struct column {
    struct ho_label label;
    const char *path;
    const char *name; /* folded, for finding one that is there twice */
    struct handoff_slice prefix; /* see ho_csv_column */
    enum ho_column_role role;
};

struct table {
    struct ho_input *in;
    struct ho_csv_rows rows;
    const struct ho_csv_source *source;
    struct column *column;
    size_t count;
    bool mending;                   /* behind a row with broken quotes */
    const struct ho_csv_feed *feed; /* or NULL: the input is here as a whole */
    struct handoff_error *err;
};

/* The libcsv cell again, with the place of each byte: the text within the
 * quotes, where "" stands for one. */
static void read_doubled(struct ho_input *in, struct handoff_slice raw,
                         size_t start, struct ho_piece *out)
{
    char *text = ho_arena_alloc(in->arena, raw.len + 1);
    uint32_t *map = ho_arena_alloc(in->arena, (raw.len + 1) * sizeof *map);
    size_t len = 0;

    *out = (struct ho_piece){ 0 };
    if (!text || !map)
        return;
    for (size_t i = 0; i < raw.len; i++) {
        const char *quote = memchr(raw.ptr + i, '"', raw.len - i);
        const size_t run =
            (quote ? (size_t)(quote - raw.ptr) + 1 : raw.len) - i;

        memcpy(text + len, raw.ptr + i, run);
        for (size_t k = 0; k < run; k++)
            map[len + k] = (uint32_t)(start + i + k);
        len += run;
        i += run - (quote == NULL);
    }
    map[len] = (uint32_t)(start + raw.len);
    *out = (struct ho_piece){ { text, len }, start, map };
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* The cell without the spaces and quotes around it; record is the offset that
 * places count from. */
static struct ho_piece read_cell(struct ho_input *in, struct ho_cell cell,
                                 size_t record)
{
    const char *const text = in->bytes.ptr;
    struct ho_piece out;

    while (cell.start < cell.end && is_blank(text[cell.start]))
        cell.start++;
    while (cell.start < cell.end && is_blank(text[cell.end - 1]))
        cell.end--;
    if (cell.end - cell.start >= 2 && text[cell.start] == '"') {
        cell.start++;
        cell.end--;
    }
    out.text = ho_part(in->bytes, cell.start, cell.end);
    out.start = cell.start - record;
    out.map = NULL;
    if (out.text.len > 0 && memchr(out.text.ptr, '"', out.text.len))
        read_doubled(in, out.text, out.start, &out);
    return out;
}

static size_t header_line(struct table *t)
{
    return ho_input_line(t->in, t->rows.start);
}

static enum handoff_status check_twice(struct table *t, size_t index)
{
    const struct column *column = &t->column[index];

    for (size_t i = 0; i < index && column->name[0]; i++)
        if (strcmp(t->column[i].name, column->name) == 0)
            return ho_fail_at(t->err, HANDOFF_BAD_INPUT, header_line(t), 0,
                              "the header has the column '%s' twice; rename or "
                              "remove one of them",
                              column->label.text);
    return HANDOFF_OK;
}

/* Its text as it stands; what it means is the source's to say. */
static enum handoff_status read_column(struct table *t, size_t index)
{
    struct ho_arena *const arena = t->in->arena;
    struct column *column = &t->column[index];
    char name[HANDOFF_INTAKE_LABEL + 1];
    struct handoff_slice text =
        ho_trim(read_cell(t->in, t->rows.cell[index], 0).text);

    if (text.len > HANDOFF_INTAKE_LABEL)
        return ho_fail_at(t->err, HANDOFF_BAD_INPUT, header_line(t), 0,
                          "column %zu of the header has a name of more than %d "
                          "bytes; shorten it",
                          index + 1, HANDOFF_INTAKE_LABEL);
    if (!ho_plain(text, HO_PLAIN_NAME, name, sizeof name))
        name[0] = '\0';
    column->name = ho_arena_text(arena, name);
    column->path = ho_arena_format(arena, "column %zu", index + 1);
    if (text.len == 0)
        text = ho_slice(column->path);
    column->label.text = ho_arena_copy(arena, text);
    return check_twice(t, index);
}

static void find_source(struct table *t)
{
    const char **key = ho_arena_alloc(t->in->arena, t->count * sizeof *key);
    char text[HANDOFF_INTAKE_LABEL + 1];

    if (!key)
        return;
    for (size_t i = 0; i < t->count; i++) {
        const bool has = ho_plain(ho_slice(t->column[i].label.text),
                                  HO_PLAIN_KEY, text, sizeof text);

        key[i] = has ? ho_arena_text(t->in->arena, text) : "";
    }
    t->source = ho_csv_source_find(key, t->count);
    for (size_t i = 0; i < t->count; i++) {
        struct column *column = &t->column[i];
        const struct ho_csv_column is = ho_csv_source_column(t->source, key[i]);

        column->role = is.role;
        column->prefix = ho_slice(is.prefix ? is.prefix : "");
        column->label = ho_labels_read_as(
            t->in->labels, t->in->arena, ho_slice(column->label.text),
            is.as ? ho_slice(is.as) : ho_slice(column->label.text),
            is.role == HO_COLUMN_CRM);
    }
}

/* A sheet with the playbook's columns must say what each lead wants; other
 * exports may hold thin leads, which are enriched. */
static enum handoff_status check_minimum(struct table *t)
{
    const struct handoff_fields *fields = t->in->fields;
    size_t playbook = 0;
    bool record = false;

    for (size_t i = 0; i < t->count; i++) {
        const struct ho_label *label = &t->column[i].label;

        if (label->is.wants || label->source == HANDOFF_SOURCE_MESSAGE ||
            (label->is.field != HANDOFF_NO_FIELD &&
             fields->item[label->is.field].type == HANDOFF_TYPE_TEXT))
            return HANDOFF_OK;
        playbook += label->is.playbook;
        record |= label->is.crm_column && label->is.crm != HANDOFF_CRM_OWNER;
    }
    if (playbook < PLAYBOOK_COLUMNS && !record)
        return HANDOFF_OK;
    return ho_fail_at(t->err, HANDOFF_BAD_INPUT, header_line(t), 0,
                      "the header has no column that tells what a lead wants; "
                      "add one of summary, need, notes or message");
}

/* Why the bytes are no text, or NULL. */
static const char *fault_of(struct handoff_slice row)
{
    if (memchr(row.ptr, '\0', row.len))
        return "holds a NUL byte; save the file as UTF-8 text";
    if (ho_utf8_check(row, NULL) != HANDOFF_OK)
        return "holds bytes that are not UTF-8; save the file as UTF-8";
    return NULL;
}

static enum handoff_status no_memory_or(struct table *t, enum ho_row row)
{
    if (row == HO_ROW_NO_MEMORY)
        return ho_no_memory(t->err);
    return ho_fail_at(t->err, HANDOFF_BAD_INPUT, header_line(t), 0,
                      "the header cannot be read: a quote is out of place; "
                      "write the names in quotes or without any");
}

static enum handoff_status read_header(struct table *t)
{
    const enum ho_row row = ho_csv_rows_next(&t->rows);
    enum handoff_status status = HANDOFF_OK;
    const char *fault;

    if (row != HO_ROW)
        return no_memory_or(t, row);
    fault = fault_of(ho_part(t->in->bytes, t->rows.start, t->rows.end));
    if (fault)
        return ho_fail_at(t->err, HANDOFF_BAD_TEXT, header_line(t), 0,
                          "the header %s", fault);
    if (t->rows.count > HANDOFF_INTAKE_COLUMNS)
        return ho_fail_at(t->err, HANDOFF_BAD_INPUT, header_line(t), 0,
                          "the header has more than %d columns; leave out "
                          "those that tell nothing of the lead",
                          HANDOFF_INTAKE_COLUMNS);
    t->column = ho_arena_alloc(t->in->arena, t->rows.count * sizeof *t->column);
    if (!t->column)
        return ho_arena_status(t->in->arena, "the header", t->err);
    for (; t->count < t->rows.count && status == HANDOFF_OK; t->count++)
        status = read_column(t, t->count);
    if (status != HANDOFF_OK)
        return status;
    find_source(t);
    t->in->frame = ho_part(t->in->bytes, t->rows.start, t->rows.at);
    return t->source ? check_minimum(t)
                     : ho_arena_status(t->in->arena, "the header", t->err);
}

/* Most rows are told from the header by the first byte of their first cell. */
static bool may_be_column(struct handoff_slice text, const char *name)
{
    const char c = text.len > 0 ? text.ptr[0] : '\0';

    if (c >= '0' && c <= '9')
        return name[0] == c;
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
        return name[0] == (c | 0x20);
    return true;
}

static bool is_column(struct table *t, size_t index)
{
    const struct ho_piece cell =
        read_cell(t->in, t->rows.cell[index], t->rows.start);
    char name[HANDOFF_INTAKE_LABEL + 1];

    return cell.text.len <= HANDOFF_INTAKE_LABEL &&
           may_be_column(cell.text, t->column[index].name) &&
           ho_plain(cell.text, HO_PLAIN_NAME, name, sizeof name) &&
           strcmp(name, t->column[index].name) == 0;
}

/* Exports that were put one behind the other repeat their header. */
static bool is_header_again(struct table *t)
{
    if (t->rows.count != t->count)
        return false;
    for (size_t i = 0; i < t->count; i++)
        if (!is_column(t, i))
            return false;
    return true;
}

/* Spreadsheets write empty cells behind the last column. */
static bool has_more_cells(struct table *t)
{
    if (t->rows.count > HANDOFF_INTAKE_COLUMNS)
        return true;
    for (size_t i = t->count; i < t->rows.count; i++)
        if (read_cell(t->in, t->rows.cell[i], t->rows.start).text.len > 0)
            return true;
    return false;
}

static struct ho_piece without_prefix(struct ho_piece piece,
                                      struct handoff_slice prefix)
{
    const size_t len = prefix.len;

    if (len == 0 || piece.text.len < len ||
        memcmp(piece.text.ptr, prefix.ptr, len) != 0)
        return piece;
    piece.text = ho_part(piece.text, len, piece.text.len);
    piece.start = piece.map ? piece.map[len] : piece.start + len;
    piece.map = piece.map ? piece.map + len : NULL;
    return piece;
}

static void add_beside(struct table *t, const struct column *column,
                       struct handoff_slice text)
{
    struct handoff_origin *origin = &t->in->origin;
    enum handoff_aside_kind kind = HANDOFF_ASIDE_META;

    text = ho_trim(text);
    switch (column->role) {
    case HO_COLUMN_HIDDEN:
        kind = HANDOFF_ASIDE_HIDDEN;
        break;
    case HO_COLUMN_CONSENT:
        kind = HANDOFF_ASIDE_CONSENT;
        break;
    case HO_COLUMN_TIME:
        if (!ho_read_time(text, &t->in->submitted))
            ho_record_warn(t->in, HANDOFF_WARNING_BAD_TIME, column->path);
        break;
    case HO_COLUMN_SUBMISSION:
        origin->submission_id = ho_arena_copy(t->in->arena, text);
        break;
    case HO_COLUMN_FORM_ID:
        origin->form_id = ho_arena_copy(t->in->arena, text);
        break;
    case HO_COLUMN_FORM_NAME:
        origin->form_name = ho_arena_copy(t->in->arena, text);
        break;
    case HO_COLUMN_VALUE:
    case HO_COLUMN_CRM:
    case HO_COLUMN_META:
        break;
    }
    ho_record_aside(t->in, kind, column->label.text, column->path, text);
}

static void add_cell(struct table *t, size_t index)
{
    const struct column *column = &t->column[index];
    const struct ho_piece piece = without_prefix(
        read_cell(t->in, t->rows.cell[index], t->rows.start), column->prefix);
    enum handoff_warning_code code;

    if (piece.text.len == 0)
        return;
    if (ho_csv_is_mangled(piece.text, &code))
        ho_record_warn(t->in, code, column->path);
    if (t->source->marks_tests && ho_meta_is_test(piece.text))
        t->in->origin.test = column->path;
    if (column->role > HO_COLUMN_CRM)
        add_beside(t, column, piece.text);
    else
        ho_record_value(t->in, &column->label, column->path, piece);
}

static enum handoff_status add_lead(struct table *t)
{
    const struct ho_csv_rows *rows = &t->rows;
    struct ho_input *in = t->in;

    ho_record_begin(in, rows->start, rows->end);
    in->origin.kind = t->source->kind;
    in->origin.event = t->source->event;
    for (size_t i = 0; i < rows->count && i < t->count; i++)
        add_cell(t, i);
    in->missing = rows->count < t->count ? t->count - rows->count : 0;
    if (in->count == 0 && in->origin.asides == 0)
        return HANDOFF_OK; /* a row of delimiters */
    if (in->count == 0)
        ho_finish_reading(in);
    return ho_record_end(in, t->err);
}

static enum handoff_status read_row(struct table *t)
{
    const size_t start = t->rows.start;
    const struct handoff_slice row = ho_part(t->in->bytes, start, t->rows.end);
    const char *fault = fault_of(row);

    if (row.len > HANDOFF_INTAKE_RECORD) {
        t->mending = true; /* perhaps cut off */
        return ho_refuse(t->in, start, t->err,
                         "the row is larger than 1 MiB, the limit for one "
                         "lead; shorten it");
    }
    if (fault)
        return ho_refuse(t->in, start, t->err, "the row %s", fault);
    if (t->mending && t->rows.count < t->count)
        return ho_refuse(t->in, start, t->err,
                         "the line follows a row with broken quotes and has "
                         "fewer cells than the header; mend that row");
    t->mending = false;
    if (has_more_cells(t))
        return ho_refuse(t->in, start, t->err,
                         "the row has %zu cells, the header %zu; put cells "
                         "that hold the delimiter into double quotes",
                         t->rows.count, t->count);
    return is_header_again(t) ? HANDOFF_OK : add_lead(t);
}

static enum handoff_status refuse_quotes(struct table *t)
{
    t->mending = true;
    return ho_refuse(t->in, t->rows.start, t->err,
                     "the row has a quote out of place or one that is not "
                     "closed; put the cell into double quotes and write \"\" "
                     "for a quote in it");
}

/* The row has been read or refused: hand it over, ask for more of the text. */
static enum handoff_status after(struct table *t, enum handoff_status status,
                                 enum ho_row row)
{
    const struct ho_csv_feed *feed = t->feed;

    if (status != HANDOFF_OK || !feed)
        return status;
    return row == HO_ROW_MORE ? feed->more(feed->user, &t->rows, t->err)
                              : feed->row(feed->user, &t->rows, t->err);
}

static enum handoff_status read_rows(struct table *t)
{
    enum handoff_status status = read_header(t);

    while (status == HANDOFF_OK) {
        const enum ho_row row = ho_csv_rows_next(&t->rows);

        switch (row) {
        case HO_ROW:
            status = read_row(t);
            break;
        case HO_ROW_BAD:
            status = refuse_quotes(t);
            break;
        case HO_ROW_MORE:
            break;
        case HO_ROW_NO_MEMORY:
            return ho_no_memory(t->err);
        case HO_ROW_NONE:
            return HANDOFF_OK;
        }
        status = after(t, status, row);
    }
    return status;
}

enum handoff_status ho_read_csv_fed(struct ho_input *in, struct ho_csv csv,
                                    const struct ho_csv_feed *feed,
                                    struct handoff_error *err)
{
    struct table t = { .in = in, .feed = feed, .err = err };
    enum handoff_status status;

    in->kind = ho_csv_kind(csv.delimiter);
    in->is_table = true;
    status = ho_csv_rows_init(&t.rows, in->arena, in->bytes, csv.start,
                              csv.delimiter, err);
    if (status != HANDOFF_OK)
        return status;
    status = read_rows(&t);
    ho_csv_rows_release(&t.rows);
    return status;
}

enum handoff_status ho_read_csv(struct ho_input *in, struct ho_csv csv,
                                struct handoff_error *err)
{
    return ho_read_csv_fed(in, csv, NULL, err);
}
