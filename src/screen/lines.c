/* lines.c - whose line is it?  See screen/words.h.
 *
 * A reply drags the mail along that it answers, and with it a footer that says
 * "unsubscribe".  None of that is the writer's wish.
 */
#include "screen/words.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { DASHES = 5, HEADER_BYTES = 16, LINE_LOOKED_AT = 400 };

static struct handoff_slice line_at(struct handoff_slice source, size_t at)
{
    const char *end = memchr(source.ptr + at, '\n', source.len - at);

    return ho_part(source, at, end ? (size_t)(end - source.ptr) : source.len);
}

/* The line behind this one; empty at the end. */
static struct handoff_slice line_after(struct handoff_slice source,
                                       struct handoff_slice line)
{
    const size_t end = (size_t)(line.ptr - source.ptr) + line.len + 1;

    return end < source.len ? line_at(source, end)
                            : ho_part(source, source.len, source.len);
}

static bool starts_with(struct handoff_slice s, const char *start)
{
    const size_t len = strlen(start);

    return s.len >= len && ho_slice_is_nocase(ho_part(s, 0, len), start);
}

static bool starts_with_any(struct handoff_slice s, const char *const *starts,
                            size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (starts_with(s, starts[i]))
            return true;
    return false;
}

/* "-----Original Message-----", in whatever language. */
static bool is_divider(struct handoff_slice line)
{
    if (line.len < 2 * DASHES + 4)
        return false;
    for (size_t i = 0; i < DASHES; i++)
        if (line.ptr[i] != '-' || line.ptr[line.len - 1 - i] != '-')
            return false;
    for (size_t i = 0; i < line.len; i++)
        if (line.ptr[i] != '-')
            return true;
    return false;
}

static bool has_digit(struct handoff_slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] >= '0' && s.ptr[i] <= '9')
            return true;
    return false;
}

static bool says_wrote(struct handoff_slice line)
{
    static const char *const verbs[] = { "wrote",   "schrieb",  "crit",
                                         "escribi", "escreveu", "scritto",
                                         "schreef" };

    line = ho_trim(line);
    if (line.len == 0 || line.ptr[line.len - 1] != ':' ||
        line.len > LINE_LOOKED_AT)
        return false;
    for (size_t i = 0; i < COUNT(verbs); i++)
        if (ho_find(line, 0, ho_slice(verbs[i])) != SIZE_MAX)
            return true;
    return false;
}

/* "On Mon, 2 Mar 2026 at 10:01, Jo <jo@a.example> wrote:" */
static bool is_attribution(struct handoff_slice source,
                           struct handoff_slice line)
{
    static const char *const starts[] = { "On ", "Am ", "Le ", "El ",
                                          "Em ", "Il ", "Op " };

    return starts_with_any(line, starts, COUNT(starts)) && has_digit(line) &&
           (says_wrote(line) || says_wrote(line_after(source, line)));
}

static bool is_header(struct handoff_slice line)
{
    const size_t len = line.len < HEADER_BYTES ? line.len : HEADER_BYTES;
    const char *colon = memchr(line.ptr, ':', len);

    return colon && colon > line.ptr && *line.ptr != ' ';
}

/* The headers of a mail that is answered: From, and two more. */
static bool is_mail_head(struct handoff_slice source, struct handoff_slice line)
{
    static const char *const starts[] = { "From:", "Von:", "De:",
                                          "De :",  "Da:",  "Van:" };
    const struct handoff_slice second = line_after(source, line);

    return starts_with_any(line, starts, COUNT(starts)) && second.len > 0 &&
           is_header(second) && is_header(line_after(source, second));
}

enum ho_line ho_line_kind(struct handoff_slice source, size_t at)
{
    struct handoff_slice line = line_at(source, at);

    line = ho_trim(line);
    if (line.len == 0)
        return HO_LINE_OWN;
    if (*line.ptr == '>')
        return HO_LINE_QUOTED;
    if (*line.ptr == '-' && (line.len == 2 || is_divider(line)))
        return line.ptr[1] == '-' ? HO_LINE_REST_QUOTED : HO_LINE_OWN;
    if (strchr("OAELI", *line.ptr) && is_attribution(source, line))
        return HO_LINE_REST_QUOTED;
    return strchr("FVD", *line.ptr) && is_mail_head(source, line)
               ? HO_LINE_REST_QUOTED
               : HO_LINE_OWN;
}
