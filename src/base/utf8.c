/* utf8.c - see base/utf8.h */
#include "base/utf8.h"

#include <utf8proc.h>

static bool is_tail(struct handoff_slice s, size_t at, size_t count)
{
    if (s.len - at <= count)
        return false;
    for (size_t i = 1; i <= count; i++)
        if (((unsigned char)s.ptr[at + i] & 0xC0) != 0x80)
            return false;
    return true;
}

/* The second byte narrows the first one's range (Unicode 15, table 3-7). */
size_t ho_utf8_valid(struct handoff_slice s, size_t at)
{
    const unsigned char a = (unsigned char)s.ptr[at];
    unsigned char b;

    if (a < 0x80)
        return 1;
    if (a < 0xC2 || a > 0xF4 || s.len - at < 2)
        return 0;
    b = (unsigned char)s.ptr[at + 1];
    if (a < 0xE0)
        return is_tail(s, at, 1) ? 2 : 0;
    if ((a == 0xE0 && b < 0xA0) || (a == 0xED && b > 0x9F) ||
        (a == 0xF0 && b < 0x90) || (a == 0xF4 && b > 0x8F))
        return 0;
    if (a < 0xF0)
        return is_tail(s, at, 2) ? 3 : 0;
    return is_tail(s, at, 3) ? 4 : 0;
}

enum handoff_status ho_utf8_check(struct handoff_slice s,
                                  struct handoff_error *err)
{
    size_t line, column, len;

    for (size_t at = 0; at < s.len; at += len) {
        len = sizeof(uint64_t);
        if (s.len - at >= len && !ho_odd_bytes(ho_eight_bytes(s.ptr + at)))
            continue;
        len = ho_utf8_valid(s, at);
        if (len > 0)
            continue;
        ho_text_place(s.ptr, s.len, at, &line, &column);
        return ho_fail_at(err, HANDOFF_BAD_TEXT, line, column,
                          "byte 0x%02X is not UTF-8; save the file as UTF-8",
                          (unsigned)(unsigned char)s.ptr[at]);
    }
    return HANDOFF_OK;
}

int32_t ho_utf8_decode_long(struct handoff_slice s, size_t at, size_t *len)
{
    utf8proc_int32_t code = -1;
    const utf8proc_ssize_t n =
        utf8proc_iterate((const utf8proc_uint8_t *)s.ptr + at,
                         (utf8proc_ssize_t)(s.len - at), &code);

    *len = n > 0 ? (size_t)n : 1;
    return n > 0 ? code : 0xFFFD;
}

size_t ho_utf8_before(struct handoff_slice s, size_t at)
{
    do
        at--;
    while (at > 0 && ((unsigned char)s.ptr[at] & 0xC0) == 0x80);
    return at;
}

size_t ho_utf8_encode(int32_t code, char out[4])
{
    return (size_t)utf8proc_encode_char(code, (utf8proc_uint8_t *)out);
}

bool ho_is_word_long(int32_t code)
{
    switch (utf8proc_category(code)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return true;
    default:
        return false;
    }
}

bool ho_is_unspaced_long(int32_t code)
{
    return (code >= 0x0E00 && code <= 0x0EFF) || /* Thai, Lao */
           (code >= 0x1000 && code <= 0x109F) || /* Myanmar */
           (code >= 0x1780 && code <= 0x17FF) || /* Khmer */
           (code >= 0x3040 && code <= 0x30FF) || /* kana */
           (code >= 0x3400 && code <= 0x9FFF) || /* Han */
           (code >= 0xF900 && code <= 0xFAFF) ||
           (code >= 0x20000 && code <= 0x3FFFF);
}

bool ho_word_boundary_long(struct handoff_slice s, size_t at)
{
    size_t len;
    const int32_t left = ho_utf8_decode(s, ho_utf8_before(s, at), &len);
    const int32_t right = ho_utf8_decode(s, at, &len);

    if (ho_is_unspaced(left) || ho_is_unspaced(right))
        return true;
    return !ho_is_word(left) || !ho_is_word(right);
}

struct handoff_slice ho_utf8_cut(struct handoff_slice s, size_t max)
{
    if (s.len <= max)
        return s;
    s.len = max;
    while (s.len > 0 && ((unsigned char)s.ptr[s.len] & 0xC0) == 0x80)
        s.len--;
    return s;
}
