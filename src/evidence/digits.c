/* digits.c - see evidence/digits.h */
#include "evidence/digits.h"

#include <handoff/fields.h>

#include "evidence/match.h"

enum {
    GROUP = 3,       /* digits between thousands separators */
    PAIR = 2,        /* digits between Indian ones, but the last */
    DIGITS_MAX = 10, /* beyond, the fixed-point value may overflow */
    DECIMALS = 4,    /* of HANDOFF_SCALE */
    CODE_DIGITS = 3  /* with a leading zero: a code, not a count */
};

size_t ho_digit_separator(struct handoff_slice s, size_t at, char *kind)
{
    static const struct {
        const char *bytes;
        char kind;
    } wide[] = { { "\xC2\xA0", ' ' },
                 { "\xE2\x80\xAF", ' ' },
                 { "\xE2\x80\x89", ' ' },
                 { "’", '\'' } };

    if (at >= s.len)
        return 0;
    *kind = s.ptr[at];
    if (*kind == '.' || *kind == ',' || *kind == '\'' || *kind == ' ')
        return 1;
    for (size_t i = 0; i < sizeof wide / sizeof *wide; i++) {
        const size_t n = strlen(wide[i].bytes);

        if (s.len - at < n || memcmp(s.ptr + at, wide[i].bytes, n) != 0)
            continue;
        *kind = wide[i].kind;
        return n;
    }
    return 0;
}

/* Digits on their way to a number. */
struct reader {
    struct handoff_slice s;
    struct ho_digits *out;
    int64_t whole, fraction; /* fraction in units of 1 / HANDOFF_SCALE */
    size_t count;            /* digits before the decimal separator */
    size_t groups;
    bool has_decimals;
    char group; /* the thousands separator, 0 before there is one */
};

static void add_digits(struct reader *r, size_t at, size_t n)
{
    r->count += n;
    for (size_t i = 0; i < n && r->count <= DIGITS_MAX; i++)
        r->whole = r->whole * 10 + (r->s.ptr[at + i] - '0');
    r->out->end = at + n;
}

static void set_fraction(struct reader *r, size_t at, size_t n)
{
    int64_t unit = HANDOFF_SCALE;

    for (size_t i = 0; i < n && i < DECIMALS; i++) {
        unit /= 10;
        r->fraction += unit * (r->s.ptr[at + i] - '0');
    }
    r->has_decimals = true;
    r->out->odd = r->out->odd || n > DECIMALS;
    r->out->end = at + n;
}

/* No part of "555 123 4567" or "1.2.3" is a number. */
static void skip_odd(struct reader *r)
{
    char kind = 0, first = 0;
    size_t len = ho_digit_separator(r->s, r->out->end, &first), n;

    r->out->odd = true;
    while (len > 0 && (kind == 0 || kind == first)) {
        n = ho_digit_run(r->s, r->out->end + len);
        if (n == 0)
            return;
        r->out->end += len + n;
        len = ho_digit_separator(r->s, r->out->end, &kind);
    }
}

/* 12,34,567: one or two digits, pairs, three digits at the end. */
static bool read_indian(struct reader *r, size_t at)
{
    const size_t start = at;
    size_t n = ho_digit_run(r->s, at), pairs = 0;

    if (n > PAIR)
        return false;
    for (at += n; at < r->s.len && r->s.ptr[at] == ','; at += 1 + n) {
        n = ho_digit_run(r->s, at + 1);
        if (n == GROUP && pairs > 0)
            break;
        if (n != PAIR)
            return false;
        pairs++;
    }
    if (pairs == 0 || at >= r->s.len || r->s.ptr[at] != ',' ||
        (r->s.len - at > GROUP + 2 && r->s.ptr[at + GROUP + 1] == ',' &&
         ho_is_digit(r->s, at + GROUP + 2)))
        return false;
    for (size_t i = start; i < at + GROUP + 1; i++)
        if (ho_is_digit(r->s, i))
            add_digits(r, i, 1);
    return true;
}

/* Behind the first digits: groups, then decimals. */
static void read_rest(struct reader *r, size_t first)
{
    const size_t groupable = r->s.ptr[r->out->end - first] == '0' ? 0 : first;

    for (;;) {
        const size_t at = r->out->end;
        char kind = 0;
        const size_t len = ho_digit_separator(r->s, at, &kind);
        const size_t n = ho_digit_run(r->s, at + len);

        if (len == 0 || n == 0)
            return;
        if (n == GROUP && groupable > 0 && groupable <= GROUP &&
            (r->group == 0 || r->group == kind)) {
            r->group = kind;
            r->groups++;
            add_digits(r, at + len, n);
            continue;
        }
        if (kind == r->group ||
            (groupable > GROUP && n == GROUP && kind != ' ')) {
            skip_odd(r); /* 1,200,50 and 12345.678 */
            return;
        }
        if (kind != '.' && kind != ',')
            return;
        set_fraction(r, at + len, n);
        if (ho_digit_separator(r->s, r->out->end, &kind) == 1 && kind != ' ' &&
            ho_is_digit(r->s, r->out->end + 1))
            skip_odd(r);
        return;
    }
}

void ho_read_digits(struct handoff_slice s, size_t at, struct ho_digits *out)
{
    const size_t first = ho_digit_run(s, at);
    struct reader r = { .s = s, .out = out };

    *out = (struct ho_digits){ .end = at };
    out->indian = read_indian(&r, at);
    if (!out->indian) {
        add_digits(&r, at, first);
        read_rest(&r, first);
    }
    out->odd = out->odd || r.count > DIGITS_MAX ||
               (first >= CODE_DIGITS && s.ptr[at] == '0');
    out->plain = out->end == at + first;
    out->grouped = r.groups == 1 && !r.has_decimals &&
                   (r.group == '.' || r.group == ',') && !out->odd;
    out->value = out->odd ? 0 : r.whole * HANDOFF_SCALE + r.fraction;
}
