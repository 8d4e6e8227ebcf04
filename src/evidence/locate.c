/* locate.c - where a quote stands; see <handoff/evidence.h> */
#include "evidence/locate.h"

#include <stdlib.h>

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

bool ho_is_whole(struct handoff_slice s, size_t from, size_t to)
{
    return ho_word_boundary(s, from) && ho_word_boundary(s, to) &&
           !cuts_number(s, from) && !cuts_number(s, to) &&
           !cuts_negation(s, to);
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
static enum handoff_status find_further(struct handoff_slice s, size_t from,
                                        struct handoff_slice needle, size_t *at,
                                        struct handoff_error *err)
{
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
        if (ho_is_whole(s, i + 1 - needle.len, i + 1))
            *at = i + 1 - needle.len;
        match = border[match - 1];
    }
    free(border);
    return HANDOFF_OK;
}

/* *at: the first whole occurrence, SIZE_MAX for none; *cut is set when an
 * occurrence inside words was seen. */
static enum handoff_status find_whole(struct handoff_slice s,
                                      struct handoff_slice needle, size_t *at,
                                      bool *cut, struct handoff_error *err)
{
    const size_t hit = ho_find(s, 0, needle);

    *at = hit;
    if (hit == SIZE_MAX || ho_is_whole(s, hit, hit + needle.len))
        return HANDOFF_OK;
    *at = SIZE_MAX;
    *cut = true;
    return find_further(s, hit + 1, needle, at, err);
}

enum handoff_status ho_find_folded(const struct ho_folded *source,
                                   const struct ho_folded *quote,
                                   struct handoff_found *found, bool *cut,
                                   struct handoff_error *err)
{
    const struct handoff_slice needle = ho_trim(ho_folded_slice(quote));
    size_t at;
    enum handoff_status status =
        find_whole(ho_folded_slice(source), needle, &at, cut, err);

    if (status != HANDOFF_OK)
        return status;
    *found = (struct handoff_found){ .match = HANDOFF_MATCH_NONE };
    if (at != SIZE_MAX)
        *found = (struct handoff_found){ HANDOFF_MATCH_FOLDED, source->from[at],
                                         source->to[at + needle.len - 1] };
    return HANDOFF_OK;
}

static enum handoff_status locate_folded(struct handoff_slice source,
                                         struct handoff_slice quote,
                                         struct handoff_found *found, bool *cut,
                                         struct handoff_error *err)
{
    struct ho_folded s = { 0 }, q = { 0 };
    enum handoff_status status = ho_fold(source, &s, err);

    if (status == HANDOFF_OK)
        status = ho_fold(quote, &q, err);
    if (status == HANDOFF_OK)
        status = ho_find_folded(&s, &q, found, cut, err);
    ho_folded_release(&s);
    ho_folded_release(&q);
    return status;
}

enum handoff_status handoff_locate(struct handoff_slice source,
                                   struct handoff_slice quote,
                                   struct handoff_found *found, bool *cut,
                                   struct handoff_error *err)
{
    const struct handoff_slice needle = ho_trim(quote);
    struct handoff_found out = { .match = HANDOFF_MATCH_NONE };
    bool inside = false;
    size_t at;
    enum handoff_status status = find_whole(source, needle, &at, &inside, err);

    if (status == HANDOFF_OK && at != SIZE_MAX)
        out =
            (struct handoff_found){ HANDOFF_MATCH_EXACT, at, at + needle.len };
    else if (status == HANDOFF_OK && needle.len > 0)
        status = locate_folded(source, needle, &out, &inside, err);
    if (status != HANDOFF_OK)
        return status;
    *found = out;
    *cut = inside && out.match == HANDOFF_MATCH_NONE;
    return HANDOFF_OK;
}
