/* number.c - see evidence/number.h */
#include "evidence/number.h"

#include <handoff/fields.h>

#include "base/utf8.h"
#include "evidence/date.h"
#include "evidence/read.h"

enum {
    GROUP = 3,       /* digits between thousands separators */
    DIGITS_MAX = 14, /* beyond, the fixed-point value would overflow */
    DECIMALS = 4     /* of HANDOFF_SCALE */
};

static bool digit(struct handoff_slice s, size_t at)
{
    return at < s.len && s.ptr[at] >= '0' && s.ptr[at] <= '9';
}

static size_t run(struct handoff_slice s, size_t at)
{
    size_t n = 0;

    while (digit(s, at + n))
        n++;
    return n;
}

/* Length of a thousands or decimal separator at `at`, 0 if none; *kind is
 * its character, ' ' for any space, '\'' for any apostrophe. */
static size_t separator(struct handoff_slice s, size_t at, char *kind)
{
    if (at >= s.len)
        return 0;
    *kind = s.ptr[at];
    if (*kind == '.' || *kind == ',' || *kind == '\'' || *kind == ' ')
        return 1;
    if (s.len - at >= 2 && memcmp(s.ptr + at, "\xC2\xA0", 2) == 0) {
        *kind = ' ';
        return 2;
    }
    if (s.len - at >= 3 && memcmp(s.ptr + at, "\xE2\x80\xAF", 3) == 0) {
        *kind = ' ';
        return 3;
    }
    if (s.len - at >= 3 && memcmp(s.ptr + at, "\xE2\x80\x99", 3) == 0) {
        *kind = '\'';
        return 3;
    }
    return 0;
}

struct digits {
    int64_t whole;
    int64_t fraction; /* in units of 1 / HANDOFF_SCALE */
    size_t count;     /* digits in all */
    bool odd;         /* written in no way that is a number: 1.2.3, 1,23,4 */
};

static void add_digits(struct digits *d, struct handoff_slice s, size_t at,
                       size_t n)
{
    d->count += n;
    for (size_t i = 0; i < n && d->count <= DIGITS_MAX; i++)
        d->whole = d->whole * 10 + (s.ptr[at + i] - '0');
}

static void set_fraction(struct digits *d, struct handoff_slice s, size_t at,
                         size_t n)
{
    int64_t unit = HANDOFF_SCALE;

    for (size_t i = 0; i < n && i < DECIMALS; i++) {
        unit /= 10;
        d->fraction += unit * (s.ptr[at + i] - '0');
    }
}

/* Mark digits written in no way that is a number, and return where the last
 * of them ends: no part of "555 123 4567" or "1.2.3" is a number either. */
static size_t skip_odd(struct handoff_slice s, size_t at, struct digits *d)
{
    char kind = 0, first = 0;
    size_t len = separator(s, at, &first);

    d->odd = true;
    while (len > 0 && (kind == 0 || kind == first) && run(s, at + len) > 0) {
        at += len + run(s, at + len);
        len = separator(s, at, &kind);
    }
    return at;
}

/* Reads "1.234,50", "1,234", "20 000", "3.5"; returns where it ends. */
static size_t read_digits(struct handoff_slice s, size_t at, struct digits *d)
{
    char group = 0, kind = 0;
    size_t n = run(s, at), len;
    const size_t first = s.ptr[at] == '0' ? SIZE_MAX : n; /* 0.500 is a half */

    add_digits(d, s, at, n);
    at += n;
    for (;;) {
        len = separator(s, at, &kind);
        n = run(s, at + len);
        if (len == 0 || n == 0)
            return at;
        if (n == GROUP && first <= GROUP && (group == 0 || group == kind)) {
            group = kind;
            add_digits(d, s, at + len, n);
            at += len + n;
            continue;
        }
        if (kind == group)
            return skip_odd(s, at, d);
        if (kind != '.' && kind != ',')
            return at;
        set_fraction(d, s, at + len, n);
        at += len + n;
        len = separator(s, at, &kind);
        return len > 0 && kind != ' ' && run(s, at + len) ? skip_odd(s, at, d)
                                                          : at;
    }
}

struct scale {
    const char *word;
    int64_t factor;
};

static const struct scale scales[] = { { "k", 1000 },
                                       { "thousand", 1000 },
                                       { "tsd", 1000 },
                                       { "mille", 1000 },
                                       { "mil", 1000 },
                                       { "mio", 1000000 },
                                       { "million", 1000000 },
                                       { "millions", 1000000 },
                                       { "millionen", 1000000 },
                                       { "mn", 1000000 },
                                       { "mm", 1000000 },
                                       { "m", 1000000 },
                                       { "bn", 1000000000 },
                                       { "billion", 1000000000 },
                                       { "keur", 1000 },
                                       { "kusd", 1000 },
                                       { "teur", 1000 },
                                       { "meur", 1000000 },
                                       { "mill\xC3\xB3n", 1000000 },
                                       { "millones", 1000000 },
                                       { "mrd", 1000000000 },
                                       { "milliarden", 1000000000 },
                                       { "milliard", 1000000000 },
                                       { "milliards", 1000000000 },
                                       { "lakh", 100000 },
                                       { "lakhs", 100000 },
                                       { "crore", 10000000 },
                                       { "crores", 10000000 },
                                       { "hundred", 100 },
                                       { "dozen", 12 } };

