/* csv_cell.c - see intake/csv_cell.h */
#include "intake/csv_cell.h"

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
