/* quotation.c - quotation marks and boxes to tick; see evidence/speech.h */
#include "base/utf8.h"
#include "evidence/clause.h"
#include "evidence/speech.h"

enum { SAID_WORDS = 2 }; /* fewer between quotation marks are set apart only */

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* --- quotation marks --------------------------------------------------------
 */

static bool is_double(int32_t c)
{
    return c == '"' || c == 0xAB || c == 0xBB || (c >= 0x201C && c <= 0x201F) ||
           (c >= 0x300C && c <= 0x300F);
}

static bool is_single(int32_t c)
{
    return c == '\'' || (c >= 0x2018 && c <= 0x201B);
}

static size_t count_words(struct handoff_slice s)
{
    size_t words = 0;

    for (size_t at = 0, len; at < s.len; at += len) {
        const int32_t code = ho_utf8_decode(s, at, &len);

        if (ho_is_unspaced(code) ||
            (ho_is_word(code) && (at == 0 || ho_word_boundary(s, at))))
            words++;
    }
    return words;
}

/* Quotation marks of one kind while a paragraph is read from its start. */
struct marks {
    bool (*is)(int32_t);
    size_t open; /* behind the mark that opened, SIZE_MAX: none is open */
};

static bool can_open(struct handoff_slice s, size_t at, size_t len)
{
    size_t n;

    return (at == 0 ||
            !ho_is_word(ho_utf8_decode(s, ho_utf8_before(s, at), &n))) &&
           at + len < s.len && s.ptr[at + len] != ' ';
}

static bool can_close(struct handoff_slice s, size_t at, size_t len)
{
    size_t n;

    return at + len == s.len || !ho_is_word(ho_utf8_decode(s, at + len, &n)) ||
           ho_is_unspaced(ho_utf8_decode(s, at + len, &n));
}

/* Does the mark at byte `at` close a quotation that holds [from, to)? */
static bool closes_around(struct marks *m, struct handoff_slice s, size_t at,
                          size_t len, size_t from, size_t to)
{
    const size_t open = m->open;
    size_t said;

    if (open == SIZE_MAX) {
        /* a guillemet may stand off its words */
        if (can_open(s, at, len) || (unsigned char)s.ptr[at] == 0xC2)
            m->open = at + len;
        return false;
    }
    if (!can_close(s, at, len))
        return false;
    m->open = SIZE_MAX;
    if (open > from || at < to)
        return false;
    said = count_words(ho_part(s, open, at));
    return said >= SAID_WORDS && count_words(s) >= said + SAID_WORDS;
}

bool ho_is_quoted(struct handoff_slice text, size_t from, size_t to)
{
    const struct handoff_slice s = ho_paragraph(text, from, to);
    const size_t base = (size_t)(s.ptr - text.ptr);
    struct marks twice = { is_double, SIZE_MAX };
    struct marks once = { is_single, SIZE_MAX };

    for (size_t at = 0, len; at < s.len; at += len) {
        const int32_t code = ho_utf8_decode(s, at, &len);

        if (twice.is(code) &&
            closes_around(&twice, s, at, len, from - base, to - base))
            return true;
        if (once.is(code) &&
            closes_around(&once, s, at, len, from - base, to - base))
            return true;
    }
    return false;
}

/* --- boxes -------------------------------------------------------------------
 */

static const struct {
    const char *sign;
    enum ho_box box;
} boxes[] = {
    { "[ ]", HO_BOX_EMPTY },     { "[]", HO_BOX_EMPTY },
    { "( )", HO_BOX_EMPTY },     { "()", HO_BOX_EMPTY },
    { "[_]", HO_BOX_EMPTY },     { "\u2610", HO_BOX_EMPTY },
    { "\u25A1", HO_BOX_EMPTY },  { "\u25CB", HO_BOX_EMPTY },
    { "\u25EF", HO_BOX_EMPTY },  { "\u2B1C", HO_BOX_EMPTY },
    { "\u2717", HO_BOX_EMPTY },  { "[x]", HO_BOX_TICKED },
    { "[X]", HO_BOX_TICKED },    { "(x)", HO_BOX_TICKED },
    { "(X)", HO_BOX_TICKED },    { "(*)", HO_BOX_TICKED },
    { "[*]", HO_BOX_TICKED },    { "(o)", HO_BOX_TICKED },
    { "[v]", HO_BOX_TICKED },    { "\u2611", HO_BOX_TICKED },
    { "\u2612", HO_BOX_TICKED }, { "\u2713", HO_BOX_TICKED },
    { "\u2714", HO_BOX_TICKED }, { "\u25A0", HO_BOX_TICKED },
    { "\u25CF", HO_BOX_TICKED }, { "\u25C9", HO_BOX_TICKED },
};

static enum ho_box box_at(struct handoff_slice s, size_t at)
{
    const unsigned char c = (unsigned char)s.ptr[at];

    if (c != '[' && c != '(' && c != 0xE2) /* what all of them start with */
        return HO_BOX_NONE;
    for (size_t i = 0; i < COUNT(boxes); i++) {
        const size_t n = strlen(boxes[i].sign);

        if (s.len - at >= n && memcmp(s.ptr + at, boxes[i].sign, n) == 0 &&
            (at == 0 || ho_word_boundary(s, at)))
            return at > 0 && s.ptr[at] == '(' && s.ptr[at - 1] != ' '
                       ? HO_BOX_NONE /* a call: "reset()" */
                       : boxes[i].box;
    }
    return HO_BOX_NONE;
}

enum ho_box ho_box_before(struct handoff_slice text, size_t at)
{
    const struct handoff_slice line = ho_line(text, at, at);
    size_t i = at - (size_t)(line.ptr - text.ptr);

    for (i++; i-- > 0;) {
        const enum ho_box box = i < line.len ? box_at(line, i) : HO_BOX_NONE;

        if (box != HO_BOX_NONE)
            return box;
    }
    return HO_BOX_NONE;
}