static size_t word_length(struct handoff_slice s, size_t at)
{
    size_t n = 0, len;

    while (at + n < s.len && ho_is_word(ho_utf8_decode(s, at + n, &len)) &&
           (s.ptr[at + n] < '0' || s.ptr[at + n] > '9'))
        n += len;
    return n;
}

static size_t read_scale(struct handoff_slice s, size_t at, int64_t *factor)
{
    const size_t gap = at < s.len && s.ptr[at] == ' ';
    const size_t n = word_length(s, at + gap);

    *factor = 1;
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++) {
        if (n == 0 ||
            (gap && ho_slice_is_nocase(ho_part(s, at + gap, at + gap + n),
                                       "m")) || /* "5 m" is five metres */
            !ho_slice_is_nocase(ho_part(s, at + gap, at + gap + n),
                                scales[i].word))
            continue;
        *factor = scales[i].factor;
        return at + gap + n;
    }
    return at;
}

/* "5000EUR" */
static bool precedes_currency(struct handoff_slice s, size_t at)
{
    return ho_is_currency(ho_part(s, at, at + word_length(s, at)));
}

static bool is_share(struct handoff_slice s, size_t at)
{
    static const char *const signs[] = { "%",       "percent",   "per cent",
                                         "prozent", "pour cent", "por ciento" };
    const size_t start = at + (at < s.len && s.ptr[at] == ' ');

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        const size_t n = strlen(signs[i]);

        if (s.len - start >= n &&
            ho_slice_is_nocase(ho_part(s, start, start + n), signs[i]))
            return true;
    }
    return false;
}

/* A number that begins at `at`; false for what only looks like one. */
static bool read_one(struct handoff_slice s, size_t at, int64_t *value,
                     int64_t *factor, size_t *end)
{
    struct digits d = { 0 };

    *end = read_digits(s, at, &d);
    if (d.odd || d.count > DIGITS_MAX - DECIMALS)
        return false;
    *value = d.whole * HANDOFF_SCALE + d.fraction;
    *end = read_scale(s, *end, factor);
    if (*value > INT64_MAX / *factor)
        return false;
    if (is_share(s, *end) ||
        (!ho_word_boundary(s, *end) && !precedes_currency(s, *end)))
        return false; /* "50 %"; "3rd", "2x", "40th" */
    return !(*end < s.len && (s.ptr[*end] == ':' || s.ptr[*end] == '/') &&
             digit(s, *end + 1)); /* a clock time or a date */
}

enum bound { BOUND_NONE, BOUND_BELOW, BOUND_ABOVE };

static const struct {
    const char *words;
    enum bound bound; /* the number is the bound below, or above */
} bounds[] = { { "over", BOUND_BELOW },
               { "more than", BOUND_BELOW },
               { "at least", BOUND_BELOW },
               { "no less than", BOUND_BELOW },
               { "not less than", BOUND_BELOW },
               { "no fewer than", BOUND_BELOW },
               { "not under", BOUND_BELOW },
               { "above", BOUND_BELOW },
               { "minimum", BOUND_BELOW },
               { "mehr als", BOUND_BELOW },
               { "nicht weniger als", BOUND_BELOW },
               { "mindestens", BOUND_BELOW },
               { "über", BOUND_BELOW },
               { "plus de", BOUND_BELOW },
               { "au moins", BOUND_BELOW },
               { "más de", BOUND_BELOW },
               { "al menos", BOUND_BELOW },
               { "under", BOUND_ABOVE },
               { "less than", BOUND_ABOVE },
               { "fewer than", BOUND_ABOVE },
               { "no more than", BOUND_ABOVE },
               { "not more than", BOUND_ABOVE },
               { "not over", BOUND_ABOVE },
               { "below", BOUND_ABOVE },
               { "up to", BOUND_ABOVE },
               { "at most", BOUND_ABOVE },
               { "maximum", BOUND_ABOVE },
               { "weniger als", BOUND_ABOVE },
               { "nicht mehr als", BOUND_ABOVE },
               { "bis zu", BOUND_ABOVE },
               { "höchstens", BOUND_ABOVE },
               { "moins de", BOUND_ABOVE },
               { "pas plus de", BOUND_ABOVE },
               { "menos de", BOUND_ABOVE },
               { "no más de", BOUND_ABOVE } };

