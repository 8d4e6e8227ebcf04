/* layout.c - see report/layout.h */
#include "report/layout.h"

#include "report/width.h"

enum {
    GAP = 2,     /* spaces between columns */
    INDENT = 12, /* the most that counts as one */
    WORD = 24    /* a longer one may always be broken */
};

struct table {
    size_t count, indent;
    size_t natural[HO_LAYOUT_CELLS]; /* of the longest cell */
    size_t word[HO_LAYOUT_CELLS];    /* the longest one */
    size_t width[HO_LAYOUT_CELLS];   /* as printed */
};

struct row {
    size_t count;
    struct handoff_slice cell[HO_LAYOUT_CELLS];
};

static void spaces(struct ho_buffer *out, size_t count)
{
    for (; count > 0; count--)
        ho_buffer_byte(out, ' ');
}

static size_t indent_of(struct handoff_slice line)
{
    size_t count = 0;

    while (count < line.len && line.ptr[count] == ' ')
        count++;
    return count < INDENT ? count : INDENT;
}

static bool is_row(struct handoff_slice line)
{
    return line.len > 0 && memchr(line.ptr, '\t', line.len);
}

static struct row read_row(struct handoff_slice line)
{
    struct row row = { 0 };

    while (row.count < HO_LAYOUT_CELLS) {
        const char *tab = row.count + 1 < HO_LAYOUT_CELLS && line.len > 0
                              ? memchr(line.ptr, '\t', line.len)
                              : NULL;
        const size_t end = tab ? (size_t)(tab - line.ptr) : line.len;

        row.cell[row.count++] = ho_trim(ho_part(line, 0, end));
        if (!tab)
            break;
        line = ho_part(line, end + 1, line.len);
    }
    return row;
}

static bool is_rule(const struct row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (!ho_slice_is(row->cell[i], "---"))
            return false;
    return true;
}

/* --- how wide the columns are ---------------------------------------- */

static size_t longest_word(struct handoff_slice cell)
{
    size_t longest = 0;

    while (cell.len > 0) {
        const char *space = memchr(cell.ptr, ' ', cell.len);
        const size_t end = space ? (size_t)(space - cell.ptr) : cell.len;
        const size_t width = ho_width(ho_part(cell, 0, end));

        longest = width > longest ? width : longest;
        cell = ho_part(cell, end + (space != NULL), cell.len);
    }
    return longest;
}

static void raise(size_t *width, size_t to)
{
    if (*width < to)
        *width = to;
}

static struct table measure(struct handoff_slice rest)
{
    struct table t = { .indent = indent_of(rest) };
    struct handoff_slice line;

    while (ho_next_line(&rest, &line) && is_row(line)) {
        const struct row row = read_row(line);

        raise(&t.count, row.count);
        for (size_t i = 0; i < row.count && !is_rule(&row); i++) {
            raise(&t.word[i], longest_word(row.cell[i]));
            raise(&t.natural[i], ho_width(row.cell[i]));
        }
    }
    return t;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t sum_of_least(const struct table *t, size_t most)
{
    size_t total = 0;

    for (size_t i = 0; i < t->count; i++)
        total += least(t->word[i], most);
    return total;
}

/* Each column gets room for its longest word as far as that is possible, and
 * the rest is dealt out evenly to those that need more. */
static void fit(struct table *t, size_t columns)
{
    const size_t room = columns - t->indent - GAP * (t->count - 1);
    size_t word = WORD, left, given = 1;

    while (sum_of_least(t, word) > room)
        word--;
    left = room - sum_of_least(t, word);
    for (size_t i = 0; i < t->count; i++)
        t->width[i] = least(t->word[i], word);
    while (left > 0 && given > 0) {
        given = 0;
        for (size_t i = 0; i < t->count && left > 0; i++) {
            if (t->width[i] >= t->natural[i])
                continue;
            t->width[i]++;
            left--;
            given++;
        }
    }
}

/* --- rows and lines -------------------------------------------------- */

static bool row_is_left(const struct row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (row->cell[i].len > 0)
            return true;
    return false;
}

/* Spaces are owed until something stands behind them. */
static void print_row(const struct table *t, struct row *row,
                      struct ho_buffer *out)
{
    do {
        size_t owed = t->indent;

        for (size_t i = 0; i < row->count; i++) {
            const struct handoff_slice part =
                ho_wrap(&row->cell[i], t->width[i] > 0 ? t->width[i] : 1);
            const size_t width = ho_width(part);

            if (part.len > 0) {
                spaces(out, owed);
                ho_buffer_add(out, part);
                owed = 0;
            }
            owed += t->width[i] > width ? t->width[i] - width : 0;
            owed += GAP;
        }
        ho_buffer_byte(out, '\n');
    } while (row_is_left(row));
}

static void print_rule(const struct table *t, struct ho_buffer *out)
{
    spaces(out, t->indent);
    for (size_t i = 0; i < t->count; i++) {
        spaces(out, i > 0 ? GAP : 0);
        for (size_t n = 0; n < t->width[i]; n++)
            ho_buffer_byte(out, '-');
    }
    ho_buffer_byte(out, '\n');
}

static void print_table(struct handoff_slice *rest, size_t columns,
                        struct ho_buffer *out)
{
    struct table t = measure(*rest);
    struct handoff_slice line, ahead = *rest;

    fit(&t, columns);
    while (ho_next_line(&ahead, &line) && is_row(line)) {
        struct row row = read_row(line);

        if (is_rule(&row))
            print_rule(&t, out);
        else
            print_row(&t, &row, out);
        *rest = ahead;
    }
}

static void print_line(struct handoff_slice line, size_t columns,
                       struct ho_buffer *out)
{
    const size_t first = indent_of(line);
    size_t indent = first;

    line = ho_trim(line);
    while (line.len > 0) {
        const struct handoff_slice part = ho_wrap(&line, columns - indent);

        spaces(out, indent);
        ho_buffer_add(out, part);
        ho_buffer_byte(out, '\n');
        indent = first + 2;
    }
}

static void underline(char c, struct handoff_slice above, size_t columns,
                      struct ho_buffer *out)
{
    const size_t width = ho_width(above);

    for (size_t i = 0; i < width && i < columns; i++)
        ho_buffer_byte(out, c);
    ho_buffer_byte(out, '\n');
}

static bool is_underline(struct handoff_slice line)
{
    return ho_slice_is(line, "===") || ho_slice_is(line, "---");
}

void ho_layout(struct handoff_slice text, size_t columns, struct ho_buffer *out)
{
    struct handoff_slice rest = text, ahead = text, line, above = { "", 0 };

    if (columns < HO_LAYOUT_LEAST)
        columns = HO_LAYOUT_LEAST;
    while (ho_next_line(&ahead, &line)) {
        if (is_row(line)) {
            print_table(&rest, columns, out);
            ahead = rest;
            continue;
        }
        if (ho_trim(line).len == 0)
            ho_buffer_byte(out, '\n');
        else if (is_underline(line))
            underline(line.ptr[0], above, columns, out);
        else
            print_line(line, columns, out);
        above = line;
        rest = ahead;
    }
}
