/* json_value.c - what a token that passed the scanner says; see base/json.h */
#include <float.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "base/utf8.h"

static unsigned read_hex4(const char *digit)
{
    unsigned code = 0;

    for (int i = 0; i < 4; i++)
        code =
            code * 16 + (unsigned)(digit[i] & 15) + (digit[i] >= 'A' ? 9 : 0);
    return code;
}

/* At the letter u, which *at moves behind with all that belongs to it. */
static int32_t read_code(const char **at)
{
    const unsigned code = read_hex4(*at + 1);
    unsigned low;

    *at += 5;
    if (code < 0xD800 || code > 0xDBFF)
        return (int32_t)code;
    low = read_hex4(*at + 2);
    *at += 6;
    return (int32_t)(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00));
}

size_t ho_json_unescape(struct handoff_slice text, char *out)
{
    static const char letters[] = "bfnrt", meanings[] = "\b\f\n\r\t";
    const char *at = text.ptr, *const end = text.ptr + text.len;
    char *to = out;

    while (at < end) {
        const char *escape = memchr(at, '\\', (size_t)(end - at)), *letter;
        const size_t plain = (size_t)((escape ? escape : end) - at);

        memcpy(to, at, plain);
        to += plain;
        at += plain;
        if (!escape)
            break;
        if (*++at == 'u') {
            to += ho_utf8_encode(read_code(&at), to);
        } else {
            letter = strchr(letters, *at);
            *to++ = letter ? meanings[letter - letters] : *at;
            at++;
        }
    }
    return (size_t)(to - out);
}

/* Digits behind an optional sign; bounded, for no number of HO_JSON_NUMBER
 * characters reaches so far up or down. */
static int read_exponent(struct handoff_slice s)
{
    const int most = 10000;
    const bool minus = s.ptr[0] == '-';
    int value = 0;

    for (size_t i = minus || s.ptr[0] == '+'; i < s.len && value < most; i++)
        value = value * 10 + (s.ptr[i] - '0');
    value = value < most ? value : most;
    return minus ? -value : value;
}

/* Most numbers: up to 15 digits, perhaps with a point.  A double holds the
 * digits and the power of ten exactly, so that one division rounds rightly. */
static bool read_short(struct handoff_slice s, double *out)
{
    const bool minus = s.ptr[0] == '-';
    double value = 0, scale = 1;
    bool point = false;

    if (s.len > 15 || FLT_EVAL_METHOD != 0)
        return false;
    for (size_t i = minus; i < s.len; i++) {
        if (s.ptr[i] == '.') {
            point = true;
            continue;
        }
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
        value = value * 10 + (s.ptr[i] - '0');
        scale = point ? scale * 10 : scale;
    }
    *out = (minus ? -value : value) / scale;
    return true;
}

/* strtod asks the locale for its decimal point, so it gets none: 1.25e3 is
 * read as 125e1. */
double ho_json_double(struct handoff_slice s)
{
    char text[HO_JSON_NUMBER + 16];
    int exponent = 0;
    bool point = false;
    size_t len = 0, i = 0;
    double value;

    if (read_short(s, &value))
        return value;
    for (; i < s.len && (s.ptr[i] | 0x20) != 'e'; i++) {
        if (s.ptr[i] == '.') {
            point = true;
            continue;
        }
        text[len++] = s.ptr[i];
        exponent -= point;
    }
    if (i < s.len)
        exponent += read_exponent(ho_part(s, i + 1, s.len));
    snprintf(text + len, sizeof text - len, "e%d", exponent);
    return strtod(text, NULL);
}
