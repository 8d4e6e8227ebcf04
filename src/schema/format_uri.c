/* format_uri.c - URIs, IRIs, templates; see schema/format.h */
#include "base/utf8.h"
#include "schema/format.h"
#include "schema/uri.h"

enum width { ASCII, WIDE, WIDE_AND_PRIVATE };

static const char unreserved[] = "-._~";
static const char sub_delims[] = "!$&'()*+,;=";

/* RFC 3987, ucschar and iprivate. */
static bool is_wide(int32_t code, enum width width)
{
    const bool private_use =
        (code >= 0xE000 && code <= 0xF8FF) || code >= 0xF0000;

    if (code < 0xA0 || (code & 0xFFFE) == 0xFFFE ||
        (code >= 0xFDD0 && code <= 0xFDEF) ||
        (code >= 0xFFF0 && code <= 0xFFFF) ||
        (code >= 0xE0000 && code <= 0xE0FFF))
        return false;
    return width == WIDE_AND_PRIVATE || !private_use;
}

static bool is_escape(struct handoff_slice s, size_t at)
{
    return s.len - at > 2 && s.ptr[at] == '%' && ho_ascii_hex(s.ptr[at + 1]) &&
           ho_ascii_hex(s.ptr[at + 2]);
}

/* Bytes of the character at byte `at` when it may stand in a part whose own
 * characters are `more`; else 0. */
static size_t part_character(struct handoff_slice s, size_t at,
                             const char *more, enum width width)
{
    const int c = (unsigned char)s.ptr[at];
    size_t len = 1;

    if (c >= 0x80) {
        if (width == ASCII)
            return 0;
        return is_wide(ho_utf8_decode(s, at, &len), width) ? len : 0;
    }
    if (is_escape(s, at))
        return 3;
    return ho_ascii_letter(c) || ho_ascii_digit(c) ||
           (c > 0 && (strchr(unreserved, c) || strchr(sub_delims, c) ||
                      strchr(more, c)));
}

static bool accept_part(struct handoff_slice s, const char *more,
                        enum width width)
{
    size_t len;

    for (size_t at = 0; at < s.len; at += len) {
        len = part_character(s, at, more, width);
        if (len == 0)
            return false;
    }
    return true;
}

static bool accept_scheme(struct handoff_slice s)
{
    if (s.len == 0 || !ho_ascii_letter(s.ptr[0]))
        return false;
    for (size_t i = 0; i < s.len; i++) {
        const int c = (unsigned char)s.ptr[i];

        if (!ho_ascii_letter(c) && !ho_ascii_digit(c) && c != '+' && c != '-' &&
            c != '.')
            return false;
    }
    return true;
}

/* "v" 1*HEXDIG "." 1*( unreserved / sub-delims / ":" ) */
static bool accept_future_address(struct handoff_slice s)
{
    struct ho_cursor c = { s, 0 };
    size_t start;

    if (!ho_accept(&c, "vV"))
        return false;
    start = c.at;
    while (ho_ascii_hex(ho_peek(&c)))
        c.at++;
    if (c.at == start || !ho_accept(&c, ".") || ho_at_end(&c))
        return false;
    s = ho_part(s, c.at, s.len);
    return !memchr(s.ptr, '%', s.len) && accept_part(s, ":", ASCII);
}

static bool accept_digits(struct handoff_slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!ho_ascii_digit(s.ptr[i]))
            return false;
    return true;
}

static size_t find_byte(struct handoff_slice s, char c)
{
    const char *at = s.len > 0 ? memchr(s.ptr, c, s.len) : NULL;

    return at ? (size_t)(at - s.ptr) : s.len;
}

