/* punycode.c - see base/punycode.h; names and numbers are those of RFC 3492 */
#include "base/punycode.h"

#include <stdint.h>

#include "base/utf8.h"

enum {
    BASE = 36,
    TMIN = 1,
    TMAX = 26,
    SKEW = 38,
    DAMP = 700,
    FIRST_BIAS = 72,
    FIRST_CODE = 128,
    LABEL = 63, /* bytes of a label, RFC 1035; so no sum below overflows */
    PREFIX = 4  /* "xn--" */
};

static uint32_t adapt(uint32_t delta, uint32_t points, bool first)
{
    uint32_t k = 0;

    delta = first ? delta / DAMP : delta / 2;
    delta += delta / points;
    for (; delta > (BASE - TMIN) * TMAX / 2; k += BASE)
        delta /= BASE - TMIN;
    return k + (BASE - TMIN + 1) * delta / (delta + SKEW);
}

static uint32_t threshold(uint32_t k, uint32_t bias)
{
    return k <= bias ? TMIN : k >= bias + TMAX ? TMAX : k - bias;
}

/* --- letters to "xn--" -----------------------------------------------------
 */

struct encoder {
    int32_t code[LABEL];
    uint32_t codes;
    char out[LABEL];
    size_t len;
};

static bool put(struct encoder *e, char c)
{
    if (e->len == LABEL)
        return false;
    e->out[e->len++] = c;
    return true;
}

static bool put_number(struct encoder *e, uint32_t q, uint32_t bias)
{
    static const char digits[] = "abcdefghijklmnopqrstuvwxyz0123456789";

    for (uint32_t k = BASE;; k += BASE) {
        const uint32_t t = threshold(k, bias);

        if (q < t)
            return put(e, digits[q]);
        if (!put(e, digits[t + (q - t) % (BASE - t)]))
            return false;
        q = (q - t) / (BASE - t);
    }
}

/* The next code that is not put yet. */
static int32_t lowest(const struct encoder *e, int32_t from)
{
    int32_t low = INT32_MAX;

    for (uint32_t i = 0; i < e->codes; i++)
        if (e->code[i] >= from && e->code[i] < low)
            low = e->code[i];
    return low;
}

/* Where the ASCII ones stand, the others follow as differences.  63 codes of 21
 * bits: the differences fit. */
static bool put_differences(struct encoder *e, uint32_t handled)
{
    const uint32_t plain = handled;
    uint32_t delta = 0, bias = FIRST_BIAS;
    int32_t n = FIRST_CODE;

    while (handled < e->codes) {
        const int32_t m = lowest(e, n);

        delta += (uint32_t)(m - n) * (handled + 1);
        for (uint32_t i = 0; i < e->codes; i++) {
            delta += e->code[i] < m;
            if (e->code[i] != m)
                continue;
            if (!put_number(e, delta, bias))
                return false;
            bias = adapt(delta, handled + 1, handled == plain);
            handled++;
            delta = 0;
        }
        delta++;
        n = m + 1;
    }
    return true;
}

static bool encode(struct handoff_slice label, struct encoder *e)
{
    uint32_t plain = 0;
    size_t step;

    *e = (struct encoder){ .out = "xn--", .len = PREFIX };
    for (size_t at = 0; at < label.len; at += step) {
        const int32_t code = ho_utf8_decode(label, at, &step);

        if (e->codes == LABEL)
            return false;
        e->code[e->codes++] = code;
        if (code < FIRST_CODE && !put(e, (char)code))
            return false;
        plain += code < FIRST_CODE;
    }
    if (plain > 0 && !put(e, '-'))
        return false;
    return put_differences(e, plain);
}

/* --- and back --------------------------------------------------------------
 */

static uint32_t digit(char c)
{
    if (c >= 'a' && c <= 'z')
        return (uint32_t)(c - 'a');
    return c >= '0' && c <= '9' ? (uint32_t)(c - '0') + 26 : BASE;
}

