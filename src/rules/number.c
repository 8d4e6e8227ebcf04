/* number.c - see rules/number.h */
#include "rules/number.h"

#include "base/clock.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Digits at the start of *text; moves behind them. */
static size_t take_digits(struct handoff_slice *text, int64_t *value)
{
    size_t count = 0;

    while (count < text->len && is_digit(text->ptr[count]) &&
           count <= HO_DIGITS_MAX)
        *value = *value * 10 + (text->ptr[count++] - '0');
    *text = ho_part(*text, count, text->len);
    return count;
}

/* ".95" as 9500; nothing as 0. */
static bool read_decimals(struct handoff_slice text, int64_t *value)
{
    size_t digits;

    *value = 0;
    if (text.len == 0)
        return true;
    if (text.ptr[0] != '.')
        return false;
    text = ho_part(text, 1, text.len);
    digits = take_digits(&text, value);
    if (digits == 0 || digits > 4 || text.len > 0)
        return false;
    for (; digits < 4; digits++)
        *value *= 10;
    return true;
}

bool ho_read_fixed(enum handoff_type type, struct handoff_slice text,
                   int64_t *out)
{
    const bool negative = text.len > 0 && text.ptr[0] == '-';
    int64_t whole = 0, part;
    size_t digits;

    if (negative)
        text = ho_part(text, 1, text.len);
    digits = take_digits(&text, &whole);
    if (digits == 0 || digits > HO_DIGITS_MAX || !read_decimals(text, &part))
        return false;
    if (type == HANDOFF_TYPE_INTEGER && text.len > 0)
        return false;
    *out = whole * HANDOFF_SCALE + part;
    if (negative)
        *out = -*out;
    return true;
}

/* The number after n: the next whole one where the type has only those, so
 * that "<= 50" and ">= 51" leave no gap between them. */
static int64_t after(enum handoff_type type, int64_t n)
{
    return n + (type == HANDOFF_TYPE_INTEGER ? HANDOFF_SCALE : 1);
}

static bool starts_with(struct handoff_slice text, const char *word)
{
    const size_t len = strlen(word);

    return text.len >= len && memcmp(text.ptr, word, len) == 0;
}

/* ">= 200": the sign says which end is open and whether 200 is inside. */
static bool read_comparison(enum handoff_type type, struct handoff_slice text,
                            struct ho_range *out)
{
    const bool above = starts_with(text, ">");
    const bool equal = text.len > 1 && text.ptr[1] == '=';
    int64_t n;

    if (!above && !starts_with(text, "<"))
        return false;
    if (!ho_read_fixed(type, ho_trim(ho_part(text, equal ? 2 : 1, text.len)),
                       &n))
        return false;
    *out = (struct ho_range){ INT64_MIN, INT64_MAX };
    if (above)
        out->from = equal ? n : after(type, n);
    else
        out->until = equal ? after(type, n) : n;
    return true;
}

static bool find_dots(struct handoff_slice text, size_t *at)
{
    for (size_t i = 0; i + 1 < text.len; i++) {
        if (text.ptr[i] != '.' || text.ptr[i + 1] != '.')
            continue;
        *at = i;
        return true;
    }
    return false;
}

bool ho_read_range(enum handoff_type type, struct handoff_slice text,
                   struct ho_range *out, bool *empty)
{
    struct handoff_slice first = text, last = text;
    int64_t low, high;
    size_t at;

    *empty = false;
    if (read_comparison(type, text, out))
        return true;
    if (find_dots(text, &at)) {
        first = ho_trim(ho_part(text, 0, at));
        last = ho_trim(ho_part(text, at + 2, text.len));
    }
    if (!ho_read_fixed(type, first, &low) || !ho_read_fixed(type, last, &high))
        return false;
    *empty = high < low;
    *out = (struct ho_range){ low, after(type, high) };
    return true;
}

/* "30d" or "2w" behind the words. */
static bool read_span(struct handoff_slice text, const char *words,
                      int64_t *days)
{
    int64_t seconds;

    if (!starts_with(text, words))
        return false;
    text = ho_trim(ho_part(text, strlen(words), text.len));
    if (!ho_read_duration(text, &seconds) || seconds % HO_DAY != 0)
        return false;
    *days = seconds / HO_DAY;
    return true;
}

bool ho_read_days(struct handoff_slice text, struct ho_range *out)
{
    int64_t days;

    if (read_span(text, "within ", &days))
        *out = (struct ho_range){ 0, days + 1 };
    else if (read_span(text, "older than ", &days))
        *out = (struct ho_range){ INT64_MIN, -days };
    else
        return false;
    return true;
}
