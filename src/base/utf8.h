/* utf8.h - UTF-8: validity, code points, word characters. */
#ifndef HANDOFF_BASE_UTF8_H
#define HANDOFF_BASE_UTF8_H

#include <stdint.h>

#include "base/error.h"
#include "base/slice.h"

/* Bytes of the well-formed character at byte `at` (1 to 4), 0 where the bytes
 * are not UTF-8 (overlong, surrogate, beyond U+10FFFF, cut off). */
size_t ho_utf8_valid(struct handoff_slice s, size_t at);

/* HANDOFF_OK, or BAD_TEXT with line and column of the first bad byte. */
enum handoff_status ho_utf8_check(struct handoff_slice s,
                                  struct handoff_error *err);

/* The code point at byte `at` of valid text and its length in bytes. */
int32_t ho_utf8_decode_long(struct handoff_slice s, size_t at, size_t *len);
static inline int32_t ho_utf8_decode(struct handoff_slice s, size_t at,
                                     size_t *len)
{
    *len = 1;
    return (unsigned char)s.ptr[at] < 0x80 ? s.ptr[at]
                                           : ho_utf8_decode_long(s, at, len);
}

/* Byte offset of the character before byte `at` (> 0) of valid text. */
size_t ho_utf8_before(struct handoff_slice s, size_t at);
/* Append one code point in UTF-8; returns its length (out has room for 4). */
size_t ho_utf8_encode(int32_t code, char out[4]);

/* Letters, marks and digits: what a word is made of. */
bool ho_is_word_long(int32_t code);
static inline bool ho_is_word(int32_t code)
{
    return code < 0x80 ? (uint32_t)((code | 0x20) - 'a') < 26 ||
                             (uint32_t)(code - '0') < 10
                       : ho_is_word_long(code);
}
/* Letters of scripts written without spaces between words (Han, kana, Thai,
 * Lao, Khmer, Myanmar): no word boundary can be demanded there. */
bool ho_is_unspaced_long(int32_t code);
static inline bool ho_is_unspaced(int32_t code)
{
    return code >= 0x0E00 && ho_is_unspaced_long(code);
}

/* Does a word boundary lie at byte `at`?  True at both ends of the text. */
bool ho_word_boundary_long(struct handoff_slice s, size_t at);
static inline bool ho_word_boundary(struct handoff_slice s, size_t at)
{
    if (at == 0 || at >= s.len)
        return true;
    if (((unsigned char)s.ptr[at - 1] | (unsigned char)s.ptr[at]) >= 0x80)
        return ho_word_boundary_long(s, at);
    return !ho_is_word(s.ptr[at - 1]) || !ho_is_word(s.ptr[at]);
}

/* The longest prefix of at most `max` bytes that does not cut a character. */
struct handoff_slice ho_utf8_cut(struct handoff_slice s, size_t max);

#endif
