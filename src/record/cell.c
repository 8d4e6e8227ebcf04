/* cell.c - see record/cell.h; the quoting is RFC 4180's. */
#include "record/cell.h"

#include "base/utf8.h"

enum { CELL_BYTES = 1 << 20 };

static const char ellipsis[] = "\xE2\x80\xA6";

bool ho_cell_is_formula(const char *text)
{
    return *text && strchr("=+-@\t\r", *text) != NULL;
}

/* White space at an end is taken away by some readers. */
static bool is_space(char c)
{
    return c == ' ' || c == '\t';
}

static bool needs_quotes(struct handoff_slice s)
{
    if (s.len > 0 && (is_space(s.ptr[0]) || is_space(s.ptr[s.len - 1])))
        return true;
    for (size_t i = 0; i < s.len; i++)
        if (strchr(",\"\r\n", s.ptr[i]))
            return true;
    return false;
}

void ho_cell(struct ho_buffer *row, struct handoff_slice text)
{
    const bool quotes = needs_quotes(text);

    if (quotes)
        ho_buffer_byte(row, '"');
    for (size_t i = 0, from = 0; i <= text.len; i++)
        if (i == text.len || text.ptr[i] == '"') {
            ho_buffer_add(row, ho_part(text, from, i));
            if (i < text.len)
                ho_buffer_text(row, "\"\"");
            from = i + 1;
        }
    ho_buffer_text(row, quotes ? "\"," : ",");
}

/* Bytes of its first `most` characters. */
static size_t cut(struct handoff_slice s, size_t most)
{
    size_t at = 0;

    for (size_t count = 0; at < s.len && count < most; count++) {
        size_t len;

        ho_utf8_decode(s, at, &len);
        at += len;
    }
    return at;
}

static bool is_control(char c)
{
    return ((unsigned char)c < ' ' && c != '\t' && c != '\n' && c != '\r') ||
           c == 0x7F;
}

void ho_cell_free(struct ho_buffer *row, const char *text, size_t most)
{
    struct ho_buffer cell;
    struct handoff_slice s;
    size_t end;

    ho_buffer_init(&cell, CELL_BYTES);
    if (ho_cell_is_formula(text))
        ho_buffer_byte(&cell, '\'');
    for (const char *p = text; *p; p++)
        ho_buffer_byte(&cell, is_control(*p) ? ' ' : *p);
    s = ho_buffer_slice(&cell);
    if (cut(s, most) < s.len) {
        end = cut(s, most - 1);
        cell.len = end;
        ho_buffer_text(&cell, ellipsis);
    }
    if (cell.failed)
        row->failed = cell.failed;
    else
        ho_cell(row, ho_buffer_slice(&cell));
    ho_buffer_release(&cell);
}

void ho_cell_end(struct ho_buffer *row)
{
    if (row->failed || row->len == 0)
        return;
    row->len--;
    ho_buffer_text(row, "\r\n");
}
