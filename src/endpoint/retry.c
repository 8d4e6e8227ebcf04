/* retry.c - see endpoint/retry.h */
#include "endpoint/retry.h"

#include "base/slice.h"
#include "endpoint/libcurl.h"

enum {
    BACKOFF_MS = 500,
    BACKOFF_CAP_MS = 8000,
    DATE_BYTES = 64,     /* "Wed, 21 Oct 2015 07:28:00 GMT" is 29 */
    LARGEST = 1000000000 /* stop counting: no product below overflows */
};

void ho_retry_hint_init(struct ho_retry_hint *hint)
{
    *hint = (struct ho_retry_hint){ HO_RETRY_UNTOLD, HO_RETRY_UNTOLD,
                                    HO_RETRY_UNTOLD };
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "1.5" of a unit worth `unit` ms (1 or 1000), rounded up so that we are
 * never early.  false: not a number. */
static bool read_duration(struct handoff_slice s, int64_t unit, int64_t *ms)
{
    int64_t whole = 0, part = 0, scale = 1;
    size_t at = 0;

    for (; at < s.len && is_digit(s.ptr[at]); at++)
        if (whole < LARGEST)
            whole = whole * 10 + (s.ptr[at] - '0');
    if (at == 0)
        return false;
    if (at < s.len && s.ptr[at] == '.') {
        for (at++; at < s.len && is_digit(s.ptr[at]); at++) {
            if (scale >= 1000000)
                continue;
            part = part * 10 + (s.ptr[at] - '0');
            scale *= 10;
        }
    }
    if (at != s.len)
        return false;
    *ms = whole * unit + (part * unit + scale - 1) / scale;
    return true;
}

static bool read_date(struct handoff_slice s, int64_t now, int64_t *ms)
{
    char text[DATE_BYTES];
    time_t then;

    if (s.len >= sizeof text || ho_libcurl_open(NULL) != HANDOFF_OK)
        return false;
    memcpy(text, s.ptr, s.len);
    text[s.len] = '\0';
    then = ho_libcurl()->getdate(text, NULL);
    if (then == -1 || now < 0 || (int64_t)then <= now)
        return false;
    *ms = ((int64_t)then - now) * 1000; /* libcurl's years have 8 digits */
    return true;
}

void ho_retry_header(struct ho_retry_hint *hint, struct handoff_slice line,
                     int64_t now)
{
    const char *colon = line.len ? memchr(line.ptr, ':', line.len) : NULL;
    struct handoff_slice name, value;
    int64_t ms;

    if (!colon)
        return;
    name = ho_part(line, 0, (size_t)(colon - line.ptr));
    value = ho_trim(ho_part(line, name.len + 1, line.len));
    if (ho_slice_is_nocase(name, "retry-after-ms")) {
        if (read_duration(value, 1, &ms))
            hint->after_ms = ms;
    } else if (ho_slice_is_nocase(name, "retry-after")) {
        if (read_duration(value, 1000, &ms) || read_date(value, now, &ms))
            hint->after = ms;
    } else if (ho_slice_is_nocase(name, "x-should-retry")) {
        if (ho_slice_is_nocase(value, "true"))
            hint->again = 1;
        else if (ho_slice_is_nocase(value, "false"))
            hint->again = 0;
    }
}

int64_t ho_retry_after_ms(const struct ho_retry_hint *hint)
{
    return hint->after_ms != HO_RETRY_UNTOLD ? hint->after_ms : hint->after;
}

bool ho_retry_status(int64_t status)
{
    return status == 408 || status == 409 || status == 429 ||
           (status >= 500 && status <= 599);
}

/* SplitMix64 (Steele, Lea, Flood 2014): one step spreads any seed. */
static uint64_t scatter(uint64_t seed)
{
    seed += 0x9E3779B97F4A7C15u;
    seed = (seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9u;
    seed = (seed ^ (seed >> 27)) * 0x94D049BB133111EBu;
    return seed ^ (seed >> 31);
}

int64_t ho_retry_backoff_ms(size_t tag, unsigned tries)
{
    int64_t top = BACKOFF_MS;

    for (unsigned i = 1; i < tries && top < BACKOFF_CAP_MS; i++)
        top *= 2;
    if (top > BACKOFF_CAP_MS)
        top = BACKOFF_CAP_MS;
    return (int64_t)(scatter(scatter(tag) + tries) % (uint64_t)(top + 1));
}
