/* freetext_digits.c - what begins with a digit: numbers, dates, times,
 * telephone numbers */
#include <handoff/fields.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "evidence/digits.h"
#include "evidence/freetext.h"

enum {
    GROUP = 3,        /* digits between thousands separators */
    DIGITS_MAX = 14,  /* beyond, the fixed-point value would overflow */
    DECIMALS = 4,     /* of HANDOFF_SCALE */
    PHONE_MIN = 7,    /* digits of a telephone number */
    PHONE_MAX = 15,   /* ITU-T E.164 */
    PHONE_BYTES = 32, /* with all separators */
    PHONE_SIGNS = 3,  /* between two groups: " / " */
    PHONE_TAIL = 7,   /* last digits that find it again */
    YEAR_MIN = 1900,
    YEAR_MAX = 2100
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

static int64_t read(struct handoff_slice s, size_t at, size_t n)
{
    int64_t value = 0;

    for (size_t i = 0; i < n; i++)
        value = value * 10 + (s.ptr[at + i] - '0');
    return value;
}

static bool is(struct handoff_slice s, size_t at, char c)
{
    return at < s.len && s.ptr[at] == c;
}

static bool letter(struct handoff_slice s, size_t at)
{
    return at < s.len && (s.ptr[at] | 32) >= 'a' && (s.ptr[at] | 32) <= 'z';
}

static int64_t pack(int64_t year, int64_t month, int64_t day)
{
    return year * 10000 + month * 100 + day;
}

static bool exists(int64_t year, int64_t month, int64_t day)
{
    return month >= 1 && month <= 12 && day >= 1 && day <= 31 &&
           ho_date_exists(year ? year : 2024, (int)month, (int)day);
}

/* "T08:12:00Z", "T08:12:00.5+02:00", " 08:12" is left alone. */
static size_t skip_iso_time(struct handoff_slice s, size_t at)
{
    size_t end = at;

    if (!is(s, at, 'T') || run(s, at + 1) != 2)
        return at;
    end = at + 3;
    while (end < s.len && (digit(s, end) || is(s, end, ':') ||
                           is(s, end, '.') || is(s, end, '+')))
        end++;
    return is(s, end, 'Z') ? end + 1 : end;
}

/* 2026-10-12, 2026/10/12 */
static size_t scan_iso(struct handoff_slice s, size_t at, struct ho_token *t)
{
    const char sign = at + 4 < s.len ? s.ptr[at + 4] : 0;
    int64_t year, month, day;

    if (run(s, at) != 4 || (sign != '-' && sign != '/') ||
        run(s, at + 5) != 2 || !is(s, at + 7, sign) || run(s, at + 8) != 2)
        return at;
    year = read(s, at, 4);
    month = read(s, at + 5, 2);
    day = read(s, at + 8, 2);
    if (year < YEAR_MIN || year > YEAR_MAX || !exists(year, month, day))
        return at;
    t->kind = HO_TOKEN_DATE;
    t->value = pack(year, month, day);
    return skip_iso_time(s, at + 10);
}

static int64_t whole_year(struct handoff_slice s, size_t at, size_t n)
{
    const int64_t year = read(s, at, n);

    return n == 2 ? 2000 + year : year;
}

/* 12.10.2026, 12.10., 13/10/2026, 10/13/26, 12-10-2026 */
static size_t scan_numeric(struct handoff_slice s, size_t at,
                           struct ho_token *t)
{
    const size_t a = run(s, at);
    const char sign = a >= 1 && a <= 2 && at + a < s.len ? s.ptr[at + a] : 0;
    const size_t b =
        sign == '.' || sign == '/' || sign == '-' ? run(s, at + a + 1) : 0;
    const size_t behind = at + a + 1 + b;
    const bool closed = b >= 1 && b <= 2 && is(s, behind, sign);
    const size_t y = closed ? run(s, behind + 1) : 0;
    int64_t day, month, year = 0;

