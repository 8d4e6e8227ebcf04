/* fuzz_locate.c - a place that is found lies in the source, on characters,
 * and holds the quote.  Input: the quote, a newline, the source. */
#include <handoff/evidence.h>

#include "base/slice.h"
#include "base/utf8.h"
#include "fuzz/fuzz.h"

static void check_found(struct handoff_slice source, struct handoff_slice quote,
                        const struct handoff_found *found)
{
    struct handoff_found again;
    bool cut;

    FUZZ_ASSERT(found->from < found->to && found->to <= source.len);
    FUZZ_ASSERT(ho_utf8_valid(source, found->from) > 0);
    FUZZ_ASSERT(found->to == source.len ||
                ho_utf8_valid(source, found->to) > 0);
    if (found->match == HANDOFF_MATCH_EXACT)
        FUZZ_ASSERT(found->to - found->from == ho_trim(quote).len);
    /* The words of the place prove the place. */
    FUZZ_ASSERT(handoff_locate(ho_part(source, found->from, found->to), quote,
                               &again, &cut, NULL) == HANDOFF_OK);
    FUZZ_ASSERT(again.match != HANDOFF_MATCH_NONE || cut);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct handoff_slice all = { (const char *)data, size };
    size_t line = ho_find(all, 0, ho_slice("\n"));
    struct handoff_slice source, quote;
    struct handoff_found found;
    bool cut;

    if (line == SIZE_MAX || ho_utf8_check(all, NULL) != HANDOFF_OK)
        return 0;
    quote = ho_part(all, 0, line);
    source = ho_part(all, line + 1, all.len);
    FUZZ_ASSERT(handoff_locate(source, quote, &found, &cut, NULL) ==
                HANDOFF_OK);
    if (found.match != HANDOFF_MATCH_NONE) {
        const struct handoff_slice clause =
            handoff_clause(source, found.from, found.to);

        check_found(source, quote, &found);
        FUZZ_ASSERT(clause.ptr <= source.ptr + found.from);
        FUZZ_ASSERT(clause.ptr + clause.len >= source.ptr + found.to);
    }
    return 0;
}
