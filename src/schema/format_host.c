/* format_host.c - hosts, addresses, e-mail; see schema/format.h */
#include "schema/format.h"

enum { HOST_BYTES = 253, LABEL_BYTES = 63, LOCAL_BYTES = 64, GROUPS = 8 };

/* Letters, digits and hyphens, no hyphen at an end; any other character of
 * Unicode where `wide` is set. */
static bool accept_label(struct handoff_slice s, bool wide)
{
    if (s.len == 0 || s.len > LABEL_BYTES || s.ptr[0] == '-' ||
        s.ptr[s.len - 1] == '-')
        return false;
    for (size_t i = 0; i < s.len; i++) {
        const int c = (unsigned char)s.ptr[i];

        if (!ho_ascii_letter(c) && !ho_ascii_digit(c) && c != '-' &&
            !(wide && c >= 0x80))
            return false;
    }
    return true;
}

static bool accept_host(struct handoff_slice s, bool wide)
{
    size_t start = 0;

    if (s.len > HOST_BYTES)
        return false;
    for (size_t i = 0; i <= s.len; i++) {
        if (i < s.len && s.ptr[i] != '.')
            continue;
        if (!accept_label(ho_part(s, start, i), wide))
            return false;
        start = i + 1;
    }
    return true;
}

bool ho_format_hostname(struct handoff_slice s)
{
    return accept_host(s, false);
}

static bool read_octet(struct ho_cursor *c)
{
    const size_t start = c->at;
    int value = 0;

    while (ho_ascii_digit(ho_peek(c)) && c->at - start < 3)
        value = value * 10 + (c->s.ptr[c->at++] - '0');
    return c->at > start && value <= 255 &&
           (c->at - start == 1 || c->s.ptr[start] != '0');
}

bool ho_format_ipv4(struct handoff_slice s)
{
    struct ho_cursor c = { s, 0 };

    for (int i = 0; i < 4; i++)
        if ((i > 0 && !ho_accept(&c, ".")) || !read_octet(&c))
            return false;
    return ho_at_end(&c);
}

static size_t hex_run(const struct ho_cursor *c)
{
    size_t len = 0;

    while (c->at + len < c->s.len && ho_ascii_hex(c->s.ptr[c->at + len]))
        len++;
    return len;
}

/* Groups up to "::" or the end; two for a trailing IPv4 address; -1: wrong. */
static int read_groups(struct ho_cursor *c)
{
    int count = 0;

    while (count <= GROUPS) {
        const size_t len = hex_run(c);
        const struct handoff_slice rest = ho_part(c->s, c->at, c->s.len);

        if (ho_format_ipv4(rest)) {
            c->at = c->s.len;
            return count + 2;
        }
        if (len == 0 || len > 4)
            return -1;
        c->at += len;
        count++;
        if (ho_at_end(c) || c->s.len - c->at == 1 || ho_peek(c) != ':')
            return ho_at_end(c) ? count : -1;
        if (c->s.ptr[c->at + 1] == ':')
            return count;
        c->at++;
    }
    return -1;
}

bool ho_format_ipv6(struct handoff_slice s)
{
    struct ho_cursor c = { s, 0 };
    int before = 0, after = 0;

    if (s.len < 2 || memcmp(s.ptr, "::", 2) != 0)
        before = read_groups(&c);
    if (before < 0 || ho_at_end(&c))
        return before == GROUPS;
    c.at += 2; /* read_groups stopped at "::" */
    if (!ho_at_end(&c))
        after = read_groups(&c);
    return after >= 0 && ho_at_end(&c) && before + after < GROUPS;
}

static bool is_atom(int c, bool wide)
{
    return ho_ascii_letter(c) || ho_ascii_digit(c) || (wide && c >= 0x80) ||
           (c > 0 && strchr("!#$%&'*+-/=?^_`{|}~", c));
}

static bool read_dot_atom(struct ho_cursor *c, bool wide)
{
    do {
        const size_t start = c->at;

        while (is_atom(ho_peek(c), wide))
            c->at++;
        if (c->at == start)
            return false;
    } while (ho_accept(c, "."));
    return true;
}

/* Behind the opening quote. */
static bool read_quoted(struct ho_cursor *c, bool wide)
{
    for (; !ho_at_end(c); c->at++) {
        int next = ho_peek(c);

        if (next == '"') {
            c->at++;
            return true;
        }
        if (next == '\\') {
            c->at++;
            next = ho_peek(c);
        }
        if (next < 0x20 || next == 0x7F || (next >= 0x80 && !wide))
            return false;
    }
    return false;
}

static bool accept_domain(struct handoff_slice s, bool wide)
{
    static const char ipv6[] = "[IPv6:";
    const size_t lead = sizeof ipv6 - 1;

    if (s.len < 2 || s.ptr[0] != '[')
        return accept_host(s, wide);
    if (s.ptr[s.len - 1] != ']')
        return false;
    if (s.len > lead && memcmp(s.ptr, ipv6, lead) == 0)
        return ho_format_ipv6(ho_part(s, lead, s.len - 1));
    return ho_format_ipv4(ho_part(s, 1, s.len - 1));
}

/* RFC 5321's Mailbox; RFC 6531's where `wide` is set. */
static bool accept_mailbox(struct handoff_slice s, bool wide)
{
    struct ho_cursor c = { s, 0 };
    const bool local =
        ho_accept(&c, "\"") ? read_quoted(&c, wide) : read_dot_atom(&c, wide);

    if (!local || c.at > LOCAL_BYTES || !ho_accept(&c, "@"))
        return false;
    return accept_domain(ho_part(s, c.at, s.len), wide);
}

bool ho_format_email(struct handoff_slice s)
{
    return accept_mailbox(s, false);
}

bool ho_format_idn_email(struct handoff_slice s)
{
    return accept_mailbox(s, true);
}
