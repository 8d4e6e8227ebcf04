/* narrow.c - see evidence/narrow.h */
#include "evidence/narrow.h"

#include <stdlib.h>

enum { WIDE = 3 /* bytes of each sign of full width */ };

bool ho_is_in_digits(const struct handoff_field *field)
{
    return field->type == HANDOFF_TYPE_INTEGER ||
           field->type == HANDOFF_TYPE_MONEY ||
           field->type == HANDOFF_TYPE_DATE ||
           field->type == HANDOFF_TYPE_PHONE;
}

/* The ASCII of the full width form at `at`, U+FF01 to U+FF5E; '\0': none. */
static char narrow_of(struct handoff_slice s, size_t at)
{
    const unsigned char *p = (const unsigned char *)s.ptr + at;

    if (s.len - at < WIDE || p[0] != 0xEF)
        return '\0';
    if (p[1] == 0xBC && p[2] >= 0x81)
        return (char)(p[2] - 0x80 + ' ');
    return p[1] == 0xBD && p[2] <= 0x9E ? (char)(p[2] - 0x80 + '`') : '\0';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The part of a figure at `at`: a digit, or a sign that has one behind it. */
static char figure_part(struct handoff_slice s, size_t at, bool inside)
{
    const char c = narrow_of(s, at);

    if (is_digit(c))
        return c;
    return inside && c && strchr(",.-/:", c) && at + WIDE < s.len &&
                   is_digit(narrow_of(s, at + WIDE))
               ? c
               : '\0';
}

/* The first figure at or behind `at`. */
static size_t find_figure(struct handoff_slice s, size_t at)
{
    while (at < s.len && !is_digit(narrow_of(s, at)))
        at++;
    return at;
}

static void narrow_figure(struct handoff_slice s, size_t *at, char *out)
{
    const size_t from = *at;
    size_t to = from;
    char c;

    while (*at < s.len && (c = figure_part(s, *at, *at > from))) {
        out[to++] = c;
        *at += WIDE;
    }
    memset(out + to, ' ', *at - to);
}

/* "within_3_months" is how a form program calls the option that reads "Within
 * 3 months". */
static bool is_option_name(struct handoff_slice s)
{
    return memchr(s.ptr, '_', s.len) && !memchr(s.ptr, ' ', s.len);
}

enum handoff_status ho_narrow(struct handoff_slice s, char **copy,
                              struct handoff_slice *out,
                              struct handoff_error *err)
{
    const bool joined = s.len > 0 && is_option_name(s);
    const bool wide = s.len > 0 && memchr(s.ptr, 0xEF, s.len);
    size_t at = wide ? find_figure(s, 0) : s.len;

    *copy = NULL;
    *out = s;
    if (at == s.len && !joined)
        return HANDOFF_OK;
    *copy = malloc(s.len);
    if (!*copy)
        return ho_no_memory(err);
    memcpy(*copy, s.ptr, s.len);
    for (; at < s.len; at = find_figure(s, at))
        narrow_figure(s, &at, *copy);
    for (size_t i = 0; joined && i < s.len; i++)
        if ((*copy)[i] == '_')
            (*copy)[i] = ' ';
    out->ptr = *copy;
    return HANDOFF_OK;
}
