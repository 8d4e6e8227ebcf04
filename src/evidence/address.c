/* address.c - e-mail addresses and host names; see evidence/read.h and
 * evidence/value.h */
#include "evidence/value.h"

#include "base/utf8.h"
#include "evidence/match.h"
#include "evidence/read.h"

enum {
    LOCAL_MAX = 64, /* bytes before the @; RFC 5321, 4.5.3.1.1 */
    URL_MAX = 256   /* bytes looked back at for "://" */
};

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

/* "user:secret@host" behind "://": who logs in, not whom to write to. */
static bool is_userinfo(struct handoff_slice s, size_t at)
{
    const size_t least = at > URL_MAX ? at - URL_MAX : 0;

    while (at > least && !strchr("/?#<> \t\r\n", s.ptr[at - 1]))
        at--;
    return at >= 3 && memcmp(s.ptr + at - 3, "://", 3) == 0;
}

/* No dot at its end and no two in a row; RFC 5321, 4.1.2. */
static bool is_local(struct handoff_slice s)
{
    return s.len > 0 && s.len <= LOCAL_MAX && s.ptr[s.len - 1] != '.' &&
           ho_find(s, 0, ho_slice("..")) == SIZE_MAX;
}

/* The next address at or after *next, which moves behind it. */
static bool next_email(struct handoff_slice s, size_t *next, size_t *from,
                       size_t *to)
{
    size_t at = ho_find(s, *next, ho_slice("@"));

    while (at != SIZE_MAX) {
        const size_t start = local_start(s, at);
        const size_t end = host_end(s, at + 1);
        const bool cut = end < s.len && s.ptr[end] == '_'; /* no host has it */

        if (!cut && is_local(ho_part(s, start, at)) && !is_userinfo(s, at) &&
            is_host_name(ho_part(s, at + 1, end))) {
            *from = start;
            *next = *to = end;
            return true;
        }
        at = ho_find(s, at + 1, ho_slice("@"));
    }
    return false;
}

bool ho_find_email(struct handoff_slice s, size_t *from, size_t *to)
{
    size_t next = 0;

    return next_email(s, &next, from, to);
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

/* "report.pdf" is a file. */
static bool is_file(struct handoff_slice host)
{
    static const char *const ends[] = { "pdf", "doc",  "docx", "xls",  "xlsx",
                                        "ppt", "pptx", "csv",  "txt",  "png",
                                        "jpg", "jpeg", "gif",  "html", "htm",
                                        "php", "json", "xml",  "js" };
    size_t dot = host.len;

    while (dot > 0 && host.ptr[dot - 1] != '.')
        dot--;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (ho_slice_is_nocase(ho_part(host, dot, host.len), ends[i]))
            return true;
    return false;
}

/* Behind the host of a URL: neither its path nor its query holds another. */
static size_t skip_path(struct handoff_slice s, size_t at)
{
    if (at < s.len && strchr("/?#:", s.ptr[at]))
        while (at < s.len && !strchr(" \t\r\n,;<>\"'()", s.ptr[at]))
            at++;
    return at;
}

/* The next host at or after *next, which moves behind it and its path. */
static bool next_host(struct handoff_slice s, size_t *next, size_t *from,
                      size_t *to)
{
    size_t at = *next;

    while (at < s.len) {
        const size_t end = host_end(s, at), run = run_end(s, at);
        const struct handoff_slice host = ho_part(s, at, end);
        const bool of_email =
            at > 0 && s.ptr[at - 1] == '@' && !is_userinfo(s, at - 1);

        if (!is_host_name(host) || of_email || is_file(host)) {
            at = run > at ? run : at + 1;
            continue;
        }
        *from = at;
        *to = end;
        at = local_end(s, at);
        *next = skip_path(s, end);
        if (at == s.len || s.ptr[at] != '@')
            return true;
    }
    return false;
}

bool ho_find_host(struct handoff_slice s, size_t *from, size_t *to)
{
    size_t next = 0;

    return next_host(s, &next, from, to);
}

/* --- values -------------------------------------------------------- */

static void put_lower(struct ho_buffer *out, struct handoff_slice s)
{
    for (size_t i = 0; i < s.len; i++)
        ho_buffer_byte(out, s.ptr[i] >= 'A' && s.ptr[i] <= 'Z'
                                ? (char)(s.ptr[i] + 32)
                                : s.ptr[i]);
}

/* The first one, unless another one follows. */
static void take_value(struct handoff_slice value, struct handoff_typed *typed,
                       struct ho_buffer *text)
{
    size_t i = 0;

    if (typed->read == HANDOFF_READ_NOTHING) {
        typed->read = HANDOFF_READ_VALUE;
        put_lower(text, value);
        return;
    }
    while (i < value.len && i < text->len &&
           (text->ptr[i] == value.ptr[i] ||
            (value.ptr[i] >= 'A' && value.ptr[i] <= 'Z' &&
             text->ptr[i] == (char)(value.ptr[i] + 32))))
        i++;
    if (i < value.len || i < text->len)
        typed->read = HANDOFF_READ_AMBIGUOUS;
}

void ho_value_email(const struct ho_reading *r, struct handoff_typed *typed,
                    struct ho_buffer *text)
{
    size_t next = 0, from, to;

    typed->read = HANDOFF_READ_NOTHING;
    while (next_email(r->words, &next, &from, &to))
        take_value(ho_part(r->words, from, to), typed, text);
}

static struct handoff_slice without_www(struct handoff_slice host)
{
    const size_t n = ho_match(host, 0, "www.");

    return n > 0 && is_host_name(ho_part(host, n, host.len))
               ? ho_part(host, n, host.len)
               : host;
}

/* Of a site, or else of the addresses. */
void ho_value_domain(const struct ho_reading *r, struct handoff_typed *typed,
                     struct ho_buffer *text)
{
    const struct handoff_slice s = r->words;
    size_t next = 0, from, to;

    typed->read = HANDOFF_READ_NOTHING;
    while (next_host(s, &next, &from, &to))
        take_value(without_www(ho_part(s, from, to)), typed, text);
    if (typed->read != HANDOFF_READ_NOTHING)
        return;
    next = 0;
    while (next_email(s, &next, &from, &to)) {
        from = ho_find(s, from, ho_slice("@")) + 1;
        take_value(without_www(ho_part(s, from, to)), typed, text);
    }
}
