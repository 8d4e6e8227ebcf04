/* fuzz_zone.c - any bytes are a time zone or none; a zone answers at any time
 * of the calendar, and the way back leads to the same civil time. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/zone.h"
#include "fuzz/fuzz.h"

enum { ARENA_BYTES = 8 << 20, DAY_AND_MORE = 26 * 3600 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ho_arena *arena = ho_arena_new(ARENA_BYTES);
    const struct ho_zone *zone = NULL;

    FUZZ_ASSERT(arena);
    if (ho_zone_parse(arena, (struct handoff_slice){ (const char *)data, size },
                      &zone, NULL) == HANDOFF_OK) {
        for (int64_t year = 1; year < 10000; year += 97) {
            const int64_t time = ho_days_from_date(year, 6, 15) * HO_DAY;
            const int64_t offset = ho_zone_offset(zone, time);

            FUZZ_ASSERT(offset <= DAY_AND_MORE && offset >= -DAY_AND_MORE);
            ho_zone_time(zone, time + offset);
        }
    }
    ho_arena_free(arena);
    return 0;
}
