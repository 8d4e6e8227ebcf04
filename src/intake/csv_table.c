/* csv_table.c - CSV with a header row; see intake/input.h
 *
 * Each row is a lead, each filled cell a value.  A row that cannot be read is
 * refused and the rest goes on.  Behind a row whose quotes are broken the next
 * lines may be the rest of a cell, so only full rows count there.
 */
#include "intake/input.h"

#include "intake/csv_cell.h"
#include "intake/csv_header.h"
#include "intake/plain.h"
#include "intake/source.h"

struct table {
    struct ho_input *in;
    struct ho_csv_rows rows;
    struct ho_header header;
    bool mending;                   /* behind a row with broken quotes */
    const struct ho_csv_feed *feed; /* or NULL: the input is here as a whole */
    struct handoff_error *err;
};

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
        ho_csv_read_cell(t->in, t->rows.cell[index], t->rows.start);
    char name[HANDOFF_INTAKE_LABEL + 1];

    return cell.text.len <= HANDOFF_INTAKE_LABEL &&
           may_be_column(cell.text, t->header.column[index].name) &&
           ho_plain(cell.text, HO_PLAIN_NAME, name, sizeof name) &&
           strcmp(name, t->header.column[index].name) == 0;
}

/* Exports that were put one behind the other repeat their header. */
static bool is_header_again(struct table *t)
{
    if (t->rows.count != t->header.count)
        return false;
    for (size_t i = 0; i < t->header.count; i++)
        if (!is_column(t, i))
            return false;
    return true;
}

/* Spreadsheets write empty cells behind the last column. */
static bool has_more_cells(struct table *t)
{
    if (t->rows.count > HANDOFF_INTAKE_COLUMNS)
        return true;
    for (size_t i = t->header.count; i < t->rows.count; i++)
        if (ho_csv_read_cell(t->in, t->rows.cell[i], t->rows.start).text.len >
            0)
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

static void add_beside(struct table *t, const struct ho_column *column,
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
    const struct ho_column *column = &t->header.column[index];
    const struct ho_piece piece = without_prefix(
        ho_csv_read_cell(t->in, t->rows.cell[index], t->rows.start),
        column->prefix);
    enum handoff_warning_code code;

    if (piece.text.len == 0)
        return;
    if (ho_csv_is_mangled(piece.text, &code))
        ho_record_warn(t->in, code, column->path);
    if (t->header.source->marks_tests && ho_meta_is_test(piece.text))
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
    in->origin.kind = t->header.source->kind;
    in->origin.event = t->header.source->event;
    for (size_t i = 0; i < rows->count && i < t->header.count; i++)
        add_cell(t, i);
    in->missing =
        rows->count < t->header.count ? t->header.count - rows->count : 0;
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
    const char *fault = ho_csv_fault(row);

    if (row.len > HANDOFF_INTAKE_RECORD) {
        t->mending = true; /* perhaps cut off */
        return ho_refuse(t->in, start, t->err,
                         "the row is larger than 1 MiB, the limit for one "
                         "lead; shorten it");
    }
    if (fault)
        return ho_refuse(t->in, start, t->err, "the row %s", fault);
    if (t->mending && t->rows.count < t->header.count)
        return ho_refuse(t->in, start, t->err,
                         "the line follows a row with broken quotes and has "
                         "fewer cells than the header; mend that row");
    t->mending = false;
    if (has_more_cells(t))
        return ho_refuse(t->in, start, t->err,
                         "the row has %zu cells, the header %zu; put cells "
                         "that hold the delimiter into double quotes",
                         t->rows.count, t->header.count);
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
    enum handoff_status status =
        ho_csv_header(t->in, &t->rows, &t->header, t->err);

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
