/* charset.h - bytes of any character set into UTF-8. */
#ifndef HANDOFF_INTAKE_CHARSET_H
#define HANDOFF_INTAKE_CHARSET_H

#include "base/buffer.h"

enum ho_charset {
    HO_CHARSET_AS_SAID, /* the bytes are what was said */
    HO_CHARSET_GUESSED, /* they are not: read as UTF-8 or Windows-1252 */
    HO_CHARSET_DAMAGED  /* and some bytes have become U+FFFD */
};

/* Append the text in UTF-8, without a byte order mark; NUL bytes become
 * U+FFFD.  charset: what the bytes are said to be, or NULL.  Bytes that are
 * well-formed UTF-8 beyond ASCII are taken for UTF-8 whatever was said of them
 * by a set that is ASCII plus letters: chance does not make them. */
enum ho_charset ho_charset_add(struct ho_buffer *out, const char *charset,
                               struct handoff_slice bytes);

/* "UTF-16LE" or "UTF-16BE" where the bytes begin with that byte order mark,
 * else NULL. */
const char *ho_charset_utf16(struct handoff_slice bytes);

#endif
