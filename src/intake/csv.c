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
    rows->newline = SIZE_MAX; /* not looked for */
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

static size_t pass_blanks(const struct ho_csv_rows *rows, size_t at)
{
    const char delimiter = (char)rows->parser->delim_char;
    const char *const text = rows->text.ptr;

    while (at < rows->text.len && (text[at] == ' ' || text[at] == '\t') &&
           text[at] != delimiter)
        at++;
    return at;
}

/* Behind the closing quote of a cell of `len` bytes: "" stands for one. */
static size_t quoted_end(struct handoff_slice text, size_t at, size_t len)
{
    while (len > 0 && len <= text.len - at) {
        const char *quote = memchr(text.ptr + at, '"', len);
        const size_t run = quote ? (size_t)(quote - text.ptr) - at : len;

        at += run + (quote ? 2 : 0);
        len -= run + (quote != NULL);
    }
    return at < text.len ? at + 1 : text.len;
}

static size_t cell_end(const struct ho_csv_rows *rows, size_t len)
{
    const size_t at = pass_blanks(rows, rows->next);

    if (at < rows->text.len && rows->text.ptr[at] == '"')
        return pass_blanks(rows, quoted_end(rows->text, at + 1, len));
    return pass_blanks(rows, at + len);
}

static void on_cell(void *text, size_t len, void *user)
{
    struct ho_csv_rows *rows = user;
    const size_t end = cell_end(rows, len);

    (void)text;
    if (rows->count < HANDOFF_INTAKE_COLUMNS)
        rows->cell[rows->count] = (struct ho_cell){ rows->next, end };
    rows->count++;
    rows->end = end;
    rows->next = end + 1;
}

static void on_row(int end, void *user)
{
    struct ho_csv_rows *rows = user;

    (void)end;
    rows->done = true;
}

/* Behind the next line end.  Both searches end at the next '\n', and that one
 * is looked for once: a text without any is not searched again and again. */
static size_t line_end(struct ho_csv_rows *rows)
{
    const struct handoff_slice text = rows->text;
    const char *found;

    if (rows->newline < rows->at || rows->newline > text.len) {
        found = memchr(text.ptr + rows->at, '\n', text.len - rows->at);
        rows->newline = found ? (size_t)(found - text.ptr) : text.len;
    }
    found = memchr(text.ptr + rows->at, '\r', rows->newline - rows->at);
    if (found)
        return (size_t)(found - text.ptr) + 1;
    return rows->newline < text.len ? rows->newline + 1 : text.len;
}

static bool feed(struct ho_csv_rows *rows)
{
    const size_t end = line_end(rows);
    const size_t len = end - rows->at;

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
        is_line_end(rows->text.ptr[rows->at - 1]))
        rows->start = rows->next = rows->at;
}

/* A parser that has failed holds half a cell.  libcsv has no call to begin
 * anew, but ending a text leniently does so, and keeps its buffer. */
static void begin_anew(struct ho_csv_rows *rows)
{
    rows->newline = SIZE_MAX;
    csv_set_opts(rows->parser, 0);
    csv_fini(rows->parser, NULL, NULL, NULL);
    csv_set_opts(rows->parser, OPTIONS);
}

static enum ho_row recover(struct ho_csv_rows *rows)
{
    const int why = csv_error(rows->parser);
    size_t at = rows->start;

    begin_anew(rows);
    while (at < rows->text.len && !is_line_end(rows->text.ptr[at]))
        at++;
    rows->end = rows->at = at;
    return why == CSV_EPARSE ? HO_ROW_BAD : HO_ROW_NO_MEMORY;
}

enum ho_row ho_csv_rows_next(struct ho_csv_rows *rows)
{
    while (rows->at < rows->text.len && is_line_end(rows->text.ptr[rows->at]))
        rows->at++;
    rows->start = rows->end = rows->next = rows->at;
    rows->count = 0;
    rows->done = false;
    while (!rows->done && rows->at < rows->text.len) {
        if (!feed(rows))
            return recover(rows);
        pass_blank_line(rows);
    }
    if (!rows->done && rows->more) {
        begin_anew(rows);
        rows->at = rows->start;
        return HO_ROW_MORE;
    }
    if (!rows->done && csv_fini(rows->parser, on_cell, on_row, rows) != 0)
        return recover(rows);
    return rows->done ? HO_ROW : HO_ROW_NONE;
}