/* One number from byte *at; false: it is none, or too large. */
static bool take_number(struct handoff_slice s, size_t *at, uint32_t bias,
                        uint32_t *i)
{
    uint32_t w = 1;

    for (uint32_t k = BASE; *at < s.len; k += BASE) {
        const uint32_t d = digit(s.ptr[(*at)++]), t = threshold(k, bias);

        if (d == BASE || d > (UINT32_MAX - *i) / w)
            return false;
        *i += d * w;
        if (d < t)
            return true;
        if (w > UINT32_MAX / (BASE - t))
            return false;
        w *= BASE - t;
    }
    return false;
}

static bool insert(int32_t code[LABEL], uint32_t *codes, uint32_t at,
                   uint32_t n)
{
    if (*codes == LABEL || n > 0x10FFFF || (n >= 0xD800 && n < 0xE000))
        return false;
    for (uint32_t k = (*codes)++; k > at; k--)
        code[k] = code[k - 1];
    code[at] = (int32_t)n;
    return true;
}

/* The text behind "xn--", of at most LABEL bytes. */
static bool decode(struct handoff_slice s, int32_t code[LABEL], uint32_t *codes)
{
    uint32_t n = FIRST_CODE, i = 0, bias = FIRST_BIAS;
    size_t at = 0, dash = s.len;

    while (dash > 0 && s.ptr[dash - 1] != '-')
        dash--;
    for (*codes = 0; *codes + 1 < dash; ++*codes) {
        if ((unsigned char)s.ptr[*codes] >= FIRST_CODE)
            return false;
        code[*codes] = (unsigned char)s.ptr[*codes];
    }
    for (at = dash; at < s.len;) {
        const uint32_t before = i;

        if (!take_number(s, &at, bias, &i))
            return false;
        bias = adapt(i - before, *codes + 1, before == 0);
        if (i / (*codes + 1) > UINT32_MAX - n)
            return false;
        n += i / (*codes + 1);
        i %= *codes + 1;
        if (!insert(code, codes, i++, n))
            return false;
    }
    return dash != 1 && dash < s.len;
}

/* --- domains ---------------------------------------------------------------
 */

struct text {
    char *out;
    size_t len, room;
    bool any; /* label was converted */
};

static bool add(struct text *t, const char *bytes, size_t len)
{
    if (t->room - t->len <= len)
        return false;
    memcpy(t->out + t->len, bytes, len);
    t->len += len;
    return true;
}

static bool add_ascii(struct text *t, struct handoff_slice label)
{
    struct encoder e;
    bool beyond = false;

    for (size_t i = 0; i < label.len; i++)
        beyond = beyond || (unsigned char)label.ptr[i] >= FIRST_CODE;
    if (!beyond)
        return add(t, label.ptr, label.len);
    t->any = true;
    return encode(label, &e) && add(t, e.out, e.len);
}

static bool add_letters(struct text *t, struct handoff_slice label)
{
    int32_t code[LABEL];
    uint32_t codes;
    char bytes[4];

    if (label.len <= PREFIX || memcmp(label.ptr, "xn--", PREFIX) != 0)
        return add(t, label.ptr, label.len);
    t->any = true;
    if (label.len > LABEL ||
        !decode(ho_part(label, PREFIX, label.len), code, &codes))
        return false;
    for (uint32_t i = 0; i < codes; i++)
        if (!add(t, bytes, ho_utf8_encode(code[i], bytes)))
            return false;
    return true;
}

static bool convert(const char *domain, char *out, size_t room,
                    bool (*label)(struct text *, struct handoff_slice))
{
    const char *at = strrchr(domain, '@');
    struct handoff_slice rest = ho_slice(at ? at + 1 : domain);
    struct text t = { .out = out, .room = room };

    if (!add(&t, domain, (size_t)(rest.ptr - domain)))
        return false;
    for (;;) {
        const size_t len = strcspn(rest.ptr, ".");

        if (!label(&t, ho_part(rest, 0, len)))
            return false;
        if (len == rest.len)
            break;
        if (!add(&t, ".", 1))
            return false;
        rest = ho_part(rest, len + 1, rest.len);
    }
    out[t.len] = '\0';
    return t.any;
}

bool ho_punycode_add(const char *domain, char *out, size_t room)
{
    return convert(domain, out, room, add_ascii);
}

bool ho_punycode_remove(const char *domain, char *out, size_t room)
{
    return convert(domain, out, room, add_letters);
}
