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

/* Quotation marks of one kind while a paragraph is read. */
struct marks {
    bool (*is)(int32_t);
    size_t open; /* behind the mark that opened, SIZE_MAX: none is open */
    struct ho_regions *out;
};

struct reader {
    struct handoff_slice text, paragraph;
    size_t words; /* of the paragraph, once they were counted; else SIZE_MAX */
    struct marks marks[HO_QUOTING];
    struct handoff_error *err;
};

/* Is it a part of what somebody says, rather than a word set apart? */
static bool is_said(struct reader *r, size_t open, size_t at)
{
    const size_t said = count_words(ho_part(r->paragraph, open, at));

    if (said < SAID_WORDS)
        return false;
    if (r->words == SIZE_MAX)
        r->words = count_words(r->paragraph);
    return r->words >= said + SAID_WORDS;
}

/* A mark at byte `at` of the paragraph. */
static enum handoff_status read_mark(struct reader *r, struct marks *m,
                                     size_t at, size_t len)
{
    const struct handoff_slice s = r->paragraph;
    const size_t base = (size_t)(s.ptr - r->text.ptr);
    const size_t open = m->open;

    if (open == SIZE_MAX) {
        /* a guillemet may stand off its words */
        if (can_open(s, at, len) || (unsigned char)s.ptr[at] == 0xC2)
            m->open = at + len;
        return HANDOFF_OK;
    }
    if (!can_close(s, at, len))
        return HANDOFF_OK;
    m->open = SIZE_MAX;
    return is_said(r, open, at) ? ho_regions_add(m->out, base + open, base + at,
                                                 HO_REGION_QUOTATION, r->err)
                                : HANDOFF_OK;
}

/* The next byte with which a mark may begin. */
static size_t next_mark(struct handoff_slice s, size_t at)
{
    static const struct ho_stops stops = { "\"'", true };

    return ho_find_stop(s, at, &stops);
}

static enum handoff_status read_paragraph(struct reader *r,
                                          struct handoff_slice paragraph)
{
    enum handoff_status status = HANDOFF_OK;

    r->paragraph = paragraph;
    r->words = SIZE_MAX;
    for (int k = 0; k < HO_QUOTING; k++)
        r->marks[k].open = SIZE_MAX;
    for (size_t at = next_mark(paragraph, 0), len;
         at < paragraph.len && status == HANDOFF_OK;
         at = next_mark(paragraph, at + len)) {
        const int32_t code = ho_utf8_decode(paragraph, at, &len);

        for (int k = 0; k < HO_QUOTING && status == HANDOFF_OK; k++)
            if (r->marks[k].is(code))
                status = read_mark(r, &r->marks[k], at, len);
    }
    return status;
}

enum handoff_status ho_quotations_find(const struct ho_breaks *breaks,
                                       struct ho_regions out[HO_QUOTING],
                                       struct handoff_error *err)
{
    const struct handoff_slice text = breaks->text;
    struct reader r = { .text = text,
                        .marks = { { is_double, SIZE_MAX, &out[0] },
                                   { is_single, SIZE_MAX, &out[1] } },
                        .err = err };
    enum handoff_status status = HANDOFF_OK;
    size_t from = 0;

    for (size_t i = 0; i < breaks->count && status == HANDOFF_OK; i++) {
        if (!(breaks->item[i].ends & HO_ENDS_PARAGRAPH))
            continue;
        status = read_paragraph(&r, ho_part(text, from, breaks->item[i].at));
        from = breaks->item[i].at + 1;
    }
    return status == HANDOFF_OK
               ? read_paragraph(&r, ho_part(text, from, text.len))
               : status;
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

enum ho_box ho_box_before(struct handoff_slice line, size_t at)
{
    for (at++; at-- > 0;) {
        const enum ho_box box = at < line.len ? box_at(line, at) : HO_BOX_NONE;

        if (box != HO_BOX_NONE)
            return box;
    }
    return HO_BOX_NONE;
}

bool ho_has_box(struct handoff_slice text)
{
    static const char starts[] = { '[', '(', '\xE2' };

    for (size_t k = 0; k < sizeof starts; k++)
        for (const char *p = text.ptr; p; p++) {
            p = memchr(p, starts[k], text.len - (size_t)(p - text.ptr));
            if (!p)
                break;
            if (box_at(text, (size_t)(p - text.ptr)) != HO_BOX_NONE)
                return true;
        }
    return false;
}