    if (!closed || (y != 0 && y != 2 && y != 4) || (y == 0 && sign != '.') ||
        (y == 2 && sign == '-') || letter(s, behind + 1 + y))
        return at;
    day = read(s, at, a);
    month = read(s, at + a + 1, b);
    if (y > 0)
        year = whole_year(s, behind + 1, y);
    if (sign != '.' && month > 12) {
        const int64_t swapped = day;

        day = month;
        month = swapped;
    } else if (sign != '.' && day <= 12 && day != month) {
        t->shape |= HO_SHAPE_TWO_WAYS;
    }
    if (!exists(year, month, day) ||
        (year && (year < YEAR_MIN || year > YEAR_MAX)))
        return at;
    t->kind = HO_TOKEN_DATE;
    t->value = pack(year, month, day);
    return behind + (y > 0) + y;
}

static bool takes(struct handoff_slice s, size_t *at, const char *text)
{
    const size_t n = strlen(text);

    if (s.len - *at < n || memcmp(s.ptr + *at, text, n) != 0)
        return false;
    *at += n;
    return true;
}

/* 2026年10月12日, 10月12日 */
static size_t scan_han_date(struct handoff_slice s, size_t at,
                            struct ho_token *t)
{
    size_t end = at, n = run(s, at);
    int64_t year = 0, month, day;

    end += n;
    if (n == 4 && takes(s, &end, "\xE5\xB9\xB4")) {
        year = read(s, at, 4);
        at = end;
        n = run(s, at);
        end += n;
    }
    if (n < 1 || n > 2 || !takes(s, &end, "\xE6\x9C\x88"))
        return 0;
    month = read(s, at, n);
    n = run(s, end);
    if (n < 1 || n > 2)
        return 0;
    day = read(s, end, n);
    end += n;
    if (!takes(s, &end, "\xE6\x97\xA5") || !exists(year, month, day))
        return 0;
    t->kind = HO_TOKEN_DATE;
    t->value = pack(year, month, day);
    return end;
}

/* "am", "pm", "a.m." behind a time; adds what they are worth. */
static size_t skip_half(struct handoff_slice s, size_t at, int64_t *minutes)
{
    const size_t gap = is(s, at, ' ');
    const char c = at + gap < s.len ? (char)(s.ptr[at + gap] | 32) : 0;
    size_t end = at + gap + 1;

    if (c != 'a' && c != 'p')
        return at;
    end += is(s, end, '.');
    if (end >= s.len || (s.ptr[end] | 32) != 'm' || letter(s, end + 1))
        return at;
    if (c == 'p' && *minutes < 12 * 60)
        *minutes += 12 * 60;
    else if (c == 'a' && *minutes >= 12 * 60)
        *minutes -= 12 * 60;
    return end + 1;
}

/* 10:30, 10:30 pm, 9am, 14h30, 14.30 Uhr is left alone. */
static size_t scan_clock(struct handoff_slice s, size_t at, struct ho_token *t)
{
    const size_t n = run(s, at);
    const bool colon = is(s, at + n, ':') || is(s, at + n, 'h');
    int64_t minutes = n <= 2 ? read(s, at, n) * 60 : 0;
    size_t end = at + n;

    if (n < 1 || n > 2 || minutes > 24 * 60)
        return at;
    if (colon && run(s, end + 1) == 2 && read(s, end + 1, 2) < 60) {
        minutes += read(s, end + 1, 2);
        end += 3;
        if (is(s, end, ':') && run(s, end + 1) == 2)
            end += 3;
    } else if (colon) {
        return at;
    }
    if (skip_half(s, end, &minutes) == end && !colon)
        return at;
    minutes = n <= 2 ? minutes : 0;
    end = skip_half(s, end, &minutes);
    t->kind = HO_TOKEN_CLOCK;
    t->value = minutes % (24 * 60);
    return end;
}

/* --- telephone numbers --------------------------------------------------- */

struct dialled {
    char digits[PHONE_MAX + 1];
    size_t count, groups;
    size_t group[PHONE_MAX]; /* digits of each */
    size_t end;
};

static void dial(struct handoff_slice s, size_t at, struct dialled *d)
{
    size_t signs = 0;

    d->end = at;
    for (size_t i = at; i < s.len && i < at + PHONE_BYTES; i++) {
        const char c = s.ptr[i];

        if (c >= '0' && c <= '9') {
            if (d->count == PHONE_MAX) {
                d->count++;
                return;
            }
            if (signs > 0 || d->groups == 0)
                d->group[d->groups++] = 0;
            d->group[d->groups - 1]++;
            d->digits[d->count++] = c;
            signs = 0;
            d->end = i + 1;
            continue;
        }
        if (!strchr(" ()./-+", c) || c == '\0' || (c == '+' && d->count > 0) ||
            ++signs > PHONE_SIGNS)
            return;
    }
}

/* A grouping that only telephone numbers have: 555-0134, 415 555 0134. */
static bool looks_dialled(struct handoff_slice s, size_t at,
                          const struct dialled *d)
{
    const char first = s.ptr[at];

    if (d->count < PHONE_MIN || d->count > PHONE_MAX || letter(s, d->end))
        return false;
    if (first == '+' || (first == '(' && d->groups > 1))
        return true;
    if (d->groups < 2)
        return first == '0' && d->count >= 9;
    if (first == '0')
        return d->group[0] >= 2;
    if (d->group[d->groups - 1] != 4)
        return false;
    if (d->groups == 2) /* else "200-1500" */
        return d->group[0] == 3 && d->digits[3] == '0';
    return d->groups <= 5 && (d->group[d->groups - 2] == 3 || d->count >= 10);
}

/* "(31/03/2027)" */
static bool is_date(struct handoff_slice s, size_t at)
{
    struct ho_token t = { 0 };

    return digit(s, at) &&
           (scan_iso(s, at, &t) > at || scan_numeric(s, at, &t) > at);
}

static size_t scan_phone(struct handoff_slice s, size_t at,
                         struct ho_vocabulary *words, struct ho_token *t)
{
    struct dialled d = { .count = 0 };

