/* plain.c - see intake/plain.h */
#include "intake/plain.h"

#include <utf8proc.h>

#include "base/punycode.h"
#include "base/utf8.h"

enum {
    PARTS = 24,  /* the longest decomposition, U+FDFA, has 18 */
    DOMAIN = 512 /* code points; one of a name server has 255 bytes at most */
};

struct folded {
    char *out;
    size_t len, room;
    bool gap; /* a space is due before the next character */
};

static bool is_letter_or_digit(int32_t code)
{
    return code >= 0x80 || ho_is_word(code);
}

static bool is_gap(int32_t code, enum ho_plain how)
{
    if (code == ' ' || (code >= '\t' && code <= '\r'))
        return true;
    return how == HO_PLAIN_NAME && (code == '_' || code == '-');
}

static bool put(struct folded *f, int32_t code, enum ho_plain how)
{
    char bytes[4];
    size_t len;

    if (how == HO_PLAIN_KEY && !is_letter_or_digit(code))
        return true;
    if (is_gap(code, how)) {
        f->gap = f->len > 0;
        return true;
    }
    len = ho_utf8_encode(code, bytes);
    if (f->room - f->len < len + f->gap + 1)
        return false;
    if (f->gap)
        f->out[f->len++] = ' ';
    f->gap = false;
    memcpy(f->out + f->len, bytes, len);
    f->len += len;
    return true;
}

static bool put_folded(struct folded *f, int32_t code, enum ho_plain how)
{
    utf8proc_int32_t part[PARTS];
    int bound = 0;
    utf8proc_ssize_t count;

    if (code < 0x80) /* folds to itself or to its lower case */
        return put(f, code >= 'A' && code <= 'Z' ? code | 0x20 : code, how);
    count = utf8proc_decompose_char(code, part, PARTS,
                                    UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
                                        UTF8PROC_CASEFOLD | UTF8PROC_IGNORE,
                                    &bound);
    if (count < 0 || count > PARTS)
        return false;
    for (utf8proc_ssize_t i = 0; i < count; i++)
        if (!put(f, part[i], how))
            return false;
    return true;
}

static void drop_your(char *key)
{
    if (strncmp(key, "your", 4) == 0 && key[4] != '\0')
        memmove(key, key + 4, strlen(key + 4) + 1);
}

bool ho_plain(struct handoff_slice s, enum ho_plain how, char *out, size_t room)
{
    struct folded f = { .out = out, .room = room };
    size_t len;

    if (room == 0)
        return false;
    for (size_t at = 0; at < s.len; at += len)
        if (!put_folded(&f, ho_utf8_decode(s, at, &len), how))
            return false;
    out[f.len] = '\0';
    if (how == HO_PLAIN_KEY)
        drop_your(out);
    return true;
}

/* Small letters, composed, in full width or not: what punycode is made of.
 * Folding would not do: it makes "ss" of "ß", which is another domain. */
static bool compose_domain(struct handoff_slice s, char *out, size_t room)
{
    const utf8proc_option_t how = UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
                                  UTF8PROC_IGNORE | UTF8PROC_STABLE;
    utf8proc_int32_t code[DOMAIN];
    utf8proc_ssize_t count =
        utf8proc_decompose((const utf8proc_uint8_t *)s.ptr,
                           (utf8proc_ssize_t)s.len, code, DOMAIN, how);
    size_t len = 0;

    if (count < 0 || count > DOMAIN)
        return false;
    for (utf8proc_ssize_t i = 0; i < count; i++)
        /* the full stops of East Asia part labels, too */
        code[i] = code[i] == 0x3002 ? '.' : utf8proc_tolower(code[i]);
    count = utf8proc_normalize_utf32(code, count,
                                     UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    for (utf8proc_ssize_t i = 0; i < count; i++) {
        if (room - len <= 4)
            return false;
        len += ho_utf8_encode(code[i], out + len);
    }
    out[len] = '\0';
    return true;
}

static bool is_ascii(struct handoff_slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] >= 0x80)
            return false;
    return true;
}

bool ho_plain_address(struct handoff_slice s, char *out, size_t room)
{
    char composed[DOMAIN], ascii[DOMAIN];
    size_t at = s.len, domain;
    char *plain;

    if (!ho_plain(s, HO_PLAIN_TEXT, out, room))
        return false;
    while (at > 0 && s.ptr[at - 1] != '@')
        at--;
    s = ho_part(s, at, s.len);
    if (is_ascii(s) || !compose_domain(s, composed, sizeof composed))
        return true;
    plain = strrchr(out, '@');
    plain = plain ? plain + 1 : out;
    domain = room - (size_t)(plain - out);
    if (ho_punycode_add(composed, ascii, sizeof ascii))
        memcpy(composed, ascii, strlen(ascii) + 1);
    else if (!is_ascii(ho_slice(composed)))
        return true;
    if (strlen(composed) >= domain)
        return false;
    memcpy(plain, composed, strlen(composed) + 1);
    return true;
}
