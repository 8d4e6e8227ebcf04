/* csv_cell.c - see intake/csv_cell.h */
#include "intake/csv_cell.h"

#include "base/utf8.h"

enum { MANGLED = 16 }; /* a longer text is written as it was */

static size_t digits(struct handoff_slice text, size_t at)
{
    const size_t start = at;

    while (at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9')
        at++;
    return at - start;
}

/* 4.91E+11, and 4,91E+11 where that is the decimal sign. */
static bool is_scientific(struct handoff_slice text)
{
    size_t at = digits(text, 0);

    if (at != 1)
        return false;
    if (at < text.len && (text.ptr[at] == '.' || text.ptr[at] == ','))
        at += 1 + digits(text, at + 1);
    if (text.len - at < 3 || (text.ptr[at] | 0x20) != 'e' ||
        text.ptr[at + 1] != '+')
        return false;
    return digits(text, at + 2) == text.len - at - 2;
}

static bool is_too_narrow(struct handoff_slice text)
{
    size_t at = 0;

    while (at < text.len && text.ptr[at] == '#')
        at++;
    return at >= 3 && at == text.len;
}

bool ho_csv_is_mangled(struct handoff_slice text,
                       enum handoff_warning_code *code)
{
    if (text.len < 3 || text.len > MANGLED)
        return false;
    if (is_scientific(text)) {
        *code = HANDOFF_WARNING_SPREADSHEET_NUMBER;
        return true;
    }
    *code = HANDOFF_WARNING_SPREADSHEET_DATE;
    return is_too_narrow(text);
}

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

struct ho_piece ho_csv_read_cell(struct ho_input *in, struct ho_cell cell,
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

const char *ho_csv_fault(struct handoff_slice row)
{
    if (memchr(row.ptr, '\0', row.len))
        return "holds a NUL byte; save the file as UTF-8 text";
    if (ho_utf8_check(row, NULL) != HANDOFF_OK)
        return "holds bytes that are not UTF-8; save the file as UTF-8";
    return NULL;
}