/* host [ ":" port ] */
static bool accept_host_port(struct handoff_slice s, enum width width)
{
    size_t end;

    if (s.len == 0 || s.ptr[0] != '[') {
        end = find_byte(s, ':');
        if (!accept_part(ho_part(s, 0, end), "", width))
            return false;
    } else {
        const size_t close = find_byte(s, ']');
        const struct handoff_slice host =
            ho_part(s, 1, close < s.len ? close : 1);

        if (!ho_format_ipv6(host) && !accept_future_address(host))
            return false;
        end = close + 1;
    }
    if (end >= s.len)
        return true;
    return s.ptr[end] == ':' && accept_digits(ho_part(s, end + 1, s.len));
}

static bool accept_authority(struct handoff_slice s, enum width width)
{
    const size_t at = find_byte(s, '@');

    if (at == s.len)
        return accept_host_port(s, width);
    return accept_part(ho_part(s, 0, at), ":", width) &&
           accept_host_port(ho_part(s, at + 1, s.len), width);
}

static bool accept_reference(struct handoff_slice s, enum width width)
{
    const struct ho_uri u = ho_uri_split(s);
    const enum width query = width == WIDE ? WIDE_AND_PRIVATE : width;
    const struct handoff_slice first =
        ho_part(u.path, 0, find_byte(u.path, '/'));

    if (u.has_scheme ? !accept_scheme(u.scheme)
                     : !u.has_authority && find_byte(first, ':') < first.len)
        return false;
    return (!u.has_authority || accept_authority(u.authority, width)) &&
           accept_part(u.path, ":@/", width) &&
           (!u.has_query || accept_part(u.query, ":@/?", query)) &&
           (!u.has_fragment || accept_part(u.fragment, ":@/?", width));
}

bool ho_format_uri(struct handoff_slice s)
{
    return ho_uri_split(s).has_scheme && accept_reference(s, ASCII);
}

bool ho_format_uri_reference(struct handoff_slice s)
{
    return accept_reference(s, ASCII);
}

bool ho_format_iri(struct handoff_slice s)
{
    return ho_uri_split(s).has_scheme && accept_reference(s, WIDE);
}

bool ho_format_iri_reference(struct handoff_slice s)
{
    return accept_reference(s, WIDE);
}

/* RFC 6570: letters, digits, "_" and escapes, single dots between them. */
static bool read_variable(struct ho_cursor *c)
{
    do {
        const size_t start = c->at;

        while (ho_ascii_letter(ho_peek(c)) || ho_ascii_digit(ho_peek(c)) ||
               ho_peek(c) == '_' || is_escape(c->s, c->at))
            c->at += ho_peek(c) == '%' ? 3 : 1;
        if (c->at == start)
            return false;
    } while (ho_accept(c, "."));
    return true;
}

static bool read_modifier(struct ho_cursor *c)
{
    size_t start;

    if (ho_accept(c, "*") || !ho_accept(c, ":"))
        return true;
    start = c->at;
    if (!ho_accept(c, "123456789"))
        return false;
    while (ho_ascii_digit(ho_peek(c)))
        c->at++;
    return c->at - start <= 4;
}

/* Behind the opening brace. */
static bool read_expression(struct ho_cursor *c)
{
    ho_accept(c, "+#./;?&=,!@|");
    do {
        if (!read_variable(c) || !read_modifier(c))
            return false;
    } while (ho_accept(c, ","));
    return ho_accept(c, "}");
}

bool ho_format_uri_template(struct handoff_slice s)
{
    struct ho_cursor c = { s, 0 };
    size_t len;

    while (!ho_at_end(&c)) {
        const int next = ho_peek(&c);

        if (ho_accept(&c, "{")) {
            if (!read_expression(&c))
                return false;
            continue;
        }
        if (next <= 0x20 || next == 0x7F || strchr("\"<>\\^`|}", next) ||
            (next == '%' && !is_escape(s, c.at)))
            return false;
        if (next >= 0x80 &&
            !is_wide(ho_utf8_decode(s, c.at, &len), WIDE_AND_PRIVATE))
            return false;
        c.at += next >= 0x80 ? len : 1;
    }
    return true;
}
