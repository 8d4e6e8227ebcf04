/* number.c - exact decimal arithmetic on literals; see schema/number.h */
#include "schema/number.h"

#include "base/json.h"

enum {
    DIGITS = HO_JSON_NUMBER,
    SMALL_DIGITS = 18 /* always fit an int64 */
};

static const int64_t EXPONENT_MAX = 1000000000000000; /* sums cannot overflow */

/* digits * 10^exponent, without zeros at either end; no digits: zero. */
struct decimal {
    bool negative;
    int64_t exponent;
    size_t len;
    char digit[DIGITS];
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Most numbers are short integers: they need no decimal. */
static bool read_small(struct handoff_slice s, int64_t *out)
{
    const bool negative = s.len > 0 && s.ptr[0] == '-';
    int64_t value = 0;

    if (s.len == 0 || s.len - negative > SMALL_DIGITS)
        return false;
    for (size_t i = negative; i < s.len; i++) {
        if (!is_digit(s.ptr[i]))
            return false;
        value = value * 10 + (s.ptr[i] - '0');
    }
    *out = negative ? -value : value;
    return true;
}

/* Behind the `e`. */
static int64_t read_exponent(struct handoff_slice s, size_t at)
{
    const bool negative = at < s.len && s.ptr[at] == '-';
    int64_t value = 0;

    for (; at < s.len; at++)
        if (is_digit(s.ptr[at]) && value < EXPONENT_MAX)
            value = value * 10 + (s.ptr[at] - '0');
    if (value > EXPONENT_MAX)
        value = EXPONENT_MAX;
    return negative ? -value : value;
}

static void read_decimal(struct handoff_slice s, struct decimal *d)
{
    bool fraction = false;
    size_t i = s.len > 0 && s.ptr[0] == '-';

    d->negative = i == 1;
    d->exponent = 0;
    d->len = 0;
    for (; i < s.len && s.ptr[i] != 'e' && s.ptr[i] != 'E'; i++) {
        if (s.ptr[i] == '.') {
            fraction = true;
            continue;
        }
        d->exponent -= fraction;
        if ((d->len > 0 || s.ptr[i] != '0') && d->len < DIGITS)
            d->digit[d->len++] = s.ptr[i];
    }
    d->exponent += read_exponent(s, i + 1);
    while (d->len > 0 && d->digit[d->len - 1] == '0') {
        d->len--;
        d->exponent++;
    }
    if (d->len == 0) {
        d->negative = false;
        d->exponent = 0;
    }
}

static int order(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

static int compare_size(const struct decimal *a, const struct decimal *b)
{
    const size_t common = a->len < b->len ? a->len : b->len;
    int result;

    if (a->len == 0 || b->len == 0)
        return order((int64_t)a->len, (int64_t)b->len);
    result =
        order((int64_t)a->len + a->exponent, (int64_t)b->len + b->exponent);
    if (result == 0)
        result = memcmp(a->digit, b->digit, common);
    return result ? result : order((int64_t)a->len, (int64_t)b->len);
}

int ho_number_compare(struct handoff_slice a, struct handoff_slice b)
{
    struct decimal x, y;
    int64_t left, right;

    if (read_small(a, &left) && read_small(b, &right))
        return order(left, right);
    read_decimal(a, &x);
    read_decimal(b, &y);
    if (x.negative != y.negative)
        return x.negative ? -1 : 1;
    return x.negative ? compare_size(&y, &x) : compare_size(&x, &y);
}

bool ho_number_is_whole(struct handoff_slice number)
{
    struct decimal d;
    int64_t small;

    if (read_small(number, &small))
        return true;
    read_decimal(number, &d);
    return d.exponent >= 0;
}

uint32_t ho_number_hash(struct handoff_slice number)
{
    struct decimal d;
    uint32_t hash = 2166136261u;

    read_decimal(number, &d);
    for (size_t i = 0; i < d.len; i++)
        hash = (hash ^ (unsigned char)d.digit[i]) * 16777619u;
    return (hash ^ (uint32_t)d.exponent) * 16777619u + d.negative;
}

bool ho_number_count(struct handoff_slice number, size_t *out)
{
    struct decimal d;
    size_t value = 0;

    read_decimal(number, &d);
    if (d.negative || d.exponent < 0)
        return false;
    for (int64_t i = 0; i < (int64_t)d.len + d.exponent; i++) {
        const size_t digit = (size_t)i < d.len ? (size_t)(d.digit[i] - '0') : 0;

        if (value > (SIZE_MAX - digit) / 10) {
            value = SIZE_MAX;
            break;
        }
        value = value * 10 + digit;
    }
    *out = value;
    return true;
}

/* Long division by hand, for the remainder alone: numbers of LIMBS limbs of
 * nine digits, the least limb first. */
enum { LIMB_DIGITS = 9, LIMBS = DIGITS / LIMB_DIGITS + 2 };

static const uint32_t LIMB = 1000000000;

struct big {
    size_t len; /* limbs in use */
    uint32_t limb[LIMBS];
};

/* b = b * 10 + digit */
static void push_digit(struct big *b, unsigned digit)
{
    uint64_t carry = digit;

    for (size_t i = 0; i < b->len; i++) {
        carry += (uint64_t)b->limb[i] * 10;
        b->limb[i] = (uint32_t)(carry % LIMB);
        carry /= LIMB;
    }
    if (carry > 0)
        b->limb[b->len++] = (uint32_t)carry;
}

static bool is_below(const struct big *a, const struct big *b)
{
    if (a->len != b->len)
        return a->len < b->len;
    for (size_t i = a->len; i-- > 0;)
        if (a->limb[i] != b->limb[i])
            return a->limb[i] < b->limb[i];
    return false;
}

/* a = a - b, where a is not below b. */
static void subtract(struct big *a, const struct big *b)
{
    uint32_t borrow = 0;

    for (size_t i = 0; i < a->len; i++) {
        const uint32_t take = (i < b->len ? b->limb[i] : 0) + borrow;

        borrow = a->limb[i] < take;
        a->limb[i] += (borrow ? LIMB : 0) - take;
    }
    while (a->len > 0 && a->limb[a->len - 1] == 0)
        a->len--;
}

/* Numbers have no zeros at their end here: one with fewer decimals than the
 * other is no multiple of it.  Tens beyond four for each digit of b divide
 * out no further factor of 2 or 5 of it. */
bool ho_number_is_multiple(struct handoff_slice a, struct handoff_slice b)
{
    struct decimal x, y;
    struct big divisor = { .len = 0 }, rest = { .len = 0 };
    int64_t tens;

    read_decimal(a, &x);
    read_decimal(b, &y);
    tens = x.exponent - y.exponent;
    if (x.len == 0 || tens < 0)
        return x.len == 0;
    if (tens > 4 * (int64_t)y.len)
        tens = 4 * (int64_t)y.len;
    for (size_t i = 0; i < y.len; i++)
        push_digit(&divisor, (unsigned)(y.digit[i] - '0'));
    for (int64_t i = 0; i < (int64_t)x.len + tens; i++) {
        push_digit(&rest, (size_t)i < x.len ? (unsigned)(x.digit[i] - '0') : 0);
        while (!is_below(&rest, &divisor))
            subtract(&rest, &divisor);
    }
    return rest.len == 0;
}