    dial(s, at, &d);
    if (!looks_dialled(s, at, &d) || (s.ptr[at] == '(' && is_date(s, at + 1)))
        return at;
    t->kind = HO_TOKEN_PHONE;
    t->word = ho_word_add(
        words,
        (struct handoff_slice){ d.digits + d.count - PHONE_TAIL, PHONE_TAIL });
    return d.end;
}

/* --- numbers ------------------------------------------------------------- */

struct number {
    int64_t value; /* fixed-point */
    size_t digits;
    bool grouped, odd;
};

static void add_digits(struct number *n, struct handoff_slice s, size_t at,
                       size_t count)
{
    n->digits += count;
    if (n->digits <= DIGITS_MAX)
        for (size_t i = 0; i < count; i++)
            n->value = n->value * 10 + (s.ptr[at + i] - '0');
}

static void add_fraction(struct number *n, struct handoff_slice s, size_t at,
                         size_t count)
{
    int64_t unit = HANDOFF_SCALE;

    for (size_t i = 0; i < count && i < DECIMALS; i++) {
        unit /= 10;
        n->value += unit * (s.ptr[at + i] - '0');
    }
}

/* "1.234,50", "1,234", "20 000", "3.5"; returns where it ends. */
static size_t read_number(struct handoff_slice s, size_t at, struct number *n)
{
    const size_t first = s.ptr[at] == '0' ? SIZE_MAX : run(s, at);
    char group = 0, kind = 0;
    size_t count = run(s, at), len;

    add_digits(n, s, at, count);
    at += count;
    for (;;) {
        len = ho_digit_separator(s, at, &kind);
        count = len ? run(s, at + len) : 0;
        if (count != GROUP || first > GROUP || (group && group != kind))
            break;
        group = kind;
        n->grouped = true;
        add_digits(n, s, at + len, count);
        at += len + count;
    }
    n->odd = n->digits > DIGITS_MAX - DECIMALS;
    if (n->odd)
        return at;
    n->value *= HANDOFF_SCALE;
    if (count > 0 && (kind == '.' || kind == ',') && kind != group) {
        add_fraction(n, s, at + len, count);
        at += len + count;
        n->odd = ho_digit_separator(s, at, &kind) && kind != ' ' &&
                 kind != '\'' && digit(s, at + 1);
    }
    return at;
}

static size_t letters_end(struct handoff_slice s, size_t at)
{
    size_t len;

    while (at < s.len && !digit(s, at) &&
           ho_is_word(ho_utf8_decode(s, at, &len)) &&
           !ho_is_unspaced(ho_utf8_decode(s, at, &len)))
        at += len;
    return at;
}

/* "40k", "2nd", "1.2M": what is written onto the number. */
static size_t read_suffix(struct handoff_slice s, size_t at,
                          struct ho_vocabulary *words, struct ho_token *t)
{
    static const char *const ordinals[] = { "st",  "nd",       "rd",
                                            "th",  "er",       "e",
                                            "eme", "\xC2\xBA", "\xC2\xAA" };
    const size_t end = letters_end(s, at);
    const struct handoff_slice suffix = ho_part(s, at, end);
    char folded[HO_WORD_BYTES];
    const struct ho_word *w;

