/* csv.c - libcsv; see intake/csv_rows.h */
#include "intake/csv_rows.h"

#include <csv.h>

enum { OPTIONS = CSV_STRICT | CSV_STRICT_FINI };

enum handoff_status ho_csv_rows_init(struct ho_csv_rows *rows,
                                     struct ho_arena *arena,
                                     struct handoff_slice text, size_t start,
                                     char delimiter, struct handoff_error *err)
{
    rows->parser = ho_arena_alloc(arena, sizeof *rows->parser);
    if (!rows->parser)
        return ho_arena_status(arena, "the input", err);
    rows->text = text;
    rows->at = start;
    csv_init(rows->parser, OPTIONS);
    csv_set_delim(rows->parser, (unsigned char)delimiter);
    /* It grows by equal steps, 128 bytes unless told: quadratic time. */
    csv_set_blk_size(rows->parser, HANDOFF_INTAKE_RECORD);
    return HANDOFF_OK;
}

void ho_csv_rows_release(struct ho_csv_rows *rows)
{
    csv_free(rows->parser);
}

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

static size_t cell_start(const struct ho_csv_rows *rows)
{
    const size_t last = rows->count - 1;

    if (rows->count == 0 || rows->count > HANDOFF_INTAKE_COLUMNS)
        return rows->start;
    return rows->cell[last].end + 1;
}

static void on_cell(void *text, size_t len, void *user)
{
    struct ho_csv_rows *rows = user;

    (void)text;
    (void)len;
    if (rows->count < HANDOFF_INTAKE_COLUMNS)
        rows->cell[rows->count] =
            (struct ho_cell){ cell_start(rows), rows->mark };
    rows->count++;
}

static void on_row(int end, void *user)
{
    struct ho_csv_rows *rows = user;

    (void)end;
    rows->done = true;
    rows->end = rows->mark;
}

/* Behind the next byte that can end a cell. */
static size_t segment_end(const struct ho_csv_rows *rows)
{
    const char delimiter = (char)rows->parser->delim_char;
    size_t at = rows->at;

    while (at < rows->text.len) {
        const char c = rows->text.ptr[at++];

        if (c == delimiter || c == '"' || is_line_end(c))
            break;
    }
    return at;
}

static bool feed(struct ho_csv_rows *rows)
{
    const size_t end = segment_end(rows);
    const size_t len = end - rows->at;

    rows->mark = end - 1;
    if (csv_parse(rows->parser, rows->text.ptr + rows->at, len, on_cell, on_row,
                  rows) != len)
        return false;
    rows->at = end;
    return true;
}

/* libcsv says nothing of a line of spaces: the row begins behind it. */
static void pass_blank_line(struct ho_csv_rows *rows)
{
    const struct handoff_slice fed = ho_part(rows->text, rows->start, rows->at);

    if (rows->count == 0 && !rows->done && ho_trim(fed).len == 0 &&
        is_line_end(rows->text.ptr[rows->mark]))
        rows->start = rows->at;
}

/* A parser that has failed holds half a cell.  libcsv has no call to begin
 * anew, but ending a text leniently does so, and keeps its buffer. */
static enum ho_row recover(struct ho_csv_rows *rows)
{
    const int why = csv_error(rows->parser);
    size_t at = rows->start;

    csv_set_opts(rows->parser, 0);
    csv_fini(rows->parser, NULL, NULL, NULL);
    csv_set_opts(rows->parser, OPTIONS);
    while (at < rows->text.len && !is_line_end(rows->text.ptr[at]))
        at++;
    rows->end = rows->at = at;
    return why == CSV_EPARSE ? HO_ROW_BAD : HO_ROW_NO_MEMORY;
}

enum ho_row ho_csv_rows_next(struct ho_csv_rows *rows)
{
    while (rows->at < rows->text.len && is_line_end(rows->text.ptr[rows->at]))
        rows->at++;
    rows->start = rows->at;
    rows->count = 0;
    rows->done = false;
    while (!rows->done && rows->at < rows->text.len) {
        if (!feed(rows))
            return recover(rows);
        pass_blank_line(rows);
    }
    rows->mark = rows->text.len;
    if (!rows->done && csv_fini(rows->parser, on_cell, on_row, rows) != 0)
        return recover(rows);
    return rows->done ? HO_ROW : HO_ROW_NONE;
}
