/* width.c - see report/width.h */
#include "report/width.h"

#include <utf8proc.h>

#include "base/utf8.h"

static size_t width_of(int32_t code)
{
    const int width = utf8proc_charwidth(code);

    return width > 0 ? (size_t)width : 0;
}

size_t ho_width(struct handoff_slice s)
{
    size_t width = 0, len;

    for (size_t at = 0; at < s.len; at += len)
        width += width_of(ho_utf8_decode(s, at, &len));
    return width;
}

static struct handoff_slice skip_spaces(struct handoff_slice s)
{
    size_t at = 0;

    while (at < s.len && s.ptr[at] == ' ')
        at++;
    return ho_part(s, at, s.len);
}

/* Where the line ends: as far as it fits, then back to the last space, else
 * behind the last hyphen or the like. */
static size_t line_end(struct handoff_slice s, size_t columns)
{
    size_t width = 0, at = 0, len, stop = 0, soft = 0;

    while (at < s.len) {
        const int32_t code = ho_utf8_decode(s, at, &len);

        if (code == ' ' || ho_is_unspaced(code))
            stop = at;
        width += width_of(code);
        if (width > columns && at > 0 && code != ' ')
            return stop > 0 ? stop : soft > 0 ? soft : at;
        at += len;
        if (code > 0 && code < 0x80 && strchr("-/_@", (char)code))
            soft = at;
    }
    return s.len;
}

struct handoff_slice ho_wrap(struct handoff_slice *rest, size_t columns)
{
    const struct handoff_slice text = skip_spaces(*rest);
    size_t end = line_end(text, columns);

    *rest = skip_spaces(ho_part(text, end, text.len));
    while (end > 0 && text.ptr[end - 1] == ' ')
        end--;
    return ho_part(text, 0, end);
}
