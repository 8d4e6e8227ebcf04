/* rate.c - see endpoint/rate.h */
#include "endpoint/rate.h"

#include <handoff/clock.h>

#include <ctype.h>

#include "base/slice.h"

/* Nobody's limit resets later, and no product below overflows. */
static const int64_t LARGEST = INT64_C(100000000000000);

/* Of lower-case words only: header names are ASCII. */
static bool has(struct handoff_slice name, const char *word)
{
    const size_t len = strlen(word);

    for (size_t at = 0; at + len <= name.len; at++)
        if (ho_slice_is_nocase(ho_part(name, at, at + len), word))
            return true;
    return false;
}

/* "1.5" into thousandths, rounded up; moves *at behind it. */
static bool read_number(struct handoff_slice s, size_t *at,
                        int64_t *thousandths)
{
    const size_t from = *at;
    int64_t value = 0, scale = 1000;
    bool rest = false;

    for (; *at < s.len && isdigit((unsigned char)s.ptr[*at]); ++*at)
        if (value < LARGEST)
            value = value * 10 + (s.ptr[*at] - '0');
    if (*at == from)
        return false;
    value = value < LARGEST ? value * 1000 : LARGEST;
    if (*at < s.len && s.ptr[*at] == '.')
        for (++*at; *at < s.len && isdigit((unsigned char)s.ptr[*at]); ++*at) {
            scale /= 10;
            value += (s.ptr[*at] - '0') * scale;
            rest |= scale == 0 && s.ptr[*at] != '0';
        }
    *thousandths = value + rest;
    return true;
}

/* Thousandths of the unit behind a number, in ms, rounded up. */
static bool read_unit(struct handoff_slice s, size_t *at, int64_t *ms)
{
    static const struct {
        const char *unit;
        int64_t ms; /* of the unit; 0: less than one */
    } row[] = {
        { "ms", 1 }, { "us", 0 },      { "\xC2\xB5s", 0 }, { "\xCE\xBCs", 0 },
        { "ns", 0 }, { "h", 3600000 }, { "m", 60000 },     { "s", 1000 },
    };

    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        const size_t len = strlen(row[i].unit);

        if (s.len - *at < len || memcmp(s.ptr + *at, row[i].unit, len) != 0)
            continue;
        *at += len;
        *ms = row[i].ms == 0          ? *ms > 0
              : *ms >= LARGEST / 3600 ? LARGEST
                                      : (*ms * row[i].ms + 999) / 1000;
        return true;
    }
    return false;
}

/* "6m0s" */
static bool read_duration(struct handoff_slice s, int64_t *ms)
{
    int64_t sum = 0, part;
    size_t at = 0;

    if (s.len == 0)
        return false;
    while (at < s.len) {
        if (!read_number(s, &at, &part) || !read_unit(s, &at, &part))
            return false;
        sum = sum < LARGEST ? sum + part : LARGEST;
    }
    *ms = sum;
    return true;
}

/* A number without a unit: from now, or a time since 1970 by its size. */
static int64_t from_number(int64_t thousandths, int64_t now)
{
    const int64_t seconds_since = INT64_C(1000000000);
    const int64_t whole = thousandths / 1000;

    if (whole < seconds_since)
        return thousandths;
    if (whole < seconds_since * 1000)
        return (whole - now) * 1000;
    return whole - now * 1000;
}

static int64_t read_reset(struct handoff_slice s, int64_t now)
{
    int64_t ms = HO_RATE_UNTOLD, then;
    size_t at = 0;

    if (read_duration(s, &ms))
        return ms;
    if (read_number(s, &at, &ms) && at == s.len)
        ms = from_number(ms, now);
    else if (handoff_time_parse(s, &then))
        ms = (then - now) * 1000;
    else
        return HO_RATE_UNTOLD;
    return ms >= 0 ? ms : HO_RATE_UNTOLD;
}

void ho_rate_init(struct ho_rate *rate)
{
    for (int i = 0; i < HO_RATE_COUNT; i++)
        rate->remaining[i] = rate->reset_ms[i] = HO_RATE_UNTOLD;
}

void ho_rate_header(struct ho_rate *rate, struct handoff_slice name,
                    struct handoff_slice value, int64_t now)
{
    const enum ho_rate_of of =
        has(name, "tokens") ? HO_RATE_TOKENS : HO_RATE_REQUESTS;
    int64_t count;
    size_t at = 0;

    if (!has(name, "ratelimit") || now < 0 || now >= LARGEST / 1000)
        return;
    if (has(name, "remaining"))
        rate->remaining[of] = read_number(value, &at, &count) && at == value.len
                                  ? count
                                  : HO_RATE_UNTOLD;
    else if (has(name, "reset"))
        rate->reset_ms[of] = read_reset(value, now);
}

int64_t ho_rate_pause_ms(const struct ho_rate *rate)
{
    int64_t pause = HO_RATE_UNTOLD;

    for (int i = 0; i < HO_RATE_COUNT; i++)
        if (rate->remaining[i] == 0 && rate->reset_ms[i] > pause)
            pause = rate->reset_ms[i];
    return pause;
}
