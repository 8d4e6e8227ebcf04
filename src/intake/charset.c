/* charset.c - see intake/charset.h */
#include "intake/charset.h"

#include <errno.h>
#include <iconv.h>
#include <strings.h>

#include "base/utf8.h"

enum { PIECE = 4096 };

#define REPLACEMENT "\xEF\xBF\xBD"

/* Well-formed UTF-8 is copied as it stands, other bytes are marked. */
static enum ho_charset add_utf8(struct ho_buffer *out, struct handoff_slice s)
{
    enum ho_charset how = HO_CHARSET_AS_SAID;
    size_t from = 0, at = 0;

    while (at < s.len) {
        const size_t len = s.ptr[at] == '\0' ? 0 : ho_utf8_valid(s, at);

        if (len > 0) {
            at += len;
            continue;
        }
        how = HO_CHARSET_DAMAGED;
        ho_buffer_add(out, ho_part(s, from, at));
        ho_buffer_text(out, REPLACEMENT);
        from = ++at;
    }
    ho_buffer_add(out, ho_part(s, from, at));
    return how;
}

static bool is_ascii(struct handoff_slice s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] >= 0x80)
            return false;
    return true;
}

/* One call of iconv: false where a byte had to be marked and passed over. */
static bool convert_piece(iconv_t cd, struct handoff_slice *rest,
                          struct ho_buffer *out)
{
    /* NOLINTNEXTLINE(performance-no-int-to-ptr): iconv takes no const */
    char piece[PIECE], *to = piece, *from = (char *)(uintptr_t)rest->ptr;
    size_t room = sizeof piece, left = rest->len;
    const size_t done = iconv(cd, &from, &left, &to, &room);
    const bool bad = done == (size_t)-1 && errno != E2BIG;

    *rest = ho_part(*rest, rest->len - left, rest->len);
    add_utf8(out, (struct handoff_slice){ piece, sizeof piece - room });
    if (bad) {
        ho_buffer_text(out, REPLACEMENT);
        *rest = ho_part(*rest, rest->len > 0, rest->len);
    }
    return !bad;
}

static bool convert(struct ho_buffer *out, const char *charset,
                    struct handoff_slice bytes, enum ho_charset *how)
{
    iconv_t cd = iconv_open("UTF-8", charset);

    /* NOLINTNEXTLINE(performance-no-int-to-ptr): POSIX says so */
    if (cd == (iconv_t)-1)
        return false;
    *how = HO_CHARSET_AS_SAID;
    while (bytes.len > 0)
        if (!convert_piece(cd, &bytes, out))
            *how = HO_CHARSET_DAMAGED;
    iconv_close(cd);
    return true;
}

static bool says(const char *charset, const char *start)
{
    return charset && strncasecmp(charset, start, strlen(start)) == 0;
}

/* Sets that well-formed UTF-8 is not written in by chance. */
static bool is_ascii_plus_letters(const char *charset)
{
    return !charset || says(charset, "iso-8859-") || says(charset, "latin") ||
           says(charset, "windows-125") || says(charset, "cp125") ||
           says(charset, "us-ascii") || says(charset, "ascii");
}

static bool says_utf8(const char *charset)
{
    return says(charset, "utf-8") || says(charset, "utf8");
}

/* What web pages call ISO 8859-1 and ASCII is Windows-1252. */
static const char *real_name(const char *charset)
{
    if (says(charset, "us-ascii") || says(charset, "ascii") ||
        strcasecmp(charset, "iso-8859-1") == 0)
        return "WINDOWS-1252";
    return charset;
}

static enum ho_charset guess(struct ho_buffer *out, struct handoff_slice bytes)
{
    enum ho_charset how = HO_CHARSET_AS_SAID;

    if (ho_utf8_check(bytes, NULL) == HANDOFF_OK ||
        !convert(out, "WINDOWS-1252", bytes, &how))
        how = add_utf8(out, bytes);
    return how == HO_CHARSET_DAMAGED ? how : HO_CHARSET_GUESSED;
}

static struct handoff_slice without_mark(struct handoff_slice bytes)
{
    const bool has =
        bytes.len >= 3 && memcmp(bytes.ptr, "\xEF\xBB\xBF", 3) == 0;

    return has ? ho_part(bytes, 3, bytes.len) : bytes;
}

enum ho_charset ho_charset_add(struct ho_buffer *out, const char *charset,
                               struct handoff_slice bytes)
{
    enum ho_charset how = HO_CHARSET_AS_SAID;

    bytes = without_mark(bytes);
    if ((is_ascii_plus_letters(charset) || says_utf8(charset)) &&
        is_ascii(bytes))
        return add_utf8(out, bytes);
    if (ho_utf8_check(bytes, NULL) == HANDOFF_OK &&
        (says_utf8(charset) || is_ascii_plus_letters(charset))) {
        how = add_utf8(out, bytes);
        return says_utf8(charset) ? how : HO_CHARSET_GUESSED;
    }
    if (!charset || says_utf8(charset) || says(charset, "us-ascii"))
        return guess(out, bytes);
    return convert(out, real_name(charset), bytes, &how) ? how
                                                         : guess(out, bytes);
}

const char *ho_charset_utf16(struct handoff_slice bytes)
{
    if (bytes.len < 2)
        return NULL;
    if (memcmp(bytes.ptr, "\xFF\xFE", 2) == 0)
        return "UTF-16LE";
    return memcmp(bytes.ptr, "\xFE\xFF", 2) == 0 ? "UTF-16BE" : NULL;
}
