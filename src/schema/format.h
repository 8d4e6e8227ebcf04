/* format.h - the formats of draft 2020-12, for where they are asserted.
 *
 * Known gaps: idn-hostname is not checked, and an "xn--" label of a hostname
 * is checked as plain letters, without decoding it.
 */
#ifndef HANDOFF_SCHEMA_FORMAT_H
#define HANDOFF_SCHEMA_FORMAT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/slice.h"

struct ho_format {
    const char *name;
    bool (*accepts)(struct handoff_slice s);
    const char *phrase; /* completes "must be ..." */
};

/* NULL for a format that is not known, which asserts nothing. */
const struct ho_format *ho_format_find(struct handoff_slice name);

/* format_time.c: RFC 3339 */
bool ho_format_date(struct handoff_slice s);
bool ho_format_time(struct handoff_slice s);
bool ho_format_date_time(struct handoff_slice s);
bool ho_format_duration(struct handoff_slice s);

/* format_host.c: RFC 1123, 2673, 4291, 5321, 6531 */
bool ho_format_hostname(struct handoff_slice s);
bool ho_format_ipv4(struct handoff_slice s);
bool ho_format_ipv6(struct handoff_slice s);
bool ho_format_email(struct handoff_slice s);
bool ho_format_idn_email(struct handoff_slice s);

/* format_uri.c: RFC 3986, 3987, 6570 */
bool ho_format_uri(struct handoff_slice s);
bool ho_format_uri_reference(struct handoff_slice s);
bool ho_format_iri(struct handoff_slice s);
bool ho_format_iri_reference(struct handoff_slice s);
bool ho_format_uri_template(struct handoff_slice s);

/* Reading along a text. */
struct ho_cursor {
    struct handoff_slice s;
    size_t at;
};

static inline int ho_peek(const struct ho_cursor *c)
{
    return c->at < c->s.len ? (unsigned char)c->s.ptr[c->at] : -1;
}

static inline bool ho_accept(struct ho_cursor *c, const char *any)
{
    const int next = ho_peek(c);

    if (next <= 0 || !strchr(any, next))
        return false;
    c->at++;
    return true;
}

static inline bool ho_at_end(const struct ho_cursor *c)
{
    return c->at == c->s.len;
}

static inline bool ho_ascii_digit(int c)
{
    return c >= '0' && c <= '9';
}

static inline bool ho_ascii_letter(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool ho_ascii_hex(int c)
{
    return ho_ascii_digit(c) || (c >= 'a' && c <= 'f') ||
           (c >= 'A' && c <= 'F');
}

#endif
