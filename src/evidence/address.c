/* address.c - e-mail addresses and host names; see evidence/read.h */
#include "base/utf8.h"
#include "evidence/read.h"

/* Bytes of the character at `at` when it can stand in a host name: ASCII
 * letters and digits, hyphen, dot, letters of other scripts; 0 otherwise. */
static size_t host_char(struct handoff_slice s, size_t at)
{
    size_t len;
    int32_t code;

    if (at >= s.len)
        return 0;
    code = ho_utf8_decode(s, at, &len);
    return ho_is_word(code) || code == '-' || code == '.' ? len : 0;
}

/* The same for what stands before the @; not / ? = &, which RFC 5322 has,
 * too, but which stand before it in URLs only. */
static size_t local_char(struct handoff_slice s, size_t at)
{
    const size_t len = host_char(s, at);

    if (len > 0 || at >= s.len)
        return len;
    return s.ptr[at] && strchr("!#$%'*+^_`{|}~", s.ptr[at]) ? 1 : 0;
}

static bool is_label(struct handoff_slice s)
{
    return s.len > 0 && s.len <= 63 && s.ptr[0] != '-' &&
           s.ptr[s.len - 1] != '-';
}

/* Letters at the end, at least one dot, labels that DNS allows. */
static bool is_host_name(struct handoff_slice s)
{
    size_t start = 0, labels = 0;

    if (s.len < 4 || s.len > 253)
        return false;
    for (size_t i = 0; i <= s.len; i++) {
        if (i < s.len && s.ptr[i] != '.')
            continue;
        if (!is_label(ho_part(s, start, i)))
            return false;
        labels++;
        start = i + 1;
    }
    start = s.len;
    while (start > 0 && s.ptr[start - 1] != '.')
        start--;
    if (labels < 2 || s.len - start < 2)
        return false;
    if (s.len - start > 4 && memcmp(s.ptr + start, "xn--", 4) == 0)
        return true;
    for (size_t i = start; i < s.len; i++)
        if (s.ptr[i] >= '0' && s.ptr[i] <= '9')
            return false;
    return true;
}

/* Behind the host name that starts at `at`, without its last dot. */
static size_t host_end(struct handoff_slice s, size_t at)
{
    const size_t start = at;
    size_t len;

    while ((len = host_char(s, at)) > 0)
        at += len;
    while (at > start && (s.ptr[at - 1] == '.' || s.ptr[at - 1] == '-'))
        at--;
    return at;
}

static size_t local_start(struct handoff_slice s, size_t at)
{
    const size_t end = at;

    while (at > 0 && local_char(s, ho_utf8_before(s, at)))
        at = ho_utf8_before(s, at);
    while (at < end && (s.ptr[at] == '.' || s.ptr[at] == '\''))
        at++;
    return at;
}

bool ho_find_email(struct handoff_slice s, size_t *from, size_t *to)
{
    size_t at = ho_find(s, 0, ho_slice("@"));

    while (at != SIZE_MAX) {
        const size_t start = local_start(s, at);
        const size_t end = host_end(s, at + 1);

        if (start < at && is_host_name(ho_part(s, at + 1, end))) {
            *from = start;
            *to = end;
            return true;
        }
        at = ho_find(s, at + 1, ho_slice("@"));
    }
    return false;
}

/* Behind the characters of a local part that start at `at`. */
static size_t local_end(struct handoff_slice s, size_t at)
{
    size_t len;

    while ((len = local_char(s, at)) > 0)
        at += len;
    return at;
}

/* Behind the run of host characters at `at`. */
static size_t run_end(struct handoff_slice s, size_t at)
{
    size_t len;

    while ((len = host_char(s, at)) > 0)
        at += len;
    return at;
}

bool ho_find_host(struct handoff_slice s, size_t *from, size_t *to)
{
    size_t at = 0;

    while (at < s.len) {
        const size_t end = host_end(s, at), run = run_end(s, at);

        if (!is_host_name(ho_part(s, at, end)) ||
            (at > 0 && s.ptr[at - 1] == '@')) {
            at = run > at ? run : at + 1;
            continue;
        }
        *from = at;
        *to = end;
        at = local_end(s, at);
        if (at == s.len || s.ptr[at] != '@')
            return true;
    }
    return false;
}
