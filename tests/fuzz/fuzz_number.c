/* fuzz_number.c - numbers, days and addresses lie where they are said to lie,
 * in order, and no value overflows on its way. */
#include "base/utf8.h"
#include "evidence/date.h"
#include "evidence/number.h"
#include "evidence/read.h"
#include "fuzz/fuzz.h"

static void check_numbers(struct handoff_slice s)
{
    struct ho_number n;
    size_t at = 0, behind = 0;

    while (ho_next_number(s, &at, &n)) {
        FUZZ_ASSERT(n.low <= n.high);
        FUZZ_ASSERT(!n.excludes || n.low == INT64_MIN || n.high == INT64_MAX);
        FUZZ_ASSERT(behind <= n.from && n.from < n.to && n.to <= s.len);
        FUZZ_ASSERT(n.start <= n.from && n.to <= n.end && n.end <= s.len);
        FUZZ_ASSERT(at == n.to);
        behind = n.to;
    }
}

static void check_places(struct handoff_slice s)
{
    struct ho_dates dates;
    size_t from = 0, to = 0;

    ho_find_dates(s, 20000, &dates);
    FUZZ_ASSERT(dates.count == 0 ||
                (dates.from < dates.to && dates.to <= s.len));
    if (ho_find_email(s, &from, &to))
        FUZZ_ASSERT(from < to && to <= s.len);
    if (ho_find_host(s, &from, &to))
        FUZZ_ASSERT(from < to && to <= s.len);
    ho_find_country(s);
}

static void check_values(struct handoff_slice s)
{
    for (int type = HANDOFF_TYPE_INTEGER; type <= HANDOFF_TYPE_COUNTRY;
         type++) {
        const struct handoff_field field = { .name = "x",
                                             .type = (enum handoff_type)type,
                                             .unit = "a month" };
        struct handoff_typed typed;
        char *text = NULL;

        FUZZ_ASSERT(handoff_read_value(&field, s, 20000, &typed, &text, NULL) ==
                    HANDOFF_OK);
        FUZZ_ASSERT(text &&
                    (typed.read == HANDOFF_READ_VALUE ||
                     typed.read == HANDOFF_READ_NONE) == (text[0] != '\0'));
        free(text);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct handoff_slice s = { (const char *)data, size };

    if (ho_utf8_check(s, NULL) != HANDOFF_OK || memchr(data, '\0', size))
        return 0;
    check_numbers(s);
    check_places(s);
    check_values(s);
    return 0;
}
