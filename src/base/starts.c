/* starts.c - see base/starts.h */
#include "base/starts.h"

enum { LETTERS = 3, BITS = 64 };

const unsigned char ho_start_letters[256] = {
    ['a'] = 1,  ['A'] = 1,  ['b'] = 2,  ['B'] = 2,  ['c'] = 3,  ['C'] = 3,
    ['d'] = 4,  ['D'] = 4,  ['e'] = 5,  ['E'] = 5,  ['f'] = 6,  ['F'] = 6,
    ['g'] = 7,  ['G'] = 7,  ['h'] = 8,  ['H'] = 8,  ['i'] = 9,  ['I'] = 9,
    ['j'] = 10, ['J'] = 10, ['k'] = 11, ['K'] = 11, ['l'] = 12, ['L'] = 12,
    ['m'] = 13, ['M'] = 13, ['n'] = 14, ['N'] = 14, ['o'] = 15, ['O'] = 15,
    ['p'] = 16, ['P'] = 16, ['q'] = 17, ['Q'] = 17, ['r'] = 18, ['R'] = 18,
    ['s'] = 19, ['S'] = 19, ['t'] = 20, ['T'] = 20, ['u'] = 21, ['U'] = 21,
    ['v'] = 22, ['V'] = 22, ['w'] = 23, ['W'] = 23, ['x'] = 24, ['X'] = 24,
    ['y'] = 25, ['Y'] = 25, ['z'] = 26, ['Z'] = 26, ['0'] = 27, ['1'] = 28,
    ['2'] = 29, ['3'] = 30, ['4'] = 31, ['5'] = 32, ['6'] = 33, ['7'] = 34,
    ['8'] = 35, ['9'] = 36
};

/* Behind an accent, U+0300 to U+036F, that was folded off its letter; or at
 * what else stands there. */
static const char *skip_mark(const char *p, const char *end)
{
    const unsigned char lead = (unsigned char)*p;

    return lead == 0xCC ||
                   (lead == 0xCD && end - p > 1 && (unsigned char)p[1] <= 0xAF)
               ? p + 2
               : p;
}

/* Of the letters up to the end, or any other sign; *p moves behind them. */
static size_t read_start(const char **p, const char *end)
{
    unsigned key = 0;
    int count = 0;

    while (*p < end && count < LETTERS) {
        const unsigned sign = ho_start_letters[(unsigned char)**p];
        const char *const next = sign > 0 ? *p + 1 : skip_mark(*p, end);

        if (next == *p)
            break;
        if (sign > 0) {
            key = key * HO_START_SIGNS + sign;
            count++;
        }
        *p = next;
    }
    return ho_start_number(key);
}

size_t ho_start_at_long(struct handoff_slice s, size_t at)
{
    const char *p = s.ptr + at;

    return read_start(&p, s.ptr + s.len);
}

size_t ho_start_of_phrase(struct handoff_slice s, size_t *offset)
{
    size_t at = 0;

    while (at < s.len && (unsigned char)s.ptr[at] < 0x80 &&
           ho_start_letters[(unsigned char)s.ptr[at]] == 0)
        at++;
    *offset = at;
    return at < s.len && (unsigned char)s.ptr[at] < 0x80 ? ho_start_at(s, at)
                                                         : HO_STARTS;
}

/* A letter behind anything but a letter of ASCII may begin a word; behind an
 * accent it does not, and one too many does no harm. */
void ho_starts_find(struct handoff_slice s, struct ho_starts *out)
{
    bool inside = false;

    memset(out, 0, sizeof *out);
    for (size_t at = 0; at < s.len; at++) {
        const bool is_letter = ho_start_letters[(unsigned char)s.ptr[at]] > 0;

        if (is_letter && !inside)
            ho_starts_add(out, s, at);
        if ((unsigned char)s.ptr[at] >= 0xC0)
            out->has[0] |= 1; /* what begins with no letter of ASCII */
        inside = is_letter;
    }
}

bool ho_may_hold_long(const struct ho_starts *starts, const char *phrase)
{
    const char *end;
    size_t start;

    while (*phrase && ho_start_letters[(unsigned char)*phrase] == 0 &&
           (unsigned char)*phrase < 0x80)
        phrase++;
    if (!*phrase)
        return true; /* no word to go by */
    for (end = phrase; end < phrase + LETTERS && *end; end++)
        if ((unsigned char)*end >= 0x80)
            return true; /* what folding makes of it is not known here */
    start = read_start(&phrase, end);
    return ho_has_start(starts, start) || (unsigned char)*phrase >= 0x80;
}
