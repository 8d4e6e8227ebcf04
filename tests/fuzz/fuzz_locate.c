/* fuzz_locate.c - a place that is found lies in the source, on characters,
 * and folds to what the quote folds to; the index of words and the search
 * without it find the same.  Input: the quote, a newline, the source. */
#include <handoff/evidence.h>

#include "base/slice.h"
#include "base/utf8.h"
#include "evidence/origin.h"
#include "fuzz/fuzz.h"

static void check_folded(struct handoff_slice place, struct handoff_slice quote)
{
    struct ho_folded a, b;
    struct handoff_slice x, y;

    FUZZ_ASSERT(ho_fold(place, &a, NULL) == HANDOFF_OK);
    FUZZ_ASSERT(ho_fold(quote, &b, NULL) == HANDOFF_OK);
    x = ho_folded_slice(&a);
    y = ho_trim(ho_folded_slice(&b));
    FUZZ_ASSERT(x.len == y.len && memcmp(x.ptr, y.ptr, x.len) == 0);
    ho_folded_release(&a);
    ho_folded_release(&b);
}

static void check_index(struct handoff_slice source, struct handoff_slice quote,
                        const struct handoff_found *found, bool cut)
{
    const struct handoff_text text = { "message", source };
    struct ho_origin origin;
    struct ho_places places;

    FUZZ_ASSERT(ho_origin_open(&origin, &text, NULL) == HANDOFF_OK);
    FUZZ_ASSERT(ho_origin_find(&origin, quote, &places, NULL) == HANDOFF_OK);
    FUZZ_ASSERT((places.count > 0) == (found->match != HANDOFF_MATCH_NONE));
    FUZZ_ASSERT(places.cut == cut);
    for (size_t i = 0; i < places.count; i++)
        check_folded(ho_part(source, places.item[i].from, places.item[i].to),
                     quote);
    ho_origin_release(&origin);
}

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
    check_index(source, quote, &found, cut);
    if (found.match != HANDOFF_MATCH_NONE) {
        const struct handoff_slice clause =
            handoff_clause(source, found.from, found.to);

        check_found(source, quote, &found);
        FUZZ_ASSERT(clause.ptr <= source.ptr + found.from);
        FUZZ_ASSERT(clause.ptr + clause.len >= source.ptr + found.to);
    }
    return 0;
}
