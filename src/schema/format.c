/* format.c - the table of formats, and the short ones; see schema/format.h */
#include "schema/format.h"

#include "schema/regex.h"

/* RFC 9562: 8-4-4-4-12 hex digits. */
static bool accept_uuid(struct handoff_slice s)
{
    if (s.len != 36)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;

        if (hyphen ? s.ptr[i] != '-' : !ho_ascii_hex(s.ptr[i]))
            return false;
    }
    return true;
}

/* RFC 6901 */
static bool accept_pointer(struct handoff_slice s)
{
    if (s.len > 0 && s.ptr[0] != '/')
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] == '~' &&
            (i + 1 == s.len || (s.ptr[i + 1] != '0' && s.ptr[i + 1] != '1')))
            return false;
    return true;
}

/* draft-bhutton-relative-json-pointer-00 */
static bool accept_relative_pointer(struct handoff_slice s)
{
    size_t digits = 0;

    while (digits < s.len && ho_ascii_digit(s.ptr[digits]))
        digits++;
    if (digits == 0 || (digits > 1 && s.ptr[0] == '0'))
        return false;
    s = ho_part(s, digits, s.len);
    return ho_slice_is(s, "#") || accept_pointer(s);
}

static const struct ho_format formats[] = {
    { "date", ho_format_date, "a date such as 2025-01-31" },
    { "date-time", ho_format_date_time,
      "a date and time such as 2025-01-31T09:30:00Z" },
    { "duration", ho_format_duration, "a duration such as P3D or PT2H" },
    { "email", ho_format_email, "an e-mail address" },
    { "hostname", ho_format_hostname, "a host name" },
    { "idn-email", ho_format_idn_email, "an e-mail address" },
    { "ipv4", ho_format_ipv4, "an IPv4 address" },
    { "ipv6", ho_format_ipv6, "an IPv6 address" },
    { "iri", ho_format_iri, "a complete IRI" },
    { "iri-reference", ho_format_iri_reference, "an IRI or a reference" },
    { "json-pointer", accept_pointer, "a JSON pointer such as /a/0" },
    { "regex", ho_regex_is_valid, "a regular expression" },
    { "relative-json-pointer", accept_relative_pointer,
      "a relative JSON pointer such as 1/a" },
    { "time", ho_format_time, "a time with its zone such as 09:30:00Z" },
    { "uri", ho_format_uri, "a complete URI" },
    { "uri-reference", ho_format_uri_reference, "a URI or a reference" },
    { "uri-template", ho_format_uri_template, "a URI template" },
    { "uuid", accept_uuid, "a UUID" },
};

const struct ho_format *ho_format_find(struct handoff_slice name)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (ho_slice_is(name, formats[i].name))
            return &formats[i];
    return NULL;
}
