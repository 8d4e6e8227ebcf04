/* locate.c - see evidence/locate.h */
#include "evidence/locate.h"

#include <stdlib.h>

#include <utf8proc.h>

#include "base/utf8.h"

static bool is_digit(struct handoff_slice s, size_t at)
{
    return at < s.len && s.ptr[at] >= '0' && s.ptr[at] <= '9';
}

static size_t digits_before(struct handoff_slice s, size_t at)
{
    size_t n = 0;

    while (n < at && is_digit(s, at - n - 1))
        n++;
    return n;
}

static size_t digits_from(struct handoff_slice s, size_t at)
{
    size_t n = 0;

    while (is_digit(s, at + n))
        n++;
    return n;
}

/* Does the character join the digits left of `left` and right of `right` into
 * one number, range, time or date?  A space does in "1 400" only. */
static bool joins_digits(struct handoff_slice s, int32_t code, size_t left,
                         size_t right)
{
    const size_t before = digits_before(s, left);

    if (before == 0 || !is_digit(s, right))
        return false;
    switch (code) {
    case ',':
    case '.':
    case ':':
    case '/':
    case '-':
    case '\'':
    case 0x2013: /* en dash */
    case 0x2019: /* right single quotation mark */
        return true;
    case ' ':
    case 0xA0:
    case 0x202F:
        return before <= 3 && digits_from(s, right) == 3;
    default:
        return false;
    }
}

/* "400" is not in "1,400", nor "20" in "15-20", nor "50" in "50+", although
 * none of these signs is a letter. */
static bool cuts_number(struct handoff_slice s, size_t at)
{
    size_t before, len;
    int32_t code;

    if (at == 0 || at >= s.len)
        return false;
    code = ho_utf8_decode(s, at, &len);
    if (joins_digits(s, code, at, at + len) ||
        ((code == '+' || code == '%') && is_digit(s, at - 1)))
        return true;
    before = ho_utf8_before(s, at);
    return joins_digits(s, ho_utf8_decode(s, before, &len), before, at);
}

/* "can" is not in "can't". */
static bool cuts_negation(struct handoff_slice s, size_t at)
{
    size_t len;
    int32_t code;

    if (at == 0 || at >= s.len)
        return false;
    code = ho_utf8_decode(s, at, &len);
    return (code == '\'' || code == 0x2019) && at + len < s.len &&
           (s.ptr[at - 1] | 32) == 'n' && (s.ptr[at + len] | 32) == 't' &&
           ho_word_boundary(s, at + len + 1);
}

/* An accent or vowel sign that belongs to the character before it, also in the
 * scripts that are written without spaces. */
static bool cuts_letter(struct handoff_slice s, size_t at)
{
    int32_t code;
    size_t len;

    if (at >= s.len || (unsigned char)s.ptr[at] < 0x80)
        return false;
    code = ho_utf8_decode(s, at, &len);
    switch (utf8proc_category(code)) {
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
        return true;
    default:
        return false;
    }
}

/* Does byte `at` lie inside what one character of the source folds to? */
static bool cuts_character(const struct ho_folded *f, size_t at)
{
    return at > 0 && at < f->len && f->from[at] == f->from[at - 1];
}

bool ho_is_whole(const struct ho_folded *f, size_t from, size_t to)
{
    const struct handoff_slice s = ho_folded_slice(f);

    return ho_word_boundary(s, from) && ho_word_boundary(s, to) &&
           !cuts_number(s, from) && !cuts_number(s, to) &&
           !cuts_negation(s, to) && !cuts_letter(s, to) &&
           !cuts_character(f, from) && !cuts_character(f, to);
}

/* border[i]: length of the longest proper prefix of the needle that is a
 * suffix of its first i + 1 bytes. */
static size_t *new_borders(struct handoff_slice needle)
{
    size_t *border = needle.len <= SIZE_MAX / sizeof *border
                         ? malloc(needle.len * sizeof *border)
                         : NULL;
    size_t match = 0;

    if (!border)
        return NULL;
    border[0] = 0;
    for (size_t i = 1; i < needle.len; i++) {
        while (match > 0 && needle.ptr[i] != needle.ptr[match])
            match = border[match - 1];
        match += needle.ptr[i] == needle.ptr[match];
        border[i] = match;
    }
    return border;
}

/* The first whole occurrence at or after `from`, after Knuth, Morris and
 * Pratt: to search afresh behind each occurrence inside a word would take
 * quadratic time for "ab ab ab ...". */
static enum handoff_status find_further(const struct ho_folded *f, size_t from,
                                        struct handoff_slice needle, size_t *at,
                                        struct handoff_error *err)
{
    const struct handoff_slice s = ho_folded_slice(f);
    size_t *border = new_borders(needle);
    size_t match = 0;

    if (!border)
        return ho_no_memory(err);
    for (size_t i = from; i < s.len && *at == SIZE_MAX; i++) {
        while (match > 0 && s.ptr[i] != needle.ptr[match])
            match = border[match - 1];
        match += s.ptr[i] == needle.ptr[match];
        if (match < needle.len)
            continue;
        if (ho_is_whole(f, i + 1 - needle.len, i + 1))
            *at = i + 1 - needle.len;
        match = border[match - 1];
    }
    free(border);
    return HANDOFF_OK;
}

enum handoff_status ho_find_whole(const struct ho_folded *f, size_t from,
                                  struct handoff_slice needle, size_t *at,
                                  bool *cut, struct handoff_error *err)
{
    const size_t hit = ho_find(ho_folded_slice(f), from, needle);

    *at = hit;
    if (hit == SIZE_MAX || ho_is_whole(f, hit, hit + needle.len))
        return HANDOFF_OK;
    *at = SIZE_MAX;
    *cut = true;
    return find_further(f, hit + 1, needle, at, err);
}
