/* fold.c - see base/fold.h */
#include "base/fold.h"

#include <stdlib.h>

#include <utf8proc.h>

#include "base/utf8.h"

enum {
    FOLD_MAX = 16,       /* code points one character can fold to */
    MORE = 4 * FOLD_MAX, /* bytes of them */
    EIGHT = 8
};

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static bool is_space(int32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 ||
           c == 0x202F || c == 0x205F || c == 0x3000;
}

/* Characters that show nothing and carry no word. */
static bool is_invisible(int32_t c)
{
    return c == 0xAD || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x2069) ||
           (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF;
}

/* The plain form of a typographic sign, or the character itself. */
static int32_t plain(int32_t c)
{
    if (c >= 0xFF01 && c <= 0xFF5E)
        c -= 0xFF01 - '!';
    if (c == '`' || c == 0xB4 || c == 0x2032 || (c >= 0x2018 && c <= 0x201B) ||
        c == 0x2039 || c == 0x203A)
        return '\'';
    if (c == 0xAB || c == 0xBB || c == 0x2033 || (c >= 0x201C && c <= 0x201F))
        return '"';
    if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xFE58 ||
        c == 0xFE63)
        return '-';
    return c;
}

static enum handoff_status reserve(struct ho_folded *f, size_t room,
                                   struct handoff_error *err)
{
    void *text, *from, *to;

    if (room <= f->room)
        return HANDOFF_OK;
    text = realloc(f->text, room);
    f->text = text ? text : f->text;
    from = realloc(f->from, room * sizeof *f->from);
    f->from = from ? from : f->from;
    to = realloc(f->to, room * sizeof *f->to);
    f->to = to ? to : f->to;
    if (!text || !from || !to)
        return ho_no_memory(err);
    f->room = room;
    return HANDOFF_OK;
}

static void put(struct ho_folded *f, const char *bytes, size_t len, size_t from,
                size_t to)
{
    for (size_t i = 0; i < len; i++) {
        f->text[f->len] = bytes[i];
        f->from[f->len] = (uint32_t)from;
        f->to[f->len++] = (uint32_t)to;
    }
}

static void put_code(struct ho_folded *f, int32_t code, size_t from, size_t to)
{
    utf8proc_int32_t out[FOLD_MAX];
    int class = 0;
    const utf8proc_ssize_t count = utf8proc_decompose_char(
        code, out, FOLD_MAX, UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD, &class);
    char bytes[4];

    if (count < 0 || count > FOLD_MAX) {
        out[0] = code;
        put(f, bytes, ho_utf8_encode(code, bytes), from, to);
        return;
    }
    for (utf8proc_ssize_t i = 0; i < count; i++)
        put(f, bytes, ho_utf8_encode(out[i], bytes), from, to);
}

static void put_space(struct ho_folded *f, size_t from, size_t to)
{
    if (f->len > 0 && f->text[f->len - 1] == ' ')
        f->to[f->len - 1] = (uint32_t)to;
    else
        put(f, " ", 1, from, to);
}

/* Eight bytes at once, behind `before`; false: one of them may fold to anything
 * else than one byte of ASCII. */
static bool fold_eight(const char *s, char before, char *out)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), high = ones << 7;
    uint64_t w, odd, spaces, capitals;

    memcpy(&w, s, sizeof w);
    spaces = ((w ^ ones * ' ') - ones) & high; /* or one too many behind one */
    odd = w | (w + ones) | (w - ones * ' ') | ((w ^ ones * '`') - ones);
    if ((odd & high) != 0 || (before == ' ' && s[0] == ' ') ||
        (spaces & spaces << 8) != 0)
        return false;
    capitals = ((w + ones * (0x80 - 'A')) ^ (w + ones * (0x7F - 'Z'))) & high;
    w |= capitals >> 2; /* 0x20 makes a small letter */
    memcpy(out, &w, sizeof w);
    return true;
}

/* ASCII that folds to one byte of its own; *at moves behind it. */
static void put_ascii(struct ho_folded *f, struct handoff_slice s, size_t *at)
{
    const size_t room = f->room - f->len, rest = s.len - *at;
    const size_t most = room < rest ? room : rest;
    char *const text = f->text + f->len;
    uint32_t *const from = f->from + f->len, *const to = f->to + f->len;
    size_t i = 0;

    while (most - i >= EIGHT &&
           fold_eight(s.ptr + *at + i, i > 0 ? text[i - 1] : ' ', text + i))
        i += EIGHT;
    for (; i < most; i++) {
        const unsigned char c = (unsigned char)s.ptr[*at + i];

        if (c == ' ' ? i == 0 || text[i - 1] == ' '
                     : c < ' ' || c > '~' || c == '`')
            break;
        text[i] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
    for (size_t k = 0; k < i; k++) {
        from[k] = (uint32_t)(*at + k);
        to[k] = (uint32_t)(*at + k + 1);
    }
    f->len += i;
    *at += i;
}

static void put_any(struct ho_folded *f, struct handoff_slice s, size_t *at)
{
    size_t len;
    const int32_t code = plain(ho_utf8_decode(s, *at, &len));
    const size_t end = *at + len;

    if (is_space(code))
        put_space(f, *at, end);
    else if (code == 0x2026)
        put(f, "...", 3, *at, end);
    else if (code < 0x80)
        put(f, &(char){ (char)(code >= 'A' && code <= 'Z' ? code + 32 : code) },
            1, *at, end);
    else if (!is_invisible(code))
        put_code(f, code, *at, end);
    *at = end;
}

enum handoff_status ho_fold(struct handoff_slice source, struct ho_folded *f,
                            struct handoff_error *err)
{
    enum handoff_status status = HANDOFF_OK;
    size_t at = 0;

    *f = (struct ho_folded){ 0 };
    if (source.len >= UINT32_MAX)
        return ho_fail(err, HANDOFF_TOO_LARGE,
                       "the text has 4 GiB or more; split it");
    while (at < source.len && status == HANDOFF_OK) {
        if (f->room - f->len < MORE) /* what is left, an eighth, and a bit */
            status = reserve(f,
                             f->len + (source.len - at) +
                                 (source.len - at) / 8 + 2 * MORE,
                             err);
        if (status != HANDOFF_OK)
            break;
        put_ascii(f, source, &at);
        if (at < source.len && f->room - f->len >= MORE)
            put_any(f, source, &at);
    }
    return status;
}

void ho_folded_release(struct ho_folded *f)
{
    free(f->text);
    free(f->from);
    free(f->to);
    *f = (struct ho_folded){ 0 };
}

/* Most texts fold to about as many bytes, so that the place is near. */
size_t ho_folded_at(const struct ho_folded *f, size_t at)
{
    enum { NEAR = 32 };

    const size_t start = f->len > 0 ? at - smaller(at, f->from[0]) : 0;
    size_t low = 0, high = f->len;

    if (start > NEAR && start - NEAR < high && f->from[start - NEAR] < at)
        low = start - NEAR + 1;
    if (start + NEAR < high && f->from[start + NEAR] >= at)
        high = start + NEAR;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (f->from[middle] < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
