/* test_endpoint_parts.c - retry hints, back-off and quoting, on their own. */
#include "endpoint/retry.h"
#include "endpoint/words.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>
#include <stdint.h>

#include <cmocka.h>

static void retry_headers(void **state)
{
    /* now is Wed, 21 Oct 2015 07:28:00 GMT */
    static const struct {
        const char *line[2];
        int64_t after_ms;
        int again;
        const char *why;
    } row[] = {
        { { "Retry-After: 7\r\n" }, 7000, -1, "seconds" },
        { { "retry-after:7" }, 7000, -1, "no space, any case" },
        { { "Retry-After: 0" }, 0, -1, "at once" },
        { { "Retry-After: 1.5" }, 1500, -1, "a fraction" },
        { { "Retry-After: 0.0001" }, 1, -1, "rounded up: never early" },
        { { "Retry-After: 1.00000000000000000001" }, 1000, -1, "long" },
        { { "Retry-After: 0000000000000000000005" }, 5000, -1, "zeros" },
        { { "Retry-After: 99999999999999999999" },
          9999999999000,
          -1,
          "counting stops, no overflow" },
        { { "Retry-After: -5" }, -1, -1, "negative" },
        { { "Retry-After: 5s" }, -1, -1, "a unit" },
        { { "Retry-After: .5" }, -1, -1, "no whole part" },
        { { "Retry-After: " }, -1, -1, "empty" },
        { { "Retry-After" }, -1, -1, "no colon" },
        { { "" }, -1, -1, "the empty line at the end" },
        { { "X-Retry-After: 7" }, -1, -1, "another header" },
        { { "Retry-After: Wed, 21 Oct 2015 07:28:30 GMT" }, 30000, -1, "date" },
        { { "Retry-After: Wed, 21 Oct 2015 07:27:59 GMT" }, -1, -1, "past" },
        { { "Retry-After: Wed, 21 Oct 2015 07:28:00 GMT" }, -1, -1, "now" },
        { { "Retry-After: Wed, 32 Oct 2015 07:28:30 GMT" }, -1, -1, "no day" },
        { { "Retry-After: Wed, 21 Oct 2015 07:28:30 GMT and so on and so on "
            "and so on and so on" },
          -1,
          -1,
          "too long for a date" },
        { { "retry-after-ms: 20", "Retry-After: 60" }, 20, -1, "ms first" },
        { { "Retry-After: 60", "retry-after-ms: 20" }, 20, -1, "any order" },
        { { "retry-after-ms: x", "Retry-After: 60" }, 60000, -1, "unread ms" },
        { { "Retry-After: 5", "Retry-After: 6" }, 6000, -1, "last wins" },
        { { "x-should-retry: true" }, -1, 1, "told to" },
        { { "X-Should-Retry: False" }, -1, 0, "told not to" },
        { { "x-should-retry: maybe" }, -1, -1, "neither" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct ho_retry_hint hint;

        ho_retry_hint_init(&hint);
        for (size_t l = 0; l < 2 && row[i].line[l]; l++)
            ho_retry_header(&hint, ho_slice(row[i].line[l]), 1445412480);
        if (ho_retry_after_ms(&hint) != row[i].after_ms ||
            hint.again != row[i].again)
            fail_msg("%s: %lld ms, again %d", row[i].why,
                     (long long)ho_retry_after_ms(&hint), hint.again);
    }
}

static void odd_clocks(void **state)
{
    static const int64_t now[] = { INT64_MIN, -1, INT64_MAX };

    (void)state;
    for (size_t i = 0; i < sizeof now / sizeof *now; i++) {
        struct ho_retry_hint hint;

        ho_retry_hint_init(&hint);
        ho_retry_header(&hint,
                        ho_slice("Retry-After: Wed, 21 Oct 2015 07:28:00 GMT"),
                        now[i]);
        assert_int_equal(ho_retry_after_ms(&hint), HO_RETRY_UNTOLD);
    }
}

static void statuses(void **state)
{
    static const int64_t yes[] = { 408, 409, 429, 500, 502, 503, 504, 599 };
    static const int64_t no[] = { 0,   100, 200, 204, 301, 400, 401, 402,
                                  403, 404, 413, 422, 430, 499, 600 };

    (void)state;
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        assert_true(ho_retry_status(yes[i]));
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        assert_false(ho_retry_status(no[i]));
}

/* Full jitter: within its ceiling, over all of it, and the same every time. */
static void backoff(void **state)
{
    (void)state;
    for (unsigned tries = 1; tries <= 10; tries++) {
        const int64_t top = tries < 5 ? 500 * (1 << (tries - 1)) : 8000;
        int64_t least = top, most = 0, sum = 0;

        for (size_t tag = 0; tag < 1000; tag++) {
            const int64_t ms = ho_retry_backoff_ms(tag, tries);

            assert_in_range(ms, 0, top);
            assert_int_equal(ms, ho_retry_backoff_ms(tag, tries));
            least = ms < least ? ms : least;
            most = ms > most ? ms : most;
            sum += ms;
        }
        assert_true(least < top / 50 && most > top - top / 50);
        assert_in_range(sum / 1000, top * 45 / 100, top * 55 / 100);
    }
    assert_int_equal(ho_retry_backoff_ms(42, 1), 11); /* on every machine */
    assert_int_equal(ho_retry_backoff_ms(42, 3), 1661);
}

static void quoting(void **state)
{
    static const struct {
        const char *said, *secret, *shown, *why;
    } row[] = {
        { "plain", NULL, "plain", "as it stands" },
        { "", NULL, "", "nothing" },
        { " a\r\n\tb  c ", NULL, "a b c", "one line" },
        { "a\x1B[2Jb\x07\x7F", NULL, "a[2Jb", "C0 and DEL" },
        { "a\xC2\x9B"
          "31mb\xC2\x85"
          "c",
          NULL, "a31mbc", "C1" },
        { "a\xE2\x80\x8B\xE2\x80\xAE\xEF\xBB\xBF\xF3\xA0\x81\x81"
          "b",
          NULL, "ab", "zero width, bidi, BOM, tags" },
        { "a\xFF\xC3-b", NULL, "a?\?-b", "not UTF-8" },
        { "na\xC3\xAFve \xE6\xA8\xA1", NULL, "na\xC3\xAFve \xE6\xA8\xA1",
          "other scripts stay" },
        { "key secret-1!", "secret-1", "key [key]!", "the key" },
        { "secret-1secret-1", "secret-1", "[key][key]", "twice" },
        { "secret-", "secret-1", "secret-", "only whole" },
        { "sec\x01ret\xE2\x80\x8B-1", "secret-1", "[key]", "after cleaning" },
        { "x marks", "x", "x marks", "a placeholder is no secret" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct ho_buffer out;

        ho_buffer_init(&out, 4096);
        ho_words(&out, ho_slice(row[i].said), row[i].secret);
        if (strcmp(ho_buffer_slice(&out).ptr, row[i].shown) != 0)
            fail_msg("%s: \"%s\"", row[i].why, out.ptr);
        ho_buffer_release(&out);
    }
}

static void words_are_capped(void **state)
{
    const size_t len = 1024 * 1024;
    char *said = malloc(len + 1);
    const char *const unit[] = { "a", "\xC3\xA9", "\xE6\xA8\xA1", "secret-1" };

    (void)state;
    assert_non_null(said);
    for (size_t u = 0; u < 4; u++) {
        const size_t step = strlen(unit[u]);
        struct ho_buffer out;

        for (size_t at = 0; at + step <= len; at += step)
            memcpy(said + at, unit[u], step);
        said[len / step * step] = '\0';
        ho_buffer_init(&out, 4096);
        ho_words(&out, ho_slice(said), "secret-1");
        assert_in_range(out.len, HO_WORDS - 3, HO_WORDS + 3);
        assert_string_equal(out.ptr + out.len - 3, "...");
        assert_null(strstr(out.ptr, "secret"));
        ho_buffer_release(&out);
    }
    free(said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(retry_headers), cmocka_unit_test(odd_clocks),
        cmocka_unit_test(statuses),      cmocka_unit_test(backoff),
        cmocka_unit_test(quoting),       cmocka_unit_test(words_are_capped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
