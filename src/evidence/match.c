/* match.c - see evidence/match.h */
#include "evidence/match.h"

enum { GAP_MAX = 8 }; /* more white space parts what stands on its sides */

static unsigned char byte_at(struct handoff_slice s, size_t at)
{
    return (unsigned char)s.ptr[at];
}

/* Small letters of ASCII and Latin-1. */
static unsigned char small(struct handoff_slice s, size_t at)
{
    const unsigned char c = byte_at(s, at);

    if (c >= 'A' && c <= 'Z')
        return (unsigned char)(c + 32);
    if (c >= 0x80 && c <= 0x9E && c != 0x97 && at > 0 &&
        byte_at(s, at - 1) == 0xC3)
        return (unsigned char)(c + 32);
    return c;
}

/* Bytes of one character of white space that is no line end. */
static size_t space_at(struct handoff_slice s, size_t at)
{
    static const char *const wide[] = { "\xC2\xA0", "\xE2\x80\xAF",
                                        "\xE2\x80\x89" };

    if (at >= s.len)
        return 0;
    if (s.ptr[at] == ' ' || s.ptr[at] == '\t')
        return 1;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
        const size_t n = strlen(wide[i]);

        if (s.len - at >= n && memcmp(s.ptr + at, wide[i], n) == 0)
            return n;
    }
    return 0;
}

static size_t space_before(struct handoff_slice s, size_t end)
{
    for (size_t n = 1; n <= 3 && n <= end; n++)
        if (space_at(ho_part(s, 0, end), end - n) == n)
            return n;
    return 0;
}

size_t ho_blank(struct handoff_slice s, size_t at)
{
    const size_t start = at;
    size_t n;

    for (int i = 0; i < GAP_MAX && (n = space_at(s, at)) > 0; i++)
        at += n;
    return at - start;
}

size_t ho_blank_before(struct handoff_slice s, size_t end)
{
    const size_t start = end;
    size_t n;

    for (int i = 0; i < GAP_MAX && (n = space_before(s, end)) > 0; i++)
        end -= n;
    return start - end;
}

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

static size_t gap_at(struct handoff_slice s, size_t at)
{
    const size_t start = at;
    int lines = 0;

    for (int i = 0; i < GAP_MAX && at < s.len; i++) {
        const size_t n = space_at(s, at);

        if (n == 0 && !is_line_end(s.ptr[at]))
            break;
        lines += s.ptr[at] == '\n';
        at += n ? n : 1;
    }
    return lines > 1 ? 0 : at - start;
}

static size_t gap_before(struct handoff_slice s, size_t end)
{
    const size_t start = end;
    int lines = 0;

    for (int i = 0; i < GAP_MAX && end > 0; i++) {
        const size_t n = space_before(s, end);

        if (n == 0 && !is_line_end(s.ptr[end - 1]))
            break;
        lines += s.ptr[end - 1] == '\n';
        end -= n ? n : 1;
    }
    return lines > 1 ? 0 : start - end;
}

/* Bytes of a sign's typographic form. */
static size_t sign_at(struct handoff_slice s, size_t at, char sign)
{
    static const char *const apostrophe = "’";
    static const char *const hyphens[] = { "\xE2\x80\x90", "\xE2\x80\x91" };

    if (s.len - at < 3)
        return 0;
    if (sign == '\'')
        return memcmp(s.ptr + at, apostrophe, 3) == 0 ? 3 : 0;
    if (sign != '-')
        return 0;
    return memcmp(s.ptr + at, hyphens[0], 3) == 0 ||
                   memcmp(s.ptr + at, hyphens[1], 3) == 0
               ? 3
               : 0;
}

static size_t step(struct handoff_slice s, size_t at, char c)
{
    if (at >= s.len)
        return 0;
    if (c == ' ')
        return gap_at(s, at);
    return small(s, at) == (unsigned char)c ? 1 : sign_at(s, at, c);
}

static size_t step_back(struct handoff_slice s, size_t end, char c)
{
    if (end == 0)
        return 0;
    if (c == ' ')
        return gap_before(s, end);
    if (small(s, end - 1) == (unsigned char)c)
        return 1;
    return end >= 3 && sign_at(ho_part(s, 0, end), end - 3, c) ? 3 : 0;
}

size_t ho_match_all(struct handoff_slice s, size_t at, const char *words)
{
    const size_t start = at;

    for (; *words; words++) {
        const size_t n = step(s, at, *words);

        if (n == 0)
            return 0;
        at += n;
    }
    return at - start;
}

size_t ho_match_all_back(struct handoff_slice s, size_t end, const char *words,
                         size_t len)
{
    const size_t start = end;

    for (size_t i = len; i > 0; i--) {
        const size_t n = step_back(s, end, words[i - 1]);

        if (n == 0)
            return 0;
        end -= n;
    }
    return start - end;
}

size_t ho_match_any(struct handoff_slice s, size_t at, const char *const *words,
                    size_t count)
{
    size_t best = 0;

    for (size_t i = 0; i < count; i++) {
        const size_t n = ho_match_word(s, at, words[i]);

        best = n > best ? n : best;
    }
    return best;
}

size_t ho_match_any_before(struct handoff_slice s, size_t end,
                           const struct ho_ending *words, size_t count)
{
    size_t best = 0;

    for (size_t i = 0; i < count; i++) {
        const size_t n = ho_match_before(s, end, &words[i]);

        best = n > best ? n : best;
    }
    return best;
}

static unsigned first_of(const struct ho_table *table, size_t row)
{
    return (unsigned char)*ho_table_words(table, row);
}

struct ho_rows ho_rows_at(struct handoff_slice s, size_t at,
                          const struct ho_table *table)
{
    struct ho_rows rows = { 0, 0 };
    unsigned first;

    if (at >= s.len)
        return rows;
    first = byte_at(s, at);
    first += first >= 'A' && first <= 'Z' ? 32 : 0;
    for (size_t rest = table->count;
         rest > 0;) { /* without a branch to guess */
        const size_t half = (rest + 1) / 2;
        const bool below = first_of(table, rows.from + half - 1) < first;

        rows.from += below ? half : 0;
        rest -= half;
    }
    rows.to = rows.from;
    while (rows.to < table->count && first_of(table, rows.to) == first)
        rows.to++;
    return rows;
}

size_t ho_digit_run(struct handoff_slice s, size_t at)
{
    size_t n = 0;

    while (ho_is_digit(s, at + n))
        n++;
    return n;
}

size_t ho_letter_run(struct handoff_slice s, size_t at)
{
    size_t end = at, len;

    while (end < s.len) {
        const unsigned char c = byte_at(s, end);

        if (c < 0x80 ? (unsigned char)((c | 32) - 'a') >= 26
                     : !ho_is_word(ho_utf8_decode(s, end, &len)))
            break;
        end += c < 0x80 ? 1 : len;
    }
    return end - at;
}
