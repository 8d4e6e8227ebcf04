/* plain.c - see intake/plain.h */
#include "intake/plain.h"

#include <utf8proc.h>

#include "base/utf8.h"

enum { PARTS = 24 }; /* the longest decomposition, U+FDFA, has 18 */

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
