/* fuzz_date.c - days and amounts: what is found lies where it is said to lie,
 * and the canonical value, read again, is the same value. */
#include <string.h>

#include "base/utf8.h"
#include "evidence/date.h"
#include "evidence/number.h"
#include "evidence/read.h"
#include "fuzz/fuzz.h"

enum { TODAY = 20720 };

static void check_dates(struct handoff_slice s)
{
    struct ho_dates dates;
    size_t end;

    ho_find_dates(s, TODAY, &dates);
    if (dates.count == 0)
        return;
    FUZZ_ASSERT(dates.from < dates.to && dates.to <= s.len);
    FUZZ_ASSERT(dates.day <= dates.last);
    end = ho_date_end(s, dates.from);
    FUZZ_ASSERT(end >= dates.from && end <= s.len);
}

/* A quote may be cut anywhere; widening never leaves the text. */
static void check_widening(struct handoff_slice s)
{
    size_t from = s.len / 3, to = s.len / 2;

    ho_widen_to_numbers(s, &from, &to);
    FUZZ_ASSERT(from <= s.len / 3 && to >= s.len / 2 && to <= s.len);
    ho_widen_to_currency(s, &from, &to);
    FUZZ_ASSERT(from <= to && to <= s.len);
}

static void check_again(const struct handoff_field *field,
                        const struct handoff_typed *first, const char *text)
{
    struct handoff_typed again;
    char *other = NULL;

    FUZZ_ASSERT(handoff_read_value(field, ho_slice(text), TODAY, &again, &other,
                                   NULL) == HANDOFF_OK);
    FUZZ_ASSERT(strcmp(text, other) == 0);
    FUZZ_ASSERT(again.read == first->read &&
                again.has_number == first->has_number &&
                again.low == first->low && again.high == first->high);
    free(other);
}

static void check_value(enum handoff_type type, struct handoff_slice s)
{
    static const char *const cues[] = { "budget", "deadline", "reps" };
    const struct handoff_field field = {
        .name = "x", .type = type, .unit = "", .cues = { cues, 3, NULL }
    };
    struct handoff_typed typed;
    char *text = NULL;

    FUZZ_ASSERT(handoff_read_value(&field, s, TODAY, &typed, &text, NULL) ==
                HANDOFF_OK);
    FUZZ_ASSERT(!typed.has_number || typed.low <= typed.high);
    /* an event without its day may be read otherwise once it is trimmed */
    if (typed.read == HANDOFF_READ_NONE || typed.has_number)
        check_again(&field, &typed, text);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct handoff_slice s = { (const char *)data, size };

    if (ho_utf8_check(s, NULL) != HANDOFF_OK || memchr(data, '\0', size))
        return 0;
    check_dates(s);
    check_widening(s);
    check_value(HANDOFF_TYPE_INTEGER, s);
    check_value(HANDOFF_TYPE_MONEY, s);
    check_value(HANDOFF_TYPE_DATE, s);
    check_value(HANDOFF_TYPE_PHONE, s);
    check_value(HANDOFF_TYPE_EMAIL, s);
    check_value(HANDOFF_TYPE_DOMAIN, s);
    return 0;
}
