/* csv_detect.c - is this a CSV with a header row?  See intake/input.h
 *
 * Looks at the first lines with a plain split: which delimiter makes columns
 * that handoff knows out of the first one.  Reading is csv_table.c's; here
 * nothing is decoded and nothing allocated.
 */
#include "intake/input.h"

#include "base/utf8.h"
#include "intake/columns.h"
#include "intake/csv_source.h"
#include "intake/plain.h"

enum {
    HEADER_BYTES = 64 * 1024, /* a longer first line is no header */
    WORDS = 8,                /* of a column's name; a sentence has more */
    TABLE_CELLS = 3,          /* so many in each of the first */
    TABLE_LINES = 3           /* lines look like a table, known or not */
};

struct header {
    char delimiter;
    size_t cells, known;
    bool is_label; /* no cell reads like a sentence or `Label: value` */
};

static bool is_label(struct handoff_slice cell)
{
    size_t words = 0;

    if (cell.len > HANDOFF_INTAKE_LABEL || memchr(cell.ptr, ':', cell.len))
        return false;
    for (size_t i = 0; i < cell.len; i++)
        words += cell.ptr[i] != ' ' && (i == 0 || cell.ptr[i - 1] == ' ');
    return words <= WORDS;
}

static struct handoff_slice without_quotes(struct handoff_slice cell)
{
    cell = ho_trim(cell);
    if (cell.len >= 2 && cell.ptr[0] == '"' && cell.ptr[cell.len - 1] == '"')
        cell = ho_part(cell, 1, cell.len - 1);
    return cell;
}

static bool next_cell(struct handoff_slice *rest, char delimiter,
                      struct handoff_slice *cell)
{
    const char *end;

    if (!rest->ptr)
        return false;
    end = rest->len > 0 ? memchr(rest->ptr, delimiter, rest->len) : NULL;
    *cell = *rest;
    if (!end) {
        *rest = (struct handoff_slice){ 0 };
        return true;
    }
    cell->len = (size_t)(end - rest->ptr);
    rest->len -= cell->len + 1;
    rest->ptr = end + 1;
    return true;
}

static struct header look(const struct ho_input *in, struct handoff_slice line,
                          char delimiter)
{
    struct header h = { .delimiter = delimiter, .is_label = true };
    struct handoff_slice cell;

    while (next_cell(&line, delimiter, &cell)) {
        bool named;

        cell = without_quotes(cell);
        named = ho_columns_find(in->columns, cell) >= 0;
        h.cells++;
        h.is_label = h.is_label && (named || is_label(cell));
        if (cell.len > 0 && cell.len <= HANDOFF_INTAKE_LABEL &&
            (named || ho_labels_find(in->labels, cell)))
            h.known++;
    }
    return h;
}

static const struct {
    char delimiter;
    const char *kind;
} kinds[] = { { ',', "csv" }, { ';', "csv;" }, { '\t', "csv\t" } };

enum { KINDS = sizeof kinds / sizeof *kinds };

const char *ho_csv_kind(char delimiter)
{
    size_t i = 0;

    while (i + 1 < KINDS && kinds[i].delimiter != delimiter)
        i++;
    return kinds[i].kind;
}

char ho_csv_delimiter(const char *kind)
{
    for (size_t i = 0; i < KINDS; i++)
        if (strcmp(kinds[i].kind, kind) == 0)
            return kinds[i].delimiter;
    return '\0';
}

static struct header best_header(const struct ho_input *in,
                                 struct handoff_slice line)
{
    struct header best = { 0 };

    for (size_t i = 0; i < KINDS; i++) {
        const struct header h = look(in, line, kinds[i].delimiter);

        if (h.known > best.known ||
            (h.known == best.known && h.cells > best.cells))
            best = h;
    }
    return best;
}

/* Rows may end in a bare carriage return, too. */
static bool next_full_line(struct handoff_slice *rest,
                           struct handoff_slice *line)
{
    while (rest->len > 0) {
        size_t len = 0;

        while (len < rest->len && rest->ptr[len] != '\n' &&
               rest->ptr[len] != '\r')
            len++;
        *line = ho_part(*rest, 0, len);
        *rest = ho_part(*rest, len + (len < rest->len), rest->len);
        if (ho_trim(*line).len > 0)
            return true;
    }
    return false;
}

/* Lines in a row, from the first, that have as many cells as the header. */
static size_t even_lines(const struct ho_input *in, struct handoff_slice rest,
                         const struct header *h)
{
    struct handoff_slice line;
    size_t lines = 1;

    while (lines < TABLE_LINES && next_full_line(&rest, &line) &&
           line.len <= HEADER_BYTES &&
           look(in, line, h->delimiter).cells == h->cells)
        lines++;
    return lines;
}

/* A program's own names for its columns; handoff need not know each of them. */
static bool is_export(struct ho_input *in, struct handoff_slice line,
                      const struct header *h)
{
    const char **name = ho_arena_alloc(in->arena, h->cells * sizeof *name);
    char text[HANDOFF_INTAKE_LABEL + 1];
    struct handoff_slice cell;
    size_t count = 0;

    while (name && next_cell(&line, h->delimiter, &cell)) {
        const bool has =
            ho_plain(without_quotes(cell), HO_PLAIN_KEY, text, sizeof text);

        name[count++] = has ? ho_arena_text(in->arena, text) : "";
    }
    return name && ho_csv_source_find(name, count)->count > 0;
}

/* Excel writes its delimiter into a first line of its own. */
static bool is_sep_line(struct handoff_slice line)
{
    return line.len == 5 && memcmp(line.ptr, "sep=", 4) == 0;
}

static enum handoff_status refuse_table(struct ho_input *in, size_t at,
                                        struct handoff_error *err)
{
    return ho_fail_at(
        err, HANDOFF_BAD_INPUT, ho_input_line(in, at), 0,
        "looks like CSV, but its header names no column that "
        "handoff knows; rename its columns (summary, need, "
        "company, role ...), say what they are with --columns, or "
        "add their names to the labels of the policy's fields");
}

enum handoff_status ho_csv_detect(struct ho_input *in, struct ho_csv *out,
                                  struct handoff_error *err)
{
    struct handoff_slice rest = in->bytes, line = { 0 };
    struct header h;
    size_t lines;

    *out = (struct ho_csv){ 0 };
    if (!next_full_line(&rest, &line) ||
        (is_sep_line(line) && !next_full_line(&rest, &line)) ||
        line.len > HEADER_BYTES || ho_utf8_check(line, NULL) != HANDOFF_OK)
        return HANDOFF_OK;
    out->start = (size_t)(line.ptr - in->bytes.ptr);
    h = best_header(in, line);
    if (h.cells < 2 || !h.is_label)
        return HANDOFF_OK;
    lines = even_lines(in, rest, &h);
    if (h.known >= 2 || (h.known == 1 && lines >= 2) ||
        (h.cells <= HANDOFF_INTAKE_COLUMNS && is_export(in, line, &h)))
        out->delimiter = h.delimiter;
    else if (ho_columns_must(in->columns) && lines >= 2)
        out->delimiter = h.delimiter; /* and then tell which is missing */
    else if (h.known == 0 && h.cells >= TABLE_CELLS && lines == TABLE_LINES)
        return refuse_table(in, out->start, err);
    return HANDOFF_OK;
}