/* The longest of the bounds words that ends right before *at, signs of
 * currency between; *at moves to its start. */
static enum bound bound_before(struct handoff_slice s, size_t *at)
{
    enum bound found = BOUND_NONE;
    size_t end = *at, longest = 0;

    while (end > 0 && (s.ptr[end - 1] == ' ' || s.ptr[end - 1] == '$' ||
                       (unsigned char)s.ptr[end - 1] >= 0x80))
        end--;
    for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++) {
        const size_t n = strlen(bounds[i].words);

        if (n <= longest || end < n ||
            !ho_slice_is_nocase(ho_part(s, end - n, end), bounds[i].words) ||
            !ho_word_boundary(s, end - n))
            continue;
        longest = n;
        found = bounds[i].bound;
        *at = end - n;
    }
    return found;
}

static void apply_bounds(struct handoff_slice s, struct ho_number *n)
{
    enum bound bound;

    n->start = n->from;
    n->end = n->to;
    if (n->low != n->high)
        return;
    if (n->to < s.len && s.ptr[n->to] == '+') {
        n->end++;
        n->high = INT64_MAX;
        return;
    }
    bound = bound_before(s, &n->start);
    if (bound == BOUND_BELOW)
        n->high = INT64_MAX;
    else if (bound == BOUND_ABOVE)
        n->low = INT64_MIN;
}

/* Length of "-", an en dash, " to ", " bis " ... between two numbers. */
static size_t range_sign(struct handoff_slice s, size_t at)
{
    static const char *const signs[] = {
        " - ", "-", "\xE2\x80\x93", " \xE2\x80\x93 ", " to ", " bis ", " à ",
        " a ", "to"
    };

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        const size_t n = strlen(signs[i]);

        if (s.len - at > n && memcmp(s.ptr + at, signs[i], n) == 0)
            return n;
    }
    return 0;
}

static size_t skip_currency(struct handoff_slice s, size_t at)
{
    if (at < s.len && s.ptr[at] == '$')
        return at + 1;
    if (s.len - at > 3 && memcmp(s.ptr + at, "\xE2\x82\xAC", 3) == 0)
        return at + 3;
    return s.len - at > 2 && memcmp(s.ptr + at, "\xC2\xA3", 2) == 0 ? at + 2
                                                                    : at;
}

/* "15-20k": the scale of the second number is the first one's, too. */
static void extend_range(struct handoff_slice s, struct ho_number *n,
                         int64_t factor)
{
    const size_t sign = range_sign(s, n->to);
    const size_t at = skip_currency(s, n->to + sign);
    int64_t value, second;
    size_t end;

    if (sign == 0 || !digit(s, at) || !read_one(s, at, &value, &second, &end))
        return;
    if (factor == 1 && second > 1 && n->low <= value &&
        n->low <= INT64_MAX / second)
        factor = second;
    else
        factor = 1; /* already applied, or none */
    if (n->low * factor > value * second)
        return; /* no range: "2024-10" */
    n->low *= factor;
    n->high = value * second;
    n->to = end;
}

static bool starts_number(struct handoff_slice s, size_t at)
{
    if (!digit(s, at) || !ho_word_boundary(s, at))
        return false;
    if (at == 0)
        return true;
    if (s.ptr[at - 1] == ':' || s.ptr[at - 1] == '/')
        return at < 2 || !digit(s, at - 2);
    return s.ptr[at - 1] != '.' && s.ptr[at - 1] != ',';
}

/* Where a date that starts at `at` ends, or `at`. */
static size_t skip_date(struct handoff_slice s, size_t at)
{
    const char c = s.ptr[at];
    const bool starts =
        (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 's');

    return starts && ho_word_boundary(s, at) ? ho_date_end(s, at) : at;
}

bool ho_next_number(struct handoff_slice s, size_t *at, struct ho_number *out)
{
    for (; *at < s.len; ++*at) {
        const size_t behind = skip_date(s, *at);
        int64_t value, factor;
        size_t end;

        if (behind > *at) {
            *at = behind - 1;
            continue;
        }
        if (!starts_number(s, *at))
            continue;
        if (!read_one(s, *at, &value, &factor, &end)) {
            *at = end > *at ? end - 1 : *at;
            continue;
        }
        *out = (struct ho_number){ .low = value * factor,
                                   .high = value * factor,
                                   .from = *at,
                                   .to = end };
        extend_range(s, out, factor);
        apply_bounds(s, out);
        *at = out->to;
        return true;
    }
    return false;
}

void ho_widen_to_numbers(struct handoff_slice text, size_t *from, size_t *to)
{
    const size_t first = *from, last = *to;
    struct ho_number n;
    size_t at = 0;

    while (ho_next_number(text, &at, &n) && n.from < last) {
        if (n.to <= first)
            continue;
        *from = n.start < *from ? n.start : *from;
        *to = n.end > *to ? n.end : *to;
    }
}