    for (size_t i = 0; i < sizeof ordinals / sizeof *ordinals; i++)
        if (ho_slice_is_nocase(suffix, ordinals[i])) {
            t->shape |= HO_SHAPE_ORDINAL;
            return end;
        }
    if (suffix.len == 0 || suffix.len > 12)
        return at;
    w = &words->word[ho_word_find(
        words, (struct handoff_slice){ folded, ho_fold_word(suffix, folded) })];
    if (!(w->class & HO_C(SCALE)) || t->value > INT64_MAX / w->value)
        return at;
    t->value *= w->value;
    t->shape |= HO_SHAPE_GROUPED;
    /* "20keur": the currency is read again from the same letters */
    return w->class & HO_C(CURRENCY) ? at + 1 : end;
}

/* Letters and digits in turn, "3D2F9A", or more digits than a count has: a
 * code, known by its spelling. */
static size_t scan_code(struct handoff_slice s, size_t at,
                        struct ho_vocabulary *words, struct ho_token *t)
{
    char folded[HO_WORD_BYTES];
    size_t end = at, len;

    while (end < s.len && ho_is_word(ho_utf8_decode(s, end, &len)))
        end += len;
    t->kind = HO_TOKEN_WORD;
    t->shape |= HO_SHAPE_DIGIT;
    t->value = 0;
    t->word = ho_word_add(
        words, (struct handoff_slice){
                   folded, ho_fold_word(ho_part(s, at, end), folded) });
    return end;
}

static size_t scan_plain(struct handoff_slice s, size_t at,
                         struct ho_vocabulary *words, struct ho_token *t)
{
    struct number n = { 0 };
    size_t end = read_number(s, at, &n), behind;

    t->kind = HO_TOKEN_NUMBER;
    t->value = n.value;
    t->shape |= n.grouped ? HO_SHAPE_GROUPED : 0;
    if (n.odd)
        return scan_code(s, at, words, t);
    behind = letters_end(s, end);
    if (behind > end && digit(s, behind) && behind - end < 4 && !n.grouped)
        return scan_code(s, at, words, t);
    return read_suffix(s, end, words, t);
}

size_t ho_scan_digits(struct handoff_slice s, size_t at,
                      struct ho_vocabulary *words, struct ho_token *t)
{
    static size_t (*const forms[])(
        struct handoff_slice, size_t,
        struct ho_token *) = { scan_iso, scan_numeric, scan_clock };
    size_t end;

    if (digit(s, at)) {
        for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
            struct ho_token got = { 0 };

            end = forms[i](s, at, &got);
            if (end > at) {
                *t = got;
                return end;
            }
        }
        end = scan_han_date(s, at, t);
        if (end > at)
            return end;
    }
    end = scan_phone(s, at, words, t);
    if (end > at || !digit(s, at))
        return end;
    return scan_plain(s, at, words, t);
}
